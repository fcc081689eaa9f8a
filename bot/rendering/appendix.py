"""What had to be shortened in a picture, in full: the further pages of a document."""

from collections.abc import Iterator, Sequence

from bot.i18n import Say
from bot.rendering import look
from bot.rendering.look import ACCENT, INK, INK_SOFT
from bot.rendering.scene import Layer, Scene
from bot.rendering.sheet import Cut, Sheet
from bot.rendering.typeset import Block

WIDTH, HEIGHT = 1240, 1754  # A4 at 150 dots an inch
_MARGIN = 80
_ROOM = WIDTH - 2 * _MARGIN
_FOOT = HEIGHT - 96
_TOP = 150


def pages(cuts: Sequence[Cut], say: Say, title: str) -> list[Scene]:
    """Lay the shortened texts out, by row and stage; no page where nothing was shortened."""
    found = list(dict.fromkeys(cut for cut in cuts if cut.text))
    if not found:
        return []
    sheets: list[_Paper] = []
    paper = _Paper(say, title)
    before: Cut | None = None
    for cut in found:
        new_lane = before is None or cut.lane != before.lane
        new_stage = new_lane or before is None or cut.stage != before.stage
        parts = list(_parts(paper.sheet, cut, new_lane=new_lane, new_stage=new_stage))
        if paper.y + sum(height for _block, _fill, _indent, height in parts) > _FOOT:
            sheets.append(paper)
            paper = _Paper(say, title)
            parts = list(_parts(paper.sheet, cut, new_lane=True, new_stage=True))
        paper.write(parts)
        before = cut
    sheets.append(paper)
    return [one.finished(number, len(sheets)) for number, one in enumerate(sheets, 1)]


_Part = tuple[Block, str, float, float]  # a block, its colour, how far in it stands, the height it takes


def _parts(sheet: Sheet, cut: Cut, *, new_lane: bool, new_stage: bool) -> Iterator[_Part]:
    if new_lane and cut.lane:
        heading = sheet.label(cut.lane, size=20, weight=700, leading=28, width=_ROOM, lines=1)
        yield heading, INK, 0, heading.height + 8
    if new_stage and cut.stage:
        name = sheet.measure(" ".join(cut.stage.split()), size=15, weight=600, leading=22, width=_ROOM, lines=2)
        yield name, ACCENT, 0, name.height + 4
    text = sheet.measure(" ".join(cut.text.split()), size=15, leading=23, width=_ROOM - 24)
    yield text, INK, 24, text.height + 14


class _Paper:
    """One page being filled."""

    def __init__(self, say: Say, title: str) -> None:
        self.sheet = Sheet(WIDTH, say, look.WHITE)
        self._say, self._title = say, title
        self.y = float(_TOP)

    def write(self, parts: Sequence[_Part]) -> None:
        """Put a text with its headings."""
        for block, fill, indent, height in parts:
            if indent:
                self.sheet.disc(Layer.MARKS, look.Style(look.INK_FAINT), _MARGIN + 8, self.y + 12, 3)
            self.sheet.put(block, _MARGIN + indent, self.y, fill=fill, w=_ROOM - indent)
            self.y += height

    def finished(self, number: int, count: int) -> Scene:
        """The page with its head and number."""
        _, sheet = self._say, self.sheet
        heading = sheet.label(_("In full"), size=30, weight=700, leading=38, width=_ROOM * 0.35, lines=1)
        sheet.put(heading, _MARGIN, 64)
        room = _ROOM - heading.width - 40
        title = sheet.measure(self._title, size=15, weight=500, leading=22, width=room, lines=1)
        sheet.put(title, WIDTH - _MARGIN - title.width, 76, fill=INK_SOFT)
        sheet.poly(Layer.LINES, look.LANE_LINE, (_MARGIN, 118), (WIDTH - _MARGIN, 118))
        said = _("Page {number} of {count}", number=_.number(number), count=_.number(count))
        foot = sheet.label(said, size=13, leading=20)
        sheet.put(foot, WIDTH - _MARGIN - foot.width, HEIGHT - 64, fill=INK_SOFT)
        return sheet.finished(HEIGHT, self._title, _("Texts that were shortened in the picture, in full."))

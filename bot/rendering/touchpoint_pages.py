"""The touchpoint list: every contact with all that is known of it, a row each, on further pages of a document."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.i18n import N_, Say
from bot.labels import label
from bot.rendering import look
from bot.rendering import touchpoint_marks as marks
from bot.rendering.look import ACCENT, ACCENT_DARK, INK, INK_SOFT
from bot.rendering.scene import Layer, Scene
from bot.rendering.sheet import Cut, Sheet
from bot.rendering.touchpoint_marks import Mark
from bot.rendering.typeset import Block
from bot.rendering.words import CHANNEL_ICONS
from workflows.snapshots import MapSnapshot, Stage, Touchpoint
from workflows.touchpoint_fields import IMPORTANCE_MAX, links

WIDTH, HEIGHT = 1754, 1240  # A4 across, at 150 dots an inch
_MARGIN: Final = 80
_ROOM: Final = WIDTH - 2 * _MARGIN
_TOP, _FOOT = 164, HEIGHT - 88
_GAP: Final = 26  # between two columns
_PAD: Final = 13  # above and below what stands in a row
_SIZE, _LEADING = 14, 20
_MOST: Final = 6  # lines of one field; what is longer stands in full on a later page
# What each column is called, and how much of the width it takes.
_COLUMNS: Final = (
    (N_("Touchpoint"), 0.25),
    (N_("How much it matters"), 0.13),
    (N_("Planned and lived"), 0.15),
    (N_("Who and where"), 0.15),
    (N_("What for, and with what"), 0.32),
)
_MATTERS: Final = 1  # the column that dots of importance stand in
# What the last column says of a touchpoint, by the names of its details.
_TOLD: Final = (
    ("need", N_("Need")),
    ("customer_goal", N_("Goal")),
    ("resources", N_("What is there")),
    ("resources_lacking", N_("What is lacking")),
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text of a cell, with the icon before it."""

    block: Block
    fill: str
    icon: str = ""

    @property
    def indent(self) -> float:
        return 22 if self.icon else 0


@dataclass(frozen=True, slots=True)
class _Row:
    """A touchpoint, or the name of a stage where there are no cells."""

    stage: Stage
    cells: tuple[tuple[_Piece, ...], ...]
    thing: Touchpoint | None
    height: float


def told(snapshot: MapSnapshot) -> bool:
    """Whether anything is known of a touchpoint besides what it is and which way it comes."""
    return any(
        one.details or one.department or marks.judged(one) or one.lived is not None or one.fate
        for one in snapshot.touchpoints
    )


def pages(snapshot: MapSnapshot, say: Say) -> tuple[list[Scene], list[Cut]]:
    """Lay the list out, and tell what had to be shortened in it; no page where there is nothing to tell."""
    if not told(snapshot):
        return [], []
    papers = [_Paper(snapshot, say)]
    for row in _rows(snapshot, papers[0].sheet):
        tall = row.height if row.thing else row.height + 3 * _LEADING  # no stage's name at the foot of a page
        if papers[-1].y + tall > _FOOT and not papers[-1].empty:
            papers.append(_Paper(snapshot, say))
            if row.thing:
                papers[-1].write(_heading(papers[-1].sheet, row.stage))
        papers[-1].write(row)
    scenes = [paper.finished(number, len(papers)) for number, paper in enumerate(papers, 1)]
    return scenes, [cut for paper in papers for cut in paper.sheet.cut]


def _rows(snapshot: MapSnapshot, sheet: Sheet) -> Iterator[_Row]:
    titles = {one.id: one.title for one in snapshot.touchpoints}
    for stage in snapshot.stages:
        if stage.touchpoints:
            yield _heading(sheet, stage)
        for thing in stage.touchpoints:
            cells = tuple(tuple(cell) for cell in _cells(sheet, thing, titles))
            heights = [sum(piece.block.height for piece in cell) for cell in cells]
            heights[_MATTERS] += marks.ROW if thing.importance else 0
            yield _Row(stage, cells, thing, max(heights) + 2 * _PAD)


def _heading(sheet: Sheet, stage: Stage) -> _Row:
    name = sheet.measure(stage.name, size=18, weight=700, leading=26, width=_ROOM, lines=1)
    return _Row(stage, ((_Piece(name, ACCENT_DARK),),), None, name.height + 26)


def _cells(sheet: Sheet, thing: Touchpoint, titles: dict[int, str]) -> Iterable[Iterable[_Piece]]:
    room = [_ROOM * part - _GAP for _name, part in _COLUMNS]
    return (
        _what(sheet, thing, room[0] - 30),
        _matters(sheet, thing, room[1]),
        _plan(sheet, thing, room[2]),
        _who(sheet, thing, room[3]),
        _why(sheet, thing, titles, room[4]),
    )


def _what(sheet: Sheet, thing: Touchpoint, room: float) -> Iterator[_Piece]:
    _ = sheet.say
    yield _Piece(sheet.measure(thing.title, size=15, weight=600, leading=21, width=room, lines=_MOST), INK)
    kind = [label(_, thing.channel), label(_, thing.usage)]
    yield _own(sheet, " · ".join(kind), room)
    if thing.moment_of_truth:
        yield _own(sheet, _("Moment of truth"), room - 22, look.MOMENT_INK, "star")


def _matters(sheet: Sheet, thing: Touchpoint, room: float) -> Iterator[_Piece]:
    """The class and the measures; the dots of importance stand below them."""
    _ = sheet.say
    if thing.classed:
        yield _own(sheet, marks.class_name(_, thing.classed), room)
    for mark in marks.measured(_, thing):
        yield _marked(sheet, mark, room)


def _plan(sheet: Sheet, thing: Touchpoint, room: float) -> Iterator[_Piece]:
    _ = sheet.say
    yield _own(sheet, _("On our own list") if thing.planned else _("Not on our own list"), room)
    if thing.lived is not None:
        yield _own(sheet, _("Customers tell of it") if thing.lived else _("No customer tells of it"), room)
    decided = marks.standing(_, thing)
    if decided:
        yield _marked(sheet, decided, room)


def _who(sheet: Sheet, thing: Touchpoint, room: float) -> Iterator[_Piece]:
    for icon, said in (
        ("users", thing.department),
        ("user", thing.details.get("person", "")),
        ("map-pin", thing.details.get("region", "")),
    ):
        if said:
            block = sheet.measure(said, size=_SIZE, leading=_LEADING, width=room - 22, lines=3)
            yield _Piece(block, INK, icon)


def _why(sheet: Sheet, thing: Touchpoint, titles: dict[int, str], room: float) -> Iterator[_Piece]:
    _ = sheet.say
    pairs = [(_(name), thing.details.get(field, "")) for field, name in _TOLD]
    pairs.append((_("Leads to"), _.parts(titles[one] for one in links(thing.details) if one in titles)))
    for name, said in pairs:
        if said:
            # The word is ours, so the line runs as the map does, whatever language the answer is in.
            line = _("{label}: {number}", label=name, number=" ".join(said.split()))
            yield _Piece(sheet.label(line, size=_SIZE, leading=_LEADING, width=room, lines=_MOST), INK)


def _own(sheet: Sheet, said: str, room: float, fill: str = INK_SOFT, icon: str = "") -> _Piece:
    return _Piece(sheet.label(said, size=_SIZE, leading=_LEADING, width=room, lines=2), fill, icon)


def _marked(sheet: Sheet, mark: Mark, room: float) -> _Piece:
    block = sheet.label(
        mark.said, size=_SIZE, weight=mark.weight, leading=_LEADING, width=room - 22, lines=2
    )  # fmt: skip
    return _Piece(block, mark.colour, mark.icon)


class _Paper:
    """One page being filled."""

    def __init__(self, snapshot: MapSnapshot, say: Say) -> None:
        self.sheet = Sheet(WIDTH, say, look.WHITE)
        self._title, self._say = snapshot.outline.title, say
        self.y = float(_TOP)

    @property
    def empty(self) -> bool:
        """Whether nothing stands on the page yet."""
        return self.y == _TOP

    def write(self, row: _Row) -> None:
        """Put a row, or the name of the stage whose rows follow."""
        sheet = self.sheet
        sheet.about(self._say("Touchpoint list"), row.stage.name)
        if row.thing is None:
            sheet.put(row.cells[0][0].block, _MARGIN, self.y + 18, fill=ACCENT_DARK, w=_ROOM)
        else:
            sheet.poly(Layer.LINES, look.LANE_LINE, (_MARGIN, self.y), (WIDTH - _MARGIN, self.y))
            sheet.icon(CHANNEL_ICONS[row.thing.channel], _MARGIN, self.y + _PAD + 1, 18, ACCENT, 1.9)
            for place, (x, cell) in enumerate(zip(_starts(), row.cells, strict=True)):
                foot = self._cell(cell, x if place else x + 30)
                if row.thing.importance and place == _MATTERS:
                    marks.dots(sheet, x, foot + marks.ROW / 2, min(row.thing.importance, IMPORTANCE_MAX))
        self.y += row.height

    def _cell(self, cell: Sequence[_Piece], x: float) -> float:
        y = self.y + _PAD
        for piece in cell:
            if piece.icon:
                self.sheet.icon(piece.icon, x, y + 2, 16, piece.fill, 1.9)
            y = self.sheet.put(piece.block, x + piece.indent, y, fill=piece.fill)
        return y

    def finished(self, number: int, count: int) -> Scene:
        """The page with its head, the columns' names and its number."""
        _, sheet = self._say, self.sheet
        heading = sheet.label(_("Touchpoint list"), size=30, weight=700, leading=38, width=_ROOM * 0.5, lines=1)
        sheet.put(heading, _MARGIN, 56)
        room = _ROOM - heading.width - 40
        title = sheet.measure(self._title, size=15, weight=500, leading=22, width=room, lines=1)
        sheet.put(title, WIDTH - _MARGIN - title.width, 68, fill=INK_SOFT)
        for x, (name, part) in zip(_starts(), _COLUMNS, strict=True):
            column = sheet.label(_(name), size=13.5, weight=600, leading=20, width=_ROOM * part - _GAP, lines=2)
            sheet.put(column, x, 152 - column.height, fill=INK_SOFT)
        sheet.poly(Layer.LINES, look.Style("", ACCENT, 1.5), (_MARGIN, 160), (WIDTH - _MARGIN, 160))
        page = _("Page {number} of {count}", number=_.number(number), count=_.number(count))
        foot = sheet.label(page, size=13, leading=20)
        sheet.put(foot, WIDTH - _MARGIN - foot.width, HEIGHT - 60, fill=INK_SOFT)
        return sheet.finished(HEIGHT, self._title, _("Every touchpoint, with all that is known of it."))


def _starts() -> list[float]:
    found, x = [], float(_MARGIN)
    for _name, part in _COLUMNS:
        found.append(x)
        x += _ROOM * part
    return found

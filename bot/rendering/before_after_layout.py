"""Before and after: how the feeling moved, which pain points are gone and which are new, what the metrics say."""

from dataclasses import replace
from functools import partial

from bot.i18n import Say
from bot.labels import MAP_KINDS
from bot.rendering import cards, curve, emotion, footer, header, look, metric_card, pain_card, stories
from bot.rendering.comparing import Comparison, Pair, compare, pain_stage
from bot.rendering.emotion import with_ends
from bot.rendering.grid import MARGIN, Cell, Grid, Page
from bot.rendering.look import IDEA, INK_FAINT, INK_SOFT, PAIN, WHITE, Style
from bot.rendering.scene import Layer
from bot.rendering.sheet import Drawing, Sheet
from bot.rendering.subjects import BeforeAfter
from bot.rendering.table import SLIM_MIN, Lane, table
from bot.rendering.words import signed, worst_first
from workflows.snapshots import MapSnapshot, Note, Stage

_BEFORE_LINE = Style("", "#7A8598", 3, (9, 7))
_BEFORE_MARK = Style(WHITE, "#667085", 2.5)
_STILL = 6


def lay_before_after(subject: BeforeAfter, say: Say) -> Drawing:
    """Lay the comparison out."""
    found = compare(subject.before, subject.after)
    # The page has a column for every stage of either state; those that are gone have nothing in them.
    stages = tuple(replace(pair.after or _emptied(pair.stage), id=place) for place, pair in enumerate(found.pairs))
    grid = Grid(len(stages))
    page = Page(Sheet(grid.width, say, look.PAGE_FILL), grid, replace(subject.after, stages=stages), say)
    y = _head(page, subject, found) + 28
    y = header.stages(page, y) + 14 if stages else y
    y = table(page, _lanes(page, found), y)
    foot = footer.source(page, footer.legend(page, y, _legend(page, found)))
    return page.sheet.drawing(foot, subject.after.outline.title, stories.of_before_after(subject, say))


def _emptied(stage: Stage) -> Stage:
    return Stage(stage.id, stage.position, stage.name, "", {}, stage.version)


def _head(page: Page, subject: BeforeAfter, found: Comparison) -> float:
    _, chips = page.say, []
    page.sheet.about(_("Before and after"))
    if found.change is not None:
        icon = "trending-up" if found.change >= 0 else "trending-down"
        ink = IDEA if found.change >= 0 else PAIN
        chips.append(header.Chip(icon, _("Emotion on average"), signed(_, found.change), ink))
    chips.append(header.Chip("check", _("Closed pain points"), _.number(len(found.closed)), IDEA))
    chips.append(header.Chip("flag", _("New pain points"), _.number(len(found.opened)), PAIN))
    if found.still:
        chips.append(header.Chip("clock", _("Still open"), _.number(len(found.still)), INK_SOFT))
    moved = [one for one in found.metrics if one.better is not None]
    if moved:
        better = sum(bool(one.better) for one in moved)
        said = _("{number} of {count}", number=_.number(better), count=_.number(len(moved)))
        chips.append(header.Chip("chart-no-axes-column", _("Metrics that improved"), said, look.ACCENT))
    about = f"{_state(_, subject.before, subject)}\u2002→\u2002{_state(_, subject.after, subject)}"
    if page.sheet.rtl:
        about = about.replace("→", "←")
    room = page.grid.width - 2 * MARGIN
    return header.heading(page, _("Before and after"), subject.after.outline.title, about, chips, room)


def _state(_: Say, snapshot: MapSnapshot, subject: BeforeAfter) -> str:
    """What to call a state: by its kind where they differ, else by its day and version."""
    if subject.before.outline.kind is not subject.after.outline.kind:
        return _(MAP_KINDS[snapshot.outline.kind])
    version = _("Version {number}", number=_.number(snapshot.outline.revision))
    return f"{_.date(snapshot.taken_at, 'long')} ({version})" if snapshot.taken_at else version


def _lanes(page: Page, found: Comparison) -> list[Lane]:
    _, pairs = page.say, found.pairs
    lanes = []
    if any(pair.before is None or pair.after is None for pair in pairs) and any(pair.before for pair in pairs):
        lanes.append(Lane("footprints", _("Stages"), "", partial(_stages, pairs=pairs), slim=True))
    if any(stage and stage.emotion for pair in pairs for stage in (pair.before, pair.after)):
        lanes.append(Lane("heart", _("Emotion"), _("Before and after"), partial(_emotion, pairs=pairs), open=True))
    if any(pair.change is not None for pair in pairs):
        lanes.append(
            Lane("trending-up", _.p("between two states", "Change"), "", partial(_change, pairs=pairs), slim=True)
        )
    for icon, name, caption, pains, card, limit in (
        ("check", _("Closed pain points"), _("What no longer hurts"), found.closed, _closed, 30),
        ("circle-alert", _("New pain points"), _("What hurts now"), found.opened, pain_card.draw, 30),
        ("clock", _("Still open"), _("What hurt before, and still does"), found.still, pain_card.draw, _STILL),
    ):
        if any(pain_stage(pair, pains) for pair in pairs):
            draw = partial(_pains, pairs=pairs, pains=pains, card=card, limit=limit)
            lanes.append(Lane(icon, name, caption, draw))
        loose = _loose(pairs, pains)
        if loose:
            whole = _("For the whole journey")
            lanes.append(Lane(icon, name, whole, partial(_across, pains=loose, card=card), open=True))
    if found.metrics:
        caption = _("Against the baseline")
        lanes.append(Lane("chart-no-axes-column", _("Metrics"), caption, partial(_metrics, found=found), open=True))
    return lanes or [
        Lane(
            "circle-dot",
            _.p("between two states", "Change"),
            _("Nothing to compare yet"),
            lambda _page, _y: 0,
            open=True,
        )
    ]


def _stages(page: Page, y: float, pairs: tuple[Pair, ...]) -> float:
    """Which stages are new, and which are gone."""
    _, sheet = page.say, page.sheet
    for index, pair in enumerate(pairs):
        if pair.before and pair.after:
            continue
        said, style, ink = (
            (_("New stage"), look.PILL_GOOD, look.GOOD) if pair.after else (_("No longer"), look.PILL_EVEN, INK_SOFT)
        )
        block = sheet.label(said, size=13, weight=600, leading=18, width=page.grid.column - 60, lines=1)
        x, middle = page.grid.middle(index), y + SLIM_MIN / 2
        sheet.box(Layer.MARKS, style, x - block.width / 2 - 14, middle - 14, block.width + 28, 28, 14)
        sheet.centre(block, x, middle, fill=ink)
    return SLIM_MIN


def _emotion(page: Page, y: float, pairs: tuple[Pair, ...]) -> float:
    """The earlier curve dashed behind the later one."""
    grid, zero = page.grid, emotion.scale(page, y)
    before = [(index, pair.before.emotion) for index, pair in enumerate(pairs) if pair.before and pair.before.emotion]
    points = [(grid.middle(index), zero - score.median * emotion.UNIT) for index, score in before]
    if points:
        ends = with_ends(points, grid.start(before[0][0]) + 6, grid.start(before[-1][0] + 1) - 6)
        page.sheet.poly(Layer.CARDS, _BEFORE_LINE, *curve.sampled(ends))
        for point in points:
            page.sheet.disc(Layer.MARKS, _BEFORE_MARK, *point, 8)
    after = [(index, pair.after.emotion) for index, pair in enumerate(pairs) if pair.after and pair.after.emotion]
    points = [(grid.middle(index), zero - score.median * emotion.UNIT) for index, score in after]
    if points:
        ends = with_ends(points, grid.start(after[0][0]) + 6, grid.start(after[-1][0] + 1) - 6)
        page.sheet.curve(ends, zero, emotion.UNIT, 4.5)
        for (_index, score), (x, height) in zip(after, points, strict=True):
            page.sheet.face(x, height, 17, look.emotion_level(score.median))
    return emotion.HEIGHT


def _change(page: Page, y: float, pairs: tuple[Pair, ...]) -> float:
    """By how much each stage feels better or worse."""
    for index, pair in enumerate(pairs):
        if pair.change is None:
            continue
        cell = Cell(page.grid.middle(index), 0, "")
        metric_card.pill(page, cell.x, y + (SLIM_MIN - 26) / 2, pair.change, good=pair.change > 0, middle=True)
    return SLIM_MIN


def _pains(
    page: Page, y: float, pairs: tuple[Pair, ...], pains: tuple[Note, ...], card: cards.Card, limit: int
) -> float:
    by_stage = {place: worst_first(tuple(pain_stage(pair, pains))) for place, pair in enumerate(pairs)}
    return page.columns(y, lambda stage: by_stage[stage.id], card, limit=limit)


def _across(page: Page, y: float, pains: tuple[Note, ...], card: cards.Card) -> float:
    return page.across(y, pains, card)


def _loose(pairs: tuple[Pair, ...], pains: tuple[Note, ...]) -> tuple[Note, ...]:
    placed = {pain.id for pair in pairs for pain in pain_stage(pair, pains)}
    return tuple(pain for pain in pains if pain.id not in placed)


def _closed(page: Page, cell: Cell, y: float, note: Note) -> float:
    return cards.plain(page, cell, y, note.text, "check", look.IDEA_CARD, look.GOOD)


def _metrics(page: Page, y: float, found: Comparison) -> float:
    return page.across(y, found.metrics, metric_card.compared, top=18, gap=18)


def _legend(page: Page, found: Comparison) -> list[footer.Entry]:
    _, pains = page.say, (*found.opened, *found.still)
    feelings = [stage for pair in found.pairs for stage in (pair.before, pair.after) if stage and stage.emotion]
    entries = (
        footer.Entry(bool(feelings), _("Before"), _before),
        footer.Entry(bool(feelings), _("After"), _after),
        footer.Entry(bool(pains), _("Pain: minor, serious, critical"), footer.severity, width=50),
        footer.Entry(any(pain.ownership is None for pain in pains), _("Needs an owner"), footer.nobody),
        footer.Entry(any(one.metric.target is not None for one in found.metrics), _("Target"), _target),
        footer.Entry(any(one.metric.baseline is not None for one in found.metrics), _("Baseline"), _baseline),
    )
    return [entry for entry in entries if entry.used]


def _before(page: Page, x: float, y: float) -> None:
    page.sheet.poly(Layer.LINES, _BEFORE_LINE, (x - 13, y), (x + 13, y))
    page.sheet.disc(Layer.MARKS, _BEFORE_MARK, x, y, 6)


def _after(page: Page, x: float, y: float) -> None:
    page.sheet.poly(Layer.LINES, Style("", look.EMOTIONS[3], 4.5), (x - 13, y), (x + 13, y))


def _target(page: Page, x: float, y: float) -> None:
    metric_card.flag(page, x, y)


def _baseline(page: Page, x: float, y: float) -> None:
    page.sheet.box(Layer.MARKS, Style(INK_FAINT), x - 1.5, y - 9, 3, 18, 1.5)

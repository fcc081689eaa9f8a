"""A journey over its reviews: a column for each, how it felt, what was open, what was measured."""

from datetime import datetime
from functools import partial

from bot.i18n import Say
from bot.rendering import cards, curve, emotion, footer, header, look, stories
from bot.rendering.comparing import feeling
from bot.rendering.emotion import with_ends
from bot.rendering.grid import MARGIN, Grid, Page
from bot.rendering.look import (
    ACCENT,
    ACCENT_DARK,
    EMOTIONS,
    IDEA,
    INK_FAINT,
    INK_SOFT,
    PAIN,
    WHITE,
    Style,
    emotion_level,
)
from bot.rendering.scene import Layer
from bot.rendering.sheet import Drawing, Sheet
from bot.rendering.subjects import History
from bot.rendering.table import SLIM_MIN, Lane, table
from bot.rendering.words import CLOSED, amount, counted, signed
from workflows.rounds import Metric
from workflows.snapshots import MapSnapshot
from workflows.words import Severity

_SHOWN = 12  # reviews: the newest
_HEAD = 74
_PLOT = 128
_METRICS = "chart-no-axes-column"
_LINE = Style("", ACCENT, 3)
_TARGET = Style("", IDEA, 1.8, (7, 5))
_BASELINE = Style("", "#98A2B3", 1.6, (2, 5))


def lay_history(subject: History, say: Say) -> Drawing:
    """Lay the reviews out, the oldest first."""
    reviews = subject.reviews[-_SHOWN:]
    newest = reviews[-1][1]
    grid = Grid(len(reviews))
    page = Page(Sheet(grid.width, say, look.PAGE_FILL), grid, newest, say)
    y = _title(page, History(reviews)) + 28
    y = _heads(page, reviews, y) + 14
    y = table(page, _lanes(page, tuple(snapshot for _name, snapshot in reviews)), y)
    foot = footer.source(page, footer.legend(page, y, _legend(page)))
    return page.sheet.drawing(foot, newest.outline.title, stories.of_history(subject, say))


def _title(page: Page, subject: History) -> float:
    _, chips = page.say, []
    page.sheet.about(_("The journey over its reviews"))
    first, last = (feeling(subject.reviews[place][1]) for place in (0, -1))
    if first is not None and last is not None and len(subject.reviews) > 1:
        icon, ink = ("trending-up", IDEA) if last >= first else ("trending-down", PAIN)
        chips.append(header.Chip(icon, _("Emotion on average"), signed(_, round(last - first, 1)), ink))
    closed = sum(pain.status in CLOSED for pain in page.snapshot.pains)
    chips.append(header.Chip("check", _("Closed pain points"), _.number(closed), IDEA))
    chips.append(header.Chip("flag", _("Still open"), _.number(len(page.snapshot.open_pains)), PAIN))
    outline, room = page.snapshot.outline, page.grid.width - 2 * MARGIN
    about = outline.scope or outline.goal
    return header.heading(page, _("The journey over its reviews"), outline.title, about, chips, room)


def _heads(page: Page, reviews: tuple[tuple[str | datetime, MapSnapshot], ...], y: float) -> float:
    """The reviews' names over their columns."""
    _, sheet = page.say, page.sheet
    for (name, snapshot), cell in zip(reviews, page.grid.cells(), strict=True):
        x, room = cell.x - 8, page.grid.column - 8
        sheet.box(Layer.CARDS, Style(cell.colour), x, y, room, _HEAD, 12)
        said = _.date(name) if isinstance(name, datetime) else name
        title = sheet.measure(said, size=17, weight=700, leading=23, width=room - 32, lines=1)
        version = _("Version {number}", number=_.number(snapshot.outline.revision))
        small = sheet.label(version, size=13, weight=500, leading=18, width=room - 32, lines=1)
        foot = sheet.put(title, x + 18, y + (_HEAD - title.height - small.height) / 2, fill=WHITE, w=room - 32)
        sheet.put(small, x + 18, foot, fill=WHITE, w=room - 32)
    return y + _HEAD


def _lanes(page: Page, maps: tuple[MapSnapshot, ...]) -> list[Lane]:
    _ = page.say
    lanes = []
    if any(feeling(snapshot) is not None for snapshot in maps):
        caption = _("The average of all stages, −2 to +2")
        lanes.append(Lane("heart", _("Emotion"), caption, partial(_emotion, maps=maps), open=True))
    for place, stage in enumerate(page.snapshot.stages, 1):
        if any(_score(snapshot, stage.id, place) is not None for snapshot in maps):
            draw = partial(_stage, maps=maps, stage=(stage.id, place))
            lanes.append(Lane(str(place), stage.name, "", draw, slim=True))
    if any(snapshot.pains for snapshot in maps):
        lanes.append(Lane("circle-alert", _("Pain points"), _("Open and closed"), partial(_pains, maps=maps)))
    lanes += [
        Lane(_METRICS, one.name, _way(page, one), partial(_metric, maps=maps, metric=one), open=True)
        for one in page.snapshot.metrics
    ]
    if any(_conclusion(snapshot) for snapshot in maps):
        lanes.append(Lane("gavel", _("Conclusions"), _("What the review came to"), partial(_conclusions, maps=maps)))
    return lanes or [
        Lane(
            "circle-dot",
            _.p("between two states", "Change"),
            _("Nothing to compare yet"),
            lambda _page, _y: 0,
            open=True,
        )
    ]


def _emotion(page: Page, y: float, maps: tuple[MapSnapshot, ...]) -> float:
    """The average feeling from review to review."""
    grid, zero = page.grid, emotion.scale(page, y)
    scores = [(index, feeling(snapshot)) for index, snapshot in enumerate(maps)]
    known = [(index, score) for index, score in scores if score is not None]
    points = [(grid.middle(index), zero - score * emotion.UNIT) for index, score in known]
    ends = with_ends(points, grid.start(known[0][0]) + 6, grid.start(known[-1][0] + 1) - 6)
    page.sheet.curve(ends, zero, emotion.UNIT, 4.5)
    for (_index, score), (x, height) in zip(known, points, strict=True):
        level = emotion_level(score)
        page.sheet.face(x, height, 17, level)
        said = page.sheet.label(signed(page.say, score), size=16, weight=700, leading=21)
        top = height - 46 if score >= 0 else height + 26
        page.sheet.put(said, x - said.width / 2, top, fill=EMOTIONS[level], halo=True)
    return emotion.HEIGHT


def _stage(page: Page, y: float, maps: tuple[MapSnapshot, ...], stage: tuple[int, int]) -> float:
    """One stage's feeling in every review."""
    for index, snapshot in enumerate(maps):
        score = _score(snapshot, *stage)
        x, middle = page.grid.middle(index), y + SLIM_MIN / 2
        if score is None:
            page.sheet.centre(page.sheet.label("–", size=15, leading=20), x, middle, fill=INK_FAINT)
            continue
        level = emotion_level(score)
        page.sheet.face(x - 20, middle, 13, level)
        said = page.sheet.label(signed(page.say, score), size=15, weight=600, leading=20)
        page.sheet.put(said, x + 2, middle - 10, fill=EMOTIONS[level])
    return SLIM_MIN


def _score(snapshot: MapSnapshot, stage_id: int, place: int) -> float | None:
    """The feeling of a stage: the one of that id, or in another map the one at that place."""
    by_id = next((stage for stage in snapshot.stages if stage.id == stage_id), None)
    found = by_id or next((stage for stage in snapshot.stages if stage.position == place), None)
    return found.emotion.median if found and found.emotion else None


def _pains(page: Page, y: float, maps: tuple[MapSnapshot, ...]) -> float:
    """How many pain points are open, by severity, and how many are closed."""
    _, sheet = page.say, page.sheet
    most = max(1, *(len(snapshot.pains) for snapshot in maps))
    for snapshot, cell in zip(maps, page.grid.cells(), strict=True):
        room, left = cell.w - 8, cell.x + 4
        opened, closed = snapshot.open_pains, [pain for pain in snapshot.pains if pain.status in CLOSED]
        said = sheet.label(
            counted(_, _.p("how many", "Open"), len(opened)), size=14, weight=600, leading=20, width=room, lines=1
        )
        sheet.put(said, left, y + 16, fill=PAIN if opened else INK_SOFT)
        x = left
        for severity in reversed(Severity):
            part = sum((pain.severity or Severity.MINOR) is severity for pain in opened) / most * room
            if part > 0:
                sheet.box(Layer.MARKS, _severity_style(severity), x, y + 42, max(3, part - 2), 10, 3)
                x += part
        said = sheet.label(
            counted(_, _.p("how many", "Closed"), len(closed)), size=14, weight=600, leading=20, width=room, lines=1
        )
        sheet.put(said, left, y + 66, fill=look.GOOD if closed else INK_SOFT)
        if closed:
            sheet.box(Layer.MARKS, Style(look.GOOD), left, y + 92, max(3, len(closed) / most * room), 10, 3)
    return 124


def _severity_style(severity: Severity) -> Style:
    return {Severity.CRITICAL: Style(PAIN), Severity.SERIOUS: Style("#DB7B6C")}.get(severity, Style("#F0B9AE"))


def _metric(page: Page, y: float, maps: tuple[MapSnapshot, ...], metric: Metric) -> float:
    """A metric from review to review, between its baseline and its target."""
    grid, sheet, _ = page.grid, page.sheet, page.say
    values = [(index, _value(snapshot, metric)) for index, snapshot in enumerate(maps)]
    known = [(index, value) for index, value in values if value is not None]
    marks = [value for value in (metric.baseline, metric.target) if value is not None]
    every = [value for _index, value in known] + marks
    if not every:
        return _PLOT
    low, high = min(every), max(every)
    room, foot = _PLOT - 2 * 40, y + _PLOT - 34

    def height(value: float) -> float:
        return foot - (room / 2 if high == low else (value - low) / (high - low) * room)

    for value, style in ((metric.baseline, _BASELINE), (metric.target, _TARGET)):
        if value is not None:
            sheet.poly(Layer.LINES, style, (grid.left + 8, height(value)), (grid.right - 8, height(value)))
    points = [(grid.middle(index), height(value)) for index, value in known]
    if len(points) > 1:
        sheet.poly(Layer.CARDS, _LINE, *curve.sampled(points, 12))
    for (_index, value), (x, top) in zip(known, points, strict=True):
        sheet.disc(Layer.MARKS, Style(ACCENT, WHITE, 2.5), x, top, 7)
        said = sheet.label(
            amount(_, value, metric.unit), size=15, weight=700, leading=20, width=grid.column - 30, lines=1
        )
        crossed = any(top - 30 < height(mark) < top - 8 for mark in marks)
        sheet.put(said, x - said.width / 2, top + 10 if crossed else top - 30, fill=ACCENT_DARK, halo=True)
    return _PLOT


def _way(page: Page, metric: Metric) -> str:
    """From where to where a metric should go."""
    _, words = page.say, []
    if metric.baseline is not None:
        words.append(_("Baseline: {value}", value=amount(_, metric.baseline, metric.unit)))
    if metric.target is not None:
        words.append(_("Target: {value}", value=amount(_, metric.target, metric.unit)))
    return "\n".join(words)


def _value(snapshot: MapSnapshot, metric: Metric) -> float | None:
    """The metric as it was known then."""
    found = next((one for one in snapshot.metrics if one.id == metric.id or one.name == metric.name), None)
    if found is None:
        return None
    return found.actual if found.actual is not None else found.baseline


def _conclusion(snapshot: MapSnapshot) -> str:
    held = [one for one in snapshot.rounds if one.held_at and one.conclusion]
    return max(held, key=lambda one: one.number).conclusion if held else ""


def _conclusions(page: Page, y: float, maps: tuple[MapSnapshot, ...]) -> float:
    lowest, before = y, ""
    for snapshot, cell in zip(maps, page.grid.cells(), strict=True):
        said = _conclusion(snapshot)
        if said and said != before:  # a conclusion stands where it was reached, and is not said again
            before = said
            lowest = max(lowest, cards.long(page, cell, y + 16, said))
    return lowest + 16 - y


def _legend(page: Page) -> list[footer.Entry]:
    _, snapshot = page.say, page.snapshot
    metrics = snapshot.metrics
    entries = (
        footer.Entry(any(one.baseline is not None for one in metrics), _("Baseline"), partial(_line, style=_BASELINE)),
        footer.Entry(any(one.target is not None for one in metrics), _("Target"), partial(_line, style=_TARGET)),
        footer.Entry(bool(snapshot.pains), _("Pain: critical, serious, minor"), _worse, width=50),
    )
    return [entry for entry in entries if entry.used]


def _line(page: Page, x: float, y: float, style: Style) -> None:
    page.sheet.poly(Layer.LINES, style, (x - 12, y), (x + 12, y))


def _worse(page: Page, x: float, y: float) -> None:
    for place, severity in enumerate(reversed(Severity)):
        page.sheet.box(Layer.MARKS, _severity_style(severity), x - 23 + place * 16, y - 5, 13, 10, 3)

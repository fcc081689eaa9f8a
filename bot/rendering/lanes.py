"""The rows of the map, in the order in which they stand. A lane with nothing in it is left out."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.rendering import cards, channels, emotion
from bot.rendering.grid import LABELS, LANE_MIN, MARGIN, Page
from bot.rendering.look import ACCENT, INK_SOFT, LANE_BADGE
from bot.rendering.scene import Layer
from bot.rendering.words import worst_first
from workflows.snapshots import MapSnapshot, Metric, Stage

Draw = Callable[[Page, float], float]


@dataclass(frozen=True, slots=True)
class Lane:
    """A row: its name, what it answers, and how it draws itself from a height on (giving its height)."""

    icon: str
    name: str
    caption: str
    draw: Draw
    open: bool = False  # its contents run over the columns, which get no lines then


def lanes(page: Page) -> list[Lane]:
    """The lanes that this map has something for."""
    return [*_by_stage(page), *_whole_journey(page)]


def name(page: Page, lane: Lane, y: float) -> float:
    """Write a lane's name into the column at its start; the height that this needs."""
    sheet, room = page.sheet, LABELS - 24
    sheet.box(Layer.LINES, LANE_BADGE, MARGIN + 10, y + 13, 32, 32, 9)
    sheet.icon(lane.icon, MARGIN + 16, y + 19, 20, ACCENT)
    title = sheet.label(lane.name, size=16, weight=700, leading=21, width=room, lines=2)
    foot = sheet.put(title, MARGIN + 14, y + 50, w=room)
    caption = sheet.label(lane.caption, size=12.5, leading=17, width=room, lines=4)
    foot = sheet.put(caption, MARGIN + 14, foot + 3, fill=INK_SOFT, w=room)
    return max(LANE_MIN, foot + 14 - y)


def _by_stage(page: Page) -> list[Lane]:
    _, snapshot = page.say, page.snapshot
    persona = snapshot.personas[0].name if snapshot.personas else ""
    doing = _("What {name} does", name=persona) if persona else _("What the customer does")

    def has(things: Callable[[Stage], object]) -> bool:
        return any(things(stage) for stage in snapshot.stages)

    found = (
        (has(lambda s: s.actions), Lane("footprints", _("Actions"), doing, _actions)),
        (has(lambda s: s.touchpoints), Lane("mouse-pointer-click", _("Touchpoints"), _("Where we meet"), _touchpoints)),
        (
            has(lambda s: s.touchpoints),
            Lane("waypoints", _("Channels"), _("Which way they come"), channels.draw),
        ),
        (
            has(lambda s: s.thoughts),
            Lane("message-circle", _("Thoughts"), _("What goes through their mind"), _thoughts),
        ),
        (
            has(lambda s: s.emotion),
            Lane("heart", _("Emotion"), _("How it feels, −2 to +2"), emotion.draw, open=True),
        ),
        (has(lambda s: s.pains), Lane("circle-alert", _("Pain points"), _("What hurts, and who owns it"), _pains)),
        (has(lambda s: s.joys), Lane("smile", _("Joys"), _("What delights"), _joys)),
        (has(lambda s: s.itches), Lane("sparkles", _("Itches"), _("What they wish for"), _itches)),
        (has(lambda s: s.ideas), Lane("lightbulb", _("Opportunities"), _("What we could do"), _ideas)),
        (
            has(lambda s: stage_metrics(snapshot, s)),
            Lane("chart-no-axes-column", _("Metrics"), _("How we know"), _metrics),
        ),
    )
    return [lane for there, lane in found if there]


def _whole_journey(page: Page) -> list[Lane]:
    _, snapshot = page.say, page.snapshot
    whole = _("For the whole journey")
    found = (
        (snapshot.loose_ideas, Lane("lightbulb", _("Opportunities"), whole, _loose_ideas, open=True)),
        (journey_metrics(snapshot), Lane("chart-no-axes-column", _("Metrics"), whole, _journey_metrics, open=True)),
        (snapshot.decisions, Lane("gavel", _("Decisions"), _("What the team settled"), _decisions, open=True)),
    )
    return [lane for there, lane in found if there]


def stage_metrics(snapshot: MapSnapshot, stage: Stage) -> tuple[Metric, ...]:
    """The metrics of one stage."""
    return tuple(metric for metric in snapshot.metrics if metric.stage_id == stage.id)


def journey_metrics(snapshot: MapSnapshot) -> tuple[Metric, ...]:
    """The metrics of no stage."""
    known = {stage.id for stage in snapshot.stages}
    return tuple(metric for metric in snapshot.metrics if metric.stage_id not in known)


def _actions(page: Page, y: float) -> float:
    return page.columns(y, lambda stage: stage.actions, cards.action, top=18, gap=8)


def _touchpoints(page: Page, y: float) -> float:
    return page.columns(y, lambda stage: stage.touchpoints, cards.touchpoint, gap=8, limit=60)


def _thoughts(page: Page, y: float) -> float:
    return page.columns(y, lambda stage: stage.thoughts, cards.thought, gap=4)


def _pains(page: Page, y: float) -> float:
    return page.columns(y, lambda stage: worst_first(stage.pains), cards.pain, limit=40)


def _joys(page: Page, y: float) -> float:
    return page.columns(y, lambda stage: stage.joys, cards.joy, gap=8)


def _itches(page: Page, y: float) -> float:
    return page.columns(y, lambda stage: stage.itches, cards.itch, gap=8)


def _ideas(page: Page, y: float) -> float:
    return page.columns(y, lambda stage: stage.ideas, cards.idea)


def _metrics(page: Page, y: float) -> float:
    return page.columns(y, lambda stage: stage_metrics(page.snapshot, stage), cards.metric, top=16, gap=12)


def _loose_ideas(page: Page, y: float) -> float:
    return page.across(y, page.snapshot.loose_ideas, cards.idea)


def _journey_metrics(page: Page, y: float) -> float:
    return page.across(y, journey_metrics(page.snapshot), cards.metric, top=16, gap=14)


def _decisions(page: Page, y: float) -> float:
    return page.across(y, page.snapshot.decisions, cards.decision)

"""The rows of the map, in the order in which they stand. A lane with nothing in it is left out."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from bot.i18n import N_
from bot.rendering import cards, channels, emotion, pain_card, resources, touchpoint_card
from bot.rendering.grid import Page
from bot.rendering.table import Lane
from bot.rendering.words import worst_first
from workflows.rounds import Metric
from workflows.snapshots import MapSnapshot, Stage
from workflows.words import MapKind

_DETAILS: Final = (
    ("trigger", "zap", N_("Trigger")),
    ("customer_goal", "target", N_("Customer goal")),
    ("information", "info", N_("Information sought")),
    ("decisions", "split", N_("Decisions taken")),
)


def lanes(page: Page) -> list[Lane]:
    """The lanes that this map has something for."""
    feeling, details = _feeling(page), _details(page)
    meeting, behind = _meeting(page), _behind(page)
    if page.snapshot.outline.kind is MapKind.BLUEPRINT:
        # The lines of the service part the rows from the customer's doing to the support behind: nothing between.
        journey = [*details, *feeling, *meeting, *behind]
    else:
        journey = [*details, *meeting, *behind, *feeling]
    return [*journey, *_findings(page), *_whole_journey(page)]


def stage_metrics(snapshot: MapSnapshot, stage: Stage) -> tuple[Metric, ...]:
    """The metrics of one stage."""
    return tuple(metric for metric in snapshot.metrics if metric.stage_id == stage.id)


def journey_metrics(snapshot: MapSnapshot) -> tuple[Metric, ...]:
    """The metrics of no stage."""
    known = {stage.id for stage in snapshot.stages}
    return tuple(metric for metric in snapshot.metrics if metric.stage_id not in known)


def _has(page: Page, things: Callable[[Stage], object]) -> bool:
    return any(things(stage) for stage in page.snapshot.stages)


def _details(page: Page) -> list[Lane]:
    _ = page.say
    return [
        Lane(icon, _(name), "", partial(_detail, field=field), slim=True)
        for field, icon, name in _DETAILS
        if _has(page, lambda stage, field=field: _line(stage, field))  # type: ignore[misc]  # a default binds the loop's variable
    ]


def _meeting(page: Page) -> list[Lane]:
    """What the customer does, and where they meet the organisation."""
    _, snapshot = page.say, page.snapshot
    persona = snapshot.personas[0].name if snapshot.personas else ""
    doing = _("What {name} does", name=persona) if persona else _("What the customer does")
    blueprint = snapshot.outline.kind is MapKind.BLUEPRINT
    interaction = _("Line of interaction") if blueprint and _has(page, lambda s: s.actions) else ""
    found = []
    if _has(page, lambda s: s.actions):
        found.append(Lane("footprints", _("Actions"), doing, _actions))
    if snapshot.touchpoints:
        found += [
            Lane("mouse-pointer-click", _("Touchpoints"), _("Where we meet"), _touchpoints, above=interaction),
            Lane("waypoints", _("Channels"), _("Which way they come"), channels.draw),
        ]
    return found


def _behind(page: Page) -> list[Lane]:
    """What the customer does not see, and what it takes."""
    _, snapshot = page.say, page.snapshot
    blueprint = snapshot.outline.kind is MapKind.BLUEPRINT
    backstage = _has(page, lambda s: resources.listed(s, "backstage"))
    support = _has(page, lambda s: resources.listed(s, "support"))
    visibility = _("Line of visibility") if blueprint else ""
    internal = (_("Line of internal interaction") if backstage else visibility) if blueprint else ""
    found = []
    if backstage:
        name, caption = _("Backstage"), _("What we do unseen")
        found.append(Lane("eye-off", name, caption, resources.backstage, above=visibility))
    if support:
        name, caption = _("Support processes"), _("What the rest of us adds")
        found.append(Lane("wrench", name, caption, resources.support, above=internal))
    if _has(page, resources.of):
        found.append(Lane("package", _("Resources"), _("What is there, what is lacking"), resources.draw))
    return found


def _feeling(page: Page) -> list[Lane]:
    _ = page.say
    found = (
        (lambda s: s.thoughts, Lane("message-circle", _("Thoughts"), _("What goes through their mind"), _thoughts)),
        (lambda s: s.emotion, Lane("heart", _("Emotion"), _("How it feels, −2 to +2"), emotion.draw, open=True)),
    )
    return _there(page, found)


def _findings(page: Page) -> list[Lane]:
    _, snapshot = page.say, page.snapshot
    metrics = Lane("chart-no-axes-column", _("Metrics"), _("How we know"), _metrics)
    found = (
        (lambda s: s.pains, Lane("circle-alert", _("Pain points"), _("What hurts, and who owns it"), _pains)),
        (lambda s: s.joys, Lane("smile", _("Joys"), _("What delights"), _joys)),
        (lambda s: s.itches, Lane("sparkles", _("Itches"), _("What they wish for"), _itches)),
        (lambda s: s.ideas, Lane("lightbulb", _("Opportunities"), _("What we could do"), _ideas)),
        (lambda s: stage_metrics(snapshot, s), metrics),
    )
    return _there(page, found)


def _there(page: Page, found: Sequence[tuple[Callable[[Stage], object], Lane]]) -> list[Lane]:
    return [lane for things, lane in found if _has(page, things)]


def _whole_journey(page: Page) -> list[Lane]:
    _, snapshot = page.say, page.snapshot
    whole = _("For the whole journey")
    found = (
        (snapshot.loose_ideas, Lane("lightbulb", _("Opportunities"), whole, _loose_ideas, open=True)),
        (journey_metrics(snapshot), Lane("chart-no-axes-column", _("Metrics"), whole, _journey_metrics, open=True)),
        (snapshot.decisions, Lane("gavel", _("Decisions"), _("What the team settled"), _decisions, open=True)),
    )
    return [lane for there, lane in found if there]


def _line(stage: Stage, field: str) -> list[str]:
    said = stage.details.get(field, "").strip()
    return [said] if said else []


def _detail(page: Page, y: float, field: str) -> float:
    return page.columns(y, lambda stage: _line(stage, field), cards.detail, top=18)


def _actions(page: Page, y: float) -> float:
    return page.columns(y, lambda stage: stage.actions, cards.action, top=18, gap=8)


def _touchpoints(page: Page, y: float) -> float:
    return page.columns(y, lambda stage: stage.touchpoints, touchpoint_card.draw, gap=8, limit=60)


def _thoughts(page: Page, y: float) -> float:
    return page.columns(y, lambda stage: stage.thoughts, cards.thought, gap=4)


def _pains(page: Page, y: float) -> float:
    return page.columns(y, lambda stage: worst_first(stage.pains), pain_card.draw, limit=40)


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

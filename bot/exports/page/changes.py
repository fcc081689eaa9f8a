"""Before and after, as the page's slider tells it."""

from bot.exports.page.content import Changes, Metered, Move
from bot.exports.page.things import Things
from bot.i18n import Say
from bot.labels import MAP_KINDS
from bot.rendering import stories
from bot.rendering.comparing import Measured, Pair, compare
from bot.rendering.subjects import BeforeAfter
from bot.rendering.words import amount, metric_note, signed, worst_first
from workflows.snapshots import MapSnapshot, Note, Stage

LISTED = 12  # of each group: a letter to the management is no register


def changes(before: MapSnapshot, now: MapSnapshot, things: Things, _: Say) -> Changes | None:
    """What is different; None where there is nothing to compare."""
    found = compare(before, now)
    groups = (
        ("closed", "check", _("Closed pain points"), found.closed),
        ("opened", "circle-alert", _("New pain points"), found.opened),
        ("still", "clock", _("Still open"), found.still),
    )
    moves = tuple(_move(pair, things) for pair in found.pairs)
    metrics = tuple(_metered(one, things) for one in found.metrics if one.was is not None or one.now is not None)
    if not any(move.change for move in moves):
        moves = ()  # nobody scored since: the line says nothing that the map does not
    if not (moves or found.closed or found.opened or any(one.said_was != one.said_now for one in metrics)):
        return None
    return Changes(
        _state(before, now, before, _),
        _state(before, now, now, _),
        moves,
        tuple((look, icon, name, _texts(pains, things)) for look, icon, name, pains in groups if pains),
        metrics,
        stories.of_before_after(BeforeAfter(before, now), _),
    )


def _state(before: MapSnapshot, now: MapSnapshot, one: MapSnapshot, _: Say) -> str:
    """What to call a state: by its kind where they differ, else by its day."""
    if before.outline.kind is not now.outline.kind:
        return _(MAP_KINDS[one.outline.kind])
    version = _("Version {number}", number=_.number(one.outline.revision))
    days = {state.taken_at.date() for state in (before, now) if state.taken_at}
    return _.date(one.taken_at, "long") if one.taken_at and len(days) > 1 else version


def _move(pair: Pair, things: Things) -> Move:
    _ = things.say
    change = pair.change
    tone = "" if not change else "good" if change > 0 else "bad"
    said = signed(_, change) if change else ""
    if pair.before is None:
        said = _("New stage")
    if pair.after is None:
        said = _("No longer")
    return Move(
        things.clean(pair.stage.name),
        _median(pair.before),
        _median(pair.after),
        _felt(pair.before, things),
        _felt(pair.after, things),
        said,
        tone,
    )


def _median(stage: Stage | None) -> float | None:
    return stage.emotion.median if stage and stage.emotion else None


def _felt(stage: Stage | None, things: Things) -> str:
    median = _median(stage)
    return "–" if median is None else signed(things.say, median)


def _metered(one: Measured, things: Things) -> Metered:
    _, unit = things.say, one.metric.unit
    # Against the baseline where both states hold the same value: a metric is measured on one map over time.
    was = one.metric.baseline if one.was == one.now and one.metric.actual is not None else one.was
    said = ["–" if value is None else things.clean(amount(_, value, unit)) for value in (was, one.now)]
    tone = "" if was is None or one.now is None or was == one.now else (
        "good" if (one.now > was) == one.metric.higher_is_better else "bad"
    )  # fmt: skip
    note = things.clean(metric_note(_, one.metric))
    return Metered(things.clean(one.metric.name), was, one.now, said[0], said[1], things.clean(unit), tone, note)


def _texts(pains: tuple[Note, ...], things: Things) -> tuple[str, ...]:
    return tuple(things.clean(pain.text) for pain in worst_first(pains)[:LISTED])

"""The page's content, worked out from the map: its head, its lanes in the order of the pictures, its foot."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from bot.exports.page.changes import changes
from bot.exports.page.content import Card, Column, Content, Feeling, Figure, Lane, Subject
from bot.exports.page.things import Things
from bot.i18n import N_, Say
from bot.rendering import curve, resources
from bot.rendering.alt_text import alt_text
from bot.rendering.emotion import scored
from bot.rendering.lanes import journey_metrics, stage_metrics
from bot.rendering.look import emotion_level
from bot.rendering.words import (
    CHANNEL_ICONS,
    KICKERS,
    channel_name,
    counted,
    moments,
    next_hint,
    proven,
    signed,
    unowned,
    unplaced,
    worst_first,
)
from workflows.snapshots import MapSnapshot, Stage
from workflows.words import MapKind, NoteKind, PainStatus, Usage

T = TypeVar("T")

WIDE: Final = 100.0  # of a stage in the curve's own units; the lane is as high
UNIT: Final = 17.0  # of height a point of score: ±2 leaves room for the faces
_DETAILS: Final = (
    ("trigger", "zap", N_("Trigger")),
    ("customer_goal", "target", N_("Customer goal")),
    ("information", "info", N_("Information sought")),
    ("decisions", "split", N_("Decisions taken")),
)


def content(subject: Subject, say: Say) -> Content:
    """Everything the page says, in the language of `say`."""
    _, snapshot = say, subject.now
    outline, things = snapshot.outline, Things(subject, say)
    line, area = _curve(snapshot)
    leader = outline.journey_owner or outline.facilitator
    role = _("Journey owner: {name}") if outline.journey_owner else _("Facilitator: {name}")
    waiting = unplaced(snapshot, _)
    return Content(
        language=say.language.replace("_", "-"),
        right_to_left=say.right_to_left,
        kicker=_(KICKERS[outline.kind]),
        title=things.clean(outline.title),
        about=things.clean(outline.scope or outline.goal),
        story=alt_text(snapshot, "map"),
        figures=tuple(_figures(snapshot, things)),
        customers=tuple(things.customer(one) for one in snapshot.personas),
        columns=tuple(
            Column(_.number(place), things.clean(one.name), things.clean(one.time_spent), things.stage(one))
            for place, one in enumerate(snapshot.stages, 1)
        ),
        lanes=tuple(_lanes(snapshot, things)),
        legend=tuple(_legend(snapshot, _)),
        waiting=_("Not placed yet: {things}", things=_.listed(waiting)) if waiting else "",
        hint="" if snapshot.stages else next_hint(snapshot, _),
        source=tuple(_source(snapshot, _)),
        leader=role.replace("{name}", things.clean(leader.name)) if leader.name else "",
        curve=line,
        area=area,
        changes=changes(subject.before, snapshot, things, _) if subject.before else None,
        made=snapshot.taken_at,
    )


def _figures(snapshot: MapSnapshot, things: Things) -> Iterable[Figure]:
    _ = things.say
    low = next((one for one in scored(snapshot) if one.low), None)
    if low:
        stage = things.clean(snapshot.stages[low.index].name)
        yield Figure("", _("Lowest point"), stage, "", emotion_level(low.emotion.median))
    if moments(snapshot):
        yield Figure("star", _("Moments of truth"), _.number(moments(snapshot)), "moment")
    if snapshot.pains:
        said = _.number(len(snapshot.pains))
        if unowned(snapshot):
            said += " · " + counted(_, _("without owner"), unowned(snapshot))
        yield Figure("flag", _("Pain points"), said, "pain")
    if snapshot.ideas:
        yield Figure("lightbulb", _("Opportunities"), _.number(len(snapshot.ideas)), "idea")
    if snapshot.decisions:
        yield Figure("gavel", _("Decisions"), _.number(len(snapshot.decisions)), "accent")


def _lanes(snapshot: MapSnapshot, things: Things) -> list[Lane]:
    """As the pictures have them; a lane with nothing in it is left out."""
    _ = things.say
    details = [
        _row(f"detail-{field}", icon, _(name), "", snapshot, lambda s, f=field: _detail(things, s, f))  # type: ignore[misc]  # a default binds the loop's variable
        for field, icon, name in _DETAILS
    ]
    feeling = [
        _row("thoughts", "message-circle", _("Thoughts"), _("What goes through their mind"), snapshot,
             lambda s: map(things.note, s.thoughts)),
        _emotion(snapshot, things),
    ]  # fmt: skip
    meeting, behind = _meeting(snapshot, things), _behind(snapshot, things)
    parts = (
        (details, feeling, meeting, behind)
        if snapshot.outline.kind is MapKind.BLUEPRINT
        else (details, meeting, behind, feeling)
    )
    found = [*(lane for part in parts for lane in part), *_findings(snapshot, things), *_whole(snapshot, things)]
    return [lane for lane in found if any(lane.cells) or any(lane.feelings) or lane.across]


def _meeting(snapshot: MapSnapshot, things: Things) -> list[Lane]:
    _, blueprint = things.say, snapshot.outline.kind is MapKind.BLUEPRINT
    name = things.clean(snapshot.personas[0].name) if snapshot.personas else ""
    doing = _("What {name} does", name=name) if name else _("What the customer does")
    acts = any(stage.actions for stage in snapshot.stages)
    line = _("Line of interaction") if blueprint and acts else ""
    return [
        _row("actions", "footprints", _("Actions"), doing, snapshot, lambda s: map(things.note, s.actions)),
        _row("touchpoints", "mouse-pointer-click", _("Touchpoints"), _("Where we meet"), snapshot,
             lambda s: map(things.touchpoint, s.touchpoints), line),
        _row("channels", "waypoints", _("Channels"), _("Which way they come"), snapshot,
             lambda s: _channels(things, s)),
    ]  # fmt: skip


def _behind(snapshot: MapSnapshot, things: Things) -> list[Lane]:
    _, blueprint = things.say, snapshot.outline.kind is MapKind.BLUEPRINT
    backstage = any(resources.listed(stage, "backstage") for stage in snapshot.stages)
    visibility = _("Line of visibility") if blueprint else ""
    internal = (_("Line of internal interaction") if backstage else visibility) if blueprint else ""
    return [
        _row("backstage", "eye-off", _("Backstage"), _("What we do unseen"), snapshot,
             lambda s: (things.plain("backstage", "eye-off", one) for one in resources.listed(s, "backstage")),
             visibility),
        _row("support", "wrench", _("Support processes"), _("What the rest of us adds"), snapshot,
             lambda s: (things.plain("support", "wrench", one) for one in resources.listed(s, "support")), internal),
        _row("resources", "package", _("Resources"), _("What is there, what is lacking"), snapshot,
             lambda s: map(things.resource, resources.of(s))),
    ]  # fmt: skip


def _findings(snapshot: MapSnapshot, things: Things) -> list[Lane]:
    _ = things.say
    return [
        _row("pains", "circle-alert", _("Pain points"), _("What hurts, and who owns it"), snapshot,
             lambda s: map(things.pain, worst_first(s.pains))),
        _row("joys", "smile", _("Joys"), _("What delights"), snapshot, lambda s: map(things.note, s.joys)),
        _row("itches", "sparkles", _("Itches"), _("What they wish for"), snapshot,
             lambda s: map(things.note, s.itches)),
        _row("ideas", "lightbulb", _("Opportunities"), _("What we could do"), snapshot,
             lambda s: map(things.idea, s.ideas)),
        _row("metrics", "chart-no-axes-column", _("Metrics"), _("How we know"), snapshot,
             lambda s: map(things.metric, stage_metrics(snapshot, s))),
    ]  # fmt: skip


def _whole(snapshot: MapSnapshot, things: Things) -> list[Lane]:
    """What is of no stage; here nothing has to be left out for want of room."""
    _, loose = things.say, snapshot.loose
    whole = _("For the whole journey")
    pains = worst_first(tuple(one for one in loose if one.kind is NoteKind.PAIN))
    given = (
        ("whole-pains", "circle-alert", _("Pain points"), whole, map(things.pain, pains)),
        ("whole-ideas", "lightbulb", _("Opportunities"), whole, map(things.idea, snapshot.loose_ideas)),
        ("whole-metrics", "chart-no-axes-column", _("Metrics"), whole, map(things.metric, journey_metrics(snapshot))),
        ("decisions", "gavel", _("Decisions"), _("What the team settled"), map(things.note, snapshot.decisions)),
        ("evidence", "paperclip", _("Evidence"), whole, things.loose_evidence()),
    )
    return [Lane(key, icon, name, caption, "across", across=tuple(cards)) for key, icon, name, caption, cards in given]


def _row(
    key: str,
    icon: str,
    name: str,
    caption: str,
    snapshot: MapSnapshot,
    cards: Callable[[Stage], Iterable[Card]],
    above: str = "",
) -> Lane:
    return Lane(key, icon, name, caption, "cards", tuple(tuple(cards(stage)) for stage in snapshot.stages), above=above)


def _detail(things: Things, stage: Stage, field: str) -> list[Card]:
    said = stage.details.get(field, "").strip()
    return [things.plain("detail", "", said)] if said else []


def _channels(things: Things, stage: Stage) -> list[Card]:
    used = dict.fromkeys(touchpoint.channel for touchpoint in stage.touchpoints)
    return [things.plain("channel", CHANNEL_ICONS[one], channel_name(things.say, one)) for one in used]


def _emotion(snapshot: MapSnapshot, things: Things) -> Lane:
    _ = things.say
    feelings: list[Feeling | None] = [None] * len(snapshot.stages)
    for one in scored(snapshot):
        felt, level = one.emotion, emotion_level(one.emotion.median)
        word = things.clean(felt.word) or signed(_, felt.median)
        spread = _("{low} to {high}", low=signed(_, felt.low), high=signed(_, felt.high))
        people = counted(_, _("People who scored"), felt.count)
        spoken = _.listed((word, signed(_, felt.median), *((spread,) if felt.low < felt.high else ()), people))
        feelings[one.index] = Feeling(
            level=level,
            height=round(_height(felt.median)),
            top=round(_height(felt.high)),
            foot=round(_height(felt.low)),
            word=word,
            value=signed(_, felt.median),
            spoken=spoken,
            low=one.low,
            above=felt.median >= 0,
        )
    caption = _("How it feels, −2 to +2")
    return Lane("emotion", "heart", _("Emotion"), caption, "feelings", feelings=tuple(feelings))


def _height(median: float) -> float:
    return 50 - median * UNIT


def _curve(snapshot: MapSnapshot) -> tuple[str, str]:
    """The line over all stages and the area under it, in hundredths of a stage and of the lane's height."""
    found = scored(snapshot)
    if not found:
        return "", ""
    points = [((one.index + 0.5) * WIDE, _height(one.emotion.median)) for one in found]
    ends = [(found[0].index * WIDE, points[0][1]), *points, ((found[-1].index + 1) * WIDE, points[-1][1])]
    return curve.line(ends), curve.area(ends, 50)


def _legend(snapshot: MapSnapshot, _: Say) -> Iterable[tuple[str, str]]:
    touchpoints, pains, open_pains = snapshot.touchpoints, snapshot.pains, snapshot.open_pains
    found = scored(snapshot)
    entries: Sequence[tuple[bool, str, str]] = (
        (moments(snapshot) > 0, "star", _("Moment of truth")),
        (any(one.usage is Usage.WISHED_FOR for one in touchpoints), "wished", _("Wished for")),
        (any(one.importance for one in touchpoints), "rank", _("Importance")),
        (any(one.low for one in found), "low", _("Lowest point")),
        (any(one.emotion.low < one.emotion.high for one in found), "spread", _("How far opinions differ")),
        (bool(pains), "severity", _("Pain: minor, serious, critical")),
        (any(not proven(one) for one in open_pains), "unproven", _("Unproven: no evidence yet")),
        (any(one.ownership is None for one in open_pains), "nobody", _("Needs an owner")),
        (any(one.votes for one in pains), "votes", _("Votes")),
        (any(one.status is PainStatus.DONE for one in pains), "done", _("Solved")),
        (bool(snapshot.ideas), "idea", _("Opportunity, expected impact")),
    )
    return ((sign, name) for used, sign, name in entries if used)


def _source(snapshot: MapSnapshot, _: Say) -> Iterable[str]:
    yield _("Version {number}", number=_.number(snapshot.outline.revision))
    if snapshot.taken_at:
        yield _.date(snapshot.taken_at, "long")
    if snapshot.evidence:
        yield counted(_, _("Evidence"), len(snapshot.evidence))

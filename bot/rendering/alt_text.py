"""The story that a picture tells, in words: for those who do not see it, and for search."""

from typing import Final, Literal

from bot.i18n import Say, say_for
from bot.labels import label
from bot.rendering.clean import drawable
from bot.rendering.words import CLOSED, KICKERS, counted, moments, next_hint, signed, worst_first
from workflows.snapshots import MapSnapshot, Note, Stage

ALT_MAX: Final = 2000  # what Slack takes
_PART_MAX: Final = 160
_WORST: Final = 3

Kind = Literal["card", "map"]


def alt_text(snapshot: MapSnapshot, kind: Kind) -> str:
    """Tell the journey: whose, through which stages, where it hurts most, who answers for it."""
    _ = say_for(snapshot.outline.language)
    sentences = [opening(snapshot, _), *_customer(snapshot, _)]
    if not snapshot.stages:
        sentences.append(next_hint(snapshot, _))
    else:
        names = [short(stage.name) for stage in snapshot.stages]
        sentences.append(_("Stages: {names}.", names=" → ".join(names)))
        sentences += _feelings(snapshot, _)
        sentences += _pains(snapshot, _)
        sentences += _counts(snapshot, _, kind)
    return within(sentences)


def opening(snapshot: MapSnapshot, _: Say) -> str:
    """What kind of map this is, and its title."""
    kicker = _(KICKERS[snapshot.outline.kind])
    return _("{kind}: {title}.", kind=kicker, title=short(snapshot.outline.title))


def _customer(snapshot: MapSnapshot, _: Say) -> list[str]:
    if not snapshot.personas:
        return []
    persona = snapshot.personas[0]
    if persona.goal:
        return [_("Customer: {name}. Goal: {goal}.", name=short(persona.name), goal=short(persona.goal))]
    return [_("Customer: {name}.", name=short(persona.name))]


def _feelings(snapshot: MapSnapshot, _: Say) -> list[str]:
    scored = [stage for stage in snapshot.stages if stage.emotion]
    if not scored:
        return []
    lowest = min(scored, key=_median)
    highest = max(scored, key=_median)
    said = [_("Lowest point: {stage}.", stage=felt(lowest, _))]
    if highest is not lowest:
        said.append(_("Highest point: {stage}.", stage=felt(highest, _)))
    return said


def _median(stage: Stage) -> float:
    return stage.emotion.median if stage.emotion else 0.0


def felt(stage: Stage, _: Say) -> str:
    """A stage and how it feels."""
    score = signed(_, _median(stage))
    word = stage.emotion.word if stage.emotion else ""
    return f"{short(stage.name)} ({short(word)}, {score})" if word else f"{short(stage.name)} ({score})"


def _pains(snapshot: MapSnapshot, _: Say) -> list[str]:
    worst = [pain for pain in worst_first(snapshot.pains) if pain.status not in CLOSED][:_WORST]
    if not worst:
        return []
    return [_("Worst pain points: {pains}.", pains=_.parts(pain_story(pain, _) for pain in worst))]


def pain_story(pain: Note, _: Say) -> str:
    """A pain point, how bad it is and who answers for it."""
    text, severity = short(pain.text), label(_, pain.severity) if pain.severity else ""
    if pain.ownership is None:
        return _("{pain} ({severity}, no owner)", pain=text, severity=severity)
    return _("{pain} ({severity}, owner: {name})", pain=text, severity=severity, name=short(pain.ownership.owner.name))


def _counts(snapshot: MapSnapshot, _: Say, kind: Kind) -> list[str]:
    numbers = [
        (_("Pain points"), len(snapshot.pains)),
        (_("Without owner"), sum(pain.ownership is None for pain in snapshot.open_pains)),
        (_("Moments of truth"), moments(snapshot)),
        (_("Opportunities"), len(snapshot.ideas)),
    ]
    if kind == "map":
        numbers += [
            (_("Touchpoints"), len(snapshot.touchpoints)),
            (_("Metrics"), len(snapshot.metrics)),
            (_("Evidence"), len(snapshot.evidence)),
        ]
    said = _.listed(counted(_, name, number) for name, number in numbers if number)
    return [f"{said}."] if said else []


def short(text: str) -> str:
    """A part of a story: one line, no full stop of its own, not endless."""
    clean = " ".join(drawable(text).split()).rstrip(".。")
    return clean if len(clean) <= _PART_MAX else clean[: _PART_MAX - 1].rstrip() + "…"


def within(sentences: list[str]) -> str:
    """As many sentences as Slack takes, whole where possible."""
    said = ""
    for sentence in sentences:
        if len(said) + 1 + len(sentence) > ALT_MAX:
            rest = ALT_MAX - len(said) - 2
            return said or sentence[:rest] + "…"
        said = f"{said} {sentence}".strip()
    return said

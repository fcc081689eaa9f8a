"""A map in a dozen lines: what it is about, how much stands on it, what hurts most. For sheets, slides and text."""

from collections.abc import Iterable

from bot import labels
from bot.i18n import Say
from workflows.document import Content, Document, model
from workflows.words import NoteKind, PainStatus

WORST = 8  # pain points that are told as the worst
OPEN = frozenset({PainStatus.OPEN, PainStatus.DOING})


def summary(document: Document, say: Say) -> list[tuple[str, str | int | float]]:
    """Pairs of what it is and what it says; nothing that is empty."""
    content = document.map
    head = content.workshop
    people = names(content)
    lowest = lowest_stage(content)
    pains = [one for one in content.contributions if one.kind is NoteKind.PAIN]
    told: Iterable[tuple[str, str | int | float]] = (
        (say("Goal"), head.goal),
        (say("Scope"), head.scope),
        (say("Part of a larger map"), _near(document.part_of, say) if document.part_of else ""),
        (say("Maps of details"), "\n".join(_near(one, say) for one in document.in_detail)),
        (say("What the map shows"), labels.label(say, head.kind)),
        (say("Status"), labels.label(say, head.status)),
        (say("Step"), labels.step_title(say, head.step)),
        (say("Facilitator"), people.get(head.facilitator, "")),
        (say("Journey owner"), people.get(head.journey_owner or "", "")),
        (say("Personas"), say.join([one.name for one in content.personas]) if content.personas else ""),
        (say("Stages"), len(content.stages)),
        (say("Touchpoints"), len(content.touchpoints)),
        *((say(labels.NOTE_KINDS_MANY[kind]), _count(content, kind)) for kind in NoteKind),
        (say("Open pain points"), sum(one.status in OPEN for one in pains)),
        (say("Without owner"), sum(one.status in OPEN and one.owner is None for one in pains)),
        (say("Opportunities"), len(content.ideas)),
        (say("Metrics"), len(content.metrics)),
        (say("Lowest point"), lowest.name if lowest else ""),
        (say("What hurts most"), "\n".join(one.text for one in worst(content)[:3])),
        (say("Kept back for now"), kept_back(document, say)),
        (say("Written down on"), say.date(document.exported_at)),
    )
    return [(label, value) for label, value in told if value != ""]


def _near(one: model.Near, say: Say) -> str:
    if not one.stage:
        return one.title
    return say("{title} (stage “{stage}”)", title=one.title, stage=one.stage)


def kept_back(document: Document, say: Say) -> str:
    """What is private at the moment, and therefore not told."""
    said = {"scores": say("Private scores"), "votes": say("Private votes")}
    return say.join([said[one] for one in document.withheld]) if document.withheld else ""


def names(content: Content) -> dict[str, str]:
    """What people are called, by their keys."""
    return {one.key: one.name for one in content.people}


def _count(content: Content, kind: NoteKind) -> int:
    return sum(one.kind is kind for one in content.contributions)


def lowest_stage(content: Content) -> model.Stage | None:
    """Where the customer feels worst, where anything was scored."""
    scored = [one for one in content.stages if one.emotion]
    return min(scored, key=lambda one: one.emotion.median if one.emotion else 0, default=None)


def worst(content: Content) -> list[model.Contribution]:
    """The pain points that are still open: the most severe first, among those what most people voted for."""
    pains = [one for one in content.contributions if one.status in OPEN]
    return sorted(pains, key=lambda one: (-(one.severity or 0), -one.votes, one.id))


def best_ideas(content: Content) -> list[model.Idea]:
    """The opportunities: what was decided first, then what brings much for little."""
    return sorted(content.ideas, key=lambda one: (not one.decided, one.effort - one.impact, one.id))

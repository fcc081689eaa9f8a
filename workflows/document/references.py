"""What a document must fulfil besides the shape of each part: every id once, and nothing named that is not there."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from workflows.findings import Item
from workflows.rhythm import NTH
from workflows.words import Answered, NoteKind

if TYPE_CHECKING:
    from workflows.document.model import Content, Contribution

Ids = frozenset[int]


def check_emotion(median: float, low: int, high: int, people: int) -> None:
    """Raise ValueError where no scores of so many people add up to this."""
    possible = low <= median <= high and (median * 2).is_integer()
    possible &= people % 2 == 0 or median.is_integer()
    possible &= people > 1 or low == high
    possible &= people != 2 or low + high == median * 2
    if not possible:
        msg = "no scores of so many people add up to this"
        raise ValueError(msg)


def check_nth(nth: int | None) -> int | None:
    """The first … fourth, or the last (-1); ValueError for every other."""
    if nth is not None and nth not in NTH:
        msg = "the first to fourth, or -1 for the last"
        raise ValueError(msg)
    return nth


def check_pain(*, pain: bool, pain_fields: Sequence[bool], more: bool) -> None:
    """Raise ValueError where a pain point lacks severity or status, or something else has them."""
    if any(given is not pain for given in pain_fields) or (more and not pain):
        msg = "severity and status belong to pain points, and to every pain point; votes and owners to nothing else"
        raise ValueError(msg)


def check(content: "Content") -> None:
    """Raise ValueError, naming the part, where something refers to what is not there."""
    people = [one.key for one in content.people]
    _once("people", people)
    stages = _ids("stages", (one.id for one in content.stages))
    touchpoints = _ids("touchpoints", (one.id for one in content.touchpoints))
    personas = _ids("personas", (one.id for one in content.personas))
    ideas = _ids("ideas", (one.id for one in content.ideas))
    metrics = _ids("metrics", (one.id for one in content.metrics))
    merged = [too.id for note in content.contributions for too in note.also]
    notes = _ids("contributions", [*(one.id for one in content.contributions), *merged]) - set(merged)
    pains = frozenset(one.id for one in content.contributions if one.kind is NoteKind.PAIN)
    for touchpoint in content.touchpoints:
        _there("touchpoints", stages, touchpoint.stage)
        _there("touchpoints", touchpoints, *touchpoint.leads_to)
    for note in content.contributions:
        _there("contributions", stages, note.stage)
        _there("contributions", notes, note.about)
        _merged(note)
    for idea in content.ideas:
        _there("ideas", stages, idea.stage)
        _there("ideas", pains, idea.pain)
    for metric in content.metrics:
        _there("metrics", stages, metric.stage)
    _once("reviews", [one.number for one in content.reviews])
    about = {
        Item.MAP: frozenset[int](),
        Item.PERSONA: personas,
        Item.STAGE: stages,
        Item.TOUCHPOINT: touchpoints,
        Item.NOTE: notes,
        Item.METRIC: metrics,
    }
    _once("dismissals", [(one.code, one.item, one.item_id) for one in content.dismissals])
    for dismissal in content.dismissals:
        _there("dismissals", about[dismissal.item], dismissal.item_id)
    judged = {Answered.METRIC: metrics, Answered.CONCLUSION: frozenset[int](), Answered.DECISION: notes | ideas}
    for review in content.reviews:
        _once("answers", [(one.kind, one.item, one.author) for one in review.answers if one.author])
        for answer in review.answers:
            _there("answers", judged.get(answer.kind, notes), answer.item)
    _people(content, frozenset(people))


def _people(content: "Content", known: frozenset[str]) -> None:
    head = content.workshop
    named: list[str | None] = [head.facilitator, head.journey_owner]
    for several in (content.personas, content.touchpoints, content.contributions, content.ideas, content.metrics):
        named += [one.author for one in several]
    for note in content.contributions:
        named += [too.author for too in note.also]
        named += [note.owner.owner, note.owner.left_by] if note.owner else []
    for review in content.reviews:
        named += [review.held_by, *(answer.author for answer in review.answers)]
    named += [one.author for one in content.dismissals]
    named += [content.rhythm.put_off_by] if content.rhythm else []
    for key in named:
        if key is not None and key not in known:
            msg = f"people: nobody has the key {key!r}"
            raise ValueError(msg)


def _merged(note: "Contribution") -> None:
    """Merged words lead to the one that was kept, and never round in a circle."""
    into = {too.id: too.into for too in note.also}
    for start in into:
        at, left = start, len(into)
        while at in into and left >= 0:
            at, left = into[at], left - 1
        if at != note.id:
            msg = f"contributions: {start} is not merged into {note.id}"
            raise ValueError(msg)


def _ids(part: str, ids: Iterable[int]) -> Ids:
    several = list(ids)
    _once(part, several)
    return frozenset(several)


def _once(part: str, several: Sequence[object]) -> None:
    seen: set[object] = set()
    for one in several:
        if one in seen:
            msg = f"{part}: {one!r} stands there twice"
            raise ValueError(msg)
        seen.add(one)


def _there(part: str, known: Ids, *wanted: int | None) -> None:
    for one in wanted:
        if one is not None and one not in known:
            msg = f"{part}: there is nothing with the number {one}"
            raise ValueError(msg)

"""What was said twice: merged by a person, read as one, and taken apart again."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import tables
from tests.workflows.conftest import Room
from workflows import contributions, ideas, limits, maps, merging, pains, scoring, undoing
from workflows.commands import AddNote, CastVotes, Delete, SaveIdea, SetStages
from workflows.errors import InvalidError, NotAllowedError, NotFoundError
from workflows.promising import AssignPain
from workflows.redesigning import MergeNotes
from workflows.snapshots import MapSnapshot, Note
from workflows.undoing import Undo
from workflows.words import EvidenceKind, NoteKind, Severity, Step

NUMBERS = count(1)


async def say(room: Room, who: str, text: str, kind: NoteKind = NoteKind.PAIN, **more: object) -> int:
    stage = await room.stage("Checkout")
    done = await contributions.add(room.desk, getattr(room, who), AddNote(room.workshop_id, kind, text, stage, **more))
    return done.item_id


async def vote(room: Room, who: str, *wanted: int) -> None:
    await scoring.vote(room.desk, getattr(room, who), CastVotes(room.workshop_id, wanted))


async def merge(room: Room, *pairs: tuple[int, int]) -> int:
    done = await merging.merge(room.desk, room.lead, MergeNotes(room.workshop_id, pairs))
    return done.count


async def apart(room: Room, note_id: int) -> None:
    await merging.take_apart(room.desk, room.lead, room.workshop_id, note_id)


def pain(snapshot: MapSnapshot, note_id: int) -> Note:
    return next(note for note in snapshot.pains if note.id == note_id)


async def test_merging_keeps_every_word_adds_the_votes_up_and_takes_evidence_ideas_and_owner_along(room: Room) -> None:
    kept = await say(room, "ann", "Nobody answers the phone", severity=Severity.MINOR)
    other = await say(room, "bob", "Nobody picks up the phone", severity=Severity.CRITICAL)
    proof = AddNote(
        room.workshop_id, NoteKind.EVIDENCE, "9 of 10 hung up", about_id=other, evidence_kind=EvidenceKind.SURVEY
    )
    await contributions.add(room.desk, room.bob, proof)
    await ideas.save(room.desk, room.ann, SaveIdea(room.workshop_id, "Call back", pain_id=other))
    await pains.assign(room.desk, room.lead, AssignPain(room.workshop_id, other, "UBOB", plan="A second line"))
    for who, dots in (("lead", (kept, other)), ("ann", (kept,)), ("bob", (other,))):
        await vote(room, who, *dots)

    assert await merge(room, (kept, other)) == 1
    whole = await room.map()
    (one,) = whole.pains
    assert (one.id, one.text, one.votes, one.evidence_count) == (kept, "Nobody answers the phone", 3, 1)
    assert [(said.text, said.author.name) for said in one.also] == [("Nobody picks up the phone", "Bob")]
    assert one.severity is Severity.CRITICAL, "it is as bad as the worst that was said of it"
    assert (one.ownership.owner.name, one.ownership.plan) == ("Bob", "A second line")
    assert [note.about_id for note in whole.evidence] == [kept]
    assert [idea.pain_id for idea in whole.ideas] == [kept]
    told = await room.notice(f"owner:{other}:1")
    assert told.subject_id == kept
    assert told.posting_id in [posting for posting, _stamp in room.tray.updated], (
        "who was told reads of the one that was kept"
    )
    assert Step.FEEL in next(p for p in whole.outline.participants if p.person.user_id == "UBOB").contributed

    for _ in range(2):
        await apart(room, other)
    whole = await room.map()
    assert [(note.id, note.votes, note.evidence_count, note.also) for note in whole.pains] == [
        (kept, 2, 0, ()),
        (other, 2, 1, ()),
    ]
    assert (pain(whole, kept).ownership, pain(whole, kept).severity) == (None, Severity.MINOR)
    assert pain(whole, other).ownership.plan == "A second line"
    assert whole.ideas[0].pain_id == other
    assert (await room.notice(f"owner:{other}:1")).subject_id == other
    done = [
        row.action for row in await room.all(tables.Audit) if row.item_id == other and row.action.startswith("note.")
    ]
    assert done == ["note.add", "note.merge", "note.part"]


async def test_a_ballot_cast_after_a_merge_has_five_dots_and_never_more_when_it_is_taken_apart(room: Room) -> None:
    several = [await say(room, "ann", f"pain {number}") for number in range(6)]
    await vote(room, "bob", *several[:5])
    await merge(room, (several[0], several[1]))
    assert await scoring.my_votes(room.desk, room.bob, room.workshop_id) == {several[0], *several[2:5]}
    await vote(room, "bob", several[0], *several[2:5])  # as it stands: nothing is lost
    await apart(room, several[1])
    assert await scoring.my_votes(room.desk, room.bob, room.workshop_id) == set(several[:5])
    await merge(room, (several[0], several[1]))
    await vote(room, "bob", several[0], *several[2:])
    await apart(room, several[1])
    assert await scoring.my_votes(room.desk, room.bob, room.workshop_id) == {several[0], *several[2:]}


async def test_a_chain_of_merges_reads_as_one_and_comes_apart_from_its_end(room: Room) -> None:
    first, second, third = [await say(room, who, text) for who, text in (("ann", "a"), ("bob", "b"), ("lead", "c"))]
    assert await merge(room, (first, second), (second, third), (first, third)) == 2, "the same twice is once"
    (one,) = (await room.map()).pains
    assert [(said.id, said.into_id) for said in one.also] == [(second, first), (third, first)]
    await apart(room, third)
    await merge(room, (third, first))
    (one,) = (await room.map()).pains
    assert [(said.id, said.into_id) for said in one.also] == [(first, third), (second, first)]
    with pytest.raises(NotFoundError):
        await apart(room, second)
    await apart(room, first)
    await apart(room, second)
    assert [note.text for note in (await room.map()).pains] == ["a", "b", "c"]


async def test_who_deletes_the_one_that_was_kept_takes_back_their_own_words_only(room: Room) -> None:
    kept, other = await say(room, "ann", "queues"), await say(room, "bob", "long queues")
    await merge(room, (kept, other))
    await contributions.delete(room.desk, room.ann, Delete(room.workshop_id, "note", kept))
    assert [note.text for note in (await room.map()).pains] == ["long queues"]


async def test_who_takes_back_the_one_that_was_kept_takes_back_their_own_words_only(room: Room) -> None:
    kept, other = await say(room, "ann", "Nobody answers the phone"), await say(room, "bob", "Nobody picks up")
    await merge(room, (kept, other))

    await undoing.undo(room.desk, room.ann, Undo(room.workshop_id))
    assert [one.id for one in (await room.map()).pains] == [other]


async def test_what_is_taken_apart_after_its_stage_went_stands_with_the_one_that_was_kept(room: Room) -> None:
    kept = await say(room, "ann", "Nobody answers the phone")
    elsewhere = AddNote(room.workshop_id, NoteKind.PAIN, "Nobody picks up", await room.stage("Delivery"))
    other = (await contributions.add(room.desk, room.bob, elsewhere)).item_id
    await merge(room, (kept, other))
    await maps.set_stages(room.desk, room.lead, SetStages(room.workshop_id, ("Awareness", "Checkout")))

    await apart(room, other)
    assert [one.id for stage in (await room.map()).stages for one in stage.pains] == [kept, other]


async def test_only_facilitators_merge_and_only_what_is_of_one_kind_on_one_map(room: Room) -> None:
    kept, joy = await say(room, "ann", "queues"), await say(room, "ann", "no queues", NoteKind.JOY)
    with pytest.raises(NotAllowedError, match="only_facilitator"):
        await merging.merge(room.desk, room.ann, MergeNotes(room.workshop_id, ((kept, joy),)))
    with pytest.raises(InvalidError, match="unknown_item"):
        await merge(room, (kept, joy))
    for wrong in (999, 2**40):
        with pytest.raises(NotFoundError):
            await merge(room, (kept, wrong))
        with pytest.raises(NotFoundError):
            await apart(room, wrong)
    with pytest.raises(NotFoundError):
        await merging.alike(room.desk, room.stranger, room.workshop_id)


async def test_what_seems_to_be_the_same_is_asked_about_by_kind_and_no_more_once_it_is_merged(room: Room) -> None:
    kept, other = [await say(room, "ann", f"Nobody {does} the phone") for does in ("answers", "picks up")]
    joys = [await say(room, "bob", text, NoteKind.JOY) for text in ("A card by hand", "a card by hand!")]
    found = await merging.alike(room.desk, room.ann, room.workshop_id)
    assert [(pair.first.id, pair.second.id) for pair in found.pairs] == [(kept, other), tuple(joys)]
    await merge(room, (kept, other))
    found = await merging.alike(room.desk, room.ann, room.workshop_id)
    assert [(pair.first.id, pair.second.id) for pair in found.pairs] == [tuple(joys)]


PEOPLE = ("lead", "ann", "bob")
BALLOTS = st.tuples(*(st.sets(st.integers(0, 3)) for _ in PEOPLE))
MERGES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=4)


@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ballots=BALLOTS, proofs=st.lists(st.integers(0, 3), max_size=2), merges=MERGES)
async def test_whatever_is_merged_nobody_counts_twice_and_taken_apart_all_is_as_before(
    room: Room, ballots: tuple[set[int], ...], proofs: list[int], merges: list[tuple[int, int]]
) -> None:
    pains_now = [await say(room, "ann", f"pain {next(NUMBERS)}") for _ in range(4)]
    for who, dots in zip(PEOPLE, ballots, strict=True):
        await vote(room, who, *(pains_now[dot] for dot in dots))
    for about in proofs:
        await say(room, "bob", "seen", NoteKind.EVIDENCE, about_id=pains_now[about])
    before = _counts(await room.map(), pains_now)
    groups = [{place} for place in range(4)]
    done: list[int] = []
    for kept, other in merges:
        whole = await room.map()
        if kept == other or not {pains_now[kept], pains_now[other]} <= {note.id for note in whole.pains}:
            continue
        await merge(room, (pains_now[kept], pains_now[other]))
        groups[kept] |= groups[other]
        done.append(other)
    after = _counts(await room.map(), pains_now)
    for place, (votes, evidence) in after.items():
        said = groups[place]
        assert votes == sum(1 for dots in ballots if dots & said) <= len(PEOPLE)
        assert evidence == sum(1 for about in proofs if about in said)
    for place in reversed(done):
        await apart(room, pains_now[place])
    assert _counts(await room.map(), pains_now) == before
    assert len(await room.all(tables.Vote)) <= len(PEOPLE) * limits.VOTES_EACH


def _counts(whole: MapSnapshot, wanted: list[int]) -> dict[int, tuple[int, int]]:
    return {wanted.index(note.id): (note.votes, note.evidence_count) for note in whole.pains if note.id in wanted}

"""Scores, votes, owners, statuses."""

from datetime import date, timedelta

import pytest

from storage import tables
from tests.workflows.conftest import Room
from workflows import contributions, home, maps, pains, people, scoring, workshops
from workflows.commands import AddNote, CastVotes, Delete, InvitePeople, ScoreStages
from workflows.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from workflows.promising import AssignPain, SetPainStatus
from workflows.words import NoteKind, NoticeKind, PainStatus, PostingKind, Severity, Side


@pytest.fixture
async def pain(room: Room) -> int:
    stage_id = await room.stage("Checkout")
    command = AddNote(room.workshop_id, NoteKind.PAIN, "fees at the end", stage_id, Severity.CRITICAL)
    return (await contributions.add(room.desk, room.ann, command)).item_id


async def test_scores_of_a_stage_come_together_as_median_range_and_word(room: Room) -> None:
    stage_id = await room.stage("Checkout")
    for actor, score, word in ((room.lead, -2, "Angry"), (room.ann, -1, "angry"), (room.bob, 1, "Bored")):
        await scoring.score(room.desk, actor, ScoreStages(room.workshop_id, {stage_id: score}, {stage_id: word}))
    whole = await room.map()
    felt = whole.stages[1].emotion
    assert (felt.median, felt.low, felt.high, felt.count, felt.word) == (-1.0, -2, 1, 3, "Angry")
    assert whole.stages[0].emotion is None
    assert whole.lowest.name == "Checkout"
    assert await scoring.my_scores(room.desk, room.bob, room.workshop_id) == {stage_id: (1, "Bored")}


async def test_scoring_again_replaces_and_the_same_again_changes_nothing(room: Room) -> None:
    stage_id = await room.stage("Checkout")
    for score in (-2, 2, 2):
        await scoring.score(room.desk, room.ann, ScoreStages(room.workshop_id, {stage_id: score}))
    before = (await room.map()).outline.revision
    await scoring.score(room.desk, room.ann, ScoreStages(room.workshop_id, {stage_id: 2}))
    whole = await room.map()
    assert (whole.stages[1].emotion.count, whole.stages[1].emotion.median) == (1, 2.0)
    assert whole.outline.revision == before


async def test_a_score_off_the_scale_or_of_another_map_is_refused(room: Room) -> None:
    stage_id = await room.stage("Checkout")
    for scores, code in (({stage_id: 3}, "out_of_range"), ({999: 1}, "unknown_stage"), ({}, "required")):
        with pytest.raises(InvalidError, match=code):
            await scoring.score(room.desk, room.ann, ScoreStages(room.workshop_id, scores))


async def test_a_ballot_is_cast_whole_and_anew(room: Room, pain: int) -> None:
    stage_id = await room.stage("Checkout")
    others = [
        (
            await contributions.add(room.desk, room.ann, AddNote(room.workshop_id, NoteKind.PAIN, str(n), stage_id))
        ).item_id
        for n in range(5)
    ]
    await scoring.vote(room.desk, room.bob, CastVotes(room.workshop_id, (pain, *others[:2])))
    await scoring.vote(room.desk, room.ann, CastVotes(room.workshop_id, (pain, pain)))
    await scoring.vote(room.desk, room.bob, CastVotes(room.workshop_id, (pain, others[4])))
    votes = {one.id: one.votes for one in (await room.map()).pains if one.votes}
    assert votes == {pain: 2, others[4]: 1}
    assert await scoring.my_votes(room.desk, room.bob, room.workshop_id) == {pain, others[4]}
    with pytest.raises(InvalidError, match="too_many_votes"):
        await scoring.vote(room.desk, room.bob, CastVotes(room.workshop_id, (pain, *others)))
    with pytest.raises(InvalidError, match="unknown_item"):
        await scoring.vote(room.desk, room.bob, CastVotes(room.workshop_id, (999,)))
    await scoring.vote(room.desk, room.bob, CastVotes(room.workshop_id, ()))
    assert await scoring.my_votes(room.desk, room.bob, room.workshop_id) == frozenset()


async def test_an_owner_is_told_once_per_hand_over(room: Room, pain: int) -> None:
    command = AssignPain(room.workshop_id, pain, "UBOB", date(2026, 12, 3), "fewer than 25 %", "show it early")
    for _ in range(2):
        await pains.assign(room.desk, room.ann, command)
    told = await room.notice(f"owner:{pain}:1")
    assert (told.kind, told.user_id, told.subject_id) == (NoticeKind.ASSIGNED, "UBOB", pain)
    letter = await room.posting("day:UBOB:2026-11-23")
    assert (letter.kind, letter.channel_id, letter.in_thread) == (PostingKind.LETTER, "UBOB", False)
    assert told.posting_id == letter.id
    assert room.tray.posted.count(letter.id) == 1
    owned = (await pains.one(room.desk, room.bob, pain)).pain.ownership
    assert (owned.owner.name, owned.due_on, owned.plan, owned.generation) == (
        "Bob",
        date(2026, 12, 3),
        "show it early",
        1,
    )

    await pains.assign(room.desk, room.bob, AssignPain(room.workshop_id, pain, "ULEAD"))
    assert (await room.notice(f"owner:{pain}:2")).user_id == "ULEAD"
    assert letter.id in [posting_id for posting_id, _ in room.tray.updated]
    await pains.assign(room.desk, room.lead, AssignPain(room.workshop_id, pain, "UBOB"))
    assert (await room.notice(f"owner:{pain}:3")).user_id == "UBOB"


async def test_a_pain_of_somebody_elses_is_not_taken_from_them(room: Room, pain: int) -> None:
    await pains.assign(room.desk, room.lead, AssignPain(room.workshop_id, pain, "UBOB"))
    for attempt in (
        pains.assign(room.desk, room.ann, AssignPain(room.workshop_id, pain, "UANN")),
        pains.set_status(room.desk, room.ann, SetPainStatus(room.workshop_id, pain, PainStatus.DROPPED)),
    ):
        with pytest.raises(NotAllowedError, match="only_owner"):
            await attempt


async def test_a_plan_written_meanwhile_is_not_overwritten(room: Room, pain: int) -> None:
    first = AssignPain(room.workshop_id, pain, "UBOB", plan="A", version=0)
    await pains.assign(room.desk, room.ann, first)
    with pytest.raises(ConflictError) as caught:
        await pains.assign(room.desk, room.lead, AssignPain(room.workshop_id, pain, "UANN", plan="B", version=0))
    assert caught.value.theirs["plan"] == "A"
    await pains.assign(
        room.desk, room.lead, AssignPain(room.workshop_id, pain, "UANN", plan="B", version=caught.value.version)
    )
    assert (await pains.one(room.desk, room.ann, pain)).pain.ownership.owner.name == "Ann"


async def test_a_promise_for_a_day_that_is_over_is_refused_but_an_old_one_may_stay(room: Room, pain: int) -> None:
    today = room.desk.clock.now().date()
    with pytest.raises(InvalidError, match="past_date"):
        await pains.assign(room.desk, room.lead, AssignPain(room.workshop_id, pain, "UBOB", today - timedelta(days=2)))
    await pains.assign(room.desk, room.lead, AssignPain(room.workshop_id, pain, "UBOB", today))


async def test_bots_own_nothing_and_guests_assign_nothing(room: Room, pain: int) -> None:
    with pytest.raises(InvalidError, match="choose_people"):
        await pains.assign(room.desk, room.ann, AssignPain(room.workshop_id, pain, "UBOT"))
    await people.invite(room.desk, room.lead, InvitePeople(room.workshop_id, ("UGUEST",), "Agency", Side.BACKSTAGE))
    with pytest.raises(NotAllowedError, match="guest"):
        await pains.assign(room.desk, room.guest, AssignPain(room.workshop_id, pain, "UGUEST"))


async def test_done_is_kept_with_how_it_was_verified_and_can_be_taken_back(room: Room, pain: int) -> None:
    await pains.assign(room.desk, room.lead, AssignPain(room.workshop_id, pain, "UBOB"))
    done = SetPainStatus(room.workshop_id, pain, PainStatus.DONE, "19 % in the last week")
    for _ in range(2):
        await pains.set_status(room.desk, room.bob, done)
    one = (await pains.one(room.desk, room.bob, pain)).pain
    assert (one.status, one.ownership.outcome, one.ownership.done_at) == (
        PainStatus.DONE,
        "19 % in the last week",
        room.clock.now(),
    )
    assert (await room.map()).open_pains == ()
    await pains.set_status(room.desk, room.bob, SetPainStatus(room.workshop_id, pain, PainStatus.DOING))
    assert (await pains.one(room.desk, room.bob, pain)).pain.ownership.done_at is None


async def test_who_says_how_an_unowned_pain_went_answers_for_it(room: Room, pain: int) -> None:
    await pains.set_status(room.desk, room.bob, SetPainStatus(room.workshop_id, pain, PainStatus.DONE, "seen it gone"))
    owned = (await pains.one(room.desk, room.bob, pain)).pain.ownership
    assert (owned.owner.name, owned.outcome) == ("Bob", "seen it gone")
    assert await room.notice(f"owner:{pain}:1") is None


async def test_a_pain_of_another_workspace_or_a_deleted_one_is_not_found(room: Room, pain: int) -> None:
    for actor, wanted in ((room.stranger, pain), (room.lead, 999), (room.lead, 2**40)):
        with pytest.raises(NotFoundError):
            await pains.one(room.desk, actor, wanted)
    await contributions.delete(room.desk, room.ann, Delete(room.workshop_id, "note", pain))
    with pytest.raises(NotFoundError):
        await pains.one(room.desk, room.lead, pain)


async def test_the_home_of_a_person_shows_workshops_and_the_most_urgent_pains_first(room: Room, pain: int) -> None:
    stage_id = await room.stage("Delivery")
    other = (
        await contributions.add(room.desk, room.ann, AddNote(room.workshop_id, NoteKind.PAIN, "late", stage_id))
    ).item_id
    undated = (
        await contributions.add(room.desk, room.ann, AddNote(room.workshop_id, NoteKind.PAIN, "wet", stage_id))
    ).item_id
    for pain_id, due in ((pain, date(2026, 12, 24)), (other, date(2026, 12, 1)), (undated, None)):
        await pains.assign(room.desk, room.lead, AssignPain(room.workshop_id, pain_id, "UBOB", due))
    mine = await home.home(room.desk, room.bob)
    assert [hit.outline.title for hit in mine.found.hits] == ["Buying an oven"]
    assert [(one.pain.text, one.stage_name) for one in mine.pains] == [
        ("late", "Delivery"),
        ("fees at the end", "Checkout"),
        ("wet", "Delivery"),
    ]
    assert mine.pains[0].pain.ownership.owner.name == "Bob"
    assert mine.pains[0].pain.author.name == "Ann"
    assert mine.reviews == ()
    await workshops.end(room.desk, room.lead, room.workshop_id)
    assert (await home.home(room.desk, room.bob)).pains == ()


async def test_the_pdf_is_shared_once_per_revision(room: Room) -> None:
    for _ in range(2):
        await maps.send_pdf(room.desk, room.ann, room.workshop_id)
    assert len(room.tray.documents) == 1
    await contributions.add(room.desk, room.ann, AddNote(room.workshop_id, NoteKind.JOY, "nice"))
    await maps.send_pdf(room.desk, room.ann, room.workshop_id)
    assert len(room.tray.documents) == 2
    assert await room.count(tables.Posting) == 4

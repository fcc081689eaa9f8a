"""Anonymous rounds: what one's own stays one's own by, what is refused, and that nothing leads back to anybody."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import SQLModel

from bot.i18n import say_for
from bot.views import anonymous as anonymous_view
from storage import tables
from storage.crypto import SealedError, Vault
from storage.db import Database
from tests.workflows.conftest import TEAM, Room
from tests.workflows.test_importing import looked
from workflows import (
    anonymity,
    checks,
    contributions,
    copying,
    history,
    home,
    ideas,
    lifecycle,
    maps,
    people,
    privacy,
    scoring,
    stages,
    steps,
    touchpoints,
    undoing,
    walking,
)
from workflows.commands import (
    Actor,
    AddNote,
    AddTouchpoints,
    CastVotes,
    Delete,
    Done,
    EditNote,
    GoToStep,
    Introduce,
    SaveIdea,
    ScoreStages,
)
from workflows.errors import InvalidError, NotAllowedError
from workflows.importing import applying
from workflows.limits import VOTES_EACH
from workflows.undoing import Undo
from workflows.words import Attendance, NoteKind, PostingKind, Side, Step, Verdict

ON_SQLITE = pytest.mark.parametrize("kept_open", ["sqlite"], indirect=True)  # the same on both
CAT, DAN = Actor(TEAM, "UCAT", "Cat"), Actor(TEAM, "UDAN", "Dan")


@pytest.fixture
async def keyed(emptied: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key of this test's own, on both databases."""
    monkeypatch.setattr(emptied, "vault", Vault(("k" * 40,), None))


@pytest.fixture
async def round_(keyed: None, room: Room) -> Room:
    """A workshop in step 4, with an anonymous round that began an hour ago."""
    for step in (Step.CUSTOMER, Step.MAP, Step.FEEL):
        await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, step, Step(step - 1)))
    room.clock.forward(minutes=7)
    await anonymity.begin(room.desk, room.lead, room.workshop_id)
    room.clock.forward(hours=1)
    return room


async def pain(room: Room, who: Actor, text: str = "Price changes") -> int:
    done = await contributions.add(
        room.desk, who, AddNote(room.workshop_id, NoteKind.PAIN, text, await room.stage("Checkout"))
    )
    return done.item_id or 0


async def everything(room: Room) -> set[str]:
    """Every row of every table of ours."""
    said = set()
    async with room.desk.db.read() as session:
        for name, table in SQLModel.metadata.tables.items():
            rows = await session.exec(sa.select(table))  # type: ignore[call-overload]
            said |= {f"{name}: {row}" for row in rows.all()}
    return said


async def new(room: Room, before: set[str]) -> str:
    """What stands in the tables that was not there before."""
    return "\n".join(sorted(await everything(room) - before))


async def gives_everything(room: Room, who: Actor) -> list[int]:
    """One of everything that can be given."""
    of, stage = room.workshop_id, await room.stage("Checkout")
    desk = room.desk
    contact = (await touchpoints.add(desk, who, AddTouchpoints(of, stage, f"Form of {who.name}"))).item_id or 0
    note = await pain(room, who)
    await contributions.quick(desk, who, of, NoteKind.JOY, "Checkout: a card", f"trigger-{who.name}")
    await scoring.score(desk, who, ScoreStages(of, {stage: -1}, {stage: "lost"}))
    await scoring.vote(desk, who, CastVotes(of, (note,)))
    await walking.judge(desk, who, walking.Judge(of, contact, Verdict.BROKEN, "nothing happens"))
    idea = await ideas.save(desk, who, SaveIdea(of, "Show the price", pain_id=note))
    return [note, idea.item_id or 0]


async def test_what_is_given_in_a_round_names_nobody_and_has_no_moment_of_its_own(round_: Room) -> None:
    begun, before = round_.clock.now() - timedelta(hours=1), await everything(round_)
    for who in (round_.ann, round_.bob, CAT):
        round_.clock.forward(minutes=3)
        await gives_everything(round_, who)
    told = await new(round_, before)
    for who in (round_.ann, round_.bob, CAT):
        assert who.user_id not in told
    for model in (tables.Contribution, tables.EmotionScore, tables.Vote, tables.Walk, tables.Idea, tables.Touchpoint):
        rows = await round_.all(model)
        assert len({row.author_id for row in rows}) == 3
        assert {getattr(row, "updated_at", None) or row.created_at for row in rows} == {begun}
    given = [row for row in await round_.all(tables.Audit) if row.actor_id.startswith("anon:")]
    assert len(given) == 3 * 7
    assert {row.at for row in given} == {begun}
    there = {row.user_id for row in await round_.all(tables.Participant)}
    assert there == {round_.lead.user_id, round_.ann.user_id}  # nobody joined by giving something
    assert not {round_.bob.user_id, CAT.user_id} & set(round_.tray.profiles)
    assert all(row.last_stage_id is None for row in await round_.all(tables.Profile))
    assert {row.at.minute for row in await round_.all(tables.DeliveryClaim)} == {0}


@ON_SQLITE
async def test_during_the_round_ones_own_can_be_changed_listed_and_taken_back_and_nobody_elses(round_: Room) -> None:
    of, desk, before = round_.workshop_id, round_.desk, await everything(round_)
    note = await pain(round_, round_.ann)
    change = EditNote(of, note, 1, "The price jumps", await round_.stage("Checkout"))
    with pytest.raises(NotAllowedError, match="nobodys") as refused:
        await contributions.edit(desk, round_.bob, change)
    assert round_.ann.user_id not in str(refused.value.params)
    with pytest.raises(NotAllowedError, match="nobodys"):
        await contributions.delete(desk, round_.bob, Delete(of, "note", note))
    await contributions.edit(desk, round_.ann, change)
    assert [one.text for _kind, one in await contributions.mine(desk, round_.ann, of)] == ["The price jumps"]  # type: ignore[union-attr]
    assert await contributions.mine(desk, round_.bob, of) == []
    took = await undoing.undo(desk, round_.bob, undoing.Undo(of))
    assert took.extra["outcome"] == "nothing"
    took = await undoing.undo(desk, round_.ann, undoing.Undo(of))
    assert took.extra["outcome"] == "undone"
    await contributions.delete(desk, round_.ann, Delete(of, "note", note))
    assert round_.ann.user_id not in await new(round_, before)


@ON_SQLITE
async def test_what_was_given_by_name_is_changed_by_name_and_no_pseudonym_is_tied_to_it(
    keyed: None, room: Room
) -> None:
    for step in (Step.CUSTOMER, Step.MAP, Step.FEEL):
        await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, step, Step(step - 1)))
    note, stage = await pain(room, room.ann), await room.stage("Checkout")
    other = await pain(room, room.bob)
    await scoring.score(room.desk, room.ann, ScoreStages(room.workshop_id, {stage: 1}))
    await scoring.vote(room.desk, room.ann, CastVotes(room.workshop_id, (note,)))
    await anonymity.begin(room.desk, room.lead, room.workshop_id)
    await contributions.edit(room.desk, room.ann, EditNote(room.workshop_id, note, 1, "The price jumps", stage))
    assert (await room.all(tables.Audit))[-1].actor_id == room.ann.user_id
    with pytest.raises(InvalidError, match="given_by_name"):  # twice on one stage, and a dot that moves would tell
        await scoring.score(room.desk, room.ann, ScoreStages(room.workshop_id, {stage: 2}))
    with pytest.raises(InvalidError, match="given_by_name"):
        await scoring.vote(room.desk, room.ann, CastVotes(room.workshop_id, (other,)))
    await scoring.vote(room.desk, room.ann, CastVotes(room.workshop_id, (note, other)))
    assert await scoring.my_votes(room.desk, room.ann, room.workshop_id) == {note, other}
    assert sorted(row.author_id[:5] for row in await room.all(tables.Vote)) == ["UANN", "anon:"]


@ON_SQLITE
async def test_the_budget_of_votes_holds_and_a_second_ballot_replaces_the_first(round_: Room) -> None:
    pains = [await pain(round_, round_.bob, f"Pain {n}") for n in range(VOTES_EACH + 2)]
    of, desk = round_.workshop_id, round_.desk
    with pytest.raises(InvalidError, match="too_many_votes"):
        await scoring.vote(desk, round_.ann, CastVotes(of, tuple(pains[: VOTES_EACH + 1])))
    for ballot in (pains[:VOTES_EACH], pains[1 : VOTES_EACH + 1], pains[1 : VOTES_EACH + 1]):
        await scoring.vote(desk, round_.ann, CastVotes(of, tuple(ballot)))
        assert {row.contribution_id for row in await round_.all(tables.Vote)} == set(ballot)
    assert await scoring.my_votes(desk, round_.bob, of) == frozenset()
    await anonymity.end(desk, round_.lead, of)
    with pytest.raises(InvalidError, match="votes_are_in"):  # whose they are is not known: hers might count twice
        await scoring.vote(desk, round_.ann, CastVotes(of, (pains[0],)))
    assert await round_.count(tables.Vote) == VOTES_EACH


ENDINGS = {
    "by hand": lambda room: anonymity.end(room.desk, room.lead, room.workshop_id),
    "on": lambda room: steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, Step.REDESIGN, Step.FEEL)),
    "back": lambda room: steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, Step.MAP, Step.FEEL)),
}


@ON_SQLITE
@pytest.mark.parametrize("ending", list(ENDINGS))
async def test_a_round_ends_by_hand_and_when_the_step_moves_either_way(round_: Room, ending: str) -> None:
    await pain(round_, round_.ann)
    assert isinstance(await ENDINGS[ending](round_), Done)
    assert await round_.count(tables.RoundKey) == 0
    assert [row.author_id for row in await round_.all(tables.Contribution)] == ["anon"]


async def test_after_the_round_its_key_is_gone_and_nothing_has_an_author_any_more(round_: Room) -> None:
    of, desk = round_.workshop_id, round_.desk
    for who in (round_.ann, round_.bob, CAT, DAN):
        note, _idea = await gives_everything(round_, who)
    before = {row.author_id for row in await round_.all(tables.Contribution)}
    (sealed,) = await round_.all(tables.RoundKey)
    await anonymity.end(desk, round_.lead, of)
    told = str(await everything(round_))
    assert "anon:" not in told
    assert not any(author in told for author in before)
    assert sealed.sealed not in told
    assert await round_.count(tables.RoundKey) == 0
    assert {row.author_id for row in await round_.all(tables.Contribution)} == {"anon"}
    counted = [{row.author_id for row in await round_.all(model)} for model in (tables.Vote, tables.EmotionScore)]
    assert [len(one) for one in counted] == [4, 4]
    assert not counted[0] & counted[1]  # who voted and who scored cannot be laid side by side
    assert await contributions.mine(desk, round_.ann, of) == []
    assert (await undoing.undo(desk, DAN, undoing.Undo(of))).extra["outcome"] == "nothing"
    edit = EditNote(of, note, 1, "The price jumps", await round_.stage("Checkout"))
    with pytest.raises(NotAllowedError, match="nobodys"):
        await contributions.edit(desk, DAN, edit)
    await contributions.edit(desk, round_.lead, edit)  # who facilitates can still mend it, by name
    assert (await round_.map()).stages[1].emotion.count == 4  # type: ignore[union-attr]


@ON_SQLITE
async def test_two_rounds_cannot_be_laid_side_by_side(round_: Room) -> None:
    await pain(round_, round_.ann)
    first = {row.author_id for row in await round_.all(tables.Contribution)}
    await anonymity.end(round_.desk, round_.lead, round_.workshop_id)
    await anonymity.begin(round_.desk, round_.lead, round_.workshop_id)
    await anonymity.begin(round_.desk, round_.lead, round_.workshop_id)  # twice is once
    await pain(round_, round_.ann)
    second = {row.author_id for row in await round_.all(tables.Contribution)} - {"anon"}
    assert len(first) == len(second) == 1
    assert first != second
    assert len({row.sealed for row in await round_.all(tables.RoundKey)}) == 1


@ON_SQLITE
async def test_nobody_is_shown_to_have_given_something_and_no_number_below_three_is(round_: Room) -> None:
    stage = await round_.stage("Checkout")
    await privacy.begin(round_.desk, round_.lead, round_.workshop_id)
    for count, who in enumerate((round_.ann, round_.bob, CAT), start=1):
        await scoring.score(round_.desk, who, ScoreStages(round_.workshop_id, {stage: -1}))
        snapshot = await round_.map()
        outline = snapshot.outline
        assert outline.anonymous is not None
        assert outline.anonymous.people == (count if count >= 3 else None)
        assert outline.waiting == ()
        assert not any(Step.FEEL in one.contributed for one in outline.participants)
        thin = {one.code for one in snapshot.gate.thin} if snapshot.gate else set()
        assert ("scores_few_anonymous" in thin) == (count < 3)


@ON_SQLITE
async def test_a_stage_shows_its_feeling_once_three_people_scored_it_anonymously(round_: Room) -> None:
    stage, other = await round_.stage("Checkout"), await round_.stage("Delivery")
    for count, who in enumerate((round_.ann, round_.bob, CAT), start=1):
        await scoring.score(round_.desk, who, ScoreStages(round_.workshop_id, {stage: -1, other: 2}))
        if who is CAT:
            await scoring.score(round_.desk, who, ScoreStages(round_.workshop_id, {other: 1}))
        emotion = (await round_.map()).stages[1].emotion
        assert (emotion is None) == (count < 3)


@ON_SQLITE
async def test_the_silo_check_asks_who_takes_part_where_who_gave_something_is_not_known(round_: Room) -> None:
    for who, team in ((round_.lead, "CX"), (round_.ann, "Sales")):
        await people.introduce(
            round_.desk, who, Introduce(round_.workshop_id, team, Side.BACKSTAGE, Attendance.ACCEPTED)
        )
    await anonymity.end(round_.desk, round_.lead, round_.workshop_id)
    await pain(round_, round_.lead)
    assert "one_department" in {one.code for one in checks.findings(await round_.map())}
    await anonymity.begin(round_.desk, round_.lead, round_.workshop_id)
    await pain(round_, round_.ann)
    assert "one_department" not in {one.code for one in checks.findings(await round_.map())}


@ON_SQLITE
async def test_the_history_tells_of_a_round_as_a_whole_and_not_between_what_was_done_by_name(round_: Room) -> None:
    of, desk = round_.workshop_id, round_.desk
    await people.introduce(desk, round_.bob, Introduce(of, "Sales", Side.FRONTLINE, Attendance.ACCEPTED))
    await pain(round_, round_.bob)
    found = await history.history(desk, round_.lead, history.Asked(of))
    assert found.entries[0].action == "people.introduce"  # later than all that the round shows
    given = next(one for one in found.entries if one.action == "note.add")
    assert given.who is not None
    assert given.who.anonymous
    assert {one.user_id for one in found.people} == {round_.lead.user_id, round_.bob.user_id}
    async with desk.db.read() as session:
        trail = await history.of_things(session, round_.lead.team_id, of)
    assert trail["note", (await round_.map()).pains[-1].id] == (given,)


@ON_SQLITE
async def test_a_copy_and_a_kept_revision_carry_no_pseudonym(round_: Room) -> None:
    await gives_everything(round_, round_.ann)
    async with round_.desk.db.write() as session:
        row = await session.get_one(tables.Workshop, round_.workshop_id)
        kept = maps.freeze(await maps.load_snapshot(session, row))
    assert "anon:" not in str(kept)
    await copying.copy(
        round_.desk, round_.lead, copying.CopyMap(round_.workshop_id, "Again", depth=copying.Depth.FEELINGS)
    )
    copied = [row for row in await round_.all(tables.Contribution) if row.workshop_id != round_.workshop_id]
    assert {row.author_id for row in copied} == {"anon"}


@ON_SQLITE
async def test_only_who_leads_begins_or_ends_one_and_only_where_something_is_given(keyed: None, room: Room) -> None:
    with pytest.raises(NotAllowedError, match="no_anonymous_step"):
        await anonymity.begin(room.desk, room.lead, room.workshop_id)
    for step in (Step.CUSTOMER, Step.MAP):
        await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, step, Step(step - 1)))
    for service in (anonymity.begin, anonymity.end):
        with pytest.raises(NotAllowedError, match="only_facilitator"):
            await service(room.desk, room.ann, room.workshop_id)
    room.desk.db.vault = Vault((), None)
    with pytest.raises(NotAllowedError, match="no_secret_key"):
        await anonymity.begin(room.desk, room.lead, room.workshop_id)


@ON_SQLITE
async def test_keys_can_be_changed_during_a_round_and_without_the_old_one_nothing_is_given_by_name(
    round_: Room,
) -> None:
    await pain(round_, round_.ann)
    round_.desk.db.vault = Vault(("n" * 40, "k" * 40), None)  # as after a restart with a new key in front
    await pain(round_, round_.ann)
    assert len({row.author_id for row in await round_.all(tables.Contribution)}) == 1
    round_.desk.db.vault = Vault(("n" * 40,), None)
    with pytest.raises(NotAllowedError, match="round_unreadable"):
        await pain(round_, round_.ann)
    assert await contributions.mine(round_.desk, round_.ann, round_.workshop_id) == []
    await anonymity.end(round_.desk, round_.lead, round_.workshop_id)  # which needs no key
    assert await round_.count(tables.RoundKey) == 0


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    secret=st.binary(max_size=200),
    keys=st.lists(st.text(min_size=32, max_size=50), min_size=2, max_size=3, unique=True),
)
def test_what_was_sealed_opens_with_any_key_that_is_named_and_with_no_other(secret: bytes, keys: list[str]) -> None:
    sealed = Vault(keys[:1], None).seal(secret)
    assert Vault((*keys[1:], keys[0]), None).open(sealed) == secret
    with pytest.raises(SealedError):
        Vault(keys[1:], None).open(sealed)


async def waiting(room: Room, who: Actor) -> tuple[bool, int, bool] | None:
    """What Home says waits for somebody: to give something, touchpoints to walk, to vote."""
    found = (await home.home(room.desk, who)).waiting
    return (found[0].to_give, found[0].to_walk, found[0].to_vote) if found else None


async def test_home_knows_what_one_gave_in_a_round_and_asks_for_no_vote_that_is_not_taken(round_: Room) -> None:
    of, desk, stage = round_.workshop_id, round_.desk, await round_.stage("Checkout")
    contact = (await touchpoints.add(desk, round_.lead, AddTouchpoints(of, stage, "Price list"))).item_id or 0
    await people.introduce(desk, round_.ann, Introduce(of, "Sales", Side.FRONTLINE, Attendance.ACCEPTED))
    assert await waiting(round_, round_.ann) == (True, 1, False)
    note = await pain(round_, round_.ann)
    assert await waiting(round_, round_.ann) == (False, 1, False)
    await walking.judge(desk, round_.ann, walking.Judge(of, contact, Verdict.BROKEN))
    assert await waiting(round_, round_.ann) is None
    await steps.go_to(desk, round_.lead, GoToStep(of, Step.REDESIGN, Step.FEEL, "a test"))
    await anonymity.begin(desk, round_.lead, of)
    assert await waiting(round_, round_.ann) == (True, 0, True)
    await scoring.vote(desk, round_.ann, CastVotes(of, (note,)))
    assert await waiting(round_, round_.ann) is None
    await anonymity.end(desk, round_.lead, of)
    assert await waiting(round_, round_.ann) == (True, 0, False), "whose the votes were is not known any more"


@ON_SQLITE
async def test_what_was_walked_by_name_counts_once(keyed: None, room: Room) -> None:
    of, desk, stage = room.workshop_id, room.desk, await room.stage("Checkout")
    contact = (await touchpoints.add(desk, room.lead, AddTouchpoints(of, stage, "Price list"))).item_id or 0
    for step in (Step.CUSTOMER, Step.MAP, Step.FEEL):
        await steps.go_to(desk, room.lead, GoToStep(of, step, Step(step - 1), "a test"))
    said = walking.Judge(of, contact, Verdict.BROKEN, "nothing happens")
    await walking.judge(desk, room.ann, said)
    await anonymity.begin(desk, room.lead, of)
    await walking.judge(desk, room.ann, said)
    with pytest.raises(InvalidError, match="given_by_name"):
        await walking.judge(desk, room.ann, walking.Judge(of, contact, Verdict.WORKS))
    assert (await walking.findings(desk, room.ann, of)).walkers == 1


@ON_SQLITE
async def test_giving_up_private_scores_keeps_those_of_a_round_that_was_over_before(round_: Room) -> None:
    of, desk, stage = round_.workshop_id, round_.desk, await round_.stage("Checkout")
    await scoring.score(desk, round_.ann, ScoreStages(of, {stage: -1}))
    await anonymity.end(desk, round_.lead, of)
    await privacy.begin(desk, round_.lead, of)
    assert (await privacy.drop(desk, round_.lead, of)).count == 0
    assert await round_.count(tables.EmotionScore) == 1


@ON_SQLITE
async def test_a_refused_token_ends_no_round_and_the_removal_that_follows_ends_it(round_: Room) -> None:
    async with round_.desk.db.write() as session:
        (await session.get_one(tables.Workspace, TEAM)).removed_at = round_.clock.now()
    assert await round_.count(tables.RoundKey) == 1
    await lifecycle.workspace_removed(round_.desk, TEAM)
    assert await round_.count(tables.RoundKey) == 0


@ON_SQLITE
async def test_who_moves_a_stage_in_a_round_is_not_known_and_can_take_it_back(round_: Room) -> None:
    first, second = await round_.stage("Awareness"), await round_.stage("Checkout")
    before = await everything(round_)
    await stages.move(round_.desk, CAT, stages.MoveStage(round_.workshop_id, second, first, before=True))
    assert "UCAT" not in await new(round_, before)
    assert (await undoing.undo(round_.desk, CAT, undoing.Undo(round_.workshop_id))).extra["outcome"] == "undone"


async def test_the_thread_hears_once_that_a_round_begins_and_once_that_it_ends(round_: Room) -> None:
    await anonymity.begin(round_.desk, round_.lead, round_.workshop_id)
    for _press in range(2):
        await anonymity.end(round_.desk, round_.lead, round_.workshop_id)
    told = [one for one in await round_.all(tables.Posting) if one.kind == PostingKind.ROUND]
    assert [one.key.split(":")[2] for one in told] == ["begun", "ended"]
    assert all(one.in_thread for one in told)
    whole, said = await round_.map(), say_for("en")
    first, last = (anonymous_view.told(whole, one.key, said).text for one in told)
    assert first == last, "what was sent late says that it is over"
    assert "nobody can find out any more" in last


@ON_SQLITE
async def test_an_import_into_a_round_names_nobody_and_goes_again_when_whoever_gave_it_says_so(round_: Room) -> None:
    look = await looked(round_, "Stage,Touchpoint,Score\nCheckout,Cart,-2\n")
    assert look.plan
    await applying.apply(round_.desk, round_.ann, look.draft.id, look.plan.mark)
    given_ = [*await round_.all(tables.Touchpoint), *await round_.all(tables.EmotionScore)]
    audit = [row for row in await round_.all(tables.Audit) if row.action == "import.apply"]
    assert {row.author_id[:5] for row in given_} | {row.actor_id[:5] for row in audit} == {"anon:"}
    assert not any(round_.ann.user_id in str(row) for row in (*given_, *audit))
    await undoing.undo(round_.desk, round_.ann, Undo(round_.workshop_id))
    assert not (await round_.map()).touchpoints

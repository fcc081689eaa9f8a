"""Gates, moving between the steps, kept revisions."""

import pytest

from storage import tables
from tests.workflows.conftest import Room
from workflows import contributions, maps, pains, people, personas, reviews, scoring, steps, touchpoints
from workflows.commands import (
    AddNote,
    AddTouchpoints,
    CastVotes,
    GoToStep,
    Introduce,
    InvitePeople,
    SavePersona,
    ScoreStages,
)
from workflows.errors import InvalidError, NotAllowedError, NotFoundError
from workflows.gates import gate
from workflows.promising import AssignPain
from workflows.reviewing import SaveMetric
from workflows.words import NoteKind, PostingKind, Severity, Side, Step, WorkshopStatus


async def thin(room: Room, step: Step) -> dict[str, tuple[tuple[str, ...], int]]:
    return {one.code: (one.names, one.count) for one in gate(await room.map(), step).thin}


async def test_the_first_gate_asks_for_both_sides_and_two_departments(room: Room) -> None:
    assert await thin(room, Step.INVITE) == {
        "no_frontline": ((), 0),
        "no_backstage": ((), 0),
        "few_departments": ((), 0),
    }
    await people.introduce(room.desk, room.lead, Introduce(room.workshop_id, "Product", Side.BACKSTAGE))
    await people.invite(room.desk, room.lead, InvitePeople(room.workshop_id, ("UANN",), "product", Side.FRONTLINE))
    assert await thin(room, Step.INVITE) == {"few_departments": ((), 1)}
    await people.introduce(room.desk, room.ann, Introduce(room.workshop_id, "Support", Side.FRONTLINE))
    assert await thin(room, Step.INVITE) == {}


async def test_the_second_gate_asks_for_a_goal_and_two_specifics(room: Room) -> None:
    assert await thin(room, Step.CUSTOMER) == {"no_persona": ((), 0)}
    await personas.save(
        room.desk, room.ann, SavePersona(room.workshop_id, "Sarah", details={"age": "32", "evidence": "x"})
    )
    assert await thin(room, Step.CUSTOMER) == {"persona_no_goal": (("Sarah",), 1), "persona_thin": (("Sarah",), 1)}
    whole = SavePersona(room.workshop_id, "Tom", goal="An oven", details={"age": "40", "work": "Baker"})
    await personas.save(room.desk, room.ann, whole)
    assert await thin(room, Step.CUSTOMER) == {}


async def test_the_third_and_fourth_gates_name_the_stages_that_are_bare(room: Room) -> None:
    stage_id = await room.stage("Checkout")
    await contributions.add(room.desk, room.ann, AddNote(room.workshop_id, NoteKind.ACTION, "pays", stage_id))
    await touchpoints.add(room.desk, room.ann, AddTouchpoints(room.workshop_id, stage_id, "Cart"))
    assert await thin(room, Step.MAP) == {
        "stages_without_action": (("Awareness", "Delivery"), 2),
        "stages_without_touchpoint": (("Awareness", "Delivery"), 2),
    }
    for actor in (room.ann, room.bob):
        await scoring.score(room.desk, actor, ScoreStages(room.workshop_id, {stage_id: -1}))
    command = AddNote(room.workshop_id, NoteKind.PAIN, "slow", stage_id, Severity.SERIOUS)
    await contributions.add(room.desk, room.ann, command)
    assert await thin(room, Step.FEEL) == {
        "stages_few_scores": (("Awareness", "Delivery"), 2),
        "stages_without_pain_or_joy": (("Awareness", "Delivery"), 2),
        "pains_without_evidence": (("slow",), 1),
    }


async def test_the_last_gates_ask_for_decisions_votes_rhythm_and_baseline(room: Room) -> None:
    stage_id = await room.stage("Checkout")
    pain = (
        await contributions.add(room.desk, room.ann, AddNote(room.workshop_id, NoteKind.PAIN, "slow", stage_id))
    ).item_id
    assert await thin(room, Step.REDESIGN) == {"no_decision": ((), 0), "no_votes": ((), 0)}
    await scoring.vote(room.desk, room.ann, CastVotes(room.workshop_id, (pain,)))
    await contributions.add(room.desk, room.ann, AddNote(room.workshop_id, NoteKind.DECISION, "mend it", stage_id))
    assert await thin(room, Step.REDESIGN) == {}
    assert await thin(room, Step.REVIEW) == {"no_cadence": ((), 0), "no_baseline": ((), 0)}
    await reviews.save_metric(room.desk, room.ann, SaveMetric(room.workshop_id, "NPS", baseline=0))
    assert await thin(room, Step.REVIEW) == {"no_cadence": ((), 0)}


async def test_two_people_clicking_next_move_on_once_and_get_one_guide(room: Room) -> None:
    command = GoToStep(room.workshop_id, Step.CUSTOMER, Step.INVITE)
    first = await steps.go_to(room.desk, room.lead, command)
    assert await steps.go_to(room.desk, room.lead, command) == first
    outline = (await room.map()).outline
    assert (outline.step, outline.step_visit) == (Step.CUSTOMER, 2)
    guides = [row for row in await room.all(tables.Posting) if row.kind == PostingKind.GUIDE]
    assert [(row.key, row.subject_id) for row in guides] == [
        (f"guide:{room.workshop_id}:1", 1),
        (f"guide:{room.workshop_id}:2", 2),
    ]
    assert room.tray.refreshed[-1] == (room.workshop_id, True)


async def test_going_back_and_on_again_gives_a_new_guide_each_time(room: Room) -> None:
    for to, seen in ((2, 1), (1, 2), (2, 1)):
        await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, to, seen))
    assert (await room.posting(f"guide:{room.workshop_id}:4")).subject_id == 2


async def test_only_leads_move_the_team(room: Room) -> None:
    with pytest.raises(NotAllowedError, match="only_facilitator"):
        await steps.go_to(room.desk, room.ann, GoToStep(room.workshop_id, 2, 1))
    for nowhere in (0, 7):
        with pytest.raises(InvalidError, match="out_of_range"):
            await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, nowhere, 1))


async def test_leaving_critical_pains_without_owner_takes_a_reason(room: Room) -> None:
    stage_id = await room.stage("Checkout")
    command = AddNote(room.workshop_id, NoteKind.PAIN, "fees at the end", stage_id, Severity.CRITICAL)
    pain = (await contributions.add(room.desk, room.ann, command)).item_id
    await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, 5, 1))
    assert (await room.map()).gate.needs_reason
    with pytest.raises(InvalidError) as caught:
        await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, 6, 5))
    assert (caught.value.code, caught.value.params["names"]) == ("reason_needed", ["fees at the end"])
    await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, 6, 5, "waiting for the budget"))
    trail = [row for row in await room.all(tables.Audit) if row.action == "step.go"]
    assert trail[-1].after["reason"] == "waiting for the budget"
    await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, 5, 6))
    await pains.assign(room.desk, room.lead, AssignPain(room.workshop_id, pain, "UBOB"))
    await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, 6, 5))


async def test_the_map_as_it_was_at_the_end_of_a_step_is_kept(room: Room) -> None:
    await contributions.add(room.desk, room.ann, AddNote(room.workshop_id, NoteKind.DECISION, "early"))
    before = await room.map()
    await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, 2, 1))
    await contributions.add(room.desk, room.ann, AddNote(room.workshop_id, NoteKind.DECISION, "later"))
    assert await maps.revisions(room.desk, room.ann, room.workshop_id) == [(before.outline.revision, "step:1")]
    kept = await maps.snapshot(room.desk, room.ann, room.workshop_id, before.outline.revision)
    assert kept == before
    with pytest.raises(NotFoundError):
        await maps.snapshot(room.desk, room.ann, room.workshop_id, 10_000)
    with pytest.raises(NotFoundError):
        await maps.snapshot(room.desk, room.stranger, room.workshop_id, before.outline.revision)


async def test_a_workshop_is_finished_only_with_a_rhythm(room: Room) -> None:
    with pytest.raises(InvalidError, match="not_last_step"):
        await steps.finish(room.desk, room.lead, room.workshop_id)
    await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, 6, 1))
    with pytest.raises(InvalidError, match="no_cadence"):
        await steps.finish(room.desk, room.lead, room.workshop_id)
    assert (await room.map()).outline.status is WorkshopStatus.OPEN

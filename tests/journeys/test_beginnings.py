"""What a team can begin with: examples, and maps that its workspace kept."""

import pytest
import sqlalchemy as sa

from bot.ids import Action, Field, Modal
from bot.simulator.reading import words_of
from bot.simulator.things import OpenView
from storage.tables import MapTemplate
from tests.journeys.team import BY_SOCKET, LEADER, Team, choices
from workflows import presets, templates, workshops
from workflows.commands import Actor, AddNote, AddTouchpoints
from workflows.contributions import add as add_note
from workflows.snapshots import MapSnapshot
from workflows.touchpoints import add as add_touchpoints
from workflows.words import NoteKind, Step

pytestmark = BY_SOCKET
HEALTHCARE = presets.stage_sets()["healthcare"].stages


async def begins_with(team: Team, template: str, **more: object) -> MapSnapshot:
    """Start a workshop by hand; the map that stands there at once."""
    view = await team.opens(LEADER, "start", Modal.START)
    if more:
        await team.presses(LEADER, view, f"{Action.MORE}:start", modal=Modal.START)
        await team.settle()
    await team.submits(LEADER, {Field.TITLE: "Backs", Field.GOAL: "Shorter waits", Field.TEMPLATE: template, **more})
    await team.closes(LEADER)
    team.workshop = (await workshops.open_in(team.desk, team.actor(), team.channel.id))[0].id
    return await team.map()


@pytest.mark.thorough
async def test_a_team_starts_with_the_healthcare_example_and_sees_its_stages_on_the_card(team: Team) -> None:
    snapshot = await begins_with(team, "example:healthcare", **{Field.METHOD: "seven_step"})
    assert tuple(stage.name for stage in snapshot.stages) == HEALTHCARE
    assert all(stage.touchpoints and stage.actions and stage.details["trigger"] for stage in snapshot.stages)
    assert any(one.moment_of_truth and one.importance == 5 for one in snapshot.touchpoints)
    (persona,) = snapshot.personas
    assert persona.name == "Michael"
    assert persona.details["evidence"].startswith("Made up"), "an invented study is no evidence"
    assert not snapshot.pains
    assert not snapshot.metrics
    assert all(stage.emotion is None for stage in snapshot.stages)
    await team.settle()
    assert "First the business goal" in words_of(team.guides()[0]), "the guide asks as the chosen method does"
    await team.drawn()
    card = team.card()
    assert all(name in str(card.blocks) for name in (HEALTHCARE[0], HEALTHCARE[-1])), "its picture tells the stages"


async def test_a_whole_example_brings_its_findings_but_nobodys_votes_owners_or_proofs(team: Team) -> None:
    snapshot = await begins_with(team, "whole:ecommerce", **{Field.LANGUAGE: "ru"})
    told = presets.snapshot(presets.example("ecommerce", "ru"))
    assert [stage.name for stage in snapshot.stages] == [stage.name for stage in told.stages]
    assert [pain.text for pain in snapshot.pains] == [pain.text for pain in told.pains]
    assert not any(pain.votes or pain.ownership or pain.evidence_count for pain in snapshot.pains)
    assert all(stage.emotion and stage.emotion.count == 1 for stage in snapshot.stages)
    assert {pain.author.user_id for pain in snapshot.pains} == {team.user(LEADER).id}
    answered = [idea.pain_id for idea in snapshot.ideas if idea.pain_id]
    assert answered
    assert set(answered) <= {pain.id for pain in snapshot.pains}
    assert len(snapshot.metrics) == len(told.metrics)
    assert snapshot.decisions


async def keeps(team: Team, role: str, name: str) -> OpenView | dict[str, str] | None:
    await team.opens(role, "template", Modal.TEMPLATE)
    return await team.hand(role).submit({Field.NAME: name})


@pytest.mark.thorough
async def test_a_team_keeps_its_map_and_another_team_of_the_workspace_begins_with_it(team: Team) -> None:
    await team.begin(step=Step.FEEL)
    here = await team.map()
    stage = here.stages[1].id
    await add_touchpoints(team.desk, team.actor(), AddTouchpoints(team.workshop, stage, "- Order form @web *"))
    await add_note(team.desk, team.actor(), AddNote(team.workshop, NoteKind.ACTION, "types it twice", stage))
    await team.adds_pain("support", "Nobody answers")
    everything = await team.presses("support", team.card(), Action.MENU, "Everything else…", modal=Modal.INFO)
    await team.presses("support", everything, Action.TEMPLATE, modal=Modal.TEMPLATE)
    await team.submits("support", {Field.NAME: "Our kitchen"})
    await team.closes("support")
    assert await keeps(team, "sales", "our KITCHEN") == {
        Field.NAME: "There is a template of this name. Choose another one, or delete that template first."
    }
    await team.closes("sales")

    view = await team.opens(LEADER, "start", Modal.START)
    (kept,) = [value for value in choices(view, Field.TEMPLATE) if value.startswith("team:")]
    await team.closes(LEADER)
    there = await begins_with(team, kept)
    assert [one.name for one in there.stages] == [one.name for one in here.stages]
    assert [(one.title, one.channel, one.moment_of_truth) for one in there.touchpoints] == [("Order form", "web", True)]
    assert [note.text for note in there.stages[1].actions] == ["types it twice"]
    assert not there.pains

    await workshops.end(team.desk, team.actor(), team.workshop)
    listed = await team.opens("sales", "template", Modal.TEMPLATE)
    assert Action.DROP_TEMPLATE not in str(listed.blocks), "only who kept it, or an administrator, can delete it"
    await team.closes("sales")
    await team.opens(LEADER, "start", Modal.START)
    listed = await team.opens("support", "template", Modal.TEMPLATE)
    await team.presses("support", listed, Action.DROP_TEMPLATE)
    assert not await templates.kept(team.desk, team.actor())
    late = {Field.TITLE: "Late", Field.GOAL: "Late", Field.TEMPLATE: kept}
    assert await team.hand(LEADER).submit(late) == {
        Field.TEMPLATE: "This template is not there any more. Please choose another beginning."
    }


async def test_a_template_stays_in_its_workspace_and_out_of_guests_sight(team: Team) -> None:
    await team.begin()
    done = await templates.save(team.desk, team.actor(), templates.SaveTemplate(team.workshop, "Ours"))
    actor = team.actor()
    guest = Actor(actor.team_id, actor.user_id, is_guest=True)
    stranger = Actor("T0THEIRS", actor.user_id, is_admin=True)
    assert "Ours" in [one.name for one in await templates.kept(team.desk, actor)]
    assert not await templates.kept(team.desk, guest)
    assert not await templates.kept(team.desk, stranger)
    view = await team.opens(LEADER, "template", Modal.TEMPLATE)
    assert "Ours" in words_of(view)
    await team.closes(LEADER)
    await templates.delete(team.desk, actor, done.item_id or 0)


async def test_who_keeps_too_many_templates_is_told_to_delete_one(team: Team) -> None:
    await team.begin()
    async with team.desk.db.write() as session:
        rows = [
            MapTemplate(
                team_id=team.world.team_id,
                name=f"No {number}",
                content={"stages": []},
                created_by=team.user(LEADER).id,
                created_at=team.world.clock.now(),
            )
            for number in range(templates.TEMPLATES_MAX)
        ]
        session.add_all(rows)
    assert await keeps(team, LEADER, "One more") == {
        Field.NAME: "A workspace keeps at most 50 templates. Delete one first."
    }
    await team.closes(LEADER)
    async with team.desk.db.write() as session:
        await session.exec(sa.delete(MapTemplate))

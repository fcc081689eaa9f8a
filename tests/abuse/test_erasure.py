"""Somebody has their name removed: it is found in no table any more, and what they gave stands and counts."""

import json

import pytest

from bot.ids import Action, Field, Modal
from bot.simulator.blocks import placed
from bot.simulator.cast import Cast
from tests.abuse.test_anonymous import tables
from tests.journeys.team import BY_HTTP, LEADER, Team, choices
from workflows import anonymity, contributions, erasing, maps, people, steps, workshops
from workflows.commands import Actor, AddNote, GoToStep, InvitePeople, StartWorkshop
from workflows.errors import NotAllowedError
from workflows.words import NoteKind, Side, Step


async def with_olga(team: Team, number: str) -> Team:
    """The same team, and somebody whom no other test knows."""
    user = team.world.add_user(f"olga{number}", f"Olga Petrova-{number}")
    team.channel.members.add(user.id)
    return Team(team.running, Cast(team.channel, {**team.cast.people, "olga": user}))


async def lives(team: Team) -> int:
    """Olga gives one of everything, answers for a pain point, is spoken of, and leads a map of her own."""
    await team.begin(step=Step.FEEL)
    olga = team.user("olga")
    await people.invite(team.desk, team.actor(), InvitePeople(team.workshop, (olga.id,), "Support", Side.FRONTLINE))
    await team.types("olga", "joy Checkout: the page is quick")
    pain = await team.adds_pain("olga", "Nobody answers")
    await team.gives_owner(LEADER, pain, "olga")
    for said, source in (("Ask Olga, or rather " + olga.real_name, ""), (f"<@{olga.id}> has seen it", olga.real_name)):
        note = AddNote(team.workshop, NoteKind.EVIDENCE, said, source=source)
        await contributions.add(team.desk, team.actor("support"), note)
    view = await team.opens("olga", "feel", Modal.SCORES)
    faces = [one.block_id for one in placed(view.blocks) if one.block_id.startswith("score:")]
    await team.submits("olga", dict.fromkeys(faces, "-1"), view)
    await steps.go_to(team.desk, team.actor(), GoToStep(team.workshop, Step.REDESIGN, Step.FEEL, "on"))
    view = await team.opens("olga", "vote", Modal.VOTES)
    name = next(one.block_id for one in placed(view.blocks) if one.block_id.startswith("votes:"))
    await team.submits("olga", {name: choices(view, name)[:1]}, view)
    await team.closes("olga")
    await anonymity.begin(team.desk, team.actor(), team.workshop)
    await team.types("olga", "idea Call them back")
    await team.settle()
    return pain


def names(team: Team, said: str) -> bool:
    user = team.user("olga")
    return user.id in said or user.real_name in said or json.dumps(user.real_name) in said


def messages(team: Team) -> list[str]:
    return [json.dumps(one.blocks) + one.text for one in (*team.thread(), team.card())]


@pytest.mark.thorough  # one of everything, and every row is read
@BY_HTTP
async def test_whoever_has_their_name_removed_is_named_nowhere_and_what_they_gave_still_counts(team: Team) -> None:
    team = await with_olga(team, "one")
    pain = await lives(team)
    before = await team.map()
    assert any(names(team, row) for row in tables(team))
    assert any(names(team, said) for said in messages(team))

    await team.opens("olga", "settings", Modal.SETTINGS)
    await team.presses("olga", team.hand("olga").view, Action.DATA, modal=Modal.INFO)
    view = await team.presses("olga", team.hand("olga").view, Action.ERASE_ME, modal=Modal.ERASE)
    assert "cannot be taken back" in str(view.blocks)
    await team.submits("olga", {}, view)
    await team.closes("olga")
    await team.running.cairn.engine.tick()
    await team.drawn()

    assert [row for row in tables(team) if names(team, row)] == []
    assert [said for said in messages(team) if names(team, said)] == []
    after = await team.map()
    told = {note.id: note for note in (*after.pains, *after.evidence)}
    assert {note.id for note in (*before.pains, *before.evidence)} == set(told)
    assert told[pain].votes == 1
    assert [stage.emotion for stage in after.stages] == [stage.emotion for stage in before.stages]
    assert told[pain].ownership.owner.user_id == team.user(LEADER).id, "it went back"
    assert told[pain].author.name == "👤"
    assert sorted(note.text for note in after.evidence) == ["Ask Olga, or rather 👤", "👤 has seen it"]
    assert "Somebody's name was removed" in str((await team.opens(LEADER, "history", Modal.INFO)).blocks)
    await team.closes(LEADER)
    # Somebody who goes on begins anew.
    await team.types("olga", "joy Checkout: here again")
    assert "here again" in str(await team.map())


@pytest.mark.thorough
@BY_HTTP
async def test_an_administrator_may_remove_a_name_and_nobody_else_that_of_another(team: Team) -> None:
    team = await with_olga(team, "two")
    olga = team.user("olga").id
    # Olga leads a map together with one colleague, and it goes on without her.
    command = StartWorkshop(team.channel.id, "Returns", "Fewer of them", people=(team.user("sales").id,))
    led = (await workshops.start(team.desk, Actor(team.world.team_id, olga), command)).workshop_id
    for role in ("support", LEADER):
        await team.types(role, "help")
    await team.settle()
    view = await team.opens("support", "settings", Modal.SETTINGS)
    shown = await team.presses("support", view, Action.DATA, modal=Modal.INFO)
    assert str(Action.ERASE_OTHER) not in str(shown.blocks)
    await team.closes("support")
    with pytest.raises(NotAllowedError, match="only_admin"):
        await erasing.ask(team.desk, team.actor("support"), olga)

    view = await team.opens(LEADER, "settings", Modal.SETTINGS)
    shown = await team.presses(LEADER, view, Action.DATA, modal=Modal.INFO)
    await team.presses(LEADER, shown, Action.ERASE_OTHER, modal=Modal.ERASE)
    await team.submits(LEADER, {Field.PERSON: olga})
    await team.closes(LEADER)
    await team.running.cairn.engine.tick()
    await team.drawn()
    assert [row for row in tables(team) if names(team, row)] == []
    outline = (await maps.snapshot(team.desk, team.actor("sales"), led)).outline
    assert outline.facilitator.user_id == team.user("sales").id
    trail = [row for row in tables(team) if row.startswith("audit:") and "person.erase" in row]
    assert any(team.user(LEADER).id in row for row in trail), "who asked for it is written down"

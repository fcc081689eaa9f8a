"""Step 4 in depth: scores that stay private until they are revealed, and the journey walked as the persona."""

import pytest

from bot.forms import part
from bot.ids import Action, Field, Modal, Shortcut
from bot.simulator.reading import words_of
from bot.simulator.things import OpenView
from tests.journeys.team import BY_SOCKET, LEADER, Team, block, choices
from workflows import personas, touchpoints, walking
from workflows.commands import AddTouchpoints, Delete, SavePersona
from workflows.contributions import delete
from workflows.words import EvidenceKind, NoteKind, Severity, Step

pytestmark = BY_SOCKET
SECRET = "zigzag"  # the word everybody scores with, which stands nowhere else


async def scores(team: Team, role: str, *faces: int) -> str:
    """Score the stages in order, in words too; what the form says."""
    view = await team.opens(role, "feel", Modal.SCORES)
    said = words_of(view)
    view = await team.presses(role, view, Action.MORE_SCORES, modal=Modal.SCORES)
    stages = [stage_id for stage_id, _name in (await team.map()).outline.stages]
    filled = {part(Field.SCORE, stage): str(face) for stage, face in zip(stages, faces, strict=True)}
    words = {part(Field.WORD, stage): SECRET for stage in stages}
    await team.submits(role, {**filled, **words})
    await team.closes(role)
    return said


def everything_said(team: Team) -> str:
    """Every message of the workspace, with its pictures' stories."""
    return "\n".join(words_of(one) for messages in team.world.messages.values() for one in messages.values())


@pytest.mark.thorough
async def test_three_score_in_private_two_are_not_revealed_and_the_third_lets_the_curve_and_the_agenda_come(
    team: Team,
) -> None:
    await team.begin(step=Step.FEEL)
    asked = await team.opens("sales", "private", Modal.INFO)
    assert asked.submit is None, "whoever does not lead is told who does"
    await team.closes("sales")
    rest = await team.presses(LEADER, team.guides()[-1], Action.EVERYTHING, modal=Modal.INFO)
    offer = await team.presses(LEADER, rest, Action.PRIVATE, modal=Modal.PRIVATE)
    begun = await team.submits(LEADER, {}, offer)
    assert begun is not None
    assert "only their own scores" in words_of(begun)
    await team.closes(LEADER)

    assert "Nobody has scored yet" in await scores(team, "sales", -2, 0, 1)
    assert "1 person has scored so far" in await scores(team, "support", 2, 0, 1)
    await team.drawn()
    card = words_of(team.card())
    assert "2 people have scored so far" in card
    assert SECRET not in everything_said(team)
    assert "Lowest point" not in everything_said(team), "nor do the pictures tell of it"
    waits = await team.presses(LEADER, team.card(), Action.PRIVATE)
    assert "2 of 3: one more person has to score" in words_of(waits)
    assert waits.submit is None
    await team.closes(LEADER)
    gate = await team.presses(LEADER, team.guides()[-1], Action.NEXT, modal=Modal.GATE)
    assert "2 of 3 have scored in private. Until there are enough" in words_of(gate)
    await team.closes(LEADER)

    await scores(team, LEADER, -1, 0, 2)
    gate = await team.presses(LEADER, team.guides()[-1], Action.NEXT, modal=Modal.GATE)
    assert "3 people scored in private" in words_of(gate)
    curtain = await team.presses(LEADER, gate, Action.PRIVATE, modal=Modal.REVEAL)
    agenda = await team.submits(LEADER, {}, curtain)
    assert agenda is not None
    said = words_of(agenda)
    assert said.index("1. Awareness") < said.index("2. Delivery") < said.index("3. Checkout")
    assert "From −2 to +2" in said
    assert "All the same: 0" in said
    first = next(stage_id for stage_id, name in (await team.map()).outline.stages if name == "Awareness")
    await team.hand(LEADER).click(agenda, f"{Action.NOTE}:{NoteKind.PAIN}", block_id=f"{Modal.AGENDA}:{first}")
    form = await team.hand(LEADER).sees_view(Modal.NOTE)
    await team.submits(LEADER, {block(form, Field.TEXT): "Nobody agrees what this is"}, form)
    await team.closes(LEADER)
    assert [pain.stage_id for pain in (await team.map()).pains] == [first]
    await team.drawn()
    (image,) = [one for one in team.card().blocks if one["type"] == "image"]
    assert "Lowest point: Awareness (zigzag, −1)" in image["alt_text"]
    assert "private" not in words_of(team.card())
    (milestone,) = team.keyed("revealed:")
    assert "Furthest apart: " in words_of(milestone)
    assert milestone in team.thread()
    await team.presses("sales", milestone, Action.AGENDA, modal=Modal.AGENDA)
    await team.closes("sales")


async def steps_on(team: Team, verdict: str, note: str = "") -> OpenView | None:
    """Say how it goes at the touchpoint before one, and go on."""
    view = team.hand("sales").view
    assert view is not None
    return await team.submits("sales", {block(view, Field.VERDICT): verdict, block(view, Field.TEXT): note}, view)


async def with_touchpoints(team: Team, lines: str) -> None:
    """A persona, and touchpoints in the first stage."""
    await team.begin(step=Step.FEEL)
    await personas.save(team.desk, team.actor(), SavePersona(team.workshop, "Marina", goal="A kitchen by May"))
    first = (await team.map()).stages[0].id
    await touchpoints.add(team.desk, team.actor(), AddTouchpoints(team.workshop, first, lines))
    await team.drawn()  # only then the card offers the walk


async def test_somebody_walks_three_touchpoints_stops_goes_on_and_what_is_broken_becomes_a_pain(team: Team) -> None:
    await with_touchpoints(team, "Advert\nSite @web\nShowroom @shop\nOrder form @web\nCall @phone")
    view = await team.presses("sales", team.card(), Action.WALK, modal=Modal.WALK)
    assert "1 of 5" in words_of(view)
    assert "You are Marina now. What you want: A kitchen by May" in words_of(view)
    await steps_on(team, "works")
    await steps_on(team, "broken", "the search finds nothing")
    view = await steps_on(team, "unrealistic")
    assert view is not None
    assert "Order form" in words_of(view)
    await team.closes("sales")

    view = await team.opens("sales", "walk", Modal.WALK)
    assert "4 of 5" in words_of(view), "it goes on where they stopped"
    hand = team.hand("sales")
    await hand.click(view, Action.WALK_SKIP)
    view = await hand.sees_view(Modal.WALK)
    assert "Call" in words_of(view)
    gone = (await walking.way(team.desk, team.actor("sales"), team.workshop)).stops[4]
    await delete(team.desk, team.actor(), Delete(team.workshop, "touchpoint", gone.touchpoint_id))
    end = await steps_on(team, "works")
    assert end is not None
    assert "You looked at 3 of 4 touchpoints. 2 did not work for you." in words_of(end)

    found = await team.presses("sales", end, Action.WALKED, modal=Modal.WALKED)
    said = words_of(found)
    assert said.index("Site") < said.index("Showroom")
    assert "the search finds nothing" in said
    row = next(one["block_id"] for one in found.blocks if one["type"] == "actions")
    await hand.click(found, Action.WALK_PAIN, block_id=row)
    form = await hand.sees_view(Modal.NOTE)
    assert form.values[block(form, Field.TEXT)][Field.TEXT]["value"] == "Site: the search finds nothing"
    await team.submits("sales", {Field.SEVERITY: "Critical"}, form)
    await team.closes("sales")
    (pain,) = (await team.map()).pains
    assert (pain.text, pain.severity) == ("Site: the search finds nothing", Severity.CRITICAL)
    assert pain.stage_id == (await team.map()).stages[0].id


async def test_a_message_becomes_a_quote_with_its_author_though_cairn_never_met_them(team: Team) -> None:
    await team.begin(step=Step.FEEL)
    visitor = team.world.add_user("vera", "Vera", department="Audit")
    team.channel.members.add(visitor.id)
    said = await team.running.simulator.hand(visitor.id).say(team.channel, "“I gave up at the form”")
    await team.hand(LEADER).message_shortcut(said, Shortcut.ADD_MESSAGE)
    form = await team.hand(LEADER).sees_view(Modal.MESSAGE_TO_MAP)
    assert set(choices(form, Field.NOTE_KIND)) == {"pain", "joy", "thought", "evidence", "quote"}
    await team.submits(LEADER, {Field.NOTE_KIND: "quote", block(form, Field.STAGE): "Checkout"}, form)
    await team.closes(LEADER)
    (quote,) = (await team.map()).stages[1].evidence
    assert (quote.text, quote.evidence_kind, quote.source) == (
        "“I gave up at the form”",
        EvidenceKind.INTERVIEW,
        "Vera",
    )
    assert "/archives/" in quote.link

"""The ten checks by hand: looking at what was found, mending it, calling one a false alarm."""

from bot.ids import Action, Field, Modal
from bot.simulator.blocks import placed
from bot.simulator.reading import words_of
from bot.simulator.things import OpenView, SimMessage
from tests.journeys.team import BY_SOCKET, LEADER, Team, block
from workflows.words import Step

pytestmark = BY_SOCKET


def value(view: OpenView | SimMessage, action: Action, code: str, place: int = 0) -> str:
    """The value of the button of a finding; of several with this code, the one at a place."""
    values = [one.element["value"] for one in placed(view.blocks) if one.element.get("action_id") == action]
    return [one for one in values if f'"{code}"' in one][place]


async def test_a_finding_is_mended_by_its_own_form_and_is_gone_and_another_is_called_a_false_alarm(team: Team) -> None:
    await team.begin(step=Step.REDESIGN)
    pain = await team.adds_pain(LEADER, "Nobody answers the phone", severity="Serious")
    leader = team.hand(LEADER)
    found = await team.opens(LEADER, "check", Modal.CHECKS)
    assert "“Nobody answers the phone” hurts, but rests on nothing yet." in words_of(found)
    assert "Nobody answers for “Nobody answers the phone” yet." in words_of(found)

    asked = value(found, Action.MEND, "pain_without_evidence")
    form = await team.presses(LEADER, found, Action.MEND, asked, modal=Modal.NOTE)
    evidence = {block(form, Field.TEXT): "Eleven of twelve calls rang out", Field.EVIDENCE_KIND: "observation"}
    after = await team.submits(LEADER, evidence)
    assert after is not None
    await leader.close()
    found = await leader.sees_view(Modal.CHECKS)
    await team.settle()
    found = await leader.sees_view(Modal.CHECKS)
    assert "hurts, but rests on nothing" not in words_of(found)
    (proof,) = (await team.map()).evidence
    assert proof.about_id == pain, "the form knew which pain it was for"

    asked = value(found, Action.DISMISS, "pain_without_owner")
    await team.presses(LEADER, found, Action.DISMISS, asked, modal=Modal.DISMISS)
    await team.submits(LEADER, {Field.REASON: "The whole team is on it since Monday"})
    await team.settle()
    found = await leader.sees_view(Modal.CHECKS)
    assert "Called a false alarm" in words_of(found)
    assert "The whole team is on it since Monday" in words_of(found)
    await team.closes(LEADER)

    seen = await team.opens("sales", "check", Modal.CHECKS)
    assert "The whole team is on it since Monday" in words_of(seen)
    assert Action.TAKE_BACK not in str(seen.blocks), "who does not lead cannot take it back"
    await team.closes("sales")
    found = await team.opens(LEADER, "check", Modal.CHECKS)
    await leader.click(found, Action.TAKE_BACK)
    await team.settle()
    found = await leader.sees_view(Modal.CHECKS)
    assert "Called a false alarm" not in words_of(found)
    assert value(found, Action.DISMISS, "pain_without_owner")
    await team.closes(LEADER)


async def test_the_gate_says_how_much_there_is_to_look_at_and_leads_to_it(team: Team) -> None:
    await team.begin(step=Step.CUSTOMER)
    gate = await team.opens(LEADER, "next", Modal.GATE)
    assert "found 1 thing." in words_of(gate)
    found = await team.presses(LEADER, gate, Action.CHECKS, modal=Modal.CHECKS)
    asked = value(found, Action.MEND, "no_persona")
    await team.presses(LEADER, found, Action.MEND, asked, modal=Modal.PERSONA)
    likes = {"detail:likes": "Clear prices", "detail:challenges": "No time"}
    await team.submits(LEADER, {Field.NAME: "Sarah", Field.GOAL: "A kitchen that works", **likes})
    await team.settle()
    found = await team.hand(LEADER).sees_view(Modal.CHECKS)
    assert "“Sarah” is imagined" in words_of(found), "what can be said now is said of her"
    asked = value(found, Action.MEND, "persona_without_evidence")
    await team.presses(LEADER, found, Action.MEND, asked, modal=Modal.PERSONA)
    await team.submits(LEADER, {"detail:evidence": "Six interviews in May"})
    await team.settle()
    assert "in good hands" in words_of(await team.hand(LEADER).sees_view(Modal.CHECKS))
    await team.closes(LEADER)
    everything = await team.presses(LEADER, team.card(), Action.MENU, "Everything else…", modal=Modal.INFO)
    await team.presses(LEADER, everything, Action.CHECKS, modal=Modal.CHECKS)
    await team.closes(LEADER)

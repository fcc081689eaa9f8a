"""Step 1 in depth: an invitation that is answered with one press, and leading that is shared and handed over."""

from bot.ids import Action, Field, Modal
from bot.simulator.reading import words_of
from tests.journeys.team import BY_SOCKET, LEADER, NUMBERS, Team, detail
from workflows import workshops
from workflows.words import Attendance, Role, Step

pytestmark = BY_SOCKET


async def test_who_is_invited_later_is_called_into_the_thread_and_answers_with_one_press(team: Team) -> None:
    await team.begin()
    noor = team.world.add_user(f"noor{next(NUMBERS)}", "Noor Haddad")
    team.channel.members.add(noor.id)
    form = await team.opens(LEADER, "people", Modal.PEOPLE)
    assert "Nobody speaks for these yet" in words_of(form)
    await team.submits(LEADER, {Field.PEOPLE: [noor.id], Field.DEPARTMENT: "Marketing"})
    await team.closes(LEADER)
    await team.settle()
    (invitation,) = [one for one in team.thread() if f"<@{noor.id}>" in str(one.blocks)]
    hand = team.running.simulator.hand(noor.id)
    await hand.click(invitation, f"{Action.ATTEND}:{Attendance.DECLINED}")
    await team.settle()

    async def answer() -> Attendance:
        people = (await team.map()).outline.participants
        return next(one.attendance for one in people if one.person.user_id == noor.id)

    assert await answer() is Attendance.DECLINED
    await hand.click(invitation, f"{Action.ATTEND}:{Attendance.ACCEPTED}")
    await team.settle()
    assert await answer() is Attendance.ACCEPTED
    assert any("You are in" in words_of(one) for one in hand.messages(team.channel, team.card().ts))


async def test_nobody_is_called_into_the_thread_by_an_invitation_that_was_refused(team: Team) -> None:
    await team.begin()
    noor = team.world.add_user(f"noor{next(NUMBERS)}", "Noor Haddad")
    team.channel.members.add(noor.id)
    await team.opens(LEADER, "people", Modal.PEOPLE)
    await team.submits(LEADER, {Field.PEOPLE: [noor.id], Field.DEPARTMENT: "Marketing"})
    await team.closes(LEADER)
    await team.opens(LEADER, "people", Modal.PEOPLE)
    await workshops.end(team.desk, team.actor(), team.workshop)
    await team.hand(LEADER).submit({Field.PEOPLE: [noor.id], Field.DEPARTMENT: "Marketing"})
    await team.settle()
    assert sum(f"<@{noor.id}>" in str(one.blocks) for one in team.thread()) == 1


async def test_the_first_guide_is_an_invitation_that_can_be_answered(team: Team) -> None:
    await team.begin()
    guide = team.guides()[0]
    await team.hand("support").click(guide, f"{Action.ATTEND}:{Attendance.ACCEPTED}")
    await team.settle()
    people = {one.person.user_id: one.attendance for one in (await team.map()).outline.participants}
    assert people[team.user("support").id] is Attendance.ACCEPTED


async def test_a_facilitator_hands_over_and_the_new_one_takes_the_team_on(team: Team) -> None:
    await team.begin()
    form = await team.opens(LEADER, "people", Modal.PEOPLE)
    await team.presses(LEADER, form, Action.LEAD, modal=Modal.LEAD)
    await team.submits(LEADER, {Field.FACILITATOR: team.user("sales").id})
    outline = (await team.map()).outline
    assert outline.facilitator.user_id == team.user("sales").id
    roles = {one.person.user_id: one.role for one in outline.participants}
    assert roles[team.user(LEADER).id] is Role.CO_FACILITATOR
    await team.closes(LEADER)
    await team.opens("sales", "next", Modal.GATE)
    await team.submits("sales", {})
    assert (await team.map()).outline.step is Step.CUSTOMER
    await team.closes("sales")
    listed = await team.opens("support", "people", Modal.PEOPLE)
    assert "Who leads?" not in words_of(listed)
    await team.closes("support")


async def test_what_stands_behind_a_stage_is_asked_on_a_button_and_kept(team: Team) -> None:
    await team.begin(step=Step.MAP)
    view = await team.opens("sales", "stages", Modal.STAGES)
    form = await team.presses("sales", view, Action.STAGE, "Checkout", modal=Modal.STAGE)
    await team.hand("sales").fill({detail("trigger"): "The cart is full"})
    await team.hand("sales").click(form, f"{Action.MORE}:stage")
    await team.settle()
    behind = {detail("backstage"): "Fraud check", detail("resources_lacking"): "A phone line"}
    await team.submits("sales", behind)
    stage = next(one for one in (await team.map()).stages if one.name == "Checkout")
    assert stage.details == {
        "trigger": "The cart is full",
        "resources_lacking": "A phone line",
        "backstage": "Fraud check",
    }
    await team.closes("sales")


async def test_who_joins_late_is_told_what_the_map_tells_so_far_and_what_to_give(team: Team) -> None:
    await team.begin(step=Step.FEEL)
    await team.adds_pain("support", "Nobody answers the phone")
    await team.opens("design", "introduce", Modal.INTRODUCE)
    told = await team.submits("design", {Field.DEPARTMENT: "Product", Field.SIDE: "backstage"})
    assert told is not None
    said = words_of(told)
    assert "Step 4 of 6" in said
    assert "Nobody answers the phone" in said
    await team.presses("design", told, f"{Action.NOTE}:pain", modal=Modal.NOTE)
    await team.closes("design")
    await team.opens("design", "introduce", Modal.INTRODUCE)
    assert await team.submits("design", {Field.DEPARTMENT: "Design"}) is None, "once is enough"

"""Everything that Slack or a hurried person does twice: it happens once, and the second one gets the same answer."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.ids import Action, Field, Modal
from bot.simulator import payloads
from bot.simulator.blocks import placed
from bot.simulator.delivery import HttpCourier, Kind, encode, signed_headers
from bot.simulator.errors import Unacknowledged
from bot.simulator.people import Hand
from bot.simulator.things import OpenView
from tests.journeys.team import BY_HTTP, LEADER, PATIENCE, STAGES, Team, block, choices
from workflows import workshops
from workflows.words import Step

pytestmark = [pytest.mark.thorough, BY_HTTP]

# What may grow by a repeat: what is remembered of the delivery itself, and what the engine has to do.
# What Slack tells of people and channels along the way, and what the engine keeps for itself.
BOOKKEEPING = frozenset({"delivery_claim", "posting", "replica", "heartbeat", "profile", "channel", "channel_member"})


async def counts(team: Team) -> dict[str, int]:
    """How many rows each of our tables has."""
    found = {}
    async with team.desk.db.read() as session:
        for name, table in SQLModel.metadata.tables.items():
            if name not in BOOKKEEPING:
                rows = await session.exec(sa.select(sa.func.count()).select_from(table))  # type: ignore[call-overload]
                found[name] = rows.one()[0]
    return found


async def repeats(hand: Hand, view: OpenView) -> list[Any]:
    """Submit the same payload three times: twice at the same moment, and once more."""
    payload = payloads.interaction(hand.core, "view_submission", hand.id, view_id=view.id)
    payload |= {"view": payloads.view(hand.core, view), "response_urls": []}

    async def once() -> Any:
        return await hand.deliveries.send(Kind.INTERACTION, payload)

    return [*await asyncio.gather(once(), once()), await once()]


Filling = Callable[[Team, OpenView], dict[Any, object]]
FORMS: dict[Modal, tuple[str, Filling]] = {
    Modal.START: ("start", lambda _team, _view: {Field.TITLE: "Twice", Field.GOAL: "Once"}),
    Modal.FRAME: ("edit", lambda _team, _view: {Field.TITLE: "Another title"}),
    Modal.TEMPLATE: ("template", lambda _team, _view: {Field.NAME: "Kept once"}),
    Modal.PEOPLE: ("people", lambda team, _view: {Field.PEOPLE: [team.user("sales").id], Field.DEPARTMENT: "Sales"}),
    Modal.INTRODUCE: ("introduce", lambda _team, _view: {Field.DEPARTMENT: "CX", Field.SIDE: "backstage"}),
    Modal.PERSONA: ("customer", lambda _team, _view: {Field.NAME: "Sarah", Field.GOAL: "A kitchen"}),
    Modal.STAGES: ("stages", lambda _team, view: {block(view, Field.STAGES): "\n".join([*STAGES, "Return"])}),
    Modal.TOUCHPOINTS: (
        "touchpoints",
        lambda _team, view: {block(view, Field.LINES): "Form @web", Field.STAGE: "Checkout"},
    ),
    Modal.NOTE: ("pain", lambda _team, view: {block(view, Field.TEXT): "Queues", Field.STAGE: "Checkout"}),
    Modal.SCORES: (
        "feel",
        lambda _team, view: {next(o.block_id for o in placed(view.blocks) if o.block_id.startswith("score:")): "-1"},
    ),
    Modal.VOTES: (
        "vote",
        lambda _team, view: {
            (
                name := block(view, next(o.block_id for o in placed(view.blocks) if o.block_id.startswith("votes:")))
            ): choices(view, name)[:1]
        },
    ),
    Modal.IDEA: (
        "idea",
        lambda _team, view: {block(view, Field.TEXT): "A second till", Field.PAIN: choices(view, Field.PAIN)[0]},
    ),
    Modal.OWNER: (
        "owner",
        lambda team, view: {
            Field.PAIN: choices(view, Field.PAIN)[0],
            Field.OWNER: team.user("sales").id,
            Field.DUE: team.world.clock.now().date(),
        },
    ),
    Modal.METRIC: (
        "metric",
        lambda _team, _view: {Field.METRIC_KIND: "own", Field.NAME: "Carts", Field.BASELINE: "38"},
    ),
    Modal.CADENCE: ("cadence", lambda team, _view: {Field.JOURNEY_OWNER: team.user(LEADER).id}),
    Modal.REVIEW: ("review", lambda _team, _view: {}),
    Modal.GATE: ("next", lambda _team, _view: {}),
}


async def test_a_form_that_is_submitted_again_has_its_effect_once_and_the_same_answer(team: Team) -> None:
    await team.begin(step=Step.FEEL)
    await team.adds_pain("support", "Nobody answers the phone", severity="Minor")
    for modal, (word, filling) in FORMS.items():
        hand = team.hand(LEADER)
        view = await team.opens(LEADER, word, modal)
        before = await counts(team)
        await hand.fill(filling(team, view))
        answers = await repeats(hand, view)
        after = await counts(team)
        assert "That did not work" not in str(answers), modal
        kinds = [answer.get("response_action") for answer in answers]
        assert kinds[0] == kinds[1] == kinds[2] != "errors", f"{modal}: {answers}"
        if modal is not Modal.GATE:  # the second answer shows the map as it is by then
            titles = [(answer.get("view") or {}).get("title") for answer in answers]
            assert titles[0] == titles[1] == titles[2], modal
        grown = {name: after[name] - before[name] for name in after if after[name] != before[name]}
        assert grown.pop("audit", 0) <= (2 if modal is Modal.START else 1), f"{modal}: {grown}"
        assert all(more == 1 for name, more in grown.items() if name != "participant"), f"{modal}: {grown}"
        await hand.close(everything=True)
        if modal is Modal.START:
            await _end_newest(team)  # so that the channel has one again
    assert (await team.map()).outline.step is Step.REDESIGN


async def _end_newest(team: Team) -> None:
    found = await workshops.open_in(team.desk, team.actor(), team.channel.id)
    for outline in found:
        if outline.id != team.workshop:
            await workshops.end(team.desk, team.actor(), outline.id)


async def test_a_double_click_on_any_button_of_card_guides_and_messages_does_no_harm(team: Team) -> None:
    await team.begin(step=Step.REDESIGN)
    pain = await team.adds_pain("support", "Nobody answers the phone")
    await team.gives_owner(LEADER, pain, LEADER)
    await team.at_work(LEADER)
    await team.drawn()
    answer = await team.types(LEADER, "pain Checkout: queues")
    hand = team.hand(LEADER)
    before = await counts(team)
    for message in [team.card(), *team.guides(), *team.pictures(), *team.letters(LEADER)[-1:], answer]:
        for one in placed(message.blocks):
            if one.kind == "button" and one.action_id != Action.OPEN_LINK:
                value = one.element.get("value")
                await asyncio.gather(*(hand.click(message, one.action_id, value) for _ in range(2)))
                await team.running.cairn.background.drain(PATIENCE)
                team.world.stack(hand.id).clear()
    await team.settle()
    after = await counts(team)
    assert {name for name in after if after[name] != before[name]} <= {"audit"}
    documents = team.keyed(f"pdf:{team.workshop}:")
    await team.drawn()
    assert len([m for m in team.thread() if m.files]) <= 1, documents


async def test_going_back_by_a_double_click_goes_back_one_step(team: Team) -> None:
    await team.begin(step=Step.REDESIGN)
    hand = team.hand(LEADER)
    gate = await team.opens(LEADER, "next", Modal.GATE)
    await asyncio.gather(*(hand.click(gate, Action.BACK) for _ in range(2)), return_exceptions=True)
    await team.settle()
    assert (await team.map()).outline.step is Step.FEEL


async def test_a_command_delivered_three_times_is_stored_once(team: Team) -> None:
    await team.begin()
    team.running.simulator.faults.duplicates[Kind.COMMAND.value] = 2
    answer = await team.types("sales", "pain Checkout: queues")
    team.running.simulator.faults.duplicates.clear()
    assert "added in “Checkout”" in str(answer.blocks)
    assert [pain.text for pain in (await team.map()).pains] == ["queues"]


async def test_an_acknowledgement_that_is_lost_leaves_one_effect_when_the_person_tries_again(team: Team) -> None:
    await team.begin()
    view = await team.opens("sales", "pain", Modal.NOTE)
    hand = team.hand("sales")
    team.expected.append("acknowledgement was lost")
    team.running.simulator.faults.lose_acks = 1
    await hand.fill({block(view, Field.TEXT): "queues", Field.STAGE: "Checkout"})
    with pytest.raises(Unacknowledged):
        await hand.submit({})
    await hand.submit({})  # the form is still there, as Slack leaves it
    assert [pain.text for pain in (await team.map()).pains] == ["queues"]


async def test_an_event_that_is_redelivered_has_one_effect(team: Team) -> None:
    await team.begin()
    await team.drawn()
    faults = team.running.simulator.faults
    faults.duplicates[Kind.EVENT.value] = 3
    await team.running.simulator.archive(team.channel, team.user(LEADER))
    faults.duplicates.clear()
    faults.lose_acks = 2
    team.expected.append("acknowledgement was lost")
    await team.running.simulator.archive(team.channel, team.user(LEADER))
    await team.settle()
    assert len(team.keyed(f"stopped:{team.workshop}:")) == 1, "told once, however often Slack says it"


async def test_a_signed_request_replayed_within_five_minutes_is_a_no_op(team: Team) -> None:
    core, courier = team.running.simulator.core, team.running.simulator.deliveries.courier
    assert core.signing_secret
    assert isinstance(courier, HttpCourier), "over a socket nothing is signed"
    await team.begin()
    form = payloads.command(core, team.user("sales").id, team.channel, "/journey", "pain Checkout: queues")
    body, kind = encode(Kind.COMMAND, dict(form))
    headers = signed_headers(core.signing_secret, body, kind)
    answers = []
    async with aiohttp.ClientSession() as session:
        for _ in range(3):
            async with session.post(courier.url, data=body, headers=headers) as answer:
                answers.append((answer.status, await answer.text()))
    assert {status for status, _text in answers} == {200}
    assert len(set(answers)) == 1, "the same answer each time"
    assert [pain.text for pain in (await team.map()).pains] == ["queues"]

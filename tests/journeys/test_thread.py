"""The card, the guides, the picture and the PDF: what stands in the channel while a team works."""

import asyncio

import pytest

from bot.ids import Action, Field, Modal
from bot.simulator.reading import words_of
from bot.simulator.things import OpenView, SimMessage
from tests.journeys.team import BY_SOCKET, LEADER, Team, block
from workflows.words import Step

pytestmark = BY_SOCKET


def pictures_in(message: SimMessage) -> list[str]:
    """The files that a message shows."""
    return [one["slack_file"]["id"] for one in message.blocks if one["type"] == "image"]


async def goes_on(team: Team) -> OpenView:
    """The facilitator presses «next» on the newest guide and goes through the gate."""
    gate = await team.presses(LEADER, team.guides()[-1], Action.NEXT)
    if any(one.get("block_id") == Field.REASON for one in gate.blocks):
        await team.submits(LEADER, {Field.REASON: "We choose owners on Thursday"})
    else:
        await team.submits(LEADER, {})
    await team.hand(LEADER).close(everything=True)
    await team.settle()
    return gate


@pytest.mark.thorough
async def test_the_card_is_one_message_kept_up_to_date_for_good(team: Team) -> None:
    await team.begin()
    card = team.card()
    assert card.thread_ts in {None, card.ts}, "it stands in the channel itself"
    assert "●○○○○○" in words_of(card)
    await team.types("sales", "pain Checkout: queues")
    await team.settle()
    await goes_on(team)
    await team.drawn()
    now = team.card()
    assert now.ts == card.ts
    assert "●●○○○○" in words_of(now)
    assert (
        len(
            [
                m
                for m in team.hand("sales").messages(team.channel)
                if m.user == team.world.bot_user_id and not m.ephemeral_to
            ]
        )
        == 1
    )
    assert pictures_in(now), "the small picture stands on the card"
    (image,) = [one for one in now.blocks if one["type"] == "image"]
    assert "Buying a kitchen" in image["alt_text"]


async def test_the_card_says_who_contributed_to_this_step_and_who_did_not(team: Team) -> None:
    await team.begin(step=Step.FEEL)
    await team.types("sales", "joy Checkout: a discount")
    await team.drawn()
    lines = words_of(team.card()).split("\n")
    gave = next(line for line in lines if "Contributed to this step" in line)
    waiting = next(line for line in lines if "Not yet" in line)
    assert team.user("sales").id in gave
    assert team.user("support").id in waiting


@pytest.mark.thorough
async def test_each_step_gets_a_new_guide_and_only_the_first_one_calls_everybody_once(team: Team) -> None:
    await team.begin()
    for _step in range(5):
        await goes_on(team)
    await team.drawn()
    guides = team.guides()
    assert len(guides) == 6
    assert all(one.thread_ts == team.card().ts for one in guides)
    everybody = [user.id for user in team.cast.people.values()]
    first, *others = [str(one.blocks) + one.text for one in guides]
    assert [first.count(f"<@{user}>") for user in everybody] == [1] * len(everybody)
    assert not any(f"<@{user}>" in words for user in everybody for words in others)
    buttons = [
        [one["action_id"] for row in guide.blocks for one in row.get("elements", ()) if "action_id" in one]
        for guide in guides
    ]
    assert all(found for found in buttons), "each guide offers what its step collects"


async def test_the_card_calls_nobody_by_being_posted(team: Team) -> None:
    team.running.simulator.deliveries.log.clear()
    posted: list[str] = []
    original = team.world.put

    def put(message: SimMessage) -> SimMessage:
        if ((message.metadata or {}).get("event_payload") or {}).get("key", "").startswith("card:"):
            posted.append(str(message.blocks) + message.text)
        return original(message)

    team.world.put = put  # type: ignore[method-assign]
    try:
        await team.begin()
    finally:
        del team.world.put
    (card,) = posted
    assert "<@" not in card, "the first guide calls them, once"


async def test_the_gate_names_what_is_thin_and_the_team_may_go_on_and_back(team: Team) -> None:
    await team.begin(step=Step.MAP)
    gate = await team.presses(LEADER, team.guides()[-1], Action.NEXT)
    assert "No action in" in words_of(gate)
    assert "No touchpoint in" in words_of(gate)
    await team.submits(LEADER, {})
    await team.hand(LEADER).close(everything=True)
    await team.settle()
    assert (await team.map()).outline.step is Step.FEEL
    again = await team.presses(LEADER, team.guides()[-1], Action.NEXT)
    after = await team.presses(LEADER, again, Action.BACK)
    assert "Step 3 of 6" in words_of(after)
    await team.drawn()
    assert (await team.map()).outline.step is Step.MAP
    assert "●●●○○○" in words_of(team.card())
    assert "Step 3 of 6" in words_of(team.guides()[-1])


async def test_leaving_critical_pains_without_an_owner_takes_a_reason(team: Team) -> None:
    await team.begin(step=Step.REDESIGN)
    await team.adds_pain("support", "Nobody answers the phone")
    gate = await team.presses(LEADER, team.guides()[-1], Action.NEXT)
    assert "Nobody answers the phone" in words_of(gate)
    hand = team.hand(LEADER)
    assert isinstance(await hand.submit({}), dict), "without a reason the form stays"
    await team.submits(LEADER, {Field.REASON: "Owners are chosen on Thursday"})
    assert (await team.map()).outline.step is Step.REVIEW


async def test_the_picture_is_one_message_replaced_in_place(team: Team) -> None:
    await team.begin()
    await team.drawn()
    (before,) = team.pictures()
    shown = pictures_in(before)
    assert len(shown) == 2
    assert before.thread_ts == team.card().ts
    await team.types("sales", "pain Checkout: queues")
    await team.drawn()
    (after,) = team.pictures()
    assert after.ts == before.ts
    assert set(pictures_in(after)).isdisjoint(shown), "newer pictures"
    assert "queues" in str(after.blocks), "their alt text tells the story"
    assert all(team.world.files[one].shares == {} for one in pictures_in(after)), "uploaded to no channel"


@pytest.mark.thorough
async def test_a_burst_of_thirty_contributions_makes_few_drawings(team: Team) -> None:
    await team.begin()
    await team.drawn()
    before = len(team.world.files)
    roles = list(team.cast.people)
    await asyncio.gather(
        *(
            team.hand(roles[number % 5]).command(team.channel, f"/journey pain Checkout: pain {number}")
            for number in range(30)
        )
    )
    await team.running.cairn.engine.idle()  # by itself, when the pause is over
    await team.drawn()
    snapshot = await team.map()
    assert {pain.text for pain in snapshot.pains} == {f"pain {number}" for number in range(30)}
    drawings = (len(team.world.files) - before) / 2
    assert 1 <= drawings <= 6, "one drawing for a burst, or a few where the burst took long"
    assert snapshot.outline.map_file_id in pictures_in(team.pictures()[0])


async def test_where_slack_refuses_pictures_by_id_a_new_message_comes_and_the_older_one_goes(team: Team) -> None:
    team.running.simulator.faults.refuse_slack_file = True
    await team.begin()
    await team.drawn()

    def shared() -> list[SimMessage]:
        return [m for m in team.thread() if m.files]

    (before,) = shared()
    await team.types("sales", "pain Checkout: queues")
    await team.drawn()
    (after,) = shared()
    assert after.ts != before.ts
    assert team.world.message(team.channel.id, before.ts) is None
    assert team.world.can_see_file(team.user("sales").id, team.world.files[after.files[0]])
    assert not pictures_in(team.card()), "the card goes without"


async def test_the_map_is_shown_to_whoever_asks_and_the_pdf_comes_into_the_thread(team: Team) -> None:
    await team.begin()
    await team.drawn()
    view = await team.opens("sales", "map", Modal.INFO)
    (image,) = [one for one in view.blocks if one["type"] == "image"]
    assert team.world.can_see_file(team.user("sales").id, team.world.files[image["slack_file"]["id"]])
    await team.hand("sales").close()
    await team.hand("sales").click(team.card(), Action.MENU, "Send the PDF")
    await team.drawn()
    found = [team.world.files[one] for message in team.thread() for one in message.files]
    assert [one.mimetype for one in found] == ["application/pdf"]
    assert found[0].content.startswith(b"%PDF-")


async def test_the_card_is_pinned_and_unpinned_when_the_facilitator_asks(team: Team) -> None:
    await team.begin()
    hand = team.hand(LEADER)
    assert team.channel.pins == []
    await hand.click(team.card(), Action.MENU, "Pin the card")
    await team.drawn()
    assert team.channel.pins == [team.card().ts]
    await hand.click(team.card(), Action.MENU, "Unpin the card")
    await team.drawn()
    assert team.channel.pins == []
    await team.hand("sales").click(team.card(), Action.MENU, "Pin the card")
    await team.hand("sales").sees(team.channel, "Only the facilitator")
    assert team.channel.pins == []


async def test_a_card_that_somebody_deleted_comes_back_with_the_next_contribution(team: Team) -> None:
    await team.begin()
    await team.drawn()
    team.world.remove(team.card())
    await team.types("sales", "pain Checkout: queues")
    await team.drawn()
    assert "Buying a kitchen" in words_of(team.card())
    view = await team.presses("sales", team.card(), Action.MAP)
    assert view.callback_id == Modal.INFO


async def test_everything_a_guide_offers_works_from_within_the_thread(team: Team) -> None:
    await team.begin(step=Step.FEEL)
    guide = team.guides()[-1]
    view = await team.presses("sales", guide, f"{Action.NOTE}:pain")
    await team.submits("sales", {block(view, Field.TEXT): "The queue", Field.STAGE: "Checkout"})
    await team.hand("sales").close(everything=True)
    view = await team.presses("sales", guide, Action.SCORES)
    assert view.callback_id == Modal.SCORES
    assert [pain.text for pain in (await team.map()).pains] == ["The queue"]

"""What the engine sends, as it stands in a workspace afterwards."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import ANSWERS, answer_to, of_slack
from bot.messenger import SlackMessenger, person
from bot.simulator.faults import Fault, Mishap
from bot.simulator.server import Simulator
from bot.simulator.state import World
from bot.simulator.things import SimChannel, SimMessage
from bot.views.message import Message
from workflows.errors import PASSING, Answer, DeliveryError
from workflows.ports import Delivered, Order
from workflows.snapshots import MapSnapshot
from workflows.words import PostingKind

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)
SNAPSHOT: MapSnapshot = None  # type: ignore[assignment]  # the words come from the test, not from a map


@dataclass
class Room:
    simulator: Simulator
    channel: SimChannel
    messenger: SlackMessenger
    said: Message

    def order(self, kind: PostingKind = PostingKind.CARD, **changed) -> Order:
        made = Order(1, "card:1", kind, self.simulator.world.team_id, self.channel.id, None, None, None, None)
        return replace(made, **changed)

    def at(self, delivered: Delivered) -> Order:
        return self.order(message_channel_id=delivered.channel_id, ts=delivered.ts)

    def standing(self) -> list:
        return list(self.simulator.world.messages.get(self.channel.id, {}).values())


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    world = World()
    ana = world.add_user("ana", "Ana Ruiz", tz="Europe/Madrid", locale="es-ES")
    channel = world.add_channel("shop", [ana.id, world.bot_user_id])
    async with Simulator(world) as simulator:
        client = AsyncWebClient(token=simulator.core.bot_token, base_url=simulator.api_url, retry_handlers=[])
        made = Room(simulator, channel, None, Message("Step 1 of 6", [section("Step 1 of 6")]))
        made.messenger = SlackMessenger(client, lambda _order, _snapshot: made.said, bot_id=world.bot_id)
        yield made


def section(text: str) -> dict:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


async def test_a_message_is_posted_once_and_then_updated_in_place(room):
    delivered = await room.messenger.deliver(room.order(), SNAPSHOT)
    room.said = Message("Step 2 of 6", [section("Step 2 of 6")])
    assert await room.messenger.deliver(room.at(delivered), SNAPSHOT) == delivered
    (message,) = room.standing()
    assert message.text == "Step 2 of 6"
    assert message.blocks[0]["text"]["text"] == "Step 2 of 6"
    assert message.metadata == {"event_type": "cairn_posting", "event_payload": {"key": "card:1"}}


async def test_a_message_of_the_thread_stands_in_it(room):
    card = await room.messenger.deliver(room.order(), SNAPSHOT)
    guide = await room.messenger.deliver(room.order(PostingKind.GUIDE, thread_ts=card.ts), SNAPSHOT)
    assert next(message for message in room.standing() if message.ts == guide.ts).thread_ts == card.ts


async def test_a_person_is_written_to_directly(room):
    (ana,) = (user for user in room.simulator.world.people() if user.name == "ana")
    delivered = await room.messenger.deliver(room.order(PostingKind.REVIEW_DUE, channel_id=ana.id), SNAPSHOT)
    assert delivered.channel_id == room.simulator.hand("ana").direct.id


async def test_a_message_that_was_deleted_is_to_be_replaced(room):
    delivered = await room.messenger.deliver(room.order(), SNAPSHOT)
    await room.messenger.remove(room.at(delivered))
    assert room.standing() == []
    await room.messenger.remove(room.at(delivered))
    with pytest.raises(DeliveryError) as caught:
        await room.messenger.deliver(room.at(delivered), SNAPSHOT)
    assert (caught.value.error, caught.value.answer) == ("message_not_found", "replace")


async def test_a_rate_limit_says_when_to_come_back(room):
    room.simulator.faults.plan("chat.postMessage", Fault(Mishap.RATE_LIMITED, retry_after=7))
    with pytest.raises(DeliveryError) as caught:
        await room.messenger.deliver(room.order(), SNAPSHOT)
    assert (caught.value.answer, caught.value.delay) == (Answer.WAIT, 7.0)


@pytest.mark.parametrize("mishap", [Mishap.SERVER_ERROR, Mishap.DROPPED, Mishap.LOST])
async def test_a_slack_in_trouble_is_tried_again_later(room, mishap):
    room.simulator.faults.plan("chat.postMessage", Fault(mishap))
    with pytest.raises(DeliveryError) as caught:
        await room.messenger.deliver(room.order(), SNAPSHOT)
    assert caught.value.answer == "retry"
    assert caught.value.delay > 0


async def test_every_code_of_the_table_gets_its_answer(room):
    """Of a message that stands already: a new one that is too long goes in words, see below."""
    delivered = await room.messenger.deliver(room.order(), SNAPSHOT)
    for code, answer in ANSWERS.items():
        room.simulator.faults.plan("chat.update", Fault(Mishap.REFUSED, code=code))
        with pytest.raises(DeliveryError) as caught:
            await room.messenger.deliver(room.at(delivered), SNAPSHOT)
        assert (caught.value.error, caught.value.answer) == (code, answer)
        assert (caught.value.delay > 0) is (answer in PASSING), code
    assert set(ANSWERS.values()) == set(Answer), "no answer is there that nothing asks for"


async def test_what_slack_does_not_take_as_it_is_made_goes_in_words_once(room):
    shorten = [code for code, answer in ANSWERS.items() if answer is Answer.SHORTEN]
    for code in shorten:
        room.said = Message("Step 1. " * 4000, [section("Step 1 of 6")])
        room.simulator.faults.plan("chat.postMessage", Fault(Mishap.REFUSED, code=code))
        delivered = await room.messenger.deliver(room.order(), SNAPSHOT)
        assert delivered.shortened == code
        message = next(one for one in room.standing() if one.ts == delivered.ts)
        assert (len(message.text) <= 2000, message.blocks) == (True, [])
    assert len(room.standing()) == len(shorten)
    room.simulator.faults.plan("chat.postMessage", Fault(Mishap.REFUSED, code="msg_too_long"), times=2)
    with pytest.raises(DeliveryError) as caught:
        await room.messenger.deliver(room.order(), SNAPSHOT)
    assert caught.value.answer is Answer.SHORTEN, "which the engine gives up, and tells"


async def test_a_picture_is_uploaded_to_no_channel_and_shown_by_its_id(room):
    file_id = await room.messenger.upload("T", "map.png", PNG, "The story of the map. " * 90)
    assert room.standing() == []
    image = {"type": "image", "slack_file": {"id": file_id}, "alt_text": "The map"}
    room.said = Message("The map", [section("The map"), image])
    await room.messenger.deliver(room.order(PostingKind.PICTURE), SNAPSHOT)
    (message,) = room.standing()
    assert message.blocks[1]["slack_file"]["id"] == file_id


async def test_where_slack_refuses_pictures_by_id_the_card_goes_without_and_the_picture_is_to_be_replaced(room):
    file_id = await room.messenger.upload("T", "map.png", PNG, "The map")
    room.simulator.faults.refuse_slack_file = True
    image = {"type": "image", "slack_file": {"id": file_id}, "alt_text": "The map"}
    room.said = Message("The map", [section("The map"), image])
    await room.messenger.deliver(room.order(), SNAPSHOT)
    (message,) = room.standing()
    assert [block["type"] for block in message.blocks] == ["section"]
    with pytest.raises(DeliveryError) as caught:
        await room.messenger.deliver(room.order(PostingKind.PICTURE), SNAPSHOT)
    assert caught.value.answer == "replace"


async def test_a_shared_file_is_a_message_and_takes_the_place_of_an_older_one(room):
    card = await room.messenger.deliver(room.order(), SNAPSHOT)
    order = room.order(PostingKind.PICTURE, thread_ts=card.ts)
    first = await room.messenger.share_file(order, "map.png", PNG, "Our map")
    assert next(message for message in room.standing() if message.ts == first.ts).thread_ts == card.ts
    again = replace(order, message_channel_id=first.channel_id, ts=first.ts)
    second = await room.messenger.share_file(again, "map.png", PNG, "Our map")
    assert {message.ts for message in room.standing()} == {card.ts, second.ts}


async def test_a_message_of_unknown_fate_is_found_by_its_key_where_that_is_permitted(room):
    delivered = await room.messenger.deliver(room.order(), SNAPSHOT)
    assert await room.messenger.find(room.order()) is None
    room.simulator.core.profile.scopes |= {"channels:history", "groups:history"}
    reader = SlackMessenger(
        room.messenger._client,
        lambda _order, _snapshot: room.said,
        bot_id=room.simulator.world.bot_id,
        scopes=frozenset({"channels:history"}),
    )
    assert await reader.find(room.order()) == delivered
    assert await reader.find(room.order(key="guide:1:1")) is None
    assert await reader.find(room.order(thread_ts=delivered.ts)) == delivered
    for number in range(201):
        room.simulator.world.put(
            SimMessage(room.channel.id, room.simulator.clock.ts(), "UANA", f"talk {number}", thread_ts=delivered.ts)
        )
    last = await room.messenger.deliver(room.order(key="guide:1:2", thread_ts=delivered.ts), SNAPSHOT)
    assert await reader.find(room.order(key="guide:1:2", thread_ts=delivered.ts)) == last, "behind a long talk, too"
    room.simulator.core.profile.scopes -= {"channels:history", "groups:history"}
    assert await reader.find(room.order()) is None


async def test_a_person_is_described_by_what_slack_knows(room):
    (ana,) = (user for user in room.simulator.world.people() if user.name == "ana")
    said = await room.messenger.profile(room.simulator.world.team_id, ana.id)
    assert (said["tz"], said["locale"], said["is_guest"]) == ("Europe/Madrid", "es-ES", False)
    assert said["name"]
    with pytest.raises(DeliveryError) as caught:
        await room.messenger.profile(room.simulator.world.team_id, "U0NOBODY")
    assert caught.value.answer is Answer.TELL


@pytest.mark.parametrize(
    ("user", "guest"),
    [
        ({"team_id": "T1"}, False),
        ({"team_id": "T1", "is_restricted": True}, True),
        ({"team_id": "T1", "is_ultra_restricted": True}, True),
        ({"team_id": "T2"}, True),
        ({"team_id": "T1", "is_stranger": True}, True),
        ({"team_id": "T2", "enterprise_user": {"id": "E1"}}, False),
    ],
)
def test_guests_and_people_of_other_companies_are_told_apart_from_members(user, guest):
    assert person(user, "T1")["is_guest"] is guest


def test_an_answer_that_is_no_json_is_read_by_its_status():
    class Response:
        data, status_code, headers = b"<html>", 502, {}

    error = of_slack(SlackApiError("x", Response()))
    assert (error.error, error.answer) == ("http_502", "retry")
    assert answer_to("no_such_code_yet") is Answer.TELL
    assert answer_to("", 429) is Answer.WAIT


async def test_a_workspace_without_charts_is_asked_once_and_sees_the_message_without_them(room):
    points = [{"label": "a", "value": 1}, {"label": "b", "value": -2}]
    line = {"type": "line", "series": [{"name": "m", "data": points}], "axis_config": {"categories": ["a", "b"]}}
    chart = {"type": "data_visualization", "title": "How it feels", "chart": line}
    room.said = Message("The map", [section("The map"), chart])
    await room.messenger.deliver(room.order(), SNAPSHOT)
    assert room.standing()[0].blocks[1]["chart"] == line, "where they are taken they are shown"
    room.simulator.faults.refuse_charts = True
    for _ in range(2):
        await room.messenger.deliver(room.order(), SNAPSHOT)
    assert [len(one.blocks) for one in room.standing()] == [2, 1, 1]
    room.simulator.faults.refuse_charts = False
    await room.messenger.deliver(room.order(), SNAPSHOT)
    assert len(room.standing()[-1].blocks) == 1, "it is remembered"

"""The Web API refuses what Slack refuses, with Slack's words, however it is called."""

import asyncio
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.simulator.core import RESPONSE_URL_USES
from bot.simulator.faults import ANY, Fault, Mishap
from bot.simulator.server import Simulator
from tests.bot.simulator.conftest import asking, buttons, make_world, modal, words

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 50


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    world, _ = make_world()
    async with Simulator(world) as made:
        yield made


@pytest.fixture
def client(simulator: Simulator) -> AsyncWebClient:
    return AsyncWebClient(simulator.core.bot_token, base_url=simulator.api_url)


@pytest.fixture
def shop(simulator: Simulator) -> str:
    return next(one.id for one in simulator.world.channels.values() if one.name == "shop")


async def refusal(call) -> dict:
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value.response.data


async def code(call) -> str:
    return (await refusal(call))["error"]


async def test_arguments_come_as_query_form_or_json(simulator: Simulator, shop: str):
    bearer = {"Authorization": f"Bearer {simulator.core.bot_token}"}
    address = f"{simulator.api_url}chat.postMessage"
    args = {"channel": shop, "text": "hello"}
    blocks = [{"type": "section", "text": words("hello")}]
    async with aiohttp.ClientSession() as session:
        calls = [
            session.get(address, params=args, headers=bearer),
            session.post(address, params=args, headers=bearer),
            session.post(address, data={**args, "token": simulator.core.bot_token, "blocks": json.dumps(blocks)}),
            session.post(address, json={**args, "blocks": blocks}, headers=bearer),
        ]
        for call in calls:
            async with call as answer:
                assert (await answer.json())["ok"] is True
                assert "chat:write" in answer.headers["x-oauth-scopes"]
        for body, error in (("{", "invalid_json"), ("[]", "json_not_object")):
            headers = bearer | {"Content-Type": "application/json"}
            async with session.post(address, data=body, headers=headers) as answer:
                assert (await answer.json())["error"] == error


async def test_tokens_and_scopes_are_checked(simulator: Simulator, client: AsyncWebClient, shop: str):
    def as_(token: str | None) -> AsyncWebClient:
        return AsyncWebClient(token, base_url=simulator.api_url)

    assert await code(as_(None).auth_test()) == "not_authed"
    assert await code(as_("xoxb-wrong").auth_test()) == "invalid_auth"
    assert await code(as_(simulator.core.app_token).auth_test()) == "not_allowed_token_type"
    assert await code(client.apps_connections_open(app_token=simulator.core.bot_token)) == "not_allowed_token_type"
    assert await code(client.api_call("chat.sing")) == "unknown_method"
    missing = await refusal(client.conversations_history(channel=shop))
    assert (missing["error"], missing["needed"]) == ("missing_scope", "channels:history")
    assert "chat:write" in missing["provided"]
    simulator.core.profile.scopes.add("channels:history")
    assert (await client.conversations_history(channel=shop))["messages"] == []
    for gone in ("account_inactive", "token_revoked"):
        simulator.core.account_error = gone
        assert await code(client.auth_test()) == gone


async def test_channels_that_cannot_be_posted_to_say_why(simulator: Simulator, client: AsyncWebClient, shop: str):
    world = simulator.world
    ana = simulator.hand("ana").id
    outside = world.add_channel("outside", [ana], bot=False)
    private = world.add_channel("secret", [ana], is_private=True, bot=False)
    assert await code(client.chat_postMessage(channel=outside.id, text="x")) == "not_in_channel"
    assert await code(client.chat_postMessage(channel=private.id, text="x")) == "channel_not_found"
    assert await code(client.chat_postMessage(channel="C0NOWHERE", text="x")) == "channel_not_found"
    world.channels[shop].is_archived = True
    assert await code(client.chat_postMessage(channel=shop, text="x")) == "is_archived"
    assert await code(client.users_info(user="U0NOBODY")) == "user_not_found"
    assert await code(client.conversations_open(users="U0NOBODY")) == "user_not_found"


async def test_a_message_to_a_person_opens_their_direct_message(simulator: Simulator, client: AsyncWebClient):
    ana = simulator.hand("ana")
    sent = await client.chat_postMessage(channel=ana.id, text="yours")
    assert sent["channel"].startswith("D")
    assert [one.text for one in ana.dm()] == ["yours"]
    opened = await client.conversations_open(users=ana.id)
    assert opened["channel"]["id"] == sent["channel"]


async def test_messages_over_the_limits_are_refused_with_a_pointer(client: AsyncWebClient, shop: str):
    assert await code(client.chat_postMessage(channel=shop, text="x" * 40_001)) == "msg_too_long"
    assert await code(client.chat_postMessage(channel=shop, text="")) == "no_text"
    long = [{"type": "header", "text": words("x" * 151)}]
    wrong = await refusal(client.chat_postMessage(channel=shop, text="x", blocks=long))
    assert wrong["error"] == "invalid_blocks"
    assert wrong["response_metadata"]["messages"] == [
        "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    ]
    many = [{"type": "divider"}] * 51
    assert (
        "no more than 50" in (await refusal(client.chat_postMessage(channel=shop, text="x", blocks=many)))["errors"][0]
    )
    assert await code(client.chat_postMessage(channel=shop, text="x", blocks="[nonsense")) == "invalid_blocks_format"


async def test_a_text_without_blocks_takes_the_blocks_away(simulator: Simulator, client: AsyncWebClient, shop: str):
    sent = await client.chat_postMessage(channel=shop, text="card", blocks=[buttons("go")])
    await client.chat_update(channel=shop, ts=sent["ts"], text="only words")
    message = simulator.world.message(shop, sent["ts"])
    assert message is not None
    assert message.blocks == []
    assert message.edited


async def test_only_own_messages_that_are_there_can_be_changed(simulator: Simulator, client: AsyncWebClient, shop: str):
    said = await simulator.hand("ana").say("#shop", "mine")
    assert await code(client.chat_update(channel=shop, ts=said.ts, text="x")) == "cant_update_message"
    assert await code(client.chat_delete(channel=shop, ts=said.ts)) == "cant_delete_message"
    assert await code(client.chat_update(channel=shop, ts="1.1", text="x")) == "message_not_found"
    assert await code(client.chat_getPermalink(channel=shop, message_ts="1.1")) == "message_not_found"
    assert await code(client.chat_postMessage(channel=shop, text="x", thread_ts="1.1")) == "thread_not_found"
    assert await code(client.chat_postEphemeral(channel=shop, user="U0NOBODY", text="x")) == "user_not_in_channel"


async def test_threads_count_their_replies_and_pins_are_pinned_once(
    simulator: Simulator, client: AsyncWebClient, shop: str
):
    head = await client.chat_postMessage(channel=shop, text="head")
    reply = await client.chat_postMessage(channel=shop, text="reply", thread_ts=head["ts"])
    ana = simulator.hand("ana")
    await ana.say("#shop", "me too", thread=head["ts"])
    card = simulator.world.message(shop, head["ts"])
    assert card is not None
    assert (card.reply_count, card.reply_users) == (2, [simulator.world.bot_user_id, ana.id])
    assert [one.text for one in ana.messages("#shop")] == ["head"]
    assert [one.text for one in ana.messages("#shop", thread=head["ts"])] == ["head", "reply", "me too"]
    await client.chat_delete(channel=shop, ts=reply["ts"])
    assert card.reply_count == 1
    await client.pins_add(channel=shop, timestamp=head["ts"])
    assert await code(client.pins_add(channel=shop, timestamp=head["ts"])) == "already_pinned"
    await client.pins_remove(channel=shop, timestamp=head["ts"])
    assert await code(client.pins_remove(channel=shop, timestamp=head["ts"])) == "no_pin"
    link = (await client.chat_getPermalink(channel=shop, message_ts=head["ts"]))["permalink"]
    assert head["ts"].replace(".", "") in link


async def test_a_trigger_opens_one_view_for_three_seconds(simulator: Simulator, client: AsyncWebClient):
    core, ana = simulator.core, simulator.hand("ana").id
    assert await code(client.views_open(trigger_id="1.2.3", view=modal())) == "invalid_trigger_id"
    trigger = core.new_trigger(ana)
    wrong = await refusal(client.views_open(trigger_id=trigger, view=modal(title=words("x" * 25))))
    assert wrong["error"] == "invalid_arguments"
    assert "/view/title/text" in wrong["response_metadata"]["messages"][0]
    await client.views_open(trigger_id=trigger, view=modal())
    assert await code(client.views_open(trigger_id=trigger, view=modal())) == "exchanged_trigger_id"
    core.trigger_seconds = 0.0
    late = core.new_trigger(ana)
    await asyncio.sleep(0.01)
    assert await code(client.views_open(trigger_id=late, view=modal())) == "expired_trigger_id"


async def test_modals_stack_three_deep(simulator: Simulator, client: AsyncWebClient):
    core, ana = simulator.core, simulator.hand("ana").id
    top = (await client.views_open(trigger_id=core.new_trigger(ana), view=modal()))["view"]
    root = top["id"]
    for _ in range(2):
        top = (await client.views_push(trigger_id=core.new_trigger(ana, top["id"]), view=modal()))["view"]
        assert top["root_view_id"] == root
    trigger = core.new_trigger(ana, top["id"])
    assert await code(client.views_push(trigger_id=trigger, view=modal())) == "push_limit_reached"
    assert len(simulator.world.stack(ana)) == 3


async def test_an_update_with_an_old_hash_conflicts(simulator: Simulator, client: AsyncWebClient):
    ana = simulator.hand("ana")
    view = (await client.views_open(trigger_id=simulator.core.new_trigger(ana.id), view=modal()))["view"]
    newer = (await client.views_update(view_id=view["id"], hash=view["hash"], view=modal(callback_id="b")))["view"]
    assert newer["hash"] != view["hash"]
    assert await code(client.views_update(view_id=view["id"], hash=view["hash"], view=modal())) == "hash_conflict"
    await ana.close()
    assert await code(client.views_update(view_id=view["id"], view=modal())) == "not_found"
    external = modal(external_id="one")
    await client.views_open(trigger_id=simulator.core.new_trigger(ana.id), view=external)
    inner = simulator.core.new_trigger(ana.id, "V1")
    assert await code(client.views_push(trigger_id=inner, view=external)) == "duplicate_external_id"


async def test_a_home_is_published_where_it_is_enabled(simulator: Simulator, client: AsyncWebClient):
    ana = simulator.hand("ana")
    home = {"type": "home", "blocks": [buttons("go")]}
    await client.views_publish(user_id=ana.id, view=home)
    assert ana.home is not None
    assert await code(client.views_publish(user_id=ana.id, hash="1.old", view=home)) == "hash_conflict"
    assert await code(client.views_publish(user_id=ana.id, view=modal())) == "invalid_arguments"
    simulator.core.profile.home_tab = False
    assert await code(client.views_publish(user_id=ana.id, view=home)) == "not_enabled"


async def test_people_are_told_with_time_zone_and_locale_when_asked(simulator: Simulator, client: AsyncWebClient):
    ana = simulator.hand("ana").id
    plain = (await client.users_info(user=ana))["user"]
    assert "locale" not in plain
    told = (await client.users_info(user=ana, include_locale=True))["user"]
    assert (told["locale"], told["tz"], told["is_restricted"]) == ("es-ES", "Europe/Madrid", False)
    page = await client.users_list(limit=2)
    assert len(page["members"]) == 2
    rest = await client.users_list(limit=2, cursor=page["response_metadata"]["next_cursor"])
    assert rest["response_metadata"]["next_cursor"] == ""


async def test_a_file_without_a_channel_is_shown_by_its_picture_block(
    simulator: Simulator, client: AsyncWebClient, shop: str
):
    simulator.core.file_ready_after = 1.0
    uploaded = await client.files_upload_v2(content=PNG, filename="map.png", alt_txt="The map")
    file_id = uploaded["file"]["id"]
    file = simulator.world.files[file_id]
    ana = simulator.hand("ana").id
    blocks = [{"type": "image", "slack_file": {"id": file_id}, "alt_text": "The map"}]
    early = await refusal(client.chat_postMessage(channel=shop, text="Map", blocks=blocks))
    assert "invalid slack file" in early["response_metadata"]["messages"][0]
    assert (await client.files_info(file=file_id))["file"]["mimetype"] == ""
    assert not simulator.world.can_see_file(ana, file)
    await asyncio.sleep(1.1)
    ready = (await client.files_info(file=file_id))["file"]
    assert (ready["mimetype"], ready["alt_txt"]) == ("image/png", "The map")
    await client.chat_postMessage(channel=shop, text="Map", blocks=blocks)
    assert simulator.world.can_see_file(ana, file)
    by_url = [{"type": "image", "slack_file": {"url": ready["url_private"]}, "alt_text": "The map"}]
    await client.chat_postMessage(channel=shop, text="Map", blocks=by_url)
    simulator.faults.refuse_slack_file = True
    assert await code(client.chat_postMessage(channel=shop, text="Map", blocks=blocks)) == "invalid_blocks"


async def test_a_file_shared_in_a_thread_is_a_message_there(simulator: Simulator, client: AsyncWebClient, shop: str):
    simulator.core.file_ready_after = 0.0
    head = await client.chat_postMessage(channel=shop, text="head")
    uploaded = await client.files_upload_v2(
        content=b"%PDF", filename="map.pdf", channel=shop, thread_ts=head["ts"], initial_comment="The map"
    )
    ana = simulator.hand("ana")
    sent = ana.messages("#shop", thread=head["ts"])[-1]
    assert (sent.text, sent.files) == ("The map", [uploaded["file"]["id"]])
    info = (await client.files_info(file=sent.files[0]))["file"]
    assert info["shares"]["public"][shop][0]["ts"] == sent.ts
    async with aiohttp.ClientSession() as session:
        bearer = {"Authorization": f"Bearer {simulator.core.bot_token}"}
        async with session.get(info["url_private"], headers=bearer) as answer:
            assert await answer.read() == b"%PDF"
        async with session.get(info["url_private"]) as answer:
            assert answer.content_type == "text/html"
    await client.files_delete(file=info["id"])
    assert sent.files == []
    assert await code(client.files_info(file=info["id"])) == "file_deleted"
    outside = simulator.world.add_channel("outside", [ana.id], bot=False)
    upload = client.files_upload_v2(content=PNG, filename="x.png", channel=outside.id)
    assert await code(upload) == "not_in_channel"


async def test_a_response_url_answers_five_times(simulator: Simulator, client: AsyncWebClient, shop: str):
    ana = simulator.hand("ana")
    sent = await client.chat_postEphemeral(channel=shop, user=ana.id, text="private", blocks=[buttons("go")])
    original = simulator.world.message(shop, sent["message_ts"])
    assert original is not None
    url = simulator.core.new_response_url("actions", ana.id, shop, original.ts)
    hook = AsyncWebhookClient(url)
    assert (await hook.send(text="replaced", replace_original=True)).body == "ok"
    assert original.text == "replaced"
    await hook.send(text="to all", response_type="in_channel", replace_original=False)
    assert simulator.hand("ben").messages("#shop")[-1].text == "to all"
    assert (await hook.send(text="x" * 40_001)).status_code == 400
    await hook.send(delete_original=True)
    assert simulator.world.message(shop, original.ts) is None
    for _ in range(RESPONSE_URL_USES - 4):
        await hook.send(text="again")
    late = await hook.send(text="too much")
    assert (late.status_code, json.loads(late.body)["error"]) == (404, "used_url")


async def test_rate_limits_are_answered_with_retry_after(simulator: Simulator, client: AsyncWebClient, shop: str):
    simulator.faults.plan("chat.postMessage", Fault(Mishap.RATE_LIMITED, retry_after=1))
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel=shop, text="x")
    assert (caught.value.response.status_code, caught.value.response.headers["Retry-After"]) == (429, "1")
    patient = AsyncWebClient(
        simulator.core.bot_token,
        base_url=simulator.api_url,
        retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=2)],
    )
    simulator.faults.plan("chat.postMessage", Fault(Mishap.RATE_LIMITED, retry_after=0))
    assert (await patient.chat_postMessage(channel=shop, text="y"))["ok"]
    simulator.core.pace.enabled = True
    answers = [client.chat_postMessage(channel=shop, text="z") for _ in range(5)]
    results = await asyncio.gather(*answers, return_exceptions=True)
    assert sum(isinstance(one, SlackApiError) for one in results) == 2


async def test_bad_days_break_calls_as_the_network_does(simulator: Simulator, shop: str):
    once = AsyncWebClient(simulator.core.bot_token, base_url=simulator.api_url, retry_handlers=[], timeout=1)
    for mishap in (Mishap.DROPPED, Mishap.LOST, Mishap.SERVER_ERROR):
        simulator.faults.plan("chat.postMessage", Fault(mishap))
        with pytest.raises((aiohttp.ClientError, SlackApiError)):
            await once.chat_postMessage(channel=shop, text=mishap.value)
    assert [one.text for one in simulator.hand("ana").messages("#shop")] == ["lost"]
    simulator.faults.plan(ANY, Fault(Mishap.REFUSED, code="fatal_error"))
    assert await code(once.auth_test()) == "fatal_error"
    simulator.faults.plan(ANY, Fault(Mishap.SLOW, seconds=0.05))
    assert (await once.auth_test())["ok"]


async def test_metadata_is_kept_and_told_only_when_asked_for(simulator: Simulator, client: AsyncWebClient, shop: str):
    metadata = {"event_type": "cairn", "event_payload": {"key": "card:1"}}
    await client.chat_postMessage(channel=shop, text="x", metadata=metadata)
    simulator.core.profile.scopes.add("channels:history")
    plain = (await client.conversations_history(channel=shop))["messages"][0]
    assert "metadata" not in plain
    told = (await client.conversations_history(channel=shop, include_all_metadata=True))["messages"][0]
    assert told["metadata"] == metadata
    bad = client.chat_postMessage(channel=shop, text="x", metadata={"event_type": "cairn"})
    assert await code(bad) == "invalid_metadata_format"


async def test_a_modal_keeps_what_was_typed_when_the_app_updates_it(simulator: Simulator, client: AsyncWebClient):
    ana = simulator.hand("ana")
    form = modal(asking("text", {"type": "plain_text_input"}))
    view = (await client.views_open(trigger_id=simulator.core.new_trigger(ana.id), view=form))["view"]
    await ana.fill({"text": "typed"})
    await client.views_update(view_id=view["id"], view=form)
    assert ana.view is not None
    assert ana.view.values["text"]["text"]["value"] == "typed"


async def test_an_answer_to_something_in_a_thread_stays_in_the_thread(
    simulator: Simulator, client: AsyncWebClient, shop: str
):
    ana = simulator.hand("ana")
    head = await client.chat_postMessage(channel=shop, text="head")
    reply = await client.chat_postMessage(channel=shop, text="reply", thread_ts=head["ts"])
    for ts, words_sent in ((head["ts"], "in the channel"), (reply["ts"], "in the thread")):
        hook = AsyncWebhookClient(simulator.core.new_response_url("actions", ana.id, shop, ts))
        await hook.send(text=words_sent, response_type="ephemeral", replace_original=False)
    assert [one.text for one in ana.messages("#shop")] == ["head", "in the channel"]
    assert ana.messages("#shop", thread=head["ts"])[-1].text == "in the thread"

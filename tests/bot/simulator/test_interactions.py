"""What people do reaches a real Bolt app, over either transport, and its answers come back."""

import asyncio
import datetime as dt

import pytest

from bot.simulator.delivery import Kind
from bot.simulator.errors import BadAnswer, NotThere, Unacknowledged
from tests.bot.simulator.conftest import Stage, asking, buttons, modal, opens, option, words


async def test_a_command_is_answered_privately(stage: Stage):
    @stage.app.command("/journey")
    async def answer(ack, body):
        stage.seen.append(body)
        await ack(text="Hello", blocks=[{"type": "section", "text": words("Hello " + body["text"])}])

    sent = await stage.hand().command("#shop", "/journey start now")
    assert sent is not None
    assert sent.ephemeral_to == stage.hand().id
    assert sent.blocks[0]["text"]["text"] == "Hello start now"
    assert sent in stage.hand().messages("#shop")
    assert sent not in stage.hand("ben").messages("#shop")
    body = stage.seen[0]
    assert (body["channel_name"], body["user_name"], body["is_enterprise_install"]) == ("shop", "ana", "false")


async def test_a_plain_text_acknowledgement_is_shown(stage: Stage):
    @stage.app.command("/journey")
    async def answer(ack):
        await ack("Just words")

    sent = await stage.hand().command("#shop", "/journey")
    assert sent is not None
    assert sent.text == "Just words"


async def test_an_unknown_command_is_not_taken(stage: Stage):
    with pytest.raises(NotThere):
        await stage.hand().command("#shop", "/jorney")


async def test_a_listener_that_fails_leaves_the_person_without_an_acknowledgement(stage: Stage):
    stage.simulator.core.ack_seconds = 0.3

    @stage.app.command("/journey")
    async def answer(ack):
        raise ValueError

    with pytest.raises(Unacknowledged):
        await stage.hand().command("#shop", "/journey")
    assert stage.world.problems


async def test_a_slow_listener_is_not_waited_for(stage: Stage):
    stage.simulator.core.ack_seconds = 0.2

    @stage.app.command("/journey")
    async def answer(ack):
        await asyncio.sleep(0.5)
        await ack()

    with pytest.raises(Unacknowledged, match=r"0\.2 seconds"):
        await stage.hand().command("#shop", "/journey")


EVERY_FIELD = [
    asking("text", {"type": "plain_text_input", "min_length": 3, "max_length": 10}),
    asking(
        "kind", {"type": "static_select", "options": [option("a", "Alpha"), option("b")], "initial_option": option("b")}
    ),
    asking(
        "several",
        {"type": "multi_static_select", "options": [option("x"), option("y")], "max_selected_items": 1},
        optional=True,
    ),
    asking("people", {"type": "multi_users_select"}),
    asking("who", {"type": "users_select"}, optional=True),
    asking("number", {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "9"}),
    asking("day", {"type": "datepicker"}),
    asking("time", {"type": "timepicker"}),
    asking("when", {"type": "datetimepicker"}),
    asking("radio", {"type": "radio_buttons", "options": [option("1"), option("2")]}),
    asking("ticks", {"type": "checkboxes", "options": [option("1"), option("2")]}),
    asking("mail", {"type": "email_text_input"}),
    asking("web", {"type": "url_text_input"}),
    asking("rich", {"type": "rich_text_input"}),
    asking("files", {"type": "file_input", "filetypes": ["csv"], "max_files": 1}),
    asking("where", {"type": "conversations_select"}),
]
GOOD = {
    "text": "price",
    "people": ["ana", "ben"],
    "number": 4,
    "day": dt.date(2026, 11, 23),
    "time": dt.time(10, 30),
    "when": dt.datetime(2026, 11, 23, tzinfo=dt.UTC),
    "radio": 2,
    "ticks": ["1", "2"],
    "mail": "ana@example.com",
    "web": "https://example.com",
    "rich": "words",
    "files": [("list.csv", b"a,b")],
    "where": "#shop",
}


async def test_every_kind_of_field_arrives_as_slack_sends_it(stage: Stage):
    opens(stage, "/journey", modal(*EVERY_FIELD, private_metadata="7"))

    @stage.app.view("form")
    async def submitted(ack, body):
        stage.seen.append(body)
        await ack()

    hand = stage.hand()
    await hand.command("#shop", "/journey")
    await hand.sees_view("form")
    assert await hand.submit(GOOD) is None
    view = stage.seen[-1]["view"]
    values = {block: next(iter(state.values())) for block, state in view["state"]["values"].items()}
    assert view["private_metadata"] == "7"
    assert values["text"] == {"type": "plain_text_input", "value": "price"}
    assert values["kind"]["selected_option"]["value"] == "b"
    assert values["several"] == {"type": "multi_static_select", "selected_options": []}
    assert values["people"]["selected_users"] == [hand.id, stage.hand("ben").id]
    assert values["who"]["selected_user"] is None
    assert values["number"]["value"] == "4"
    assert (values["day"]["selected_date"], values["time"]["selected_time"]) == ("2026-11-23", "10:30")
    assert values["when"]["selected_date_time"] == 1795392000
    assert values["radio"]["selected_option"]["text"]["text"] == "2"
    assert len(values["ticks"]["selected_options"]) == 2
    assert values["rich"]["rich_text_value"]["type"] == "rich_text"
    assert values["files"]["files"][0]["name"] == "list.csv"
    assert values["where"]["selected_conversation"] == stage.shop.id


async def test_the_client_checks_a_form_before_it_is_sent(stage: Stage):
    opens(stage, "/journey", modal(*EVERY_FIELD))
    hand = stage.hand()
    await hand.command("#shop", "/journey")
    view = await hand.sees_view()
    bad = GOOD | {
        "text": "no",
        "several": ["x", "y"],
        "number": 12,
        "mail": "ana",
        "web": "example",
        "people": None,
        "files": [("map.pdf", b"%PDF")],
    }
    errors = await hand.submit(bad)
    assert isinstance(errors, dict)
    assert set(errors) == {"text", "several", "number", "mail", "web", "people", "files"}
    assert view.errors == errors
    assert not [payload for _, payload in stage.simulator.deliveries.log if payload.get("type") == "view_submission"]
    with pytest.raises(NotThere):
        await hand.submit({"kind": "gamma"})
    with pytest.raises(NotThere):
        await hand.submit({"nothing": "here"})


async def test_errors_updates_pushes_and_clear_are_done_as_answered(stage: Stage):
    opens(stage, "/journey", modal(asking("text", {"type": "plain_text_input"})))
    second = modal(asking("text", {"type": "plain_text_input"}), callback_id="form", private_metadata="2")
    answers = [
        {"response_action": "errors", "errors": {"text": "Too plain"}},
        {"response_action": "update", "view": second},
        {"response_action": "push", "view": second},
        {"response_action": "clear"},
    ]

    @stage.app.view("form")
    async def submitted(ack):
        await ack(**answers.pop(0))

    hand = stage.hand()
    await hand.command("#shop", "/journey")
    first = await hand.sees_view()
    before = first.hash
    assert await hand.submit({"text": "a"}) == {"text": "Too plain"}
    assert first.values["text"]["text"]["value"] == "a"
    updated = await hand.submit()
    assert updated is first
    assert first.private_metadata == "2"
    assert first.hash != before
    assert first.errors == {}
    pushed = await hand.submit()
    assert pushed is not first
    assert pushed.previous_view_id == first.id == pushed.root_view_id
    assert await hand.submit({"text": "b"}) is None
    assert stage.world.stack(hand.id) == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nowhere": "No"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": {"type": "modal", "title": words("x" * 25), "blocks": []}},
        {"response_action": "dance"},
        {"text": "Thanks"},
    ],
)
async def test_an_answer_that_slack_would_not_take_is_reported(socket_stage: Stage, answer: dict):
    stage = socket_stage
    opens(stage, "/journey", modal(asking("text", {"type": "plain_text_input"})))

    @stage.app.view("form")
    async def submitted(ack):
        from slack_bolt import BoltResponse

        await ack()
        import json

        return BoltResponse(status=200, body=json.dumps(answer), headers={"content-type": ["application/json"]})

    hand = stage.hand()
    await hand.command("#shop", "/journey")
    view = await hand.sees_view()
    with pytest.raises(BadAnswer):
        await hand.submit({"text": "a"})
    assert hand.view is view


async def test_buttons_selects_and_menus_arrive_with_message_state_and_response_url(stage: Stage):
    @stage.app.action("choose")
    @stage.app.action("go")
    @stage.app.action("menu")
    async def act(ack, body, action, respond):
        stage.seen.append((body, action))
        await ack()
        await respond(f"Thanks for {action['action_id']}", response_type="ephemeral", replace_original=False)

    select = {"type": "static_select", "action_id": "choose", "options": [option("a"), option("b")]}
    menu = {"type": "overflow", "action_id": "menu", "options": [option("edit"), option("delete")]}
    blocks = [buttons("go", block_id="one"), {"type": "actions", "block_id": "two", "elements": [select, menu]}]
    posted = await stage.client.chat_postMessage(channel=stage.shop.id, text="Choose", blocks=blocks)
    hand = stage.hand()
    card = stage.world.message(stage.shop.id, posted["ts"])
    assert card is not None
    await hand.click(card, "choose", "b")
    await hand.click(card, "menu", "delete")
    await hand.click(card, "go")
    body, action = stage.seen[-1]
    assert action["value"] == "go"
    assert body["state"]["values"]["two"]["choose"]["selected_option"]["value"] == "b"
    assert body["message"]["ts"] == body["container"]["message_ts"] == card.ts
    assert body["channel"] == {"id": stage.shop.id, "name": "shop"}
    assert stage.seen[1][1]["selected_option"]["value"] == "delete"
    assert (await hand.sees("#shop", "Thanks for go")).ephemeral_to == hand.id
    with pytest.raises(NotThere):
        await hand.click(card, "stop")
    await stage.client.chat_delete(channel=stage.shop.id, ts=card.ts)
    with pytest.raises(NotThere):
        await hand.click(card, "go")


async def test_a_dispatching_input_sends_what_else_was_filled_in(stage: Stage):
    kind = asking("kind", {"type": "static_select", "options": [option("a"), option("b")]}, dispatch_action=True)
    text = asking("text", {"type": "plain_text_input", "initial_value": "first"})
    opens(stage, "/journey", modal(kind, text))

    @stage.app.action("kind")
    async def act(ack, body, client):
        await ack()
        view = modal(kind, text, asking("more", {"type": "plain_text_input"}))
        stage.seen.append(body)
        await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

    hand = stage.hand()
    await hand.command("#shop", "/journey")
    view = await hand.sees_view()
    await hand.fill({"text": "typed"})
    await hand.click(view, "kind", "b")
    values = stage.seen[-1]["view"]["state"]["values"]
    assert values["text"]["text"]["value"] == "typed"
    assert values["kind"]["kind"]["selected_option"]["value"] == "b"
    await hand.sees_view()
    assert list(view.values) == ["kind", "text", "more"]
    assert view.values["text"]["text"]["value"] == "typed"
    with pytest.raises(NotThere):
        await hand.click(view, "text", "x")


async def test_an_external_select_offers_what_the_app_suggests(stage: Stage):
    opens(stage, "/journey", modal(asking("pain", {"type": "external_select", "min_query_length": 1})))

    @stage.app.options("pain")
    async def suggest(ack, payload):
        await ack(options=[option(f"{payload['value']}-1"), option(f"{payload['value']}-2")])

    @stage.app.view("form")
    async def submitted(ack, body):
        stage.seen.append(body)
        await ack()

    hand = stage.hand()
    await hand.command("#shop", "/journey")
    view = await hand.sees_view()
    assert len(await hand.suggest(view, "pain", "price")) == 2
    with pytest.raises(NotThere):
        await hand.submit({"pain": "zz"})


async def test_shortcuts_and_closing_reach_the_app(stage: Stage):
    async def lazily(client, body):
        await client.views_open(trigger_id=body["trigger_id"], view=modal(notify_on_close=True))

    async def ack(ack, body):
        stage.seen.append(body)
        await ack()

    stage.app.shortcut("add_message_to_map")(ack=ack, lazy=[lazily])
    stage.app.shortcut("open_cairn")(ack)
    stage.app.view_closed("form")(ack)
    hand = stage.hand()
    said = await stage.hand("ben").say("#shop", "The price changed twice")
    await hand.message_shortcut(said, "add_message_to_map")
    assert stage.seen[0]["message"]["text"] == "The price changed twice"
    await hand.sees_view("form")
    await hand.close()
    assert (stage.seen[1]["type"], stage.seen[1]["is_cleared"]) == ("view_closed", False)
    await hand.global_shortcut("open_cairn")
    assert stage.seen[2]["callback_id"] == "open_cairn"
    with pytest.raises(NotThere):
        await hand.global_shortcut("add_message_to_map")


async def test_home_mentions_and_newcomers_arrive_as_events(stage: Stage):
    async def publish(client, event):
        await client.views_publish(
            user_id=event["user"], view={"type": "home", "blocks": [{"type": "header", "text": words("Your maps")}]}
        )

    async def ack(ack, event):
        stage.seen.append(event)

    stage.app.event("app_home_opened")(ack=ack, lazy=[publish])
    stage.app.event("app_mention")(ack)
    stage.app.event("member_joined_channel")(ack)
    hand = stage.hand()
    await hand.open_home()
    assert (await hand.sees_home("Your maps")).type == "home"
    await hand.say("#shop", f"<@{stage.world.bot_user_id}> hello")
    stage.world.add_user("cy", "Cy Young")
    await hand.invite("#shop", "cy")
    assert [event["type"] for event in stage.seen] == ["app_home_opened", "app_mention", "member_joined_channel"]


async def test_an_unacknowledged_event_comes_again_with_the_same_id(stage: Stage):
    stage.simulator.deliveries.retry_delays = (0.0, 0.0, 0.0)
    stage.simulator.core.ack_seconds = 0.2
    stage.simulator.faults.lose_acks = 2

    @stage.app.event("app_home_opened")
    async def opened(body, request):
        stage.seen.append((body["event_id"], request.headers.get("x-slack-retry-num")))

    await stage.hand().open_home()
    assert len(stage.seen) == 3
    assert len({event_id for event_id, _ in stage.seen}) == 1
    assert [retry and retry[0] for _, retry in stage.seen] in ([None, "1", "2"], ["0", "1", "2"])
    stage.simulator.faults.lose_acks = 9
    with pytest.raises(Unacknowledged):
        await stage.hand().open_home()
    assert len(stage.seen) == 7


async def test_duplicates_come_when_they_are_switched_on(stage: Stage):
    stage.simulator.faults.duplicates[Kind.EVENT.value] = 2

    @stage.app.event("app_home_opened")
    async def opened(body):
        stage.seen.append(body["event_id"])

    await stage.hand().open_home()
    assert len(stage.seen) == 3
    assert len(set(stage.seen)) == 1


async def test_moving_the_clock_moves_messages_and_tells_who_listens(socket_stage: Stage):
    moved = []

    async def listen(now):
        moved.append(now)

    socket_stage.simulator.clock.on_shift(listen)
    hand = socket_stage.hand()
    before = await hand.say("#shop", "today")
    await socket_stage.simulator.clock.shift(dt.timedelta(days=30))
    after = await hand.say("#shop", "in a month")
    assert 30 * 86_400 <= float(after.ts) - float(before.ts) < 30 * 86_400 + 60
    assert len(moved) == 1


async def test_the_app_reconnects_when_slack_asks_it_to(socket_stage: Stage):
    @socket_stage.app.command("/journey")
    async def answer(ack):
        await ack("Still here")

    first = list(socket_stage.simulator.socket.links)
    await socket_stage.simulator.socket.refresh()
    async with asyncio.timeout(3):
        while socket_stage.simulator.socket.links in ([], first):
            await asyncio.sleep(0.01)
    sent = await socket_stage.hand().command("#shop", "/journey")
    assert sent is not None


async def test_without_a_connection_nothing_is_acknowledged(http_stage: Stage):
    http_stage.simulator.deliver_to(None)
    with pytest.raises(Unacknowledged, match="not connected"):
        await http_stage.hand().command("#shop", "/journey")


async def test_a_forged_signature_is_refused_by_the_app(http_stage: Stage):
    http_stage.simulator.core.signing_secret = "another"
    with pytest.raises(Unacknowledged, match="401"):
        await http_stage.hand().command("#shop", "/journey")

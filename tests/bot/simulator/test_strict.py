"""Every limit of Slack's that a message or a view can break."""

import copy

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.simulator.core import AppProfile
from bot.simulator.strict import check_blocks, check_message, check_view
from tests.bot.simulator.conftest import asking, buttons, modal, option, words


def section(text: str = "x", **more: object) -> dict:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def of(count: int, start: int = 0) -> list[dict]:
    return [option(str(number)) for number in range(start, start + count)]


def select(**more: object) -> dict:
    return {"type": "static_select", "options": of(2), **more}


def confirm(**more: object) -> dict:
    return {"title": words("Sure?"), "text": words("Really?"), "confirm": words("Yes"), "deny": words("No"), **more}


def button(**more: object) -> dict:
    return {"type": "actions", "elements": [{"type": "button", "text": words("Go"), "action_id": "go", **more}]}


FINE = [
    section("x" * 3000, accessory={"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a"}),
    {"type": "section", "fields": [words("x" * 2000)] * 10},
    {"type": "header", "text": words("x" * 150)},
    {"type": "divider"},
    {"type": "context", "elements": [words("x")] * 10},
    buttons(*map(str, range(25))),
    button(confirm=confirm(), style="primary", url="https://example.com", value="x" * 2000),
    {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "x" * 2000, "title": words("t")},
    {"type": "actions", "elements": [select(action_id="a", initial_option=option("1"))]},
    {"type": "actions", "elements": [{"type": "overflow", "action_id": "a", "options": of(1)}]},
    {
        "type": "actions",
        "elements": [{"type": "checkboxes", "action_id": "a", "options": of(10), "initial_options": of(2)}],
    },
    {
        "type": "rich_text",
        "elements": [
            {"type": "rich_text_section", "elements": [{"type": "text", "text": "x", "style": {"bold": True}}]}
        ],
    },
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [{"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U1"}]}],
            }
        ],
    },
]

WRONG: list[tuple[dict, str]] = [
    (section(""), "more than 0"),
    (section("x" * 3001), "less than 3001"),
    ({"type": "section"}, "text or fields"),
    ({"type": "section", "fields": [words("x")] * 11}, "no more than 10"),
    ({"type": "section", "fields": [words("x" * 2001)]}, "less than 2001"),
    (section(colour="red"), "invalid additional property: colour"),
    (section(block_id="x" * 256), "less than 256"),
    (section(accessory={"type": "datetimepicker"}), "unsupported type"),
    (section(accessory={"type": "plain_text_input"}), "unsupported type"),
    ({"type": "header", "text": words("x" * 151)}, "less than 151"),
    ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "must be one of plain_text"),
    ({"type": "header", "text": "x"}, "must be an object"),
    ({"type": "header"}, "missing required field: text"),
    ({"type": "context", "elements": []}, "no fewer than 1"),
    ({"type": "context", "elements": [words("x")] * 11}, "no more than 10"),
    ({"type": "context", "elements": [button()["elements"][0]]}, "must be one of"),
    (buttons(*map(str, range(26))), "no more than 25"),
    (buttons("same", "same"), "`action_id` same already exists"),
    (button(text=words("x" * 76)), "less than 76"),
    (button(text=words("")), "more than 0"),
    (button(value="x" * 2001), "less than 2001"),
    (button(value=7), "must provide a string"),
    (button(style="default"), "must be one of primary, danger"),
    (button(url="not an address"), "format"),
    (button(action_id="x" * 256), "less than 256"),
    (button(confirm=confirm(title=words("x" * 101))), "less than 101"),
    (button(confirm=confirm(text=words("x" * 301))), "less than 301"),
    (button(confirm=confirm(deny=words("x" * 31))), "less than 31"),
    (button(confirm={"title": words("x")}), "missing required field: text"),
    ({"type": "image", "alt_text": "a"}, "exactly one of image_url and slack_file"),
    ({"type": "image", "alt_text": "a", "image_url": "https://a.b", "slack_file": {"id": "F"}}, "exactly one"),
    ({"type": "image", "image_url": "https://a.b"}, "missing required field: alt_text"),
    ({"type": "image", "image_url": "https://a.b", "alt_text": "x" * 2001}, "less than 2001"),
    ({"type": "image", "slack_file": {}, "alt_text": "a"}, "exactly one of id and url"),
    ({"type": "actions", "elements": [{"type": "plain_text_input", "action_id": "a"}]}, "unsupported type"),
    ({"type": "actions", "elements": [select(options=[])]}, "no fewer than 1"),
    ({"type": "actions", "elements": [select(options=of(101))]}, "no more than 100"),
    ({"type": "actions", "elements": [select(options=[option("x" * 151)])]}, "less than 76"),
    ({"type": "actions", "elements": [select(options=[option("x" * 151, "x")])]}, "less than 151"),
    ({"type": "actions", "elements": [select(options=[option("a"), option("a", "b")])]}, "different values"),
    ({"type": "actions", "elements": [select(placeholder=words("x" * 151))]}, "less than 151"),
    ({"type": "actions", "elements": [select(initial_option=option("9"))]}, "not among the options"),
    (
        {"type": "actions", "elements": [select(option_groups=[{"label": words("g"), "options": of(1)}])]},
        "exactly one of options",
    ),
    ({"type": "actions", "elements": [{"type": "overflow", "options": []}]}, "no fewer than 1"),
    ({"type": "actions", "elements": [{"type": "overflow", "options": of(6)}]}, "no more than 5"),
    ({"type": "actions", "elements": [{"type": "checkboxes", "options": of(11)}]}, "no more than 10"),
    ({"type": "actions", "elements": [{"type": "radio_buttons", "options": of(11)}]}, "no more than 10"),
    (
        {"type": "actions", "elements": [{"type": "radio_buttons", "options": of(2), "initial_option": option("7")}]},
        "not among",
    ),
    ({"type": "actions", "elements": [{"type": "datepicker", "initial_date": "2026-13-01"}]}, "format"),
    ({"type": "actions", "elements": [{"type": "timepicker", "initial_time": "25:00"}]}, "format"),
    ({"type": "actions", "elements": [{"type": "datetimepicker", "initial_date_time": 12}]}, "between"),
    (asking("a", {"type": "plain_text_input", "max_length": 3001}), "between 1 and 3000"),
    (asking("a", {"type": "plain_text_input", "max_length": 2, "initial_value": "abc"}), "less than 3"),
    (asking("a", {"type": "plain_text_input", "min_length": 9, "max_length": 2}), "min_length"),
    (asking("a", {"type": "plain_text_input", "initial_value": ""}), "more than 0"),
    (asking("a", {"type": "number_input"}), "missing required field: is_decimal_allowed"),
    (asking("a", {"type": "number_input", "is_decimal_allowed": False, "initial_value": "1.5"}), "whole number"),
    (asking("a", {"type": "number_input", "is_decimal_allowed": True, "initial_value": 1.5}), "must provide a string"),
    (
        asking("a", {"type": "number_input", "is_decimal_allowed": True, "initial_value": "5", "max_value": "1"}),
        "in order",
    ),
    (asking("a", {"type": "file_input", "max_files": 11}), "between 1 and 10"),
    (
        asking("a", {"type": "multi_users_select", "initial_users": ["U1", "U2"], "max_selected_items": 1}),
        "no more than 1",
    ),
    (asking("a", {"type": "button", "text": words("x")}), "unsupported type"),
    (asking("a", {"type": "plain_text_input"}, label=words("x" * 2001)), "less than 2001"),
    (asking("a", {"type": "plain_text_input"}, hint=words("x" * 2001)), "less than 2001"),
    (
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}]},
        "more than 0",
    ),
    ({"type": "rich_text", "elements": [{"type": "text", "text": "x"}]}, "unsupported type"),
    ({"type": "file", "external_id": "x", "source": "remote"}, "unsupported type: file"),
    ({"type": "alert", "text": words("x")}, "unsupported type: alert"),
    ({"type": "markdown", "text": "x" * 12_001}, "less than 12001"),
    ({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101}, "no more than 100"),
    ({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}] * 21]}, "no more than 20"),
    ({"type": "marquee"}, "unsupported type: marquee"),
]


@pytest.mark.parametrize("block", FINE, ids=lambda block: block["type"])
def test_what_is_within_the_limits_is_taken(block: dict):
    assert check_blocks([block], "message") == []


@pytest.mark.parametrize(("block", "why"), WRONG)
def test_what_is_over_a_limit_is_refused(block: dict, why: str):
    found = check_blocks([block], "message")
    assert any(why in one for one in found), found


def test_surfaces_show_only_their_own_blocks():
    markdown, alert = {"type": "markdown", "text": "x"}, {"type": "alert", "text": words("x")}
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]}
    allowed = {
        kind: [check_blocks([block], surface) == [] for surface in ("message", "modal", "home")]
        for kind, block in (("markdown", markdown), ("alert", alert), ("table", table))
    }
    assert allowed == {"markdown": [True, False, False], "alert": [False, True, False], "table": [True, False, True]}


def test_messages_take_fifty_blocks_and_views_a_hundred():
    assert check_blocks([{"type": "divider"}] * 50, "message") == []
    assert check_blocks([{"type": "divider"}] * 51, "message")
    assert check_view(modal(*[{"type": "divider"}] * 100)) == []
    assert check_view(modal(*[{"type": "divider"}] * 101))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"title": words("x" * 25)}, "/view/title/text"),
        ({"submit": words("x" * 25)}, "/view/submit/text"),
        ({"close": words("x" * 25)}, "/view/close/text"),
        ({"title": None}, "missing required field: title"),
        ({"private_metadata": "x" * 3001}, "less than 3001"),
        ({"callback_id": "x" * 256}, "less than 256"),
        ({"submit": None}, "submit button is required"),
        ({"state": {}}, "invalid additional property: state"),
        ({"type": "dialog"}, "unsupported type: dialog"),
        ({"blocks": None}, "missing required field: blocks"),
    ],
)
def test_a_modal_over_a_limit_is_refused(change: dict, why: str):
    found = check_view(modal(asking("a", {"type": "plain_text_input"})) | change)
    assert any(why in one for one in found), found


def test_block_ids_are_given_once_and_one_field_has_the_focus():
    field = {"type": "plain_text_input", "focus_on_load": True}
    assert any("already exists" in one for one in check_view(modal(asking("a", field), asking("a", field))))
    assert any("focus_on_load" in one for one in check_view(modal(asking("a", field), asking("b", field))))


def test_a_view_may_not_be_larger_than_slack_takes():
    heavy = [asking(f"a{n}", {"type": "plain_text_input", "initial_value": "ж" * 3000}) for n in range(50)]
    assert any("250 KB" in one for one in check_view(modal(*heavy)))


def test_a_message_needs_words_and_holds_no_more_than_its_share():
    assert check_message({"text": "hello"}) == []
    assert any("no text" in one for one in check_message({}))
    assert any("notifications" in one for one in check_message({"blocks": [{"type": "divider"}]}))
    assert any("40001" in one for one in check_message({"text": "x" * 40_001}))
    halves = [{"type": "markdown", "text": "x" * 7000}] * 2
    assert any("markdown together" in one for one in check_message({"text": "x", "blocks": halves}))
    chart = {
        "type": "data_visualization",
        "title": "Pains",
        "chart": {"type": "pie", "segments": [{"label": "a", "value": 1}]},
    }
    assert check_message({"text": "x", "blocks": [chart] * 2}) == []
    assert any("charts" in one for one in check_message({"text": "x", "blocks": [chart] * 3}))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "text", "elements", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@pytest.mark.thorough
@settings(max_examples=150, deadline=None, phases=[Phase.generate])
@given(st.data())
def test_whatever_is_sent_is_answered_and_never_breaks_the_checks(data: st.DataObject):
    block = copy.deepcopy(data.draw(st.sampled_from([*FINE, *(wrong for wrong, _ in WRONG)])))
    key = data.draw(st.sampled_from(sorted(block)))
    block[key] = data.draw(anything)
    assert isinstance(check_blocks([block, data.draw(anything)], "message"), list)
    assert isinstance(
        check_view({**modal(block), data.draw(st.sampled_from(["title", "blocks", "type"])): data.draw(anything)}), list
    )


def test_an_app_is_what_its_manifest_says():
    manifest = {
        "features": {
            "app_home": {"home_tab_enabled": True},
            "slash_commands": [{"command": "/journey"}],
            "shortcuts": [{"callback_id": "open_cairn", "type": "global", "name": "Open Cairn"}],
        },
        "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
        "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}},
    }
    profile = AppProfile.from_manifest(manifest)
    assert profile == AppProfile(
        scopes={"commands", "chat:write"},
        events={"app_home_opened"},
        commands={"/journey"},
        shortcuts={"open_cairn": "global"},
        shortcut_names={"open_cairn": "Open Cairn"},
        home_tab=True,
    )

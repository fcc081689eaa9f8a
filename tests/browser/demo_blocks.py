"""Blocks of every type, and a modal with every input: what the page has to show."""

from typing import Any

Block = dict[str, Any]


def words(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": True}


def marked(text: str) -> Block:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str, detail: str = "") -> Block:
    return {"text": words(text), "value": value, **({"description": words(detail)} if detail else {})}


def button(text: str, action: str, value: str = "", **more: object) -> Block:
    return {"type": "button", "text": words(text), "action_id": action, **({"value": value} if value else {}), **more}


KINDS = [option("Pain", "pain"), option("Joy", "joy"), option("Itch", "itch")]
SURE = {
    "title": words("Remove this pain?"),
    "text": marked("It has *three* notes."),
    "confirm": words("Remove"),
    "deny": words("Keep"),
    "style": "danger",
}


def showcase(file_id: str, people: list[str]) -> list[Block]:
    """A message that shows a map and what a team can do with it."""
    return [
        {"type": "header", "text": words(":world_map: Buying a jacket online")},
        {
            "type": "section",
            "text": marked(
                "*Step 3 of 6* · Create the map\nAsked by <@"
                + people[0]
                + "> in <#C_DEMO>, due <!date^1795514400^{date_short} at {time}|soon>. "
                "See <https://example.com/guide?a=1&amp;b=2|the guide> or ~nothing~ _read_ `code` first :tada:\n&gt; The price changed at the till.\n```stage: Checkout\nscore: -2```"
            ),
            "accessory": {"type": "image", "slack_file": {"id": file_id}, "alt_text": "The map, small"},
        },
        {
            "type": "section",
            "fields": [
                marked("*Goal*\nFewer carts left behind"),
                marked("*Owner*\nNobody yet"),
                marked("*Stages*\n6 of 6"),
                words("Touchpoints\n14"),
            ],
        },
        {"type": "divider"},
        {
            "type": "image",
            "slack_file": {"id": file_id},
            "alt_text": "The journey map: six stages, lowest at Checkout",
            "title": words("The map so far"),
        },
        {
            "type": "context",
            "elements": [marked("4 people contributed · Sales, Service, Product"), words("Updated just now")],
        },
        {
            "type": "actions",
            "block_id": "acts",
            "elements": [
                button("Add a pain", "open_modal", "pain", style="primary"),
                button("Say hello", "hello", "1"),
                button("Remove", "remove", "7", style="danger", confirm=SURE),
                button("Read more", "link", url="https://example.com/"),
                {"type": "static_select", "action_id": "kind", "placeholder": words("Kind of note"), "options": KINDS},
                {"type": "users_select", "action_id": "who", "placeholder": words("Owner")},
                {"type": "datepicker", "action_id": "due", "initial_date": "2026-12-01"},
                {
                    "type": "overflow",
                    "action_id": "more",
                    "options": [option("Edit", "edit"), option("Delete", "delete")],
                },
            ],
        },
        {
            "type": "actions",
            "block_id": "ticks",
            "elements": [
                {
                    "type": "checkboxes",
                    "action_id": "ticks",
                    "options": [
                        option("Confirmed by an interview", "a", "One talk or more"),
                        option("Seen in the data", "b"),
                    ],
                },
                {
                    "type": "radio_buttons",
                    "action_id": "score",
                    "options": [option("−1 Bad", "-1"), option("0 So so", "0"), option("+1 Good", "1")],
                    "initial_option": option("0 So so", "0"),
                },
            ],
        },
        {"type": "section", "text": marked("Checkout: price changes"), "accessory": button("Edit", "hello", "edit")},
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "Said by a customer: "},
                        {"type": "text", "text": "I gave up", "style": {"bold": True}},
                        {"type": "emoji", "name": "cry"},
                        {"type": "user", "user_id": people[1]},
                    ],
                },
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [
                        {"type": "rich_text_section", "elements": [{"type": "text", "text": "<b>not bold</b>"}]},
                        {
                            "type": "rich_text_section",
                            "elements": [{"type": "link", "url": "https://example.com/x", "text": "evidence"}],
                        },
                    ],
                },
                {"type": "rich_text_quote", "elements": [{"type": "text", "text": "המחיר השתנה בקופה"}]},
            ],
        },
    ]


def tables() -> list[Block]:
    def cell(text: str) -> Block:
        return {"type": "raw_text", "text": text}

    return [
        {
            "type": "table",
            "rows": [[cell("Stage"), cell("Score")], [cell("Discover"), cell("+1")], [cell("Checkout"), cell("−2")]],
            "column_settings": [{"is_wrapped": True}, {"align": "right"}],
        },
    ]


MARKDOWN = "## What changed\n\n- **Delivery** is *faster*\n- [x] returns are free\n\n| Metric | Now |\n| --- | --- |\n| NPS | 31 |\n\n> She came back\n\n`done`"


def labelled(block_id: str, label: str, element: Block, **more: Any) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": words(label),
        "element": {"action_id": block_id, **element},
        **more,
    }


def every_input(people: list[str]) -> list[Block]:
    """Each input element once."""
    return [
        {
            "type": "section",
            "block_id": "about",
            "text": marked("Tell what hurts. *One field at a time* is fine."),
            "accessory": button("Push another", "push"),
        },
        labelled(
            "text",
            "What hurts",
            {"type": "plain_text_input", "max_length": 60, "placeholder": words("Price changes at checkout")},
            hint=words("In the customer's words"),
        ),
        labelled(
            "long",
            "Tell more",
            {
                "type": "plain_text_input",
                "multiline": True,
                "initial_value": "First line\nsecond line",
                "max_length": 500,
            },
            optional=True,
        ),
        labelled(
            "number",
            "How many times a week",
            {"type": "number_input", "is_decimal_allowed": False, "min_value": "0", "max_value": "100"},
            optional=True,
        ),
        labelled(
            "email",
            "Who can tell more",
            {"type": "email_text_input", "placeholder": words("name@example.com")},
            optional=True,
        ),
        labelled("url", "Where it is written", {"type": "url_text_input"}, optional=True),
        labelled("rich", "Quote", {"type": "rich_text_input", "placeholder": words("Word for word")}, optional=True),
        labelled("kind", "Kind", {"type": "static_select", "options": KINDS, "initial_option": KINDS[0]}),
        labelled(
            "stage",
            "Stage",
            {
                "type": "static_select",
                "option_groups": [
                    {"label": words("Before"), "options": [option(f"Stage {n}", f"s{n}") for n in range(1, 6)]},
                    {"label": words("After"), "options": [option(f"Stage {n}", f"s{n}") for n in range(6, 12)]},
                ],
            },
            optional=True,
        ),
        labelled(
            "tags",
            "Tags",
            {
                "type": "multi_static_select",
                "options": [option(n, n.lower()) for n in ("Price", "Speed", "Trust")],
                "max_selected_items": 2,
            },
            optional=True,
        ),
        labelled("who", "Owner", {"type": "users_select", "initial_user": people[2]}, optional=True),
        labelled("team", "Team", {"type": "multi_users_select"}, optional=True),
        labelled("where", "Where", {"type": "conversations_select"}, optional=True),
        labelled("channel", "Channel", {"type": "channels_select"}, optional=True),
        labelled(
            "touch",
            "Touchpoint",
            {"type": "external_select", "min_query_length": 1, "placeholder": words("Type a touchpoint")},
            optional=True,
        ),
        labelled("due", "Due", {"type": "datepicker"}, optional=True),
        labelled("time", "At", {"type": "timepicker", "initial_time": "10:00"}, optional=True),
        labelled("moment", "Exactly", {"type": "datetimepicker"}, optional=True),
        labelled(
            "evidence",
            "Evidence",
            {
                "type": "checkboxes",
                "options": [option("Interview", "interview", "One talk or more"), option("Data", "data")],
            },
            optional=True,
        ),
        labelled(
            "score",
            "How it feels",
            {
                "type": "radio_buttons",
                "options": [option("−2 Awful", "-2"), option("0 So so", "0"), option("+2 Great", "2")],
            },
            optional=True,
        ),
        labelled(
            "live",
            "Show more",
            {"type": "checkboxes", "options": [option("Ask for a reason", "reason")]},
            optional=True,
            dispatch_action=True,
        ),
        labelled("file", "Proof", {"type": "file_input", "filetypes": ["txt", "png"], "max_files": 2}, optional=True),
    ]

"""Texts as the page shows them: marked where Slack marks, and never markup of somebody else's."""

from datetime import UTC, datetime

import pytest

from bot.i18n import say_for
from bot.simulator.page.emoji import with_emoji
from bot.simulator.page.markdown import markdown
from bot.simulator.page.mrkdwn import mrkdwn
from bot.simulator.page.reader import Reader
from bot.simulator.page.richtext import rich_text
from bot.simulator.page.sides import side
from tests.bot import test_views_walk

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def reader() -> Reader:
    return Reader("U1", say_for("en", "Europe/Berlin"), NOW, {"U1": "Maya", "U2": "<b>Jonas</b>"}, {"C1": "shop"})


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _leaning_ ~gone~ `code`", "<strong>bold</strong> <em>leaning</em> <s>gone</s> <code>code</code>"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("&lt;script&gt; &amp;amp;", "&lt;script&gt; &amp;amp;"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("`<@U1> *x*`", "<code>&lt;@U1&gt; *x*</code>"),
        ("one\ntwo", "one<br>two"),
        ("<javascript:alert(1)|press>", "press"),
        ("<!channel>", '<span class="mention loud">@channel</span>'),
    ],
)
def test_marks_become_html_and_nothing_else_does(reader: Reader, text: str, html: str) -> None:
    shown = str(mrkdwn(text, reader))
    assert "<script" not in shown
    assert shown == html or html in shown


def test_people_channels_links_and_dates_are_named(reader: Reader) -> None:
    shown = str(
        mrkdwn("<@U1> <@U2> <#C1> <https://a.example/?x=1&amp;y=2|the *guide*> <!date^1795514400^{time}|late>", reader)
    )
    assert '<span class="mention mine" data-person="U1">@Maya</span>' in shown
    assert "@&lt;b&gt;Jonas&lt;/b&gt;" in shown
    assert ">#shop</a>" in shown
    assert 'href="https://a.example/?x=1&amp;y=2"' in shown
    assert ">the *guide*</a>" in shown
    assert ">11:00</time>" in shown


def test_a_quote_holds_its_lines_and_links(reader: Reader) -> None:
    shown = str(mrkdwn("&gt; one <https://a.example|two>\n&gt; *three*\nafter", reader))
    assert shown.startswith('<blockquote dir="auto">one <a ')
    assert shown.endswith("<br><strong>three</strong></blockquote>after")


def test_emoji_names_become_characters_and_others_stay() -> None:
    assert (
        with_emoji(":tada: :rocket: :white_check_mark: at 10:30:00 :no_such_thing:")
        == "🎉 🚀 ✅ at 10:30:00 :no_such_thing:"
    )


def test_markdown_shows_its_parts_and_escapes_the_rest() -> None:
    shown = str(
        markdown(
            "# Hi <b>\n\n- **one**\n- [x] two\n\n| a | b |\n|---|---|\n| 1 | <i> |\n\n[go](javascript:alert(1)) [ok](https://a.example)"
        )
    )
    assert '<h3 class="md" dir="auto">Hi &lt;b&gt;</h3>' in shown
    assert "<li><strong>one</strong></li>" in shown
    assert '<td dir="auto">&lt;i&gt;</td>' in shown
    assert "javascript" not in shown
    assert 'href="https://a.example"' in shown


def test_rich_text_keeps_styles_and_lists(reader: Reader) -> None:
    block = {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "<x>", "style": {"bold": True}},
                    {"type": "emoji", "name": "tada"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "ordered",
                "indent": 1,
                "elements": [{"type": "rich_text_section", "elements": [{"type": "user", "user_id": "U1"}]}],
            },
        ],
    }
    shown = str(rich_text(block, reader))
    assert "<strong>&lt;x&gt;</strong>🎉" in shown
    assert "<ol " in shown
    assert "lower-alpha" in shown


@pytest.mark.parametrize(("language", "read"), [("he", "rtl"), ("en", "ltr"), ("ru", "ltr"), ("zh_Hans", "ltr")])
def test_a_form_faces_the_side_of_the_language_it_speaks_whatever_people_wrote_in_it(language: str, read: str) -> None:
    full = test_views_walk._full(None)
    forms = dict(test_views_walk._walk(full, say_for(language)))
    assert len(forms) > 20
    assert {side(form) for form in forms.values()} == {read}


def test_a_message_faces_the_side_of_its_words_and_one_without_letters_none() -> None:
    hebrew = {"type": "section", "text": {"type": "mrkdwn", "text": "הסקירה של Buying a jacket נערכה היום"}}
    button = {"type": "button", "text": {"type": "plain_text", "text": "Open"}, "value": "אבגדהוז"}
    assert side([hebrew]) == "rtl"
    assert side([hebrew, {"type": "actions", "elements": [button]}]) == "ltr"
    assert side([{"type": "divider"}]) == ""

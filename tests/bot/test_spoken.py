"""What people type in their own language is understood, above all what Cairn itself writes in it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import labels
from bot.i18n import LANGUAGES, say_for
from bot.views import cadence as view
from workflows import pasting, phrases, text
from workflows.rhythm import BY_MONTH, NTH, Rule, first_on
from workflows.words import Cadence, Channel

TODAY = date(2026, 11, 22)  # a Sunday
AHEAD = st.integers(0, 300).map(lambda days: TODAY + timedelta(days=days))
TIMES = st.times().map(lambda one: f"{one.hour:02}:{one.minute:02}")
SPOKEN = st.sampled_from(sorted(LANGUAGES))


@settings(max_examples=60, deadline=None)
@given(SPOKEN, st.sampled_from(Cadence), st.sampled_from([None, *NTH]), AHEAD, TIMES)
def test_a_rhythm_that_cairn_writes_is_understood_when_it_is_typed(
    language: str, cadence: Cadence, nth: int | None, day: date, local_time: str
) -> None:
    nth = nth if cadence in BY_MONTH else None
    rule = Rule(cadence, day if nth is None else first_on(day, nth, day.weekday()), local_time, "UTC", nth)
    written = view.rhythm(rule, say_for(language))
    heard = phrases.hear(written, TODAY)
    assert heard.clear, written
    assert (heard.cadence, heard.nth, heard.local_time) == (cadence, nth, local_time), written
    assert heard.starts_on
    if cadence is Cadence.ONCE:
        assert heard.starts_on == day
    elif cadence in BY_MONTH and nth is None:
        assert heard.starts_on.day == day.day
    else:
        assert heard.starts_on.weekday() == rule.starts_on.weekday()


@settings(max_examples=40, deadline=None)
@given(SPOKEN, AHEAD, st.integers(0, 23), st.integers(0, 59))
def test_a_day_that_cairn_writes_is_understood_when_it_is_typed(
    language: str, day: date, hour: int, minute: int
) -> None:
    say = say_for(language)
    for written in (say.date(day, "medium"), say.date(day, "long"), say.date(day, "full"), say.day(day)):
        heard = phrases.hear(written, TODAY)
        assert (heard.clear, heard.cadence, heard.starts_on) == (True, Cadence.ONCE, day), written
    written = say.when(datetime.combine(day, time(hour, minute), UTC))
    heard = phrases.hear(written, TODAY)
    assert (heard.clear, heard.starts_on, heard.local_time) == (True, day, f"{hour:02}:{minute:02}"), written


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_that_cairn_offers_mean_the_same_in_every_language(language: str) -> None:
    for example in view.EXAMPLES:
        there, here = phrases.hear(say_for(language)(example), TODAY), phrases.hear(example, TODAY)
        assert there.clear
        assert (there.cadence, there.starts_on, there.nth) == (here.cadence, here.starts_on, here.nth)


MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)


@pytest.mark.parametrize(
    ("said", "rhythm"),
    [
        ("по понедельникам в полдень", (Cadence.WEEKLY, MONDAY, None, "12:00")),
        ("каждые две недели в понедельник в 10 утра", (Cadence.BIWEEKLY, MONDAY, None, "10:00")),
        ("Первый понедельник каждого месяца, в 3 часа дня", (Cadence.MONTHLY, date(2026, 12, 7), 1, "15:00")),
        ("15-го числа каждого месяца", (Cadence.MONTHLY, date(2026, 12, 15), None, "")),
        ("ежеквартально", (Cadence.QUARTERLY, date(2027, 2, 22), None, "")),
        ("3 декабря", (Cadence.ONCE, date(2026, 12, 3), None, "")),
        ("03.12.2026 в 9.30", (Cadence.ONCE, date(2026, 12, 3), None, "09:30")),
        ("завтра", (Cadence.ONCE, MONDAY, None, "")),
        ("через две недели", (Cadence.ONCE, date(2026, 12, 6), None, "")),
        ("每周三下午三点半", (Cadence.WEEKLY, date(2026, 11, 25), None, "15:30")),
        ("隔周五", (Cadence.BIWEEKLY, FRIDAY, None, "")),
        ("每月第一个星期一上午10点", (Cadence.MONTHLY, date(2026, 12, 7), 1, "10:00")),
        ("每个月最后一个周五", (Cadence.MONTHLY, FRIDAY, -1, "")),
        ("每三个月，从2027年1月15日开始", (Cadence.QUARTERLY, date(2027, 1, 15), None, "")),
        ("12月3日", (Cadence.ONCE, date(2026, 12, 3), None, "")),
        ("十二月三号", (Cadence.ONCE, date(2026, 12, 3), None, "")),
        ("下周五", (Cadence.ONCE, FRIDAY, None, "")),
        ("明天９：３０", (Cadence.ONCE, MONDAY, None, "09:30")),
        ("כל יום ב׳ ב־10 בבוקר", (Cadence.WEEKLY, MONDAY, None, "10:00")),
        ("פעם בשבועיים, ביום שישי", (Cadence.BIWEEKLY, FRIDAY, None, "")),
        ("ביום שני הראשון בכל חודש בשעה 10", (Cadence.MONTHLY, date(2026, 12, 7), 1, "10:00")),
        ("ב־15 בחודש", (Cadence.MONTHLY, date(2026, 12, 15), None, "")),
        ("פעם ברבעון", (Cadence.QUARTERLY, date(2027, 2, 22), None, "")),
        ("3 בדצמבר", (Cadence.ONCE, date(2026, 12, 3), None, "")),
        ("\u200f3.12.2026", (Cadence.ONCE, date(2026, 12, 3), None, "")),
        ("מחר", (Cadence.ONCE, MONDAY, None, "")),
        ("tomorrow at 3pm", (Cadence.ONCE, MONDAY, None, "15:00")),
        ("next Friday", (Cadence.ONCE, FRIDAY, None, "")),
    ],
)
def test_a_rhythm_is_understood_in_ones_own_language(said: str, rhythm: tuple) -> None:
    heard = phrases.hear(said, TODAY)
    assert heard.clear
    assert (heard.cadence, heard.starts_on, heard.nth, heard.local_time) == rhythm


@pytest.mark.parametrize(
    ("said", "today"),
    [
        ("в понедельник", TODAY),
        ("раз в 2 месяца", TODAY),
        ("два раза в месяц", TODAY),
        ("каждый второй понедельник", TODAY),
        ("в следующую пятницу", date(2026, 11, 24)),  # this week's, or the one after?
        ("每年", TODAY),
        ("二月三十一日", TODAY),
        ("ביום שישי הבא", date(2026, 11, 24)),
        ("כל ירח", TODAY),
        ("03/12/2026", TODAY),  # December or March?
        ("31.02.2027", TODAY),
    ],
)
def test_what_can_be_meant_in_two_ways_is_not_guessed_in_any_language(said: str, today: date) -> None:
    assert not phrases.hear(said, today).clear


SIGNS = "每两周月一第个最后下午十点三号日年明天上 כלביוםשנהראחודשמתר каждыйпонедльиквтмясцчзр0123456789.:/-年，、"


@settings(max_examples=60, deadline=None)
@given(st.text(SIGNS, max_size=30), AHEAD)
def test_no_phrase_in_any_script_is_too_strange_to_be_answered(said: str, today: date) -> None:
    heard = phrases.hear(said, today)
    assert not heard.clear or heard.starts_on


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_touchpoint_is_understood_with_the_channel_as_cairn_names_it(language: str) -> None:
    for channel, name in labels.labels(say_for(language), Channel).items():
        line = text.touchpoint(f"结账 форма טופס @{name} *")
        assert (line.channel, line.title, line.star) == (channel, "结账 форма טופס", True)


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("Оплата：форма заказа @сайт", {(1, "форма заказа", Channel.WEB)}),
        ("付款：订单表＠网站、确认邮件 @邮件", {(2, "订单表", Channel.WEB), (2, "确认邮件", Channel.MAIL)}),
        ("付款——订单表@小程序", {(2, "订单表", Channel.APP)}),
        ("付款：\n订单表 @网站", {(2, "订单表", Channel.WEB)}),
        ("תשלום: טופס @אתר, מכתב @דואר", {(3, "טופס", Channel.WEB), (3, "מכתב", Channel.MAIL)}),
        ("Оплата: большая, красивая форма @сайт", {(1, "большая, красивая форма", Channel.WEB)}),
    ],
)
def test_several_touchpoints_are_read_as_they_are_written_in_each_language(typed: str, titles: set) -> None:
    stages = [(1, "Оплата"), (2, "付款"), (3, "תשלום")]
    assert {(line.stage_id, line.title, line.channel) for line in pasting.read(typed, stages, 9)} == titles

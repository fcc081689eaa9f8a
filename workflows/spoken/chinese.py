"""Chinese: no spaces, numbers in signs or digits, the part of the day before the hour."""

import re
from datetime import date

from dateutil.relativedelta import relativedelta

from workflows.spoken.rules import (
    BIWEEKLY,
    DAYS,
    MONTH,
    MONTHS,
    NTH,
    ONCE,
    QUARTERLY,
    WEEKLY,
    ahead,
    clock,
    rules,
    weekday,
    within,
)

_ZH_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九十")} | {"〇": 0, "两": 2}
_ZH_NUMBER = r"(?:\d{1,4}|[零〇一二三四五六七八九十两]{1,3})"
_ZH_WEEK = r"(?:周|週|星期|礼拜|禮拜)"
_ZH_DAYS = {sign: day for day, sign in enumerate("一二三四五六日")} | {"天": 6}
_ZH_DAY = rf"{_ZH_WEEK}(?P<weekday>[{''.join(_ZH_DAYS)}])"
_ZH_PART = r"(?P<part>上午|早上|早晨|清晨|凌晨|中午|下午|傍晚|晚上|晚)?"
_ZH_EVENING = frozenset({"下午", "傍晚", "晚上", "晚"})


def _chinese_number(said: str) -> int:
    """十二 is 12, 二十五 is 25, 5 is 5."""
    if said.isdecimal():
        return int(said)
    tens, ten, ones = said.rpartition("十")
    return (_ZH_DIGITS.get(tens, 1) * 10 if ten else 0) + _ZH_DIGITS.get(ones, 0)


def _chinese_day(found: re.Match[str], _today: date) -> str:
    return f"{_chinese_number(found['day'])} {_chinese_month(found['month'])} {found['year'] or ''}"


def _chinese_month(said: str) -> str:
    number = _chinese_number(said)
    return MONTHS[number - 1] if 1 <= number <= len(MONTHS) else said


def _chinese_hour(found: re.Match[str], _today: date) -> str:
    half, minute = found["half"], found["minute"]
    minutes = {"半": 30, "一刻": 15, "三刻": 45}.get(half or "", _chinese_number(minute) if minute else 0)
    part = found["part"] or ""
    evening = part in _ZH_EVENING or (part == "中午" and _chinese_number(found["hour"]) < 3)  # 中午1点
    return clock(_chinese_number(found["hour"]), minutes, evening=evening, night=part == "凌晨")


def _chinese_ahead(found: re.Match[str], today: date) -> str:
    unit = {"天": "days", "日": "days", "月": "months"}.get(found["unit"][-1], "weeks")
    return (today + relativedelta(**{unit: _chinese_number(found["count"])})).isoformat()  # type: ignore[arg-type]


def _chinese_next_month(found: re.Match[str], today: date) -> str:
    ahead = today + relativedelta(months=1)
    return f"{_chinese_number(found['day'])} {MONTHS[ahead.month - 1]} {ahead.year}"


CHINESE = rules(
    (r"大后天", ahead(days=3)),
    (r"后天", ahead(days=2)),
    (r"明天|明日", ahead(days=1)),
    (r"今天|今日", ahead(days=0)),
    (rf"(?P<count>{_ZH_NUMBER}) ?个?(?P<unit>天|日|周|星期|礼拜|月)(?:之|以)?[后後]", _chinese_ahead),
    (rf"下个?月(?P<day>{_ZH_NUMBER})[日号號]", _chinese_next_month),
    (rf"下个?{_ZH_DAY}", within(1, _ZH_DAYS)),
    (rf"(?:本|这|這)个?{_ZH_DAY}", within(0, _ZH_DAYS)),
    (rf"(?:(?P<year>\d{{4}}) ?年 ?)?(?P<month>{_ZH_NUMBER}) ?月 ?(?P<day>{_ZH_NUMBER}) ?[日号號]", _chinese_day),
    (rf"每?(?:两|二|2) ?个?{_ZH_WEEK}一次|每(?:两|二|2) ?个?{_ZH_WEEK}|每?隔一个?{_ZH_WEEK}|双周(?:一次)?", BIWEEKLY),
    (rf"隔{_ZH_DAY}", lambda found, _today: f"{BIWEEKLY}{DAYS[_ZH_DAYS[found['weekday']]]}"),
    (rf"隔{_ZH_WEEK}(?:一次)?", BIWEEKLY),
    (rf"每个?{_ZH_WEEK}一次|一{_ZH_WEEK}一次", WEEKLY),
    (rf"每个?{_ZH_DAY}", lambda found, _today: f"{WEEKLY}{DAYS[_ZH_DAYS[found['weekday']]]}"),
    (rf"每个?{_ZH_WEEK}", WEEKLY),
    (r"每个?季度?(?:一次)?|每(?:三|3) ?个?月(?:一次)?|一季度一次", QUARTERLY),
    (r"每个?月(?:一次)?|一个?月一次|[当當该本]月", MONTH),
    (r"(?:只有|只|仅|就)?一次(?:性)?", ONCE),
    (rf"第(?P<nth>[一二三四1234]) ?个?{_ZH_DAY}",
     lambda found, _today: f"{NTH[_chinese_number(found['nth'])]} {DAYS[_ZH_DAYS[found['weekday']]]}"),
    (rf"首个?{_ZH_DAY}", lambda found, _today: f"first {DAYS[_ZH_DAYS[found['weekday']]]}"),
    (rf"最[后後]一?[个個]?{_ZH_DAY}", lambda found, _today: f"last {DAYS[_ZH_DAYS[found['weekday']]]}"),
    (_ZH_DAY, weekday(_ZH_DAYS)),
    (
        (rf"{_ZH_PART} ?(?P<hour>{_ZH_NUMBER}) ?[点點时時]"
        rf"(?:(?P<half>半|一刻|三刻)|(?P<minute>{_ZH_NUMBER}) ?分?|整|钟|鐘)?"),
        _chinese_hour,
    ),
    (rf"{_ZH_PART} ?(?<!at )(?<!\d)(?P<hour>\d{{1,2}}):(?P<minute>\d\d)(?P<half>)(?!\d)", _chinese_hour),
    (r"中午|正午", " noon "),
    (rf"(?P<day>{_ZH_NUMBER}) ?[日号號]", lambda found, _today: f"{_chinese_number(found['day'])}th"),
    (r"定在某一天|[的在于於从從起、。]|开始|举行|进行|回顾|复盘", " "),
)  # fmt: skip

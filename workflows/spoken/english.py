"""English: the days that depend on today; all else `workflows.phrases` reads as it stands."""

from workflows.spoken.rules import DAYS, ahead, coming, counted, either, rules, within

_EN_DAYS = {name: day for day, name in enumerate(DAYS)}
_EN_COUNT = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_IN = rf"\bin (?P<count>\d{{1,3}}|{either(_EN_COUNT)})"
ENGLISH = rules(
    (r"\bthe day after tomorrow\b", ahead(days=2)),
    (r"\btomorrow\b", ahead(days=1)),
    (r"\btoday\b", ahead(days=0)),
    (rf"{_IN} days?\b", counted("days", _EN_COUNT)),
    (rf"{_IN} weeks?\b", counted("weeks", _EN_COUNT)),
    (rf"{_IN} months?\b", counted("months", _EN_COUNT)),
    (rf"\bnext (?P<weekday>{either(DAYS)})\b", coming(_EN_DAYS)),
    (rf"\bthis (?P<weekday>{either(DAYS)})\b", within(0, _EN_DAYS)),
)

"""Hebrew: prepositions grow into the words, and a weekday comes before its “first”."""

import re
from datetime import date

from workflows.spoken.rules import (
    BIWEEKLY,
    DAYS,
    MONTH,
    NOON,
    NTH,
    ONCE,
    QUARTERLY,
    WEEKLY,
    ahead,
    clock,
    coming,
    counted,
    day_of,
    either,
    months,
    rules,
    weekday,
    within,
)

_HE_MONTHS = months("he")
_HE_NAMES = ("שני", "שלישי", "רביעי", "חמישי", "שישי", "שבת", "ראשון")
_HE_DAYS = {name: day for day, name in enumerate(_HE_NAMES)} | dict(zip("בגדהושא", range(7), strict=True))
_HE_DAY = rf"(?P<weekday>{either(_HE_DAYS)})(?!\w)"
_HE_NTH = {"ראשון": 1, "ראשונה": 1, "שני": 2, "שלישי": 3, "רביעי": 4, "אחרון": 5}
_HE_COUNT = {"שלושה": 3, "ארבעה": 4}
_HE_MONTH = r"(?:(?:של|ב|ל|מדי)? ?כל חודש|מדי חודש|חודשית?|פעם בחודש|אחת לחודש|של החודש|[בל]חודש)(?!\w)"
_HE_TIME = r"(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?"
_HE_PART = r"(?P<part>בבוקר|בצהריים|אחר הצהריים|אחהצ|בערב|בלילה)(?!\w)"


def _hebrew_hour(found: re.Match[str], _today: date) -> str:
    part, hour = found["part"] or "", int(found["hour"])
    midnight = part == "בלילה" and hour == NOON
    evening = part in {"אחר הצהריים", "אחהצ", "בערב"} or (part == "בצהריים" and hour < 6)  # 2 בצהריים
    return clock(hour, int(found["minute"] or 0), evening=evening, night=midnight)


HEBREW = rules(
    (r"(?<!\w)מחרתיים(?!\w)", ahead(days=2)),
    (r"(?<!\w)מחר(?!\w)", ahead(days=1)),
    (r"(?<!\w)היום(?!\w)", ahead(days=0)),
    (r"(?<!\w)בעוד שבועיים(?!\w)", ahead(weeks=2)),
    (r"(?<!\w)בעוד שבוע(?!\w)", ahead(weeks=1)),
    (r"(?<!\w)בעוד חודשיים(?!\w)", ahead(months=2)),
    (r"(?<!\w)בעוד חודש(?!\w)", ahead(months=1)),
    (r"(?<!\w)בעוד יומיים(?!\w)", ahead(days=2)),
    (rf"(?<!\w)בעוד (?P<count>\d{{1,3}}|{either(_HE_COUNT)}) ימים(?!\w)", counted("days", _HE_COUNT)),
    (rf"(?<!\w)בעוד (?P<count>\d{{1,3}}|{either(_HE_COUNT)}) שבועות(?!\w)", counted("weeks", _HE_COUNT)),
    (rf"(?<!\w)בעוד (?P<count>\d{{1,3}}|{either(_HE_COUNT)}) חודשים(?!\w)", counted("months", _HE_COUNT)),
    (rf"(?<!\w)[בה]?יום {_HE_DAY},? הבא(?!\w)", coming(_HE_DAYS)),
    (rf"(?<!\w)[בה]?יום {_HE_DAY},? הזה(?!\w)", within(0, _HE_DAYS)),
    (
        (rf"(?<![\w-])(?:[בהל]-?\s?)?(?P<day>\d{{1,2}}) ?[בל]?-?(?P<month>{either(_HE_MONTHS)})(?!\w)"
        r"(?:,? (?P<year>\d{4}))?"),
        day_of(_HE_MONTHS),
    ),
    (r"(?<!\w)(?:ב?כל|פעם ב|אחת ל|מדי) ?(?:שבועיים|שני שבועות|2 שבועות)(?!\w)|(?<!\w)דו[- ]?שבועית?(?!\w)", BIWEEKLY),
    (r"(?<!\w)(?:ב?כל |פעם ב|אחת ל|מדי )(?:רבעון|שלושה חודשים|3 חודשים)(?!\w)|(?<!\w)רבעונית?(?!\w)", QUARTERLY),
    (r"(?<!\w)(?:ב?כל |פעם ב|אחת ל|מדי )שבוע(?!\w)|(?<!\w)שבועית?(?!\w)", WEEKLY),
    (rf"(?<!\w)(?:ב?כל |[בה]-?\s?)?(?P<day>\d{{1,2}})(?P<space>\s){_HE_MONTH}",
     lambda found, _today: f"{found['day']}th{MONTH}"),
    (rf"(?<!\w){_HE_MONTH}", MONTH),
    (r"(?<!\w)(?:פעם אחת|חד[- ]?פעמית?|פעם יחידה)(?:,? ביום אחד)?(?!\w)", ONCE),
    (rf"(?<!\w)[בה]?יום {_HE_DAY},? ה(?P<nth>{either(_HE_NTH)})(?!\w)",
     lambda found, _today: f"{NTH[_HE_NTH[found['nth']]]} {DAYS[_HE_DAYS[found['weekday']]]}"),
    (rf"(?<!\w)ב?ימי {_HE_DAY}", weekday(_HE_DAYS, "s")),
    (rf"(?<!\w)ב?כל (?:יום )?{_HE_DAY}", lambda found, _today: f"every {DAYS[_HE_DAYS[found['weekday']]]}"),
    (rf"(?<!\w)[בה]?יום {_HE_DAY}", weekday(_HE_DAYS)),
    (r"(?<!\w)בשבת(?!\w)", " saturday "),
    (rf"(?<![\w-])(?:ב?שעה |ב-?\s?)?{_HE_TIME} {_HE_PART}", _hebrew_hour),
    (rf"(?<![\w-])(?:ב?שעה |ב-?\s?){_HE_TIME}(?P<part>)(?![\d.-])", _hebrew_hour),
    (r"(?<!\w)בצהריים(?!\w)", " noon "),
    (r"(?<!\w)(?:ב|של|את|ו|החל מ-?|החל|סקירה|סקירות|בבקשה|ביום אחד)(?!\w)", " "),
)  # fmt: skip

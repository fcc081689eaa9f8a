"""Russian: weekdays and ordinals in each of their cases."""

import re
from datetime import date

from workflows.spoken.rules import (
    BIWEEKLY,
    DAYS,
    MONTH,
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

_RU_MONTHS = months("ru")
_RU_DAYS = {
    form: day
    for day, forms in enumerate(
        ("понедельник пн", "вторник вт", "среда среду ср", "четверг чт", "пятница пятницу пт", "суббота субботу сб",
         "воскресенье вс")
    )
    for form in forms.split()
}  # fmt: skip
_RU_MANY = {
    form: day
    for day, form in enumerate(
        ["понедельникам", "вторникам", "средам", "четвергам", "пятницам", "субботам", "воскресеньям"]
    )
}
_RU_COUNT = {"одну": 1, "один": 1, "": 1, "две": 2, "два": 2, "три": 3, "четыре": 4}
_RU_NTH = {1: "перв", 2: "втор", 3: "трет", 4: "четверт", 5: "последн"}
_RU_END = r"(?:ый|ий|ой|ая|яя|ую|юю|ью|ое|ее|ье|ого|его|ьего)"
_AFTER_RU = rf"через (?P<count>\d{{1,3}}|{either(name for name in _RU_COUNT if name)}|) ?"


def _russian_hour(found: re.Match[str], _today: date) -> str:
    part, hour = found["part"] or "", int(found["hour"])
    return clock(hour, int(found["minute"] or 0), evening=part in {"дня", "вечера"}, night=part == "ночи")


RUSSIAN = rules(
    (r"\bпослезавтра\b", ahead(days=2)),
    (r"\bзавтра\b", ahead(days=1)),
    (r"\bсегодня\b", ahead(days=0)),
    (rf"\b{_AFTER_RU}(?:день|дня|дней)\b", counted("days", _RU_COUNT)),
    (rf"\b{_AFTER_RU}недел[юиь]\b", counted("weeks", _RU_COUNT)),
    (rf"\b{_AFTER_RU}месяц(?:а|ев)?\b", counted("months", _RU_COUNT)),
    (rf"\b(?:следующ(?:ий|ую|ее|ая)|будущ(?:ий|ую|ее|ая)) (?P<weekday>{either(_RU_DAYS)})\b", coming(_RU_DAYS)),
    (rf"\b(?:этот|эту|это|эта) (?P<weekday>{either(_RU_DAYS)})\b", within(0, _RU_DAYS)),
    (
        (rf"\b(?P<day>\d{{1,2}})(?:-?(?:го|е))? (?P<month>{either(_RU_MONTHS)})\b\.?"
        r"(?: (?P<year>\d{4})(?: ?г(?:ода|\b\.?))?)?"),
        day_of(_RU_MONTHS),
    ),
    (r"\b(?:каждые|раз в) (?:две|2) недели\b|\bкаждую вторую неделю\b|\bдвухнедельно\b", BIWEEKLY),
    (r"\bкажд(?:ую|ая) недел[юя]\b|\bеженедельн[оы]\w*\b|\bраз в неделю\b", WEEKLY),
    (r"\b(?:каждые|раз в) (?:три|3) месяца\b|\bежеквартально\b|\b(?:каждый|раз в) квартал\b|\b(?:каждого )?квартала\b",
     QUARTERLY),
    (r"\bежемесячно\b|\bкажд(?:ый|ого) месяца?\b|\bраз в месяце?\b|\bв месяце?\b|\bмесяца\b", MONTH),
    (r"\bодин раз(?:, в один день)?\b|\bразово\b|\bоднократно\b|\bединожды\b", ONCE),
    *((rf"\b(?:{stem}{_RU_END}|{'' if number > 4 else number}-?(?:й|ый|ий|я|ую|е|го)) (?={either(_RU_DAYS)})",
       f" {NTH[number]} ") for number, stem in _RU_NTH.items()),
    (rf"\b(?P<weekday>{either(_RU_DAYS)})\b,? (?=(?:{'|'.join(_RU_NTH.values())}){_RU_END})",
     lambda found, _today: f"weekday{_RU_DAYS[found['weekday']]}"),
    *((rf"weekday(\d) +,?\s*{stem}{_RU_END}",
       lambda found, _today, nth=NTH[number]: f"{nth} {DAYS[int(found[1])]}") for number, stem in _RU_NTH.items()),
    (r"\bперв(?:ое|ого) числ[оа]\b", " 1st "),
    (r"\b(\d{1,2})(?:-?(?:го|е))? числ[оа]\b|\b(\d{1,2})-?го\b", lambda found, _today: f"{found[1] or found[2]}th"),
    (rf"\b(?:по )?(?P<weekday>{either(_RU_MANY)})\b", weekday(_RU_MANY, "s")),
    (rf"\b(?P<weekday>{either(_RU_DAYS)})\b\.?", weekday(_RU_DAYS)),
    (r"\bкажд(?:ый|ую|ое)\b", " every "),
    (r"\b(?:в )?полдень\b", " noon "),
    (
        (r"\b(?:(?:в|во|к|около) )?(?P<hour>\d{1,2})(?:[:.-](?P<minute>\d\d))?(?: ?ч(?:ас(?:а|ов)?)?\b\.?)? ?"
        r"(?P<part>утра|дня|вечера|ночи)\b"),
        _russian_hour,
    ),
    ((r"\b(?:в|во|к|около) (?P<hour>\d{1,2})(?:[:.-](?P<minute>\d\d))?"
        r"(?: ?ч(?:ас(?:а|ов)?)?\b\.?)?(?P<part>)(?![\d-]| *(?:of the|недел|дн))"),
     _russian_hour),
    (r"\b(?:в|во|на|по|с|со|начиная|обзоры?|обзоров|проводить|пожалуйста|года|г)\b", " "),
)  # fmt: skip

"""Every sentence a person sees, in their language: gettext catalogues read from `.po`, dates and numbers by locale."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from functools import cache, lru_cache, reduce
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_datetime, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from workflows import languages

LOCALES = Path(__file__).parent / "locales"
DOMAIN = "cairn"
LANGUAGES, SOURCE = languages.LANGUAGES, languages.SOURCE
_FORMATS = {"en": "en_150"}  # English of the world: the day before the month, and 24 hours
COMMAND_MARK = "\u200e"  # from the left, whatever stands around

DateStyle = Literal["short", "medium", "long", "full"]
Day = date | datetime
Moment = datetime | time


def N_(message: str) -> str:  # noqa: N802 - the name that extraction tools and readers of gettext know
    """Mark a string for the catalogues without translating it yet."""
    return message


def NP_(context: str, message: str) -> str:  # noqa: N802 - as above
    """Mark a word whose meaning depends on where it stands; say it with `Say.p` and the same context."""
    del context
    return message


class Say:
    """One language and time zone. Keep it in a variable called `_`, so that extraction finds the strings."""

    def __init__(self, language: str, tz: str, catalogue: NullTranslations) -> None:
        """Speak `language` in the zone `tz`."""
        self.language, self.tz = language, tz
        self._catalogue = catalogue
        self._locale = Locale.parse(_FORMATS.get(language, language))
        self.right_to_left = self._locale.text_direction == "rtl"
        self._zone = zone(tz)

    def __call__(self, message: str, /, **params: object) -> str:
        """Translate a sentence and fill in its named placeholders."""
        # The empty msgid is the catalogue's header in gettext: never show that to anyone.
        return self._filled(self._catalogue.gettext(message), params) if message else ""

    def n(self, one: str, many: str, count: int, /, **params: object) -> str:
        """Translate a sentence that depends on a number; `{count}` is filled in, by locale."""
        said = self._catalogue.ngettext(one, many, count)
        return self._filled(said, {"count": self.number(count), **params})

    def p(self, context: str, message: str, /, **params: object) -> str:
        """Translate a word whose meaning depends on where it stands."""
        return self._filled(self._catalogue.pgettext(context, message), params) if message else ""

    def typed(self, words: str) -> str:
        """Show what can be typed: in text from the right, a mark keeps the slash of a command before its word."""
        return f"`{COMMAND_MARK if self.right_to_left else ''}{words}`"

    def signed(self, said: str) -> str:
        """Keep a sign before its number: −2. In text from the right it would change sides."""
        return f"{COMMAND_MARK}{said}" if self.right_to_left else said

    def _filled(self, text: str, params: dict[str, object]) -> str:
        said = _fill(text, params)
        return said.replace("`/", f"`{COMMAND_MARK}/") if self.right_to_left else said

    def __deepcopy__(self, memo: object) -> "Say":
        """Stay one: Bolt copies the whole context for every lazy listener, and a catalogue never changes."""
        return self

    def at(self, tz: str) -> "Say":
        """Speak the same language in another time zone."""
        return Say(self.language, tz, self._catalogue)

    def date(self, day: Day, style: DateStyle = "medium") -> str:
        """Say a day: 24 Nov 2026."""
        return format_date(self._day(day), style, locale=self._locale)

    def day(self, day: Day) -> str:
        """Say a day without its year: 24 Nov."""
        return format_skeleton("MMMd", self._day(day), locale=self._locale)

    def weekday(self, day: Day) -> str:
        """Say a day of the week: Monday."""
        return format_date(self._day(day), "EEEE", locale=self._locale)

    def time(self, moment: Moment) -> str:
        """Say a time of day, in the person's time zone."""
        local = self._local(moment) if isinstance(moment, datetime) else moment
        return format_time(local, "short", locale=self._locale)

    def when(self, moment: datetime) -> str:
        """Say a moment in the person's time zone: Monday, 23 Nov, 10:00."""
        local = self._local(moment)
        return format_datetime(local, _WHEN.get(self.language, _WHEN[SOURCE]), locale=self._locale)

    def number(self, x: float) -> str:
        """Say a number, with at most two decimals."""
        return format_decimal(x, "#,##0.##", locale=self._locale)

    def percent(self, x: float) -> str:
        """Say a share of a hundred, with at most two decimals: 12%, 12 %."""
        usual = str(self._locale.percent_formats[None].pattern)
        return format_percent(x / 100, usual.replace("#,##0", "#,##0.##"), locale=self._locale)

    def place(self, tz: str) -> str:
        """Say where a time zone is: Берлин for Europe/Berlin; its own name where CLDR has no other."""
        known = self._locale.time_zones
        there = known.get(tz) or known.get(_older().get(tz, tz)) or {}
        return str(there.get("city") or tz.replace("_", " "))

    def join(self, items: Sequence[str]) -> str:
        """Say a list: Ann, Bo, and Cleo."""
        return format_list(list(items), locale=self._locale)

    def listed(self, items: Iterable[str]) -> str:
        """Say facts side by side, without a last "and": Joys: 3, Pain points: 4."""
        return self._beside(self._locale.list_patterns["standard"]["middle"], items)

    def parts(self, items: Iterable[str]) -> str:
        """Say a list whose parts have commas of their own: no price shown, only a form; waits for weeks."""
        return self._beside(self.p("parts of a list", "{0}; {1}"), items)

    def sentences(self, *said: str) -> str:
        """Say one sentence after the other, with what stands between sentences; what is empty is left out."""
        return self._beside(self.p("one sentence after the other", "{0} {1}"), filter(None, said))

    @staticmethod
    def _beside(pattern: str, items: Iterable[str]) -> str:
        return reduce(pattern.format, items) if (items := list(items)) else ""

    def _day(self, day: Day) -> Day:
        return self._local(day).date() if isinstance(day, datetime) else day

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._zone) if moment.tzinfo else moment


# CLDR has no pattern for weekday, day, month and time without the year that reads well in each of these.
_WHEN = {
    SOURCE: "EEEE, d MMM, HH:mm",
    "zh_Hans": "M月d日 EEEE HH:mm",
    "he": "EEEE, d בMMM, HH:mm",
}


@lru_cache(maxsize=512)
def say_for(language: str, tz: str = "UTC") -> Say:
    """Give the voice of a language and time zone; languages and zones nobody knows become English and UTC."""
    known = language_for(language)
    return Say(known, tz, _catalogue(known))


def language_for(wanted: str) -> str:
    """Find the language nearest to a locale as Slack or a person writes it: `zh-CN` is zh_Hans."""
    if wanted in LANGUAGES:
        return wanted
    head = wanted.replace("_", "-").split("-")[0].lower()
    head = {"iw": "he"}.get(head, head)  # the name that Hebrew had before 1989, and has in Java until today
    return next((language for language in LANGUAGES if language.split("_")[0] == head), SOURCE)


def right_to_left(language: str) -> bool:
    """Whether a language is written from the right; False for what is none of ours."""
    return language in LANGUAGES and Locale.parse(language).text_direction == "rtl"


@cache
def _older() -> dict[str, str]:
    """CLDR keeps a place under the name that its time zone had first."""
    return {new: old for old, new in get_global("zone_aliases").items()}


def zone(tz: str) -> ZoneInfo:
    """Find a time zone; a name that is none becomes UTC."""
    try:
        return ZoneInfo(tz)
    except (KeyError, ValueError, OSError):  # OSError: a folder of the zone database, such as "Europe"
        return ZoneInfo("UTC")


@lru_cache
def _catalogue(language: str) -> NullTranslations:
    """Read a catalogue from its `.po`: nothing compiled is kept, so that nothing compiled can be stale.

    English says what the code says, as a test makes sure: reading it would only take time.
    """
    path = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    if language == SOURCE or not path.exists():
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        catalogue = read_po(file, locale=language, domain=DOMAIN)
    compiled = BytesIO()
    write_mo(compiled, catalogue)  # leaves out what is fuzzy or not translated: those fall back to English
    compiled.seek(0)
    return GNUTranslations(compiled)


def _fill(message: str, params: dict[str, object]) -> str:
    return message.format(**params) if params else message

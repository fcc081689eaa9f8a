"""When a person works: the only time in which the bot may begin to speak with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.tables import Profile
from workflows import rhythm
from workflows.errors import InvalidError


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours by a person's own clock: from `start` until before `end`, on `days` (Monday is 0)."""

    tz: str = "UTC"
    start: time = time(9)
    end: time = time(18)
    days: frozenset[int] = frozenset(range(5))

    @property
    def zone(self) -> ZoneInfo:
        """The person's time zone; UTC where nobody knows the one that is stored."""
        try:
            return rhythm.zone(self.tz)
        except InvalidError:
            return ZoneInfo("UTC")

    def day(self, at: datetime) -> date:
        """Which day it is for the person."""
        return at.astimezone(self.zone).date()

    def open(self, at: datetime) -> bool:
        """Whether the person works at a moment."""
        local = at.astimezone(self.zone)
        return local.weekday() in self.days and self.start <= local.time() < self.end

    def opening(self, day: date) -> datetime:
        """When the person begins to work on a day, in UTC; where the clocks leap over that, just after the leap."""
        return datetime.combine(day, self.start, self.zone).astimezone(UTC)

    def next_opening(self, after: datetime) -> datetime:
        """When the person next begins to work, strictly after a moment."""
        for day in self._working_days(self.day(after)):
            opens = self.opening(day)
            if opens > after:
                return opens
        raise AssertionError

    def working_day(self, day: date, number: int) -> date:
        """The working day that comes as the `number`th after a day."""
        found = self._working_days(day + timedelta(days=1))
        for _before in range(number - 1):
            next(found)
        return next(found)

    def _working_days(self, day: date) -> Iterator[date]:
        while True:
            if day.weekday() in self.days:
                yield day
            day += timedelta(days=1)


def hours_of(profile: Profile | None) -> Hours:
    """A person's hours, as they set them; the usual ones of Slack's time zone where they set none."""
    if profile is None:
        return Hours()
    return Hours(
        tz=profile.own_tz or profile.tz,
        start=time.fromisoformat(profile.works_from),
        end=time.fromisoformat(profile.works_until),
        days=frozenset(profile.works_on),
    )

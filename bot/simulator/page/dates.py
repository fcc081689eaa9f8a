"""Slack's date tokens, in the reader's time zone: <!date^1392734382^{date_short} at {time}|fallback>."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from markupsafe import Markup, escape

from bot.i18n import Say, zone
from bot.simulator.page.reader import Reader

_FIELD = re.compile(r"\{(\w+)\}")
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def date_token(body: str, fallback: str, reader: Reader) -> Markup:
    """Show a date token, or its fallback where it is none."""
    parts = body.split("^")
    try:
        moment = reader.moment(int(parts[1]))
    except (IndexError, ValueError, OverflowError, OSError):
        return escape(fallback)
    form = parts[2] if len(parts) > 2 else "{date}"
    words = _FIELD.sub(lambda m: _field(m[1], moment, reader) or m[0], form)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(moment.isoformat(), reader.say.when(moment), words)


def _field(name: str, moment: datetime, reader: Reader) -> str:
    _ = reader.say
    local = moment.astimezone(zone(_.tz))
    pretty = name.endswith("_pretty")
    ways: dict[str, Callable[[], str]] = {
        "date_num": lambda: local.date().isoformat(),
        "date": lambda: _.date(local, "long"),
        "date_long": lambda: _.date(local, "full"),
        "date_short": lambda: _.date(local, "medium"),
        "day_divider": lambda: _.date(local, "full"),
        "time": lambda: _.time(moment),
        "time_secs": lambda: f"{local:%H:%M:%S}",
        "ago": lambda: ago(moment, reader.now, _),
    }
    way = ways.get(name.removesuffix("_pretty"))
    if way is None:
        return ""
    near = near_day(local.date(), reader.now.astimezone(zone(_.tz)).date(), _) if pretty else ""
    return near or way()


def near_day(day: date, today: date, _: Say) -> str:
    """Say a day near today in a word, any other not at all."""
    return {
        today: _("today"),
        today - timedelta(days=1): _("yesterday"),
        today + timedelta(days=1): _("tomorrow"),
    }.get(day, "")


def day_words(moment: datetime, now: datetime, _: Say) -> str:
    """Say the day that a row of messages stands under."""
    day, today = moment.astimezone(zone(_.tz)).date(), now.astimezone(zone(_.tz)).date()
    if day == today:
        return _("Today")
    if day == today - timedelta(days=1):
        return _("Yesterday")
    return _.date(day, "full")


def ago(moment: datetime, now: datetime, _: Say) -> str:
    """Say how long ago something was."""
    seconds = max(0, int((now - moment).total_seconds()))
    if seconds < _MINUTE:
        return _("just now")
    if seconds < _HOUR:
        return _.n("{count} minute ago", "{count} minutes ago", seconds // _MINUTE)
    if seconds < _DAY:
        return _.n("{count} hour ago", "{count} hours ago", seconds // _HOUR)
    return _.n("{count} day ago", "{count} days ago", seconds // _DAY)

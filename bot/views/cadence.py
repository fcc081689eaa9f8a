"""The form for the rhythm in which the map is looked at again."""

from datetime import date, datetime, timedelta
from typing import Final

from bot import labels, values
from bot.i18n import Say
from bot.ids import Field, Modal
from bot.views import blocks
from bot.views.texts import Json
from workflows.snapshots import Outline, Review
from workflows.words import Cadence

FIRST_AFTER = timedelta(days=30)
MORNING = "10:00"
# One name per zone that people look for; the person's own comes first, whatever it is.
ZONES: Final = (
    "UTC", "Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Phoenix",
    "America/Chicago", "America/Mexico_City", "America/New_York", "America/Toronto", "America/Bogota",
    "America/Lima", "America/Caracas", "America/Halifax", "America/Santiago", "America/St_Johns",
    "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "Atlantic/Azores", "Atlantic/Reykjavik",
    "Europe/London", "Europe/Dublin", "Europe/Lisbon", "Africa/Casablanca", "Africa/Lagos", "Europe/Madrid",
    "Europe/Paris", "Europe/Brussels", "Europe/Amsterdam", "Europe/Berlin", "Europe/Zurich", "Europe/Rome",
    "Europe/Vienna", "Europe/Prague", "Europe/Warsaw", "Europe/Budapest", "Europe/Belgrade", "Europe/Stockholm",
    "Europe/Oslo", "Europe/Copenhagen", "Europe/Athens", "Europe/Bucharest", "Europe/Sofia", "Europe/Helsinki",
    "Europe/Tallinn", "Europe/Riga", "Europe/Vilnius", "Europe/Kyiv", "Europe/Kaliningrad", "Africa/Cairo",
    "Africa/Johannesburg", "Asia/Jerusalem", "Asia/Beirut", "Europe/Istanbul", "Europe/Minsk", "Europe/Moscow",
    "Africa/Nairobi", "Asia/Riyadh", "Asia/Baghdad", "Asia/Tehran", "Asia/Dubai", "Europe/Samara", "Asia/Baku",
    "Asia/Tbilisi", "Asia/Yerevan", "Asia/Kabul", "Asia/Yekaterinburg", "Asia/Karachi", "Asia/Tashkent",
    "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Almaty", "Asia/Omsk", "Asia/Yangon", "Asia/Bangkok",
    "Asia/Ho_Chi_Minh", "Asia/Jakarta", "Asia/Novosibirsk", "Asia/Krasnoyarsk", "Asia/Shanghai", "Asia/Hong_Kong",
    "Asia/Taipei", "Asia/Singapore", "Asia/Manila", "Australia/Perth", "Asia/Irkutsk", "Asia/Seoul", "Asia/Tokyo",
    "Asia/Yakutsk", "Australia/Adelaide", "Australia/Brisbane", "Australia/Sydney", "Asia/Vladivostok",
    "Asia/Magadan", "Pacific/Auckland",
)  # fmt: skip


def view(outline: Outline, review: Review | None, tz: str, today: date, _: Say) -> Json:
    """Build the form: as it is set, or monthly from in thirty days on, in the person's time zone."""
    owner = outline.journey_owner or outline.facilitator
    chosen_tz = review.tz if review else tz
    return blocks.modal(
        Modal.CADENCE,
        _("Plan the reviews"),
        [
            blocks.context(
                _("A map that nobody looks at again is soon wrong. I will remind the thread and the journey owner.")
            ),
            blocks.radios(
                Field.CADENCE,
                _("How often do you look at the map again?"),
                [blocks.option(labels.label(_, cadence), cadence) for cadence in Cadence],
                value=review.cadence if review else Cadence.MONTHLY,
            ),
            blocks.date_input(Field.DAY, _("First review"), value=_first_day(review, today)),
            blocks.time_input(Field.TIME, _("At"), value=review.local_time if review else MORNING),
            blocks.select(Field.TZ, _("Time zone"), zones(chosen_tz, tz), value=chosen_tz),
            blocks.user_select(
                Field.JOURNEY_OWNER,
                _("Journey owner"),
                value=owner.user_id,
                hint=_("The person who answers for the whole journey and gets the reminder in person."),
            ),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=values.encode(values.Value(workshop=outline.id)),
    )


def planned(due_at: datetime | None, owner_id: str, _: Say) -> Json:
    """Say when the first review is, and who is reminded."""
    said = [_("I remind the thread, and {person} in person.", person=blocks.mention(owner_id))]
    if due_at:
        said.insert(0, _("✅ The next review is due {when}.", when=_.when(due_at)))
    return blocks.info(_("Reviews are planned"), *said, close=_("Close"))


def _first_day(review: Review | None, today: date) -> date:
    return review.starts_on if review and review.starts_on >= today else today + FIRST_AFTER


def zones(*first: str) -> list[Json]:
    """List the time zones to choose from, the given ones first: as many as a select takes."""
    names = list(dict.fromkeys([*first, *ZONES]))
    return [blocks.option(name.replace("_", " "), name) for name in names[:100]]

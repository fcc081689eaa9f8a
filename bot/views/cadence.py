"""The forms for the rhythm in which the map is looked at again, and for skipping or moving one review."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot import labels, values
from bot.aliases import native
from bot.i18n import N_, Say
from bot.ids import COMMAND, Action, Field, Modal
from bot.views import blocks
from bot.views.message import Message, message
from bot.views.texts import Json, escape, isolate
from workflows import limits
from workflows.reviewing import SetReview
from workflows.rhythm import BY_MONTH, NTH, Rule
from workflows.rounds import Review
from workflows.snapshots import MapSnapshot, Outline
from workflows.words import Cadence, PutOff

FIRST_AFTER = timedelta(days=30)
MORNING = "10:00"
SAME_DAY, TYPED = "same", "said"
CLAIM_DAYS = (30, 60, 90, 180, 365)
EXAMPLES: Final = (
    N_("every two weeks on Monday at 10"),
    N_("monthly on the first Monday"),
    N_("every quarter"),
    N_("15 March 2027"),
)
_A_MONDAY = date(2024, 1, 1)
_NTH: Final = {
    1: N_("{weekday}, the first of the month"),
    2: N_("{weekday}, the second of the month"),
    3: N_("{weekday}, the third of the month"),
    4: N_("{weekday}, the fourth of the month"),
    -1: N_("{weekday}, the last of the month"),
}
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


def plan_of(outline: Outline, review: Review | None, tz: str, today: date) -> SetReview:
    """What the form begins with: as it is set, or monthly from in thirty days on, in the person's time zone."""
    owner = outline.journey_owner or outline.facilitator
    if review is None:
        return SetReview(outline.id, Cadence.MONTHLY, today + FIRST_AFTER, MORNING, tz, owner.user_id)
    starts_on = review.starts_on if review.starts_on >= today or not review.due_at else review.due_at.date()
    if review.nth is None and starts_on < today:
        starts_on = today + FIRST_AFTER
    return SetReview(
        outline.id,
        review.cadence,
        starts_on,
        review.local_time,
        review.tz,
        owner.user_id,
        review.nth,
        review.starts_on.weekday() if review.nth else None,
        review.claim_days,
    )


def view(
    outline: Outline, plan: SetReview, coming: Sequence[datetime], tz: str, _: Say, *, known: bool = False
) -> Json:
    """Build the form of a plan with its next days; `known`: reviews are planned already, and one can be put off."""
    return blocks.modal(
        Modal.CADENCE,
        _("Plan the reviews"),
        [
            blocks.context(
                _("A map that nobody looks at again is soon wrong. I will remind the thread and the journey owner.")
            ),
            _acts(
                blocks.select(
                    Field.CADENCE,
                    _("How often do you look at the map again?"),
                    [blocks.option(labels.label(_, cadence), cadence) for cadence in Cadence],
                    value=plan.cadence,
                )
            ),
            *([_acts(_nth(plan, _))] if plan.cadence in BY_MONTH else []),
            _acts(blocks.date_input(Field.DAY, _("First review"), value=plan.starts_on)),
            _acts(blocks.time_input(Field.TIME, _("At"), value=plan.local_time)),
            blocks.section(preview(coming, plan.tz, _)),
            blocks.select(Field.TZ, _("Time zone"), zones(_, plan.tz, tz), value=plan.tz),
            blocks.user_select(
                Field.JOURNEY_OWNER,
                _("Journey owner"),
                value=plan.journey_owner_id,
                hint=_("The person who answers for the whole journey and gets the reminder in person."),
            ),
            blocks.select(
                Field.CLAIM_DAYS,
                _("Ask again about what nobody has verified for"),
                [blocks.option(_.n("{count} day", "{count} days", days), days) for days in _ages(plan.claim_days)],
                value=plan.claim_days,
            ),
            *([blocks.actions(_put_off(outline, _))] if known else []),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=values.encode(values.Value(workshop=outline.id)),
    )


def _acts(block: Json) -> Json:
    """Have the next days shown anew as soon as something is chosen."""
    return {**block, "dispatch_action": True}


def _ages(chosen: int) -> list[int]:
    return sorted({*CLAIM_DAYS, chosen})


def _nth(plan: SetReview, _: Say) -> Json:
    options = [blocks.option(_("The same date each time"), SAME_DAY)]
    options += [blocks.option(_(_NTH[nth], weekday=weekday(day, _)), f"{nth}:{day}") for nth in NTH for day in range(7)]
    day = plan.starts_on.weekday() if plan.weekday is None else plan.weekday
    chosen = SAME_DAY if plan.nth is None else f"{plan.nth}:{day}"
    return blocks.select(Field.NTH, _("On which day?"), options, value=chosen)


def weekday(day: int, _: Say) -> str:
    """Name a day of the week; Monday is 0."""
    return _.weekday(_A_MONDAY + timedelta(days=day))


def preview(coming: Sequence[datetime], tz: str, _: Say) -> str:
    """Say when the next reviews are, where they take place."""
    if not coming:
        return _("⚠️ This day is over already. Please choose one that is still to come.")
    here = _.at(tz)
    days = "\n".join(f"•  {escape(_moment(here, one))}" for one in coming)
    return f"*{_('The next reviews')}*\n{days}"


def rhythm(rule: Rule, _: Say) -> str:
    """Say a rhythm in words."""
    often = labels.label(_, rule.cadence)
    if rule.nth is not None:
        day = _(_NTH[rule.nth], weekday=weekday(rule.starts_on.weekday(), _))
    elif rule.cadence is Cadence.ONCE:
        day = _.date(rule.starts_on, "full")
    elif rule.cadence in BY_MONTH:
        day = _("on day {number} of the month", number=rule.starts_on.day)
    else:
        day = weekday(rule.starts_on.weekday(), _)
    return _("{often}: {day}, {time}", often=often, day=day, time=rule.local_time)


def _moment(_: Say, one: datetime) -> str:
    return _("{day}, {time}", day=_.date(one, "full"), time=_.time(one))


def planned(due_at: datetime | None, owner_id: str, _: Say) -> Json:
    """Say when the first review is, and who is reminded."""
    said = [_("I remind the thread, and {person} in person.", person=blocks.mention(owner_id))]
    if due_at:
        said.insert(0, _("✅ The next review is due {when}.", when=_.when(due_at)))
    return blocks.info(_("Reviews are planned"), *said, close=_("Close"))


def set_by_words(outline: Outline, rule: Rule, coming: Sequence[datetime], _: Say) -> Message:
    """Say what was set by typing, and how to change it."""
    first = _("✅ Reviews are planned. {rhythm}", rhythm=rhythm(rule, _))
    return message(
        first,
        blocks.said(first),
        blocks.section(preview(coming, rule.tz, _)),
        blocks.actions(_change(outline, "", _), _put_off(outline, _)),
    )


def unclear(outline: Outline, typed: str, _: Say) -> Message:
    """Say that a phrase was not understood, with examples, and the form that holds what was."""
    first = _("I did not quite understand “{words}”. Nothing was changed.", words=isolate(blocks.clip(typed, 100)))
    shown = "\n".join(_.typed(f"{COMMAND} {native('cadence', _.language)} {escape(_(one))}") for one in EXAMPLES)
    return message(
        first,
        blocks.said(first),
        blocks.section(f"{_('Write it like this, or choose it in the form:')}\n{shown}"),
        blocks.actions(_change(outline, typed, _)),
    )


def _change(outline: Outline, typed: str, _: Say) -> Json:
    more = {TYPED: blocks.clip(typed, 200)} if typed else {}
    value = values.encode(values.Value(workshop=outline.id, more=more))
    return blocks.button(_("Open the form") if typed else _("Change"), Action.CADENCE, value)


def _put_off(outline: Outline, _: Say) -> Json:
    return blocks.button(
        _("Skip or move the next one"), Action.PUT_OFF, values.encode(values.Value(workshop=outline.id))
    )


def put_off_view(snapshot: MapSnapshot, _: Say) -> Json:
    """Build the form that skips or moves one review: the one that waits, or the next one."""
    outline, review = snapshot.outline, snapshot.review
    waiting = next((one.due_at for one in snapshot.rounds if one.held_at is None), None)
    due_at = waiting or (review.due_at if review else None)
    if review is None or due_at is None:
        return blocks.info(
            _("Skip or move"), _("No review is planned. Plan one first with `/journey cadence`."), close=_("Close")
        )
    options = [blocks.option(name, kind) for kind, name in labels.labels(_, PutOff).items()]
    return blocks.modal(
        Modal.PUT_OFF,
        _("Skip or move"),
        [
            blocks.section(_("This is about the review of *{when}*. The rhythm stays as it is.", when=_.when(due_at))),
            blocks.radios(Field.PUT_OFF, _("What shall become of it?"), options, value=PutOff.MOVED),
            blocks.date_input(
                Field.DAY, _("To which day?"), hint=_("Only where it is moved. It keeps its time."), optional=True
            ),
            blocks.text_input(
                Field.REASON,
                _("Why?"),
                hint=_("The thread and the history show it."),
                placeholder=_("e.g. {example}", example=_("Half of us are on holiday")),
                limit=limits.LINE_MAX,
            ),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=values.encode(values.Value(workshop=outline.id, version=review.version)),
    )


def put_off_done(due_at: datetime | None, _: Say) -> Json:
    """Say when the next review is now."""
    then = _("The next review is due {when}.", when=_.when(due_at)) if due_at else _("No other review is planned.")
    return blocks.info(_("Skip or move"), f"✅ {then} {_('The thread is told, with your reason.')}", close=_("Close"))


def put_off_line(review: Review, _: Say) -> str:
    """Say what became of the last review that was not to take place on its day, and why; plain text."""
    if review.put_off is None or review.put_off_from is None:
        return ""
    day, why = _.date(review.put_off_from), isolate(review.put_off_reason)
    if review.put_off is PutOff.SKIPPED:
        return _("The review of {day} is skipped: {reason}", day=day, reason=why)
    moved = _.date(review.due_at) if review.due_at else ""
    return _("The review of {day} is moved to {moved}: {reason}", day=day, moved=moved, reason=why)


def zones(_: Say, *first: str) -> list[Json]:
    """List the time zones to choose from, the given ones first: as many as a select takes."""
    names = list(dict.fromkeys([*first, *ZONES]))
    return [blocks.option(_.place(name), name) for name in names[:100]]

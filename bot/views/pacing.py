"""The time of a step: the form that sets it, and what is said when it is nearly or wholly over."""

from datetime import date, datetime, timedelta

from bot import labels, values
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import anonymous, blocks, moves
from bot.views.message import Message, message
from bot.views.texts import Json, escape
from workflows.snapshots import MapSnapshot, Outline
from workflows.words import Mode, WorkshopStatus

MINUTES = (5, 10, 15, 20, 30, 45, 60, 90, 120)
USUAL, LONGER = 20, 5
LAST_DAY = timedelta(days=3)
PAUSE, RESUME, MORE = "pause", "resume", "more"


def moment(at: datetime, form: str, _: Say) -> str:
    """Write a moment that Slack shows in each reader's own time zone."""
    return f"<!date^{int(at.timestamp())}^{form}|{escape(_.when(at))}>"


def line(outline: Outline, _: Say) -> str:
    """Say on the card how much time the step has, in mrkdwn; nothing where it has all the time it takes."""
    if outline.status is not WorkshopStatus.OPEN:
        return ""
    if outline.timebox_left is not None:
        left = max(1, round(outline.timebox_left / 60))
        return _.n("⏸️ Paused, {count} minute left", "⏸️ Paused, {count} minutes left", left)
    if outline.timebox_ends_at is not None:
        return _("⏱️ Until {time}", time=moment(outline.timebox_ends_at, "{time}", _))
    if outline.deadline_at is not None:
        return _("🗓️ Until {day}", day=moment(outline.deadline_at, "{date_short_pretty}, {time}", _))
    return ""


def view(outline: Outline, user_id: str, today: date, _: Say) -> Json:
    """Build the form of the present step's time: minutes for those who sit together, a last day for the others."""
    if not moves.leads(outline, user_id):
        leader = blocks.mention(outline.facilitator.user_id)
        return blocks.info(
            _("The time"), _("{person} sets how long a step takes.", person=leader), _now(outline, _), close=_("Close")
        )
    live = outline.mode is Mode.LIVE
    running = outline.timebox_ends_at is not None or outline.timebox_left is not None
    return blocks.modal(
        Modal.TIME,
        _("The time"),
        [
            blocks.section(f"*{escape(labels.step_title(_, outline.step))}*\n{_now(outline, _)}"),
            *([blocks.actions(*_running(outline, _))] if running else []),
            _minutes(running, _) if live else _last_day(outline, today, _),
        ],
        submit=_("Start the clock") if live else _("Save"),
        close=_("Close"),
        metadata=values.encode(Value(workshop=outline.id, step=int(outline.step))),
    )


def _now(outline: Outline, _: Say) -> str:
    return line(outline, _) or _("This step has no time limit yet.")


def _running(outline: Outline, _: Say) -> list[Json]:
    paused = outline.timebox_left is not None
    kinds = ((RESUME, _("Go on")) if paused else (PAUSE, _("Pause")), (MORE, _("5 minutes more")))
    return [
        blocks.button(label, Action.TIME, values.encode(Value(workshop=outline.id, kind=kind)), part=kind)
        for kind, label in kinds
    ]


def _minutes(running: bool, _: Say) -> Json:
    options = [blocks.option(_.n("{count} minute", "{count} minutes", count), count) for count in MINUTES]
    return blocks.select(
        Field.MINUTES,
        _("Begin anew with") if running else _("How long does this step take?"),
        options,
        value=USUAL,
        hint=_("I say in the thread when two minutes are left, and when the time is over. Nobody is cut off."),
    )


def _last_day(outline: Outline, today: date, _: Say) -> Json:
    known = outline.deadline_at
    return blocks.date_input(
        Field.DAY,
        _("Until which day may people give something?"),
        value=known.date() if known else today + LAST_DAY,
        hint=_("Who gave nothing by then gets one reminder on the morning before. Leave it empty for no limit."),
        optional=True,
    )


def soon(snapshot: MapSnapshot, _: Say) -> Message:
    """Say in the thread that two minutes are left."""
    said = _("⏱️ Two minutes left for this step. What has not been said yet?")
    return message(said, blocks.section(said), _give(snapshot.outline, _, onward=False))


def over(snapshot: MapSnapshot, _: Say) -> Message:
    """Say in the thread that the time is over: the team goes on, or takes a little more."""
    said = _("⏱️ The time for this step is over.")
    more = _("Go on when you are ready, or take five minutes more.")
    return message(
        _.sentences(said, more), blocks.section(f"*{said}*\n{more}"), _give(snapshot.outline, _, onward=True)
    )


def _give(outline: Outline, _: Say, *, onward: bool) -> Json:
    longer = values.encode(Value(workshop=outline.id, kind=MORE))
    way_on = moves.onward(outline)
    return blocks.actions(
        moves.button(way_on, outline, _, "primary") if onward and way_on else None,
        None if onward else moves.button(moves.of(outline)[0], outline, _, "primary"),
        blocks.button(_("5 minutes more"), Action.TIME, longer, part=MORE),
    )


def nudge(snapshot: MapSnapshot, _: Say, *, to: str = "") -> Message:
    """Remind one person, in a direct message, that the last day of a step is near.

    In an anonymous round everybody gets one, and `to` is told whether they gave something already.
    """
    outline = snapshot.outline
    ends = outline.deadline_at
    until = moment(ends, "{date_short_pretty}, {time}", _) if ends else ""
    mine = moves.me(outline, to) if outline.anonymous else None
    gave = mine is not None and outline.step in mine.contributed
    first = _("“{title}” is waiting for what you know.", title=outline.title)
    thing = _("One thing is enough, and it takes a minute.")
    if gave:
        first = _("Thank you for what you gave to “{title}”.", title=outline.title)
        thing = _("Until then you can change it or add to it. Nobody but you knows that it is yours.")
    step = escape(labels.step_title(_, outline.step))
    when = _("*{step}* is open until {day}.", step=step, day=until) if until else _("*{step}* is open.", step=step)
    link = outline.card_link
    return message(
        first,
        blocks.said(first),
        blocks.section(_.sentences(when, thing)),
        *anonymous.note(outline, _),
        blocks.actions(
            moves.button(moves.of(outline)[0], outline, _, "primary"),
            blocks.button(_("Open the thread"), Action.OPEN_LINK, url=link) if link else None,
        ),
    )


def deadline_over(snapshot: MapSnapshot, _: Say) -> Message:
    """Tell the facilitator, in a direct message, that the last day is over, and who gave nothing."""
    outline = snapshot.outline
    late, here = outline.waiting, len(outline.expected)
    first = _("The last day of this step of “{title}” is over.", title=outline.title)
    gave = _(
        "*{step}*: {gave} of {all} people gave something.",
        step=escape(labels.step_title(_, outline.step)), gave=_.number(here - len(late)), all=_.number(here),
    )  # fmt: skip
    if outline.anonymous:
        step, count = escape(labels.step_title(_, outline.step)), anonymous.so_far(outline, _)
        gave = (
            f"*{step}*: {count}"
            if count
            else _("*{step}*: an anonymous round. Who gave something, nobody knows.", step=step)
        )
    way_on = moves.onward(outline)
    more = values.encode(Value(workshop=outline.id))
    return message(
        first,
        blocks.said(first),
        blocks.section(gave),
        blocks.actions(
            moves.button(way_on, outline, _, "primary") if way_on else None,
            blocks.button(_("Give more time"), Action.TIME, more),
        ),
    )


def kept(outline: Outline, _: Say) -> Json:
    """Say what the clock is set to."""
    return blocks.info(_("The time"), _now(outline, _), close=_("Close"))

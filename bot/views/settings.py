"""How I want to be spoken with: the section of the Home tab, and the form behind it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from bot import values
from bot.i18n import LANGUAGES, N_, Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import blocks, connections, data
from bot.views.cadence import zones
from bot.views.texts import Json, clip, isolate
from workflows.notices import OPTIONAL
from workflows.personal import NoticeLine, Preferences
from workflows.preferences import WEEK
from workflows.words import NoticeKind

SLACKS, NAME_MAX = "slack", 80
_A_MONDAY = date(2026, 1, 5)
_KINDS: Final = {
    NoticeKind.HANDED_BACK: N_("A pain point that came back to you"),
    NoticeKind.ASSIGNED: N_("A pain point that you answer for now"),
    NoticeKind.HELP: N_("An owner who asks for help"),
    NoticeKind.ESCALATED: N_("A promise of somebody else that is a week late"),
    NoticeKind.OVERDUE: N_("A pain point of yours that is overdue"),
    NoticeKind.DUE: N_("A pain point of yours that is due today"),
    NoticeKind.SOON: N_("A pain point of yours that is due soon"),
    NoticeKind.REVIEW_DUE: N_("A review of a journey that you answer for"),
    NoticeKind.REVIEW_LATE: N_("A review that nobody has held"),
    NoticeKind.REVIEW_SOON: N_("A review that comes soon"),
    NoticeKind.STEP_OVER: N_("The last day of a step that you lead"),
    NoticeKind.STEP: N_("A step that waits for what you know"),
    NoticeKind.WEBHOOK: N_("A webhook of yours that does not answer"),
}


def section(wishes: Preferences, notices: Sequence[NoticeLine], _: Say) -> list[Json]:
    """Build the section of the Home tab: what I had to say lately, and how I speak with this person."""
    button = blocks.button(_("Settings"), Action.SETTINGS)
    hours = _(
        "{days}, {start}–{end} ({zone})",
        days=_days(wishes, _),
        start=wishes.works_from,
        end=wishes.works_until,
        zone=_.place(wishes.own_tz or wishes.slack_tz),
    )
    return [
        *_lately(notices, _),
        blocks.divider(),
        blocks.header(_("How I speak with you")),
        blocks.section(f"{LANGUAGES[_.language]}  ·  {hours}", accessory=button),
    ]


def _lately(notices: Sequence[NoticeLine], _: Say) -> list[Json]:
    if not notices:
        return []
    return [
        blocks.divider(),
        blocks.header(_("What I had to tell you lately")),
        blocks.bullets(_line(one, _) for one in notices),
    ]


def _line(one: NoticeLine, _: Say) -> str:
    name = isolate(clip(one.name or one.workshop_title, NAME_MAX))
    said = _("{day}: {what}: “{name}”", day=_.day(one.at), what=_(_KINDS[one.kind]), name=name)
    return _.sentences(said, _("(not sent: you turned this off)")) if one.muted else said


def view(wishes: Preferences, _: Say, *, admin: bool = False) -> Json:
    """Build the form; administrators get the way to what holds for their workspace as well."""
    slacks = blocks.option(_("As in Slack: {zone}", zone=_.place(wishes.slack_tz)), SLACKS)
    weekdays = [blocks.option(_weekday(day, _), day) for day in WEEK]
    kinds = [blocks.option(_(_KINDS[kind]), kind) for kind in OPTIONAL]
    always = _.join([_(name) for kind, name in _KINDS.items() if kind not in OPTIONAL])
    return blocks.modal(
        Modal.SETTINGS,
        _("Settings"),
        [
            blocks.context(
                _("I write to you once a day at most, in your working hours. A live workshop is the exception.")
            ),
            blocks.select(
                Field.LANGUAGE,
                _("The language I speak with you"),
                [blocks.option(name, code) for code, name in LANGUAGES.items()],
                value=wishes.language,
            ),
            blocks.select(
                Field.TZ,
                _("Time zone"),
                [slacks, *zones(_, *([wishes.own_tz] if wishes.own_tz else []))[:99]],
                value=wishes.own_tz or SLACKS,
            ),
            blocks.time_input(Field.WORKS_FROM, _("You work from"), value=wishes.works_from),
            blocks.time_input(Field.WORKS_UNTIL, _("Until"), value=wishes.works_until),
            blocks.checkboxes(Field.WORKS_ON, _("On these days"), weekdays, values=wishes.works_on, optional=False),
            blocks.checkboxes(
                Field.WANTED,
                _("What shall I tell you in a direct message?"),
                kinds,
                values=[kind for kind in OPTIONAL if kind not in wishes.muted],
                hint=_("What you turn off is not sent. It still stands in the Home tab."),
                optional=True,
            ),
            blocks.context(_("This I always say, because somebody counts on you: {kinds}.", kinds=always)),
            data.entry(_),
            *([connections.entry(_)] if admin else []),
        ],
        submit=_("Save"),
        close=_("Cancel"),
    )


def kept(_: Say) -> Json:
    """Say that the wishes hold."""
    return blocks.info(_("Settings"), _("✅ Kept. It holds from now on, everywhere."), close=_("Close"))


def _days(wishes: Preferences, _: Say) -> str:
    days = sorted(wishes.works_on)
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{_weekday(days[0], _)}–{_weekday(days[-1], _)}"
    return _.join([_weekday(day, _) for day in days])


def _weekday(day: int, _: Say) -> str:
    return _.weekday(_A_MONDAY + timedelta(days=day))


def languages(_: Say, **more: str) -> Json:
    """Offer each language in its own words: whoever is new may not read this one."""
    buttons = [
        blocks.button(name, Action.SPEAK, values.encode(Value(kind=language, more=more)), part=language)
        for language, name in LANGUAGES.items()
        if language != _.language
    ]
    return blocks.actions(*buttons)

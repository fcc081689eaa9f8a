"""What is stored of a person and for how long, how to have one's name removed, and what an administrator may set."""

from bot import values
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import blocks
from bot.views.texts import Json
from workflows.keeping import DELETED_DAYS, ENDED_DAYS, TRAIL_DAYS, Keeping
from workflows.persons import SILHOUETTE

MYSELF, FOR_EVER = "myself", "for_ever"


def entry(_: Say) -> Json:
    """Build the way there from the settings."""
    said = _("What I keep of you, for how long, and how to have your name removed")
    return blocks.said(said, accessory=blocks.button(_("Your data…"), Action.DATA))


def view(keeping: Keeping, _: Say, *, admin: bool, pending: bool) -> Json:
    """Build the page; administrators get what they may do for the whole workspace as well."""
    mine = blocks.button(_("Remove my name…"), Action.ERASE_ME, style="danger")
    return blocks.info(
        _("Your data"),
        extra=[
            blocks.section(
                _("I read no message that nobody gave me, and in an anonymous round I do not keep who said what.")
            ),
            blocks.bullets(
                [
                    _("What you gave to a map, with your name: as long as the map."),
                    _("Your name and time zone, as Slack tells them, and your settings: until your name is removed."),
                    _("What I wrote to you: for 90 days that I did, never the words."),
                    *_kept(keeping, _),
                ]
            ),
            blocks.context(_("I am removing your name already. It takes a few minutes."))
            if pending
            else blocks.actions(mine),
            *(_of_workspace(_) if admin else ()),
        ],
        close=_("Close"),
    )


def _kept(keeping: Keeping, _: Say) -> list[str]:
    deleted = _.n(
        "Deleted maps: {count} day longer, to bring them back.",
        "Deleted maps: {count} days longer, to bring them back.",
        keeping.deleted_days,
    )
    ended = (
        _.n(
            "Maps that ended: {count} day, then they are deleted.",
            "Maps that ended: {count} days, then they are deleted.",
            keeping.ended_days,
        )
        if keeping.ended_days
        else _("Maps that ended: until somebody deletes them.")
    )
    trail = (
        _.n("Who changed what: {count} day.", "Who changed what: {count} days.", keeping.trail_days)
        if keeping.trail_days
        else _("Who changed what: as long as the map.")
    )
    return [deleted, ended, trail]


def _of_workspace(_: Say) -> list[Json]:
    return [
        blocks.divider(),
        blocks.header(_("For administrators")),
        blocks.actions(
            blocks.button(_("How long things are kept…"), Action.KEEPING),
            blocks.button(_("Remove somebody's name…"), Action.ERASE_OTHER),
        ),
    ]


def keeping_form(keeping: Keeping, _: Say) -> Json:
    """Build the form of an administrator."""

    def days(number: int) -> Json:
        return blocks.option(_.n("{count} day", "{count} days", number), number)

    for_ever = blocks.option(_("Until somebody deletes them"), FOR_EVER)
    with_map = blocks.option(_("As long as the map"), FOR_EVER)
    return blocks.modal(
        Modal.KEEPING,
        _("How long things are kept"),
        [
            blocks.context(_("This holds for every map of this workspace, from the next hour on.")),
            blocks.select(
                Field.DELETED_DAYS,
                _("A deleted map can be brought back for"),
                [days(number) for number in DELETED_DAYS],
                value=keeping.deleted_days,
                hint=_("After that it is gone for good, with everything that stood on it."),
            ),
            blocks.select(
                Field.ENDED_DAYS,
                _("A map that ended is kept"),
                [for_ever, *(days(number) for number in ENDED_DAYS)],
                value=keeping.ended_days or FOR_EVER,
                hint=_(
                    "Then it is deleted, and its card says so. Maps that are still reviewed never end by themselves."
                ),
            ),
            blocks.select(
                Field.TRAIL_DAYS,
                _("Who changed what is kept"),
                [with_map, *(days(number) for number in TRAIL_DAYS)],
                value=keeping.trail_days or FOR_EVER,
                hint=_("What is older cannot be looked up in the history any more."),
            ),
        ],
        submit=_("Save"),
        close=_("Cancel"),
    )


def keeping_saved(_: Say) -> Json:
    """Say that it holds."""
    return blocks.info(_("How long things are kept"), _("✅ Kept. It holds for the whole workspace."), close=_("Close"))


def erase(_: Say, *, myself: bool) -> Json:
    """Say what removing a name means, before it is done; an administrator says whose."""
    means = [
        _("On every map, old versions too, {silhouette} stands where the name stood.", silhouette=SILHOUETTE),
        _("What was given stays, and votes and scores still count: nobody can see any more whose they were."),
        _("Open pain points go to the journey owner, and a map that was led goes to somebody who takes part."),
        _("Language, working hours and everything else known of the person is deleted."),
    ]
    cannot = _("This cannot be taken back. Messages that Slack itself keeps, and files sent before, stay as they are.")
    who = [] if myself else [blocks.user_select(Field.PERSON, _("Whose name shall be removed?"))]
    return blocks.modal(
        Modal.ERASE,
        _("Remove my name") if myself else _("Remove a name"),
        [*who, blocks.bullets(means), blocks.context(cannot)],
        submit=_("Remove the name"),
        close=_("Cancel"),
        metadata=values.encode(Value(kind=MYSELF if myself else "")),
    )


def asked(_: Say, *, myself: bool) -> Json:
    """Say that it is being done."""
    said = _("I am removing the name from every map. With many maps it takes a few minutes.")
    after = _("If you go on using me, you begin anew, as somebody I do not know.")
    return blocks.info(
        _("Remove my name") if myself else _("Remove a name"), said, *([after] if myself else []), close=_("Close")
    )

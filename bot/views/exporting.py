"""Asking in which files a map is to leave, for whom, and saying what comes of it."""

from bot import values
from bot.exports import FORMATS, Group
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import blocks, links
from bot.views.texts import Json, isolate
from workflows.exporting import OrderExport, To, What
from workflows.snapshots import Outline

USUAL = ("pdf", "xlsx")  # ticked beforehand


def button(outline: Outline, _: Say) -> Json:
    """Build the button that opens the form."""
    return blocks.button(_("Export…"), Action.EXPORT, values.encode(Value(workshop=outline.id)))


def view(outline: Outline, _: Say, *, comparable: bool, admin: bool, shares: bool = False) -> Json:
    """Build the form. `comparable`: the map was copied from another one; `shares`: a link may be made."""
    what = [
        blocks.option(_("This map"), What.MAP),
        *([blocks.option(_("This map beside the one it was made from"), What.COMPARISON)] if comparable else []),
        *([blocks.option(_("Every map of the workspace, as one ZIP file"), What.WORKSPACE)] if admin else []),
    ]
    to = [
        blocks.option(_("Only to me"), To.ME, _("as a direct message")),
        blocks.option(_("To a colleague"), To.PERSON, _("as a direct message; choose whom below")),
        blocks.option(_("Into the channel"), To.THREAD, _("in the thread of the map, for everybody there")),
    ]
    canvas = _("one text that everybody there can edit, whatever is ticked above")
    to.append(blocks.option(_("A canvas of the channel"), To.CANVAS, canvas))
    return blocks.modal(
        Modal.EXPORT,
        _("Export"),
        [
            blocks.section(
                _(
                    "Each file holds everything that stands on the map, what nobody voted for, too. "
                    "What was given anonymously stays anonymous."
                )
            ),
            *([blocks.radios(Field.WHAT, _("What?"), what, value=What.MAP)] if len(what) > 1 else []),
            _formats(Field.TO_SHOW, _("To look at and to show"), Group.SHOW, _),
            _formats(Field.TO_WORK, _("To work with"), Group.WORK, _),
            blocks.radios(
                Field.SEND_TO,
                _("Where to?"),
                to,
                value=To.ME,
                hint=_(
                    "A canvas needs the permission canvases:write: an administrator grants it by installing Cairn "
                    "again. Without it you get the same text as a file."
                ),
            ),
            blocks.user_select(Field.PERSON, _("The colleague"), optional=True),
            *([links.entry(outline, _)] if shares else []),
        ],
        submit=_("Export"),
        close=_("Cancel"),
        metadata=values.encode(Value(workshop=outline.id)),
    )


def _formats(field: Field, label: str, group: Group, _: Say) -> Json:
    options = [blocks.option(_(one.label), one.name, _(one.hint)) for one in FORMATS.values() if one.group is group]
    return blocks.checkboxes(field, label, options, values=USUAL)


def coming(outline: Outline, command: OrderExport, count: int, _: Say) -> Json:
    """Say that the files are being made, and where they will be."""
    title = isolate(outline.title)
    if command.what is What.WORKSPACE:
        said = _(
            "I am packing every map of this workspace. That takes a few minutes; "
            "then the file is in your direct messages with me."
        )
    elif command.to is To.CANVAS:
        said = _(
            "I am writing “{title}” into a canvas of its channel. The thread says when it is there.",
            title=blocks.escape(title),
        )
    elif command.to is To.THREAD:
        said = _.n(
            "I am making {count} file of “{title}”. It will be in the thread of the map in a moment.",
            "I am making {count} files of “{title}”. They will be in the thread of the map in a moment.",
            count,
            title=blocks.escape(title),
        )
    elif command.to is To.PERSON:
        said = _.n(
            "I am making {count} file of “{title}”. {person} will have it in a moment.",
            "I am making {count} files of “{title}”. {person} will have them in a moment.",
            count,
            title=blocks.escape(title),
            person=blocks.mention(command.person or ""),
        )
    else:
        said = _.n(
            "I am making {count} file of “{title}”. It will be in your direct messages with me in a moment.",
            "I am making {count} files of “{title}”. They will be in your direct messages with me in a moment.",
            count,
            title=blocks.escape(title),
        )
    return blocks.info(_("On its way"), said, close=_("Close"))

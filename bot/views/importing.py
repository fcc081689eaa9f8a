"""Importing a file: choosing it, waiting, saying what its columns are, looking at what would change, and the end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot import values
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import anonymous, blocks
from bot.views.texts import Json, clip, isolate
from workflows.commands import Done
from workflows.importing.applying import ITEM
from workflows.importing.drafts import Draft
from workflows.snapshots import Outline

CHANNEL, MARK, OFFER = "channel", "mark", "offered_file"
TITLE, GROUPS = 100, 20


def choose(outlines: Sequence[Outline], channel_id: str, _: Say, *, chosen: int | None = None) -> Json:
    """Ask for the file; for the map only where there are several."""
    about = _(
        "Touchpoints, answers of a survey or numbers over time: as CSV, Excel, JSON, YAML, Mermaid or OPML. "
        "You see what would change before anything does."
    )
    nowhere = _("No workshop runs in this channel: a whole map that Cairn exported becomes a new one here.")
    options = [blocks.option(one.title, one.id) for one in outlines]
    several = [blocks.select(Field.MAP, _("Journey map"), options, value=chosen)] if len(outlines) > 1 else []
    hint = _("At most 10 MB. The first line says what the columns are, in any of my languages.")
    only = outlines[0].id if len(outlines) == 1 else None
    return blocks.modal(
        Modal.IMPORT,
        _("Import a file"),
        [
            blocks.context(about),
            *([] if outlines else [blocks.context(nowhere)]),
            *(anonymous.note(outlines[0], _) if len(outlines) == 1 else []),
            *several,
            blocks.file_input(Field.FILE, _("Which file?"), hint=hint),
        ],
        submit=_("Read it"),
        close=_("Cancel"),
        metadata=values.encode(Value(workshop=only, more={CHANNEL: channel_id})),
    )


def offer(draft_id: int, workshop: int | None, name: str, _: Say) -> Json:
    """Offer to import the file that a message carries."""
    button = blocks.button(_("Import the file"), Action.IMPORT_READ, draft_value(draft_id, workshop))
    lead = _("This message carries the file {name}.", name=isolate(clip(name, TITLE)))
    return {**blocks.said(lead, accessory=button), "block_id": OFFER}


def waiting(draft_id: int, name: str, _: Say, *, external_id: str = "") -> Json:
    """Say that the file is being read; the button is for those whom a restart left waiting."""
    view = blocks.modal(
        Modal.IMPORT_WAIT,
        _("Import a file"),
        [
            blocks.said(_("⏳ Reading {name}…", name=isolate(clip(name, TITLE)))),
            blocks.context(_("It takes a few seconds. If nothing happens, look again.")),
            blocks.actions(blocks.button(_("Look again"), Action.IMPORT_READ, draft_value(draft_id))),
        ],
        close=_("Cancel"),
        metadata=draft_value(draft_id),
    )
    return {**view, "external_id": external_id} if external_id else view


def failed(name: str, why: str, again: Value, _: Say) -> Json:
    """Say why a file cannot be read, and offer to choose another one."""
    return blocks.modal(
        Modal.IMPORT_WAIT,
        _("Import a file"),
        [
            blocks.said(_("I could not read {name}.", name=isolate(clip(name, TITLE)))),
            blocks.said(why),
            blocks.context(_("Nothing was changed.")),
            blocks.actions(another(again, _)),
        ],
        close=_("Close"),
        metadata=values.encode(again),
    )


def no_permission(why: str, _: Say) -> Json:
    """Say that files cannot be read here."""
    return blocks.info(_("Import a file"), extra=[blocks.said(why)], close=_("Close"))


def read_from(draft: Draft, _: Say) -> str:
    """Say what a file is called, and how it was read."""
    how: Mapping[str, str] = draft.sheet.how if draft.sheet else {}
    separator = {"tab": _("tab")}.get(how.get("separator", ""), how.get("separator", ""))
    told = [how.get("format", ""), how.get("encoding", ""), f"“{separator}”" if separator else ""]
    return " · ".join([isolate(clip(draft.name, TITLE)), *(one for one in told if one)])


def another(again: Value, _: Say) -> Json:
    """Offer to choose another file."""
    return blocks.button(_("Choose another file"), Action.IMPORT, values.encode(again))


def draft_value(draft_id: int, workshop: int | None = None) -> str:
    """Pack what a button has to know of an import."""
    return values.encode(Value(workshop=workshop, item=draft_id))


def done(result: Done, outline: Outline, _: Say) -> Json:
    """Say what was imported, with the button that takes it all back."""
    extra = result.extra
    counts = [
        _.n("{count} new", "{count} new", int(extra.get("added", 0))),
        _.n("{count} changed", "{count} changed", int(extra["changed"])) if extra.get("changed") else "",
        _.n("{count} left as it is", "{count} left as they are", int(extra["left"])) if extra.get("left") else "",
    ]
    ask = blocks.ask(
        _("Take the whole import back?"),
        _("What it added goes, and what it changed is as it was before."),
        _("Yes, take it back"),
        _("Keep it"),
        danger=True,
    )
    value = values.encode(Value(workshop=outline.id, kind=ITEM, item=result.item_id))
    return blocks.info(
        _("Imported"),
        _("✅ It is on the map: {counts}.", counts=_.join([one for one in counts if one])),
        extra=[
            blocks.aside(outline.title),
            blocks.actions(blocks.button(_("Take it all back"), Action.UNDO, value, style="danger", ask=ask)),
        ],
        close=_("Close"),
    )


@dataclass(frozen=True, slots=True)
class Inside:
    """What a whole map holds: its title, and how much of each."""

    title: str
    stages: int
    touchpoints: int
    contributions: int
    metrics: int


def whole(draft: Draft, inside: Inside, _: Say) -> Json:
    """Show what a whole map holds, before it becomes a new one."""
    counts = [
        _.n("{count} stage", "{count} stages", inside.stages),
        _.n("{count} touchpoint", "{count} touchpoints", inside.touchpoints),
        _.n("{count} contribution", "{count} contributions", inside.contributions),
        _.n("{count} metric", "{count} metrics", inside.metrics),
    ]
    again = Value(workshop=draft.workshop_id, more={CHANNEL: draft.channel_id})
    return blocks.modal(
        Modal.IMPORT_MAP,
        _("A new map?"),
        [
            blocks.context(_("This file holds a whole map that Cairn exported. It becomes a new map in this channel.")),
            blocks.header(inside.title),
            blocks.section(_.join(counts)),
            blocks.context(_("No map that is there changes. You lead the new one.")),
            blocks.aside(isolate(clip(draft.name, TITLE))),
            blocks.actions(another(again, _)),
        ],
        submit=_("Begin the new map"),
        close=_("Cancel"),
        metadata=draft_value(draft.id, draft.workshop_id),
    )


def begun(outline: Outline, strangers: Sequence[str], _: Say) -> Json:
    """Say that the new map is there, and whom of the old one nobody knows here."""
    extra = [blocks.aside(outline.title)]
    if strangers:
        names = listed_names(strangers, _)
        extra.append(
            blocks.aside(_("Not of this workspace, so they stand on the map by name only: {names}", names=names))
        )
    return blocks.info(
        _("A new map"), _("✅ The new map is there. Its card comes to the channel."), extra=extra, close=_("Close")
    )


def listed_names(names: Iterable[str], _: Say) -> str:
    """List names, the first of many."""
    listed = [clip(name, TITLE) for name in names]
    more = [_.n("and {count} more", "and {count} more", len(listed) - GROUPS)] if len(listed) > GROUPS else []
    return _.listed([*listed[:GROUPS], *more])

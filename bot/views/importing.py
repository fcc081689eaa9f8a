"""Importing a file: choosing it, waiting, saying what its columns are, looking at what would change, and the end."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot import labels, values
from bot.forms import fresh, part
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import anonymous, blocks, happenings, import_words
from bot.views.texts import Json, clip, escape, isolate
from workflows.commands import Done
from workflows.history import Field as Changed
from workflows.importing.applying import ITEM
from workflows.importing.columns import Mapping as Columns
from workflows.importing.drafts import Draft
from workflows.importing.plans import Item, Plan
from workflows.importing.sheet import Sheet, letter
from workflows.importing.vocabulary import NEEDED, ROLES, Kind, Role
from workflows.snapshots import Outline

CHANNEL, MARK, OFFER = "channel", "mark", "offered_file"
PROBLEMS, NOTES, NAMES, CHANGES, TITLE, GROUPS = 12, 6, 4, 8, 100, 20
WHOLE_JOURNEY = 0
FIRST_IS_DATA = "data"
_SAMPLE = 3  # cells
_ROOM, _NAME, _TOLD_OF = 90_000, 200, 240  # bytes for all options, for one; options that have a sample


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
    button = blocks.button(_("Import the file"), Action.IMPORT_READ, _value(draft_id, workshop))
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
            blocks.actions(blocks.button(_("Look again"), Action.IMPORT_READ, _value(draft_id))),
        ],
        close=_("Cancel"),
        metadata=_value(draft_id),
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
            blocks.actions(_another(again, _)),
        ],
        close=_("Close"),
        metadata=values.encode(again),
    )


def no_permission(why: str, _: Say) -> Json:
    """Say that files cannot be read here."""
    return blocks.info(_("Import a file"), extra=[blocks.said(why)], close=_("Close"))


def columns(draft: Draft, mapping: Columns, outline: Outline | None, _: Say) -> Json:
    """Ask what the columns are. A kind of import has its own fields, so that another kind finds them empty."""
    assert draft.sheet is not None
    sheet, kind = draft.sheet, mapping.kind
    kinds = [blocks.option(_(name), one) for one, name in import_words.KINDS.items()]
    return blocks.modal(
        Modal.IMPORT_COLUMNS,
        _("What is what?"),
        [
            blocks.context(_("Please check what I understood. Leave empty what your file does not say.")),
            blocks.aside(_file(draft, _)),
            blocks.select(Field.IMPORT_KIND, _("What is in this file?"), kinds, value=kind, dispatch=True),
            *(_column(sheet, mapping, role, _) for role in ROLES[kind]),
            *_stage(mapping, outline, _),
            blocks.checkboxes(
                fresh(Field.HEADLESS, _turn(kind)),
                _("The first line"),
                [blocks.option(_("It holds no names: it is a row like the others"), FIRST_IS_DATA)],
                values=[FIRST_IS_DATA] if mapping.headless else [],
            ),
        ],
        submit=_("Show what changes"),
        close=_("Cancel"),
        metadata=_value(draft.id, draft.workshop_id),
    )


def _turn(kind: Kind) -> int:
    return list(Kind).index(kind)


def column_field(kind: Kind, role: Role) -> str:
    """Name the select of a role."""
    return part(Field.COLUMN, f"{_turn(kind)}-{role.value}")


def stage_field(kind: Kind) -> str:
    """Name the select of the stage that rows without one belong to."""
    return fresh(Field.STAGE, _turn(kind))


def _column(sheet: Sheet, mapping: Columns, role: Role, _: Say) -> Json:
    count = len(sheet.columns) * len(ROLES[mapping.kind])
    room = _ROOM // count
    options = [
        # Two columns may begin alike, so that a short name says which column it is.
        blocks.option(_fitting(name if room > _NAME else f"{letter(place + 1)} {name}", room), place, sample)
        for place, name in enumerate(sheet.columns)
        for sample in [_fitting(_.join(_samples(sheet, place)), room) if count <= _TOLD_OF else ""]
    ]
    needed = role in NEEDED[mapping.kind]
    return blocks.select(
        column_field(mapping.kind, role),
        import_words.role(role, _),
        options,
        value=mapping.place(role),
        placeholder=_("Which column?") if needed else _("None"),
        optional=not needed,
    )


def _fitting(said: str, room: int) -> str:
    """As much of a text as there is room for, in bytes of JSON: a modal takes 250 KB, and this one repeats itself."""
    while len(json.dumps(said)) > room and len(said) > 1:
        said = said[: len(said) * 3 // 4]
    return said


def _samples(sheet: Sheet, place: int) -> list[str]:
    found = dict.fromkeys(row.cells[place] for row in sheet.rows[:50] if row.cells[place])
    return [clip(said, 24) for said in list(found)[:_SAMPLE]]


def _stage(mapping: Columns, outline: Outline | None, _: Say) -> list[Json]:
    """Ask where rows belong that name no stage."""
    if outline is None or not outline.stages or mapping.kind is Kind.METRICS:
        return []
    whole = [blocks.option(_("The whole journey"), WHOLE_JOURNEY)] if mapping.kind is Kind.SURVEY else []
    options = [*whole, *(blocks.option(name, stage_id) for stage_id, name in outline.stages)]
    label = _("Stage of the rows that name none")
    return [blocks.select(stage_field(mapping.kind), label, options, value=mapping.stage, optional=True)]


def preview(draft: Draft, plan: Plan, outline: Outline, _: Say, *, again: bool = False) -> Json:
    """Show what an import would do, or what is in its way. `again`: the map changed since the last look."""
    assert draft.sheet is not None
    blocked = bool(plan.problems)
    lead = _("Nothing is saved yet. This is what would change on “{map}”.", map=isolate(escape(outline.title)))
    changed = [blocks.section(_("⚠️ The map changed meanwhile. Please look once more."))] if again else []
    parts = [*_in_the_way(plan, _)] if blocked else [*_told(plan, _)]
    value = Value(workshop=outline.id, item=draft.id, more={MARK: plan.mark})
    return blocks.modal(
        Modal.IMPORT_PREVIEW,
        _("Is this right?"),
        [
            blocks.context(lead),
            *changed,
            *anonymous.note(outline, _),
            *parts,
            *_remarks(plan, _),
            *_left_out(draft, _),
            blocks.aside(_file(draft, _)),
            blocks.actions(
                blocks.button(_("What the columns are"), Action.IMPORT_COLUMNS, _value(draft.id, outline.id)),
                _another(Value(workshop=outline.id, more={CHANNEL: draft.channel_id}), _),
            ),
        ],
        submit="" if blocked or not plan.size else _("Import {count}", count=_.number(plan.size)),
        close=_("Close") if blocked else _("Cancel"),
        metadata=values.encode(value),
    )


def _in_the_way(plan: Plan, _: Say) -> list[Json]:
    count = len(plan.problems)
    lead = _.n(
        "*{count} thing is in the way.* Nothing is imported until it is mended:",
        "*{count} things are in the way.* Nothing is imported until they are mended:",
        count,
    )
    lines = [import_words.said(one, _) for one in plan.problems[:PROBLEMS]]
    if count > PROBLEMS:
        lines.append(_.n("and {count} more", "and {count} more", count - PROBLEMS))
    then = _("Correct the file and choose it again, or say that a column is something else.")
    return [blocks.section(lead), blocks.bullets(lines), blocks.context(then)]


def _told(plan: Plan, _: Say) -> list[Json]:
    parts = [blocks.section(_summary(plan, _))]
    if plan.stages:
        count = _.n("{count} new stage: ", "{count} new stages: ", len(plan.stages))
        parts.append(blocks.rich(blocks.bold(count), _names(plan.stages, _)))
    if plan.metrics:
        count = _.n("{count} new metric: ", "{count} new metrics: ", len(plan.metrics))
        parts.append(blocks.rich(blocks.bold(count), _names(plan.metrics, _)))
    parts += _added(plan, _)
    parts += _changed(plan, _)
    if plan.scores:
        said = _.n(
            "How {count} stage feels, as a score of yours: ",
            "How {count} stages feel, as scores of yours: ",
            len(plan.scores),
        )
        felt = [f"{stage} {labels.SCORE_FACES[score]}" for stage, score in plan.scores.items()]
        parts.append(blocks.rich(blocks.bold(said), _names(felt, _)))
    return parts


def _summary(plan: Plan, _: Say) -> str:
    if plan.left and not plan.size:
        return _("*Everything in this file is on the map already.* There is nothing to import.")
    counts = [
        _.n("*{count} new*", "*{count} new*", len(plan.added)) if plan.added else "",
        _.n("*{count} changed*", "*{count} changed*", len(plan.changed)) if plan.changed else "",
        _.n("{count} left as it is", "{count} left as they are", plan.left) if plan.left else "",
    ]
    return _.join([one for one in counts if one])


def _names(names: Iterable[str], _: Say) -> str:
    listed = [clip(name, TITLE) for name in names]
    more = [_.n("and {count} more", "and {count} more", len(listed) - GROUPS)] if len(listed) > GROUPS else []
    return _.listed([*listed[:GROUPS], *more])


def _added(plan: Plan, _: Say) -> list[Json]:
    """Show what is new, in groups: by stage, of numbers by metric."""
    grouped: dict[str, list[Item]] = {}
    for item in plan.added:
        grouped.setdefault(item.title if plan.kind is Kind.METRICS else item.stage, []).append(item)
    parts: list[Json] = []
    for name, here in list(grouped.items())[:GROUPS]:
        head = blocks.bold(f"{clip(name or _('The whole journey'), TITLE)}: ")
        parts.append(blocks.rich(head, _group(plan.kind, here, _)))
    if len(grouped) > GROUPS:
        parts.append(blocks.context(_.n("and {count} more", "and {count} more", len(grouped) - GROUPS)))
    return parts


def _group(kind: Kind, here: Sequence[Item], _: Say) -> str:
    if kind is Kind.METRICS:
        days = sorted(item.fields["measured_on"] for item in here)
        count = _.n("{count} new value", "{count} new values", len(here))
        return _("{count}, {first} to {last}", count=count, first=_day(days[0], _), last=_day(days[-1], _))
    count = (
        _.n("{count} new touchpoint", "{count} new touchpoints", len(here))
        if kind is Kind.TOUCHPOINTS
        else _.n("{count} new piece of evidence", "{count} new pieces of evidence", len(here))
    )
    shown = [clip(item.title, 60) for item in here[:NAMES]]
    return f"{count}\n{' · '.join(shown)}{' …' if len(here) > NAMES else ''}"


def _day(said: str, _: Say) -> str:
    return _.date(date.fromisoformat(said))


def _changed(plan: Plan, _: Say) -> list[Json]:
    if not plan.changed:
        return []
    lines = [_change(plan.kind, item, _) for item in plan.changed[:CHANGES]]
    if len(plan.changed) > CHANGES:
        lines.append(_.n("and {count} more", "and {count} more", len(plan.changed) - CHANGES))
    return [blocks.rich(blocks.bold(_("What changes:"))), blocks.bullets(lines)]


def _change(kind: Kind, item: Item, _: Say) -> str:
    if kind is Kind.METRICS:
        before, after = _.number(item.before["value"]), _.number(item.fields["value"])
        return _(
            "{name}, {day}: {before} → {after}",
            name=clip(item.title, TITLE),
            day=_day(item.fields["measured_on"], _),
            before=before,
            after=after,
        )
    fields = [Changed(name, item.before[name], value) for name, value in item.fields.items()]
    return f"{clip(item.title, TITLE)}\n{_.parts(happenings.of_fields(fields, _))}"


def _remarks(plan: Plan, _: Say) -> list[Json]:
    if not plan.notes:
        return []
    lines = [import_words.said(one, _) for one in plan.notes[:NOTES]]
    if len(plan.notes) > NOTES:
        lines.append(_.n("and {count} more", "and {count} more", len(plan.notes) - NOTES))
    return [blocks.rich(blocks.bold(_("Worth a look:"))), blocks.bullets(lines)]


def _left_out(draft: Draft, _: Say) -> list[Json]:
    """Name the columns, sheets and levels that are not taken."""
    assert draft.sheet is not None
    roles = draft.mapping.roles if draft.mapping else ()
    names = [name for name, role in zip(draft.sheet.columns, roles, strict=False) if role is None]
    how = draft.sheet.how
    lines = [
        _("Columns that are not taken: {names}", names=_names(names, _)) if names else "",
        _("Only the sheet “{sheet}” is read, not: {others}", sheet=how["sheet"], others=how["others"])
        if how.get("others")
        else "",
        _.n(
            "{count} entry below the second level is not taken.",
            "{count} entries below the second level are not taken.",
            int(how["deeper"]),
        )
        if how.get("deeper")
        else "",
        _.n(
            "{count} more row of other kinds is not taken: a whole map comes back from JSON, YAML or Excel.",
            "{count} more rows of other kinds are not taken: a whole map comes back from JSON, YAML or Excel.",
            int(how["rest"]),
        )
        if how.get("rest")
        else "",
    ]
    return [blocks.aside(line) for line in lines if line]


def _file(draft: Draft, _: Say) -> str:
    how: Mapping[str, str] = draft.sheet.how if draft.sheet else {}
    separator = {"tab": _("tab")}.get(how.get("separator", ""), how.get("separator", ""))
    told = [how.get("format", ""), how.get("encoding", ""), f"“{separator}”" if separator else ""]
    return " · ".join([isolate(clip(draft.name, TITLE)), *(one for one in told if one)])


def _another(again: Value, _: Say) -> Json:
    return blocks.button(_("Choose another file"), Action.IMPORT, values.encode(again))


def _value(draft_id: int, workshop: int | None = None) -> str:
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
            blocks.actions(_another(again, _)),
        ],
        submit=_("Begin the new map"),
        close=_("Cancel"),
        metadata=_value(draft.id, draft.workshop_id),
    )


def begun(outline: Outline, strangers: Sequence[str], _: Say) -> Json:
    """Say that the new map is there, and whom of the old one nobody knows here."""
    extra = [blocks.aside(outline.title)]
    if strangers:
        names = _names(strangers, _)
        extra.append(
            blocks.aside(_("Not of this workspace, so they stand on the map by name only: {names}", names=names))
        )
    return blocks.info(
        _("A new map"), _("✅ The new map is there. Its card comes to the channel."), extra=extra, close=_("Close")
    )

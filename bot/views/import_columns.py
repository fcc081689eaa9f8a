"""Importing a file: saying what its columns are."""

import json

from bot.forms import fresh, part
from bot.i18n import Say
from bot.ids import Field, Modal
from bot.views import blocks, import_words
from bot.views.importing import draft_value, read_from
from bot.views.texts import Json, clip
from workflows.importing.columns import Mapping as Columns
from workflows.importing.drafts import Draft
from workflows.importing.sheet import Sheet, letter
from workflows.importing.vocabulary import NEEDED, ROLES, Kind, Role
from workflows.snapshots import Outline

WHOLE_JOURNEY = 0
FIRST_IS_DATA = "data"
_SAMPLE = 3  # cells
_ROOM, _NAME, _TOLD_OF = 90_000, 200, 240  # bytes for all options, for one; options that have a sample


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
            blocks.aside(read_from(draft, _)),
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
        metadata=draft_value(draft.id, draft.workshop_id),
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

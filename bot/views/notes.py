"""The form for one thing at a time: an action, a thought, a pain point, a joy, an itch, evidence, a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot import labels, values
from bot.forms import fresh
from bot.i18n import N_, Say
from bot.ids import Action, Field, Modal
from bot.views import anonymous, blocks
from bot.views.texts import Json
from workflows import limits
from workflows.snapshots import Note, Outline
from workflows.words import EvidenceKind, NoteKind, Severity


@dataclass(frozen=True, slots=True)
class Guidance:
    """What a form says about its kind of note: its title, what a good one looks like, and an example."""

    title: str
    edit_title: str
    help: str
    example: str
    question: str


GUIDANCE: Final = {
    NoteKind.ACTION: Guidance(
        N_("Add an action"),
        N_("Change the action"),
        N_("What does the customer do here? Begin with a verb, and stay on their side of the counter."),
        N_("Compares prices in three shops"),
        N_("What they do"),
    ),
    NoteKind.THOUGHT: Guidance(
        N_("Add a thought"),
        N_("Change the thought"),
        N_("What goes through the customer's mind? Write it the way they would say it."),
        N_("Is it safe to pay here?"),
        N_("What they think"),
    ),
    NoteKind.PAIN: Guidance(
        N_("Add a pain point"),
        N_("Change the pain point"),
        N_("What gets in the customer's way? Say what happens and what it costs them, one pain at a time."),
        N_("Shipping costs appear only at the last click, so I leave and look elsewhere"),
        N_("What hurts"),
    ),
    NoteKind.JOY: Guidance(
        N_("Add a joy"),
        N_("Change the joy"),
        N_("What makes the customer smile? Joys show what to keep when you change things."),
        N_("The parcel came a day early, with a handwritten card"),
        N_("What delights"),
    ),
    NoteKind.ITCH: Guidance(
        N_("Add an itch"),
        N_("Change the itch"),
        N_("What does the customer wish for that nobody gives them yet?"),
        N_("I would love to see the jacket on someone of my size"),
        N_("What they wish for"),
    ),
    NoteKind.EVIDENCE: Guidance(
        N_("Add evidence"),
        N_("Change the evidence"),
        N_("What did you see, hear or count? Evidence turns an opinion into a finding."),
        N_("7 of 10 customers we asked looked for the return form and gave up"),
        N_("What you found"),
    ),
    NoteKind.DECISION: Guidance(
        N_("Add a decision"),
        N_("Change the decision"),
        N_("What did you agree on? Write it so that somebody who was not there understands."),
        N_("We show shipping costs on the product page from March on"),
        N_("What you decided"),
    ),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the fields already."""

    text: str = ""
    stage_id: int | None = None
    severity: Severity | None = None
    about_id: int | None = None
    evidence_kind: EvidenceKind | None = None
    source: str = ""
    link: str = ""
    sample_size: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One showing of the form. `full` has the evidence fields out; `saved` counts what was stored from this form."""

    outline: Outline
    kind: NoteKind
    draft: Draft = Draft()
    pains: Sequence[Note] = ()
    full: bool = False
    saved: int = 0
    saved_text: str = ""
    note_id: int | None = None
    version: int | None = None

    @property
    def editing(self) -> bool:
        """Whether a note that stands already is being changed."""
        return self.note_id is not None

    @property
    def text_field(self) -> str:
        """The block of the text: a new one after each save, because Slack keeps what stands in a block it knows."""
        return fresh(Field.TEXT, self.saved)


def editing(outline: Outline, note: Note) -> Sheet:
    """Show a note that stands already."""
    draft = Draft(
        note.text,
        note.stage_id,
        note.severity,
        note.about_id,
        note.evidence_kind,
        note.source,
        note.link,
        note.sample_size,
    )
    full = bool(note.evidence_kind or note.source or note.link or note.sample_size)
    return Sheet(outline, note.kind, draft, full=full, note_id=note.id, version=note.version)


def view(sheet: Sheet, _: Say) -> Json:
    """Build the form."""
    said = GUIDANCE[sheet.kind]
    full = sheet.full or sheet.kind is NoteKind.EVIDENCE
    return blocks.modal(
        Modal.NOTE,
        _(said.edit_title if sheet.editing else said.title),
        [
            *_saved(sheet, _),
            blocks.context(_(said.help)),
            *anonymous.note(sheet.outline, _),
            _text(sheet, _),
            *_stage(sheet, _),
            *([_severity(sheet.draft, _)] if sheet.kind is NoteKind.PAIN else []),
            *(_evidence(sheet, _) if full else _more(sheet.kind, _)),
        ],
        submit=_("Save") if sheet.editing else _("Save and add another"),
        close=_("Cancel") if sheet.editing else _("Done") if sheet.saved else _("Close"),
        metadata=metadata(sheet),
    )


def metadata(sheet: Sheet) -> str:
    """Write down what the form is about: `page` counts what was saved from it."""
    return values.encode(
        values.Value(
            workshop=sheet.outline.id,
            item=sheet.note_id,
            version=sheet.version,
            kind=sheet.kind,
            page=sheet.saved,
            more={"full": "1"} if sheet.full else {},
        )
    )


def no_stages(outline: Outline, _: Say) -> Json:
    """Say that a map needs columns before anything can stand in them."""
    value = values.encode(values.Value(workshop=outline.id))
    return blocks.info(
        _("First the stages"),
        _("Everything on the map stands in a stage of the journey, and this map has none yet."),
        _("Name three to seven of them, such as Awareness, Purchase, Use. It takes a minute."),
        close=_("Close"),
        extra=[blocks.actions(blocks.button(_("Set the stages"), Action.STAGES, value, style="primary"))],
    )


def stage_options(outline: Outline) -> list[Json]:
    """List the stages for a select."""
    return [blocks.option(name, stage_id) for stage_id, name in outline.stages]


def _saved(sheet: Sheet, _: Say) -> list[Json]:
    if not sheet.saved:
        return []
    names = dict(sheet.outline.stages)
    stage = names.get(sheet.draft.stage_id or 0, "")
    where = _("Saved in {stage}:", stage=stage) if stage else _("Saved:")
    count = _.n("One saved so far. Add another, or close.", "{count} saved so far. Add another, or close.", sheet.saved)
    return [blocks.rich("✅ ", blocks.bold(where), " ", blocks.clip(sheet.saved_text, 300)), blocks.context(count)]


def _text(sheet: Sheet, _: Say) -> Json:
    said = GUIDANCE[sheet.kind]
    return blocks.text_input(
        sheet.text_field,
        _(said.question),
        value=sheet.draft.text,
        placeholder=_("e.g. {example}", example=_(said.example)),
        multiline=True,
        limit=limits.NOTE_TEXT_MAX,
        focus=True,
    )


def _stage(sheet: Sheet, _: Say) -> list[Json]:
    if sheet.kind is NoteKind.DECISION or not sheet.outline.stages:
        return []
    loose = sheet.kind is NoteKind.EVIDENCE
    return [
        blocks.select(
            Field.STAGE,
            _("Stage"),
            stage_options(sheet.outline),
            value=sheet.draft.stage_id,
            placeholder=_("Where on the journey"),
            hint=_("Leave it empty when it is about the whole journey.") if loose else "",
            optional=loose,
        )
    ]


def _severity(draft: Draft, _: Say) -> Json:
    return blocks.radios(
        Field.SEVERITY,
        _("How much does it hurt?"),
        severity_options(_),
        value=int(draft.severity or Severity.SERIOUS),
    )


def severity_options(_: Say) -> list[Json]:
    """List the severities with what each means."""
    return [
        blocks.option(labels.label(_, severity), int(severity), _(labels.SEVERITY_HINTS[severity]))
        for severity in Severity
    ]


def _more(kind: NoteKind, _: Say) -> list[Json]:
    if kind is NoteKind.DECISION:
        return []
    return [blocks.actions(blocks.button(_("Say how you know"), Action.MORE_NOTE))]


def _evidence(sheet: Sheet, _: Say) -> list[Json]:
    draft, required = sheet.draft, sheet.kind is NoteKind.EVIDENCE
    return [
        *_about(sheet, _),
        blocks.select(
            Field.EVIDENCE_KIND,
            _("Where it comes from"),
            [blocks.option(labels.label(_, kind), kind) for kind in EvidenceKind],
            value=draft.evidence_kind,
            placeholder=_("Kind of evidence"),
            optional=not required,
        ),
        blocks.text_input(
            Field.SOURCE,
            _("Source"),
            value=draft.source,
            placeholder=_("e.g. {example}", example=_("Support tickets of October")),
            limit=limits.LINE_MAX,
            optional=True,
        ),
        blocks.url_input(Field.LINK, _("Link"), value=draft.link, optional=True),
        blocks.number_input(
            Field.SAMPLE_SIZE,
            _("How many people or cases?"),
            value=draft.sample_size,
            decimal=False,
            minimum=0,
            maximum=2**31 - 1,
            optional=True,
        ),
    ]


def _about(sheet: Sheet, _: Say) -> list[Json]:
    if sheet.kind is not NoteKind.EVIDENCE or sheet.editing or not sheet.pains:
        return []
    return [
        blocks.select(
            fresh(Field.ABOUT, sheet.saved),
            _("Which pain point does it back up?"),
            [blocks.option(pain.text, pain.id) for pain in sheet.pains],
            value=sheet.draft.about_id,
            placeholder=_("None in particular"),
            optional=True,
        )
    ]

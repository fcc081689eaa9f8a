"""What people give: notes, scores, votes."""

from dataclasses import replace

from slack_bolt.app.async_app import AsyncApp

from bot.forms import Form
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.listeners.registry import Press, Submit, Word, on_press, on_submit, opens, with_outline
from bot.views import conflict, ideas, moves, notes, scores, votes
from bot.views.texts import Json
from workflows import contributions, maps, scoring
from workflows.commands import Actor, AddNote, CastVotes, EditNote, ScoreStages
from workflows.desk import Desk
from workflows.errors import ConflictError, InvalidError, NotFoundError
from workflows.snapshots import MapSnapshot, Note, Outline
from workflows.words import EvidenceKind, NoteKind, Severity

ANYWHERE = frozenset({NoteKind.EVIDENCE, NoteKind.DECISION})  # these may be about the whole journey
TYPED = {
    Word.ACTION: NoteKind.ACTION,
    Word.THOUGHT: NoteKind.THOUGHT,
    Word.PAIN: NoteKind.PAIN,
    Word.JOY: NoteKind.JOY,
    Word.ITCH: NoteKind.ITCH,
    Word.EVIDENCE: NoteKind.EVIDENCE,
    Word.DECISION: NoteKind.DECISION,
}


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.NOTE, open_note)
    on_press(app, desk, Action.MORE_NOTE, unfold_note)
    on_press(app, desk, Action.EDIT_NOTE, open_note_edit)
    on_submit(app, desk, Modal.NOTE, submit_note)
    on_press(app, desk, Action.SCORES, with_outline(open_scores))
    on_press(app, desk, Action.MORE_SCORES, unfold_scores)
    on_submit(app, desk, Modal.SCORES, submit_scores)
    on_press(app, desk, Action.VOTES, with_outline(open_votes))
    on_submit(app, desk, Modal.VOTES, submit_votes)


# Notes


async def note_view(
    desk: Desk, actor: Actor, outline: Outline, kind: NoteKind, _: Say, *, stage: int | None = None
) -> Json:
    """Build the empty form of a kind, for a stage or for the one this person was at last."""
    if not outline.stages and kind not in ANYWHERE:
        return notes.no_stages(outline, _)
    stage = stage or await contributions.last_stage(desk, actor, outline.id)
    pains = await _pains(desk, actor, outline.id) if kind is NoteKind.EVIDENCE else ()
    return notes.view(notes.Sheet(outline, kind, notes.Draft(stage_id=stage), pains), _)


def _note_opener(kind: NoteKind) -> None:
    word = next(word for word, typed in TYPED.items() if typed is kind)

    @opens(word)
    async def opener(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
        return await note_view(desk, actor, outline, kind, _)


for _kind in TYPED.values():
    _note_opener(_kind)


async def open_note(press: Press) -> None:
    """Open the empty form of the kind that the button names, and of its stage where it names one."""
    kind, outline = kind_of(press.value.kind), await press.outline()
    view = await note_view(press.desk, press.actor, outline, kind, press.say, stage=press.value.stage)
    await press.show(view)


async def unfold_note(press: Press) -> None:
    """Show the fields for evidence; what is typed already stays."""
    form = Form(press.view)
    outline = await maps.outline(press.desk, press.actor, form.value.of)
    sheet = notes.Sheet(
        outline,
        kind_of(form.value.kind),
        _draft(form),
        full=True,
        saved=form.value.page or 0,
        note_id=form.value.item,
        version=form.value.version,
    )
    await press.become(notes.view(sheet, press.say))


async def open_note_edit(press: Press) -> None:
    """Open a note that stands already."""
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    note = note_of(snapshot, press.value.of_item)
    await press.show(notes.view(notes.editing(snapshot.outline, note), press.say))


async def submit_note(submit: Submit) -> Json | None:
    """Keep a note, new or changed; a new one leaves the form open for the next."""
    form, value = submit.form, submit.value
    if value.item is not None:
        return await _change_note(submit)
    kind, draft = kind_of(value.kind), _draft(form)
    command = AddNote(
        value.of,
        kind,
        draft.text,
        draft.stage_id,
        draft.severity,
        draft.about_id,
        draft.evidence_kind,
        draft.source,
        draft.link,
        draft.sample_size,
    )
    await contributions.add(submit.desk, submit.actor, command, submit.claim)
    outline = await maps.outline(submit.desk, submit.actor, value.of)
    sheet = notes.Sheet(
        outline,
        kind,
        replace(draft, text="", about_id=None),
        await _pains(submit.desk, submit.actor, value.of) if kind is NoteKind.EVIDENCE else (),
        full="full" in value.more,
        saved=(value.page or 0) + 1,
        saved_text=draft.text,
    )
    return notes.view(sheet, submit.say)


async def _change_note(submit: Submit) -> Json | None:
    draft, value = _draft(submit.form), submit.value
    command = EditNote(
        value.of,
        value.of_item,
        value.version or 0,
        draft.text,
        draft.stage_id,
        draft.severity,
        draft.evidence_kind,
        draft.source,
        draft.link,
        draft.sample_size,
    )
    try:
        await contributions.edit(submit.desk, submit.actor, command, submit.claim)
    except ConflictError as error:
        outline = await maps.outline(submit.desk, submit.actor, value.of)
        return conflict.view(error, conflict.flat(command), value, submit.say, stages=outline.stages)
    return None


def kind_of(word: str) -> NoteKind:
    """Read the kind a button or form names."""
    try:
        return NoteKind(word)
    except ValueError:
        raise NotFoundError("item") from None


def note_of(snapshot: MapSnapshot, note_id: int) -> Note:
    """Find a note anywhere on the map."""
    placed = (
        note
        for stage in snapshot.stages
        for lane in (stage.actions, stage.thoughts, stage.pains, stage.joys, stage.itches, stage.evidence)
        for note in lane
    )
    found = next((note for note in (*placed, *snapshot.loose) if note.id == note_id), None)
    if found is None:
        raise NotFoundError("note")
    return found


def _draft(form: Form) -> notes.Draft:
    kind = kind_of(form.value.kind)
    severity = next((one for one in Severity if str(int(one)) == form.choice(Field.SEVERITY)), Severity.SERIOUS)
    return notes.Draft(
        form.text(Field.TEXT),
        form.item(Field.STAGE),
        severity if kind is NoteKind.PAIN else None,
        form.item(Field.ABOUT),
        form.maybe(Field.EVIDENCE_KIND, EvidenceKind),
        form.text(Field.SOURCE),
        form.text(Field.LINK),
        form.whole(Field.SAMPLE_SIZE),
    )


async def _pains(desk: Desk, actor: Actor, workshop_id: int) -> tuple[Note, ...]:
    snapshot = await maps.snapshot(desk, actor, workshop_id)
    return tuple(ideas.by_votes(snapshot.open_pains))


# Scores


@opens(Word.FEEL)
async def open_scores(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the rows of faces."""
    if outline.stages:
        mine = await scoring.my_scores(desk, actor, outline.id)
        view = scores.view(outline, mine, _, leads=moves.leads(outline, actor.user_id))
    else:
        view = notes.no_stages(outline, _)
    return view


async def unfold_scores(press: Press) -> None:
    """Add a field for a word under each row; the faces chosen already stay."""
    form = Form(press.view)
    outline = await maps.outline(press.desk, press.actor, form.value.of)
    chosen, words = _faces(form), form.texts(Field.WORD)
    mine = {stage: (score, words.get(str(stage), "")) for stage, score in chosen.items()}
    leads = moves.leads(outline, press.actor.user_id)
    await press.become(scores.view(outline, mine, press.say, words=True, leads=leads))


async def submit_scores(submit: Submit) -> None:
    """Keep the faces."""
    form = submit.form
    chosen = _faces(form)
    if not chosen:
        raise InvalidError(next(iter(form.parts(Field.SCORE).values()), Field.SCORE), "required")
    words = {int(stage): text for stage, text in form.texts(Field.WORD).items() if stage.isdigit() and text}
    command = ScoreStages(submit.value.of, chosen, {stage: text for stage, text in words.items() if stage in chosen})
    await scoring.score(submit.desk, submit.actor, command, submit.claim)


def _faces(form: Form) -> dict[int, int]:
    known = {str(score): score for score in range(-2, 3)}
    chosen = {stage: form.choice(block) for stage, block in form.parts(Field.SCORE).items()}
    return {int(stage): known[face] for stage, face in chosen.items() if stage.isdigit() and face in known}


# Votes


@opens(Word.VOTE)
async def open_votes(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the ballot."""
    snapshot = await maps.snapshot(desk, actor, outline.id)
    mine = await scoring.my_votes(desk, actor, outline.id)
    return votes.view(snapshot, mine, _, leads=moves.leads(outline, actor.user_id))


async def submit_votes(submit: Submit) -> None:
    """Count the dots; too many are said at the last box that was ticked."""
    form = submit.form
    ticked = {block: form.choices(block) for block in form.parts(Field.VOTES).values() if form.choices(block)}
    pains = tuple(int(pain) for chosen in ticked.values() for pain in chosen if pain.isdigit())
    try:
        await scoring.vote(submit.desk, submit.actor, CastVotes(submit.value.of, pains), submit.claim)
    except InvalidError as error:
        last = next(reversed(ticked), next(iter(form.parts(Field.VOTES).values()), Field.VOTES))
        raise InvalidError(last, error.code, **{**error.params, "count": len(pains)}) from None

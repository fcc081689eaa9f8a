"""What people contribute in one text: actions, thoughts, pains, joys, itches, evidence, decisions."""

from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from storage import folding, rows, tables, workshops
from workflows import access, anonymity, items, limits, rooms, text
from workflows.access import Need
from workflows.commands import Actor, AddNote, Done, EditNote
from workflows.deleting import delete as delete
from workflows.deleting import mine as mine
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError
from workflows.touch import touched
from workflows.words import EvidenceKind, NoteKind, PainStatus, Severity

_SAMPLE_MAX = 2_000_000_000
_STAGED = frozenset(NoteKind) - {NoteKind.EVIDENCE, NoteKind.DECISION}


@dataclass(frozen=True, slots=True)
class _Proof:
    """The fields of a piece of evidence, checked."""

    kind: str | None
    source: str
    link: str
    sample_size: int | None


def _proof(kind: EvidenceKind | None, source: str, link: str, sample_size: int | None) -> _Proof:
    address = text.line("link", link, limits.LINK_MAX)
    if address and not _is_web(address):
        raise InvalidError("link", "bad_link")
    if sample_size is not None and not 0 <= sample_size <= _SAMPLE_MAX:
        raise InvalidError("sample_size", "out_of_range", low=0, high=_SAMPLE_MAX)
    return _Proof(kind.value if kind else None, text.line("source", source, limits.LINE_MAX), address, sample_size)


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in address


async def add(desk: Desk, actor: Actor, command: AddNote, claim: str | None = None) -> Done:
    """Store one contribution; the actor becomes a participant."""
    words = text.body("text", command.text, limits.NOTE_TEXT_MAX, required=True)
    proof = _proof(command.evidence_kind, command.source, command.link, command.sample_size)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        stage = _placed(await items.stage(change_, command.workshop_id, command.stage_id))
        return await _store(await anonymity.veil(change_, workshop), workshop, command, words, proof, stage)

    return await change(desk, actor, claim, work)


class _Placed(NamedTuple):
    """The stage that something is put into."""

    id: int
    name: str


def _placed(stage: tables.Stage | None) -> _Placed | None:
    return _Placed(items.key(stage.id), stage.name) if stage else None


async def _store(
    change_: Change, workshop: tables.Workshop, command: AddNote, words: str, proof: _Proof, stage: _Placed | None
) -> Done:
    about = None
    if command.about_id is not None:
        about = await rows.live(change_.session, tables.Contribution, command.workshop_id, command.about_id)
        if about is None:
            raise InvalidError("about_id", "unknown_item")
    rooms.admit(change_, "text")
    stage_id = stage.id if stage else about.stage_id if about else None
    # All questions come before the first change, which is then written in one go with the others.
    await items.join(change_, workshop, stage_id)
    await rooms.take(change_, workshop, tables.Contribution, change_.caps.notes, "text")
    is_pain = command.kind is NoteKind.PAIN
    fields: dict[str, object] = {
        "text": words,
        "stage_id": stage_id,
        # Somebody who names a pain without weighing it means more than a trifle.
        "severity": (command.severity or Severity.SERIOUS).value if is_pain else None,
        "evidence_kind": proof.kind,
        "source": proof.source,
        "link": proof.link,
        "sample_size": proof.sample_size,
    }
    row_id = await rows.put(
        change_.session,
        tables.Contribution,
        **fields,
        workshop_id=command.workshop_id,
        about_id=about.id if about else None,
        kind=command.kind.value,
        folded=folding.fold(folding.searched(command.kind.value, words)),
        status=PainStatus.OPEN.value if is_pain else None,
        author_id=change_.author_id,
        verified_on=change_.now.date() if command.kind is NoteKind.EVIDENCE else None,
        created_at=change_.now,
        updated_at=change_.now,
    )
    await touched(change_, workshop)
    change_.audit(command.workshop_id, "note.add", command.kind.value, row_id, after=fields)
    extra = {"stage_id": stage_id, "stage_name": stage.name if stage else None, "text": words}
    return Done(command.workshop_id, row_id, extra=extra)


async def put(change_: Change, workshop: tables.Workshop, command: AddNote) -> Done:
    """Store a contribution as a part of a greater change, whose rights were looked at."""
    words = text.body("text", command.text, limits.NOTE_TEXT_MAX, required=True)
    proof = _proof(command.evidence_kind, command.source, command.link, command.sample_size)
    stage = _placed(await items.stage(change_, command.workshop_id, command.stage_id))
    return await _store(change_, workshop, command, words, proof, stage)


async def quick(
    desk: Desk, actor: Actor, workshop_id: int, kind: NoteKind, said: str, claim: str | None = None
) -> Done:
    """`Checkout: price changes` typed behind the command. `Done.extra`: text, stage_id, stage_name (or None)."""
    text.body("text", said, limits.NOTE_TEXT_MAX + limits.NAME_MAX, required=True)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, workshop_id, Need.CONTRIBUTE, lock=True)
        there = [_Placed(row["id"], row["name"]) for row in await workshops.stages_of(change_.session, [workshop_id])]
        named, rest = text.parse_quick([one.name for one in there], said)
        stage = next((one for one in there if one.name == named), None)
        if stage is None and kind in _STAGED:
            last = await workshops.last_stage(change_.session, actor.team_id, actor.user_id)
            stage = next((one for one in there if one.id == last), None)
        words = text.body("text", rest, limits.NOTE_TEXT_MAX, required=True)
        command = AddNote(workshop_id, kind, words, stage.id if stage else None)
        veiled = await anonymity.veil(change_, workshop)
        return await _store(veiled, workshop, command, words, _Proof(None, "", "", None), stage)

    return await change(desk, actor, claim, work)


async def edit(desk: Desk, actor: Actor, command: EditNote, claim: str | None = None) -> Done:
    """Change a contribution: one's own while its step is open, afterwards (and others') the facilitator."""
    words = text.body("text", command.text, limits.NOTE_TEXT_MAX, required=True)
    proof = _proof(command.evidence_kind, command.source, command.link, command.sample_size)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        row = await items.find(change_.session, tables.Contribution, command.workshop_id, command.note_id, "note")
        change_ = await anonymity.veil_of(change_, workshop, row.author_id)
        await items.check_author(change_, workshop, row.author_id, items.HOME[NoteKind(row.kind)], row.created_at)
        before = _fields(row)
        items.check_version("note", row.id, row.version, command.version, before)
        stage = await items.stage(change_, command.workshop_id, command.stage_id)
        row.text, row.stage_id = words, stage.id if stage else None
        if row.kind == NoteKind.PAIN:
            row.severity = command.severity.value if command.severity else row.severity
        row.evidence_kind, row.source, row.link, row.sample_size = (
            proof.kind,
            proof.source,
            proof.link,
            proof.sample_size,
        )
        row.version, row.updated_at = row.version + 1, change_.now
        change_.audit(command.workshop_id, "note.edit", row.kind, row.id, before=before, after=_fields(row))
        await touched(change_, workshop)
        return Done(command.workshop_id, row.id)

    return await change(desk, actor, claim, work)


def _fields(row: tables.Contribution) -> dict[str, object]:
    return {
        "text": row.text,
        "stage_id": row.stage_id,
        "severity": row.severity,
        "evidence_kind": row.evidence_kind,
        "source": row.source,
        "link": row.link,
        "sample_size": row.sample_size,
    }


async def last_stage(desk: Desk, actor: Actor, workshop_id: int) -> int | None:
    """The stage the actor last contributed to, where it is one of this workshop: forms preset it."""
    async with desk.db.read() as session:
        await access.workshop(session, actor, workshop_id)
        last = await workshops.last_stage(session, actor.team_id, actor.user_id)
        stage = await rows.live(session, tables.Stage, workshop_id, last)
    return stage.id if stage else None

"""Merging what was said twice, and taking it apart again.

A person decides; the bot only asks. The one that is merged goes off the map and keeps its row, its words, its votes
and its evidence: `workflows.gathering` reads them with the one that was kept. Only an owner moves, since one
row says who answers for a pain point; what was moved is in the audit trail, and goes back from there.
"""

import asyncio
from collections.abc import Sequence

from storage import merges as rows
from storage import pains as pain_rows
from storage import rows as item_rows
from storage import tables
from storage.rows import ID_LIMIT
from workflows import access, items, likeness, notices, reading
from workflows.access import Need
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError, NotFoundError
from workflows.redesigning import Alike, Likenesses, MergeNotes
from workflows.snapshots import Note
from workflows.touch import touched
from workflows.words import NoteKind

COMPARED_MAX = 300  # of one kind, the newest: comparing each with each grows with the square
MERGE = "note.merge"


async def alike(desk: Desk, actor: Actor, workshop_id: int) -> Likenesses:
    """Find what seems to be the same; always the same answer for the same map."""
    async with desk.db.read() as session:
        await access.workshop(session, actor, workshop_id)
        whole = await reading.whole_map(session, actor.team_id, workshop_id, desk.clock.now())
    found: list[Alike] = []
    for several in (
        whole.open_pains,
        [note for stage in whole.stages for note in stage.joys],
        [note for stage in whole.stages for note in stage.itches],
    ):
        # Three hundred take a second: too long to keep everybody else waiting.
        found += await asyncio.to_thread(_alike, several)
    return Likenesses(whole, tuple(found))


def _alike(several: Sequence[Note]) -> list[Alike]:
    newest = {note.id: note for note in sorted(several, key=lambda note: note.id)[-COMPARED_MAX:]}
    texts = [likeness.Text(note.id, note.stage_id, note.text) for note in newest.values()]
    return [Alike(newest[pair.first], newest[pair.second]) for pair in likeness.pairs(texts)]


async def merge(desk: Desk, actor: Actor, command: MergeNotes, claim: str | None = None) -> Done:
    """Merge pairs of one kind, one after the other: what was merged a moment ago stands where it was merged.

    For facilitators. `Done.count` says how many were merged.
    """

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.FACILITATE, lock=True)
        stands: dict[int, int] = {}
        count = 0
        for kept_id, other_id in command.pairs:
            kept_now, other_now = (_root(one, stands) for one in (kept_id, other_id))
            if kept_now == other_now:
                continue
            kept = await _live(change_, command.workshop_id, kept_now)
            other = await _live(change_, command.workshop_id, other_now)
            if kept.kind != other.kind:
                raise InvalidError("pairs", "unknown_item")
            await _merge(change_, workshop, kept, other)
            stands[other_now] = kept_now
            count += 1
        if count:
            await touched(change_, workshop)
        return Done(command.workshop_id, count=count)

    return await change(desk, actor, claim, work)


def _root(note_id: int, stands: dict[int, int]) -> int:
    while note_id in stands:
        note_id = stands[note_id]
    return note_id


async def _live(change_: Change, workshop_id: int, note_id: int) -> tables.Contribution:
    return await items.find(change_.session, tables.Contribution, workshop_id, note_id, "note")


async def _merge(
    change_: Change, workshop: tables.Workshop, kept: tables.Contribution, other: tables.Contribution
) -> None:
    moved = kept.kind == NoteKind.PAIN and await _move_owner(change_, workshop, other, kept)
    other.merged_into_id, other.deleted_at = kept.id, change_.now
    other.version, other.updated_at = other.version + 1, change_.now
    after: dict[str, object] = {"merged_into_id": kept.id, "owner_moved": moved}
    change_.audit(workshop.id, MERGE, other.kind, other.id, before={"merged_into_id": None}, after=after)
    await change_.session.flush()
    await _tell_owners(change_, workshop, kept, other)


async def take_apart(desk: Desk, actor: Actor, workshop_id: int, note_id: int, claim: str | None = None) -> Done:
    """Put what was merged back on the map, with its votes, its evidence and its owner. Facilitators.

    Of several merged one into the other, the last one is taken apart first. Twice is once.
    """

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, workshop_id, Need.FACILITATE, lock=True)
        row = await change_.session.get(tables.Contribution, note_id) if 0 < note_id < ID_LIMIT else None
        if row is None or row.workshop_id != workshop_id:
            raise NotFoundError("note")
        if row.merged_into_id is not None:
            kept = await _live(change_, workshop_id, row.merged_into_id)
            await _part(change_, workshop, kept, row)
            await touched(change_, workshop)
        elif row.deleted_at is not None:
            raise NotFoundError("note")
        return Done(workshop_id, note_id)

    return await change(desk, actor, claim, work)


async def release(change_: Change, workshop: tables.Workshop, kept: tables.Contribution) -> None:
    """Put what was merged into a contribution back on the map: who deletes takes back their own words only."""
    for row in await rows.into(change_.session, items.key(kept.id)):
        await _part(change_, workshop, kept, row)


async def _part(
    change_: Change, workshop: tables.Workshop, kept: tables.Contribution, row: tables.Contribution
) -> None:
    written = await rows.last_merge(change_.session, items.key(workshop.id), items.key(row.id), MERGE)
    row.merged_into_id = row.deleted_at = None
    if await item_rows.live(change_.session, tables.Stage, row.workshop_id, row.stage_id) is None:
        row.stage_id = kept.stage_id  # its own went meanwhile, since nothing seemed to stand there
    row.version, row.updated_at = row.version + 1, change_.now
    await change_.session.flush()
    if written is not None:
        written.undone_at = change_.now
        if (written.after or {}).get("owner_moved"):
            await _move_owner(change_, workshop, kept, row)
    before: dict[str, object] = {"merged_into_id": kept.id}
    change_.audit(workshop.id, "note.part", row.kind, row.id, before=before, after={"merged_into_id": None})
    await change_.session.flush()
    await _tell_owners(change_, workshop, kept, row)


async def _move_owner(
    change_: Change, workshop: tables.Workshop, giver: tables.Contribution, taker: tables.Contribution
) -> bool:
    """Hand the ownership of one pain point to another that has none, with the messages that told of it."""
    given = await pain_rows.owner_of(change_.session, items.key(giver.id))
    if given is None or await pain_rows.owner_of(change_.session, items.key(taker.id)) is not None:
        return False
    await notices.move(change_.session, workshop.team_id, given.contribution_id, items.key(taker.id))
    given.contribution_id, given.version = items.key(taker.id), given.version + 1
    await change_.session.flush()
    return True


async def _tell_owners(change_: Change, workshop: tables.Workshop, *changed: tables.Contribution) -> None:
    """Bring the messages of those who answer, or answered, for a pain point up to date."""
    for pain in changed:
        owner = await pain_rows.owner_of(change_.session, items.key(pain.id))
        if owner is not None:
            stamp = f"v{owner.version}m{workshop.revision}"
            await notices.renew(change_.session, change_.outbox, workshop.team_id, owner.contribution_id, stamp)

"""The journey map: reading it whole, its revisions, and what follows from every change of it."""

from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import maps as rows
from storage import tables
from workflows import access, documents, kin, reading
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk
from workflows.errors import NotFoundError
from workflows.frozen import freeze as freeze
from workflows.frozen import thaw as thaw
from workflows.health import mood
from workflows.items import key
from workflows.relatives import Kin
from workflows.snapshots import MapSnapshot, Outline
from workflows.stages import STAGE_FIELDS as STAGE_FIELDS
from workflows.stages import edit_stage as edit_stage
from workflows.stages import set_stages as set_stages
from workflows.touch import touched as touched


async def keep_revision(work: Change, workshop: tables.Workshop, reason: str) -> None:
    """Keep the whole map as it is now."""
    snapshot = await load_snapshot(work.session, workshop, work.now)
    work.session.add(
        tables.RevisionSnapshot(
            workshop_id=key(workshop.id),
            revision=workshop.revision,
            reason=reason,
            content=freeze(replace(snapshot, kin=Kin())),  # of today, not of the map
            mood=mood((one.emotion.median, one.emotion.count) for one in snapshot.stages if one.emotion),
            created_at=work.now,
        )
    )
    await work.session.flush()


async def load_snapshot(session: AsyncSession, workshop: tables.Workshop, at: datetime | None = None) -> MapSnapshot:
    """The whole map, gate included, without an access check: for the engine and other services.

    `at` is the domain's time, by which views tell what is overdue.
    """
    snapshot = await reading.whole_map(session, workshop.team_id, key(workshop.id), at)
    return replace(snapshot, kin=await kin.open_to_all(session, snapshot.outline))


async def outline(desk: Desk, actor: Actor, workshop_id: int) -> Outline:
    """The head of a workshop."""
    async with desk.db.read() as session:
        await access.workshop(session, actor, workshop_id)
        (found,) = await reading.outlines(session, actor.team_id, [workshop_id])
    return found


async def snapshot(desk: Desk, actor: Actor, workshop_id: int, revision: int | None = None) -> MapSnapshot:
    """The whole map, now or as it was kept at `revision`."""
    async with desk.db.read() as session:
        row = await access.workshop(session, actor, workshop_id)
        if revision is None:
            return await load_snapshot(session, row, desk.clock.now())
        kept = await rows.kept(session, workshop_id, revision)
    if kept is None:
        raise NotFoundError("revision")
    return thaw(kept.content)


async def revisions(desk: Desk, actor: Actor, workshop_id: int) -> list[tuple[int, str]]:
    """The kept revisions, newest first: (revision, reason)."""
    async with desk.db.read() as session:
        await access.workshop(session, actor, workshop_id)
        return await rows.kept_list(session, workshop_id)


async def send_pdf(desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None) -> Done:
    """Have the PDF drawn and shared in the workshop's thread; one per revision where there is no claim."""
    return await documents.send(desk, actor, workshop_id, documents.Paper.PDF, claim)

"""What becomes of a map besides its six steps: opened again, deleted, brought back."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import links, tables, trail, workshops
from storage import lives as rows
from storage import reviews as review_rows
from storage import rows as item_rows
from workflows import access, anonymity, kin, limits, postings, reading, rooms
from workflows.cadences import wake
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import NotAllowedError, NotFoundError
from workflows.relatives import Kin, Relative
from workflows.snapshots import Outline
from workflows.touch import touched
from workflows.words import WorkshopStatus


@dataclass(frozen=True, slots=True)
class Life:
    """A map, what one person may do with it as a whole, and what would be lost with it."""

    outline: Outline
    leads: bool
    disposes: bool
    origin: Relative | None
    future: Relative | None
    touchpoints: int
    notes: int
    kin: Kin = field(default_factory=Kin)
    kept_days: int = 30  # in which it can be brought back once it is deleted


@dataclass(frozen=True, slots=True)
class Gone:
    """A deleted map that can still be brought back."""

    id: int
    title: str
    channel_id: str
    deleted_at: datetime
    until: datetime


async def life(desk: Desk, actor: Actor, workshop_id: int) -> Life:
    """A map as a whole."""
    async with desk.db.read() as session:
        row = await access.workshop(session, actor, workshop_id)
        (outline,) = await reading.outlines(session, actor.team_id, [workshop_id])
        future = await rows.future_of(session, workshop_id)
        return Life(
            outline=outline,
            leads=await access.facilitates(session, actor, row),
            disposes=access.disposes(actor, row),
            origin=_relative(await access.seen(session, actor, row.copied_from_id)),
            future=_relative(await access.seen(session, actor, future.id if future else None)),
            touchpoints=await item_rows.count(session, tables.Touchpoint, workshop_id),
            notes=await item_rows.count(session, tables.Contribution, workshop_id),
            kin=await kin.seen_by(session, actor, workshop_id),
            kept_days=(await _kept(session, actor.team_id)).days,
        )


def _relative(row: tables.Workshop | None) -> Relative | None:
    return Relative(row.id, row.title) if row is not None and row.id is not None else None


async def reopen(desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None) -> Done:
    """Go on with an ended workshop where it stood; its reviews come due again. Facilitators. Twice is once."""

    async def work(change_: Change) -> Done:
        row = await access.workshop(change_.session, actor, workshop_id, lock=True)
        if not await access.facilitates(change_.session, actor, row):
            raise NotAllowedError("only_facilitator", facilitator=row.facilitator_id)
        if row.status == WorkshopStatus.ENDED:
            await rooms.take_map(change_)
            ended = await trail.last(change_.session, workshop_id, "workshop.end")
            before = (ended.before or {}).get("status") if ended else None
            living = before == WorkshopStatus.LIVING
            row.status = (WorkshopStatus.LIVING if living else WorkshopStatus.OPEN).value
            row.ended_at = None
            await wake_review(change_, row)
            change_.audit(workshop_id, "workshop.reopen", "workshop", workshop_id, after={"status": row.status})
            await touched(change_, row, soon=True)
        return Done(workshop_id, workshop_id)

    return await change(desk, actor, claim, work)


async def delete(desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None) -> Done:
    """Delete a whole map: it is found nowhere any more, nothing of it comes due, and its card says so."""

    async def work(change_: Change) -> Done:
        row = await access.workshop(change_.session, actor, workshop_id, lock=True)
        if not access.disposes(actor, row):
            raise NotAllowedError("only_keeper", facilitator=row.facilitator_id)
        await remove(change_, row)
        return Done(workshop_id, workshop_id, extra={"title": row.title})

    return await change(desk, actor, claim, work)


async def remove(change_: Change, row: tables.Workshop) -> None:
    """What deleting a map means, whoever does it."""
    await anonymity.close(change_, row)
    await links.revoke(change_.session, change_.now, workshop_id=row.id)
    row.deleted_at = change_.now
    row.deadline_at = row.timebox_ends_at = row.timebox_left = None
    review = await review_rows.of_workshop(change_.session, row.id or 0)
    if review is not None:
        review.due_at, review.generation = None, review.generation + 1
    change_.audit(row.id, "workshop.delete", "workshop", row.id, before={"title": row.title})
    await kin.renew(change_, row.id or 0)
    await _renew_card(change_, row)


async def restore(desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None) -> Done:
    """Bring a deleted map back as it was: the same people as may delete it, as long as it is kept."""

    async def work(change_: Change) -> Done:
        row = await access.deleted(change_.session, actor, workshop_id)
        kept = await _kept(change_.session, actor.team_id)
        if row.deleted_at is None or row.deleted_at + kept < change_.now:
            raise NotFoundError
        if row.status != WorkshopStatus.ENDED:
            await rooms.take_map(change_)
        row.deleted_at = None
        if row.status == WorkshopStatus.ENDED:
            row.ended_at = change_.now  # who brings it back wants it: its time begins anew
        if row.status != WorkshopStatus.ENDED:
            await wake_review(change_, row)
        change_.audit(workshop_id, "workshop.restore", "workshop", workshop_id, after={"title": row.title})
        await _renew_card(change_, row)
        await kin.renew(change_, workshop_id)
        await touched(change_, row, soon=True)
        return Done(workshop_id, workshop_id, extra={"title": row.title})

    return await change(desk, actor, claim, work)


async def wake_review(change_: Change, row: tables.Workshop) -> None:
    """Reviews of a workshop come due again, the next one at its usual time."""
    review = await review_rows.of_workshop(change_.session, row.id or 0)
    if review is not None:
        wake(review, change_.now)


async def _renew_card(change_: Change, row: tables.Workshop) -> None:
    """The card is the only message that tells of it: it needs no picture to be drawn before."""
    row.version += 1
    await change_.session.flush()
    await postings.renew(change_.session, change_.outbox, row.team_id, f"card:{row.id}", f"life{row.version}")


async def _kept(session: AsyncSession, team_id: str) -> timedelta:
    """For how long this workspace's deleted maps can be brought back."""
    row = await session.get(tables.Workspace, team_id)
    return timedelta(days=row.keep_deleted_days if row else 0)


async def deleted(desk: Desk, actor: Actor) -> list[Gone]:
    """The deleted maps that the actor can bring back, the last one first."""
    async with desk.db.read() as session:
        return await _deleted(session, actor, desk.clock.now())


async def _deleted(session: AsyncSession, actor: Actor, now: datetime) -> list[Gone]:
    if actor.is_guest or not await workshops.served(session, actor.team_id):
        return []
    kept = await _kept(session, actor.team_id)
    found = await rows.deleted(
        session, actor.team_id, None if actor.is_admin else actor.user_id, now - kept, limits.LIST_MAX
    )
    return [
        Gone(row.id, row.title, row.channel_id, row.deleted_at, row.deleted_at + kept)
        for row in found
        if row.id is not None and row.deleted_at is not None and await access.sees(session, actor, row)
    ]

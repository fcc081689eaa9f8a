"""How long what is over is kept: an administrator of the workspace says so, and what somebody left out stays safe."""

from dataclasses import asdict, dataclass

from storage import tables, workshops
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError, NotAllowedError, NotFoundError

DELETED_DAYS = (7, 14, 30, 90)
ENDED_DAYS = (90, 180, 365, 730, 1825)  # or None: for as long as Cairn is installed
TRAIL_DAYS = (90, 180, 365, 730)  # or None: as long as the map


@dataclass(frozen=True, slots=True)
class Keeping:
    """In days: how long deleted maps can be brought back, and when what ended, and who changed what, is deleted."""

    deleted_days: int = 30
    ended_days: int | None = None
    trail_days: int | None = None


async def of(desk: Desk, actor: Actor) -> Keeping:
    """What holds in the actor's workspace."""
    async with desk.db.read() as session:
        row = await session.get(tables.Workspace, actor.team_id)
    return _of(row) if row else Keeping()


async def save(desk: Desk, actor: Actor, wanted: Keeping, claim: str | None = None) -> Done:
    """Have something else hold from now on. Administrators."""
    if not actor.is_admin:
        raise NotAllowedError("only_admin")
    chosen = {
        "deleted_days": DELETED_DAYS,
        "ended_days": (None, *ENDED_DAYS),
        "trail_days": (None, *TRAIL_DAYS),
    }
    for field, days in chosen.items():
        if getattr(wanted, field) not in days:
            raise InvalidError(field, "unknown_item")

    async def work(change_: Change) -> Done:
        row = await workshops.lock_workspace(change_.session, actor.team_id)
        if row is None or row.removed_at is not None:
            raise NotFoundError("workspace")
        before = _of(row)
        row.keep_deleted_days = wanted.deleted_days
        row.keep_ended_days, row.keep_trail_days = wanted.ended_days, wanted.trail_days
        change_.session.add(row)
        if before != wanted:
            change_.audit(None, "workspace.keep", "workspace", before=asdict(before), after=asdict(wanted))
        return Done(0)

    return await change(desk, actor, claim, work)


def _of(row: tables.Workspace) -> Keeping:
    return Keeping(row.keep_deleted_days, row.keep_ended_days, row.keep_trail_days)

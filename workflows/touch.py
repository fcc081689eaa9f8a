"""What follows from every change of a map."""

from storage import tables
from workflows.desk import Change
from workflows.items import key


async def touched(change: Change, workshop: tables.Workshop, *, soon: bool = False) -> None:
    """The map changed: revision + 1, and card and picture are to be drawn again, in the same transaction."""
    workshop.revision += 1
    await change.session.flush()
    if soon or not workshop.refresh_pending:  # the row is held: what is ordered will show this change too
        await change.outbox.refresh(change.session, key(workshop.id), soon=soon)

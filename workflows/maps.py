"""The journey map: its columns, its revisions, and reading it whole."""

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import tables
from workflows.commands import Actor, Done, EditStage, SetStages
from workflows.desk import Change, Desk
from workflows.snapshots import MapSnapshot, Outline

# What is told of a stage: field name -> most characters.
STAGE_FIELDS: dict[str, int] = {"trigger": 600, "customer_goal": 600, "information": 600, "decisions": 600}


async def touched(change: Change, workshop: tables.Workshop, *, soon: bool = False) -> None:
    """The map changed: revision + 1, and card and picture are to be drawn again."""
    raise NotImplementedError


async def keep_revision(change: Change, workshop: tables.Workshop, reason: str) -> None:
    """Keep the whole map as it is now."""
    raise NotImplementedError


async def load_snapshot(session: AsyncSession, workshop: tables.Workshop) -> MapSnapshot:
    """The whole map, gate included, without an access check: for the engine and other services."""
    raise NotImplementedError


async def outline(desk: Desk, actor: Actor, workshop_id: int) -> Outline:
    """The head of a workshop."""
    raise NotImplementedError


async def snapshot(desk: Desk, actor: Actor, workshop_id: int, revision: int | None = None) -> MapSnapshot:
    """The whole map, now or as it was kept at `revision`."""
    raise NotImplementedError


async def revisions(desk: Desk, actor: Actor, workshop_id: int) -> list[tuple[int, str]]:
    """The kept revisions, newest first: (revision, reason)."""
    raise NotImplementedError


async def set_stages(desk: Desk, actor: Actor, command: SetStages, claim: str | None = None) -> Done:
    """Name the columns in order. InvalidError("names", "stage_has_contents", names=[...]) for a drop that loses work."""
    raise NotImplementedError


async def edit_stage(desk: Desk, actor: Actor, command: EditStage, claim: str | None = None) -> Done:
    """Change one column's name, time spent and details."""
    raise NotImplementedError


async def send_pdf(desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None) -> Done:
    """Have the PDF drawn and shared in the workshop's thread; one per revision where there is no claim."""
    raise NotImplementedError


def freeze(snapshot: MapSnapshot) -> dict[str, object]:
    """A snapshot as JSON-able data."""
    raise NotImplementedError


def thaw(content: dict[str, object]) -> MapSnapshot:
    """The snapshot that `freeze` was given."""
    raise NotImplementedError

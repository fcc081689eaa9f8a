"""What people contribute in one text: actions, thoughts, pains, joys, itches, evidence, decisions."""

from workflows.commands import Actor, AddNote, Delete, Done, EditNote
from workflows.desk import Desk
from workflows.snapshots import Idea, Metric, Note, Persona, Touchpoint
from workflows.words import NoteKind

Item = Note | Touchpoint | Idea | Metric | Persona


async def add(desk: Desk, actor: Actor, command: AddNote, claim: str | None = None) -> Done:
    """Store one contribution; the actor becomes a participant."""
    raise NotImplementedError


async def quick(
    desk: Desk, actor: Actor, workshop_id: int, kind: NoteKind, text: str, claim: str | None = None
) -> Done:
    """`Checkout: price changes` typed behind the command. `Done.extra`: text, stage_id, stage_name (or None)."""
    raise NotImplementedError


async def edit(desk: Desk, actor: Actor, command: EditNote, claim: str | None = None) -> Done:
    """Change a contribution: one's own while its step is open, afterwards (and others') the facilitator."""
    raise NotImplementedError


async def delete(desk: Desk, actor: Actor, command: Delete, claim: str | None = None) -> Done:
    """Take something back, softly. Deleting twice is deleting once."""
    raise NotImplementedError


async def mine(desk: Desk, actor: Actor, workshop_id: int) -> list[tuple[str, Item]]:
    """What the actor gave, newest first: (item as in `Delete.item`, snapshot)."""
    raise NotImplementedError


async def last_stage(desk: Desk, actor: Actor, workshop_id: int) -> int | None:
    """The stage the actor last contributed to, where it is one of this workshop: forms preset it."""
    raise NotImplementedError

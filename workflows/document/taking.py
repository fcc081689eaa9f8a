"""Making the document of a map."""

from collections import defaultdict

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import checks as check_rows
from storage import maps as map_rows
from storage import reviews as review_rows
from storage import tables, walks
from workflows import access, forming, items, maps
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.document import model
from workflows.document.contents import content_of
from workflows.frozen import thaw
from workflows.ports import Clock
from workflows.relatives import Relative


async def document(desk: Desk, actor: Actor, workshop_id: int) -> model.Document:
    """The document of a map that the actor may see."""
    async with desk.db.read() as session:
        return await document_of(session, actor, workshop_id, desk)


async def document_of(session: AsyncSession, actor: Actor, workshop_id: int, desk: Desk) -> model.Document:
    """The document of a map, read in a transaction of the caller's. NotFoundError for those who may not see it."""
    row = await access.workshop(session, actor, workshop_id)
    return await whole(session, row, desk.clock)


async def whole(session: AsyncSession, row: tables.Workshop, clock: Clock) -> model.Document:
    """The document of a map, without asking who wants it: for the operator and for what checked already."""
    now = clock.now()
    snapshot = await maps.load_snapshot(session, row, now)
    found = defaultdict(list)
    for walk in await walks.found(session, items.key(row.id)):
        found[walk["touchpoint_id"]].append(walk)
    dismissals = await check_rows.dismissals(session, items.key(row.id))
    said = await review_rows.every_answer(session, items.key(row.id))
    people = {one.author_id for one in dismissals} | {one["author_id"] for one in said}
    names = forming.Names(await map_rows.names(session, row.team_id, people))
    answers = defaultdict(list)
    for one in said:
        answers[one["round_id"]].append(forming.answer(one, names))
    dismissed = [(one, names(one.author_id)) for one in dismissals]
    private = (("scores", snapshot.outline.private), ("votes", snapshot.outline.private_votes))
    return model.Document(
        exported_at=now,
        withheld=tuple(name for name, one in private if one),
        part_of=_near(snapshot.kin.parent) if snapshot.kin.parent else None,
        in_detail=tuple(_near(one) for one in snapshot.kin.children),
        map=content_of(snapshot, template=row.template, walks=found, dismissed=dismissed, answers=answers),
        revisions=tuple([_revision(one) for one in await map_rows.all_kept(session, items.key(row.id))]),
    )


def _near(one: Relative) -> model.Near:
    return model.Near(title=one.title, stage=one.stage)


def _revision(row: tables.RevisionSnapshot) -> model.Revision:
    return model.Revision(
        revision=row.revision,
        reason=row.reason,
        kept_at=row.created_at,
        mood=row.mood,
        map=content_of(thaw(row.content)),
    )

"""Reading what stands on a map, for an import to compare with."""

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import imports, maps, tables, workshops
from storage import rows as storage_rows
from workflows.importing.plans import There
from workflows.items import key
from workflows.limits import Caps
from workflows.pasting import folded


async def there(
    session: AsyncSession, workshop: tables.Workshop, author_id: str, caps: Caps, *, anonymous: bool
) -> There:
    """What is there. Scores are the author's own, and not looked at while they are private."""
    of = key(workshop.id)
    private = anonymous or workshop.blind_since is not None
    own = None if private else await imports.own_scores(session, of, author_id)
    metrics = sorted(await storage_rows.all_live(session, tables.Metric, of), key=lambda row: -key(row.id))
    evidence = await imports.evidence(session, of)
    return There(
        stages=[(row["id"], row["name"]) for row in await workshops.stages_of(session, [of])],
        touchpoints=[dict(row) for row in await maps.touchpoints(session, of)],
        evidence=frozenset((row["stage_id"], folded(row["text"]), row["source"]) for row in evidence),
        notes=await storage_rows.count(session, tables.Contribution, of),
        notes_max=caps.notes,
        metrics={folded(row.name): (key(row.id), row.name, row.unit) for row in metrics},
        values={
            (row["metric_id"], row["measured_on"]): (row["id"], row["value"])
            for row in await imports.values(session, of)
        },
        scores=None if own is None else {row.stage_id: row.score for row in own},
    )

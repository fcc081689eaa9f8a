"""The figures of maps, read together: as many queries for two hundred maps as for one. Without access checks."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import health as rows
from workflows.health import Figures, Health, judge
from workflows.words import Step, WorkshopStatus


async def any_overdue(session: AsyncSession, workshop_id: int, now: datetime) -> bool:
    """Whether a day that was promised for one of a map's pain points has passed: one query where `of_maps` has five."""
    return any(row["overdue"] for row in await rows.pains(session, [workshop_id], now.date()))


async def of_maps(session: AsyncSession, ids: Sequence[int], now: datetime) -> dict[int, Health]:
    """The health of some maps, by id."""
    if not ids:
        return {}
    pains = {row["workshop_id"]: row for row in await rows.pains(session, ids, now.date())}
    proven = await rows.proven(session, ids)
    metrics = {row["workshop_id"]: row for row in await rows.metrics(session, ids)}
    moods: dict[int, list[float]] = defaultdict(list)
    for row in await rows.moods(session, ids):
        moods[row["workshop_id"]].append(row["mood"])
    found = {}
    for row in await rows.heads(session, ids):
        one = row["id"]
        figures = Figures(
            status=WorkshopStatus(row["status"]),
            step=Step(row["step"]),
            last_held_at=row["last_held_at"],
            waiting_since=row["waiting_since"],
            rhythm=bool(row["rhythm"]),
            proven=proven.get(one, 0),
            moods=tuple(moods[one]),
            **{name: int(pains[one][name]) for name in ("overdue", "claims") if one in pains},
            **{name: int(metrics[one][name]) for name in ("measured", "on_target", "unmeasured") if one in metrics},
        )
        found[one] = judge(figures, now)
    return found

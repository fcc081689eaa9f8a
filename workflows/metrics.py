"""The numbers that show whether the journey gets better."""

import math

from storage import tables
from workflows import access, anonymity, items, limits, text
from workflows.access import Need
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError
from workflows.reviewing import SaveMetric
from workflows.touch import touched

UNIT_MAX = 16
VALUE_MAX = 1e15


async def save_metric(desk: Desk, actor: Actor, command: SaveMetric, claim: str | None = None) -> Done:
    """Write a metric with baseline and target, new or changed."""
    name = text.line("name", command.name, limits.NAME_MAX, required=True)
    unit = text.line("unit", command.unit, UNIT_MAX)
    baseline, target = check_value("baseline", command.baseline), check_value("target", command.target)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        change_ = await anonymity.veil(change_, workshop)
        stage = await items.stage(change_, command.workshop_id, command.stage_id)
        before: dict[str, object] | None = None
        if command.metric_id is None:
            await items.room_for(change_, tables.Metric, command.workshop_id, limits.METRICS_MAX, "name")
            row = tables.Metric(
                workshop_id=command.workshop_id, name=name, author_id=change_.author_id, created_at=change_.now
            )
        else:
            row = await items.find(change_.session, tables.Metric, command.workshop_id, command.metric_id, "metric")
            before = _fields(row)
            items.check_version("metric", row.id, row.version, command.version, before)
            row.version += 1
        row.name, row.unit, row.kind, row.higher_is_better = name, unit, command.kind.value, command.higher_is_better
        row.baseline, row.target, row.stage_id = baseline, target, stage.id if stage else None
        row.updated_at = change_.now
        change_.session.add(row)
        await change_.session.flush()
        await items.join(change_, workshop)
        change_.audit(command.workshop_id, "metric.save", "metric", row.id, before=before, after=_fields(row))
        await touched(change_, workshop)
        return Done(command.workshop_id, row.id)

    return await change(desk, actor, claim, work)


def check_value(field: str, value: float | None) -> float | None:
    """A number that can be drawn and compared, or InvalidError."""
    if value is not None and (not math.isfinite(value) or abs(value) > VALUE_MAX):
        raise InvalidError(field, "out_of_range", low=-VALUE_MAX, high=VALUE_MAX)
    return value


def _fields(row: tables.Metric) -> dict[str, object]:
    return {
        "name": row.name,
        "kind": row.kind,
        "unit": row.unit,
        "higher_is_better": row.higher_is_better,
        "baseline": row.baseline,
        "target": row.target,
        "stage_id": row.stage_id,
    }

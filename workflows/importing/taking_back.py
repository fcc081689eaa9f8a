"""Taking a whole import back, where all that it left still stands as it left it. Nothing is touched where not."""

from collections.abc import Mapping, Sequence
from typing import Any

from storage import imports, rows, tables
from workflows.desk import Change
from workflows.importing.vocabulary import Kind

_MODELS: Mapping[Kind, type[Any]] = {
    Kind.TOUCHPOINTS: tables.Touchpoint,
    Kind.SURVEY: tables.Contribution,
    Kind.METRICS: tables.MetricValue,
}
Kept = Mapping[str, Mapping[str, Any]]  # by id: fields


async def imported(change: Change, workshop: tables.Workshop, audit: tables.Audit) -> bool:
    """What an import added goes, and what it changed says again what it said before."""
    before, after = audit.before or {}, audit.after or {}
    of = workshop.id or 0
    model = _MODELS[Kind(after["kind"])]
    added = await _standing(change, model, of, after.get("added", {}))
    changed = await _standing(change, model, of, after.get("changed", {}))
    metrics = await _standing(change, tables.Metric, of, after.get("metrics", {}))
    stages = await _standing(change, tables.Stage, of, {one: {"name": said} for one, said in after["stages"].items()})
    scores = await _scores(change, of, after.get("scores", {}))
    if added is None or changed is None or metrics is None or stages is None or scores is None:
        return False
    if not await _alone(change, stages, metrics, added, scores) or not await _unvalued(change, of, metrics, added):
        return False
    _say_again(change, changed, before.get("changed", {}))
    for row in scores:
        earlier = before["scores"][str(row.stage_id)]
        if earlier is None:
            await change.session.delete(row)
        else:
            row.score = earlier
    for row in (*added, *metrics, *stages):
        if isinstance(row, tables.MetricValue):
            await change.session.delete(row)
        else:
            row.deleted_at = change.now
    return True


def _say_again(change: Change, changed: Sequence[Any], before: Kept) -> None:
    for row in changed:
        for name, value in before[str(row.id)].items():
            setattr(row, name, value)
        if not isinstance(row, tables.MetricValue):
            row.version, row.updated_at = row.version + 1, change.now


async def _standing(change: Change, model: type[Any], workshop_id: int, kept: Kept) -> list[Any] | None:
    """The rows with what the trail keeps of them; None where one is gone, or says something else by now."""
    if not kept:
        return []
    if model is tables.MetricValue:
        found: Sequence[Any] = await imports.values_by_id(change.session, workshop_id, [int(one) for one in kept])
    else:
        found = await rows.all_live(change.session, model, workshop_id)
    there = {str(row.id): row for row in found}
    for one, fields in kept.items():
        row = there.get(one)
        if row is None or any(getattr(row, name) != value for name, value in fields.items()):
            return None
        if isinstance(row, tables.Contribution) and row.merged_into_id is not None:
            return None
    return [there[one] for one in kept]


async def _scores(change: Change, workshop_id: int, kept: Mapping[str, int]) -> list[tables.EmotionScore] | None:
    if not kept:
        return []
    own = await imports.own_scores(change.session, workshop_id, change.author_id)
    there = {str(row.stage_id): row for row in own}
    if any(one not in there or there[one].score != score for one, score in kept.items()):
        return None
    return [there[one] for one in kept]


async def _alone(
    change: Change,
    stages: Sequence[Any],
    metrics: Sequence[Any],
    added: Sequence[Any],
    scores: Sequence[tables.EmotionScore],
) -> bool:
    """Whether nobody built on the stages that came along."""
    if any(row.details or row.time_spent for row in stages):
        return False
    besides: dict[str, Sequence[int]] = {
        "metric": [row.id for row in metrics],
        "emotion_score": [row.id or 0 for row in scores],
    }
    for name, model in (("touchpoint", tables.Touchpoint), ("contribution", tables.Contribution)):
        besides[name] = [row.id or 0 for row in added if isinstance(row, model)]
    return not await imports.stages_with_others(change.session, [row.id for row in stages], besides)


async def _unvalued(change: Change, workshop_id: int, metrics: Sequence[Any], added: Sequence[Any]) -> bool:
    """Whether the metrics that came along hold only the values that came along."""
    mine, ids = {row.id for row in added}, {row.id for row in metrics}
    values = await imports.values(change.session, workshop_id)
    return not any(row["metric_id"] in ids and row["id"] not in mine for row in values)

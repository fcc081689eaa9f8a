"""Rows against the map: touchpoints, which may bring new stages and feelings along."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import median_low
from typing import Any

from workflows import limits
from workflows.importing import values
from workflows.importing.columns import Mapping
from workflows.importing.plans import Fields, Item, Plan, There
from workflows.importing.rows import Reader, Stages
from workflows.importing.sheet import Row, Sheet
from workflows.importing.vocabulary import CHANNELS, CLASSES, USAGES, Role
from workflows.importing.vocabulary import folded as bare
from workflows.pasting import folded
from workflows.scoring import HIGHEST, LOWEST
from workflows.touchpoint_fields import DETAILS, IMPORTANCE_MAX, PERFORMANCE_MAX, REACH_MAX
from workflows.words import Channel

_DETAILS = (Role.NEED, Role.CUSTOMER_GOAL, Role.REGION, Role.PERSON, Role.RESOURCES, Role.LACKING)
_TRUTHS = (Role.MOMENT, Role.PLANNED, Role.LIVED)


def touchpoints(sheet: Sheet, mapping: Mapping, there: There) -> Plan:
    """What a list of touchpoints would do."""
    reader, stages = Reader(sheet, mapping, there), Stages(there)
    felt: dict[str, list[int]] = defaultdict(list)
    wishes = [wish for row in sheet.rows if (wish := _wish(reader, stages, row, felt))]
    added, changed, left = _compared(wishes, there)
    scores = _scores(reader, stages, felt)
    if len(there.stages) + len(stages.new) > limits.STAGES_MAX:
        reader.wrong("too_many_stages", 0, count=len(there.stages) + len(stages.new), limit=limits.STAGES_MAX)
    count = len(there.touchpoints) + len(added)
    if count > limits.TOUCHPOINTS_MAX:
        reader.wrong("too_many_rows", 0, count=count, limit=limits.TOUCHPOINTS_MAX)
    for name in stages.new.values():
        if near := stages.near(name):
            reader.note("stage_like", said=name, near=near)
    return reader.plan(
        stages=tuple(stages.new.values()),
        order=tuple(stages.order),
        added=tuple(added),
        changed=tuple(changed),
        left=left,
        scores=scores,
    )


def _wish(reader: Reader, stages: Stages, row: Row, felt: dict[str, list[int]]) -> Item | None:
    """What a row asks for; a row without a touchpoint may still say how its stage feels."""
    score = reader.whole(row, Role.SCORE, LOWEST, HIGHEST)
    if not reader.said(row, Role.TITLE) and score is None:
        if any(reader.said(row, role) for role in (Role.CHANNEL, Role.DEPARTMENT, Role.NEED)):
            reader.wrong("required", row.number, Role.TITLE)
        return None
    title = reader.line(row, Role.TITLE, limits.LINE_MAX)
    stage = _stage(reader, stages, row)
    if stage and score is not None:
        felt[stage].append(score)
    fields = {name: value for name, value in _fields(reader, row) if value is not None}
    return Item(row.number, title, stage, fields) if title and stage else None


def _stage(reader: Reader, stages: Stages, row: Row) -> str:
    """The stage of a row: the one it names, else the one that a row above named, else the one that was chosen."""
    said = reader.line(row, Role.STAGE, limits.NAME_MAX)
    if reader.said(row, Role.STAGE) and not said:
        return ""  # too long, which was written down
    said = said or reader.stages[row.number]
    if said:
        return stages.named(said) or stages.add(said)
    chosen = stages.names.get(reader.mapping.stage or 0, "")
    if not chosen:
        reader.wrong("no_stage", row.number, Role.STAGE)
    return chosen


def _fields(reader: Reader, row: Row) -> Iterator[tuple[str, Any]]:
    """The fields that a row says something about. What it leaves empty stays as it is."""
    yield "channel", _channel(reader, row)
    yield "usage", _word(reader, row, Role.USAGE, USAGES)
    yield "classed", _word(reader, row, Role.CLASSED, CLASSES)
    for role in _TRUTHS:
        yield role.value, _truth(reader, row, role)
    yield "importance", reader.whole(row, Role.IMPORTANCE, 0, IMPORTANCE_MAX)
    yield "department", reader.line(row, Role.DEPARTMENT, limits.NAME_MAX) or None
    for role in _DETAILS:
        yield f"details.{role.value}", reader.line(row, role, DETAILS[role.value]) or None
    for role, low, high in ((Role.PERFORMANCE, 1, PERFORMANCE_MAX), (Role.REACH, 0, REACH_MAX)):
        found = reader.whole(row, role, low, high)
        yield f"details.{role.value}", None if found is None else str(found)


def _channel(reader: Reader, row: Row) -> str | None:
    said = reader.said(row, Role.CHANNEL)
    if not said:
        return None
    found = CHANNELS.get(bare(said))
    if found is None:
        reader.note("unknown_channel", row.number, Role.CHANNEL, said=said[:60])
    return (found or Channel.OTHER).value


def _word(reader: Reader, row: Row, role: Role, known: dict[str, Any]) -> str | None:
    said = reader.said(row, role)
    if not said:
        return None
    found = known.get(bare(said))
    if found is None:
        reader.wrong("unknown_word", row.number, role, said=said[:60])
    return found.value if found else None


def _truth(reader: Reader, row: Row, role: Role) -> bool | None:
    said = reader.said(row, role)
    if not said:
        return None
    found = values.truth(said)
    if found is None:
        reader.wrong("not_yes", row.number, role, said=said[:60])
    return found


def _compared(wishes: Sequence[Item], there: There) -> tuple[list[Item], list[Item], int]:
    """Which rows are new, which change what is there, and how many say what stands there already."""
    added, changed, left = [], [], 0
    names = {stage_id: folded(name) for stage_id, name in there.stages}
    standing: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for one in there.touchpoints:
        standing[names.get(one["stage_id"], ""), folded(one["title"])].append(one)
    asked: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for wish in wishes:
        asked[folded(wish.stage), folded(wish.title)].append(wish)
    for place, rows in asked.items():
        pairs, twice = _paired(rows, standing[place])
        left += twice
        for wish, one in pairs:
            if one is None:
                added.append(wish)
                continue
            item = _difference(wish, one)
            changed += [item] if item.fields else []
            left += not item.fields
    return sorted(added, key=lambda one: one.row), sorted(changed, key=lambda one: one.row), left


def _paired(rows: Sequence[Item], there: Sequence[Any]) -> tuple[list[tuple[Item, Any]], int]:
    """Rows of one name with what is there of that name: by channel, or where there is one of each."""
    pairs: list[tuple[Item, Any]] = []
    seen: set[str | None] = set()
    free, twice, waiting = list(there), 0, []
    for wish in rows:
        channel = wish.fields.get("channel")
        if channel in seen or (channel is None and seen):
            twice += 1
            continue
        seen.add(channel)
        match = next((one for one in free if channel in {None, one["channel"]}), None)
        if match is None:
            waiting.append(wish)
        else:
            free.remove(match)
            pairs.append((wish, match))
    if len(waiting) == 1 and len(free) == 1 and not pairs:
        return [(waiting[0], free[0])], twice
    return [*pairs, *((wish, None) for wish in waiting)], twice


def _difference(wish: Item, one: Any) -> Item:
    after: Fields = {}
    before: Fields = {}
    for name, value in wish.fields.items():
        group, _dot, inner = name.rpartition(".")
        now = one["details"].get(inner, "") if group else one[name]
        if now != value:
            after[name], before[name] = value, now
    return Item(wish.row, one["title"], wish.stage, after, one["id"], before)


def _scores(reader: Reader, stages: Stages, felt: dict[str, list[int]]) -> dict[str, int]:
    """How the stages feel by the file: the middle one of what it says of each, where that is not said already."""
    if felt and reader.there.scores is None:
        reader.note("scores_private")
        return {}
    own = reader.there.scores or {}
    found = {stage: median_low(said) for stage, said in felt.items()}
    return {stage: score for stage, score in found.items() if own.get(stages.ids.get(folded(stage), 0)) != score}

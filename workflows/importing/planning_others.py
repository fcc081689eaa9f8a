"""Rows against the map: answers of a survey become evidence, series of numbers become values of metrics."""

from datetime import date

from workflows import limits, text
from workflows.importing import values
from workflows.importing.columns import Mapping
from workflows.importing.plans import Item, Plan, There
from workflows.importing.rows import Reader, Stages
from workflows.importing.sheet import Row, Sheet
from workflows.importing.vocabulary import Role
from workflows.metrics import UNIT_MAX, VALUE_MAX
from workflows.pasting import folded

SAMPLE_MAX = 2_000_000_000
CUT = "…"


def survey(sheet: Sheet, mapping: Mapping, there: There, source: str) -> Plan:
    """What the answers of a survey would do; `source` is where they come from when the rows do not say."""
    reader, stages = Reader(sheet, mapping, there), Stages(there)
    days = values.Days(reader.said(row, Role.DAY) for row in sheet.rows)
    seen = set(there.evidence)
    added, left = [], 0
    for row in sheet.rows:
        item = _answer(reader, stages, row, days, source)
        if item is None:
            continue
        key = (stages.ids.get(folded(item.stage)), folded(item.title), item.fields["source"])
        if key in seen:
            left += 1
            continue
        seen.add(key)
        added.append(item)
    if there.notes + len(added) > there.notes_max:
        reader.wrong("too_many_rows", 0, count=there.notes + len(added), limit=there.notes_max)
    return reader.plan(added=tuple(added), left=left)


def _answer(reader: Reader, stages: Stages, row: Row, days: values.Days, source: str) -> Item | None:
    said = text.body("", reader.said(row, Role.TEXT), 10**6)
    if not said:
        return None
    if len(said) > limits.NOTE_TEXT_MAX:
        reader.note("cut", row.number, Role.TEXT, limit=limits.NOTE_TEXT_MAX)
        said = said[: limits.NOTE_TEXT_MAX - 1].rstrip() + CUT
    day = _day(reader, row, days)
    fields = {
        "source": reader.line(row, Role.SOURCE, limits.LINE_MAX) or source,
        "link": _link(reader, row),
        "sample_size": reader.whole(row, Role.SAMPLE, 0, SAMPLE_MAX),
        "verified_on": day.isoformat() if day else None,
    }
    return Item(row.number, said, _stage(reader, stages, row), fields)


def _stage(reader: Reader, stages: Stages, row: Row) -> str:
    """A stage of the map, or nothing for the whole journey. Answers make no new stages."""
    said = reader.said(row, Role.STAGE)
    if not said:
        return stages.names.get(reader.mapping.stage or 0, "")
    known = stages.named(said)
    if known is None:
        reader.wrong("unknown_stage_row", row.number, Role.STAGE, said=said[:60], near=stages.near(said))
    return known or ""


def _link(reader: Reader, row: Row) -> str:
    said = reader.line(row, Role.LINK, limits.LINK_MAX)
    if said and (not said.lower().startswith(("https://", "http://")) or " " in said):
        reader.wrong("bad_link", row.number, Role.LINK)
    return said


def _day(reader: Reader, row: Row, days: values.Days) -> date | None:
    said = reader.said(row, Role.DAY)
    if not said:
        return None
    found = days.read(said)
    if isinstance(found, date):
        return found
    reader.wrong(found, row.number, Role.DAY, said=said[:60])
    return None


def metrics(sheet: Sheet, mapping: Mapping, there: There) -> Plan:
    """What series of numbers would do: new metrics, new values, and values that differ."""
    reader, stages = Reader(sheet, mapping, there), Stages(there)
    days = values.Days(reader.said(row, Role.DAY) for row in sheet.rows)
    new: dict[str, str] = {}
    seen: dict[tuple[str, str], int] = {}
    added: list[Item] = []
    changed: list[Item] = []
    left = 0
    for row in sheet.rows:
        item = _point(reader, stages, row, days, new)
        if item is None:
            continue
        key = (folded(item.title), item.fields["measured_on"])
        if key in seen:
            reader.wrong("twice", row.number, Role.DAY, other=seen[key])
            continue
        seen[key] = row.number
        known = there.metrics.get(key[0])
        at = there.values.get((known[0], date.fromisoformat(key[1]))) if known else None
        if at is None:
            added.append(item)
        elif at[1] == item.fields["value"]:
            left += 1
        else:
            now = {"value": item.fields["value"]}
            changed.append(Item(row.number, item.title, item.stage, {**item.fields, **now}, at[0], {"value": at[1]}))
    if len(there.metrics) + len(new) > limits.METRICS_MAX:
        reader.wrong("too_many_metrics", 0, count=len(there.metrics) + len(new), limit=limits.METRICS_MAX)
    return reader.plan(metrics=tuple(new.values()), added=tuple(added), changed=tuple(changed), left=left)


def _point(reader: Reader, stages: Stages, row: Row, days: values.Days, new: dict[str, str]) -> Item | None:
    if not reader.said(row, Role.VALUE):
        return None
    name = reader.line(row, Role.METRIC, limits.NAME_MAX)
    if not name:
        if not reader.said(row, Role.METRIC):
            reader.wrong("required", row.number, Role.METRIC)
        return None
    if not reader.said(row, Role.DAY):
        reader.wrong("required", row.number, Role.DAY)
    day, value = _day(reader, row, days), values.number(reader.said(row, Role.VALUE))
    if value is None or abs(value) > VALUE_MAX:
        reader.wrong("not_number", row.number, Role.VALUE, said=reader.said(row, Role.VALUE)[:60])
        return None
    known = reader.there.metrics.get(folded(name))
    shown = known[1] if known else new.setdefault(folded(name), name)
    stage = _stage(reader, stages, row)
    unit = reader.line(row, Role.UNIT, UNIT_MAX)
    if day is None:
        return None
    return Item(row.number, shown, stage, {"value": value, "measured_on": day.isoformat(), "unit": unit})

"""Importing a file: what would change, or what is in its way."""

from collections.abc import Sequence
from datetime import date

from bot import labels, values
from bot.i18n import Say
from bot.ids import Action, Modal
from bot.values import Value
from bot.views import anonymous, blocks, happenings, import_words
from bot.views.importing import CHANNEL, GROUPS, MARK, TITLE, another, draft_value, listed_names, read_from
from bot.views.texts import Json, clip, escape, isolate
from workflows.history import Field as Changed
from workflows.importing.drafts import Draft
from workflows.importing.plans import Item, Plan
from workflows.importing.vocabulary import Kind
from workflows.snapshots import Outline

PROBLEMS, NOTES, NAMES, CHANGES = 12, 6, 4, 8


def preview(draft: Draft, plan: Plan, outline: Outline, _: Say, *, again: bool = False) -> Json:
    """Show what an import would do, or what is in its way. `again`: the map changed since the last look."""
    assert draft.sheet is not None
    blocked = bool(plan.problems)
    lead = _("Nothing is saved yet. This is what would change on “{map}”.", map=isolate(escape(outline.title)))
    changed = [blocks.section(_("⚠️ The map changed meanwhile. Please look once more."))] if again else []
    parts = [*_in_the_way(plan, _)] if blocked else [*_told(plan, _)]
    value = Value(workshop=outline.id, item=draft.id, more={MARK: plan.mark})
    return blocks.modal(
        Modal.IMPORT_PREVIEW,
        _("Is this right?"),
        [
            blocks.context(lead),
            *changed,
            *anonymous.note(outline, _),
            *parts,
            *_remarks(plan, _),
            *_left_out(draft, _),
            blocks.aside(read_from(draft, _)),
            blocks.actions(
                blocks.button(_("What the columns are"), Action.IMPORT_COLUMNS, draft_value(draft.id, outline.id)),
                another(Value(workshop=outline.id, more={CHANNEL: draft.channel_id}), _),
            ),
        ],
        submit="" if blocked or not plan.size else _("Import {count}", count=_.number(plan.size)),
        close=_("Close") if blocked else _("Cancel"),
        metadata=values.encode(value),
    )


def _in_the_way(plan: Plan, _: Say) -> list[Json]:
    count = len(plan.problems)
    lead = _.n(
        "*{count} thing is in the way.* Nothing is imported until it is mended:",
        "*{count} things are in the way.* Nothing is imported until they are mended:",
        count,
    )
    lines = [import_words.said(one, _) for one in plan.problems[:PROBLEMS]]
    if count > PROBLEMS:
        lines.append(_.n("and {count} more", "and {count} more", count - PROBLEMS))
    then = _("Correct the file and choose it again, or say that a column is something else.")
    return [blocks.section(lead), blocks.bullets(lines), blocks.context(then)]


def _told(plan: Plan, _: Say) -> list[Json]:
    parts = [blocks.section(_summary(plan, _))]
    if plan.stages:
        count = _.n("{count} new stage: ", "{count} new stages: ", len(plan.stages))
        parts.append(blocks.rich(blocks.bold(count), listed_names(plan.stages, _)))
    if plan.metrics:
        count = _.n("{count} new metric: ", "{count} new metrics: ", len(plan.metrics))
        parts.append(blocks.rich(blocks.bold(count), listed_names(plan.metrics, _)))
    parts += _added(plan, _)
    parts += _changed(plan, _)
    if plan.scores:
        said = _.n(
            "How {count} stage feels, as a score of yours: ",
            "How {count} stages feel, as scores of yours: ",
            len(plan.scores),
        )
        felt = [f"{stage} {labels.SCORE_FACES[score]}" for stage, score in plan.scores.items()]
        parts.append(blocks.rich(blocks.bold(said), listed_names(felt, _)))
    return parts


def _summary(plan: Plan, _: Say) -> str:
    if plan.left and not plan.size:
        return _("*Everything in this file is on the map already.* There is nothing to import.")
    counts = [
        _.n("*{count} new*", "*{count} new*", len(plan.added)) if plan.added else "",
        _.n("*{count} changed*", "*{count} changed*", len(plan.changed)) if plan.changed else "",
        _.n("{count} left as it is", "{count} left as they are", plan.left) if plan.left else "",
    ]
    return _.join([one for one in counts if one])


def _added(plan: Plan, _: Say) -> list[Json]:
    """Show what is new, in groups: by stage, of numbers by metric."""
    grouped: dict[str, list[Item]] = {}
    for item in plan.added:
        grouped.setdefault(item.title if plan.kind is Kind.METRICS else item.stage, []).append(item)
    parts: list[Json] = []
    for name, here in list(grouped.items())[:GROUPS]:
        head = blocks.bold(_("{label}: {text}", label=clip(name or _("The whole journey"), TITLE), text=""))
        parts.append(blocks.rich(head, _group(plan.kind, here, _)))
    if len(grouped) > GROUPS:
        parts.append(blocks.context(_.n("and {count} more", "and {count} more", len(grouped) - GROUPS)))
    return parts


def _group(kind: Kind, here: Sequence[Item], _: Say) -> str:
    if kind is Kind.METRICS:
        days = sorted(item.fields["measured_on"] for item in here)
        count = _.n("{count} new value", "{count} new values", len(here))
        return _("{count}, {first} to {last}", count=count, first=_day(days[0], _), last=_day(days[-1], _))
    count = (
        _.n("{count} new touchpoint", "{count} new touchpoints", len(here))
        if kind is Kind.TOUCHPOINTS
        else _.n("{count} new piece of evidence", "{count} new pieces of evidence", len(here))
    )
    shown = [clip(item.title, 60) for item in here[:NAMES]]
    return f"{count}\n{' · '.join(shown)}{' …' if len(here) > NAMES else ''}"


def _day(said: str, _: Say) -> str:
    return _.date(date.fromisoformat(said))


def _changed(plan: Plan, _: Say) -> list[Json]:
    if not plan.changed:
        return []
    lines = [_change(plan.kind, item, _) for item in plan.changed[:CHANGES]]
    if len(plan.changed) > CHANGES:
        lines.append(_.n("and {count} more", "and {count} more", len(plan.changed) - CHANGES))
    return [blocks.rich(blocks.bold(_("What changes:"))), blocks.bullets(lines)]


def _change(kind: Kind, item: Item, _: Say) -> str:
    if kind is Kind.METRICS:
        before, after = _.number(item.before["value"]), _.number(item.fields["value"])
        return _(
            "{name}, {day}: {before} → {after}",
            name=clip(item.title, TITLE),
            day=_day(item.fields["measured_on"], _),
            before=before,
            after=after,
        )
    fields = [Changed(name, item.before[name], value) for name, value in item.fields.items()]
    return f"{clip(item.title, TITLE)}\n{_.parts(happenings.of_fields(fields, _))}"


def _remarks(plan: Plan, _: Say) -> list[Json]:
    if not plan.notes:
        return []
    lines = [import_words.said(one, _) for one in plan.notes[:NOTES]]
    if len(plan.notes) > NOTES:
        lines.append(_.n("and {count} more", "and {count} more", len(plan.notes) - NOTES))
    return [blocks.rich(blocks.bold(_("Worth a look:"))), blocks.bullets(lines)]


def _left_out(draft: Draft, _: Say) -> list[Json]:
    """Name the columns, sheets and levels that are not taken."""
    assert draft.sheet is not None
    roles = draft.mapping.roles if draft.mapping else ()
    names = [name for name, role in zip(draft.sheet.columns, roles, strict=False) if role is None]
    how = draft.sheet.how
    lines = [
        _("Columns that are not taken: {names}", names=listed_names(names, _)) if names else "",
        _("Only the sheet “{sheet}” is read, not: {others}", sheet=how["sheet"], others=how["others"])
        if how.get("others")
        else "",
        _.n(
            "{count} entry below the second level is not taken.",
            "{count} entries below the second level are not taken.",
            int(how["deeper"]),
        )
        if how.get("deeper")
        else "",
        _.n(
            "{count} more row of other kinds is not taken: a whole map comes back from JSON, YAML or Excel.",
            "{count} more rows of other kinds are not taken: a whole map comes back from JSON, YAML or Excel.",
            int(how["rest"]),
        )
        if how.get("rest")
        else "",
    ]
    return [blocks.aside(line) for line in lines if line]

"""Reviews: the reminder that one is due, the form that holds it, and what came of it."""

from collections.abc import Sequence
from datetime import date

from bot import labels, values
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.views import blocks
from bot.views.message import Message, message
from bot.views.texts import Json
from workflows import limits
from workflows.snapshots import MapSnapshot, Metric, Note, ReviewRound
from workflows.words import PainStatus, Severity

PAINS_MAX = 25  # asked about in one review: more is no review but an inventory
NAMED_MAX = 5  # named one by one in a reminder


def most_urgent(pains: Sequence[Note]) -> list[Note]:
    """Sort open pain points: the earliest due first, then those without a day, critical ones and dots first."""
    return sorted(
        pains,
        key=lambda pain: (
            (pain.ownership.due_on if pain.ownership else None) or date.max,
            -int(pain.severity or 0),
            -pain.votes,
            pain.id,
        ),
    )


def overdue(snapshot: MapSnapshot) -> list[Note]:
    """List the open pain points whose day has passed."""
    today = _today(snapshot)
    return [pain for pain in most_urgent(snapshot.open_pains) if _late(pain, today)]


def due(snapshot: MapSnapshot, round_id: int | None, _: Say) -> Message:
    """Remind the thread that it is time to look at the map again."""
    title = snapshot.outline.title
    first = _("Time to look at “{title}” again.", title=title)
    return message(
        first,
        blocks.said(first),
        blocks.bullets(_state(snapshot, _)),
        blocks.actions(_hold_button(snapshot, round_id, _)),
    )


def due_owner(snapshot: MapSnapshot, round_id: int | None, _: Say) -> Message:
    """Remind the journey owner in person: what is open, what is late, and by whom."""
    title = snapshot.outline.title
    first = _("The review of “{title}” is due, and you answer for this journey.", title=title)
    late = overdue(snapshot)
    today = _today(snapshot)
    link = snapshot.outline.card_link
    return message(
        first,
        blocks.said(first),
        blocks.bullets(_state(snapshot, _)),
        blocks.rich(blocks.bold(_("Overdue"))) if late else None,
        blocks.bullets(_late_line(pain, today, _) for pain in late[:NAMED_MAX]) if late else None,
        blocks.actions(
            _hold_button(snapshot, round_id, _),
            blocks.button(_("Open the thread"), Action.OPEN_LINK, url=link) if link else None,
        ),
    )


def view(snapshot: MapSnapshot, round_id: int | None, _: Say) -> Json:
    """Build the form of a review: where each pain point stands, what each metric says, what the team concludes."""
    pains = most_urgent(snapshot.open_pains)
    today = _today(snapshot)
    return blocks.modal(
        Modal.REVIEW,
        _("Review the map"),
        [
            blocks.aside(snapshot.outline.title),
            *([blocks.header(_("Where do the pain points stand?"))] if pains else []),
            *(_status(pain, today, _) for pain in pains[:PAINS_MAX]),
            *_more(len(pains) - PAINS_MAX, _),
            *([blocks.header(_("What do the metrics say?"))] if snapshot.metrics else []),
            *(_value(metric, _) for metric in snapshot.metrics[: limits.METRICS_MAX]),
            blocks.text_input(
                Field.CONCLUSION,
                _("What do you conclude?"),
                placeholder=_(
                    "e.g. {example}", example=_("Delivery is better, returns still hurt: next we mend the form")
                ),
                multiline=True,
                limit=limits.TEXT_MAX,
                optional=True,
            ),
        ],
        submit=_("Hold the review"),
        close=_("Cancel"),
        metadata=values.encode(values.Value(workshop=snapshot.outline.id, item=round_id)),
    )


def thanks(snapshot: MapSnapshot, _: Say) -> Json:
    """Show the person who held the review that it is kept."""
    parts = [_("✅ The review is kept. The thread gets the result and the new map.")]
    if snapshot.review and snapshot.review.due_at:
        parts.append(_("The next one is due {when}.", when=_.when(snapshot.review.due_at)))
    return blocks.info(_("Reviewed"), *parts, close=_("Close"))


def already(snapshot: MapSnapshot, one: ReviewRound, _: Say) -> Json:
    """Say that somebody held this review before."""
    said = (
        _("{person} held this review on {day}.", person=blocks.mention(one.held_by.user_id), day=_.date(one.held_at))
        if one.held_by and one.held_at
        else _("This review was held already.")
    )
    extra = [blocks.rich(blocks.bold(_("Conclusion")), "\n", one.conclusion)] if one.conclusion else []
    if snapshot.outline.card_link:
        extra.append(blocks.section(blocks.link(snapshot.outline.card_link, _("Open the thread"))))
    return blocks.info(_("Held already"), said, extra=extra, close=_("Close"))


def held(snapshot: MapSnapshot, round_id: int | None, _: Say) -> Message:
    """Tell the thread what a review changed, and when the next one is."""
    this = _round(snapshot, round_id)
    first = _("“{title}” was reviewed.", title=snapshot.outline.title)
    who = (
        blocks.section(_("Held by {person}.", person=blocks.mention(this.held_by.user_id)))
        if this and this.held_by
        else None
    )
    gone = _done_since(snapshot, this)
    numbers = [_measured(metric, _) for metric in snapshot.metrics if metric.values]
    return message(
        first,
        blocks.said(first),
        who,
        blocks.rich(blocks.bold(_("Solved since the last review"))) if gone else None,
        blocks.bullets(blocks.clip(pain.text, 300) for pain in gone[:PAINS_MAX]) if gone else None,
        blocks.rich(blocks.bold(_("The numbers"))) if numbers else None,
        blocks.bullets(numbers) if numbers else None,
        blocks.rich(blocks.bold(_("Conclusion")), "\n", this.conclusion) if this and this.conclusion else None,
        blocks.bullets(_state(snapshot, _)),
        blocks.context(_("Next review: {when}", when=_.when(snapshot.review.due_at)))
        if snapshot.review and snapshot.review.due_at
        else None,
    )


def _hold_button(snapshot: MapSnapshot, round_id: int | None, _: Say) -> Json:
    value = values.encode(values.Value(workshop=snapshot.outline.id, item=round_id))
    return blocks.button(_("Review the map"), Action.REVIEW, value, style="primary")


def _state(snapshot: MapSnapshot, _: Say) -> list[str]:
    open_pains, late = snapshot.open_pains, overdue(snapshot)
    orphans = [pain for pain in open_pains if pain.ownership is None]
    lines = [
        _.n("{count} pain point is open", "{count} pain points are open", len(open_pains))
        if open_pains
        else _("No pain point is open")
    ]
    if late:
        lines.append(_.n("{count} is overdue", "{count} are overdue", len(late)))
    if orphans:
        lines.append(_.n("{count} has no owner yet", "{count} have no owner yet", len(orphans)))
    return lines


def _late_line(pain: Note, today: date, _: Say) -> str:
    owner = pain.ownership
    if owner is None or owner.due_on is None:
        return pain.text
    days = _.n("{count} day late", "{count} days late", (today - owner.due_on).days)
    return f"{blocks.clip(pain.text, 300)} · {owner.owner.name} · {days}"


def _late(pain: Note, today: date) -> bool:
    return bool(pain.ownership and pain.ownership.due_on and pain.ownership.due_on < today)


def _status(pain: Note, today: date, _: Say) -> Json:
    options = [blocks.option(labels.label(_, status), status) for status in PainStatus]
    hints = [labels.label(_, pain.severity or Severity.MINOR)]
    if pain.ownership:
        hints.append(pain.ownership.owner.name)
        if pain.ownership.due_on:
            day = _.date(pain.ownership.due_on)
            hints.append(_("overdue since {day}", day=day) if _late(pain, today) else _("due {day}", day=day))
    else:
        hints.append(_("no owner"))
    label = blocks.clip(pain.text, 150)
    return blocks.select(
        f"{Field.STATUS}:{pain.id}", label, options, value=pain.status or PainStatus.OPEN, hint=" · ".join(hints)
    )


def _more(count: int, _: Say) -> list[Json]:
    if count <= 0:
        return []
    said = _.n(
        "{count} more pain point is open, and less urgent: it stays as it is.",
        "{count} more pain points are open, and less urgent: they stay as they are.",
        count,
    )
    return [blocks.context(said)]


def _value(metric: Metric, _: Say) -> Json:
    label = f"{metric.name} ({metric.unit})" if metric.unit else metric.name
    return blocks.text_input(
        f"{Field.VALUE}:{metric.id}", label, hint=" · ".join(_known(metric, _)), limit=30, optional=True
    )


def _known(metric: Metric, _: Say) -> list[str]:
    known = []
    if metric.baseline is not None:
        known.append(_("baseline {number}", number=_.number(metric.baseline)))
    if metric.target is not None:
        known.append(_("target {number}", number=_.number(metric.target)))
    if metric.values:
        day, value = metric.values[-1]
        known.append(_("last {number} on {day}", number=_.number(value), day=_.day(day)))
    return known or [_("nothing measured yet")]


def _measured(metric: Metric, _: Say) -> str:
    actual = _amount(metric.actual, metric, _)
    parts = [_("{metric}: {value}", metric=metric.name, value=actual)]
    if metric.baseline is not None:
        parts.append(_("baseline {number}", number=_.number(metric.baseline)))
    if metric.target is not None:
        reached = _reached(metric)
        mark = "✅ " if reached else ""
        parts.append(mark + _("target {number}", number=_.number(metric.target)))
    return " · ".join(parts)


def _amount(value: float | None, metric: Metric, _: Say) -> str:
    number = _.number(value) if value is not None else "–"
    return number + metric.unit if metric.unit.startswith(("%", "/")) else f"{number} {metric.unit}".strip()


def _reached(metric: Metric) -> bool:
    if metric.actual is None or metric.target is None:
        return False
    return metric.actual >= metric.target if metric.higher_is_better else metric.actual <= metric.target


def _round(snapshot: MapSnapshot, round_id: int | None) -> ReviewRound | None:
    return next((one for one in snapshot.rounds if one.id == round_id), None)


def _done_since(snapshot: MapSnapshot, this: ReviewRound | None) -> list[Note]:
    """List what was solved after the review before this one."""
    earlier = [one.held_at for one in snapshot.rounds if one.held_at and (this is None or one.number < this.number)]
    since = max(earlier, default=None)
    done = [pain for pain in snapshot.pains if pain.status is PainStatus.DONE]
    if since is None:
        return done
    return [p for p in done if p.ownership is None or p.ownership.done_at is None or p.ownership.done_at > since]


def _today(snapshot: MapSnapshot) -> date:
    return (snapshot.taken_at or snapshot.outline.created_at).date()

"""What is said about reviews: ahead of one, when it is due or late, when it is put off, and what came of it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from bot import values
from bot.i18n import Say
from bot.ids import Action
from bot.views import blocks
from bot.views.cadence import put_off_line
from bot.views.message import Message, message
from bot.views.texts import Json
from workflows import asking
from workflows.asking import answers_of, today_of
from workflows.asking import late as is_late
from workflows.rounds import Answer, Metric, ReviewRound
from workflows.snapshots import MapSnapshot, Note
from workflows.words import Answered, PainStatus, Truth

NAMED_MAX = 5  # named one by one in a reminder
LISTED_MAX = 25  # in the result of a review


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
    today = today_of(snapshot)
    return [pain for pain in most_urgent(snapshot.open_pains) if is_late(pain, today)]


def due(snapshot: MapSnapshot, round_id: int | None, _: Say) -> Message:
    """Remind the thread that it is time to look at the map again."""
    title, this = snapshot.outline.title, _round(snapshot, round_id)
    if this and this.late_told:
        first = _("“{title}” is still waiting for its review.", title=title)
        then = _("One review catches up with everything. If this is a bad time, move it or skip it, and say why.")
    else:
        first = _("Time to look at “{title}” again.", title=title)
        then = _("Anybody can begin. I ask only about what changed or is old, and keep every answer as you go.")
    return message(
        first,
        blocks.said(first),
        blocks.context(then),
        blocks.bullets([*_state(snapshot, _), *_questions(snapshot, this, _)]),
        blocks.actions(_hold_button(snapshot, round_id, _), _put_off_button(snapshot, _)),
    )


def due_owner(snapshot: MapSnapshot, round_id: int | None, _: Say) -> Message:
    """Remind the journey owner in person: what is open, what is late, and by whom."""
    title = snapshot.outline.title
    first = _("The review of “{title}” is due, and you answer for this journey.", title=title)
    late = overdue(snapshot)
    today = today_of(snapshot)
    link = snapshot.outline.card_link
    return message(
        first,
        blocks.said(first),
        blocks.bullets(_state(snapshot, _)),
        blocks.rich(blocks.bold(_("Overdue"))) if late else None,
        blocks.bullets(_late_line(pain, today, _) for pain in late[:NAMED_MAX]) if late else None,
        blocks.actions(
            _hold_button(snapshot, round_id, _),
            _put_off_button(snapshot, _),
            blocks.button(_("Open the thread"), Action.OPEN_LINK, url=link) if link else None,
        ),
    )


def late(snapshot: MapSnapshot, round_id: int | None, _: Say) -> Message:
    """Tell who answers for it, in person, that nobody held the review."""
    this, link = _round(snapshot, round_id), snapshot.outline.card_link
    first = _("Nobody has held the review of “{title}” yet.", title=snapshot.outline.title)
    since = _("It has waited since {day}.", day=_.date(this.due_at)) if this else ""
    then = _("One review catches up with everything. If this is a bad time, move it or skip it, and say why.")
    return message(
        first,
        blocks.said(first),
        blocks.section(_.sentences(since, then)),
        blocks.actions(
            _hold_button(snapshot, round_id, _),
            _put_off_button(snapshot, _),
            blocks.button(_("Open the thread"), Action.OPEN_LINK, url=link) if link else None,
        ),
    )


def ahead(snapshot: MapSnapshot, user_id: str, _: Say) -> Message:
    """Tell one person, some days ahead, what they can bring to the review."""
    due_at, link, today = (
        snapshot.review.due_at if snapshot.review else None,
        snapshot.outline.card_link,
        today_of(snapshot),
    )
    first = _("“{title}” is soon looked at again, and you have something to bring.", title=snapshot.outline.title)
    mine = asking.brings(snapshot, due_at or snapshot.taken_at or snapshot.outline.created_at).get(
        user_id, asking.Brings()
    )
    groups = (
        (_("Pain points you answer for: how do they stand?"), [_late_line(one, today, _) for one in mine.pains]),
        (_("Metrics without a new value"), [one.name for one in mine.metrics]),
        (_("What you said a while ago: is it still true?"), [one.text for one in mine.claims]),
    )
    return message(
        first,
        blocks.said(first),
        blocks.section(_("The review is on {when}.", when=_.when(due_at))) if due_at else None,
        *(block for title, lines in groups for block in _group(title, lines, _, NAMED_MAX)),
        blocks.context(_("You can answer right now: it is kept until the review.")),
        blocks.actions(
            _hold_button(snapshot, None, _, _("Answer now")),
            blocks.button(_("Open the thread"), Action.OPEN_LINK, url=link) if link else None,
        ),
    )


def put_off(snapshot: MapSnapshot, _: Say) -> Message:
    """Tell the thread that a review was moved or skipped, by whom and why."""
    plan = snapshot.review
    first = put_off_line(plan, _) if plan else ""
    by = plan.put_off_by if plan else None
    return message(
        first or _("The rhythm of the reviews was changed."),
        blocks.said(first or _("The rhythm of the reviews was changed.")),
        blocks.context(
            *([_("Decided by {person}.", person=blocks.mention(by.user_id))] if by else []),
            _("Next review: {when}", when=_.when(plan.due_at))
            if plan and plan.due_at
            else _("No other review is planned."),
        ),
    )


def held(snapshot: MapSnapshot, round_id: int | None, _: Say) -> Message:
    """Tell the thread what a review changed, in numbers first, and when the next one is."""
    this = _round(snapshot, round_id)
    first = _("“{title}” was reviewed.", title=snapshot.outline.title)
    gone = _solved(snapshot, this)
    claims = answers_of(this, Answered.CLAIM)
    dropped = [one.before for one in claims.values() if one.answer == Truth.GONE]
    decided = [one.answer for one in answers_of(this, Answered.DECISION).values()]
    said = _conclusions(this)
    return message(
        first,
        blocks.said(first),
        blocks.section(_("Held by {person}.", person=_who(this))) if this and this.held_by else None,
        blocks.bullets(_numbers(snapshot, this, len(gone), _)),
        *_group(_("The numbers"), [_measured(one, snapshot, this, _) for one in snapshot.metrics if one.values], _),
        *_group(_("Solved or closed since the last review"), [pain.text for pain in gone], _),
        *_group(_("No longer true"), dropped, _),
        *_group(_("Decided"), decided, _),
        *(blocks.rich(blocks.bold(who or _("Conclusion")), "\n", words) for who, words in said),
        blocks.context(_("Next review: {when}", when=_.when(snapshot.review.due_at)))
        if snapshot.review and snapshot.review.due_at
        else None,
    )


def _who(this: ReviewRound) -> str:
    """Everybody who answered something, who finished it first."""
    first = this.held_by.user_id if this.held_by else ""
    everybody = dict.fromkeys([first, *(one.author.user_id for one in this.answers)])
    return " ".join(blocks.mention(user_id) for user_id in [one for one in everybody if one][:10])


def _numbers(snapshot: MapSnapshot, this: ReviewRound | None, gone: int, _: Say) -> list[str]:
    claims = answers_of(this, Answered.CLAIM).values()
    counts = {truth: sum(one.answer == truth for one in claims) for truth in Truth}
    before = asking.since(snapshot, this)
    fresh = sum(before is not None and note.created_at > before for note in snapshot.evidence)
    lines = [_.n("{count} pain point closed", "{count} pain points closed", gone)] if gone else []
    lines += _state(snapshot, _)
    if counts[Truth.STILL]:
        lines.append(_.n("{count} claim verified", "{count} claims verified", counts[Truth.STILL]))
    if counts[Truth.GONE]:
        lines.append(_.n("{count} claim dropped", "{count} claims dropped", counts[Truth.GONE]))
    if counts[Truth.UNKNOWN]:
        lines.append(
            _.n("{count} claim nobody could judge", "{count} claims nobody could judge", counts[Truth.UNKNOWN])
        )
    if fresh:
        lines.append(_.n("{count} new piece of evidence", "{count} new pieces of evidence", fresh))
    return lines


def _conclusions(this: ReviewRound | None) -> list[tuple[str, str]]:
    """What was concluded, with names where several people did; who finished the review first."""
    if this is None:
        return []
    first = this.held_by.user_id if this.held_by else ""
    said = [one for one in this.answers if one.kind is Answered.CONCLUSION and one.answer]
    said.sort(key=lambda one: one.author.user_id != first)
    if len(said) > 1:
        return [(one.author.name, one.answer) for one in said[:NAMED_MAX]]
    text = said[0].answer if said else this.conclusion
    return [("", text)] if text else []


def _group(title: str, lines: Sequence[str], _: Say, most: int = LISTED_MAX) -> list[Json]:
    if not lines:
        return []
    shown = [blocks.clip(line, 300) for line in lines[:most]]
    if len(lines) > most:
        shown.append(_.n("and {count} more", "and {count} more", len(lines) - most))
    return [blocks.rich(blocks.bold(title)), blocks.bullets(shown)]


def _questions(snapshot: MapSnapshot, this: ReviewRound | None, _: Say) -> Iterable[str]:
    asked = asking.asked(snapshot, this)
    if asked.metrics:
        yield _.n("{count} metric to look at", "{count} metrics to look at", len(asked.metrics))
    if asked.claims:
        yield _.n(
            "{count} claim that nobody has verified for long", "{count} claims that nobody has verified for long",
            len(asked.claims) + asked.more_claims,
        )  # fmt: skip


def _hold_button(snapshot: MapSnapshot, round_id: int | None, _: Say, label: str = "") -> Json:
    value = values.encode(values.Value(workshop=snapshot.outline.id, item=round_id))
    return blocks.button(label or _("Review the map"), Action.REVIEW, value, style="primary")


def _put_off_button(snapshot: MapSnapshot, _: Say) -> Json | None:
    if snapshot.review is None:
        return None
    return blocks.button(_("Skip or move…"), Action.PUT_OFF, values.encode(values.Value(workshop=snapshot.outline.id)))


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


def _measured(metric: Metric, snapshot: MapSnapshot, this: ReviewRound | None, _: Say) -> str:
    told: Answer | None = answers_of(this, Answered.METRIC).get(metric.id)
    actual, moved = _amount(metric.actual, metric, _), metric.actual
    if told and told.before:
        arrow = "←" if _.right_to_left else "→"
        actual = f"{_amount(float(told.before), metric, _)} {arrow} {actual}"
    elif told is None and asking.since(snapshot, this):
        moved = None
    parts = [_("{metric}: {value}", metric=metric.name, value=actual)]
    if moved is None:
        parts.append(_("no new value"))
    if metric.baseline is not None:
        parts.append(_("baseline {number}", number=_.number(metric.baseline)))
    if metric.target is not None:
        reached = _reached(metric)
        mark = "✅ " if reached else ""
        parts.append(mark + _("target {number}", number=_.number(metric.target)))
    return " · ".join(parts)


def _amount(value: float | None, metric: Metric, _: Say) -> str:
    if value is not None and metric.unit.strip() == "%":
        return _.percent(value)
    number = _.number(value) if value is not None else "–"
    return number + metric.unit if metric.unit.startswith(("%", "/")) else f"{number} {metric.unit}".strip()


def _reached(metric: Metric) -> bool:
    if metric.actual is None or metric.target is None:
        return False
    return metric.actual >= metric.target if metric.higher_is_better else metric.actual <= metric.target


def _round(snapshot: MapSnapshot, round_id: int | None) -> ReviewRound | None:
    return next((one for one in snapshot.rounds if one.id == round_id), None)


def _solved(snapshot: MapSnapshot, this: ReviewRound | None) -> list[Note]:
    """List what was closed in this review, or between the one before and this one."""
    since = asking.since(snapshot, this)
    told = answers_of(this, Answered.PAIN)
    return [pain for pain in snapshot.pains if _closed(pain, told.get(pain.id), since)]


def _closed(pain: Note, told: Answer | None, since: datetime | None) -> bool:
    if told is not None and pain.status in {PainStatus.DONE, PainStatus.DROPPED}:
        return True
    if pain.status is not PainStatus.DONE:
        return False
    done_at = pain.ownership.done_at if pain.ownership and pain.ownership.done_at else pain.changed_at
    return since is None or (done_at is not None and done_at > since)

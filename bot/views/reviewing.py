"""The forms of a review: its overview, and a page for each part, short enough for a phone.

Every page is kept when it is left, so that one may come back to it, and somebody else may fill in another one.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from bot import labels, values
from bot.forms import part
from bot.i18n import N_, Say
from bot.ids import Action, Field, Modal
from bot.views import blocks
from bot.views.metrics import plain_number
from bot.views.sitting import ON_A_PAGE, Part, Sitting, following
from bot.views.texts import Json
from workflows import asking, limits
from workflows.asking import answers_of
from workflows.rounds import Metric, ReviewRound
from workflows.snapshots import MapSnapshot, Note
from workflows.words import Answered, PainStatus, Severity, Truth

NEWS_MAX = 8


_TITLES = {
    Part.PAINS: N_("Pain points"),
    Part.METRICS: N_("Metrics"),
    Part.CLAIMS: N_("Is it still true?"),
    Part.NEWS: N_("What is new"),
    Part.CLOSE: N_("Decide and conclude"),
}
_HELP = {
    Part.PAINS: N_("Only what is overdue or changed. Say where each stands; leave out what you do not know."),
    Part.METRICS: N_("Write down what you measured since. Leave out what you did not measure."),
    Part.CLAIMS: N_("Nobody has verified these for a while. What is no longer true leaves the map."),
    Part.NEWS: N_("Read what was added since the last review. It may change what you decide."),
    Part.CLOSE: N_("Last page: what do you decide now, and what do you conclude?"),
}
_PAIN_ANSWERS = {
    PainStatus.DONE: N_("Done: it is gone"),
    PainStatus.DOING: N_("Being solved"),
    PainStatus.OPEN: N_("Still there"),
    PainStatus.DROPPED: N_("Dropped: not worth it"),
}


def overview(now: Sitting, _: Say) -> Json:
    """Build the list of the parts: what each asks, and what was answered already."""
    outline = now.snapshot.outline
    last = now.asked.since
    since = _("The last review was on {day}.", day=_.date(last)) if last else _("This is the first review of this map.")
    help_ = _(
        "It takes about ten minutes. I ask only about what changed or is old. Every page is kept when you leave it: "
        "you can come back later, and your colleagues can answer too."
    )
    return blocks.modal(
        Modal.REVIEW,
        _("Review the map"),
        [
            blocks.header(outline.title),
            blocks.context(_.sentences(since, help_)),
            *(_row(now, number, one, _) for number, one in enumerate(now.parts, 1)),
            *_more(now, _),
        ],
        submit=_("Begin") if not (now.this and now.this.answers) else _("Go on"),
        close=_("Close"),
        metadata=_value(now),
    )


def _row(now: Sitting, number: int, one: Part, _: Say) -> Json:
    said = f"{_mark(now, one)} *{number}. {_(_TITLES[one])}*\n{_left(now, one, _)}"
    value = _value(now, one)
    button = blocks.button(_("Look"), Action.REVIEW_PART, value, part=one, spoken=_(_TITLES[one]))
    return blocks.section(said, accessory=button)


def _mark(now: Sitting, one: Part) -> str:
    return "✅" if now.items(one) and not now.open(one) else "⬜"


def _left(now: Sitting, one: Part, _: Say) -> str:
    if one is Part.NEWS:
        return _.n("{count} contribution", "{count} contributions", len(now.asked.news))
    if one is Part.CLOSE:
        return _("This finishes the review: the thread gets the result.")
    left, everything = now.open(one), len(now.items(one))
    if not left:
        return _("All answered")
    return _("{left} of {all} not answered yet", left=_.number(left), all=_.number(everything))


def _more(now: Sitting, _: Say) -> list[Json]:
    said = []
    if now.asked.more_pains:
        said.append(
            _.n(
                "{count} more pain point is open, and less urgent: it stays as it is.",
                "{count} more pain points are open, and less urgent: they stay as they are.",
                now.asked.more_pains,
            )
        )
    if now.asked.more_claims:
        said.append(
            _.n("{count} more claim waits for the next review.", "{count} more claims wait for the next review.",
                now.asked.more_claims)
        )  # fmt: skip
    return [blocks.context(*said)] if said else []


def page(now: Sitting, part_: Part, number: int, _: Say) -> Json:
    """Build one page."""
    if part_ not in now.parts:
        part_, number = following(now, part_, 0)
    pages = max(1, -(-len(now.items(part_)) // ON_A_PAGE))
    number = min(number, pages - 1)
    place = _("Part {number} of {all}", number=now.parts.index(part_) + 1, all=len(now.parts))
    if pages > 1:
        place += " · " + _("page {number} of {all}", number=number + 1, all=pages)
    back = blocks.button(_("Save, to the overview"), Action.REVIEW_PARTS, _value(now, part_, number))
    return blocks.modal(
        Modal.REVIEW,
        _("Review the map"),
        [
            blocks.header(_(_TITLES[part_])),
            blocks.context(_.sentences(_("{words}.", words=place), _(_HELP[part_]))),
            *_questions(now, part_, number, _),
            blocks.actions(back),
        ],
        submit=_("Finish the review") if part_ is Part.CLOSE else _("Save and go on"),
        close=_("Close"),
        metadata=_value(now, part_, number),
    )


def _questions(now: Sitting, part_: Part, number: int, _: Say) -> Iterable[Json]:
    here = now.items(part_)[number * ON_A_PAGE : (number + 1) * ON_A_PAGE]
    today = asking.today_of(now.snapshot)
    match part_:
        case Part.PAINS:
            for pain in here:
                yield from _pain(now, pain, today, _)  # type: ignore[arg-type]
        case Part.METRICS:
            yield from (_value_of(now, metric, _) for metric in here)  # type: ignore[arg-type]
        case Part.CLAIMS:
            yield from (_claim(now, note, _) for note in here)  # type: ignore[arg-type]
        case Part.NEWS:
            yield from _news(now, _)
        case Part.CLOSE:
            yield from _close(now, _)


def _pain(now: Sitting, pain: Note, today: date, _: Say) -> Iterable[Json]:
    told = answers_of(now.this, Answered.PAIN).get(pain.id)
    hints = [labels.label(_, pain.severity or Severity.MINOR)]
    owner = pain.ownership
    hints.append(owner.owner.name if owner else _("no owner"))
    if owner and owner.due_on:
        day, is_late = _.date(owner.due_on), asking.late(pain, today)
        hints.append(_("overdue since {day}", day=day) if is_late else _("due {day}", day=day))
    hints.append(_("now: {status}", status=labels.label(_, pain.status or PainStatus.OPEN)))
    yield blocks.select(
        part(Field.STATUS, pain.id),
        blocks.clip(pain.text, 150),
        [blocks.option(_(name), status) for status, name in _PAIN_ANSWERS.items()],
        value=pain.status if told else None,
        placeholder=_("Where does it stand?"),
        hint=" · ".join(hints),
        optional=True,
    )
    if owner:
        yield blocks.date_input(part(Field.DUE, pain.id), _("A new day for it?"), value=owner.due_on, optional=True)


def _value_of(now: Sitting, metric: Metric, _: Say) -> Json:
    told = answers_of(now.this, Answered.METRIC).get(metric.id)
    return blocks.text_input(
        part(Field.VALUE, metric.id),
        f"{metric.name} ({metric.unit})" if metric.unit else metric.name,
        value=plain_number(float(told.answer), _) if told else "",
        hint=" · ".join(known(metric, _)),
        limit=30,
        optional=True,
    )


def known(metric: Metric, _: Say) -> list[str]:
    """Say what is known of a metric: where it was, where it should be, what it was last, and which way it goes."""
    said = []
    if metric.baseline is not None:
        said.append(_("baseline {number}", number=_.number(metric.baseline)))
    if metric.target is not None:
        said.append(_("target {number}", number=_.number(metric.target)))
    if metric.values:
        day, value = metric.values[-1]
        said.append(_("last {number} on {day}", number=_.number(value), day=_.day(day)))
        said.append(trend(metric, _))
    return [one for one in said if one] or [_("nothing measured yet")]


def trend(metric: Metric, _: Say) -> str:
    """Say which way a metric goes: since the value before, or since the baseline."""
    earlier = metric.values[-2][1] if len(metric.values) > 1 else metric.baseline
    if earlier is None or metric.actual is None:
        return ""
    if metric.actual == earlier:
        return _("unchanged")
    rising = metric.actual > earlier
    arrow = "↗" if rising else "↘"
    return f"{arrow} {_('getting better') if rising == metric.higher_is_better else _('getting worse')}"


def _claim(now: Sitting, note: Note, _: Say) -> Json:
    told = answers_of(now.this, Answered.CLAIM).get(note.id)
    hints = [labels.label(_, note.kind), note.author.name]
    hints.append(_("last verified on {day}", day=_.date(asking.verified(note))))
    return blocks.radios(
        part(Field.CLAIM, note.id),
        blocks.clip(note.text, 150),
        [blocks.option(name, truth) for truth, name in labels.labels(_, Truth).items()],
        value=told.answer if told else None,
        hint=" · ".join(hints),
        optional=True,
    )


def _news(now: Sitting, _: Say) -> Iterable[Json]:
    if not now.asked.news:
        return
    shown = [
        _("{label}: {text}", label=labels.label(_, note.kind), text=blocks.clip(note.text, 200))
        for note in now.asked.news[:NEWS_MAX]
    ]
    left = len(now.asked.news) - NEWS_MAX
    if left > 0:
        shown.append(_.n("and {count} more", "and {count} more", left))
    yield blocks.bullets(shown)


def _close(now: Sitting, _: Say) -> Iterable[Json]:
    left = [_("{label}: {text}", label=_(_TITLES[one]), text=_left(now, one, _)) for one in now.parts if now.open(one)]
    if left:
        yield blocks.context(_("Not answered yet; it stays as it is, and is asked again next time:"), *left)
    decided = [one.answer for one in answers_of(now.this, Answered.DECISION).values()]
    if decided:
        yield blocks.rich(blocks.bold(_("Decided so far")))
        yield blocks.bullets(blocks.clip(one, 200) for one in decided)
    others = [one for one in _conclusions(now) if one[0] != now.user_id]
    for _user, name, said in others[:3]:
        yield blocks.rich(blocks.bold(name), "\n", blocks.clip(said, 500))
    yield blocks.text_input(
        _fresh(len(decided)),
        _("What do you decide?"),
        hint=_("One decision a line. Who does it, and until when?"),
        multiline=True,
        limit=limits.TEXT_MAX,
        optional=True,
    )
    yield blocks.text_input(
        Field.CONCLUSION,
        _("What do you conclude?"),
        value=next((said for user, _name, said in _conclusions(now) if user == now.user_id), ""),
        placeholder=_("e.g. {example}", example=_("Delivery is better, returns still hurt: next we mend the form")),
        multiline=True,
        limit=limits.TEXT_MAX,
        optional=True,
    )


def _fresh(count: int) -> str:
    """Name the field anew once its decisions are kept, so that it comes back empty."""
    return f"{Field.DECISIONS}~{count}" if count else str(Field.DECISIONS)


def _conclusions(now: Sitting) -> list[tuple[str, str, str]]:
    said = [one for one in (now.this.answers if now.this else ()) if one.kind is Answered.CONCLUSION]
    return [(one.author.user_id, one.author.name, one.answer) for one in said if one.answer]


def _value(now: Sitting, part_: Part | str = "", number: int = 0) -> str:
    value = values.Value(workshop=now.snapshot.outline.id, item=now.this.id if now.this else None)
    return values.encode(replace(value, kind=str(part_), page=number or None))


def thanks(snapshot: MapSnapshot, _: Say) -> Json:
    """Show the person who finished the review that it is kept."""
    parts = [_("✅ The review is kept. The thread gets the result, what changed as a picture, and the new map.")]
    if snapshot.review and snapshot.review.due_at:
        parts.append(_("The next one is due {when}.", when=_.when(snapshot.review.due_at)))
    return blocks.info(_("Reviewed"), *parts, close=_("Close"))


def added(one: ReviewRound | None, _: Say) -> Json:
    """Tell somebody who finished second that nothing of theirs is lost."""
    who = blocks.mention(one.held_by.user_id) if one and one.held_by else _("Somebody")
    return blocks.info(
        _("Reviewed"),
        _("{person} finished this review before you. What you gave is added to the result in the thread.", person=who),
        close=_("Close"),
    )


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

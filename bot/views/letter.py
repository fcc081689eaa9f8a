"""A direct message: one thing told in full, or everything of a day, short and sorted."""

from collections.abc import Callable, Iterator, Sequence

from bot import values
from bot.i18n import N_, Say, zone
from bot.ids import COMMAND, Action
from bot.values import Value
from bot.views import blocks, care, connections, owner, pacing, review
from bot.views.message import Message, message
from bot.views.texts import Json, clip, isolate, quoted
from workflows.personal import Letter, LetterItem
from workflows.snapshots import Note, Ownership
from workflows.words import OF_PAINS, NoticeKind, PainStatus

LISTED, TEXT_MAX, NAME_MAX = 12, 200, 60
_ORDER = list(NoticeKind)
_REMINDERS = frozenset({NoticeKind.SOON, NoticeKind.DUE, NoticeKind.OVERDUE})
_OWN = frozenset({NoticeKind.ASSIGNED, NoticeKind.HANDED_BACK, *_REMINDERS})
_CARRIED = N_("Still open from before")
_TITLES = {
    NoticeKind.HANDED_BACK: N_("Back with you"),
    NoticeKind.ASSIGNED: N_("New for you"),
    NoticeKind.HELP: N_("Somebody needs help"),
    NoticeKind.ESCALATED: N_("Promised, and long overdue"),
    NoticeKind.OVERDUE: N_("Overdue"),
    NoticeKind.DUE: N_("Due today"),
    NoticeKind.SOON: N_("Coming up"),
    NoticeKind.REVIEW_LATE: N_("Reviews"),
    NoticeKind.REVIEW_DUE: N_("Reviews"),
    NoticeKind.REVIEW_SOON: N_("Reviews"),
    NoticeKind.STEP_OVER: N_("The last day is over"),
    NoticeKind.STEP: N_("You are waited for"),
    NoticeKind.WEBHOOK: N_("Webhook"),
}


def letter(told: Letter, _: Say) -> Message:
    """Build a direct message, within Slack's 50 blocks however much there is to say."""
    items = _once(told.items)
    if len(items) == 1:
        return _whole(items[0], told, _)
    first = _.n("{count} thing for you today", "{count} things for you today", len(items))
    names = _.join([clip(name, NAME_MAX) for item in items[:3] if (name := _name(item))])
    shown = items[:LISTED]
    left = len(items) - len(shown)
    return message(
        f"{first}: {names}" if names else first,
        blocks.said(first),
        *_grouped(shown, told, _),
        blocks.context(_.n("And {count} more in the Home tab.", "And {count} more in the Home tab.", left))
        if left
        else None,
        blocks.context(
            _("I write once a day at most, in your working hours. `{command} settings` changes that.", command=COMMAND)
        ),
    )


def _once(items: Sequence[LetterItem]) -> list[LetterItem]:
    """Say of each promise only the newest, and sort: what was not noticed before, then by what it is."""
    newest = {(item.subject_id if item.kind in _OWN else -item.id, item.kind in _OWN): item for item in items}
    return sorted(newest.values(), key=lambda item: (not item.carried, _ORDER.index(item.kind), item.id))


def _grouped(items: Sequence[LetterItem], told: Letter, _: Say) -> Iterator[Json]:
    before = ""
    for item in items:
        title = _(_CARRIED if item.carried else _TITLES[item.kind])
        if title != before:
            yield blocks.header(title)
            before = title
        yield from _short(item, told, _)


def _name(item: LetterItem) -> str:
    found = owner.find(item.snapshot, item.subject_id) if item.kind in OF_PAINS else None
    return found[1].text if found else item.snapshot.outline.title


# --- one thing in full ---


def _whole(item: LetterItem, told: Letter, _: Say) -> Message:
    return _WHOLE[item.kind](item, told, _)


def _own_pain(item: LetterItem, told: Letter, _: Say) -> Message:
    found = owner.find(item.snapshot, item.subject_id)
    lead = _lead(item, found[1].ownership, told, _) if found and found[1].ownership else ""
    return owner.told(item.snapshot, item.subject_id, _, to=told.user_id, lead=lead)


def _lead(item: LetterItem, ownership: Ownership | None, told: Letter, _: Say) -> str:
    if ownership is None or item.kind is NoticeKind.ASSIGNED:
        return ""
    title, due = item.snapshot.outline.title, ownership.due_on
    if item.kind is NoticeKind.HANDED_BACK and ownership.left_by:
        return _(
            "{name} left the workspace. The pain point they answered for is back with you, on the map “{title}”.",
            name=isolate(ownership.left_by.name),
            title=title,
        )
    if due is None:
        return _("You wanted to come back to this pain point.")
    today = told.at.astimezone(zone(told.tz)).date()
    if due < today:
        return _("This pain point was due on {day}. How is it going?", day=_.day(due))
    if due == today:
        return _("This pain point is due today. Is it gone?")
    return _("This pain point is due on {day}.", day=f"{_.weekday(due)}, {_.day(due)}")


def _others_pain(item: LetterItem, told: Letter, _: Say) -> Message:
    del told
    found = owner.find(item.snapshot, item.subject_id)
    ownership = found[1].ownership if found else None
    if found is None or ownership is None or found[1].status in owner.SETTLED:
        return owner.told(item.snapshot, item.subject_id, _)
    stage, pain = found
    first = _others_line(item, pain, ownership, _)
    return message(
        first,
        blocks.said(first),
        blocks.rich(blocks.bold(clip(pain.text, TEXT_MAX))),
        blocks.said(ownership.help) if item.kind is NoticeKind.HELP else None,
        blocks.bullets(owner.facts(item.snapshot, stage, pain, _)),
        blocks.actions(*_others_buttons(item, pain, _)),
    )


def _others_line(item: LetterItem, pain: Note, ownership: Ownership, _: Say) -> str:
    del pain
    name, title = isolate(ownership.owner.name), item.snapshot.outline.title
    if item.kind is NoticeKind.HELP:
        return _("{name} asks you for help with a pain point of the journey “{title}”.", name=name, title=title)
    day = _.day(ownership.due_on) if ownership.due_on else ""
    return _(
        "{name} promised to remove this by {day}, on the map “{title}”. Perhaps they need help.",
        name=name,
        day=day,
        title=title,
    )


def _others_buttons(item: LetterItem, pain: Note, _: Say) -> list[Json]:
    value = values.encode(Value(workshop=item.snapshot.outline.id, item=pain.id))
    link = item.snapshot.outline.card_link
    return [
        blocks.button(_("New date"), Action.NEW_DATE, value),
        blocks.button(_("Hand over"), Action.HAND_OVER, value),
        *([blocks.button(_("Open the thread"), Action.OPEN_LINK, url=link)] if link else []),
    ]


_WHOLE: dict[NoticeKind, Callable[[LetterItem, Letter, Say], Message]] = {
    **dict.fromkeys(_OWN, _own_pain),
    NoticeKind.HELP: _others_pain,
    NoticeKind.ESCALATED: _others_pain,
    NoticeKind.REVIEW_DUE: lambda item, _told, _: review.due_owner(item.snapshot, item.subject_id, _),
    NoticeKind.REVIEW_LATE: lambda item, _told, _: review.late(item.snapshot, item.subject_id, _),
    NoticeKind.REVIEW_SOON: lambda item, told, _: review.ahead(item.snapshot, told.user_id, _),
    NoticeKind.STEP: lambda item, told, _: pacing.nudge(item.snapshot, _, to=told.user_id),
    NoticeKind.STEP_OVER: lambda item, _told, _: pacing.deadline_over(item.snapshot, _),
    NoticeKind.WEBHOOK: lambda item, _told, _: connections.gave_up(item.snapshot, _),
}


# --- one of several, in three blocks at most ---


def _short(item: LetterItem, told: Letter, _: Say) -> list[Json]:
    if item.kind in OF_PAINS:
        return _short_pain(item, told, _)
    whole = _whole(item, told, _)
    row = next((block for block in whole.blocks if block["type"] == "actions"), None)
    return [blocks.said(clip(whole.text, TEXT_MAX)), *([blocks.actions(*row["elements"][:2])] if row else [])]


def _short_pain(item: LetterItem, told: Letter, _: Say) -> list[Json]:
    found = owner.find(item.snapshot, item.subject_id)
    ownership = found[1].ownership if found else None
    mine = ownership is not None and ownership.owner.user_id == told.user_id
    if found is None or ownership is None or (item.kind in _OWN and not mine):
        return [blocks.said(owner.told(item.snapshot, item.subject_id, _, to=told.user_id).text)]
    stage, pain = found
    text = clip(pain.text, TEXT_MAX)
    if pain.status in {PainStatus.DONE, PainStatus.DROPPED}:
        return [blocks.said(f"✅ {text}")]
    facts = [
        *([stage.name] if stage else []),
        item.snapshot.outline.title,
        *([owner.due_line(ownership, _)] if ownership.due_on else []),
        _.n("{count} vote", "{count} votes", pain.votes),
    ]
    if item.kind in _OWN:
        row = care.few_buttons(item.snapshot, pain, _)
    else:
        facts.insert(0, ownership.owner.name)
        row = blocks.actions(*_others_buttons(item, pain, _))
        if item.kind is NoticeKind.HELP:
            text = f"{text}\n{quoted(clip(ownership.help, TEXT_MAX), _)}"
    return [blocks.said(text), blocks.aside(" · ".join(map(isolate, facts))), row]

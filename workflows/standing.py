"""Whether what a person was to be told is still so: asked of the map at the moment of sending."""

from collections.abc import Callable
from datetime import datetime

from workflows.snapshots import MapSnapshot, Note, Outline
from workflows.words import NoticeKind, WorkshopStatus


def stands(item: tuple[NoticeKind, int | None, str], user_id: str, whole: MapSnapshot, now: datetime) -> bool:
    """Say whether (kind, subject, mark) still is something to tell a person."""
    if item[0] is NoticeKind.WEBHOOK:
        return True  # it was not told, whatever became of the map since
    outline = whole.outline
    if outline.deleted_by is not None or outline.status is WorkshopStatus.ENDED:
        return False
    kind, subject_id, mark = item
    if kind in _STEPS:
        return mark == str(outline.step_visit) and _STEPS[kind](outline, user_id, now)
    if kind in _PAINS:
        pain = next((one for one in whole.open_pains if one.id == subject_id), None)
        return pain is not None and _PAINS[kind](pain, user_id, mark, now)
    if kind is NoticeKind.REVIEW_SOON:
        due_at = whole.review.due_at if whole.review else None
        return due_at is not None and due_at > now and mark == due_at.isoformat()
    return any(one.id == subject_id and one.held_at is None for one in whole.rounds)


def due_mark(pain: Note) -> str:
    """The due date that a reminder is about."""
    return str(pain.ownership.due_on or "") if pain.ownership else ""


def _owned(pain: Note, user_id: str, mark: str, now: datetime) -> bool:
    del now
    owner = pain.ownership
    return owner is not None and owner.owner.user_id == user_id and mark == str(owner.generation)


def _reminded(pain: Note, user_id: str, mark: str, now: datetime) -> bool:
    owner = pain.ownership
    if owner is None or owner.owner.user_id != user_id or mark != due_mark(pain):
        return False
    return owner.snoozed_until is None or owner.snoozed_until <= now


def _late(pain: Note, user_id: str, mark: str, now: datetime) -> bool:
    del user_id, now
    return pain.ownership is not None and mark == due_mark(pain)


def _needs_help(pain: Note, user_id: str, mark: str, now: datetime) -> bool:
    del user_id, now
    owner = pain.ownership
    return owner is not None and owner.help_at is not None and mark == owner.help_at.isoformat()


def _waited_for(outline: Outline, user_id: str, now: datetime) -> bool:
    open_still = outline.deadline_at is not None and outline.deadline_at > now
    if outline.anonymous:
        return open_still  # everybody is told, because who is not would have given something
    return open_still and any(one.person.user_id == user_id for one in outline.waiting)


_PAINS: dict[NoticeKind, Callable[[Note, str, str, datetime], bool]] = {
    NoticeKind.ASSIGNED: _owned,
    NoticeKind.HANDED_BACK: _owned,
    NoticeKind.SOON: _reminded,
    NoticeKind.DUE: _reminded,
    NoticeKind.OVERDUE: _reminded,
    NoticeKind.ESCALATED: _late,
    NoticeKind.HELP: _needs_help,
}
_STEPS: dict[NoticeKind, Callable[[Outline, str, datetime], bool]] = {
    NoticeKind.STEP: _waited_for,
    NoticeKind.STEP_OVER: lambda _outline, _user_id, _now: True,
}

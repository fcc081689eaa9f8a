"""What the bot says to one person: everything goes through `tell`, and comes as at most one new message a day.

A notice is a row, written in the transaction that makes it due. In a live workshop it is a message at once. Otherwise
it goes into the person's message of the day, within their working hours: the first notice of a day makes that
message, further ones are brought into it by an edit. Edits notify nobody, so `send_at` stays with such a notice, and
it comes with the next new message unless it was dealt with before.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import notices as rows
from storage import tables, workshops
from storage.tables import Notice, Posting, Profile
from workflows.hours import hours_of
from workflows.items import key as id_of
from workflows.persons import is_gone
from workflows.ports import Outbox
from workflows.words import OF_PAINS, Mode, NoticeKind, PostingKind, PostingState, WorkshopStatus

# Who gets something to answer for has to know; everything else a person may do without.
OPERATIONAL = frozenset({NoticeKind.ASSIGNED, NoticeKind.HANDED_BACK})
OPTIONAL = tuple(kind for kind in NoticeKind if kind not in OPERATIONAL)
_DAY = "day:"


async def tell(
    session: AsyncSession,
    outbox: Outbox,
    now: datetime,
    workshop: tables.Workshop,
    kind: NoticeKind,
    key: str,
    user_id: str,
    *,
    subject_id: int | None = None,
    mark: str = "",
) -> None:
    """Have one person told of one thing, once per `key` in the workspace, in the caller's transaction.

    `subject_id` is the pain point, review round or step that it is about; `mark` says in which state of it
    (a due date, a generation, a visit), so that it is not told when that has passed.
    """
    if is_gone(user_id):
        return  # a map that nobody is left to lead
    profile = await rows.lock_person(session, workshop.team_id, user_id)
    if await rows.by_key(session, workshop.team_id, key) is not None:
        return
    notice = Notice(
        team_id=workshop.team_id,
        user_id=user_id,
        workshop_id=id_of(workshop.id),
        key=key,
        kind=kind.value,
        subject_id=subject_id,
        mark=mark,
        created_at=now,
    )
    session.add(notice)
    await session.flush()
    if is_muted(profile, kind) or profile.deactivated:
        return
    if workshop.mode == Mode.LIVE and workshop.status == WorkshopStatus.OPEN:
        posting = await _write(session, profile, f"notice:{key}", now)
        notice.posting_id, notice.send_at = posting.id, hours_of(profile).next_opening(now)
        await session.flush()
        await outbox.post(session, id_of(posting.id))
    else:
        # A message of the day that begins with this takes along what waited for it.
        waits = await rows.due_of(session, workshop.team_id, user_id, now)
        await bring(session, outbox, now, profile, [*waits, notice])


def is_muted(profile: Profile | None, kind: NoticeKind) -> bool:
    """Whether a person turned a kind off."""
    return profile is not None and kind not in OPERATIONAL and kind.value in profile.muted


async def fire(session: AsyncSession, outbox: Outbox, now: datetime, team_id: str, user_id: str) -> None:
    """Send a person what is due, or put it off until they work. Runs in the tick's write transaction."""
    profile = await rows.lock_person(session, team_id, user_id)
    due = await rows.due_of(session, team_id, user_id, now)
    if profile.deactivated:
        for notice in due:
            notice.send_at = None
    elif due:
        await bring(session, outbox, now, profile, due)


async def bring(session: AsyncSession, outbox: Outbox, now: datetime, profile: Profile, due: Sequence[Notice]) -> None:
    """Bring notices into the person's message of the day, where they work now. The profile is locked."""
    hours = hours_of(profile)
    later = hours.next_opening(now)
    for notice in due:
        notice.send_at = later
    if not hours.open(now):
        return
    key = f"{_DAY}{profile.user_id}:{hours.day(now)}"
    posting = await workshops.posting(session, profile.team_id, key)
    fresh = [notice for notice in due if posting is None or notice.posting_id != posting.id]
    if not fresh:
        return
    begins = posting is None or posting.state == PostingState.FAILED
    if posting is None:
        posting = await _write(session, profile, key, now)
    elif begins:
        posting.state, posting.attempts, posting.error = PostingState.QUEUED.value, 0, ""
        posting.lease_until = None
    for notice in fresh:
        notice.carried = notice.carried or notice.posting_id is not None
        notice.posting_id = posting.id
    await session.flush()
    if begins:
        await outbox.post(session, id_of(posting.id))
    else:
        await outbox.update(session, id_of(posting.id), f"n{fresh[-1].id}")


def is_of_a_day(posting: Posting) -> bool:
    """Tell the message of a day from one that goes at once."""
    return posting.key.startswith(_DAY)


def day_of(posting: Posting) -> str:
    """The person's own day that a message is of, in ISO."""
    return posting.key.rpartition(":")[2]


async def _write(session: AsyncSession, profile: Profile, key: str, now: datetime) -> Posting:
    posting = Posting(
        team_id=profile.team_id,
        key=key,
        kind=PostingKind.LETTER.value,
        channel_id=profile.user_id,
        created_at=now,
    )
    session.add(posting)
    await session.flush()
    return posting


async def renew(session: AsyncSession, outbox: Outbox, team_id: str, pain_id: int, stamp: str) -> None:
    """Bring the messages that speak of a pain point up to date."""
    for posting_id in await rows.messages_about(session, team_id, OF_PAINS, pain_id):
        await outbox.update(session, posting_id, f"p{pain_id}{stamp}")


async def move(session: AsyncSession, team_id: str, giver: int, taker: int) -> None:
    """Have what was said of one pain point be said of another, which took its place."""
    for notice in await rows.of_subject(session, team_id, OF_PAINS, giver):
        notice.subject_id = taker
    await session.flush()


async def set_aside(session: AsyncSession, team_id: str, pain_id: int, stamp: str) -> None:
    """Free the keys of what was said of a pain point: whoever answers for it next is told anew."""
    for notice in await rows.of_subject(session, team_id, OF_PAINS, pain_id):
        notice.key = f"{notice.key}:{stamp}"
    await session.flush()

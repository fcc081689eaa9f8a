"""What stands in a direct message: made of its notices, at the moment of sending."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import ledger, tables
from storage import notices as rows
from storage.crypto import Vault
from storage.tables import Posting, Profile
from workflows import anonymity, reading
from workflows.hours import hours_of
from workflows.items import key as id_of
from workflows.notices import day_of, is_muted, is_of_a_day
from workflows.personal import Letter, LetterItem
from workflows.snapshots import MapSnapshot
from workflows.standing import stands
from workflows.words import NoticeKind
from workflows.works import Works


@dataclass(frozen=True, slots=True)
class _Contents:
    """What a message says; what of it is about nothing any more; whether it may be sent at this hour."""

    letter: Letter
    passed: tuple[int, ...]
    in_time: bool


async def new(works: Works, posting: Posting) -> Letter | None:
    """The letter that is sent now. None: there is nothing to say any more, or the person does not work now.

    What still is to be said then comes with another letter.
    """
    now = works.clock.now()
    async with works.db.read() as session:
        contents = await _contents(session, works.db.vault, posting, now)
    if contents.in_time and contents.letter.items:
        return contents.letter
    async with works.db.write() as session:
        profile = await rows.lock_person(session, posting.team_id, posting.channel_id)
        hours = hours_of(profile)
        for notice in await rows.in_message(session, id_of(posting.id)):
            wanted = notice.id not in contents.passed and not is_muted(profile, NoticeKind(notice.kind))
            notice.send_at = (now if hours.open(now) else hours.next_opening(now)) if wanted else None
            notice.posting_id = None
        await ledger.failed(session, posting, "nothing_to_say")
    return None


async def standing(works: Works, posting: Posting) -> Letter | None:
    """The letter that was sent, as it is now; None where nothing is left of it."""
    async with works.db.read() as session:
        contents = await _contents(session, works.db.vault, posting, works.clock.now())
    return contents.letter if contents.letter.items else None


async def told(session: AsyncSession, posting_id: int, letter: Letter) -> None:
    """Write down what a new message brought."""
    await rows.told(session, [item.id for item in letter.items], posting_id, letter.at)


async def _contents(session: AsyncSession, vault: Vault, posting: Posting, now: datetime) -> _Contents:
    profile = await session.get(Profile, (posting.team_id, posting.channel_id))
    hours = hours_of(profile)
    maps: dict[int, MapSnapshot] = {}
    items, passed = [], []
    for notice in await rows.in_message(session, id_of(posting.id)):
        if notice.workshop_id not in maps:
            maps[notice.workshop_id] = await reading.whole_map(session, posting.team_id, notice.workshop_id, now)
        whole = maps[notice.workshop_id]
        if notice.kind == NoticeKind.STEP:
            whole = await anonymity.for_one(session, vault, whole, notice.user_id)
        item = _item(notice, whole)
        if notice.told_at is not None:
            items.append(item)  # what was said once is not unsaid: it shows what came of it
        elif not stands((item.kind, item.subject_id, item.mark), notice.user_id, item.snapshot, now):
            passed.append(id_of(notice.id))
        elif not is_muted(profile, item.kind):
            items.append(item)
    language = (profile.language if profile else None) or (items[0].snapshot.outline.language if items else "en")
    in_time = not is_of_a_day(posting) or (hours.open(now) and str(hours.day(now)) == day_of(posting))
    gone = profile is not None and profile.deactivated
    letter = Letter(posting.channel_id, language, hours.tz, now, () if gone else tuple(items))
    return _Contents(letter, tuple(passed), in_time)


def _item(notice: tables.Notice, whole: MapSnapshot) -> LetterItem:
    return LetterItem(id_of(notice.id), NoticeKind(notice.kind), notice.subject_id, notice.mark, notice.carried, whole)

"""How a person wants to be spoken with: language, time zone, working hours, and which notices not."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import notices as rows
from storage import tables, workshops
from workflows import people, reminding, rhythm
from workflows.commands import Actor, Done, SavePreferences
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError, NotFoundError
from workflows.notices import OPTIONAL, is_muted
from workflows.personal import NoticeLine, Preferences
from workflows.words import NoticeKind

LATELY, LISTED = timedelta(days=14), 10
WEEK = range(7)


async def save(desk: Desk, actor: Actor, command: SavePreferences, claim: str | None = None) -> Done:
    """Keep a person's wishes. They hold for what waits already, too."""
    people.known_language(command.language)
    if command.tz:
        rhythm.zone(command.tz)
    start, end = _time("works_from", command.works_from), _time("works_until", command.works_until)
    if start >= end:
        raise InvalidError("works_until", "ends_early")
    days = sorted(set(command.works_on) & set(WEEK))
    if not days:
        raise InvalidError("works_on", "required")

    async def work(change_: Change) -> Done:
        if not await workshops.served(change_.session, actor.team_id):
            raise NotFoundError("workspace")
        row = await rows.lock_person(change_.session, actor.team_id, actor.user_id)
        before = _fields(row)
        row.language, row.own_tz = command.language, command.tz or None
        row.works_from, row.works_until, row.works_on = start, end, days
        row.muted = [kind.value for kind in OPTIONAL if kind not in command.wanted]
        after = _fields(row)
        if before != after:
            change_.audit(None, "profile.edit", "profile", before=before, after=after)
            await change_.session.flush()
            await reminding.rearrange(change_.session, actor.team_id, actor.user_id, change_.now)
        return Done(0, extra={"language": command.language})

    return await change(desk, actor, claim, work)


async def speak(desk: Desk, actor: Actor, language: str) -> Done:
    """Speak a language with a person from now on, and change nothing else."""
    people.known_language(language)

    async def work(change_: Change) -> Done:
        if not await workshops.served(change_.session, actor.team_id):
            raise NotFoundError("workspace")
        row = await rows.lock_person(change_.session, actor.team_id, actor.user_id)
        before = _fields(row)
        row.language = language
        if before != _fields(row):
            change_.audit(None, "profile.edit", "profile", before=before, after=_fields(row))
        return Done(0, extra={"language": language})

    return await change(desk, actor, None, work)


def _time(field: str, given: str) -> str:
    try:
        return rhythm.clock_time(given).strftime("%H:%M")
    except InvalidError as error:
        raise InvalidError(field, error.code) from None


def _fields(row: tables.Profile) -> dict[str, object]:
    return {
        "language": row.language,
        "tz": row.own_tz,
        "works_from": row.works_from,
        "works_until": row.works_until,
        "works_on": list(row.works_on),
        "muted": list(row.muted),
    }


async def mine(desk: Desk, actor: Actor) -> Preferences:
    """What the actor wishes."""
    async with desk.db.read() as session:
        return of(await session.get(tables.Profile, (actor.team_id, actor.user_id)), actor)


def of(profile: tables.Profile | None, actor: Actor) -> Preferences:
    """What a profile says of a person's wishes."""
    if profile is None:
        return Preferences(language=actor.language)
    return Preferences(
        language=actor.language,
        slack_tz=profile.tz or "UTC",
        own_tz=profile.own_tz or "",
        works_from=profile.works_from,
        works_until=profile.works_until,
        works_on=tuple(profile.works_on),
        muted=frozenset(kind for kind in OPTIONAL if is_muted(profile, kind)),
    )


async def lately(
    session: AsyncSession, actor: Actor, profile: tables.Profile | None, now: datetime
) -> tuple[NoticeLine, ...]:
    """What there was to say to a person lately, newest first, with what they did not want to be told."""
    found = await rows.of_person(session, actor.team_id, actor.user_id, now - LATELY, LISTED)
    return tuple(
        NoticeLine(
            kind=NoticeKind(row["kind"]),
            name=row["pain_text"] or "",
            workshop_title=row["workshop_title"],
            at=row["created_at"],
            muted=row["told_at"] is None and is_muted(profile, NoticeKind(row["kind"])),
        )
        for row in found
    )

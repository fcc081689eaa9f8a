"""Who takes part, and what is known of a person."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import actors, channels, tables, workshops
from workflows import access, items, limits, postings, text
from workflows.access import Need
from workflows.commands import Actor, Done, Introduce, InvitePeople
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError, NotAllowedError
from workflows.languages import LANGUAGES, SOURCE
from workflows.touch import touched
from workflows.words import Attendance, PostingKind, Step

_USER_ID = re.compile(r"[UW][A-Z0-9]{1,30}")
_STALE_AFTER = timedelta(days=1)
MEMBER_FOR = timedelta(minutes=30)  # for so long it counts that somebody was seen in a private channel
_ASK_AGAIN = timedelta(minutes=5)  # after so long Slack is asked whether they still are


@dataclass(frozen=True, slots=True)
class Here:
    """The channel a verified request comes from."""

    channel_id: str
    is_private: bool


async def invite(desk: Desk, actor: Actor, command: InvitePeople, claim: str | None = None) -> Done:
    """Add people of one department and side. Anybody who takes part may bring colleagues; guests may not."""
    department = text.line("department", command.department, limits.NAME_MAX)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        if actor.is_guest:
            raise NotAllowedError("guest")
        people = await choose(change_.session, actor.team_id, command.people)
        if not people:
            raise InvalidError("people", "choose_people")
        await _room(change_, command.workshop_id, people)
        call, waiting = workshop.revision + 1, False
        for user_id in people:
            row = await items.add_person(change_, workshop, user_id)
            row.department, row.side = department or row.department, command.side.value
            if row.attendance == Attendance.INVITED:
                row.called, row.called_by, waiting = call, actor.user_id, True
        after: dict[str, object] = {"people": people, "department": department, "side": command.side.value}
        change_.audit(command.workshop_id, "people.invite", "participant", after=after)
        if waiting:
            await _call(change_, workshop, call)
        await touched(change_, workshop)
        return Done(command.workshop_id, count=len(people), extra={"people": people})

    return await change(desk, actor, claim, work)


async def _call(change_: Change, workshop: tables.Workshop, call: int) -> None:
    """Have those who came in called into the thread: only a mention makes them follow it."""
    await postings.ensure(
        change_.session,
        change_.outbox,
        change_.now,
        workshop,
        PostingKind.INVITED,
        f"invited:{workshop.id}:{call}",
        in_thread=True,
        subject_id=call,
    )


async def choose(session: AsyncSession, team_id: str, people: Iterable[str]) -> list[str]:
    """Those of some ids that can be people: each once, no bots, nobody who left."""
    wanted = [one for one in dict.fromkeys(people) if _USER_ID.fullmatch(one)]
    known = await workshops.known(session, team_id, wanted)
    return [one for one in wanted if one not in known or not (known[one].is_bot or known[one].deactivated)]


async def _room(change_: Change, workshop_id: int, people: list[str]) -> None:
    there = {row.user_id for row in await workshops.participants(change_.session, workshop_id)}
    count = len(there | set(people))
    if count > limits.PARTICIPANTS_MAX:
        raise InvalidError("people", "too_many", limit=limits.PARTICIPANTS_MAX, count=count)


async def introduce(desk: Desk, actor: Actor, command: Introduce, claim: str | None = None) -> Done:
    """Say of oneself: department, side, taking part or not. A repeat replaces.

    `Done.extra["late"]` tells that somebody joins a team that has gone on already.
    """
    department = text.line("department", command.department, limits.NAME_MAX)
    if command.attendance is Attendance.INVITED:
        raise InvalidError("attendance", "required")

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        await _room(change_, command.workshop_id, [actor.user_id])
        row = await items.add_person(change_, workshop, actor.user_id, command.attendance)
        before: dict[str, object] = {"department": row.department, "side": row.side, "attendance": row.attendance}
        row.department, row.side, row.attendance = department, command.side.value, command.attendance.value
        after: dict[str, object] = {"department": department, "side": row.side, "attendance": row.attendance}
        change_.audit(command.workshop_id, "people.introduce", "participant", row.id, before=before, after=after)
        await touched(change_, workshop)
        first = not before["department"] and command.attendance is Attendance.ACCEPTED
        return Done(command.workshop_id, row.id, extra={"late": first and workshop.step > Step.INVITE})

    return await change(desk, actor, claim, work)


async def actor(
    desk: Desk, team_id: str, user_id: str, here: Here | None = None, *, workshop_id: int | None = None
) -> Actor:
    """The actor of a verified request, from the stored profile; unknown or stale people get a profile refresh.

    `here` is the channel that Slack signed the request to come from: whoever types or clicks there is in it.
    They are spoken to in the language they chose, or else in that of the workshop the request is about (the
    given one, or those of the channel), or else in Slack's: Slack itself knows no Russian and no Hebrew.
    """
    async with desk.db.glance() as session:
        found = await actors.known(session, team_id, user_id, here.channel_id if here else "", workshop_id)
    row, now = found[0], desk.clock.now()
    seen = [channels.Seen(one["seen_in"], one["seen_at"]) for one in found if one["seen_in"] is not None]
    there = row["first_language"] if row["first_language"] == row["last_language"] else None
    known, refreshed_at = row["user_id"] is not None, row["refreshed_at"]
    language = row["language"] or there or of_locale(row["locale"] or "")
    if row["served"]:
        if refreshed_at is None or now - refreshed_at > _STALE_AFTER:
            await _ask(desk, team_id, user_id, now)
        await _remember(desk, team_id, user_id, here, seen, public=row["is_private"] is False)
    where = channels.fresh(seen, now - MEMBER_FOR) | ({here.channel_id} if here else set())
    if not known:
        return Actor(team_id, user_id, language=language, channels=where)
    return Actor(
        team_id=team_id,
        user_id=user_id,
        name=row["name"],
        language=language,
        tz=row["own_tz"] or row["tz"] or "UTC",
        is_guest=row["is_guest"],
        is_admin=row["is_admin"],
        channels=where,
    )


async def _ask(desk: Desk, team_id: str, user_id: str, now: datetime) -> None:
    """Have Slack asked for a person's profile."""
    async with desk.db.write() as session:
        row = await workshops.profile(session, team_id, user_id)
        # Marked as asked for, so that not every click of this person asks again.
        row.refreshed_at = now
        await session.flush()
        await desk.outbox.profile(session, team_id, user_id)


async def _remember(
    desk: Desk,
    team_id: str,
    user_id: str,
    here: Here | None,
    seen: Sequence[channels.Seen],
    *,
    public: bool,
) -> None:
    """Keep what a request tells of its channel, and have Slack asked about the private ones it tells nothing of."""
    now = desk.clock.now()
    recent = {row.channel_id for row in seen if now - row.seen_at < _ASK_AGAIN}
    if here is not None and (public is here.is_private or (here.is_private and here.channel_id not in recent)):
        async with desk.db.write() as session:
            await channels.tell(session, team_id, here.channel_id, is_private=here.is_private)
            if here.is_private:
                await channels.meet(session, team_id, user_id, here.channel_id, now)
    if any(row.channel_id not in recent and (here is None or row.channel_id != here.channel_id) for row in seen):
        async with desk.db.write() as session:
            stamp = f"channels{int(now.timestamp() // _ASK_AGAIN.total_seconds())}"
            await desk.outbox.profile(session, team_id, user_id, stamp)


def of_locale(locale: str) -> str:
    """The language of ours that a locale of Slack's asks for, English where there is none."""
    wanted = locale.replace("_", "-").split("-")[0].casefold()
    return next((language for language in LANGUAGES if language.split("_")[0] == wanted), SOURCE)


def known_language(language: str) -> str:
    """A language that there is a catalogue for, or InvalidError."""
    if language not in LANGUAGES:
        raise InvalidError("language", "unknown_language")
    return language

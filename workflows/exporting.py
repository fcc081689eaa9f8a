"""Having a map written into files: what was asked for, and what they are written from when their turn comes.

What is asked for stands in the key of the ledger's row, a row for each file, so that each is made and sent once; a
file is written from the map as it is at that moment, for who may still see it then.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import channels, ledger, tables
from storage import workshops as rows
from storage.db import Database
from workflows import access, document, history, items, maps, people, postings
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.document import Document
from workflows.documents import Paper
from workflows.errors import CairnError, InvalidError, NotAllowedError, NotFoundError
from workflows.exported import CANVAS as CANVAS
from workflows.exported import Asked as Asked
from workflows.exported import Export as Export
from workflows.exported import File as File
from workflows.exported import To as To
from workflows.exported import What as What
from workflows.ports import Clock
from workflows.snapshots import MapSnapshot
from workflows.words import PostingKind

FORMATS_MAX: Final = 20
ARCHIVE: Final = "zip"  # the one format of a whole workspace
TELLING: Final = frozenset({"html"})  # formats that tell what happened to each thing
_PARTS: Final = 6


@dataclass(frozen=True, slots=True)
class OrderExport:
    """Have a map written into files: one for each of `formats` (names of `bot.exports`)."""

    workshop_id: int
    formats: tuple[str, ...]
    what: What = What.MAP
    to: To = To.ME
    person: str | None = None


async def order(desk: Desk, actor: Actor, command: OrderExport, claim: str | None = None) -> Done:
    """Have files written and sent: a map's to whoever sees it, a workspace's to its administrators."""
    if command.what is What.WORKSPACE:
        return await _of_workspace(desk, actor, command.workshop_id, claim)
    if command.to is To.CANVAS:
        command = replace(command, formats=(CANVAS,), what=What.MAP)
    if not 0 < len(command.formats) <= FORMATS_MAX:
        raise InvalidError("formats", "required")

    async def work(change_: Change) -> Done:
        row = await access.workshop(change_.session, actor, command.workshop_id, lock=True)
        if command.what is What.COMPARISON and row.copied_from_id is None:
            raise InvalidError("what", "nothing_to_compare")
        if command.what is What.COMPARISON:
            await access.workshop(change_.session, actor, row.copied_from_id or 0)
        to = await _receiver(change_, command)
        for name in command.formats:
            key = _key(Asked(name, command.what, row.language, to or actor.user_id, command.workshop_id), claim, row)
            await postings.ensure(
                change_.session,
                change_.outbox,
                change_.now,
                row,
                PostingKind.DOCUMENT,
                key,
                channel_id=to,
                in_thread=to is None,
            )
        after: dict[str, object] = {"formats": list(command.formats), "to": command.to.value}
        change_.audit(command.workshop_id, "export.send", "workshop", row.id, after=after)
        return Done(command.workshop_id, row.id, count=len(command.formats))

    return await change(desk, actor, claim, work)


async def comparable(desk: Desk, actor: Actor, workshop_id: int) -> bool:
    """Whether a map was made from another one that is still there, and that the actor sees."""
    async with desk.db.read() as session:
        row = await access.workshop(session, actor, workshop_id)
        try:
            await access.workshop(session, actor, row.copied_from_id or 0)
        except (NotFoundError, NotAllowedError):
            return False
    return True


async def _receiver(change_: Change, command: OrderExport) -> str | None:
    """The person whom it goes to; None for the thread. Nobody is sent what they may not see."""
    if command.to in {To.THREAD, To.CANVAS}:
        return None
    if command.to is To.ME:
        return change_.actor.user_id
    if not command.person:
        raise InvalidError("person", "choose_people")
    known = await rows.known(change_.session, change_.actor.team_id, [command.person])
    profile = known.get(command.person)
    if profile is None:
        return command.person  # a member of the workspace: Slack offers no others
    if profile.is_bot or profile.deactivated:
        raise InvalidError("person", "choose_people")
    try:
        await access.workshop(
            change_.session, await actor_of(change_.session, profile, change_.now), command.workshop_id
        )
    except CairnError:
        raise InvalidError("person", "may_not_see") from None
    return command.person


async def _of_workspace(desk: Desk, actor: Actor, workshop_id: int, claim: str | None) -> Done:
    async def work(change_: Change) -> Done:
        if not actor.is_admin or actor.is_guest:
            raise NotAllowedError("only_admin")
        key = _key(Asked(ARCHIVE, What.WORKSPACE, actor.language, actor.user_id, 0), claim, None)
        new = tables.Posting(
            team_id=actor.team_id,
            key=key,
            kind=PostingKind.DOCUMENT.value,
            channel_id=actor.user_id,
            created_at=change_.now,
        )
        made, row = await ledger.enter(change_.session, new)
        if made:
            await change_.outbox.document(change_.session, items.key(row.id))
            change_.audit(None, "export.workspace", "posting", row.id)
        return Done(workshop_id, count=1)

    return await change(desk, actor, claim, work)


def _key(asked: Asked, claim: str | None, row: tables.Workshop | None) -> str:
    """The ledger's key: the same demand twice is one file; without a claim, one for each state of the map."""
    once = claim or f"r{row.revision if row else 0}"
    digest = sha256(once.encode()).hexdigest()[:16]
    parts = (asked.format, asked.what, asked.language, asked.user_id, str(asked.workshop_id), digest)
    return ":".join((Paper.EXPORT, *parts))


def asked_of(key: str) -> Asked | None:
    """What a ledger key asks for; None for one that is of something else."""
    paper, *parts = key.split(":")
    if paper != Paper.EXPORT or len(parts) != _PARTS:
        return None
    name, what, language, user_id, workshop_id, _digest = parts
    return Asked(name, What(what), language, user_id, int(workshop_id))


async def actor_of(session: AsyncSession, profile: tables.Profile, now: datetime) -> Actor:
    """Somebody as the workspace knows them, where no request of theirs is at hand."""
    seen = await channels.memberships(session, profile.team_id, profile.user_id)
    return Actor(
        profile.team_id,
        profile.user_id,
        profile.name,
        language=profile.language or "en",
        tz=profile.tz,
        is_guest=profile.is_guest,
        is_admin=profile.is_admin,
        channels=channels.fresh(seen, now - people.MEMBER_FOR),
    )


async def _who(session: AsyncSession, clock: Clock, team_id: str, user_id: str) -> Actor:
    known = await rows.known(session, team_id, [user_id])
    if user_id not in known:
        return Actor(team_id, user_id)
    return await actor_of(session, known[user_id], clock.now())


async def prepare(session: AsyncSession, clock: Clock, team_id: str, asked: Asked) -> Export:
    """What a file is written from now; `gone` where who asked may not see it any more."""
    actor = await _who(session, clock, team_id, asked.user_id)
    if asked.what is What.WORKSPACE:
        workspace = await session.get(tables.Workspace, team_id)
        return Export(asked, workspace=workspace.name if workspace else "", gone=not actor.is_admin)
    try:
        row = await access.workshop(session, actor, asked.workshop_id)
        before = None
        if asked.what is What.COMPARISON:
            origin = await access.workshop(session, actor, row.copied_from_id or 0)
            before = await maps.load_snapshot(session, origin, clock.now())
    except (NotFoundError, NotAllowedError):
        return Export(asked, gone=True)
    snapshot = await maps.load_snapshot(session, row, clock.now())
    telling = asked.format in TELLING
    trail = await history.of_things(session, team_id, asked.workshop_id) if telling else {}
    return Export(asked, await document.whole(session, row, clock), snapshot, before, trail=trail)


async def for_operator(db: Database, clock: Clock, workshop_id: int) -> tuple[Document, MapSnapshot, history.Trail]:
    """One map for who runs the program and has the database anyway; NotFoundError where there is none."""
    async with db.read() as session:
        row = await session.get(tables.Workshop, workshop_id)
        if row is None or row.deleted_at is not None:
            raise NotFoundError
        snapshot = await maps.load_snapshot(session, row, clock.now())
        trail = await history.of_things(session, row.team_id, workshop_id)
        return await document.whole(session, row, clock), snapshot, trail


async def everything(
    db: Database, clock: Clock, team_id: str, user_id: str | None = None
) -> AsyncIterator[tuple[Document, MapSnapshot]]:
    """Every map of a workspace, one after the other: all at once would be too much.

    For an administrator those that they may see: what stands in private channels is not theirs by office. Without
    `user_id`, for whoever runs the program and has the database anyway, really all.
    """
    async with db.read() as session:
        ids = await rows.all_of_team(session, team_id)
        actor = await _who(session, clock, team_id, user_id) if user_id else None
    for workshop_id in ids:
        async with db.read() as session:
            row = await rows.one(session, team_id, workshop_id)
            if row is None or (actor is not None and not await access.sees(session, actor, row)):
                continue
            snapshot = await maps.load_snapshot(session, row, clock.now())
            made = await document.whole(session, row, clock)
        yield made, snapshot

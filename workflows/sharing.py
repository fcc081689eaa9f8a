"""Links by which people outside Slack see a map's page: made by who leads it, where administrators allow links at all.

The table keeps a digest of a link's token only. The token is a signature over the link's row, so that a form that is
submitted twice shows the same link, and nobody can make one who has the table and not the key.
"""

import base64
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import links as rows
from storage import maps as map_rows
from storage import tables, workshops
from storage.crypto import NoKeyError, Vault
from storage.db import Database
from workflows import access, document, forming, history, items, maps
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError, NotAllowedError, NotFoundError
from workflows.exported import Asked, Export, What
from workflows.limits import LINK_DAYS, LINKS_MAX
from workflows.persons import Person
from workflows.ports import Clock

PAGE, PATH = "html", "/map"


@dataclass(frozen=True, slots=True)
class Link:
    """A link that opens a map. Its token is not kept."""

    id: int
    created_by: Person
    created_at: datetime
    expires_at: datetime
    opened: int


@dataclass(frozen=True, slots=True)
class Links:
    """What somebody may do with the links of a map. `possible`: Cairn has an address, and an administrator said yes."""

    possible: bool
    leads: bool
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A map that a link opened: which link, and which state of the map it shows."""

    link_id: int
    workshop_id: int
    revision: int


async def allowed(desk: Desk, actor: Actor) -> bool:
    """Whether the actor's workspace allows links. Administrators."""
    access.administers(actor)
    async with desk.db.read() as session:
        row = await session.get(tables.Workspace, actor.team_id)
    return row is not None and row.links_allowed


async def allow(desk: Desk, actor: Actor, *, links: bool) -> Done:
    """Have links possible from now on, or end all there are. Administrators. `Done.count`: links that ended."""
    access.administers(actor)

    async def work(change_: Change) -> Done:
        row = await workshops.lock_workspace(change_.session, actor.team_id)
        if row is None or row.removed_at is not None:
            raise NotFoundError("workspace")
        if row.links_allowed == links:
            return Done(0)
        row.links_allowed, ended = links, 0
        if not links:
            ended = await rows.revoke(change_.session, change_.now, team_id=actor.team_id)
        change_.audit(None, "links.allow", "workspace", before={"links": not links}, after={"links": links})
        return Done(0, count=ended)

    return await change(desk, actor, None, work)


async def of(desk: Desk, actor: Actor, workshop_id: int) -> Links:
    """The links of a map, and whether the actor may make one; who does not lead it is shown none."""
    async with desk.db.read() as session:
        row = await access.workshop(session, actor, workshop_id)
        possible = bool(desk.reach.public_url) and await _allowed(session, actor.team_id)
        leads = await access.facilitates(session, actor, row)
        if not possible or not leads:
            return Links(possible, leads)
        found = await rows.valid(session, workshop_id, desk.clock.now())
        names = forming.Names(await map_rows.names(session, actor.team_id, [one.created_by for one in found]))
    shown = (
        Link(items.key(one.id), names(one.created_by), one.created_at, one.expires_at, one.opened) for one in found
    )
    return Links(possible, leads, tuple(shown))


async def make(desk: Desk, actor: Actor, workshop_id: int, days: int, claim: str | None = None) -> Done:
    """Make a link. Those who lead the map. `Done.item_id` is the link; `address` tells it to who made it."""
    if days not in LINK_DAYS:
        raise InvalidError("days", "unknown_item")

    async def work(change_: Change) -> Done:
        row = await access.workshop(change_.session, actor, workshop_id, lock=True)
        if not await access.facilitates(change_.session, actor, row):
            raise NotAllowedError("only_facilitator", facilitator=row.facilitator_id)
        if not desk.reach.public_url or not await _allowed(change_.session, actor.team_id):
            raise NotAllowedError("no_links")
        if len(await rows.valid(change_.session, workshop_id, change_.now)) >= LINKS_MAX:
            raise InvalidError("days", "too_many", limit=LINKS_MAX)
        link = tables.ShareLink(
            workshop_id=workshop_id,
            digest="",
            created_by=actor.user_id,
            created_at=change_.now,
            expires_at=change_.now + timedelta(days=days),
        )
        change_.session.add(link)
        await change_.session.flush()
        try:
            link.digest = _digest(_token(change_.vault, link))
        except NoKeyError:
            raise NotAllowedError("no_sealing_key") from None
        change_.audit(workshop_id, "link.make", "share_link", link.id, after={"days": days})
        return Done(workshop_id, link.id)

    return await change(desk, actor, claim, work)


async def address(desk: Desk, actor: Actor, workshop_id: int, link_id: int) -> str:
    """The address of a link that the actor has just made."""
    async with desk.db.read() as session:
        await access.workshop(session, actor, workshop_id)
        link = await session.get(tables.ShareLink, link_id)
    if link is None or link.workshop_id != workshop_id or link.created_by != actor.user_id:
        raise NotFoundError("item")
    token = _token(desk.db.vault, link)
    if not hmac.compare_digest(link.digest, _digest(token)):
        raise NotFoundError("item")  # the key was changed between a form and its repetition
    return f"{desk.reach.public_url}{PATH}/{token}"


async def revoke(desk: Desk, actor: Actor, workshop_id: int, link_id: int) -> Done:
    """End a link. Who made it, those who lead the map, and administrators who see it. Twice is once."""

    async def work(change_: Change) -> Done:
        row = await access.workshop(change_.session, actor, workshop_id, lock=True)
        link = await change_.session.get(tables.ShareLink, link_id, with_for_update=True)
        if link is None or link.workshop_id != workshop_id:
            raise NotFoundError("item")
        own = link.created_by == actor.user_id or (actor.is_admin and not actor.is_guest)
        if not own and not await access.facilitates(change_.session, actor, row):
            raise NotAllowedError("only_facilitator", facilitator=row.facilitator_id)
        if link.revoked_at is None:
            link.revoked_at = change_.now
            change_.audit(workshop_id, "link.revoke", "share_link", link_id)
        return Done(workshop_id, link_id)

    return await change(desk, actor, None, work)


async def find(db: Database, clock: Clock, token: str) -> Opened | None:
    """The map that a token opens at this moment; None for one that is revoked, over, or never was."""
    number, _dash, _rest = token.partition("-")
    link_id = int(number) if number.isascii() and number.isdigit() and len(number) <= 10 else 0
    async with db.read() as session:
        found = await rows.opening(session, link_id, clock.now())
        # Compared in any case: how long an answer takes says nothing about which links there are.
        kept = found[0].digest if found else "0" * 64
        same = hmac.compare_digest(kept, _digest(token))
        if found is None or not same:
            return None
        return Opened(link_id, items.key(found[1].id), found[1].revision)


async def count(db: Database, link_id: int) -> None:
    """Count that a link was opened."""
    async with db.write() as session:
        await rows.opened(session, link_id)


async def page(db: Database, clock: Clock, workshop_id: int) -> Export:
    """What the page of a map is made from, for people outside: in the map's own language, with what happened to what.

    Whoever opens it is nobody of the workspace: private scores, anonymous authors and votes are left out by the
    document and the snapshot, as in every export.
    """
    async with db.read() as session:
        row = await session.get(tables.Workshop, workshop_id)
        if row is None or row.deleted_at is not None:
            raise NotFoundError
        asked = Asked(PAGE, What.MAP, row.language, "", workshop_id)
        snapshot = await maps.load_snapshot(session, row, clock.now())
        trail = await history.of_things(session, row.team_id, workshop_id)
        return Export(asked, await document.whole(session, row, clock), snapshot, trail=trail)


async def _allowed(session: AsyncSession, team_id: str) -> bool:
    row = await session.get(tables.Workspace, team_id)
    return row is not None and row.links_allowed


def _token(vault: Vault, link: tables.ShareLink) -> str:
    signed = f"link:{link.id}:{link.workshop_id}:{link.created_at.isoformat()}:{link.created_by}"
    return f"{link.id}-{base64.urlsafe_b64encode(vault.sign(signed.encode())).decode().rstrip('=')}"


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()

"""The webhook of a workspace: an administrator says where what happens on its maps is told, and of what.

Only of maps in public channels: an administrator sees no other map of which they are not told, and must not come by
one through an address of theirs. Each thing told is a row, written in the transaction in which it happens;
`workflows.hooking` sends it.
"""

import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import channels, tables, workshops
from storage import hooks as rows
from storage.crypto import NoKeyError, SealedError
from workflows import access, items, reach
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError, NotAllowedError, NotFoundError
from workflows.limits import HOOKS_LISTED, HOOKS_WAITING_MAX
from workflows.words import HookKind, HookState

KINDS = tuple(kind for kind in HookKind if kind is not HookKind.TEST)
SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class SetWebhook:
    """Have these kinds of things told at an address."""

    address: str
    kinds: tuple[HookKind, ...]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of telling one thing. `status`: HTTP's, where there was an answer; else `error` says why not."""

    kind: HookKind
    state: HookState
    at: datetime
    attempts: int
    status: int | None
    error: str


@dataclass(frozen=True, slots=True)
class Webhook:
    """A workspace's webhook, as its administrators see it."""

    address: str
    kinds: tuple[HookKind, ...]
    version: int
    resting: bool  # the receiver failed, and is left alone for a while
    last: tuple[Delivery, ...] = ()

    @property
    def host(self) -> str:
        """The receiver's name, without what may be secret."""
        return urlsplit(self.address).hostname or ""


async def of(desk: Desk, actor: Actor) -> Webhook | None:
    """The webhook of the actor's workspace. Administrators."""
    access.administers(actor)
    async with desk.db.read() as session:
        row = await _opened(session, actor.team_id)
        if row is None:
            return None
        last = await rows.last(session, actor.team_id, HOOKS_LISTED)
    resting = row.rest_until is not None and row.rest_until > desk.clock.now()
    return Webhook(row.address, _kinds(row), row.version, resting, tuple(_delivery(one) for one in last))


async def save(desk: Desk, actor: Actor, command: SetWebhook, claim: str | None = None) -> Done:
    """Have things told from now on. Administrators. A new address gets a secret: `Done.extra["fresh"]`."""
    access.administers(actor)
    address = reach.check(desk.reach, command.address.strip())
    kinds = [kind.value for kind in KINDS if kind in command.kinds]
    if not kinds:
        raise InvalidError("kinds", "required")

    async def work(change_: Change) -> Done:
        await _served(change_)
        if change_.vault.missing():
            raise NotAllowedError("no_sealing_key")
        row = await _opened(change_.session, actor.team_id, lock=True)
        before = _audited(row)
        fresh = row is None or row.address != address
        if HookKind.MAP_CHANGED.value in kinds and (row is None or HookKind.MAP_CHANGED.value not in row.kinds):
            await rows.begin_now(change_.session, actor.team_id)
        if row is None or fresh:
            if row is not None:
                change_.session.expunge(row)
            await rows.forget(change_.session, actor.team_id)  # what waits was for somebody else
            row = tables.Webhook(
                team_id=actor.team_id, address=address, secret=_secret(), set_by=actor.user_id, set_at=change_.now
            )
            change_.session.add(row)
        row.kinds, row.set_by, row.set_at = kinds, actor.user_id, change_.now
        change_.audit(None, "webhook.set", "webhook", before=before, after=_audited(row))
        return Done(0, extra={"fresh": fresh})

    return await change(desk, actor, claim, work)


async def renew_secret(desk: Desk, actor: Actor, version: int) -> Done:
    """Sign with another secret than the seen one from now on. Administrators. Twice is once."""
    access.administers(actor)

    async def work(change_: Change) -> Done:
        row = await _opened(change_.session, actor.team_id, lock=True)
        if row is None:
            raise NotFoundError("item")
        if row.version == version:
            row.secret, row.version = _secret(), version + 1
            change_.audit(None, "webhook.secret", "webhook")
        return Done(0)

    return await change(desk, actor, None, work)


async def secret(desk: Desk, actor: Actor) -> str:
    """What deliveries are signed with, for the administrator who has just had it made."""
    access.administers(actor)
    async with desk.db.read() as session:
        row = await _opened(session, actor.team_id)
    if row is None:
        raise NotFoundError("item")
    return row.secret


async def switch_off(desk: Desk, actor: Actor) -> Done:
    """Tell nothing any more, and forget the address and the secret. Administrators. Twice is once."""
    access.administers(actor)

    async def work(change_: Change) -> Done:
        if await rows.kinds(change_.session, actor.team_id):
            await rows.forget(change_.session, actor.team_id)
            change_.audit(None, "webhook.off", "webhook")
        return Done(0)

    return await change(desk, actor, None, work)


async def test(desk: Desk, actor: Actor) -> Done:
    """Send something of which nothing follows. Administrators."""
    access.administers(actor)

    async def work(change_: Change) -> Done:
        if not await rows.kinds(change_.session, actor.team_id):
            raise NotFoundError("item")
        if await rows.waiting(change_.session, actor.team_id, HOOKS_WAITING_MAX) >= HOOKS_WAITING_MAX:
            raise NotAllowedError("too_busy")
        await _write(change_, actor.team_id, HookKind.TEST, None, None)
        return Done(0)

    return await change(desk, actor, None, work)


async def note(change_: Change, workshop: tables.Workshop, kind: HookKind, subject_id: int | None = None) -> None:
    """Have it told that something happened on a map, in its own transaction, where the workspace wishes that."""
    session, team_id = change_.session, workshop.team_id
    if kind.value not in await rows.kinds(session, team_id):
        return
    if not await channels.is_public(session, team_id, workshop.channel_id):
        return
    if await rows.waiting(session, team_id, HOOKS_WAITING_MAX) < HOOKS_WAITING_MAX:
        await _write(change_, team_id, kind, items.key(workshop.id), subject_id)


async def _write(
    change_: Change, team_id: str, kind: HookKind, workshop_id: int | None, subject_id: int | None
) -> None:
    row = delivery(team_id, kind, change_.now, workshop_id, subject_id)
    change_.session.add(row)
    await change_.session.flush()
    await change_.outbox.hook(change_.session, items.key(row.id))


def delivery(
    team_id: str, kind: HookKind, now: datetime, workshop_id: int | None = None, subject_id: int | None = None
) -> tables.WebhookDelivery:
    """One thing to tell."""
    return tables.WebhookDelivery(
        team_id=team_id,
        event_id=uuid.uuid4().hex,
        kind=kind.value,
        workshop_id=workshop_id,
        subject_id=subject_id,
        created_at=now,
    )


async def _served(change_: Change) -> None:
    row = await workshops.lock_workspace(change_.session, change_.actor.team_id)
    if row is None or row.removed_at is not None:
        raise NotFoundError("workspace")


async def _opened(session: AsyncSession, team_id: str, *, lock: bool = False) -> tables.Webhook | None:
    """A workspace's webhook; none where the key that sealed it is gone."""
    try:
        return await rows.one(session, team_id, lock=lock)
    except (NoKeyError, SealedError):
        return None


def _secret() -> str:
    return f"whsec_{secrets.token_urlsafe(SECRET_BYTES)}"


def _kinds(row: tables.Webhook) -> tuple[HookKind, ...]:
    return tuple(kind for kind in KINDS if kind.value in row.kinds)


def _audited(row: tables.Webhook | None) -> dict[str, object] | None:
    """What the audit trail keeps: the receiver's name, since its whole address may be a secret."""
    return {"host": urlsplit(row.address).hostname, "kinds": list(row.kinds)} if row is not None else None


def _delivery(row: tables.WebhookDelivery) -> Delivery:
    return Delivery(HookKind(row.kind), HookState(row.state), row.created_at, row.attempts, row.status, row.error)

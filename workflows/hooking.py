"""Telling a webhook what happened: made from the map when it is sent, signed, tried until it is taken or a day is over.

A receiver that does not answer is left alone for a while, and longer each time; then one delivery is tried, and the
others follow when it is taken. Everything is sent at least once: receivers tell repeats by the event's id.
"""

import hashlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import channels, tables
from storage import hooks as rows
from storage import pains as pain_rows
from storage import workshops as workshop_rows
from storage.crypto import NoKeyError, SealedError
from storage.tables import WebhookDelivery
from workflows import items, notices, reading
from workflows.errors import UntoldError
from workflows.snapshots import Outline
from workflows.webhooks import delivery as made
from workflows.words import HookKind, HookState, NoticeKind, PainStatus, Severity
from workflows.works import Works

log = logging.getLogger(__name__)

PAGE = 100
EVERY = timedelta(minutes=1)  # that a map changed is told so often at most
PATIENCE = timedelta(days=1)
FIRST_REST, LONGEST_REST, FACTOR = 10.0, 3600.0, 3.0  # seconds

Active = Callable[[Sequence[str]], Awaitable[set[str]]]
Json = dict[str, object]


def hook_job(delivery_id: int) -> str:
    """The beginning of the ids of all jobs that send a delivery."""
    return f"hook:{delivery_id:012d}"


@dataclass(frozen=True, slots=True)
class _Parcel:
    """What is sent now. `passed`: there is nothing to tell any more."""

    address: str
    secret: str
    kind: str
    event_id: str
    body: Json
    passed: bool = False


async def attempt(works: Works, delivery_id: int) -> None:
    """Send one delivery, and write down what came of it; one whose receiver rests waits for the tick."""
    if works.hooks is None:
        return
    parcel = await _parcel(works, delivery_id)
    if parcel is None:
        return
    if parcel.passed:
        await _settle(works, delivery_id, HookState.PASSED)
        return
    status, error = None, ""
    try:
        status = await works.hooks.post(parcel.address, *signed(parcel, works.clock.now()))
    except UntoldError as refusal:
        error = refusal.code
    if status is not None and 200 <= status < 300:
        await _settle(works, delivery_id, HookState.SENT, status)
    else:
        await _failed(works, delivery_id, status, error)


def signed(parcel: _Parcel, now: datetime) -> tuple[dict[str, str], bytes]:
    """The headers and the body of a delivery: what `docs/webhooks.md` tells receivers."""
    body = json.dumps(parcel.body, ensure_ascii=False, separators=(",", ":")).encode()
    at = str(int(now.timestamp()))
    signature = hmac.new(parcel.secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Cairn-Event": parcel.kind,
        "Cairn-Delivery": parcel.event_id,
        "Cairn-Signature": f"t={at},v1={signature}",
    }
    return headers, body


async def _parcel(works: Works, delivery_id: int) -> _Parcel | None:
    now = works.clock.now()
    async with works.db.read() as session:
        row = await session.get(WebhookDelivery, delivery_id)
        if row is None or row.state != HookState.QUEUED or not await workshop_rows.served(session, row.team_id):
            return None
        try:
            hook = await rows.one(session, row.team_id)
        except (NoKeyError, SealedError):
            log.warning("the webhook of workspace %s cannot be opened: its key is gone", row.team_id)
            return None
        resting = hook is not None and hook.rest_until is not None and hook.rest_until > now
        if hook is None or (resting and row.kind != HookKind.TEST):
            return None
        body = await _body(session, row)
    if body is None:
        return _Parcel(hook.address, hook.secret, row.kind, row.event_id, {}, passed=True)
    head: Json = {
        "id": row.event_id,
        "type": row.kind,
        "at": row.created_at.isoformat(timespec="seconds"),
        "workspace": row.team_id,
    }
    return _Parcel(hook.address, hook.secret, row.kind, row.event_id, head | body)


async def _body(session: AsyncSession, row: WebhookDelivery) -> Json | None:
    """What is told beside the head, as it is now; None where it is over, gone, or nobody's business any more."""
    if row.workshop_id is None:
        return {}
    workshop = await workshop_rows.one(session, row.team_id, row.workshop_id)
    if workshop is None or not await channels.is_public(session, row.team_id, workshop.channel_id):
        return None
    (outline,) = await reading.outlines(session, row.team_id, [row.workshop_id])
    told: Json = {"map": _map(outline, workshop)}
    if row.kind == HookKind.REVIEW_HELD:
        review = await session.get(tables.ReviewRound, row.subject_id)
        return told | {"review": _review(review)} if review is not None and review.held_at is not None else None
    if row.kind in {HookKind.PAIN_ASSIGNED, HookKind.PAIN_DONE}:
        pain = await _pain(session, row, outline)
        return told | {"pain": pain} if pain is not None else None
    return told


def _map(outline: Outline, workshop: tables.Workshop) -> Json:
    return {
        "id": outline.id,
        "title": outline.title,
        "step": int(outline.step),
        "status": outline.status.value,
        "revision": workshop.revision,
        "link": outline.card_link or None,
    }


def _review(row: tables.ReviewRound) -> Json:
    held = row.held_at.isoformat(timespec="seconds") if row.held_at else None
    return {"id": row.id, "number": row.number, "held_at": held, "conclusion": row.conclusion}


async def _pain(session: AsyncSession, row: WebhookDelivery, outline: Outline) -> Json | None:
    """A pain point and who answers for it. Who gave it is told of none: some were given without a name."""
    number = row.subject_id or 0
    pain = (await pain_rows.pains_in(session, outline.id, [number])).get(number)
    owner = await pain_rows.owner_of(session, number)
    wanted = owner is not None if row.kind == HookKind.PAIN_ASSIGNED else pain and pain.status == PainStatus.DONE
    if pain is None or not wanted:
        return None
    return {
        "id": number,
        "title": pain.text,
        "stage": dict(outline.stages).get(pain.stage_id or 0),
        "severity": Severity(pain.severity).name.lower() if pain.severity else None,
        "status": pain.status,
        "owner": owner.owner_id if owner else None,
        "due": owner.due_on.isoformat() if owner and owner.due_on else None,
        "plan": owner.plan if owner else "",
        "success_metric": owner.success_metric if owner else "",
        "outcome": owner.outcome if owner else "",
    }


async def _settle(works: Works, delivery_id: int, state: HookState, status: int | None = None) -> None:
    async with works.db.write() as session:
        row = await session.get(WebhookDelivery, delivery_id, with_for_update=True)
        if row is None or row.state != HookState.QUEUED:
            return
        row.state, row.status, row.error, row.tried_at = state.value, status, "", works.clock.now()
        if state is HookState.SENT:
            row.attempts += 1
            hook = await rows.one(session, row.team_id, lock=True)
            if hook is not None:
                hook.failures, hook.rest_until = 0, None


async def _failed(works: Works, delivery_id: int, status: int | None, error: str) -> None:
    """Leave the receiver alone for a while; what has waited for a day is given up, and who set it is told."""
    now = works.clock.now()
    async with works.db.write() as session:
        row = await session.get(WebhookDelivery, delivery_id, with_for_update=True)
        if row is None or row.state != HookState.QUEUED:
            return
        row.attempts, row.status, row.error, row.tried_at = row.attempts + 1, status, error, now
        if row.kind == HookKind.TEST:
            row.state = HookState.FAILED.value  # somebody is looking at it
            return
        await session.flush()
        hook = await rows.one(session, row.team_id, lock=True)
        if hook is None:
            return
        hook.failures += 1
        hook.rest_until = now + timedelta(seconds=rest(hook.failures))
        maps = await rows.overdue(session, row.team_id, now - PATIENCE, error, status)
        if maps:
            log.warning("the webhook of workspace %s was given up for %d deliveries", row.team_id, len(maps))
            await _tell(works, session, hook, next((one for one in maps if one is not None), None))


def rest(failures: int) -> float:
    """For how many seconds a receiver is left alone that failed so often in a row."""
    return float(min(FIRST_REST * FACTOR ** min(failures - 1, 20), LONGEST_REST))


async def _tell(works: Works, session: AsyncSession, hook: tables.Webhook, workshop_id: int | None) -> None:
    workshop = await session.get(tables.Workshop, workshop_id) if workshop_id else None
    if workshop is None:
        return
    now = works.clock.now()
    key = f"webhook:{hook.team_id}:{now.date().isoformat()}"
    await notices.tell(session, works.outbox, now, workshop, NoticeKind.WEBHOOK, key, hook.set_by)


async def sweep(works: Works, active: Active) -> None:
    """Hand over what is due and no job looks after; and have it told which maps changed."""
    await _changed(works)
    now = works.clock.now()
    async with works.db.read() as session:
        due = [items.key(row.id) for row in await rows.due(session, now, PAGE)]
    if not due:
        return
    running = await active([hook_job(one) for one in due])
    for one in due:
        if not any(name.startswith(hook_job(one)) for name in running):
            async with works.db.write() as session:
                row = await session.get(WebhookDelivery, one)
                if row is not None and row.state == HookState.QUEUED:
                    await works.outbox.hook(session, one)


async def _changed(works: Works) -> None:
    """A burst of changes is told once: the map's row knows of which revision it was told."""
    now = works.clock.now()
    async with works.db.read() as session:
        teams = await rows.listening(session, HookKind.MAP_CHANGED)
        found = await rows.changed(session, teams, now, EVERY, PAGE) if teams else ()
    for workshop_id, team_id in found:
        async with works.db.write() as session:
            if HookKind.MAP_CHANGED.value in await rows.kinds(session, team_id) and await rows.caught_up(
                session, workshop_id
            ):
                row = made(team_id, HookKind.MAP_CHANGED, now, workshop_id)
                session.add(row)
                await session.flush()
                await works.outbox.hook(session, items.key(row.id))

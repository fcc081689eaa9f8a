"""Drawing in processes of its own: a picture can neither stall nor crash the bot, whatever text is in it.

The parent trusts nothing that comes back: answers are framed bytes, never pickles. A child that takes
too long or too much memory is killed and replaced, and the drawing is tried once more. Children get no
environment beyond what Python needs, so no token reaches the process that handles people's text, and they
die with the parent.
"""

import asyncio
import contextvars
import logging
import os
import pickle
import select
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Final

from bot.exports import archive
from bot.rendering import BeforeAfter, Format, Kind, Matrix, Order, Subject, alt_text, wire
from workflows.document import Document
from workflows.exporting import Export, File
from workflows.ports import Drawn, Told
from workflows.snapshots import MapSnapshot

MEGABYTES: Final = 900
SECONDS: Final = 30.0
_LOOK: Final = 0.1  # how often the memory of a busy child is looked at, in seconds
_DRAWINGS_EACH: Final = 500  # then a child makes way for a fresh one, so that caches do not grow for ever
_START_SECONDS: Final = 30.0
_SHARP: Final = 2.0  # what a picture is enlarged by, for screens with many dots
_KEPT_ENVIRONMENT: Final = frozenset({"PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"})
_ROOT: Final = Path(__file__).parents[2]

_log = logging.getLogger(__name__)


class DrawingError(RuntimeError):
    """A picture could not be drawn, in two tries."""


class _ChildLostError(Exception):
    """The child died, or had to be killed."""


class _Child:
    """One drawing process."""

    def __init__(self, megabytes: int) -> None:
        kept = {name: value for name, value in os.environ.items() if name in _KEPT_ENVIRONMENT}
        self._megabytes = megabytes
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", "bot.rendering.child", str(megabytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_ROOT,
            env=kept | {"PYTHONPATH": str(_ROOT)},
            start_new_session=True,  # Ctrl-C in a terminal is for the parent, which then closes us
        )
        self.drawings = 0

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def ask(self, job: str, subject: Order | MapSnapshot | Export | None, seconds: float) -> list[bytes]:
        """Have something drawn; raises _ChildLostError when the child does not live to answer."""
        self.drawings += 1
        deadline = time.monotonic() + seconds
        try:
            wire.send(_pipe(self._process.stdin), [job.encode(), pickle.dumps(subject)])
            return wire.receive(lambda size: self._read(size, deadline))
        except (OSError, EOFError, wire.GarbledError) as error:
            raise _ChildLostError(str(error)) from error

    def kill(self) -> None:
        """End the process, and wait for it to be gone."""
        self._process.kill()
        self._process.wait()
        _pipe(self._process.stdout).close()
        try:
            _pipe(self._process.stdin).close()
        except OSError:
            _log.debug("a child was gone before it had read everything")

    def _read(self, size: int, deadline: float) -> bytes:
        """Bytes from the child, with an eye on the clock and on its memory."""
        pipe = _pipe(self._process.stdout).fileno()
        out = bytearray()
        while len(out) < size:
            ready, _, _ = select.select([pipe], [], [], _LOOK)
            if ready:
                piece = os.read(pipe, min(size - len(out), 1 << 20))
                if not piece:
                    raise EOFError("the drawing process ended")
                out += piece
            elif time.monotonic() > deadline:
                raise _ChildLostError("a drawing took too long")
            elif _resident(self.pid) > self._megabytes << 20:
                raise _ChildLostError("a drawing took too much memory")
        return bytes(out)


class Pool:
    """Draws maps, `workers` at a time: the `Pictures` of the workflows. Works from any event loop."""

    def __init__(self, workers: int = 1, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self._seconds, self._megabytes, self._workers = seconds, megabytes, workers
        # Threads, one a child, because the engine may run its steps on another loop than the bot's.
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="drawing")
        self._idle: SimpleQueue[_Child | None] = SimpleQueue()
        self._alive: set[_Child] = set()
        self._closed = False
        for _ in range(workers):
            self._idle.put(None)

    async def start(self) -> None:
        """Have every child ready to draw, so that the first picture does not wait for libraries and fonts."""
        await asyncio.gather(*(self._run("warm", None) for _ in range(self._workers)))

    async def draw(self, snapshot: MapSnapshot) -> Drawn:
        """Card at 1200 px and map at 2x."""
        card_png, card_alt, map_png, map_alt = await self._run("pictures", snapshot)
        return Drawn(card_png, card_alt.decode(), map_png, map_alt.decode())

    async def pdf(self, snapshot: MapSnapshot) -> bytes:
        """The map as a PDF with searchable text."""
        return await self.picture(snapshot, "map", "pdf")

    async def matrix(self, snapshot: MapSnapshot) -> Told:
        """The ideas by impact and effort."""
        return await self._told(Matrix(snapshot), "matrix")

    async def compare(self, before: MapSnapshot, after: MapSnapshot) -> Told:
        """Two states of a journey beside each other."""
        return await self._told(BeforeAfter(before, after), "before_after")

    async def export(self, export: Export) -> File:
        """A map as a file; written where pictures are drawn, for it may have some in it and takes as long."""
        name, title, story, content = await self._run("export", export)
        return File(name.decode(), content, title.decode(), story.decode())

    async def archive(self, export: Export, maps: AsyncIterator[tuple[Document, MapSnapshot]]) -> File:
        """All maps of a workspace as one file, one map after the other."""
        packed = archive.Archive(export)
        async for document, snapshot in maps:
            parts = await self._run("archived", Export(export.asked, document, snapshot))
            await asyncio.to_thread(packed.add, document, *parts)
        return await asyncio.to_thread(packed.finish)

    async def _told(self, subject: Subject, kind: Kind) -> Told:
        return Told(await self.picture(subject, kind, "png", _SHARP), alt_text(subject, kind))

    async def picture(self, subject: Subject, kind: Kind, fmt: Format, scale: float = 1.0) -> bytes:
        """Any kind of picture; `bot.rendering.alt_text` tells its story."""
        (picture,) = await self._run("picture", Order(subject, kind, fmt, scale))
        return picture

    async def close(self) -> None:
        """End the children. What is being drawn is lost."""
        self._closed = True
        for child in list(self._alive):
            child._process.kill()  # noqa: SLF001 - its thread notices, and cleans up
        await asyncio.to_thread(self._threads.shutdown, cancel_futures=True)
        for child in list(self._alive):
            self._bury(child)

    @property
    def children(self) -> tuple[int, ...]:
        """The process ids of the children."""
        return tuple(child.pid for child in self._alive)

    async def _run(self, job: str, subject: Order | MapSnapshot | Export | None) -> list[bytes]:
        if self._closed:
            raise DrawingError(job, "the pool is closed")
        # What the thread writes down belongs to the interaction that wants the picture.
        here = contextvars.copy_context()
        return await asyncio.get_running_loop().run_in_executor(self._threads, here.run, self._twice, job, subject)

    def _twice(self, job: str, subject: Order | MapSnapshot | Export | None) -> list[bytes]:
        """Try, and where the child is lost try once more with a fresh one."""
        for _ in range(2):
            try:
                return self._once(job, subject)
            except _ChildLostError as error:
                if self._closed:
                    break
                _log.warning("lost a drawing process: %s", error)
        raise DrawingError(job, "no drawing process lived to answer")

    def _once(self, job: str, subject: Order | MapSnapshot | Export | None) -> list[bytes]:
        child = self._idle.get()
        try:
            if child is None:
                child = self._born()
            answer, *parts = child.ask(job, subject, self._seconds)
        except _ChildLostError:
            if child:
                self._bury(child)
            child = None
            raise
        finally:
            if child and child.drawings >= _DRAWINGS_EACH:
                self._bury(child)
                child = None
            self._idle.put(child)
        if answer != wire.OK:
            raise DrawingError(job, answer.decode(errors="replace"))
        return parts

    def _born(self) -> _Child:
        if self._closed:
            raise _ChildLostError("the pool is closed")
        child = _Child(self._megabytes)
        self._alive.add(child)
        try:
            child.ask("warm", None, _START_SECONDS)
        except _ChildLostError:
            self._bury(child)
            raise
        return child

    def _bury(self, child: _Child) -> None:
        child.kill()
        self._alive.discard(child)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise _ChildLostError("no pipe")
    return pipe


def _resident(pid: int) -> int:
    """The memory of a process in bytes; 0 where the system does not say (the child limits itself as well)."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")

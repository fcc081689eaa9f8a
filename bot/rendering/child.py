"""The drawing process: reads jobs from its parent, draws, answers. Run as `python -m bot.rendering.child`."""

import ctypes
import logging
import os
import pickle
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import BinaryIO

from bot.rendering import Order, alt_text, draw, wire
from workflows.exporting import Export
from workflows.persons import Person
from workflows.snapshots import Emotion, MapSnapshot, Outline, Stage
from workflows.words import MapKind, Mode, Step, WorkshopStatus

_PR_SET_PDEATHSIG = 1
_MAP_SCALE = 2.0
_NICE = 10  # of 19: it gets about a tenth of a processor that somebody else wants too

_log = logging.getLogger(__name__)


def main(arguments: Sequence[str]) -> int:
    """Serve the parent until it closes the pipe."""
    parent = os.getppid()
    _die_with_parent(parent)
    _limit_memory(int(arguments[0]))
    _give_way()
    # A library that prints must not garble the answers: what it says goes to the standard error.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    jobs = sys.stdin.buffer
    while True:
        try:
            job, packed = wire.receive(lambda size: _exactly(jobs, size))
        except EOFError:
            return 0
        answer = _answer(job.decode(), pickle.loads(packed))  # noqa: S301 - from our own parent
        try:
            wire.send(answers, answer)
        except BrokenPipeError:
            return 0  # nobody is there any more who asked


def _answer(job: str, subject: object) -> list[bytes]:
    """Draw, and say what went wrong rather than die of it: the type only, for messages may quote people's text."""
    try:
        return [wire.OK, *_done(job, subject)]
    except Exception as error:  # noqa: BLE001 - whatever it is, the next picture may well be fine
        _log.exception("could not draw")
        return [type(error).__name__.encode()]


def _done(job: str, subject: object) -> list[bytes]:
    if job == "pictures" and isinstance(subject, MapSnapshot):
        return [
            draw(subject, "card", "png"),
            alt_text(subject, "card").encode(),
            draw(subject, "map", "png", _MAP_SCALE),
            alt_text(subject, "map").encode(),
        ]
    if job == "picture" and isinstance(subject, Order):
        return [draw(subject.subject, subject.kind, subject.fmt, subject.scale)]
    if isinstance(subject, Export) and job in {"export", "archived"}:
        from bot.exports import making  # it loads writers of documents, which pictures do without

        return making.parts(subject) if job == "export" else making.archived(subject)
    if job == "warm":
        _warm()
        return []
    raise ValueError(job)


def _warm() -> None:
    """Load libraries, fonts and templates by drawing something small, once from each side."""
    somebody = Person("", "A B")
    outline = Outline(
        id=0, team_id="", channel_id="", title="Aa Бб אב 中", goal="", scope="", kind=MapKind.CURRENT, language="he",
        mode=Mode.ASYNC, status=WorkshopStatus.OPEN, step=Step.MAP, step_visit=0, version=0, revision=0,
        facilitator=somebody, journey_owner=None, symptoms=(), participants=(), stages=(),
        created_at=datetime(2000, 1, 1, tzinfo=UTC), card_ts=None, card_link=None, card_file_id=None,
        map_file_id=None, pinned=False,
    )  # fmt: skip
    stages = tuple(Stage(place, place, "א", "", {}, 0, emotion=Emotion(place, place, place, 1, "")) for place in (0, 1))
    for language in ("he", "en"):
        snapshot = MapSnapshot(replace(outline, language=language), stages=stages)
        draw(snapshot, "card", "png")
        draw(snapshot, "map", "png")


def _exactly(pipe: BinaryIO, size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _die_with_parent(parent: int) -> None:
    """Closing the pipe ends an idle child; this ends a busy one too, where the system can."""
    if not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the line above
        os._exit(0)


def _limit_memory(megabytes: int) -> None:
    """A wall behind the parent's watching. RLIMIT_DATA, not RLIMIT_AS: mapped fonts are not what grows."""
    if sys.platform == "win32":
        return
    import resource

    limit = megabytes << 20
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or limit <= hard:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def _give_way() -> None:
    """Let whoever answers people go first: a picture may come a moment later, an answer may not."""
    if sys.platform != "win32":
        os.nice(_NICE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""One copy of the program, to be killed: python -m tests.faults.worker URL SLACK [--post N] [--contribute N] …

SLACK is a file that stands for Slack: a line is a message that stands there. What was acknowledged
to people is printed.
"""

import argparse
import asyncio
import json
import os
from dataclasses import replace
from pathlib import Path

from storage.db import Database
from tests.faults.worker_file import standing
from tests.workflows.engine_parts import QUICK, HandClock, Scene, Sketches, desk_of, set_review
from workflows.durable import Engine
from workflows.exported import File
from workflows.ports import Delivered, Order
from workflows.snapshots import MapSnapshot
from workflows.words import PostingKind


class FileSlack:
    """Keeps its messages in a file that outlives the program."""

    def __init__(self, path: Path, before: float, after: float) -> None:
        self.path, self.before, self.after = path, before, after

    async def deliver(self, order: Order, snapshot: MapSnapshot) -> Delivered:
        if order.ts:
            return Delivered(order.message_channel_id or "", order.ts)
        print("CALLING", order.key, flush=True)
        await asyncio.sleep(self.before)
        ts = f"{order.key[-12:]}-{os.getpid()}"
        with self.path.open("a") as slack:
            slack.write(json.dumps({"key": order.key, "ts": ts}) + "\n")
        print("TAKEN", order.key, flush=True)
        await asyncio.sleep(self.after)
        return Delivered(order.channel_id, ts)

    async def find(self, order: Order) -> Delivered | None:
        return next((Delivered(order.channel_id, m["ts"]) for m in standing(self.path) if m["key"] == order.key), None)

    async def remove(self, order: Order) -> None:
        print("REMOVED", order.key, flush=True)

    async def upload(self, team_id: str, filename: str, content: bytes, alt: str) -> str:
        return f"F-{filename}"

    async def share_file(self, order: Order, filename: str, content: bytes, title: str, alt: str = "") -> Delivered:
        return await self.deliver(order, None)  # type: ignore[arg-type]

    async def canvas(self, order: Order, file: File, language: str) -> Delivered:
        return await self.share_file(order, file.name, file.content, file.title)

    async def profile(self, team_id: str, user_id: str) -> dict[str, object]:
        return {}


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("slack", type=Path)
    parser.add_argument("--post", type=int, default=0)
    parser.add_argument("--contribute", type=int, default=0)
    parser.add_argument("--due", action="store_true")
    parser.add_argument("--before", type=float, default=0.0)
    parser.add_argument("--after", type=float, default=0.0)
    given = parser.parse_args()
    db = await Database.open(given.url)
    clock, slack = HandClock(), FileSlack(given.slack, given.before, given.after)
    engine = Engine(db, clock, replace(QUICK, attempts=9, beat_seconds=0.5, silent_seconds=3))
    await engine.start(slack, Sketches())
    print("READY", flush=True)
    scene = Scene(desk_of(db, clock, engine), slack, Sketches(), clock)  # type: ignore[arg-type]
    for number in range(given.post):
        await scene.post(PostingKind.REVIEW_DUE, f"owner:{number}:1", f"U{number}")
    if given.post:
        print("POSTED", flush=True)
    if given.due:
        await scene.post(PostingKind.CARD, "card:1")
        await set_review(db, clock.now())
    for number in range(given.contribute):
        done = await scene.contribute(f"thought {number}", f"claim:{os.getpid()}:{number}")
        print("ACKNOWLEDGED", done.item_id, flush=True)
    while True:
        await asyncio.sleep(0.5)
        await engine.tick()


asyncio.run(main())

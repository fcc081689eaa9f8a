"""Figures for whoever runs Cairn, in Prometheus' format. No label names a person, a workspace, a channel or a map."""

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import aiohttp
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import generate_latest
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from storage.figures import Figures
from workflows.document import Document
from workflows.exported import Export, File
from workflows.personal import Letter
from workflows.ports import Content, Delivered, Drawn, Messenger, Order, Pictures, Told
from workflows.snapshots import MapSnapshot

ACK_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)  # Slack waits for three
CALL_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 60.0)
DRAWING_SECONDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)
NAN = float("nan")
_CODE = re.compile(r"[a-z][a-z_]{1,59}")
_METHOD = re.compile(r"[a-z]+(\.[A-Za-z]+)+")
_REFUSAL_MAX = 65536  # bytes; a refusal is short, and what is longer is not read twice


class Metrics:
    """All figures of one running Cairn; what stands in the database is counted when they are asked for."""

    def __init__(self) -> None:
        """Begin at zero."""
        self.registry = made = CollectorRegistry()
        ProcessCollector(registry=made)
        self.acks = Histogram(
            "cairn_ack_seconds", "Time until Slack has its answer", ["kind"], buckets=ACK_SECONDS, registry=made
        )
        self.unanswered = Counter(
            "cairn_acks_refused_total", "Requests of Slack's answered with an error", ["kind", "status"], registry=made
        )
        self.calls = Histogram(
            "cairn_slack_call_seconds", "Calls to Slack, by method", ["method"], buckets=CALL_SECONDS, registry=made
        )
        self.refusals = Counter(
            "cairn_slack_errors_total", "Calls that Slack refused or lost", ["method", "code"], registry=made
        )
        self.drawings = Histogram(
            "cairn_drawing_seconds", "Time to draw", ["picture"], buckets=DRAWING_SECONDS, registry=made
        )
        self.undrawn = Counter("cairn_drawing_errors_total", "Drawings that failed", ["picture"], registry=made)
        self.messages = Counter("cairn_messages_total", "Messages sent, by kind", ["kind", "way"], registry=made)
        self.told = Counter(
            "cairn_reminders_total", "What people were told in letters, by kind: reminders", ["kind"], registry=made
        )
        self.jobs = Gauge("cairn_jobs", "Jobs of the engine, by queue and state", ["queue", "state"], registry=made)
        self.waiting = Gauge("cairn_messages_waiting", "Messages not sent yet, by kind", ["kind"], registry=made)
        self.due = Gauge("cairn_reviews_due", "Reviews whose time has come and that are not called yet", registry=made)
        self.open = Gauge("cairn_reviews_open", "Reviews that are called and wait to be held", registry=made)
        self.behind = Gauge("cairn_maps_behind", "Maps that changed since they were drawn", registry=made)
        self.stopped = Gauge("cairn_channels_stopped", "Channels that take no messages at present", registry=made)

    def text(self, figures: Figures | None) -> bytes:
        """Write everything down; without `figures` (the database does not answer) those are no numbers."""
        for gauge in (self.jobs, self.waiting):
            gauge.clear()
        self.due.set(figures.reviews_due if figures else NAN)
        self.open.set(figures.reviews_open if figures else NAN)
        self.behind.set(figures.maps_behind if figures else NAN)
        self.stopped.set(figures.channels_stopped if figures else NAN)
        if figures is not None:
            for (queue, state), count in figures.jobs.items():
                self.jobs.labels(queue, state).set(count)
            for kind, count in figures.messages.items():
                self.waiting.labels(kind).set(count)
        return generate_latest(self.registry)

    def acknowledged(self, request: AsyncBoltRequest, answer: BoltResponse | None, seconds: float) -> None:
        """Count one request of Slack's; no answer where Bolt raised."""
        kind, status = kind_of(request.body), answer.status if answer else 500
        self.acks.labels(kind).observe(seconds)
        if status >= 400:
            self.unanswered.labels(kind, str(status)).inc()

    @contextmanager
    def drawing(self, picture: str) -> Iterator[None]:
        """Time a drawing; one that fails is counted apart."""
        began = time.monotonic()
        try:
            yield
        except Exception:
            self.undrawn.labels(picture).inc()
            raise
        self.drawings.labels(picture).observe(time.monotonic() - began)

    def calling(self, base_url: str) -> aiohttp.TraceConfig:
        """Count every call that leaves by a session: all of Slack's clients share one."""
        trace = aiohttp.TraceConfig()

        async def start(_session: Any, call: SimpleNamespace, given: aiohttp.TraceRequestStartParams) -> None:
            call.began, call.method, call.done = time.monotonic(), _method(base_url, str(given.url)), False

        def over(call: SimpleNamespace, code: str = "") -> None:
            if not call.done:
                call.done = True
                self.calls.labels(call.method).observe(time.monotonic() - call.began)
            if code:
                self.refusals.labels(call.method, code).inc()

        async def end(_session: Any, call: SimpleNamespace, given: aiohttp.TraceRequestEndParams) -> None:
            status = given.response.status
            said = given.response.content_type == "application/json"
            over(call, f"http_{status}" if status >= 400 and not said else "")

        async def chunk(_session: Any, call: SimpleNamespace, given: aiohttp.TraceResponseChunkReceivedParams) -> None:
            if code := _refusal(given.chunk):
                over(call, code)

        async def failed(_session: Any, call: SimpleNamespace, given: aiohttp.TraceRequestExceptionParams) -> None:
            late = isinstance(given.exception, TimeoutError | asyncio.CancelledError)
            over(call, "no_answer" if late else "not_reached")

        trace.on_request_start.append(start)
        trace.on_request_end.append(end)
        trace.on_response_chunk_received.append(chunk)
        trace.on_request_exception.append(failed)
        return trace


class CountedMessenger:
    """A messenger that counts what it sent."""

    def __init__(self, inner: Messenger, metrics: Metrics) -> None:
        """Send by `inner`."""
        self._inner, self._metrics = inner, metrics
        self.find, self.remove, self.upload = inner.find, inner.remove, inner.upload
        self.profile, self.channels = inner.profile, inner.channels

    async def deliver(self, order: Order, content: Content) -> Delivered:
        """Post a new message, or update the one the order names."""
        delivered = await self._inner.deliver(order, content)
        self._metrics.messages.labels(order.kind, "updated" if order.ts else "new").inc()
        if isinstance(content, Letter) and not order.ts:
            for item in content.items:
                self._metrics.told.labels(item.kind).inc()
        return delivered

    async def share_file(self, order: Order, filename: str, content: bytes, title: str, story: str = "") -> Delivered:
        """Upload a file as a new message of the order's thread."""
        delivered = await self._inner.share_file(order, filename, content, title, story)
        self._metrics.messages.labels(order.kind, "new").inc()
        return delivered

    async def canvas(self, order: Order, file: File, language: str) -> Delivered:
        """Make a canvas of the order's channel."""
        delivered = await self._inner.canvas(order, file, language)
        self._metrics.messages.labels(order.kind, "new").inc()
        return delivered


class TimedPictures:
    """Pictures whose drawing is timed."""

    def __init__(self, inner: Pictures, metrics: Metrics) -> None:
        """Draw by `inner`."""
        self._inner, self._metrics = inner, metrics

    async def draw(self, snapshot: MapSnapshot) -> Drawn:
        """Card at 1200 px and map at 2x."""
        with self._metrics.drawing("map"):
            return await self._inner.draw(snapshot)

    async def pdf(self, snapshot: MapSnapshot) -> bytes:
        """The map as a PDF with searchable text."""
        with self._metrics.drawing("pdf"):
            return await self._inner.pdf(snapshot)

    async def matrix(self, snapshot: MapSnapshot) -> Told:
        """The ideas by impact and effort."""
        with self._metrics.drawing("matrix"):
            return await self._inner.matrix(snapshot)

    async def compare(self, before: MapSnapshot, after: MapSnapshot) -> Told:
        """Two states of a journey beside each other."""
        with self._metrics.drawing("before_after"):
            return await self._inner.compare(before, after)

    async def export(self, export: Export) -> File:
        """A map as a file."""
        with self._metrics.drawing("export"):
            return await self._inner.export(export)

    async def archive(self, export: Export, maps: AsyncIterator[tuple[Document, MapSnapshot]]) -> File:
        """All maps of a workspace as one file."""
        with self._metrics.drawing("archive"):
            return await self._inner.archive(export, maps)


_KINDS = {
    "block_actions": "button",
    "view_submission": "form",
    "view_closed": "closed",
    "block_suggestion": "options",
    "shortcut": "shortcut",
    "message_action": "shortcut",
    "event_callback": "event",
}


def kind_of(body: dict[str, Any]) -> str:
    """Say what somebody did: command, button, form, closed, options, shortcut, event, other."""
    if "command" in body and "type" not in body:
        return "command"
    return _KINDS.get(str(body.get("type")), "other")


def _method(base_url: str, url: str) -> str:
    """The method of Slack's that an address is of; addresses that are given for one answer or file are no labels."""
    if url.startswith(base_url):
        name = url[len(base_url) :].partition("?")[0]
        if _METHOD.fullmatch(name):
            return name
    return "upload" if "/upload/" in url else "response_url"


def _refusal(chunk: bytes) -> str:
    """The code of an answer that is a refusal."""
    if len(chunk) > _REFUSAL_MAX or b'"ok"' not in chunk or b'"error"' not in chunk:
        return ""
    try:
        said = json.loads(chunk)
    except ValueError:
        return ""
    if not isinstance(said, dict) or said.get("ok") is not False:
        return ""
    code = str(said.get("error"))
    return code if _CODE.fullmatch(code) else "other"

"""What runs after the acknowledgement: every task is known, so that shutting down can wait for it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from copy import copy
from functools import cache
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.kwargs_injection.async_utils import build_async_required_kwargs
from slack_bolt.lazy_listener.async_runner import AsyncLazyListenerRunner
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.util.utils import get_arg_names_of_callable

from bot import errors
from bot.i18n import SOURCE, say_for

log = logging.getLogger(__name__)


class Background:
    """Tasks that nobody awaits, until the program ends."""

    def __init__(self) -> None:
        """Begin with none."""
        self._tasks: set[asyncio.Task[None]] = set()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something, and keep hold of it: the event loop itself only holds tasks weakly."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @property
    def running(self) -> int:
        """Count what is still running."""
        return len(self._tasks)

    async def drain(self, timeout: float) -> bool:  # noqa: ASYNC109 - the limit is of the whole wait
        """Wait until everything is done, also what is begun meanwhile; say whether it was in time."""
        deadline = asyncio.get_running_loop().time() + timeout
        while self._tasks:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                log.warning("%d tasks were still running when the program ended", len(self._tasks))
                return False
            await asyncio.wait(self._tasks, timeout=left)
        return True


Prepare = Callable[[AsyncBoltRequest], Awaitable[None]]


class LazyRunner(AsyncLazyListenerRunner):
    """Bolt's lazy listeners, drained at shutdown; what goes wrong in one is told to the person."""

    def __init__(self, background: Background, prepare: Prepare | None) -> None:
        """Run in `background`, after `prepare`."""
        self.logger = log
        self._background, self._prepare = background, prepare
        self._names = cache(get_arg_names_of_callable)  # listeners are as many as the app has, and stay what they are

    def start(self, function: Callable[..., Awaitable[None]], request: AsyncBoltRequest) -> None:
        """Run a lazy listener without waiting for it."""
        self._background.spawn(self._run(function, request))

    async def _run(self, function: Callable[..., Awaitable[None]], request: AsyncBoltRequest) -> None:
        try:
            if self._prepare is not None:
                await self._prepare(request)
            arguments = build_async_required_kwargs(
                logger=log,
                required_arg_names=list(self._names(function)),  # Bolt may take names out of it
                request=request,
                response=None,
                this_func=function,
            )
            await function(**arguments)
        except Exception as error:  # noqa: BLE001 - nobody awaits a lazy listener: this is where its failures end
            say = request.context.get("say_in") or say_for(SOURCE)
            await errors.tell(request.context.client, request.body, say, error)


def install(app: AsyncApp, background: Background, prepare: Prepare | None = None) -> None:
    """Have the app run its lazy listeners in `background`.

    `prepare` is awaited before each: what has to ask Slack something first can, because the acknowledgement is out.
    """
    runner = app.listener_runner

    def request_of(request: AsyncBoltRequest, name: str) -> AsyncBoltRequest:
        # Bolt's own way parses the request again and copies it deeply, with the client's HTTP session, which cannot be
        # copied. Nobody changes what a request says: only the context, which each adds to, is one's own.
        copied = copy(request)
        copied.context = AsyncBoltContext(request.context)
        copied.lazy_only, copied.lazy_function_name = True, name
        copied.context["listener_runner"] = runner
        return copied

    runner.lazy_listener_runner = LazyRunner(background, prepare)
    runner._build_lazy_request = request_of  # type: ignore[method-assign,assignment]  # noqa: SLF001 - no other way

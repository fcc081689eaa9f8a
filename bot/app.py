"""The composition root: settings in, a running Cairn out. Nothing else puts parts together."""

import asyncio
import contextlib
import logging
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import aiohttp
import sqlalchemy as sa
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot import failures, lazy, middleware
from bot.console import voice
from bot.credentials import KEYS
from bot.databases import open_database
from bot.grants import Credentials, Grant
from bot.installs import Installs
from bot.lazy import Background
from bot.listeners import (
    below,
    cadences,
    checks,
    commands,
    connections,
    contributions,
    data,
    exporting,
    feeling,
    health,
    history,
    home,
    ideas,
    importing,
    lifecycle,
    links,
    lives,
    mapping,
    mentions,
    mine,
    pacing,
    pains,
    people,
    promises,
    redesign,
    reviews,
    settings,
    shortcuts,
    steps,
    templates,
    touchpoints,
    workflow_steps,
)
from bot.messenger import TIMEOUT, UPLOAD_TIMEOUT, SlackMessenger
from bot.metrics import CountedMessenger, Metrics, TimedPictures, kind_of
from bot.rendering.pool import Pool
from bot.settings import Settings, SettingsError
from bot.teams import TeamMessenger
from bot.views import messages
from bot.webhooks import Poster
from storage import figures, inspection
from storage.crypto import NoKeyError
from storage.db import Database
from workflows import tracing
from workflows.desk import Desk
from workflows.durable import Engine, EngineError
from workflows.flood import Flood
from workflows.ports import Clock
from workflows.works import EngineSettings

log = logging.getLogger(__name__)

LISTENERS: tuple[ModuleType, ...] = (
    commands,
    steps,
    people,
    mapping,
    touchpoints,
    contributions,
    feeling,
    ideas,
    pains,
    promises,
    redesign,
    reviews,
    cadences,
    settings,
    data,
    connections,
    pacing,
    checks,
    mine,
    history,
    lives,
    below,
    exporting,
    links,
    health,
    home,
    shortcuts,
    mentions,
    lifecycle,
    templates,
    importing,
    workflow_steps,
)
UPLOAD_TRIES = 3  # a picture takes eight calls: beginning all over after each that fails gets nowhere on a bad day
BROKEN: list[type[Exception]] = [aiohttp.ServerConnectionError, aiohttp.ClientOSError, aiohttp.ClientPayloadError]
RENEW_EVERY = 300.0  # seconds between two looks for tokens that end soon
PATIENCE = 4.0  # seconds for the database to answer whoever asks whether all is well
DRAIN = 10.0  # seconds for what has been acknowledged to be finished
UNINSTALLED = "Cairn is not installed in this workspace any more. Ask an administrator to install it again."


class SystemClock:
    """The real time."""

    def now(self) -> datetime:
        """Give the current instant, aware, UTC."""
        return datetime.now(UTC)


@dataclass(slots=True)
class Cairn:
    """Everything that runs, in one place."""

    settings: Settings
    bolt: AsyncApp
    desk: Desk
    engine: Engine
    pool: Pool
    installs: Installs
    background: Background
    http: aiohttp.ClientSession
    metrics: Metrics
    hooks: Poster
    ready: bool = field(default=False)
    renewing: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Ask Slack who we are (where there is one workspace), then begin to post and draw."""
        if not self.settings.many:
            await self.installs.connect(self.bolt.client)
        try:
            await self.engine.start(
                CountedMessenger(TeamMessenger(self.installs, self._messenger), self.metrics),
                TimedPictures(self.pool, self.metrics),
                self.hooks,
            )
        except EngineError as error:
            raise SettingsError([str(error)]) from None
        self.renewing = asyncio.create_task(self._renew(), name="renew tokens")
        self.ready = True

    async def _renew(self) -> None:
        """Renew tokens before they end, for as long as we run."""
        while self.settings.many:
            try:
                await self.installs.renew_all()
            except Exception:
                log.exception("tokens could not be renewed")
            await asyncio.sleep(RENEW_EVERY)

    def _messenger(self, grant: Grant) -> SlackMessenger:
        return SlackMessenger(
            self._client(grant.token, []),  # the engine decides when to say something again
            messages.build,
            uploads=self._client(
                grant.token,
                [
                    AsyncConnectionErrorRetryHandler(max_retry_count=UPLOAD_TRIES, error_types=BROKEN),
                    AsyncServerErrorRetryHandler(max_retry_count=UPLOAD_TRIES),
                    AsyncRateLimitErrorRetryHandler(max_retry_count=UPLOAD_TRIES),
                ],
            ),
            bot_id=grant.bot_id,
            scopes=grant.scopes,
        )

    def _client(self, token: str, retry_handlers: list[AsyncRetryHandler]) -> AsyncWebClient:
        return AsyncWebClient(
            token=token,
            base_url=self.settings.slack_api_url,
            timeout=TIMEOUT,
            session=self.http,
            retry_handlers=retry_handlers,
        )

    async def stop(self) -> None:
        """Finish what people were promised, then let go of everything, whatever goes wrong with one of them."""
        self.ready = False
        async with AsyncExitStack() as last:
            last.push_async_callback(self.desk.db.close)
            last.push_async_callback(self.http.close)
            last.push_async_callback(self.hooks.close)
            last.push_async_callback(self.pool.close)
            last.push_async_callback(self.engine.stop)
            if self.renewing is not None:
                self.renewing.cancel()
            await self.background.drain(DRAIN)

    async def trouble(self) -> str | None:
        """Say what is in the way of serving requests, or None."""
        if not self.ready:
            return "starting"
        try:
            async with asyncio.timeout(PATIENCE), self.desk.db.read() as session:
                behind = not await inspection.up_to_date(session)
        except (sa.exc.SQLAlchemyError, TimeoutError):
            return "the database does not answer"
        return "the database is not up to date" if behind else self.engine.trouble()

    async def figures(self) -> bytes:
        """Write down all figures, in Prometheus' format; those of the database where it answers."""
        counted = None
        if self.ready:
            with contextlib.suppress(sa.exc.SQLAlchemyError, TimeoutError):
                async with asyncio.timeout(PATIENCE), self.desk.db.read() as session:
                    counted = await figures.count(session, self.desk.clock.now())
        return self.metrics.text(counted)


async def build(settings: Settings, *, clock: Clock | None = None) -> Cairn:
    """Put the parts together. Raises `SettingsError` with sentences where the surroundings are not as they must be."""
    clock = clock or SystemClock()
    db = await open_database(settings)
    engine = Engine(
        db,
        clock,
        EngineSettings(
            pace_seconds=settings.pace_seconds,
            update_seconds=settings.pace_seconds,
            publish_every=settings.publish_every,
            refresh_delay=settings.refresh_delay,
        ),
    )
    desk = Desk(db, clock, engine, settings.caps, Flood(), settings.reach)
    background = Background()
    # One session for all calls. What is limited is silence: a large picture may take a while to go up.
    metrics = Metrics()
    http = aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=UPLOAD_TIMEOUT, connect=TIMEOUT / 2, sock_read=TIMEOUT),
        trace_configs=[metrics.calling(settings.slack_api_url)],
    )
    installs = Installs(db, clock, settings.bot_token)
    if settings.many:
        installs.credentials = Credentials(settings.client_id, settings.client_secret)
        installs.client = AsyncWebClient(
            base_url=settings.slack_api_url, timeout=TIMEOUT, session=http, retry_handlers=[]
        )
        _check_keys(db)
    bolt = bolt_app(settings, installs, desk, background, http, metrics)
    hooks = Poster(settings.reach)
    return Cairn(settings, bolt, desk, engine, Pool(settings.drawers), installs, background, http, metrics, hooks)


def _check_keys(db: Database) -> None:
    """Have the key made now: who starts Cairn can mend what is in its way, who installs it cannot."""
    try:
        db.vault.seal(b"")
    except (NoKeyError, OSError) as error:
        _ = voice()
        told = _("There is no key to encrypt tokens with ({error}). {keys}", error=type(error).__name__, keys=_(KEYS))
        raise SettingsError([told]) from None


class Timed(AsyncApp):
    """Bolt's app, with every request numbered and every answer timed, whichever way it came."""

    def __init__(self, metrics: Metrics, **given: Any) -> None:
        """Time by `metrics`; the rest is Bolt's."""
        super().__init__(**given)
        self._metrics = metrics

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Answer one request, under a number of its own."""
        tracing.goes_on()
        began, answer = time.perf_counter(), None
        try:
            answer = await super().async_dispatch(req)
        finally:
            seconds = time.perf_counter() - began
            self._metrics.acknowledged(req, answer, seconds)
            log.debug(
                "a %s was answered with %d in %.0f ms",
                kind_of(req.body),
                answer.status if answer else 500,
                1000 * seconds,
            )
        return answer


def bolt_app(
    settings: Settings,
    installs: Installs,
    desk: Desk,
    background: Background,
    http: aiohttp.ClientSession,
    metrics: Metrics,
) -> AsyncApp:
    """Make Bolt's app, with our own way to authorize, to fail and to run what comes after the acknowledgement."""

    async def authorize(
        context: AsyncBoltContext, enterprise_id: str | None, team_id: str | None
    ) -> AuthorizeResult | None:
        return await installs.authorize(enterprise_id, team_id, organisation=bool(context.is_enterprise_install))

    async def prepared(request: AsyncBoltRequest) -> None:
        installed = request.context.authorize_result
        if settings.many and installed and installed.team_id:
            token = await installs.renewed(installed.team_id)
            request.context["token"] = request.context.client.token = token
        await middleware.meet(desk, request)

    # Bolt's loggers take the level of the one they are given: at INFO they write whole requests down.
    logger = logging.getLogger("cairn.bolt")
    logger.setLevel(logging.ERROR)
    client = AsyncWebClient(
        token=settings.bot_token or None,
        base_url=settings.slack_api_url,
        timeout=TIMEOUT,
        session=http,
        retry_handlers=[AsyncConnectionErrorRetryHandler(), AsyncRateLimitErrorRetryHandler(max_retry_count=1)],
    )
    app = Timed(
        metrics,
        name="cairn",
        logger=logger,
        client=client,
        authorize=authorize,
        signing_secret=settings.signing_secret,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        user_facing_authorize_error_message=UNINSTALLED,
    )
    lazy.install(app, background, prepared)
    failures.install(app, background)
    middleware.install(app, desk)
    for module in LISTENERS:
        module.register(app, desk)
    return app

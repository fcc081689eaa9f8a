"""The routes of the page: the whole page, its regions as JSON, news as server-sent events, doings, files."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.i18n import LANGUAGES, Say, say_for
from bot.simulator.methods_files import new_file
from bot.simulator.page.doings import Doings, NextReview
from bot.simulator.page.hints import script_words, steps, suggestions
from bot.simulator.page.render import HERE, STATIC_AT, digest, environment, slug
from bot.simulator.page.screens import Place, Region, Screens
from bot.simulator.page.shown import FILES_AT

if TYPE_CHECKING:
    from bot.simulator.server import Simulator

log = logging.getLogger(__name__)

Endpoint = Callable[[Request], Awaitable[Response]]
SHEETS = ("base.css", "shell.css", "talk.css", "blocks.css", "modal.css")
FONTS = HERE.parents[1] / "rendering" / "fonts"
UPLOAD_MAX = 10_000_000
NEWS_SECONDS = 20.0
CHOSEN, YEAR = "cairn_language", 31_536_000  # the cookie, and seconds
SAFE = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: https: http:; "
    "style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
SHOWN_IN_PLACE = ("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf")


class Page:
    """The page of one simulator. `simulator` is set before the first request."""

    def __init__(
        self, simulator: "Simulator | None" = None, *, language: str = "en", next_review: NextReview | None = None
    ) -> None:
        """Prepare the page; nothing is drawn before somebody looks."""
        self.simulator = simulator
        self.language, self.next_review = language, next_review
        self._screens: Screens | None = None
        self._stamp = digest("".join(str(path.stat().st_mtime_ns) for path in sorted((HERE / "static").iterdir())))

    def routes(self) -> list[BaseRoute]:
        """Give the routes of the page, to be served at `/`."""
        return [
            Route("/", self._told_of(self._page)),
            Route("/page/state", self._told_of(self._state)),
            Route("/page/live", self._live),
            Route("/page/do", self._told_of(self._do), methods=["POST"]),
            Route("/page/language/{language}", self._choose),
            Route("/page/upload", self._told_of(self._upload), methods=["POST"]),
            Route(FILES_AT + "/{user}/{file}/{name:path}", self._file),
            Route("/archives/{channel}/{message}", self._archive),
            Route(STATIC_AT + "/fonts/{name}", self._font),
            Mount(STATIC_AT, StaticFiles(directory=HERE / "static")),
        ]

    @property
    def _sim(self) -> "Simulator":
        if self.simulator is None:
            message = "the page was given no simulator"
            raise RuntimeError(message)
        return self.simulator

    @property
    def screens(self) -> Screens:
        """What draws the page; made when the first person looks, so that it knows everybody who is there."""
        if self._screens is None:
            core = self._sim.core
            self._screens = Screens(
                core.world,
                core.profile,
                environment(),
                can_review=self.next_review is not None,
            )
        return self._screens

    def _say(self, place: Place) -> Say:
        return say_for(place.language, self._sim.world.users[place.user].tz)

    def _language(self, request: Request) -> str:
        """The language that was chosen on the page, or else that of the terminal it was started from."""
        chosen = request.cookies.get(CHOSEN, "")
        return chosen if chosen in LANGUAGES else self.language

    async def _everybody_speaks(self, language: str) -> None:
        """Have everybody whom one can act as set Slack to a language, as far as the simulator's Slack has it: all."""
        for user in self._sim.world.people():
            user.locale = language.replace("_", "-")
            await self._sim.change_user(user)

    async def _choose(self, request: Request) -> Response:
        """Take a language, and go back to where the person was."""
        back = {name: value for name, value in request.query_params.items() if name in {"as", "at"}}
        answer = RedirectResponse(f"/?{urlencode(back)}", status_code=303)
        if request.path_params["language"] in LANGUAGES:
            await self._everybody_speaks(request.path_params["language"])
            answer.set_cookie(CHOSEN, request.path_params["language"], max_age=YEAR, samesite="lax", httponly=True)
        return answer

    def _place(self, request: Request) -> Place:
        asked = request.query_params
        return self.screens.place(
            asked.get("as", ""), asked.get("at", ""), asked.get("thread", ""), self._language(request)
        )

    def _told_of(self, endpoint: Endpoint) -> Endpoint:
        """Log what breaks: the simulator's server keeps quiet."""

        async def guarded(request: Request) -> Response:
            if self.simulator is None:  # the server listens before the app is connected: the browser asks again
                _ = say_for(self._language(request))
                return PlainTextResponse(_("Cairn is starting…"), status_code=503, headers={"Refresh": "1"})
            try:
                return await endpoint(request)
            except Exception:
                log.exception("The page failed at %s", request.url.path)
                return PlainTextResponse("The page failed; the log says why.", status_code=500)

        return guarded

    async def _page(self, request: Request) -> Response:
        place = self._place(request)
        self._look(request, place)
        _ = self._say(place)
        template = self.screens.templates.get_template("page.html")
        html = template.render(
            _=_,
            title=self._title(place, _),
            sheets=SHEETS,
            stamp=self._stamp,
            words=script_words(_),
            start={**self._told(place), "suggestions": suggestions(self._sim.core.profile.commands, _)},
            me=self._sim.world.users[place.user],
            command=min(self._sim.core.profile.commands, default="/"),
            regions=self.screens.regions(place),
        )
        return HTMLResponse(html, headers=SAFE)

    async def _state(self, request: Request) -> Response:
        place = self._place(request)
        told = self._told(place)  # the version first: what changes while drawing is drawn again
        self._look(request, place)
        regions = self.screens.regions(place)
        drawn = {name: _as_json(region) for name, region in regions.items()}
        told |= {"title": self._title(place, self._say(place)), "regions": drawn}
        return JSONResponse(told, headers=SAFE)

    def _look(self, request: Request, place: Place) -> None:
        """Count what is before a person's eyes as read."""
        asked, reading = request.query_params, self.screens.reading
        if asked.get("enter"):
            reading.enter(place.user, place.at)
        if asked.get("seen"):
            reading.read(place.user, place.at)
            if place.thread:
                reading.read(place.user, place.at, place.thread)

    def _told(self, place: Place) -> dict[str, Any]:
        shortcuts, names = self._sim.core.profile.shortcuts, self._sim.core.profile.shortcut_names
        return {
            "version": self._sim.world.version,
            "place": {"user": place.user, "at": place.at, "thread": place.thread},
            "app": self._sim.world.app_name,
            "steps": steps(self._sim.core.profile.functions),
            "shortcuts": [
                {"callback": callback, "kind": kind, "name": names.get(callback, callback)}
                for callback, kind in shortcuts.items()
            ],
        }

    def _title(self, place: Place, _: Say) -> str:
        unread = self.screens.reading.everything(place.user)
        name = self._sim.world.team_name
        return _("({count}) {name}", count=unread, name=name) if unread else name

    async def _live(self, request: Request) -> Response:
        since = int(request.query_params.get("since", "0"))
        return StreamingResponse(self._news(since), media_type="text/event-stream", headers=SAFE)

    async def _news(self, since: int) -> AsyncIterator[str]:
        """Tell of each new version. A stream ends after a while, so that none is orphaned; the browser asks again."""
        yield "retry: 400\n\n"
        loop = asyncio.get_running_loop()
        end = loop.time() + NEWS_SECONDS
        while loop.time() < end:
            version = await self._sim.world.changed(since, timeout=max(0.1, end - loop.time()))
            if version > since:
                since = version
                yield f"data: {json.dumps({'version': version})}\n\n"

    async def _do(self, request: Request) -> Response:
        if not _from_here(request) or not request.headers.get("content-type", "").startswith("application/json"):
            return PlainTextResponse("not from this page", status_code=403)
        try:
            asked = await request.json()
            place = self.screens.place(str(asked["as"]), "", "", self._language(request))
            what = str(asked["what"])
        except (ValueError, KeyError, TypeError):
            return PlainTextResponse("not understood", status_code=400)
        doings = Doings(self._sim.hand(place.user), self._say(place), self.next_review)
        return JSONResponse(await doings.do(what, asked), headers=SAFE)

    async def _upload(self, request: Request) -> Response:
        if not _from_here(request):
            return PlainTextResponse("not from this page", status_code=403)
        place = self._place(request)
        _ = self._say(place)
        async with request.form() as form:
            part = form.get("file")
            if part is None or isinstance(part, str):
                return JSONResponse({"ok": False, "error": _("There was no file.")})
            content = await part.read(UPLOAD_MAX + 1)
            name = Path(part.filename or "file").name
        if len(content) > UPLOAD_MAX:
            return JSONResponse({"ok": False, "error": _("{name} is larger than 10 MB.", name=name)})
        file = new_file(self._sim.core, name, place.user, content)
        return JSONResponse({"ok": True, "file": file.id})

    async def _file(self, request: Request) -> Response:
        world = self._sim.world
        file = world.files.get(request.path_params["file"])
        if file is None or not world.can_see_file(request.path_params["user"], file):
            return PlainTextResponse("no such file", status_code=404)
        kind = file.mimetype if file.mimetype in SHOWN_IN_PLACE else "application/octet-stream"
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600"}
        return Response(file.content, media_type=kind, headers=headers)

    async def _archive(self, request: Request) -> Response:
        """Lead from the link of a message to its place on the page."""
        digits = request.path_params["message"].removeprefix("p")
        thread = request.query_params.get("thread_ts", "")
        spot = "t" if thread else "m"
        query = urlencode({"at": request.path_params["channel"], **({"thread": thread} if thread else {})})
        return RedirectResponse(f"/?{query}#msg={spot}-{slug(digits[:-6])}-{slug(digits[-6:])}", status_code=302)

    async def _font(self, request: Request) -> Response:
        path = FONTS / Path(request.path_params["name"]).name
        if path.suffix not in {".ttf", ".otf"} or not path.is_file():
            return PlainTextResponse("no such font", status_code=404)
        return FileResponse(path, media_type=f"font/{path.suffix[1:]}", headers={"Cache-Control": "max-age=86400"})


def routes(simulator: "Simulator", *, language: str = "en", next_review: NextReview | None = None) -> list[BaseRoute]:
    """Give the routes of the page for a simulator that is there already."""
    return Page(simulator, language=language, next_review=next_review).routes()


def _as_json(region: Region) -> dict[str, str]:
    return {"html": region.html, "hash": region.hash}


def _from_here(request: Request) -> bool:
    """Whether a request comes from this very page, and not from another site that is open in the browser."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")

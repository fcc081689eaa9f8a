"""The address at which people outside Slack see a map's page, by a link that somebody made for them.

Whatever is wrong with a link, the answer is the same page: nobody learns which links there are, or were.
"""

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from html import unescape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.i18n import Say
from bot.oauth import spoken
from bot.pages import page
from bot.rendering.pool import DrawingError
from workflows import sharing
from workflows.desk import Desk
from workflows.errors import NotFoundError
from workflows.flood import Flood
from workflows.limits import LINK_MINUTE, LINKS_MINUTE
from workflows.ports import Pictures
from workflows.sharing import Opened

log = logging.getLogger(__name__)

KEPT_BYTES = 32 << 20  # of pages that were made
GOOD_MAX = 1000  # links of which is remembered that they opened something
PLAIN_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
FRAMES = "; frame-ancestors 'none'"  # cannot be said in the page itself
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
_TOKEN = re.compile(r"[0-9]{1,10}-[A-Za-z0-9_-]{43}")
_POLICY = re.compile(rb'http-equiv="Content-Security-Policy" content="([^"]+)"')

State = tuple[int, int, date]  # a map, its revision, and the day: the page tells of days


@dataclass(slots=True)
class Shares:
    """Shows maps by their links. Pages are made where pictures are drawn, once for each state of a map."""

    desk: Desk
    pictures: Pictures
    _flood: Flood = field(default_factory=Flood)
    _good: OrderedDict[str, int] = field(default_factory=OrderedDict)  # tokens that opened a link, and which
    _kept: OrderedDict[State, bytes] = field(default_factory=OrderedDict)
    _making: dict[State, "asyncio.Task[bytes]"] = field(default_factory=dict)

    def routes(self) -> list[Route]:
        """Give the address."""
        return [Route(f"{sharing.PATH}/{{token:path}}", self.show, methods=["GET"])]

    async def show(self, request: Request) -> Response:
        """Answer with the page, or with the one that says that there is none."""
        _ = spoken(request)
        token = str(request.path_params["token"])
        if not _TOKEN.fullmatch(token):
            return _closed(_)
        opened = await self._opened(token)
        if not isinstance(opened, Opened):
            return opened(_)
        try:
            made = await self._page(opened)
        except NotFoundError:
            return _closed(_)
        except DrawingError:
            log.warning("the page of map %d could not be made for a link", opened.workshop_id)
            return _busy(_)
        if request.method == "GET":
            await sharing.count(self.desk.db, opened.link_id)
        found = _POLICY.search(made)
        policy = unescape(found[1].decode()) if found else PLAIN_POLICY
        return HTMLResponse(made, headers=HEADERS | {"Content-Security-Policy": policy + FRAMES})

    async def _opened(self, token: str) -> "Opened | Callable[[Say], Response]":
        """What a token opens; how to answer where it opens nothing, or not now."""
        # Whoever tries made-up links takes no turn of those whose link opened something before.
        link_id = self._good.get(token)
        if not self._admitted(link_id):
            return _busy
        opened = await sharing.find(self.desk.db, self.desk.clock, token)
        if opened is None:
            self._good.pop(token, None)
            return _closed
        if link_id is None and not self._admitted(opened.link_id):
            return _busy
        self._good[token] = opened.link_id
        self._good.move_to_end(token)
        if len(self._good) > GOOD_MAX:
            self._good.popitem(last=False)
        return opened

    def _admitted(self, link_id: int | None) -> bool:
        """Whether a link that is known to be good, or any other one (None), may be looked at now."""
        return self._flood.admit("", LINKS_MINUTE) if link_id is None else self._flood.admit(str(link_id), LINK_MINUTE)

    async def _page(self, opened: Opened) -> bytes:
        """Make the page; whoever comes meanwhile waits for the same."""
        state = (opened.workshop_id, opened.revision, self.desk.clock.now().date())
        if state in self._kept:
            self._kept.move_to_end(state)
            return self._kept[state]
        making = self._making.get(state)
        if making is None:
            making = self._making[state] = asyncio.create_task(self._make(state))
            making.add_done_callback(partial(self._made, state))
        return await asyncio.shield(making)

    async def _make(self, state: State) -> bytes:
        export = await sharing.page(self.desk.db, self.desk.clock, state[0])
        return (await self.pictures.export(export)).content

    def _made(self, state: State, making: "asyncio.Task[bytes]") -> None:
        del self._making[state]
        if making.cancelled() or making.exception() is not None:
            return
        for older in [one for one in self._kept if one[0] == state[0]]:
            del self._kept[older]
        self._kept[state] = making.result()
        while len(self._kept) > 1 and sum(map(len, self._kept.values())) > KEPT_BYTES:
            self._kept.popitem(last=False)


def _closed(_: Say) -> Response:
    return _told(
        404,
        _("There is nothing to see here"),
        _("This link is not valid, or not any more. Ask whoever sent it to you for a new one."),
        _,
    )


def _busy(_: Say) -> Response:
    answer = _told(429, _("One moment, please"), _("This page is asked for too often. Try it again in a minute."), _)
    answer.headers["Retry-After"] = "60"
    return answer


def _told(status: int, title: str, line: str, _: Say) -> Response:
    html = page("closed.html", title, _, line=line)
    return HTMLResponse(html, status, HEADERS | {"Content-Security-Policy": PLAIN_POLICY + FRAMES})

"""The two pages by which a workspace installs Cairn: “Add to Slack”, and what stands there when Slack sends back."""

import hmac
import logging
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

import sqlalchemy as sa
from babel import negotiate_locale
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.errors import new_reference
from bot.i18n import LANGUAGES, SOURCE, Say, say_for
from bot.installs import STATE_LIVES, Installs
from bot.logs import CORRELATION
from bot.manifest import INSTALL_PATH, REDIRECT_PATH, scopes
from bot.pages import page
from bot.settings import Settings
from workflows.errors import DeliveryError

log = logging.getLogger(__name__)

COOKIE = "cairn_install"
# The address of the second page holds Slack's code: nothing may keep it, pass it on, or show it in a frame.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
# Slack takes a code once and for ten minutes: who is late or clicks twice can only begin again.
_OVER = frozenset({"invalid_code", "code_already_used", "code_expired", "invalid_grant_type"})
_SPOKEN = {code.split("_")[0]: code for code in LANGUAGES} | {"iw": "he"}


@dataclass(frozen=True, slots=True)
class Told:
    """What a page says. Without a `link` it offers to begin (again)."""

    title: str
    lines: tuple[str, ...]
    button: str
    link: str = ""
    status: int = 200


@dataclass(frozen=True, slots=True)
class Door:
    """Where workspaces come in."""

    installs: Installs
    settings: Settings

    def routes(self) -> list[Route]:
        """Give the pages' addresses."""
        return [
            Route(INSTALL_PATH, self.welcome, methods=["GET"]),
            Route(INSTALL_PATH, self.leave, methods=["POST"]),
            Route(REDIRECT_PATH, self.back, methods=["GET"]),
        ]

    @property
    def redirect_uri(self) -> str:
        """Where Slack sends people back to."""
        return self.settings.public_url + REDIRECT_PATH

    async def welcome(self, request: Request) -> Response:
        """Say what Cairn is, with the button that leads to Slack."""
        _ = spoken(request)
        told = Told(
            _("Add Cairn to Slack"),
            (
                _("Cairn walks your team through mapping your customer's journey: six steps, in one thread."),
                _("Slack shows you next what Cairn may do. You can remove it at any time."),
            ),
            _("Add to Slack"),
        )
        return _page(told, _)

    async def leave(self, request: Request) -> Response:
        """Go to Slack, with a state that this browser alone can come back with."""
        _ = spoken(request)
        state = secrets.token_urlsafe(32)
        await self.installs.begin(state, _.language)
        needed, optional = scopes()
        asked = {
            "client_id": self.settings.client_id,
            "scope": ",".join(sorted(needed | optional)),
            "redirect_uri": self.redirect_uri,
            "state": state,
        }
        there = urljoin(self.settings.slack_api_url, "../oauth/v2/authorize")
        answer = RedirectResponse(f"{there}?{urlencode(asked)}", 303, HEADERS)
        answer.set_cookie(
            COOKIE,
            state,
            max_age=int(STATE_LIVES.total_seconds()),
            path=REDIRECT_PATH,
            secure=self.settings.public_url.startswith("https:"),
            httponly=True,
            samesite="lax",  # Slack sends people back by a link, with which a strict cookie would not come
        )
        return answer

    async def back(self, request: Request) -> Response:
        """Take what Slack sent somebody back with; whatever comes of it, this state is used up."""
        CORRELATION.set(new_reference())
        given, cookie = request.query_params, request.cookies.get(COOKIE, "")
        state = given.get("state", "")
        # Somebody else's link is not only refused: it does not use up what its owner is about to come back with.
        same = bool(state) and hmac.compare_digest(state.encode(), cookie.encode())
        try:
            language = await self.installs.finish(state) if same else None
            _ = say_for(language, "UTC") if language else spoken(request)
            told = await self._told(_, given.get("error", ""), given.get("code", ""), begun=language is not None)
        except sa.exc.SQLAlchemyError as error:
            log.error("installation %s could not be kept: %s", CORRELATION.get(), type(error).__name__)  # noqa: TRY400 - the statement's parameters are tokens
            _ = spoken(request)
            told = _failed(_)
        answer = _page(told, _)
        answer.delete_cookie(COOKIE, path=REDIRECT_PATH)
        return answer

    async def _told(self, _: Say, refusal: str, code: str, *, begun: bool) -> Told:
        if not begun:
            log.info("somebody came back from Slack with a state that is not theirs, used or too old")
            return Told(
                _("Please begin once more"),
                (_("This link was used already, is older than ten minutes, or was begun in another browser."),),
                _("Begin again"),
                status=400,
            )
        if refusal == "access_denied":
            return Told(
                _("Cairn was not added"),
                (_("You chose not to allow it. Nothing was changed, and nothing was kept."),),
                _("Begin again"),
            )
        if refusal or not code:
            log.warning("installation %s: Slack sent somebody back without a code: %r", CORRELATION.get(), refusal[:60])
            return _failed(_)
        try:
            row = await self.installs.complete(code, self.redirect_uri)
        except DeliveryError as error:
            log.warning("installation %s failed: %s", CORRELATION.get(), error.error)
            if error.error in _OVER:
                return Told(
                    _("Please begin once more"), (_("That took too long for Slack."),), _("Begin again"), status=400
                )
            return _failed(_)
        return Told(
            _("Cairn is in {workspace}", workspace=row.name or row.team_id),
            (
                _("In a channel of your team, write “/invite @Cairn”, and then “/journey”."),
                _("Whoever starts a workshop leads it. Everybody in the channel can take part."),
            ),
            _("Open Slack"),
            "https://slack.com/app_redirect?" + urlencode({"app": row.app_id, "team": row.team_id}),
        )


def _failed(_: Say) -> Told:
    return Told(
        _("That did not work"),
        (
            _("Slack did not let Cairn in. Please try it once more in a minute."),
            _("If it happens again, tell whoever runs Cairn this number: {reference}", reference=CORRELATION.get()),
        ),
        _("Begin again"),
        status=502,
    )


def spoken(request: Request) -> Say:
    """Tell the language that was chosen on the page, or else the browser's."""
    chosen = request.query_params.get("lang", "")
    if chosen in LANGUAGES:
        return say_for(chosen, "UTC")
    header = request.headers.get("accept-language", "")[:200]
    wanted = [one.partition(";")[0].strip().partition("-")[0].lower() for one in header.split(",")]
    found = negotiate_locale([one for one in wanted if one], list(_SPOKEN), sep="-")
    return say_for(_SPOKEN.get(found or "", SOURCE), "UTC")


def _page(told: Told, _: Say) -> HTMLResponse:
    html = page(
        "install.html",
        told.title,
        _,
        told=told,
        begin=f"{INSTALL_PATH}?lang={_.language}",
        here=INSTALL_PATH,
        languages=LANGUAGES,
        spoken=_.language,
    )
    return HTMLResponse(html, told.status, HEADERS)

"""What Cairn is entrusted with by the environment: tokens, secrets, keys, and the addresses they are for."""

import re
from urllib.parse import urlsplit

from bot.console import CREDENTIALS, LEVEL_TOKENS
from bot.i18n import N_
from bot.variables import Reader, shown

SLACK_API_URL = "https://slack.com/api/"
KEY_MIN = 32  # characters
KEYS = N_(
    "Make a key with `openssl rand -base64 32`, set it as CAIRN_SECRET_KEYS, and keep it where you keep your other "
    "secrets: without it what was encrypted cannot be read any more."
)
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def bot_token(reader: Reader) -> str:
    """The token of the one workspace that is served."""
    _ = reader.say
    token = reader.text("SLACK_BOT_TOKEN")
    if not token:
        reader.complain(
            _(
                "SLACK_BOT_TOKEN is missing. Install the app to your workspace, then copy the Bot User OAuth Token "
                "(it starts with xoxb-) from the page “OAuth & Permissions” of your app at https://api.slack.com/apps."
            )
        )
    elif token.startswith("xapp-"):
        reader.complain(
            _(
                "SLACK_BOT_TOKEN holds an app-level token (xapp-). That one belongs in SLACK_APP_TOKEN; "
                "the bot token starts with xoxb- and is on the page “OAuth & Permissions”."
            )
        )
    elif token.startswith("xoxp-"):
        reader.complain(
            _(
                "SLACK_BOT_TOKEN holds a user token (xoxp-). Take the Bot User OAuth Token instead: "
                "it starts with xoxb- and is on the page “OAuth & Permissions”."
            )
        )
    elif not token.startswith("xoxb-"):
        reader.complain(
            _(
                "SLACK_BOT_TOKEN is not a bot token: it should start with xoxb-. "
                "Copy it again from the page “OAuth & Permissions” of your app at https://api.slack.com/apps."
            )
        )
    return token


def by_oauth(reader: Reader, *, socket: bool) -> bool:
    """Whether many workspaces install it; what would mean two ways at once is complained about."""
    _ = reader.say
    client_id, secret = reader.text("SLACK_CLIENT_ID"), reader.text("SLACK_CLIENT_SECRET")
    if not client_id:
        if secret:
            reader.complain(
                _(
                    "SLACK_CLIENT_SECRET is set and SLACK_CLIENT_ID is missing. For many workspaces set both "
                    "(they are on the page “Basic Information”, under “App Credentials”); for one workspace set "
                    "neither."
                )
            )
        return False
    if socket:
        reader.complain(
            _(
                "SLACK_CLIENT_ID is set, and Socket Mode serves one workspace only. For many workspaces run "
                "`python -m bot serve`; for one, leave SLACK_CLIENT_ID and SLACK_CLIENT_SECRET out."
            )
        )
    if reader.text("SLACK_BOT_TOKEN"):
        reader.complain(
            _(
                "SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set. The first is for one workspace, the second for "
                "many, each of which has a token of its own. Leave one of them out."
            )
        )
    if not re.fullmatch(r"[0-9]+\.[0-9]+", client_id):
        reader.complain(
            _(
                "SLACK_CLIENT_ID is not a client id: {given}. It is two numbers with a dot between them, "
                "on the page “Basic Information”, under “App Credentials”.",
                given=shown(client_id),
            )
        )
    return True


def client_secret(reader: Reader) -> str:
    """What proves to Slack, together with the client id, who installs the app."""
    _ = reader.say
    secret = reader.text("SLACK_CLIENT_SECRET")
    where = _(CREDENTIALS)
    if not secret:
        reader.complain(_("SLACK_CLIENT_SECRET is missing. Copy the Client Secret from {where}.", where=where))
    elif secret == reader.text("SLACK_SIGNING_SECRET"):
        reader.complain(
            _(
                "SLACK_CLIENT_SECRET and SLACK_SIGNING_SECRET are the same. They are two secrets, both on {where}.",
                where=where,
            )
        )
    elif secret.startswith(("xoxb-", "xapp-", "xoxp-")):
        reader.complain(_("SLACK_CLIENT_SECRET holds a token. The Client Secret is on {where}.", where=where))
    return secret


def public_url(reader: Reader, *, needed: bool) -> str:
    """Where people and Slack reach this server; no slash at its end."""
    _ = reader.say
    url = reader.text("CAIRN_URL").rstrip("/")
    parts = urlsplit(url)
    if not url and not needed:
        return ""
    if not url:
        reader.complain(
            _(
                "CAIRN_URL is missing: the address at which people and Slack reach this server, "
                "such as https://cairn.example.com. Slack sends people back to it after they have allowed the app."
            )
        )
    elif not parts.hostname or parts.query or parts.fragment or parts.path:
        reader.complain(
            _("CAIRN_URL is not the address of a server: {given}. Write https://cairn.example.com.", given=shown(url))
        )
    elif parts.scheme != "https" and parts.hostname not in LOOPBACK:
        reader.complain(_("CAIRN_URL has to begin with https://: Slack sends nobody back to an unprotected address."))
    return url


def secret_keys(reader: Reader) -> tuple[str, ...]:
    """The keys that what is secret is encrypted with, the newest first."""
    _ = reader.say
    keys = tuple(key for key in reader.text("CAIRN_SECRET_KEYS").replace(",", " ").split() if key)
    if any(len(key) < KEY_MIN for key in keys):
        reader.complain(
            _.n(
                "CAIRN_SECRET_KEYS holds a key of fewer than {count} character. "
                "Make one with `openssl rand -base64 32`; to change keys, put the new one first, then a comma.",
                "CAIRN_SECRET_KEYS holds a key of fewer than {count} characters. "
                "Make one with `openssl rand -base64 32`; to change keys, put the new one first, then a comma.",
                KEY_MIN,
            )
        )
    return keys


def app_token(reader: Reader) -> str:
    """The token that Socket Mode is opened with."""
    _ = reader.say
    token = reader.text("SLACK_APP_TOKEN")
    if not token:
        reader.complain(
            _(
                "SLACK_APP_TOKEN is missing, and Socket Mode needs it. Make one with the scope connections:write "
                "(it starts with xapp-) on {where}. Without Socket Mode, run `python -m bot serve`.",
                where=_(LEVEL_TOKENS),
            )
        )
    elif token.startswith("xoxb-"):
        reader.complain(
            _(
                "SLACK_APP_TOKEN holds a bot token (xoxb-). That one belongs in SLACK_BOT_TOKEN; "
                "the app-level token starts with xapp- and is on {where}.",
                where=_(LEVEL_TOKENS),
            )
        )
    elif not token.startswith("xapp-"):
        reader.complain(
            _(
                "SLACK_APP_TOKEN is not an app-level token: it should start with xapp-. Copy it again from {where}.",
                where=_(LEVEL_TOKENS),
            )
        )
    return token


def signing_secret(reader: Reader, *, needed: bool) -> str:
    """What Slack signs its requests with."""
    _ = reader.say
    secret = reader.text("SLACK_SIGNING_SECRET")
    where = _(CREDENTIALS)
    if not needed:
        return secret
    if not secret:
        reader.complain(
            _(
                "SLACK_SIGNING_SECRET is missing, and without it nobody can tell Slack's requests from forged ones. "
                "Copy the Signing Secret from {where}. To run in Socket Mode, use `python -m bot socket`.",
                where=where,
            )
        )
    elif secret.startswith(("xoxb-", "xapp-", "xoxp-")):
        reader.complain(
            _(
                "SLACK_SIGNING_SECRET holds a token. The Signing Secret is 32 letters and digits and is on {where}.",
                where=where,
            )
        )
    return secret


def api_url(reader: Reader) -> str:
    """Where Slack's Web API is; a slash at its end."""
    _ = reader.say
    url = reader.text("SLACK_API_URL", SLACK_API_URL)
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        reader.complain(
            _(
                "SLACK_API_URL is not a web address: {given}. "
                "Leave it out to use Slack's own, {usual}, or begin it with https://.",
                given=shown(url),
                usual=SLACK_API_URL,
            )
        )
    elif parts.scheme == "http" and parts.hostname not in LOOPBACK:
        reader.complain(
            _(
                "SLACK_API_URL begins with http:// and leads to another machine: "
                "your tokens would travel in the open. Use https://, or leave it out to use Slack's own."
            )
        )
    return url if url.endswith("/") else url + "/"

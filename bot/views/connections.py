"""What leaves the workspace by other ways than Slack: the webhook and links for people outside, for administrators."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot import values
from bot.i18n import N_, Say
from bot.ids import Action, Field, Modal
from bot.labels import label
from bot.values import Value
from bot.views import blocks
from bot.views.message import Message, message
from bot.views.texts import Json, clip, escape, isolate
from workflows.snapshots import MapSnapshot
from workflows.webhooks import KINDS, Delivery, Webhook
from workflows.words import HookKind, HookState

ON, OFF = "on", "off"
HOSTS_MAX = 500
_ERRORS: Final[Mapping[str, str]] = {
    "address": N_("this address is not allowed, or not of the public internet"),
    "unreachable": N_("nobody answers there"),
    "slow": N_("the answer took too long"),
    "tls": N_("its certificate is not valid"),
}


@dataclass(frozen=True, slots=True)
class Connections:
    """How things are. `hosts`: where webhooks may lead; `address`: whether a browser can reach Cairn at all."""

    webhook: Webhook | None
    hosts: tuple[str, ...]
    links: bool
    address: bool


def entry(_: Say) -> Json:
    """Build the way there from the settings."""
    said = _("For administrators: tell another program what happens on maps, and links for people outside Slack")
    return blocks.said(said, accessory=blocks.button(_("Connections…"), Action.CONNECTIONS))


def view(now: Connections, _: Say, *, tested: bool = False) -> Json:
    """Build the page."""
    return blocks.info(
        _("Connections"),
        extra=[
            blocks.context(_("Both are off until an administrator turns them on, and hold for the whole workspace.")),
            blocks.header(_("Webhook")),
            *_webhook(now, _, tested=tested),
            blocks.divider(),
            blocks.header(_("Links for people outside Slack")),
            *_links(now, _),
        ],
        close=_("Close"),
    )


def _webhook(now: Connections, _: Say, *, tested: bool) -> list[Json]:
    hook = now.webhook
    if not now.hosts:
        return [
            blocks.section(
                _(
                    "Nobody can be told yet: whoever runs Cairn has to allow addresses first "
                    "(CAIRN_WEBHOOK_HOSTS, as its README says)."
                )
            ),
            *([blocks.actions(_off(_))] if hook else []),
        ]
    if hook is None:
        return [
            blocks.section(_("Off. I can tell a program of yours, such as a tracker, what happens on maps.")),
            blocks.actions(blocks.button(_("Set up…"), Action.WEBHOOK)),
        ]
    told = _.join([label(_, kind) for kind in hook.kinds])
    return [
        blocks.section(_("On. I tell {host}: {kinds}.", host=isolate(f"*{escape(hook.host)}*"), kinds=told)),
        *([blocks.context(_("It did not answer lately: I try again soon, for a day."))] if hook.resting else []),
        *([blocks.context(_("The test is on its way. Press “Look again” in a moment."))] if tested else []),
        *([blocks.bullets(_delivery(one, _) for one in hook.last)] if hook.last else []),
        blocks.actions(
            blocks.button(_("Change…"), Action.WEBHOOK),
            blocks.button(_("Send a test"), Action.WEBHOOK_TEST),
            blocks.button(_("Look again"), Action.CONNECTIONS),
            blocks.button(
                _("New secret"),
                Action.WEBHOOK_SECRET,
                values.encode(Value(version=hook.version)),
                ask=blocks.ask(
                    _("Make a new secret?"),
                    _("The present one is not used any more: the receiver has to know the new one first of all."),
                    _("Make it"),
                    _("Cancel"),
                ),
            ),
            _off(_),
        ),
    ]


def _off(_: Say) -> Json:
    return blocks.button(
        _("Switch off"),
        Action.WEBHOOK_OFF,
        style="danger",
        ask=blocks.ask(
            _("Switch it off?"),
            _("Nothing is told any more, and I forget the address and the secret."),
            _("Switch off"),
            _("Cancel"),
            danger=True,
        ),
    )


def _delivery(one: Delivery, _: Say) -> str:
    when = f"{_.day(one.at)}, {_.time(one.at)}"
    return _("{when}: {what}: {outcome}", when=when, what=label(_, one.kind), outcome=_outcome(one, _))


def _outcome(one: Delivery, _: Say) -> str:
    why = _(_ERRORS[one.error]) if one.error in _ERRORS else _("it answered {status}", status=one.status or 0)
    if one.state is HookState.SENT:
        return _("taken ({status})", status=one.status or 0)
    if one.state is HookState.PASSED:
        return _("not told: it was over already")
    if one.state is HookState.FAILED:
        return _("given up: {why}", why=why)
    if one.attempts:
        return _.n("waits after {count} try: {why}", "waits after {count} tries: {why}", one.attempts, why=why)
    return _("on its way")


def _links(now: Connections, _: Say) -> list[Json]:
    if not now.address:
        return [blocks.section(_("Not possible here: Cairn has no address that a browser could open (CAIRN_URL)."))]
    if not now.links:
        return [
            blocks.section(
                _("Off. Who leads a map could make a link with which anybody sees its page, for 7 or 30 days.")
            ),
            blocks.actions(
                blocks.button(
                    _("Allow links"),
                    Action.LINKS_ALLOW,
                    values.encode(Value(kind=ON)),
                    ask=blocks.ask(
                        _("Allow links?"),
                        _("Whoever has such a link sees the map as it is, names included, without signing in."),
                        _("Allow links"),
                        _("Cancel"),
                    ),
                )
            ),
        ]
    return [
        blocks.section(_("On. Who leads a map makes links, and ends them, in `/journey export`.")),
        blocks.actions(
            blocks.button(
                _("End all links"),
                Action.LINKS_ALLOW,
                values.encode(Value(kind=OFF)),
                style="danger",
                ask=blocks.ask(
                    _("End all links?"),
                    _("Every link of this workspace stops working for good, and no new ones can be made."),
                    _("End all links"),
                    _("Cancel"),
                    danger=True,
                ),
            )
        ),
    ]


def form(hook: Webhook | None, hosts: tuple[str, ...], _: Say) -> Json:
    """Ask where, and of what."""
    return blocks.modal(
        Modal.WEBHOOK,
        _("Webhook"),
        [
            blocks.context(
                _("I send a signed message to this address. Maps in private channels are never told of."),
                _("It may lead to: {hosts}.", hosts=escape(clip(_.join(list(hosts)), HOSTS_MAX))),
            ),
            blocks.url_input(
                Field.LINK, _("Address of the receiver"), value=hook.address if hook else "", optional=False
            ),
            blocks.checkboxes(
                Field.HOOK_KINDS,
                _("What shall I tell it?"),
                [blocks.option(label(_, kind), kind.value) for kind in KINDS],
                values=hook.kinds if hook else (HookKind.PAIN_ASSIGNED, HookKind.PAIN_DONE),
                optional=False,
            ),
        ],
        submit=_("Save"),
        close=_("Cancel"),
    )


def secret(what: str, _: Say) -> Json:
    """Show the secret, which is shown this once."""
    return blocks.info(
        _("Webhook"),
        _("✅ The webhook is on. This is its secret: give it to the receiver now, I do not show it again."),
        f"`{escape(what)}`",
        _("With it the receiver sees that a message is really mine. How to do that stands in docs/webhooks.md."),
        close=_("Close"),
    )


def saved(_: Say) -> Json:
    """Say that it holds."""
    return blocks.info(_("Webhook"), _("✅ Kept. The secret stays the same."), close=_("Close"))


def gave_up(snapshot: MapSnapshot, _: Say) -> Message:
    """Tell who set the webhook that nobody answered for a day."""
    said = _(
        "For a day the webhook of this workspace did not answer. What it was to be told, of the map “{title}” among "
        "others, is not sent any more. I go on trying with what is new.",
        title=isolate(snapshot.outline.title),
    )
    return message(said, blocks.said(said), blocks.actions(blocks.button(_("Connections…"), Action.CONNECTIONS)))

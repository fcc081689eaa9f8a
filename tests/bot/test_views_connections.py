"""The pages and forms of what leaves the workspace by other ways than Slack."""

from datetime import timedelta

import pytest

from bot.i18n import LANGUAGES, Say, say_for
from bot.ids import Action
from bot.simulator.strict import check_message, check_view
from bot.views import connections, exporting, links
from bot.views.connections import Connections
from tests.bot import brimful
from workflows.limits import HOOKS_LISTED, LINK_MAX, LINKS_MAX, TITLE_MAX
from workflows.sharing import Link, Links
from workflows.webhooks import KINDS, Delivery, Webhook
from workflows.words import HookKind, HookState

SPEECH = [say_for(language) for language in LANGUAGES]
HOSTS = tuple(f"host-number-{number}.example.com" for number in range(100))
ADDRESS = "https://" + "a." * 100 + "example.com/" + "x" * (LINK_MAX - 220)


def _hook() -> Webhook:
    states = [(state, error) for state in HookState for error in ("", "address", "unreachable", "slow", "tls")]
    last = tuple(
        Delivery(kind, state, brimful.NOW, number, None if error else 500, error)
        for number, (kind, (state, error)) in enumerate(zip([*HookKind] * 4, states, strict=True))
    )
    return Webhook(ADDRESS, KINDS, 7, resting=True, last=last[:HOOKS_LISTED])


@pytest.mark.parametrize("say", SPEECH, ids=lambda say: say.language)
def test_connections_and_links_fit_into_slack_however_much_there_is(say: Say) -> None:
    hook = _hook()
    for now in (
        Connections(None, (), links=False, address=False),
        Connections(hook, (), links=True, address=True),
        Connections(None, HOSTS, links=False, address=True),
        Connections(hook, HOSTS, links=True, address=True),
    ):
        page = connections.view(now, say, tested=True)
        assert check_view(page) == []
        assert "xxxxx" not in str(page), "the whole address may be a secret"
        assert (str(Action.WEBHOOK_OFF) in str(page)) is (now.webhook is not None), "what is on can be switched off"
    for form in (connections.form(hook, HOSTS, say), connections.form(None, HOSTS, say)):
        assert check_view(form) == []
    for said in (connections.secret("whsec_" + "s" * 43, say), connections.saved(say)):
        assert check_view(said) == []
    letter = connections.gave_up(brimful.full_journey(), say)
    assert check_message({"text": letter.text, "blocks": letter.blocks}) == []

    outline = brimful.outline(title=brimful.long(TITLE_MAX))
    made = Link(2**31 - 1, brimful.ANNA, brimful.NOW, brimful.NOW + timedelta(days=30), 1_000_000)
    full = Links(possible=True, leads=True, links=(made,) * LINKS_MAX)
    assert check_view(links.view(outline, full, say)) == []
    assert check_view(links.view(outline, Links(possible=True, leads=True), say)) == []
    assert check_view(links.made(f"https://cairn.example.com/map/1-{'a' * 43}", say)) == []
    for shares in (True, False):
        form = exporting.view(outline, say, comparable=True, admin=True, shares=shares)
        assert check_view(form) == []
        assert (str(Action.LINKS) in str(form)) is shares

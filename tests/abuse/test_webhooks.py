"""A webhook: told what happens, signed and once; and no way into the network that Cairn stands in."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver

from bot import webhooks as edge
from bot.ids import Action, Field, Modal
from bot.simulator.reading import words_of
from bot.webhooks import Poster, public
from storage import channels
from tests.journeys.team import BY_SOCKET, LEADER, Team
from workflows import anonymity, webhooks
from workflows.errors import InvalidError, NotAllowedError, UntoldError
from workflows.reach import Reach, check
from workflows.webhooks import SetWebhook
from workflows.words import HookKind, HookState, Step

DOCUMENT = Path(__file__).parents[2] / "docs" / "webhooks.md"
SALES = "sales"
ANYWHERE = Reach(hosts=("*",))
INSIDE = (
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "100.64.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1"),
    *("255.255.255.255", "198.18.0.1", "192.0.2.1", "::1", "::", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0"),
    *("::ffff:127.0.0.1", "::ffff:8.8.8.8", "::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:a00:1::", "ff02::1"),
    *("2001:0:1::1", "fec0::1", "not an address", ""),
)
WRONG = {
    "http://hooks.example.com/": "hook_not_https",
    "ftp://hooks.example.com/": "hook_not_https",
    "file:///etc/passwd": "bad_link",
    "https://127.0.0.1/": "hook_not_a_name",
    "https://2130706433/": "hook_not_a_name",
    "https://0x7f000001/": "hook_not_a_name",
    "https://0x7f.1/": "hook_not_a_name",
    "https://127.1/": "hook_not_a_name",
    "https://[::1]/": "hook_not_a_name",
    "https://localhost/": "hook_not_a_name",
    "https://metadata/": "hook_not_a_name",
    "https://hooks.example.com./": "hook_not_a_name",
    "https://hooks。example。com/": "bad_link",
    "https://user:pass@hooks.example.com/": "bad_link",
    "https://hooks.example.com\\@127.0.0.1/": "bad_link",
    "https://hooks.example.com#@127.0.0.1/": "bad_link",
    "https://hooks.example.com:99999/": "bad_link",
    "https://hooks.example.com:22/": "hook_not_allowed",
    "https://hooks.example.com/ HTTP/1.1\r\nHost: x": "bad_link",
    "https://hooks.example.com/" + "a" * 3000: "bad_link",
}


class Names(AbstractResolver):
    """Says what names stand for, one answer after the other."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers, self.asked = list(answers), 0

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET) -> list[Any]:
        self.asked += 1
        found = self.answers.pop(0)
        more = {"port": port, "family": socket.AF_INET, "proto": 0, "flags": socket.AI_NUMERICHOST}
        return [{"hostname": host, "host": one, **more} for one in found]

    async def close(self) -> None: ...


@dataclass
class Receiver:
    """A tracker on this machine. `status` is what it answers."""

    address: str = ""
    status: int = 204
    pause: float = 0.0
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.came.append((dict(request.headers), await request.read()))
        await asyncio.sleep(self.pause)
        return web.Response(status=self.status, headers={"Location": f"{self.address}elsewhere"})

    async def gets(self, number: int) -> list[dict[str, Any]]:
        """What came, when so much has come."""
        async with asyncio.timeout(20):
            while len(self.came) < number:
                await asyncio.sleep(0.02)
        return [json.loads(body) for _headers, body in self.came]

    async def gets_of(self, kind: HookKind) -> dict[str, Any]:
        """The first message of a kind, among others that may come before it."""
        async with asyncio.timeout(20):
            while True:
                for event in await self.gets(len(self.came)):
                    if event["type"] == kind:
                        return event
                await asyncio.sleep(0.02)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as one:
        yield one


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    one = Receiver()
    app = web.Application()
    app.router.add_post("/{tail:.*}", one.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "localhost", 0)
    await site.start()
    one.address = f"http://localhost:{runner.addresses[0][1]}/"
    yield one
    await runner.cleanup()


@pytest.mark.parametrize("address", INSIDE)
def test_no_address_inside_a_network_counts_as_public(address: str) -> None:
    assert not public(address)
    assert public("93.184.216.34")
    assert public("2606:2800:220:1:248:1893:25c8:1946")


@pytest.mark.parametrize("address", WRONG)
def test_an_address_that_leads_elsewhere_cannot_be_set(address: str) -> None:
    with pytest.raises(InvalidError) as refused:
        check(ANYWHERE, address)
    assert refused.value.code == WRONG[address]


def test_only_hosts_that_the_operator_named_can_be_set_and_none_without() -> None:
    few = Reach(hosts=("hooks.example.com", "*.example.org", "other.example:8443"))
    for good in ("https://hooks.example.com/a?b=c", "https://a.b.example.org", "https://other.example:8443/x"):
        assert check(few, good) == good
    for bad in (
        *("https://example.com/", "https://evilexample.org/", "https://example.org/", "https://other.example/"),
        *("https://hooks.example.com.evil.com/", "https://hooks.example.com:8443/"),
    ):
        with pytest.raises(InvalidError) as refused:
            check(few, bad)
        assert refused.value.code == "hook_not_allowed"
    with pytest.raises(InvalidError) as refused:
        check(Reach(), "https://hooks.example.com/")
    assert refused.value.code == "hooks_closed"


@pytest.mark.parametrize("answer", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["::ffff:169.254.169.254"]])
async def test_a_name_that_stands_for_an_address_inside_is_not_connected_to(answer: list[str]) -> None:
    names = Names(answer)
    poster = Poster(ANYWHERE, names)
    with pytest.raises(UntoldError) as refused:
        await poster.post("https://hooks.example.com/", {}, b"{}")
    assert (refused.value.code, names.asked) == ("address", 1)
    await poster.close()


async def test_what_is_connected_to_is_what_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means something else when it is asked for again is not asked for again."""
    tried: list[Any] = []

    async def connect(**given: Any) -> Any:
        tried.extend(info[4][0] for info in given["addr_infos"])
        raise OSError

    monkeypatch.setattr("aiohttp.connector.aiohappyeyeballs.start_connection", connect)
    names = Names(["93.184.216.34"], ["127.0.0.1"])
    poster = Poster(ANYWHERE, names)
    with pytest.raises(UntoldError) as refused:
        await poster.post("https://hooks.example.com/", {}, b"{}")
    assert (refused.value.code, names.asked, set(tried)) == ("unreachable", 1, {"93.184.216.34"})
    await poster.close()


async def test_redirects_are_not_followed_and_a_slow_answer_is_not_waited_for(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edge, "TIMEOUT", edge.aiohttp.ClientTimeout(total=0.3))
    poster = Poster(Reach(hosts=("localhost",), rehearsal=True))
    receiver.status = 307
    assert await poster.post(receiver.address, {}, b"{}") == 307
    assert len(receiver.came) == 1
    receiver.pause = 1.0
    with pytest.raises(UntoldError) as slow:
        await poster.post(receiver.address, {}, b"{}")
    assert slow.value.code == "slow"
    await poster.close()


def documented() -> dict[str, Any]:
    """What the document gives receivers to copy."""
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    made: dict[str, Any] = {"__name__": "receiver"}
    exec(code, made)
    return made


@pytest.mark.thorough
@BY_SOCKET
async def test_an_administrator_has_a_tracker_told_and_it_can_tell_that_it_was_cairn(
    team: Team, receiver: Receiver
) -> None:
    await team.begin(step=Step.REDESIGN)
    await team.adds_pain(SALES, "Nobody calls back", stage="Delivery")
    hand = team.hand(LEADER)
    await team.opens(LEADER, "settings", Modal.SETTINGS)
    page = await team.presses(LEADER, hand.view, Action.CONNECTIONS, modal=Modal.INFO)
    form = await team.presses(LEADER, page, Action.WEBHOOK, modal=Modal.WEBHOOK)
    refused = await hand.submit({Field.LINK: "https://10.0.0.1/", Field.HOOK_KINDS: ["pain.assigned"]}, form)
    assert isinstance(refused, dict)
    assert "name" in refused[Field.LINK]
    told = ["pain.assigned", "pain.done", "map.changed"]
    shown = await team.submits(LEADER, {Field.LINK: receiver.address, Field.HOOK_KINDS: told})
    assert shown is not None
    (secret,) = re.findall(r"whsec_[\w-]{43}", words_of(shown))
    await team.closes(LEADER)

    pain = max(one.id for one in (await team.map()).pains)
    await team.gives_owner(LEADER, pain, SALES)
    (event,) = await receiver.gets(1)
    headers, body = receiver.came[0]
    code = documented()
    now = team.desk.clock.now().timestamp()
    assert code["verified"](secret, headers["Cairn-Signature"], body, now)
    assert not code["verified"](secret, headers["Cairn-Signature"], body + b" ", now)
    assert not code["verified"](secret, headers["Cairn-Signature"], body, now + 301), "too old"
    assert not code["verified"]("another", headers["Cairn-Signature"], body, now)
    ticket = code["ticket"](event)
    assert (ticket["title"], ticket["priority"]) == ("Nobody calls back", "high")
    assert ticket["assignee"] == team.user(SALES).id
    assert event["map"]["link"].startswith("https://")
    assert headers["Cairn-Delivery"] == event["id"]

    await team.running.cairn.engine.tick()
    changed = (await receiver.gets(2))[1]
    assert (changed["type"], changed["map"]["id"]) == ("map.changed", team.workshop)
    await team.running.cairn.engine.tick()
    assert len(receiver.came) == 2, "a burst is told once"

    await team.opens(LEADER, "settings", Modal.SETTINGS)
    page = await team.presses(LEADER, hand.view, Action.CONNECTIONS, modal=Modal.INFO)
    said = words_of(page)
    assert "localhost" in said
    assert "taken (204)" in said
    assert secret not in said, "it is shown once"
    await team.presses(LEADER, page, Action.WEBHOOK_TEST, modal=Modal.INFO)
    assert (await receiver.gets(3))[2]["type"] == "test"
    await hand.click(hand.view, str(Action.WEBHOOK_OFF))
    await team.settle()
    assert await webhooks.of(team.desk, admin(team)) is None
    await team.closes(LEADER)


def admin(team: Team) -> Any:
    actor = team.actor()
    return type(actor)(actor.team_id, actor.user_id, actor.name, is_admin=True)


@pytest.mark.thorough
@BY_SOCKET
async def test_what_is_private_or_anonymous_is_not_told_and_others_than_administrators_set_nothing(
    team: Team, receiver: Receiver
) -> None:
    command = SetWebhook(receiver.address, (HookKind.PAIN_ASSIGNED, HookKind.MAP_CHANGED))
    for refused in (
        webhooks.save(team.desk, team.actor(SALES), command),
        webhooks.of(team.desk, team.actor(SALES)),
        webhooks.secret(team.desk, team.actor(SALES)),
        webhooks.test(team.desk, team.actor(SALES)),
        webhooks.switch_off(team.desk, team.actor(SALES)),
    ):
        with pytest.raises(NotAllowedError):
            await refused
    await webhooks.save(team.desk, admin(team), command)
    await team.begin(step=Step.FEEL)
    await anonymity.begin(team.desk, team.actor(), team.workshop)
    await team.adds_pain(SALES, "Said by nobody")
    await anonymity.end(team.desk, team.actor(), team.workshop)
    pain = max(one.id for one in (await team.map()).pains)
    await team.gives_owner(LEADER, pain, "support")
    await team.drawn()
    await team.running.cairn.engine.tick()
    event = await receiver.gets_of(HookKind.PAIN_ASSIGNED)
    assert event["pain"]["title"] == "Said by nobody"
    assert team.user(SALES).id not in "".join(body.decode() for _headers, body in receiver.came)
    team.channel.is_private = True
    async with team.desk.db.write() as session:
        await channels.tell(session, team.world.team_id, team.channel.id, is_private=True)
    await asyncio.sleep(0.3)  # what was told before that has come
    before = len(receiver.came)
    await team.gives_owner(LEADER, pain, SALES)
    await team.running.cairn.engine.tick()
    await asyncio.sleep(0.3)
    assert len(receiver.came) == before
    receiver.status = 500
    await webhooks.test(team.desk, admin(team))
    await receiver.gets(before + 1)
    async with asyncio.timeout(10):
        while (last := (await webhooks.of(team.desk, admin(team))).last[0]).state is HookState.QUEUED:
            await asyncio.sleep(0.05)
    assert (last.state, last.status) == (HookState.FAILED, 500)
    await webhooks.switch_off(team.desk, admin(team))

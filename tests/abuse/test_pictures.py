"""What people write cannot make a picture or a page load anything: no address is called and no file is read."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest

from bot.ids import Field, Modal
from bot.rendering import paper
from bot.simulator.things import SimFile
from tests.abuse.test_wild_text import stuffed
from tests.journeys.team import BY_SOCKET, LEADER, Team, choices
from workflows.words import Step

pytestmark = pytest.mark.thorough


@dataclass
class Trap:
    """An address that writes down who comes."""

    at: str = ""
    came: list[bytes] = field(default_factory=list)


@pytest.fixture
async def trap() -> AsyncIterator[Trap]:
    one = Trap()

    async def visited(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        one.came.append(await reader.read(200))
        writer.close()

    server = await asyncio.start_server(visited, "127.0.0.1", 0)
    one.at = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield one


def baits(at: str) -> dict[str, str]:
    """Texts that make what draws or shows them load something, if they are not text."""
    return {
        "image": f'"/></text><image href="{at}/a.png" width="9" height="9"/><image xlink:href="file:///etc/passwd"/><text>',
        "style": f"</style><style>@import url({at}/b.css); text {{ fill: url({at}/c.svg#x) }}</style>",
        "entity": f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{at}/d"><!ENTITY y SYSTEM "file:///etc/passwd">]><svg>&x;&y;</svg>',
        "page": f'<script src="{at}/e.js"></script><img src={at}/f onerror=fetch("{at}/g")><use href="{at}/h.svg#x"/>',
    }


FORMS = {
    Modal.FRAME: "edit",
    Modal.INTRODUCE: "introduce",
    Modal.PERSONA: "customer",
    Modal.TOUCHPOINTS: "touchpoints",
    Modal.NOTE: "pain",
    Modal.SCORES: "feel",
    Modal.IDEA: "idea",
}


@BY_SOCKET
async def test_a_map_full_of_addresses_is_drawn_and_exported_and_nothing_is_loaded(team: Team, trap: Trap) -> None:
    await team.begin(step=Step.REDESIGN)
    for bait in baits(trap.at).values():
        for modal, word in FORMS.items():
            view = await team.opens(LEADER, word, modal)
            await team.hand(LEADER).submit(stuffed(team, view, bait))
            await team.closes(LEADER)
    view = await team.opens(LEADER, "stages", Modal.STAGES)
    names = "\n".join(one.name for one in (await team.map()).stages)
    lines = "\n".join(f"{number} {bait[:70]}" for number, bait in enumerate(baits(trap.at).values()))
    await team.submits(LEADER, dict.fromkeys(stuffed(team, view, ""), f"{names}\n{lines}"))
    await team.closes(LEADER)
    await team.drawn()
    snapshot = await team.map()
    assert str(snapshot).count("/a.png") > 3, "it was written, and stands there as it is"
    content = team.world.files[snapshot.outline.map_file_id].content
    assert content.startswith(b"\x89PNG")
    files = await _exported(team)
    await team.drawn()
    assert trap.came == []
    assert len(files) > 8
    for file in files:
        assert b"root:x:0:0" not in file.content, file.name
        if file.name.endswith((".html", ".svg")):
            told = Markup(file.content.decode()).told
            assert not [one for one in told if trap.at in one or "passwd" in one or one.startswith("on")], file.name


async def _exported(team: Team) -> list[SimFile]:
    """Every file that there is of the map."""
    view = await team.opens(LEADER, "export", Modal.EXPORT)
    await team.submits(LEADER, {name: choices(view, name) for name in (Field.TO_SHOW, Field.TO_WORK)})
    await team.closes(LEADER)
    await team.settle()
    shared = [one for message in team.hand(LEADER).dm() for one in message.files]
    return [team.world.files[one] for one in shared]


class Markup(HTMLParser):
    """What the attributes of a page say, where something could be loaded or done by them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.told: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        loading = [value or "" for name, value in attrs if name.split(":")[-1] in {"src", "href", "style", "srcset"}]
        self.told += [*loading, *(name for name, _value in attrs if name.startswith("on"))]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://169.254.169.254/latest", "data:image/png;base64,AA"])
def test_what_draws_asks_for_nothing_even_if_something_got_into_the_drawing(address: str) -> None:
    with pytest.raises(PermissionError, match="a picture asked for"):
        paper._deny(address, "image/*")

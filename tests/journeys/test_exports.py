"""A map leaves Slack as files: who asks for them, who gets them, and what is in them."""

import io
import json
import zipfile

import pytest

from bot.ids import Action, Field, Modal
from bot.simulator.things import SimFile
from tests.journeys.team import BY_HTTP, LEADER, Team
from workflows import copying, document
from workflows.words import Step

SALES = "sales"


def files(team: Team, where: str) -> dict[str, SimFile]:
    """The files that were shared in a channel or a direct message, by what they are called."""
    shared = [one for message in team.world.messages[where].values() for one in message.files]
    return {team.world.files[one].name: team.world.files[one] for one in shared}


async def _exports(team: Team, role: str, values: dict[Field, object]) -> str:
    view = await team.submits(role, values)
    assert view is not None
    said = " ".join(str(block.get("text", {}).get("text", "")) for block in view.blocks)
    await team.closes(role)
    await team.settle()
    return said


@pytest.mark.thorough
@BY_HTTP
async def test_a_map_comes_as_the_files_that_were_ticked_to_whom_they_are_for(team: Team) -> None:
    await team.begin(step=Step.FEEL)
    await team.adds_pain(SALES, '=HYPERLINK("http://evil") prices change')
    await team.presses(SALES, team.card(), Action.EXPORT, modal=Modal.EXPORT)
    said = await _exports(team, SALES, {Field.TO_SHOW: ["svg", "html"], Field.TO_WORK: ["json"]})
    assert "3 files" in said
    mine = files(team, team.hand(SALES).direct.id)
    assert set(mine) == {"buying-a-kitchen.svg", "buying-a-kitchen.html", "buying-a-kitchen.json"}
    page = mine["buying-a-kitchen.html"].content.decode()
    told = "added the pain point “=HYPERLINK(&#34;http://evil&#34;) prices change”"
    assert told in page, "the page tells where a thing comes from"
    read = document.read(json.loads(mine["buying-a-kitchen.json"].content))
    assert [one.text for one in read.map.contributions] == ['=HYPERLINK("http://evil") prices change']
    assert not any(name.endswith((".svg", ".json")) for name in files(team, team.channel.id))

    await team.opens(SALES, "export", Modal.EXPORT)
    refused = await team.hand(SALES).submit({Field.TO_SHOW: [], Field.TO_WORK: []})
    assert refused == {Field.TO_SHOW: "Please choose at least one kind of file."}
    colleague = {Field.SEND_TO: "person", Field.PERSON: team.user(LEADER).id}
    assert team.user(LEADER).id in await _exports(
        team, SALES, {Field.TO_SHOW: [], Field.TO_WORK: ["yaml"], **colleague}
    )
    assert "buying-a-kitchen.yaml" in files(team, team.hand(LEADER).direct.id)

    guest = team.world.add_user("gast", "Gast", is_guest=True)  # of whom Cairn has never heard
    await team.opens(SALES, "export", Modal.EXPORT)
    await _exports(
        team, SALES, {Field.TO_SHOW: [], Field.TO_WORK: ["yaml"], Field.SEND_TO: "person", Field.PERSON: guest.id}
    )
    assert not files(team, team.running.simulator.hand(guest.id).direct.id), "guests see maps they were invited to"

    await team.opens(SALES, "export", Modal.EXPORT)
    await _exports(team, SALES, {Field.TO_SHOW: [], Field.TO_WORK: ["json"], Field.SEND_TO: "thread"})
    assert "buying-a-kitchen.json" in files(team, team.channel.id)
    assert not team.problems()


@pytest.mark.thorough
@BY_HTTP
async def test_two_maps_beside_each_other_leave_as_a_picture_only(team: Team) -> None:
    today = await team.begin(step=Step.FEEL)
    done = await copying.future(team.desk, team.actor(), today, "Tomorrow")
    await team.settle()
    team.workshop = done.workshop_id
    await team.presses(SALES, team.card(done.workshop_id), Action.EXPORT, modal=Modal.EXPORT)
    both = {Field.WHAT: "compare", Field.TO_SHOW: ["svg"], Field.TO_WORK: ["json"]}
    refused = await team.hand(SALES).submit(both)
    assert isinstance(refused, dict)
    assert "PNG, SVG or PDF" in refused[Field.TO_WORK]
    await _exports(team, SALES, {**both, Field.TO_WORK: []})
    mine = files(team, team.hand(SALES).direct.id)
    assert mine["tomorrow-compared.svg"].content.startswith(b"<")
    assert "tomorrow.json" not in mine


@BY_HTTP
@pytest.mark.thorough  # it draws every map that other tests left
async def test_an_administrator_takes_every_map_of_the_workspace_along(team: Team) -> None:
    await team.begin(title="../../etc/passwd", step=Step.FEEL)
    await team.adds_pain(SALES, "prices change")
    view = await team.opens(SALES, "export", Modal.EXPORT)
    assert "workspace" not in str(view.blocks)
    await team.closes(SALES)
    await team.opens(LEADER, "export", Modal.EXPORT)
    assert "every map" in await _exports(team, LEADER, {Field.WHAT: "workspace"})
    (archive,) = [one for name, one in files(team, team.hand(LEADER).direct.id).items() if name.endswith(".zip")]
    packed = zipfile.ZipFile(io.BytesIO(archive.content))
    assert packed.testzip() is None
    index = json.loads(packed.read("index.json"))
    mine = next(one for one in index["maps"] if one["title"] == "../../etc/passwd")
    assert mine["document"] == "maps/etc-passwd.json"
    assert packed.read(mine["picture"]).startswith(b"\x89PNG")
    assert all(not name.startswith(("/", "..")) for name in packed.namelist())

    await team.opens(SALES, "export", Modal.EXPORT)
    await _exports(team, SALES, {Field.SEND_TO: "canvas"})
    (said,) = [one.text for one in team.thread() if "canvases:write" in one.text]
    assert "as a file" in said
    assert "etc-passwd.md" in files(team, team.channel.id), "nothing is lost where no canvas may be made"
    team.running.simulator.core.profile.scopes.add("canvases:write")
    await team.opens(SALES, "export", Modal.EXPORT)
    await _exports(team, SALES, {Field.SEND_TO: "canvas", Field.TO_SHOW: [], Field.TO_WORK: []})
    team.running.simulator.core.profile.scopes.discard("canvases:write")
    (made,) = [one for one in team.world.files.values() if one.name.endswith(".canvas")]
    assert "prices change" in made.content.decode()
    assert made.title == "../../etc/passwd"
    assert any("is a canvas of this channel now" in one.text and made.id in one.text for one in team.thread())

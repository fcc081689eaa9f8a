"""Importing files: chosen, read, looked at, brought in whole, and taken back."""

from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot import values
from bot.exports.data import write_json
from bot.i18n import say_for
from bot.ids import Action, Field, Modal, Shortcut
from bot.simulator.methods_files import new_file
from bot.simulator.reading import words_of
from bot.simulator.things import OpenView
from bot.views import importing
from tests.journeys.team import BY_HTTP, BY_SOCKET, Team
from workflows import document, workshops
from workflows.words import Channel, Step

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "imports"


async def chooses(team: Team, role: str, name: str, content: bytes) -> OpenView:
    """Choose a file in the form; what stands there when it was read."""
    await team.opens(role, "import", Modal.IMPORT)
    await team.submits(role, {Field.FILE: (name, content)})
    return await read(team, role)


async def read(team: Team, role: str) -> OpenView:
    await team.settle()
    view = team.hand(role).view
    while view is not None and view.callback_id == Modal.IMPORT_WAIT and "Reading" in words_of(view):
        await team.world.changed(team.world.version, timeout=0.5)
        view = team.hand(role).view
    assert view is not None
    return view


@BY_SOCKET
async def test_a_list_is_looked_at_imported_whole_imported_again_without_effect_and_taken_back(team: Team) -> None:
    await team.begin(stages=("Comparison",), step=Step.MAP)
    content = (EXAMPLES / "touchpoints.en.csv").read_bytes()
    view = await chooses(team, "sales", "touchpoints.csv", content)
    said = words_of(view)
    assert view.callback_id == Modal.IMPORT_PREVIEW
    assert "Nothing is saved yet" in said
    assert "*10 new*" in said
    assert "Awareness, Order, Delivery, Use" in said
    assert not (await team.map()).touchpoints
    done = await team.submits("sales", {}, view)
    assert isinstance(done, OpenView)
    assert "10 new" in words_of(done)
    snapshot = await team.map()
    assert [stage.name for stage in snapshot.stages] == ["Awareness", "Comparison", "Order", "Delivery", "Use"]
    planner = next(one for one in snapshot.touchpoints if one.title == "Online planner")
    assert (planner.channel, planner.importance, planner.moment_of_truth) == (Channel.WEB, 4, True)
    assert planner.details["need"] == "Know the price before talking to anybody"

    again = await chooses(team, "sales", "touchpoints.csv", content.replace(b"Sales,yes", b"Shops,yes"))
    assert "*2 changed*" in words_of(again)
    assert "8 left as they are" in words_of(again)
    assert "Department: Sales → Shops" in words_of(again)
    await team.closes("sales")

    answer = await team.types("sales", "undo")
    assert "imported a file: 10 things" in words_of(answer)
    snapshot = await team.map()
    assert not snapshot.touchpoints
    assert [stage.name for stage in snapshot.stages] == ["Comparison"]


@pytest.mark.thorough
@BY_HTTP
async def test_columns_nobody_knows_are_asked_about_and_errors_name_row_and_column(team: Team) -> None:
    await team.begin(step=Step.MAP)
    content = "Wo?;Was?;Wie wichtig?\nCheckout;Cart;4\nCheckout;Bank text;9\n;;\nCheckout;Receipt;high\n".encode(
        "utf-16"
    )
    view = await chooses(team, "sales", "liste.csv", content)
    assert view.callback_id == Modal.IMPORT_COLUMNS
    assert "UTF-16" in words_of(view)
    columns = {"column:0-title": "Was?", "column:0-stage": "Wo?", "column:0-importance": "Wie wichtig?"}
    shown = await team.submits("sales", columns, view)
    assert isinstance(shown, OpenView)
    said = words_of(shown)
    assert "2 things are in the way" in said
    assert "Row 3" in said
    assert "Wie wichtig?" in said
    assert "a number from 0 to 5" in said
    assert "Row 5" in said
    assert shown.submit is None
    ask = await team.presses("sales", shown, Action.IMPORT_COLUMNS, modal=Modal.IMPORT_COLUMNS)
    fine = await team.submits("sales", {"column:0-importance": None}, ask)
    assert isinstance(fine, OpenView)
    assert "*3 new*" in words_of(fine)
    await team.submits("sales", {}, fine)
    assert {one.title for one in (await team.map()).touchpoints} == {"Cart", "Bank text", "Receipt"}
    await team.closes("sales")


@BY_SOCKET
async def test_the_file_of_a_message_is_imported_from_its_menu(team: Team) -> None:
    await team.begin(stages=("Comparison", "Order", "Delivery"), step=Step.FEEL)
    hand = team.hand("sales")
    core = team.running.simulator.core
    file = new_file(core, "answers.csv", hand.user.id, (EXAMPLES / "survey.csv").read_bytes())
    message = await hand.say(team.channel, "What people wrote us", files=[file.id])
    await hand.message_shortcut(message, Shortcut.ADD_MESSAGE)
    form = await hand.sees_view(Modal.MESSAGE_TO_MAP)
    assert "answers.csv" in words_of(form)
    await hand.click(form, str(Action.IMPORT_READ))
    view = await read(team, "sales")
    if view.callback_id == Modal.MESSAGE_TO_MAP:
        view = await hand.sees_view(Modal.IMPORT_PREVIEW)
    assert view.callback_id == Modal.IMPORT_PREVIEW, words_of(view)
    assert "*5 new*" in words_of(view)
    await team.submits("sales", {}, view)
    evidence = (await team.map()).evidence
    assert len(evidence) == 5
    assert {one.source for one in evidence} >= {"Customer 17", "Customer 31"}
    await team.closes("sales")


@pytest.mark.thorough
@BY_HTTP
async def test_without_the_permission_people_are_told_how_to_get_it_and_after_a_restart_they_look_again(
    team: Team,
) -> None:
    await team.begin(step=Step.MAP)
    core, hand = team.running.simulator.core, team.hand("sales")
    form = await team.opens("sales", "import", Modal.IMPORT)
    core.profile.scopes.discard("files:read")
    try:
        await team.submits("sales", {Field.FILE: ("list.csv", b"Stage,Touchpoint\nCheckout,Cart\n")}, form)
        failed = await read(team, "sales")
        assert "files:read" in words_of(failed)
        assert "Nothing was changed" in words_of(failed)
        await team.closes("sales")
        assert await hand.command(team.channel, "/journey import") is None
        assert "files:read" in words_of(await hand.sees_view(Modal.INFO))
        await team.closes("sales")
    finally:
        core.profile.scopes.add("files:read")
    # Whoever is left with the view that says “reading” presses its button.
    view = await chooses(team, "sales", "list.csv", b"Stage,Touchpoint\nCheckout,Cart\n")
    about = values.decode(view.private_metadata)
    standing = importing.waiting(about.of_item, "list.csv", say_for("en"))
    client = AsyncWebClient(token=core.bot_token, base_url=team.running.simulator.api_url)
    await client.views_update(view_id=view.id, view=standing)
    await hand.click(await hand.sees_view(Modal.IMPORT_WAIT), str(Action.IMPORT_READ))
    assert "*1 new*" in words_of(await hand.sees_view(Modal.IMPORT_PREVIEW))
    await team.closes("sales")


@BY_SOCKET
async def test_a_map_that_cairn_exported_becomes_a_new_one(team: Team) -> None:
    await team.begin(step=Step.MAP, title="Buying a garden")
    content = write_json(await document.document(team.desk, team.actor(), team.workshop), {}, "en")
    view = await chooses(team, "sales", "map.json", content)
    assert view.callback_id == Modal.IMPORT_MAP
    assert "Buying a garden" in words_of(view)
    await team.submits("sales", {}, view)
    mine = await workshops.open_in(team.desk, team.actor(), team.channel.id)
    assert [one.title for one in mine] == ["Buying a garden"] * 2
    assert [[name for _id, name in one.stages] for one in mine] == [["Awareness", "Checkout", "Delivery"]] * 2
    await team.closes("sales")

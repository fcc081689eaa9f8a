"""Text that breaks programs, in every field of every form: kept clean or refused at its field, and the map is drawn."""

from typing import Any

import pytest

from bot.ids import Modal
from bot.simulator.blocks import placed
from bot.simulator.things import OpenView
from storage.tables import Workshop
from tests.journeys.team import BY_SOCKET, LEADER, Team, choices
from workflows import workshops
from workflows.words import Step

pytestmark = [pytest.mark.thorough, BY_SOCKET]

WILD = {
    "everything": "<svg onload=alert(1)><script>x</script> &amp; ]]> <!-- {{ 7*7 }} {% raw %}"
    " a\u0000b\u0007c\u001b[31md\u0085e\ufffef\uffff \u202egnitaeb\u202c \u2066א\u2069 \u200f"
    " Z" + "\u0335\u0321\u0489" * 20 + " 👩‍👩‍👧‍👦🏳️‍🌈 ﷽",
    "half an emoji": "half \ud83d and \udc00 half",
    "long": "long " * 600,
}
FORMS = {
    Modal.START: "start",
    Modal.FRAME: "edit",
    Modal.TEMPLATE: "template",
    Modal.PEOPLE: "people",
    Modal.INTRODUCE: "introduce",
    Modal.PERSONA: "customer",
    Modal.STAGES: "stages",
    Modal.TOUCHPOINTS: "touchpoints",
    Modal.NOTE: "pain",
    Modal.SCORES: "feel",
    Modal.IDEA: "idea",
    Modal.OWNER: "owner",
    Modal.METRIC: "metric",
    Modal.CADENCE: "cadence",
    Modal.REVIEW: "review",
}


def stuffed(team: Team, view: OpenView, text: str) -> dict[Any, object]:
    """Every field filled in: texts with this one, choices with their first."""
    given: dict[Any, object] = {}
    for one in placed(view.blocks):
        if not one.in_input:
            continue
        if one.kind == "plain_text_input":
            limit = one.element.get("max_length", 3000)
            given[one.block_id] = text[:limit]
        elif one.kind in {"static_select", "radio_buttons"}:
            given[one.block_id] = choices(view, one.block_id.split("~")[0])[0]
        elif one.kind == "users_select":
            given[one.block_id] = team.user("sales").id
        elif one.kind == "multi_users_select":
            given[one.block_id] = [team.user("sales").id]
        elif one.kind == "datepicker" and not one.element.get("initial_date"):
            given[one.block_id] = team.world.clock.now().date()
    return given


async def test_wild_text_in_every_field_of_every_form_is_kept_clean_or_refused_and_never_breaks_the_map(
    team: Team,
) -> None:
    await team.begin(step=Step.REDESIGN)
    await team.adds_pain("support", "Nobody answers the phone")
    hand = team.hand(LEADER)
    for name, text in WILD.items():
        for modal, word in FORMS.items():
            view = await team.opens(LEADER, word, modal)
            given = stuffed(team, view, text)
            if modal is Modal.STAGES:  # a stage with something in it cannot go
                names = "\n".join(one.name for one in (await team.map()).stages)
                given = dict.fromkeys(given, f"{names}\n{text}"[:3000])
            after = await hand.submit(given)
            assert "reference" not in str(after.blocks if isinstance(after, OpenView) else after), (
                f"{modal}, {name}: {after}"
            )
            await team.closes(LEADER)
            if modal is Modal.START:
                await _end_others(team)
        if name != "half an emoji":  # a command comes as a form in UTF-8, which has none
            await team.types(LEADER, f"pain Checkout: {text[:400]}")
    await team.drawn()
    snapshot = await team.map()
    said = str(snapshot)
    assert "onload=alert" in said, "what is text stays as it was written"
    assert not [char for char in said if char in "\u0000\u0007\u001b\ufffe\uffff\u202e" or "\ud800" <= char <= "\udfff"]
    outline = snapshot.outline
    assert outline.map_file_id
    assert team.world.files[outline.map_file_id].content.startswith(b"\x89PNG")
    async with team.desk.db.read() as session:
        row = await session.get_one(Workshop, team.workshop)
        assert (row.draw_failures, row.drawn_revision) == (0, row.revision)


async def _end_others(team: Team) -> None:
    for outline in await workshops.open_in(team.desk, team.actor(), team.channel.id):
        if outline.id != team.workshop:
            await workshops.end(team.desk, team.actor(), outline.id)

"""Ids that are not one's own, roles that one has no longer: the same answer as for what does not exist."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot import values
from bot.ids import Action, Field, Modal
from bot.simulator.blocks import placed
from bot.simulator.reading import words_of
from bot.simulator.things import OpenView
from bot.values import Value
from storage.tables import Workspace
from tests.abuse.test_twice import FORMS, counts
from tests.abuse.wire import Nobody
from tests.journeys.team import BY_SOCKET, LEADER, NUMBERS, Team
from workflows import contributions, maps, workshops
from workflows.commands import Actor, AddNote, EditWorkshop, SetStages, StartWorkshop
from workflows.words import NoteKind, Step

pytestmark = [pytest.mark.thorough, BY_SOCKET]

NOBODYS = 2_000_000_000


@pytest.fixture
async def theirs(team: Team) -> AsyncIterator[tuple[int, int]]:
    """A workshop of another workspace in the same database, and a pain point on it."""
    team_id = f"T0OTHER{next(NUMBERS)}"
    async with team.desk.db.write() as session:
        session.add(Workspace(team_id=team_id, name="Others", installed_at=datetime.now(UTC)))
    actor = Actor(team_id, "U0STRANGER", "A stranger")
    # Nothing is said there: Slack would answer that Cairn is not installed, and all of it would be gone.
    desk = replace(team.desk, outbox=Nobody())
    done = await workshops.start(desk, actor, StartWorkshop("C0OTHERS", "Secret journey", "Secret goal"))
    await maps.set_stages(desk, actor, SetStages(done.workshop_id, ("Secret stage",)))
    note = await contributions.add(desk, actor, AddNote(done.workshop_id, NoteKind.PAIN, "Secret pain", None))
    assert note.item_id is not None
    yield done.workshop_id, note.item_id
    async with team.desk.db.write() as session:
        row = await session.get_one(Workspace, team_id)
        row.removed_at = datetime.now(UTC)
        session.add(row)


def forged(value: str | None, workshop: int, item: int | None = None) -> str:
    """The same value, but for another workshop."""
    told = values.decode(value)
    more: dict[str, Any] = {"workshop": workshop}
    if item is not None and told.item is not None:
        more["item"] = item
    return values.encode(Value(**{**{name: getattr(told, name) for name in Value.__slots__}, **more}))


async def test_a_button_with_somebody_elses_workshop_is_answered_like_one_that_does_not_exist(
    team: Team, theirs: tuple[int, int]
) -> None:
    await team.begin(step=Step.REDESIGN)
    await team.drawn()
    hand = team.hand(LEADER)
    workshop, pain = theirs
    before = await counts(team)
    answer = await team.types(LEADER, "")
    card = team.card()
    buttons = {
        one.action_id: one.element
        for holder in (answer, card, *team.guides())
        for one in placed(holder.blocks)
        if one.kind == "button" and one.action_id != Action.OPEN_LINK
    }
    extra = (
        Action.PERSONA,
        Action.STAGES,
        Action.STAGE,
        Action.EDIT_NOTE,
        Action.EDIT_IDEA,
        Action.PAIN_DONE,
        Action.HAND_OVER,
        Action.METRIC,
        Action.EDIT_METRIC,
        Action.CADENCE,
        Action.REVIEW,
        Action.BACK,
        Action.MINE,
        Action.FRAME,
        Action.PEOPLE,
        Action.END,
        Action.TEMPLATE,
        Action.DROP_TEMPLATE,
    )
    for action in {*buttons, *map(str, extra)} - {str(Action.HELP), str(Action.START)}:
        said = {}
        for target, item in ((workshop, pain), (NOBODYS, NOBODYS)):
            sample = buttons.get(action, {}).get("value") or values.encode(Value(workshop=1, item=1, step=5))
            element = next(one for one in card.blocks if one["type"] == "actions")["elements"][0]
            element |= {"action_id": action, "value": forged(sample, target, item)}
            seen = len(hand.messages(team.channel))
            await hand.click(card, action, element["value"])
            await team.settle()
            told = hand.messages(team.channel)[seen:]
            assert told or hand.view, action
            said[target] = "\n".join([*(one.text for one in told), *([words_of(hand.view)] if hand.view else [])])
            assert "Secret" not in said[target], action
            await team.closes(LEADER)
        assert said[workshop] == said[NOBODYS], action
        assert "not there any more" in said[workshop], action
    assert await counts(team) == before


async def test_a_form_with_somebody_elses_workshop_is_refused_like_one_that_does_not_exist(
    team: Team, theirs: tuple[int, int]
) -> None:
    await team.begin(step=Step.REDESIGN)
    await team.adds_pain("support", "Nobody answers the phone")
    hand = team.hand(LEADER)
    workshop, pain = theirs
    before = await counts(team)
    for modal, (word, filling) in FORMS.items():
        if modal is Modal.START:
            continue
        said = {}
        for target, item in ((workshop, pain), (NOBODYS, NOBODYS)):
            view = await team.opens(LEADER, word, modal)
            given = filling(team, view)
            if modal is Modal.GATE:
                given = {Field.REASON: "A forged reason"}
            view.private_metadata = forged(view.private_metadata, target, item)
            after = await hand.submit(given)
            assert isinstance(after, OpenView), f"{modal}: {after}"
            said[target] = words_of(after)
            assert "Secret" not in str(after.blocks), modal
            await team.closes(LEADER)
        assert said[workshop] == said[NOBODYS], modal
        assert "not there any more" in said[workshop], modal
    assert await counts(team) == before


async def test_junk_in_metadata_and_values_is_not_found_and_nothing_more(team: Team) -> None:
    await team.begin()
    hand = team.hand(LEADER)
    for junk in (
        "",
        "{",
        "[]",
        '{"w":-1}',
        '{"w":1e99}',
        '{"w":"1"}',
        '{"w":true}',
        '{"w":' + "9" * 50 + "}",
        "\u0000",
        '{"w":1,"x":{"a":{}}}',
    ):
        card = team.card()
        element = next(one for one in card.blocks if one["type"] == "actions")["elements"][0]
        element |= {"action_id": str(Action.MAP), "value": junk}
        await hand.click(card, Action.MAP, junk)
        await team.settle()
        assert "not there any more" in hand.messages(team.channel)[-1].text, junk
        view = await team.opens(LEADER, "pain", Modal.NOTE)
        view.private_metadata = junk
        after = await hand.submit(
            {
                next(o.block_id for o in placed(view.blocks) if o.block_id.startswith("text")): "kept words",
                Field.STAGE: "Checkout",
            }
        )
        assert isinstance(after, OpenView)
        assert "kept words" in str(after.blocks), f"what was typed is given back: {junk!r}"
        await team.closes(LEADER)
    assert not (await team.map()).pains


async def test_who_led_once_and_submits_an_old_gate_is_refused_at_that_moment(team: Team) -> None:
    await team.begin(step=Step.REDESIGN)
    await team.adds_pain("support", "Nobody answers the phone")
    outline = (await team.map()).outline
    edit = EditWorkshop(
        team.workshop, outline.version, outline.title, outline.goal, journey_owner_id=team.user("sales").id
    )
    await workshops.edit(team.desk, team.actor(), edit)
    await team.opens("sales", "next", Modal.GATE)
    version = (await team.map()).outline.version
    await workshops.edit(
        team.desk,
        team.actor(),
        EditWorkshop(team.workshop, version, outline.title, outline.goal, journey_owner_id=team.user("design").id),
    )
    refused = await team.submits("sales", {Field.REASON: "Because I led this once"})
    assert refused is not None
    assert "Only the facilitator" in words_of(refused)
    assert "Because I led this once" in str(refused.blocks), "what was typed is given back"
    assert (await team.map()).outline.step is Step.REDESIGN


async def test_somebody_of_another_company_who_clicks_is_refused_in_private(team: Team) -> None:
    await team.begin()
    outsider = team.world.add_user(f"eve{next(NUMBERS)}", "Eve", team_id="T0ELSEWHERE")
    team.channel.members.add(outsider.id)
    hand = team.running.simulator.hand(outsider.id)
    before = await counts(team)
    await hand.click(team.card(), Action.MAP)
    told = await hand.sees(team.channel, "members of the workspace")
    assert told.ephemeral_to == outsider.id
    assert hand.view is None
    assert await counts(team) == before

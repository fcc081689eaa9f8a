"""How pains get owners and reviews get held, through the wire."""

from collections.abc import AsyncIterator

import pytest

from bot.ids import Action, Field, Modal
from bot.simulator.reading import placed, words_of
from bot.simulator.rehearsal import Rehearsal
from bot.simulator.things import OpenView
from tests.bot.crew import Crew, crew, workplace
from workflows import pains, workshops
from workflows.promising import AssignPain
from workflows.words import MapKind, Mode


@pytest.fixture(scope="module")
async def there(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Rehearsal]:
    """A workspace for all tests of this module."""
    async with workplace(tmp_path_factory.mktemp("mending")) as made:
        yield made
        await made.settle()


@pytest.fixture
async def team(there: Rehearsal) -> Crew:
    """Anna and Boris, a workshop with two stages."""
    return await crew(there)


async def test_a_day_that_is_over_is_not_taken(team: Crew) -> None:
    """A promise is about what is to come."""
    await team.adds_pain(team.anna, "Nobody calls back")
    await team.opens(team.anna, "owner", Modal.OWNER)
    errors = await team.anna.submit({Field.OWNER: "boris", Field.DUE: "2020-01-01"})
    assert isinstance(errors, dict)
    assert "is over already" in errors[Field.DUE]
    assert (await team.map()).pains[-1].ownership is None


async def test_two_people_who_give_a_pain_different_owners_see_each_other(team: Crew) -> None:
    """Nobody is overruled without a word."""
    pain = await team.adds_pain(team.anna, "The form is long")
    form = await team.opens(team.anna, "owner", Modal.OWNER)
    command = AssignPain(team.workshop, pain, team.anna.id, version=0)
    await pains.assign(team.there.cairn.desk, team.actor, command)
    both = await team.anna.submit({Field.OWNER: "boris", Field.DUE: "2027-03-01"}, form)
    assert isinstance(both, OpenView)
    assert both.callback_id == Modal.CONFLICT
    await team.anna.submit({}, both)
    (owned,) = (await team.map()).pains
    assert owned.ownership
    assert owned.ownership.owner.user_id == team.boris.id


async def test_a_metric_takes_a_comma_and_says_what_is_no_number(team: Crew) -> None:
    """Where people write 3,5, they may."""
    await team.opens(team.anna, "metric", Modal.METRIC)
    errors = await team.anna.submit({Field.METRIC_KIND: "Satisfaction", Field.BASELINE: "three"})
    assert isinstance(errors, dict)
    assert set(errors) == {Field.BASELINE}
    assert await team.anna.submit({Field.BASELINE: "3,5", Field.TARGET: "4.2", Field.UNIT: "/5"}) is None
    (metric,) = (await team.map()).metrics
    assert (metric.name, metric.baseline, metric.target) == ("Satisfaction", 3.5, 4.2)


async def test_a_metric_can_be_changed_from_the_form_of_a_new_one(team: Crew) -> None:
    """By the menu below it."""
    await team.opens(team.anna, "metric", Modal.METRIC)
    await team.anna.submit({Field.METRIC_KIND: "Retention", Field.BASELINE: "40"})
    form = await team.opens(team.anna, "metric", Modal.METRIC)
    await team.anna.click(form, Action.EDIT_METRIC, "Retention")
    await team.there.cairn.background.drain(5)
    assert team.anna.view is not form
    await team.anna.submit({Field.TARGET: "55", Field.UNIT: "%"})
    (metric,) = (await team.map()).metrics
    assert (metric.baseline, metric.target, metric.unit) == (40, 55, "%")


async def test_a_metric_of_ones_own_needs_a_name(team: Crew) -> None:
    """The others have one."""
    await team.opens(team.anna, "metric", Modal.METRIC)
    errors = await team.anna.submit({Field.METRIC_KIND: "A metric of your own"})
    assert isinstance(errors, dict)
    assert set(errors) == {Field.NAME}


async def test_the_stages_are_moved_by_buttons_and_a_list_that_is_typed_is_not_lost(team: Crew) -> None:
    """The order is shown at once; what was typed and not saved comes first."""
    form = await team.opens(team.anna, "stages", Modal.STAGES)
    await team.anna.fill({Field.STAGES: "Awareness\nCheckout\nDelivery"}, form)
    await team.anna.click(form, Action.STAGE_ORDER)
    await team.there.cairn.background.drain(5)
    again = team.anna.view
    assert again
    assert "Save your list first" in words_of(again)
    saved = await team.anna.submit({}, again)
    assert isinstance(saved, OpenView)
    assert [stage.name for stage in (await team.map()).stages] == ["Awareness", "Checkout", "Delivery"]
    await team.anna.close()

    form = await team.opens(team.anna, "stages", Modal.STAGES)
    await team.anna.click(form, Action.STAGE_ORDER)
    listed = await team.anna.sees_view(Modal.STAGE_ORDER)
    up = [one.action_id for one in placed(listed.blocks) if one.action_id.endswith("-up")]
    await team.anna.click(listed, up[-1])
    await team.there.cairn.background.drain(5)
    moved = team.anna.view
    assert moved
    assert words_of(moved).index("2. Delivery") < words_of(moved).index("3. Checkout")
    assert [stage.name for stage in (await team.map()).stages] == ["Awareness", "Delivery", "Checkout"]
    await team.anna.close()


async def test_a_facilitator_is_told_what_another_kind_of_map_changes_before_it_does(team: Crew) -> None:
    """Who only takes part is not offered it."""
    theirs = await team.opens(team.boris, "manage", Modal.INFO)
    assert Action.KIND not in str(theirs.blocks)
    await team.boris.close()
    mine = await team.opens(team.anna, "manage", Modal.INFO)
    await team.anna.click(mine, Action.KIND)
    asked = await team.anna.sees_view(Modal.KIND)
    assert "Nothing that stands on the map is lost" in words_of(asked)
    await team.anna.submit({Field.KIND: "Service blueprint"}, asked)
    assert (await team.map()).outline.kind is MapKind.BLUEPRINT
    await team.anna.close()


async def test_a_start_is_short_and_what_is_typed_stays_when_it_unfolds(team: Crew) -> None:
    """Three questions and the people; everything else has a good answer."""
    form = await team.opens(team.anna, "start", Modal.START)
    asked = [one.block_id for one in placed(form.blocks) if one.in_input]
    assert asked == [Field.TITLE, Field.GOAL, Field.PEOPLE, Field.TEMPLATE]
    await team.anna.fill({Field.TITLE: "Returning a coat"}, form)
    await team.anna.click(form, f"{Action.MORE}:start")
    await team.there.cairn.background.drain(5)
    full = team.anna.view
    assert full
    assert {Field.MODE, Field.KIND, Field.METHOD, Field.LANGUAGE} <= {one.block_id for one in placed(full.blocks)}
    done = await team.anna.submit({Field.GOAL: "Fewer calls", Field.MODE: "Live, together, within the hour"}, full)
    assert isinstance(done, OpenView)
    await team.anna.close()
    (begun,) = [one for one in await workshops.mine(team.there.cairn.desk, team.actor) if one.goal == "Fewer calls"]
    assert (begun.title, begun.mode) == ("Returning a coat", Mode.LIVE)

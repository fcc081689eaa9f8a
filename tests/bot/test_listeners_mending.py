"""How pains get owners and reviews get held, through the wire."""

from collections.abc import AsyncIterator

import pytest

from bot.ids import Action, Field, Modal
from bot.simulator.rehearsal import Rehearsal
from bot.simulator.state import OpenView
from tests.bot.crew import Crew, crew, workplace
from workflows import pains
from workflows.commands import AssignPain


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

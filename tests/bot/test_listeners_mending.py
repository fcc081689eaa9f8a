"""How pains get owners and reviews get held, through the wire."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.ids import Action, Field, Modal
from bot.simulator.reading import words_of
from bot.simulator.rehearsal import Rehearsal
from bot.simulator.state import OpenView
from tests.bot.crew import Crew, crew, workplace
from workflows import pains
from workflows.commands import AssignPain
from workflows.words import Cadence, PainStatus


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


async def assigned(team: Crew, text: str) -> int:
    """A pain point that Boris owns."""
    pain = await team.adds_pain(team.anna, text)
    await team.opens(team.anna, "owner", Modal.OWNER)
    values: dict[str, object] = {Field.OWNER: "boris", Field.DUE: "2027-03-01", Field.SUCCESS: "Half as many calls"}
    said = await team.anna.submit(values)
    assert isinstance(said, OpenView)
    assert "answers for it now" in words_of(said)
    await team.anna.close()
    return pain


async def test_an_owner_is_told_and_says_that_it_is_done(team: Crew) -> None:
    """By direct message, and with how it was verified."""
    pain = await assigned(team, "Calls go unanswered")
    told = await team.boris.sees(team.boris.direct, "Calls go unanswered", patience=10)
    assert "Half as many calls" in words_of(told)
    await team.boris.click(told, Action.PAIN_DONE)
    form = await team.boris.sees_view(Modal.PAIN_DONE)
    assert "You wanted to see" in words_of(form)
    await team.boris.submit({Field.OUTCOME: "Nobody called last week"})
    (done,) = (await team.map()).pains
    assert (done.id, done.status) == (pain, PainStatus.DONE)
    assert done.ownership
    assert done.ownership.outcome == "Nobody called last week"


async def test_an_owner_hands_a_pain_over(team: Crew) -> None:
    """The next one is told, too."""
    await assigned(team, "Parcels get lost")
    told = await team.boris.sees(team.boris.direct, "Parcels get lost", patience=10)
    await team.boris.click(told, Action.HAND_OVER)
    await team.boris.sees_view(Modal.OWNER)
    await team.boris.submit({Field.OWNER: "anna"})
    (pain,) = (await team.map()).pains
    assert pain.ownership
    assert pain.ownership.owner.user_id == team.anna.id
    await team.anna.sees(team.anna.direct, "Parcels get lost", patience=10)
    await team.there.settle()
    before = await team.boris.sees(team.boris.direct, "Parcels get lost")
    assert "Anna answers for this pain point now" in words_of(before)
    assert Action.PAIN_DONE not in str(before.blocks), "who gave it away is asked for nothing any more"


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


async def test_a_review_is_planned_comes_due_once_and_is_held(team: Crew) -> None:
    """In the thread and to the journey owner; statuses and values are kept, and the result is told."""
    await assigned(team, "The price jumps")
    await team.opens(team.anna, "metric", Modal.METRIC)
    await team.anna.submit({Field.METRIC_KIND: "Satisfaction", Field.BASELINE: "3", Field.TARGET: "4"})
    form = await team.opens(team.anna, "cadence", Modal.CADENCE)
    assert form.values[Field.TZ][Field.TZ]["selected_option"]["value"] == "Europe/Berlin"
    planned = await team.anna.submit({Field.JOURNEY_OWNER: "boris"})
    assert isinstance(planned, OpenView)
    assert "The next review is due" in words_of(planned)
    await team.anna.close()
    review = (await team.map()).review
    assert review
    assert review.cadence is Cadence.MONTHLY
    await team.there.settle()
    await team.there.simulator.clock.shift(timedelta(days=32))
    due = await team.boris.sees(team.boris.direct, "you answer for this journey", patience=20)
    assert "1 pain point is open" in words_of(due)
    await team.boris.click(due, Action.REVIEW)
    asked = await team.boris.sees_view(Modal.REVIEW)
    snapshot = await team.map()
    (pain,), (metric,) = snapshot.pains, snapshot.metrics
    values = {f"status:{pain.id}": "Done", f"value:{metric.id}": "3,8", Field.CONCLUSION: "Better already"}
    thanks = await team.boris.submit(values, asked)
    assert isinstance(thanks, OpenView)
    assert "The review is kept" in words_of(thanks)
    after = await team.map()
    assert after.pains[0].status is PainStatus.DONE
    assert after.metrics[0].actual == 3.8
    card = snapshot.outline.card_ts
    told = await team.anna.sees(team.channel, "was reviewed", thread=card, patience=20)
    assert "Better already" in words_of(told)
    await team.boris.close()
    await team.boris.click(due, Action.REVIEW)
    again = await team.boris.sees_view(Modal.INFO)
    assert "Better already" in words_of(again)

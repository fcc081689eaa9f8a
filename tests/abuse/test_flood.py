"""Somebody who gives too much at once is told so where they typed, and loses nothing."""

from dataclasses import replace

import pytest

from bot.ids import Field, Modal
from tests.journeys.team import BY_SOCKET, Team, block
from workflows.limits import Caps
from workflows.words import Step


@pytest.mark.thorough
@BY_SOCKET
async def test_what_cannot_be_taken_is_said_at_the_field_and_given_back_behind_the_command(
    team: Team, request: pytest.FixtureRequest
) -> None:
    await team.begin(step=Step.FEEL)
    usual = team.desk.caps
    request.addfinalizer(lambda: object.__setattr__(team.desk, "caps", usual))
    object.__setattr__(team.desk, "caps", replace(usual, person_minute=1))
    await team.types("sales", "joy Checkout: quick")
    answer = await team.types("sales", "joy Checkout: <!channel> quick again")
    assert "more than 1 thing in a minute" in answer.text
    assert "You typed: joy Checkout: &lt;!channel&gt; quick again" in answer.text
    view = await team.opens("sales", "pain", Modal.NOTE)
    words = block(view, Field.TEXT)
    refused = await team.hand("sales").submit({words: "It hurts"}, view)
    assert isinstance(refused, dict)
    assert "what you wrote is still here" in refused[words]
    object.__setattr__(team.desk, "caps", Caps(notes=1))
    refused = await team.hand("sales").submit({words: "It hurts"}, view)
    assert isinstance(refused, dict)
    assert "holds at most 1 of these" in refused[words]
    object.__setattr__(team.desk, "caps", usual)
    await team.submits("sales", {words: "It hurts"}, view)
    await team.closes("sales")
    assert [pain.text for pain in (await team.map()).pains] == ["It hurts"]
    object.__setattr__(team.desk, "caps", Caps(maps=0))
    view = await team.opens("sales", "start", Modal.START)
    title = block(view, Field.TITLE)
    refused = await team.hand("sales").submit({title: "One more", block(view, Field.GOAL): "A goal"}, view)
    assert isinstance(refused, dict)
    assert "open maps" in refused[title]
    await team.closes("sales")

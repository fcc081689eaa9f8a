"""After months in which nothing ran, everybody is told once what is due, and never all that they missed."""

import pytest

from tests.journeys.team import BY_SOCKET, LEADER, Team
from tests.journeys.test_owners_and_reviews import living, reminders

pytestmark = [pytest.mark.thorough, BY_SOCKET]

MONTHS = 5  # as many reviews fell into it, and as many weeks of reminders of what was promised


async def test_months_without_a_running_copy_end_in_one_catch_up_and_no_burst(team: Team) -> None:
    await living(team)
    pains = [await team.adds_pain("support", text) for text in ("Nobody answers", "Nobody knows", "Nobody came")]
    for pain in pains:
        await team.gives_owner(LEADER, pain, "product")
    await team.settle()
    before = {role: len(team.hand(role).dm()) for role in team.cast.people}
    stood = len(team.world.messages[team.channel.id])
    # The clock goes on, and nobody looked at it meanwhile: all of it is due at one tick.
    await team.later(days=31 * MONTHS)
    for _ in range(3):
        await team.running.cairn.engine.tick()
        await team.settle()
    await team.at_work("product")
    await team.drawn()
    assert len(reminders(team)) == 1, "one catch-up for every review that was missed"
    assert len((await team.map()).rounds) == 1
    posted = len(team.world.messages[team.channel.id]) - stood
    assert posted <= 3, f"{posted} messages in the channel"
    told = {role: len(team.hand(role).dm()) - before[role] for role in team.cast.people}
    assert max(told.values()) <= 3, told
    assert told["product"] >= 1, "they are reminded"
    # And from then on the rhythm is the old one: not held yet, it calls no more.
    await team.later(days=31)
    assert len(reminders(team)) == 1

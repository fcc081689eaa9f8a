"""A map with as much of everything as there may be: Slack takes every message, form and list of it."""

from collections.abc import Iterator

import pytest

from bot.listeners.registry import Word
from bot.simulator.blocks import placed
from storage.tables import Contribution
from tests.bot.brimful import long
from tests.journeys.team import BY_HTTP, LEADER, Team
from workflows import limits, maps, personas, steps
from workflows.commands import GoToStep, SavePersona, SetStages
from workflows.words import NoteKind, PainStatus, Severity, Step

pytestmark = [pytest.mark.thorough, BY_HTTP, pytest.mark.timeout(600)]

NOTES = 150  # of each kind: more than any list or select of Slack's takes


def rows(team: Team, stages: list[int]) -> Iterator[Contribution]:
    """What many people gave in many months, put where the forms would have put it."""
    author, now = team.user("sales").id, team.world.clock.now()
    for number in range(NOTES):
        where = stages[number % len(stages)]
        for kind in NoteKind:
            pain = kind is NoteKind.PAIN
            made = Contribution(workshop_id=team.workshop, stage_id=where, author_id=author, kind=kind)
            made.text = made.folded = long(limits.NOTE_TEXT_MAX, number)
            made.severity, made.status = (Severity.CRITICAL, PainStatus.OPEN) if pain else (None, None)
            made.created_at = made.updated_at = now
            yield made


async def test_slack_takes_everything_of_a_map_at_its_limits(team: Team) -> None:
    title = long(limits.TITLE_MAX, 1)
    await team.begin(stages=(), title=title)
    names = [f"{number} {long(60, number)}"[:60] for number in range(limits.STAGES_MAX)]
    await maps.set_stages(team.desk, team.actor(), SetStages(team.workshop, tuple(names)))
    for number in range(limits.PERSONAS_MAX):
        await personas.save(
            team.desk, team.actor(), SavePersona(team.workshop, long(60, number), goal=long(300, number))
        )
    stages = [one.id for one in (await team.map()).stages]
    async with team.desk.db.write() as session:
        session.add_all(rows(team, stages))
    await steps_to(team, Step.REDESIGN)
    for role in (LEADER, "sales"):
        hand = team.hand(role)
        for word in ("", *Word):
            await hand.command(team.channel, f"/journey {word}".strip())
            await team.running.cairn.background.drain(30)
            await team.closes(role)
        await hand.open_home()
    await team.drawn()
    for holder in (team.card(), *team.guides()):
        for one in placed(holder.blocks):
            if one.kind == "button" and "url" not in one.element:
                await team.hand(LEADER).click(holder, one.action_id)
                await team.running.cairn.background.drain(30)
                await team.closes(LEADER)
    await team.drawn()
    # Whatever Slack did not take would have been written down, and is looked at when the test ends.
    assert team.problems() == []
    outline = (await team.map()).outline
    assert team.world.files[outline.map_file_id].content.startswith(b"\x89PNG")


async def steps_to(team: Team, last: Step) -> None:
    for seen in range(Step.INVITE, last):
        await steps.go_to(team.desk, team.actor(), GoToStep(team.workshop, Step(seen + 1), Step(seen), "a test"))

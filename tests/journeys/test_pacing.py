"""The time of a step: a clock for those who sit together, a last day for those who work apart."""

from datetime import timedelta

from sqlmodel import select

from bot.ids import Action, Field, Modal
from bot.simulator.reading import words_of
from bot.views import pacing as view
from storage.tables import Notice
from tests.journeys.team import BY_SOCKET, LEADER, Team
from workflows import workshops
from workflows.commands import StartWorkshop
from workflows.words import Mode, Step

pytestmark = BY_SOCKET


async def test_a_live_team_hears_two_minutes_before_the_end_and_takes_five_more(team: Team) -> None:
    command = StartWorkshop(team.channel.id, "Buying a kitchen", "Fewer people give up", mode=Mode.LIVE)
    team.workshop = (await workshops.start(team.desk, team.actor(), command)).workshop_id
    await team.settle()
    everything = await team.presses(LEADER, team.card(), Action.MENU, "Everything else…", modal=Modal.INFO)
    await team.presses(LEADER, everything, Action.TIME, modal=Modal.TIME)
    await team.submits(LEADER, {Field.MINUTES: "10"})
    await team.closes(LEADER)
    await team.drawn()
    assert "⏱️ Until" in words_of(team.card())
    clock = team.running.simulator.clock
    await clock.shift(timedelta(minutes=8, seconds=30))
    await team.settle()
    (soon,) = team.keyed(f"time_soon:{team.workshop}:")
    assert "Two minutes left" in words_of(soon)
    await team.hand(LEADER).click(soon, f"{Action.TIME}:{view.MORE}")
    await team.settle()
    await clock.shift(timedelta(minutes=3))
    await team.settle()
    assert team.keyed(f"time_over:{team.workshop}:") == []
    await clock.shift(timedelta(minutes=5))
    await team.drawn()
    (over,) = team.keyed(f"time_over:{team.workshop}:")
    assert "The time for this step is over" in words_of(over)
    assert "⏱️" not in words_of(team.card())


async def test_who_works_apart_is_reminded_once_and_only_who_gave_nothing(team: Team) -> None:
    await team.begin(step=Step.FEEL)
    await team.adds_pain("support", "Queues")
    await team.opens("design", "introduce", Modal.INTRODUCE)
    await team.submits("design", {Field.DEPARTMENT: "Product", Field.ATTENDANCE: "declined"})
    await team.closes("design")
    today = team.world.clock.now().date()
    await team.opens(LEADER, "time", Modal.TIME)
    await team.submits(LEADER, {Field.DAY: today + timedelta(days=10)})
    await team.closes(LEADER)
    for _day in range(3):  # in Shanghai, too, it is the morning of the day before by then
        await team.running.simulator.clock.shift(timedelta(days=3, hours=5))
        await team.settle()
    async with team.desk.db.read() as session:
        nudged = (await session.exec(select(Notice).where(Notice.workshop_id == team.workshop))).all()
    others = {team.user(role).id for role in team.cast.people if role not in {"support", "design"}}
    assert sorted(one.user_id for one in nudged) == sorted(others), "each of them once"
    await team.running.simulator.clock.shift(timedelta(days=2))
    await team.settle()
    await team.at_work(LEADER)
    assert "1 of 4" in words_of(team.letters(LEADER)[-1]), "who said no is neither waited for nor counted"


async def test_who_does_not_lead_is_told_who_sets_the_time(team: Team) -> None:
    await team.begin()
    view_ = await team.opens("sales", "time", Modal.INFO)
    assert "sets how long a step takes" in words_of(view_)
    await team.closes("sales")

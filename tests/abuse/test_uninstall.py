"""A workspace removes the app: its tokens are gone with the request that says so, and nothing that comes late counts."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from bot.ids import Action, Field, Modal, Shortcut
from storage.db import sync_url
from storage.tables import Installation, Workspace
from tests.abuse import tenancy
from tests.abuse.forging import place
from tests.abuse.tenancy import OPEN, OURS, THEIRS, Ledger, Made, channel, who
from tests.abuse.test_roles import presses, submits, words
from tests.abuse.wire import Answer, Nobody, StoppedClock, Wire, wired
from tests.conftest import Databases
from tests.workflows.engine_parts import QUICK
from workflows import uninstalled
from workflows.works import Budget, Works

pytestmark = pytest.mark.thorough

BOT = "U0BOT"


@pytest.fixture(params=["app_uninstalled", "tokens_revoked"])
async def removed(databases: Databases, request: pytest.FixtureRequest) -> AsyncIterator[tuple[Wire, Made, Ledger]]:
    """Two workspaces of which the first removed the app, as Slack tells it."""
    url = databases.new("sqlite")
    async with wired(url) as wire:
        made = await tenancy.furnish(wire.desk)
        told = {"tokens": {"bot": [BOT]}} if request.param == "tokens_revoked" else {}
        async with wire.desk.db.write() as session:
            row = await session.get_one(Workspace, OURS)
            row.bot_user_id = BOT
            session.add(row)
        answer = await wire.event(OURS, {"type": request.param, **told})
        assert (answer.status, answer.faults) == (200, [])
        yield wire, made, Ledger(str(sync_url(url).database))
    databases.drop(url)


async def late(wire: Wire, workshop: int) -> list[Answer]:
    """One of everything that may still be under way when the app is removed."""
    lead = who(OURS, "lead")
    home = {"type": "app_home_opened", "user": lead.user, "tab": "home"}
    about, there = {"w": workshop}, place(channel(OURS, OPEN))
    start = {"x": {"channel": channel(OURS, OPEN)}}
    return [
        await wire.command(OURS, lead.user, there, "pain A: too late"),
        await wire.command(OURS, lead.user, there, "start"),
        await presses(wire, lead, Action.MAP, about),
        await presses(wire, lead, Action.END, about),
        await submits(wire, lead, Modal.NOTE, about, **{Field.TEXT: words("too late")}),
        await submits(wire, lead, Modal.START, start, **{Field.TITLE: words("too late"), Field.GOAL: words("x")}),
        await wire.interaction("shortcut", OURS, lead.user, OURS, callback_id=str(Shortcut.OPEN)),
        await wire.event(OURS, home),
        await wire.event(OURS, {"type": "app_uninstalled"}),
    ]


async def test_tokens_are_gone_at_once_and_a_late_request_makes_and_shows_nothing(removed) -> None:
    wire, made, ledger = removed
    async with wire.desk.db.read() as session:
        assert await session.get(Installation, OURS) is None
        assert await session.get(Installation, THEIRS) is not None
    answers = await late(wire, made.maps[OURS, OPEN])
    assert {answer.status for answer in answers} <= {200, 401}
    assert not [answer.faults for answer in answers if answer.faults]
    assert not tenancy.WORDS.findall("".join(answer.text for answer in answers)), "nothing of its maps is shown"
    _was, changes = ledger.changes()
    assert changes == []
    # The neighbour's work goes on.
    lead = who(THEIRS, "lead")
    answer = await wire.command(
        THEIRS, lead.user, place(channel(THEIRS, OPEN)), f"joy {tenancy.canary(THEIRS, OPEN)} A: goes on"
    )
    assert "not installed" not in answer.text
    assert ledger.changes()[1]


class Later(StoppedClock):
    """Some days after everything else."""

    def __init__(self, days: int) -> None:
        self.days = days

    def now(self) -> datetime:
        return super().now() + timedelta(days=self.days)


async def test_when_the_grace_is_over_no_row_of_it_is_left_and_a_late_request_brings_none_back(removed) -> None:
    wire, made, _ledger = removed
    workshop = made.maps[OURS, OPEN]
    before = await rows(wire)
    assert before[OURS] > 100
    for days in (29, 31):
        works = Works(wire.desk.db, Later(days), Nobody(), None, None, QUICK, Budget(0))  # type: ignore[arg-type]
        await uninstalled.purge(works)
        assert ((await rows(wire))[OURS] > 0) is (days < 30), "there is time to change one's mind, and no more"
    await late(wire, workshop)
    after = await rows(wire)
    assert after[OURS] == 0
    assert after[THEIRS] == before[THEIRS]


async def rows(wire: Wire) -> dict[str, int]:
    """How many rows name each workspace."""
    found = dict.fromkeys((OURS, THEIRS), 0)
    async with wire.desk.db.read() as session:
        connection = await session.connection()
        for table in SQLModel.metadata.sorted_tables:
            if "team_id" in table.c:
                for team in found:
                    query = sa.select(sa.func.count()).select_from(table).where(table.c.team_id == team)
                    found[team] += (await connection.execute(query)).scalar() or 0
    return found

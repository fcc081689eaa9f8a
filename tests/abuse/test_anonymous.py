"""An anonymous round through the real edge: who gave what is found neither in a message, a table, a log nor a picture."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.ids import Action, Field, Modal, Shortcut
from bot.logs import CORRELATION
from bot.simulator.blocks import placed
from bot.simulator.reading import words_of
from bot.simulator.things import OpenView
from storage.db import Database, sync_url
from tests.abuse.outgoing import outgoing
from tests.journeys.team import LEADER, Team, block, choices
from workflows import anonymity, contributions, maps
from workflows.desk import Desk
from workflows.words import Step

pytestmark = pytest.mark.thorough  # three people give one of everything, and every row is read
GIVERS = ("support", "sales", "product")


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """All that is logged at LOG_LEVEL=DEBUG, as `bot.logs` sets it up."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{CORRELATION.get()} {record.getMessage()} {record.exc_info or ''}")

    keep, names = Keep(), ("bot", "workflows", "storage", "cairn")
    levels = {name: logging.getLogger(name).level for name in names}
    logging.getLogger().addHandler(keep)
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield lines
    logging.getLogger().removeHandler(keep)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def tables(team: Team) -> set[str]:
    """Every row of every table in the database, the engine's tables included."""
    engine = sa.create_engine(sync_url(team.desk.db.url), poolclass=sa.pool.NullPool)
    found = set()
    with engine.connect() as connection:
        inspector = sa.inspect(connection)
        schemas = [None] if engine.dialect.name == "sqlite" else ["public", "dbos"]
        for schema in schemas:
            for name in inspector.get_table_names(schema=schema):
                place = f'"{schema}"."{name}"' if schema else f'"{name}"'
                found |= {f"{name}: {_said(row)}" for row in connection.exec_driver_sql(f"SELECT * FROM {place}")}
    engine.dispose()
    return found


def _said(row: sa.Row[tuple[object, ...]]) -> str:
    return json.dumps(
        [str(value) if isinstance(value, bytes | date | datetime) else value for value in row], default=str
    )


def names_somebody(team: Team, said: str) -> list[str]:
    """Which of those who gave something a text names, by id or by name."""
    users = [team.user(role) for role in GIVERS]
    return [word for user in users for word in (user.id, user.real_name) if word in said]


async def gives(team: Team, role: str) -> None:
    """One of everything, as people do it: by form, by typing, from a message, twice by mistake."""
    hand = team.hand(role)
    view = await team.opens(role, "pain", Modal.NOTE)
    await team.submits(role, {block(view, Field.TEXT): f"Pain {GIVERS.index(role)}", Field.STAGE: "Checkout"})
    await team.closes(role)
    await team.types(role, f"joy Checkout: joy {GIVERS.index(role)}")
    await team.types(role, "idea Show the price")
    view = await team.opens(role, "feel", Modal.SCORES)
    faces = [one.block_id for one in placed(view.blocks) if one.block_id.startswith("score:")]
    await team.submits(role, dict.fromkeys(faces, "-1"), view)
    view = await team.opens(role, "vote", Modal.VOTES)
    name = next(one.block_id for one in placed(view.blocks) if one.block_id.startswith("votes:"))
    await team.submits(role, {name: choices(view, name)[:1]}, view)
    view = await team.opens(role, "touchpoints", Modal.TOUCHPOINTS)
    await team.submits(role, {block(view, Field.LINES): f"Form {GIVERS.index(role)}", Field.STAGE: "Checkout"})
    await team.closes(role)
    own = await hand.say(team.channel, "I was stuck here myself")
    await hand.message_shortcut(own, Shortcut.ADD_MESSAGE)
    form = await hand.sees_view(Modal.MESSAGE_TO_MAP)
    assert "the message itself shows who wrote it" in str(form.blocks)
    await team.submits(role, {}, form)
    await team.closes(role)


async def test_nobody_can_be_found_in_what_is_stored_said_drawn_or_logged(team: Team, logged: list[str]) -> None:
    await team.begin(step=Step.FEEL)
    for role in (LEADER, *GIVERS):
        await team.types(role, "")  # so that everybody is known before
    view = await team.opens(LEADER, "anonymous", Modal.ANONYMOUS)
    assert "nobody can find out" in str(view.blocks).lower()
    await team.submits(LEADER, {}, view)
    await team.closes(LEADER)
    await team.drawn()
    assert "Anonymous round" in str(team.card().blocks)
    before, people = tables(team), (await team.map()).outline.participants
    logged.clear()

    with outgoing(team.running) as sent:
        for role in GIVERS:
            await gives(team, role)
        listed = await team.opens("support", "mine", Modal.MINE)
        await team.presses("support", listed, Action.ITEM, next(_menus(listed, "note:edit")), modal=Modal.NOTE)
        edited = team.hand("support").view
        assert isinstance(edited, OpenView)
        await team.submits("support", {block(edited, Field.TEXT): "Said otherwise"}, edited)
        await team.closes("support")
        await reads_the_history(team)
        await team.drawn()
        await team.types("sales", "undo")
        await team.drawn()
    told = [(where, json.dumps(what, default=str, ensure_ascii=False)) for where, what in sent]
    assert [one for one in told if names_somebody(team, one[1]) and not is_told_to_oneself(*one)] == []
    assert [row for row in tables(team) - before if names_somebody(team, row)] == []
    assert names_somebody(team, "\n".join(logged)) == []
    snapshot = await team.map()
    assert snapshot.outline.participants == people  # nobody joined, and nobody is shown to have given something
    assert (
        names_somebody(team, str(maps.freeze(replace(snapshot, outline=replace(snapshot.outline, participants=())))))
        == []
    )

    # A restart in the middle: another process, with the same keys, knows one's own again.
    again = await Database.open(team.desk.db.url, team.running.cairn.settings.secret_keys)
    own = await contributions.mine(Desk(again, team.desk.clock, team.desk.outbox), team.actor("support"), team.workshop)
    await again.close()
    assert "Said otherwise" in str(own)

    view = await team.opens(LEADER, "anonymous", Modal.ANONYMOUS)
    await team.submits(LEADER, {}, view)
    await team.closes(LEADER)
    await team.drawn()
    after = tables(team)
    assert [row for row in after if "anon:" in row or row.startswith("round_key:")] == []
    assert [row for row in after - before if names_somebody(team, row)] == []
    assert "Anonymous round" not in str(team.card().blocks)
    listed = await team.opens("support", "mine", Modal.MINE)
    assert "Said otherwise" not in str(listed.blocks)
    assert "nobody knows it is yours" in str(listed.blocks)
    await team.closes("support")


async def test_the_reminder_goes_to_everybody_and_tells_each_only_of_themselves(team: Team) -> None:
    await team.begin(step=Step.FEEL)
    now = team.world.clock.now()
    last = now.date() + timedelta(days=9 + (3 - now.weekday() - 9) % 7)  # a Thursday: people work the day before
    await team.opens(LEADER, "time", Modal.TIME)
    await team.submits(LEADER, {Field.DAY: last})
    await team.closes(LEADER)
    await anonymity.begin(team.desk, team.actor(), team.workshop)
    await team.types("support", "pain Checkout: queues")
    await team.running.simulator.clock.shift(timedelta(days=(last - now.date()).days - 2, hours=12 - now.hour))
    for _part in range(8):  # the day before, wherever people are: in Shanghai that is the last day itself
        await team.running.simulator.clock.shift(timedelta(hours=5))
        await team.settle()
    told = {role: "".join(map(words_of, team.letters(role))) for role in team.cast.people}
    assert {role for role, words in told.items() if not words} == set(), "who gets none would have given something"
    thanked = {role for role, words in told.items() if "Thank you for what you gave" in words}
    assert thanked == {"support"}
    assert sum("is waiting for what you know" in words for words in told.values()) == len(told) - 1
    await anonymity.end(team.desk, team.actor(), team.workshop)


def _menus(view: OpenView, beginning: str) -> Iterator[str]:
    """The values of the list's menus that do something."""
    for one in placed(view.blocks):
        for option in one.element.get("options", ()):
            if beginning in str(option["value"]):
                yield str(option["value"])


def is_told_to_oneself(where: str, what: str) -> bool:
    """The form for a message of one's own, which says whose message it is to the one who opened it."""
    return where in {"views.open", "users.info"} and (where == "users.info" or Modal.MESSAGE_TO_MAP in what)


async def reads_the_history(team: Team) -> None:
    """What the facilitator reads there names nobody who gave something in the round."""
    view = await team.opens(LEADER, "history", Modal.INFO)
    said = str([one for one in view.blocks if one["type"] != "actions"])
    assert names_somebody(team, said) == []
    assert "in an anonymous round" in said
    await team.closes(LEADER)

"""Cairn and the simulated workspace together, over Socket Mode on SQLite and over signed HTTP on PostgreSQL."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from bot.settings import Mode
from bot.simulator.cast import Cast, enter
from bot.simulator.people import Hand
from bot.simulator.rehearsal import Rehearsal, rehearsal
from bot.simulator.state import SimChannel, SimMessage, SimUser, World
from storage.db import plain
from tests.conftest import administer
from workflows import presets

NUMBERS = count(1)
WAYS = {"socket and SQLite": Mode.SOCKET, "signed HTTP and PostgreSQL": Mode.SERVE}


@dataclass
class Team:
    """A fresh channel of the running workspace, and the people in it."""

    running: Rehearsal
    cast: Cast

    @property
    def channel(self) -> SimChannel:
        return self.cast.channel

    @property
    def world(self) -> World:
        return self.running.simulator.world

    def user(self, role: str) -> SimUser:
        return self.cast.people[role]

    def hand(self, role: str) -> Hand:
        return self.running.simulator.hand(self.user(role).id)

    async def settle(self) -> None:
        await self.running.settle()

    def card(self) -> SimMessage:
        return next(
            message
            for message in self.world.seen_by(self.user("facilitator").id, self.channel.id)
            if message.user == self.world.bot_user_id and message.ephemeral_to is None
        )

    def thread(self) -> list[SimMessage]:
        return self.world.thread(self.channel.id, self.card().ts)


@pytest.fixture(scope="module", params=list(WAYS))
async def running(
    request: pytest.FixtureRequest, postgres: URL, sqlite: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Rehearsal]:
    """Cairn, connected; one at a time, because the engine is one per process."""
    mode = WAYS[request.param]
    if mode is Mode.SOCKET:
        path = tmp_path_factory.mktemp("journeys") / "cairn.sqlite"
        shutil.copy(sqlite, path)
        url = f"sqlite:///{path}"
    else:
        name = f"journeys_{next(NUMBERS)}"
        administer(postgres, f"CREATE DATABASE {name} TEMPLATE template_cairn")
        url = plain(postgres.set(database=name))
    async with rehearsal(database_url=url, mode=mode) as one:
        yield one


@pytest.fixture
def team(running: Rehearsal) -> Team:
    """Five people of four departments in a channel of their own."""
    world = running.simulator.world
    number = next(NUMBERS)
    cast = enter(world, presets.example("ecommerce")["cast"])
    cast.channel.name = f"team-{number}"
    for user in cast.people.values():
        user.name = f"{user.name}{number}"
    return Team(running, cast)

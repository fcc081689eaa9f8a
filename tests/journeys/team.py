"""A team in its channel, as tests see and move it: what is typed, pressed, filled in, and what stands there then."""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from bot.forms import part
from bot.ids import Action, Field, Modal
from bot.settings import Mode
from bot.simulator.blocks import placed
from bot.simulator.cast import Cast
from bot.simulator.people import Hand
from bot.simulator.rehearsal import Rehearsal
from bot.simulator.state import World
from bot.simulator.things import OpenView, SimChannel, SimMessage, SimUser
from workflows import maps, steps, workshops
from workflows.commands import Actor, GoToStep, SetStages, StartWorkshop
from workflows.desk import Desk
from workflows.hours import Hours
from workflows.snapshots import MapSnapshot
from workflows.words import Step

NUMBERS = count(1)
WAYS = {"socket and SQLite": (Mode.SOCKET, "sqlite"), "signed HTTP and PostgreSQL": (Mode.SERVE, "postgresql")}
# Some ask once: what they look at is the same on both ways, and others go through both.
BY_SOCKET, BY_HTTP = (pytest.mark.parametrize("running", [way], indirect=True) for way in WAYS)
LEADER = "facilitator"
PATIENCE = 120.0  # seconds
STAGES = ("Awareness", "Checkout", "Delivery")


@dataclass
class Team:
    """A fresh channel of the running workspace, and the people in it."""

    running: Rehearsal
    cast: Cast
    workshop: int = 0
    expected: list[str] = field(default_factory=list)  # words of problems that belong to the test

    # --- who and where ---

    @property
    def channel(self) -> SimChannel:
        return self.cast.channel

    @property
    def world(self) -> World:
        return self.running.simulator.world

    @property
    def desk(self) -> Desk:
        return self.running.cairn.desk

    def user(self, role: str) -> SimUser:
        return self.cast.people[role]

    def hand(self, role: str) -> Hand:
        return self.running.simulator.hand(self.user(role).id)

    def actor(self, role: str = LEADER) -> Actor:
        user = self.user(role)
        return Actor(self.world.team_id, user.id, user.real_name)

    # --- by the services, where a test is about something else ---

    async def begin(
        self, *, stages: tuple[str, ...] = STAGES, step: Step = Step.INVITE, title: str = "", language: str = "en"
    ) -> int:
        """A workshop with everybody in it."""
        others = tuple(user.id for role, user in self.cast.people.items() if role != LEADER)
        command = StartWorkshop(
            self.channel.id, title or "Buying a kitchen", "Fewer people give up", people=others, language=language
        )
        done = await workshops.start(self.desk, self.actor(), command)
        self.workshop = self.workshop or done.workshop_id
        if stages:
            await maps.set_stages(self.desk, self.actor(), SetStages(done.workshop_id, stages))
        for seen in range(Step.INVITE, step):
            await steps.go_to(self.desk, self.actor(), GoToStep(done.workshop_id, Step(seen + 1), Step(seen), "a test"))
        await self.settle()
        return done.workshop_id

    async def map(self, workshop: int = 0) -> MapSnapshot:
        return await maps.snapshot(self.desk, self.actor(), workshop or self.workshop)

    async def settle(self) -> None:
        """Wait until everything is said; pictures may still be on their way."""
        await self.running.said(PATIENCE)

    async def drawn(self) -> None:
        """Wait until the pictures show everything, too."""
        await self.running.settle()

    async def later(self, *, days: int) -> None:
        """Let days go by. What is still under way ends first: a review whose map is in hand waits for the next tick."""
        await self.drawn()
        await self.running.simulator.clock.shift(timedelta(days=days))
        await self.settle()

    # --- by hand ---

    async def types(self, role: str, words: str) -> SimMessage:
        """Type a command that is answered in words, for this person only."""
        answer = await self.hand(role).command(self.channel, f"/journey {words}".strip())
        assert answer is not None, "the command was answered with nothing"
        assert answer.ephemeral_to == self.user(role).id
        return answer

    async def opens(self, role: str, words: str, modal: Modal) -> OpenView:
        """Type a command that opens a form."""
        hand = self.hand(role)
        assert await hand.command(self.channel, f"/journey {words}") is None
        return await hand.sees_view(modal)

    async def presses(
        self,
        role: str,
        holder: SimMessage | OpenView,
        action: Action | str,
        value: object = None,
        *,
        modal: Modal | None = None,
    ) -> OpenView:
        """Press something that opens a form."""
        hand = self.hand(role)
        await hand.click(holder, str(action), value)
        return await hand.sees_view(modal)

    async def adds_pain(self, role: str, text: str, stage: str = "Checkout", severity: str = "Critical") -> int:
        """A pain point, by form; its id."""
        view = await self.opens(role, "pain", Modal.NOTE)
        await self.submits(role, {block(view, Field.TEXT): text, Field.STAGE: stage, Field.SEVERITY: severity})
        await self.hand(role).close(everything=True)
        return max(pain.id for pain in (await self.map()).pains)

    async def gives_owner(self, role: str, pain: int, owner: str, **more: object) -> None:
        """Make somebody answer for a pain point, by form."""
        view = await self.opens(role, "owner", Modal.OWNER)
        choice = next(value for value in choices(view, Field.PAIN) if value.partition(":")[0] == str(pain))
        due = self.world.clock.now().date() + timedelta(days=30)
        await self.submits(role, {Field.PAIN: choice, Field.OWNER: self.user(owner).id, Field.DUE: due, **more})
        await self.hand(role).close(everything=True)
        await self.settle()

    async def submits(self, role: str, values: dict[Any, object], view: OpenView | None = None) -> OpenView | None:
        """Fill a form in and submit it; no field may be complained about."""
        after = await self.hand(role).submit(values, view)
        assert not isinstance(after, dict), after
        return after

    async def closes(self, role: str) -> None:
        """Close whatever forms are open."""
        if self.hand(role).view:
            await self.hand(role).close(everything=True)

    async def at_work(self, role: str) -> None:
        """Let the clock go on to the next morning on which somebody works, when they begin with a new message."""
        clock = self.running.simulator.clock
        hours = Hours(self.user(role).tz)
        await clock.shift(hours.next_opening(clock.now()) - clock.now() + timedelta(minutes=90))
        await self.settle()

    # --- what stands there ---

    def letters(self, role: str) -> list[SimMessage]:
        """What one person was told, oldest first."""
        mine = self.keyed(f"day:{self.user(role).id}:") + self.keyed("notice:")
        return sorted((m for m in mine if m.channel == self.hand(role).direct.id), key=lambda message: message.ts)

    def keyed(self, beginning: str) -> list[SimMessage]:
        """Messages of the ledger, in channels and in direct messages, by the beginning of their key."""
        return [
            message
            for messages in self.world.messages.values()
            for message in messages.values()
            if (((message.metadata or {}).get("event_payload") or {}).get("key") or "").startswith(beginning)
        ]

    def card(self, workshop: int = 0) -> SimMessage:
        (card,) = [
            one
            for one in self.keyed("card:")
            if one.metadata["event_payload"]["key"] == f"card:{workshop or self.workshop}"
        ]
        return card

    def thread(self) -> list[SimMessage]:
        return self.world.thread(self.channel.id, self.card().ts)

    def guides(self) -> list[SimMessage]:
        return sorted(self.keyed(f"guide:{self.workshop}:"), key=lambda message: message.ts)

    def pictures(self) -> list[SimMessage]:
        return self.keyed(f"picture:{self.workshop}:")

    def problems(self) -> list[str]:
        told = [f"{one.what}: {one.detail}" for one in self.world.problems]
        return [one for one in told if not any(words in one for words in self.expected)]


def block(view: OpenView, name: str) -> str:
    """A field's block, whatever its round."""
    return next(one.block_id for one in placed(view.blocks) if one.block_id.split("~")[0] == name)


def choices(view: OpenView, name: str) -> list[str]:
    """The values that a field offers."""
    where = next(one for one in placed(view.blocks) if one.block_id.split("~")[0] == name)
    groups = where.element.get("option_groups") or [where.element]
    return [str(option["value"]) for group in groups for option in group["options"]]


def first_button(message: SimMessage | OpenView) -> dict[str, Any]:
    """The button that is meant first."""
    row = next(one for one in message.blocks if one["type"] == "actions")
    return dict(row["elements"][0])


def detail(name: str) -> str:
    """The block of one detail of a persona or a stage."""
    return part(Field.DETAIL, name)

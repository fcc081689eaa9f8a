"""A small team at work: the whole of Cairn beside a simulated workspace, with one workshop of two stages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.ids import Field, Modal
from bot.simulator.people import Hand
from bot.simulator.rehearsal import Rehearsal, rehearsal
from bot.simulator.state import World
from bot.simulator.things import OpenView, SimChannel
from workflows import maps, workshops
from workflows.commands import Actor, SetStages, StartWorkshop
from workflows.snapshots import MapSnapshot


@dataclass(frozen=True, slots=True)
class Crew:
    """A workshop, and the hands of two people in it: Anna facilitates, Boris takes part."""

    there: Rehearsal
    channel: SimChannel
    workshop: int
    anna: Hand
    boris: Hand
    actor: Actor

    async def map(self) -> MapSnapshot:
        """The map as it is now."""
        return await maps.snapshot(self.there.cairn.desk, self.actor, self.workshop)

    async def opens(self, hand: Hand, typed: str, modal: Modal) -> OpenView:
        """Type a command and wait for the modal it opens."""
        await hand.command(self.channel, f"/journey {typed}")
        return await hand.sees_view(modal)

    async def adds_pain(self, hand: Hand, text: str = "Too slow", severity: str = "Critical") -> int:
        """A pain point in the second stage, by form."""
        view = await self.opens(hand, "pain", Modal.NOTE)
        await hand.submit({text_block(view): text, Field.STAGE: "Checkout", Field.SEVERITY: severity})
        await hand.close()
        return (await self.map()).pains[-1].id


@asynccontextmanager
async def workplace(folder: Path, **more: object) -> AsyncIterator[Rehearsal]:
    """A workspace with Anna, Boris and Cairn, for all the tests of a module."""
    world = World()
    world.add_user("anna", "Anna", department="Sales", tz="Europe/Berlin")
    world.add_user("boris", "Boris", department="Logistics", tz="Asia/Tokyo")
    async with rehearsal(data_folder=folder, world=world, refresh_delay=3.0, **more) as there:
        core = there.simulator.core
        core.ack_seconds = core.trigger_seconds = 15.0  # on a busy machine three seconds are soon over
        yield there


async def crew(there: Rehearsal) -> Crew:
    """A new channel with a new workshop."""
    world, desk = there.simulator.world, there.cairn.desk
    anna, boris = there.simulator.hand("anna"), there.simulator.hand("boris")
    for hand in (anna, boris):
        while hand.view:
            await hand.close(everything=True)
    channel = world.add_channel(f"journey-{len(world.channels)}", [anna.id, boris.id])
    actor = Actor(world.team_id, anna.id, "Anna")
    start = StartWorkshop(channel.id, "Buying a jacket", "See where people give up", people=(boris.id,))
    begun = await workshops.start(desk, actor, start)
    await maps.set_stages(desk, actor, SetStages(begun.workshop_id, ("Awareness", "Checkout")))
    return Crew(there, channel, begun.workshop_id, anna, boris, actor)


def text_block(view: OpenView) -> str:
    """The block of the text, whatever its round."""
    return next(str(b["block_id"]) for b in view.blocks if str(b.get("block_id", "")).split("~")[0] == Field.TEXT)

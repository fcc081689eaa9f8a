"""The people and the channel of a rehearsal, taken from a ready-made journey."""

from dataclasses import dataclass
from typing import Any

from bot.simulator.state import World
from bot.simulator.things import SimChannel, SimUser

CHANNEL = "kitchen-squad"
TOPIC = "Why do people give up between the product page and the second order?"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who is there: `people` by role, the first one facilitates."""

    channel: SimChannel
    people: dict[str, SimUser]

    @property
    def facilitator(self) -> SimUser:
        """The one who begins."""
        return next(iter(self.people.values()))


def enter(world: World, roles: list[dict[str, Any]]) -> Cast:
    """Let the people of a journey's `cast` into the workspace, and into one channel together with Cairn."""
    people = {
        str(one["role"]): world.add_user(
            str(one["name"]).split()[0].lower(),
            str(one["name"]),
            title=str(one["title"]),
            department=str(one["department"]),
            tz=str(one.get("tz", "UTC")),
            is_admin=number == 0,
        )
        for number, one in enumerate(roles)
    }
    channel = world.add_channel(CHANNEL, [user.id for user in people.values()], topic=TOPIC)
    world.add_channel("random", [user.id for user in people.values()], bot=False, topic="Everything else")
    return Cast(channel, people)

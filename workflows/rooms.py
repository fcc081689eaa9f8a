"""Room for one more: on a map, in a workspace, in a minute. What is full is said at the field, and nothing is lost.

A map's things are not counted at each contribution. When they were, the map keeps how many more may come
(`Workshop.room`), and they are counted again when those have come: five thousand contributions are counted a few times
and not five thousand times. What is deleted meanwhile makes room at the next count. Every change holds the map's row,
so two at once do not take the same place.
"""

from storage import rows, tables, workshops
from workflows.desk import Change
from workflows.errors import InvalidError
from workflows.items import key


async def take(
    change: Change, workshop: tables.Workshop, model: type[rows.Item], limit: int, field: str, more: int = 1
) -> None:
    """Take room for `more` things on a map, whose row the caller holds; InvalidError at `field` where it is full."""
    name = str(model.__tablename__)
    left, of = workshop.room.get(name) or (0, limit)
    if left < more or of != limit:
        there = await rows.count(change.session, model, key(workshop.id))
        left = limit - there
        if left < more:
            raise InvalidError(field, "map_full", limit=limit, count=there + more)
    workshop.room = {**workshop.room, name: [left - more, limit]}


async def take_map(change: Change) -> None:
    """Room for one more open map in the workspace, or InvalidError at `title`. Of two at once the later one waits."""
    await workshops.lock_workspace(change.session, change.actor.team_id)
    limit = change.caps.maps
    if await workshops.count_open(change.session, change.actor.team_id, limit) >= limit:
        raise InvalidError("title", "too_many_maps", limit=limit)


def admit(change: Change, field: str) -> None:
    """Let one more thing in, or raise InvalidError at `field` where somebody, or everybody, gives too much at once."""
    if change.flood is None:
        return
    team, caps = change.actor.team_id, change.caps
    if not change.flood.admit(f"{team}:{change.actor.user_id}", caps.person_minute):
        raise InvalidError(field, "too_fast", limit=caps.person_minute)
    if not change.flood.admit(team, caps.team_minute):
        raise InvalidError(field, "too_busy")

"""Writing down the customer the map is about."""

from workflows import limits
from workflows.commands import Actor, Done, SavePersona
from workflows.desk import Desk

# The two layers of a persona: field name -> most characters. Details of a persona are keyed by these.
FIELDS: dict[str, int] = {
    "age": limits.NAME_MAX,
    "family": limits.LINE_MAX,
    "place": limits.LINE_MAX,
    "work": limits.LINE_MAX,
    "interests": 600,
    "habits": 600,
    "goals": 600,
    "challenges": 600,
    "preferences": 600,
    "likes": 600,
    "dislikes": 600,
    "indifferent": 600,
    "evidence": 600,
}


async def save(desk: Desk, actor: Actor, command: SavePersona, claim: str | None = None) -> Done:
    """Write a persona, new or changed (ConflictError where somebody else changed it meanwhile)."""
    raise NotImplementedError

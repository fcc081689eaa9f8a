"""Finding one's maps by what stands on them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel.ext.asyncio.session import AsyncSession

from storage import finding as rows
from storage import visible
from storage.folding import fold
from workflows import access, kin, lives, reading, text
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.relatives import Relative
from workflows.snapshots import Outline
from workflows.words import WorkshopStatus

PAGE = 10
WORDS_MAX = 12  # each is a condition of its own: what is pasted by mistake does not become a thousand


class Place(StrEnum):
    """Where on a map something was found."""

    TITLE = "title"
    GOAL = "goal"
    PERSONA = "persona"
    STAGE = "stage"
    PAIN = "pain"


class Shown(StrEnum):
    """Which maps a list shows. Open: those that are worked on or reviewed. Mine: those that one leads."""

    OPEN = "open"
    MINE = "mine"
    OVERDUE = "overdue"
    ENDED = "ended"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Hit:
    """A map, and where the words stand on it besides its title; empty where nothing was asked for."""

    outline: Outline
    place: Place | None = None
    text: str = ""
    parent: Relative | None = None  # the larger map, where it is the reader's to see
    beneath: bool = False  # it stands below that map in the list, too


@dataclass(frozen=True, slots=True)
class Found:
    """One page of somebody's maps, newest first. `deleted` is how many they could bring back."""

    words: str
    page: int
    pages: int
    hits: tuple[Hit, ...]
    deleted: int
    count: int = 0
    shown: Shown = Shown.ALL
    channel: str = ""


async def find(
    desk: Desk, actor: Actor, words: str = "", page: int = 0, *, shown: Shown = Shown.ALL, channel: str = ""
) -> Found:
    """The maps the actor takes part in or answers for, on which all the words stand."""
    deleted = len(await lives.deleted(desk, actor))
    today = desk.clock.now().date()
    async with desk.db.read() as session:
        return await look(session, actor, words, page, shown=shown, channel=channel, today=today, deleted=deleted)


async def look(
    session: AsyncSession,
    actor: Actor,
    words: str = "",
    page: int = 0,
    *,
    today: date,
    shown: Shown = Shown.ALL,
    person: str = "",
    channel: str = "",
    size: int = PAGE,
    deleted: int = 0,
) -> Found:
    """One page of them, `size` maps; counted and cut by the database, texts are read of what is shown only.

    `person` and `channel` narrow them to those that somebody takes part in, and to those of one channel.
    """
    wanted = text.clean(words)
    folded = list(dict.fromkeys(fold(wanted).split()))[:WORDS_MAX]
    who = access.seer(actor)
    conditions = [*_of(shown, actor, today), *(rows.says(word) for word in folded)]
    conditions += [visible.with_person(person)] if person else []
    conditions += [visible.in_channel(channel)] if channel else []
    count = await visible.count(session, who, *conditions)
    pages = max(1, -(-count // size))
    page = min(max(page, 0), pages - 1)
    ids = await visible.ids(session, who, *conditions, limit=size, offset=page * size)
    where = _matching(await rows.texts(session, ids), folded) if folded else {}
    parents = await kin.parents_of(session, actor, ids)
    ids = kin.ordered(ids, parents)
    hits = tuple(
        _hit(one, where.get(one.id), parents.get(one.id), ids)
        for one in await reading.outlines(session, actor.team_id, ids)
    )
    return Found(wanted, page, pages, hits, deleted, count, shown, channel)


def _hit(outline: Outline, where: tuple[Place, str] | None, parent: Relative | None, ids: list[int]) -> Hit:
    place, said = where or (None, "")
    return Hit(outline, place, said, parent, beneath=parent is not None and parent.id in ids)


def _of(shown: Shown, actor: Actor, today: date) -> list[sa.ColumnElement[bool]]:
    if shown is Shown.ALL:
        return []
    if shown is Shown.MINE:
        return [visible.led_by(actor.user_id)]
    if shown is Shown.OVERDUE:
        return [visible.overdue(today)]
    ended = shown is Shown.ENDED
    return [visible.with_status([one for one in WorkshopStatus if (one is WorkshopStatus.ENDED) is ended])]


def _matching(found: rows.Texts, wanted: list[str]) -> dict[int, tuple[Place, str]]:
    """Of each map the text that has most of the words."""
    texts: dict[int, list[tuple[Place, str, str]]] = defaultdict(list)
    for row in found:
        texts[row["workshop_id"]].append((Place(row["place"]), row["text"], fold(row["text"])))
    matching = {}
    for workshop_id, lines in texts.items():
        # The title is shown anyway: what else says the words tells more.
        place, said, _folded = max(
            lines, key=lambda line: (sum(word in line[2] for word in wanted), line[0] is not Place.TITLE)
        )
        matching[workshop_id] = (place, said)
    return matching

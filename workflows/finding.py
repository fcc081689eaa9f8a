"""Finding one's maps by what stands on them."""

import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from storage import finding as rows
from storage import workshops
from workflows import lives, reading, text
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.snapshots import Outline

PAGE = 10
SEARCHED_MAX = 1000  # maps of one person
_MARKS = range(0x0591, 0x05C8)  # Hebrew vowel points and accents, which few people type


class Place(StrEnum):
    """Where on a map something was found."""

    TITLE = "title"
    GOAL = "goal"
    PERSONA = "persona"
    STAGE = "stage"
    PAIN = "pain"


@dataclass(frozen=True, slots=True)
class Hit:
    """A map, and where the words stand on it besides its title; empty where nothing was asked for."""

    outline: Outline
    place: Place | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of somebody's maps, newest first. `deleted` is how many they could bring back."""

    words: str
    page: int
    pages: int
    hits: tuple[Hit, ...]
    deleted: int


async def find(desk: Desk, actor: Actor, words: str = "", page: int = 0) -> Found:
    """The maps the actor takes part in or answers for, on which all the words stand."""
    wanted = text.clean(words)
    async with desk.db.read() as session:
        ids = await workshops.of_person(session, actor.team_id, actor.user_id, "", SEARCHED_MAX)
        where: dict[int, tuple[Place, str]] = {}
        if wanted:
            where = _matching(await rows.texts(session, ids), fold(wanted).split())
            ids = [one for one in ids if one in where]
        pages = max(1, -(-len(ids) // PAGE))
        page = min(max(page, 0), pages - 1)
        shown = await reading.outlines(session, actor.team_id, ids[page * PAGE : (page + 1) * PAGE])
    deleted = await lives.deleted(desk, actor)
    hits = tuple(Hit(one, *where.get(one.id, ())) for one in shown)
    return Found(wanted, page, pages, hits, len(deleted))


def _matching(found: rows.Texts, wanted: list[str]) -> dict[int, tuple[Place, str]]:
    """The maps on which every word stands somewhere, each with the text that has most of them."""
    texts: dict[int, list[tuple[Place, str, str]]] = defaultdict(list)
    for row in found:
        texts[row["workshop_id"]].append((Place(row["place"]), row["text"], fold(row["text"])))
    matching = {}
    for workshop_id, lines in texts.items():
        if all(any(word in folded for _place, _text, folded in lines) for word in wanted):
            # The title is shown anyway: what else says the words tells more.
            place, said, _folded = max(
                lines, key=lambda line: (sum(word in line[2] for word in wanted), line[0] is not Place.TITLE)
            )
            matching[workshop_id] = (place, said)
    return matching


def fold(said: str) -> str:
    """Letters without their case and what people leave out when they type: ё is е, and no vowel points."""
    folded = unicodedata.normalize("NFKC", said).casefold().replace("ё", "е")
    return "".join(char for char in folded if ord(char) not in _MARKS)

"""Mermaid's `journey` diagrams: sections are stages, tasks are touchpoints with a score and those who take part.

The grammar: https://mermaid.js.org/syntax/userJourney.html. Cairn's own diagrams carry comments for what it has no word
for: that the one who takes part is the customer, that a section has no score, that it has no task of its own.
"""

import re
from collections.abc import Iterator

from workflows.importing.problems import refused
from workflows.importing.sheet import Sheet, sheet

COLUMNS = ("stage", "touchpoint", "score", "person")
LOWEST, HIGHEST, MIDDLE = 1, 5, 3
OURS = "%% cairn: the one who takes part is the customer"
UNSCORED = "%% cairn: no score yet"
BARE = "%% cairn: no touchpoint yet"
_JOINER = "\u2060"  # stands before a name that begins with a word of the grammar
_FENCE = re.compile(r"\A\s*(```|~~~)")
_SKIPPED = re.compile(r"\A(%%|accTitle\b|accDescr\b)", re.IGNORECASE)
_LOOKED_AT = 500  # lines


def looks_like(text: str) -> bool:
    """Whether it is a diagram of a journey, alone or in a page of Markdown."""
    return any(line.strip().lower() == "journey" for line in text.splitlines()[:_LOOKED_AT])


def read(text: str) -> Sheet:
    """The tasks as rows; `score` is the feeling, −2 … +2."""
    title: list[str] = []
    rows = list(_tasks(text, title))
    if not rows:
        raise refused("file_no_tasks")
    told = {"title": title[0][:120]} if title else {}
    return sheet([(0, COLUMNS), *rows], format="Mermaid", **told)


def _tasks(text: str, title: list[str]) -> Iterator[tuple[int, tuple[object, ...]]]:
    section, inside, braces = "", False, False
    marks: set[str] = set()
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not inside:
            inside = line.lower() == "journey"
            continue
        if _FENCE.match(line):
            return
        if braces or (line.lower().startswith("accdescr") and "{" in line):
            braces = "}" not in line
            continue
        if line in {OURS, UNSCORED, BARE}:
            marks.add(line)
        if not line or _SKIPPED.match(line):
            continue
        word, _space, rest = line.partition(" ")
        if word.lower() == "title":
            title.append(rest.strip())
        elif word.lower() == "section":
            section = rest.strip().removeprefix(_JOINER)
            marks &= {OURS}
        else:
            yield number, (section, *_marked(_task(line, number), marks))


def _marked(task: tuple[object, ...], marks: set[str]) -> tuple[object, ...]:
    name, score, people = task
    return "" if BARE in marks else name, "" if UNSCORED in marks else score, "" if OURS in marks else people


def _task(line: str, number: int) -> tuple[object, ...]:
    """`Make tea: 5: Me, Cat`; the name itself may hold no colon, as in Mermaid."""
    name, *rest = (part.strip() for part in line.split(":"))
    if not name or not rest or not rest[0].lstrip("-").isascii() or not rest[0].isdigit():
        raise refused("file_task", row=number)
    score = int(rest[0][:3])
    if not LOWEST <= score <= HIGHEST:
        raise refused("file_task_score", row=number, low=LOWEST, high=HIGHEST)
    return name.removeprefix(_JOINER), score - MIDDLE, ", ".join(part for part in rest[1:] if part)

"""The map as a Mermaid `journey` diagram: a section for each stage, a line for each touchpoint with its score.

The grammar has no quoting: a colon ends a task's name, a comma an actor's, a semicolon or # the line. What people
wrote gets letters that look alike instead. Its scores go from 1 to 5, as ours do from −2 to +2. What it has no word for
stands in comments that the import reads (`workflows.importing.mermaid`).
"""

import re
from collections.abc import Iterator
from typing import Final

from bot.exports.format import Format, Pictures
from bot.i18n import N_, say_for
from workflows.document import Content, Document, model
from workflows.importing import mermaid as marks

_ALIKE: Final = str.maketrans({":": "：", ";": "；", "#": "＃", ",": "，", "%": "％", "<": "‹", ">": "›", '"': "”"})
# Words by which a line would be read as something else where it begins with one.
_KEYWORD: Final = re.compile(r"^(journey|title|section|acctitle|accdescr|end)\b", re.IGNORECASE)
_LONGEST: Final = 80
MIDDLE, SHIFT = 3, 3


def said(text: str) -> str:
    """A person's text as a name in a diagram; never empty."""
    line = " ".join(text.translate(_ALIKE).split())
    line = _KEYWORD.sub(lambda found: f"\u2060{found[0]}", line)
    return (line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…") or "–"


def write(document: Document, pictures: Pictures, language: str) -> bytes:
    """The diagram's text."""
    del pictures
    say = say_for(language)
    persona = document.map.personas[0].name if document.map.personas else say("The customer")
    return ("\n".join(_lines(document.map, said(persona))) + "\n").encode()


def _lines(content: Content, actor: str) -> Iterator[str]:
    yield "journey"
    yield f"    title {said(content.workshop.title)}"
    yield f"    {marks.OURS}"
    for stage in content.stages:
        yield f"    section {said(stage.name)}"
        score = _score(stage)
        contacts = [one.title for one in content.touchpoints if one.stage == stage.id]
        if not stage.emotion:
            yield f"      {marks.UNSCORED}"
        # A section needs a task: where nothing stands in a stage, the stage itself is one.
        if not contacts:
            yield f"      {marks.BARE}"
        for title in contacts or [stage.name]:
            yield f"      {said(title)}: {score}: {actor}"


def _score(stage: model.Stage) -> int:
    return round(stage.emotion.median + SHIFT) if stage.emotion else MIDDLE


MERMAID = Format(
    "mermaid", N_("Mermaid diagram"), N_("A journey diagram for Markdown pages"), "mmd", "text/vnd.mermaid", write
)

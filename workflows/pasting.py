"""Several touchpoints at once: which line goes into which stage, which is there already, which has no place yet.

A line may begin with the name of its stage (`Checkout: order form @web`), and a line that is only such a
name is a heading for those below it. Nothing that was typed is lost: what cannot be placed keeps its words.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from workflows import limits, text
from workflows.words import Channel

AS_IT_IS = 0  # instead of a stage's id: the words before the colon are no stage, but part of the name
PLAIN_LINES = 5  # more than these are shown before they are saved
_CLOSE_ENOUGH = 0.75
_NAME_WORDS = 3  # more words before a colon are a sentence
_COLON = re.compile(r"[:：︰﹕](?!//)(?<!\d[:：](?=\d))")
_STROKE = re.compile(r"\s+(?:[-–—→>]|->|=>)\s+|\s*——\s*")
_ORNAMENT = " *_#[]()«»“”\"'「」【】"

Place = tuple[int, str]  # a stage's id and name


@dataclass(frozen=True, slots=True)
class PastedLine:
    """One line, as it was typed and as it was understood. `said` is the stage it names, as written."""

    raw: str
    title: str
    channel: Channel | None
    star: bool = False
    said: str = ""
    stage_id: int | None = None
    guessed: bool = False  # the stage was not written quite like this


@dataclass(frozen=True, slots=True)
class Paste:
    """What would become of the lines, each in the order it was typed."""

    fresh: tuple[PastedLine, ...] = ()
    known: tuple[PastedLine, ...] = ()  # on the map already: skipped
    homeless: tuple[PastedLine, ...] = ()  # of stages that the map does not have: unsaved until somebody says where

    @property
    def unclear(self) -> bool:
        """Whether somebody should look before it is saved."""
        several = len({line.stage_id for line in self.fresh}) > 1 or len(self.fresh) > PLAIN_LINES
        return bool(self.known or self.homeless or several or any(line.guessed for line in self.fresh))

    @property
    def missing(self) -> dict[str, tuple[PastedLine, ...]]:
        """The homeless lines by the stage they name, in order."""
        named: dict[str, list[PastedLine]] = {}
        first: dict[str, str] = {}
        for line in self.homeless:
            named.setdefault(first.setdefault(folded(line.said), line.said), []).append(line)
        return {name: tuple(lines) for name, lines in named.items()}

    @property
    def left(self) -> str:
        """What stays to be typed, as it was typed."""
        return "\n".join(line.raw for line in self.homeless)


def folded(name: str) -> str:
    """A name without what people write differently: case, spaces, width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).casefold()


def key(name: str) -> str:
    """A short word for a name that the map does not know: `AddTouchpoints.places` is keyed by it."""
    return f"{zlib.crc32(folded(name).encode()):08x}"


def mark(lines: str) -> str:
    """A short word for a whole text: whether it is still the one that was looked at."""
    return f"{zlib.crc32(chr(10).join(text.listed(lines)).encode()):08x}"


def paste(
    lines: str,
    stages: Sequence[Place],
    there: Iterable[tuple[int, str, Channel]],
    stage_id: int,
    places: Mapping[str, int],
    channel: Channel | None = None,
) -> Paste:
    """Sort the lines; `there` are the touchpoints of the map: stage, title, channel."""
    known_stages = {one for one, _name in stages}
    taken: dict[tuple[int | None, str], set[Channel]] = {}
    for where, title, medium in there:
        taken.setdefault((where, folded(title)), set()).add(medium)
    fresh, known, homeless = [], [], []
    for line in (_placed(one, places, stage_id) for one in read(lines, stages, stage_id)):
        if line.stage_id not in known_stages:
            homeless.append(line)
            continue
        media = taken.setdefault((line.stage_id, folded(line.title)), set())
        wanted = line.channel or channel
        if media and (wanted is None or wanted in media):
            known.append(line)
        else:
            fresh.append(line)
            media.add(wanted or Channel.OTHER)
    return Paste(tuple(fresh), tuple(known), tuple(homeless))


def read(lines: str, stages: Sequence[Place], stage_id: int) -> list[PastedLine]:
    """The touchpoints among the lines; those that name no stage stand in `stage_id` or below their heading."""
    found, here = [], stage_id
    for item in _items(lines, stages):
        line = _read(item, stages)
        if line.said and not line.title:
            here = line.stage_id or here
        else:
            found.append(line if line.said else replace(line, stage_id=here))
    return found


def _items(lines: str, stages: Sequence[Place]) -> Iterator[str]:
    """The lines, and what stands in one between commas: in the stage that the line names."""
    for item in text.listed(lines):
        first, *others = text.together(item)
        yield first
        said = _read(first, stages).said if others else ""
        yield from (f"{said}: {other}" if said else other for other in others)


def _placed(line: PastedLine, places: Mapping[str, int], stage_id: int) -> PastedLine:
    """A homeless line where somebody said that it belongs."""
    if line.stage_id is not None or key(line.said) not in places:
        return line
    chosen = places[key(line.said)]
    if chosen == AS_IT_IS:
        return replace(_line(line.raw, line.raw), stage_id=stage_id)
    return replace(line, stage_id=chosen)


def _read(item: str, stages: Sequence[Place]) -> PastedLine:
    """One line; a heading, which has a known stage and nothing behind it, has no title."""
    names = {folded(name): one for one, name in stages}
    for cut in sorted([*_COLON.finditer(item), *_STROKE.finditer(item)], key=lambda match: match.start()):
        head = item[: cut.start()].strip(_ORNAMENT)  # a stage's own name may hold a colon
        if folded(head) in names:
            return replace(_line(item, item[cut.end() :]), said=head, stage_id=names[folded(head)])
    colon = _COLON.search(item)
    head, rest = (item[: colon.start()].strip(_ORNAMENT), item[colon.end() :].strip()) if colon else ("", "")
    near = _nearest(list(names), folded(head)) if rest else None
    if near is not None:
        return replace(_line(item, rest), said=head, stage_id=names[near], guessed=True)
    if rest and _like_a_name(head):
        return replace(_line(item, rest), said=head)
    return _line(item, item)


def _line(raw: str, said: str) -> PastedLine:
    parsed = text.touchpoint(text.visible(said.strip()))
    return PastedLine(raw, parsed.title, parsed.channel, parsed.star)


def _nearest(names: list[str], wanted: str) -> str | None:
    if not wanted:
        return None
    begun = [name for name in names if name.startswith(wanted) and len(wanted) * 2 >= len(name)]
    return next(iter([*begun, *get_close_matches(wanted, names, n=1, cutoff=_CLOSE_ENOUGH)]), None)


def _like_a_name(head: str) -> bool:
    return bool(folded(head)) and len(head.split()) <= _NAME_WORDS and len(head) <= limits.NAME_MAX and "@" not in head

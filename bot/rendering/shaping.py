"""Characters to positioned glyphs: which face each character takes, and what HarfBuzz makes of each run."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz as hb
from fontTools.unicodedata import script as script_of

from bot.rendering.fonts import BOX, Face, emoji, faces

_EMOJI = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]{2}|[#*0-9]\ufe0f?\u20e3|"
    "(?:[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u25fe\u2600-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff])"
    "(?:[\U0001f3fb-\U0001f3ff]|\ufe0f)?"
    "(?:\u200d[\u2600-\u27bf\u2b05-\u2b55\U0001f000-\U0001faff](?:[\U0001f3fb-\U0001f3ff]|\ufe0f)?)*"
    "[\U000e0020-\U000e007f]*)",
)
_INVISIBLE = frozenset("\u200c\u200d\u200e\u200f\u00ad\ufe0e\ufe0f\n") | {chr(code) for code in range(0xE0000, 0xE0080)}
_SHARED_SCRIPTS = frozenset({"Zyyy", "Zinh"})
_FEATURES = {"kern": True, "liga": True}

Glyph = tuple[int, int, float, float, float]  # glyph, character index, advance, x and y offset


@dataclass(slots=True)
class Item:
    """A stretch of text of one face, level and script."""

    start: int
    end: int
    face: Face
    level: int
    script: str | None


@dataclass(slots=True)
class Run:
    """A stretch of shaped glyphs, in the order in which they are drawn from the left."""

    face: Face
    size: float
    glyphs: list[Glyph]
    width: float
    level: int
    start: int
    end: int
    source: str  # what `start` and `end` are places in


def without_missing(text: str, weight: int) -> tuple[str, frozenset[str]]:
    """Put a visible box where no face has a character, and name what is missing."""
    if text.isascii():
        return text, frozenset()
    missing = frozenset(character for character in set(text) if not _known(character, weight))
    if not missing:
        return text, missing
    return "".join(BOX if character in missing else character for character in text), missing


def itemise(text: str, weight: int, levels: list[int] | None) -> list[Item]:
    """Cut text where face, level or script change."""
    if text.isascii() and levels is None:
        return [Item(0, len(text), faces(weight)[0], 0, "Latn")]
    pictures = _pictures(text, weight)
    items: list[Item] = []
    last: Item | None = None
    position = 0
    while position < len(text):
        level = levels[position] if levels else 0
        end = pictures.get(position)
        if end is None:
            end = position + 1
            known = _letter(text[position], weight)
            before = last.face if last and not last.face.colour else None
            face, script = known.face if before is None else _after(before, text[position], known), known.script
        else:
            face, script = emoji(), "Zsye"
        if (
            last is not None
            and last.face is face
            and last.level == level
            and (script is None or last.script is None or last.script == script)
        ):
            last.end, last.script = end, last.script or script
        else:
            last = Item(position, end, face, level, script)
            items.append(last)
        position = end
    return items


def shape(text: str, item: Item, size: float, language: str) -> list[Glyph]:
    """Shape one item; advances and offsets are in units of the picture."""
    buffer = _buffer()
    buffer.reset()
    buffer.add_codepoints([*map(ord, text)], item.start, item.end - item.start)
    buffer.direction = "rtl" if item.level % 2 else "ltr"
    if item.script and item.script != "Zsye":
        buffer.script = item.script
    buffer.language = language
    buffer.guess_segment_properties()
    hb.shape(item.face.font, buffer, _FEATURES)
    unit = size / item.face.units
    glyphs: list[Glyph] = []
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions or (), strict=True):
        x_offset, y_offset, x_advance, _ = place.position
        glyphs.append((info.codepoint, info.cluster, x_advance * unit, x_offset * unit, y_offset * unit))
    return glyphs


@dataclass(frozen=True, slots=True)
class _Letter:
    """What decides on a character's face. `script` is None where several share it."""

    face: Face
    script: str | None
    fixed: bool  # the same face whatever comes before
    joins: bool  # has no look of its own: always the face of what comes before


@lru_cache(maxsize=32768)
def _letter(character: str, weight: int) -> _Letter:
    stack = faces(weight)
    script = script_of(character)
    shared = script in _SHARED_SCRIPTS
    # Letters and digits of ASCII always take the first face, or they would turn Chinese after a Chinese word.
    fixed = character.isascii() and character.isalnum()
    return _Letter(
        stack[0] if fixed else next((face for face in stack if face.covers(character)), stack[0]),
        None if shared else script,
        fixed or not (shared or unicodedata.combining(character)),
        character in _INVISIBLE,
    )


def _after(before: Face, character: str, known: _Letter) -> Face:
    if known.joins or (not known.fixed and before.covers(character)):
        return before
    return known.face


def _pictures(text: str, weight: int) -> dict[int, int]:
    """Where emoji stand: start to end. Signs such as ™ stay text unless asked to be pictures."""
    found: dict[int, int] = {}
    for match in _EMOJI.finditer(text):
        sequence = match.group()
        if sequence.isascii() or "\ufe0e" in text[match.start() : match.end() + 1]:
            continue
        asked = unicodedata.east_asian_width(sequence[0]) == "W" or "\ufe0f" in sequence or len(sequence) > 1
        drawn_as_text = any(face.covers(sequence[0]) for face in faces(weight))
        if (asked or not drawn_as_text) and (len(sequence) > 1 or emoji().covers(sequence[0])):
            found[match.start()] = match.end()
    return found


@lru_cache(maxsize=32768)
def _known(character: str, weight: int) -> bool:
    if character in _INVISIBLE or character.isspace() or unicodedata.category(character) == "Cf":
        return True
    return any(face.covers(character) for face in faces(weight)) or emoji().covers(character)


@lru_cache
def _buffer() -> hb.Buffer:
    return hb.Buffer()

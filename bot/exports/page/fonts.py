"""The fonts of a page: of each face only the characters that stand on it, as data, so that nothing is fetched."""

import base64
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz as hb
from fontTools.ttLib import TTFont

from bot.rendering import fonts
from bot.rendering.fonts import Face

FAMILY = "Cairn"
# Kerning, marks and joining: what text needs to look right. Small capitals and other finery stay behind.
FEATURES = ("kern", "mark", "mkmk", "ccmp", "liga", "calt", "locl", "init", "medi", "fina", "isol", "rlig")
_JOINERS = "\u200d\ufe0f"  # what holds the parts of an emoji together


@dataclass(frozen=True, slots=True)
class FontFace:
    """One `@font-face`: a family of its own for each file, so that the order of asking is ours."""

    family: str
    weights: str
    data: str


def faces_for(text: str) -> tuple[FontFace, ...]:
    """The faces that show a text, in the order in which they are asked for a character."""
    wanted = frozenset(character for character in text if character.isprintable() or character in _JOINERS)
    found: list[FontFace] = []
    parts, emoji = _divided(wanted)
    for place, characters in enumerate(parts):
        if not characters:
            continue
        files: dict[str, list[int]] = {}
        for weight in fonts.WEIGHTS:
            files.setdefault(fonts.faces(weight)[place].key, []).append(weight)
        for weights in files.values():
            face = fonts.faces(weights[0])[place]
            found.append(_made(f"{FAMILY} {place}", f"{weights[0]} {weights[-1]}", face, characters))
    if emoji:
        found.append(_made(f"{FAMILY} emoji", "400 700", fonts.emoji(), emoji | set(_JOINERS)))
    return tuple(found)


def families(faces: Iterable[FontFace]) -> str:
    """The list for `font-family`; the system's own stand behind, for a browser that takes no data."""
    own = ", ".join(dict.fromkeys(f'"{face.family}"' for face in faces))
    return f"{own}, system-ui, sans-serif" if own else "system-ui, sans-serif"


def _divided(wanted: frozenset[str]) -> tuple[list[set[str]], set[str]]:
    """Which characters each face of a weight shows, and which only the emoji have."""
    order = fonts.faces(fonts.WEIGHTS[0])
    parts: list[set[str]] = [set() for _ in order]
    emoji = set()
    for character in wanted:
        place = next((place for place, face in enumerate(order) if face.covers(character)), None)
        if place is not None:
            parts[place].add(character)
        elif fonts.emoji().covers(character):
            emoji.add(character)
    return parts, emoji


@lru_cache(maxsize=64)
def _subset(face: Face, characters: frozenset[str]) -> bytes:
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(map(ord, characters))
    wanted.layout_feature_tag_set.clear()
    wanted.layout_feature_tag_set.update(int.from_bytes(tag.encode(), "big") for tag in FEATURES)
    return bytes(hb.subset(hb.Face(hb.Blob.from_file_path(str(face.path))), wanted).blob.data)


def _made(family: str, weights: str, face: Face, characters: set[str]) -> FontFace:
    data = packed(_subset(face, frozenset(characters)))
    return FontFace(family, weights, base64.b64encode(data).decode())


def packed(font: bytes) -> bytes:
    """A font as WOFF: its tables, compressed."""
    out = io.BytesIO()
    with TTFont(io.BytesIO(font), recalcTimestamp=False) as opened:
        opened.flavor = "woff"
        opened.save(out, reorderTables=None)
    return out.getvalue()

"""What of a text can be drawn: one control character or lone surrogate would spoil the whole picture otherwise."""

import json
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

CHARACTERS_MAX = 1200  # more than any field holds; a guard for text that came around the limits
MARKS_MAX = 3  # per letter: towers of combining marks would climb over their neighbours

_UNDRAWABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff\ud800-\udfff\ufdd0-\ufdef]"
)
_SPACES = re.compile(r"[ \t]+")
_SHORTCODE = re.compile(r":([a-z0-9_+'-]{1,60}):(?::skin-tone-([2-6]):)?")
_SKIN = ("\U0001f3fb", "\U0001f3fc", "\U0001f3fd", "\U0001f3fe", "\U0001f3ff")
_ASSETS = Path(__file__).parent / "assets"


@lru_cache(maxsize=8192)
def drawable(text: str) -> str:
    """Make any string fit to be set: composed, without what cannot be drawn, with Slack's `:bike:` as emoji."""
    kept = _UNDRAWABLE.sub("", text[: 2 * CHARACTERS_MAX])
    if any(ord(character) & 0xFFFF >= 0xFFFE for character in kept):
        kept = "".join(character for character in kept if ord(character) & 0xFFFF < 0xFFFE)
    kept = unicodedata.normalize("NFC", _with_emoji(kept))
    return _SPACES.sub(" ", _fewer_marks(kept)).strip()[:CHARACTERS_MAX]


def _with_emoji(text: str) -> str:
    if ":" not in text:
        return text
    return _SHORTCODE.sub(_emoji, text)


def _emoji(match: re.Match[str]) -> str:
    name, tone = match.groups()
    character = _shortcodes().get(name)
    if character is None:
        return match.group()
    return character + _SKIN[int(tone) - 2] if tone else character


@lru_cache
def _shortcodes() -> dict[str, str]:
    names: dict[str, str] = json.loads((_ASSETS / "shortcodes.json").read_text(encoding="utf-8"))
    return names


def _fewer_marks(text: str) -> str:
    if text.isascii():
        return text
    kept: list[str] = []
    marks: list[str] = []
    for character in text:
        if not unicodedata.combining(character):
            marks.clear()
            kept.append(character)
        elif len(marks) < MARKS_MAX and character not in marks:
            marks.append(character)
            kept.append(character)
    return "".join(kept)

"""Reading what was typed after `/journey`: the word, what follows it, and what was probably meant."""

import difflib
import re
import unicodedata
from dataclasses import dataclass

from bot.aliases import SAID
from bot.listeners.registry import Word
from workflows.text import clean

NEAR, NEAR_SIGNS = 0.6, 0.5  # how alike two words have to be; of two Chinese signs one has to be right
_EDGES = ":,.!、。·"
_UNSEEN = re.compile(r"[\u200e\u200f\u200b\u00ad]")
_SIGNS = re.compile(r"[\u3400-\u9fff]+")
_AFTER = " :,.!?、。·"
# Behind these something is stored at once, and Chinese leaves no space before it.
_WITH_TEXT = frozenset(
    {
        Word.ACTION, Word.THOUGHT, Word.PAIN, Word.JOY, Word.ITCH, Word.EVIDENCE, Word.DECISION, Word.IDEA,
        Word.CADENCE,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed: a word that is known, or one that is not, and the text behind it."""

    word: Word | None
    said: str
    text: str

    @property
    def bare(self) -> bool:
        """Whether nothing was typed."""
        return not self.said


def read(text: str) -> Asked:
    """Read the text of a command."""
    cleaned = _UNSEEN.sub("", clean(text)).strip()
    head, *rest = cleaned.split(maxsplit=1) or [""]  # a pasted text may begin on the next line
    word = _WORDS.get(bare(head))
    if word is None:
        glued = _glued(cleaned)
        if glued is not None:
            return glued
    return Asked(word, head, rest[0].strip() if rest else "")


def nearest(said: str) -> str:
    """Find the word that was probably meant, as it is written in its language; empty where none is near."""
    wanted = bare(said)[:40]
    cutoff = NEAR_SIGNS if _SIGNS.fullmatch(wanted) else NEAR
    found = difflib.get_close_matches(wanted, list(_WORDS), n=1, cutoff=cutoff)
    return _WRITTEN[found[0]] if found else ""


def bare(word: str) -> str:
    """Strip a word of what people write differently: width, case, ё, and what stands at its edges."""
    plain = unicodedata.normalize("NFKC", word).casefold().replace("ё", "е")
    return plain.strip(_EDGES) or plain


def _glued(text: str) -> Asked | None:
    """A word with its text right behind it: `痛点：结账太慢`, `pain:too slow`, `痛点结账太慢`."""
    for length in range(min(len(text), _LONGEST), 0, -1):
        word, behind = _WORDS.get(bare(text[:length])), text[length:]
        plain = unicodedata.normalize("NFKC", behind[:1])
        marked = (bool(plain) and plain in _AFTER) or text[length - 1 : length] in ":："
        signs = word in _WITH_TEXT and _SIGNS.fullmatch(text[:length])
        if word is not None and (marked or signs):
            return Asked(word, text[:length], behind.lstrip(_AFTER + "：，！？").strip())
    return None


_WAYS = [(str(word), word) for word in Word]
_WAYS += [(way, Word(word)) for said in SAID.values() for word, ways in said.items() for way in ways.split()]
_WORDS = {bare(way): word for way, word in _WAYS}
_WRITTEN = {bare(way): way for way, _word in _WAYS}
_LONGEST = max(map(len, _WORDS)) + 1

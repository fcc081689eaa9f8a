"""How alike two short texts are, in any writing: what people said twice in other words.

Nothing here understands a sentence. Words count as the same when they differ in an ending or a typo, the order does
not matter, and a long word weighs more than a short one, since in every language the short ones carry the least.
Chinese has no spaces: there each character is a word. So "Nobody picks up the phone" is found for "Nobody answers the
phone", and "The hotline is dead" is not. What is found is a question to a person, never an answer.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

# Found by pairs from four languages (`tests/workflows/test_likeness.py`): what stands in one stage
# is about the same moment already, so it needs to say less to be the same.
SAME_STAGE, ELSEWHERE = 0.66, 0.76
_WORD = 80  # per cent of two words that have to agree: "видна" and "видно", "enter" and "enters"
_LONGER = 1.5  # times as long: from there on two words cannot agree by `_WORD`
_UNSPACED = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"  # Chinese and Japanese
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is compared: whose it is, where it stands, what it says."""

    id: int
    stage_id: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that seem to say the same, the earlier one first; `score` is 0 … 1."""

    first: int
    second: int
    score: float


def tokens(text: str) -> list[str]:
    """The words of a text, without what writers leave out or add at will: case, accents, vowel points, marks."""
    bare = (char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return _TOKEN.findall("".join(bare).casefold())


def likeness(one: str, other: str) -> float:
    """How much two texts have in common, 0 … 1."""
    left, right = tokens(one), tokens(other)
    return _likeness(left, right, _kin({*left, *right}))


def pairs(texts: Sequence[Text]) -> list[Pair]:
    """The pairs that seem to be the same: those of one stage first, then the more alike, then the earlier."""
    said = {one.id: tokens(one.text) for one in texts}
    kin = _kin({word for words in said.values() for word in words})
    near = {key: frozenset[str]().union(*(kin[word] for word in words)) for key, words in said.items()}
    found = []
    for one, other in combinations(sorted(texts, key=lambda text: text.id), 2):
        together, left, right = one.stage_id == other.stage_id, said[one.id], said[other.id]
        enough = SAME_STAGE if together else ELSEWHERE
        # Nearly all pairs have too little in common, which is seen long before each word has found its like.
        if _at_most(left, near[other.id], right, near[one.id]) < enough:
            continue
        score = _likeness(left, right, kin)
        if score >= enough:
            found.append((not together, -score, Pair(one.id, other.id, score)))
    return [pair for _apart, _score, pair in sorted(found, key=lambda one: (*one[:2], one[2].first, one[2].second))]


def _kin(words: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """For each word those it counts as the same with, looked up once however many texts have it."""
    from rapidfuzz import fuzz, process  # loaded where texts are compared

    known = sorted(words, key=lambda word: (len(word), word))
    lengths = [len(word) for word in known]
    kin = {word: {word} for word in known}
    for place, word in enumerate(known):
        # Two words of which one is half as long again as the other never agree so far.
        later = known[place + 1 : bisect_right(lengths, len(word) * _LONGER)]
        near = process.extract(word, later, scorer=fuzz.ratio, score_cutoff=_WORD, limit=None, processor=None)
        for found, _score, _place in near:
            kin[word].add(found)
            kin[found].add(word)
    return {word: frozenset(near) for word, near in kin.items()}


def _at_most(left: Sequence[str], by_right: frozenset[str], right: Sequence[str], by_left: frozenset[str]) -> float:
    """What the likeness cannot be above: as if every word with a like on the other side had one of its own."""
    whole = sum(map(len, left)) + sum(map(len, right))
    shared = sum(len(word) for word in left if word in by_right) + sum(len(word) for word in right if word in by_left)
    return shared / whole if whole else 0.0


def _likeness(left: Sequence[str], right: Sequence[str], kin: Mapping[str, frozenset[str]]) -> float:
    """Twice the length of what both have, by the length of all."""
    whole = sum(map(len, left)) + sum(map(len, right))
    free, shared = list(right), 0
    for word in left:
        met = word if word in free else next((one for one in free if one in kin[word]), None)
        if met is not None:
            free.remove(met)
            shared += len(word) + len(met)
    return shared / whole if whole else 0.0

"""Bytes as text: the mark at the beginning first, then UTF-8, then the older encodings of our four languages.

Bytes alone do not say which older encoding they are in: every one of them reads nearly everything. So each reading
is judged by how much of it looks like the language it is for.
"""

from collections.abc import Callable
from itertools import pairwise

from workflows.importing.problems import refused

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE = 20_000  # bytes that are judged
_SURE = 0.55
_FEW = 0.2  # of all letters: a text with so few beyond ASCII is one of Western Europe
# The commonest letters of each language: three of four letters of a text are among them.
_RUSSIAN = frozenset("оеаинтсрвлкмдпуыяьгзб")
_HEBREW = frozenset("יוהלאתרבמשנםדקעחכפ")


def decode(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding, or a refusal where it is no text."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _read(content, name), "UTF-16" if name == "utf-16" else "UTF-8"
    unmarked = _utf16(content)
    if unmarked:
        return _read(content, unmarked), "UTF-16"
    try:
        return _text(content.decode("utf-8")), "UTF-8"
    except UnicodeDecodeError:
        return _older(content)


def _read(content: bytes, name: str) -> str:
    try:
        return _text(content.decode(name))
    except UnicodeDecodeError:
        raise refused("file_encoding") from None


def _text(said: str) -> str:
    if "\x00" in said:
        raise refused("file_not_text")
    return said


def _utf16(content: bytes) -> str:
    """UTF-16 without a mark: every other byte of what is mostly ASCII (separators, digits, breaks) is nothing."""
    sample = content[: _SAMPLE // 2 * 2]
    pairs = len(sample) // 2
    if pairs < 2 or len(content) % 2:
        return ""
    even, odd = sample[0::2].count(0) / pairs, sample[1::2].count(0) / pairs
    if max(even, odd) < 0.1 or min(even, odd) > 0.02:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _older(content: bytes) -> tuple[str, str]:
    high = [byte for byte in content[:_SAMPLE] if byte >= 0x80]
    letters = len(high) + sum(chr(byte).isalpha() for byte in content[:_SAMPLE] if byte < 0x80)
    judged = [(score(content), name, shown) for name, shown, score in _OLDER]
    best, name, shown = max(judged)
    if best >= _SURE:
        return _read(content, name), shown
    if high and len(high) / letters < _FEW:
        try:
            return _text(content.decode("cp1252")), "Windows-1252"
        except UnicodeDecodeError:
            raise refused("file_encoding") from None
    raise refused("file_encoding")


def _letters(content: bytes, name: str, common: frozenset[str], first: str, last: str) -> float:
    try:
        said = content.decode(name)[:_SAMPLE]
    except UnicodeDecodeError:
        return 0.0
    beyond = [char for char in said if ord(char) > 0x7F]
    own = [char.lower() for char in beyond if first <= char.lower() <= last]
    # In words as people write them, a capital does not follow a small letter, and alphabets do not mix.
    jumps = sum(_jump(one, two) for one, two in pairwise(said))
    if not beyond or not own:
        return 0.0
    usual = sum(char in common for char in own) / len(own)
    return len(own) / len(beyond) * usual * (1 - min(1.0, 3 * jumps / len(own)))


def _jump(one: str, two: str) -> bool:
    if not (one.isalpha() and two.isalpha()):
        return False
    return (one.islower() and two.isupper()) or one.isascii() != two.isascii()


def _cyrillic(content: bytes) -> float:
    return _letters(content, "cp1251", _RUSSIAN, "а", "я")


def _hebrew(content: bytes) -> float:
    return _letters(content, "cp1255", _HEBREW, "א", "ת")


def _chinese(content: bytes) -> float:
    """How much of it is characters of GB 2312's first level, which every Chinese text is nearly all made of."""
    try:
        said = content.decode("gb18030")[:_SAMPLE]
    except UnicodeDecodeError:
        return 0.0
    beyond = [char for char in said if ord(char) > 0x7F]
    usual = sum(_common(char) for char in beyond)
    return usual / len(beyond) if beyond else 0.0


def _common(char: str) -> bool:
    code = char.encode("gb18030")
    # Rows 16 to 55 are the first level; rows 1 to 3 hold the punctuation and the full-width letters.
    return len(code) == 2 and code[1] >= 0xA1 and (0xB0 <= code[0] <= 0xD7 or 0xA1 <= code[0] <= 0xA3)


_OLDER: tuple[tuple[str, str, Callable[[bytes], float]], ...] = (
    ("cp1251", "Windows-1251", _cyrillic),
    ("gb18030", "GB18030", _chinese),
    ("cp1255", "Windows-1255", _hebrew),
)

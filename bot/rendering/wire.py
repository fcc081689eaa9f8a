"""How parent and drawing process talk: frames of parts, each with its length. Nothing in them is executed."""

import struct
from collections.abc import Callable, Sequence
from typing import IO, Final

OK: Final = b"ok"
_PARTS_MAX: Final = 16
_PART_MAX: Final = 256 << 20
_NUMBER: Final = struct.Struct(">I")


class GarbledError(Exception):
    """What came is no frame."""


def send(pipe: IO[bytes], parts: Sequence[bytes]) -> None:
    """Write one frame."""
    lengths = b"".join(_NUMBER.pack(len(part)) for part in parts)
    pipe.write(_NUMBER.pack(len(parts)) + lengths)
    for part in parts:
        pipe.write(part)
    pipe.flush()


def receive(read: Callable[[int], bytes]) -> list[bytes]:
    """Read one frame; `read` gives exactly as many bytes as it is asked for, or raises."""
    (count,) = _NUMBER.unpack(read(_NUMBER.size))
    if not 0 < count <= _PARTS_MAX:
        raise GarbledError("too many parts")
    lengths = [length for (length,) in _NUMBER.iter_unpack(read(_NUMBER.size * count))]
    if max(lengths) > _PART_MAX:
        raise GarbledError("too long a part")
    return [read(length) if length else b"" for length in lengths]

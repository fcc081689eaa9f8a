"""What only a process of its own can tell: how long the first picture takes, how much memory, and the very bytes.

Run as `python -m tests.benchmarks.alone PICTURE`; the answer is one line of JSON.
"""

import json
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from bot.rendering import draw
from tests.benchmarks import maps

PICTURES = {
    "card": lambda: draw(maps.real(), "card", "png"),
    "real": lambda: draw(maps.real(), "map", "png", 2),
    "large": lambda: draw(maps.large(), "map", "png", 2),
    "pdf": lambda: draw(maps.real(), "map", "pdf"),
}


def main(arguments: Sequence[str]) -> int:
    """Draw one picture and tell."""
    (picture,) = arguments
    data = PICTURES[picture]()
    print(json.dumps({"megabytes": _peak(), "digest": sha256(data).hexdigest(), "bytes": len(data)}))
    return 0


def _peak() -> float:
    """The most memory this process has had; getrusage() would tell that of the parent, had it been larger."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

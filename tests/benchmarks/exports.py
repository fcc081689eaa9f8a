"""How long each file takes, and how large it is, of the fullest map: `python -m tests.benchmarks.exports`.

A map holds 20 stages and 500 touchpoints at most (`workflows.limits`); everything else is in proportion. The time is
that of the whole file, with the drawing of its pictures, in the process where pictures are drawn: never on the event
loop. Exit code 1 where one takes longer than LIMIT.
"""

import sys
from time import perf_counter

from bot.exports import FORMATS, coming
from bot.exports.making import written
from tests.benchmarks.maps import made
from workflows import limits
from workflows.document import Document, content_of
from workflows.presets.as_map import EXAMPLE_DAY

LIMIT = 5.0  # seconds
BACK = ("json", "yaml", "xlsx", "csv", "mermaid", "opml")


def main() -> int:
    """Write each format once, read back what can be, and print a line of each."""
    shown = made(limits.STAGES_MAX, limits.TOUCHPOINTS_MAX)
    document = Document(exported_at=EXAMPLE_DAY, map=content_of(shown))
    slow = False
    sys.stdout.write("format      seconds       bytes   read back, seconds\n")
    for name, one in FORMATS.items():
        begun = perf_counter()
        content = written(one, document, shown, "en")
        took, back = perf_counter() - begun, ""
        if name in BACK:
            begun = perf_counter()
            coming.read(f"map.{one.extension}", content)
            back = f"{perf_counter() - begun:.2f}"
        slow |= took > LIMIT
        sys.stdout.write(f"{name:<10} {took:8.2f} {len(content):11,}   {back}\n")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())

"""How long each file takes, and how large it is, of the fullest map: `python -m tests.benchmarks.exports`.

A map holds 20 stages and 500 touchpoints at most (`workflows.limits`); everything else is in proportion. The time is
that of the whole file, with the drawing of its pictures, in the process where pictures are drawn: never on the event
loop. Exit code 1 where the processor works at one longer than LIMIT.
"""

import sys
from dataclasses import replace
from time import perf_counter, process_time

from bot.exports import FORMATS, coming
from bot.exports.making import written
from tests.benchmarks.maps import made
from workflows import limits
from workflows.document import Document, content_of
from workflows.presets.as_map import EXAMPLE_DAY
from workflows.snapshots import Emotion

LIMIT = 5.0  # seconds
BACK = ("json", "yaml", "xlsx", "csv", "mermaid", "opml")


def main() -> int:
    """Write each format once, read back what can be, and print a line of each."""
    shown = made(limits.STAGES_MAX, limits.TOUCHPOINTS_MAX)
    # A document takes no curve that no scores add up to.
    felt = [Emotion(place % 5 - 2, place % 5 - 2, place % 5 - 2, 3, "…") for place in range(len(shown.stages))]
    stages = tuple(replace(one, emotion=each) for one, each in zip(shown.stages, felt, strict=True))
    shown = replace(shown, stages=stages)
    document = Document(exported_at=EXAMPLE_DAY, map=content_of(shown))
    slow = False
    sys.stdout.write("format      seconds  processor       bytes   read back, seconds\n")
    for name, one in FORMATS.items():
        begun, busy = perf_counter(), process_time()
        content = written(one, document, shown, "en")
        took, worked, back = perf_counter() - begun, process_time() - busy, ""
        if name in BACK:
            begun = perf_counter()
            coming.read(f"map.{one.extension}", content)
            back = f"{perf_counter() - begun:.2f}"
        slow |= worked > LIMIT
        sys.stdout.write(f"{name:<10} {took:8.2f} {worked:10.2f} {len(content):11,}   {back}\n")
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())

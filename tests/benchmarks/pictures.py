"""How fast pictures are drawn, how much memory that takes, and what others need for the same: one command.

`python -m tests.benchmarks.pictures` prints a table; see README.md beside this file.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bot.rendering import draw
from bot.rendering.paper import PIXELS_MAX
from bot.rendering.typeset import typesetter
from tests.benchmarks import maps, rivals
from workflows.snapshots import MapSnapshot

Work = Callable[[], bytes]
_ROUNDS, _ROUNDS_OF_OTHERS = 15, 5


@dataclass
class Measured:
    """One line of the table: seconds of each round, and what they should stay below."""

    name: str
    work: Work
    limit: float | None = None
    seconds: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)  # of the processor, in this process
    size: int = 0

    def once(self) -> None:
        """Do it and take the time."""
        start, busy = time.perf_counter(), time.process_time()
        self.size = len(self.work())
        self.seconds.append(time.perf_counter() - start)
        self.busy.append(time.process_time() - busy)

    @property
    def milliseconds(self) -> float:
        """The median."""
        return median(self.seconds) * 1000

    def line(self) -> str:
        """The line of the table."""
        limit = f"<= {self.limit:.0f} ms" if self.limit else ""
        verdict = "" if self.limit is None else "reached" if self.milliseconds <= self.limit else "MISSED"
        best, worst = min(self.seconds) * 1000, max(self.seconds) * 1000
        return (
            f"{self.name:<42}{self.milliseconds:6.0f} ms {best:6.0f} … {worst:<6.0f}"
            f"processor {median(self.busy) * 1000:5.0f} {self.size / 1024:6.0f} KB  {limit:<10}{verdict}"
        )


def main(arguments: Sequence[str]) -> int:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    parser.add_argument("--only-ours", action="store_true", help="leave the others out")
    chosen = parser.parse_args(arguments)
    real, large = maps.real(), maps.large()
    ours = _ours(real, large)
    for round_number in range(chosen.rounds + 1):
        for one in ours:
            one.once()
            if not round_number:
                one.seconds.clear()  # the first round warms up
                one.busy.clear()
    print(f"Ours, one warm process, medians of {chosen.rounds} rounds (load {os.getloadavg()[0]:.1f})")
    for one in ours:
        print(one.line())
    if not chosen.only_ours:
        _others(real, ours)
    _alone()
    return 0


def _ours(real: MapSnapshot, large: MapSnapshot) -> list[Measured]:
    """Our drawings. Texts that were set before are remembered between drawings; where it says new, they are not."""

    def new(work: Work) -> Work:
        def forgetful() -> bytes:
            typesetter.cache_clear()
            return work()

        return forgetful

    return [
        Measured("card, new", new(lambda: draw(real, "card", "png")), 40),
        Measured("real map at 2x, new", new(lambda: draw(real, "map", "png", 2)), 300),
        Measured("real map at 2x, drawn before", lambda: draw(real, "map", "png", 2), 300),
        Measured("large map at 20 megapixels, new", new(lambda: draw(large, "map", "png", 2)), 600),
        Measured("large map at 20 megapixels, drawn before", lambda: draw(large, "map", "png", 2), 600),
        Measured("PDF of the real map, new", new(lambda: draw(real, "map", "pdf")), 150),
        Measured("PDF of the real map, drawn before", lambda: draw(real, "map", "pdf"), 150),
        Measured("SVG of the real map, new", new(lambda: draw(real, "map", "svg"))),
    ]


def _others(real: MapSnapshot, ours: list[Measured]) -> None:
    """The same real map by others, in turns with ours."""
    svg = draw(real, "map", "svg").decode()
    scale = _scale(svg)
    us = Measured("ours, layout to PNG", ours[1].work)
    print(f"\nThe real map at {scale:.2f}x, in turns, medians of {_ROUNDS_OF_OTHERS} rounds")
    with ExitStack() as stack:
        others = [us, Measured("CairoSVG on the SVG of paths", rivals.path_svg(svg, scale))]
        optional: dict[str, Callable[[], AbstractContextManager[Work]]] = {
            "Chromium, screenshot of the SVG": lambda: rivals.chromium(svg, scale),
            "mermaid-cli journey of the same words": lambda: rivals.mermaid(real, scale),
        }
        try:
            others.append(Measured("resvg on the SVG of paths", rivals.resvg(svg, scale)))
        except ImportError as error:
            print(f"left out: resvg ({error})")
        for name, opened in optional.items():
            try:
                others.append(Measured(name, stack.enter_context(opened())))
            except Exception as error:  # noqa: BLE001 - whatever is missing here, the rest can be measured
                print(f"left out: {name} ({' '.join(str(error).split())[:160]})")
        for _ in range(_ROUNDS_OF_OTHERS):
            for one in others:
                one.once()
    for one in others:
        times = "" if one is us else f"   {one.milliseconds / us.milliseconds:.1f} times ours"
        print(one.line().rstrip() + times)


def _scale(svg: str) -> float:
    """The scale at which our own PNG is drawn: 2, or what 20 megapixels allow."""
    head = svg[: svg.index(">")]
    width, height = (float(head.partition(f' {side}="')[2].partition('"')[0]) for side in ("width", "height"))
    return min(2.0, sqrt(PIXELS_MAX / (width * height)))


def _alone() -> None:
    """Cold starts, peaks of memory, and the same bytes whatever fonts the system has."""
    print("\nA process of its own for each (from the start of Python to the bytes)")
    limits = {"card": (None, 1.0), "real": (260, None), "large": (400, None), "pdf": (None, None)}
    for picture, (megabytes, seconds) in limits.items():
        cold = []
        for _ in range(3):
            start = time.perf_counter()
            answer = _fresh(picture, {})
            cold.append(time.perf_counter() - start)
        with TemporaryDirectory() as folder:
            fonts = Path(folder) / "fonts.conf"
            fonts.write_text("<fontconfig/>", encoding="utf-8")
            same = _fresh(picture, {"FONTCONFIG_FILE": str(fonts), "HOME": folder})["digest"] == answer["digest"]
        print(
            f"{picture:<6} {median(cold):5.2f} s{f' (<= {seconds:.1f})' if seconds else '':<10} "
            f"{answer['megabytes']:4.0f} MB{f' (<= {megabytes})' if megabytes else '':<10} "
            f"without system fonts: {'same bytes' if same else 'OTHER BYTES'}"
        )


def _fresh(picture: str, environment: dict[str, str]) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.alone", picture],
        check=True, capture_output=True, env=os.environ | environment,
    )  # fmt: skip
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

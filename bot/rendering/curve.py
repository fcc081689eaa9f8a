"""A smooth line through points that never overshoots them: Fritsch-Carlson monotone cubic pieces."""

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]


def line(points: Sequence[Point]) -> str:
    """Path data of the curve through points ordered by x."""
    slopes = _slopes(points)
    out = [f"M{points[0][0]:.2f} {points[0][1]:.2f}"]
    for (x0, y0), (x1, y1), m0, m1 in zip(points, points[1:], slopes, slopes[1:], strict=False):
        third = (x1 - x0) / 3
        out.append(f"C{x0 + third:.2f} {y0 + m0 * third:.2f} {x1 - third:.2f} {y1 - m1 * third:.2f} {x1:.2f} {y1:.2f}")
    return "".join(out)


def area(points: Sequence[Point], zero: float) -> str:
    """Path data of what lies between the curve and the height `zero`."""
    return f"{line(points)}L{points[-1][0]:.2f} {zero:.2f}L{points[0][0]:.2f} {zero:.2f}Z"


def _slopes(points: Sequence[Point]) -> list[float]:
    steps = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(points)]
    inner = [0.0 if a * b <= 0 else 2 * a * b / (a + b) for a, b in pairwise(steps)]
    return [steps[0], *inner, steps[-1]]

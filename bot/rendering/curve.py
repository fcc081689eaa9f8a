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


def sampled(points: Sequence[Point], pieces: int = 28) -> list[Point]:
    """The curve as many short straight lines: for curves that are painted like any other line."""
    if len(points) < 2:
        return list(points)
    slopes = _slopes(points)
    out = [points[0]]
    for (x0, y0), (x1, y1), m0, m1 in zip(points, points[1:], slopes, slopes[1:], strict=False):
        third = (x1 - x0) / 3
        heights = (y0, y0 + m0 * third, y1 - m1 * third, y1)
        for step in range(1, pieces + 1):
            t = step / pieces
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            height = sum(weight * part for weight, part in zip(weights, heights, strict=True))
            out.append((x0 + (x1 - x0) * t, height))
    return out


def _slopes(points: Sequence[Point]) -> list[float]:
    steps = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(points)]
    inner = [0.0 if a * b <= 0 else 2 * a * b / (a + b) for a, b in pairwise(steps)]
    return [steps[0], *inner, steps[-1]]

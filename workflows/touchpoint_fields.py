"""What is told of a touchpoint besides its columns: the names of the fields and what may stand in them."""

from collections.abc import Mapping
from typing import Final

from workflows import limits, text
from workflows.errors import InvalidError

IMPORTANCE_MAX, PERFORMANCE_MAX, REACH_MAX, LINKS_MAX = 5, 5, 100, 10
# Field name -> most characters.
DETAILS: Final[dict[str, int]] = {
    "need": limits.FIELD_MAX,
    "customer_goal": limits.FIELD_MAX,
    "region": limits.LINE_MAX,
    "person": limits.LINE_MAX,
    "performance": 1,  # 1 … 5
    "reach": 3,  # per cent of the customers
    "resources": limits.FIELD_MAX,
    "resources_lacking": limits.FIELD_MAX,
    "links": limits.LINE_MAX,  # ids of other touchpoints, with spaces between
}
_NUMBERS: Final = {"performance": (1, PERFORMANCE_MAX), "reach": (0, REACH_MAX)}


def details_of(given: Mapping[str, str]) -> dict[str, str]:
    """The known fields among `given`, clean; numbers are numbers within what is possible, or InvalidError."""
    known = text.details(given, DETAILS)
    for name, (low, high) in _NUMBERS.items():
        said = known.get(name)
        if said and not (said.isascii() and said.isdigit() and low <= int(said) <= high):
            field = f"details.{name}"
            raise InvalidError(field, "out_of_range", low=low, high=high)
    return known


def links(details: Mapping[str, str]) -> list[int]:
    """The ids of the touchpoints that one leads to."""
    return [int(one) for one in details.get("links", "").split() if one.isascii() and one.isdigit()]

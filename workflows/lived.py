"""What an organisation plans against what its customers live: the touchpoints that are only in one of the two."""

from collections.abc import Iterable
from enum import StrEnum

from workflows.snapshots import Touchpoint
from workflows.words import TouchpointClass


class Lived(StrEnum):
    """Whether customers tell of a touchpoint, as forms ask for it."""

    YES = "yes"
    NO = "no"
    UNASKED = "unasked"

    @classmethod
    def of(cls, lived: bool | None) -> "Lived":
        """The answer that is stored as yes, no or nothing."""
        return cls.UNASKED if lived is None else cls.YES if lived else cls.NO

    @property
    def stored(self) -> bool | None:
        """The answer as it is stored."""
        return None if self is Lived.UNASKED else self is Lived.YES


class Gap(StrEnum):
    """What is wrong with a touchpoint, seen from the plan."""

    UNUSED = "unused"  # planned, and no customer tells of it
    UNPLANNED = "unplanned"  # customers tell of it, and nobody planned it
    REDUNDANT = "redundant"


def gap(one: Touchpoint) -> Gap | None:
    """What calls for a decision about a touchpoint, if anything does."""
    if one.planned and one.lived is False:
        return Gap.UNUSED
    if not one.planned and one.lived:
        return Gap.UNPLANNED
    return Gap.REDUNDANT if one.classed is TouchpointClass.REDUNDANT else None


def gaps(touchpoints: Iterable[Touchpoint]) -> list[tuple[Gap, Touchpoint]]:
    """The touchpoints to decide about: what nobody uses, what nobody planned, what is redundant."""
    found = [(kind, one) for one in touchpoints if (kind := gap(one)) is not None]
    order = list(Gap)
    return sorted(found, key=lambda pair: order.index(pair[0]))

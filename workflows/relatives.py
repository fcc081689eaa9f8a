"""Maps that belong together: what a map is copied from or to, the larger map it lies below, the maps below it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Relative:
    """Another map. `stage` is the stage of the larger one that the smaller one details; empty: the whole of it."""

    id: int
    title: str
    channel_id: str = ""
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Kin:
    """The larger map that a map lies below, and the maps below it in the order of its stages."""

    parent: Relative | None = None
    children: tuple[Relative, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.parent or self.children)

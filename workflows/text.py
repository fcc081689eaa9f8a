"""Cleaning and parsing what people type."""

from collections.abc import Sequence

from workflows.words import Channel

CHANNEL_WORDS: dict[str, Channel] = {}


def clean(text: str) -> str:
    """NFC, without control characters, lone surrogates, non-characters and bidi overrides; trimmed."""
    raise NotImplementedError


def line(field: str, text: str, limit: int, *, required: bool = False) -> str:
    """One clean line, or InvalidError(field, "required" | "too_long", limit=, count=)."""
    raise NotImplementedError


def body(field: str, text: str, limit: int, *, required: bool = False) -> str:
    """Clean text of several lines, or InvalidError(field, "required" | "too_long", limit=, count=)."""
    raise NotImplementedError


def parse_touchpoint_lines(lines: str) -> list[tuple[str, Channel | None]]:
    """`Title @channel` per line; bullets and numbering go, blank lines are skipped."""
    raise NotImplementedError


def parse_stage_lines(lines: str) -> tuple[str, ...]:
    """Stage names, one a line (or separated by commas in a single line); bullets and numbering go."""
    raise NotImplementedError


def parse_quick(stage_names: Sequence[str], text: str) -> tuple[str | None, str]:
    """`Checkout: price changes` -> ("Checkout", "price changes"); without a known stage (None, the whole text)."""
    raise NotImplementedError

"""Lists that people read are joined as their language joins them: `Say.join`, `Say.listed` or `Say.parts`."""

import ast
from pathlib import Path

ROOMS = ("views", "rendering", "exports", "play", "listeners")
BOT = Path(__file__).parents[2] / "bot"
# What programs read: a policy of the browser, families of fonts.
FOR_MACHINES = {"exports/page/__init__.py", "exports/page/fonts.py"}
SEPARATORS = {",", ";", "and", "or"}


def joins(source: str) -> list[int]:
    """The lines in which a list is joined with a comma, a semicolon or an English word."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "join"
        and isinstance(node.func.value, ast.Constant)
        and str(node.func.value.value).strip() in SEPARATORS
    ]


def test_no_list_is_joined_as_english_does() -> None:
    found = {
        f"{path.relative_to(BOT)}:{line}"
        for room in ROOMS
        for path in (BOT / room).rglob("*.py")
        if path.relative_to(BOT).as_posix() not in FOR_MACHINES
        for line in joins(path.read_text("utf-8"))
    }
    assert found == set()


def test_a_join_of_that_kind_is_seen() -> None:
    assert joins('said = ", ".join(names)') == [1]
    assert joins('" · ".join(names)') == []

"""Every form that people can open, built from examples of what its function takes."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import date, datetime, time
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

import bot.views
from bot.i18n import Say, say_for
from bot.ids import Action
from bot.simulator.strict import check_view
from bot.views.texts import Json
from tests.bot import brimful
from workflows.errors import ConflictError
from workflows.health import State
from workflows.importing.columns import Mapping as Mapped
from workflows.importing.drafts import Draft
from workflows.importing.sheet import Row, Sheet
from workflows.importing.vocabulary import Kind
from workflows.personal import OwnedPain
from workflows.reviewing import SetReview
from workflows.snapshots import MapSnapshot, Outline, Ownership
from workflows.tending import Tended
from workflows.words import Cadence

TITLE = brimful.outline().title
EXAMPLES: Mapping[object, object] = {
    Say: say_for("en"),
    Outline: brimful.outline(),
    MapSnapshot: brimful.journey(),
    Ownership: brimful.owned(),
    OwnedPain: OwnedPain(7, TITLE, "C0JOURNEY", "Checkout", brimful.pain(11, ownership=brimful.owned())),
    SetReview: SetReview(7, Cadence.MONTHLY, brimful.TODAY, "10:00", "UTC", "U0ANNA"),
    ConflictError: ConflictError("note", 1, 2, {"text": "theirs"}),
    Draft: Draft(
        1,
        7,
        "C0JOURNEY",
        "F1",
        "list.csv",
        Sheet(("Stage",), (Row(2, ("Use",)),)),
        None,
        Mapped(Kind.TOUCHPOINTS, (None,)),
    ),
    Tended: Tended((), 0, 1, dict.fromkeys(State, 0), all_=True),
    bool: True,
    int: 1,
    float: 1.0,
    str: "words",
    date: brimful.TODAY,
    datetime: brimful.NOW,
    time: time(10),
}
PARTS = {"blocks", "inputs", "moves"}  # what forms are made of
# A press opens a form, and the form is the question.
ASKS_IN_A_FORM = {str(Action.DELETE_MAP), str(Action.ERASE_ME)}


def example(wanted: Any) -> Any:
    """Something of a type: as given above, or made of examples of its parts."""
    if wanted in EXAMPLES:
        return EXAMPLES[wanted]
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return next(iter(wanted))
    return _of_parts(wanted, get_origin(wanted), get_args(wanted))


def _of_parts(wanted: Any, origin: Any, args: Sequence[Any]) -> Any:
    if origin in {Union, UnionType}:
        return example(args[0])
    if origin in {Mapping, dict}:
        return {}
    if origin is not None:
        return tuple(example(one) for one in args if one is not ...)
    hints = get_type_hints(wanted)
    needed = (one for one in fields(wanted) if one.default is MISSING and one.default_factory is MISSING)
    return wanted(**{one.name: example(hints[one.name]) for one in needed})


def forms() -> Iterator[tuple[str, Callable[..., Json]]]:
    """All functions that build a modal, with what each is called."""
    for found in pkgutil.iter_modules(bot.views.__path__):
        module = importlib.import_module(f"bot.views.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            here = function.__module__ == module.__name__ and not name.startswith("_") and found.name not in PARTS
            if here and get_type_hints(function).get("return") == Json:
                yield f"{found.name}.{name}", function


def built(function: Callable[..., Json], *, all_: bool) -> Json:
    """What it builds, given what it needs, or everything it takes."""
    hints = get_type_hints(function)
    return function(
        **{
            name: example(hints[name])
            for name, one in inspect.signature(function).parameters.items()
            if all_ or one.default is inspect.Parameter.empty
        }
    )


def modals() -> list[tuple[str, Json]]:
    made = [(name, built(one, all_=all_)) for name, one in forms() for all_ in (False, True)]
    return [(name, view) for name, view in made if view.get("type") == "modal"]


def helps(view: Json) -> Iterator[str]:
    """What a modal says besides headlines and labels."""
    for block in view["blocks"]:
        said = block.get("hint") if block["type"] == "input" else block
        if block["type"] not in {"header", "actions"}:
            yield from texts(said)


def texts(part: Any) -> Iterator[str]:
    """All texts inside."""
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        part = list(part.values())
    if isinstance(part, list):
        for value in part:
            yield from texts(value)


def elements(part: Any) -> Iterator[Json]:
    """Everything inside that can be pressed."""
    if isinstance(part, dict):
        if "action_id" in part:
            yield part
        for value in part.values():
            yield from elements(value)
    elif isinstance(part, list):
        for value in part:
            yield from elements(value)


@pytest.fixture(scope="module")
def all_modals() -> list[tuple[str, Json]]:
    return modals()


def test_every_modal_says_in_a_line_what_it_is_for(all_modals: list[tuple[str, Json]]) -> None:
    assert len({name for name, _view in all_modals}) > 80
    silent = {name for name, view in all_modals if not set(helps(view)) - {TITLE}}
    assert silent == set()
    assert {name: found for name, view in all_modals if (found := check_view(view))} == {}


def test_whatever_destroys_something_asks_first(all_modals: list[tuple[str, Json]]) -> None:
    pressed = [(name, one) for name, view in all_modals for one in elements(view)]
    dangerous = [(name, one) for name, one in pressed if one.get("style") == "danger"]
    assert len(dangerous) > 2
    assert {name for name, one in dangerous if "confirm" not in one and one["action_id"] not in ASKS_IN_A_FORM} == set()


def test_every_modal_can_be_left(all_modals: list[tuple[str, Json]]) -> None:
    assert {name for name, view in all_modals if "close" not in view} == set()

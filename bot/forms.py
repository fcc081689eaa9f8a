"""Reading what somebody filled in: view state into plain values, by block id.

Slack keeps what stands in a block when a modal is updated, by block id. A block that is to come back
empty therefore gets a new round in its id (`lines~2`); reading a field finds it whatever its round is.
"""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from math import isfinite
from typing import Any, TypeVar

from bot import values
from bot.ids import Field
from workflows.errors import InvalidError
from workflows.text import clean

Member = TypeVar("Member", bound=Enum)
_ROUND = "~"


def part(field: Field, name: object) -> str:
    """Name one of several blocks of a field: `score:17`."""
    return f"{field}:{name}"


def fresh(field: str, number: int) -> str:
    """Name a block anew, so that it comes back empty after an update of its modal."""
    return f"{field}{_ROUND}{number}" if number else field


class Form:
    """One submitted (or half filled in) modal."""

    def __init__(self, view: Mapping[str, Any]) -> None:
        self.view = view
        self.value = values.decode(view.get("private_metadata") or None)
        self._blocks: dict[str, tuple[str, dict[str, Any]]] = {}
        for block_id, elements in (view.get("state") or {}).get("values", {}).items():
            for element in elements.values():
                self._blocks[block_id.split(_ROUND)[0]] = (block_id, element)

    def has(self, field: str) -> bool:
        """Say whether the form asked for this at all."""
        return field in self._blocks

    def text(self, field: str) -> str:
        """Read a text, address or number as it was typed, without what breaks a view that shows it again."""
        return clean(str(self._element(field).get("value") or ""))

    def choice(self, field: str) -> str | None:
        """Read the value chosen in a select or among radio buttons."""
        chosen = self._element(field).get("selected_option") or {}
        return chosen.get("value")

    def choices(self, field: str) -> tuple[str, ...]:
        """Read the values chosen among checkboxes or in a multi select."""
        return tuple(str(chosen["value"]) for chosen in self._element(field).get("selected_options") or ())

    def checked(self, field: str, value: str) -> bool:
        """Say whether a box is ticked."""
        return value in self.choices(field)

    def member(self, field: str, kind: type[Member], default: Member) -> Member:
        """Read a choice as a member of an enumeration; what was not chosen, or does not exist, is the default."""
        return self.maybe(field, kind) or default

    def maybe(self, field: str, kind: type[Member]) -> Member | None:
        """Read a choice as a member of an enumeration, or None."""
        chosen = self.choice(field)
        return next((member for member in kind if str(member.value) == chosen), None)

    def item(self, field: str) -> int | None:
        """Read a choice that is a row's id."""
        chosen = self.choice(field) or ""
        return int(chosen) if chosen.isascii() and chosen.isdigit() and len(chosen) <= 10 else None

    def people(self, field: str) -> tuple[str, ...]:
        """Read the people chosen."""
        return tuple(self._element(field).get("selected_users") or ())

    def person(self, field: str) -> str | None:
        """Read the person chosen."""
        return self._element(field).get("selected_user")

    def conversation(self, field: str) -> str | None:
        """Read the channel chosen."""
        return self._element(field).get("selected_conversation")

    def files(self, field: str) -> tuple[dict[str, Any], ...]:
        """Read the files chosen, as Slack describes them."""
        return tuple(one for one in self._element(field).get("files") or () if isinstance(one, dict))

    def day(self, field: str) -> date | None:
        """Read a day."""
        given = self._element(field).get("selected_date")
        if not given:
            return None
        try:
            return date.fromisoformat(given)
        except ValueError:
            raise InvalidError(field, "not_a_date") from None

    def time(self, field: str) -> str:
        """Read a time of day, HH:MM."""
        return str(self._element(field).get("selected_time") or "")

    def number(self, field: str) -> float | None:
        """Read a number, written with a point or a comma."""
        given = self.text(field).replace("\u00a0", "").replace(" ", "")
        if not given:
            return None
        try:
            number = float(given.replace(",", "."))
        except ValueError:
            raise InvalidError(field, "not_a_number") from None
        if not isfinite(number):
            raise InvalidError(field, "not_a_number")
        return number

    def whole(self, field: str) -> int | None:
        """Read a whole number."""
        given = self.number(field)
        return None if given is None else int(given)

    def parts(self, field: Field) -> dict[str, str]:
        """List the blocks of a field that comes in several: what stands behind the colon -> the block's name."""
        head = f"{field}:"
        return {name.removeprefix(head): name for name in self._blocks if name.startswith(head)}

    def texts(self, field: Field) -> dict[str, str]:
        """Read every text of a field that comes in several: `detail:age` -> {"age": …}."""
        return {name: self.text(block) for name, block in self.parts(field).items()}

    def filled(self) -> dict[str, str]:
        """Collect every text by its block's name, emptied ones too: to show them again in a form that unfolds."""
        return {name: self.text(name) for name, (_id, element) in self._blocks.items() if "value" in element}

    def typed(self) -> str:
        """Collect all that was typed, to give it back when it cannot be kept."""
        return "\n".join(text for name in self._blocks if (text := self.text(name)))

    def block(self, field: str) -> str:
        """Find the block that a command's field stands in, for an error to point at; the first where none does."""
        known = _COMMAND_FIELDS.get(field, field)
        for name in (known, field.replace(".", ":"), f"{Field.DETAIL}:{field.removeprefix('details.')}"):
            if name in self._blocks:
                return self._blocks[name][0]
        return next((block_id for block_id, _ in self._blocks.values()), Field.TEXT)

    def _element(self, field: str) -> dict[str, Any]:
        return self._blocks.get(field, ("", {}))[1]


# Fields of commands whose block has another name.
_COMMAND_FIELDS: dict[str, str] = {
    "names": Field.STAGES,
    "channel_id": Field.WHERE,
    "stage_id": Field.STAGE,
    "owner_id": Field.OWNER,
    "due_on": Field.DUE,
    "success_metric": Field.SUCCESS,
    "journey_owner_id": Field.JOURNEY_OWNER,
    "facilitator_id": Field.FACILITATOR,
    "starts_on": Field.DAY,
    "last_day": Field.DAY,
    "to": Field.DAY,
    "local_time": Field.TIME,
    "about_id": Field.ABOUT,
    "pain_id": Field.PAIN,
    "value": Field.WORTH,
    "pains": Field.VOTES,
    "scores": Field.SCORE,
    "formats": Field.TO_SHOW,
    "kinds": Field.HOOK_KINDS,
    "days": Field.LINK_DAYS,
}

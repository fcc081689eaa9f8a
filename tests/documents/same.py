"""When two documents tell of the same map: ids and the days on which things were made apart."""

from typing import Any

from workflows.document import model

_SPACES = {
    "personas": "persona", "stages": "stage", "touchpoints": "touchpoint", "contributions": "note", "also": "note",
    "ideas": "idea", "metrics": "metric",
}  # fmt: skip
_REFERENCES = {"stage": "stage", "leads_to": "touchpoint", "about": "note", "into": "note", "pain": "note"}


def essence(document: model.Document) -> dict[str, Any]:
    """A document without what a copy may have otherwise: things are numbered anew, in their order."""
    plain = document.model_dump(mode="json")
    numbers: dict[tuple[str, int], int] = {}
    for kept in (plain, *plain["revisions"]):
        here = [one for one in kept["map"]["people"] if one["takes_part"]]  # others stand there where they are named
        kept["map"]["people"] = sorted(here, key=lambda one: one["key"])
        for review in kept["map"]["reviews"]:
            review["answers"].sort(key=lambda one: (one["kind"], one["item"] or 0, one["author"] or "", one["answer"]))
        _number(kept["map"], "", numbers)
    for kept in (plain, *plain["revisions"]):
        _refer(kept["map"], numbers)
        kept["map"]["workshop"].pop("created_at")
    plain.pop("exported_at")
    return plain


def _number(value: Any, space: str, numbers: dict[tuple[str, int], int]) -> None:
    if isinstance(value, dict):
        if space in _SPACES and "id" in value:
            kind = _SPACES[space]
            value["id"] = numbers.setdefault((kind, value["id"]), sum(one == kind for one, _ in numbers) + 1)
        for name, inner in value.items():
            _number(inner, name, numbers)
    elif isinstance(value, list):
        for inner in value:
            _number(inner, space, numbers)


def _refer(content: dict[str, Any], numbers: dict[tuple[str, int], int]) -> None:
    for one in _parts(content):
        for name, kind in _REFERENCES.items():
            if isinstance(one.get(name), int):
                one[name] = numbers[kind, one[name]]
            elif isinstance(one.get(name), list):
                one[name] = [numbers[kind, there] for there in one[name]]
    for dismissal in content["dismissals"]:
        if dismissal["item_id"]:
            dismissal["item_id"] = numbers[dismissal["item"], dismissal["item_id"]]
    for review in content["reviews"]:
        for answer in review["answers"]:
            if answer["item"]:
                kind = "metric" if answer["kind"] == "metric" else "note"
                answer["item"] = numbers[kind, answer["item"]]


def _parts(content: dict[str, Any]) -> list[dict[str, Any]]:
    named = [one for part in ("touchpoints", "contributions", "ideas", "metrics") for one in content[part]]
    return [*named, *(too for one in content["contributions"] for too in one["also"])]

"""Two people changed the same thing: both texts, and the choice between them.

One's own text stands in fields, so that it comes back exactly as it was typed and can take in what is
good in the other. What is no free text, or is the same in both and short, travels in the metadata.
Submitting keeps mine, closing keeps theirs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Final

from bot import labels
from bot.i18n import N_, Say
from bot.ids import Field, Modal
from bot.values import Value, encode
from bot.views import blocks
from bot.views.texts import Json
from workflows.errors import ConflictError
from workflows.lived import Lived
from workflows.words import (
    Channel,
    EvidenceKind,
    MapKind,
    MetricKind,
    Severity,
    TouchpointClass,
    Usage,
)

METADATA_ROOM = 1500  # characters of short values that travel along
SHORT = 200
NAMES: Final = {
    "text": N_("Text"),
    "title": N_("Title"),
    "name": N_("Name"),
    "goal": N_("Goal"),
    "scope": N_("Scope"),
    "headline": N_("In a line"),
    "segment": N_("Segment"),
    "quote": N_("Quote"),
    "time_spent": N_("Time spent"),
    "department": N_("Department"),
    "source": N_("Source"),
    "link": N_("Link"),
    "unit": N_("Unit"),
    "symptoms": N_("Symptoms"),
    "stage_id": N_("Stage"),
    "severity": N_("Severity"),
    "channel": N_("Channel"),
    "usage": N_("In use or wished for"),
    "classed": N_("How much it matters"),
    "moment_of_truth": N_("Moment of truth"),
    "importance": N_("Importance"),
    "planned": N_("On our own list"),
    "lived": N_("Reported by customers"),
    "evidence_kind": N_("Kind of evidence"),
    "sample_size": N_("How many people or cases"),
    "impact": N_("Impact"),
    "effort": N_("Effort"),
    "question": N_("How might we…?"),
    "value": N_("Value for the business"),
    "complexity": N_("Complexity"),
    "timeline": N_("When"),
    "depends_on": N_("What it depends on"),
    "kind": N_("Kind"),
    "baseline": N_("Baseline"),
    "target": N_("Target"),
    "higher_is_better": N_("Higher is better"),
    "journey_owner_id": N_("Journey owner"),
    "pain_id": N_("Pain point"),
    "owner_id": N_("Owner"),
    "due_on": N_("Due by"),
    "success_metric": N_("How you will know it worked"),
    "plan": N_("Plan"),
}
_TEXTS: Final = frozenset(
    {
        "text",
        "title",
        "name",
        "goal",
        "scope",
        "headline",
        "segment",
        "quote",
        "time_spent",
        "department",
        "source",
        "link",
    }
    | {"success_metric", "plan", "question", "timeline", "depends_on"}
)
_PEOPLE: Final = frozenset({"owner_id", "journey_owner_id"})
_ENUMS: Final[dict[str, tuple[type[Enum], ...]]] = {
    "severity": (Severity,),
    "channel": (Channel,),
    "usage": (Usage,),
    "classed": (TouchpointClass,),
    "lived": (Lived,),
    "evidence_kind": (EvidenceKind,),
    "kind": (MapKind, MetricKind),
}
_YES, _NO = "1", ""
_BOOLS: Final = frozenset({"moment_of_truth", "higher_is_better", "planned"})
_CHOSEN: Final = frozenset({"details.links", "details.performance"})  # details that nobody types


def flat(given: object) -> dict[str, str]:
    """Write a command, or what stands in its place by now, as text by field name; ids and versions are left out."""
    if is_dataclass(given):
        pairs: Iterable[tuple[str, object]] = ((field.name, getattr(given, field.name)) for field in fields(given))
    else:
        pairs = given.items() if isinstance(given, Mapping) else ()
    flattened: dict[str, str] = {}
    for name, value in pairs:
        if isinstance(value, Mapping):
            flattened |= {f"{name}.{key}": str(text) for key, text in value.items()}
        elif name in NAMES:
            flattened[name] = _written(value)
    return flattened


def view(
    error: ConflictError, mine: Mapping[str, str], metadata: Value, _: Say, *, stages: Sequence[tuple[int, str]] = ()
) -> Json:
    """Build the choice. `mine` is `flat(command)`; `stages` name the stages where the stage differs."""
    theirs = _theirs(error, mine)
    typed = {name: text for name, text in mine.items() if _is_text(name)}
    carried = {name: text for name, text in mine.items() if not _is_text(name)}
    shown: list[Json] = []
    for name, text in typed.items():
        if text != theirs[name]:
            shown += _both(name, theirs[name], text, _)
        elif len(text) <= SHORT and len(encode(Value(more={**carried, name: text}))) <= METADATA_ROOM:
            carried[name] = text
        else:
            shown.append(_mine(name, text, _("{field} (the same in both)", field=_name(name, _)), _))
    shown += [_choice(name, theirs[name], text, stages, _) for name, text in carried.items() if text != theirs[name]]
    value = replace(
        metadata, item=error.item_id, version=error.version, kind=error.item, more={**metadata.more, **carried}
    )
    return blocks.modal(
        Modal.CONFLICT,
        _("Changed meanwhile"),
        [
            blocks.section(
                _(
                    "Somebody else changed this while you were writing. Nothing is lost: "
                    "keep theirs, or keep yours. You can still change your text here, "
                    "and take in what is good in theirs."
                )
            ),
            *shown,
        ],
        submit=_("Keep mine"),
        close=_("Keep theirs"),
        metadata=encode(value),
    )


def _theirs(error: ConflictError, mine: Mapping[str, str]) -> dict[str, str]:
    """Say what stands there now; of what the error does not tell, nothing has changed."""
    told = flat(error.theirs)
    gone = {name: "" for name in mine if name.partition(".")[0] in error.theirs}
    return {**mine, **gone, **told}


def _is_text(name: str) -> bool:
    return name in _TEXTS or ("." in name and name not in _CHOSEN)


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, list | tuple):
        return "\n".join(str(part) for part in value)
    return str(value)


def _name(name: str, _: Say) -> str:
    if "." in name:
        detail = name.split(".", 1)[1]
        return _({**labels.PERSONA_FIELDS, **labels.STAGE_FIELDS, **labels.TOUCHPOINT_FIELDS}.get(detail, detail))
    return _(NAMES[name])


def _both(name: str, theirs: str, mine: str, _: Say) -> list[Json]:
    return [
        blocks.divider(),
        blocks.rich(blocks.bold(_("{field}, as it stands now", field=_name(name, _)))),
        blocks.said(theirs or _("(empty)")),
        _mine(name, mine, _("{field}, as you wrote it", field=_name(name, _)), _),
    ]


def _mine(name: str, text: str, label: str, _: Say) -> Json:
    return blocks.text_input(f"{Field.MINE}:{name}", label, value=text, multiline=True, optional=True)


def _choice(name: str, theirs: str, mine: str, stages: Sequence[tuple[int, str]], _: Say) -> Json:
    if name in _PEOPLE:
        now, chosen = (blocks.mention(one) if one else _("nobody") for one in (theirs, mine))
        return blocks.section(
            _("{field}: {theirs} now, {mine} as you chose it", field=_name(name, _), theirs=now, mine=chosen)
        )
    said = {"field": _name(name, _), "theirs": _word(name, theirs, stages, _), "mine": _word(name, mine, stages, _)}
    return blocks.rich(_("{field}: {theirs} now, {mine} as you chose it", **said))


def _word(name: str, value: str, stages: Sequence[tuple[int, str]], _: Say) -> str:
    if name in _BOOLS:
        return _("yes") if value == _YES else _("no")
    if not value:
        return _("nothing")
    if name == "stage_id":
        return next((stage for key, stage in stages if str(key) == value), _("another stage"))
    if value in (levels := labels.levels(_, name) if name in labels.LEVELS_OF else {}):
        return levels[value]
    for kind in _ENUMS.get(name, ()):
        if value in (known := labels.labels(_, kind)):
            return known[value]
    return _("something else") if name.endswith(("_id", ".links")) else value.replace("\n", ", ")

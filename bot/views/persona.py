"""Step 2: the customer the map is about. Few questions first; the rest unfolds on a button."""

from collections.abc import Mapping, Sequence

from bot import labels, values
from bot.forms import part
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import blocks
from bot.views.texts import Json
from workflows import limits
from workflows.snapshots import Persona

FIRST = ("likes", "challenges")  # the two specifics that the gate asks for
GOAL_MAX = 500
SHORT = {
    "age": limits.NAME_MAX,
    "gender": limits.NAME_MAX,
    **dict.fromkeys(("family", "children", "place", "work"), limits.LINE_MAX),
}


def persona(
    workshop_id: int,
    mine: Persona | None,
    _: Say,
    *,
    others: Sequence[Persona] = (),
    full: bool = False,
    typed: Mapping[str, str] | None = None,
) -> Json:
    """Build the form. `typed` is what stands in the fields already, when the form unfolds, by block name."""
    filled = {**_stored(mine), **(typed or {})}
    full = full or (typed is None and any(name not in FIRST and text for name, text in _details(mine).items()))
    shown = tuple(labels.PERSONA_FIELDS) if full else FIRST
    details = [_detail(name, filled.get(part(Field.DETAIL, name), ""), _) for name in shown]
    rest = [] if full else [blocks.actions(_more(workshop_id, mine, _))]
    metadata = Value(
        workshop=workshop_id, item=mine.id if mine else None, version=mine.version if mine else None, page=int(full)
    )
    return blocks.modal(
        Modal.PERSONA,
        _("The customer"),
        [
            blocks.context(_("One kind of customer, as real as a person you know. A few words are enough.")),
            *_other_customers(workshop_id, mine, others, _),
            *_head(filled, _),
            *details,
            *rest,
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=values.encode(metadata),
    )


def _stored(mine: Persona | None) -> dict[str, str]:
    if mine is None:
        return {}
    head = {
        str(Field.NAME): mine.name,
        str(Field.HEADLINE): mine.headline,
        str(Field.GOAL): mine.goal,
        str(Field.QUOTE): mine.quote,
        str(Field.SEGMENT): mine.segment,
    }
    return head | {part(Field.DETAIL, name): text for name, text in mine.details.items()}


def _details(mine: Persona | None) -> dict[str, str]:
    return mine.details if mine else {}


def _head(filled: Mapping[str, str], _: Say) -> list[Json]:
    return [
        blocks.text_input(
            Field.NAME, _("Name"), value=filled.get(Field.NAME, ""), placeholder=_("Marina"), limit=limits.NAME_MAX
        ),
        blocks.text_input(
            Field.HEADLINE,
            _("In one line"),
            value=filled.get(Field.HEADLINE, ""),
            placeholder=_("34, accountant, shops by phone on the way home"),
            optional=True,
            limit=limits.LINE_MAX,
        ),
        blocks.text_input(
            Field.GOAL,
            _("What do they want to get done?"),
            value=filled.get(Field.GOAL, ""),
            placeholder=_("A winter jacket that fits, before Saturday"),
            multiline=True,
            optional=True,
            limit=GOAL_MAX,
        ),
        blocks.text_input(
            Field.QUOTE,
            _("Something they would say"),
            value=filled.get(Field.QUOTE, ""),
            placeholder=_("I only want to know what it costs in the end."),
            optional=True,
            limit=limits.LINE_MAX,
        ),
        blocks.text_input(
            Field.SEGMENT,
            _("How many are like them, and what are they worth to you?"),
            value=filled.get(Field.SEGMENT, ""),
            placeholder=_("Every third buyer, and half of the returns"),
            optional=True,
            limit=limits.LINE_MAX,
        ),
    ]


def _detail(name: str, value: str, _: Say) -> Json:
    return blocks.text_input(
        part(Field.DETAIL, name),
        _(labels.PERSONA_FIELDS[name]),
        value=value,
        multiline=name not in SHORT,
        optional=True,
        limit=SHORT.get(name, limits.FIELD_MAX),
    )


def _more(workshop_id: int, mine: Persona | None, _: Say) -> Json:
    value = Value(workshop=workshop_id, item=mine.id if mine else None)
    return blocks.button(_("More about them"), Action.MORE, values.encode(value), part="persona")


def _other_customers(workshop_id: int, mine: Persona | None, others: Sequence[Persona], _: Say) -> list[Json]:
    """Offer the way to the map's other customers, and to one more."""
    if not others:
        return []
    buttons = [
        blocks.button(
            one.name, Action.PERSONA, values.encode(Value(workshop=workshop_id, item=one.id)), part=str(one.id)
        )
        for one in others
        if mine is None or one.id != mine.id
    ]
    if mine is not None and len(others) < limits.PERSONAS_MAX:
        new = values.encode(Value(workshop=workshop_id, kind="new"))
        buttons.append(blocks.button(_("Another customer"), Action.PERSONA, new, part="new"))
    return [blocks.actions(*buttons)] if buttons else []

"""All that can be done with a map, in one place: behind «Everything else…» of the card and of the guides."""

from collections.abc import Sequence

from bot import labels, values
from bot.i18n import Say
from bot.ids import Action
from bot.values import Value
from bot.views import blocks, deeper, moves, templates
from bot.views.texts import Json, escape
from workflows.anonymity import STEPS
from workflows.snapshots import Outline
from workflows.words import WorkshopStatus


def button(outline: Outline, _: Say) -> Json:
    """Build the button that opens it."""
    return blocks.button(_("Everything else…"), Action.EVERYTHING, values.encode(Value(workshop=outline.id)))


def view(outline: Outline, user_id: str, _: Say) -> Json:
    """Build the modal: what one may do, sorted by what it is about."""
    leads, open_ = moves.leads(outline, user_id), outline.status is WorkshopStatus.OPEN
    may = open_ and outline.step in STEPS
    value = values.encode(Value(workshop=outline.id))

    def press(label: str, action: Action) -> Json:
        return blocks.button(label, action, value)

    ended = outline.status is WorkshopStatus.ENDED
    deep = deeper.of_person(outline, user_id, _)

    parts = [
        *_part(_head(outline, _), [] if ended else [moves.button(move, outline, _) for move in moves.of(outline)]),
        *([deep] if deep else []),
        *_part(
            _("What was given"),
            [
                press(_("My contributions"), Action.MINE),
                press(_("Map"), Action.MAP),
                press(_("Send the PDF"), Action.PDF),
                press(_("Export…"), Action.EXPORT),
                press(_("Check the map"), Action.CHECKS),
                press(_("History"), Action.HISTORY),
            ],
        ),
        *_part(
            _("The team"),
            [
                press(_("Add people"), Action.PEOPLE),
                press(_("Who leads?"), Action.LEAD) if leads else None,
                press(_("Change title and goal"), Action.FRAME),
                moves.button(moves.TIME, outline, _) if leads and open_ else None,
                moves.button(moves.ANONYMOUS, outline, _) if outline.anonymous or (leads and may) else None,
                moves.button(moves.CADENCE, outline, _) if leads else None,
            ],
        ),
        *_part(
            _("The map as a whole"),
            [
                press(_("Copy, future state, end, delete…"), Action.MANAGE),
                templates.button(outline, _),
            ],
        ),
    ]
    return blocks.info(_("Everything else"), extra=_once(parts), close=_("Close"))


def _once(parts: Sequence[Json]) -> list[Json]:
    """Offer a thing where it is offered first: what a step asks for is not repeated further down."""
    offered: set[str] = set()
    made = []
    for block in parts:
        if block["type"] != "actions":
            made.append(block)
            continue
        buttons = [one for one in block["elements"] if one["action_id"] not in offered]
        offered |= {str(one["action_id"]) for one in buttons}
        if buttons:
            made.append(blocks.actions(*buttons))
    return made


def _head(outline: Outline, _: Say) -> str:
    if outline.status is WorkshopStatus.OPEN:
        return escape(labels.step_title(_, outline.step))
    return _("To keep the map alive")


def _part(title: str, buttons: Sequence[Json | None]) -> list[Json]:
    """Head a row of buttons; nothing where there are none."""
    there = [one for one in buttons if one]
    return [blocks.section(f"*{title}*"), blocks.actions(*there)] if there else []

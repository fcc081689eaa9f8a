"""All that can be done with a map besides the step at hand, in one place: behind «Everything else…» of the card."""

from collections.abc import Sequence

from bot import values
from bot.i18n import Say
from bot.ids import Action
from bot.values import Value
from bot.views import blocks, moves, templates
from bot.views.texts import Json
from workflows.anonymity import STEPS
from workflows.snapshots import Outline
from workflows.words import WorkshopStatus


def view(outline: Outline, user_id: str, _: Say) -> Json:
    """Build the modal: what one may do, sorted by what it is about."""
    leads, open_ = moves.leads(outline, user_id), outline.status is WorkshopStatus.OPEN
    may = open_ and outline.step in STEPS
    value = values.encode(Value(workshop=outline.id))

    def button(label: str, action: Action) -> Json:
        return blocks.button(label, action, value)

    return blocks.info(
        _("Everything else"),
        extra=[
            *_part(
                _("What was given"),
                [
                    button(_("My contributions"), Action.MINE),
                    button(_("Map"), Action.MAP),
                    button(_("Send the PDF"), Action.PDF),
                    button(_("Check the map"), Action.CHECKS),
                    button(_("History"), Action.HISTORY),
                ],
            ),
            *_part(
                _("The team"),
                [
                    button(_("Add people"), Action.PEOPLE),
                    button(_("Who leads?"), Action.LEAD) if leads else None,
                    button(_("Change title and goal"), Action.FRAME),
                    moves.button(moves.TIME, outline, _) if leads and open_ else None,
                    moves.button(moves.ANONYMOUS, outline, _) if outline.anonymous or (leads and may) else None,
                    moves.button(moves.CADENCE, outline, _) if leads else None,
                ],
            ),
            *_part(
                _("The map as a whole"),
                [
                    button(_("Copy, future state, end, delete…"), Action.MANAGE),
                    templates.button(outline, _),
                ],
            ),
        ],
        close=_("Close"),
    )


def _part(title: str, buttons: Sequence[Json | None]) -> list[Json]:
    """Head a row of buttons; nothing where there are none."""
    there = [one for one in buttons if one]
    return [blocks.section(f"*{title}*"), blocks.actions(*there)] if there else []

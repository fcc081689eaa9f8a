"""The private answer to who tells Cairn something in a channel: what is it, and where does it belong?"""

from collections.abc import Sequence

from bot import labels, values
from bot.i18n import Say
from bot.ids import Action
from bot.values import Value
from bot.views import anonymous, blocks, start
from bot.views.message import Message, message
from bot.views.message_to_map import Quote, carried
from bot.views.texts import Json, clip
from workflows.snapshots import Outline
from workflows.words import NoteKind

KINDS = (NoteKind.PAIN, NoteKind.JOY, NoteKind.EVIDENCE)
SHOWN_MAX = 300


def asked(outlines: Sequence[Outline], quote: Quote, channel_id: str, _: Say, *, guest: bool = False) -> Message:
    """Ask what it is; the buttons carry what was said. The form behind them asks for the stage, and for which map.

    Where the channel has no map, one can be begun with it (guests begin none).
    """
    here = [one for one in outlines if one.channel_id == channel_id]
    if not outlines and guest:
        lead = _("You take part in no journey map yet, so there is nothing I could add this to.")
        return message(lead, blocks.section(lead))
    if here:
        lead = _("Thank you! Is this a pain point, a joy or evidence?")
        then = _("Press what fits. I ask for the stage next; nothing is stored before that.")
    elif outlines:
        lead = _("This channel has no journey map. Shall it go on another one, or shall we begin one with it?")
        then = _("Press what fits. I ask for the map and the stage next; nothing is stored before that.")
    else:
        lead = _("This channel has no journey map yet. Shall we begin one with this?")
        then = _("It becomes the first evidence on it.")
    return message(
        lead,
        blocks.said(f"{lead}\n{clip(quote.text, SHOWN_MAX)}"),
        blocks.actions(*_kinds(outlines, quote, _), None if here or guest else _begin(channel_id, quote, _, outlines)),
        blocks.context(then),
        *(anonymous.note(here[0], _) if here else ()),
    )


def _kinds(outlines: Sequence[Outline], quote: Quote, _: Say) -> list[Json]:
    if not outlines:
        return []
    value = {kind: values.encode(Value(outlines[0].id, kind=kind, more=carried(quote))) for kind in KINDS}
    return [blocks.button(labels.label(_, kind), Action.MENTION, value[kind], part=kind) for kind in KINDS]


def _begin(channel_id: str, quote: Quote, _: Say, outlines: Sequence[Outline]) -> Json:
    value = start.about(channel_id, quote)
    return blocks.button(_("Start a workshop"), Action.START, value, style=None if outlines else "primary")

"""What the global shortcut opens: one's own maps, with what to do next in each."""

from collections.abc import Sequence

from bot.i18n import Say
from bot.ids import Action
from bot.views import blocks, moves
from bot.views.card import progress, where
from bot.views.texts import Json, escape
from workflows.snapshots import Outline
from workflows.words import WorkshopStatus

SHOWN_MAX = 20


def view(outlines: Sequence[Outline], user_id: str, _: Say) -> Json:
    """List the maps, newest first, each with the button for what this person does next."""
    shown = [block for outline in outlines[:SHOWN_MAX] for block in _map(outline, user_id, _)]
    left = len(outlines) - SHOWN_MAX
    if left > 0:
        shown.append(blocks.context(_.n("And {count} older one.", "And {count} older ones.", left)))
    if not shown:
        shown.append(blocks.section(_("You take part in no journey map yet. Shall we begin one?")))
    start = blocks.button(_("Start a workshop"), Action.START, style=None if outlines else "primary")
    return blocks.info(_("My journey maps"), extra=[*shown, blocks.actions(start)], close=_("Close"))


def _map(outline: Outline, user_id: str, _: Say) -> list[Json]:
    link = outline.card_link
    ended = outline.status is WorkshopStatus.ENDED
    buttons = [
        None if ended else moves.button(moves.yours(outline, user_id), outline, _, "primary"),
        blocks.button(_("Open the thread"), Action.OPEN_LINK, url=link) if link else None,
    ]
    return [
        blocks.said(outline.title),
        blocks.context(f"{progress(outline)}  {escape(where(outline, _))}  ·  <#{outline.channel_id}>"),
        *([blocks.actions(*buttons)] if any(buttons) else []),
    ]

"""The milestone of the thread: what was private is revealed, and there is something to talk about."""

from bot.i18n import Say
from bot.views import blocks, moves
from bot.views.message import Message, message
from bot.views.texts import escape, isolate
from workflows.snapshots import MapSnapshot, Stage
from workflows.words import Step


def revealed(snapshot: MapSnapshot, step: int | None, _: Say) -> Message:
    """Say that the scores (step 4) or the votes (step 5) are revealed, with the way to what they tell."""
    outline = snapshot.outline
    if step == Step.REDESIGN:
        lead = _("🗳️ The votes are revealed: what should we mend first?")
        most = max(snapshot.open_pains, key=lambda pain: pain.votes, default=None)
        line = _("Most votes: {pain}", pain=isolate(escape(most.text))) if most and most.votes else ""
        move = moves.PAINS
    else:
        lead = _("✨ The scores are revealed, and the map has its curve.")
        apart = max((one for one in snapshot.stages if one.emotion), key=_spread, default=None)
        line = _("Furthest apart: {stage}", stage=isolate(escape(apart.name))) if apart and _spread(apart) else ""
        move = moves.AGENDA
    return message(
        lead,
        blocks.section(f"{lead}\n{line}" if line else lead),
        blocks.actions(moves.button(move, outline, _, "primary")),
    )


def _spread(stage: Stage) -> int:
    return stage.emotion.high - stage.emotion.low if stage.emotion else 0

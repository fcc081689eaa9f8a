"""The modal that stands in a form's place when it cannot be taken: why, and what was typed, so that nothing is lost."""

from bot.i18n import Say
from bot.views import blocks
from bot.views.texts import Json

TYPED = "typed"  # the block's own id: nothing reads it


def view(sentence: str, typed: str, _: Say) -> Json:
    """Say what stood in the way, and give the typed text back to copy."""
    parts = [blocks.said(sentence)]
    if typed.strip():
        label = _("This is what you wrote, so that nothing is lost")
        parts.append(blocks.text_input(TYPED, label, value=typed[:3000], multiline=True, optional=True))
    # Slack asks for a submit button as soon as there is a field; submitting an INFO modal only closes it.
    return blocks.info(_("Not saved"), extra=parts, close=_("Close")) | (
        {"submit": blocks.plain(_("Close"), blocks.TITLE)} if typed.strip() else {}
    )

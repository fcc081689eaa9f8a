"""Long lists in a modal: one page at a time."""

from bot import values
from bot.i18n import Say
from bot.ids import Action
from bot.views import blocks
from bot.views.texts import Json


def within(page: int, count: int, size: int) -> tuple[int, int]:
    """The page that there is, nearest to the one that was asked for, and how many there are."""
    pages = max(1, -(-count // size))
    return min(max(page, 0), pages - 1), pages


def turning(action: Action, workshop_id: int, page: int, pages: int, _: Say) -> list[Json]:
    """Build the way back and on, where there is more than one page."""
    if pages == 1:
        return []

    def turn(label: str, to: int, part: str) -> Json:
        return blocks.button(label, action, values.encode(values.Value(workshop=workshop_id, page=to)), part=part)

    return [
        blocks.actions(
            turn(_("Back"), page - 1, "back") if page else None,
            turn(_("More"), page + 1, "on") if page + 1 < pages else None,
        ),
        blocks.context(_("Page {page} of {pages}", page=page + 1, pages=pages)),
    ]

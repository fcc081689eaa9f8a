"""Long lists: one page at a time."""

from collections.abc import Callable

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
    """Build the way back and on in a list of one map, where there is more than one page."""
    return by(action, lambda to: values.Value(workshop=workshop_id, page=to), page, pages, _)


def by(
    action: Action, leads_to: Callable[[int], values.Value], page: int, pages: int, _: Say, *, part: str = ""
) -> list[Json]:
    """Build the way back and on; `leads_to` says what the button of a page carries, `part` which list of a view."""
    if pages == 1:
        return []

    def turn(label: str, to: int, way: str) -> Json:
        return blocks.button(label, action, values.encode(leads_to(to)), part=f"{part}-{way}" if part else way)

    return [
        blocks.actions(
            turn(_("Back"), page - 1, "back") if page else None,
            turn(_("More"), page + 1, "on") if page + 1 < pages else None,
        ),
        blocks.context(_("Page {page} of {pages}", page=page + 1, pages=pages)),
    ]

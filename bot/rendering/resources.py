"""What stands behind a stage: resources there and lacking, work backstage and in support."""

import re
from dataclasses import dataclass

from bot.rendering import look
from bot.rendering.grid import RADIUS, Cell, Page
from bot.rendering.look import INK, INK_SOFT
from bot.rendering.scene import Layer
from workflows.snapshots import Stage

_BETWEEN = re.compile(r"[\n;；]+")


@dataclass(frozen=True, slots=True)
class Resource:
    """Something a stage needs."""

    text: str
    lacking: bool


def listed(stage: Stage, field: str) -> list[str]:
    """The lines of one of a stage's details."""
    return _lines(stage.details.get(field, ""))


def of(stage: Stage) -> list[Resource]:
    """The resources of a stage and of its touchpoints, those that lack first; each once."""
    holders = [stage.details, *(touchpoint.details for touchpoint in stage.touchpoints)]
    found = [
        Resource(text, lacking)
        for field, lacking in (("resources_lacking", True), ("resources", False))
        for details in holders
        for text in _lines(details.get(field, ""))
    ]
    return list(dict.fromkeys(found))


def draw(page: Page, y: float) -> float:
    """The lane of resources; its height."""
    return page.columns(y, of, _resource, gap=8)


def backstage(page: Page, y: float) -> float:
    """The lane of what is done unseen; its height."""
    return page.columns(y, lambda stage: listed(stage, "backstage"), _backstage, gap=8)


def support(page: Page, y: float) -> float:
    """The lane of what the rest of the organisation does; its height."""
    return page.columns(y, lambda stage: listed(stage, "support"), _support, gap=8)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in _BETWEEN.split(text) if line.strip()]


def _resource(page: Page, cell: Cell, y: float, thing: Resource) -> float:
    if thing.lacking:
        return _card(page, cell, y, thing.text, "package-x", look.RESOURCE_LACKING, look.PAIN, INK)
    return _card(page, cell, y, thing.text, "package", look.RESOURCE, look.GOOD, INK)


def _backstage(page: Page, cell: Cell, y: float, text: str) -> float:
    return _card(page, cell, y, text, "eye-off", look.BACKSTAGE_CARD, INK_SOFT, INK)


def _support(page: Page, cell: Cell, y: float, text: str) -> float:
    return _card(page, cell, y, text, "wrench", look.SUPPORT_CARD, INK_SOFT, INK)


def _card(page: Page, cell: Cell, y: float, text: str, icon: str, style: look.Style, ink: str, fill: str) -> float:
    sheet, room = page.sheet, cell.w - 54
    block = sheet.measure(text, size=14, leading=20, width=room, lines=5)
    height = max(40, block.height + 20)
    sheet.box(Layer.CARDS, style, cell.x, y, cell.w, height, RADIUS)
    sheet.icon(icon, cell.x + 14, y + 11, 18, ink, 1.9)
    sheet.put(block, cell.x + 42, y + 10, fill=fill, w=room)
    return y + height

"""The formats of office programs. What writes them is large, and loaded where one is written."""

from bot.exports.format import Format, Group, Picture, Pictures
from bot.i18n import N_
from workflows.document import Document


def _slides(document: Document, pictures: Pictures, language: str) -> bytes:
    from bot.exports import pptx

    return pptx.write(document, pictures, language)


def _workbook(document: Document, pictures: Pictures, language: str) -> bytes:
    from bot.exports import xlsx

    return xlsx.write(document, pictures, language)


PPTX = Format(
    "pptx",
    N_("PowerPoint slides"),
    N_("Five slides that can be edited"),
    "pptx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    _slides,
    Group.SHOW,
    frozenset({Picture.PNG}),
)
XLSX = Format(
    "xlsx",
    N_("Excel workbook"),
    N_("A sheet for each kind of thing, with filters"),
    "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    _workbook,
)

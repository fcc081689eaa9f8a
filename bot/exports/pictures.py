"""The map as it is drawn: PNG, SVG and PDF."""

from bot.exports.format import Format, Group, Picture, Pictures
from bot.i18n import N_
from workflows.document import Document


def write_png(document: Document, pictures: Pictures, language: str) -> bytes:
    """The picture of the thread."""
    del document, language
    return pictures.png


def write_svg(document: Document, pictures: Pictures, language: str) -> bytes:
    """The same as lines and letters, sharp at any size."""
    del document, language
    return pictures.svg


def write_pdf(document: Document, pictures: Pictures, language: str) -> bytes:
    """The same for printing, with pages of what had to be shortened in it."""
    del document, language
    return pictures.pdf


PDF = Format(
    "pdf", N_("PDF"), N_("To print, and to read in full"), "pdf", "application/pdf", write_pdf,
    Group.SHOW, frozenset({Picture.PDF}), compares=True,
)  # fmt: skip
PNG = Format(
    "png", N_("PNG picture"), N_("For mails, pages and chats"), "png", "image/png", write_png,
    Group.SHOW, frozenset({Picture.PNG}), compares=True,
)  # fmt: skip
SVG = Format(
    "svg", N_("SVG drawing"), N_("Sharp at any size, for designers"), "svg", "image/svg+xml", write_svg,
    Group.SHOW, frozenset({Picture.SVG}), compares=True,
)  # fmt: skip

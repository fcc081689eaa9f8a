"""The doors out: every format in which a map leaves, one module each.

A format is a pure function of a document, the pictures that were drawn of it, and the language of its headings. To add
one, write its module and name it in `FORMATS`.
"""

from collections.abc import Mapping

from bot.exports import data, flat, html, markdown, mermaid, office, opml, pictures
from bot.exports.format import Format as Format
from bot.exports.format import Group as Group
from bot.exports.format import Picture as Picture
from bot.exports.format import Pictures as Pictures

# In the order in which people are offered them.
FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        pictures.PDF,
        html.HTML,
        pictures.PNG,
        office.PPTX,
        pictures.SVG,
        office.XLSX,
        flat.CSV,
        markdown.MARKDOWN,
        mermaid.MERMAID,
        opml.OPML,
        data.JSON,
        data.YAML,
    )
}


def known(names: object) -> tuple[Format, ...]:
    """The formats that are named, each once, in the order in which they are offered."""
    wanted = {str(one) for one in names} if isinstance(names, list | tuple | set | frozenset) else set()
    return tuple(one for name, one in FORMATS.items() if name in wanted)

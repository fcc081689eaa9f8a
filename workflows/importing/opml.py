"""OPML outlines, as outliners and mind maps write them: the first level is the stages, the second the touchpoints.

Cairn's own outlines hold more than that: there the category of an entry says that it is a stage or a touchpoint.
"""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import ParseError

import defusedxml.ElementTree
from defusedxml import DefusedXmlException

from workflows.importing.problems import refused
from workflows.importing.sheet import Sheet, sheet

DEPTH_MAX = 50
COLUMNS = ("stage", "touchpoint", "need")
OUR_COLUMNS = ("stage", "touchpoint", "channel")
STAGE, TOUCHPOINT = "/cairn/stage", "/cairn/touchpoint"


def read(content: bytes) -> Sheet:
    """The second level as rows. Declarations of a document type are refused, and with them every entity."""
    try:
        root = defusedxml.ElementTree.fromstring(content, forbid_dtd=True)
    except ParseError as error:
        row, column = error.position
        raise refused("file_syntax", format="OPML", row=row, column=str(column + 1)) from None
    except DefusedXmlException:
        raise refused("file_entities") from None
    except (ValueError, LookupError, RecursionError, TypeError):
        raise refused("file_broken") from None
    body = root.find("body")
    if root.tag != "opml" or body is None:
        raise refused("file_no_outline")
    title = (root.findtext("head/title") or "").strip()
    ours = [one for one in body.iter("outline") if one.get("category") == STAGE]
    if ours:
        return _of_ours(body, ours, title)
    level = _children(body)
    # A mind map begins with one thing in the middle, which is the map itself.
    if len(level) == 1 and any(_children(one) for one in _children(level[0])):
        title, level = title or _said(level[0]), _children(level[0])
    deeper: list[Any] = []
    rows = list(_rows(level, deeper))
    if not rows:
        raise refused("file_no_outline")
    how = {name: said for name, said in (("title", title[:120]), ("deeper", str(len(deeper) or ""))) if said}
    return sheet([(0, COLUMNS), *enumerate(rows, start=1)], format="OPML", **how)


def _of_ours(body: Any, stages: list[Any], title: str) -> Sheet:
    """The touchpoints of an outline that Cairn wrote; what else it tells is counted."""
    rows = [
        (_said(stage), _said(one), _note(one))
        for stage in stages
        for one in stage.iter("outline")
        if one.get("category") == TOUCHPOINT
    ]
    if not rows:
        raise refused("file_no_outline")
    every = [one for one in body.iter("outline") if not _children(one)]
    how = {"title": title[:120]} if title else {}
    how |= {"rest": str(len(every) - len(rows))} if len(every) > len(rows) else {}
    return sheet([(0, OUR_COLUMNS), *enumerate(rows, start=1)], format="OPML", **how)


def _rows(level: list[Any], deeper: list[Any]) -> Iterator[tuple[str, ...]]:
    flat = not any(_children(one) for one in level)
    for one in level:
        if flat:
            yield "", _said(one), _note(one)
            continue
        for inner in _children(one):
            yield _said(one), _said(inner), _note(inner)
            deeper.extend(each for each in inner.iter("outline") if each is not inner)


def _children(one: Any) -> list[Any]:
    return [each for each in one if each.tag == "outline"]


def _said(one: Any) -> str:
    return str(one.get("text") or one.get("title") or "")


def _note(one: Any) -> str:
    return str(one.get("_note") or "")

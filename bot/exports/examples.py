"""`python -m bot.exports.examples`: the files of docs/examples, made anew. With `check`, whether they are stale."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from bot.exports import FORMATS
from bot.exports.format import Pictures
from bot.exports.making import drawn
from workflows import presets
from workflows.document import Document, content_of, schema
from workflows.presets.as_map import EXAMPLE_DAY
from workflows.snapshots import MapSnapshot

FOLDER: Final = Path(__file__).parents[2] / "docs" / "examples"
SCHEMA: Final = FOLDER.parent / "cairn-journey-map-1.schema.json"
STORY: Final = "ecommerce"
SHOWN: Final = ("pdf", "pptx", "xlsx")  # what wrote them stands in them, too: not compared letter by letter


def snapshot() -> MapSnapshot:
    """The example journey of an online shop, after its review."""
    return presets.snapshot(presets.example(STORY), reviewed=True)


def document() -> Document:
    """The same as a document."""
    return Document(exported_at=EXAMPLE_DAY, map=content_of(snapshot()))


def texts() -> Iterator[tuple[Path, bytes]]:
    """The files that are the same wherever they are made."""
    import json

    made = document()
    for one in FORMATS.values():
        if not one.needs and one.name not in SHOWN:
            yield FOLDER / f"online-shop.{one.extension}", one.write(made, Pictures(), made.map.workshop.language)
    yield SCHEMA, json.dumps(schema(), ensure_ascii=False, indent=2).encode() + b"\n"


def others() -> Mapping[Path, bytes]:
    """The files with pictures or a packed inside."""
    made, shown = document(), snapshot()
    return {
        FOLDER / f"online-shop.{one.extension}": one.write(made, drawn(shown, one.needs), "en")
        for one in FORMATS.values()
        if one.name in SHOWN
    }


def main(arguments: list[str]) -> int:
    """Write them, or say which of them the code would write otherwise by now."""
    if arguments == ["check"]:
        stale = [str(path) for path, content in texts() if not path.exists() or path.read_bytes() != content]
        sys.stderr.writelines(f"{path} is stale: run python -m bot.exports.examples\n" for path in stale)
        return int(bool(stale))
    FOLDER.mkdir(exist_ok=True)
    for path, content in [*texts(), *others().items()]:
        path.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

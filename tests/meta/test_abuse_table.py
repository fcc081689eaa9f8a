"""The table of abuse cases names tests that there are, and forgets none of those in its folder."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "abuse"
TABLE = (FOLDER / "README.md").read_text(encoding="utf-8")


def test_every_row_has_a_test_through_the_wire_and_every_test_a_row():
    rows = [line.split(" | ") for line in TABLE.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 30
    named: set[str] = set()
    for _abuse, here, *_besides in rows:
        found = re.findall(r"`(test_\w+\.py)`", here)
        assert found, here
        named.update(found)
    assert named == {path.name for path in FOLDER.glob("test_*.py")}
    for path in re.findall(r"`(tests/[\w/.*]+)`", TABLE):
        assert list(ROOT.glob(path)), path

"""What is stored of people is known column by column: to whoever reads the documents, and to what erases a person."""

import re
from itertools import chain
from pathlib import Path

from sqlmodel import SQLModel

from storage.erasing import reaches
from storage.personal import NEITHER, PEOPLE, SECRETS, WORDS, texts
from storage.uninstalled import OF_TEAM

DATA = Path(__file__).parents[2] / "docs" / "data.md"


def test_every_column_of_text_is_said_to_name_people_or_not() -> None:
    lists = (PEOPLE, WORDS, SECRETS, NEITHER)
    listed = [(name, column) for one in lists for name, columns in one.items() for column in columns]
    assert sorted(listed) == sorted(texts())
    assert [name for name in PEOPLE.keys() | WORDS.keys() if not reaches(name)] == [], "nobody is erased there"


def test_the_document_tells_of_every_table_and_of_every_column_that_names_somebody_or_holds_words() -> None:
    sections = dict(re.findall(r"^\| `(\w+)` \|(.*)$", DATA.read_text(encoding="utf-8"), re.MULTILINE))
    assert set(sections) == {one.name for one in SQLModel.metadata.sorted_tables}
    missing = [
        f"{name}.{column}"
        for name, columns in chain(PEOPLE.items(), WORDS.items(), SECRETS.items())
        for column in columns
        if f"`{column}`" not in sections[name]
    ]
    assert missing == []


def test_what_a_workspace_leaves_behind_is_deleted_whatever_table_it_is_in() -> None:
    own = {one.name for one in SQLModel.metadata.sorted_tables if "team_id" in one.c}
    assert own - set(OF_TEAM) == {"workshop", "notice"}, "these go with the maps, which go first"

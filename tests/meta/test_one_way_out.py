"""Messages leave by one door, so that none is lost and none is said twice."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOOR = "bot/messenger.py"
# What makes or changes a message that others see. Answers that one person alone sees, and views, may go directly.
SAYS = ("chat_postMessage", "chat_update", "chat_delete", "chat_scheduleMessage", "chat_meMessage", "files_upload")
# A refusal that can be shown in no other way, to the one person it is about: it is nothing of the workshop's, and
# the ledger holds no text.
ALLOWED = {("bot/errors.py", "chat_postMessage")}


def said_in(path: Path) -> set[tuple[str, str]]:
    name = path.relative_to(ROOT).as_posix()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    named = {str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    spelled = {method for method in SAYS if method.replace("_", ".", 1) in named}
    return {(name, method) for method in SAYS if any(one.startswith(method) for one in called)} | {
        (name, method) for method in spelled
    }


def test_nothing_is_posted_but_through_the_queue() -> None:
    files = [path for path in (ROOT / "bot").rglob("*.py") if "simulator" not in path.parts]
    assert len(files) > 100
    found = set().union(*map(said_in, files))
    assert {method for name, method in found if name == DOOR} >= {"chat_postMessage", "chat_update", "files_upload"}
    assert {one for one in found if one[0] != DOOR} == ALLOWED

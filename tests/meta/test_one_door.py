"""A workshop is reached by one door: `workflows.access`. What asks for rows by an id goes through it, or is named here."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
Function = ast.AsyncFunctionDef | ast.FunctionDef

# Services that open the database for somebody without asking for a workshop that was named to them.
NAMELESS = frozenset(
    {
        "desk.earlier",  # what came of a delivery of the same workspace
        "people.actor",  # makes the actor
        "erasing.ask",  # of oneself, or by an administrator
        "erasing.pending",
        "importing.applying.begin_map",  # `document.restore_document` asks
        "importing.drafts.draft",  # one's own
        "importing.drafts.say",
        "keeping.of",  # the workspace's
        "keeping.save",
        "mentions.first",  # that a message was answered: no workshop yet
        "preferences.save",  # one's own profile
        "preferences.mine",
        "preferences.speak",
        "profiles.learn",  # what Slack says of oneself
        "templates.delete",  # a workspace's own, by its id and the workspace's
        "templates.kept",
        "tending.here",  # `workshops.found_in` asks
    }
)
# Where nobody acts, and Slack tells what happened in a workspace it names itself.
TOLD = frozenset({"lifecycle"})
# What the engine runs: it is handed ids by transactions that passed the door.
ENGINE = frozenset(
    {
        *(
            "calling",
            "durable",
            "erasing",
            "leaving",
            "letters",
            "making",
            "posting",
            "profiles",
            "refreshing",
            "reminding",
        ),
        *(
            "stopping",
            "sweeping",
            "whereabouts",
            "retention",
            "uninstalled",
            "pacing",
            "postings",
            "notices",
            "hooking",
        ),
    }
)
# What whoever runs the program, and has the database anyway, asks for on the command line.
OPERATOR = frozenset({"exporting"})
# Who holds a link is nobody of the workspace: the link is asked for, by its digest.
LINKED = frozenset({"sharing"})
# Helpers that are handed a row which passed the door, and read it once more in the same transaction.
AGAIN = frozenset({"reviews"})
BEYOND_STORAGE = frozenset(  # of `bot`
    {"app", "installs", "backups", "databases", "doctor", "metrics", "console", "erasures", "exporting"}
)


def modules(room: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / room).rglob("*.py")):
        yield (
            path.relative_to(ROOT / room).with_suffix("").as_posix().replace("/", "."),
            ast.parse(path.read_text("utf-8")),
        )


def functions(tree: ast.Module) -> Iterator[Function]:
    yield from (node for node in tree.body if isinstance(node, Function))


def parameters(function: Function) -> set[str]:
    given = function.args
    return {one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)}


def calls(node: ast.AST) -> set[str]:
    """Names of what is called or passed on, with the module's where there is one."""
    return {ast.unparse(one) for one in ast.walk(node) if isinstance(one, ast.Attribute | ast.Name)}


def reaches(function: Function, tree: ast.Module) -> bool:
    """Whether a service comes to the door, by itself or by a helper of its own module."""
    helpers = {one.name: one for one in ast.walk(tree) if isinstance(one, Function)}
    waiting, seen = [function.name], set[str]()
    while waiting:
        one = waiting.pop()
        if one in seen or one not in helpers:
            continue
        seen.add(one)
        said = calls(helpers[one])
        if any(call.startswith("access.") and call != "access.Need" for call in said):
            return True
        waiting += said
    return False


def opens(function: Function) -> bool:
    said = calls(function)
    return bool({"desk.db.read", "desk.db.glance", "desk.db.write"} & said) or "change" in said


def test_every_service_that_opens_the_database_for_somebody_asks_at_the_door() -> None:
    asked, missing = set(), set()
    for name, tree in modules("workflows"):
        for function in functions(tree):
            if "desk" not in parameters(function) or function.name.startswith("_") or name in TOLD:
                continue
            if not opens(function):
                continue
            service = f"{name}.{function.name}"
            assert "actor" in parameters(function) or service == "people.actor", f"{service} acts for nobody"
            (asked if reaches(function, tree) else missing).add(service)
    assert len(asked) > 60
    assert missing == NAMELESS, "a workshop is asked for by `access.workshop`, lists of them by `access.seer`"


def test_nothing_else_fetches_a_workshop_by_its_id() -> None:
    found = set()
    for name, tree in modules("workflows"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called, given = ast.unparse(node.func), [ast.unparse(one) for one in node.args]
            fetched = called.endswith((".get", ".get_one")) and any(
                one in {"Workshop", "tables.Workshop"} for one in given
            )
            if fetched or called == "workshops.one":
                found.add(name)
    assert "access" in found
    assert found - ENGINE - OPERATOR - AGAIN - LINKED == {"access"}


def test_no_listener_view_or_page_knows_the_rows() -> None:
    knows = set()
    for name, tree in modules("bot"):
        for node in ast.walk(tree):
            imported = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            imported += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            if any(one.split(".")[0] == "storage" for one in imported):
                knows.add(name)
    assert knows == BEYOND_STORAGE

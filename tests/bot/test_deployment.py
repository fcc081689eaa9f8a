"""The files that an administrator starts with say what is true of the program."""

import ast
import re
from pathlib import Path

import yaml

from bot import credentials, settings
from bot.cli import parser
from bot.http import Edge
from tests.bot import image

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("cairn:")}
READING = "".join(Path(room.__file__).read_text() for room in (settings, credentials))
KNOWN = set(re.findall(r'reader\.text\("([A-Z_]+)"', READING))


def test_compose_runs_commands_that_there_are_with_variables_that_are_read():
    assert len(OURS) == 5
    default = ast.literal_eval(dict(image.steps())["CMD"])
    for name, service in OURS.items():
        command = service.get("command", default)
        assert command[:3] == ["python", "-m", "bot"], name
        parser().parse_args(command[3:])
        assert set(service["environment"]) <= KNOWN, name
        assert service["read_only"], name
        grace = int(service["stop_grace_period"].removesuffix("s"))
        assert grace > int(service["environment"]["LEAVE_SECONDS"]) + 40, "longer than everything that is drained"


def test_the_copies_wait_for_the_tables_and_the_tables_for_the_database():
    upgrade = SERVICES["upgrade"]
    assert upgrade["command"][3:] == ["db", "upgrade"]
    assert upgrade["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert upgrade["restart"] == "no"
    for name, service in OURS.items():
        if name != "upgrade":
            assert service["depends_on"] == {"upgrade": {"condition": "service_completed_successfully"}}
    for service in SERVICES.values():
        assert set(service.get("depends_on", ())) <= set(SERVICES)
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).is_file()
        assert re.search(r":\d|:local$", service["image"]), "pinned"


def test_every_variable_of_compose_is_in_the_example_and_no_other():
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "compose.yaml").read_text()))
    offered = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert asked == offered


def test_the_load_balancer_asks_where_the_program_answers():
    caddy = (ROOT / "Caddyfile").read_text()
    paths = {route.path for route in Edge(None, "secret", None).asgi().routes}
    assert set(re.findall(r"health_uri (\S+)", caddy)) <= paths
    assert set(re.findall(r"(cairn-\d):3000", caddy)) == {name for name in SERVICES if name.startswith("cairn-")}
    interval = int(re.search(r"health_interval (\d+)s", caddy)[1]) + int(re.search(r"health_timeout (\d+)s", caddy)[1])
    assert interval < int(SERVICES["cairn-1"]["environment"]["LEAVE_SECONDS"])


def test_the_image_is_made_of_what_there_is_and_runs_as_nobody_special():
    steps = image.steps()
    words = [instruction for instruction, _ in steps]
    assert words.count("FROM") == 2
    assert dict(steps)["USER"] == "10001"
    assert words.index("USER") < words.index("CMD")
    ignored = (ROOT / ".dockerignore").read_text()
    for _, given in ((one, given) for one, given in steps if one == "COPY" and "--from" not in given):
        for source in given.split()[:-1]:
            assert (ROOT / source).exists()
            assert f"!{source}\n" in ignored, f"{source} is kept out of the build"
    (_, health), (_, variables) = (next(step for step in steps if step[0] == word) for word in ("HEALTHCHECK", "ENV"))
    ast.parse(ast.literal_eval(health[health.index("[") :])[2])
    assert set(re.findall(r"(\w+)=", variables)) - {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"} <= KNOWN

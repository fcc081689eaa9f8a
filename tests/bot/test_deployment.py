"""The files that an administrator starts with say what is true of the program."""

import ast
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot import credentials, settings
from bot.cli import parser
from bot.http import Edge

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("cairn:")}
READING = "".join(Path(room.__file__).read_text() for room in (settings, credentials))
KNOWN = set(re.findall(r'reader\.text\("([A-Z_]+)"', READING))


def dockerfile() -> list[tuple[str, str]]:
    """(instruction, words), with continued lines joined."""
    text = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text())
    return [tuple(line.split(" ", 1)) for line in text.splitlines() if line and not line.startswith("#")]


def test_compose_runs_commands_that_there_are_with_variables_that_are_read():
    assert len(OURS) == 5
    default = ast.literal_eval(dict(dockerfile())["CMD"])
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
    steps = dockerfile()
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


@pytest.mark.thorough
@pytest.mark.timeout(900)
def test_the_steps_of_the_dockerfile_make_a_program_that_runs_where_nothing_may_be_written(tmp_path):
    """The same commands in a clean folder, but for the system's packages."""
    cairn, data = tmp_path / "cairn", tmp_path / "data"
    cairn.mkdir()
    uv = ROOT / ".venv/bin/uv"
    for instruction, given in dockerfile():
        if instruction == "FROM" and "AS build" not in given:
            break
        words = shlex.split(given)
        if instruction == "COPY":
            for source in words[:-1]:
                copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
                copy(ROOT / source, cairn / source)
        elif instruction == "RUN" and words[0] != "pip":
            words[0] = str(uv) if words[0] == "uv" else str(cairn / words[0])
            subprocess.run([*words, *(["--python", sys.executable] if "sync" in words else [])], cwd=cairn, check=True)
    for folder in (cairn, *(path for path in cairn.rglob("*") if path.is_dir() and ".venv" not in path.parts)):
        folder.chmod(0o555)
    environment = {"CAIRN_DATA": str(data), "PYTHONDONTWRITEBYTECODE": "1", "PATH": "/usr/bin:/bin"}

    def say(*words: str) -> subprocess.CompletedProcess[str]:
        command = [str(cairn / ".venv/bin/python"), "-m", "bot", *words]
        return subprocess.run(command, cwd=cairn, env=environment, capture_output=True, text=True, check=False)

    assert "brought up to date" in say("db", "upgrade").stdout
    assert "holds 0 rows" in say("backup").stdout
    picture = tmp_path / "map.png"
    drawn = say("render", "workflows/presets/ecommerce.en.yaml", "--out", str(picture))
    assert picture.exists(), drawn.stderr
    refused = say("serve")
    assert refused.returncode == 2
    assert "SLACK_BOT_TOKEN is missing" in refused.stderr
    for folder in (cairn, *(path for path in cairn.rglob("*") if path.is_dir() and ".venv" not in path.parts)):
        folder.chmod(0o755)

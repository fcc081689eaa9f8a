"""Another language is begun by one command, and offered from then on: tried on a copy of the program."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOOK = """
from bot.i18n import language_for, say_for
from bot.views import start
from tests.bot import brimful
assert language_for("cy-GB") == "cy"
assert "Cymraeg" in str(start.start("C1", say_for("cy"), full=True))
print(say_for("cy")("Start a workshop"), say_for("cy").n("{count} idea", "{count} ideas", 2))
"""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("another")
    for name in ("bot", "workflows", "storage", "docs", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.png", "fonts"))
    shutil.copytree(ROOT / "bot" / "rendering" / "fonts", folder / "bot" / "rendering" / "fonts")
    return folder


def run(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.thorough
@pytest.mark.timeout(400)
def test_a_language_is_begun_by_one_command_offered_filled_in_and_checked(copy: Path) -> None:
    begun = run(copy, "-m", "bot.catalogues", "new", "cy")
    assert begun.returncode == 0, begun.stderr
    assert "Cymraeg (cy) is begun" in begun.stdout
    looked = run(copy, "-c", LOOK)
    assert looked.stdout == "Start a workshop 2 ideas\n", looked.stderr

    checked = run(copy, "-m", "bot.catalogues", "check")
    assert checked.returncode == 1
    assert "cy: not translated: " in checked.stderr
    assert "python -m bot.catalogues missing" in checked.stderr

    (copy / "cy.json").write_text('{"Start a workshop": "Dechrau gweithdy"}', "utf-8")
    assert run(copy, "-m", "bot.catalogues", "put", "cy", "cy.json").returncode == 0
    assert run(copy, "-c", LOOK).stdout == "Dechrau gweithdy 2 ideas\n"
    assert '"Start a workshop"' not in run(copy, "-m", "bot.catalogues", "missing", "cy").stdout


@pytest.mark.thorough
@pytest.mark.parametrize(("code", "said"), [("zz", "no language"), ("ru", "there already"), ("pt-BR", "no language")])
def test_what_is_no_new_language_is_a_sentence(copy: Path, code: str, said: str) -> None:
    ended = run(copy, "-m", "bot.catalogues", "new", code)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr

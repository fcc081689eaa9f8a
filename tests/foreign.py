"""Give what Cairn writes to programs that nobody here wrote: `python -m tests.foreign FOLDER`.

LibreOffice turns slides, workbooks and tables into pages to look at, and writes workbooks anew, which then come back
unchanged. Mermaid draws the diagrams of every example. A JSON Schema validator reads the documents. A program that is
not there is named and left out. Exit code 1 where one of them refused a file, or a workbook came back otherwise.

    apt-get install --no-install-recommends libreoffice-calc libreoffice-impress poppler-utils chromium npm
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema

from bot.exports import FORMATS, Pictures, coming
from bot.exports.making import drawn
from bot.i18n import LANGUAGES
from workflows import presets
from workflows.document import Document, content_of, plain, schema
from workflows.importing.reading import WholeMap
from workflows.presets.as_map import EXAMPLE_DAY
from workflows.snapshots import MapSnapshot

OFFICE = ("soffice", "libreoffice")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
MERMAID = "@mermaid-js/mermaid-cli"
PAGES = ("pptx", "xlsx", "csv")
SECONDS = 300
NASTY = ("Pay: card; #1", "end of it", '100% <b>"sure"</b>, now', "קנייה: שלב #2; סוף", "付款：完成；#3")


class RefusedError(Exception):
    """A program did not take a file, or made something else of it."""


def snapshot(story: str, language: str) -> MapSnapshot:
    """An example after its review."""
    return presets.snapshot(presets.example(story, language), reviewed=True)


def document(shown: MapSnapshot) -> Document:
    """The same as a document."""
    return Document(exported_at=EXAMPLE_DAY, map=content_of(shown))


def nasty(shown: MapSnapshot) -> MapSnapshot:
    """The same with names that mean something to a diagram."""
    stages = [
        replace(one, name=NASTY[number % len(NASTY)], touchpoints=tuple(replace(t, title=NASTY[(number + n) % 5]) for n, t in enumerate(one.touchpoints)))
        for number, one in enumerate(shown.stages)
    ]  # fmt: skip
    return replace(shown, stages=tuple(stages), outline=replace(shown.outline, title=NASTY[0]))


def pages(folder: Path) -> Iterator[str]:
    """Slides, workbooks and tables as pages, of one example in every language."""
    office = _program(OFFICE)
    for language in LANGUAGES:
        shown = snapshot("ecommerce", language)
        made = document(shown)
        for name in PAGES:
            file = folder / f"{language}.{name}"
            file.write_bytes(FORMATS[name].write(made, drawn(shown, FORMATS[name].needs), language))
            _office(office, "pdf", file, folder / name)
            page = folder / name / f"{language}.pdf"
            if shutil.which("pdftoppm"):
                _run(["pdftoppm", "-r", "60", "-png", str(page), str(page.with_suffix(""))], folder)
            yield f"{name} in {language}: {page}"


def workbooks(folder: Path) -> Iterator[str]:
    """Workbooks that LibreOffice read and wrote again come back as they were."""
    office = _program(OFFICE)
    for language in LANGUAGES:
        made = document(snapshot("ecommerce", language))
        file = folder / f"{language}.xlsx"
        file.write_bytes(FORMATS["xlsx"].write(made, Pictures(), language))
        _office(office, "xlsx", file, folder / "again")
        back = coming.read(file.name, (folder / "again" / file.name).read_bytes())
        if not isinstance(back, WholeMap) or back.document != plain(made):
            raise RefusedError(language, "the workbook came back otherwise")
        yield f"xlsx in {language}: written by LibreOffice, read back unchanged"


def diagrams(folder: Path) -> Iterator[str]:
    """The journey of every example in every language, drawn by Mermaid; and one of names that are hard to say."""
    browser = _program(BROWSERS)
    environment = os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1", "PUPPETEER_EXECUTABLE_PATH": browser}
    with tempfile.TemporaryDirectory(prefix="mermaid-") as there:
        here = Path(os.environ.get("MERMAID_CLI") or there)  # a folder in which it is installed already
        command = here / "node_modules" / ".bin" / "mmdc"
        if not command.exists():
            _program(("npm",))
            _run(["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", MERMAID], here, environment)
        (folder / "browser.json").write_text(json.dumps({"executablePath": browser, "args": ["--no-sandbox"]}))
        every = [
            (f"{story}-{language}", snapshot(story, language)) for story in presets.names() for language in LANGUAGES
        ]
        every += [(f"names-{language}", nasty(snapshot("ecommerce", language))) for language in ("en", "he")]
        for name, shown in every:
            file = folder / f"{name}.mmd"
            file.write_bytes(FORMATS["mermaid"].write(document(shown), Pictures(), shown.outline.language))
            picture = str(file.with_suffix(".png"))
            drawing = [str(command), "-q", "-w", "3000", "-p", "browser.json", "-i", file.name, "-o", picture]
            _run(drawing, folder, environment)
            yield f"Mermaid drew {picture}"


def schemas(folder: Path) -> Iterator[str]:
    """Every example as JSON, against the published shape."""
    del folder
    validator = jsonschema.Draft202012Validator(schema())
    for story in presets.names():
        for language in LANGUAGES:
            made = document(snapshot(story, language))
            validator.validate(json.loads(FORMATS["json"].write(made, Pictures(), language)))
    yield f"JSON Schema: {len(presets.names()) * len(LANGUAGES)} documents are as published"


def _program(names: tuple[str, ...]) -> str:
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        raise FileNotFoundError(names[0])
    return found


def _office(office: str, to: str, file: Path, folder: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="office-") as profile:
        own = f"-env:UserInstallation=file://{profile}"
        _run([office, own, "--headless", "--convert-to", to, "--outdir", str(folder), str(file)], folder.parent)
    if not (folder / file.with_suffix(f".{to}").name).exists():
        raise RefusedError("LibreOffice made nothing of it", file.name)


def _run(command: list[str], folder: Path, environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS
    )
    if done.returncode:
        raise RefusedError(command[0], (done.stderr or done.stdout).strip()[-400:])


CHECKS: dict[str, Callable[[Path], Iterator[str]]] = {
    "pages": pages, "workbooks": workbooks, "diagrams": diagrams, "schemas": schemas,
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Do them all, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m tests.foreign", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the files and pictures go, to be looked at")
    parser.add_argument("--only", action="append", choices=CHECKS)
    given = parser.parse_args(arguments)
    failed = False
    for name in given.only or CHECKS:
        folder = given.folder.resolve() / name
        folder.mkdir(parents=True, exist_ok=True)
        try:
            for line in CHECKS[name](folder):
                sys.stdout.write(f"{line}\n")
        except FileNotFoundError as missing:
            sys.stdout.write(f"SKIPPED {name}: {missing} is not there\n")
        except (RefusedError, jsonschema.ValidationError, subprocess.TimeoutExpired) as error:
            failed = True
            sys.stdout.write(f"FAILED {name}: {error}\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

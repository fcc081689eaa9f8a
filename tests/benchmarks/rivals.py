"""What else could have drawn the same picture: each gets the same content and gives PNG bytes, warm."""

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import cairosvg
from playwright.sync_api import sync_playwright

from workflows.snapshots import MapSnapshot

Rival = Callable[[], bytes]
_MERMAID = "@mermaid-js/mermaid-cli"
_INSTALL_SECONDS = 240


def path_svg(svg: str, scale: float) -> Rival:
    """CairoSVG itself on the exported SVG, which is plain paths."""
    return lambda: cairosvg.svg2png(bytestring=svg.encode(), scale=scale)


def resvg(svg: str, scale: float) -> Rival:
    """The rasteriser written in Rust, on the same SVG."""
    import resvg_py  # here, so that the rest can be measured where it has no wheel

    return lambda: bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=scale, skip_system_fonts=True))


@contextmanager
def chromium(svg: str, scale: float) -> Iterator[Rival]:
    """A browser that is already running takes a screenshot of the same SVG."""
    with ExitStack() as stack:
        browser = stack.enter_context(sync_playwright()).chromium.launch(
            executable_path=_browser(), args=["--no-sandbox"]
        )
        stack.callback(browser.close)
        context = browser.new_context(device_scale_factor=scale)
        page = context.new_page()

        def shot() -> bytes:
            page.set_content(f"<body style='margin:0'>{svg}</body>")
            return page.locator("svg").screenshot()

        shot()
        yield shot


@contextmanager
def mermaid(snapshot: MapSnapshot, scale: float) -> Iterator[Rival]:
    """mermaid-cli's `journey` of the same content, in a browser that is already running, as a service would."""
    with TemporaryDirectory(prefix="mermaid-") as folder:
        here = Path(folder)
        environment = os.environ | {"PUPPETEER_SKIP_DOWNLOAD": "1", "PUPPETEER_EXECUTABLE_PATH": _browser() or ""}
        _run(
            ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", _MERMAID, "puppeteer"], here, environment
        )
        (here / "journey.json").write_text(json.dumps({"text": journey(snapshot), "scale": scale}), encoding="utf-8")
        (here / "serve.mjs").write_text(_SERVE, encoding="utf-8")
        served = subprocess.Popen(
            ["node", "serve.mjs"], cwd=here, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        if not served.stdin or not served.stdout:
            raise RuntimeError("no pipe")
        pipe_in, pipe_out = served.stdin, served.stdout

        def drawn() -> bytes:
            pipe_in.write(b"\n")
            pipe_in.flush()
            if not pipe_out.readline().strip():
                raise RuntimeError("mermaid-cli gave up")
            return (here / "journey.png").read_bytes()

        try:
            drawn()
            yield drawn
        finally:
            pipe_in.close()
            served.kill()
            served.wait()
            pipe_out.close()


def journey(snapshot: MapSnapshot) -> str:
    """What of a map a `journey` diagram can show: sections, tasks with a score, and who does them."""
    lines = ["journey", f"  title {snapshot.outline.title}"]
    for stage in snapshot.stages:
        lines.append(f"  section {_plain(stage.name)}")
        score = round(stage.emotion.median) + 3 if stage.emotion else 3
        said = [*stage.actions, *stage.thoughts, *stage.pains, *stage.joys, *stage.itches, *stage.ideas]
        titles = [*(note.text for note in said), *(touchpoint.title for touchpoint in stage.touchpoints)]
        lines += [f"    {_plain(title)}: {score}: Customer" for title in titles]
    return "\n".join(lines)


def _plain(text: str) -> str:
    return " ".join(text.replace(":", " ").replace(";", " ").replace("#", " ").split())


def _browser() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    if shutil.which(command[0]) is None:
        raise FileNotFoundError(command[0])
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=_INSTALL_SECONDS
    )
    if done.returncode:
        raise RuntimeError((done.stderr or done.stdout).strip().splitlines()[-1])


_SERVE = """
import { renderMermaid } from '@mermaid-js/mermaid-cli';
import puppeteer from 'puppeteer';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
const { text, scale } = JSON.parse(readFileSync('journey.json', 'utf8'));
const browser = await puppeteer.launch({
  executablePath: process.env.PUPPETEER_EXECUTABLE_PATH || undefined, args: ['--no-sandbox'] });
for await (const _ of createInterface({ input: process.stdin })) {
  try {
    const { data } = await renderMermaid(browser, text, 'png', { viewport: { width: 1916, height: 1080,
      deviceScaleFactor: scale }, mermaidConfig: { maxTextSize: 500000 } });
    writeFileSync('journey.png', data);
    console.log('done');
  } catch (error) { console.error(String(error)); console.log(''); }
}
await browser.close();
process.exit(0);
"""

"""A real browser on the simulator's page. Without Chromium the tests are skipped, and say so; in CI they fail."""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, async_playwright

from tests.browser.demo import Demo, running

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str:
    found = os.environ.get("CHROMIUM") or next((path for path in map(shutil.which, NAMES) if path), "")
    if not found:
        reason = "No Chromium here: install it (apt-get install chromium) or name it in CHROMIUM, and the page is tested in it."
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = find_chromium()
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        await opened.close()


@pytest.fixture
async def demo(browser: Browser) -> AsyncIterator[Demo]:
    async with running() as started:
        yield started


async def open_page(browser: Browser, demo: Demo, **window: object) -> Page:
    context = await browser.new_context(**window)
    context.set_default_timeout(8000)
    page = await context.new_page()
    page.broken = []
    page.on("pageerror", lambda error: page.broken.append(str(error)))
    page.on("console", lambda line: page.broken.append(line.text) if line.type == "error" else None)
    await page.goto(f"{demo.simulator.url}/?as={demo.people[0]}&at={demo.channel}")
    await page.wait_for_selector("html[data-ready]")
    return page


@pytest.fixture
async def page(browser: Browser, demo: Demo) -> AsyncIterator[Page]:
    opened = await open_page(browser, demo, viewport={"width": 1280, "height": 800})
    yield opened
    assert opened.broken == []
    await opened.context.close()


@pytest.fixture
async def phone(browser: Browser, demo: Demo) -> AsyncIterator[Page]:
    opened = await open_page(browser, demo, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    yield opened
    assert opened.broken == []
    await opened.context.close()

"""A map as a page, in a real browser with the network off: on a desk, on a phone, from the right, in front of a room."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from bot.exports.page import to_html
from bot.exports.page.content import Subject
from bot.i18n import say_for
from tests.bot.rendering import samples
from workflows import presets
from workflows.snapshots import MapSnapshot
from workflows.words import PainStatus

DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
CRITICAL = "3-D Secure times out on phones"

Opens = Callable[..., "AsyncIterator[Page]"]


@pytest.fixture
async def opened(browser: Browser, tmp_path: Path) -> AsyncIterator[Opens]:
    pages: list[Page] = []

    async def show(subject: Subject, **window: object) -> Page:
        context = await browser.new_context(offline=True, **(window or DESK))
        context.set_default_timeout(8000)
        page = await context.new_page()
        page.broken, page.asked = [], []
        page.on("pageerror", lambda error: page.broken.append(str(error)))
        page.on("console", lambda line: page.broken.append(line.text) if line.type in {"error", "warning"} else None)
        page.on("request", lambda request: page.asked.append(request.url))
        file = tmp_path / f"{len(pages)}.html"
        file.write_bytes(to_html(subject, say_for(subject.now.outline.language)))
        await page.goto(file.as_uri())
        await page.wait_for_selector("html[data-ready]", state="attached")
        pages.append(page)
        return page

    yield show
    for page in pages:
        assert page.broken == []
        assert [url for url in page.asked if not url.startswith(("file:", "data:"))] == []
        await page.context.close()


def earlier(now: MapSnapshot) -> MapSnapshot:
    stages = tuple(
        replace(
            one,
            emotion=replace(one.emotion, median=one.emotion.median - 0.5),
            pains=tuple(replace(pain, status=PainStatus.OPEN) for pain in one.pains),
        )
        for one in now.stages
    )
    head = replace(now.outline, revision=3)
    return replace(now, outline=head, stages=stages, taken_at=now.taken_at - timedelta(days=91))


async def test_a_click_tells_more_and_the_keyboard_closes_it_again(opened: Opens) -> None:
    page = await opened(Subject(presets.snapshot(presets.example("jacket"))))
    card = page.get_by_role("button", name="Warmth is a word, not a number")
    await card.click()
    details = page.get_by_role("dialog", name="Warmth is a word, not a number")
    await expect(details).to_contain_text("Severity")
    await expect(details).to_contain_text("Evidence")
    await page.keyboard.press("Escape")
    await expect(details).to_be_hidden()
    await expect(card).to_be_focused()
    await page.get_by_role("columnheader", name="Searching").get_by_role("button").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Stage")


async def test_a_screen_reader_finds_a_table_of_stages_and_lanes_and_a_name_on_every_button(opened: Opens) -> None:
    now = samples.ebike("en")
    page = await opened(Subject(now, earlier(now)))
    table = page.get_by_role("table", name=now.outline.title)
    await expect(table.get_by_role("columnheader")).to_have_count(len(now.stages))
    await expect(table.get_by_role("rowheader", name="Pain points")).to_be_visible()
    emotions = table.get_by_role("row", name="Emotion").get_by_role("cell")
    await expect(emotions.nth(3)).to_contain_text("Angry, −1.8, −2 to −1, People who scored: 5")
    await expect(page.get_by_role("button", name=CRITICAL)).to_contain_text("Critical")
    await expect(page.get_by_role("button", name="Checkout (")).to_contain_text("Moment of truth")
    await expect(page.get_by_role("heading", level=1)).to_have_text(now.outline.title)
    unnamed = "[...document.querySelectorAll('button, a, input')].filter(one => !(one.ariaLabel || one.textContent.trim() || one.labels?.length)).length"
    assert await page.evaluate(unnamed) == 0
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="To the map")).to_be_focused()


@pytest.mark.thorough
async def test_lanes_and_personas_can_be_hidden_and_the_map_made_larger_and_moved(opened: Opens) -> None:
    page = await opened(Subject(samples.ebike("en")))
    await page.get_by_role("button", name="Lanes").click()
    await page.get_by_role("checkbox", name="Channels").uncheck()
    await expect(page.get_by_role("rowheader", name="Channels")).to_be_hidden()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("checkbox", name="Channels")).to_be_hidden()
    await page.get_by_role("button", name="Personas").click()
    await page.get_by_role("checkbox", name="Maya Levin").uncheck()
    await expect(page.locator(".customer")).to_be_hidden()
    await page.keyboard.press("Escape")
    place = page.locator(".stage").nth(2)
    before = await place.bounding_box()
    await page.get_by_role("button", name="Larger").click()
    assert (await place.bounding_box())["width"] > before["width"] * 1.15
    await page.mouse.move(700, 700)
    await page.keyboard.down("Control")
    await page.mouse.wheel(0, -300)
    await page.keyboard.up("Control")
    await expect(page.locator("#size")).not_to_have_text("100%")
    # A mouse takes the map by a place where no card is.
    cell = page.locator('[data-row="joys"] td').nth(1)
    await cell.scroll_into_view_if_needed()
    box, was = await cell.bounding_box(), await page.evaluate("document.querySelector('#scroll').scrollLeft")
    await page.mouse.move(box["x"] + 30, box["y"] + 30)
    await page.mouse.down()
    await page.mouse.move(box["x"] - 120, box["y"] + 10, steps=3)
    await page.mouse.up()
    assert await page.evaluate("document.querySelector('#scroll').scrollLeft") > was + 60
    await page.get_by_role("button", name="The whole width").click()
    assert (await page.locator(".map").bounding_box())["width"] <= 1440


async def test_a_slider_leads_from_before_to_after(opened: Opens) -> None:
    now = samples.ebike("en")
    page = await opened(Subject(now, earlier(now)))
    await page.get_by_role("link", name="Before and after").click()
    slider, line = page.get_by_role("slider", name="Before and after"), page.locator("#now-line")
    await expect(slider).to_have_attribute("aria-valuetext", "21 November 2026")
    after = await line.get_attribute("d")
    await slider.focus()
    await page.keyboard.press("Home")
    await expect(slider).to_have_attribute("aria-valuetext", "22 August 2026")
    assert await line.get_attribute("d") == await page.locator("#was-line").get_attribute("d") != after
    await expect(page.locator("#changes")).to_have_class("changes panel then")
    await page.keyboard.press("End")
    assert await line.get_attribute("d") == after


@pytest.mark.parametrize(
    ("language", "forth", "back"),
    [pytest.param("en", "ArrowRight", "ArrowLeft", marks=pytest.mark.thorough), ("he", "ArrowLeft", "ArrowRight")],
)
async def test_it_is_presented_stage_by_stage_with_the_keyboard(
    language: str, forth: str, back: str, opened: Opens
) -> None:
    now = samples.ebike(language)
    page = await opened(Subject(now, earlier(now)))
    first, second = [await page.locator(".stage").nth(place).bounding_box() for place in (0, 1)]
    assert (first["x"] < second["x"]) is (language == "en")
    await page.keyboard.press("p")
    show = page.locator("#show")
    await expect(show.get_by_role("heading", level=1)).to_have_text(now.outline.title)
    for _ in range(4):
        await page.keyboard.press(forth)
    await expect(show.get_by_role("heading", level=2)).to_have_text(now.stages[3].name)
    await expect(show.get_by_role("heading", level=2)).to_be_focused()
    await expect(show).to_contain_text(now.stages[3].pains[1].text)
    await expect(show).not_to_contain_text(now.stages[2].pains[0].text)
    await page.keyboard.press(back)
    await expect(show.get_by_role("heading", level=2)).to_have_text(now.stages[2].name)
    await page.keyboard.press("End")
    await expect(show).to_contain_text(now.decisions[1].text)
    await page.keyboard.press(back)
    await expect(show.get_by_role("slider")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.locator("#scroll #changes")).to_have_count(1)


@pytest.mark.parametrize(
    "language", ["en", *(pytest.param(one, marks=pytest.mark.thorough) for one in ("ru", "zh_Hans", "he"))]
)
async def test_on_a_phone_everything_is_within_reach_of_a_thumb(language: str, opened: Opens) -> None:
    now = samples.ebike(language)
    page = await opened(Subject(now, earlier(now)), **PHONE)
    sideways = "[...document.querySelectorAll('.top *, .bar > *, .changes > *, footer *')].filter(one => { const box = one.getBoundingClientRect(); return box.width > 1 && (box.left < -1 || box.right > innerWidth + 1); }).map(one => one.className)"
    assert await page.evaluate(sideways) == []
    small = "[...document.querySelectorAll('.bar button, .bar a')].filter(one => one.offsetParent && one.getBoundingClientRect().height < 40).length"
    assert await page.evaluate(small) == 0
    await page.locator("#present").tap()
    await page.locator("#show .next").tap()
    await expect(page.locator("#show h2")).to_have_text(now.stages[0].name)
    wide = "document.querySelector('.slide-box').scrollWidth - document.querySelector('.slide-box').clientWidth"
    assert await page.evaluate(wide) <= 0
    await page.locator("#show .close").tap()
    await page.locator(".card.pain").first.tap()
    await expect(page.locator("#more h2")).to_be_visible()


@pytest.mark.thorough
async def test_paper_shows_all_lanes_in_ink_and_no_buttons_and_dark_is_a_choice(opened: Opens) -> None:
    page = await opened(Subject(samples.ebike("en")), **DESK, color_scheme="dark")
    paint = "getComputedStyle(document.body).backgroundColor"
    assert await page.evaluate(paint) == "rgb(16, 20, 29)"
    await page.emulate_media(media="print")
    await expect(page.locator(".bar")).to_be_hidden()
    assert await page.evaluate(paint) == "rgb(255, 255, 255)"
    width = "document.querySelector('.map').getBoundingClientRect().right <= innerWidth + 1"
    assert await page.evaluate(width)
    stage = "getComputedStyle(document.querySelectorAll('[data-row=pains] td')[3], '::before').content"
    assert await page.evaluate(stage) == '"Buy"'  # a later sheet has no head that names the stages
    await page.emulate_media(media="screen")
    await page.get_by_role("button", name="Dark or light").click()
    assert await page.evaluate(paint) == "rgb(244, 245, 248)"


@pytest.mark.thorough
async def test_no_script_but_its_own_runs_even_where_markup_got_in(opened: Opens) -> None:
    page = await opened(Subject(samples.ebike("en")))
    put = "document.body.insertAdjacentHTML('beforeend', '<button id=evil onclick=\"window.bad = 1\">x</button>'); document.getElementById('evil').click(); const s = document.createElement('script'); s.textContent = 'window.bad = 2'; document.body.append(s); window.bad"
    assert await page.evaluate(f"(() => {{ {put.replace('; window.bad', '; return window.bad')} }})()") is None
    assert any("Content Security Policy" in line for line in page.broken)
    page.broken.clear()


@pytest.mark.thorough
async def test_a_thousand_touchpoints_open_soon_and_every_one_is_there(opened: Opens) -> None:
    now = samples.ebike("en")
    stages = tuple(
        replace(one, touchpoints=tuple(samples.touchpoint(f"Contact {place} of {one.name}") for place in range(143)))
        for one in now.stages
    )
    page = await opened(Subject(replace(now, stages=stages)))
    assert await page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive") < 20_000
    hidden = page.get_by_text("Contact 142 of Notice", exact=True)
    await expect(hidden.first).to_be_hidden()
    await page.get_by_role("button", name="Show all 143").first.click()
    await expect(hidden.first).to_be_visible()
    frame = "(async () => { const at = document.querySelector('#scroll'); let worst = 0; for (let i = 0; i < 20; i++) { const began = performance.now(); at.scrollTop += 300; await new Promise(requestAnimationFrame); worst = Math.max(worst, performance.now() - began); } return worst; })()"
    assert await page.evaluate(frame) < 1000

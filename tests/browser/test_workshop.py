"""A whole, short workshop in a real browser: clicked and typed as a person does, with the real Cairn behind the page."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, expect
from playwright.async_api import Page as Window

from bot.simulator.cast import Cast, enter
from bot.simulator.page import Page
from bot.simulator.rehearsal import Rehearsal, rehearsal
from bot.simulator.state import World
from bot.trying import _reviews
from workflows import people, presets, workshops
from workflows.words import Step, WorkshopStatus

PATIENCE = 20_000  # milliseconds, for what has to be drawn or posted first


@dataclass(frozen=True)
class Stage:
    """The page's server with Cairn, and the people in it."""

    running: Rehearsal
    cast: Cast

    async def outline(self):
        desk, world = self.running.cairn.desk, self.running.simulator.world
        actor = await people.actor(desk, world.team_id, self.cast.facilitator.id)
        (found,) = await workshops.open_in(desk, actor, self.cast.channel.id)
        return found


@pytest.fixture
async def stage(browser: Browser, tmp_path: Path) -> AsyncIterator[Stage]:
    world = World()
    cast = enter(world, presets.example("ecommerce")["cast"])
    page = Page()
    async with rehearsal(data_folder=tmp_path, world=world, routes=page.routes(), refresh_delay=1.0) as running:
        running.simulator.core.ack_seconds = running.simulator.core.trigger_seconds = 15
        page.simulator, page.next_review = running.simulator, _reviews(running, cast)
        yield Stage(running, cast)


class Person:
    """Somebody at the page."""

    def __init__(self, window: Window) -> None:
        self.window, self.main, self.thread = window, window.locator("#main"), window.locator("#thread")
        self.modal = window.locator("#modal")

    async def types(self, words: str) -> None:
        box = self.main.locator("form.composer textarea")
        await box.fill(words)
        await box.press("Enter")

    async def fills(self, block: str, text: str) -> None:
        await self.modal.locator(f'[data-el][data-block^="{block}"]').first.locator("input, textarea").first.fill(text)

    async def chooses(self, block: str, name: str) -> None:
        place = self.modal.locator(f'[data-el][data-block^="{block}"]').first
        face = place.locator(".pick-face")
        if await face.count():
            await face.click()
            await self.window.locator("#float").get_by_role("option", name=name).first.click()
        else:
            await place.get_by_role("radio", name=name).first.check()

    async def submits(self, title: str | re.Pattern[str]) -> None:
        """Send a form; it closes, or says what came of it, and is closed then."""
        await expect(self.modal.locator("h1")).to_have_text(title)
        async with self.window.expect_response(lambda answer: answer.request.method == "POST") as answered:
            await self.modal.locator("button[type=submit]").click()
        told = await (await answered.value).json()
        assert told["ok"], told
        await expect(self.modal.locator(".field.bad")).to_have_count(0)
        await self.closes()

    async def closes(self) -> None:
        """Close whatever is still open."""
        for _try in range(100):
            await self.window.wait_for_timeout(100)  # what the answer brought about is drawn by then
            if not await self.window.get_by_role("dialog").count():
                return
            await self.window.keyboard.press("Escape")

    def button(self, name: str) -> Locator:
        """The newest button of that name in the thread."""
        return self.thread.get_by_role("button", name=name, exact=True).last

    async def presses(self, name: str) -> None:
        await self.button(name).click()
        await expect(self.window.get_by_role("dialog")).to_be_visible()

    async def begins(self, title: str, goal: str) -> Locator:
        """Fill in the form that begins a workshop; its card."""
        await self.fills("title", title)
        await self.fills("goal", goal)
        await self.chooses("template", "Online shop")
        await self.submits("Start a workshop")
        card = self.main.locator(".msg", has_text=title).first
        await expect(card).to_contain_text("●○○○○○", timeout=PATIENCE)
        return card

    async def gives(self, button: str, typed: Mapping[str, str], chosen: Mapping[str, str]) -> None:
        """Fill in the form behind a button of the thread, and send it."""
        await self.presses(button)
        for block, name in chosen.items():
            await self.chooses(block, name)
        for block, text in typed.items():
            await self.fills(block, text)
        await self.submits(re.compile(".*"))

    async def goes_on(self, step: str) -> None:
        """Through the gate; the next guide comes."""
        await self.presses("Next step")
        if await self.modal.locator('[data-block="reason"]').count():
            await self.fills("reason", "Owners are chosen on Thursday")
        await self.submits("Next step")
        await expect(self.thread).to_contain_text(step, timeout=PATIENCE)


async def at_the_page(browser: Browser, stage: Stage, **window: object) -> Person:
    context = await browser.new_context(**window)
    context.set_default_timeout(PATIENCE)
    page = await context.new_page()
    page.broken = []
    page.on("pageerror", lambda error: page.broken.append(str(error)))
    page.on("console", lambda line: page.broken.append(line.text) if line.type == "error" else None)
    await page.goto(stage.running.simulator.url)
    await page.wait_for_selector("html[data-ready]")
    return Person(page)


@pytest.mark.thorough
async def test_a_newcomer_walks_a_team_through_all_six_steps_and_the_first_review(
    browser: Browser, stage: Stage
) -> None:
    person = await at_the_page(browser, stage, viewport={"width": 1280, "height": 800})
    welcome = person.window.get_by_role("region", name="Welcome")
    await welcome.get_by_role("button", name="/journey start").click()
    card = await person.begins("Buying a kitchen", "Fewer people give up at the till")
    await card.locator(".replies").click()
    await expect(person.thread).to_contain_text("Step 1 of 6")

    await person.gives("Introduce yourself", {"department": "Customer experience"}, {"side": "Backstage"})
    await person.goes_on("Step 2 of 6")

    customer = {"name": "Sarah", "goal": "A kitchen that works on the first day"}
    await person.gives("Describe the customer", customer, {})
    await person.goes_on("Step 3 of 6")

    await person.gives("Add touchpoints", {"lines": "Product pages @web\nHotline @phone"}, {"stage": "Research"})
    await person.goes_on("Step 4 of 6")

    await person.types("/journey pain Research: The price changes at the till")
    await expect(person.main.locator(".msg.private").last).to_contain_text("added in “Research”")
    await person.gives("Score the feelings", {}, {"score:": "Bad"})
    await person.goes_on("Step 5 of 6")

    await person.gives("Give a pain an owner", {"due": "2027-12-24"}, {"owner": "Daniel"})
    await person.goes_on("Step 6 of 6")

    await person.gives("Plan the reviews", {}, {})
    await person.presses("Finish")
    await person.submits("Finish")
    await expect(card).to_contain_text("●●●●●●", timeout=PATIENCE)
    outline = await stage.outline()
    assert (outline.step, outline.status) == (Step.REVIEW, WorkshopStatus.LIVING)

    picture = person.thread.locator("figure img").last
    await expect(picture).to_be_visible(timeout=PATIENCE)
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 1000
    assert "Sarah" in (await picture.get_attribute("alt") or "") + str(
        await card.locator("img").first.get_attribute("alt")
    )
    await person.thread.locator("figure .zoomable").last.click()
    await expect(person.window.locator(".light img")).to_be_visible()
    await person.window.keyboard.press("Escape")

    await person.window.get_by_role("button", name="To the next review").click()
    await expect(person.thread).to_contain_text("Time to look at “Buying a kitchen” again", timeout=PATIENCE)
    await person.presses("Review the map")
    conclusion = person.modal.locator("[data-block^=conclusion]")
    for _page in range(6):  # as many as there is to ask
        if await conclusion.count():
            break
        await person.modal.locator("button[type=submit]").click()
        await person.window.wait_for_timeout(1000)
    await person.fills("conclusion", "Prices are honest now")
    await person.submits("Review the map")
    await expect(person.thread).to_contain_text("Prices are honest now", timeout=PATIENCE)
    await expect(person.thread).to_contain_text("The map after review 1", timeout=PATIENCE)
    assert person.window.broken == []
    assert not stage.running.simulator.world.problems
    await person.window.context.close()


@pytest.mark.thorough
async def test_on_a_phone_a_workshop_begins_and_a_pain_reaches_the_map(browser: Browser, stage: Stage) -> None:
    person = await at_the_page(browser, stage, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    wide = "() => document.documentElement.scrollWidth <= innerWidth"
    await person.types("/journey start")
    card = await person.begins("A train ride", "Arrive rested")
    assert await person.window.evaluate(wide)
    await person.types("/journey pain Research: No seat")
    await expect(person.main.locator(".msg.private").last).to_contain_text("added in “Research”")
    await card.locator(".replies").click()
    await expect(person.thread.locator("figure img").last).to_be_visible(timeout=PATIENCE)
    assert await person.window.evaluate(wide)
    await person.presses("Introduce yourself")
    sheet = await person.window.get_by_role("dialog").bounding_box()
    assert round(sheet["width"]) == 390
    await person.closes()
    assert person.window.broken == []
    await person.window.context.close()


@pytest.mark.thorough
async def test_a_step_of_a_workflow_is_run_from_the_page_as_workflow_builder_would(
    browser: Browser, stage: Stage
) -> None:
    phone = await at_the_page(browser, stage, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    window = phone.window
    await window.goto(f"{stage.running.simulator.url}/?as={stage.cast.facilitator.id}&at={stage.cast.channel.id}")
    await window.wait_for_selector("html[data-ready]")
    await window.locator("[data-shortcuts]").first.click()
    await window.get_by_role("menuitem", name="Start a journey workshop").click()
    form, told = window.locator("form.step"), window.locator(".step-told")
    run = form.get_by_role("button", name="Run the step")
    await run.click()
    await expect(told).to_contain_text("Please fill in: “Which journey?”")
    await form.get_by_label("Which journey?").fill("Buying an oven online")
    await form.get_by_label("What should be better afterwards?").fill("Fewer people give up")
    await run.click()
    await expect(told).to_contain_text("Title: Buying an oven online", timeout=PATIENCE)
    await expect(told).to_contain_text(f"#{stage.cast.channel.name}")
    assert (await stage.outline()).title == "Buying an oven online"
    await window.get_by_role("button", name="Close").click()

    await window.locator("[data-shortcuts]").first.click()
    await window.get_by_role("menuitem", name="Add to a journey map").click()
    for name, said in (("kind", "poem"), ("text", "No receipt"), ("map", "one")):
        await form.locator(f"[name={name}]").fill(said)
    await run.click()
    await expect(told).to_contain_text("this is not a number")
    await form.locator("[name=map]").fill("")
    await run.click()
    await expect(told).to_contain_text("I do not know this kind", timeout=PATIENCE)
    assert window.broken == []

"""The tour of a whole workshop, photographed on a phone: `python -m tests.browser.tour docs` takes the pictures anew.

With `--language ru` everything on the phone is in Russian, and only the pictures of `docs/languages.md` are kept;
with `--all` besides, every one of them, to look at in a folder of its own.

The workshop is the replay of the e-commerce example; between its acts somebody holds the phone up.
"""

import argparse
import asyncio
import io
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.async_api import Page as Window
from playwright.async_api import async_playwright

from bot import labels
from bot.i18n import LANGUAGES, SOURCE, Say, say_for
from bot.play import acts
from bot.play.player import Stage
from bot.play.replay import settle_in
from bot.play.transcript import Transcript
from bot.simulator.page import Page
from bot.simulator.rehearsal import rehearsal
from bot.simulator.state import World
from tests.browser.conftest import ARGUMENTS, find_chromium
from workflows import presets
from workflows.words import Step

WIDTH, HEIGHT, COLOURS, SHOWN = 390, 844, 64, 240
ROW = 3  # pictures side by side
MORNING = 10  # o'clock where the team works: so that what comes in working hours comes whenever the tour is taken
TELLING = frozenset({"card", "feel", "agenda"})
ABOUT = (
    "Every picture is of the practice workspace (`make try`) on a phone, taken by `python -m tests.browser.tour docs` "
    "while the e-commerce example was played."
)


@dataclass
class Album:
    """The pictures, in chapters, and the page that shows them."""

    folder: Path
    kept: frozenset[str] = frozenset()  # the names to keep, where not all are
    chapters: list[tuple[str, str, list[tuple[str, str]]]] = field(default_factory=list)

    def chapter(self, title: str, about: str) -> None:
        """Begin another chapter."""
        self.chapters.append((title, about, []))

    async def take(self, window: Window, name: str, caption: str) -> None:
        """Take a picture of what the phone shows, with few colours: it is for looking at."""
        if self.kept and name not in self.kept:
            return
        await window.wait_for_timeout(500)
        await window.evaluate("() => document.fonts.ready")
        shot = Image.open(io.BytesIO(await window.screenshot()))
        small = shot.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(self.folder / f"{name}.png", optimize=True)
        self.chapters[-1][2].append((name, caption))

    def page(self) -> str:
        """Write the page."""
        out = ["# A workshop in two minutes", "", ABOUT]
        for title, about, shots in self.chapters:
            out += ["", f"## {title}", "", about, ""]
            for start in range(0, len(shots), ROW):
                row = shots[start : start + ROW]
                out.append("| " + " | ".join(f"![{caption}](tour/{name}.png)" for name, caption in row) + " |")
                if start == 0:
                    out.append("|" + "---|" * len(row))
                out.append("| " + " | ".join(caption for _, caption in row) + " |")
        return "\n".join(out) + "\n"


@dataclass
class Phone:
    """Somebody's phone."""

    window: Window
    album: Album
    url: str
    say: Say

    async def shows(self, name: str, caption: str) -> None:
        """Hold it up."""
        await self.album.take(self.window, name, caption)

    async def types(self, words: str) -> None:
        """Type a command in the channel and wait for what it opens."""
        await self.channel()
        box = self.window.locator("#main form.composer textarea")
        await box.fill(words)
        await box.press("Enter")
        await self.window.get_by_role("dialog").wait_for()

    async def becomes(self, person: str, place: str) -> None:
        """Hand the phone to somebody, at a place: a channel, their direct messages with Cairn, or `home`."""
        await self.window.goto(f"{self.url}/?as={person}&at={place}")
        await self.window.wait_for_selector("html[data-ready]")
        await self.window.wait_for_timeout(1500)

    async def sends(self) -> None:
        """Send the form that is open."""
        await self.window.locator("#modal button[type=submit]").click()
        await self.window.wait_for_timeout(1500)

    async def lines(self, typed: str) -> None:
        """Type into the form that is open, and send it."""
        await self.window.locator('#modal [data-block^="lines"] textarea').first.fill(typed)
        await self.window.locator("#modal button[type=submit]").click()
        await self.window.wait_for_timeout(1500)

    async def presses(self, label: str) -> None:
        """Press a button of what is open."""
        await self.window.get_by_role("dialog").get_by_role("button", name=label).first.click()
        await self.window.wait_for_timeout(1000)

    async def channel(self) -> None:
        """Go back to the channel."""
        await self.closes()
        back = self.window.locator("#thread .back").first
        if await back.is_visible():
            await back.click()

    async def thread(self) -> None:
        """Open the workshop's thread at its end."""
        await self.closes()
        replies = self.window.locator("#main .replies").first
        if await replies.is_visible():
            await replies.click()
        await self.window.wait_for_timeout(300)

    async def everything(self) -> None:
        """Open what stands behind the last button of the card."""
        await self.window.locator("#main [data-overflow]").last.click()
        await self.window.locator("#float").get_by_text(self.say("Everything else…")).click()
        await self.window.get_by_role("dialog").wait_for()

    async def closes(self) -> None:
        """Close whatever is open."""
        for _try in range(5):
            if not await self.window.get_by_role("dialog").count():
                return
            await self.window.keyboard.press("Escape")
            await self.window.wait_for_timeout(250)

    async def looks_at(self, words: str) -> None:
        """Scroll to the newest message that says so."""
        message = self.window.locator(".msg", has_text=words).last
        await message.evaluate("element => element.scrollIntoView({block: 'start'})")


async def tour(phone: Phone, stage: Stage, story: dict[str, object]) -> None:
    """Play the workshop, and take pictures of it."""
    album, _ = phone.album, phone.say
    names = [one["name"] for one in story["stages"]]
    album.chapter("Begin", "Type `/journey start`: two answers are enough.")
    await phone.shows("welcome", "A practice workspace, with five people to act as")
    await phone.types("/journey start")
    await phone.shows("start", "What journey, and what should be better afterwards")
    await phone.closes()
    album.chapter("1 Invite stakeholders", "Everyone says in two clicks which team they come from.")
    await acts.invite(stage, story)
    await phone.window.reload()
    await phone.window.wait_for_selector("html[data-ready]")
    await phone.looks_at(labels.step_title(_, Step.CUSTOMER))
    await phone.shows("card", "The card: one message, always up to date")
    await phone.types("/journey people")
    await phone.shows("people", "Who takes part")
    album.chapter("2 Find the customer", "One persona, so that everybody maps the same person.")
    await phone.types("/journey customer")
    await phone.shows("customer", "Name, goal, and what makes them different")
    await acts.customer(stage, story)
    album.chapter("3 Create the map", "Stages from a preset or your own; touchpoints by the line.")
    await phone.types("/journey stages")
    await phone.shows("stages", "The stages")
    await phone.types("/journey touchpoints")
    await phone.shows("touchpoints", "Several touchpoints at once")
    await phone.lines(f"{names[2]}: order form @web\n{names[3]}: parcel label @print\nKasse: card reader @shop")
    await phone.shows("preview", "What is not clear is asked before it is saved")
    await acts.lay_out(stage, story)
    await phone.types("/journey stages")
    await phone.presses(_("Change the order"))
    await phone.shows("order", "Stages moved up and down, kept at once")
    await phone.types("/journey touchpoints")
    await phone.presses(_("All touchpoints"))
    await phone.shows("touchpoint-list", "All touchpoints, and what is known of each")
    await phone.types("/journey touchpoints")
    await phone.presses(_("Planned and lived"))
    await phone.shows("lived", "What was planned, against what customers live")
    album.chapter("4 Problems, joys, pains", "Everyone scores all stages in one form, and says where it hurts.")
    await phone.types("/journey feel")
    await phone.shows("feel", "How each stage feels")
    await phone.types("/journey pain")
    await phone.shows("pain", "A pain point takes one sentence")
    await phone.types("/journey walk")
    await phone.shows("walk", "Walk the journey as the customer")
    await phone.types("/journey private")
    await phone.shows("private", "Score in private first, and reveal it all at once")
    await phone.presses(_("Score privately"))
    await phone.closes()
    await phone.types("/journey anonymous")
    await phone.shows("anonymous", "Or a round in which nobody can see who gives what")
    await phone.closes()
    await phone.everything()
    await phone.shows("everything", "All that can be done, behind “Everything else…”")
    await phone.closes()
    await acts.tell(stage, story)
    await phone.types("/journey private")
    await phone.shows("reveal", "What was private is revealed at once, without names")
    await phone.sends()
    await phone.closes()
    await stage.facilitator.goes_on()
    await phone.types("/journey agenda")
    await phone.shows("agenda", "Where to talk first")
    album.chapter("5 Review and redesign", "Dots on what hurts most; an owner, a date and a metric for each.")
    await phone.types("/journey same")
    await phone.shows("same", "What was said twice counts as one")
    await phone.types("/journey vote")
    await phone.shows("vote", "Five dots for everyone")
    await phone.types("/journey owner")
    await phone.shows("owner", "A pain point goes away when one person answers for it")
    await phone.types("/journey hurts")
    await phone.shows("hurts", "Every pain, and “How might we…?”")
    await acts.redesign(stage, story)
    await phone.types("/journey priorities")
    await phone.shows("priorities", "Ideas by what they bring and cost")
    await phone.types("/journey check")
    await phone.shows("check", "The ten usual mistakes, each with what mends it")
    album.chapter("6 Review regularly", "A number to watch, and a day to look again. Then Cairn comes back by itself.")
    await phone.types("/journey cadence")
    await phone.shows("cadence", "How often, and who answers for the journey")
    await acts.rhythm(stage, story)
    await phone.channel()
    await phone.looks_at(_("Next review: {when}", when=""))
    await phone.shows("living", "The card of a living map")
    await afterwards(phone, stage, story)
    await phone.channel()
    await phone.thread()
    await phone.looks_at(_("The map so far: {title}", title=""))
    await phone.shows("picture", "The picture in the thread")
    await phone.types("/journey mine")
    await phone.shows("mine", "What I gave, to change or take back")
    await phone.types("/journey history")
    await phone.shows("history", "Who changed what, and when")
    await phone.types("/journey manage")
    await phone.shows("manage", "Copy it, draw the future state, end it")
    await phone.presses(_("Change…"))
    await phone.shows("kind", "What the map shows, and what another kind changes")
    await phone.types("/journey template")
    await phone.shows("template", "Keep the map for the next team to begin with")


async def afterwards(phone: Phone, stage: Stage, story: dict[str, object]) -> None:
    """The weeks after: the messages of the day, Home, a review page by page, and what it brought."""
    owner = stage.cast.people["product"]
    _ = phone.say
    clock, channel = stage.rehearsal.simulator.clock, stage.channel.id
    for days in (2, 10):
        await clock.shift(timedelta(days=days))
        await stage.settle()
    await phone.becomes(owner.id, stage.rehearsal.simulator.hand(owner.id).direct.id)
    await phone.shows("day", "One direct message a day at most, in working hours")
    await phone.becomes(owner.id, "home")
    await phone.shows("home", "Home: what waits for you, in all your maps")
    leader = stage.facilitator
    await phone.becomes(leader.hand.id, channel)
    await phone.types("/journey settings")
    await phone.shows("settings", "Your language, your hours, and what you hear of")
    await phone.types("/journey health")
    await phone.shows("health", "How well each map is looked after, worst first")
    await phone.closes()
    await clock.shift(timedelta(days=20))
    await stage.settle()
    await phone.channel()
    await phone.thread()
    await phone.looks_at(_("Time to look at “{title}” again.", title="\n").split("\n")[0])
    await phone.shows("due", "The review comes by itself, in the thread")
    await phone.types("/journey review")
    await phone.shows("review", "Only what changed or is old, page by page")
    await phone.sends()
    await phone.shows("review-page", "Every page counts at once: leave, and come back")
    await phone.closes()
    await acts.hold(stage, story)
    await phone.channel()
    await phone.thread()
    await phone.looks_at(str(story["review"]["conclusion"])[:30])
    await phone.shows("summary", "What the review brought, for everybody")


@asynccontextmanager
async def opened(album: Album, language: str) -> AsyncIterator[tuple[Phone, Stage, dict[str, object]]]:
    """A phone before a workspace with Cairn in it."""
    world = World()
    world.team_name, _ = "Northwind Home", say_for(language)
    story = {"template": "ecommerce", **presets.example("ecommerce", language)}
    cast = settle_in(world, story["cast"], language)
    page = Page()
    album.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        async with (
            rehearsal(data_folder=Path(data), world=world, routes=page.routes(), refresh_delay=1.0) as running,
            async_playwright() as playwright,
        ):
            await running.simulator.clock.shift(_until_morning(world.clock.now(), world.users[cast.facilitator.id].tz))
            running.simulator.core.ack_seconds = running.simulator.core.trigger_seconds = 15
            page.simulator = running.simulator
            browser = await playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
            size = {"width": WIDTH, "height": HEIGHT}
            context = await browser.new_context(
                locale=language.split("_", maxsplit=1)[0],
                viewport=size,
                has_touch=True,
                is_mobile=True,
                device_scale_factor=SHOWN * 2 / WIDTH,
            )
            window = await context.new_page()
            window.set_default_timeout(60_000)  # on a busy machine, too
            await window.goto(
                f"{running.simulator.url}/page/language/{language}?as={cast.facilitator.id}&at={cast.channel.id}"
            )
            await window.wait_for_selector("html[data-ready]")
            stage = Stage(running, cast, Transcript(world, _), _, {})
            yield Phone(window, album, running.simulator.url, _), stage, story
            await browser.close()


def _until_morning(now: datetime, tz: str) -> timedelta:
    here = now.astimezone(ZoneInfo(tz))
    morning = here.replace(hour=MORNING, minute=0)
    return (morning if morning > here else morning + timedelta(days=1)) - here


async def main(folder: Path, language: str, *, every: bool) -> None:
    """Take every picture and write the page, or those of another language."""
    home = language == SOURCE
    album = Album(folder / "tour" if home else folder / "tour" / language, frozenset() if home or every else TELLING)
    async with opened(album, language) as (phone, stage, story):
        await tour(phone, stage, story)
        if home:
            (folder / "tour.md").write_text(album.page(), "utf-8")


if __name__ == "__main__":
    wanted = argparse.ArgumentParser()
    wanted.add_argument("folder", type=Path)
    wanted.add_argument("--language", choices=sorted(LANGUAGES), default=SOURCE)
    wanted.add_argument("--all", action="store_true")
    given = wanted.parse_args()
    asyncio.run(main(given.folder, given.language, every=given.all))

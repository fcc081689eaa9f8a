"""The simulator's web page: a Slack-like workspace in the browser, by which a person tries the bot.

`simulator_with_page()` gives a simulator whose server has the page at `/`. One call serves both:

    simulator = simulator_with_page(world, profile, next_review=...)
    await simulator.start(port=3030)      # the page is at simulator.url
"""

from bot.simulator.core import AppProfile
from bot.simulator.page.doings import NextReview
from bot.simulator.page.web import Page, routes
from bot.simulator.server import Simulator
from bot.simulator.state import World

__all__ = ["NextReview", "Page", "routes", "simulator_with_page"]


def simulator_with_page(
    world: World | None = None,
    profile: AppProfile | None = None,
    *,
    language: str = "en",
    next_review: NextReview | None = None,
) -> Simulator:
    """Make a simulator with its page at `/`. Start it as any other."""
    page = Page(language=language, next_review=next_review)
    simulator = Simulator(world, profile, routes=page.routes())
    page.simulator = simulator
    return simulator

"""Starting, framing and ending workshops, and finding them again."""

from workflows.commands import Actor, Done, EditWorkshop, StartWorkshop
from workflows.desk import Desk
from workflows.snapshots import HomeSnapshot, Outline


async def start(desk: Desk, actor: Actor, command: StartWorkshop, claim: str | None = None) -> Done:
    """Begin a workshop: the actor facilitates, the people named are invited, card and guide are posted."""
    raise NotImplementedError


async def edit(desk: Desk, actor: Actor, command: EditWorkshop, claim: str | None = None) -> Done:
    """Change title, goal, scope, symptoms, journey owner. Facilitators."""
    raise NotImplementedError


async def pin(
    desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None, *, pinned: bool = True
) -> Done:
    """Remember that the card is to be pinned (the listener calls Slack). Facilitators."""
    raise NotImplementedError


async def set_language(
    desk: Desk, actor: Actor, workshop_id: int, language: str, claim: str | None = None
) -> Done:
    """Change the language of card, guides and pictures. Facilitators."""
    raise NotImplementedError


async def end(desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None) -> Done:
    """End it: no more contributions, no more reviews. Facilitators. Ending twice is ending once."""
    raise NotImplementedError


async def open_in(desk: Desk, actor: Actor, channel_id: str) -> list[Outline]:
    """The open and living workshops of a channel, newest first."""
    raise NotImplementedError


async def mine(desk: Desk, actor: Actor, query: str = "") -> list[Outline]:
    """The workshops the actor takes part in, newest first; `query` narrows by title. For selects: at most 100."""
    raise NotImplementedError


async def home(desk: Desk, actor: Actor) -> HomeSnapshot:
    """What the actor sees on the App Home."""
    raise NotImplementedError

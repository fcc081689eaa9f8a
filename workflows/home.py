"""A person's Home tab: what waits for them, the pain points they answer for, the next reviews, their maps."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import home as rows
from storage import maps as map_rows
from storage import pains as pain_rows
from storage import visible
from storage.asking import Named
from storage.crypto import Vault
from storage.tables import Profile
from workflows import access, anonymity, finding, forming, preferences, reading, rhythm, vitals
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.errors import InvalidError
from workflows.finding import Found, Shown
from workflows.health import Health
from workflows.personal import NoticeLine, OwnedPain, Preferences
from workflows.snapshots import Outline

WAITING, PAINS, REVIEWS, MAPS = 5, 5, 5, 8  # of a page
ALL_REVIEWS = 10_000
SOON = rows.SOON
NOTHING_FOUND = Found("", 0, 1, (), 0)


@dataclass(frozen=True, slots=True)
class Look:
    """Where a person is on their Home tab: the page of each list, which maps, and the words they look for."""

    waiting: int = 0
    pains: int = 0
    reviews: int = 0
    maps: int = 0
    shown: Shown = Shown.OPEN
    words: str = ""
    person: str = ""  # only maps that this person takes part in
    channel: str = ""  # only maps of this channel

    @property
    def narrowed(self) -> bool:
        """Whether words, a person or a channel are looked for."""
        return bool(self.words or self.person or self.channel)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A map on which something waits for this person."""

    outline: Outline
    invited: bool = False
    to_give: bool = False  # nothing of theirs in the present step
    to_walk: int = 0  # touchpoints they have not judged
    to_vote: bool = False
    round_id: int | None = None  # a review to hold
    to_measure: int = 0  # metrics without a value

    @property
    def began_walking(self) -> bool:
        """Whether some of the way lies behind them: then they gave something to this step."""
        return bool(self.to_walk) and not self.to_give


@dataclass(frozen=True, slots=True)
class Urgency:
    """How many open pain points somebody answers for: past their day, within a week, later, without a day."""

    overdue: int = 0
    soon: int = 0
    later: int = 0
    undated: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.overdue + self.soon + self.later + self.undated


@dataclass(frozen=True, slots=True)
class NextReview:
    """A review that comes, or (with `round_id`) one that came due and waits to be held."""

    workshop_id: int
    title: str
    due_at: datetime
    round_id: int | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """What one person sees. Each list is one page, beside how many there are."""

    look: Look
    today: date  # where the person is
    waiting: tuple[Waiting, ...] = ()
    waiting_count: int = 0
    pains: tuple[OwnedPain, ...] = ()  # most urgent first
    urgency: Urgency = Urgency()
    reviews: tuple[NextReview, ...] = ()
    reviews_count: int = 0
    found: Found = NOTHING_FOUND
    health: dict[int, Health] | None = None  # of the maps shown
    maps_count: int = 0  # of all states: nobody is a newcomer who has one
    preferences: Preferences = field(default_factory=Preferences)
    notices: tuple[NoticeLine, ...] = ()  # what the bot had to say lately, newest first


async def home(desk: Desk, actor: Actor, look: Look | None = None) -> Home:
    """What the actor sees on the Home tab; a page that is not there any more becomes the last one."""
    look, now = look or Look(), desk.clock.now()
    today = _day(now, actor.tz)
    who = access.seer(actor)
    async with desk.db.read() as session:
        waits, waiting_page, waiting_count = await _waiting(session, desk.db.vault, actor, look.waiting)
        urgency = Urgency(**dict(await rows.urgency(session, actor.team_id, actor.user_id, today)))
        pains_page = min(max(look.pains, 0), max(0, -(-urgency.total // PAINS) - 1))
        owned = await _owned(session, actor, pains_page * PAINS) if urgency.total else ()
        coming, reviews_page, reviews_count = await _reviews(session, who, look.reviews)
        found = await finding.look(
            session,
            actor,
            look.words,
            look.maps,
            today=now.date(),
            shown=look.shown,
            person=look.person,
            channel=look.channel,
            size=MAPS,
        )
        health = await vitals.of_maps(session, [hit.outline.id for hit in found.hits], now)
        every = await visible.count(session, who)
        profile = await session.get(Profile, (actor.team_id, actor.user_id))
        told = await preferences.lately(session, actor, profile, now)
    pages = (waiting_page, pains_page, reviews_page, found.page)
    shown = Look(*pages, look.shown, found.words, look.person, look.channel)
    wishes = preferences.of(profile, actor)
    seen = (waits, waiting_count, owned, urgency, coming, reviews_count, found, health, every)
    return Home(shown, today, *seen, preferences=wishes, notices=told)


async def next_review(desk: Desk, actor: Actor) -> datetime | None:
    """When the next review of the actor's maps comes due."""
    who = access.seer(actor)
    async with desk.db.read() as session:
        coming = await rows.reviews(session, who, limit=ALL_REVIEWS, offset=0)
    return min((row["due_at"] for row in coming if row["round_id"] is None), default=None)


async def _waiting(
    session: AsyncSession, vault: Vault, actor: Actor, page: int
) -> tuple[tuple[Waiting, ...], int, int]:
    own = await anonymity.selves_everywhere(session, vault, actor)

    async def read(at: int) -> list[Named]:
        return list(await rows.waiting(session, access.seer(actor), own, limit=WAITING, offset=at * WAITING))

    found = await read(page)
    if not found and page:  # what was done meanwhile has emptied it
        page, found = 0, await read(0)
    heads = {one.id: one for one in await reading.outlines(session, actor.team_id, [row["id"] for row in found])}
    waits = tuple(
        Waiting(
            heads[row["id"]],
            bool(row["invited"]),
            bool(row["to_give"]),
            max(0, row["to_walk"]),
            bool(row["to_vote"]),
            row["round_id"],
            row["to_measure"],
        )
        for row in found
        if row["id"] in heads
    )
    return waits, page, found[0]["total"] if found else 0


async def _owned(session: AsyncSession, actor: Actor, offset: int) -> tuple[OwnedPain, ...]:
    found = await pain_rows.owned_by(session, actor.team_id, actor.user_id, PAINS, offset)
    people = {row["author_id"] for row in found} | {actor.user_id}
    names = forming.Names(await map_rows.names(session, actor.team_id, people))
    return tuple(
        OwnedPain(
            row["workshop_id"],
            row["workshop_title"],
            row["workshop_channel"],
            row["stage_name"] or "",
            forming.note(row, names),
        )
        for row in found
    )


async def _reviews(session: AsyncSession, who: visible.Seer, page: int) -> tuple[tuple[NextReview, ...], int, int]:
    found = await rows.reviews(session, who, limit=REVIEWS, offset=page * REVIEWS)
    if not found and page:
        page, found = 0, await rows.reviews(session, who, limit=REVIEWS, offset=0)
    coming = tuple(NextReview(row["id"], row["title"], row["due_at"], row["round_id"]) for row in found)
    return coming, page, found[0]["total"] if found else 0


def _day(now: datetime, tz: str) -> date:
    try:
        return now.astimezone(rhythm.zone(tz)).date()
    except InvalidError:
        return now.date()

"""Several at the same moment, where there is nothing yet: each is answered, and what they bring stands there once."""

import asyncio

from sqlmodel import select

from storage import notices, stops, tables
from tests.workflows.conftest import BY_POSTGRES, TEAM, Room
from workflows import people, postings, profiles
from workflows.commands import Actor
from workflows.people import Here
from workflows.words import PostingKind

AT_ONCE = 8


@BY_POSTGRES
async def test_whoever_was_never_seen_is_answered_at_each_of_their_first_requests_at_once(office: Room) -> None:
    """A team that begins together clicks before Slack has said who anybody is, and in a channel nobody has heard of."""
    here = Here("CNEW", is_private=True)
    asked = [people.actor(office.desk, TEAM, "UNEW", here) for _ in range(AT_ONCE)]
    told = [profiles.learn(office.desk, Actor(TEAM, "UNEW"), {"name": "Nia"}) for _ in range(AT_ONCE)]
    answers = await asyncio.gather(*asked, *told)
    assert {actor.user_id for actor in answers if actor} == {"UNEW"}
    known = [row.name for row in await office.all(tables.Profile) if row.user_id == "UNEW"]
    assert known == ["Nia"]
    assert [row.is_private for row in await office.all(tables.Channel) if row.channel_id == "CNEW"] == [True]
    assert [row.user_id for row in await office.all(tables.ChannelMember)] == ["UNEW"]


@BY_POSTGRES
async def test_what_several_have_to_say_at_once_is_said_once(room: Room) -> None:
    """Two copies of Cairn may find the same trouble at the same moment: one message, one pause, one letter."""

    async def troubled() -> tuple[int | None, object, str]:
        async with room.desk.db.write() as session:
            since = await stops.stop_channel(session, TEAM, "C1", "is_archived")
        async with room.desk.db.write() as session:
            workshop = (await session.exec(select(tables.Workshop))).one()
            row = await postings.ensure(
                session, room.tray, room.clock.now(), workshop, PostingKind.TROUBLE, "trouble:1", channel_id="ULEAD"
            )
        async with room.desk.db.write() as session:
            profile = await notices.lock_person(session, TEAM, "UNEW")
        return row.id, since, profile.user_id

    sent = len(room.tray.posted)
    found = await asyncio.gather(*(troubled() for _ in range(AT_ONCE)))
    assert len(set(found)) == 1
    assert [row.tries for row in await room.all(tables.StoppedChannel)] == [1]
    assert len(room.tray.posted) == sent + 1


async def test_what_is_there_stays_as_it_is(office: Room) -> None:
    """Looking for somebody who is there changes nothing of theirs; what was changed a moment before is kept."""
    async with office.desk.db.write() as session:
        profile = await notices.lock_person(session, TEAM, "UANN")
        profile.own_tz = "Europe/Riga"
        again = await notices.lock_person(session, TEAM, "UANN")
        assert (again.name, again.own_tz) == ("Ann", "Europe/Riga")

"""What the Home tab says to one person: what waits for them, what is urgent, and no map that is not theirs."""

from datetime import date, timedelta

from sqlmodel import select

from storage import tables
from tests.workflows.conftest import CHANNEL, Room
from workflows import (
    contributions,
    home,
    leading,
    pains,
    people,
    reviews,
    scoring,
    steps,
    touchpoints,
    walking,
    workshops,
)
from workflows.commands import (
    Actor,
    AddNote,
    AddTouchpoints,
    CastVotes,
    GoToStep,
    Introduce,
    ScoreStages,
    StartWorkshop,
)
from workflows.finding import Shown
from workflows.home import Look, Urgency, Waiting
from workflows.promising import AssignPain
from workflows.reviewing import SaveMetric, SetReview
from workflows.words import Attendance, Cadence, MetricKind, NoteKind, Side, Verdict


async def waits(room: Room, actor: Actor) -> Waiting | None:
    found = (await home.home(room.desk, actor)).waiting
    return found[0] if found else None


async def go(room: Room, step: int, seen: int) -> None:
    await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, step, seen, "a test"))


async def test_what_waits_follows_the_workshop_from_the_invitation_to_the_review(room: Room) -> None:
    there = room.workshop_id
    invited = await waits(room, room.ann)
    assert invited
    assert (invited.invited, invited.to_give) == (True, False)
    await leading.attend(room.desk, room.ann, there, Attendance.ACCEPTED)
    assert (await waits(room, room.ann)).to_give
    await people.introduce(room.desk, room.ann, Introduce(there, "Sales", Side.FRONTLINE, Attendance.ACCEPTED))
    assert await waits(room, room.ann) is None

    stage = await room.stage("Checkout")
    await go(room, 3, 1)
    await touchpoints.add(room.desk, room.ann, AddTouchpoints(there, stage, "Price list"))
    (point,) = [one.id for one in (await room.map()).touchpoints]
    assert await waits(room, room.ann) is None, "who gave something to the step is not asked again"
    await go(room, 4, 3)
    walk = await waits(room, room.ann)
    assert (walk.to_give, walk.to_walk, walk.to_vote) == (True, 1, False)
    await scoring.score(room.desk, room.ann, ScoreStages(there, {stage: 1}))
    walk = await waits(room, room.ann)
    assert (walk.to_give, walk.to_walk, walk.began_walking) == (False, 1, True)
    await walking.judge(room.desk, room.ann, walking.Judge(there, point, Verdict.WORKS))
    assert await waits(room, room.ann) is None

    pain = await contributions.add(room.desk, room.ann, AddNote(there, NoteKind.PAIN, "fees", stage))
    await go(room, 5, 4)
    vote = await waits(room, room.ann)
    assert (vote.to_give, vote.to_vote) == (True, True)
    await scoring.vote(room.desk, room.ann, CastVotes(there, (pain.item_id,)))
    assert await waits(room, room.ann) is None

    await reviews.save_metric(room.desk, room.ann, SaveMetric(there, "NPS", MetricKind.NPS, baseline=1.0, target=2.0))
    await go(room, 6, 5)
    rhythm = SetReview(there, Cadence.WEEKLY, date(2026, 11, 30), "10:00", "UTC", "ULEAD")
    await reviews.set_review(room.desk, room.lead, rhythm)
    await steps.finish(room.desk, room.lead, there)
    assert await waits(room, room.ann) is None
    assert (await waits(room, room.lead)).to_measure == 1
    room.clock.forward(days=8)
    async with room.desk.db.write() as session:
        review = (await session.exec(select(tables.Review))).one()
        round_id = await reviews.fire_due(session, room.tray, review, room.clock.now())
    held = await waits(room, room.lead)
    assert (held.round_id, held.to_measure) == (round_id, 1)
    mine = await home.home(room.desk, room.ann)
    assert [(one.workshop_id, one.round_id) for one in mine.reviews] == [(there, round_id)]
    assert mine.health[there].figures.waiting_since is not None
    assert await home.next_review(room.desk, room.ann) is None


async def test_pain_points_are_counted_by_urgency_in_the_time_zone_of_the_person_and_paged(room: Room) -> None:
    stage, today = await room.stage("Checkout"), room.clock.now().date()
    days = [today - timedelta(days=1), today, today + timedelta(days=7), today + timedelta(days=8), None, None]
    for number, due in enumerate(reversed(days)):
        note = AddNote(room.workshop_id, NoteKind.PAIN, f"{number}", stage)
        made = await contributions.add(room.desk, room.ann, note)
        await pains.assign(room.desk, room.lead, AssignPain(room.workshop_id, made.item_id, "UBOB", due))
    mine = await home.home(room.desk, room.bob, Look(pains=9))
    assert mine.urgency == Urgency(1, 2, 1, 2)
    assert (mine.look.pains, len(mine.pains)) == (1, 1)
    room.clock.forward(hours=3)  # noon in London is the next day in Kiritimati
    far = Actor("T1", "UBOB", "Bob", tz="Pacific/Kiritimati")
    assert (await home.home(room.desk, far)).urgency.overdue == 2
    nowhere = Actor("T1", "UBOB", "Bob", tz="Mars/Olympus")
    assert (await home.home(room.desk, nowhere)).urgency.overdue == 1


async def test_the_maps_are_paged_filtered_and_searched_and_never_those_of_others(room: Room) -> None:
    for number in range(home.MAPS):
        await workshops.start(room.desk, room.lead, StartWorkshop(CHANNEL, f"Map {number}", "Goal", people=("UANN",)))
    ended = await workshops.start(room.desk, room.lead, StartWorkshop(CHANNEL, "Кухня", "Goal", people=("UANN",)))
    await workshops.end(room.desk, room.lead, ended.workshop_id)

    async def titles(**look: object) -> list[str]:
        return [hit.outline.title for hit in (await home.home(room.desk, room.ann, Look(**look))).found.hits]

    assert (await titles())[0] == "Map 7"
    assert await titles(maps=1) == await titles(maps=77) == ["Buying an oven"]
    assert await titles(shown=Shown.ENDED) == ["Кухня"]
    assert await titles(shown=Shown.ALL, words="кУХ") == ["Кухня"]
    assert await titles(words="кух") == []
    alone = await workshops.start(room.desk, room.ann, StartWorkshop("C2", "Alone", "Goal"))
    assert await titles(channel="C2") == ["Alone"]
    assert "Alone" not in await titles(person=room.lead.user_id)
    assert await titles(person=room.lead.user_id, words="map 3") == ["Map 3"]
    assert await titles(person="UNOBODY") == []
    await workshops.end(room.desk, room.ann, alone.workshop_id)
    mine = await home.home(room.desk, room.ann, Look(waiting=1))
    assert (mine.waiting_count, mine.look.waiting, len(mine.waiting)) == (9, 1, 4)
    assert (await home.home(room.desk, room.ann, Look(waiting=9))).look.waiting == 0
    for stranger in (room.bob, room.guest, room.stranger):
        theirs = await home.home(room.desk, stranger, Look(shown=Shown.ALL))
        assert (theirs.maps_count, theirs.waiting_count, theirs.found.hits) == (0, 0, ())

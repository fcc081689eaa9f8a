"""Starting, framing, finding and ending workshops."""

import asyncio

import pytest

from storage import tables
from tests.workflows.conftest import CHANNEL, Room
from workflows import contributions, finding, maps, people, preferences, touchpoints, workshops
from workflows.commands import (
    Actor,
    AddNote,
    AddTouchpoints,
    EditWorkshop,
    Introduce,
    InvitePeople,
    SavePreferences,
    StartWorkshop,
)
from workflows.errors import CairnError, ConflictError, InvalidError, NotAllowedError, NotFoundError
from workflows.people import Here
from workflows.words import Attendance, NoteKind, PostingKind, Role, Side, Step, WorkshopStatus

START = StartWorkshop(CHANNEL, "Oven", "Why do people give up?", people=("UANN", "UANN", "UBOT", "not a user", "ULEAD"))


async def test_a_start_makes_a_card_a_guide_and_the_people(office: Room) -> None:
    done = await workshops.start(office.desk, office.lead, START, "v1:h1")
    outline = await maps.outline(office.desk, office.lead, done.workshop_id)
    assert (outline.title, outline.step, outline.status) == ("Oven", Step.INVITE, WorkshopStatus.OPEN)
    assert [(p.person.name, p.role, p.attendance) for p in outline.participants] == [
        ("Lena", Role.FACILITATOR, Attendance.ACCEPTED),
        ("Ann", Role.PARTICIPANT, Attendance.INVITED),
    ]
    card, guide = await office.all(tables.Posting)
    assert (card.key, card.kind, card.in_thread) == (f"card:{done.workshop_id}", PostingKind.CARD, False)
    assert (guide.key, guide.in_thread, guide.subject_id) == (f"guide:{done.workshop_id}:1", True, 1)
    assert office.tray.posted == [card.id, guide.id]
    assert office.tray.refreshed == [(done.workshop_id, True)]


async def test_a_form_submitted_twice_starts_one_workshop_and_gets_the_same_answer(office: Room) -> None:
    first = await workshops.start(office.desk, office.lead, START, "v1:h1")
    again = await workshops.start(office.desk, office.lead, START, "v1:h1")
    assert first == again
    assert await office.count(tables.Workshop) == 1


async def test_two_deliveries_at_the_same_moment_start_one_workshop(office: Room) -> None:
    both = await asyncio.gather(*(workshops.start(office.desk, office.lead, START, "v1:h1") for _ in range(2)))
    assert both[0] == both[1]
    assert await office.count(tables.Workshop) == 1
    assert await office.count(tables.Posting) == 2


@pytest.mark.parametrize(
    ("command", "field", "code"),
    [
        (StartWorkshop(CHANNEL, " \u200b\ufffe ", "goal"), "title", "required"),
        (StartWorkshop(CHANNEL, "x" * 121, "goal"), "title", "too_long"),
        (StartWorkshop(CHANNEL, "title", ""), "goal", "required"),
        (StartWorkshop(CHANNEL, "title", "goal", language="../../etc"), "language", "unknown_language"),
        (StartWorkshop(CHANNEL, "title", "goal", template="nope"), "template", "unknown_template"),
    ],
)
async def test_a_start_that_lacks_something_names_the_field(
    office: Room, command: StartWorkshop, field: str, code: str
) -> None:
    with pytest.raises(InvalidError) as caught:
        await workshops.start(office.desk, office.lead, command, "v1:h1")
    assert (caught.value.field, caught.value.code) == (field, code)
    assert await office.count(tables.Workshop) == 0
    assert await office.count(tables.DeliveryClaim) == 0


async def test_a_template_gives_the_map_its_columns_in_the_words_of_the_form(office: Room) -> None:
    english = await workshops.start(office.desk, office.lead, StartWorkshop(CHANNEL, "A", "g", template="five_stages"))
    own = StartWorkshop(CHANNEL, "B", "g", language="ru", template="five_stages", stages=("Безразличие", "Знание"))
    russian = await workshops.start(office.desk, office.lead, own)
    named = [
        [name for _, name in (await maps.outline(office.desk, office.lead, one.workshop_id)).stages]
        for one in (english, russian)
    ]
    assert named == [["Indifference", "Awareness", "Comparison", "Choice", "Deal"], ["Безразличие", "Знание"]]


async def test_guests_and_removed_workspaces_start_nothing(office: Room) -> None:
    with pytest.raises(NotAllowedError, match="guest"):
        await workshops.start(office.desk, office.guest, START)
    async with office.desk.db.write() as session:
        workspace = await session.get(tables.Workspace, "T1")
        workspace.removed_at = office.clock.now()
    with pytest.raises(NotFoundError):
        await workshops.start(office.desk, office.lead, START)


async def test_a_map_of_another_workspace_looks_like_none(room: Room) -> None:
    errors = []
    for wanted in (room.workshop_id, 999_999, -1, 2**40):
        with pytest.raises(NotFoundError) as caught:
            await maps.snapshot(room.desk, room.stranger, wanted)
        errors.append((caught.value.code, caught.value.params))
    assert len({str(error) for error in errors}) == 1
    with pytest.raises(NotFoundError):
        await contributions.add(room.desk, room.stranger, AddNote(room.workshop_id, NoteKind.JOY, "mine now"))


async def test_a_guest_sees_and_contributes_only_where_invited_and_never_leads(room: Room) -> None:
    for attempt in (
        maps.outline(room.desk, room.guest, room.workshop_id),
        contributions.add(room.desk, room.guest, AddNote(room.workshop_id, NoteKind.JOY, "nice")),
        people.introduce(room.desk, room.guest, Introduce(room.workshop_id, "Sales", Side.FRONTLINE)),
    ):
        with pytest.raises(NotAllowedError, match="guest"):
            await attempt
    assert await workshops.open_in(room.desk, room.guest, CHANNEL) == []
    await people.invite(room.desk, room.ann, InvitePeople(room.workshop_id, ("UGUEST",), "Agency", Side.FRONTLINE))
    await contributions.add(room.desk, room.guest, AddNote(room.workshop_id, NoteKind.JOY, "nice"))
    assert len(await workshops.open_in(room.desk, room.guest, CHANNEL)) == 1
    with pytest.raises(NotAllowedError, match="guest"):
        await people.invite(room.desk, room.guest, InvitePeople(room.workshop_id, ("UBOB",), "x", Side.FRONTLINE))
    with pytest.raises(NotAllowedError):
        await workshops.end(room.desk, room.guest, room.workshop_id)


async def test_the_frame_is_changed_by_facilitators_and_nobody_overwrites_anybody(room: Room) -> None:
    outline = await maps.outline(room.desk, room.lead, room.workshop_id)
    command = EditWorkshop(room.workshop_id, outline.version, "New title", "New goal", "Scope", ("Long waits",), "UBOB")
    with pytest.raises(NotAllowedError, match="only_facilitator"):
        await workshops.edit(room.desk, room.ann, command)
    await workshops.edit(room.desk, room.lead, command)
    after = await maps.outline(room.desk, room.ann, room.workshop_id)
    assert (after.title, after.symptoms, after.journey_owner.name) == ("New title", ("Long waits",), "Bob")
    assert "UBOB" in {p.person.user_id for p in after.participants}
    stale = EditWorkshop(room.workshop_id, outline.version, "Older title", "g")
    with pytest.raises(ConflictError) as caught:
        await workshops.edit(room.desk, room.bob, stale)  # the journey owner may, but saw an older text
    assert caught.value.theirs["title"] == "New title"
    assert caught.value.version == after.version
    assert (await maps.outline(room.desk, room.ann, room.workshop_id)).title == "New title"


async def test_every_change_is_in_the_audit_trail_with_what_was_and_what_is(room: Room) -> None:
    outline = await maps.outline(room.desk, room.lead, room.workshop_id)
    await workshops.edit(room.desk, room.lead, EditWorkshop(room.workshop_id, outline.version, "Second", "g"))
    trail = [row for row in await room.all(tables.Audit) if row.action == "workshop.edit"]
    assert (trail[0].before["title"], trail[0].after["title"], trail[0].actor_id) == (
        "Buying an oven",
        "Second",
        "ULEAD",
    )


async def test_a_language_is_changed_once_however_often_it_is_clicked(room: Room) -> None:
    before = (await maps.outline(room.desk, room.lead, room.workshop_id)).revision
    for _ in range(2):
        await workshops.set_language(room.desk, room.lead, room.workshop_id, "he")
    after = await maps.outline(room.desk, room.lead, room.workshop_id)
    assert (after.language, after.right_to_left, after.revision) == ("he", True, before + 1)


async def test_an_ended_workshop_is_seen_but_takes_nothing_more(room: Room) -> None:
    for _ in range(2):
        await workshops.end(room.desk, room.lead, room.workshop_id)
    assert (await room.map()).outline.status is WorkshopStatus.ENDED
    with pytest.raises(NotAllowedError, match="ended"):
        await contributions.add(room.desk, room.ann, AddNote(room.workshop_id, NoteKind.JOY, "late"))
    assert await workshops.open_in(room.desk, room.ann, CHANNEL) == []


async def test_people_find_their_workshops_by_title_newest_first(office: Room) -> None:
    for title in ("Oven", "100% wool", "Hob and oven"):
        await workshops.start(office.desk, office.lead, StartWorkshop(CHANNEL, title, "g", people=("UANN",)))
    assert [one.title for one in await workshops.mine(office.desk, office.ann)] == ["Hob and oven", "100% wool", "Oven"]
    for words, titles in (("oVeN", ["Hob and oven", "Oven"]), ("0%", ["100% wool"]), ("_", [])):
        found = await finding.find(office.desk, office.ann, words)
        assert [hit.outline.title for hit in found.hits] == titles
    assert await workshops.mine(office.desk, office.bob) == []


async def test_the_card_has_a_permalink_as_soon_as_it_stands_in_slack(room: Room) -> None:
    assert (await maps.outline(room.desk, room.lead, room.workshop_id)).card_link is None
    async with room.desk.db.write() as session:
        card = await session.get(tables.Posting, (await room.posting(f"card:{room.workshop_id}")).id)
        card.ts, card.state, card.message_channel_id = "1700000000.123456", "sent", CHANNEL
    outline = await maps.outline(room.desk, room.lead, room.workshop_id)
    assert (outline.card_ts, outline.card_link) == (
        "1700000000.123456",
        "https://t1.slack.com/archives/C1/p1700000000123456",
    )


async def test_who_contributed_in_which_step_is_told(room: Room) -> None:
    await people.introduce(room.desk, room.ann, Introduce(room.workshop_id, "Support", Side.FRONTLINE))
    stage_id = await room.stage("Checkout")
    await touchpoints.add(room.desk, room.ann, AddTouchpoints(room.workshop_id, stage_id, "Cart @web"))
    await contributions.add(room.desk, room.bob, AddNote(room.workshop_id, NoteKind.PAIN, "slow", stage_id))
    outline = await maps.outline(room.desk, room.lead, room.workshop_id)
    gave = {p.person.name: p.contributed for p in outline.participants}
    assert gave == {"Lena": frozenset(), "Ann": {Step.INVITE, Step.MAP}, "Bob": {Step.FEEL}}
    assert {p.person.name: p.attendance for p in outline.participants}["Bob"] is Attendance.ACCEPTED


async def test_an_unknown_person_acts_with_defaults_and_their_profile_is_asked_for_once(office: Room) -> None:
    for _ in range(2):
        actor = await people.actor(office.desk, "T1", "UNEW")
        assert (actor.language, actor.tz, actor.is_guest) == ("en", "UTC", False)
    assert office.tray.profiles == ["UNEW"]
    office.clock.forward(days=2)
    await people.actor(office.desk, "T1", "UANN")
    assert office.tray.profiles == ["UNEW", "UANN"]
    assert await people.actor(office.desk, "T9", "UX") == Actor("T9", "UX")
    assert office.tray.profiles == ["UNEW", "UANN"]


async def test_who_chose_no_language_hears_the_workshops_and_only_elsewhere_slacks(office: Room) -> None:
    async with office.desk.db.write() as session:
        session.add(tables.Profile(team_id="T1", user_id="UNEW", locale="zh-TW"))
    lead = await people.actor(office.desk, "T1", "ULENA")
    made = await workshops.start(office.desk, lead, StartWorkshop("C7", "Дом", "Тепло", language="ru"))

    async def heard(**about: object) -> str:
        return (await people.actor(office.desk, "T1", "UNEW", **about)).language

    assert await heard() == "zh_Hans"
    assert await heard(workshop_id=made.workshop_id) == "ru"
    assert await heard(here=Here("C7", is_private=False)) == "ru"
    assert await heard(here=Here("C0ELSEWHERE", is_private=False)) == "zh_Hans"
    await workshops.start(office.desk, lead, StartWorkshop("C7", "Home", "Warmth", language="he"))
    assert await heard(here=Here("C7", is_private=False)) == "zh_Hans", "two workshops there speak two languages"
    assert (await people.actor(office.desk, "T9", "UX", workshop_id=made.workshop_id)).language == "en", "not theirs"
    new = await people.actor(office.desk, "T1", "UNEW")
    await preferences.speak(office.desk, new, "he")
    assert await heard(workshop_id=made.workshop_id) == "he"


async def test_a_chosen_language_wins_over_slacks(office: Room) -> None:
    await preferences.save(office.desk, office.ann, SavePreferences("zh_Hans"))
    assert (await people.actor(office.desk, "T1", "UANN")).language == "zh_Hans"
    with pytest.raises(CairnError, match="unknown_language"):
        await preferences.save(office.desk, office.ann, SavePreferences("klingon"))
    assert [people.of_locale(one) for one in ("zh-CN", "ru-RU", "he", "fr-FR", "")] == [
        "zh_Hans",
        "ru",
        "he",
        "en",
        "en",
    ]


async def test_somebody_may_decline_and_come_back_by_contributing(room: Room) -> None:
    await people.introduce(
        room.desk, room.ann, Introduce(room.workshop_id, "Sales", Side.FRONTLINE, Attendance.DECLINED)
    )
    assert [p.attendance for p in (await room.map()).outline.participants][1] is Attendance.DECLINED
    assert await workshops.mine(room.desk, room.ann) == []
    await contributions.add(room.desk, room.ann, AddNote(room.workshop_id, NoteKind.DECISION, "do it"))
    assert [p.attendance for p in (await room.map()).outline.participants][1] is Attendance.ACCEPTED


async def test_inviting_nobody_says_so(room: Room) -> None:
    with pytest.raises(InvalidError, match="choose_people"):
        await people.invite(room.desk, room.lead, InvitePeople(room.workshop_id, ("UBOT",), "x", Side.BACKSTAGE))

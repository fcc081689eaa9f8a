"""Starting, framing and ending workshops, and finding them again."""

from collections import defaultdict
from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import pains as pain_rows
from storage import reviews as review_rows
from storage import tables, visible
from storage import workshops as rows
from workflows import (
    access,
    anonymity,
    beginnings,
    contributions,
    items,
    kin,
    limits,
    methods,
    pacing,
    people,
    postings,
    reading,
    rooms,
    text,
)
from workflows.access import Need
from workflows.commands import Actor, AddNote, Done, EditWorkshop, FirstEvidence, StartWorkshop
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError, NotAllowedError, NotFoundError
from workflows.snapshots import Brief, Outline
from workflows.touch import touched
from workflows.words import Attendance, EvidenceKind, MapKind, NoteKind, PostingKind, Role, WorkshopStatus

SYMPTOMS_MAX = 10


async def start(desk: Desk, actor: Actor, command: StartWorkshop, claim: str | None = None) -> Done:
    """Begin a workshop: the actor facilitates, the people named are invited, card and guide are posted."""
    title = text.line("title", command.title, limits.TITLE_MAX, required=True)
    goal = text.body("goal", command.goal, limits.TEXT_MAX, required=True)
    scope = text.body("scope", command.scope, limits.TEXT_MAX)
    language = people.known_language(command.language)
    symptoms = _symptoms(command.symptoms)
    beginning = beginnings.read(command.template)
    if command.method not in methods.NAMES:
        raise InvalidError("method", "unknown_item")

    async def work(change_: Change) -> Done:
        if actor.is_guest:
            raise NotAllowedError("guest")
        if not await rows.served(change_.session, actor.team_id):
            raise NotFoundError("workspace")
        await access.place(change_.session, actor, command.channel_id, "channel_id")
        await rooms.take_map(change_)
        workshop = tables.Workshop(
            team_id=actor.team_id,
            channel_id=command.channel_id,
            title=title,
            goal=goal,
            scope=scope,
            kind=command.kind.value,
            language=language,
            symptoms=symptoms,
            template=str(beginning),
            mode=command.mode.value,
            method=command.method,
            facilitator_id=actor.user_id,
            created_by=actor.user_id,
            created_at=change_.now,
        )
        change_.session.add(workshop)
        await change_.session.flush()
        invited = await gather(change_, workshop, command.people)
        await kin.begin(change_, workshop, command.below)
        await beginnings.begin(change_, workshop, beginning, command)
        await _first_evidence(change_, workshop, command.evidence)
        change_.audit(workshop.id, "workshop.start", "workshop", workshop.id, after={"title": title, "people": invited})
        await change_.session.flush()
        await announce(change_, workshop)
        return Done(items.key(workshop.id), workshop.id, extra={"people": invited})

    return await change(desk, actor, claim, work)


async def _first_evidence(change_: Change, workshop: tables.Workshop, given: FirstEvidence | None) -> None:
    """Put the message that a workshop begins from on its map."""
    if given is None or not given.text.strip():
        return
    note = AddNote(
        items.key(workshop.id),
        NoteKind.EVIDENCE,
        given.text,
        None,
        evidence_kind=EvidenceKind.CASE,
        source=given.source,
        link=given.link,
    )
    await contributions.put(change_, workshop, note)


async def gather(change_: Change, workshop: tables.Workshop, wanted: tuple[str, ...]) -> list[str]:
    """Put the facilitator and the people named into the workshop."""
    lead = await items.add_person(change_, workshop, change_.actor.user_id, Attendance.ACCEPTED)
    lead.role = Role.FACILITATOR.value
    others = [one for one in wanted if one != change_.actor.user_id]
    if len(others) >= limits.PARTICIPANTS_MAX:
        raise InvalidError("people", "too_many", limit=limits.PARTICIPANTS_MAX, count=len(others) + 1)
    invited = await people.choose(change_.session, change_.actor.team_id, others)
    for user_id in invited:
        await items.add_person(change_, workshop, user_id)
    return invited


async def announce(change_: Change, workshop: tables.Workshop) -> None:
    """Have a new workshop's card and guide posted: the card first, since the guide stands in its thread."""
    made = (change_.session, change_.outbox, change_.now, workshop)
    await postings.ensure(*made, PostingKind.CARD, f"card:{workshop.id}")
    await postings.ensure(
        *made, PostingKind.GUIDE, f"guide:{workshop.id}:{workshop.step_visit}", in_thread=True, subject_id=workshop.step
    )
    await change_.outbox.refresh(change_.session, items.key(workshop.id), soon=True)


async def edit(desk: Desk, actor: Actor, command: EditWorkshop, claim: str | None = None) -> Done:
    """Change title, goal, scope, symptoms, journey owner. Facilitators."""
    title = text.line("title", command.title, limits.TITLE_MAX, required=True)
    goal = text.body("goal", command.goal, limits.TEXT_MAX, required=True)
    scope = text.body("scope", command.scope, limits.TEXT_MAX)
    symptoms = _symptoms(command.symptoms)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.FACILITATE, lock=True)
        before = _frame(workshop)
        items.check_version("workshop", workshop.id, workshop.version, command.version, before)
        workshop.title, workshop.goal, workshop.scope = title, goal, scope
        workshop.symptoms = symptoms
        await set_owner(change_, workshop, command.journey_owner_id)
        workshop.version += 1
        change_.audit(
            command.workshop_id, "workshop.edit", "workshop", workshop.id, before=before, after=_frame(workshop)
        )
        await touched(change_, workshop)
        if before["title"] != title:
            await kin.renew(change_, command.workshop_id)
        return Done(command.workshop_id, workshop.id)

    return await change(desk, actor, claim, work)


def _symptoms(given: tuple[str, ...]) -> list[str]:
    cleaned = [text.line("symptoms", one, limits.NAME_MAX) for one in given[:SYMPTOMS_MAX]]
    return [one for one in cleaned if one]


def _frame(workshop: tables.Workshop) -> dict[str, object]:
    return {
        "title": workshop.title,
        "goal": workshop.goal,
        "scope": workshop.scope,
        "symptoms": "\n".join(workshop.symptoms),
        "journey_owner_id": workshop.journey_owner_id,
    }


async def set_owner(change_: Change, workshop: tables.Workshop, user_id: str | None) -> None:
    """Say who answers for the whole journey; that person takes part from then on."""
    if user_id and user_id != workshop.journey_owner_id:
        if not await people.choose(change_.session, workshop.team_id, [user_id]):
            raise InvalidError("journey_owner_id", "choose_people")
        await items.add_person(change_, workshop, user_id)
    workshop.journey_owner_id = user_id or None


async def pin(desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None, *, pinned: bool = True) -> Done:
    """Remember that the card is to be pinned (the listener calls Slack). Facilitators."""

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, workshop_id, Need.FACILITATE, lock=True)
        if workshop.pinned != pinned:
            workshop.pinned = pinned
            change_.audit(workshop_id, "workshop.pin", "workshop", workshop_id, after={"pinned": pinned})
            await change_.outbox.refresh(change_.session, workshop_id)
        return Done(workshop_id, workshop_id, extra={"pinned": pinned})

    return await change(desk, actor, claim, work)


async def set_language(desk: Desk, actor: Actor, workshop_id: int, language: str, claim: str | None = None) -> Done:
    """Change the language of card, guides and pictures. Facilitators."""
    people.known_language(language)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, workshop_id, Need.FACILITATE, lock=True)
        if workshop.language != language:
            before, workshop.language = workshop.language, language
            change_.audit(
                workshop_id,
                "workshop.language",
                "workshop",
                workshop_id,
                before={"language": before},
                after={"language": language},
            )
            await touched(change_, workshop, soon=True)
        return Done(workshop_id, workshop_id, extra={"language": language})

    return await change(desk, actor, claim, work)


async def set_escalation(desk: Desk, actor: Actor, workshop_id: int, days: int, claim: str | None = None) -> Done:
    """Say how many days after a promised day the journey owner hears that it was not kept. Facilitators."""
    if not 1 <= days <= limits.ESCALATE_DAYS_MAX:
        raise InvalidError("escalate_days", "out_of_range", low=1, high=limits.ESCALATE_DAYS_MAX)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, workshop_id, Need.FACILITATE, lock=True)
        if workshop.escalate_days != days:
            before, workshop.escalate_days = workshop.escalate_days, days
            change_.audit(
                workshop_id,
                "workshop.escalation",
                "workshop",
                workshop_id,
                before={"escalate_days": before},
                after={"escalate_days": days},
            )
            await pain_rows.recount(change_.session, workshop_id, change_.now)
        return Done(workshop_id, workshop_id)

    return await change(desk, actor, claim, work)


async def set_kind(desk: Desk, actor: Actor, workshop_id: int, kind: MapKind, claim: str | None = None) -> Done:
    """Have the map show something else; all that stands on it stays. Facilitators."""

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, workshop_id, Need.FACILITATE, lock=True)
        if workshop.kind != kind.value:
            before, workshop.kind = workshop.kind, kind.value
            change_.audit(
                workshop_id,
                "workshop.kind",
                "workshop",
                workshop_id,
                before={"map_kind": before},
                after={"map_kind": kind.value},
            )
            await touched(change_, workshop, soon=True)
        return Done(workshop_id, workshop_id)

    return await change(desk, actor, claim, work)


async def end(desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None) -> Done:
    """End it: no more contributions, no more reviews. Facilitators. Ending twice is ending once."""

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, workshop_id, Need.SEE, lock=True)
        if not await access.facilitates(change_.session, actor, workshop):
            raise NotAllowedError("only_facilitator", facilitator=workshop.facilitator_id)
        if workshop.status != WorkshopStatus.ENDED:
            await anonymity.close(change_, workshop)
            before = workshop.status
            workshop.status, workshop.ended_at = WorkshopStatus.ENDED.value, change_.now
            pacing.forget(workshop)  # opened again, it would be told that its time was over long ago
            review = await review_rows.of_workshop(change_.session, workshop_id)
            if review is not None:
                review.due_at, review.generation = None, review.generation + 1
            change_.audit(workshop_id, "workshop.end", "workshop", workshop_id, before={"status": before})
            await touched(change_, workshop, soon=True)
        return Done(workshop_id, workshop_id)

    return await change(desk, actor, claim, work)


async def open_in(desk: Desk, actor: Actor, channel_id: str) -> list[Outline]:
    """The open and living workshops of a channel, newest first; a guest sees those they were invited to."""
    async with desk.db.read() as session:
        return await found_in(session, actor, channel_id)


async def briefly_in(desk: Desk, actor: Actor, channel_id: str) -> Sequence[Brief]:
    """The same, no more of them than whoever adds something by a word is told."""
    if actor.is_guest or channel_id not in actor.channels:
        return await open_in(desk, actor, channel_id)
    async with desk.db.glance() as session:
        found = await rows.briefly_in(session, actor.team_id, channel_id, limits.LIST_MAX)
    stages: dict[tuple[int, str], list[tuple[int, str]]] = defaultdict(list)
    for workshop_id, title, stage_id, name in found:
        theirs = stages[workshop_id, title]
        if stage_id is not None:
            theirs.append((stage_id, name))
    return [Brief(workshop_id, title, tuple(theirs)) for (workshop_id, title), theirs in stages.items()]


async def found_in(session: AsyncSession, actor: Actor, channel_id: str) -> list[Outline]:
    """The same, for whoever asks more of the same state of the database."""
    ids = await rows.in_channel(session, actor.team_id, channel_id, limits.LIST_MAX)
    if channel_id not in actor.channels:
        ids = [one for one in ids if await access.seen(session, actor, one)]
    found = await reading.outlines(session, actor.team_id, ids)
    return [one for one in found if not actor.is_guest or _takes_part(one, actor)]


def _takes_part(outline: Outline, actor: Actor) -> bool:
    return any(one.person.user_id == actor.user_id for one in outline.participants)


async def mine(desk: Desk, actor: Actor) -> list[Outline]:
    """The workshops the actor takes part in or answers for, newest first. For selects: at most 100."""
    async with desk.db.read() as session:
        who = access.seer(actor)
        ids = await visible.ids(session, who, limit=limits.LIST_MAX)
        return await reading.outlines(session, actor.team_id, ids)

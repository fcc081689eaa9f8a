"""A new map made of a document: everything in one transaction, or nothing.

Who is of the workspace is found by their Slack id; everybody else stays a name. Scores, votes and walks come back as
they were told, put together: nobody's own. What a document says of reviews and promises goes on from now.
"""

from storage import tables
from storage import workshops as workshop_rows
from workflows import access, beginnings, items, limits, methods, people, rooms, text
from workflows.commands import DEFAULT_METHOD, Actor, Done
from workflows.desk import Change, Desk, change
from workflows.document import model, rows
from workflows.document.rows import Back
from workflows.document.showing import Place, snapshot_of
from workflows.errors import InvalidError, NotAllowedError, NotFoundError
from workflows.findings import Item
from workflows.frozen import freeze
from workflows.languages import LANGUAGES
from workflows.persons import stranger_id
from workflows.words import Attendance, NoteKind, PainStatus, Role, Severity, WorkshopStatus
from workflows.workshops import announce

_KINDS = {Item.PERSONA: "persona", Item.STAGE: "stage", Item.TOUCHPOINT: "touchpoint", Item.NOTE: "note"}
RESTORED = "workshop.import"


async def restore(
    desk: Desk, actor: Actor, document: model.Document, channel_id: str, claim: str | None = None, *, title: str = ""
) -> Done:
    """Begin a workshop in a channel with everything that a document holds; the actor facilitates it.

    `Done.extra["strangers"]` are the names of those who are not of the workspace.
    """

    async def work(change_: Change) -> Done:
        workshop, strangers = await restore_document(change_, document, channel_id, title=title)
        return Done(items.key(workshop.id), workshop.id, extra={"strangers": strangers})

    return await change(desk, actor, claim, work)


async def restore_document(
    change_: Change, document: model.Document, channel_id: str, *, title: str = ""
) -> tuple[tables.Workshop, list[str]]:
    """The new map of a document, inside the caller's change; and the names of those who are not of the workspace."""
    if change_.actor.is_guest:
        raise NotAllowedError("guest")
    if not await workshop_rows.served(change_.session, change_.actor.team_id):
        raise NotFoundError("workspace")
    await access.place(change_.session, change_.actor, channel_id, "channel_id")
    await rooms.take_map(change_)
    content = document.map
    check_room(content, change_.caps.notes)
    back = Back(change_, document, await _known(change_, document))
    workshop = _workshop(back, content.workshop, channel_id, title)
    change_.session.add(workshop)
    await change_.session.flush()
    back.workshop_id = items.key(workshop.id)
    await _participants(back, workshop)
    await _things(back)
    await _told(back)
    await _alive(back)
    await change_.session.flush()
    _revisions(back, workshop)
    strangers = [one.name for one in content.people if one.key not in back.known]
    after: dict[str, object] = {"title": workshop.title, "strangers": len(strangers)}
    change_.audit(workshop.id, RESTORED, "workshop", workshop.id, after=after)
    await change_.session.flush()
    await announce(change_, workshop)
    return workshop, strangers


def check_room(content: model.Content, notes_max: int) -> None:
    """InvalidError("document", "too_many") where a map may not hold so much."""
    notes = len(content.contributions) + sum(len(one.also) for one in content.contributions)
    for count, limit in (
        (len(content.stages), limits.STAGES_MAX),
        (len(content.touchpoints), limits.TOUCHPOINTS_MAX),
        (notes, notes_max),
        (len(content.ideas), limits.IDEAS_MAX),
        (len(content.metrics), limits.METRICS_MAX),
        (len(content.personas), limits.PERSONAS_MAX),
        (sum(one.takes_part for one in content.people), limits.PARTICIPANTS_MAX),
    ):
        if count > limit:
            raise InvalidError("document", "too_many", limit=limit, count=count)


async def _known(change_: Change, document: model.Document) -> dict[str, str]:
    """Those who are of the workspace: somebody there is known by that id."""
    everybody = {one.key: one for kept in (document.map, *(r.map for r in document.revisions)) for one in kept.people}
    wanted = {one.slack_id: one.key for one in everybody.values() if one.slack_id}
    profiles = await workshop_rows.known(change_.session, change_.actor.team_id, wanted)
    here = await people.choose(change_.session, change_.actor.team_id, profiles)
    return {wanted[user_id]: user_id for user_id in here}


def _workshop(back: Back, head: model.Workshop, channel_id: str, title: str) -> tables.Workshop:
    change_ = back.change
    ended = head.status is WorkshopStatus.ENDED
    return tables.Workshop(
        team_id=change_.actor.team_id,
        channel_id=channel_id,
        title=text.line("title", title or head.title, limits.TITLE_MAX, required=True),
        goal=head.goal,
        scope=head.scope,
        kind=head.kind.value,
        language=head.language if head.language in LANGUAGES else change_.actor.language,
        template=_template(head.template),
        method=head.method if head.method in methods.NAMES else DEFAULT_METHOD,
        mode=head.mode.value,
        status=head.status.value,
        step=head.step.value,
        symptoms=list(head.symptoms),
        journey_owner_id=back.known.get(head.journey_owner or ""),
        facilitator_id=change_.actor.user_id,
        escalate_days=head.escalate_days,
        revision=head.revision,
        created_by=change_.actor.user_id,
        created_at=change_.now,
        ended_at=change_.now if ended else None,
    )


def _template(written: str) -> str:
    try:
        made = beginnings.read(written)
    except InvalidError:
        return ""
    return "" if made.source is beginnings.Source.TEAM else written  # a template of wherever it came from


async def _participants(back: Back, workshop: tables.Workshop) -> None:
    """Everybody of the workspace who took part; who facilitated before helps to."""
    me = back.change.actor.user_id
    leader = await items.add_person(back.change, workshop, me, Attendance.ACCEPTED)
    for one in back.content.people:
        user_id = back.known.get(one.key)
        if not one.takes_part or user_id is None:
            continue
        row = leader if user_id == me else await items.add_person(back.change, workshop, user_id, one.attendance)
        row.department, row.side = one.department, one.side.value
        led = one.role is Role.FACILITATOR
        row.role = (Role.CO_FACILITATOR if led else one.role).value
    leader.role = Role.FACILITATOR.value
    await back.change.session.flush()


async def _things(back: Back) -> None:
    """Personas, stages, touchpoints and what was said, in the order of the document."""
    now, of = back.change.now, back.workshop_id
    dated = {"workshop_id": of, "created_at": now, "updated_at": now}
    await back.keep(
        "persona", ((one.id, rows.persona(back, one, n, dated)) for n, one in enumerate(back.content.personas))
    )
    await back.keep("stage", ((one.id, rows.stage(one, n, dated)) for n, one in enumerate(back.content.stages)))
    contacts = [rows.touchpoint(back, one, n, dated) for n, one in enumerate(back.content.touchpoints)]
    await back.keep("touchpoint", zip((one.id for one in back.content.touchpoints), contacts, strict=True))
    for one, row in zip(back.content.touchpoints, contacts, strict=True):
        if one.leads_to:
            links = " ".join(str(back.ids("touchpoint", there)) for there in one.leads_to)
            row.details = {**row.details, "links": links}
    notes = [rows.note(back, one) for one in back.content.contributions]
    await back.keep("note", zip((one.id for one in back.content.contributions), notes, strict=True))
    for said, note in zip(back.content.contributions, notes, strict=True):
        note.about_id = back.ids.maybe("note", said.about)
        if said.owner:
            back.change.session.add(rows.owner(back, items.key(note.id), said.owner, done=_settled(said)))
        if said.also:
            await _merged(back, said, note)
    await back.keep("idea", ((one.id, rows.idea(back, one, dated)) for one in back.content.ideas))
    await back.keep("metric", ((one.id, rows.metric(back, one, dated)) for one in back.content.metrics))


async def _merged(back: Back, one: model.Contribution, kept: tables.Contribution) -> None:
    """What was merged, each leading where it led; the worst severity of all stands with the one that was kept."""
    pain = one.kind is NoteKind.PAIN
    made = [
        tables.Contribution(
            workshop_id=back.workshop_id,
            stage_id=kept.stage_id,
            kind=one.kind.value,
            text=too.text,
            severity=Severity.MINOR.value if pain else None,
            status=kept.status,
            author_id=back.author(too.author),
            created_at=kept.created_at,
            updated_at=back.change.now,
            deleted_at=back.change.now,
        )
        for too in one.also
    ]
    await back.keep("note", zip((too.id for too in one.also), made, strict=True))
    for too, row in zip(one.also, made, strict=True):
        row.merged_into_id = back.ids("note", too.into)


def _settled(one: model.Contribution) -> bool:
    return one.status in {PainStatus.DONE, PainStatus.DROPPED}


async def _told(back: Back) -> None:
    """Scores, votes, walks and measured values."""
    of, now, session = back.workshop_id, back.change.now, back.change.session
    for stage in back.content.stages:
        for n, score in enumerate(rows.scores(stage.emotion) if stage.emotion else ()):
            session.add(
                tables.EmotionScore(
                    workshop_id=of,
                    stage_id=back.ids("stage", stage.id),
                    author_id=stranger_id(str(n + 1)),
                    score=score,
                    word=stage.emotion.word if stage.emotion and not n else "",
                    updated_at=now,
                )
            )
    for note in back.content.contributions:
        pain_id = back.ids("note", note.id)
        session.add_all(
            tables.Vote(workshop_id=of, contribution_id=pain_id, author_id=stranger_id(str(n + 1)), created_at=now)
            for n in range(note.votes)
        )
    for contact in back.content.touchpoints:
        session.add_all(
            tables.Walk(
                workshop_id=of,
                touchpoint_id=back.ids("touchpoint", contact.id),
                author_id=stranger_id(str(n + 1)),
                verdict=walk.verdict.value,
                note=walk.note,
                updated_at=now,
            )
            for n, walk in enumerate(contact.walks)
        )
    for metric in back.content.metrics:
        session.add_all(
            tables.MetricValue(
                metric_id=back.ids("metric", metric.id),
                value=one.value,
                measured_on=one.on,
                author_id=back.author(metric.author),
                created_at=now,
            )
            for one in metric.values
        )
    await session.flush()


async def _alive(back: Back) -> None:
    """The rhythm, the reviews, and what was called a false alarm."""
    rhythm, session, now = back.content.rhythm, back.change.session, back.change.now
    if rhythm is not None:
        session.add(rows.rhythm(back, rhythm))
    for one in back.content.reviews:
        row = tables.ReviewRound(
            workshop_id=back.workshop_id,
            number=one.number,
            due_at=one.due_at,
            early=one.early,
            held_at=one.held_at,
            held_by=back.author(one.held_by) if one.held_by else None,
            conclusion=one.conclusion,
            revision=one.revision,
        )
        session.add(row)
        await session.flush()
        session.add_all([rows.answer(back, items.key(row.id), said, n) for n, said in enumerate(one.answers)])
    for dismissal in back.content.dismissals:
        item = _KINDS.get(dismissal.item, "metric")
        session.add(
            tables.CheckDismissal(
                workshop_id=back.workshop_id,
                code=dismissal.code,
                item=dismissal.item.value,
                item_id=back.ids.maybe(item, dismissal.item_id) or 0,
                reason=dismissal.reason,
                author_id=back.author(dismissal.author),
                created_at=min(dismissal.at, now),
            )
        )


def _revisions(back: Back, workshop: tables.Workshop) -> None:
    """The map as it was kept: its things are those that came back, where they are still there."""
    place = Place(back.workshop_id, workshop.team_id, workshop.channel_id)
    for one in back.document.revisions:
        shown = snapshot_of(one.map, at=one.kept_at, ids=back.ids, people=back.known, place=place)
        back.change.session.add(
            tables.RevisionSnapshot(
                workshop_id=back.workshop_id,
                revision=one.revision,
                reason=one.reason,
                content=freeze(shown),
                mood=one.mood,
                created_at=one.kept_at,
            )
        )

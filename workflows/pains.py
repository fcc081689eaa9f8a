"""Who answers for a pain point, and where it stands."""

from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import notices as notice_rows
from storage import pains as rows
from storage import tables
from workflows import access, anonymity, items, limits, notices, people, reading, text, webhooks
from workflows.access import Need
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError, NotAllowedError, NotFoundError
from workflows.personal import OwnedPain
from workflows.promising import AssignPain, SetPainStatus
from workflows.touch import touched
from workflows.words import HookKind, NoticeKind, PainStatus

WATCH_EVERY = timedelta(days=1)


async def assign(desk: Desk, actor: Actor, command: AssignPain, claim: str | None = None) -> Done:
    """Give a pain point an owner, or hand it over; each new owner is told once.

    Anybody who takes part, guests excepted, may give an unowned pain an owner. Handing over is for
    the owner, for who assigned it, and for facilitators.
    """
    metric = text.line("success_metric", command.success_metric, limits.LINE_MAX)
    plan = text.body("plan", command.plan, limits.TEXT_MAX)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        if actor.is_guest:
            raise NotAllowedError("guest")
        pain = await find(change_, command.workshop_id, command.pain_id)
        row = await rows.owner_of(change_.session, command.pain_id)
        given = (command.owner_id, command.due_on, metric, plan)
        if row is not None and given == (row.owner_id, row.due_on, row.success_metric, row.plan):
            return Done(command.workshop_id, pain.id)
        if command.due_on != (row.due_on if row else None):
            check_due(change_.now, command.due_on)
        before = _fields(row) if row else None
        if command.version is not None:
            items.check_version("owner", pain.id, row.version if row else 0, command.version, before or {})
        veiled = await anonymity.veil(change_, workshop)
        if row is not None:
            await check_may_change(veiled, workshop, row)
        row, told = await _hand_over(veiled, workshop, row, command)
        if row.due_on != command.due_on:
            promise(row, command.due_on, "")
        row.success_metric, row.plan = metric, plan
        row.remind_at = change_.now
        await items.join(veiled, workshop)
        veiled.audit(command.workshop_id, "pain.assign", "pain", pain.id, before=before, after=_fields(row))
        await change_.session.flush()
        if told:
            await tell_owner(change_, workshop, row)
        await renew(change_, row)
        await touched(change_, workshop)
        return Done(command.workshop_id, pain.id)

    return await change(desk, actor, claim, work)


def check_due(now: datetime, due_on: date | None) -> None:
    """A new promise is for a day that is not over yet in the last place on earth."""
    if due_on is not None and due_on < (now - timedelta(hours=12)).date():
        raise InvalidError("due_on", "past_date")


async def find(change_: Change, workshop_id: int, pain_id: int) -> tables.Contribution:
    """A live pain point of a workshop, or NotFoundError."""
    pain = (await rows.pains_in(change_.session, workshop_id, [pain_id])).get(pain_id)
    if pain is None:
        raise NotFoundError("pain")
    return pain


async def check_may_change(change_: Change, workshop: tables.Workshop, row: tables.PainOwner) -> None:
    """A promise is changed by who gave it, by who asked for it, and by those who lead; anybody else is refused."""
    if {change_.actor.user_id, change_.author_id} & {row.owner_id, row.assigned_by}:
        return
    if not await access.facilitates(change_.session, change_.actor, workshop):
        raise NotAllowedError("only_owner", owner=row.owner_id)


async def _hand_over(
    change_: Change, workshop: tables.Workshop, row: tables.PainOwner | None, command: AssignPain
) -> tuple[tables.PainOwner, bool]:
    """The ownership's row with its owner set; whether that owner is to be told."""
    if row is not None and row.owner_id == command.owner_id:
        row.version += 1
        return row, False
    if not await people.choose(change_.session, workshop.team_id, [command.owner_id]):
        raise InvalidError("owner_id", "choose_people")
    await items.add_person(change_, workshop, command.owner_id)
    if row is None:
        row = tables.PainOwner(contribution_id=command.pain_id, owner_id=command.owner_id, assigned_by="", generation=1)
        change_.session.add(row)
    else:
        row.generation, row.version = row.generation + 1, row.version + 1
    give(row, command.owner_id, change_.author_id, change_.now)
    await watch(change_.session, workshop.team_id, command.owner_id, change_.now)
    return row, True


def give(row: tables.PainOwner, owner_id: str, by: str, now: datetime) -> None:
    """Make somebody the owner: they have accepted nothing yet, and begin without the snoozes of the one before."""
    row.owner_id, row.assigned_by, row.assigned_at, row.remind_at = owner_id, by, now, now
    row.accepted_at = row.snoozed_until = row.help_at = row.left_by = None
    row.help = ""


def promise(row: tables.PainOwner, due_on: date | None, reason: str) -> None:
    """Set the day of a promise: a new one is reminded of from the beginning."""
    row.due_on, row.due_reason = due_on, reason
    row.snoozed_until = row.escalated_on = None


async def watch(session: AsyncSession, team_id: str, user_id: str, now: datetime) -> None:
    """Have Slack asked every day whether an owner is still there."""
    profile = await notice_rows.lock_person(session, team_id, user_id)
    profile.watch_at = profile.watch_at or now + WATCH_EVERY


def message_key(pain_id: int, generation: int) -> str:
    """The key of the notice that tells an owner."""
    return f"owner:{pain_id}:{generation}"


async def tell_owner(
    change_: Change, workshop: tables.Workshop, row: tables.PainOwner, kind: NoticeKind = NoticeKind.ASSIGNED
) -> None:
    """Tell a new owner, once for each time that somebody gets it."""
    await notices.tell(
        change_.session,
        change_.outbox,
        change_.now,
        workshop,
        kind,
        message_key(row.contribution_id, row.generation),
        row.owner_id,
        subject_id=row.contribution_id,
        mark=str(row.generation),
    )
    await webhooks.note(change_, workshop, HookKind.PAIN_ASSIGNED, row.contribution_id)


async def renew(change_: Change, row: tables.PainOwner) -> None:
    """Bring the messages that speak of a pain point up to date."""
    await change_.session.flush()
    team_id = change_.actor.team_id
    await notices.renew(change_.session, change_.outbox, team_id, row.contribution_id, f"v{row.version}")


async def set_status(desk: Desk, actor: Actor, command: SetPainStatus, claim: str | None = None) -> Done:
    """Say where it stands, and how it was verified when it is done.

    For the owner and facilitators; where nobody owns it, for anybody who takes part, and who says
    how it went answers for it from then on.
    """
    outcome = text.body("outcome", command.outcome, limits.TEXT_MAX)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        pain = await find(change_, command.workshop_id, command.pain_id)
        row = await rows.owner_of(change_.session, command.pain_id)
        if row is not None:
            await check_may_change(change_, workshop, row)
        if pain.status == command.status and (not outcome or (row is not None and row.outcome == outcome)):
            return Done(command.workshop_id, pain.id)
        before: dict[str, object] = {"status": pain.status, "outcome": row.outcome if row else ""}
        newly_done = command.status is PainStatus.DONE and pain.status != command.status
        if row is None and outcome:
            row = _vouch(change_, pain)
        mark(change_, pain, row, command.status)
        if row is not None:
            row.outcome = outcome or row.outcome
            await renew(change_, row)
        await items.join(change_, workshop)
        after: dict[str, object] = {"status": command.status.value, "outcome": outcome}
        change_.audit(command.workshop_id, "pain.status", "pain", pain.id, before=before, after=after)
        if newly_done:
            await webhooks.note(change_, workshop, HookKind.PAIN_DONE, pain.id)
        await touched(change_, workshop)
        return Done(command.workshop_id, pain.id)

    return await change(desk, actor, claim, work)


def _vouch(change_: Change, pain: tables.Contribution) -> tables.PainOwner:
    row = tables.PainOwner(
        contribution_id=items.key(pain.id),
        owner_id=change_.actor.user_id,
        assigned_by=change_.actor.user_id,
        assigned_at=change_.now,
    )
    change_.session.add(row)
    return row


def mark(change_: Change, pain: tables.Contribution, row: tables.PainOwner | None, status: PainStatus) -> None:
    """Set a pain's status, and when it was done."""
    pain.status, pain.version, pain.updated_at = status.value, pain.version + 1, change_.now
    if row is not None:
        row.done_at = change_.now if status is PainStatus.DONE else None
        # When it is due next is for the tick to find out: it knows how the owner works.
        row.remind_at = change_.now if status in {PainStatus.OPEN, PainStatus.DOING} else None
        row.version += 1


async def one(desk: Desk, actor: Actor, pain_id: int) -> OwnedPain:
    """One pain point with its workshop: for the owner's message and forms."""
    async with desk.db.read() as session:
        workshop_id = await rows.where(session, actor.team_id, pain_id)
        if workshop_id is None:
            raise NotFoundError("pain")
        await access.workshop(session, actor, workshop_id)
        whole = await reading.whole_map(session, actor.team_id, workshop_id)
    pain = next(pain for pain in whole.pains if pain.id == pain_id)
    stage_name = next((name for stage_id, name in whole.outline.stages if stage_id == pain.stage_id), "")
    return OwnedPain(workshop_id, whole.outline.title, whole.outline.channel_id, stage_name, pain)


def _fields(row: tables.PainOwner) -> dict[str, object]:
    return {
        "owner_id": row.owner_id,
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "success_metric": row.success_metric,
        "plan": row.plan,
    }

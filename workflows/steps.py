"""Moving between the six steps. What a gate says is described in `workflows.gates`."""

from storage import reviews as review_rows
from storage import tables
from workflows import access, anonymity, gates, items, limits, maps, pacing, postings, text
from workflows.access import Need
from workflows.commands import Actor, Done, GoToStep
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError
from workflows.gates import gate as gate
from workflows.touch import touched
from workflows.words import PostingKind, Step, WorkshopStatus


async def go_to(desk: Desk, actor: Actor, command: GoToStep, claim: str | None = None) -> Done:
    """Move on or back. A second click on the same button is a no-op with the same answer. Facilitators."""
    if command.step not in set(Step):
        raise InvalidError("step", "out_of_range", low=1, high=len(Step))
    reason = text.body("reason", command.reason, limits.TEXT_MAX)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.FACILITATE, lock=True)
        seen_before = workshop.step != command.seen_step
        if seen_before or workshop.step == command.step:
            return _where(workshop)
        if workshop.step <= Step.REDESIGN < command.step and not reason:
            await _ask_reason(change_, workshop)
        await anonymity.close(change_, workshop)
        await maps.keep_revision(change_, workshop, f"step:{workshop.step}")
        before = workshop.step
        workshop.step, workshop.step_visit = command.step, workshop.step_visit + 1
        workshop.status = WorkshopStatus.OPEN.value
        pacing.forget(workshop)
        after: dict[str, object] = {"step": command.step, "reason": reason}
        change_.audit(command.workshop_id, "step.go", "step", command.step, before={"step": before}, after=after)
        await touched(change_, workshop, soon=True)
        await postings.ensure(
            change_.session,
            change_.outbox,
            change_.now,
            workshop,
            PostingKind.GUIDE,
            f"guide:{workshop.id}:{workshop.step_visit}",
            in_thread=True,
            subject_id=workshop.step,
        )
        return _where(workshop)

    return await change(desk, actor, claim, work)


def _where(workshop: tables.Workshop) -> Done:
    extra = {"step": int(workshop.step), "step_visit": workshop.step_visit}
    return Done(items.key(workshop.id), workshop.id, extra=extra)


async def _ask_reason(change_: Change, workshop: tables.Workshop) -> None:
    """Leaving step 5 with critical pains that nobody owns takes a reason, which the audit trail keeps."""
    bare = gates.unowned_critical(await maps.load_snapshot(change_.session, workshop))
    if bare:
        raise InvalidError("reason", "reason_needed", names=[gates.short(pain.text) for pain in bare])


async def finish(desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None) -> Done:
    """Step 6 is done: the map is living from now on (needs a cadence). Facilitators."""

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, workshop_id, Need.FACILITATE, lock=True)
        if workshop.status == WorkshopStatus.LIVING:
            return _where(workshop)
        if workshop.step != Step.REVIEW:
            raise InvalidError("step", "not_last_step", step=workshop.step)
        if await review_rows.of_workshop(change_.session, workshop_id) is None:
            raise InvalidError("cadence", "no_cadence")
        await anonymity.close(change_, workshop)
        workshop.status = WorkshopStatus.LIVING.value
        pacing.forget(workshop)
        change_.audit(workshop_id, "step.finish", "workshop", workshop_id)
        await touched(change_, workshop, soon=True)
        await maps.keep_revision(change_, workshop, f"step:{workshop.step}")
        return _where(workshop)

    return await change(desk, actor, claim, work)

"""The checks asked about one map, and what leads call a false alarm."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import checks as rows
from storage import maps as map_rows
from storage import tables
from workflows import access, checks, items, limits, maps, text
from workflows.access import Need
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import NotFoundError
from workflows.findings import Dismissed, DismissFinding, Finding, Report
from workflows.forming import Names
from workflows.snapshots import MapSnapshot


async def report(desk: Desk, actor: Actor, workshop_id: int) -> Report:
    """What the checks say of a map, apart from what was called a false alarm."""
    async with desk.db.read() as session:
        workshop = await access.workshop(session, actor, workshop_id)
        snapshot = await maps.load_snapshot(session, workshop, desk.clock.now())
        return await _report(session, actor.team_id, snapshot)


async def _report(session: AsyncSession, team_id: str, snapshot: MapSnapshot) -> Report:
    there = await rows.dismissals(session, snapshot.outline.id)
    names = Names(await map_rows.names(session, team_id, {row.author_id for row in there}) if there else {})
    return sorted_out(snapshot, checks.findings(snapshot), there, names)


def sorted_out(
    snapshot: MapSnapshot, found: Sequence[Finding], there: Sequence[tables.CheckDismissal], names: Names
) -> Report:
    """Findings on one side, false alarms on the other. A dismissal whose finding was mended is not told."""
    by_key = {(row.code, row.item, row.item_id): row for row in there}
    dismissed = [
        Dismissed(items.key(row.id), finding, row.reason, names(row.author_id), row.created_at)
        for finding in found
        if (row := by_key.get(finding.key))
    ]
    return Report(snapshot, tuple(one for one in found if one.key not in by_key), tuple(dismissed))


async def dismiss(desk: Desk, actor: Actor, command: DismissFinding, claim: str | None = None) -> Done:
    """Call a finding a false alarm, with a reason that everybody sees. Facilitators."""
    reason = text.line("reason", command.reason, limits.LINE_MAX, required=True)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.FACILITATE, lock=True)
        snapshot = await maps.load_snapshot(change_.session, workshop, change_.now)
        now = await _report(change_.session, actor.team_id, snapshot)
        asked = (command.code, command.item_id)
        earlier = next((one for one in now.dismissed if (one.finding.code, one.finding.item_id) == asked), None)
        if earlier:  # two leads at once: the first reason stays
            return Done(command.workshop_id, earlier.id)
        finding = next((one for one in now.findings if (one.code, one.item_id) == asked), None)
        if finding is None:
            raise NotFoundError("item")
        return await _keep(change_, command.workshop_id, finding, reason)

    return await change(desk, actor, claim, work)


async def _keep(change_: Change, workshop_id: int, finding: Finding, reason: str) -> Done:
    code, item, item_id = finding.key
    row = tables.CheckDismissal(
        workshop_id=workshop_id,
        code=code,
        item=item,
        item_id=item_id,
        reason=reason,
        author_id=change_.actor.user_id,
        created_at=change_.now,
    )
    change_.session.add(row)
    await change_.session.flush()
    about: dict[str, object] = {"code": code, "item": item, "item_id": item_id, "reason": reason}
    change_.audit(workshop_id, "check.dismiss", "check", row.id, after=about)
    return Done(workshop_id, row.id)


async def take_back(desk: Desk, actor: Actor, workshop_id: int, dismissal_id: int, claim: str | None = None) -> Done:
    """It was no false alarm after all; said twice, it is said once. Facilitators."""

    async def work(change_: Change) -> Done:
        await access.workshop(change_.session, actor, workshop_id, Need.FACILITATE, lock=True)
        row = await rows.dismissal(change_.session, workshop_id, dismissal_id)
        if row is None:
            return Done(workshop_id, count=0)
        before: dict[str, object] = {
            "code": row.code,
            "item": row.item,
            "item_id": row.item_id,
            "reason": row.reason,
            "author_id": row.author_id,
        }
        await change_.session.delete(row)
        change_.audit(workshop_id, "check.take_back", "check", dismissal_id, before=before)
        return Done(workshop_id, dismissal_id)

    return await change(desk, actor, claim, work)

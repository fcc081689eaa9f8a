"""Imports on their way: kept from the choice of the file to the yes, so that a restart in between loses nothing.

What was read of a file is kept, not what it would do: that is worked out anew at every look, and once more in the
transaction that does it.
"""

from dataclasses import dataclass
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import imports as rows
from storage import tables
from workflows import access, anonymity, items, limits, text
from workflows.access import Need
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError, NotAllowedError, NotFoundError
from workflows.importing import planning, planning_others
from workflows.importing.columns import Mapping, guess
from workflows.importing.plans import Plan, There
from workflows.importing.reading import WholeMap
from workflows.importing.sheet import Sheet
from workflows.importing.there import there
from workflows.importing.vocabulary import Kind, Role

_SHEET, _MAP = "sheet", "map"


@dataclass(frozen=True, slots=True)
class BeginImport:
    """A file was chosen. Without a workshop it can only become a new map, in the channel."""

    file_id: str
    name: str
    channel_id: str
    workshop_id: int | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An import that somebody began. `sheet` or `whole` is there once the file was read."""

    id: int
    workshop_id: int | None
    channel_id: str
    file_id: str
    name: str
    sheet: Sheet | None = None
    whole: WholeMap | None = None
    mapping: Mapping | None = None

    @property
    def read(self) -> bool:
        """Whether the file was read already."""
        return self.sheet is not None or self.whole is not None


@dataclass(frozen=True, slots=True)
class Look:
    """A draft, and what it would do by now; no plan while somebody has to say first what its columns are."""

    draft: Draft
    plan: Plan | None = None


async def begin(desk: Desk, actor: Actor, command: BeginImport, claim: str | None = None) -> Done:
    """Remember which file it is: `Done.item_id` is the draft's."""

    async def work(change_: Change) -> Done:
        if command.workshop_id is not None:
            await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE)
        elif actor.is_guest:
            raise NotAllowedError("guest")
        row = tables.ImportDraft(
            team_id=actor.team_id,
            workshop_id=command.workshop_id,
            channel_id=command.channel_id,
            user_id=actor.user_id,
            file_id=command.file_id,
            name=text.clean(command.name)[: limits.LINE_MAX],
            created_at=change_.now,
        )
        change_.session.add(row)
        await change_.session.flush()
        return Done(command.workshop_id or 0, row.id)

    return await change(desk, actor, claim, work)


async def draft(desk: Desk, actor: Actor, draft_id: int) -> Draft:
    """A draft of the actor's own, or NotFoundError."""
    async with desk.db.read() as session:
        return of_row(await mine(session, actor, draft_id))


async def mine(session: AsyncSession, actor: Actor, draft_id: int) -> tables.ImportDraft:
    """Its row."""
    row = await rows.draft(session, actor.team_id, actor.user_id, draft_id)
    if row is None:
        raise NotFoundError("import")
    return row


async def keep(desk: Desk, actor: Actor, draft_id: int, found: Sheet | WholeMap, workshop_id: int | None) -> Done:
    """Keep what was read of the file, and which map it is for."""

    async def work(change_: Change) -> Done:
        row = await mine(change_.session, actor, draft_id)
        if workshop_id is not None:
            await access.workshop(change_.session, actor, workshop_id, Need.CONTRIBUTE)
            row.workshop_id = workshop_id
        if isinstance(found, WholeMap):
            row.content, row.mapping = {_MAP: found.document}, None
        else:
            mapping = guess(found)
            row.content, row.mapping = {_SHEET: found.dump()}, dump(mapping)
        return Done(row.workshop_id or 0, row.id)

    return await change(desk, actor, None, work)


async def say(desk: Desk, actor: Actor, draft_id: int, mapping: Mapping) -> Done:
    """Keep what somebody said about the columns; twice the same is once."""

    async def work(change_: Change) -> Done:
        row = await mine(change_.session, actor, draft_id)
        row.mapping = dump(mapping)
        return Done(row.workshop_id or 0, row.id)

    return await change(desk, actor, None, work)


async def look(desk: Desk, actor: Actor, draft_id: int) -> Look:
    """What an import would do now; nothing is written."""
    async with desk.db.read() as session:
        found = of_row(await mine(session, actor, draft_id))
        if found.sheet is None or found.mapping is None or not found.mapping.sure:
            return Look(found)
        if found.workshop_id is None:
            raise InvalidError("file", "file_no_map")
        workshop = await access.workshop(session, actor, found.workshop_id, Need.CONTRIBUTE)
        selves = await anonymity.selves(session, desk.db.vault, actor, found.workshop_id)
        standing = await there(session, workshop, selves[-1], desk.caps, anonymous=len(selves) > 1)
        return Look(found, plan_of(found, standing))


def plan_of(draft_: Draft, standing: There) -> Plan:
    """The plan of a draft that was read and whose columns are known."""
    assert draft_.sheet is not None
    assert draft_.mapping is not None
    sheet = draft_.sheet.headless() if draft_.mapping.headless else draft_.sheet
    match draft_.mapping.kind:
        case Kind.SURVEY:
            return planning_others.survey(sheet, draft_.mapping, standing, draft_.name)
        case Kind.METRICS:
            return planning_others.metrics(sheet, draft_.mapping, standing)
        case Kind.TOUCHPOINTS:
            return planning.touchpoints(sheet, draft_.mapping, standing)


def dump(mapping: Mapping) -> dict[str, Any]:
    """What the columns are, as JSON keeps it."""
    return {
        "kind": mapping.kind.value,
        "roles": [role.value if role else None for role in mapping.roles],
        "sure": mapping.sure,
        "headless": mapping.headless,
        "stage": mapping.stage,
        "guessed": sorted(mapping.guessed),
    }


def _load(kept: dict[str, Any]) -> Mapping:
    roles = tuple(Role(one) if one else None for one in kept["roles"])
    return Mapping(Kind(kept["kind"]), roles, kept["sure"], kept["headless"], kept["stage"], frozenset(kept["guessed"]))


def of_row(row: tables.ImportDraft) -> Draft:
    """The draft in its row."""
    content = row.content or {}
    return Draft(
        items.key(row.id),
        row.workshop_id,
        row.channel_id,
        row.file_id,
        row.name,
        Sheet.load(content[_SHEET]) if _SHEET in content else None,
        WholeMap(content[_MAP]) if _MAP in content else None,
        _load(row.mapping) if row.mapping else None,
    )

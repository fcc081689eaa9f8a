"""The one door to a workshop: who may see it, contribute to it, facilitate it."""

from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import channels, tables, visible, workshops
from workflows.commands import Actor
from workflows.errors import InvalidError, NotAllowedError, NotFoundError
from workflows.words import Role, WorkshopStatus

LEADS = frozenset({Role.FACILITATOR.value, Role.CO_FACILITATOR.value})


class Need(StrEnum):
    """What somebody wants to do with a workshop."""

    SEE = "see"
    CONTRIBUTE = "contribute"
    FACILITATE = "facilitate"


async def workshop(
    session: AsyncSession, actor: Actor, workshop_id: int, need: Need = Need.SEE, *, lock: bool = False
) -> tables.Workshop:
    """The workshop's row, or NotFoundError (missing and foreign alike), or NotAllowedError.

    Changes take it with `lock`: on PostgreSQL two changes of one workshop then wait for each other,
    as all changes do on SQLite.
    """
    row = await workshops.one(session, actor.team_id, workshop_id, lock=lock)
    if row is None or not await sees(session, actor, row):
        raise NotFoundError
    if actor.is_guest:
        await _check_guest(session, actor, workshop_id, need)
    if need is not Need.SEE and row.status == WorkshopStatus.ENDED:
        raise NotAllowedError("ended")
    if need is Need.CONTRIBUTE and await _only_watches(session, actor, row):
        raise NotAllowedError("observer", facilitator=row.facilitator_id)
    if need is Need.FACILITATE and not await facilitates(session, actor, row):
        raise NotAllowedError("only_facilitator", facilitator=row.facilitator_id)
    return row


async def sees(session: AsyncSession, actor: Actor, row: tables.Workshop) -> bool:
    """Whether a workshop of the actor's workspace is theirs to see: what stands in a private channel stays in it.

    It is seen by those who are in the channel, and by those whom it was shared with, wherever they are.
    """
    if row.channel_id in actor.channels or actor.user_id in {row.facilitator_id, row.journey_owner_id}:
        return True
    if await channels.is_public(session, row.team_id, row.channel_id):
        return True
    return row.id is not None and await channels.shared(session, row.id, actor.user_id)


async def seen(session: AsyncSession, actor: Actor, workshop_id: int | None) -> tables.Workshop | None:
    """A workshop's row where the actor may see it, and None where they may not or it does not exist."""
    row = await workshops.one(session, actor.team_id, workshop_id or 0)
    return row if row is not None and await sees(session, actor, row) else None


async def place(session: AsyncSession, actor: Actor, channel_id: str, field: str) -> None:
    """Refuse to begin a workshop in a private channel in which the actor is not known to be."""
    if channel_id in actor.channels or await channels.is_public(session, actor.team_id, channel_id):
        return
    if await channels.is_private(session, actor.team_id, channel_id):
        raise InvalidError(field, "not_there")


def administers(actor: Actor) -> None:
    """Refuse what is for administrators of the workspace."""
    if not actor.is_admin or actor.is_guest:
        raise NotAllowedError("only_admin")


def seer(actor: Actor) -> visible.Seer:
    """Whose lists of maps they are: those the actor takes part in or answers for, and of a guest only the first."""
    return visible.Seer(actor.team_id, actor.user_id, actor.is_guest)


def disposes(actor: Actor, row: tables.Workshop) -> bool:
    """Whether the actor may delete the whole map: facilitator, journey owner or administrator, and never a guest."""
    return not actor.is_guest and (actor.is_admin or actor.user_id in {row.facilitator_id, row.journey_owner_id})


async def deleted(session: AsyncSession, actor: Actor, workshop_id: int) -> tables.Workshop:
    """The row of a deleted workshop, for those who may bring it back; NotFoundError for everybody else."""
    row = await workshops.one(session, actor.team_id, workshop_id, lock=True, gone=True)
    if row is None or not disposes(actor, row) or not await sees(session, actor, row):
        raise NotFoundError
    return row


async def facilitates(session: AsyncSession, actor: Actor, row: tables.Workshop) -> bool:
    """Whether the actor leads this workshop: facilitator, co-facilitator or journey owner, and never a guest."""
    if actor.is_guest or row.id is None:
        return False
    if actor.user_id in {row.facilitator_id, row.journey_owner_id}:
        return True
    person = await workshops.part(session, row.id, actor.user_id)
    return person is not None and person["role"] in LEADS


async def _check_guest(session: AsyncSession, actor: Actor, workshop_id: int, need: Need) -> None:
    """Guests see and contribute where somebody invited them, and lead nowhere."""
    if need is Need.FACILITATE or await workshops.part(session, workshop_id, actor.user_id) is None:
        raise NotAllowedError("guest")


async def _only_watches(session: AsyncSession, actor: Actor, row: tables.Workshop) -> bool:
    """Whether the actor was asked to look on; who leads, or answers for the journey, does more than that."""
    if row.id is None or actor.user_id in {row.facilitator_id, row.journey_owner_id}:
        return False
    person = await workshops.part(session, row.id, actor.user_id)
    return person is not None and person["role"] == Role.OBSERVER

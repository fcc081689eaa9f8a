"""Anonymous rounds: while one runs, nobody, not even the facilitator or the database, is told who gives what.

What is given carries HMAC(key of the round, person) where an author stands: enough for its author to change it, to
hold to a budget of votes and to be reminded, and nothing without the key. The key is kept apart, sealed, and destroyed
when the round closes: when somebody who leads says so, when the step moves on or back, when the workshop ends. From
then on nothing has an author, and the facilitator alone can change it.

Nothing that a person does in a round leaves a moment of its own: everything carries the round's beginning. It makes
nobody a participant, has nobody's profile fetched and is not remembered as the stage somebody was at last. What was
given by name stays so, and is changed by name.
"""

import hmac
import secrets
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import anonymous as rows
from storage import tables
from storage.anonymous import PSEUDONYM
from storage.crypto import NoKeyError, SealedError, Vault
from workflows import access, postings
from workflows.access import Need
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError, NotAllowedError
from workflows.items import key
from workflows.snapshots import MapSnapshot
from workflows.touch import touched
from workflows.words import PostingKind, Step, WorkshopStatus

STEPS = (Step.MAP, Step.FEEL, Step.REDESIGN)
BEGUN, ENDED = "begun", "ended"
_KEY_BYTES = 32
_DIGITS = 48  # of the HMAC, in hexadecimal: 192 bits


async def begin(desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None) -> Done:
    """Begin a round, in step 3, 4 or 5. Facilitators; while one runs, a second time changes nothing."""

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, workshop_id, Need.FACILITATE, lock=True)
        if workshop.status != WorkshopStatus.OPEN or workshop.step not in STEPS:
            raise NotAllowedError("no_anonymous_step")
        if await rows.open_round(change_.session, workshop_id) is None:
            await _say(change_, workshop, await _open(change_, workshop), BEGUN)
            change_.audit(workshop_id, "anonymous.begin", "workshop", workshop_id)
            await touched(change_, workshop, soon=True)
        return Done(workshop_id)

    return await change(desk, actor, claim, work)


async def _say(change_: Change, workshop: tables.Workshop, round_: tables.AnonymousRound, what: str) -> None:
    """Tell the thread: a card that changes tells nobody."""
    message_key = f"round:{round_.id}:{what}"
    made = (change_.session, change_.outbox, change_.now, workshop)
    await postings.ensure(*made, PostingKind.ROUND, message_key, in_thread=True, subject_id=round_.id)


async def _open(change_: Change, workshop: tables.Workshop) -> tables.AnonymousRound:
    try:
        sealed = change_.vault.seal(secrets.token_bytes(_KEY_BYTES))
    except NoKeyError:
        raise NotAllowedError("no_secret_key") from None
    round_ = tables.AnonymousRound(
        workshop_id=key(workshop.id), step=workshop.step, step_visit=workshop.step_visit, opened_at=change_.now
    )
    change_.session.add(round_)
    await change_.session.flush()
    change_.session.add(tables.RoundKey(round_id=key(round_.id), sealed=sealed))
    await change_.session.flush()
    return round_


async def end(desk: Desk, actor: Actor, workshop_id: int, claim: str | None = None) -> Done:
    """End the round that runs. Facilitators; where none runs, nothing happens."""

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, workshop_id, Need.FACILITATE, lock=True)
        round_ = await rows.open_round(change_.session, workshop_id)
        if round_ is not None and await close(change_, workshop):
            await _say(change_, workshop, round_, ENDED)
            await touched(change_, workshop, soon=True)
        return Done(workshop_id)

    return await change(desk, actor, claim, work)


async def close(change_: Change, workshop: tables.Workshop) -> bool:
    """Close the round of a workshop, where one runs: its key is gone, and what was given in it is nobody's."""
    round_ = await rows.open_round(change_.session, key(workshop.id))
    if round_ is None:
        return False
    await change_.session.flush()
    await rows.close(change_.session, round_, change_.now)
    change_.audit(workshop.id, "anonymous.end", "workshop", workshop.id)
    return True


async def veil(change_: Change, workshop: tables.Workshop) -> Change:
    """The change as it is written down: in an anonymous round by a pseudonym, at the moment the round began."""
    round_ = await rows.open_round(change_.session, key(workshop.id))
    if round_ is None:
        return change_
    try:
        pseudonym = await _pseudonym(
            change_.session, change_.vault, round_, change_.actor.team_id, change_.actor.user_id
        )
    except (NoKeyError, SealedError):
        raise NotAllowedError("round_unreadable") from None
    return replace(change_, pseudonym=pseudonym, now=round_.opened_at)


async def veil_of(change_: Change, workshop: tables.Workshop, author_id: str) -> Change:
    """The change of something that stands already: veiled where its author is, since it says who that is.

    What somebody gave by name they change by name, and who mends what others gave does so openly.
    """
    if not author_id.startswith(PSEUDONYM):
        return change_
    veiled = await veil(change_, workshop)
    return veiled if veiled.pseudonym == author_id else change_


async def selves(session: AsyncSession, vault: Vault, actor: Actor, workshop_id: int) -> tuple[str, ...]:
    """Under which ids the actor's own things stand in a workshop now: by name, and, in a round, by pseudonym."""
    round_ = await rows.open_round(session, workshop_id)
    if round_ is None:
        return (actor.user_id,)
    try:
        return (actor.user_id, await _pseudonym(session, vault, round_, actor.team_id, actor.user_id))
    except (NoKeyError, SealedError):
        return (actor.user_id,)


async def selves_everywhere(session: AsyncSession, vault: Vault, actor: Actor) -> tuple[str, ...]:
    """Under which ids the actor's own things stand now, in all the workshops they take part in."""
    found = [actor.user_id]
    for round_ in await rows.rounds_of(session, actor.team_id, actor.user_id):
        with suppress(NoKeyError, SealedError):
            found.append(await _pseudonym(session, vault, round_, actor.team_id, actor.user_id))
    return tuple(found)


async def count_once(change_: Change, workshop: tables.Workshop, what: str, field: str) -> None:
    """Refuse `votes` or `scores` after a round that had some: whose they were is unknown, and they would count twice.

    The next visit to the step begins anew.
    """
    if await rows.counted_before(change_.session, key(workshop.id), workshop.step_visit, what):
        raise InvalidError(field, f"{what}_are_in")


async def for_one(session: AsyncSession, vault: Vault, snapshot: MapSnapshot, user_id: str) -> MapSnapshot:
    """A map as it is told to one person, in private: with whether they gave something in the round that runs."""
    outline = snapshot.outline
    if outline.anonymous is None:
        return snapshot
    own = await selves(session, vault, Actor(outline.team_id, user_id), outline.id)
    if not await rows.gave(session, outline.id, own[-1]):
        return snapshot
    people = tuple(
        replace(one, contributed=one.contributed | {outline.step}) if one.person.user_id == user_id else one
        for one in outline.participants
    )
    return replace(snapshot, outline=replace(outline, participants=people))


async def _pseudonym(
    session: AsyncSession, vault: Vault, round_: tables.AnonymousRound, team_id: str, user_id: str
) -> str:
    sealed = await rows.key_of(session, key(round_.id))
    if sealed is None:
        raise SealedError
    said = hmac.new(vault.open(sealed), f"{team_id}:{user_id}".encode(), sha256).hexdigest()
    return f"{PSEUDONYM}{said[:_DIGITS]}"

"""`/journey health`: all maps one sees, worst first, and the very form for what is worst about each."""

from collections.abc import Mapping
from typing import Final

from slack_bolt.app.async_app import AsyncApp

from bot.i18n import Say
from bot.ids import Action, Modal
from bot.listeners.checks import proof
from bot.listeners.lists import lists
from bot.listeners.registry import OPENERS, Press, Word, on_press
from bot.values import Value
from bot.views import health as view
from bot.views import owner
from bot.views.texts import Json
from workflows import maps, tending
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.errors import NotFoundError
from workflows.health import Worst
from workflows.snapshots import MapSnapshot
from workflows.words import PainStatus

BY_WORD: Final[Mapping[Worst, Word]] = {
    Worst.REVIEW: Word.REVIEW,
    Worst.RHYTHM: Word.CADENCE,
    Worst.MOOD: Word.AGENDA,
    Worst.TARGETS: Word.PRIORITIES,
    Worst.MEASURE: Word.REVIEW,
    Worst.OVERDUE: Word.OWNER,
    Worst.EVIDENCE: Word.EVIDENCE,
}


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.HEALTH, open_list)
    on_press(app, desk, Action.HEALTH_PAGE, turn_list)
    on_press(app, desk, Action.HEALTH_SHOWN, turn_list)
    on_press(app, desk, Action.HEALTH_HELP, show_meaning)
    on_press(app, desk, Action.HEAL, heal)


async def listing(desk: Desk, actor: Actor, _: Say, *, page: int = 0, all_: bool = False) -> Json:
    """Build a page of the list."""
    return view.view(await tending.tended(desk, actor, page, all_=all_), _)


@lists(Modal.HEALTH)
async def list_again(desk: Desk, actor: Actor, about: Value, _: Say) -> Json:
    """Build a page of the list as it is now."""
    return await listing(desk, actor, _, page=about.page or 0, all_=about.kind == view.ALL)


async def open_list(press: Press) -> None:
    """Open the list."""
    await press.show(await listing(press.desk, press.actor, press.say))


async def turn_list(press: Press) -> None:
    """Show another page, or more or fewer maps, in the same modal."""
    await press.become(await list_again(press.desk, press.actor, press.value, press.say))


async def show_meaning(press: Press) -> None:
    """Say what the figures mean."""
    await press.show(view.meaning(press.say))


async def heal(press: Press) -> None:
    """Open the form for what is worst about a map."""
    try:
        worst = Worst(press.value.kind)
    except ValueError:
        raise NotFoundError("item") from None
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    form = _about_one(worst, snapshot, press.say)
    if form is None:
        form = await OPENERS[BY_WORD[worst]](press.desk, press.actor, snapshot.outline, press.say)
    await press.show(form)


def _about_one(worst: Worst, snapshot: MapSnapshot, _: Say) -> Json | None:
    """Build the form about the one pain point that is worst, where it is about one and still is."""
    if worst is Worst.OVERDUE:
        dated = [
            (one.ownership.due_on, one.id) for one in snapshot.open_pains if one.ownership and one.ownership.due_on
        ]
        return owner.assign(snapshot, _, pain_id=min(dated)[1]) if dated else None
    if worst is Worst.EVIDENCE:
        bare = [one for one in snapshot.open_pains if not one.evidence_count and one.status is not PainStatus.DROPPED]
        hurts = max(bare, key=lambda one: (one.severity or 0, one.votes), default=None)
        return proof(snapshot, hurts.id, _) if hurts else None
    return None

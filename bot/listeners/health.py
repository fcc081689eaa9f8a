"""`/journey health`: all maps one sees, worst first, and the very form for what is worst about each."""

from collections.abc import Mapping
from typing import Final

from slack_bolt.app.async_app import AsyncApp

from bot.i18n import Say
from bot.ids import Action
from bot.listeners.checks import proof
from bot.listeners.registry import LISTS, OPENERS, Press, Submit, Word, on_press, over
from bot.values import decode
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

LIST, LIST_OF_ALL = "health", "health_all"
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
    LISTS[LIST] = list_again
    LISTS[LIST_OF_ALL] = list_all_again
    on_press(app, desk, Action.HEALTH, open_list)
    on_press(app, desk, Action.HEALTH_PAGE, turn_list)
    on_press(app, desk, Action.HEALTH_SHOWN, turn_list)
    on_press(app, desk, Action.HEALTH_HELP, show_meaning)
    on_press(app, desk, Action.HEAL, heal)


async def listing(desk: Desk, actor: Actor, _: Say, *, page: int = 0, all_: bool = False) -> Json:
    """Build a page of the list."""
    return view.view(await tending.tended(desk, actor, page, all_=all_), _)


async def list_again(submit: Submit, page: int) -> Json:
    """Build the list as it is after a form that was opened from it."""
    return await listing(submit.desk, submit.actor, submit.say, page=page)


async def list_all_again(submit: Submit, page: int) -> Json:
    """Build the list of all maps as it is after a form that was opened from it."""
    return await listing(submit.desk, submit.actor, submit.say, page=page, all_=True)


async def open_list(press: Press) -> None:
    """Open the list."""
    await press.show(await listing(press.desk, press.actor, press.say))


async def turn_list(press: Press) -> None:
    """Show another page, or more or fewer maps, in the same modal."""
    asked = press.value
    found = await listing(press.desk, press.actor, press.say, page=asked.page or 0, all_=asked.kind == view.ALL)
    await press.become(found)


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
    await press.show(over(form, _mark(press)))


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


def _mark(press: Press) -> str:
    """Name the list the button stands in, with its page."""
    about = decode((press.body.get("view") or {}).get("private_metadata") or None)
    return f"{LIST_OF_ALL if about.kind == view.ALL else LIST}:{about.page or 0}"

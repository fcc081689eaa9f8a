"""My contributions: the list, changing and taking back, and what happens when two changed the same thing."""

from collections.abc import Awaitable, Callable
from dataclasses import fields, is_dataclass
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from slack_bolt.app.async_app import AsyncApp

from bot.forms import part
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.listeners.lists import lists
from bot.listeners.registry import Press, Submit, Word, on_press, on_submit, opens, with_outline
from bot.values import Value
from bot.views import conflict, ideas, metrics, mine, notes, touchpoints
from bot.views import persona as persona_view
from bot.views.texts import Json
from workflows import contributions, maps, pains, personas, reviews, workshops
from workflows import ideas as idea_service
from workflows import touchpoints as touchpoint_service
from workflows.commands import (
    Actor,
    Delete,
    Done,
    EditNote,
    EditStage,
    EditTouchpoint,
    EditWorkshop,
    SaveIdea,
    SavePersona,
)
from workflows.desk import Desk
from workflows.errors import ConflictError, InvalidError, NotFoundError
from workflows.promising import AssignPain
from workflows.reviewing import SaveMetric
from workflows.rounds import Metric
from workflows.snapshots import Idea, Note, Outline, Touchpoint

Service = Callable[[Desk, Actor, Any, str | None], Awaitable[Done]]
# What can be changed by two at once: item -> its command, the command's name for the item's id, the service.
KEEPERS: Final[dict[str, tuple[type, str, Service]]] = {
    "note": (EditNote, "note_id", contributions.edit),
    "touchpoint": (EditTouchpoint, "touchpoint_id", touchpoint_service.edit),
    "idea": (SaveIdea, "idea_id", idea_service.save),
    "metric": (SaveMetric, "metric_id", reviews.save_metric),
    "persona": (SavePersona, "persona_id", personas.save),
    "stage": (EditStage, "stage_id", maps.edit_stage),
    "owner": (AssignPain, "pain_id", pains.assign),
    "workshop": (EditWorkshop, "workshop_id", workshops.edit),
}
REQUIRED: Final = frozenset({"text", "title", "name", "goal"})
FLAGS: Final = frozenset({"moment_of_truth", "higher_is_better", "planned"})


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.MINE, with_outline(open_mine))
    on_press(app, desk, Action.MINE_PAGE, turn_page)
    on_press(app, desk, Action.ITEM, open_item)
    on_submit(app, desk, Modal.DELETE, submit_delete)
    on_submit(app, desk, Modal.CONFLICT, keep_mine)


@opens(Word.MINE)
async def open_mine(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the first page."""
    items = await contributions.mine(desk, actor, outline.id)
    return mine.view(outline, items, _)


async def turn_page(press: Press) -> None:
    """Show another page in the same modal."""
    await press.become(await list_again(press.desk, press.actor, press.value, press.say))


@lists(Modal.MINE)
async def list_again(desk: Desk, actor: Actor, about: Value, _: Say) -> Json:
    """Build a page as it is now."""
    outline = await maps.outline(desk, actor, about.of)
    return mine.view(outline, await contributions.mine(desk, actor, outline.id), _, page=about.page or 0)


async def open_item(press: Press) -> None:
    """Open what the menu of one contribution says: its form, or the question before it goes."""
    kind, _colon, wish = press.value.kind.partition(":")
    items = await contributions.mine(press.desk, press.actor, press.value.of)
    item = next((one for name, one in items if name == kind and one.id == press.value.of_item), None)
    if item is None:
        raise NotFoundError(kind if kind in KEEPERS else "item")
    if wish == mine.DELETE:
        await press.show(mine.delete(await press.outline(), kind, item, press.say))
    else:
        await press.show(await _form(press, item))


async def _form(press: Press, item: mine.Item) -> Json:
    if isinstance(item, Idea):
        snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
        return ideas.view(snapshot, press.say, idea=item)
    outline = await press.outline()
    if isinstance(item, Note):
        return notes.view(notes.editing(outline, item), press.say)
    if isinstance(item, Touchpoint):
        return touchpoints.edit(outline, item, press.say)
    if isinstance(item, Metric):
        return metrics.view(outline, press.say, metric=item)
    return persona_view.persona(outline.id, item, press.say)


async def submit_delete(submit: Submit) -> None:
    """Take something back."""
    value = submit.value
    await contributions.delete(submit.desk, submit.actor, Delete(value.of, value.kind, value.of_item), submit.claim)


async def keep_mine(submit: Submit) -> Json | None:
    """Write my version over theirs, which I have seen; if it changed once more, ask once more."""
    value = submit.value
    if value.kind not in KEEPERS:
        raise NotFoundError("item")
    command_type, id_name, service = KEEPERS[value.kind]
    typed = submit.form.texts(Field.MINE)
    given = {**value.more, **typed}
    command = _command(command_type, given, {"workshop_id": value.of, id_name: value.of_item, "version": value.version})
    try:
        await service(submit.desk, submit.actor, command, submit.claim)
    except ConflictError as error:
        return conflict.view(error, given, value, submit.say)
    except InvalidError as error:
        raise InvalidError(part(Field.MINE, error.field), error.code, **error.params) from None
    return None


def _command(command_type: type, given: dict[str, str], ids: dict[str, int | None]) -> object:
    """Build a command from texts by field name; what was left empty gets the command's default."""
    known = {field.name for field in fields(command_type)} if is_dataclass(command_type) else set()
    filled: dict[str, object] = {name: text for name, text in given.items() if text}
    for name in REQUIRED & known:
        filled.setdefault(name, "")  # the service says that it may not be empty
    for name in FLAGS & given.keys():
        filled[name] = bool(given[name])
    if given.get("symptoms"):
        filled["symptoms"] = tuple(given["symptoms"].splitlines())
    filled["details"] = {name.partition(".")[2]: text for name, text in given.items() if "." in name}
    filled |= ids
    try:
        return TypeAdapter(command_type).validate_python({name: filled[name] for name in known & filled.keys()})
    except ValidationError:
        raise NotFoundError("item") from None

"""Importing a file: chosen in a form or on a message, read after the acknowledgement, looked at, and said yes to."""

import asyncio
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import downloads, errors
from bot.exports import coming
from bot.forms import Form
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.listeners.registry import Press, Submit, on_choice, on_press, on_submit, show
from bot.values import Value
from bot.views import import_columns, import_preview
from bot.views import importing as view
from bot.views.texts import Json
from workflows import document, maps, workshops
from workflows.commands import Actor
from workflows.desk import Desk, earlier
from workflows.errors import CairnError, InvalidError, NotFoundError
from workflows.importing import applying, drafts, reading
from workflows.importing.columns import Mapping, guess
from workflows.importing.drafts import BeginImport, Draft
from workflows.importing.problems import refused
from workflows.importing.vocabulary import NEEDED, ROLES, Kind, Role
from workflows.snapshots import Outline

# What Slack says to a form with a file field, and to a question about a file, without the permission to read files.
_NO_SCOPE = frozenset({"missing_scope", "no_permission", "access_denied"})
_GONE = frozenset({"file_not_found", "file_deleted", "not_visible"})
PAUSES = (0.0, 0.1, 0.2, 0.4, 0.8, 1.5)  # seconds: until Slack shows the view that answered a submission


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to every step of an import."""
    on_press(app, desk, Action.IMPORT, open_import)
    on_submit(app, desk, Modal.IMPORT, take_file, after=read_file)
    on_press(app, desk, Action.IMPORT_READ, read_again)
    on_press(app, desk, Action.IMPORT_COLUMNS, ask_columns)
    on_choice(app, desk, Field.IMPORT_KIND, another_kind)
    on_submit(app, desk, Modal.IMPORT_COLUMNS, save_columns)
    on_submit(app, desk, Modal.IMPORT_PREVIEW, carry_out)
    on_submit(app, desk, Modal.IMPORT_MAP, begin_map)


# Choosing


async def open_typed(client: AsyncWebClient, desk: Desk, actor: Actor, body: dict[str, Any], _: Say) -> None:
    """Open the form for `/journey import`, in a channel with any number of workshops."""
    outlines = await workshops.open_in(desk, actor, body["channel_id"])
    await _open(client, body, view.choose(outlines, body["channel_id"], _), _)


async def open_import(press: Press) -> None:
    """Open the form from a button: for the workshop it stands in, or in the place of another step of an import."""
    chosen = [await press.outline()] if press.value.workshop is not None else []
    channel_id = press.value.more.get(view.CHANNEL, "")
    form = view.choose(chosen, channel_id, press.say)
    if (press.body.get("view") or {}).get("callback_id") in {Modal.IMPORT_WAIT, Modal.IMPORT_PREVIEW}:
        await press.become(form)
    else:
        await _open(press.client, press.body, form, press.say)


async def _open(client: AsyncWebClient, body: dict[str, Any], form: Json, _: Say) -> None:
    try:
        await show(client, body, form)
    except SlackApiError as error:
        if errors.slack_code(error) not in _NO_SCOPE:
            raise
        await show(client, body, view.no_permission(errors.sentence(refused("file_scope"), _), _))


# Reading


async def take_file(submit: Submit) -> Json:
    """Remember which file it is, and say that it is being read: Slack is asked for it after the acknowledgement."""
    form = submit.form
    (file, *_more) = form.files(Field.FILE) or [{}]
    name, size = str(file.get("name") or ""), file.get("size")
    if not file.get("id"):
        raise InvalidError(Field.FILE, "required")
    if isinstance(size, int) and size > reading.FILE_MAX:
        raise refused("file_big", limit=reading.FILE_MAX // 1_000_000)
    workshop = submit.value.workshop
    if form.has(Field.MAP):
        workshop = form.item(Field.MAP)
        if workshop is None:
            raise InvalidError(Field.MAP, "required")
    command = BeginImport(str(file["id"]), name, submit.value.more.get(view.CHANNEL, ""), workshop)
    done = await drafts.begin(submit.desk, submit.actor, command, submit.claim)
    return view.waiting(done.item_id or 0, name, submit.say, external_id=_external(submit.claim))


def _external(claim: str) -> str:
    return f"import:{claim}"


async def read_file(client: AsyncWebClient, submit: Submit) -> None:
    """Read the file, and show what would change. After a refusal there is nothing to read."""
    done = await earlier(submit.desk, submit.actor, submit.claim)
    if done is None or done.item_id is None:
        return
    shown = await _found(client, submit.desk, submit.actor, done.item_id, submit.say)
    # The view that answered the submission may not stand there yet: by its own name it is not found until it does.
    for pause in PAUSES:
        await asyncio.sleep(pause)
        try:
            await client.views_update(external_id=_external(submit.claim), view=shown)
        except SlackApiError as error:
            if errors.slack_code(error) != "not_found":
                raise
        else:
            return


async def read_again(press: Press) -> None:
    """Read a file from a message, or once more after a restart, in the place of the modal that the button is in."""
    standing = press.view
    draft = await drafts.draft(press.desk, press.actor, press.value.of_item)
    form = Form(standing)
    workshop = form.item(Field.MAP) or press.value.workshop
    if not draft.read:
        await press.become(view.waiting(draft.id, draft.name, press.say))
    shown = await _found(press.client, press.desk, press.actor, draft.id, press.say, workshop)
    await press.client.views_update(view_id=standing["id"], view=shown)


async def _found(
    client: AsyncWebClient, desk: Desk, actor: Actor, draft_id: int, _: Say, workshop: int | None = None
) -> Json:
    """What a file holds, as the next view; why not, where it cannot be read."""
    draft = await drafts.draft(desk, actor, draft_id)
    try:
        if not draft.read:
            reading.check_name(draft.name)
            content = await downloads.fetch(client, await _address(client, draft.file_id))
            found = await asyncio.to_thread(coming.read, draft.name, content)
            await drafts.keep(desk, actor, draft_id, found, workshop)
        return await _next(desk, actor, draft_id, _)
    except CairnError as error:
        again = Value(workshop=workshop or draft.workshop_id, more={view.CHANNEL: draft.channel_id})
        return view.failed(draft.name, errors.sentence(error, _), again, _)


async def _address(client: AsyncWebClient, file_id: str) -> str:
    """Ask Slack where a file lies; what only points elsewhere lies nowhere that Cairn goes."""
    try:
        answer = await client.files_info(file=file_id)
    except SlackApiError as error:
        code = errors.slack_code(error)
        if code in _NO_SCOPE:
            raise refused("file_scope") from None
        raise refused("file_unreachable") from None
    file = answer.get("file") or {}
    if file.get("is_external") or file.get("mode") in {"external", "tombstone", "hidden_by_limit"}:
        raise refused("file_elsewhere")
    return str(file.get("url_private_download") or file.get("url_private") or "")


async def _next(desk: Desk, actor: Actor, draft_id: int, _: Say, *, again: bool = False) -> Json:
    """The question about the columns where there is one, else the plan."""
    look = await drafts.look(desk, actor, draft_id)
    draft = look.draft
    outline = await _outline(desk, actor, draft)
    if draft.whole is not None:
        return view.whole(draft, _inside(document.read(draft.whole.document)), _)
    if look.plan is None or outline is None:
        assert draft.mapping is not None
        return import_columns.columns(draft, draft.mapping, outline, _)
    return import_preview.preview(draft, look.plan, outline, _, again=again)


def _inside(found: document.Document) -> view.Inside:
    held = found.map
    counts = (len(held.stages), len(held.touchpoints), len(held.contributions), len(held.metrics))
    return view.Inside(held.workshop.title, *counts)


async def _outline(desk: Desk, actor: Actor, draft: Draft) -> Outline | None:
    return await maps.outline(desk, actor, draft.workshop_id) if draft.workshop_id is not None else None


# Columns


async def ask_columns(press: Press) -> None:
    """Ask what the columns are, as they are understood by now."""
    draft = await drafts.draft(press.desk, press.actor, press.value.of_item)
    if draft.sheet is None or draft.mapping is None:
        raise NotFoundError("import")
    outline = await _outline(press.desk, press.actor, draft)
    await press.become(import_columns.columns(draft, draft.mapping, outline, press.say))


async def another_kind(press: Press) -> None:
    """Ask for the columns of another kind of import."""
    kind = Form(press.view).maybe(Field.IMPORT_KIND, Kind)
    draft = await drafts.draft(press.desk, press.actor, press.value.of_item)
    if draft.sheet is None or kind is None:
        raise NotFoundError("import")
    outline = await _outline(press.desk, press.actor, draft)
    await press.become(import_columns.columns(draft, guess(draft.sheet, kind), outline, press.say))


async def save_columns(submit: Submit) -> Json:
    """Keep what the columns are, and show what would change."""
    draft = await drafts.draft(submit.desk, submit.actor, submit.value.of_item)
    if draft.sheet is None:
        raise NotFoundError("import")
    await drafts.say(submit.desk, submit.actor, draft.id, _mapping(submit.form, len(draft.sheet.columns)))
    return await _next(submit.desk, submit.actor, draft.id, submit.say)


def _mapping(form: Form, width: int) -> Mapping:
    kind = form.member(Field.IMPORT_KIND, Kind, Kind.TOUCHPOINTS)
    roles: list[Role | None] = [None] * width
    for role in ROLES[kind]:
        field = import_columns.column_field(kind, role)
        place = form.item(field)
        if place is None:
            if role in NEEDED[kind]:
                raise InvalidError(field, "required")
            continue
        if place >= width or roles[place] is not None:
            raise InvalidError(field, "column_twice")
        roles[place] = role
    headless = form.checked(Field.HEADLESS, import_columns.FIRST_IS_DATA)
    return Mapping(kind, tuple(roles), headless=headless, stage=form.item(Field.STAGE))


# Yes


async def carry_out(submit: Submit) -> Json:
    """Do all of it; where the map changed since it was looked at, show it again instead."""
    mark = submit.value.more.get(view.MARK, "")
    done = await applying.apply(submit.desk, submit.actor, submit.value.of_item, mark, submit.claim)
    if done.extra.get("differs"):
        return await _next(submit.desk, submit.actor, submit.value.of_item, submit.say, again=True)
    return view.done(done, await maps.outline(submit.desk, submit.actor, done.workshop_id), submit.say)


async def begin_map(submit: Submit) -> Json:
    """Begin a new map with a whole one that Cairn wrote out."""
    done = await applying.begin_map(submit.desk, submit.actor, submit.value.of_item, submit.claim)
    outline = await maps.outline(submit.desk, submit.actor, done.workshop_id)
    return view.begun(outline, [str(one) for one in done.extra.get("strangers", ())], submit.say)

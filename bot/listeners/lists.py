"""Lists that forms are opened from: a form carries which list lies below it, which is brought up to date after it."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import errors, values
from bot.i18n import Say
from bot.ids import Modal
from bot.values import Value
from bot.views.texts import Json
from workflows.commands import Actor
from workflows.desk import Desk

Lister = Callable[[Desk, Actor, Value, Say], Awaitable[Json]]
LISTS: dict[str, Lister] = {}  # filled by the listener modules: what builds a list anew from its own metadata
BELOW, HOME = "below", "home"
Publisher = Callable[[AsyncWebClient, Desk, Actor, Say, str], Awaitable[None]]
HOMES: list[Publisher] = []  # the one that publishes a person's Home tab, given where they were on it


def lists(modal: Modal) -> Callable[[Lister], Lister]:
    """Have the decorated function build the list `modal` anew, after a form that was opened from it."""

    def keep(lister: Lister) -> Lister:
        LISTS[modal] = lister
        return lister

    return keep


def opened_from(view: Json, standing: Json) -> Json:
    """Mark a view that is opened from `standing` with the list, or with the place on the Home tab, that this is."""
    if standing.get("type") == HOME:
        return _marked(view, f"{HOME}:{standing.get('private_metadata') or ''}")
    name = standing.get("callback_id") or ""
    if name not in LISTS or view["callback_id"] in LISTS:
        return view
    return _marked(view, f"{name}:{values.encode(_bare(standing))}")


def instead_of(view: Json, standing: Json) -> Json:
    """Keep the mark of the view in whose place another one comes."""
    mark = values.decode(standing.get("private_metadata") or None).more.get(BELOW)
    return _marked(view, mark) if mark else view


def _marked(view: Json, mark: str) -> Json:
    value = values.decode(view.get("private_metadata") or None)
    return {**view, "private_metadata": values.encode(replace(value, more={**value.more, BELOW: mark}))}


def _bare(view: Json) -> Value:
    """What a list is about, without what may lie below the list itself."""
    value = values.decode(view.get("private_metadata") or None)
    return replace(value, more={name: said for name, said in value.more.items() if name != BELOW})


async def renew(client: AsyncWebClient, desk: Desk, actor: Actor, say: Say, submitted: dict[str, Any]) -> None:
    """Bring the list below a submitted form up to date, where the form was opened from one."""
    below = submitted.get("previous_view_id")
    mark = values.decode(submitted.get("private_metadata") or None).more.get(BELOW, "")
    name, _colon, about = mark.partition(":")
    if name == HOME:
        await HOMES[0](client, desk, actor, say, about)
        return
    if not below or name not in LISTS:
        return
    view = await LISTS[name](desk, actor, values.decode(about), say)
    try:
        await client.views_update(view_id=below, view=view)
    except SlackApiError as error:
        if errors.slack_code(error) != "not_found":  # the person has closed the list meanwhile
            raise

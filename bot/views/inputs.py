"""Builders of input blocks and of the choices in them.

A block's id is its `Field`, or a `Field` with a suffix (`score:17`); the action inside has the same id,
so that a form is read, and its errors are pointed at, by one word.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.ids import Action
from bot.views.texts import Json, plain
from workflows.persons import is_gone

OPTIONS_MAX, TEXT_INPUT_MAX = 100, 3000


def option(label: str, value: object, description: str = "") -> Json:
    """Build one choice of a select, radio or checkbox group."""
    made: Json = {"text": plain(label, 75), "value": str(value)}
    if description:
        made["description"] = plain(description, 75)
    return made


def _pick(options: Sequence[Json], values: Iterable[object]) -> list[Json]:
    wanted = {str(value) for value in values}
    return [choice for choice in options if choice["value"] in wanted]


def _input(
    field: str, label: str, element: Json, *, hint: str = "", optional: bool = False, dispatch: bool = False
) -> Json:
    made: Json = {
        "type": "input",
        "block_id": field,
        "label": plain(label, 2000),
        "optional": optional,
        "element": {"action_id": str(field), **element},
    }
    if hint:
        made["hint"] = plain(hint, 2000)
    if dispatch:
        made["dispatch_action"] = True
    return made


def text_input(
    field: str,
    label: str,
    *,
    value: str = "",
    placeholder: str = "",
    hint: str = "",
    optional: bool = False,
    multiline: bool = False,
    limit: int = TEXT_INPUT_MAX,
    focus: bool = False,
    dispatch: bool = False,
) -> Json:
    """Ask for text. `limit` is the domain's; what stands there already is never cut.

    `dispatch`: it is sent at once when Enter is pressed.
    """
    element: Json = {"type": "plain_text_input", "multiline": multiline, "max_length": min(limit, TEXT_INPUT_MAX)}
    if value:
        element["initial_value"] = value[:TEXT_INPUT_MAX]
        element["max_length"] = min(max(limit, len(value)), TEXT_INPUT_MAX)
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    if focus:
        element["focus_on_load"] = True
    if dispatch:
        element["dispatch_action_config"] = {"trigger_actions_on": ["on_enter_pressed"]}
    return _input(field, label, element, hint=hint, optional=optional, dispatch=dispatch)


def number_input(
    field: str,
    label: str,
    *,
    value: float | None = None,
    decimal: bool = True,
    minimum: float | None = None,
    maximum: float | None = None,
    placeholder: str = "",
    hint: str = "",
    optional: bool = False,
) -> Json:
    """Ask for a number."""
    element: Json = {"type": "number_input", "is_decimal_allowed": decimal}
    for name, given in (("initial_value", value), ("min_value", minimum), ("max_value", maximum)):
        if given is not None:
            element[name] = f"{given:.15g}"
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return _input(field, label, element, hint=hint, optional=optional)


def url_input(field: str, label: str, *, value: str = "", hint: str = "", optional: bool = True) -> Json:
    """Ask for a web address."""
    element: Json = {"type": "url_text_input"}
    if value:
        element["initial_value"] = value
    return _input(field, label, element, hint=hint, optional=optional)


def file_input(field: str, label: str, *, hint: str = "") -> Json:
    """Ask for one file. Which kinds there may be is not said: telephones then hide files that are of one."""
    return _input(field, label, {"type": "file_input", "max_files": 1}, hint=hint)


def select(
    field: str,
    label: str,
    options: Sequence[Json],
    *,
    value: object = None,
    placeholder: str = "",
    hint: str = "",
    optional: bool = False,
    dispatch: bool = False,
) -> Json:
    """Ask for one of up to 100 choices; the chosen one stays reachable when there are more."""
    chosen = _pick(options, [value]) if value is not None else []
    shown = list(options[:OPTIONS_MAX])
    if chosen and chosen[0] not in shown:
        shown[-1] = chosen[0]
    element: Json = {"type": "static_select", "options": shown}
    if chosen:
        element["initial_option"] = chosen[0]
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return _input(field, label, element, hint=hint, optional=optional, dispatch=dispatch)


def group(label: str, options: Sequence[Json]) -> Json:
    """Build one group of choices of a `grouped_select`."""
    return {"label": plain(label, 75), "options": list(options[:OPTIONS_MAX])}


def grouped_select(
    field: str, label: str, groups: Sequence[Json], *, value: object = None, hint: str = "", optional: bool = False
) -> Json:
    """Ask for one of the choices that stand in groups."""
    element: Json = {"type": "static_select", "option_groups": list(groups[:OPTIONS_MAX])}
    chosen = _pick([choice for one in groups for choice in one["options"]], [value]) if value is not None else []
    if chosen:
        element["initial_option"] = chosen[0]
    return _input(field, label, element, hint=hint, optional=optional)


def multi_select(
    field: str,
    label: str,
    options: Sequence[Json],
    *,
    values: Iterable[object] = (),
    most: int | None = None,
    placeholder: str = "",
    hint: str = "",
    optional: bool = False,
) -> Json:
    """Ask for several of up to 100 choices."""
    shown = list(options[:OPTIONS_MAX])
    chosen = _pick(shown, values)
    element: Json = {"type": "multi_static_select", "options": shown}
    if chosen:
        element["initial_options"] = chosen
    if most:
        element["max_selected_items"] = min(most, 100)
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return _input(field, label, element, hint=hint, optional=optional)


def radios(
    field: str, label: str, options: Sequence[Json], *, value: object = None, hint: str = "", optional: bool = False
) -> Json:
    """Ask for one of up to ten choices that are all in sight."""
    element: Json = {"type": "radio_buttons", "options": list(options[:10])}
    chosen = _pick(element["options"], [value]) if value is not None else []
    if chosen:
        element["initial_option"] = chosen[0]
    return _input(field, label, element, hint=hint, optional=optional)


def checkboxes(
    field: str,
    label: str,
    options: Sequence[Json],
    *,
    values: Iterable[object] = (),
    hint: str = "",
    optional: bool = True,
) -> Json:
    """Ask for any of up to ten choices that are all in sight."""
    element: Json = {"type": "checkboxes", "options": list(options[:10])}
    chosen = _pick(element["options"], values)
    if chosen:
        element["initial_options"] = chosen
    return _input(field, label, element, hint=hint, optional=optional)


def user_select(field: str, label: str, *, value: str | None = None, hint: str = "", optional: bool = False) -> Json:
    """Ask for a person."""
    element: Json = {"type": "users_select"}
    if value and not is_gone(value):
        element["initial_user"] = value
    return _input(field, label, element, hint=hint, optional=optional)


def users_select(
    field: str,
    label: str,
    *,
    values: Sequence[str] = (),
    most: int | None = None,
    placeholder: str = "",
    hint: str = "",
    optional: bool = False,
) -> Json:
    """Ask for several people."""
    element: Json = {"type": "multi_users_select"}
    if there := [one for one in values if not is_gone(one)]:
        element["initial_users"] = there
    if most:
        element["max_selected_items"] = min(most, 100)
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return _input(field, label, element, hint=hint, optional=optional)


def conversation_input(field: str, label: str, *, hint: str = "", optional: bool = False) -> Json:
    """Ask for a channel; the one the person looks at is chosen where there is one."""
    element: Json = {
        "type": "conversations_select",
        "default_to_current_conversation": True,
        "filter": {
            "include": ["public", "private"],
            "exclude_bot_users": True,
            "exclude_external_shared_channels": False,
        },
    }
    return _input(field, label, element, hint=hint, optional=optional)


def date_input(field: str, label: str, *, value: date | None = None, hint: str = "", optional: bool = False) -> Json:
    """Ask for a day."""
    element: Json = {"type": "datepicker"}
    if value:
        element["initial_date"] = value.isoformat()
    return _input(field, label, element, hint=hint, optional=optional)


def time_input(field: str, label: str, *, value: str = "", hint: str = "", optional: bool = False) -> Json:
    """Ask for a time of day, HH:MM."""
    element: Json = {"type": "timepicker"}
    if value:
        element["initial_time"] = value
    return _input(field, label, element, hint=hint, optional=optional)


def search_inputs(
    field: str, label: str, *, chosen: Sequence[Json] = (), most: int, placeholder: str = "", hint: str = ""
) -> Json:
    """Ask for some of more things than a select holds: what is typed is looked up."""
    element: Json = {"type": "multi_external_select", "min_query_length": 0, "max_selected_items": most}
    if chosen:
        element["initial_options"] = list(chosen)
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return _input(field, label, element, hint=hint, optional=True)


def search_menu(action: Action, *, placeholder: str = "") -> Json:
    """Build a select that acts at once, for more things than a select holds: what is typed is looked up."""
    element: Json = {"type": "external_select", "action_id": str(action), "min_query_length": 0}
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return element


def select_menu(
    action: Action, options: Sequence[Json], *, value: object = None, placeholder: str = "", part: str = ""
) -> Json:
    """Build a select that acts at once (in actions or beside a section), not a form's field."""
    name = f"{action}:{part}" if part else str(action)
    element: Json = {"type": "static_select", "action_id": name, "options": list(options[:OPTIONS_MAX])}
    chosen = _pick(element["options"], [value]) if value is not None else []
    if chosen:
        element["initial_option"] = chosen[0]
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    return element

"""The Web API's views methods, and what opening, pushing and updating a view means."""

from bot.simulator import payloads
from bot.simulator.blocks import dress, state_of
from bot.simulator.core import Core
from bot.simulator.errors import Refused
from bot.simulator.methods_chat import check_files
from bot.simulator.registry import method, required
from bot.simulator.state import STACK_LIMIT
from bot.simulator.strict import MOST_VIEW_BYTES, check_view
from bot.simulator.things import JsonObject, OpenView


def validate(core: Core, view: object, kind: str | None = None) -> JsonObject:
    """Refuse a view that Slack would not take."""
    if not isinstance(view, dict):
        code = "invalid_arguments"
        raise Refused(code, messages=["must provide an object [json-pointer:/view]"])
    wrong = check_view(view)
    if any("250 KB" in one for one in wrong):
        code = "view_too_large"
        raise Refused(code, limit=MOST_VIEW_BYTES)
    if kind and view.get("type") != kind:
        wrong = [*wrong, f"must be a {kind} [json-pointer:/view/type]"]
    if wrong:
        code = "invalid_arguments"
        raise Refused(code, messages=wrong)
    check_files(core, view.get("blocks"), "invalid_arguments")
    if any((block.get("element") or {}).get("type") == "file_input" for block in view["blocks"]):
        core.needs("files:read")
    return view


def _unique_external_id(core: Core, view: JsonObject, besides: OpenView | None = None) -> None:
    wanted = view.get("external_id")
    if wanted and any(one.external_id == wanted and one is not besides for one in core.world.all_views()):
        code = "duplicate_external_id"
        raise Refused(code)


def _describe(core: Core, shown: OpenView, view: JsonObject) -> None:
    shown.blocks = dress(view["blocks"])
    shown.values = state_of(shown.blocks, shown.values)
    shown.title, shown.submit, shown.close = view.get("title"), view.get("submit"), view.get("close")
    shown.callback_id = view.get("callback_id") or ""
    shown.private_metadata = view.get("private_metadata") or ""
    shown.external_id = view.get("external_id") or ""
    shown.notify_on_close = bool(view.get("notify_on_close"))
    shown.clear_on_close = bool(view.get("clear_on_close"))
    shown.submit_disabled = bool(view.get("submit_disabled"))
    shown.errors = {}
    shown.hash = core.new_hash()
    shown.changed_at = core.world.touch()


def stack_up(core: Core, user: str, view: JsonObject) -> OpenView:
    """Put a checked modal on top of a person's stack."""
    stack = core.world.stack(user)
    if len(stack) >= STACK_LIMIT:
        code = "push_limit_reached"
        raise Refused(code)
    _unique_external_id(core, view)
    view_id = core.world.new_id("V")
    below = stack[-1] if stack else None
    shown = OpenView(
        id=view_id,
        user=user,
        type="modal",
        hash="",
        blocks=[],
        root_view_id=below.root_view_id if below else view_id,
        previous_view_id=below.id if below else None,
    )
    stack.append(shown)
    _describe(core, shown, view)
    return shown


def replace(core: Core, shown: OpenView, view: JsonObject) -> OpenView:
    """Show something else in a view that is open."""
    _unique_external_id(core, view, besides=shown)
    _describe(core, shown, view)
    return shown


@method("views.open", tier=4)
def open_view(core: Core, args: JsonObject) -> JsonObject:
    """Open a modal in answer to an interaction."""
    required(args, "trigger_id", "view")
    view = validate(core, args["view"], "modal")
    trigger = core.exchange(str(args["trigger_id"]))
    if trigger.view_id is None:
        # A new interaction outside of any modal means that the person has closed what was open.
        core.world.stack(trigger.user).clear()
    return {"view": payloads.view(core, stack_up(core, trigger.user, view))}


@method("views.push", tier=4)
def push_view(core: Core, args: JsonObject) -> JsonObject:
    """Put a modal on top of the one that the interaction happened in."""
    required(args, "trigger_id", "view")
    view = validate(core, args["view"], "modal")
    trigger = core.exchange(str(args["trigger_id"]))
    if trigger.view_id is None:
        code = "invalid_trigger_id"
        raise Refused(code)
    return {"view": payloads.view(core, stack_up(core, trigger.user, view))}


@method("views.update", tier=4)
def update_view(core: Core, args: JsonObject) -> JsonObject:
    """Show something else in an open view."""
    required(args, "view")
    if not args.get("view_id") and not args.get("external_id"):
        required(args, "view_id")
    shown = next(
        (
            one
            for one in core.world.all_views()
            if one.id == args.get("view_id") or (args.get("external_id") and one.external_id == args["external_id"])
        ),
        None,
    )
    if shown is None:
        code = "not_found"
        raise Refused(code)
    view = validate(core, args["view"], shown.type)
    if args.get("hash") and args["hash"] != shown.hash:
        code = "hash_conflict"
        raise Refused(code, view=payloads.view(core, shown))
    return {"view": payloads.view(core, replace(core, shown, view))}


@method("views.publish", tier=4)
def publish_view(core: Core, args: JsonObject) -> JsonObject:
    """Show a person's App Home."""
    required(args, "user_id", "view")
    user = str(args["user_id"])
    if not core.profile.home_tab:
        code = "not_enabled"
        raise Refused(code)
    if user not in core.world.users:
        code = "user_not_found"
        raise Refused(code)
    view = validate(core, args["view"], "home")
    shown = core.world.homes.get(user)
    if args.get("hash") and (shown is None or args["hash"] != shown.hash):
        code = "hash_conflict"
        raise Refused(code)
    if shown is None:
        view_id = core.world.new_id("V")
        shown = OpenView(id=view_id, user=user, type="home", hash="", blocks=[], root_view_id=view_id)
        core.world.homes[user] = shown
    return {"view": payloads.view(core, replace(core, shown, view))}

"""A person's hands: everything that somebody in the workspace can do, as the tests, `play` and the page do it."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from bot.simulator import payloads
from bot.simulator.answers import answer_command, answer_submission
from bot.simulator.blocks import KEPT, Placed, placed
from bot.simulator.core import Core, Execution
from bot.simulator.delivery import Deliveries, Kind
from bot.simulator.errors import BadAnswer, NotThere, Unacknowledged
from bot.simulator.eyes import PATIENCE, Eyes
from bot.simulator.forms import complaint, filled, pick, plain
from bot.simulator.methods_functions import complaints
from bot.simulator.reading import find_element
from bot.simulator.things import JsonObject, OpenView, SimChannel, SimMessage

Holder = SimMessage | OpenView
Taken = TypeVar("Taken")


class Hand(Eyes):
    """One person. Every action returns when the app has acknowledged it, and raises Unacknowledged when it has not."""

    def __init__(self, core: Core, deliveries: Deliveries, user_id: str) -> None:
        """Act as a person of the workspace."""
        super().__init__(core.world, user_id)
        self.core = core
        self.deliveries = deliveries

    @property
    def patience(self) -> float:
        """Who gives the app longer to answer waits longer for what it shows."""
        return max(PATIENCE, self.core.ack_seconds)

    async def command(self, where: str | SimChannel, typed: str) -> SimMessage | None:
        """Type a slash command; the message it was answered with, if it was at once."""
        channel = self.channel(where)
        name, _, words = typed.strip().partition(" ")
        self._begin()
        if name == "/invite":
            await self.invite(channel, words.strip().lstrip("@"))
            return None
        if name not in self.core.profile.commands:
            message = f"{name} is not a valid command"
            raise NotThere(message)
        form = payloads.command(self.core, self.id, channel, name, words.strip())
        answer = await self._send(Kind.COMMAND, dict(form))
        return self._take(lambda: answer_command(self.core, self.id, channel.id, answer))

    async def click(
        self,
        holder: Holder,
        action_id: str,
        value: object = None,
        *,
        block_id: str | None = None,
        text: str | None = None,
    ) -> None:
        """Click a button, or choose `value` in a select, picker, overflow menu, checkboxes or a dispatching input."""
        self._present(holder)
        where = find_element(holder.blocks, action_id, value, block_id=block_id, text=text)
        if where.in_input and not where.block.get("dispatch_action"):
            message = f"{action_id} is an input that is sent with the view, not at once"
            raise NotThere(message)
        self._begin()
        action: JsonObject = {
            "type": where.kind,
            "block_id": where.block_id,
            "action_id": where.action_id,
            "action_ts": self.world.clock.ts(),
        }
        shown = ("text", "value", "style", "url", "placeholder")
        action |= {name: where.element[name] for name in shown if name in where.element}
        if where.kind == "overflow":
            action["selected_option"] = pick(where.element["options"], value)
        elif where.kind in KEPT:
            state = filled(self.core, self.id, where, value, await self._offered(holder, where, value))
            holder.values.setdefault(where.block_id, {})[where.action_id] = state
            holder.changed_at = self.world.touch()
            action |= state
        await self._send(Kind.INTERACTION, self._block_actions(holder, action))

    async def fill(self, values: Mapping[str, object], view: OpenView | None = None) -> OpenView:
        """Put values into the inputs of a modal (top one by default) without submitting it."""
        shown = self._top(view)
        inputs = {one.block_id: one for one in placed(shown.blocks) if one.in_input}
        for block_id, value in values.items():
            where = inputs.get(str(block_id))
            if where is None:
                message = f"no input {block_id!r} among {list(inputs)}"
                raise NotThere(message)
            offered = await self._offered(shown, where, value)
            state = filled(self.core, self.id, where, value, offered)
            shown.values.setdefault(where.block_id, {})[where.action_id] = state
        shown.changed_at = self.world.touch()
        return shown

    async def submit(
        self, values: Mapping[str, object] | None = None, view: OpenView | None = None
    ) -> dict[str, str] | OpenView | None:
        """Fill a modal in and submit it: the errors by block id, or the modal then on top, or None when none is."""
        shown = await self.fill(values or {}, view)
        if shown.submit is None and not any(one.in_input for one in placed(shown.blocks)):
            message = "this modal has no submit button"
            raise NotThere(message)
        shown.errors = {}
        for one in placed(shown.blocks):
            wrong = complaint(one, shown.values[one.block_id][one.action_id]) if one.in_input else None
            if wrong:
                shown.errors[one.block_id] = wrong
        if shown.errors:
            shown.changed_at = self.world.touch()
            return dict(shown.errors)
        self._begin()
        payload = payloads.interaction(self.core, "view_submission", self.id, view_id=shown.id)
        payload |= {"view": payloads.view(self.core, shown), "response_urls": []}
        answer = await self._send(Kind.INTERACTION, payload)
        self._take(lambda: answer_submission(self.core, shown, answer))
        return dict(shown.errors) if shown.errors else self.view

    async def close(self, view: OpenView | None = None, *, everything: bool = False) -> None:
        """Close the modal on top, or with `everything` the whole stack, as the cross does."""
        shown = self._top(view)
        self._begin()
        stack = self.world.stack(self.id)
        cleared = everything or shown.clear_on_close
        gone = stack[::-1] if cleared else [shown]
        for one in gone:
            self.core.close_top(one)
        for one in gone:
            if one.notify_on_close:
                payload = payloads.interaction(self.core, "view_closed", self.id)
                payload |= {"view": payloads.view(self.core, one), "is_cleared": cleared}
                payload.pop("trigger_id")
                await self._send(Kind.INTERACTION, payload)

    async def message_shortcut(self, message: SimMessage, callback_id: str) -> None:
        """Choose a shortcut in the menu of a message."""
        self._present(message)
        self._offers(callback_id, "message")
        if message.ephemeral_to:
            text = "an ephemeral message has no shortcuts"
            raise NotThere(text)
        self._begin()
        payload = payloads.interaction(self.core, "message_action", self.id)
        channel = self.world.channels[message.channel]
        payload |= {
            "callback_id": callback_id,
            "action_ts": self.world.clock.ts(),
            "message_ts": message.ts,
            "message": payloads.message(self.core, message),
            "channel": payloads.place(channel),
            "response_url": self.core.new_response_url("actions", self.id, channel.id),
        }
        await self._send(Kind.INTERACTION, payload)

    async def global_shortcut(self, callback_id: str) -> None:
        """Choose a shortcut from the lightning menu."""
        self._offers(callback_id, "global")
        self._begin()
        payload = payloads.interaction(self.core, "shortcut", self.id)
        payload |= {"callback_id": callback_id, "action_ts": self.world.clock.ts()}
        await self._send(Kind.INTERACTION, payload)

    async def open_home(self) -> OpenView | None:
        """Open the app's home tab; what is shown there once the app has acknowledged."""
        self._begin()
        event: JsonObject = {"type": "app_home_opened", "user": self.id, "channel": self.direct.id, "tab": "home"}
        if self.home:
            event["view"] = payloads.view(self.core, self.home)
        await self._event(event)
        return self.home

    async def say(
        self, where: str | SimChannel, text: str, thread: str | None = None, files: list[str] | None = None
    ) -> SimMessage:
        """Write a message in a channel or a thread."""
        channel = self.channel(where)
        self._begin()
        sent = SimMessage(channel.id, self.world.clock.ts(), self.id, text, thread_ts=thread, files=list(files or []))
        self.world.put(sent)
        for file_id in sent.files:
            self.world.files[file_id].shares.setdefault(channel.id, []).append(sent.ts)
        if self.world.bot_user_id in channel.members:
            await self._tell_of(channel, sent)
        return sent

    async def invite(self, where: str | SimChannel, who: str) -> None:
        """Bring somebody (by id or name; the bot too) into a channel."""
        channel = self.channel(where)
        guest = next((one for one in self.world.users.values() if who in {one.id, one.name}), None)
        if guest is None:
            message = f"nobody here is called {who!r}"
            raise NotThere(message)
        if guest.id in channel.members:
            return
        channel.members.add(guest.id)
        self.world.touch()
        if self.world.bot_user_id in channel.members:
            kind = "G" if channel.is_private else "C"
            event = {"type": "member_joined_channel", "user": guest.id, "channel": channel.id, "channel_type": kind}
            await self._event(event | {"team": self.world.team_id, "inviter": self.id})

    async def suggest(self, holder: Holder, action_id: str, query: str) -> list[JsonObject]:
        """Type into an external select: the options that the app offers."""
        where = find_element(holder.blocks, action_id, None)
        if len(query) < where.element.get("min_query_length", 3):
            return []
        payload = payloads.interaction(self.core, "block_suggestion", self.id)
        payload.pop("trigger_id")
        payload |= {"action_id": action_id, "block_id": where.block_id, "value": query} | self._container(holder)
        answer = await self._send(Kind.INTERACTION, payload)
        groups = answer.get("option_groups") or []
        return [*(answer.get("options") or []), *(one for group in groups for one in group["options"])]

    async def run_step(self, callback_id: str, inputs: JsonObject) -> Execution:
        """Run a workflow that has one step; how the app ended it. Slack says itself who runs it, as `who`."""
        function = self.core.profile.functions[callback_id]
        given = {"who": {"id": self.id, "secret": "simulated"}} | inputs
        wrong = complaints(function["input_parameters"], given)
        if wrong:
            raise NotThere("; ".join(wrong))
        execution = self.core.new_execution(callback_id)
        event: JsonObject = {
            "type": "function_executed",
            "function": payloads.function(self.core, callback_id, function),
            "inputs": given,
            "function_execution_id": execution.id,
            "workflow_execution_id": self.world.new_id("Wx"),
            "bot_access_token": execution.token,
        }
        self._begin()
        await self._event(event)
        await self._wait(lambda: execution if execution.ended else None, f"the end of {callback_id}", None)
        return execution

    # --- how ---

    def _begin(self) -> None:
        self._mark = self.world.version

    async def _send(self, kind: Kind, payload: JsonObject) -> JsonObject:
        try:
            return await self.deliveries.send(kind, payload)
        except (Unacknowledged, BadAnswer) as failed:
            self.world.problem(str(payload.get("type") or payload.get("command")), str(failed))
            raise

    async def _event(self, event: JsonObject) -> None:
        acknowledged = await self.deliveries.event(event)
        wanted = event["type"] in self.core.profile.events
        if wanted and not acknowledged:
            message = f"the event {event['type']}"
            raise Unacknowledged(message)

    def _take(self, act: Callable[[], Taken]) -> Taken:
        try:
            return act()
        except BadAnswer as bad:
            self.world.problem("answer", str(bad))
            raise

    async def _tell_of(self, channel: SimChannel, sent: SimMessage) -> None:
        kind = "im" if channel.is_im else "group" if channel.is_private else "channel"
        event = payloads.message(self.core, sent) | {"channel": channel.id, "channel_type": kind}
        listed = "message.im" if channel.is_im else "message.groups" if channel.is_private else "message.channels"
        if listed in self.core.profile.events:
            await self.deliveries.event({**event, "event_ts": sent.ts})
        if f"<@{self.world.bot_user_id}>" in sent.text:
            mention = {name: value for name, value in event.items() if name != "channel_type"}
            await self._event({**mention, "type": "app_mention", "event_ts": sent.ts})

    def _offers(self, callback_id: str, kind: str) -> None:
        if self.core.profile.shortcuts.get(callback_id) != kind:
            message = f"no {kind} shortcut {callback_id!r}"
            raise NotThere(message)

    def _present(self, holder: Holder) -> None:
        """Nobody can click what is not before them."""
        if isinstance(holder, OpenView):
            if holder is not (self.view if holder.type == "modal" else self.home):
                message = "this view is not before the person"
                raise NotThere(message)
            return
        channel = self.world.channels[holder.channel]
        there = self.world.message(holder.channel, holder.ts) is holder
        if not there or self.id not in channel.members or holder.ephemeral_to not in {None, self.id}:
            message = "this message is not before the person"
            raise NotThere(message)

    def _top(self, view: OpenView | None) -> OpenView:
        top = self.view
        if top is None or (view is not None and view is not top):
            message = f"{self.user.name} has no such modal on top"
            raise NotThere(message)
        return top

    def _container(self, holder: Holder) -> JsonObject:
        if isinstance(holder, OpenView):
            return {"container": {"type": "view", "view_id": holder.id}, "view": payloads.view(self.core, holder)}
        container = {
            "type": "message",
            "message_ts": holder.ts,
            "channel_id": holder.channel,
            "is_ephemeral": holder.ephemeral_to is not None,
        }
        if holder.is_reply:
            container["thread_ts"] = holder.thread_ts
        told: JsonObject = {
            "container": container,
            "channel": payloads.place(self.world.channels[holder.channel]),
        }
        if holder.ephemeral_to is None:
            told["message"] = payloads.message(self.core, holder)
        return told

    def _block_actions(self, holder: Holder, action: JsonObject) -> JsonObject:
        view_id = holder.id if isinstance(holder, OpenView) and holder.type == "modal" else None
        payload = payloads.interaction(self.core, "block_actions", self.id, view_id=view_id)
        payload |= self._container(holder) | {"actions": [action]}
        if isinstance(holder, SimMessage):
            payload["state"] = {"values": holder.values}
            payload["response_url"] = self.core.new_response_url("actions", self.id, holder.channel, holder.ts)
        return payload

    async def _offered(self, holder: Holder, where: Placed, value: object) -> list[JsonObject] | None:
        """The options of an external select: a person can choose only what they were offered."""
        if "external" not in where.kind or value in (None, "", []):
            return None
        return await self.suggest(holder, where.action_id, plain(value))

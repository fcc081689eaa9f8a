"""What a person does on the page, done by their hand in the simulator. The page is as strict as the hand is."""

import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta

from bot.i18n import Say
from bot.simulator.blocks import placed
from bot.simulator.errors import BadAnswer, NotThere, Unacknowledged
from bot.simulator.page.shown import find_message
from bot.simulator.page.surface import Surface
from bot.simulator.page.values import said
from bot.simulator.people import Hand
from bot.simulator.state import World
from bot.simulator.things import OpenView, SimMessage
from bot.views.texts import quoted

Answer = dict[str, Any]
Asked = Mapping[str, Any]
NextReview = Callable[[], Awaitable[datetime | None]]
STEPS = {
    "hour": relativedelta(hours=1),
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
}
CHANNEL = "slack#/types/channel_id"
BY_SLACK = "slack#/types/user_context"  # an input that nobody fills in
_AT = re.compile(r"@([\w.\-]+(?: [\w.\-]+)?)")


class SorryError(Exception):
    """What was asked cannot be done; the sentence says why."""


class Doings:
    """Everything one person can ask the page to do."""

    def __init__(self, hand: Hand, _: Say, next_review: NextReview | None = None) -> None:
        """Act as the person whose hand it is."""
        self.hand, self.say, self.next_review = hand, _, next_review
        self.world: World = hand.world

    async def do(self, what: str, asked: Asked) -> Answer:
        """Do one thing; failures come back as sentences."""
        _ = self.say
        app = self.world.app_name
        known: dict[str, Callable[[Asked], Awaitable[Answer | None]]] = {
            "say": self._say,
            "act": self._act,
            "submit": self._submit,
            "close": self._close,
            "shortcut": self._shortcut,
            "step": self._step,
            "places": self._places,
            "options": self._options,
            "home": self._home,
            "clock": self._clock,
        }
        if what not in known:
            return {"ok": False, "error": _("The page asked for something unknown. Reload it.")}
        try:
            return {"ok": True, **(await known[what](asked) or {})}
        except SorryError as sorry:
            return {"ok": False, "error": str(sorry)}
        except Unacknowledged:
            return {"ok": False, "error": _("{app} did not answer in time. Nothing is lost here: try again.", app=app)}
        except BadAnswer as bad:
            why = "; ".join(str(part) for part in bad.args)
            return {"ok": False, "error": _("{app} gave an answer that Slack does not take: {why}", app=app, why=why)}
        except (NotThere, KeyError) as gone:
            return {"ok": False, "error": _("That is not there any more, or not for you."), "detail": str(gone)}

    async def _say(self, asked: Asked) -> Answer | None:
        _ = self.say
        text, channel, thread = str(asked["text"]).strip(), str(asked["channel"]), str(asked.get("thread") or "")
        if not text:
            return None
        if text.startswith("/"):
            await self._command(channel, thread, text)
            return None
        sent = await self.hand.say(channel, self._as_sent(text), thread=thread or None)
        if thread and asked.get("broadcast"):
            sent.reply_broadcast = True
            self.world.touch()
        return None

    async def _command(self, channel: str, thread: str, text: str) -> None:
        _ = self.say
        name = text.partition(" ")[0]
        if thread:
            raise SorryError(
                _("{command} does not work in threads. Type it in the channel, as in Slack.", command=name)
            )
        if name not in {*self.hand.core.profile.commands, "/invite"}:
            wanted = ", ".join(sorted(self.hand.core.profile.commands))
            raise SorryError(_("{command} is not a command here. Try {wanted}.", command=name, wanted=wanted))
        await self.hand.command(channel, text)

    def _as_sent(self, text: str) -> str:
        """Write a text as Slack's client sends it: escaped, people by id."""
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        ids = {user.real_name.lower(): user.id for user in self.world.users.values()}
        ids |= {user.name.lower(): user.id for user in self.world.users.values()}

        def person(match: re.Match[str]) -> str:
            both, first = match[1], match[1].split(" ")[0]
            for name in (both, first):
                if name.lower() in ids:
                    return f"<@{ids[name.lower()]}>{both[len(name) :]}"
            return match[0]

        return _AT.sub(person, text)

    def _holder(self, ref: str) -> SimMessage | OpenView:
        holder = self.world.find_view(ref) or find_message(self.world, ref)
        if holder is None:
            raise SorryError(self.say("That is not there any more, or not for you."))
        return holder

    async def _act(self, asked: Asked) -> None:
        holder = self._holder(str(asked["surface"]))
        block, action = str(asked["block"]), str(asked["action"])
        if isinstance(holder, OpenView) and holder.type == "modal":
            await self.hand.fill(self._filled(holder, asked.get("values") or {}), holder)
        kinds = {(one.block_id, one.action_id): one.kind for one in placed(holder.blocks)}
        kind = kinds.get((block, action), "")
        await self.hand.click(holder, action, said(kind, asked.get("value"), self.say.tz), block_id=block)

    async def _submit(self, asked: Asked) -> Answer:
        view = self._holder(str(asked["surface"]))
        if not isinstance(view, OpenView):
            raise SorryError(self.say("That is not there any more, or not for you."))
        outcome = await self.hand.submit(self._filled(view, asked.get("values") or {}), view)
        return {"errors": isinstance(outcome, dict)}

    def _filled(self, view: OpenView, values: Mapping[str, Mapping[str, Any]]) -> dict[str, object]:
        """Read the inputs of a form by block, those alone that the view has."""
        return {
            one.block_id: said(one.kind, values[one.block_id].get(one.action_id), self.say.tz)
            for one in placed(view.blocks)
            if one.in_input and one.action_id in values.get(one.block_id, {})
        }

    async def _close(self, asked: Asked) -> None:
        view = self.hand.view
        if view is not None and view.id == asked.get("view"):
            await self.hand.close(view, everything=bool(asked.get("all")))

    async def _shortcut(self, asked: Asked) -> None:
        if not asked.get("surface"):
            await self.hand.global_shortcut(str(asked["callback"]))
            return
        message = self._holder(str(asked["surface"]))
        if isinstance(message, SimMessage):
            await self.hand.message_shortcut(message, str(asked["callback"]))

    async def _places(self, _asked: Asked) -> Answer:
        """List the channels that the person may choose."""
        there = [one for one in self.world.channels.values() if self.hand.id in one.members and not one.is_im]
        return {"places": [{"id": one.id, "name": one.name} for one in there]}

    async def _step(self, asked: Asked) -> Answer:
        """Run a workflow of one step, as Workflow Builder would with these values."""
        _ = self.say
        functions = self.hand.core.profile.functions
        function = functions[str(asked["callback"])]
        given = {name: str(value).strip() for name, value in dict(asked["inputs"]).items()}
        inputs = {
            name: self._typed(function["input_parameters"][name], value) for name, value in given.items() if value
        }
        missing = [
            quoted(rule["title"], _)
            for name, rule in function["input_parameters"].items()
            if rule.get("is_required") and name not in inputs and rule["type"] != BY_SLACK
        ]
        if missing:
            raise SorryError(_("Please fill in: {fields}", fields=_.listed(missing)))
        ended = await self.hand.run_step(str(asked["callback"]), inputs)
        if ended.error:
            raise SorryError(_("The step failed: {why}", why=ended.error))
        back = [(function["output_parameters"][name], value) for name, value in (ended.outputs or {}).items()]
        return {"outputs": [{"name": rule["title"], "value": self._back(rule, value)} for rule, value in back]}

    def _back(self, rule: Mapping[str, Any], value: object) -> str:
        channel = self.world.channels.get(str(value)) if rule["type"] == CHANNEL else None
        return f"#{channel.name}" if channel else str(value)

    def _typed(self, rule: Mapping[str, Any], value: str) -> object:
        """Read what was typed as the type that the step takes: Workflow Builder lets nothing else in."""
        if rule["type"] != "integer":
            return value
        if not (value.isascii() and value.isdigit()):
            raise SorryError(self.say("{field}: this is not a number.", field=rule["title"]))
        return int(value)

    async def _options(self, asked: Asked) -> Answer:
        holder = self._holder(str(asked["surface"]))
        offered = await self.hand.suggest(holder, str(asked["action"]), str(asked["query"]))
        return {"groups": [{"label": "", "options": [Surface.choice(option) for option in offered]}]}

    async def _home(self, _asked: Asked) -> None:
        await self.hand.open_home()

    async def _clock(self, asked: Asked) -> Answer:
        _ = self.say
        now = self.world.clock.now()
        if asked["by"] == "review":
            due = await self.next_review() if self.next_review else None
            if due is None:
                raise SorryError(_("No review is planned yet. Step 6 of a workshop sets how often."))
            by = max(timedelta(0), due - now) + timedelta(seconds=1)
        else:
            by = now + STEPS[str(asked["by"])] - now
        then = await self.world.clock.shift(by)
        self.world.touch()
        return {"said": _("It is {when} now.", when=_.when(then))}

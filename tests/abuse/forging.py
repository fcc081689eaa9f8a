"""All that Cairn gives people to press and fill in, gathered by pressing it, and the same with other people's ids."""

import copy
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.ids import Action, Field, Modal, Shortcut
from bot.listeners.registry import Word
from bot.simulator.blocks import Placed, dress, placed, state_of
from bot.views import messages
from tests.abuse import tenancy
from tests.abuse.tenancy import GONE, OPEN, OURS, OVER, PEOPLE, SHUT, SHUT_IN, THEIRS, Made, Who, channel, who
from tests.abuse.wire import NUMBERS, Answer, Json, Wire
from workflows import maps
from workflows.ports import Order
from workflows.words import PostingKind

DIGITS = re.compile(r"\d+")
EACH = 3  # examples kept of one kind of button on one map
CRAWLED = ((OURS, OPEN), (OURS, SHUT), (OURS, OVER), (THEIRS, OPEN))
VIEWS = ("views.open", "views.push", "views.update", "views.publish")
IDS = ("w", "i", "s", "v")  # as `bot.values` writes them down: map, item, stage, version


@dataclass(frozen=True, slots=True)
class Button:
    """Something that can be pressed or chosen from, with the view it stands in, if any."""

    element: Json
    block_id: str
    view: Json | None

    @property
    def action_id(self) -> str:
        return str(self.element["action_id"])

    def values(self) -> list[str]:
        """All that it may send."""
        groups = self.element.get("option_groups") or [self.element]
        options = [str(one["value"]) for group in groups for one in group.get("options") or ()]
        return [str(self.element["value"])] if "value" in self.element else options


@dataclass
class Corpus:
    """Buttons by action and forms by modal, as they were given to those who may."""

    buttons: dict[str, list[Button]] = field(default_factory=dict)
    views: dict[str, list[Json]] = field(default_factory=dict)
    _kept: dict[tuple[str, str], int] = field(default_factory=dict)

    def absorb(self, answer: Answer) -> Iterator[Button]:
        """Keep what an answer gives to press and to fill in; what is new of it."""
        for where, told in answer.said:
            said = json.loads(tenancy.WORDS.sub("said", json.dumps(told)))  # what is sent back would come back
            view = said.get("view") if isinstance(said, dict) else None
            if isinstance(view, dict) and view.get("blocks") and (where in VIEWS or where == "answer"):
                yield from self.view(view)
            elif isinstance(said, dict) and said.get("blocks"):
                yield from self.blocks(said["blocks"], None)

    def view(self, view: Json) -> Iterator[Button]:
        """Keep a view."""
        shown = {**view, "blocks": _named(view["blocks"])}
        name = shown.get("callback_id") or "home"
        if self._new("view", f"{name}{_kind(shown.get('private_metadata') or '')}"):
            self.views.setdefault(name, []).append(shown)
        yield from self.blocks(shown["blocks"], shown)

    def blocks(self, blocks: list[Json], view: Json | None) -> Iterator[Button]:
        """Keep the buttons of blocks."""
        for one in placed(_named(blocks)):
            if one.element.get("url"):
                continue
            made = Button(one.element, one.block_id, view)
            values = made.values()
            if self._new(one.action_id.split(":")[0], _kind(values[0] if values else "")):
                self.buttons.setdefault(one.action_id.split(":")[0], []).append(made)
                yield made

    def _new(self, name: str, kind: str) -> bool:
        self._kept[name, kind] = self._kept.get((name, kind), 0) + 1
        return self._kept[name, kind] <= EACH


def _named(blocks: list[Json]) -> list[Json]:
    """Blocks with the ids that Slack gives where Cairn gives none; the same in every run, as Slack's own are not."""
    return dress([{"block_id": f"b{number}", **block} for number, block in enumerate(blocks)])


def _kind(text: str) -> str:
    """What of a value tells kinds apart: its words and its map, not the ids of single things."""
    try:
        told = json.loads(text)
        return f"{told.get('w')}/{told.get('k')}/{told.get('t')}"
    except (ValueError, AttributeError):
        return DIGITS.sub("#", text)[:40]


def names() -> list[tuple[str, str]]:
    """Everything that can be tried, from where it is listed: a new one is tried without being named here."""
    return [
        *(("command", str(word)) for word in Word),
        *(("press", str(action)) for action in Action),
        *(("press", str(name)) for name in Field),
        *(("submit", str(modal)) for modal in Modal),
        *(("close", str(modal)) for modal in (Modal.INFO,)),
        *(("shortcut", str(one)) for one in Shortcut),
        ("event", "app_home_opened"),
    ]


def place(where: str) -> tuple[str, str]:
    """A channel as Slack tells of it: private ones without a name."""
    private = any(where == channel(team, kind) for team in (OURS, THEIRS) for kind in SHUT_IN)
    return where, "privategroup" if private else where.lower()


async def crawl(wire: Wire, made: Made, limit: int = 350) -> Corpus:
    """Have those who lead type and press everything there is, and keep what they are given."""
    corpus = Corpus()
    waiting: list[tuple[Who, Button]] = []
    for team, kind in CRAWLED:
        one = who(team, "lead")
        for word in (*Word, "list deleted", "list zq", ""):
            answer = await wire.command(team, one.user, place(channel(team, kind)), str(word))
            waiting += [(one, button) for button in corpus.absorb(answer)]
    for one in (who(OURS, "lead"), who(OURS, "part"), who(THEIRS, "lead")):
        answer = await wire.event(one.team, {"type": "app_home_opened", "user": one.user, "tab": "home"})
        waiting += [(one, button) for button in corpus.absorb(answer)]
    for team, kind in CRAWLED:
        waiting += [(who(team, "lead"), one) for one in await _messages(wire, made, corpus, team, kind)]
    often: Counter[tuple[str, str]] = Counter()
    for _ in range(limit):
        choices = [(one, button, value) for one, button in waiting for value in button.values() or [""]]
        fresh = min(choices, key=lambda each: often[each[1].action_id.split(":")[0], _kind(each[2])], default=None)
        if fresh is None:
            break
        one, button, value = fresh
        often[button.action_id.split(":")[0], _kind(value)] += 1
        container = {"view": {"id": "V1", "hash": "h1", **button.view}} if button.view else {"channel": _there(one)}
        answer = await wire.interaction(
            "block_actions", one.team, one.user, one.home, actions=[pressed(button, value)], **container
        )
        waiting += [(one, found) for found in corpus.absorb(answer)]
    for views in list(corpus.views.values()):
        for view in list(views):
            answer = await submitted(wire, who(OURS, "lead"), filled(view, random.Random(1)))
            list(corpus.absorb(answer))
    return corpus


async def _messages(wire: Wire, made: Made, corpus: Corpus, team: str, kind: str) -> list[Button]:
    """What stands on the messages of a map, of every kind that speaks of it."""
    lead, workshop = who(team, "lead"), made.maps[team, kind]
    snapshot = await maps.snapshot(wire.desk, lead.actor, workshop)
    found: list[Button] = []
    pain = snapshot.pains[0].id if snapshot.pains else None
    for sort in PostingKind:
        for subject in (snapshot.outline.step, pain, None):
            order = Order(1, f"{sort}:{workshop}:1", sort, team, channel(team, kind), None, subject, None, None)
            try:
                message = messages.build(order, snapshot)
            except (KeyError, ValueError, LookupError, TypeError, AttributeError, StopIteration):
                continue  # a message of something that this map has not
            found += corpus.absorb(Answer(200, [("message", {"blocks": message.blocks})], []))
    return found


def _there(one: Who) -> Json:
    where, name = place(one.channels[0])
    return {"id": where, "name": name}


def pressed(button: Button, value: str) -> Json:
    """An element with what was chosen of it, as Slack tells."""
    kind = button.element["type"]
    told: Json = {"action_id": button.action_id, "block_id": button.block_id, "type": kind, "action_ts": "1.1"}
    if kind == "button":
        return told | {"value": value}
    if kind in {"overflow", "static_select", "external_select", "radio_buttons"}:
        return told | {"selected_option": {"text": {"type": "plain_text", "text": "x"}, "value": value}}
    return told | {"value": value, "selected_options": []}


def filled(view: Json, dice: random.Random, ids: list[int] | None = None, people: tuple[str, ...] = ()) -> Json:
    """A view as somebody submits it: texts written, something chosen; with `ids`, other ids than were offered."""
    blocks = copy.deepcopy(view["blocks"])
    values = state_of(blocks)
    for one in placed(blocks):
        if one.block_id in values and one.in_input:
            state = values[one.block_id][one.action_id]
            _fill(one, state, dice, people)
            if ids and dice.random() < 0.5:
                values[one.block_id][one.action_id] = _swapped(state, ids, dice)
    if ids and dice.random() < 0.4:
        values = {DIGITS.sub(lambda _m: str(dice.choice(ids)), name): state for name, state in values.items()}
    number = next(NUMBERS)
    more = {"id": f"V{number}", "hash": f"h{number}", "state": {"values": values}, "type": "modal"}
    return {"callback_id": "", "private_metadata": "", **view, "blocks": blocks, **more}


def _fill(one: Placed, state: Json, dice: random.Random, people: tuple[str, ...]) -> None:
    kind, element = one.kind, one.element
    groups = element.get("option_groups") or [element]
    options = [option for group in groups for option in group.get("options") or ()]
    if kind == "plain_text_input":
        state["value"] = element.get("initial_value") or dice.choice(["Forged words", "7", "", "one\ntwo"])
    elif "selected_option" in state and options:
        state["selected_option"] = dice.choice(options)
    elif "selected_options" in state and options:
        state["selected_options"] = dice.sample(options, dice.randint(0, min(3, len(options))))
    elif kind == "users_select" and people and dice.random() < 0.5:
        state["selected_user"] = dice.choice(people)
    elif kind == "multi_users_select" and people:
        state["selected_users"] = dice.sample(people, dice.randint(0, 2))
    elif kind == "conversations_select":
        kinds = (OPEN, SHUT, GONE)
        state["selected_conversation"] = channel(dice.choice((OURS, THEIRS)), dice.choice(kinds))
    elif kind == "datepicker" and not state.get("selected_date"):
        state["selected_date"] = "2027-01-15"


def _swapped(value: Any, ids: list[int], dice: random.Random) -> Any:
    """The same state, with other ids in the values of what was chosen."""
    if isinstance(value, dict):
        return {
            name: forged(item, ids, dice) if name == "value" and isinstance(item, str) else _swapped(item, ids, dice)
            for name, item in value.items()
        }
    return [_swapped(item, ids, dice) for item in value] if isinstance(value, list) else value


def forged(text: str, ids: list[int], dice: random.Random, workshop: int | None = None) -> str:
    """A value of a button, an option or of metadata, that speaks of something else."""
    try:
        told = json.loads(text)
    except ValueError:
        return DIGITS.sub(lambda _m: str(dice.choice(ids)), text)
    if not isinstance(told, dict):
        return str(dice.choice(ids))
    if workshop is not None and ("w" in told or dice.random() < 0.3):
        told["w"] = workshop
    for name in IDS[1:]:
        if name in told and dice.random() < 0.7:
            told[name] = dice.choice(ids) if name != "v" else dice.randint(0, 9)
    return json.dumps(told)


async def submitted(wire: Wire, one: Who, view: Json) -> Answer:
    """Submit a view."""
    return await wire.interaction("view_submission", one.team, one.user, one.home, view=view)


EVERYBODY = tuple(one.user for one in PEOPLE)

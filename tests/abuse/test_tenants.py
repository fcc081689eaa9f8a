"""Two tenants and their people of every role try everything on everything: commands, buttons, forms, with any id.

Nothing that is not theirs to see may be in what comes back, no row that is not theirs to change may change, and
nothing may break. What can be tried is read from `bot.ids` and the list of typed words. `CAIRN_STEPS` says how often.
"""

import asyncio
import json
import os
import random
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from bot.ids import Modal, Shortcut
from storage.db import sync_url
from tests.abuse import forging, tenancy
from tests.abuse.forging import Button, Corpus
from tests.abuse.tenancy import PEOPLE, Ledger, Made, Who
from tests.abuse.wire import Answer, Wire, wired
from tests.conftest import Databases

pytestmark = [pytest.mark.thorough, pytest.mark.timeout(7200)]

USUAL = 20_000
STEPS = int(os.environ.get("CAIRN_STEPS", str(USUAL)))
EACH = 100  # steps in a row before everything is put back
TRIED = forging.names()
REFUSALS = ("not there any more", "not yours", "Only the", "Guests", "members of the workspace", "look on", "has ended")


@dataclass
class Stage:
    """What the steps are played on: one bot and its database for all of them."""

    runner: asyncio.Runner
    wire: Wire
    made: Made
    corpus: Corpus
    ledger: Ledger
    pristine: sqlite3.Connection
    tried: Counter[tuple[str, str]] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    changed: int = 0


@pytest.fixture(scope="module")
def stage(databases: Databases) -> Iterator[Stage]:
    url = databases.new("sqlite")
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        wire = runner.run(stack.enter_async_context(wired(url)))
        made = runner.run(tenancy.furnish(wire.desk))
        path = str(sync_url(url).database)
        pristine = sqlite3.connect(":memory:")
        sqlite3.connect(path).backup(pristine)
        corpus = runner.run(forging.crawl(wire, made))
        ledger = Ledger(path)
        ledger.restore(pristine)
        yield Stage(runner, wire, made, corpus, ledger, pristine)
        runner.run(stack.aclose())
    databases.drop(url)


class Tenants(RuleBasedStateMachine):
    """Anybody does anything."""

    on: Stage

    def __init__(self) -> None:
        super().__init__()
        self.on.ledger.restore(self.on.pristine)

    @rule(
        one=st.sampled_from(PEOPLE),
        what=st.sampled_from(TRIED),
        about=st.sampled_from([*tenancy.MAPS, None]),
        seed=st.integers(0, 2**32 - 1),
    )
    def does(self, one: Who, what: tuple[str, str], about: tuple[str, str] | None, seed: int) -> None:
        on, dice = self.on, random.Random(seed)
        workshop = on.made.maps[about] if about else 999_999
        answer = on.runner.run(attempt(on, one, what, workshop, dice))
        on.tried[what] += 1
        on.roles[one.role] += 1
        judge(on, one, what, answer)


async def attempt(on: Stage, one: Who, what: tuple[str, str], workshop: int, dice: random.Random) -> Answer:
    """One thing that somebody does."""
    kind, name = what
    wire, ids = on.wire, _ids(on.made, workshop, dice)
    if kind == "event":
        return await wire.event(one.team, {"type": name, "user": one.user, "tab": "home"})
    if kind == "command" and not one.outside:
        behind = dice.choice(["", "", str(dice.choice(ids)), f"A: {dice.choice(ids)}", "deleted", "zq", "words"])
        return await wire.command(one.team, one.user, forging.place(dice.choice(one.channels)), f"{name} {behind}")
    if kind in {"command", "press"}:
        return await _press(on, one, name if kind == "press" else "card_menu", workshop, ids, dice)
    if kind == "shortcut":
        return await _shortcut(on, one, name, dice)
    if kind == "close":
        view = {"id": "V1", "hash": "h", "type": "modal", "callback_id": name, "private_metadata": "", "blocks": []}
        return await wire.interaction("view_submission", one.team, one.user, one.home, view=view)
    return await _submit(on, one, name, workshop, ids, dice)


def _ids(made: Made, workshop: int, dice: random.Random) -> list[int]:
    """Ids of things that stand on a map; all of one kind, or of any."""
    of = made.items[workshop]
    chosen = of.get(dice.choice(sorted(of)), []) if of and dice.random() < 0.8 else []
    return chosen or [one for ids in of.values() for one in ids[:2]] or [999_999]


async def _press(on: Stage, one: Who, name: str, workshop: int, ids: list[int], dice: random.Random) -> Answer:
    known = on.corpus.buttons.get(name)
    made_up = Button(
        {"type": "button", "action_id": name, "value": json.dumps({"w": workshop, "i": dice.choice(ids)})}, "b", None
    )
    button = dice.choice(known) if known else made_up
    value = dice.choice(button.values() or [json.dumps({"w": workshop})])
    if dice.random() < 0.7:
        value = forging.forged(value, ids, dice, workshop)
    where, called = forging.place(dice.choice(one.channels))
    holder: dict[str, Any] = {"channel": {"id": where, "name": called}}
    if button.view is not None:
        view = forging.filled(button.view, dice, ids, forging.EVERYBODY)
        view["type"] = button.view.get("type", "modal")
        if dice.random() < 0.5:
            view["private_metadata"] = forging.forged(view["private_metadata"] or "{}", ids, dice, workshop)
        holder = {"view": view}
    action = forging.pressed(button, value)
    return await on.wire.interaction("block_actions", one.team, one.user, one.home, actions=[action], **holder)


async def _submit(on: Stage, one: Who, name: str, workshop: int, ids: list[int], dice: random.Random) -> Answer:
    known = on.corpus.views.get(name)
    empty: dict[str, Any] = {"callback_id": name, "private_metadata": json.dumps({"w": workshop}), "blocks": []}
    view = dice.choice(known) if known else empty
    told = view.get("private_metadata") or "{}"
    aim = dice.random()
    view = forging.filled(view, dice, ids if aim < 0.7 else None, forging.EVERYBODY)
    if aim < 0.7:
        view["private_metadata"] = forging.forged(told, ids, dice, workshop)
    return await forging.submitted(on.wire, one, view)


async def _shortcut(on: Stage, one: Who, name: str, dice: random.Random) -> Answer:
    where, called = forging.place(dice.choice(one.channels))
    more: dict[str, Any] = {"callback_id": name}
    if name in {Shortcut.ADD_MESSAGE, Shortcut.START_FROM}:
        message = {"type": "message", "user": one.user, "ts": "1.1", "text": "I was stuck here"}
        return await on.wire.interaction(
            "message_action",
            one.team,
            one.user,
            one.home,
            channel={"id": where, "name": called},
            message=message,
            **more,
        )
    return await on.wire.interaction("shortcut", one.team, one.user, one.home, **more)


def judge(on: Stage, one: Who, what: tuple[str, str], answer: Answer) -> None:
    """Nothing broke, nothing came back that is not theirs to see, and nothing changed that is not theirs to change."""
    assert answer.status == 200, (one, what, answer)
    assert not answer.faults, (one, what, "\n".join(answer.faults))
    was, changes = on.ledger.changes()
    text = answer.text
    on.refused += any(word in text for word in REFUSALS)
    for word in tenancy.blind_to(one, was):
        assert word not in text, (one, what, word, text[max(0, text.find(word) - 300) : text.find(word) + 100])
    if not changes:
        return
    on.changed += 1
    now = on.ledger.rows
    for name, before, after in changes:
        why = tenancy.forbidden(one, name, before, after, was, now)
        assert not why, (one, what, why, name, _difference(before, after))
    if any(name == "map_template" or (name == "workshop" and before is None) for name, before, _after in changes):
        # What somebody copies or keeps stands in another place from now on: the words say no more where they belong.
        on.ledger.restore(on.pristine)


def _difference(before: Any, after: Any) -> Any:
    if before is None or after is None:
        return before, after
    return {name: (before[name], after[name]) for name in before if before[name] != after[name]} | {
        "id": after.get("id")
    }


def test_nobody_sees_or_changes_what_is_not_theirs_whatever_they_try(stage: Stage) -> None:
    Tenants.on = stage
    run_state_machine_as_test(
        Tenants,
        settings=settings(
            max_examples=max(1, STEPS // EACH),
            stateful_step_count=EACH,
            deadline=None,
            database=None,
            print_blob=True,
            derandomize=STEPS <= USUAL,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        ),
    )
    steps = sum(stage.tried.values())
    shown = {str(modal) for modal in Modal} & set(stage.corpus.views)
    sys.stdout.write(
        f"\n{steps} steps: {len(stage.tried)} of {len(TRIED)} commands, actions and forms by {len(stage.roles)} roles, "
        f"{stage.refused} refused, {stage.changed} changed something; "
        f"{len(stage.corpus.buttons)} kinds of buttons and {len(shown)} forms seen before\n"
    )
    assert steps >= STEPS * 0.95
    assert stage.refused > steps / 50
    assert stage.changed > steps / 500
    if steps >= 20_000:
        assert len(stage.tried) > 0.95 * len(TRIED)

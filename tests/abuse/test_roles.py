"""What a role may not: guests lead nothing, observers give nothing, and a private channel's map stays with its people."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.ids import Action, Field, Modal
from storage.db import sync_url
from storage.tables import ChannelMember, Participant, Workshop
from tests.abuse import tenancy
from tests.abuse.forging import place, submitted
from tests.abuse.tenancy import GONE, OPEN, OURS, SHUT, Ledger, Made, Who, channel, who
from tests.abuse.wire import NUMBERS, Answer, Json, Wire, wired
from tests.conftest import Databases
from workflows import people

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
async def made(databases: Databases) -> AsyncIterator[tuple[Wire, Made, Ledger]]:
    url = databases.new("sqlite")
    async with wired(url) as wire:
        found = await tenancy.furnish(wire.desk)
        yield wire, found, Ledger(str(sync_url(url).database))
    databases.drop(url)


async def submits(wire: Wire, one: Who, modal: Modal, about: Json, **fields: Json) -> Answer:
    """A form as somebody's client would send it who wrote its metadata themselves."""
    values = {name: {name: state} for name, state in fields.items()}
    blocks = [
        {
            "type": "input",
            "block_id": name,
            "label": {"type": "plain_text", "text": "x"},
            "element": {"action_id": name},
        }
        for name in fields
    ]
    number = next(NUMBERS)
    view = {"id": f"V{number}", "hash": f"h{number}", "type": "modal", "callback_id": str(modal)}
    more = {"private_metadata": json.dumps(about), "blocks": blocks, "state": {"values": values}}
    return await submitted(wire, one, view | more)


async def presses(wire: Wire, one: Who, action: Action, value: Json, where: str = "") -> Answer:
    there, name = place(where or one.channels[0])
    pressed = {"action_id": str(action), "block_id": "b", "type": "button", "value": json.dumps(value)}
    return await wire.interaction(
        "block_actions", one.team, one.user, one.home, actions=[pressed], channel={"id": there, "name": name}
    )


def unchanged(ledger: Ledger) -> bool:
    """Whether no row changed but what is remembered of people and deliveries."""
    _was, changes = ledger.changes()
    return not [name for name, _before, _after in changes if name not in tenancy.BOOKKEEPING]


def words(text: str) -> Json:
    return {"type": "plain_text_input", "value": text}


async def test_a_guest_neither_goes_on_nor_gives_owners_by_forms_of_somebody_elses(made) -> None:
    wire, found, ledger = made
    workshop = found.maps[OURS, OPEN]
    pain = found.items[workshop]["contribution"][0]
    ledger.changes()
    for one in (who(OURS, "guest"), who(OURS, "stray")):
        gate = await submits(wire, one, Modal.GATE, {"w": workshop, "t": 5}, reason=words("A forged reason"))
        assert "A forged reason" in gate.text, "what was typed is given back"
        assert "Guests" in gate.text or "Only the facilitator" in gate.text
        lead = {"type": "users_select", "selected_user": one.user}
        assert (await submits(wire, one, Modal.LEAD, {"w": workshop}, facilitator=lead)).status == 200
        assert (await presses(wire, one, Action.END, {"w": workshop})).status == 200
        assert (await presses(wire, one, Action.DELETE_MAP, {"w": workshop})).status == 200
        assert (await submits(wire, one, Modal.DELETE_MAP, {"w": workshop})).status == 200
        assert unchanged(ledger), one
    stray = who(OURS, "stray")
    owner = {"type": "users_select", "selected_user": stray.user}
    await submits(wire, stray, Modal.OWNER, {"w": workshop, "i": pain}, owner=owner, due=words(""))
    assert unchanged(ledger)


async def test_an_observer_sees_everything_and_gives_nothing(made) -> None:
    wire, found, ledger = made
    watch, workshop = who(OURS, "watch"), found.maps[OURS, OPEN]
    ledger.changes()
    said = await wire.command(OURS, watch.user, place(channel(OURS, OPEN)), "map")
    assert tenancy.canary(OURS, OPEN) in said.text
    for word in ("pain A: queues", "joy A: quick", "idea Another till", "decision Go"):
        answer = await wire.command(OURS, watch.user, place(channel(OURS, OPEN)), word)
        assert "asked to look on" in answer.text, word
    stage = found.items[workshop]["stage"][0]
    option = {"type": "static_select", "selected_option": {"value": str(stage)}}
    note = await submits(wire, watch, Modal.NOTE, {"w": workshop, "k": "pain"}, text=words("kept words"), stage=option)
    assert "asked to look on" in note.text
    assert "kept words" in note.text, "what was typed is given back"
    await presses(wire, watch, Action.END, {"w": workshop})
    assert unchanged(ledger)


async def test_a_map_in_a_private_channel_looks_like_none_to_all_but_its_people(made) -> None:
    wire, found, ledger = made
    workshop, secret = found.maps[OURS, SHUT], tenancy.canary(OURS, SHUT)
    ledger.changes()
    for role in ("admin", "member", "ex", "guest", "stray"):
        one = who(OURS, role)
        if role == "stray":
            continue  # is in the channel: guests are refused by their role
        told = {}
        for target in (workshop, 999_999):
            for action in (Action.MAP, Action.PEOPLE, Action.DELETE_MAP, Action.MANAGE, Action.COPY, Action.HISTORY):
                answer = await presses(wire, one, action, {"w": target}, channel(OURS, OPEN))
                told.setdefault(target, []).append(answer.text)
            note = await submits(wire, one, Modal.NOTE, {"w": target, "k": "pain"}, text=words("mine"))
            told[target].append(note.text)
        assert told[workshop] == told[999_999], role
        assert secret not in str(told)
        deleted = await wire.command(OURS, one.user, place(channel(OURS, OPEN)), "list deleted")
        assert tenancy.canary(OURS, GONE) not in deleted.text, "nor does an administrator read of a deleted one"
    assert unchanged(ledger)
    for role in ("owner", "watch", "passer"):  # shared with, asked to look on, in the channel
        one = who(OURS, role)
        answer = await presses(wire, one, Action.MAP, {"w": workshop}, one.channels[0])
        assert secret in answer.text, role


async def test_nobody_begins_a_map_in_a_private_channel_they_are_not_in(made) -> None:
    wire, found, ledger = made
    ledger.changes()
    there = {"type": "conversations_select", "selected_conversation": channel(OURS, SHUT)}
    form = {"title": words("Here I am"), "goal": words("To be read"), Field.WHERE: there}
    for about in ({}, {"x": {"channel": channel(OURS, SHUT)}}):
        refused = await submits(wire, who(OURS, "member"), Modal.START, about, **form)
        assert "private channel" in refused.text
    # Nor does somebody with whom the map was shared begin another one beside it.
    one, about = who(OURS, "owner"), {"w": found.maps[OURS, SHUT]}
    refused = await presses(wire, one, Action.FUTURE, about, channel(OURS, OPEN))
    assert "private channel" in refused.text
    refused = await submits(wire, one, Modal.COPY, about, **{Field.TITLE: words("Here I am")})
    assert "private channel" in refused.text
    assert unchanged(ledger)


async def test_who_was_seen_in_a_private_channel_counts_as_there_for_half_an_hour_and_not_once_they_left(made) -> None:
    wire, found, _ledger = made
    workshop, secret = found.maps[OURS, SHUT], tenancy.canary(OURS, SHUT)
    passer, shut = who(OURS, "passer"), channel(OURS, SHUT)
    await wire.command(OURS, passer.user, place(shut), "help")
    answer = await presses(wire, passer, Action.MAP, {"w": workshop}, channel(OURS, OPEN))
    assert secret in answer.text, "from wherever they click"
    async with wire.desk.db.write() as session:
        row = (await session.exec(select(ChannelMember).where(ChannelMember.user_id == passer.user))).one()
        row.seen_at -= people.MEMBER_FOR + timedelta(minutes=1)
        session.add(row)
    answer = await presses(wire, passer, Action.MAP, {"w": workshop}, channel(OURS, OPEN))
    assert secret not in answer.text
    # Whoever gave something came in by themselves, and goes with the channel.
    answer = await wire.command(OURS, passer.user, place(shut), f"joy {secret} A: quick")
    assert answer.status == 200
    async with wire.desk.db.read() as session:
        seat = select(Participant).where(Participant.workshop_id == workshop, Participant.user_id == passer.user)
        assert (await session.exec(seat)).one().removed_at is None
    left = {"type": "member_left_channel", "user": passer.user, "channel": shut, "team": OURS}
    assert (await wire.event(OURS, left)).status == 200
    answer = await presses(wire, passer, Action.MAP, {"w": workshop}, channel(OURS, OPEN))
    assert secret not in answer.text
    async with wire.desk.db.read() as session:
        assert (await session.exec(seat)).one().removed_at is not None
        assert (await session.get_one(Workshop, workshop)).status == "open"

"""Connections are given to whoever waits longest, and nobody waits for one without end."""

import asyncio

import pytest

from storage import db
from storage.db import BusyError, Turns


async def test_those_who_wait_come_before_those_who_ask_again():
    turns, order = Turns(1), []

    async def somebody(name):
        for _ in range(2):
            async with turns.taken():
                order.append(name)
                await asyncio.sleep(0)

    await asyncio.gather(*(somebody(name) for name in "abc"))
    assert order == ["a", "b", "c", "a", "b", "c"]


async def test_who_waits_too_long_hears_that_there_is_too_much_to_do_and_takes_no_turn(monkeypatch):
    monkeypatch.setattr(db, "PATIENCE", 0.01)
    turns = Turns(1)
    async with turns.taken():
        with pytest.raises(BusyError):
            async with turns.taken():
                pass
    async with turns.taken():
        pass

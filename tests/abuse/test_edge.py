"""What comes in broken, forged, stale or far too large goes no further, and leaves the database as it was."""

import logging
import time
from collections.abc import AsyncIterator
from urllib.parse import quote_plus

import pytest
import sqlalchemy as sa

from bot.http import BODY_MAX
from bot.ids import Modal
from storage.db import sync_url
from storage.tables import Workshop
from tests.abuse import tenancy
from tests.abuse.tenancy import OPEN, OURS, Ledger, channel, who
from tests.abuse.test_roles import submits, unchanged, words
from tests.abuse.wire import FORM, JSON, Wire, wired
from tests.conftest import Databases

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
async def made(databases: Databases) -> AsyncIterator[tuple[Wire, tenancy.Made, Ledger]]:
    url = databases.new("sqlite")
    async with wired(url) as wire:
        found = await tenancy.furnish(wire.desk)
        yield wire, found, Ledger(str(sync_url(url).database))
    databases.drop(url)


def command(text: str) -> bytes:
    lead = who(OURS, "lead")
    more = f"&channel_id={channel(OURS, OPEN)}&channel_name=open&trigger_id=7.1"
    return f"command=%2Fjourney&text={quote_plus(text)}&team_id={OURS}&user_id={lead.user}{more}".encode()


async def test_what_is_forged_stale_or_broken_is_refused_unread_and_changes_nothing(made, caplog) -> None:
    wire, _found, ledger = made
    ledger.changes()
    caplog.set_level(logging.DEBUG)
    body = command("joy A: canary-of-a-stranger")
    for headers in (
        {"x-slack-signature": None},
        {"x-slack-signature": "v0=" + "0" * 64},
        {"x-slack-request-timestamp": None},
        {"at": str(int(time.time()) - 301)},
        {"at": str(int(time.time()) + 4000)},
    ):
        assert (await wire.send(body, FORM, **headers)).status == 401, headers
    for junk, kind in (
        (b"\xff\xfe{", JSON),
        (b"[" * 90_000 + b"]" * 90_000, JSON),
        (b"payload=%7B", FORM),
        (b'{"type":' + b"[" * 200 + b"]" * 200 + b"}", JSON),
    ):
        assert (await wire.send(junk, kind)).status == 400, junk[:20]
    assert (await wire.send(body, FORM, at="soon")).status == 400
    assert (await wire.send(b"x" * (BODY_MAX + 1), FORM)).status == 413
    assert unchanged(ledger)
    written = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith(("bot", "cairn")))
    assert "canary-of-a-stranger" not in written


async def test_far_too_much_text_is_refused_at_its_field_or_clipped_and_never_stored_whole(made) -> None:
    wire, found, ledger = made
    workshop, lead, ledger_before = found.maps[OURS, OPEN], who(OURS, "lead"), ledger.changes()
    assert ledger_before is not None
    huge = "x" * 200_000
    answer = await submits(wire, lead, Modal.FRAME, {"w": workshop, "v": 9}, title=words(huge), goal=words(huge))
    assert answer.status == 200
    assert not answer.faults
    answer = await wire.command(OURS, lead.user, (channel(OURS, OPEN), "open"), f"joy A: {huge}")
    assert answer.status == 200
    assert not answer.faults
    assert unchanged(ledger)
    # What went past every check of ours is refused by the database itself.
    with pytest.raises(sa.exc.IntegrityError):  # noqa: PT012 - it is the end of the transaction that raises
        async with wire.desk.db.write() as session:
            row = await session.get_one(Workshop, workshop)
            row.title = "x" * 10_000
            session.add(row)


async def test_a_path_in_a_title_a_template_or_a_language_opens_no_file(made) -> None:
    wire, _found, ledger = made
    ledger.changes()
    path = "../../../../etc/passwd"
    language = {"type": "static_select", "selected_option": {"value": path}}
    template = {"type": "static_select", "selected_option": {"value": f"example:{path}"}}
    lead = who(OURS, "lead")
    form = {"title": words(path), "goal": words(path), "x": words("")}
    about = {"x": {"channel": channel(OURS, OPEN)}}
    for more in ({"language": language}, {"template": template}):
        answer = await submits(wire, lead, Modal.START, about, **form, **more)
        assert answer.status == 200
        assert "root:" not in answer.text
        assert not answer.faults
    assert unchanged(ledger)

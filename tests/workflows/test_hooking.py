"""What a webhook is told when its receiver fails: again and again for a day, and then who set it hears of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from storage import tables
from tests.workflows.conftest import BY_SQLITE, Room
from tests.workflows.engine_parts import QUICK
from workflows import contributions, hooking, lifecycle, pains, webhooks
from workflows.commands import AddNote
from workflows.errors import NotFoundError, UntoldError
from workflows.promising import AssignPain
from workflows.reach import Reach
from workflows.webhooks import SetWebhook
from workflows.words import HookKind, HookState, NoteKind
from workflows.works import Budget, Works

ADDRESS = "https://hooks.example.com/cairn"


@dataclass
class Tracker:
    """A receiver; `away` is why it cannot be told."""

    away: str = ""
    came: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)

    async def post(self, address: str, headers: Mapping[str, str], body: bytes) -> int:
        assert address == ADDRESS
        self.came.append((headers, body))
        if self.away:
            raise UntoldError(self.away)
        return 200


async def nothing(_prefixes: object) -> set[str]:
    return set()


async def told(room: Room, number: int) -> None:
    """A pain point that Ann answers for."""
    done = await contributions.add(room.desk, room.lead, AddNote(room.workshop_id, NoteKind.PAIN, f"Pain {number}"))
    await pains.assign(
        room.desk, room.lead, AssignPain(room.workshop_id, done.item_id or 0, room.ann.user_id, date(2026, 12, 1), "")
    )


@BY_SQLITE
async def test_a_receiver_that_is_away_is_asked_ever_more_rarely_and_given_up_after_a_day(room: Room) -> None:
    room.desk = replace(room.desk, reach=Reach(hosts=("hooks.example.com",)))
    admin, tracker = replace(room.lead, is_admin=True), Tracker(away="unreachable")
    done = await webhooks.save(room.desk, admin, SetWebhook(ADDRESS, (HookKind.PAIN_ASSIGNED,)), "form")
    assert done.extra["fresh"]
    assert await webhooks.save(room.desk, admin, SetWebhook(ADDRESS, (HookKind.PAIN_ASSIGNED,)), "form") == done
    secret = await webhooks.secret(room.desk, admin)
    claims = await room.all(tables.DeliveryClaim)
    trail = await room.all(tables.Audit)
    assert secret not in str(claims) + str(trail)
    assert ADDRESS not in str(claims) + str(trail), "of the address the trail keeps the host"
    for _ in range(2):
        await webhooks.renew_secret(room.desk, admin, 1)
    renewed = await webhooks.secret(room.desk, admin)
    assert renewed != secret
    assert (await webhooks.of(room.desk, admin)).version == 2, "a double click makes one"

    works = Works(room.desk.db, room.clock, room.tray, None, None, QUICK, Budget(0), tracker)
    for number in range(3):
        await told(room, number)
    assert len(room.tray.hooks) == 3
    await hooking.attempt(works, room.tray.hooks[0])
    await hooking.attempt(works, room.tray.hooks[1])
    assert len(tracker.came) == 1, "who did not answer is left alone"
    room.tray.hooks.clear()
    room.clock.forward(seconds=11)
    await hooking.sweep(works, nothing)
    assert len(room.tray.hooks) == 1, "one asks for all"
    tries = 0
    first = room.tray.hooks[0]
    while (await room.all(tables.WebhookDelivery))[0].state == HookState.QUEUED:
        tries += 1
        await hooking.attempt(works, first)
        room.clock.forward(hours=1, seconds=1)
    assert 23 <= tries <= 27
    assert {one.state for one in await room.all(tables.WebhookDelivery)} == {HookState.FAILED}
    (notice,) = [one for one in await room.all(tables.Notice) if one.kind == "webhook"]
    assert notice.user_id == admin.user_id

    tracker.away = ""
    await told(room, 4)
    newest = room.tray.hooks[-1]
    await hooking.attempt(works, newest)
    await hooking.attempt(works, newest)
    assert len({headers["Cairn-Delivery"] for headers, _body in tracker.came}) == 2
    (last, *_rest) = (await webhooks.of(room.desk, admin)).last
    assert (last.state, last.status, last.attempts) == (HookState.SENT, 200, 1)
    assert sum("Pain 4" in body.decode() for _headers, body in tracker.came) == 1, "what was taken is not sent again"

    await lifecycle.workspace_removed(room.desk, admin.team_id)
    assert await room.all(tables.Webhook) == []
    with pytest.raises(NotFoundError):
        await webhooks.test(room.desk, admin)

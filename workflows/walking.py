"""Walking the journey as the persona: touchpoint by touchpoint, does it work for the customer?"""

from collections.abc import Sequence
from dataclasses import dataclass

from storage import maps as map_rows
from storage import tables, walks
from storage.asking import Named
from workflows import access, anonymity, items, limits, reading, text
from workflows.access import Need
from workflows.commands import Actor, Done
from workflows.desk import Change, Desk, change
from workflows.errors import InvalidError
from workflows.snapshots import Outline
from workflows.touch import touched
from workflows.words import Channel, Usage, Verdict


@dataclass(frozen=True, slots=True)
class Judge:
    """Say of one touchpoint what the customer would find there; a repeat replaces."""

    workshop_id: int
    touchpoint_id: int
    verdict: Verdict
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """One touchpoint on the way, with what this person found there."""

    touchpoint_id: int
    title: str
    channel: Channel
    usage: Usage
    stage_id: int
    stage: str
    verdict: Verdict | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """The whole journey for one person who walks it as the map's first persona."""

    outline: Outline
    persona: str
    goal: str
    stops: tuple[Stop, ...]

    @property
    def here(self) -> int | None:
        """Where to go on: behind the last stop that was judged, else at the first that was passed over."""
        judged = [place for place, stop in enumerate(self.stops) if stop.verdict]
        on = judged[-1] + 1 if judged else 0
        return on if on < len(self.stops) else self.skipped

    @property
    def skipped(self) -> int | None:
        """The first stop that was not judged."""
        return next((place for place, stop in enumerate(self.stops) if stop.verdict is None), None)

    def place(self, touchpoint_id: int | None) -> int | None:
        """Where a touchpoint stands on the way; None where it is gone."""
        return next((place for place, stop in enumerate(self.stops) if stop.touchpoint_id == touchpoint_id), None)

    def after(self, touchpoint_id: int | None, was: int) -> int:
        """The place behind a touchpoint; where it was deleted meanwhile, the next one has moved up to `was`."""
        found = self.place(touchpoint_id)
        return was if found is None else found + 1


@dataclass(frozen=True, slots=True)
class Finding:
    """A touchpoint that somebody found broken or unrealistic: how many people each, and what they noted."""

    touchpoint_id: int
    title: str
    stage_id: int
    stage: str
    broken: int
    unrealistic: int
    works: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """What came of everybody's walks, the worst first."""

    outline: Outline
    walkers: int
    stops: int
    found: tuple[Finding, ...]


async def judge(desk: Desk, actor: Actor, command: Judge, claim: str | None = None) -> Done:
    """Keep what a person found at a touchpoint; the actor becomes a participant."""
    note = text.body("text", command.note, limits.NOTE_TEXT_MAX)

    async def work(change_: Change) -> Done:
        workshop = await access.workshop(change_.session, actor, command.workshop_id, Need.CONTRIBUTE, lock=True)
        touchpoint = await items.find(
            change_.session, tables.Touchpoint, command.workshop_id, command.touchpoint_id, "touchpoint"
        )
        change_ = await anonymity.veil(change_, workshop)
        own, named = await _own(change_, command.workshop_id), await _by_name(change_, command)
        if named is not None:
            if _fields(named) != {"verdict": command.verdict.value, "note": note}:
                raise InvalidError("verdict", "given_by_name")
            return Done(command.workshop_id, touchpoint.id)
        row, first = own.get(items.key(touchpoint.id)), not own
        before = _fields(row) if row else None
        if before == {"verdict": command.verdict.value, "note": note}:
            return Done(command.workshop_id, touchpoint.id)
        if row is None:
            row = tables.Walk(
                workshop_id=command.workshop_id,
                touchpoint_id=items.key(touchpoint.id),
                author_id=change_.author_id,
                verdict=command.verdict.value,
            )
            change_.session.add(row)
        row.verdict, row.note, row.updated_at = command.verdict.value, note, change_.now
        await items.join(change_, workshop)
        change_.audit(command.workshop_id, "walk.judge", "touchpoint", touchpoint.id, before=before, after=_fields(row))
        if first:
            # The map shows nothing of a walk but who has begun one: no picture for each of its steps.
            await touched(change_, workshop)
        return Done(command.workshop_id, touchpoint.id)

    return await change(desk, actor, claim, work)


async def _own(change_: Change, workshop_id: int) -> dict[int, tables.Walk]:
    return {row.touchpoint_id: row for row in await walks.of_person(change_.session, workshop_id, change_.author_id)}


async def _by_name(change_: Change, command: Judge) -> tables.Walk | None:
    """What somebody found here by name before an anonymous round began: a second time would count twice."""
    if not change_.pseudonym:
        return None
    named = await walks.of_person(change_.session, command.workshop_id, change_.actor.user_id)
    return next((row for row in named if row.touchpoint_id == command.touchpoint_id), None)


def _fields(row: tables.Walk) -> dict[str, object]:
    return {"verdict": row.verdict, "note": row.note}


async def way(desk: Desk, actor: Actor, workshop_id: int) -> Way:
    """The journey as the actor walks it."""
    async with desk.db.read() as session:
        await access.workshop(session, actor, workshop_id)
        (outline,) = await reading.outlines(session, actor.team_id, [workshop_id])
        personas = await map_rows.personas(session, workshop_id)
        stops = await walks.stops(session, workshop_id)
        own = {
            row.touchpoint_id: row
            for self_ in await anonymity.selves(session, desk.db.vault, actor, workshop_id)
            for row in await walks.of_person(session, workshop_id, self_)
        }
    name, goal = (personas[0]["name"], personas[0]["goal"]) if personas else ("", "")
    return Way(outline, name, goal, tuple(_stop(row, own.get(row["id"])) for row in stops))


def _stop(row: Named, own: tables.Walk | None) -> Stop:
    return Stop(
        touchpoint_id=row["id"],
        title=row["title"],
        channel=Channel(row["channel"]),
        usage=Usage(row["usage"]),
        stage_id=row["stage_id"],
        stage=row["stage_name"],
        verdict=Verdict(own.verdict) if own else None,
        note=own.note if own else "",
    )


async def findings(desk: Desk, actor: Actor, workshop_id: int) -> Findings:
    """What everybody found who walked; touchpoints that were deleted are not in it."""
    async with desk.db.read() as session:
        await access.workshop(session, actor, workshop_id)
        (outline,) = await reading.outlines(session, actor.team_id, [workshop_id])
        stops = await walks.stops(session, workshop_id)
        said = await walks.found(session, workshop_id)
    here = {row["id"] for row in stops}
    by_stop: dict[int, list[Named]] = {}
    for row in said:
        by_stop.setdefault(row["touchpoint_id"], []).append(row)
    found = [_finding(stop, by_stop.get(stop["id"], [])) for stop in stops]
    worst = sorted((one for one in found if one.broken or one.unrealistic), key=lambda f: (-f.broken, -f.unrealistic))
    walkers = {row["author_id"] for row in said if row["touchpoint_id"] in here}
    return Findings(outline, len(walkers), len(stops), tuple(worst))


def _finding(stop: Named, said: Sequence[Named]) -> Finding:
    verdicts = [Verdict(row["verdict"]) for row in said]
    # What stops somebody says more than what they would do otherwise, and either more than praise.
    ordered = sorted(said, key=lambda row: _WEIGHT[Verdict(row["verdict"])])
    return Finding(
        touchpoint_id=stop["id"],
        title=stop["title"],
        stage_id=stop["stage_id"],
        stage=stop["stage_name"],
        broken=verdicts.count(Verdict.BROKEN),
        unrealistic=verdicts.count(Verdict.UNREALISTIC),
        works=verdicts.count(Verdict.WORKS),
        notes=tuple(row["note"] for row in ordered if row["note"]),
    )


_WEIGHT = {Verdict.BROKEN: 0, Verdict.UNREALISTIC: 1, Verdict.WORKS: 2}

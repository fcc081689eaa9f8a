"""Two workspaces with people of every role, a map in an open and one in a private channel of each, and who may what.

What people may is worked out here a second time, from the rows alone, and by no code of Cairn's.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlmodel import SQLModel

from storage.tables import Channel, Installation, Profile, Workspace
from tests.abuse.wire import StoppedClock
from workflows import (
    cadences,
    contributions,
    ideas,
    leading,
    lives,
    maps,
    metrics,
    pains,
    people,
    personas,
    reviews,
    scoring,
    steps,
    templates,
    touchpoints,
    walking,
    workshops,
)
from workflows.commands import (
    Actor,
    AddNote,
    AddTouchpoints,
    CastVotes,
    EditWorkshop,
    GoToStep,
    InvitePeople,
    SaveIdea,
    SavePersona,
    ScoreStages,
    SetStages,
    StartWorkshop,
)
from workflows.desk import Desk
from workflows.leading import Lead
from workflows.promising import AssignPain
from workflows.reviewing import SaveMetric, SetReview
from workflows.templates import SaveTemplate
from workflows.walking import Judge
from workflows.words import Cadence, NoteKind, Severity, Side, Step, Verdict

Row = dict[str, Any]
Rows = dict[str, dict[tuple[Any, ...], Row]]

OURS, THEIRS, ELSEWHERE = "T0OURS", "T0THEIRS", "T0ELSEWHERE"
OPEN, SHUT, OVER, GONE = "open", "shut", "over", "gone"  # maps by what makes them different
MAPS = (*((OURS, kind) for kind in (OPEN, SHUT, OVER, GONE)), (THEIRS, OPEN), (THEIRS, SHUT))
SHUT_IN = frozenset({SHUT, GONE})  # these stand in private channels


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody: their role, workspace and channels. `home` is another one where they come by Slack Connect."""

    role: str
    team: str
    home: str
    channels: tuple[str, ...]
    guest: bool = False
    admin: bool = False

    @property
    def user(self) -> str:
        return f"U{self.team[2:]}{self.role.upper()}"

    @property
    def name(self) -> str:
        return f"Nm{self.team[2:].lower()}{self.role}"

    @property
    def outside(self) -> bool:
        return self.home != self.team

    @property
    def actor(self) -> Actor:
        return Actor(
            self.team, self.user, self.name, is_guest=self.guest, is_admin=self.admin, channels=frozenset(self.channels)
        )


def channel(team: str, kind: str) -> str:
    return f"C{team[2:]}{kind.upper()}"


def canary(team: str, kind: str) -> str:
    """A word that stands in every text of a map, and nowhere else."""
    return f"zq{team[2:].lower()}{kind}qz"


WORDS = re.compile(r"zq[a-z]+qz|Nm(?:ours|theirs)[a-z]+")


def _people(team: str) -> Iterator[Who]:
    def one(role: str, *places: str, home: str = team, **more: bool) -> Who:
        return Who(role, team, home, tuple(channel(team, place) for place in places), **more)

    yield one("lead", OPEN, SHUT, OVER, GONE)
    yield one("co", OPEN, SHUT, OVER)
    yield one("owner", OPEN, OVER)  # the private map was shared with them: they answer for its journey
    yield one("part", OPEN, SHUT, OVER)
    yield one("watch", OPEN)  # observers; of the private map, too, without being in its channel
    yield one("admin", OPEN, OVER, admin=True)
    if team == OURS:
        yield one("member", OPEN, OVER)  # takes part nowhere
        yield one("passer", SHUT)  # is in the private channel and takes part nowhere
        yield one("guest", OPEN, guest=True)  # invited to the open map
        yield one("stray", OPEN, SHUT, guest=True)  # invited nowhere
        yield one("ex", OPEN)  # led the open map once
        yield one("outside", OPEN, SHUT, home=ELSEWHERE)


PEOPLE = (*_people(OURS), *_people(THEIRS))


def who(team: str, role: str) -> Who:
    return next(one for one in PEOPLE if (one.team, one.role) == (team, role))


@dataclass
class Made:
    """The maps that were made, and what stands on each."""

    maps: dict[tuple[str, str], int] = field(default_factory=dict)
    items: dict[int, dict[str, list[int]]] = field(default_factory=dict)  # by map and table

    def targets(self) -> list[int]:
        return [*self.maps.values(), 999_999]


async def furnish(desk: Desk) -> Made:
    """Both workspaces, and everything that stands on their maps."""
    async with desk.db.write() as session:
        for team in (OURS, THEIRS):
            now = StoppedClock().now()
            session.add(Workspace(team_id=team, name=team, url=f"https://{team}.slack.com/", installed_at=now))
            await session.flush()
            session.add(Installation(team_id=team, token=f"xoxb-{team}"))
            for kind in (OPEN, SHUT, OVER, GONE):
                session.add(Channel(team_id=team, channel_id=channel(team, kind), is_private=kind in SHUT_IN))
        for one in PEOPLE:
            session.add(
                Profile(
                    team_id=one.team,
                    user_id=one.user,
                    name=one.name,
                    is_guest=one.guest or one.outside,
                    is_admin=one.admin,
                    refreshed_at=StoppedClock().now(),
                )
            )
    made = Made()
    for team, kind in MAPS:
        made.maps[team, kind] = await _map(desk, team, kind)
    async with desk.db.read() as session:
        for workshop in made.maps.values():
            made.items[workshop] = {}
            connection = await session.connection()
            for table in SQLModel.metadata.sorted_tables:
                if "workshop_id" in table.c and "id" in table.c:
                    found = await connection.execute(table.select().where(table.c.workshop_id == workshop))
                    made.items[workshop][table.name] = [row.id for row in found]
    made.items[999_999] = {}
    return made


async def _map(desk: Desk, team: str, kind: str) -> int:
    lead, co, part, watch = (who(team, role).actor for role in ("lead", "co", "part", "watch"))
    owner, said = who(team, "owner"), canary(team, kind)
    start = StartWorkshop(channel(team, kind), f"{said} title", f"{said} goal", people=(part.user_id,))
    workshop = (await workshops.start(desk, lead, start)).workshop_id
    await maps.set_stages(desk, lead, SetStages(workshop, (f"{said} A", f"{said} B", f"{said} C")))
    outline = await maps.outline(desk, lead, workshop)
    (first, _), (second, _), _third = outline.stages
    observers = (watch.user_id,) if kind in {OPEN, SHUT} else ()
    await leading.lead(desk, lead, Lead(workshop, lead.user_id, (co.user_id,), observers))
    if team == OURS and kind == OPEN:
        guests = InvitePeople(workshop, (who(team, "guest").user,), "Agency", Side.FRONTLINE)
        await people.invite(desk, lead, guests)
    version = (await maps.outline(desk, lead, workshop)).version
    frame = EditWorkshop(workshop, version, f"{said} title", f"{said} goal", journey_owner_id=owner.user)
    await workshops.edit(desk, lead, frame)
    await personas.save(desk, part, SavePersona(workshop, f"{said} persona", goal=f"{said} wish", quote=said))
    await touchpoints.add(desk, part, AddTouchpoints(workshop, first, f"{said} form @web\n{said} call @call"))
    for note in NoteKind:
        severity = Severity.CRITICAL if note is NoteKind.PAIN else None
        for author, stage in ((part, first), (lead, second)):
            await contributions.add(desk, author, AddNote(workshop, note, f"{said} {note} {stage}", stage, severity))
    pain, other = [one.id for one in (await maps.snapshot(desk, lead, workshop)).pains][:2]
    for author in (lead, co, part):
        await scoring.score(desk, author, ScoreStages(workshop, {first: -1, second: 1}, {first: f"{said} word"}))
        await scoring.vote(desk, author, CastVotes(workshop, (pain,)))
    touched = (await maps.snapshot(desk, lead, workshop)).touchpoints[0].id
    await walking.judge(desk, part, Judge(workshop, touched, Verdict.BROKEN, f"{said} walked"))
    await ideas.save(desk, part, SaveIdea(workshop, f"{said} idea", pain_id=pain))
    due = StoppedClock().now().date() + timedelta(days=20)
    await pains.assign(desk, lead, AssignPain(workshop, pain, part.user_id, due, f"{said} measure", f"{said} plan"))
    await pains.assign(desk, lead, AssignPain(workshop, other, part.user_id, due))
    await metrics.save_metric(desk, part, SaveMetric(workshop, f"{said} metric", baseline=1.0, target=2.0))
    review = SetReview(workshop, Cadence.MONTHLY, due, "10:00", "UTC", owner.user)
    await cadences.set_review(desk, lead, review)
    for step in range(Step.INVITE, Step.REDESIGN):
        await steps.go_to(desk, lead, GoToStep(workshop, Step(step + 1), Step(step), f"{said} reason"))
    if kind == OPEN:
        await templates.save(desk, lead, SaveTemplate(workshop, f"{said} template"))
    if kind == SHUT:
        await reviews.begin(desk, lead, workshop)
    if kind == OVER:
        await workshops.end(desk, lead, workshop)
    if kind == GONE:
        await lives.delete(desk, lead, workshop)
    return workshop


# --- what is there, read beside Cairn ---

BOOKKEEPING = frozenset({"delivery_claim", "profile", "channel", "channel_member", "stopped_channel"})
LEFT_OUT = frozenset({"replica_heartbeat", "oauth_state", "installation", "workspace"})


class Ledger:
    """Every row, read by a connection of its own, and what changed since it was read last."""

    def __init__(self, path: str) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.row_factory = sqlite3.Row
        self.tables = [one for one in SQLModel.metadata.sorted_tables if one.name not in LEFT_OUT]
        self.version, self.rows = -1, self._read()

    def _read(self) -> Rows:
        self.version = self.connection.execute("PRAGMA data_version").fetchone()[0]
        found: Rows = {}
        for table in self.tables:
            keys = [column.name for column in table.primary_key]
            rows = (dict(row) for row in self.connection.execute(f"SELECT * FROM {table.name}"))
            found[table.name] = {tuple(row[key] for key in keys): row for row in rows}
        return found

    def changes(self) -> tuple[Rows, list[tuple[str, Row | None, Row | None]]]:
        """The rows as they were, and (table, before, after) of each that is another one now."""
        before = self.rows
        if self.connection.execute("PRAGMA data_version").fetchone()[0] == self.version:
            return before, []
        self.rows = self._read()
        return before, [
            (name, before[name].get(key), self.rows[name].get(key))
            for name in before
            for key in before[name].keys() | self.rows[name].keys()
            if before[name].get(key) != self.rows[name].get(key)
        ]

    def restore(self, pristine: sqlite3.Connection) -> None:
        """Put everything back as it was."""
        pristine.backup(self.connection)
        self.rows = self._read()


def sees(one: Who, workshop: Row, rows: Rows) -> bool:
    """Whether somebody may see a map."""
    if one.team != workshop["team_id"] or one.outside:
        return False
    takes_part = any(
        row["workshop_id"] == workshop["id"] and row["user_id"] == one.user and not row["removed_at"]
        for row in rows["participant"].values()
    )
    if one.guest:
        return takes_part
    pains_there = {row["id"] for row in rows["contribution"].values() if row["workshop_id"] == workshop["id"]}
    answers = any(
        row["owner_id"] == one.user and row["contribution_id"] in pains_there for row in rows["pain_owner"].values()
    )
    place = rows["channel"].get((one.team, workshop["channel_id"]))
    public = place is not None and not place["is_private"]
    leads = one.user in {workshop["facilitator_id"], workshop["journey_owner_id"]}
    return public or workshop["channel_id"] in one.channels or takes_part or answers or leads


def role_in(one: Who, workshop: Row, rows: Rows) -> str:
    """What somebody is in a map: `lead`, or the role of their row, or nothing."""
    if one.user in {workshop["facilitator_id"], workshop["journey_owner_id"]}:
        return "lead"
    for row in rows["participant"].values():
        if (row["workshop_id"], row["user_id"]) == (workshop["id"], one.user) and not row["removed_at"]:
            return "lead" if row["role"] in {"facilitator", "co_facilitator"} else str(row["role"])
    return ""


def blind_to(one: Who, rows: Rows) -> list[str]:
    """The words that nothing may hold that is said to somebody."""
    seen = {
        (workshop["team_id"], workshop["channel_id"])
        for workshop in rows["workshop"].values()
        if sees(one, workshop, rows)
    }
    words = [
        canary(team, kind)
        for team in (OURS, THEIRS)
        for kind in (OPEN, SHUT, OVER, GONE)
        if (team, channel(team, kind)) not in seen and not (kind == OPEN and team == one.team and not one.outside)
    ]
    return words + [other.name for other in PEOPLE if other.team != one.team]


# Columns of a workshop that only those who lead change; the others follow from what anybody gives.
FRAME = (
    *("title", "goal", "scope", "kind", "language", "status", "step", "symptoms", "journey_owner_id", "mode"),
    *("facilitator_id", "deadline_at", "timebox_ends_at", "blind_since", "votes_blind_since", "escalate_days"),
    *("team_id", "channel_id", "method", "deleted_at", "ended_at", "copied_from_id"),
)
LEADS_ONLY = frozenset({"review", "anonymous_round", "round_key", "check_dismissal", "placement"})
OWN_ONLY = frozenset({"vote", "emotion_score", "walk"})  # nobody gives these for somebody else


def forbidden(one: Who, name: str, before: Row | None, after: Row | None, was: Rows, now: Rows) -> str:  # noqa: PLR0911 - a line for each reason
    """Why somebody may not have changed a row, or nothing."""
    row = after or before or {}
    if name in BOOKKEEPING or name == "map_template":
        return "" if row["team_id"] == one.team else "another workspace's"
    workshop = _workshop_of(name, row, was, now)
    if workshop is None:
        return "" if row.get("team_id") == one.team and name in {"audit", "posting", "notice"} else "nobody knows whose"
    if workshop["team_id"] != one.team or row.get("team_id", one.team) != one.team:
        return "another workspace's"
    if one.outside:
        return "of another company"
    there = was["workshop"].get((workshop["id"],))
    if there is None:  # begun by this very step
        return "guests begin nothing" if one.guest else _placed(one, workshop, now)
    if not sees(one, there, was):
        return "not theirs to see"
    return _in_role(one, name, before, after, there, was, now)


def _placed(one: Who, workshop: Row, now: Rows) -> str:
    place = now["channel"].get((one.team, workshop["channel_id"]))
    private = place is not None and place["is_private"]
    return "in a private channel they are not in" if private and workshop["channel_id"] not in one.channels else ""


def _in_role(one: Who, name: str, before: Row | None, after: Row | None, there: Row, was: Rows, now: Rows) -> str:  # noqa: PLR0911 - a line for each reason
    role, row = role_in(one, there, was), after or before or {}
    leads = role == "lead" and not one.guest
    if name in {"posting", "notice"}:
        return _told(row, there, was, now)
    if name in {"audit", "revision_snapshot"}:
        return ""
    if (
        there["deleted_at"] or now["workshop"].get((there["id"],), there)["deleted_at"]
    ):  # what hangs on the map goes with it
        keeps = one.admin or one.user in {there["facilitator_id"], there["journey_owner_id"]}
        return "" if keeps and not one.guest else "not theirs to bring back or delete"
    if leads:
        return ""
    if role == "observer":
        return "observers give nothing"
    if there["status"] == "ended":
        return "it has ended"
    if name in LEADS_ONLY:
        return "for those who lead"
    if name == "workshop" and before and after:
        changed = [column for column in FRAME if before[column] != after[column]]
        return f"for those who lead: {changed}" if changed else ""
    if name == "participant" and before and after and before["role"] != after["role"]:
        return "for those who lead"
    if name in OWN_ONLY and row["author_id"] != one.user:
        return "somebody else's"
    return _texts(one, name, before, after)


def _texts(one: Who, name: str, before: Row | None, after: Row | None) -> str:
    """A contribution or an idea is its author's; a review is the team's, and takes what is not true any more."""
    if name not in {"contribution", "idea"} or before is None or before["author_id"] == one.user:
        return ""
    if after is None or after["text"] != before["text"]:
        return "somebody else's words"
    return ""


def _told(row: Row, workshop: Row, was: Rows, now: Rows) -> str:
    """What the engine will say goes to the map's channel, or to somebody who may see it."""
    place = row.get("user_id") or row.get("channel_id")
    if place == workshop["channel_id"]:
        return ""
    hears = next((one for one in PEOPLE if (one.user, one.team) == (place, workshop["team_id"])), None)
    known = now["workshop"].get((workshop["id"],)) or was["workshop"][workshop["id"],]
    return "" if hears is None or hears.guest or sees(hears, known, now) else f"told to {place}"


_UP: Mapping[str, tuple[str, str]] = {
    "pain_owner": ("contribution", "contribution_id"),
    "metric_value": ("metric", "metric_id"),
    "review_answer": ("review_round", "round_id"),
    "round_key": ("anonymous_round", "round_id"),
}


def _workshop_of(name: str, row: Row, was: Rows, now: Rows) -> Row | None:
    if name in _UP:
        above, column = _UP[name]
        row = now[above].get((row[column],)) or was[above][row[column],]
    workshop = row["id"] if name == "workshop" else row["workshop_id"]
    return now["workshop"].get((workshop,)) or was["workshop"].get((workshop,))

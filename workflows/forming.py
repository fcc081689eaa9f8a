"""From rows to frozen snapshots, one thing at a time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from statistics import median

from storage.anonymous import LEAST, PSEUDONYM, is_hidden
from storage.asking import Named
from workflows.feeling import Anonymous, Private
from workflows.persons import Participant, Person, called
from workflows.rounds import Answer, Metric, Review, ReviewRound
from workflows.snapshots import Emotion, Idea, Note, Outline, Ownership, Persona, Touchpoint
from workflows.words import (
    Answered,
    Attendance,
    Cadence,
    Channel,
    EvidenceKind,
    Fate,
    Level,
    MapKind,
    MetricKind,
    Mode,
    NoteKind,
    PainStatus,
    PutOff,
    Role,
    Severity,
    Side,
    Step,
    TouchpointClass,
    Usage,
    WorkshopStatus,
)


class Names:
    """What people are called; somebody unknown is called by their id, somebody anonymous by nothing."""

    def __init__(self, names: dict[str, str]) -> None:
        """Take what is known."""
        self._names = names

    def __call__(self, user_id: str) -> Person:
        """The person behind an id."""
        if is_hidden(user_id):
            return Person("", "")
        return called(user_id, self._names.get(user_id))

    def maybe(self, user_id: str | None) -> Person | None:
        """The person behind an id, where there is one."""
        return self(user_id) if user_id else None


def outline(
    row: Named,
    people: list[Named],
    stages: tuple[tuple[int, str], ...],
    gave: dict[str, set[Step]],
    scorers: int = 0,
    voters: int = 0,
) -> Outline:
    """The head of a workshop, from a row of `storage.workshops.heads`; `gave` is by author."""
    owner = row["journey_owner_id"]
    hidden = set(filter(is_hidden, gave))
    return Outline(
        id=row["id"],
        team_id=row["team_id"],
        channel_id=row["channel_id"],
        title=row["title"],
        goal=row["goal"],
        scope=row["scope"],
        kind=MapKind(row["kind"]),
        language=row["language"],
        mode=Mode(row["mode"]),
        status=WorkshopStatus(row["status"]),
        step=Step(row["step"]),
        step_visit=row["step_visit"],
        version=row["version"],
        revision=row["revision"],
        facilitator=called(row["facilitator_id"], row["facilitator_name"]),
        journey_owner=called(owner, row["journey_owner_name"]) if owner else None,
        symptoms=tuple(row["symptoms"] or ()),
        participants=tuple(_participant(p, gave.get(p["user_id"], set())) for p in people),
        stages=stages,
        created_at=row["created_at"],
        card_ts=row["card_ts"],
        card_link=card_link(row["workspace_url"], row["card_channel_id"] or row["channel_id"], row["card_ts"]),
        card_file_id=row["card_file_id"],
        map_file_id=row["map_file_id"],
        pinned=row["pinned"],
        escalate_days=row["escalate_days"],
        deadline_at=row["deadline_at"],
        timebox_ends_at=row["timebox_ends_at"],
        timebox_left=row["timebox_left"],
        private=Private(row["blind_since"], scorers) if row["blind_since"] else None,
        private_votes=Private(row["votes_blind_since"], voters) if row["votes_blind_since"] else None,
        method=row["method"],
        anonymous=_anonymous(row["round_since"], hidden),
        veiled=bool(hidden),
        deleted_by=called(row["deleted_by"], None) if row["deleted_by"] is not None else None,
    )


def _anonymous(since: datetime | None, hidden: set[str]) -> Anonymous | None:
    """The round that runs; how many gave something is said from three people on."""
    if since is None:
        return None
    people = sum(author.startswith(PSEUDONYM) for author in hidden)
    return Anonymous(since, people if people >= LEAST else None)


def card_link(workspace_url: str, channel_id: str, ts: str | None) -> str | None:
    """The permalink of a message, made without asking Slack for it."""
    if not workspace_url or not ts:
        return None
    return f"{workspace_url.rstrip('/')}/archives/{channel_id}/p{ts.replace('.', '')}"


def _participant(row: Named, gave: set[Step]) -> Participant:
    attendance = Attendance(row["attendance"])
    introduced = {Step.INVITE} if row["department"] and attendance is Attendance.ACCEPTED else set()
    return Participant(
        person=called(row["user_id"], row["name"]),
        department=row["department"],
        side=Side(row["side"]),
        role=Role(row["role"]),
        attendance=attendance,
        contributed=frozenset(gave | introduced),
        called=row["called"],
        called_by=row["called_by"],
    )


def emotion(scored: Sequence[Named]) -> Emotion | None:
    """The scores of one stage put together; of equally frequent words the one said first."""
    if not scored:
        return None
    scores = [row["score"] for row in scored]
    said = Counter(row["word"].casefold() for row in scored if row["word"])
    top = said.most_common(1)[0][0] if said else ""
    word = next((row["word"] for row in scored if row["word"] and row["word"].casefold() == top), "")
    return Emotion(float(median(scores)), min(scores), max(scores), len(scores), word)


def note(row: Named, names: Names, stages: set[int] | None = None, proofs: int = 0) -> Note:
    """A contribution. Its stage is left out where that was deleted; what it is about is `gathering`'s to look after."""
    return Note(
        id=row["id"],
        kind=NoteKind(row["kind"]),
        stage_id=_there(row["stage_id"], stages),
        text=row["text"],
        author=names(row["author_id"]),
        version=row["version"],
        created_at=row["created_at"],
        severity=Severity(row["severity"]) if row["severity"] else None,
        status=PainStatus(row["status"]) if row["status"] else None,
        votes=row["votes"],
        ownership=ownership(row, names),
        about_id=row["about_id"],
        evidence_kind=EvidenceKind(row["evidence_kind"]) if row["evidence_kind"] else None,
        source=row["source"],
        link=row["link"],
        sample_size=row["sample_size"],
        evidence_count=proofs,
        verified_on=row["verified_on"],
        changed_at=row["updated_at"],
    )


def _there(row_id: int | None, known: set[int] | None) -> int | None:
    return row_id if known is None or row_id in known else None


def ownership(row: Named, names: Names) -> Ownership | None:
    """Who answers for a pain point, from the columns of `storage.maps.notes`."""
    if not row["owner_id"]:
        return None
    return Ownership(
        owner=names(row["owner_id"]),
        due_on=row["due_on"],
        success_metric=row["success_metric"],
        plan=row["plan"],
        outcome=row["outcome"],
        generation=row["owner_generation"],
        assigned_at=row["assigned_at"],
        done_at=row["done_at"],
        version=row["owner_version"],
        accepted_at=row["accepted_at"],
        due_reason=row["due_reason"],
        snoozed_until=row["snoozed_until"],
        help=row["help"],
        help_at=row["help_at"],
        left_by=names.maybe(row["left_by"]),
    )


def persona(row: Named, names: Names) -> Persona:
    """A persona."""
    return Persona(
        id=row["id"],
        name=row["name"],
        headline=row["headline"],
        segment=row["segment"],
        goal=row["goal"],
        quote=row["quote"],
        details=dict(row["details"] or {}),
        author=names(row["author_id"]),
        version=row["version"],
    )


def touchpoint(row: Named, names: Names) -> Touchpoint:
    """A contact."""
    return Touchpoint(
        id=row["id"],
        stage_id=row["stage_id"],
        title=row["title"],
        channel=Channel(row["channel"]),
        usage=Usage(row["usage"]),
        classed=TouchpointClass(row["classed"]) if row["classed"] else None,
        moment_of_truth=row["moment_of_truth"],
        importance=row["importance"],
        department=row["department"],
        details=dict(row["details"] or {}),
        author=names(row["author_id"]),
        version=row["version"],
        planned=row["planned"],
        lived=row["lived"],
        fate=Fate(row["fate"]) if row["fate"] else None,
    )


def idea(row: Named, names: Names, stages: set[int] | None = None) -> Idea:
    """An opportunity. Its pain is `gathering`'s to look after."""
    return Idea(
        id=row["id"],
        stage_id=_there(row["stage_id"], stages),
        pain_id=row["pain_id"],
        text=row["text"],
        impact=Level(row["impact"]),
        effort=Level(row["effort"]),
        decided=row["decided"],
        author=names(row["author_id"]),
        version=row["version"],
        question=row["question"],
        value=Level(row["value"]) if row["value"] else None,
        complexity=Level(row["complexity"]) if row["complexity"] else None,
        timeline=row["timeline"],
        depends_on=row["depends_on"],
    )


def metrics(metric_rows: Iterable[Named], names: Names) -> list[Metric]:
    """The metrics with their values, from rows of one value each."""
    found: dict[int, Metric] = {}
    for row in metric_rows:
        value = ((row["measured_on"], row["value"]),) if row["value"] is not None else ()
        one = found.get(row["id"])
        found[row["id"]] = replace(one, values=one.values + value) if one else _metric(row, value, names)
    return list(found.values())


def _metric(row: Named, values: tuple[tuple[date, float], ...], names: Names) -> Metric:
    return Metric(
        id=row["id"],
        stage_id=row["stage_id"],
        kind=MetricKind(row["kind"]),
        name=row["name"],
        unit=row["unit"],
        higher_is_better=row["higher_is_better"],
        baseline=row["baseline"],
        target=row["target"],
        values=values,
        version=row["version"],
        author=names(row["author_id"]),
    )


def review(row: Named, names: Names) -> Review:
    """The rhythm of reviews."""
    return Review(
        cadence=Cadence(row["cadence"]),
        starts_on=row["starts_on"],
        local_time=row["local_time"],
        tz=row["tz"],
        due_at=row["due_at"],
        version=row["version"],
        nth=row["nth"],
        claim_days=row["claim_days"],
        put_off=PutOff(row["put_off"]) if row["put_off"] else None,
        put_off_from=row["put_off_from"],
        put_off_by=names.maybe(row["put_off_by"]),
        put_off_reason=row["put_off_reason"],
    )


def answer(row: Named, names: Names) -> Answer:
    """What somebody answered in a review."""
    return Answer(
        Answered(row["kind"]), row["item_id"], row["answer"], row["before"], names(row["author_id"]), row["at"]
    )


def review_round(row: Named, names: Names, answers: Sequence[Answer] = ()) -> ReviewRound:
    """One review that came due."""
    return ReviewRound(
        id=row["id"],
        number=row["number"],
        due_at=row["due_at"],
        held_at=row["held_at"],
        held_by=names.maybe(row["held_by"]),
        conclusion=row["conclusion"],
        revision=row["revision"],
        early=row["early"],
        late_told=row["late_told"],
        answers=tuple(answers),
    )

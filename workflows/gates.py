"""What a step should hold before the next one. A gate names what is thin and never traps a team.

Codes of `Thin`, by step: 1 no_goal, no_frontline, no_backstage, few_departments (count);
2 no_persona, persona_no_goal (names), persona_thin (names); 3 few_stages (count),
stages_without_action (names), stages_without_touchpoint (names); 4 stages_few_scores (names),
stages_without_pain_or_joy (names), pains_without_evidence (names, count); 5 critical_without_owner
(names; needs a reason), no_decision, no_votes; 6 no_cadence, no_baseline. In 4 and 5, while the scores
are private: scores_too_few (count), scores_few_anonymous, scores_private (count). The same of votes: votes_too_few,
votes_few_anonymous, votes_private.
"""

from collections.abc import Callable, Iterable

from workflows.methods import Thresholds, method
from workflows.snapshots import Gate, MapSnapshot, Note, Stage, Thin
from workflows.words import Attendance, Severity, Side, Step

_NAME = 80


def gate(snapshot: MapSnapshot, step: Step | None = None) -> Gate:
    """What is thin in the workshop's present step, or in `step`."""
    step = snapshot.outline.step if step is None else step
    needs_reason = step is Step.REDESIGN and bool(unowned_critical(snapshot))
    return Gate(step, tuple(_RULES[step](snapshot)), needs_reason=needs_reason)


def unowned_critical(snapshot: MapSnapshot) -> list[Note]:
    """The open critical pain points that nobody answers for."""
    return [p for p in snapshot.open_pains if p.severity is Severity.CRITICAL and p.ownership is None]


def short(text: str) -> str:
    """A text as a name in a list."""
    first = text.split("\n", 1)[0]
    return first if len(first) <= _NAME else f"{first[: _NAME - 1].rstrip()}…"


def _named(code: str, names: Iterable[str], needed: int = 0) -> list[Thin]:
    found = tuple(names)
    return [Thin(code, found, len(found), needed)] if found else []


def _wanted(snapshot: MapSnapshot) -> Thresholds:
    return method(snapshot.outline.method).thresholds


def _invite(snapshot: MapSnapshot) -> list[Thin]:
    here = [p for p in snapshot.outline.participants if p.attendance is not Attendance.DECLINED]
    sides = {p.side for p in here}
    departments = {p.department.casefold() for p in here if p.department}
    thin = []
    if not snapshot.outline.goal:
        thin.append(Thin("no_goal"))
    if Side.FRONTLINE not in sides:
        thin.append(Thin("no_frontline"))
    if Side.BACKSTAGE not in sides:
        thin.append(Thin("no_backstage"))
    needed = _wanted(snapshot).departments
    if len(departments) < needed:
        thin.append(Thin("few_departments", count=len(departments), needed=needed))
    return thin


def _customer(snapshot: MapSnapshot) -> list[Thin]:
    if not snapshot.personas:
        return [Thin("no_persona")]
    needed = _wanted(snapshot).specifics
    specifics = {
        p.id: sum(1 for name, text in p.details.items() if text and name != "evidence") for p in snapshot.personas
    }
    if any(p.goal and specifics[p.id] >= needed for p in snapshot.personas):
        return []
    return [
        *_named("persona_no_goal", (p.name for p in snapshot.personas if not p.goal)),
        *_named("persona_thin", (p.name for p in snapshot.personas if specifics[p.id] < needed), needed),
    ]


def _map(snapshot: MapSnapshot) -> list[Thin]:
    needed, count = _wanted(snapshot).stages, len(snapshot.stages)
    few = [Thin("few_stages", count=count, needed=needed)] if count < needed else []
    return [
        *few,
        *_named("stages_without_action", (s.name for s in snapshot.stages if not s.actions)),
        *_named("stages_without_touchpoint", (s.name for s in snapshot.stages if not s.touchpoints)),
    ]


def _feel(snapshot: MapSnapshot) -> list[Thin]:
    needed = _wanted(snapshot).scores

    def few_scores(stage: Stage) -> bool:
        return stage.emotion is None or stage.emotion.count < needed

    bare = (
        short(pain.text)
        for pain in snapshot.open_pains
        if pain.severity in {Severity.SERIOUS, Severity.CRITICAL} and not pain.evidence_count
    )
    return [
        *(
            _unrevealed(snapshot)
            or _named("stages_few_scores", (s.name for s in snapshot.stages if few_scores(s)), needed)
        ),
        *_named("stages_without_pain_or_joy", (s.name for s in snapshot.stages if not s.pains and not s.joys)),
        *_named("pains_without_evidence", bare),
    ]


def _unrevealed(snapshot: MapSnapshot) -> list[Thin]:
    """Scores that are still private: how many people scored, and nothing else of them."""
    private = snapshot.outline.private
    if private and private.missing and snapshot.outline.anonymous:
        return [Thin("scores_few_anonymous")]
    return [Thin("scores_too_few" if private.missing else "scores_private", count=private.people)] if private else []


def _redesign(snapshot: MapSnapshot) -> list[Thin]:
    thin = _named("critical_without_owner", (short(pain.text) for pain in unowned_critical(snapshot)))
    if not snapshot.decisions and not any(idea.decided for idea in snapshot.ideas):
        thin.append(Thin("no_decision"))
    private = snapshot.outline.private_votes
    if private and private.missing and snapshot.outline.anonymous:
        thin.append(Thin("votes_few_anonymous"))
    elif private:
        thin.append(Thin("votes_too_few" if private.missing else "votes_private", count=private.people))
    elif snapshot.pains and not any(pain.votes for pain in snapshot.pains):
        thin.append(Thin("no_votes"))
    return [*thin, *_unrevealed(snapshot)]


def _review(snapshot: MapSnapshot) -> list[Thin]:
    thin = [] if snapshot.review else [Thin("no_cadence")]
    if all(metric.baseline is None for metric in snapshot.metrics):
        thin.append(Thin("no_baseline"))
    return thin


_RULES: dict[Step, Callable[[MapSnapshot], list[Thin]]] = {
    Step.INVITE: _invite,
    Step.CUSTOMER: _customer,
    Step.MAP: _map,
    Step.FEEL: _feel,
    Step.REDESIGN: _redesign,
    Step.REVIEW: _review,
}

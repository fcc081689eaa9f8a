"""The story that each kind of picture tells, in words: for those who do not see it, and for search."""

from datetime import datetime

from bot.i18n import Say, say_for
from bot.labels import PRIORITIES
from bot.rendering.alt_text import alt_text, felt, opening, pain_story, short, within
from bot.rendering.comparing import Comparison, compare, feeling
from bot.rendering.subjects import BeforeAfter, History, Kind, Matrix, Personas, PersonaSheet, Subject, map_of
from bot.rendering.words import amount, counted, signed, worst_first
from workflows.priorities import of_class, ranked
from workflows.snapshots import MapSnapshot, Note

_NAMED = 3


def story(subject: Subject, kind: Kind) -> str:
    """Tell what a picture shows, within what Slack takes."""
    say = say_for(map_of(subject).outline.language)
    match subject:
        case MapSnapshot():
            return alt_text(subject, "card" if kind == "card" else "map")
        case Matrix():
            return of_matrix(subject, say)
        case Personas():
            return of_personas(subject, say)
        case BeforeAfter():
            return of_before_after(subject, say)
        case PersonaSheet():
            return of_persona(subject, say)
        case History():
            return of_history(subject, say)


def of_matrix(subject: Matrix, _: Say) -> str:
    """Which ideas are quick wins, and how many there are of the rest."""
    found = ranked(subject.snapshot)
    said = [_("Impact and effort: {title}.", title=short(subject.snapshot.outline.title))]
    if not found:
        said.append(_("No opportunities yet."))
    for wanted, name in PRIORITIES.items():
        here = of_class(found, wanted)
        if here:
            named = _.parts(short(one.idea.text) for one in here[:_NAMED])
            said.append(_("{label}: {number} ({names}).", label=_(name), number=_.number(len(here)), names=named))
    return within(said)


def of_personas(subject: Personas, _: Say) -> str:
    """Each persona's lowest point, and where they differ most."""
    stages = subject.snapshot.stages
    said = [_("Personas compared: {title}.", title=short(subject.snapshot.outline.title))]
    for persona, medians in subject.lines:
        known = [(score, stage) for score, stage in zip(medians, stages, strict=False) if score is not None]
        name = short(persona.name)
        if known:
            score, stage = min(known, key=lambda one: one[0])
            where = f"{short(stage.name)} ({signed(_, score)})"
            said.append(_("{name}: lowest point {stage}.", name=name, stage=where))
        else:
            said.append(_("{name}: nothing scored yet.", name=name))
    apart = differing(subject)
    if apart:
        place, gap = apart
        stage_name = short(stages[place].name)
        said.append(_("They differ most in {stage}: by {number}.", stage=stage_name, number=_.number(gap)))
    return within(said)


def differing(subject: Personas) -> tuple[int, float] | None:
    """The stage in which personas feel most differently, and by how much."""
    gaps = [gap(subject, place) for place in range(len(subject.snapshot.stages))]
    known = [(place, one) for place, one in enumerate(gaps) if one]
    return max(known, key=lambda one: one[1], default=None)


def gap(subject: Personas, place: int) -> float | None:
    """How far apart the personas are in a stage."""
    scores = [medians[place] for _, medians in subject.lines if place < len(medians)]
    known = [score for score in scores if score is not None]
    return max(known) - min(known) if len(known) > 1 else None


def of_before_after(subject: BeforeAfter, _: Say) -> str:
    """How the feeling moved, which pains are gone and which are new, what the metrics say."""
    found = compare(subject.before, subject.after)
    said = [_("Before and after: {title}.", title=short(subject.after.outline.title))]
    if found.change is not None:
        said.append(_("Emotion on average: {change}.", change=signed(_, found.change)))
    said += _moved(found, _)
    for name, pains in ((_("Closed pain points"), found.closed), (_("New pain points"), found.opened)):
        if pains:
            said.append(_named(_, name, pains))
    if found.still:
        said.append(counted(_, _("Still open"), len(found.still)) + ".")
    for one in found.metrics:
        if one.now is not None and one.metric.baseline is not None and one.metric.actual is not None:
            unit, base = one.metric.unit, one.metric.baseline
            change = f"{amount(_, base, unit)} → {amount(_, one.now, unit)}"
            said.append(_sentence(_, one.metric.name, change))
    return within(said)


def of_persona(subject: PersonaSheet, _: Say) -> str:
    """Who it is, what they want, where their journey hurts."""
    persona = subject.persona
    said = [_("Persona: {name}.", name=short(persona.name))]
    said += [short(text) + "." for text in (persona.headline, persona.segment) if text]
    if persona.goal:
        said.append(_("Goal: {goal}.", goal=short(persona.goal)))
    if persona.quote:
        said.append(_("“{quote}”", quote=short(persona.quote)))
    if subject.snapshot.lowest:
        said.append(_("Lowest point: {stage}.", stage=felt(subject.snapshot.lowest, _)))
    worst = worst_first(subject.snapshot.open_pains)[:1]
    said += [_("Worst pain points: {pains}.", pains=pain_story(pain, _)) for pain in worst]
    return within(said)


def of_history(subject: History, _: Say) -> str:
    """How the feeling went from review to review, and each metric from its baseline to now."""
    newest = subject.reviews[-1][1]
    said = [_("The journey over its reviews: {title}.", title=short(newest.outline.title))]
    steps = []
    for name, snapshot in subject.reviews:
        score = feeling(snapshot)
        steps.append(f"{named(_, name)} ({'–' if score is None else signed(_, score)})")
    said.append(_("Emotion on average: {change}.", change=" → ".join(steps)))
    said.append(counted(_, _("Open pain points"), len(newest.open_pains)) + ".")
    for metric in newest.metrics:
        values = [metric.baseline, *(value for _day, value in metric.values)]
        known = [amount(_, value, metric.unit) for value in values if value is not None]
        if len(known) > 1:
            said.append(_sentence(_, metric.name, " → ".join(known)))
    if len(subject.reviews) == 1:
        said.insert(1, opening(newest, _))
    return within(said)


def named(_: Say, name: str | datetime) -> str:
    """What a review is called: its label, or its day."""
    return _.date(name) if isinstance(name, datetime) else short(name)


def _moved(found: Comparison, _: Say) -> list[str]:
    """The stages that rose and fell most."""
    known = [(pair.change, pair.stage) for pair in found.pairs if pair.change]
    if not known:
        return []
    said = []
    (up, risen), (down, fallen) = max(known, key=lambda one: one[0]), min(known, key=lambda one: one[0])
    if up > 0:
        said.append(_("Rose most: {stage}.", stage=f"{short(risen.name)} ({signed(_, up)})"))
    if down < 0:
        said.append(_("Fell most: {stage}.", stage=f"{short(fallen.name)} ({signed(_, down)})"))
    return said


def _sentence(_: Say, name: str, value: str) -> str:
    return _("{label}: {number}", label=short(name), number=value).rstrip(".") + "."


def _named(_: Say, name: str, pains: tuple[Note, ...]) -> str:
    texts = _.parts(short(pain.text) for pain in pains[:_NAMED])
    return _("{label}: {number} ({names}).", label=name, number=_.number(len(pains)), names=texts)

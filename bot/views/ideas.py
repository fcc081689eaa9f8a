"""The form for an idea: what could be done about a pain point, and what it would bring and cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot import labels, values
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.views import anonymous, blocks
from bot.views.texts import Json
from workflows import limits
from workflows.snapshots import Idea, MapSnapshot, Note
from workflows.words import Level

CHOICES_MAX = 79  # pain points in the select: with 20 stages and none chosen, still below Slack's 100
QUOTED_MAX = 200  # of a pain, within a question

_OF: Final = {Field.IMPACT: "impact", Field.EFFORT: "effort", Field.WORTH: "value", Field.COMPLEXITY: "complexity"}


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the fields already. `target` is `pain:<id>` or `stage:<id>`; `full` has the rarer fields out."""

    text: str = ""
    target: str = ""
    impact: Level = Level.MEDIUM
    effort: Level = Level.MEDIUM
    question: str = ""
    value: Level | None = None
    complexity: Level | None = None
    timeline: str = ""
    depends_on: str = ""
    idea_id: int | None = None
    version: int | None = None
    full: bool = False


def by_votes(pains: Sequence[Note]) -> list[Note]:
    """Sort pain points: most dots first, then the most severe."""
    return sorted(pains, key=lambda pain: (-pain.votes, -int(pain.severity or 0), pain.id))


def editing(idea: Idea) -> Draft:
    """Show an idea that stands already."""
    return Draft(
        idea.text,
        f"pain:{idea.pain_id}" if idea.pain_id else f"stage:{idea.stage_id}" if idea.stage_id else "",
        idea.impact,
        idea.effort,
        idea.question,
        idea.value,
        idea.complexity,
        idea.timeline,
        idea.depends_on,
        idea.id,
        idea.version,
        full=bool(idea.value or idea.complexity or idea.timeline or idea.depends_on),
    )


def about(snapshot: MapSnapshot, pain_id: int | None, _: Say) -> Draft:
    """Begin an idea for a pain point with the pain turned into a question; for none, begin empty."""
    pain = next((pain for pain in snapshot.pains if pain.id == pain_id), None)
    return Draft(target=f"pain:{pain.id}", question=how_might_we(pain.text, _)) if pain else Draft()


def how_might_we(pain: str, _: Say) -> str:
    """Turn a pain into a question that asks for more than one answer."""
    said = " ".join(blocks.clip(pain, QUOTED_MAX).split()).rstrip(".!。！")
    return blocks.clip(_("How might we spare the customer this: “{pain}”?", pain=said), limits.LINE_MAX)


def view(
    snapshot: MapSnapshot,
    _: Say,
    *,
    idea: Idea | None = None,
    pain_id: int | None = None,
    draft: Draft | None = None,
) -> Json:
    """Build the form: empty, for a pain point, with an idea that stands already, or with what was typed so far."""
    draft = draft or (editing(idea) if idea else about(snapshot, pain_id, _))
    more = {"full": "1"} if draft.full else {}
    return blocks.modal(
        Modal.IDEA,
        _("Change the idea") if draft.idea_id else _("Add an idea"),
        [
            *anonymous.note(snapshot.outline, _),
            *_question(draft, _),
            blocks.text_input(
                Field.TEXT,
                _("Your idea"),
                value=draft.text,
                placeholder=_("e.g. {example}", example=_("Show shipping costs on the product page")),
                multiline=True,
                limit=limits.NOTE_TEXT_MAX,
                focus=True,
            ),
            *_target(snapshot, draft.target, _),
            _level(Field.IMPACT, _("How much would it help customers?"), draft.impact, _),
            _level(Field.EFFORT, _("How much work would it be?"), draft.effort, _),
            *(_details(draft, _) if draft.full else [blocks.actions(blocks.button(_("More"), Action.MORE_IDEA))]),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=values.encode(
            values.Value(workshop=snapshot.outline.id, item=draft.idea_id, version=draft.version, more=more)
        ),
    )


def _question(draft: Draft, _: Say) -> list[Json]:
    if not (draft.question or draft.full):
        return [blocks.context(_("How might we make this better? A rough idea is welcome: the team will sort them."))]
    return [
        blocks.text_input(
            Field.QUESTION,
            _("The question it answers"),
            value=draft.question,
            placeholder=_("How might we…?"),
            hint=_("A good question leaves room for more than one answer."),
            limit=limits.LINE_MAX,
            optional=True,
        )
    ]


def _target(snapshot: MapSnapshot, chosen: str, _: Say) -> list[Json]:
    ranked = by_votes(snapshot.open_pains)
    keep = [pain for pain in snapshot.pains if f"pain:{pain.id}" == chosen]
    shown = [*keep, *(pain for pain in ranked if pain not in keep)][:CHOICES_MAX]
    pains = [blocks.option(_with_votes(pain), f"pain:{pain.id}") for pain in shown]
    stages = [blocks.option(_("All of {stage}", stage=name), f"stage:{key}") for key, name in snapshot.outline.stages]
    if not pains + stages:
        return []
    left = len(ranked) - len(shown)
    return [
        blocks.select(
            Field.PAIN,
            _("What is it for?"),
            [*pains, *stages],
            value=chosen or None,
            placeholder=_("A pain point or a stage"),
            hint=_.n("The list leaves out {count} pain point with fewer votes.",
                     "The list leaves out {count} pain points with fewer votes.", left) if left > 0 else "",
            optional=True,
        )
    ]  # fmt: skip


def _with_votes(pain: Note) -> str:
    return f"({pain.votes}) {pain.text}" if pain.votes else pain.text


def _level(field: Field, question: str, chosen: Level, _: Say) -> Json:
    options = [blocks.option(labels.level(_, _OF[field], level), int(level)) for level in Level]
    return blocks.radios(field, question, options, value=int(chosen))


def _details(draft: Draft, _: Say) -> list[Json]:
    return [
        _maybe(Field.WORTH, _("Value for the business"), draft.value, _("A high one lifts the idea by a level."), _),
        _maybe(Field.COMPLEXITY, _("Complexity"), draft.complexity, _("What is complex costs a level more."), _),
        blocks.text_input(
            Field.TIMELINE,
            _("When could it be there?"),
            value=draft.timeline,
            placeholder=_("e.g. {example}", example=_("By the end of March")),
            limit=limits.NAME_MAX,
            optional=True,
        ),
        blocks.text_input(
            Field.DEPENDS_ON,
            _("What does it depend on?"),
            value=draft.depends_on,
            placeholder=_("e.g. {example}", example=_("The new order form, and a yes of the legal team")),
            limit=limits.LINE_MAX,
            optional=True,
        ),
    ]


def _maybe(field: Field, question: str, chosen: Level | None, hint: str, _: Say) -> Json:
    options = [blocks.option(labels.level(_, _OF[field], level), int(level)) for level in Level]
    return blocks.select(
        field,
        question,
        options,
        value=int(chosen) if chosen else None,
        placeholder=_("Not said yet"),
        hint=hint,
        optional=True,
    )

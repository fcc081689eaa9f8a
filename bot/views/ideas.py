"""The form for an idea: what could be done about a pain point, and what it would bring and cost."""

from collections.abc import Sequence

from bot import labels, values
from bot.i18n import Say
from bot.ids import Field, Modal
from bot.views import blocks
from bot.views.texts import Json
from workflows import limits
from workflows.snapshots import Idea, MapSnapshot, Note
from workflows.words import Level

CHOICES_MAX = 79  # pain points in the select: with 20 stages and none chosen, still below Slack's 100


def by_votes(pains: Sequence[Note]) -> list[Note]:
    """Sort pain points: most dots first, then the most severe."""
    return sorted(pains, key=lambda pain: (-pain.votes, -int(pain.severity or 0), pain.id))


def view(snapshot: MapSnapshot, _: Say, *, idea: Idea | None = None, pain_id: int | None = None) -> Json:
    """Build the form, empty or with an idea that stands already."""
    outline = snapshot.outline
    return blocks.modal(
        Modal.IDEA,
        _("Change the idea") if idea else _("Add an idea"),
        [
            blocks.context(_("How might we make this better? A rough idea is welcome: the team will sort them.")),
            blocks.text_input(
                Field.TEXT,
                _("Your idea"),
                value=idea.text if idea else "",
                placeholder=_("e.g. {example}", example=_("Show shipping costs on the product page")),
                multiline=True,
                limit=limits.NOTE_TEXT_MAX,
                focus=True,
            ),
            *_target(snapshot, _target_of(idea, pain_id), _),
            _level(Field.IMPACT, _("How much would it help customers?"), idea.impact if idea else Level.MEDIUM, _),
            _level(Field.EFFORT, _("How much work would it be?"), idea.effort if idea else Level.MEDIUM, _),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=values.encode(
            values.Value(workshop=outline.id, item=idea.id if idea else None, version=idea.version if idea else None)
        ),
    )


def _target_of(idea: Idea | None, pain_id: int | None) -> str:
    if idea is None:
        return f"pain:{pain_id}" if pain_id else ""
    return f"pain:{idea.pain_id}" if idea.pain_id else f"stage:{idea.stage_id}" if idea.stage_id else ""


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
    options = [blocks.option(labels.label(_, level), int(level)) for level in Level]
    return blocks.radios(field, question, options, value=int(chosen))

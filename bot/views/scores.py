"""Scoring how the customer feels: every stage in one form, a row of faces each."""

from collections.abc import Mapping

from bot import labels, values
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.views import anonymous, blocks, moves, private
from bot.views.texts import Json
from workflows import limits
from workflows.anonymity import STEPS
from workflows.snapshots import Outline
from workflows.words import WorkshopStatus

MINUS = "\N{MINUS SIGN}"


def view(
    outline: Outline, mine: Mapping[int, tuple[int, str]], _: Say, *, words: bool = False, leads: bool = False
) -> Json:
    """Build the form, with what the person said before; `words` adds a field for a word under each row."""
    rows: list[Json] = []
    for stage_id, name in outline.stages:
        score, word = mine.get(stage_id, (None, ""))
        rows.append(_row(stage_id, name, score, _))
        if words or word:
            rows.append(_word(stage_id, word, _))
    all_words = words or all(mine.get(stage_id, (0, ""))[1] for stage_id, _name in outline.stages)
    buttons = [] if all_words else [blocks.button(_("Add a word for each"), Action.MORE_SCORES)]
    if leads and not outline.private:
        buttons.append(moves.button(moves.PRIVATE, outline, _))
    if leads and not outline.anonymous and outline.step in STEPS and outline.status is WorkshopStatus.OPEN:
        buttons.append(moves.button(moves.ANONYMOUS, outline, _))
    return blocks.modal(
        Modal.SCORES,
        _("How does it feel?"),
        [
            blocks.context(
                _(
                    "Put yourself in the customer's place, stage by stage. Your first feeling is fine; "
                    "leave out the stages you do not know."
                )
            ),
            *private.note(outline, _),
            *anonymous.scores(outline, _),
            *rows,
            *([blocks.actions(*buttons)] if buttons else []),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=values.encode(values.Value(workshop=outline.id)),
    )


def score_options(_: Say) -> list[Json]:
    """List the five scores, from awful to wonderful."""
    return [
        blocks.option(f"{labels.SCORE_FACES[score]} {signed(score, _)} · {_(name)}", score)
        for score, name in labels.SCORES.items()
    ]


def signed(score: int, _: Say) -> str:
    """Write a score with its sign: −2, 0, +2."""
    return _.signed(f"{MINUS}{-score}" if score < 0 else f"+{score}") if score else "0"


def _row(stage_id: int, name: str, score: int | None, _: Say) -> Json:
    return blocks.radios(f"{Field.SCORE}:{stage_id}", name, score_options(_), value=score, optional=True)


def _word(stage_id: int, word: str, _: Say) -> Json:
    return blocks.text_input(
        f"{Field.WORD}:{stage_id}",
        _("In a word"),
        value=word,
        placeholder=_("e.g. {example}", example=_("curious, lost, relieved")),
        limit=limits.NAME_MAX,
        optional=True,
    )

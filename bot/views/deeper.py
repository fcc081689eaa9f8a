"""What step 4 offers besides giving something: walking the journey, scoring in private, where to talk first."""

from bot.i18n import Say
from bot.views import blocks, moves, walk
from bot.views.texts import Json
from workflows.snapshots import MapSnapshot, Outline
from workflows.words import Step, WorkshopStatus


def of_card(snapshot: MapSnapshot, _: Say) -> Json | None:
    """Build the card's second row: it changes with the workshop."""
    outline = snapshot.outline
    votes = (moves.REVEAL_VOTES,) if outline.private_votes and outline.step is Step.REDESIGN else ()
    talk = _talk(outline) if _compared(snapshot) else ()
    return _row(outline, outline.step, _, persona(snapshot), last=(*talk, *votes))


def of_person(outline: Outline, user_id: str, _: Say) -> Json | None:
    """Build the second row of a private answer: only what this person may do."""
    leads = moves.leads(outline, user_id)
    mine = tuple(move for move in _talk(outline) if leads or move is not moves.REVEAL)
    begin = (moves.PRIVATE,) if leads and not outline.private and outline.step is Step.FEEL else ()
    if leads and outline.step is Step.REDESIGN:
        begin = (moves.REVEAL_VOTES if outline.private_votes else moves.PRIVATE_VOTES,)
    nameless = (moves.ANONYMOUS,) if leads or outline.anonymous else ()
    return _row(outline, outline.step, _, "", last=(*mine, *begin, *nameless, moves.WALKED))


def persona(snapshot: MapSnapshot) -> str:
    """Name the customer who walks the journey."""
    return snapshot.personas[0].name if snapshot.personas else ""


def _talk(outline: Outline) -> tuple[moves.Move, ...]:
    return (moves.REVEAL,) if outline.private else (moves.AGENDA,)


def _compared(snapshot: MapSnapshot) -> bool:
    """Tell whether people can differ already: only then there is something to talk about, or to reveal."""
    return snapshot.outline.private is not None or any(
        stage.emotion and stage.emotion.count > 1 for stage in snapshot.stages
    )


def _row(outline: Outline, step: Step, _: Say, name: str, *, last: tuple[moves.Move, ...]) -> Json | None:
    if outline.status is not WorkshopStatus.OPEN or step not in {Step.FEEL, Step.REDESIGN} or not outline.stages:
        return None
    first = [walk.button(outline, name, _)] if step is Step.FEEL else []
    buttons = [*first, *(moves.button(move, outline, _) for move in last)]
    return blocks.actions(*buttons) if buttons else None

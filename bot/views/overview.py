"""The private answers to `/journey`: what you do next, which workshop you mean, what was stored, all your maps."""

from collections.abc import Sequence

from bot import labels, values
from bot.i18n import Say
from bot.ids import COMMAND, Action
from bot.values import Value
from bot.views import anonymous, below, blocks, deeper, moves, settings
from bot.views.card import progress, whats_next, where
from bot.views.health import line as health_line
from bot.views.message import Message, message
from bot.views.texts import Json, clip, escape, isolate, quoted
from workflows.health import Health
from workflows.relatives import Kin
from workflows.snapshots import Brief, Outline
from workflows.text import missed_stage, parse_quick
from workflows.words import NoteKind, WorkshopStatus

CHANNEL, TEXT, CLAIM = "channel", "text", "claim"
JOURNEY_WIDE = frozenset({NoteKind.EVIDENCE, NoteKind.DECISION, None})  # None: an idea
CHOICES_MAX, OTHERS_MAX = 10, 3
STAGES_CLIP = 600
CARRIED_MAX = 800  # more than a contribution may have: what is too long is refused, not cut


def invitation(channel_id: str, _: Say) -> Message:
    """Invite to start, where the channel has no workshop."""
    value = values.encode(Value(more={CHANNEL: channel_id}))
    lead = _("There is no workshop in this channel yet.")
    return message(
        lead,
        blocks.section(
            f"*{lead}*\n"
            + _("Shall we draw your customer's journey together? Six short steps, and every pain gets an owner.")
        ),
        blocks.actions(
            blocks.button(_("Start a workshop"), Action.START, value, style="primary"),
            blocks.button(_("How it works"), Action.HELP, value),
        ),
        settings.languages(_, **{CHANNEL: channel_id}),
    )


def overview(
    outline: Outline, user_id: str, _: Say, *, health: Health | None = None, kin: Kin | None = None
) -> Message:
    """Tell one person where the workshop stands and what they do next, with the button for it."""
    first = moves.yours(outline, user_id)
    others = [move for move in moves.of(outline) if move is not first][:OTHERS_MAX]
    onward = moves.onward(outline)
    if onward in (None, first) or outline.facilitator.user_id != user_id:
        onward = None
    sentence = _yours(outline, user_id, first, _)
    ended = outline.status is WorkshopStatus.ENDED
    return message(
        f"{outline.title}: {sentence}",
        blocks.header(outline.title),
        blocks.section(f"{progress(outline)}  *{escape(where(outline, _))}*\n{sentence}"),
        blocks.context(health_line(health, _)) if health and health.says_something else None,
        blocks.context(*below.lines(kin, _)) if kin else None,
        None
        if ended
        else blocks.actions(
            moves.button(first, outline, _, "primary"),
            *(moves.button(move, outline, _) for move in others),
            moves.button(onward, outline, _) if onward else None,
        ),
        *anonymous.note(outline, _),
        deeper.of_person(outline, user_id, _),
        _footer(outline, _),
    )


def _yours(outline: Outline, user_id: str, first: moves.Move, _: Say) -> str:
    mine = moves.me(outline, user_id)
    if outline.status is not WorkshopStatus.OPEN:
        return whats_next(outline, _)
    if first is moves.INTRODUCE:
        return _("Say in two clicks which team you come from, then you are in.")
    if mine and outline.step in mine.contributed:
        if first is moves.onward(outline):
            return _("You gave something to this step already. Go on when the others have, too.")
        return _("You gave something to this step already. There is always room for more.")
    return whats_next(outline, _)


def _footer(outline: Outline, _: Say) -> Json:
    thread = [blocks.link(outline.card_link, _("Open the card"))] if outline.card_link else []
    return blocks.context(*thread, _("Type `{command} help` to see everything I understand.", command=COMMAND))


def choose(briefs: Sequence[Brief], word: str, text: str, claim: str, _: Say) -> Message:
    """Ask which of several workshops is meant; the buttons carry what was typed."""
    lead = _("This channel has several workshops. Which one do you mean?")
    more = {name: given for name, given in ((TEXT, text[:CARRIED_MAX]), (CLAIM, claim)) if given}
    return message(
        lead,
        blocks.section(lead),
        blocks.actions(
            *(
                blocks.button(
                    brief.title,
                    Action.CHOOSE,
                    values.encode(Value(workshop=brief.id, kind=word, more=more)),
                    part=str(brief.id),
                )
                for brief in briefs[:CHOICES_MAX]
            )
        ),
    )


def stored(
    brief: Brief,
    kind: NoteKind | None,
    item_id: int | None,
    text: str,
    stage: str | None,
    _: Say,
    *,
    typed: str = "",
) -> Message:
    """Say what was stored and where, with the way to change it and to add another. Without a kind it is an idea."""
    what = labels.label(_, kind) if kind else _("Idea")
    if stage:
        lead = _("✅ {kind} added in “{stage}”", kind=what, stage=isolate(stage))
    elif kind in JOURNEY_WIDE:
        lead = _("✅ {kind} added for the whole journey", kind=what)
    else:
        lead = _("✅ {kind} kept, in no stage yet. Press “Change it” to place it.", kind=what)
    change = Value(workshop=brief.id, item=item_id, kind=str(kind or ""))
    again = Value(workshop=brief.id, kind=str(kind or ""))
    back = Value(workshop=brief.id, item=item_id, kind="note" if kind else "idea")
    return message(
        f"{lead}: {text}",
        blocks.said(f"{lead}\n{text}"),
        blocks.actions(
            blocks.button(_("Change it"), Action.EDIT_NOTE if kind else Action.EDIT_IDEA, values.encode(change)),
            blocks.button(_("Add another"), Action.NOTE if kind else Action.IDEA, values.encode(again)),
            blocks.button(_("Undo"), Action.UNDO, values.encode(back)),
        ),
        _placing(brief, kind, typed, _),
    )


def _placing(brief: Brief, kind: NoteKind | None, typed: str, _: Say) -> Json | None:
    """Say how a stage is named, to who named none; where one was named that the map does not have, say which it has."""
    names = [name for _id, name in brief.stages]
    missed = "" if kind in JOURNEY_WIDE else missed_stage(names, typed)
    if missed and names:
        there = clip(_.join([quoted(isolate(name), _) for name in names]), STAGES_CLIP)
        sorry = _("No stage is called “{name}”. There are: {stages}", name=isolate(missed), stages=there)
        return blocks.context(escape(sorry))
    if parse_quick(names, typed)[0]:
        return None
    return blocks.context(_("Name a stage first to place it: {example}", example=escape(_example(brief, kind))))


def _example(brief: Brief, kind: NoteKind | None) -> str:
    stage = brief.stages[-1][1] if brief.stages else "…"
    return f"{COMMAND} {kind or 'idea'} {stage}: …"


def too_early(brief: Brief, typed: str, _: Say) -> Message:
    """Say that the map has no columns yet, with the button that makes them, and give the text back."""
    value = values.encode(Value(workshop=brief.id))
    lead = _("This map has no stages yet. Name them first, then this can be placed.")
    button = blocks.button(_("Set the stages"), Action.STAGES, value, style="primary")
    return message(lead, blocks.section(lead), blocks.said(typed), blocks.actions(button))

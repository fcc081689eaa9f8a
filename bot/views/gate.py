"""The gate between two steps: what is thin, said kindly, and the way on. It never traps a team."""

from collections.abc import Callable
from dataclasses import replace

from bot import labels, values
from bot.i18n import N_, Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import blocks, checks, methods, moves, private
from bot.views.texts import Json, escape, isolate, quoted
from workflows.snapshots import Gate, MapSnapshot, Outline, Thin
from workflows.words import Step

NAMED_MAX, MENDS_MAX = 5, 3
BACK = "back"
PERSONA_THIN = "persona_thin"  # always said with the number that is needed: some of it may be there

# What is thin, by the code that the domain gives; in mrkdwn.
_THIN = {
    "no_goal": N_("The workshop has no goal yet. What should be different afterwards?"),
    "no_frontline": N_("Nobody here meets customers. Invite someone from the front line."),
    "no_backstage": N_("Nobody here works behind the scenes. Many delays start there."),
    "few_departments": N_("Fewer than two departments are here. A second view shows what the first cannot see."),
    "no_persona": N_("No customer is described yet. Without one, everyone maps somebody else."),
    "persona_no_goal": N_("What does the customer want to get done? The goal is still empty."),
    "few_stages": N_("A journey needs three stages or more: a before, a during and an after."),
    "stages_without_action": N_("What does the customer do here? No action in {names}."),
    "stages_without_touchpoint": N_("Where do they touch us? No touchpoint in {names}."),
    "stages_few_scores": N_("Fewer than two people scored the feelings in {names}."),
    "scores_few_anonymous": N_(
        "Fewer than three people have scored in private. Until there are three, the map goes on without its curve."
    ),
    "votes_few_anonymous": N_(
        "Fewer than three people have voted in private. Until there are three, votes stay private."
    ),
    "stages_without_pain_or_joy": N_("Neither a pain nor a joy in {names}."),
    "critical_without_owner": N_("These critical pains have no owner: {names}."),
    "no_decision": N_("No decision is written down yet. What did you agree on?"),
    "no_votes": N_("Nobody voted yet, so we do not know what hurts most."),
    "no_cadence": N_("There is no day for the next review yet. Without one, maps grow old."),
    "no_baseline": N_("No metric has a value of today, so nobody will see whether it got better."),
}

# What depends on a number.
_COUNTED: dict[str, Callable[[Say, int], str]] = {
    "pains_without_evidence": lambda _, count: _.n(
        "{count} serious pain rests on nothing yet. Add a call, a ticket or a number.",
        "{count} serious pains rest on nothing yet. Add a call, a ticket or a number.",
        count,
    ),
    "scores_too_few": private.too_few,
    "scores_private": private.unrevealed,
    "votes_too_few": private.too_few_votes,
    "votes_private": private.unrevealed_votes,
}

# What mends it, where a form can.
_MENDS = {
    "no_frontline": moves.PEOPLE,
    "no_backstage": moves.PEOPLE,
    "few_departments": moves.PEOPLE,
    "no_persona": moves.PERSONA,
    "persona_no_goal": moves.PERSONA,
    "persona_thin": moves.PERSONA,
    "few_stages": moves.STAGES,
    "stages_without_action": moves.ACTION,
    "stages_without_touchpoint": moves.TOUCHPOINTS,
    "stages_few_scores": moves.SCORES,
    "scores_too_few": moves.SCORES,
    "scores_few_anonymous": moves.SCORES,
    "scores_private": moves.REVEAL,
    "votes_too_few": moves.VOTES,
    "votes_few_anonymous": moves.VOTES,
    "votes_private": moves.REVEAL_VOTES,
    "stages_without_pain_or_joy": moves.PAIN,
    "pains_without_evidence": moves.EVIDENCE,
    "critical_without_owner": moves.OWNER,
    "no_decision": moves.DECISION,
    "no_votes": moves.VOTES,
    "no_cadence": moves.CADENCE,
    "no_baseline": moves.METRIC,
}


def codes() -> frozenset[str]:
    """List the codes that have a sentence."""
    return frozenset(_THIN) | frozenset(_COUNTED) | {PERSONA_THIN}


def sentence(thin: Thin, _: Say) -> str:
    """Say what is thin, in mrkdwn."""
    if thin.code in _COUNTED:
        return _COUNTED[thin.code](_, thin.count)
    if thin.code == PERSONA_THIN or methods.differs(thin):
        return methods.expected(thin, _names(thin, _), _)
    if thin.code in _THIN:
        return _(_THIN[thin.code], names=_names(thin, _))
    return _("Something is still thin here.")


def _names(thin: Thin, _: Say) -> str:
    shown = [quoted(isolate(escape(name)), _) for name in thin.names[:NAMED_MAX]]
    if len(thin.names) > NAMED_MAX:
        shown.append(_.n("{count} more", "{count} more", len(thin.names) - NAMED_MAX))
    return _.join(shown) if shown else ""


def gate(snapshot: MapSnapshot, found: Gate, _: Say, *, user_id: str = "", mistakes: int = 0) -> Json:
    """Build the gate's modal: one line for each thing that is thin, what mends it, and «Go on» for who may.

    `mistakes` counts what the ten checks found.
    """
    outline = snapshot.outline
    if user_id and not moves.leads(outline, user_id):
        return _waiting(outline, found, _, mistakes=mistakes)
    last = outline.step is Step.REVIEW
    blocked = last and any(thin.code == "no_cadence" for thin in found.thin)
    parts = [_intro(outline, found, _, blocked=blocked)]
    if found.thin:
        parts.append(blocks.section("\n".join(f"•  {sentence(thin, _)}" for thin in found.thin)))
    parts += methods.scorecard(snapshot, _)
    if found.needs_reason and not blocked:
        parts.append(_reason(_))
    parts += _around(outline, found, _, blocked=blocked)
    parts += checks.hint(outline, mistakes, _)
    return blocks.modal(
        Modal.GATE,
        _("Finish") if last else _("Next step"),
        parts,
        submit="" if blocked else _submit(outline, found, _),
        close=_("Not yet"),
        metadata=values.encode(Value(workshop=outline.id, step=int(outline.step))),
    )


def _submit(outline: Outline, found: Gate, _: Say) -> str:
    if outline.step is Step.REVIEW:
        return _("Finish")
    return _("Go on anyway") if found.thin else _("Go on")


def _intro(outline: Outline, found: Gate, _: Say, *, blocked: bool) -> Json:
    if outline.step is Step.REVIEW:
        after = _("From now on the map lives: I will call you to every review.")
    else:
        after = _("Then comes: {step}", step=labels.step_title(_, Step(outline.step + 1)))
    if not found.thin:
        return blocks.section(f"{_('Everything this step needs is there. Well done!')}\n{after}")
    if blocked:
        return blocks.section(f"{after}\n{_('Only a day for the next review is still needed. This is what is thin:')}")
    return blocks.section(f"{after}\n{_('You can go on at any time. This is what is still thin:')}")


def _reason(_: Say) -> Json:
    return blocks.text_input(
        Field.REASON,
        _("Why go on without owners?"),
        placeholder=_("The owner is chosen on Thursday"),
        hint=_("Kept with the map, so that nobody has to ask later."),
        multiline=True,
        limit=500,
    )


def _waiting(outline: Outline, found: Gate, _: Say, *, mistakes: int) -> Json:
    """Say who takes the team on, and what one can do until then."""
    leader = blocks.mention(outline.facilitator.user_id)
    found = replace(
        found, thin=tuple(thin for thin in found.thin if thin.code not in {"scores_private", "votes_private"})
    )
    parts = [blocks.section(_("{person} takes the team to the next step.", person=leader))]
    if found.thin:
        thin = "\n".join(f"•  {sentence(thin, _)}" for thin in found.thin)
        parts.append(blocks.section(f"{_('You can help with what is still thin:')}\n{thin}"))
    mend = _mending(outline, found, _)
    parts += [*([blocks.actions(*mend)] if mend else []), *checks.hint(outline, mistakes, _)]
    return blocks.info(_("Next step"), extra=parts, close=_("Close"))


def _mending(outline: Outline, found: Gate, _: Say, *, first: moves.Style = None) -> list[Json]:
    """Offer what mends the first few things that are thin."""
    wanted = dict.fromkeys(_MENDS[thin.code] for thin in found.thin if thin.code in _MENDS)
    return [
        moves.button(move, outline, _, first if place == 0 else None)
        for place, move in enumerate(list(wanted)[:MENDS_MAX])
    ]


def _around(outline: Outline, found: Gate, _: Say, *, blocked: bool) -> list[Json]:
    value = values.encode(Value(workshop=outline.id, step=int(outline.step)))
    buttons = _mending(outline, found, _, first="primary" if blocked else None)
    if outline.step is not Step.INVITE:
        previous = labels.step_title(_, Step(outline.step - 1))
        sure = blocks.ask(
            _("Go back a step?"),
            _("The team goes back to “{step}”. Nothing that was given is lost.", step=previous),
            _("Go back"),
            _("Stay here"),
        )
        buttons.append(blocks.button(_("Back a step"), Action.BACK, value, ask=sure))
    return [blocks.actions(*buttons)] if buttons else []


def back(outline: Outline, _: Say) -> Json:
    """Ask before the team goes back, for those who typed it."""
    if outline.step is Step.INVITE:
        return blocks.info(_("Back a step"), _("This is the first step already."), close=_("Close"))
    previous = escape(labels.step_title(_, Step(outline.step - 1)))
    return blocks.modal(
        Modal.GATE,
        _("Back a step"),
        [blocks.section(_("The team goes back to “{step}”. Nothing that was given is lost.", step=previous))],
        submit=_("Go back"),
        close=_("Stay here"),
        metadata=values.encode(Value(workshop=outline.id, step=int(outline.step), kind=BACK)),
    )


def moved(outline: Outline, _: Say) -> Json:
    """Say that the team went to a step, and offer the first thing to do there."""
    title = escape(labels.step_title(_, outline.step))
    return blocks.info(
        _("Done"),
        _("The team is now at “{step}”. Its guide is on the way to the thread.", step=title),
        extra=[
            blocks.actions(
                moves.button(moves.of(outline)[0], outline, _, "primary"), moves.button(moves.TIME, outline, _)
            )
        ],
        close=_("Close"),
    )


def finished(_: Say) -> Json:
    """Say that the six steps are done."""
    return blocks.info(
        _("The map lives"),
        _("All six steps are done. 🎉 The card shows when the next review is, and I will call you to it."),
        close=_("Close"),
    )

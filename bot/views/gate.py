"""The gate between two steps: what is thin, said kindly, and the way on. It never traps a team."""

from bot import labels, values
from bot.i18n import N_, Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import blocks
from bot.views.texts import Json, escape, isolate
from workflows.snapshots import Gate, MapSnapshot, Outline, Thin
from workflows.words import Step

NAMED_MAX = 5
BACK = "back"

# What is thin, by the code that the domain gives; in mrkdwn.
_THIN = {
    "no_goal": N_("The workshop has no goal yet. What should be different afterwards?"),
    "no_frontline": N_("Nobody here meets customers. Invite someone from the front line."),
    "no_backstage": N_("Nobody here works behind the scenes. Many delays start there."),
    "few_departments": N_("Fewer than two departments are here. A second view shows what the first cannot see."),
    "no_persona": N_("No customer is described yet. Without one, everyone maps somebody else."),
    "persona_no_goal": N_("What does the customer want to get done? The goal is still empty."),
    "persona_thin": N_("{names} could be anyone: add two things that only they would say."),
    "few_stages": N_("A journey needs three stages or more: a before, a during and an after."),
    "stages_without_action": N_("What does the customer do here? No action in {names}."),
    "stages_without_touchpoint": N_("Where do they touch us? No touchpoint in {names}."),
    "stages_few_scores": N_("Fewer than two people scored the feelings in {names}."),
    "stages_without_pain_or_joy": N_("Neither a pain nor a joy in {names}."),
    "critical_without_owner": N_("These critical pains have no owner: {names}."),
    "no_decision": N_("No decision is written down yet. What did you agree on?"),
    "no_votes": N_("Nobody voted yet, so we do not know what hurts most."),
    "no_cadence": N_("There is no day for the next review yet. Without one, maps grow old."),
    "no_baseline": N_("No metric has a value of today, so nobody will see whether it got better."),
}


def codes() -> frozenset[str]:
    """List the codes that have a sentence."""
    return frozenset(_THIN) | {"pains_without_evidence"}


def sentence(thin: Thin, _: Say) -> str:
    """Say what is thin, in mrkdwn."""
    if thin.code == "pains_without_evidence":
        return _.n(
            "{count} serious pain rests on nothing yet. Add a call, a ticket or a number.",
            "{count} serious pains rest on nothing yet. Add a call, a ticket or a number.",
            thin.count,
        )
    if thin.code in _THIN:
        return _(_THIN[thin.code], names=_names(thin, _))
    return _("Something is still thin here.")


def _names(thin: Thin, _: Say) -> str:
    shown = [f"“{isolate(escape(name))}”" for name in thin.names[:NAMED_MAX]]
    if len(thin.names) > NAMED_MAX:
        shown.append(_.n("{count} more", "{count} more", len(thin.names) - NAMED_MAX))
    return _.join(shown) if shown else ""


def gate(snapshot: MapSnapshot, found: Gate, _: Say) -> Json:
    """Build the gate's modal: one line for each thing that is thin, and «Go on»."""
    outline = snapshot.outline
    last = outline.step is Step.REVIEW
    parts = [_intro(outline, found, _)]
    if found.thin:
        parts.append(blocks.section("\n".join(f"•  {sentence(thin, _)}" for thin in found.thin)))
    blocked = last and any(thin.code == "no_cadence" for thin in found.thin)
    if found.needs_reason and not blocked:
        parts.append(_reason(_))
    parts += _around(outline, _, cadence=blocked)
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


def _intro(outline: Outline, found: Gate, _: Say) -> Json:
    if outline.step is Step.REVIEW:
        after = _("From now on the map lives: I will call you to every review.")
    else:
        after = _("Then comes: {step}", step=labels.step_title(_, Step(outline.step + 1)))
    if not found.thin:
        return blocks.section(f"{_('Everything this step needs is there. Well done!')}\n{after}")
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


def _around(outline: Outline, _: Say, *, cadence: bool) -> list[Json]:
    value = values.encode(Value(workshop=outline.id, step=int(outline.step)))
    buttons = []
    if cadence:
        buttons.append(blocks.button(_("Set the rhythm"), Action.CADENCE, value, style="primary"))
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


def moved(step: Step, _: Say) -> Json:
    """Say that the team went to a step."""
    title = escape(labels.step_title(_, step))
    return blocks.info(
        _("Done"),
        _("The team is now at “{step}”. Its guide is on the way to the thread.", step=title),
        close=_("Close"),
    )


def finished(_: Say) -> Json:
    """Say that the six steps are done."""
    return blocks.info(
        _("The map lives"),
        _("All six steps are done. 🎉 The card shows when the next review is, and I will call you to it."),
        close=_("Close"),
    )

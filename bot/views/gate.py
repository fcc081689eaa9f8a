"""The gate between two steps: what is thin, said kindly, and the way on. It never traps a team."""

from collections.abc import Callable

from bot import labels, values
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import blocks
from bot.views.texts import Json, escape, isolate
from workflows.snapshots import Gate, MapSnapshot, Outline, Thin
from workflows.words import Step

NAMED_MAX = 5
BACK = "back"
Sentence = Callable[[Say, Thin], str]


def _names(_: Say, thin: Thin) -> str:
    shown = [f"“{isolate(escape(name))}”" for name in thin.names[:NAMED_MAX]]
    if len(thin.names) > NAMED_MAX:
        shown.append(_.n("{count} more", "{count} more", len(thin.names) - NAMED_MAX))
    return _.join(shown)


_THIN: dict[str, Sentence] = {
    "no_goal": lambda _, thin: _("The workshop has no goal yet. What should be different afterwards?"),
    "no_frontline": lambda _, thin: _("Nobody here meets customers. Invite someone from the front line."),
    "no_backstage": lambda _, thin: _("Nobody here works behind the scenes. Many delays start there."),
    "few_departments": lambda _, thin: _(
        "Only one department is here. A second view shows what the first cannot see."
    ),
    "no_persona": lambda _, thin: _("No customer is described yet. Without one, everyone maps somebody else."),
    "persona_no_goal": lambda _, thin: _("What does the customer want to get done? The goal is still empty."),
    "persona_thin": lambda _, thin: _("{names} could be anyone: add two things that only they would say.", names=_names(_, thin)),
    "few_stages": lambda _, thin: _("A journey needs three stages or more: a before, a during and an after."),
    "stages_without_action": lambda _, thin: _("What does the customer do here? No action in {names}.", names=_names(_, thin)),
    "stages_without_touchpoint": lambda _, thin: _("Where do they touch us? No touchpoint in {names}.", names=_names(_, thin)),
    "stages_few_scores": lambda _, thin: _("Fewer than two people scored the feelings in {names}.", names=_names(_, thin)),
    "stages_without_pain_or_joy": lambda _, thin: _("Neither a pain nor a joy in {names}.", names=_names(_, thin)),
    "pains_without_evidence": lambda _, thin: _.n(
        "{count} serious pain rests on nothing yet. Add a call, a ticket or a number.",
        "{count} serious pains rest on nothing yet. Add a call, a ticket or a number.",
        thin.count,
    ),
    "critical_without_owner": lambda _, thin: _("These critical pains have no owner: {names}.", names=_names(_, thin)),
    "no_decision": lambda _, thin: _("No decision is written down yet. What did you agree on?"),
    "no_votes": lambda _, thin: _("Nobody voted yet, so we do not know what hurts most."),
    "no_cadence": lambda _, thin: _("There is no day for the next review yet. Without one, maps grow old."),
    "no_baseline": lambda _, thin: _("No metric has a value of today, so nobody will see whether it got better."),
}


def sentence(thin: Thin, _: Say) -> str:
    """Say what is thin, in mrkdwn."""
    return _THIN[thin.code](_, thin) if thin.code in _THIN else _("Something is still thin here.")


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
        _("Done"), _("The team is now at “{step}”. Its guide is on the way to the thread.", step=title), close=_("Close")
    )


def finished(_: Say) -> Json:
    """Say that the six steps are done."""
    return blocks.info(
        _("The map lives"),
        _("All six steps are done. 🎉 The card shows when the next review is, and I will call you to it."),
        close=_("Close"),
    )

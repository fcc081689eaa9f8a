"""What the ten checks say: the mistakes by name, why each matters, what was found, and what mends it."""

from collections.abc import Sequence
from typing import Final

from bot.i18n import N_, Say
from bot.views import moves
from bot.views.texts import escape, isolate, quoted
from workflows.findings import Check, Finding

NAMED_MAX = 5

TITLES: Final = {
    Check.ASSUMPTIONS: N_("Assumptions without evidence"),
    Check.RESEARCH: N_("Too little research"),
    Check.EMOTIONS: N_("No emotions"),
    Check.EVERYTHING: N_("Everything at once"),
    Check.INSIDE_OUT: N_("Seen from the inside"),
    Check.GENERIC: N_("A customer who could be anyone"),
    Check.NO_ACTION: N_("No action"),
    Check.SILO: N_("One team on its own"),
    Check.ONE_OFF: N_("A one-off"),
    Check.POORLY_TOLD: N_("Hard to read for others"),
}
WHY: Final = {
    Check.ASSUMPTIONS: N_("What nobody has seen or counted may be wrong, and then you mend the wrong thing."),
    Check.RESEARCH: N_("One source shows one side: numbers say how many, people say why."),
    Check.EMOTIONS: N_("People stay or leave because of how it feels, so a map without feelings hides the reason."),
    Check.EVERYTHING: N_("A map of everyone and everything shows nobody's journey clearly enough to change it."),
    Check.INSIDE_OUT: N_("Customers know nothing of your departments and systems: their map speaks their words."),
    Check.GENERIC: N_("Nobody can feel what an average person feels, so everyone maps somebody else."),
    Check.NO_ACTION: N_("A pain goes away when one person answers for it, by a day, with a way to tell."),
    Check.SILO: N_("Customers cross departments, so one department alone cannot see the whole journey."),
    Check.ONE_OFF: N_("Customers change, and a map that nobody looks at again is wrong within months."),
    Check.POORLY_TOLD: N_("Those who were not there decide about it, too, and have only the map to go by."),
}
# What was found, by code; in mrkdwn.
FOUND: Final = {
    "pain_without_evidence": N_("{name} hurts, but rests on nothing yet."),
    "evidence_without_source": N_("{name} does not say where it comes from."),
    "persona_without_evidence": N_("{name} is imagined: nothing says that such a customer exists."),
    "only_numbers": N_("All evidence is counted. What do customers say in their own words?"),
    "only_stories": N_("All evidence is told. A number would show how many it concerns."),
    "no_emotion": N_("Nobody has said yet how this feels: {names}."),
    "several_segments": N_("Several kinds of customers share this map: {names}. Perhaps each deserves its own."),
    "inside_stage": N_("The stage {name} says {word}. What would the customer call it?"),
    "inside_action": N_("The action {name} says {word}. What does the customer do there?"),
    "inside_touchpoint": N_("The touchpoint {name} says {word}. What does the customer see of it?"),
    "backstage_touchpoint": N_("{name} seems to happen behind the scenes. Where does the customer meet it?"),
    "no_persona": N_("No customer is described yet."),
    "persona_anyone": N_("{name} is the name of nobody in particular. Think of one real person."),
    "persona_thin": N_("{name} could be anyone yet. What do they like, do every day, or struggle with?"),
    "persona_statistics": N_("Of {name} we know only what a form asks. What do they like, or struggle with?"),
    "persona_no_goal": N_("What {name} wants to get done is not said."),
    "pain_without_owner": N_("Nobody answers for {name} yet."),
    "pain_without_date": N_("{name} has an owner, but no day."),
    "pain_overdue": N_("The day for {name} is over, and it is still open."),
    "pain_without_metric": N_("Nothing says how you will know that {name} is gone."),
    "one_department": N_("All that stands here comes from {name}. Who else meets this customer?"),
    "no_departments": N_("Nobody has said which department they come from."),
    "no_cadence": N_("There is no day for the next review."),
    "no_journey_owner": N_("Nobody answers for the whole journey."),
    "no_metric": N_("No metric is watched, so nobody will see whether it got better."),
    "metric_without_baseline": N_("{name} has no value of today to compare with."),
    "no_title": N_("The map has no title."),
    "no_goal": N_("The map does not say what it is for."),
    "no_scope": N_("The map does not say from where to where the journey goes."),
    "no_conclusion": N_("No decision is written down: what follows from this map?"),
}
_CHANGE = N_("Change")
# What the button says that opens the very form.
MENDS: Final = {
    "pain_without_evidence": moves.EVIDENCE.label,
    "evidence_without_source": N_("Say where from"),
    "persona_without_evidence": N_("Say how you know"),
    "few_sources": moves.EVIDENCE.label,
    "only_numbers": moves.EVIDENCE.label,
    "only_stories": moves.EVIDENCE.label,
    "no_emotion": moves.SCORES.label,
    "several_segments": N_("See the customers"),
    "many_stages": N_("See the stages"),
    "inside_stage": _CHANGE,
    "inside_action": _CHANGE,
    "inside_touchpoint": _CHANGE,
    "backstage_touchpoint": _CHANGE,
    "no_persona": moves.PERSONA.label,
    "persona_anyone": moves.PERSONA.label,
    "persona_thin": moves.PERSONA.label,
    "persona_statistics": moves.PERSONA.label,
    "persona_no_goal": moves.PERSONA.label,
    "pain_without_owner": N_("Give it an owner"),
    "pain_without_date": N_("Set a day"),
    "pain_overdue": N_("Set another day"),
    "pain_without_metric": N_("Say how you will know"),
    "one_department": moves.PEOPLE.label,
    "no_departments": moves.INTRODUCE.label,
    "no_cadence": moves.CADENCE.label,
    "no_journey_owner": moves.CADENCE.label,
    "review_overdue": moves.REVIEW.label,
    "no_metric": moves.METRIC.label,
    "metric_without_baseline": _CHANGE,
    "no_title": N_("Change title and goal"),
    "no_goal": N_("Change title and goal"),
    "no_scope": N_("Change title and goal"),
    "no_conclusion": moves.DECISION.label,
}


def sentence(finding: Finding, _: Say) -> str:
    """Say what was found, in mrkdwn."""
    if finding.code == "few_sources":
        if not finding.count:
            return _("Nothing on this map rests on evidence yet.")
        return _.n(
            "All evidence comes from {count} source. Three show whether they agree.",
            "All evidence comes from {count} sources. Three show whether they agree.",
            finding.count,
        )
    if finding.code == "many_stages":
        return _.n(
            "The journey has {count} stage. Five to nine can be taken in at a glance.",
            "The journey has {count} stages. Five to nine can be taken in at a glance.",
            finding.count,
        )
    if finding.code == "review_overdue":
        return _.n(
            "A review has been waiting for {count} day.",
            "A review has been waiting for {count} days.",
            finding.count,
        )
    found = FOUND.get(finding.code)
    if found is None:
        return _("Something here is worth a second look.")
    return _(found, name=_quoted(finding.name, _), word=_quoted(finding.word, _), names=_names(finding.names, _))


def _quoted(text: str, _: Say) -> str:
    return quoted(isolate(escape(text)), _) if text else ""


def _names(names: Sequence[str], _: Say) -> str:
    shown = [_quoted(name, _) for name in names[:NAMED_MAX]]
    if len(names) > NAMED_MAX:
        shown.append(_.n("{count} more", "{count} more", len(names) - NAMED_MAX))
    return _.join(shown) if shown else ""

"""The ten checks: the list of what was found, the very form that mends each, and calling one a false alarm."""

from collections.abc import Callable, Mapping
from typing import Final

from slack_bolt.app.async_app import AsyncApp

from bot.forms import Form
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.listeners.contributions import note_of, note_view
from bot.listeners.lists import lists
from bot.listeners.registry import OPENERS, Press, Submit, Word, on_press, on_submit, opens, with_outline
from bot.values import Value
from bot.views import checks, ideas, metrics, notes, owner, persona, stages, touchpoints
from bot.views.texts import Json
from workflows import dismissals
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.errors import NotFoundError
from workflows.findings import DismissFinding, Finding, Report
from workflows.snapshots import MapSnapshot, Outline
from workflows.words import NoteKind

# What is about the map as a whole is mended by the form that a word opens.
BY_WORD: Final[Mapping[str, Word]] = {
    "few_sources": Word.EVIDENCE,
    "only_numbers": Word.EVIDENCE,
    "only_stories": Word.EVIDENCE,
    "no_emotion": Word.FEEL,
    "several_segments": Word.CUSTOMER,
    "many_stages": Word.STAGES,
    "no_persona": Word.CUSTOMER,
    "one_department": Word.PEOPLE,
    "no_departments": Word.INTRODUCE,
    "no_cadence": Word.CADENCE,
    "no_journey_owner": Word.CADENCE,
    "review_overdue": Word.REVIEW,
    "no_metric": Word.METRIC,
    "no_title": Word.EDIT,
    "no_goal": Word.EDIT,
    "no_scope": Word.EDIT,
}


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.CHECKS, with_outline(open_checks))
    on_press(app, desk, Action.CHECKS_PAGE, turn_page)
    on_press(app, desk, Action.MEND, open_mending)
    on_press(app, desk, Action.DISMISS, open_dismissal)
    on_submit(app, desk, Modal.DISMISS, submit_dismissal)
    on_press(app, desk, Action.TAKE_BACK, take_back)


@opens(Word.CHECK)
async def open_checks(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the first page of what was found."""
    report = await dismissals.report(desk, actor, outline.id)
    return checks.view(report, actor.user_id, _)


@lists(Modal.CHECKS)
async def list_again(desk: Desk, actor: Actor, about: Value, _: Say) -> Json:
    """Build the list as it is after a form that was opened from it."""
    return checks.view(await dismissals.report(desk, actor, about.of), actor.user_id, _, page=about.page or 0)


async def turn_page(press: Press) -> None:
    """Show another page in the same modal."""
    await _relist(press, await _report(press), press.value.page or 0)


async def open_mending(press: Press) -> None:
    """Open the form that mends a finding; where somebody did so meanwhile, show what is left."""
    report = await _report(press)
    finding = _finding(report, press.value)
    if finding is None:
        await _relist(press, report, _page(press))
    else:
        await press.show(await mending(press, report.snapshot, finding))


async def mending(press: Press, snapshot: MapSnapshot, finding: Finding) -> Json:
    """Build the very form that mends a finding."""
    outline, _ = snapshot.outline, press.say
    if finding.code in BY_WORD:
        return await OPENERS[BY_WORD[finding.code]](press.desk, press.actor, outline, _)
    if finding.code == "no_conclusion":
        return await note_view(press.desk, press.actor, outline, NoteKind.DECISION, _)
    if finding.code not in _FORMS:
        raise NotFoundError("item")
    return _FORMS[finding.code](snapshot, finding.item_id, _)


def proof(snapshot: MapSnapshot, pain_id: int, _: Say) -> Json:
    """Ask for evidence about one pain point, which stands first among those to choose from."""
    pain = note_of(snapshot, pain_id)
    others = (one for one in ideas.by_votes(snapshot.open_pains) if one.id != pain_id)
    draft = notes.Draft(stage_id=pain.stage_id, about_id=pain.id)
    return notes.view(notes.Sheet(snapshot.outline, NoteKind.EVIDENCE, draft, (pain, *others)), _)


def _note(snapshot: MapSnapshot, note_id: int, _: Say) -> Json:
    return notes.view(notes.editing(snapshot.outline, note_of(snapshot, note_id)), _)


def _stage(snapshot: MapSnapshot, stage_id: int, _: Say) -> Json:
    one = next(stage for stage in snapshot.stages if stage.id == stage_id)
    return stages.stage(snapshot.outline, one, _)


def _touchpoint(snapshot: MapSnapshot, touchpoint_id: int, _: Say) -> Json:
    one = next(touchpoint for touchpoint in snapshot.touchpoints if touchpoint.id == touchpoint_id)
    return touchpoints.edit(snapshot.outline, one, _)


def _persona(snapshot: MapSnapshot, persona_id: int, _: Say) -> Json:
    one = next(persona for persona in snapshot.personas if persona.id == persona_id)
    return persona.persona(snapshot.outline.id, one, _)


def _whole_persona(snapshot: MapSnapshot, persona_id: int, _: Say) -> Json:
    one = next(persona for persona in snapshot.personas if persona.id == persona_id)
    return persona.persona(snapshot.outline.id, one, _, full=True)


def _owner(snapshot: MapSnapshot, pain_id: int, _: Say) -> Json:
    return owner.assign(snapshot, _, pain_id=pain_id)


def _metric(snapshot: MapSnapshot, metric_id: int, _: Say) -> Json:
    one = next(metric for metric in snapshot.metrics if metric.id == metric_id)
    return metrics.view(snapshot.outline, _, metric=one)


_FORMS: Final[Mapping[str, Callable[[MapSnapshot, int, Say], Json]]] = {
    "pain_without_evidence": proof,
    "evidence_without_source": _note,
    "persona_without_evidence": _whole_persona,
    "inside_stage": _stage,
    "inside_action": _note,
    "inside_touchpoint": _touchpoint,
    "backstage_touchpoint": _touchpoint,
    "persona_anyone": _persona,
    "persona_thin": _persona,
    "persona_statistics": _whole_persona,
    "persona_no_goal": _persona,
    "pain_without_owner": _owner,
    "pain_without_date": _owner,
    "pain_overdue": _owner,
    "pain_without_metric": _owner,
    "metric_without_baseline": _metric,
}


# False alarms


async def open_dismissal(press: Press) -> None:
    """Ask why a finding is a false alarm."""
    report = await _report(press)
    finding = _finding(report, press.value)
    if finding is None:
        await _relist(press, report, _page(press))
    else:
        await press.show(checks.dismiss(report.snapshot.outline, finding, press.say))


async def submit_dismissal(submit: Submit) -> None:
    """Call it one."""
    value = submit.value
    command = DismissFinding(value.of, value.kind, value.item or 0, submit.form.text(Field.REASON))
    await dismissals.dismiss(submit.desk, submit.actor, command, submit.claim)


async def take_back(press: Press) -> None:
    """It was none: the finding stands in the list again."""
    await dismissals.take_back(press.desk, press.actor, press.value.of, press.value.of_item)
    await _relist(press, await _report(press), _page(press))


async def _report(press: Press) -> Report:
    return await dismissals.report(press.desk, press.actor, press.value.of)


async def _relist(press: Press, report: Report, page: int) -> None:
    await press.become(checks.view(report, press.actor.user_id, press.say, page=page))


def _finding(report: Report, value: Value) -> Finding | None:
    asked = (value.kind, value.item or 0)
    return next((one for one in report.findings if (one.code, one.item_id) == asked), None)


def _page(press: Press) -> int:
    """Read which page the button stands on."""
    return Form(press.body.get("view") or {}).value.page or 0

"""Ideas: what could be done, for a pain point turned into a question, for a stage, or at large."""

from dataclasses import replace

from slack_bolt.app.async_app import AsyncApp

from bot.forms import Form
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.listeners.registry import Press, Submit, Word, on_press, on_submit, opens
from bot.views import conflict, ideas
from bot.views.texts import Json
from workflows import ideas as idea_service
from workflows import maps
from workflows.commands import Actor, SaveIdea
from workflows.desk import Desk
from workflows.errors import ConflictError, NotFoundError
from workflows.snapshots import Idea, MapSnapshot, Outline
from workflows.words import Level


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.IDEA, open_idea_for)
    on_press(app, desk, Action.EDIT_IDEA, open_idea_edit)
    on_press(app, desk, Action.MORE_IDEA, unfold_idea)
    on_submit(app, desk, Modal.IDEA, submit_idea)


@opens(Word.IDEA)
async def open_idea(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open an empty form."""
    snapshot = await maps.snapshot(desk, actor, outline.id)
    return ideas.view(snapshot, _)


async def open_idea_for(press: Press) -> None:
    """Open an empty form, for a pain point where the button names one."""
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    await press.show(ideas.view(snapshot, press.say, pain_id=press.value.item))


async def open_idea_edit(press: Press) -> None:
    """Open an idea that stands already."""
    snapshot = await maps.snapshot(press.desk, press.actor, press.value.of)
    idea = idea_of(snapshot, press.value.of_item)
    await press.show(ideas.view(snapshot, press.say, idea=idea))


async def unfold_idea(press: Press) -> None:
    """Show the rarer fields; what is typed already stays."""
    form = Form(press.view)
    snapshot = await maps.snapshot(press.desk, press.actor, form.value.of)
    draft = replace(_idea_draft(form), full=True)
    await press.become(ideas.view(snapshot, press.say, draft=draft))


def idea_of(snapshot: MapSnapshot, idea_id: int) -> Idea:
    """Find an idea anywhere on the map."""
    found = next((idea for idea in snapshot.ideas if idea.id == idea_id), None)
    if found is None:
        raise NotFoundError("idea")
    return found


async def submit_idea(submit: Submit) -> Json | None:
    """Keep an idea, new or changed."""
    draft, value = _idea_draft(submit.form), submit.value
    what, _colon, key = draft.target.partition(":")
    target = int(key) if key.isdigit() else None
    command = SaveIdea(
        value.of,
        draft.text,
        pain_id=target if what == "pain" else None,
        stage_id=target if what == "stage" else None,
        impact=draft.impact,
        effort=draft.effort,
        idea_id=value.item,
        version=value.version or 0,
        question=draft.question,
        value=draft.value,
        complexity=draft.complexity,
        timeline=draft.timeline,
        depends_on=draft.depends_on,
    )
    try:
        await idea_service.save(submit.desk, submit.actor, command, submit.claim)
    except ConflictError as error:
        return conflict.view(error, conflict.flat(command), value, submit.say)
    return None


def _idea_draft(form: Form) -> ideas.Draft:
    return ideas.Draft(
        form.text(Field.TEXT),
        form.choice(Field.PAIN) or "",
        form.member(Field.IMPACT, Level, Level.MEDIUM),
        form.member(Field.EFFORT, Level, Level.MEDIUM),
        form.text(Field.QUESTION),
        form.maybe(Field.WORTH, Level),
        form.maybe(Field.COMPLEXITY, Level),
        form.text(Field.TIMELINE),
        form.text(Field.DEPENDS_ON),
        form.value.item,
        form.value.version,
    )

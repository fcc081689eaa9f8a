"""Step 5: every pain point with its plan, merging what was said twice, and which ideas come first."""

from slack_bolt.app.async_app import AsyncApp

from bot.forms import Form
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.listeners.ideas import open_idea_for
from bot.listeners.lists import lists
from bot.listeners.pains import open_owner_for
from bot.listeners.registry import Press, Submit, Word, on_press, on_submit, opens, with_outline
from bot.values import Value
from bot.views import merging as merging_view
from bot.views import pain_list
from bot.views import priorities as priorities_view
from bot.views.texts import Json
from workflows import documents, ideas, maps, merging
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.redesigning import MergeNotes
from workflows.snapshots import Outline


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.PAINS, with_outline(open_pains))
    on_press(app, desk, Action.PAINS_PAGE, turn_pains)
    on_press(app, desk, Action.PAIN_MENU, pain_menu)
    on_press(app, desk, Action.MERGE, with_outline(open_merging))
    on_press(app, desk, Action.TAKE_APART, take_apart)
    on_submit(app, desk, Modal.MERGE, submit_merges)
    on_press(app, desk, Action.PRIORITIES, with_outline(open_priorities))
    on_press(app, desk, Action.PRIORITIES_PAGE, turn_priorities)
    on_press(app, desk, Action.DECIDE, decide)
    on_press(app, desk, Action.MATRIX, send_matrix)


# Pain points


@opens(Word.HURTS)
async def open_pains(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the first page of the pain points."""
    return pain_list.view(await maps.snapshot(desk, actor, outline.id), _)


async def turn_pains(press: Press) -> None:
    """Show another page in the same modal."""
    await press.become(await list_pains(press.desk, press.actor, press.value, press.say))


@lists(Modal.PAINS)
async def list_pains(desk: Desk, actor: Actor, about: Value, _: Say) -> Json:
    """Build a page of the pain points as it is now."""
    return pain_list.view(await maps.snapshot(desk, actor, about.of), _, page=about.page or 0)


async def pain_menu(press: Press) -> None:
    """Open what the menu of one pain point says."""
    await (open_owner_for if press.value.kind == pain_list.OWNER else open_idea_for)(press)


# Merging


@opens(Word.SAME)
async def open_merging(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the pairs that seem to be the same."""
    return merging_view.view(await merging.alike(desk, actor, outline.id), actor.user_id, _)


async def submit_merges(submit: Submit) -> Json | None:
    """Merge what was chosen; where nothing was, there is nothing to say."""
    pairs = _pairs(submit.form)
    if not pairs:
        return None
    done = await merging.merge(submit.desk, submit.actor, MergeNotes(submit.value.of, pairs), submit.claim)
    return merging_view.done(done.count, submit.value.of, submit.say)


def _pairs(form: Form) -> tuple[tuple[int, int], ...]:
    """Read (kept, merged) of each pair that was answered, and of the two chosen by hand."""
    chosen = []
    for name, block in form.parts(Field.SAME).items():
        first, _dash, second = name.partition("-")
        if first.isdigit() and second.isdigit():
            answer, pair = form.choice(block), (int(first), int(second))
            chosen += [pair] if answer == merging_view.FIRST else []
            chosen += [pair[::-1]] if answer == merging_view.SECOND else []
    kept, other = form.item(Field.KEPT), form.item(Field.PAIN)
    if kept is not None and other is not None:
        chosen.append((kept, other))
    return tuple(chosen)


async def take_apart(press: Press) -> None:
    """Put what was merged back on the map, and show the list as it is then."""
    await merging.take_apart(press.desk, press.actor, press.value.of, press.value.of_item)
    await press.become(await open_merging(press.desk, press.actor, await press.outline(), press.say))


# Priorities


@opens(Word.PRIORITIES)
async def open_priorities(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the ideas, the best first."""
    return priorities_view.view(await maps.snapshot(desk, actor, outline.id), actor.user_id, _)


async def turn_priorities(press: Press) -> None:
    """Show a page in the same modal."""
    await press.become(await list_priorities(press.desk, press.actor, press.value, press.say))


@lists(Modal.PRIORITIES)
async def list_priorities(desk: Desk, actor: Actor, about: Value, _: Say) -> Json:
    """Build a page of the ideas as it is now."""
    snapshot = await maps.snapshot(desk, actor, about.of)
    return priorities_view.view(snapshot, actor.user_id, _, page=about.page or 0)


async def decide(press: Press) -> None:
    """Say that an idea will be done, or not after all."""
    value = press.value
    wish = value.kind == priorities_view.YES
    await ideas.decide(press.desk, press.actor, value.of, value.of_item, decided=wish)
    await turn_priorities(press)


async def send_matrix(press: Press) -> None:
    """Have the matrix drawn and shared in the thread."""
    outline = await press.outline()
    await documents.send(press.desk, press.actor, outline.id, documents.Paper.MATRIX)
    await press.reply(priorities_view.coming(outline, press.say), title=press.say("What comes first"))

"""Step 4 in depth: private scores, anonymous rounds, where to talk first, walking the journey as the persona."""

from slack_bolt.app.async_app import AsyncApp

from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.listeners.registry import Press, Submit, Word, on_press, on_submit, opens, with_outline
from bot.views import agenda as agenda_view
from bot.views import anonymous, pain_list, private, walk
from bot.views.texts import Json
from workflows import agenda, anonymity, maps, privacy, walking
from workflows.commands import Actor
from workflows.desk import Desk
from workflows.errors import InvalidError, NotFoundError
from workflows.feeling import Secret
from workflows.snapshots import Outline
from workflows.words import Step, Verdict


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen."""
    on_press(app, desk, Action.PRIVATE, press_private)
    on_press(app, desk, Action.DROP_PRIVATE, drop_private)
    on_submit(app, desk, Modal.PRIVATE, begin_private)
    on_submit(app, desk, Modal.REVEAL, reveal)
    on_press(app, desk, Action.ANONYMOUS, with_outline(open_anonymous))
    on_submit(app, desk, Modal.ANONYMOUS, submit_anonymous)
    on_press(app, desk, Action.AGENDA, with_outline(open_agenda))
    on_press(app, desk, Action.WALK, press_walk)
    on_press(app, desk, Action.WALK_SKIP, skip)
    on_submit(app, desk, Modal.WALK, judge)
    on_press(app, desk, Action.WALKED, press_findings)
    on_press(app, desk, Action.WALK_PAIN, make_pain)


# Private scores


@opens(Word.PRIVATE)
async def open_private(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open what is possible now for the scores, or in step 5 for the votes."""
    return await _private(desk, actor, outline, Secret.VOTES if outline.step is Step.REDESIGN else Secret.SCORES, _)


async def press_private(press: Press) -> None:
    """Open what is possible now for what the button is about."""
    secret = Secret.VOTES if press.value.kind == Secret.VOTES else Secret.SCORES
    await press.show(await _private(press.desk, press.actor, await press.outline(), secret, press.say))


async def _private(desk: Desk, actor: Actor, outline: Outline, secret: Secret, _: Say) -> Json:
    if secret is Secret.VOTES:
        return private.view(outline, actor.user_id, (), _, secret)
    guessed = await privacy.easily_guessed(desk, actor, outline.id) if outline.private else ()
    return private.view(outline, actor.user_id, guessed, _)


async def begin_private(submit: Submit) -> Json:
    """Have everyone score, or vote, in private."""
    secret = _secret(submit)
    await privacy.begin(submit.desk, submit.actor, submit.value.of, submit.claim, secret)
    return private.begun(await maps.outline(submit.desk, submit.actor, submit.value.of), submit.say, secret)


async def reveal(submit: Submit) -> Json:
    """Reveal it, and go on to what there is to talk about."""
    secret = _secret(submit)
    await privacy.reveal(submit.desk, submit.actor, submit.value.of, submit.claim, secret)
    if secret is Secret.VOTES:
        return pain_list.view(await maps.snapshot(submit.desk, submit.actor, submit.value.of), submit.say)
    found = await agenda.read(submit.desk, submit.actor, submit.value.of)
    return agenda_view.view(found, submit.say, revealed=True)


@opens(Word.ANONYMOUS)
async def open_anonymous(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open what is possible now: to begin a round, to end it, or to read what it is."""
    del desk
    return anonymous.view(outline, actor.user_id, _)


async def submit_anonymous(submit: Submit) -> Json:
    """Begin a round, or end it: whichever the form asked for."""
    of = submit.value.of
    if submit.value.kind == anonymous.END:
        await anonymity.end(submit.desk, submit.actor, of, submit.claim)
        return anonymous.ended(submit.say)
    await anonymity.begin(submit.desk, submit.actor, of, submit.claim)
    return anonymous.begun(await maps.outline(submit.desk, submit.actor, of), submit.say)


async def drop_private(press: Press) -> None:
    """End it without revealing anything (the button has asked already)."""
    secret = Secret.VOTES if press.value.kind == Secret.VOTES else Secret.SCORES
    await privacy.drop(press.desk, press.actor, press.value.of, secret=secret)
    await press.become(private.dropped(await press.outline(), press.say, secret))


def _secret(submit: Submit) -> Secret:
    return Secret.VOTES if submit.value.kind == Secret.VOTES else Secret.SCORES


@opens(Word.AGENDA)
async def open_agenda(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the stages people feel most differently about."""
    return agenda_view.view(await agenda.read(desk, actor, outline.id), _)


# The walk


@opens(Word.WALK)
async def open_walk(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Go on where this person stopped."""
    way = await walking.way(desk, actor, outline.id)
    return walk.view(way, way.here, _)


async def press_walk(press: Press) -> None:
    """Go on where this person stopped, or to the touchpoint that the button names."""
    way = await walking.way(press.desk, press.actor, press.value.of)
    if press.value.item is None:
        await press.show(walk.view(way, way.here, press.say))
    else:
        place = way.place(press.value.item)
        await press.become(walk.view(way, way.here if place is None else place, press.say))


async def skip(press: Press) -> None:
    """Go on without a word on this touchpoint."""
    way = await walking.way(press.desk, press.actor, press.value.of)
    await press.become(walk.view(way, way.after(press.value.item, press.value.page or 0), press.say))


async def judge(submit: Submit) -> Json:
    """Keep what was found here, and go on to the next touchpoint."""
    form, value = submit.form, submit.value
    verdict = form.maybe(Field.VERDICT, Verdict)
    if verdict is None:
        raise InvalidError(Field.VERDICT, "required")
    command, gone = walking.Judge(value.of, value.of_item, verdict, form.text(Field.TEXT)), False
    try:
        await walking.judge(submit.desk, submit.actor, command, submit.claim)
    except NotFoundError as error:
        if error.params["what"] != "touchpoint":
            raise
        gone = True  # somebody deleted it meanwhile: that is no reason to stop here
    way = await walking.way(submit.desk, submit.actor, value.of)
    return walk.view(way, way.after(value.item, value.page or 0), submit.say, gone=gone)


async def press_findings(press: Press) -> None:
    """Show what all walks found, page by page."""
    found = await walking.findings(press.desk, press.actor, press.value.of)
    view = walk.findings(found, press.say, page=press.value.page or 0)
    await (press.become(view) if press.value.kind else press.show(view))


async def make_pain(press: Press) -> None:
    """Open the form of a pain point with what was found at a touchpoint."""
    found = await walking.findings(press.desk, press.actor, press.value.of)
    one = next((one for one in found.found if one.touchpoint_id == press.value.item), None)
    if one is None:
        raise NotFoundError("touchpoint")
    await press.show(walk.pain(found.outline, one, press.say))

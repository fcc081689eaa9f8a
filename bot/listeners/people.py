"""Step 1: bringing people in, and saying where one comes from."""

from slack_bolt.app.async_app import AsyncApp

from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.listeners.registry import Press, Submit, Word, on_press, on_submit, opens, with_outline
from bot.rendering.alt_text import alt_text
from bot.views import moves
from bot.views import people as view
from bot.views.texts import Json
from workflows import leading, maps, people
from workflows.commands import Actor, Introduce, InvitePeople
from workflows.desk import Desk
from workflows.leading import Lead
from workflows.snapshots import Outline
from workflows.words import Attendance, Side


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen to the forms about people."""
    on_press(app, desk, Action.PEOPLE, with_outline(open_invite))
    on_submit(app, desk, Modal.PEOPLE, invite)
    on_press(app, desk, Action.ATTEND, attend)
    on_press(app, desk, Action.LEAD, with_outline(open_lead))
    on_submit(app, desk, Modal.LEAD, lead)
    on_press(app, desk, Action.INTRODUCE, with_outline(open_introduce))
    on_submit(app, desk, Modal.INTRODUCE, introduce)


@opens(Word.PEOPLE)
async def open_invite(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the form that brings people in."""
    del desk
    return view.invite(outline, _, user_id=actor.user_id)


async def invite(submit: Submit) -> Json:
    """Bring people of one team in."""
    form = submit.form
    command = InvitePeople(
        workshop_id=submit.value.of,
        people=form.people(Field.PEOPLE),
        department=form.text(Field.DEPARTMENT),
        side=form.member(Field.SIDE, Side, Side.UNKNOWN),
    )
    done = await people.invite(submit.desk, submit.actor, command, submit.claim)
    outline = await maps.outline(submit.desk, submit.actor, done.workshop_id)
    return view.added(outline, done.count, submit.say)


async def attend(press: Press) -> None:
    """Answer an invitation by its button."""
    said = str(press.body["actions"][0]["action_id"]).partition(":")[2]
    attendance = Attendance.DECLINED if said == Attendance.DECLINED else Attendance.ACCEPTED
    outline = await press.outline()
    await leading.attend(press.desk, press.actor, outline.id, attendance)
    await press.reply(view.answered(outline, attendance, press.say))
    await press.home_again()


async def open_lead(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the form that says who leads."""
    del desk, actor
    return view.lead(outline, _)


async def lead(submit: Submit) -> None:
    """Appoint facilitator and co-facilitators."""
    form = submit.form
    command = Lead(
        submit.value.of,
        form.person(Field.FACILITATOR) or "",
        form.people(Field.CO_FACILITATORS),
        form.people(Field.OBSERVERS),
    )
    await leading.lead(submit.desk, submit.actor, command, submit.claim)


@opens(Word.INTRODUCE)
async def open_introduce(desk: Desk, actor: Actor, outline: Outline, _: Say) -> Json:
    """Open the form about oneself."""
    del desk
    mine = moves.me(outline, actor.user_id)
    return view.introduce(outline, mine, _)


async def introduce(submit: Submit) -> Json | None:
    """Say of oneself: team, side, taking part or not. Who joins late is told what there is already."""
    form = submit.form
    command = Introduce(
        workshop_id=submit.value.of,
        department=form.text(Field.DEPARTMENT),
        side=form.member(Field.SIDE, Side, Side.UNKNOWN),
        attendance=form.member(Field.ATTENDANCE, Attendance, Attendance.ACCEPTED),
    )
    done = await people.introduce(submit.desk, submit.actor, command, submit.claim)
    if not done.extra.get("late"):
        return None
    snapshot = await maps.snapshot(submit.desk, submit.actor, submit.value.of)
    return view.catch_up(snapshot, alt_text(snapshot, "map"), submit.say)

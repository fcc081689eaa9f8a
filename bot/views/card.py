"""The card: the one message of a workshop in its channel, brought up to date in place for good."""

from collections.abc import Sequence

from bot import labels, values
from bot.i18n import N_, Say
from bot.ids import Action
from bot.values import Value
from bot.views import anonymous, below, blocks, deeper, health, moves, pacing, private
from bot.views.cadence import put_off_line
from bot.views.message import Message, message
from bot.views.texts import Json, clip, escape, isolate
from workflows.persons import Participant
from workflows.snapshots import MapSnapshot, Outline
from workflows.words import Attendance, MapKind, Step, WorkshopStatus

NAMED_MAX, GOAL_MAX, DONE, AHEAD = 8, 500, "●", "○"

_NEXT = {
    Step.INVITE: N_(
        "Next: everyone says which team they come from. We want both those who meet customers and those who do not."
    ),
    Step.CUSTOMER: N_(
        "Next: agree on the one customer this map is about, with a goal and two things only they would say."
    ),
    Step.MAP: N_("Next: lay out the stages of the journey, then what the customer does and touches in each."),
    Step.FEEL: N_("Next: say how each stage feels, and where it hurts or delights."),
    Step.REDESIGN: N_("Next: vote on what hurts most, then give each chosen pain an owner and a date."),
    Step.REVIEW: N_("Next: pick a number to watch and a day to look at the map again."),
}


def card(snapshot: MapSnapshot, _: Say, *, alt: str = "", naming: bool = True) -> Message:
    """Build the card. `alt` tells its picture's story; `naming` is off in the first version, which would ping."""
    outline = snapshot.outline
    if outline.deleted_by:
        return _deleted(outline, outline.deleted_by.user_id, _)
    living = outline.status is WorkshopStatus.LIVING
    return message(
        _("{title}: {where}", title=outline.title, where=where(outline, _)),
        blocks.header(outline.title),
        blocks.picture(outline.card_file_id, alt or outline.title) if outline.card_file_id else None,
        blocks.section(f"{progress(outline)}  *{escape(where(outline, _))}*"),
        blocks.rich(blocks.bold(_("Goal:") + " "), clip(outline.goal, GOAL_MAX)) if outline.goal else None,
        blocks.section(_life(snapshot, _) if living else whats_next(outline, _)),
        blocks.context(*(part for part in (pacing.line(outline, _), *_people(outline, _, naming=naming)) if part)),
        _health(snapshot, _),
        blocks.context(*below.lines(snapshot.kin, _)) if snapshot.kin else None,
        *(private.note(outline, _) if naming and outline.status is WorkshopStatus.OPEN else ()),
        *anonymous.note(outline, _),
        _where_to_go(_) if outline.status is WorkshopStatus.OPEN else None,
        _buttons(outline, _) if outline.status is not WorkshopStatus.ENDED else _afterwards(outline, _),
        deeper.of_card(snapshot, _),
    )


def _deleted(outline: Outline, by: str, _: Say) -> Message:
    lead = _("The map “{title}” was deleted.", title=isolate(outline.title))
    value = values.encode(Value(workshop=outline.id))
    why = (
        _("{person} deleted it.", person=blocks.mention(by))
        if by
        else _("It ended long ago, and this workspace keeps such maps no longer.")
    )
    return message(
        lead,
        blocks.section(f"🗑️ {escape(lead)}"),
        blocks.context(_.sentences(why, _("For a while, the facilitator can bring it back."))),
        blocks.actions(blocks.button(_("Bring it back"), Action.RESTORE, value)),
    )


def _afterwards(outline: Outline, _: Say) -> Json:
    """What can be done with a map that is not worked on any more."""
    value = values.encode(Value(workshop=outline.id))
    return blocks.actions(
        blocks.button(_("Map"), Action.MAP, value, spoken=_("Show the map")),
        blocks.button(_("Open or copy…"), Action.MANAGE, value),
    )


def where(outline: Outline, _: Say) -> str:
    """Say how far the workshop has come."""
    if outline.status is WorkshopStatus.OPEN:
        return labels.step_title(_, outline.step)
    return labels.label(_, outline.status)


def progress(outline: Outline) -> str:
    """Show the six steps as dots."""
    done = len(Step) if outline.status is not WorkshopStatus.OPEN else int(outline.step)
    return DONE * done + AHEAD * (len(Step) - done)


def whats_next(outline: Outline, _: Say) -> str:
    """Say in one sentence what the team does now."""
    if outline.status is WorkshopStatus.ENDED:
        return _("This workshop has ended. The map stays as it is.")
    if outline.status is WorkshopStatus.LIVING:
        return _("The map is living: look at it again at every review, and keep the pains moving.")
    if outline.step is Step.MAP and outline.kind is MapKind.FUTURE and outline.stages:
        return _("Next: change on this map what should be different for the customer.")
    return _(_NEXT[outline.step])


def _life(snapshot: MapSnapshot, _: Say) -> str:
    parts = []
    if any(one.held_at is None for one in snapshot.rounds):
        parts.append(_("⏰ *A review is waiting.* Press “Review the map”: it takes a few minutes."))
    if snapshot.review and snapshot.review.due_at:
        parts.append(_("Next review: {when}", when=_.when(snapshot.review.due_at)))
    if snapshot.review and snapshot.review.put_off:
        parts.append(escape(put_off_line(snapshot.review, _)))
    pains = snapshot.open_pains
    unowned = sum(pain.ownership is None for pain in pains)
    parts.append(_("Open pain points: {count}", count=_.number(len(pains))))
    if unowned:
        parts.append(_("Without an owner: {count}", count=_.number(unowned)))
    if snapshot.outline.journey_owner:
        parts.append(_("Journey owner: {person}", person=blocks.mention(snapshot.outline.journey_owner.user_id)))
    return "\n".join(parts)


def _health(snapshot: MapSnapshot, _: Say) -> Json | None:
    how = snapshot.health
    return blocks.context(health.line(how, _, lasting=True)) if how and how.says_something else None


def _people(outline: Outline, _: Say, *, naming: bool) -> list[str]:
    there = [one for one in outline.participants if one.attendance is not Attendance.DECLINED]
    if not naming or outline.status is not WorkshopStatus.OPEN:
        return [_.n("{count} person takes part", "{count} people take part", len(there))]
    if outline.anonymous:
        so_far = anonymous.so_far(outline, _)
        return [_.n("{count} person takes part", "{count} people take part", len(there)), *([so_far] if so_far else [])]
    gave = [one for one in there if outline.step in one.contributed]
    waiting = outline.waiting
    lines = []
    if gave:
        lines.append(_("✅ Contributed to this step: {people}", people=named(gave, _)))
    if waiting:
        lines.append(_("⏳ Not yet: {people}", people=named(waiting, _)))
    return lines or [_("Nobody takes part yet.")]


def _where_to_go(_: Say) -> Json:
    """Lead to the thread, where newcomers find how the step is done."""
    return blocks.context(_("👇 How this step works: in the thread below."))


def named(people: Sequence[Participant], _: Say) -> str:
    """Name people by mention, the first few of them; the rest are a number."""
    names = [blocks.mention(one.person.user_id) for one in people[:NAMED_MAX]]
    if len(people) > NAMED_MAX:
        names.append(_.n("{count} more", "{count} more", len(people) - NAMED_MAX))
    return isolate(_.join(names))


def _buttons(outline: Outline, _: Say) -> Json:
    first, *others = moves.of(outline)
    onward = moves.onward(outline)
    value = values.encode(Value(workshop=outline.id))
    return blocks.actions(
        moves.button(first, outline, _, "primary"),
        *(moves.button(move, outline, _) for move in others[:2]),
        moves.button(onward, outline, _) if onward else None,
        blocks.button(_("Map"), Action.MAP, value, spoken=_("Show the map")),
        blocks.button(_("Export…"), Action.EXPORT, value),
        _menu(outline, _),
    )


def _menu(outline: Outline, _: Say) -> Json:
    def choice(label: str, kind: str) -> Json:
        return blocks.option(label, values.encode(Value(workshop=outline.id, kind=kind)))

    return blocks.overflow(
        Action.MENU,
        [
            choice(_("My contributions"), "mine"),
            choice(_("Send the PDF"), "pdf"),
            choice(_("Change title and goal"), "edit"),
            choice(_("Unpin the card") if outline.pinned else _("Pin the card"), "unpin" if outline.pinned else "pin"),
            choice(_("Everything else…"), "everything"),
        ],
    )

"""Every message that the engine posts, by what it is for."""

from collections.abc import Callable

from bot.i18n import Say, say_for
from bot.rendering.alt_text import alt_text
from bot.views import card, guide, owner, pacing, picture, revealed, review
from bot.views.message import Message as Message
from workflows.ports import Order
from workflows.snapshots import MapSnapshot
from workflows.words import PostingKind, Step

Builder = Callable[[Order, MapSnapshot, Say], Message]


def build(order: Order, snapshot: MapSnapshot) -> Message:
    """Build the message of an order from the map as it is now, in the workshop's language."""
    tz = snapshot.review.tz if snapshot.review else "UTC"
    return _BUILDERS[order.kind](order, snapshot, say_for(snapshot.outline.language, tz))


def _card(order: Order, snapshot: MapSnapshot, _: Say) -> Message:
    return card.card(snapshot, _, alt=alt_text(snapshot, "card"), naming=order.ts is not None)


def _guide(order: Order, snapshot: MapSnapshot, _: Say) -> Message:
    steps = [step for step in Step if step == order.subject_id]
    visit = order.key.rpartition(":")[2]
    return guide.guide(snapshot, steps[0] if steps else snapshot.outline.step, _, first=visit == "1")


def _picture(order: Order, snapshot: MapSnapshot, _: Say) -> Message:
    return picture.picture(snapshot, alt_text(snapshot, "card"), alt_text(snapshot, "map"), order.subject_id or 0, _)


_BUILDERS: dict[PostingKind, Builder] = {
    PostingKind.CARD: _card,
    PostingKind.GUIDE: _guide,
    PostingKind.PICTURE: _picture,
    PostingKind.OWNER_TOLD: lambda order, snapshot, _: owner.told(snapshot, order.subject_id, _, to=order.channel_id),
    PostingKind.REVIEW_DUE: lambda order, snapshot, _: review.due(snapshot, order.subject_id, _),
    PostingKind.REVIEW_DUE_OWNER: lambda order, snapshot, _: review.due_owner(snapshot, order.subject_id, _),
    PostingKind.REVIEW_HELD: lambda order, snapshot, _: review.held(snapshot, order.subject_id, _),
    PostingKind.REVIEW_AHEAD: lambda order, snapshot, _: review.ahead(snapshot, order.channel_id, _),
    PostingKind.REVIEW_LATE: lambda order, snapshot, _: review.late(snapshot, order.subject_id, _),
    PostingKind.REVIEW_PUT_OFF: lambda _order, snapshot, _: review.put_off(snapshot, _),
    PostingKind.TIME_SOON: lambda _order, snapshot, _: pacing.soon(snapshot, _),
    PostingKind.TIME_OVER: lambda _order, snapshot, _: pacing.over(snapshot, _),
    PostingKind.NUDGE: lambda order, snapshot, _: pacing.nudge(snapshot, _, to=order.channel_id),
    PostingKind.DEADLINE_OVER: lambda _order, snapshot, _: pacing.deadline_over(snapshot, _),
    PostingKind.REVEALED: lambda order, snapshot, _: revealed.revealed(snapshot, order.subject_id, _),
    PostingKind.DOCUMENT: lambda _order, snapshot, _: picture.document(snapshot, _),
    PostingKind.TROUBLE: lambda _order, snapshot, _: picture.trouble(snapshot, _),
}

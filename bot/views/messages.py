"""Every message that the engine posts, by what it is for."""

from collections.abc import Callable

from bot.i18n import Say, say_for
from bot.rendering.alt_text import alt_text
from bot.views import anonymous, card, care, guide, letter, pacing, people, picture, revealed, review
from bot.views.message import Message as Message
from workflows.personal import Letter
from workflows.ports import Content, Order
from workflows.snapshots import MapSnapshot
from workflows.words import PostingKind, Step

Builder = Callable[[Order, MapSnapshot, Say], Message]


def build(order: Order, content: Content) -> Message:
    """Build the message of an order: of the map as it is now and in its language, or to one person in theirs."""
    if isinstance(content, Letter):
        return letter.letter(content, say_for(content.language, content.tz))
    if isinstance(content, MapSnapshot):
        return _of_map(order, content)
    raise TypeError(order.kind)  # a file is no message


def _of_map(order: Order, snapshot: MapSnapshot) -> Message:
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


def _trouble(order: Order, snapshot: MapSnapshot, _: Say) -> Message:
    about, *_ids = order.key.split(":")
    if about == "trouble":
        return picture.refused(snapshot, order.key.split(":")[3], _)
    return picture.trouble(snapshot, _)


_BUILDERS: dict[PostingKind, Builder] = {
    PostingKind.CARD: _card,
    PostingKind.GUIDE: _guide,
    PostingKind.PICTURE: _picture,
    PostingKind.REVIEW_DUE: lambda order, snapshot, _: review.due(snapshot, order.subject_id, _),
    PostingKind.REVIEW_HELD: lambda order, snapshot, _: review.held(snapshot, order.subject_id, _),
    PostingKind.REVIEW_PUT_OFF: lambda _order, snapshot, _: review.put_off(snapshot, _),
    PostingKind.TIME_SOON: lambda _order, snapshot, _: pacing.soon(snapshot, _),
    PostingKind.TIME_OVER: lambda _order, snapshot, _: pacing.over(snapshot, _),
    PostingKind.REVEALED: lambda order, snapshot, _: revealed.revealed(snapshot, order.subject_id, _),
    PostingKind.HELP: lambda order, snapshot, _: care.in_thread(snapshot, order.subject_id, _),
    PostingKind.DOCUMENT: lambda _order, snapshot, _: picture.document(snapshot, _),
    PostingKind.INVITED: lambda order, snapshot, _: people.invitation(snapshot.outline, order.subject_id or 0, _),
    PostingKind.ROUND: lambda order, snapshot, _: anonymous.told(snapshot, order.key, _),
    PostingKind.TROUBLE: _trouble,
}

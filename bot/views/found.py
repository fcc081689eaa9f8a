"""The private list of one's maps, whole or narrowed by words, page by page."""

from bot import values
from bot.aliases import listed_words
from bot.i18n import N_, NP_, Say
from bot.ids import COMMAND, Action
from bot.values import Value
from bot.views import below, blocks
from bot.views.card import where
from bot.views.message import Message, message
from bot.views.overview import invitation
from bot.views.texts import Json, clip, escape, isolate
from workflows.finding import Found, Hit, Place, Shown

WORDS, WORDS_MAX, TEXT_MAX = "words", 200, 200
_PLACES = {
    Place.GOAL: N_("goal: {text}"),
    Place.PERSONA: N_("persona: {text}"),
    Place.STAGE: N_("stage: {text}"),
    Place.PAIN: N_("pain point: {text}"),
}


SHOWN = {
    Shown.OPEN: NP_("maps", "Open"),
    Shown.MINE: NP_("maps", "Those I lead"),
    Shown.OVERDUE: NP_("maps", "Overdue"),
    Shown.ENDED: NP_("maps", "Ended"),
    Shown.ALL: NP_("maps", "All"),
}
NONE = {
    Shown.MINE: N_("There is no map that you lead or answer for."),
    Shown.OVERDUE: N_("Nothing is overdue: no promise is past its day, and no review waits."),
    Shown.ENDED: N_("No map of yours has ended."),
}


def listed(found: Found, channel_id: str, _: Say, *, said: str = "", near: str = "") -> Message:
    """List the maps, newest first. `said` is what was typed for them; `near` a filter that was perhaps meant."""
    if not (found.hits or found.words or found.channel) and found.shown is Shown.ALL:
        lead = invitation(channel_id, _)
        return message(lead.text, *lead.blocks, _deleted(found, _))
    lead_text = _lead(found, _)
    return message(
        lead_text,
        blocks.section(f"*{escape(lead_text)}*"),
        blocks.context(_("Did you mean {command}?", command=_.typed(f"{COMMAND} list {near}"))) if near else None,
        *(_row(hit, _) for hit in found.hits),
        _turning(found, said, _),
        _deleted(found, _),
        blocks.context(
            _("To find one: {example}", example=_.typed(f"{COMMAND} list {_('some words')}")),
            _("To see some: {words}", words=_.listed(_.typed(word) for word in listed_words(_.language))),
        ),
    )


def _lead(found: Found, _: Say) -> str:
    words = isolate(clip(found.words, WORDS_MAX))
    if found.words and not found.hits:
        return _("Nothing on your maps says “{words}”.", words=words)
    if not found.hits:
        return _(NONE[found.shown]) if found.shown in NONE else _("None of your maps is like that.")
    lead = _("Your journey maps with “{words}”", words=words) if found.words else _("Your journey maps")
    if found.shown is Shown.ALL:
        return lead
    return _("{maps}: {shown}", maps=lead, shown=_.p("maps", SHOWN[found.shown]))


def _row(hit: Hit, _: Say) -> Json:
    outline = hit.outline
    lines = [titled(hit), f"{where(outline, _)} · {_.date(outline.created_at)}"]
    if hit.parent:
        lines.append(below.part_of(hit.parent, _))
    if hit.place in _PLACES:
        lines.append(place(hit, _))
    value = values.encode(Value(workshop=outline.id))
    return blocks.said("\n".join(lines), accessory=blocks.button(_("Map"), Action.MAP, value))


def titled(hit: Hit) -> str:
    """Write the title, set in where the map stands below its larger one."""
    return f"↳ {hit.outline.title}" if hit.beneath else hit.outline.title


def place(hit: Hit, _: Say) -> str:
    """Say where on the map the words stand; nothing where it is the title."""
    return _(_PLACES[hit.place], text=isolate(clip(hit.text, TEXT_MAX))) if hit.place in _PLACES else ""


def _turning(found: Found, said: str, _: Say) -> Json | None:
    if found.pages == 1:
        return None

    def turn(label: str, to: int, part: str) -> Json:
        value = Value(page=to, more={WORDS: said[:WORDS_MAX]} if said else {})
        return blocks.button(label, Action.FOUND, values.encode(value), part=part)

    return blocks.actions(
        turn(_("Newer"), found.page - 1, "newer") if found.page else None,
        turn(_("Older"), found.page + 1, "older") if found.page + 1 < found.pages else None,
    )


def _deleted(found: Found, _: Say) -> Json | None:
    """The way to what was deleted, for those who can bring it back."""
    if not found.deleted:
        return None
    label = _.n("{count} deleted map", "{count} deleted maps", found.deleted)
    return blocks.actions(blocks.button(label, Action.DELETED))

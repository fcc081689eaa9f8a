"""The form that turns a message of the channel into a note of the map."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import labels, values
from bot.forms import fresh
from bot.i18n import Say
from bot.ids import Field, Modal
from bot.views import anonymous, blocks, notes
from bot.views.texts import Json
from workflows import limits
from workflows.snapshots import Outline
from workflows.text import clean
from workflows.words import EvidenceKind, NoteKind, Severity

KINDS = (NoteKind.PAIN, NoteKind.JOY, NoteKind.THOUGHT, NoteKind.EVIDENCE)
QUOTE = "quote"  # a kind of this form only: evidence in a customer's own words
OWN = "own"
LINK_MAX = 500  # a permalink has some 120 characters; a button takes 2,000 with the text beside it
TEXT, LINK, SOURCE = "text", "link", "source"


@dataclass(frozen=True, slots=True)
class Quote:
    """The message: what it says, who wrote it, where it stands."""

    text: str
    source: str = ""
    link: str = ""
    own: bool = False  # written by the person who takes it onto the map


def view(
    outlines: Sequence[Outline],
    chosen: Outline,
    quote: Quote,
    stage: int | None,
    _: Say,
    offer: Json | None = None,
    kind: NoteKind = NoteKind.EVIDENCE,
) -> Json:
    """Build the form for the chosen map; the select of maps is there only where there are several.

    `offer` is what else can be done with the message: importing its file.
    """
    return blocks.modal(
        Modal.MESSAGE_TO_MAP,
        _("Add to journey map"),
        [
            blocks.context(_("Take what a customer or colleague said onto the map. It keeps the link to the message.")),
            *([offer] if offer else []),
            *anonymous.message(chosen, _),
            *_map(outlines, chosen, _),
            blocks.radios(
                Field.NOTE_KIND,
                _("What is it?"),
                [
                    *(blocks.option(labels.label(_, kind), kind) for kind in KINDS),
                    blocks.option(_("Quote"), QUOTE, _("Evidence in a customer's own words")),
                ],
                value=kind,
            ),
            *_stage(chosen, stage, _),
            blocks.text_input(
                Field.TEXT,
                _("What it says"),
                value=clipped(quote.text),
                multiline=True,
                limit=limits.NOTE_TEXT_MAX,
            ),
        ],
        submit=_("Add"),
        close=_("Cancel"),
        metadata=metadata(chosen, quote),
    )


def metadata(chosen: Outline, quote: Quote) -> str:
    """Write down where the message came from."""
    return values.encode(values.Value(workshop=chosen.id, more=_origin(quote)))


def carried(quote: Quote) -> dict[str, str]:
    """Write the whole message down, as much of it as a note takes: for a button, which takes no more."""
    return {TEXT: clipped(clean(quote.text)), **_origin(quote)}


def remembered(value: values.Value) -> Quote | None:
    """Read a message back that a button carried; None where it carried none."""
    more = value.more
    if TEXT not in more:
        return None
    return Quote(more[TEXT], more.get(SOURCE, ""), more.get(LINK, ""), OWN in more)


def _origin(quote: Quote) -> dict[str, str]:
    more = {LINK: quote.link} if 0 < len(quote.link) <= LINK_MAX else {}
    if quote.source:
        more[SOURCE] = quote.source[: limits.NAME_MAX]
    if quote.own:
        more[OWN] = "1"
    return more


def clipped(text: str) -> str:
    """Shorten a message to what a note takes."""
    return blocks.clip(text, limits.NOTE_TEXT_MAX) if text.strip() else ""


def no_map(_: Say, offer: Json | None = None) -> Json:
    """Say that there is no open map to add to."""
    return blocks.info(
        _("No open map"),
        _("There is no open journey map you could add this to. Type `/journey start` in a channel to begin one."),
        extra=[offer] if offer else [],
        close=_("Close"),
    )


def added(outline: Outline, kind: NoteKind, _: Say, *, quote: bool = False) -> Json:
    """Say that the message is on the map now."""
    extra = [blocks.aside(outline.title)]
    if outline.card_link:
        extra.append(blocks.section(blocks.link(outline.card_link, _("Open the thread"))))
    return blocks.info(
        _("On the map"),
        _("✅ Added: {kind}. Thank you!", kind=_("Quote") if quote else labels.label(_, kind)),
        extra=extra,
        close=_("Close"),
    )


def default_severity(kind: NoteKind) -> Severity | None:
    """Give a pain from a message the middle severity: its author can change it under «My contributions»."""
    return Severity.SERIOUS if kind is NoteKind.PAIN else None


def evidence_kind(kind: NoteKind, *, quote: bool = False) -> EvidenceKind | None:
    """Say what a message is as evidence: a case somebody told of, or what a customer said."""
    if kind is not NoteKind.EVIDENCE:
        return None
    return EvidenceKind.INTERVIEW if quote else EvidenceKind.CASE


def _map(outlines: Sequence[Outline], chosen: Outline, _: Say) -> list[Json]:
    if len(outlines) == 1:
        return []
    options = [blocks.option(outline.title, outline.id) for outline in outlines]
    return [blocks.select(Field.MAP, _("Journey map"), options, value=chosen.id, dispatch=True)]


def _stage(chosen: Outline, stage: int | None, _: Say) -> list[Json]:
    if not chosen.stages:
        return []
    # Named after its map: Slack would keep the stage of another map chosen otherwise.
    field = fresh(Field.STAGE, chosen.id)
    return [
        blocks.select(
            field,
            _("Stage"),
            notes.stage_options(chosen),
            value=stage,
            placeholder=_("Where on the journey"),
            hint=_("Leave it empty when it is about the whole journey."),
            optional=True,
        )
    ]

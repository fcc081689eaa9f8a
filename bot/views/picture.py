"""The pictures: the message that shows them in the thread, and the modal that shows the map to one person."""

from bot import values
from bot.i18n import Say
from bot.ids import Action, Modal
from bot.values import Value
from bot.views import blocks, emotion_chart
from bot.views.card import progress, where
from bot.views.message import Message, message
from bot.views.texts import Json, escape, isolate
from workflows.snapshots import MapSnapshot, Outline
from workflows.words import WorkshopStatus


def picture(snapshot: MapSnapshot, card_alt: str, map_alt: str, number: int, _: Say) -> Message:
    """Build the message with card and map. `number` is the review they were drawn after, 0 for the workshop's own."""
    outline = snapshot.outline
    title = isolate(outline.title)
    if number:
        lead = _("The map after review {number}: {title}", number=number, title=title)
    else:
        lead = _("The map so far: {title}", title=title)
    return message(
        lead,
        blocks.section(f"*{escape(lead)}*"),
        blocks.picture(outline.card_file_id, card_alt) if outline.card_file_id else None,
        blocks.picture(outline.map_file_id, map_alt) if outline.map_file_id else None,
        None if number else emotion_chart.chart(snapshot, _),
        blocks.context(_counts(snapshot, _)),
        blocks.actions(_pdf(outline, _), *([] if number else [_whole(outline, _)])),
    )


def _counts(snapshot: MapSnapshot, _: Say) -> str:
    counted = (
        _("Stages: {count}", count=_.number(len(snapshot.stages))),
        _("Touchpoints: {count}", count=_.number(len(snapshot.touchpoints))),
        _("Pain points: {count}", count=_.number(len(snapshot.pains))),
        _("Ideas: {count}", count=_.number(len(snapshot.ideas))),
    )
    return "  ·  ".join(counted)


def _pdf(outline: Outline, _: Say) -> Json:
    return blocks.button(_("Send the PDF"), Action.PDF, values.encode(Value(workshop=outline.id)))


def _whole(outline: Outline, _: Say) -> Json:
    return blocks.button(_("Map"), Action.MAP, values.encode(Value(workshop=outline.id)), spoken=_("Show the map"))


def view(outline: Outline, map_alt: str, _: Say) -> Json:
    """Show the map to one person, wherever they pressed the button."""
    if outline.map_file_id:
        shown = [blocks.picture(outline.map_file_id, map_alt)]
    else:
        shown = [
            blocks.section(_("The first picture is drawn as soon as somebody contributes. It takes a few seconds."))
        ]
    thread = [blocks.link(outline.card_link, _("Open the card and its thread"))] if outline.card_link else []
    open_still = outline.status is not WorkshopStatus.ENDED
    return blocks.modal(
        Modal.INFO,
        _("The map"),
        [
            blocks.header(outline.title),
            blocks.section(f"{progress(outline)}  *{escape(where(outline, _))}*"),
            *shown,
            *([blocks.context(*thread)] if thread else []),
            blocks.actions(_pdf(outline, _) if open_still else None, *_more(outline, _)),
        ],
        close=_("Close"),
    )


def _more(outline: Outline, _: Say) -> list[Json]:
    value = values.encode(Value(workshop=outline.id))
    return [
        blocks.button(_("History"), Action.HISTORY, value),
        blocks.button(_("Copy, end, delete…"), Action.MANAGE, value),
    ]


def pdf_coming(outline: Outline, _: Say) -> Message:
    """Say that the PDF is on its way to the thread."""
    lead = _("The PDF of “{title}” is on its way to the thread.", title=isolate(outline.title))
    return message(lead, blocks.said(lead))


def document(snapshot: MapSnapshot, _: Say) -> Message:
    """Build the words that go with the PDF."""
    lead = _("The map as a PDF: {title}", title=isolate(snapshot.outline.title))
    return message(lead, blocks.said(lead))


def trouble(snapshot: MapSnapshot, _: Say) -> Message:
    """Tell the facilitator that the channel cannot be reached, and what to do."""
    outline = snapshot.outline
    lead = _("I cannot post in the channel of “{title}”.", title=isolate(outline.title))
    then = _(
        "Invite me again with `/invite @Cairn` in <#{channel}>, or unarchive it. Nothing that was given is lost; "
        "messages and reviews wait until then, and go on by themselves.",
        channel=outline.channel_id,
    )
    return message(lead, blocks.said(lead), blocks.section(then))


def refused(snapshot: MapSnapshot, code: str, _: Say) -> Message:
    """Tell the facilitator that Slack did not take a message as it was."""
    title = isolate(snapshot.outline.title)
    lead = _("Slack did not take one of my messages about “{title}” as I made it.", title=title)
    then = _(
        "Nothing that was given is lost: `/journey map` shows everything. "
        "Whoever runs Cairn finds the reason in its log: {code}",
        code=code,
    )
    return message(lead, blocks.said(lead), blocks.section(escape(then)))

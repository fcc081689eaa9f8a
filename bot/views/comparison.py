"""What a future state changes, in words: feelings, pain points, touchpoints and stages."""

from collections.abc import Iterable, Sequence

from bot import values
from bot.i18n import Say
from bot.ids import Action, Modal
from bot.rendering.comparing import Comparison, compare
from bot.rendering.words import signed
from bot.values import Value
from bot.views import blocks
from bot.views.message import Message, message
from bot.views.texts import Json, clip, isolate
from workflows.snapshots import MapSnapshot, Outline, Touchpoint

NAMED_MAX, NAME_MAX = 12, 120


def view(before: MapSnapshot, after: MapSnapshot, _: Say) -> Json:
    """Build what changed between two maps, and the way to show it to everybody."""
    found = compare(before, after)
    groups = [
        (_("Feels different"), _feelings(found, _)),
        (_("Pain points gone"), [pain.text for pain in found.closed]),
        (_("New pain points"), [pain.text for pain in found.opened]),
        (_("Touchpoints added"), _new(before.touchpoints, after.touchpoints)),
        (_("Touchpoints dropped"), _new(after.touchpoints, before.touchpoints)),
        (_("Stages added"), [pair.stage.name for pair in found.pairs if pair.before is None]),
        (_("Stages dropped"), [pair.stage.name for pair in found.pairs if pair.after is None]),
    ]
    told = [block for title, lines in groups if lines for block in _group(title, lines, _)]
    value = values.encode(Value(workshop=after.outline.id))
    post = blocks.actions(blocks.button(_("Show the team"), Action.SEND_COMPARISON, value, style="primary"))
    return blocks.modal(
        Modal.INFO,
        _("Before and after"),
        [
            blocks.aside(f"{before.outline.title} → {after.outline.title}"),
            *(told or [blocks.section(_("Nothing differs yet. Change the map, then look here again."))]),
            *([blocks.context(_("“Show the team” posts a picture of both in the thread.")), post] if told else ()),
        ],
        close=_("Close"),
    )


def coming(outline: Outline, _: Say) -> Message:
    """Say that the picture is on its way."""
    lead = _("The before-and-after picture of “{title}” is on its way to the thread.", title=isolate(outline.title))
    return message(lead, blocks.said(lead))


def _feelings(found: Comparison, _: Say) -> list[str]:
    return [
        _("{label}: {text}", label=pair.stage.name, text=signed(_, pair.change)) for pair in found.pairs if pair.change
    ]


def _new(before: Iterable[Touchpoint], after: Iterable[Touchpoint]) -> list[str]:
    """The touchpoints of the one that the other has not, by what they are called."""
    known = {_key(one) for one in before}
    return [one.title for one in after if _key(one) not in known]


def _key(one: Touchpoint) -> str:
    return " ".join(one.title.casefold().split())


def _group(title: str, lines: Sequence[str], _: Say) -> list[Json]:
    shown = [clip(line, NAME_MAX) for line in lines[:NAMED_MAX]]
    left = len(lines) - NAMED_MAX
    if left > 0:
        shown.append(_.n("and {count} more", "and {count} more", left))
    return [blocks.section(f"*{title}*"), blocks.bullets(shown)]

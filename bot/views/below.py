"""Maps below larger ones: the choice of the larger map, and the lines that name a map's relatives."""

from collections.abc import Iterator, Sequence

from bot import values
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import blocks
from bot.views.texts import Json, clip, escape, isolate, quoted
from workflows.commands import Below
from workflows.kin import Choice
from workflows.relatives import Kin, Relative
from workflows.snapshots import Outline

ALONE, NAMED_MAX, CHOICES_MAX, TITLE_CLIP, GROUP_CLIP = "alone", 5, 150, 40, 75
CHANNEL = "channel"  # where a workshop begins, as the form that begins it reads it


def form(choice: Choice, outline: Outline, _: Say) -> Json:
    """Build the form that says which larger map a map is a part of."""
    metadata = values.encode(Value(workshop=outline.id))
    return blocks.modal(
        Modal.BELOW,
        _("A part of a larger map"),
        [
            blocks.context(
                _("An overview shows the whole journey; a map below it shows one of its stages in detail."),
                _("Both name each other. Nothing on either map changes."),
            ),
            field(choice, _),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=metadata,
    )


def field(choice: Choice, _: Say) -> Json:
    """Ask which larger map it is a part of, and which of its stages it shows."""
    alone = blocks.group(_("On its own"), [blocks.option(_("No, it stands on its own"), ALONE)])
    groups, room = [alone], CHOICES_MAX
    for outline in choice.parents:
        options = list(_options(outline, _))[: max(1, room)]
        room -= len(options)
        groups.append(blocks.group(clip(outline.title, GROUP_CLIP), options))
    return blocks.grouped_select(
        Field.PARENT,
        _("Is it a part of a larger map?"),
        groups,
        value=written(choice.now) if choice.now else ALONE,
        hint=_("Choose the stage that this map shows in detail, or the larger map itself."),
        optional=True,
    )


def _options(outline: Outline, _: Say) -> Iterator[Json]:
    yield blocks.option(outline.title, written(Below(outline.id)), _("The whole journey"))
    title = clip(outline.title, TITLE_CLIP)
    for stage_id, name in outline.stages:
        yield blocks.option(f"{clip(name, TITLE_CLIP - 10)} · {title}", written(Below(outline.id, stage_id)))


def written(below: Below) -> str:
    """Write a choice down as the value of an option."""
    return f"{below.parent_id}:{below.stage_id}" if below.stage_id else str(below.parent_id)


def part_of(parent: Relative, _: Say) -> str:
    """Say which larger map a map is a part of, as plain text."""
    title = isolate(parent.title)
    if parent.stage:
        return _("Part of “{title}”, stage “{stage}”", title=title, stage=isolate(parent.stage))
    return _("Part of “{title}”", title=title)


def lines(kin: Kin, _: Say) -> list[str]:
    """Name a map's relatives, escaped: the larger map, then those below it, stage by stage."""
    said = [f"🔼 {escape(part_of(kin.parent, _))}"] if kin.parent else []
    if kin.children:
        named = [escape(_child(one, _)) for one in kin.children[:NAMED_MAX]]
        left = len(kin.children) - NAMED_MAX
        if left > 0:
            named.append(_.n("{count} more", "{count} more", left))
        said.append("🔽 " + _("In detail: {maps}", maps=_.parts(named)))
    return said


def _child(child: Relative, _: Say) -> str:
    title = isolate(child.title)
    if child.stage:
        return _("“{title}” (stage “{stage}”)", title=title, stage=isolate(child.stage))
    return quoted(title, _)


def rows(kin: Kin, outline: Outline, _: Say, *, leads: bool) -> list[Json]:
    """Show a map's relatives in the list of what can be done with it as a whole."""
    value = values.encode(Value(workshop=outline.id))
    shown = []
    if leads or kin.parent:
        said = part_of(kin.parent, _) if kin.parent else _("It stands on its own: it is no part of a larger map")
        shown.append(blocks.said(said, accessory=blocks.button(_("Change…"), Action.BELOW, value) if leads else None))
    shown += [_row(one, _) for one in kin.children[:NAMED_MAX]]
    left: Sequence[Relative] = kin.children[NAMED_MAX:]
    if left:
        shown.append(blocks.context(escape(_.parts([_child(one, _) for one in left]))))
    if outline.stages:
        more = values.encode(Value(more={CHANNEL: outline.channel_id, Field.PARENT: str(outline.id)}))
        button = blocks.button(_("Begin one…"), Action.START, more, part="below")
        shown.append(blocks.said(_("Draw one of its stages in detail, as a map below this one"), accessory=button))
    return shown


def _row(child: Relative, _: Say) -> Json:
    value = values.encode(Value(workshop=child.id))
    button = blocks.button(_("Map"), Action.MAP, value, part=str(child.id))
    return blocks.said(_("In detail: {maps}", maps=_child(child, _)), accessory=button)


def put(kin: Kin, _: Say) -> Json:
    """Say where the map lies from now on."""
    said = part_of(kin.parent, _) if kin.parent else _("It stands on its own: it is no part of a larger map")
    return blocks.info(_("A part of a larger map"), extra=[blocks.said(said)], close=_("Close"))

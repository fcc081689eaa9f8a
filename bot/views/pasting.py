"""Step 3: several touchpoints as they were understood, before they are saved."""

from collections.abc import Sequence

from bot import labels, values
from bot.forms import fresh, part
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import blocks, touchpoints
from bot.views.texts import Json, clip, escape, isolate
from workflows.pasting import AS_IT_IS, Paste, PastedLine, key, mark
from workflows.snapshots import Outline

SEEN = "seen"
SHOWN, TITLE, NAMES = 12, 120, 20  # lines of a list, characters of a line, names that are asked about


def preview(outline: Outline, pasted: Paste, typed: str, about: Value, _: Say, *, stage_id: int | None) -> Json:
    """Show where each line would go. The text stays in the form, so that it can be changed right there.

    `about` is the form's own value; the text that was looked at is remembered in it.
    """
    turn = about.page or 0
    metadata = Value(workshop=outline.id, page=about.page, step=about.step, more={SEEN: mark(typed)})
    return blocks.modal(
        Modal.TOUCHPOINTS,
        _("Is this right?"),
        [
            blocks.context(_("Nothing is saved yet. This is how I read your lines.")),
            *_fresh(outline, pasted.fresh, _),
            *_guesses(outline, pasted.fresh, _),
            *_known(pasted.known, _),
            *_missing(outline, pasted, _),
            blocks.divider(),
            touchpoints.lines_input(fresh(Field.LINES, turn), _("Your text"), typed, _),
            *touchpoints.shared(outline, turn, stage_id, _),
            blocks.actions(_retype(outline, _)),
        ],
        submit=_("Save all"),
        close=_("Cancel"),
        metadata=values.encode(metadata),
    )


def _retype(outline: Outline, _: Say) -> Json:
    return blocks.button(_("Change the text"), Action.RETYPE, values.encode(Value(workshop=outline.id)))


def _fresh(outline: Outline, lines: Sequence[PastedLine], _: Say) -> list[Json]:
    parts: list[Json] = []
    for stage_id, name in outline.stages:
        here = [line for line in lines if line.stage_id == stage_id]
        if here:
            count = _.n("{count} new touchpoint", "{count} new touchpoints", len(here))
            parts += [blocks.rich(blocks.bold(_("{label}: {text}", label=name, text="")), count), _list(here, _)]
    return parts


def _list(lines: Sequence[PastedLine], _: Say) -> Json:
    said = [_said(line, _) for line in lines[:SHOWN]]
    if len(lines) > SHOWN:
        said.append(_.n("and {count} more", "and {count} more", len(lines) - SHOWN))
    return blocks.bullets(said)


def _said(line: PastedLine, _: Say) -> str:
    title = clip(line.title, TITLE)
    named = f"{title} · {labels.label(_, line.channel)}" if line.channel else title
    return f"{named} ★" if line.star else named


def _guesses(outline: Outline, lines: Sequence[PastedLine], _: Say) -> list[Json]:
    names = dict(outline.stages)
    guessed = dict.fromkeys((line.said, names.get(line.stage_id or 0, "")) for line in lines if line.guessed)
    return [
        blocks.context(
            _(
                "I took “{said}” for the stage “{stage}”.",
                said=isolate(escape(clip(said, TITLE))),
                stage=isolate(escape(stage)),
            )
        )
        for said, stage in list(guessed)[:NAMES]
    ]


def _known(lines: Sequence[PastedLine], _: Say) -> list[Json]:
    if not lines:
        return []
    lead = _.n(
        "{count} is on the map already and is skipped:", "{count} are on the map already and are skipped:", len(lines)
    )
    return [blocks.section(lead), _list(lines, _)]


def _missing(outline: Outline, pasted: Paste, _: Say) -> list[Json]:
    """Ask where the lines of unknown stages go; those nobody places stay in the text."""
    options = [
        *touchpoints.stage_options(outline),
        blocks.option(_("No stage: it is part of the name"), AS_IT_IS),
    ]
    return [
        blocks.select(
            part(Field.PLACE, key(name)),
            _.n(
                "There is no stage “{name}”. Where does its {count} line go?",
                "There is no stage “{name}”. Where do its {count} lines go?",
                len(lines),
                name=clip(name, 80),
            ),
            options,
            placeholder=_("Leave it empty to decide later"),
            hint=_.join([clip(line.title, 60) for line in lines[:3]]),
            optional=True,
        )
        for name, lines in list(pasted.missing.items())[:NAMES]
    ]

"""Keeping a map as a template of the workspace, and letting go of one."""

from collections.abc import Sequence

from bot import values
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import blocks
from bot.views.texts import Json, clip, isolate
from workflows import limits
from workflows.snapshots import Outline
from workflows.templates import TEMPLATES_MAX, KeptTemplate

ASKED_MAX = 120


def keep(outline: Outline, kept: Sequence[KeptTemplate], _: Say) -> Json:
    """Build the form that keeps a map as a template, with those that are there already below it."""
    about = _(
        "Stages, touchpoints and actions are kept, so that your next workshop can begin with them. "
        "The customer, and all that people felt, voted and promised, stay here."
    )
    return blocks.modal(
        Modal.TEMPLATE,
        _("Keep as a template"),
        [
            blocks.section(about),
            blocks.text_input(
                Field.NAME,
                _("What do you call it?"),
                value=outline.title,
                hint=_("Everybody in this workspace finds it in the form that starts a workshop."),
                limit=limits.TITLE_MAX,
            ),
            *_list(outline, kept, _),
        ],
        submit=_("Keep as a template"),
        close=_("Cancel"),
        metadata=values.encode(Value(workshop=outline.id)),
    )


def _list(outline: Outline, kept: Sequence[KeptTemplate], _: Say) -> list[Json]:
    if not kept:
        return []
    return [
        blocks.divider(),
        blocks.context(_("Kept in this workspace: {count} of {most}", count=len(kept), most=TEMPLATES_MAX)),
        *(_row(outline, one, _) for one in kept),
    ]


def _row(outline: Outline, one: KeptTemplate, _: Say) -> Json:
    if not one.deletable:
        return blocks.said(_("{name} (kept by {person})", name=isolate(one.name), person=isolate(one.kept_by.name)))
    sure = blocks.ask(
        _("Delete this template?"),
        _("Nobody can begin with “{name}” any more. Maps that began with it stay.", name=clip(one.name, ASKED_MAX)),
        _("Delete"),
        _("Keep it"),
        danger=True,
    )
    value = values.encode(Value(workshop=outline.id, item=one.id))
    delete = blocks.button(_("Delete"), Action.DROP_TEMPLATE, value, style="danger", ask=sure)
    return blocks.said(one.name, accessory=delete)


def button(outline: Outline, _: Say) -> Json:
    """Build the button that opens the form."""
    return blocks.button(_("Keep as a template"), Action.TEMPLATE, values.encode(Value(workshop=outline.id)))


def kept(name: str, _: Say) -> Json:
    """Say that it is kept, and where to find it."""
    lead = _("“{name}” is kept.", name=isolate(name))
    then = _("Whoever starts a workshop in this workspace finds it under “Begin with something?”.")
    return blocks.info(_("Kept"), extra=[blocks.said(lead), blocks.section(then)], close=_("Close"))

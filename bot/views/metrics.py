"""The form for a metric: what is measured, where it stands, where it should be."""

from collections.abc import Sequence

from bot import labels, values
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.views import blocks
from bot.views.notes import stage_options
from bot.views.texts import Json
from workflows import limits
from workflows.rounds import Metric
from workflows.snapshots import Outline
from workflows.words import MetricKind

UNIT_MAX = 16
HIGHER, LOWER = "higher", "lower"


def view(outline: Outline, _: Say, *, metric: Metric | None = None, known: Sequence[Metric] = ()) -> Json:
    """Build the form, empty or with a metric that stands already; `known` are those that can be changed instead."""
    return blocks.modal(
        Modal.METRIC,
        _("Change the metric") if metric else _("Add a metric"),
        [
            blocks.context(_("One number tells you at the next review whether the journey got better.")),
            _kind(metric, _),
            blocks.text_input(
                Field.NAME,
                _("What do you call it?"),
                value=metric.name if metric else "",
                hint=_("Leave it empty to use the name above."),
                limit=limits.NAME_MAX,
                optional=True,
            ),
            blocks.text_input(
                Field.UNIT,
                _("Unit"),
                value=metric.unit if metric else "",
                placeholder=_("e.g. {example}", example=_("%, days, /5")),
                limit=UNIT_MAX,
                optional=True,
            ),
            _number(Field.BASELINE, _("Where does it stand today?"), metric.baseline if metric else None, _),
            _number(Field.TARGET, _("Where should it be?"), metric.target if metric else None, _),
            _direction(metric, _),
            *_change(outline, known, _),
            *_stage(outline, metric, _),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=values.encode(
            values.Value(
                workshop=outline.id, item=metric.id if metric else None, version=metric.version if metric else None
            )
        ),
    )


def _change(outline: Outline, known: Sequence[Metric], _: Say) -> list[Json]:
    if not known:
        return []
    options = [blocks.option(one.name, values.encode(values.Value(workshop=outline.id, item=one.id))) for one in known]
    return [blocks.actions(blocks.select_menu(Action.EDIT_METRIC, options, placeholder=_("Change one that is there…")))]


def _kind(metric: Metric | None, _: Say) -> Json:
    options = [blocks.option(labels.label(_, kind), kind) for kind in MetricKind]
    return blocks.select(Field.METRIC_KIND, _("What do you measure?"), options, value=metric.kind if metric else None)


def _stage(outline: Outline, metric: Metric | None, _: Say) -> list[Json]:
    if not outline.stages:
        return []
    return [
        blocks.select(
            Field.STAGE,
            _("Stage"),
            stage_options(outline),
            value=metric.stage_id if metric else None,
            placeholder=_("The whole journey"),
            optional=True,
        )
    ]


def _number(field: Field, question: str, value: float | None, _: Say) -> Json:
    # A text field, not a number field: only there can people write 3,5 as they are used to.
    return blocks.text_input(
        field,
        question,
        value="" if value is None else plain_number(value, _),
        placeholder=_("e.g. {example}", example=_.number(3.5)),
        limit=30,
        optional=True,
    )


def plain_number(value: float, _: Say) -> str:
    """Write a number so that it can be typed over: no grouping, the person's decimal sign."""
    written = f"{value:.6f}".rstrip("0").rstrip(".")
    return written.replace(".", ",") if "," in _.number(0.5) else written


def _direction(metric: Metric | None, _: Say) -> Json:
    options = [
        blocks.option(_("Higher is better"), HIGHER, _("such as satisfaction")),
        blocks.option(_("Lower is better"), LOWER, _("such as waiting time")),
    ]
    chosen = HIGHER if metric is None or metric.higher_is_better else LOWER
    return blocks.radios(Field.DIRECTION, _("Which way is better?"), options, value=chosen)

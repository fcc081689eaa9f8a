"""Dot votes: the pain points of the map as checkboxes, stage by stage."""

from collections.abc import Collection, Sequence

from bot import labels, values
from bot.i18n import Say
from bot.ids import Field, Modal
from bot.views import blocks
from bot.views.texts import Json
from workflows import limits
from workflows.snapshots import MapSnapshot, Note, Stage
from workflows.words import Severity

GROUP = 10  # checkboxes in one block
MANY = 200  # so many pain points that a whole ballot would outgrow what Slack takes in one view


def view(snapshot: MapSnapshot, mine: Collection[int], _: Say) -> Json:
    """Build the ballot, with the votes the person gave before."""
    open_pains = {pain.id for pain in snapshot.open_pains}
    groups = [block for stage in snapshot.stages for block in _stage(stage, open_pains, mine, _)]
    if not groups:
        return _nothing(snapshot, _)
    return blocks.modal(
        Modal.VOTES,
        _("Vote on pain points"),
        [
            blocks.context(
                _.n(
                    "You have {count} vote. Tick the pain whose solution would help customers most.",
                    "You have {count} votes. Tick the pains whose solution would help customers most.",
                    limits.VOTES_EACH,
                ),
            ),
            *groups,
        ],
        submit=_("Vote"),
        close=_("Cancel"),
        metadata=values.encode(values.Value(workshop=snapshot.outline.id)),
    )


def _stage(stage: Stage, open_pains: Collection[int], mine: Collection[int], _: Say) -> list[Json]:
    pains = [pain for pain in stage.pains if pain.id in open_pains]
    parts = [pains[start : start + GROUP] for start in range(0, len(pains), GROUP)]
    many = len(open_pains) > MANY
    return [
        _group(stage, number, len(parts), [_choice(pain, _, many=many) for pain in part], mine, _)
        for number, part in enumerate(parts, start=1)
    ]


def _choice(pain: Note, _: Say, *, many: bool) -> Json:
    severity = labels.label(_, pain.severity or Severity.MINOR)
    return blocks.option(blocks.clip(pain.text, 40 if many else 75), pain.id, "" if many else severity)


def _group(stage: Stage, number: int, of: int, options: Sequence[Json], mine: Collection[int], _: Say) -> Json:
    title = stage.name if of == 1 else _("{stage} ({number} of {all})", stage=stage.name, number=number, all=of)
    return blocks.checkboxes(f"{Field.VOTES}:{stage.id}:{number}", title, options, values=mine, optional=True)


def _nothing(snapshot: MapSnapshot, _: Say) -> Json:
    return blocks.info(
        _("Nothing to vote on"),
        _("This map has no open pain points yet. Once there are some, everybody gets {count} votes.",
          count=_.number(limits.VOTES_EACH)),
        close=_("Close"),
        extra=[blocks.aside(snapshot.outline.title)],
    )  # fmt: skip

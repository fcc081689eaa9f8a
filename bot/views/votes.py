"""Dot votes: the pain points of the map as checkboxes, stage by stage."""

from collections.abc import Collection, Sequence

from bot import labels, values
from bot.i18n import Say
from bot.ids import Field, Modal
from bot.views import anonymous, blocks, moves, private
from bot.views.texts import Json
from workflows import limits
from workflows.feeling import Secret
from workflows.snapshots import MapSnapshot, Note
from workflows.words import NoteKind, Severity, Step

GROUP = 10  # checkboxes in one block
MANY = 200  # so many pain points that a whole ballot would outgrow what Slack takes in one view
BALLOT_MAX = 500  # with twenty stages, and the pain points of none, still below a hundred blocks


def view(snapshot: MapSnapshot, mine: Collection[int], _: Say, *, leads: bool = False) -> Json:
    """Build the ballot, with the votes the person gave before."""
    shown = _shown(snapshot.open_pains, mine)
    if not shown:
        return _nothing(snapshot, _)
    lanes = [(str(stage.id), stage.name, stage.pains) for stage in snapshot.stages]
    lanes.append(("0", _("In no stage yet"), tuple(note for note in snapshot.loose if note.kind is NoteKind.PAIN)))
    groups = [block for lane in lanes for block in _lane(*lane, shown, mine, _)]
    outline = snapshot.outline
    begins = leads and outline.private_votes is None and outline.step is Step.REDESIGN
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
                _left(limits.VOTES_EACH - len(shown & set(mine)), _),
                *filter(None, [anonymous.rule(outline, _)]),
            ),
            *private.note(outline, _, Secret.VOTES),
            *_left_out(len(snapshot.open_pains) - len(shown), _),
            *groups,
            *([blocks.actions(moves.button(moves.PRIVATE_VOTES, outline, _))] if begins else []),
        ],
        submit=_("Vote"),
        close=_("Cancel"),
        metadata=values.encode(values.Value(workshop=outline.id)),
    )


def _shown(pains: Sequence[Note], mine: Collection[int]) -> set[int]:
    """Pick what stands on the ballot: everything, or one's own and then the most voted and most severe."""
    ranked = sorted(pains, key=lambda pain: (pain.id not in mine, -pain.votes, -int(pain.severity or 0), pain.id))
    return {pain.id for pain in ranked[:BALLOT_MAX]}


def _left(count: int, _: Say) -> str:
    if count == limits.VOTES_EACH:
        return _("You have not given any yet.")
    if count <= 0:
        return _("You have given all of them: untick one to give it to another.")
    return _.n("You have {count} left.", "You have {count} left.", count)


def _left_out(count: int, _: Say) -> list[Json]:
    if count <= 0:
        return []
    said = _.n(
        "The ballot leaves out {count} pain point with fewer votes.",
        "The ballot leaves out {count} pain points with fewer votes.",
        count,
    )
    return [blocks.context(said)]


def _lane(
    key: str, name: str, pains: Sequence[Note], shown: Collection[int], mine: Collection[int], _: Say
) -> list[Json]:
    here = [pain for pain in pains if pain.id in shown]
    parts = [here[start : start + GROUP] for start in range(0, len(here), GROUP)]
    many = len(shown) > MANY
    return [
        _group(key, _part(name, number, len(parts), _), [_choice(pain, _, many=many) for pain in part], number, mine)
        for number, part in enumerate(parts, start=1)
    ]


def _part(name: str, number: int, of: int, _: Say) -> str:
    return name if of == 1 else _("{stage} ({number} of {all})", stage=name, number=number, all=of)


def _choice(pain: Note, _: Say, *, many: bool) -> Json:
    severity = labels.label(_, pain.severity or Severity.MINOR)
    return blocks.option(blocks.clip(pain.text, 40 if many else 75), pain.id, "" if many else severity)


def _group(key: str, title: str, options: Sequence[Json], number: int, mine: Collection[int]) -> Json:
    return blocks.checkboxes(f"{Field.VOTES}:{key}:{number}", title, options, values=mine, optional=True)


def _nothing(snapshot: MapSnapshot, _: Say) -> Json:
    return blocks.info(
        _("Nothing to vote on"),
        _.n("This map has no open pain points yet. Once there are some, everybody gets {count} vote.",
            "This map has no open pain points yet. Once there are some, everybody gets {count} votes.",
            limits.VOTES_EACH),
        close=_("Close"),
        extra=[blocks.aside(snapshot.outline.title)],
    )  # fmt: skip

"""Where to talk first: the stages about which people feel most differently, and what to add there."""

from bot import values
from bot.i18n import Say
from bot.ids import Action, Modal
from bot.values import Value
from bot.views import blocks, moves, private
from bot.views.scores import signed
from bot.views.texts import Json, escape, isolate, quoted
from workflows.agenda import Agenda, Topic
from workflows.words import NoteKind


def view(agenda: Agenda, _: Say, *, revealed: bool = False) -> Json:
    """Build the agenda; `revealed` where it follows the revealing of private scores."""
    outline = agenda.outline
    if not agenda.topics:
        return _nothing(agenda, _)
    head = [blocks.section(_("✨ The scores are revealed, and the map is being drawn anew."))] if revealed else []
    more = [blocks.context(_("Nobody scored {names} yet.", names=_names(agenda.silent, _)))] if agenda.silent else []
    return blocks.modal(
        Modal.AGENDA,
        _("Where to talk first"),
        [
            *head,
            blocks.context(
                _("The further apart people are, the more there is to learn: ask both ends what they have seen.")
            ),
            *(block for place, topic in enumerate(agenda.topics, 1) for block in _topic(outline.id, place, topic, _)),
            *more,
            blocks.actions(moves.button(moves.WALKED, outline, _)),
        ],
        close=_("Close"),
    )


def _nothing(agenda: Agenda, _: Say) -> Json:
    outline = agenda.outline
    said = [] if outline.private else [blocks.section(_("Nobody has scored how the stages feel yet. Begin with that."))]
    scores = blocks.actions(moves.button(moves.SCORES, outline, _, "primary"))
    return blocks.info(_("Where to talk first"), extra=[*said, *private.note(outline, _), scores], close=_("Close"))


def _names(names: tuple[str, ...], _: Say) -> str:
    return _.join([quoted(isolate(escape(name)), _) for name in names])


def _topic(workshop_id: int, place: int, topic: Topic, _: Say) -> list[Json]:
    def add(label: str, kind: NoteKind) -> Json:
        value = Value(workshop=workshop_id, kind=kind, stage=topic.stage_id)
        return blocks.button(label, Action.NOTE, values.encode(value), part=kind)

    row = f"{Modal.AGENDA}:{topic.stage_id}"
    return [
        blocks.rich(blocks.bold(f"{_.number(place)}. {topic.name}")),
        blocks.context(*_facts(topic, _)),
        blocks.actions(add(_("Add a pain point"), NoteKind.PAIN), add(_("Add evidence"), NoteKind.EVIDENCE), row=row),
    ]


def _facts(topic: Topic, _: Say) -> list[str]:
    felt = topic.emotion
    if topic.spread:
        spread = _("From {low} to {high}", low=signed(felt.low, _), high=signed(felt.high, _))
    else:
        spread = _("All the same: {score}", score=signed(felt.low, _))
    pains = _.n("{count} open pain point", "{count} open pain points", topic.pains)
    people = _.n("{count} person scored", "{count} people scored", felt.count)
    facts = ["  ·  ".join([spread, _("middle {score}", score=_middle(felt.median, _)), people, pains])]
    if topic.gap and topic.frontline is not None and topic.backstage is not None:
        front, back = _middle(topic.frontline, _), _middle(topic.backstage, _)
        facts.append(
            _("↔️ Frontline {front}, backstage {back}: each side sees another journey.", front=front, back=back)
        )
    return facts


def _middle(median: float, _: Say) -> str:
    """Write a median, which may lie between two scores, with its sign."""
    if median == int(median):
        return signed(int(median), _)
    return _.signed(f"{'−' if median < 0 else '+'}{_.number(abs(median))}")

"""What was perhaps said twice: pairs to merge, and what was merged before, to take apart."""

from collections.abc import Iterator, Sequence

from bot import labels, values
from bot.forms import part
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import blocks, moves
from bot.views.texts import Json
from workflows.redesigning import Alike, Likenesses
from workflows.snapshots import MapSnapshot, Note

PAIRS_MAX, MERGED_MAX, CHOICES_MAX = 15, 15, 100
FIRST, SECOND, DIFFERENT = "1", "2", "0"


def view(found: Likenesses, user_id: str, _: Say) -> Json:
    """Build the form: each pair with a choice, any two by hand, and what was merged before."""
    snapshot = found.snapshot
    outline = snapshot.outline
    if not moves.leads(outline, user_id):
        return _only_shown(found, _)
    pairs = [block for pair in found.pairs[:PAIRS_MAX] for block in _pair(pair, snapshot, _)]
    by_hand, merged = _by_hand(snapshot, _, after=bool(pairs)), list(_merged(snapshot, _))
    if not pairs + by_hand + merged:
        return _nothing(snapshot, _)
    return blocks.modal(
        Modal.MERGE,
        _("Said twice?"),
        [
            blocks.context(_("What you merge counts as one: every word is kept, and nobody's votes count twice.")),
            blocks.header(_("These seem to be the same") if pairs else _("Nothing here seems to be the same")),
            *pairs,
            *_more(len(found.pairs) - PAIRS_MAX, _),
            *by_hand,
            *merged,
        ],
        submit=_("Merge") if pairs + by_hand else "",
        close=_("Close"),
        metadata=values.encode(Value(workshop=outline.id)),
    )


def done(count: int, workshop_id: int, _: Say) -> Json:
    """Say how many were merged, with the way back to the list."""
    value = values.encode(Value(workshop=workshop_id))
    return blocks.info(
        _("Merged"),
        _.n("✅ {count} was merged.", "✅ {count} were merged.", count),
        _("Their words, votes and evidence stand with the one you kept. You can take them apart at any time."),
        close=_("Close"),
        extra=[blocks.actions(blocks.button(_("Look again"), Action.MERGE, value))],
    )


def _nothing(snapshot: MapSnapshot, _: Say) -> Json:
    return blocks.info(
        _("Said twice?"),
        _("Nothing on this map seems to be the same."),
        close=_("Close"),
        extra=[blocks.aside(snapshot.outline.title)],
    )


def _only_shown(found: Likenesses, _: Say) -> Json:
    outline = found.snapshot.outline
    if not found.pairs:
        return _nothing(found.snapshot, _)
    person = blocks.mention(outline.facilitator.user_id)
    lines = [f"{pair.first.text} ↔ {pair.second.text}" for pair in found.pairs[:PAIRS_MAX]]
    return blocks.info(
        _("Said twice?"),
        _("These seem to be the same. {person} can merge them.", person=person),
        close=_("Close"),
        extra=[blocks.bullets(lines), *_more(len(found.pairs) - PAIRS_MAX, _)],
    )


def _pair(pair: Alike, snapshot: MapSnapshot, _: Say) -> list[Json]:
    options = [
        blocks.option(_("Keep the first"), FIRST),
        blocks.option(_("Keep the second"), SECOND),
        blocks.option(_("They are different"), DIFFERENT),
    ]
    return [
        blocks.bullets([_told(pair.first, snapshot, _), _told(pair.second, snapshot, _)]),
        blocks.radios(
            part(Field.SAME, f"{pair.first.id}-{pair.second.id}"), _("Are they the same?"), options, value=DIFFERENT
        ),
    ]


def _told(note: Note, snapshot: MapSnapshot, _: Say) -> str:
    names = dict(snapshot.outline.stages)
    facts = [labels.label(_, note.kind), names.get(note.stage_id or 0, "")]
    if note.votes:
        facts.append(_.n("{count} vote", "{count} votes", note.votes))
    if note.ownership:
        facts.append(_("owner: {name}", name=note.ownership.owner.name))
    return f"{note.text}\n{' · '.join(fact for fact in facts if fact)}"


def _more(count: int, _: Say) -> list[Json]:
    if count <= 0:
        return []
    return [blocks.context(_.n("And {count} more pair.", "And {count} more pairs.", count))]


def _by_hand(snapshot: MapSnapshot, _: Say, *, after: bool) -> list[Json]:
    """Two selects for what no machine finds: the same in quite other words. `after` says that pairs stand above."""
    if len(snapshot.open_pains) < 2:
        return []
    ranked = sorted(snapshot.open_pains, key=lambda pain: (-pain.votes, pain.id))[:CHOICES_MAX]
    options = [blocks.option(pain.text, pain.id) for pain in ranked]
    placeholder = _("A pain point")
    return [
        blocks.header(_("Two others that are the same") if after else _("Are two the same, in other words?")),
        blocks.select(Field.KEPT, _("Which one stays?"), options, placeholder=placeholder, optional=True),
        blocks.select(Field.PAIN, _("Merge into it"), options, placeholder=placeholder, optional=True),
    ]


def _merged(snapshot: MapSnapshot, _: Say) -> Iterator[Json]:
    kept = [note for note in _all(snapshot) if note.also]
    rows = [(note, one) for note in kept for one in note.also if one.into_id == note.id]
    if rows:
        yield blocks.header(_("Merged before"))
    for note, one in rows[-MERGED_MAX:]:
        value = values.encode(Value(workshop=snapshot.outline.id, item=one.id))
        button = blocks.button(_("Take apart"), Action.TAKE_APART, value, part=str(one.id))
        said = _("“{text}” stands with “{kept}”", text=blocks.clip(one.text, 300), kept=blocks.clip(note.text, 300))
        yield blocks.said(said, accessory=button)


def _all(snapshot: MapSnapshot) -> Sequence[Note]:
    joys = [note for stage in snapshot.stages for note in (*stage.joys, *stage.itches)]
    return [*snapshot.pains, *joys]

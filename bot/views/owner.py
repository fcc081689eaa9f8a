"""Pain points and those who answer for them: giving an owner, telling the owner, handing over, being done."""

from collections.abc import Sequence
from datetime import date

from bot import labels, values
from bot.forms import fresh
from bot.i18n import Say
from bot.ids import Field, Modal
from bot.views import anonymous, blocks, care
from bot.views.message import Message, message
from bot.views.pain_list import also
from bot.views.texts import Json
from workflows import limits
from workflows.personal import OwnedPain
from workflows.snapshots import MapSnapshot, Note, Ownership, Stage
from workflows.words import PainStatus, Severity

FILLED = "filled"
SETTLED = frozenset({PainStatus.DONE, PainStatus.DROPPED})


def most_needed(pains: Sequence[Note]) -> list[Note]:
    """Sort pain points for giving owners: those without one first, critical before serious, then by dots."""
    return sorted(pains, key=lambda pain: (pain.ownership is not None, -int(pain.severity or 0), -pain.votes, pain.id))


def assign(snapshot: MapSnapshot, _: Say, *, pain_id: int | None = None, turn: int = 0) -> Json:
    """Build the form that gives a pain point an owner, or changes owner and plan of one that has them.

    `turn` counts how often another pain point was chosen: its fields are new ones then, which Slack does not keep
    what was typed before in.
    """
    pains = most_needed(snapshot.open_pains)
    if not pains:
        return blocks.info(
            _("No open pain points"),
            _("There is nothing to give an owner to: this map has no open pain points."),
            close=_("Close"),
        )
    asked = next((pain for pain in pains if pain.id == pain_id), None)
    picked = asked or (None if pains[0].ownership else pains[0])
    return blocks.modal(
        Modal.OWNER,
        _("Give an owner"),
        [
            blocks.context(_("A pain point goes away when one person answers for it, by a day everybody knows.")),
            *anonymous.note(snapshot.outline, _),
            blocks.select(
                Field.PAIN,
                _("Pain point"),
                [_pain_option(pain, _) for pain in pains],
                value=_key(picked) if picked else None,
                hint=_left_out(len(pains) - 100, _),
                dispatch=True,
            ),
            blocks.user_select(
                fresh(Field.OWNER, turn),
                _("Owner"),
                value=picked.ownership.owner.user_id if picked and picked.ownership else None,
                hint=_("They get a direct message, and can hand it over."),
            ),
            *_promise(picked.ownership if picked else None, _, turn=turn),
        ],
        submit=_("Save"),
        close=_("Cancel"),
        metadata=values.encode(
            values.Value(
                workshop=snapshot.outline.id,
                page=turn,
                more={FILLED: "1"} if picked and picked.ownership else {},
            )
        ),
    )


def filled(value: values.Value) -> bool:
    """Tell whether a form was shown with an owner and a plan that stand already."""
    return FILLED in value.more


def hand_over(owned: OwnedPain, _: Say) -> Json:
    """Build the form by which an owner passes a pain point on."""
    owner = owned.pain.ownership
    return blocks.modal(
        Modal.OWNER,
        _("Hand over"),
        [
            *care.what(owned, _),
            blocks.user_select(Field.OWNER, _("Who takes it on?"), hint=_("They get a direct message.")),
            *_promise(owner, _),
        ],
        submit=_("Hand over"),
        close=_("Cancel"),
        metadata=values.encode(
            values.Value(workshop=owned.workshop_id, item=owned.pain.id, version=owner.version if owner else 0)
        ),
    )


def done(owned: OwnedPain, _: Say) -> Json:
    """Build the form that says a pain is gone, and how one knows."""
    owner = owned.pain.ownership
    metric = owner.success_metric if owner else ""
    return blocks.modal(
        Modal.PAIN_DONE,
        _("Is it gone?"),
        [
            *care.what(owned, _),
            *([blocks.rich(blocks.bold(_("You wanted to see:")), " ", metric)] if metric else []),
            blocks.text_input(
                Field.OUTCOME,
                _("How did you make sure?"),
                value=owner.outcome if owner else "",
                placeholder=_("e.g. {example}", example=_("We asked ten customers, and nobody mentioned it any more")),
                multiline=True,
                limit=limits.TEXT_MAX,
                focus=True,
            ),
        ],
        submit=_("Mark as done"),
        close=_("Cancel"),
        metadata=values.encode(values.Value(workshop=owned.workshop_id, item=owned.pain.id)),
    )


def assigned(owner_id: str, due_on: date | None, _: Say, *, oneself: bool) -> Json:
    """Say who answers for it now; who took it themself is told nothing later."""
    person = blocks.mention(owner_id)
    said = (
        _("✅ {person} answers for it now, until {day}.", person=person, day=_.date(due_on))
        if due_on
        else _("✅ {person} answers for it now.", person=person)
    )
    later = [] if oneself else [_("I tell them in a direct message, in their working hours.")]
    return blocks.info(_("It has an owner"), said, *later, close=_("Close"))


def thanks(_: Say) -> Json:
    """Thank somebody who solved a pain point."""
    return blocks.info(
        _("Solved"),
        _("✅ One pain less for your customers. Thank you! The map shows it in a moment."),
        close=_("Close"),
    )


def settled(owned: OwnedPain, _: Say) -> Json:
    """Say that a pain point is done or dropped already."""
    return blocks.info(
        _("Already settled"),
        _("This pain point is closed. Thank you for looking after it."),
        extra=care.what(owned, _),
        close=_("Close"),
    )


def told(snapshot: MapSnapshot, pain_id: int | None, _: Say, *, to: str = "", lead: str = "") -> Message:
    """Tell an owner what they answer for; `to` is whom it is told, who may have handed it over since.

    `lead` is how it begins where there is more to say than that they answer for it.
    """
    found = find(snapshot, pain_id)
    ownership = found[1].ownership if found else None
    if found is not None and ownership is None:
        return _taken_back(found[1], _)
    if found is None or ownership is None:
        return _gone(snapshot, pain_id, _)
    stage, pain = found
    link = snapshot.outline.card_link
    closed = pain.status in SETTLED
    if not closed and to not in {"", ownership.owner.user_id}:
        return _handed_over(pain, ownership, _)
    first = (
        _("This pain point is settled. Thank you!")
        if closed
        else lead or _("You answer for a pain point of the journey “{title}” now.", title=snapshot.outline.title)
    )
    return message(
        first,
        blocks.said(first),
        blocks.rich(blocks.bold(blocks.clip(pain.text, limits.NOTE_TEXT_MAX))),
        blocks.bullets(facts(snapshot, stage, pain, _)),
        None if closed else care.buttons(snapshot, pain, _),
        blocks.context(blocks.link(link, _("Open the thread"))) if link and not closed else None,
    )


def _gone(snapshot: MapSnapshot, pain_id: int | None, _: Say) -> Message:
    """Say what became of a pain point that is not there any more: deleted, or merged with another one."""
    kept = next((pain for pain in snapshot.pains if any(one.id == pain_id for one in pain.also)), None)
    if kept is None:
        lead = _("This pain point is no longer on the map.")
        return message(lead, blocks.said(lead))
    lead = _("This pain point was merged with another one that says the same:")
    text = blocks.rich(blocks.bold(blocks.clip(kept.text, limits.NOTE_TEXT_MAX)))
    owner = kept.ownership
    return message(
        lead,
        blocks.said(lead),
        text,
        blocks.said(_("{name} answers for it.", name=owner.owner.name)) if owner else None,
    )


def _handed_over(pain: Note, ownership: Ownership, _: Say) -> Message:
    """Tell who answered for it before that nobody waits for them any more."""
    lead = _("{name} answers for this pain point now. There is nothing left for you to do.", name=ownership.owner.name)
    return message(lead, blocks.said(lead), blocks.rich(blocks.bold(blocks.clip(pain.text, limits.NOTE_TEXT_MAX))))


def _taken_back(pain: Note, _: Say) -> Message:
    """Tell who was to answer for it that it was decided otherwise."""
    lead = _("That you answer for this pain point was taken back. There is nothing left for you to do.")
    return message(lead, blocks.said(lead), blocks.rich(blocks.bold(blocks.clip(pain.text, limits.NOTE_TEXT_MAX))))


def facts(snapshot: MapSnapshot, stage: Stage | None, pain: Note, _: Say) -> list[str]:
    """List what there is to know of a pain point: where, since when, how heavy, by when, and how it is to go."""
    owner = pain.ownership
    severity = labels.label(_, pain.severity or Severity.MINOR)
    known = [
        _("Where: {stage}, on the map “{title}”", stage=stage.name, title=snapshot.outline.title)
        if stage
        else _("Where: on the map “{title}”", title=snapshot.outline.title),
        _("Severity: {severity}; on the map since {day}", severity=severity, day=_.date(pain.created_at)),
        " · ".join(
            [
                _.n("{count} vote", "{count} votes", pain.votes),
                _.n("{count} piece of evidence", "{count} pieces of evidence", pain.evidence_count)
                if pain.evidence_count
                else _("no evidence yet"),
            ]
        ),
    ]
    if said_too := also(pain, _):
        known.append(said_too)
    if owner and owner.due_on:
        known.append(due_line(owner, _))
    if owner and owner.success_metric:
        known.append(_("It worked when: {metric}", metric=owner.success_metric))
    if owner and owner.plan:
        known.append(_("Plan: {plan}", plan=owner.plan))
    if owner and owner.outcome and pain.status in SETTLED:
        known.append(_("How we know: {outcome}", outcome=owner.outcome))
    return known


def due_line(owner: Ownership, _: Say) -> str:
    """Say by when, and why that is later than was promised first."""
    day = _.date(owner.due_on) if owner.due_on else _("no day yet")
    if owner.due_reason:
        return _("Due: {day} ({reason})", day=day, reason=owner.due_reason)
    return _("Due: {day}", day=day)


def find(snapshot: MapSnapshot, pain_id: int | None) -> tuple[Stage | None, Note] | None:
    """Find a pain point, and the stage that it stands in."""
    pain = next((one for one in snapshot.pains if one.id == pain_id), None)
    if pain is None:
        return None
    return next((stage for stage in snapshot.stages if pain in stage.pains), None), pain


def _pain_option(pain: Note, _: Say) -> Json:
    told = [labels.label(_, pain.severity or Severity.MINOR), _.n("{count} vote", "{count} votes", pain.votes)]
    if pain.ownership:
        told.append(_("owner: {name}", name=pain.ownership.owner.name))
    return blocks.option(pain.text, _key(pain), " · ".join(told))


def _key(pain: Note) -> str:
    """Name a pain point together with the version of its ownership that is shown."""
    return f"{pain.id}:{pain.ownership.version if pain.ownership else 0}"


def _promise(owner: Ownership | None, _: Say, *, turn: int = 0) -> list[Json]:
    return [
        blocks.date_input(fresh(Field.DUE, turn), _("Due by"), value=owner.due_on if owner else None),
        blocks.text_input(
            fresh(Field.SUCCESS, turn),
            _("How will you know it worked?"),
            value=owner.success_metric if owner else "",
            placeholder=_("e.g. {example}", example=_("Half as many people leave at payment")),
            limit=limits.LINE_MAX,
            optional=True,
        ),
        blocks.text_input(
            fresh(Field.PLAN, turn),
            _("What removes it?"),
            value=owner.plan if owner else "",
            placeholder=_("e.g. {example}", example=_("Costs on the page: Anna draws it by May, Ben builds it")),
            hint=_("The plan: what is done, by whom and until when."),
            multiline=True,
            limit=limits.TEXT_MAX,
            optional=True,
        ),
    ]


def _left_out(count: int, _: Say) -> str:
    if count <= 0:
        return ""
    return _.n(
        "The list leaves out {count} pain point that is less urgent.",
        "The list leaves out {count} pain points that are less urgent.",
        count,
    )

"""Every pain point of a map, stage by stage: what was said, what was said too, who answers for it, by which plan."""

from collections.abc import Iterator, Sequence

from bot import labels, values
from bot.i18n import Say
from bot.ids import Action, Modal
from bot.values import Value
from bot.views import blocks, moves, paging
from bot.views.texts import Json, quoted
from workflows.snapshots import MapSnapshot, Note
from workflows.words import PainStatus, Severity

PAGE = 15
QUESTION, OWNER = "question", "owner"
ALSO_MAX, ALSO_CLIP = 5, 200  # what others said in other words: so many of them, so much of each


def view(snapshot: MapSnapshot, _: Say, *, page: int = 0) -> Json:
    """Show one page of the pain points, each with a menu."""
    outline = snapshot.outline
    names = dict(outline.stages)
    page, pages = paging.within(page, len(snapshot.pains), PAGE)
    return blocks.modal(
        Modal.PAINS,
        _("Pain points"),
        [
            blocks.aside(outline.title),
            *_rows(snapshot.pains[page * PAGE : (page + 1) * PAGE], names, outline.id, _),
            *([] if snapshot.pains else [blocks.section(_("This map has no pain points yet."))]),
            *paging.turning(Action.PAINS_PAGE, outline.id, page, pages, _),
            blocks.actions(*(moves.button(move, outline, _) for move in (moves.PAIN, moves.MERGE))),
        ],
        close=_("Close"),
        metadata=values.encode(Value(workshop=outline.id, page=page)),
    )


def also(note: Note, _: Say) -> str:
    """Quote what others said in other words, where it was merged with this."""
    if not note.also:
        return ""
    texts = [quoted(blocks.clip(one.text, ALSO_CLIP), _) for one in note.also[:ALSO_MAX]]
    if len(note.also) > ALSO_MAX:
        texts.append(_.n("{count} more", "{count} more", len(note.also) - ALSO_MAX))
    return _("Also said: {texts}", texts=_.join(texts))


def promise(note: Note, _: Say) -> list[str]:
    """Say who removes a pain point, by when, how one will know, and how it is done."""
    owner = note.ownership
    if owner is None:
        return []
    due = _.date(owner.due_on) if owner.due_on else _("no day yet")
    said = (
        _("Owner: {name} (accepted), {day}", name=owner.owner.name, day=due)
        if owner.accepted_at
        else _("Owner: {name}, {day}", name=owner.owner.name, day=due)
    )
    return [
        said,
        *([_("Another day, because: {reason}", reason=owner.due_reason)] if owner.due_reason else []),
        *([_("Help needed: {text}", text=owner.help)] if owner.help else []),
        *([_("It worked when: {metric}", metric=owner.success_metric)] if owner.success_metric else []),
        *([_("Plan: {plan}", plan=owner.plan)] if owner.plan else []),
        *([_("How we know: {outcome}", outcome=owner.outcome)] if owner.outcome else []),
    ]


def _rows(shown: Sequence[Note], names: dict[int, str], workshop_id: int, _: Say) -> Iterator[Json]:
    before: int | None = -1
    for pain in shown:
        if pain.stage_id != before:
            before = pain.stage_id
            yield blocks.header(names.get(before or 0) or _("In no stage yet"))
        yield blocks.said(pain.text, accessory=_menu(pain, workshop_id, _))
        yield blocks.aside(" · ".join(_facts(pain, _)))
        said = [line for line in (also(pain, _), *promise(pain, _)) if line]
        if said:
            yield blocks.bullets(said)


def _facts(pain: Note, _: Say) -> list[str]:
    return [
        labels.label(_, pain.severity or Severity.MINOR),
        labels.label(_, pain.status or PainStatus.OPEN),
        _.n("{count} vote", "{count} votes", pain.votes),
        _.n("{count} piece of evidence", "{count} pieces of evidence", pain.evidence_count)
        if pain.evidence_count
        else _("no evidence yet"),
        *([] if pain.ownership else [_("no owner")]),
    ]


def _menu(pain: Note, workshop_id: int, _: Say) -> Json:
    def choice(label: str, kind: str) -> Json:
        return blocks.option(label, values.encode(Value(workshop=workshop_id, item=pain.id, kind=kind)))

    return blocks.overflow(
        Action.PAIN_MENU,
        [
            choice(_("How might we…?"), QUESTION),
            choice(_("Change owner and plan") if pain.ownership else _("Give an owner"), OWNER),
        ],
    )

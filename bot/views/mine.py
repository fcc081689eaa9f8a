"""What a person gave to a map, to change or take back."""

from collections.abc import Sequence

from bot import labels, values
from bot.i18n import Say
from bot.ids import Action, Modal
from bot.views import anonymous, blocks
from bot.views.texts import Json
from workflows.rounds import Metric
from workflows.snapshots import Idea, Note, Outline, Persona, Touchpoint

PAGE = 20
EDIT, DELETE = "edit", "delete"
Item = Note | Touchpoint | Idea | Metric | Persona


def view(outline: Outline, items: Sequence[tuple[str, Item]], _: Say, *, page: int = 0) -> Json:
    """List one page of contributions, with a menu each."""
    pages = max(1, -(-len(items) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = items[page * PAGE : (page + 1) * PAGE]
    return blocks.modal(
        Modal.MINE,
        _("My contributions"),
        [
            blocks.aside(outline.title),
            *_veiled(outline, _),
            *(_row(outline, kind, item, _) for kind, item in shown),
            *([] if shown else [blocks.section(_("You have not added anything yet. Every small observation helps."))]),
            *_turning(outline, page, pages, _),
        ],
        close=_("Close"),
        metadata=values.encode(values.Value(workshop=outline.id, page=page)),
    )


def delete(outline: Outline, kind: str, item: Item, _: Say) -> Json:
    """Ask before something is taken back."""
    return blocks.modal(
        Modal.DELETE,
        _("Delete this?"),
        [blocks.said(text_of(item)), blocks.context(_("It disappears from the map."))],
        submit=_("Delete"),
        close=_("Keep it"),
        metadata=values.encode(values.Value(workshop=outline.id, item=item.id, kind=kind)),
    )


def text_of(item: Item) -> str:
    """Say what an item says."""
    if isinstance(item, Note | Idea):
        return item.text
    return item.title if isinstance(item, Touchpoint) else item.name


def kind_of(kind: str, item: Item, _: Say) -> str:
    """Say what an item is."""
    if isinstance(item, Note):
        return labels.label(_, item.kind)
    names = {"touchpoint": _("Touchpoint"), "idea": _("Idea"), "metric": _("Metric"), "persona": _("Persona")}
    return names.get(kind, "")


def _row(outline: Outline, kind: str, item: Item, _: Say) -> Json:
    value = values.encode(values.Value(workshop=outline.id, item=item.id, kind=f"{kind}:{EDIT}"))
    gone = values.encode(values.Value(workshop=outline.id, item=item.id, kind=f"{kind}:{DELETE}"))
    menu = blocks.overflow(Action.ITEM, [blocks.option(_("Change"), value), blocks.option(_("Delete…"), gone)])
    stage = dict(outline.stages).get(getattr(item, "stage_id", None) or 0, "")
    what = kind_of(kind, item, _)
    head = f"{what} · {stage}" if stage else what
    return blocks.said(f"{head}\n{blocks.clip(text_of(item), 300)}", accessory=menu)


def _veiled(outline: Outline, _: Say) -> list[Json]:
    """Say what is not in the list, and why."""
    if outline.anonymous:
        return anonymous.note(outline, _)
    if not outline.veiled:
        return []
    return [
        blocks.context(_("What you gave in an anonymous round that has ended is not here: nobody knows it is yours."))
    ]


def _turning(outline: Outline, page: int, pages: int, _: Say) -> list[Json]:
    if pages == 1:
        return []

    def turn(label: str, to: int, part: str) -> Json:
        return blocks.button(
            label, Action.MINE_PAGE, values.encode(values.Value(workshop=outline.id, page=to)), part=part
        )

    return [
        blocks.actions(
            turn(_("Newer"), page - 1, "newer") if page else None,
            turn(_("Older"), page + 1, "older") if page + 1 < pages else None,
        ),
        blocks.context(_("Page {page} of {pages}", page=page + 1, pages=pages)),
    ]

"""Step 3: every touchpoint of a map, page by page, narrowed by stage, channel and department; and the search in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import labels, values
from bot.i18n import Say
from bot.ids import Action, Modal
from bot.values import Value
from bot.views import blocks
from bot.views.texts import Json
from workflows.lived import Gap, gap
from workflows.pasting import folded, key
from workflows.snapshots import MapSnapshot, Touchpoint
from workflows.words import Channel, Usage

PAGE, FILTERS = 20, "touchpoint_filters"
STAGE, CHANNEL, DEPARTMENT = "stage", "channel", "department"


@dataclass(frozen=True, slots=True)
class Sieve:
    """What the list is narrowed to; empty is everything. Departments stand as keys: a choice has room for little."""

    stage: str = ""
    channel: str = ""
    department: str = ""

    @classmethod
    def of(cls, value: Value) -> "Sieve":
        """Read what a list's metadata says."""
        return cls(**{name: value.more.get(name, "") for name in (STAGE, CHANNEL, DEPARTMENT)})

    @property
    def said(self) -> dict[str, str]:
        """Write it down for a list's metadata."""
        pairs = ((STAGE, self.stage), (CHANNEL, self.channel), (DEPARTMENT, self.department))
        return {name: chosen for name, chosen in pairs if chosen}

    def keeps(self, one: Touchpoint) -> bool:
        """Tell whether a touchpoint is in the list."""
        return (
            self.stage in {"", str(one.stage_id)}
            and self.channel in {"", one.channel.value}
            and self.department in {"", key(one.department)}
        )


def view(snapshot: MapSnapshot, _: Say, sieve: Sieve | None = None, *, page: int = 0) -> Json:
    """Build one page of the list."""
    sieve = sieve or Sieve()
    found = [one for one in snapshot.touchpoints if sieve.keeps(one)]
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 0), pages - 1)
    about = Value(workshop=snapshot.outline.id, page=page, more=sieve.said)
    return blocks.modal(
        Modal.TOUCHPOINT_LIST,
        _("All touchpoints"),
        [
            _filters(snapshot, sieve, _),
            blocks.context(_.n("{count} touchpoint", "{count} touchpoints", len(found))),
            *(row(snapshot, one, _) for one in found[page * PAGE : (page + 1) * PAGE]),
            *_turning(about, pages, _),
        ],
        close=_("Close"),
        metadata=values.encode(about),
    )


def row(snapshot: MapSnapshot, one: Touchpoint, _: Say) -> Json:
    """Build the row of one touchpoint, with the button that changes it."""
    value = values.encode(Value(workshop=snapshot.outline.id, item=one.id))
    button = blocks.button(_("Change"), Action.TOUCHPOINT, value, part=str(one.id))
    return blocks.said(f"{blocks.clip(one.title, 300)}\n{summary(snapshot, one, _)}", accessory=button)


def summary(snapshot: MapSnapshot, one: Touchpoint, _: Say) -> str:
    """Say in a line what is known of a touchpoint."""
    rated, reach, between = one.details.get("performance"), one.details.get("reach"), gap(one)
    said = (
        dict(snapshot.outline.stages).get(one.stage_id, ""),
        labels.label(_, one.channel),
        labels.label(_, one.usage) if one.usage is Usage.WISHED_FOR else "",
        _("Moment of truth") if one.moment_of_truth else "",
        labels.label(_, one.classed) if one.classed else "",
        _("Importance {rank} of 5", rank=_.number(one.importance)) if one.importance else "",
        _("Works {rank} of 5", rank=_.number(int(rated))) if rated else "",
        _("Reaches {share}", share=_.percent(int(reach))) if reach else "",
        *(said for said in (one.department, one.details.get("person"), one.details.get("region")) if said),
        labels.label(_, between) if between and between is not Gap.REDUNDANT and not one.fate else "",
        labels.label(_, one.fate) if one.fate else "",
    )
    return " · ".join(part for part in said if part)


def found(snapshot: MapSnapshot, query: str, *, besides: int | None = None) -> list[Touchpoint]:
    """List those that a search finds: by name, stage or department, in the order of the map."""
    names, wanted = dict(snapshot.outline.stages), folded(query)
    return [
        one
        for one in snapshot.touchpoints
        if one.id != besides
        and any(wanted in folded(said) for said in (one.title, names.get(one.stage_id, ""), one.department))
    ]


def _filters(snapshot: MapSnapshot, sieve: Sieve, _: Say) -> Json:
    names = labels.labels(_, Channel)
    used = dict.fromkeys(one.channel for one in snapshot.touchpoints)
    departments = {key(one.department): one.department for one in snapshot.touchpoints if one.department}
    stages = [(str(stage_id), name) for stage_id, name in snapshot.outline.stages]
    channels = [(channel.value, names[channel.value]) for channel in used]
    by_name = sorted(departments.items(), key=lambda pair: pair[1].casefold())
    menus = [
        _menu(snapshot, STAGE, sieve.stage, [("", _("All stages")), *stages], _),
        _menu(snapshot, CHANNEL, sieve.channel, [("", _("All channels")), *channels], _),
        _menu(snapshot, DEPARTMENT, sieve.department, [("", _("All departments")), *by_name], _) if by_name else None,
    ]
    return blocks.actions(*menus, row=FILTERS)


def _menu(snapshot: MapSnapshot, name: str, chosen: str, choices: Sequence[tuple[str, str]], _: Say) -> Json:
    def value(choice: str) -> str:
        return values.encode(Value(workshop=snapshot.outline.id, kind=f"{name}={choice}"))

    options = [blocks.option(label, value(choice)) for choice, label in choices]
    return blocks.select_menu(
        Action.TOUCHPOINT_FILTER, options, value=value(chosen), placeholder=_("Only some"), part=name
    )


def _turning(about: Value, pages: int, _: Say) -> list[Json]:
    if pages == 1:
        return []
    page = about.page or 0

    def turn(label: str, to: int, part: str) -> Json:
        value = Value(workshop=about.workshop, page=to, more=about.more)
        return blocks.button(label, Action.TOUCHPOINT_LIST, values.encode(value), part=part)

    return [
        blocks.actions(
            turn(_("Back"), page - 1, "back") if page else None,
            turn(_("Further"), page + 1, "further") if page + 1 < pages else None,
        ),
        blocks.context(_("Page {page} of {pages}", page=page + 1, pages=pages)),
    ]

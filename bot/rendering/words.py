"""What the pictures say of their own accord: every string is in the catalogues."""

from typing import Final

from bot.i18n import N_, Say
from bot.labels import NOTE_KINDS_MANY, label
from workflows.rounds import Metric
from workflows.snapshots import MapSnapshot, Note
from workflows.words import Channel, Level, MapKind, NoteKind, PainStatus, Step

KICKERS: Final = {
    MapKind.CURRENT: N_("Customer journey map"),
    MapKind.FUTURE: N_("Future journey map"),
    MapKind.DAY_IN_LIFE: N_("A day in the customer's life"),
    MapKind.BLUEPRINT: N_("Service blueprint"),
}
IMPACTS: Final = {Level.LOW: N_("Low impact"), Level.MEDIUM: N_("Medium impact"), Level.HIGH: N_("High impact")}
EFFORTS: Final = {Level.LOW: N_("Low effort"), Level.MEDIUM: N_("Medium effort"), Level.HIGH: N_("High effort")}
CHANNEL_ICONS: Final = {
    Channel.WEB: "monitor",
    Channel.APP: "smartphone",
    Channel.SEARCH: "search",
    Channel.SOCIAL: "share-2",
    Channel.WORD: "megaphone",
    Channel.MAIL: "mail",
    Channel.CHAT: "message-circle",
    Channel.PHONE: "phone",
    Channel.SHOP: "store",
    Channel.DELIVERY: "truck",
    Channel.PRINT: "newspaper",
    Channel.IN_PERSON: "handshake",
    Channel.OTHER: "ellipsis",
}
NEXT: Final = {
    Step.INVITE: N_("First invite the people who meet this customer, and those who work behind the scenes."),
    Step.CUSTOMER: N_("Next: say who the customer is, and what they want to reach."),
    Step.MAP: N_("Next: name the stages of the journey, from the first thought to the last contact."),
}
FILL: Final = N_("Next: add what the customer does and where they meet you, stage by stage.")
START_WITH_STAGES: Final = N_("The map begins with its stages: name them, from the first thought to the last contact.")
CLOSED: Final = frozenset({PainStatus.DONE, PainStatus.DROPPED})
MINUS = "−"
NO_BREAK = "\u00a0"


def next_hint(snapshot: MapSnapshot, _: Say) -> str:
    """What an empty map waits for."""
    if snapshot.stages:
        return _(FILL)
    return _(NEXT.get(snapshot.outline.step, START_WITH_STAGES))


def counted(_: Say, name: str, count: float) -> str:
    """Write "label: number": plural rules differ per language, this needs none."""
    return _("{label}: {number}", label=name, number=_.number(count))


def signed(_: Say, value: float) -> str:
    """Write a number with its sign."""
    sign = "+" if value > 0 else MINUS if value < 0 else "±"
    return _.signed(sign + _.number(abs(value)))


def amount(_: Say, value: float, unit: str) -> str:
    """Write a number with its unit."""
    unit = unit.strip()
    if unit == "%":
        return _.percent(value).replace("-", MINUS)
    said = _.number(value).replace("-", MINUS)
    if not unit:
        return said
    return f"{said}{unit}" if unit.startswith("/") else f"{said}{NO_BREAK}{unit}"


def metric_note(_: Say, metric: Metric) -> str:
    """Where a metric came from and where it should go."""
    parts = []
    if metric.baseline is not None and metric.actual is not None:
        parts.append(_("Before: {value}", value=amount(_, metric.baseline, metric.unit)))
    if metric.target is not None:
        parts.append(_("Target: {value}", value=amount(_, metric.target, metric.unit)))
    return " · ".join(parts)


def channel_name(_: Say, channel: Channel) -> str:
    """Name a channel."""
    return label(_, channel)


def unowned(snapshot: MapSnapshot) -> int:
    """How many open pain points nobody answers for."""
    return sum(pain.ownership is None for pain in snapshot.open_pains)


def moments(snapshot: MapSnapshot) -> int:
    """How many touchpoints are moments of truth."""
    return sum(touchpoint.moment_of_truth for touchpoint in snapshot.touchpoints)


def worst_first(pains: tuple[Note, ...]) -> list[Note]:
    """The open ones first, the worse and the more voted the higher."""
    return sorted(pains, key=lambda note: (note.status in CLOSED, -(note.severity or 0), -note.votes))


def proven(note: Note) -> bool:
    """Whether a claim rests on something."""
    return note.evidence_count > 0 or note.evidence_kind is not None


def unplaced(snapshot: MapSnapshot, _: Say) -> list[str]:
    """How many contributions of each kind wait for a stage. Evidence and decisions are of the whole journey."""
    kinds = [note.kind for note in snapshot.loose if note.kind not in {NoteKind.EVIDENCE, NoteKind.DECISION}]
    return [counted(_, _(NOTE_KINDS_MANY[kind]), kinds.count(kind)) for kind in dict.fromkeys(kinds)]

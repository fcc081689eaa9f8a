"""What the words of the domain are called on screen. Each kind of word has one table, so that a word has one name."""

from enum import Enum
from typing import Final

from bot.i18n import N_, NP_, Say
from workflows.coverage import Part
from workflows.lived import Gap, Lived
from workflows.priorities import Class
from workflows.words import (
    Attendance,
    Cadence,
    Channel,
    EvidenceKind,
    Fate,
    HookKind,
    Level,
    MapKind,
    MetricKind,
    Mode,
    NoteKind,
    PainStatus,
    PutOff,
    Role,
    Severity,
    Side,
    Step,
    TouchpointClass,
    Truth,
    Usage,
    Verdict,
    WorkshopStatus,
)

MAP_KINDS: Final = {
    MapKind.CURRENT: N_("Current state"),
    MapKind.FUTURE: N_("Future state"),
    MapKind.DAY_IN_LIFE: N_("Day in the life"),
    MapKind.BLUEPRINT: N_("Service blueprint"),
}
MAP_KIND_HINTS: Final = {
    MapKind.CURRENT: N_("How it is today: to find what hurts"),
    MapKind.FUTURE: N_("How it should be: to agree on a goal"),
    MapKind.DAY_IN_LIFE: N_("A whole day of the customer, with or without you"),
    MapKind.BLUEPRINT: N_("The contacts and the work behind them"),
}
MODES: Final = {
    Mode.ASYNC: N_("Everyone in their own time, over days"),
    Mode.LIVE: N_("Live, together, within the hour"),
}
WORKSHOP_STATUSES: Final = {
    WorkshopStatus.OPEN: N_("Being worked on"),
    WorkshopStatus.LIVING: N_("Living: reviewed regularly"),
    WorkshopStatus.ENDED: N_("Ended"),
}
SYMPTOMS: Final = {
    "unhappy": N_("The product is good, yet customers are unhappy"),
    "waits": N_("Customers wait too long"),
    "help": N_("Help is hard to get"),
    "dull": N_("Nothing in the journey delights anyone"),
}
STEPS: Final = {
    Step.INVITE: N_("Invite stakeholders"),
    Step.CUSTOMER: N_("Find the customer"),
    Step.MAP: N_("Create the map"),
    Step.FEEL: N_("Problems, joys, pains"),
    Step.REDESIGN: N_("Review and redesign"),
    Step.REVIEW: N_("Review regularly"),
}
SIDES: Final = {
    Side.FRONTLINE: N_("Frontline: meets customers"),
    Side.BACKSTAGE: N_("Backstage: works behind the scenes"),
    Side.UNKNOWN: N_("Not said yet"),
}
ROLES: Final = {
    Role.FACILITATOR: N_("Facilitator"),
    Role.CO_FACILITATOR: N_("Co-facilitator"),
    Role.PARTICIPANT: N_("Participant"),
    Role.OBSERVER: N_("Observer"),
}
PARTS: Final = {
    Part.SALES: N_("sales"),
    Part.MARKETING: N_("marketing"),
    Part.SERVICE: N_("service"),
    Part.PRODUCT: N_("product"),
    Part.LEADERSHIP: N_("leadership"),
}
ATTENDANCES: Final = {
    Attendance.INVITED: N_("Invited"),
    Attendance.ACCEPTED: N_("Takes part"),
    Attendance.DECLINED: N_("Does not take part"),
}
NOTE_KINDS: Final = {
    NoteKind.ACTION: N_("Action"),
    NoteKind.THOUGHT: N_("Thought"),
    NoteKind.PAIN: N_("Pain point"),
    NoteKind.JOY: N_("Joy"),
    NoteKind.ITCH: N_("Itch"),
    NoteKind.EVIDENCE: N_("Evidence"),
    NoteKind.DECISION: N_("Decision"),
}
NOTE_KINDS_MANY: Final = {
    NoteKind.ACTION: N_("Actions"),
    NoteKind.THOUGHT: N_("Thoughts"),
    NoteKind.PAIN: N_("Pain points"),
    NoteKind.JOY: N_("Joys"),
    NoteKind.ITCH: N_("Itches"),
    NoteKind.EVIDENCE: N_("Evidence"),
    NoteKind.DECISION: N_("Decisions"),
}
SEVERITIES: Final = {
    Severity.MINOR: NP_("pain point", "Minor"),
    Severity.SERIOUS: NP_("pain point", "Serious"),
    Severity.CRITICAL: NP_("pain point", "Critical"),
}
SEVERITY_HINTS: Final = {
    Severity.MINOR: N_("An annoyance: they go on"),
    Severity.SERIOUS: N_("Costs them time or money"),
    Severity.CRITICAL: N_("Drives people away for good"),
}
PAIN_STATUSES: Final = {
    PainStatus.OPEN: NP_("pain point", "Open"),
    PainStatus.DOING: NP_("pain point", "Being solved"),
    PainStatus.DONE: NP_("pain point", "Done"),
    PainStatus.DROPPED: NP_("pain point", "Dropped"),
}
EVIDENCE_KINDS: Final = {
    EvidenceKind.INTERVIEW: N_("Customer interview"),
    EvidenceKind.EMPLOYEE_INTERVIEW: N_("Employee interview"),
    EvidenceKind.CASE: N_("Case"),
    EvidenceKind.OBSERVATION: N_("Observation"),
    EvidenceKind.SURVEY: N_("Survey"),
    EvidenceKind.ANALYTICS: N_("Analytics"),
    EvidenceKind.TICKET: N_("Support ticket"),
    EvidenceKind.REVIEW: N_("Customer review"),
}
CHANNELS: Final = {
    Channel.WEB: NP_("channel", "Website"),
    Channel.APP: NP_("channel", "App"),
    Channel.SEARCH: NP_("channel", "Search"),
    Channel.SOCIAL: NP_("channel", "Social media"),
    Channel.WORD: NP_("channel", "Word of mouth"),
    Channel.MAIL: NP_("channel", "Mail"),
    Channel.CHAT: NP_("channel", "Chat"),
    Channel.PHONE: NP_("channel", "Phone"),
    Channel.SHOP: NP_("channel", "Shop"),
    Channel.DELIVERY: NP_("channel", "Delivery"),
    Channel.PRINT: NP_("channel", "Print"),
    Channel.IN_PERSON: NP_("channel", "In person"),
    Channel.OTHER: NP_("channel", "Other"),
}
USAGES: Final = {
    Usage.IN_USE: N_("In use"),
    Usage.WISHED_FOR: N_("Wished for"),
}
TOUCHPOINT_CLASSES: Final = {
    TouchpointClass.CRITICAL: N_("Critical to the journey"),
    TouchpointClass.COMPLEMENTARY: N_("Complementary"),
    TouchpointClass.REDUNDANT: N_("Redundant"),
}
VERDICTS: Final = {
    Verdict.WORKS: N_("Works"),
    Verdict.UNREALISTIC: N_("Unrealistic"),
    Verdict.BROKEN: N_("Broken"),
}
VERDICT_HINTS: Final = {
    Verdict.WORKS: N_("I get on, as I would in real life"),
    Verdict.UNREALISTIC: N_("I would never do it like this"),
    Verdict.BROKEN: N_("It stops me, or it is not there"),
}
LIVED: Final = {
    Lived.YES: N_("Yes, customers tell of it"),
    Lived.NO: N_("No, nobody uses it"),
    Lived.UNASKED: N_("Nobody has asked them yet"),
}
GAPS: Final = {
    Gap.UNUSED: N_("Planned, but not lived"),
    Gap.UNPLANNED: N_("Lived, but not planned"),
    Gap.REDUNDANT: N_("Redundant"),
}
GAP_HINTS: Final = {
    Gap.UNUSED: N_("On our list, yet no customer tells of it. Let it go, or bring it to life?"),
    Gap.UNPLANNED: N_("Customers meet us here, yet nobody planned it. Take it on, or end it?"),
    Gap.REDUNDANT: N_("Somebody called it redundant. Let it go, or keep it on purpose?"),
}
FATES: Final = {
    Fate.ADD: N_("Decided: to be added"),
    Fate.DROP: N_("Decided: to be dropped"),
}
LEVELS: Final = {
    Level.LOW: N_("Low"),
    Level.MEDIUM: N_("Medium"),
    Level.HIGH: N_("High"),
}
# Where a word agrees with what it qualifies, there is one for each: a high impact, high efforts.
LEVELS_OF: Final = {
    "impact": {
        Level.LOW: NP_("impact", "Low"),
        Level.MEDIUM: NP_("impact", "Medium"),
        Level.HIGH: NP_("impact", "High"),
    },
    "effort": {
        Level.LOW: NP_("effort", "Low"),
        Level.MEDIUM: NP_("effort", "Medium"),
        Level.HIGH: NP_("effort", "High"),
    },
    "value": {
        Level.LOW: NP_("value", "Low"),
        Level.MEDIUM: NP_("value", "Medium"),
        Level.HIGH: NP_("value", "High"),
    },
    "complexity": {
        Level.LOW: NP_("complexity", "Low"),
        Level.MEDIUM: NP_("complexity", "Medium"),
        Level.HIGH: NP_("complexity", "High"),
    },
}
PRIORITIES: Final = {
    Class.QUICK_WIN: N_("Quick wins"),
    Class.BIG_BET: N_("Big bets"),
    Class.FILL_IN: N_("Fill-ins"),
    Class.LATER: N_("Later"),
}
METRIC_KINDS: Final = {
    MetricKind.SATISFACTION: N_("Satisfaction"),
    MetricKind.NPS: N_("Net promoter score"),
    MetricKind.CES: N_("Customer effort score"),
    MetricKind.RETENTION: N_("Retention"),
    MetricKind.LTV: N_("Lifetime value"),
    MetricKind.CONVERSION: N_("Conversion"),
    MetricKind.RESOLUTION_TIME: N_("Time to resolution"),
    MetricKind.OWN: N_("A metric of your own"),
}
CADENCES: Final = {
    Cadence.WEEKLY: N_("Every week"),
    Cadence.BIWEEKLY: N_("Every two weeks"),
    Cadence.MONTHLY: N_("Every month"),
    Cadence.QUARTERLY: N_("Every quarter"),
    Cadence.ONCE: N_("Once, on one day"),
}
TRUTHS: Final = {
    Truth.STILL: N_("Still true"),
    Truth.GONE: N_("No longer"),
    Truth.UNKNOWN: N_("I do not know"),
}
PUT_OFFS: Final = {
    PutOff.MOVED: N_("Move it to another day"),
    PutOff.SKIPPED: N_("Skip this one"),
}

HOOK_KINDS: Final = {
    HookKind.PAIN_ASSIGNED: N_("Somebody answers for a pain point"),
    HookKind.PAIN_DONE: N_("A pain point is done"),
    HookKind.REVIEW_HELD: N_("A review was held"),
    HookKind.MAP_CHANGED: N_("A map changed"),
    HookKind.TEST: N_("Test"),
}
_TABLES: Final[tuple[dict[Enum, str], ...]] = (  # type: ignore[assignment]  # each table has keys of one enum
    MAP_KINDS,
    MODES,
    WORKSHOP_STATUSES,
    STEPS,
    SIDES,
    ROLES,
    PARTS,
    ATTENDANCES,
    NOTE_KINDS,
    SEVERITIES,
    PAIN_STATUSES,
    EVIDENCE_KINDS,
    CHANNELS,
    USAGES,
    TOUCHPOINT_CLASSES,
    VERDICTS,
    LIVED,
    GAPS,
    FATES,
    LEVELS,
    METRIC_KINDS,
    CADENCES,
    TRUTHS,
    PUT_OFFS,
    HOOK_KINDS,
)
# By type first: Step.INVITE, Severity.MINOR and Level.LOW are all 1, and equal to one another.
_NAMES: Final = {type(next(iter(table))): table for table in _TABLES}
# What the short words of a table are said of: "Search" is a place here, and elsewhere a button.
_CONTEXTS: Final[dict[type[Enum], str]] = {Channel: "channel", PainStatus: "pain point", Severity: "pain point"}

SCORES: Final = {
    -2: N_("Awful"),
    -1: N_("Bad"),
    0: N_("So-so"),
    1: N_("Good"),
    2: N_("Wonderful"),
}
SCORE_FACES: Final = {-2: "😖", -1: "🙁", 0: "😐", 1: "🙂", 2: "😍"}

PERSONA_FIELDS: Final = {
    "age": N_("Age"),
    "gender": N_("Gender"),
    "family": N_("Family"),
    "children": N_("Children"),
    "place": N_("Where they live"),
    "work": N_("Work"),
    "interests": N_("Interests"),
    "consumption": N_("What they spend money on"),
    "habits": N_("Daily and buying habits"),
    "psychographics": N_("Values, attitudes, what moves them"),
    "goals": N_("Goals"),
    "challenges": N_("Challenges"),
    "preferences": N_("Preferences"),
    "likes": N_("Likes"),
    "dislikes": N_("Dislikes"),
    "indifferent": N_("Does not care about"),
    "evidence": N_("What this rests on"),
}
STAGE_FIELDS: Final = {
    "trigger": N_("What sets it off"),
    "customer_goal": N_("What the customer wants"),
    "information": N_("Information they look for"),
    "decisions": N_("Decisions they take"),
    "resources": N_("What is there for it"),
    "resources_lacking": N_("What is lacking"),
    "backstage": N_("What happens backstage"),
    "support": N_("Support from the rest of the organisation"),
}
TOUCHPOINT_FIELDS: Final = {
    "need": N_("Which need does it meet?"),
    "customer_goal": N_("What does the customer want here?"),
    "region": N_("Region"),
    "person": N_("Person in charge"),
    "performance": N_("How well does it work? 5 is best"),
    "reach": N_("How many customers meet it, in %?"),
    "resources": N_("What is there for it"),
    "resources_lacking": N_("What is lacking"),
    "links": N_("Which other touchpoints does it lead to?"),
}


def label(_: Say, member: Enum) -> str:
    """Name a member of one of the domain's enumerations in somebody's language."""
    return _said(_, type(member), _NAMES[type(member)][member])


def named(_: Say, member: Enum) -> str:
    """The same of any member: one that no screen names is called by its stored value."""
    return label(_, member) if type(member) in _NAMES else str(member.value)


def labels(_: Say, kind: type[Enum]) -> dict[str, str]:
    """Name every member of an enumeration, by stored value: the options of a select."""
    return {str(member.value): _said(_, kind, name) for member, name in _NAMES[kind].items()}


def level(_: Say, of: str, member: Level) -> str:
    """Say how high the impact, the effort, the value or the complexity of an idea is."""
    return _.p(of, LEVELS_OF[of][member])


def levels(_: Say, of: str) -> dict[str, str]:
    """The same for every level, by stored value: the options of a select."""
    return {str(member.value): level(_, of, member) for member in Level}


def _said(_: Say, kind: type[Enum], name: str) -> str:
    return _.p(_CONTEXTS[kind], name) if kind in _CONTEXTS else _(name)


def step_title(_: Say, step: Step) -> str:
    """Name a step with its number: 3 of 6."""
    return _("Step {number} of 6: {name}", number=int(step), name=label(_, step))

"""The words of journey mapping that are stored, as enumerations.

They stand at the bottom of the house, because table CHECKs are made of them; the rest of the
program takes them from `workflows.words`.
"""

from enum import IntEnum, StrEnum


class MapKind(StrEnum):
    """What the map shows: today, tomorrow, a whole day, or the service behind the contacts."""

    CURRENT = "current"
    FUTURE = "future"
    DAY_IN_LIFE = "day_in_life"
    BLUEPRINT = "blueprint"


class Mode(StrEnum):
    """How the team works: together within the hour, or each in their own time."""

    LIVE = "live"
    ASYNC = "async"


class WorkshopStatus(StrEnum):
    """Open: being worked on. Living: step 6 done, reviewed regularly. Ended: reviewed no more."""

    OPEN = "open"
    LIVING = "living"
    ENDED = "ended"


class Step(IntEnum):
    """The six steps of the founding method."""

    INVITE = 1
    CUSTOMER = 2
    MAP = 3
    FEEL = 4
    REDESIGN = 5
    REVIEW = 6


class Side(StrEnum):
    """Where a participant stands: meets customers, or works behind the scenes."""

    FRONTLINE = "frontline"
    BACKSTAGE = "backstage"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """What a participant may do in one workshop."""

    FACILITATOR = "facilitator"
    CO_FACILITATOR = "co_facilitator"
    PARTICIPANT = "participant"
    OBSERVER = "observer"


class Attendance(StrEnum):
    """What became of an invitation."""

    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class NoteKind(StrEnum):
    """The kinds of contribution that are one text on one stage (or on the whole journey)."""

    ACTION = "action"
    THOUGHT = "thought"
    PAIN = "pain"
    JOY = "joy"
    ITCH = "itch"
    EVIDENCE = "evidence"
    DECISION = "decision"


class Severity(IntEnum):
    """How much a pain point hurts; critical drives people away for good."""

    MINOR = 1
    SERIOUS = 2
    CRITICAL = 3


class PainStatus(StrEnum):
    """Where a pain point stands between being named and being gone."""

    OPEN = "open"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


class EvidenceKind(StrEnum):
    """What a claim can rest on."""

    INTERVIEW = "interview"
    EMPLOYEE_INTERVIEW = "employee_interview"
    CASE = "case"
    OBSERVATION = "observation"
    SURVEY = "survey"
    ANALYTICS = "analytics"
    TICKET = "ticket"
    REVIEW = "review"


class Channel(StrEnum):
    """The medium of a contact."""

    WEB = "web"
    APP = "app"
    SEARCH = "search"
    SOCIAL = "social"
    WORD = "word"
    MAIL = "mail"
    CHAT = "chat"
    PHONE = "phone"
    SHOP = "shop"
    DELIVERY = "delivery"
    PRINT = "print"
    IN_PERSON = "in_person"
    OTHER = "other"


class Usage(StrEnum):
    """Whether customers use a touchpoint today, or the organisation wishes they did."""

    IN_USE = "in_use"
    WISHED_FOR = "wished_for"


class TouchpointClass(StrEnum):
    """How much a touchpoint matters to the journey."""

    CRITICAL = "critical"
    COMPLEMENTARY = "complementary"
    REDUNDANT = "redundant"


class Fate(StrEnum):
    """What was decided about a touchpoint itself."""

    ADD = "add"
    DROP = "drop"


class Verdict(StrEnum):
    """What somebody found who walked the journey as the persona."""

    WORKS = "works"
    UNREALISTIC = "unrealistic"
    BROKEN = "broken"


class Level(IntEnum):
    """A rough amount: impact, effort, value or complexity of an idea."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3


class MetricKind(StrEnum):
    """What is measured."""

    SATISFACTION = "satisfaction"
    NPS = "nps"
    CES = "ces"
    RETENTION = "retention"
    LTV = "ltv"
    CONVERSION = "conversion"
    RESOLUTION_TIME = "resolution_time"
    OWN = "own"


class Cadence(StrEnum):
    """How often the map is reviewed."""

    WEEKLY = "weekly"
    BIWEEKLY = "biweekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    ONCE = "once"


class Answered(StrEnum):
    """What an answer of a review is about."""

    PAIN = "pain"
    METRIC = "metric"
    CLAIM = "claim"
    DECISION = "decision"
    CONCLUSION = "conclusion"


class Truth(StrEnum):
    """What a review found of a claim that nobody had verified for long."""

    STILL = "still"
    GONE = "gone"
    UNKNOWN = "unknown"


class PutOff(StrEnum):
    """What became of a review that was not to take place on its day."""

    MOVED = "moved"
    SKIPPED = "skipped"


class PostingKind(StrEnum):
    """What a message of the bot is for."""

    CARD = "card"
    GUIDE = "guide"
    PICTURE = "picture"
    LETTER = "letter"  # to one person, about whatever is due: made of notices
    REVIEW_DUE = "review_due"
    REVIEW_HELD = "review_held"
    REVIEW_PUT_OFF = "review_put_off"
    TIME_SOON = "time_soon"
    TIME_OVER = "time_over"
    REVEALED = "revealed"
    HELP = "help"
    INVITED = "invited"
    ROUND = "round"  # an anonymous one begins, or ends
    DOCUMENT = "document"
    TROUBLE = "trouble"


class NoticeKind(StrEnum):
    """What one person is told, in the order in which it is listed."""

    HANDED_BACK = "handed_back"  # its owner left: it is the journey owner's again
    ASSIGNED = "assigned"
    HELP = "help"
    ESCALATED = "escalated"
    OVERDUE = "overdue"
    DUE = "due"
    SOON = "soon"
    REVIEW_LATE = "review_late"  # nobody held it
    REVIEW_DUE = "review_due"
    REVIEW_SOON = "review_soon"
    STEP_OVER = "step_over"
    STEP = "step"
    WEBHOOK = "webhook"  # nobody answered at the address for a day


# What is about a pain point and those who answer for it.
OF_PAINS = (
    NoticeKind.HANDED_BACK,
    NoticeKind.ASSIGNED,
    NoticeKind.HELP,
    NoticeKind.ESCALATED,
    NoticeKind.OVERDUE,
    NoticeKind.DUE,
    NoticeKind.SOON,
)


class PostingState(StrEnum):
    """How far a message has come. Sending without a time stamp means: Slack may or may not have it."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class HookKind(StrEnum):
    """What a webhook is told of, in the words of its receivers."""

    PAIN_ASSIGNED = "pain.assigned"
    PAIN_DONE = "pain.done"
    REVIEW_HELD = "review.held"
    MAP_CHANGED = "map.changed"
    TEST = "test"


class HookState(StrEnum):
    """What became of telling it. Passed: there was nothing to tell any more when its turn came."""

    QUEUED = "queued"
    SENT = "sent"
    PASSED = "passed"
    FAILED = "failed"

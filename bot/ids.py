"""Every id that Slack sends back to us: commands, shortcuts, callbacks, actions and blocks. Nothing else spells one."""

from enum import StrEnum

COMMAND = "/journey"


class Shortcut(StrEnum):
    """Shortcuts of the manifest."""

    ADD_MESSAGE = "add_message_to_map"  # on a message
    OPEN = "open_cairn"  # global


class Modal(StrEnum):
    """Callback ids of modals: which form a submission comes from."""

    START = "start"
    FRAME = "frame"
    PEOPLE = "people"
    INTRODUCE = "introduce"
    PERSONA = "persona"
    STAGES = "stages"
    STAGE = "stage"
    TOUCHPOINTS = "touchpoints"
    TOUCHPOINT = "touchpoint"
    NOTE = "note"  # every kind of note; metadata says which, and whether it is an edit
    SCORES = "scores"
    VOTES = "votes"
    IDEA = "idea"
    OWNER = "owner"
    PAIN_DONE = "pain_done"
    METRIC = "metric"
    CADENCE = "cadence"
    REVIEW = "review"
    GATE = "gate"
    MINE = "mine"
    DELETE = "delete"
    DELETE_MAP = "delete_map"
    COPY = "copy"
    CONFLICT = "conflict"
    MESSAGE_TO_MAP = "message_to_map"
    INFO = "info"


class Action(StrEnum):
    """Action ids of buttons and selects. A button's value is a `bot.values.Value`, written down."""

    START = "start_workshop"
    FRAME = "edit_frame"
    PEOPLE = "invite_people"
    INTRODUCE = "introduce_self"
    PERSONA = "edit_persona"
    STAGES = "set_stages"
    STAGE = "edit_stage"
    TOUCHPOINTS = "add_touchpoints"
    TOUCHPOINT = "edit_touchpoint"
    NOTE = "add_note"  # the value says which kind
    EDIT_NOTE = "edit_note"
    SCORES = "score_stages"
    VOTES = "cast_votes"
    IDEA = "add_idea"
    EDIT_IDEA = "edit_idea"
    OWNER = "assign_owner"
    PAIN_DONE = "pain_done"
    HAND_OVER = "hand_over"
    METRIC = "add_metric"
    EDIT_METRIC = "edit_metric"
    CADENCE = "set_cadence"
    REVIEW = "hold_review"
    NEXT = "next_step"
    BACK = "step_back"
    MINE = "my_contributions"
    ITEM = "item_menu"  # overflow of one contribution: edit or delete
    MAP = "show_map"
    PDF = "send_pdf"
    PIN = "pin_card"
    MORE = "more"  # show the rest of a form
    MORE_NOTE = "more_note"
    MORE_SCORES = "more_scores"
    LANGUAGE = "choose_language"
    MINE_PAGE = "mine_page"
    MENU = "card_menu"  # the ⋯ of the card
    HELP = "show_help"
    CHOOSE = "choose_workshop"  # which of several a typed word is for
    END = "end_workshop"
    HISTORY = "show_history"
    HISTORY_ABOUT = "history_about"
    HISTORY_WHO = "history_who"
    UNDO = "undo_change"
    MANAGE = "manage_map"
    REOPEN = "reopen_workshop"
    COPY = "copy_map"
    FUTURE = "future_state"
    COMPARE = "compare_with_today"
    SEND_COMPARISON = "send_comparison"
    DELETE_MAP = "delete_map"
    DELETED = "deleted_maps"
    FOUND = "found_maps"
    RESTORE = "restore_map"
    OPEN_LINK = "open_link"  # url buttons: acknowledged, nothing else


class Field(StrEnum):
    """Block ids of inputs (the action id inside is the same word): view errors are keyed by these."""

    TITLE = "title"
    GOAL = "goal"
    SCOPE = "scope"
    KIND = "kind"
    LANGUAGE = "language"
    TEMPLATE = "template"
    PEOPLE = "people"
    MODE = "mode"
    SYMPTOMS = "symptoms"
    JOURNEY_OWNER = "journey_owner"
    DEPARTMENT = "department"
    SIDE = "side"
    ATTENDANCE = "attendance"
    NAME = "name"
    HEADLINE = "headline"
    SEGMENT = "segment"
    QUOTE = "quote"
    DETAIL = "detail"  # detail:<name of the field>
    STAGES = "stages"
    STAGE = "stage"
    TIME_SPENT = "time_spent"
    LINES = "lines"
    CHANNEL = "channel"
    USAGE = "usage"
    CLASSED = "classed"
    MOMENT = "moment"
    IMPORTANCE = "importance"
    TEXT = "text"
    SEVERITY = "severity"
    NOTE_KIND = "note_kind"
    EVIDENCE_KIND = "evidence_kind"
    SOURCE = "source"
    LINK = "link"
    SAMPLE_SIZE = "sample_size"
    ABOUT = "about"
    SCORE = "score"  # score:<stage id>
    WORD = "word"  # word:<stage id>
    VOTES = "votes"  # votes:<stage id>
    PAIN = "pain"
    IMPACT = "impact"
    EFFORT = "effort"
    OWNER = "owner"
    DUE = "due"
    SUCCESS = "success"
    PLAN = "plan"
    OUTCOME = "outcome"
    METRIC_KIND = "metric_kind"
    UNIT = "unit"
    DIRECTION = "direction"
    BASELINE = "baseline"
    TARGET = "target"
    CADENCE = "cadence"
    DAY = "day"
    TIME = "time"
    TZ = "tz"
    STATUS = "status"  # status:<pain id>
    VALUE = "value"  # value:<metric id>
    CONCLUSION = "conclusion"
    REASON = "reason"
    MAP = "map"
    MINE = "mine"
    PAGE = "page"
    DEPTH = "depth"
    WHERE = "where"  # the channel to work in

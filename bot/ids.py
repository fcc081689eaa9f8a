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
    TEMPLATE = "template"
    PEOPLE = "people"
    INTRODUCE = "introduce"
    LEAD = "lead"
    PERSONA = "persona"
    STAGES = "stages"
    STAGE = "stage"
    TOUCHPOINTS = "touchpoints"
    TOUCHPOINT = "touchpoint"
    TOUCHPOINT_LIST = "touchpoint_list"
    LIVED = "lived"
    NOTE = "note"  # every kind of note; metadata says which, and whether it is an edit
    SCORES = "scores"
    PRIVATE = "private_scores"
    REVEAL = "reveal_scores"
    AGENDA = "agenda"
    WALK = "walk"
    WALKED = "walked"
    VOTES = "votes"
    IDEA = "idea"
    OWNER = "owner"
    PAIN_DONE = "pain_done"
    PAINS = "pains"
    MERGE = "merge"
    PRIORITIES = "priorities"
    METRIC = "metric"
    CADENCE = "cadence"
    TIME = "time"
    REVIEW = "review"
    GATE = "gate"
    MINE = "mine"
    DELETE = "delete"
    DELETE_MAP = "delete_map"
    COPY = "copy"
    CONFLICT = "conflict"
    MESSAGE_TO_MAP = "message_to_map"
    CHECKS = "checks"
    DISMISS = "dismiss"
    HEALTH = "health"
    INFO = "info"


class Action(StrEnum):
    """Action ids of buttons and selects. A button's value is a `bot.values.Value`, written down."""

    START = "start_workshop"
    FRAME = "edit_frame"
    TEMPLATE = "keep_template"
    DROP_TEMPLATE = "drop_template"
    PEOPLE = "invite_people"
    INTRODUCE = "introduce_self"
    ATTEND = "answer_invitation"
    LEAD = "appoint_leaders"
    PERSONA = "edit_persona"
    STAGES = "set_stages"
    STAGE = "edit_stage"
    TOUCHPOINTS = "add_touchpoints"
    TOUCHPOINT = "edit_touchpoint"  # a button, or a select that is searched
    TOUCHPOINT_LIST = "list_touchpoints"
    TOUCHPOINT_FILTER = "filter_touchpoints"
    RETYPE = "change_lines"  # from the preview of several touchpoints back to the text
    LIVED = "planned_and_lived"
    FATE = "decide_touchpoint"
    NOTE = "add_note"  # the value says which kind
    EDIT_NOTE = "edit_note"
    SCORES = "score_stages"
    PRIVATE = "private_scores"  # have them private, or reveal them: what is possible now
    AGENDA = "show_agenda"
    WALK = "walk_journey"
    WALK_SKIP = "walk_skip"
    WALKED = "walk_findings"
    WALK_PAIN = "walk_pain"
    VOTES = "cast_votes"
    IDEA = "add_idea"
    EDIT_IDEA = "edit_idea"
    MORE_IDEA = "more_idea"
    PAINS = "show_pains"
    PAINS_PAGE = "pains_page"
    PAIN_MENU = "pain_menu"  # overflow of one pain point
    MERGE = "merge_notes"
    TAKE_APART = "take_apart"
    PRIORITIES = "show_priorities"
    PRIORITIES_PAGE = "priorities_page"
    DECIDE = "decide_idea"
    MATRIX = "send_matrix"
    OWNER = "assign_owner"
    PAIN_DONE = "pain_done"
    HAND_OVER = "hand_over"
    METRIC = "add_metric"
    EDIT_METRIC = "edit_metric"
    CADENCE = "set_cadence"
    TIME = "step_time"
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
    CHECKS = "check_map"
    CHECKS_PAGE = "checks_page"
    MEND = "mend"  # the value says which finding
    DISMISS = "dismiss_finding"
    TAKE_BACK = "take_back_dismissal"
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
    HEALTH = "show_health"
    HEALTH_PAGE = "health_page"
    HEALTH_SHOWN = "health_shown"  # the filter of its list
    HEALTH_HELP = "health_help"
    HEAL = "heal"  # the value says what is worst
    HOME_PAGE = "home_page"  # the value says of which list
    HOME_SHOWN = "home_shown"  # which maps
    HOME_CLEAR = "home_clear"  # the search
    OPEN_LINK = "open_link"  # url buttons: acknowledged, nothing else


class Field(StrEnum):
    """Block ids of inputs (the action id inside is the same word): view errors are keyed by these."""

    TITLE = "title"
    GOAL = "goal"
    SCOPE = "scope"
    KIND = "kind"
    LANGUAGE = "language"
    TEMPLATE = "template"
    METHOD = "method"
    PEOPLE = "people"
    MODE = "mode"
    SYMPTOMS = "symptoms"
    JOURNEY_OWNER = "journey_owner"
    DEPARTMENT = "department"
    SIDE = "side"
    ATTENDANCE = "attendance"
    FACILITATOR = "facilitator"
    CO_FACILITATORS = "co_facilitators"
    NAME = "name"
    HEADLINE = "headline"
    SEGMENT = "segment"
    QUOTE = "quote"
    DETAIL = "detail"  # detail:<name of the field>
    STAGES = "stages"
    STAGE = "stage"
    TIME_SPENT = "time_spent"
    MINUTES = "minutes"
    LINES = "lines"
    PLACE = "place"  # place:<key of a stage that the map does not have>
    CHANNEL = "channel"
    USAGE = "usage"
    CLASSED = "classed"
    MOMENT = "moment"
    LIVED = "lived"
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
    VERDICT = "verdict"
    VOTES = "votes"  # votes:<stage id>
    PAIN = "pain"
    IMPACT = "impact"
    EFFORT = "effort"
    QUESTION = "question"
    WORTH = "worth"  # of an idea, for the business
    COMPLEXITY = "complexity"
    TIMELINE = "timeline"
    DEPENDS_ON = "depends_on"
    SAME = "same"  # same:<pain id>-<pain id>
    KEPT = "kept"
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
    SEARCH = "search"
    WHERE = "where"  # the channel to work in

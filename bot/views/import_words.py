"""What an import says about single rows and columns: the place first, then what is the matter."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot import labels
from bot.i18n import N_, Say
from bot.views.texts import clip, isolate
from workflows.importing.problems import Problem
from workflows.importing.vocabulary import Kind, Role
from workflows.limits import NAME_MAX

KINDS: Final[Mapping[Kind, str]] = {
    Kind.TOUCHPOINTS: N_("Touchpoints"),
    Kind.SURVEY: N_("Answers of a survey, as evidence"),
    Kind.METRICS: N_("Numbers over time"),
}
_ROLES: Final[Mapping[Role, str]] = {
    Role.STAGE: N_("Stage"),
    Role.TITLE: N_("Touchpoint"),
    Role.CHANNEL: N_("Channel"),
    Role.USAGE: N_("In use or wished for"),
    Role.CLASSED: N_("Class"),
    Role.MOMENT: N_("Moment of truth"),
    Role.IMPORTANCE: N_("Importance"),
    Role.DEPARTMENT: N_("Department"),
    Role.PLANNED: N_("On our own list"),
    Role.LIVED: N_("Do customers tell of it?"),
    Role.SCORE: N_("How the stage feels, −2 to +2"),
    Role.TEXT: N_("Answer"),
    Role.SOURCE: N_("Source"),
    Role.LINK: N_("Link"),
    Role.SAMPLE: N_("How many were asked"),
    Role.DAY: N_("Day"),
    Role.METRIC: N_("Metric"),
    Role.VALUE: N_("Value"),
    Role.UNIT: N_("Unit"),
}
_PROBLEMS: Final[Mapping[str, str]] = {
    "required": N_("this is empty."),
    "not_whole": N_("“{said}” is not a whole number."),
    "not_number": N_("“{said}” is not a number."),
    "out_of_bounds": N_("a number from {low} to {high}, please."),
    "unknown_word": N_("I do not know “{said}” here."),
    "not_yes": N_("“{said}” is neither yes nor no."),
    "no_stage": N_("I do not know which stage this belongs to."),
    "unknown_stage_row": N_("the map has no stage “{said}”."),
    "unknown_stage_near": N_("the map has no stage “{said}”. Did you mean “{near}”?"),
    "bad_link": N_("a web address begins with https://"),
    "bad_day": N_("“{said}” is not a day. Write it like 2026-03-14."),
    "unclear_day": N_("is “{said}” the day or the month first? Write it like 2026-03-14."),
    "twice": N_("row {other} has a value of the same metric and day."),
    "too_many_stages": N_("There would be {count} stages; a map has at most {limit}."),
    "too_many_rows": N_("There would be {count} of them; a map holds at most {limit}."),
    "too_many_metrics": N_("There would be {count} metrics; a map has at most {limit}."),
    # What is only worth a look
    "unknown_channel": N_("I do not know the channel “{said}”: it becomes “Other”."),
    "stage_like": N_("“{said}” would be a new stage. If you mean “{near}”, correct it in the file."),
    "scores_private": N_("Scores are private at the moment, so those of the file are left out."),
}
_COUNTED: Final[Mapping[str, Callable[[Say, int], str]]] = {
    "too_long": lambda _, limit: _.n(
        "at most {count} character, please.", "at most {count} characters, please.", limit
    ),
    "cut": lambda _, limit: _.n(
        "this is longer than {count} character and is cut there.",
        "this is longer than {count} characters and is cut there.",
        limit,
    ),
}
CODES = frozenset(_PROBLEMS) | frozenset(_COUNTED)


def role(one: Role, _: Say) -> str:
    """Name what a column holds."""
    return _(_ROLES.get(one) or labels.TOUCHPOINT_FIELDS[one.value])


def said(problem: Problem, _: Say) -> str:
    """Say where, and what is the matter."""
    code = "unknown_stage_near" if problem.params.get("near") and problem.code == "unknown_stage_row" else problem.code
    if code in _COUNTED:
        text = _COUNTED[code](_, problem.params["limit"])
    else:
        text = _(_PROBLEMS[code], **{name: _shown(value, _) for name, value in problem.params.items()})
    column = isolate(clip(problem.column, NAME_MAX))
    if problem.row and problem.column:
        return _("Row {row}, “{column}”: {problem}", row=problem.row, column=column, problem=text)
    return _("Row {row}: {problem}", row=problem.row, problem=text) if problem.row else text


def _shown(value: Any, _: Say) -> str:
    return _.number(value) if isinstance(value, int | float) else isolate(str(value))

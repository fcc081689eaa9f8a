"""The choice of a method, and what a method makes a gate say."""

from collections.abc import Callable

from bot.i18n import N_, Say
from bot.ids import Field
from bot.views import blocks
from bot.views.texts import Json
from workflows import methods
from workflows.scorecard import Dimension
from workflows.scorecard import scorecard as scored
from workflows.snapshots import MapSnapshot, Thin

_DIMENSIONS = {
    Dimension.TARGET: N_("Target"),
    Dimension.PATH: N_("Path"),
    Dimension.QUALITATIVE: N_("Thinking and feeling"),
    Dimension.QUANTITATIVE: N_("Numbers"),
    Dimension.CONCLUSIONS: N_("Conclusions"),
}
# Which threshold a code of a gate speaks of.
_THRESHOLDS = {
    "few_departments": "departments",
    "persona_thin": "specifics",
    "few_stages": "stages",
    "stages_few_scores": "scores",
}
_EXPECTED: dict[str, Callable[[Say, int, str], str]] = {
    "few_departments": lambda _, needed, _names: _.n(
        "Nobody here has said which department they come from.",
        "This method wants {count} departments or more at the table. Who is missing?",
        needed,
    ),
    "persona_thin": lambda _, needed, names: _.n(
        "{names} could be anyone yet: add {count} thing such as likes, dislikes, habits or challenges.",
        "{names} could be anyone yet: it takes {count} things such as likes, dislikes, habits or challenges.",
        needed,
        names=names,
    ),
    "few_stages": lambda _, needed, _names: _.n(
        "This method wants {count} stage or more.", "This method wants {count} stages or more.", needed
    ),
    "stages_few_scores": lambda _, needed, names: _.n(
        "Nobody scored the feelings in {names}.",
        "Fewer than {count} people scored the feelings in {names}.",
        needed,
        names=names,
    ),
}


def choice(_: Say) -> Json:
    """Ask for the method; the usual one is chosen already."""
    found = [methods.method(name) for name in methods.NAMES]
    return blocks.select(
        Field.METHOD,
        _("Which method?"),
        [blocks.option(_(one.title), one.name, _(one.when)) for one in found],
        value=methods.DEFAULT,
        hint=_("Each goes through the same six steps, with other questions, and expects more or less of them."),
    )


def differs(thin: Thin) -> bool:
    """Whether a method expects another number than the six steps do, whose sentences name theirs."""
    threshold = _THRESHOLDS.get(thin.code)
    return bool(threshold and thin.needed) and thin.needed != usual(str(threshold))


def usual(threshold: str) -> int:
    """What the six steps expect."""
    return int(getattr(methods.method(methods.DEFAULT).thresholds, threshold))


def expected(thin: Thin, names: str, _: Say) -> str:
    """Say what is thin by the number that the method expects, in mrkdwn."""
    return _EXPECTED[thin.code](_, thin.needed, names)


def scorecard(snapshot: MapSnapshot, _: Say) -> list[Json]:
    """Tell how complete each dimension is, where the team's method scores them."""
    if not methods.method(snapshot.outline.method).scorecard:
        return []
    told = [
        _("{label}: {number}", label=_(_DIMENSIONS[one.dimension]), number=_.percent(one.percent))
        for one in scored(snapshot)
    ]
    return [blocks.context(f"*{_('How complete the map is')}*  " + "  ·  ".join(told))]

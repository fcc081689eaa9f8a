"""Step 3: what a touchpoint's form asks behind “More about it”."""

from collections.abc import Sequence

from bot import labels
from bot.forms import part
from bot.i18n import Say
from bot.ids import Field
from bot.views import blocks
from bot.views.texts import Json
from workflows.snapshots import Touchpoint
from workflows.touchpoint_fields import DETAILS, LINKS_MAX, PERFORMANCE_MAX, REACH_MAX

LINKS, PERFORMANCE, REACH = (part(Field.DETAIL, name) for name in ("links", "performance", "reach"))
LONG = frozenset({"need", "customer_goal", "resources", "resources_lacking"})
_TYPED = tuple(name for name in DETAILS if name not in {"links", "performance", "reach"})


def fields(one: Touchpoint, others: Sequence[Touchpoint], _: Say) -> list[Json]:
    """Build the fields; `others` are the touchpoints that this one leads to."""
    ratings = [blocks.option(_.number(rank), rank) for rank in range(1, PERFORMANCE_MAX + 1)]
    reach = one.details.get("reach", "")
    return [
        *(_text(name, one.details.get(name, ""), _) for name in _TYPED),
        blocks.select(
            PERFORMANCE,
            _asked("performance", _),
            ratings,
            value=one.details.get("performance"),
            optional=True,
        ),
        blocks.number_input(
            REACH,
            _asked("reach", _),
            value=int(reach) if reach else None,
            decimal=False,
            minimum=0,
            maximum=REACH_MAX,
            optional=True,
        ),
        blocks.search_inputs(
            LINKS,
            _asked("links", _),
            chosen=[blocks.option(other.title, other.id) for other in others],
            most=LINKS_MAX,
            placeholder=_("Look for others by name"),
        ),
    ]


def _asked(name: str, _: Say) -> str:
    return _(labels.TOUCHPOINT_FIELDS[name])


def _text(name: str, value: str, _: Say) -> Json:
    return blocks.text_input(
        part(Field.DETAIL, name),
        _asked(name, _),
        value=value,
        multiline=name in LONG,
        optional=True,
        limit=DETAILS[name],
    )

"""The pain points a person answers for, by urgency: overdue, due within a week, later, without a day."""

from datetime import date
from typing import Final

from bot import values
from bot.i18n import N_, Say
from bot.ids import Action
from bot.values import Value
from bot.views import blocks
from bot.views.texts import Json, isolate
from workflows.home import SOON, Home, Urgency
from workflows.personal import OwnedPain

TEXT_MAX = 300
OVERDUE, WEEK, LATER, UNDATED = "overdue", "soon", "later", "undated"
_GROUPS: Final = {
    OVERDUE: N_("⚠️ Overdue: {count}"),
    WEEK: N_("🗓️ Due within a week: {count}"),
    LATER: N_("Later: {count}"),
    UNDATED: N_("Without a day: {count}"),
}


def rows(mine: Home, _: Say) -> list[Json]:
    """Build one page of them, each group with its headline."""
    made: list[Json] = []
    last = ""
    for owned in mine.pains:
        group = group_of(owned, mine.today)
        if group != last:
            made.append(_headline(group, mine.urgency, _))
            last = group
        made += _pain(owned, mine.today, _)
    return made


def group_of(owned: OwnedPain, today: date) -> str:
    """Tell how urgent it is."""
    due = owned.pain.ownership.due_on if owned.pain.ownership else None
    if due is None:
        return UNDATED
    if due < today:
        return OVERDUE
    return WEEK if due <= today + SOON else LATER


def _headline(group: str, urgency: Urgency, _: Say) -> Json:
    return blocks.section(f"*{_(_GROUPS[group], count=_.number(getattr(urgency, group)))}*")


def _pain(owned: OwnedPain, today: date, _: Say) -> list[Json]:
    value = values.encode(Value(workshop=owned.workshop_id, item=owned.pain.id))
    due = owned.pain.ownership.due_on if owned.pain.ownership else None
    parts = [isolate(part) for part in (owned.workshop_title, owned.stage_name) if part]
    if due and due < today:
        parts.append(_("⚠️ was due on {day}", day=_.day(due)))
    elif due:
        parts.append(_("due on {day}", day=_.day(due)))
    return [
        blocks.said(blocks.clip(owned.pain.text, TEXT_MAX)),
        blocks.aside("  ·  ".join(parts)),
        blocks.actions(
            blocks.button(_.p("pain point", "Done"), Action.PAIN_DONE, value, style="primary"),
            blocks.button(_("Day and plan"), Action.OWNER, value),
            blocks.button(_("Hand over"), Action.HAND_OVER, value),
        ),
    ]

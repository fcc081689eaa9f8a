"""The App Home: my maps, the pain points I answer for, the next reviews, and my settings."""

from datetime import datetime

from bot import values
from bot.i18n import Say
from bot.ids import Action
from bot.values import Value
from bot.views import blocks, settings, walk
from bot.views.card import progress, where
from bot.views.texts import Json, escape, isolate
from workflows.snapshots import HomeSnapshot, Outline, OwnedPain
from workflows.words import Step, WorkshopStatus

MAPS_MAX, PAINS_MAX, REVIEWS_MAX, PAIN_TEXT_MAX = 10, 10, 10, 300


def home(mine: HomeSnapshot, today: datetime, _: Say) -> Json:
    """Build the view that is published to one person's Home tab."""
    return {
        "type": "home",
        "blocks": [
            blocks.header(_("Your customer journeys")),
            blocks.actions(
                blocks.button(_("Start a workshop"), Action.START, style="primary"),
                blocks.button(_("How it works"), Action.HELP),
            ),
            *_maps(mine, _),
            *_pains(mine, today, _),
            *_reviews(mine, _),
            *settings.section(mine, _),
        ],
    }


def _maps(mine: HomeSnapshot, _: Say) -> list[Json]:
    if not mine.workshops:
        return [
            blocks.section(
                _("You take part in no workshop yet. Type `/journey start` in the channel where your team is.")
            )
        ]
    shown = [block for outline in mine.workshops[:MAPS_MAX] for block in _map(outline, _)]
    left = len(mine.workshops) - MAPS_MAX
    return [*shown, *_rest(left, _)]


def _map(outline: Outline, _: Say) -> list[Json]:
    value = values.encode(Value(workshop=outline.id))
    state = f"{progress(outline)}  {escape(where(outline, _))}  ·  <#{outline.channel_id}>"
    if outline.card_link:
        state += "  ·  " + blocks.link(outline.card_link, _("Open the card"))
    walks = outline.status is WorkshopStatus.OPEN and outline.step is Step.FEEL
    return [
        blocks.said(outline.title, accessory=blocks.button(_("Map"), Action.MAP, value)),
        blocks.context(state),
        *([blocks.actions(walk.button(outline, "", _))] if walks else []),
    ]


def _pains(mine: HomeSnapshot, today: datetime, _: Say) -> list[Json]:
    if not mine.pains:
        return []
    shown = [block for owned in mine.pains[:PAINS_MAX] for block in _pain(owned, today, _)]
    return [
        blocks.divider(),
        blocks.header(_("Pain points you answer for")),
        *shown,
        *_rest(len(mine.pains) - PAINS_MAX, _),
    ]


def _pain(owned: OwnedPain, today: datetime, _: Say) -> list[Json]:
    value = values.encode(Value(workshop=owned.workshop_id, item=owned.pain.id))
    due = owned.pain.ownership.due_on if owned.pain.ownership else None
    parts = [isolate(part) for part in (owned.workshop_title, owned.stage_name) if part]
    if due and due < today.date():
        parts.append(_("⚠️ was due on {day}", day=_.day(due)))
    elif due:
        parts.append(_("due on {day}", day=_.day(due)))
    return [
        blocks.said(blocks.clip(owned.pain.text, PAIN_TEXT_MAX)),
        blocks.aside("  ·  ".join(parts)),
        blocks.actions(
            blocks.button(_("Done"), Action.PAIN_DONE, value, style="primary"),
            blocks.button(_("Hand over"), Action.HAND_OVER, value),
        ),
    ]


def _reviews(mine: HomeSnapshot, _: Say) -> list[Json]:
    if not mine.reviews:
        return []
    shown = [
        blocks.said(
            f"{title}\n{_.when(due)}",
            accessory=blocks.button(_("Review the map"), Action.REVIEW, values.encode(Value(workshop=workshop_id))),
        )
        for workshop_id, title, due in mine.reviews[:REVIEWS_MAX]
    ]
    return [blocks.divider(), blocks.header(_("Next reviews")), *shown, *_rest(len(mine.reviews) - REVIEWS_MAX, _)]


def _rest(left: int, _: Say) -> list[Json]:
    return [blocks.context(_.n("And {count} more.", "And {count} more.", left))] if left > 0 else []

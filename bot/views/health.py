"""How well journeys are looked after: one line for a map, the list of all one sees, and what the figures mean."""

from typing import Final

from bot import values
from bot.i18n import N_, Say
from bot.ids import Action, Modal
from bot.values import Value
from bot.views import blocks, paging
from bot.views.texts import Json
from workflows.health import MOOD_SCORERS, Health, State, Trend, Worst
from workflows.tending import Tended
from workflows.words import WorkshopStatus

ALL, NEEDS = "all", "needs"
# An icon of a shape of its own beside the word: neither is told by colour.
STATES: Final = {
    State.CARE: ("❗", N_("Needs care")),
    State.LOOK: ("🔎", N_("Needs a look")),
    State.WELL: ("✅", N_("Well looked after")),
    State.EARLY: ("🌱", N_("Only begun")),
}
FIRST: Final = {
    Worst.OVERDUE: N_("Set a new day"),
    Worst.REVIEW: N_("Review the map"),
    Worst.RHYTHM: N_("Plan the reviews"),
    Worst.MOOD: N_("Where to talk first"),
    Worst.TARGETS: N_("What comes first"),
    Worst.EVIDENCE: N_("Add evidence"),
    Worst.MEASURE: N_("Enter the values"),
}


def line(health: Health, _: Say, *, lasting: bool = False) -> str:
    """Say in one line how a map does, in mrkdwn. `lasting`: in words that stay true where nobody reads it anew."""
    icon, word = STATES[health.state]
    return f"{icon} *{_(word)}*  ·  {'  ·  '.join(_parts(health, _, lasting=lasting))}"


def _parts(health: Health, _: Say, *, lasting: bool) -> list[str]:
    figures = health.figures
    parts = [
        _.n("{count} pain point overdue", "{count} pain points overdue", figures.overdue)
        if figures.overdue
        else _("nothing overdue"),
    ]
    if figures.status is not WorkshopStatus.OPEN or figures.last_held_at:
        parts.append(_review(health, _, lasting=lasting))
    if figures.evidence_share is not None:
        parts.append(_("evidence for {share} of pain points", share=_.percent(figures.evidence_share)))
    if figures.trend:
        parts.append(_mood(health, _))
    if figures.measured:
        parts.append(
            _.n(
                "{reached} of {count} metric on target",
                "{reached} of {count} metrics on target",
                figures.measured,
                reached=_.number(figures.on_target),
            )
        )
    return parts


def _review(health: Health, _: Say, *, lasting: bool) -> str:
    figures = health.figures
    if figures.waiting_since:
        return _("review waiting since {day}", day=_.day(figures.waiting_since))
    if figures.last_held_at is None or health.review_age is None:
        return _("no review yet")
    if lasting:
        return _("last review on {day}", day=_.day(figures.last_held_at))
    if not health.review_age:
        return _("last review today")
    return _.n("last review {count} day ago", "last review {count} days ago", health.review_age)


def _mood(health: Health, _: Say) -> str:
    now, before = (_signed(value, _) for value in health.figures.moods[:2])
    said = {
        Trend.UP: N_("feelings ↗ better: {before}, now {now}"),
        Trend.SAME: N_("feelings → as before: {now}"),
        Trend.DOWN: N_("feelings ↘ worse: {before}, now {now}"),
    }
    trend = health.figures.trend or Trend.SAME
    return _(said[trend], before=before, now=now)


def _signed(value: float, _: Say) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return _.signed(sign + _.number(abs(value)))


def view(tended: Tended, _: Say) -> Json:
    """Build one page of the maps, worst first, each with the button for what is worst."""
    kind = ALL if tended.all_ else NEEDS
    return blocks.modal(
        Modal.HEALTH,
        _("Journey health"),
        [
            blocks.context(_summary(tended, _)),
            blocks.actions(_filter(tended, _), blocks.button(_("What do these figures mean?"), Action.HEALTH_HELP)),
            *(block for outline, health in tended.rows for block in _row(outline.id, outline.title, health, _)),
            *([] if tended.rows else [blocks.section(_nothing(tended, _))]),
            *paging.by(Action.HEALTH_PAGE, lambda to: Value(kind=kind, page=to), tended.page, tended.pages, _),
        ],
        close=_("Close"),
        metadata=values.encode(Value(page=tended.page, kind=kind)),
    )


def _summary(tended: Tended, _: Say) -> str:
    parts = [
        _("{label}: {number}", label=f"{icon} {_(word)}", number=_.number(tended.of[state]))
        for state, (icon, word) in STATES.items()
    ]
    return "  ·  ".join(parts)


def _filter(tended: Tended, _: Say) -> Json:
    options = [
        blocks.option(label, values.encode(Value(kind=kind)))
        for label, kind in ((_("To look after"), NEEDS), (_("All maps"), ALL))
    ]
    chosen = values.encode(Value(kind=ALL if tended.all_ else NEEDS))
    return blocks.select_menu(Action.HEALTH_SHOWN, options, value=chosen)


def _row(workshop_id: int, title: str, health: Health, _: Say) -> list[Json]:
    return [blocks.said(title, accessory=button(workshop_id, health, _)), blocks.context(line(health, _))]


def button(workshop_id: int, health: Health, _: Say) -> Json:
    """Build the button for what is worst about a map; where nothing is, it shows the map."""
    if health.worst is None:
        return blocks.button(_("Map"), Action.MAP, values.encode(Value(workshop=workshop_id)))
    value = values.encode(Value(workshop=workshop_id, kind=health.worst))
    return blocks.button(_(FIRST[health.worst]), Action.HEAL, value)


def _nothing(tended: Tended, _: Say) -> str:
    if not any(tended.of.values()):
        return _("You take part in no journey map yet. Type `/journey start` in your team's channel to begin one.")
    return _("✅ Every map you take part in is looked after.")


def meaning(_: Say) -> Json:
    """Say what each figure is."""
    scorers = _.n("{count} person", "{count} people", MOOD_SCORERS)
    told = (
        (_("Pain points overdue"), _("Open pain points whose day has passed.")),
        (_("Last review"), _("When the team last looked at the map together. One that came due waits to be held.")),
        (
            _("Evidence"),
            _("How many pain points rest on at least one interview, ticket, number or the like. Half is a good start."),
        ),
        (
            _("Feelings"),
            _(
                "The middle of how all stages feel, −2 to +2, at the last two moments the map was kept: the end of a "
                "step or a review. A stage counts where {scorers} or more scored it. Private scores never count.",
                scorers=scorers,
            ),
        ),
        (_("Metrics on target"), _("Of the metrics with a target and a value, those that have reached it.")),
    )
    words = "\n".join(f"{icon} {_(word)}" for icon, word in STATES.values())
    return blocks.info(
        _("What they mean"),
        *(f"*{name}*\n{what}" for name, what in told),
        words,
        _("A map needs care when a review waits for a week, three pain points are overdue or feelings fell clearly."),
        close=_("Close"),
    )

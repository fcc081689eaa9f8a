"""Walking the journey as the persona: one touchpoint at a time, and what all walks together found."""

from bot import labels, values
from bot.forms import fresh
from bot.i18n import Say
from bot.ids import Action, Field, Modal
from bot.values import Value
from bot.views import anonymous, blocks, moves, notes
from bot.views.texts import Json, escape, isolate
from workflows import limits
from workflows.snapshots import Outline
from workflows.walking import Finding, Findings, Way
from workflows.words import NoteKind, Usage, Verdict

PAGE, NOTES_MAX, NOTE_CLIP, NAME_CLIP = 12, 3, 300, 40


def button(outline: Outline, persona: str, _: Say) -> Json:
    """Build the button that begins or goes on, named after the persona where there is one."""
    label = _("Walk it as {persona}", persona=blocks.clip(persona, NAME_CLIP)) if persona else _(moves.WALK.label)
    return blocks.button(label, Action.WALK, values.encode(Value(workshop=outline.id)))


def view(way: Way, place: int | None, _: Say, *, gone: bool = False) -> Json:
    """Build the stop at a place, or the end of the way. `gone`: the stop before was deleted meanwhile."""
    if not way.stops:
        return _no_touchpoints(way.outline, _)
    if place is None or place >= len(way.stops):
        return _end(way, _)
    stop, last = way.stops[place], place + 1 == len(way.stops)
    return blocks.modal(
        Modal.WALK,
        _("Walk the journey"),
        [
            *(
                [blocks.context(_("The touchpoint you were at is not on the map any more. Here is the next one."))]
                if gone
                else []
            ),
            blocks.context(_you(way, _), *filter(None, [anonymous.rule(way.outline, _)])),
            blocks.rich(blocks.bold(stop.title)),
            blocks.aside(_where(way, place, _)),
            blocks.radios(
                fresh(Field.VERDICT, stop.touchpoint_id),
                _("How does it go for you here?"),
                [blocks.option(labels.label(_, one), one, _(labels.VERDICT_HINTS[one])) for one in Verdict],
                value=stop.verdict,
            ),
            blocks.text_input(
                fresh(Field.TEXT, stop.touchpoint_id),
                _("What happens?"),
                value=stop.note,
                placeholder=_("e.g. {example}", example=_("the link in the mail leads nowhere")),
                hint=_("The team reads this without your name."),
                multiline=True,
                limit=limits.NOTE_TEXT_MAX,
                optional=True,
            ),
            blocks.actions(_back(way, place, _), _skip(way, place, _)),
        ],
        submit=_("Finish") if last else _("Next"),
        close=_("Stop here"),
        metadata=_at(way, place),
    )


def _at(way: Way, place: int) -> str:
    return values.encode(Value(workshop=way.outline.id, item=way.stops[place].touchpoint_id, page=place))


def _you(way: Way, _: Say) -> str:
    persona, goal = isolate(escape(way.persona)), isolate(escape(blocks.clip(way.goal, NOTE_CLIP)))
    if way.persona and way.goal:
        return _("You are {persona} now. What you want: {goal}", persona=persona, goal=goal)
    if way.persona:
        return _("You are {persona} now. Look at it with their eyes.", persona=persona)
    return _("You are the customer now. Look at it with their eyes.")


def _where(way: Way, place: int, _: Say) -> str:
    stop = way.stops[place]
    progress = _("{number} of {all}", number=_.number(place + 1), all=_.number(len(way.stops)))
    parts = [progress, isolate(stop.stage), labels.label(_, stop.channel)]
    if stop.usage is Usage.WISHED_FOR:
        parts.append(labels.label(_, stop.usage))
    return "  ·  ".join(parts)


def _back(way: Way, place: int, _: Say) -> Json | None:
    return blocks.button(_("Back"), Action.WALK, _at(way, place - 1), part="back") if place else None


def _skip(way: Way, place: int, _: Say) -> Json:
    return blocks.button(_("Skip"), Action.WALK_SKIP, _at(way, place))


def _no_touchpoints(outline: Outline, _: Say) -> Json:
    return blocks.info(
        _("Walk the journey"),
        _("There is no touchpoint on the map yet, so there is nowhere to walk. Add the first few."),
        extra=[blocks.actions(moves.button(moves.TOUCHPOINTS, outline, _, "primary"))],
        close=_("Close"),
    )


def _end(way: Way, _: Say) -> Json:
    judged = [stop for stop in way.stops if stop.verdict]
    bad = sum(stop.verdict is not Verdict.WORKS for stop in judged)
    said = _.n(
        "You looked at {count} of {all} touchpoint.",
        "You looked at {count} of {all} touchpoints.",
        len(judged),
        all=_.number(len(way.stops)),
    )
    found = _.n("{count} did not work for you.", "{count} did not work for you.", bad) if bad else ""
    again = way.skipped if way.skipped is not None else 0
    label = _("Go back to what you skipped") if way.skipped is not None else _("Walk it once more")
    return blocks.info(
        _("The end of the way"),
        f"🏁 {said} {found} {_('Thank you!')}",
        extra=[
            blocks.actions(
                moves.button(moves.WALKED, way.outline, _, "primary"),
                blocks.button(label, Action.WALK, _at(way, again), part="again"),
            )
        ],
        close=_("Close"),
    )


def findings(all_: Findings, _: Say, *, page: int = 0) -> Json:
    """Build one page of what was found broken or unrealistic, the worst first."""
    outline = all_.outline
    pages = max(1, -(-len(all_.found) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = all_.found[page * PAGE : (page + 1) * PAGE]
    return blocks.modal(
        Modal.WALKED,
        _("What the walk found"),
        [
            blocks.section(_summary(all_, _)),
            *(block for one in shown for block in _finding(outline.id, one, _)),
            *_pages(outline.id, page, pages, _),
            *([] if shown else [blocks.actions(moves.button(moves.WALK, outline, _, "primary"))]),
        ],
        close=_("Close"),
    )


def _summary(all_: Findings, _: Say) -> str:
    if not all_.walkers:
        return _("Nobody has walked this journey yet. It takes a few minutes, and one may stop and go on.")
    walked = _.n("{count} person walked it.", "{count} people walked it.", all_.walkers)
    if not all_.found:
        return _.sentences(walked, _("Everything they tried works. 🎉"))
    bad = _.n(
        "{count} of {all} touchpoints does not work for the customer:",
        "{count} of {all} touchpoints do not work for the customer:",
        len(all_.found),
        all=_.number(all_.stops),
    )
    return _.sentences(walked, bad)


def _finding(workshop_id: int, one: Finding, _: Say) -> list[Json]:
    counts = [
        _.n("broken for {count} person", "broken for {count} people", one.broken) if one.broken else "",
        _.n("unrealistic for {count} person", "unrealistic for {count} people", one.unrealistic)
        if one.unrealistic
        else "",
        _.n("works for {count} person", "works for {count} people", one.works) if one.works else "",
    ]
    value = values.encode(Value(workshop=workshop_id, item=one.touchpoint_id))
    said = [blocks.clip(note, NOTE_CLIP) for note in one.notes[:NOTES_MAX]]
    left = len(one.notes) - len(said)
    if left > 0:
        said.append(_.n("and {count} more note", "and {count} more notes", left))
    return [
        blocks.rich(blocks.bold(one.title), f"  ·  {isolate(one.stage)}"),
        blocks.context("  ·  ".join(count for count in counts if count)),
        *([blocks.bullets(said)] if said else []),
        blocks.actions(
            blocks.button(_("Make it a pain point"), Action.WALK_PAIN, value), row=f"{Modal.WALKED}:{one.touchpoint_id}"
        ),
    ]


def _pages(workshop_id: int, page: int, pages: int, _: Say) -> list[Json]:
    def turn(label: str, to: int, part: str) -> Json:
        value = values.encode(Value(workshop=workshop_id, page=to, kind=part))
        return blocks.button(label, Action.WALKED, value, part=part)

    if pages == 1:
        return []
    return [
        blocks.actions(
            turn(_("Previous"), page - 1, "previous") if page else None,
            turn(_("More"), page + 1, "more") if page + 1 < pages else None,
        )
    ]


def pain(outline: Outline, one: Finding, _: Say) -> Json:
    """Build the form of a pain point with what was found here."""
    what = one.notes[0] if one.notes else _("does not work for the customer")
    text = blocks.clip(f"{one.title}: {what}", limits.NOTE_TEXT_MAX)
    return notes.view(notes.Sheet(outline, NoteKind.PAIN, notes.Draft(text, one.stage_id)), _)

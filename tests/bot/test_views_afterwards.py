"""What is shown of a map's life besides its steps stays within what Slack takes, and reads as it was meant."""

from dataclasses import replace

import pytest

from bot.i18n import LANGUAGES, Say, say_for
from bot.simulator.strict import check_message, check_view
from bot.views import below, card, comparison, found, happenings, history, manage, overview, start
from bot.views.texts import Json
from tests.bot import brimful
from workflows import limits
from workflows.commands import Below
from workflows.finding import Found, Hit, Place, Shown
from workflows.history import PAGE, About, Asked, Entry, Field, History
from workflows.kin import Choice
from workflows.lives import Gone, Life
from workflows.relatives import Kin, Relative
from workflows.reversals import REVERSALS
from workflows.undoing import Outcome
from workflows.words import MapKind, NoteKind, Step, WorkshopStatus

_ = say_for("en")


def happened(action: str, kind: str = "pain", **changes: object) -> Entry:
    """Anna did something with a pain point."""
    entry = Entry(
        7,
        brimful.ANNA,
        brimful.NOW,
        action,
        kind,
        "Chat answers after 11 minutes",
        new=False,
        count=1,
        fields=(),
        undone=False,
    )
    return replace(entry, **changes)  # type: ignore[arg-type]


def buttons(view: Json) -> str:
    return str(view["blocks"])


def test_a_change_reads_as_people_would_say_it() -> None:
    change = happened("note.edit", fields=(Field("severity", 2, 3), Field("stage_id", "", "Checkout")))
    assert happenings.sentence(change, _) == "Anna changed the pain point “Chat answers after 11 minutes”"
    assert happenings.lines(change, _) == ["Severity: Serious → Critical", "Stage: Checkout"]
    saved = happened("persona.save", "persona", name="Olga", new=True)
    assert happenings.sentence(saved, _) == "Anna added the persona “Olga”"
    details = replace(saved, new=False, fields=(Field("details.age", "30", ""), Field("goal", "Sleep", "Rest")))
    assert happenings.lines(details, _) == ["Age: “30” → –", "Goal: “Sleep” → “Rest”"]
    assert happenings.sentence(happened("votes.cast", "vote", who=None), _) == "Somebody voted on the pain points"
    assert happenings.sentence(happened("walk.secret", "walk", name=""), _) == "Anna changed the map", (
        "unknown, not told"
    )


@pytest.mark.parametrize("action", sorted(REVERSALS))
def test_everything_that_can_be_taken_back_has_a_sentence_of_its_own(action: str) -> None:
    word = action.partition(".")[0]
    kind = word if word in {"touchpoint", "idea", "metric", "persona", "stage"} else NoteKind.PAIN
    assert happenings.sentence(happened(action, kind), _) != "Anna changed the map"


@pytest.mark.parametrize(("turn", "say"), [(turn, say_for(code)) for turn, code in enumerate(LANGUAGES)])
def test_it_fits_into_slack_at_its_fullest(turn: int, say: Say) -> None:
    snapshot = brimful.full_journey(turn)
    outline, long = snapshot.outline, brimful.long(3000, turn)
    fields = tuple(Field(name, long, long[1:]) for name in ("text", "title", "goal", "details.age", "plan"))
    entries = tuple(happened("note.edit", name=long, fields=fields, undone=True) for _number in range(PAGE))
    people = tuple(replace(brimful.ANNA, user_id=f"U{number:029d}") for number in range(200))
    pages = History(Asked(outline.id, 5, About.EVERYTHING, people[3].user_id), 12, entries, people)
    relative = Relative(2**31 - 1, brimful.long(120, turn))
    whole = Life(outline, leads=True, disposes=True, origin=relative, future=relative, touchpoints=500, notes=5000)
    near = replace(relative, stage=brimful.long(80, turn))
    kin = Kin(near, (near,) * limits.BELOW_MAX)
    whole = replace(whole, kin=kin)
    larger = Choice(tuple(replace(outline, id=2**31 - n) for n in range(1, limits.PARENTS_SHOWN + 1)))
    larger = replace(larger, now=Below(2**31 - 1, outline.stages[0][0]))
    empty = replace(snapshot, stages=(), loose=(), personas=())
    views = {
        "history": history.view(outline, pages, say),
        "manage": manage.view(whole, say),
        "ended": manage.view(replace(whole, outline=replace(outline, status=WorkshopStatus.ENDED)), say),
        "copy": manage.copy(whole, larger, say),
        "below": below.form(larger, outline, say),
        "put below": below.put(kin, say),
        "start below": start.start("C0JOURNEY", say, larger=larger),
        "copied": manage.copied(outline, say),
        "future": manage.future(outline, say, existing=False),
        "delete": manage.delete(whole, say),
        "gone": manage.gone(outline.id, outline.title, say),
        "reopened": manage.reopened(outline, say),
        "compared": comparison.view(replace(empty, outline=replace(outline, id=1)), snapshot, say),
        "same": comparison.view(snapshot, snapshot, say),
    }
    assert {name: wrong for name, view in views.items() if (wrong := check_view(view))} == {}
    hits = tuple(Hit(outline, place, long, near, beneath=True) for place in (*Place, *Place))
    gone = [Gone(1, outline.title, "C0JOURNEY", brimful.NOW, brimful.NOW)] * 100
    messages = {
        "list": found.listed(Found(long, 1, 3, hits, 100), "C0JOURNEY", say, said=long, near=long[:200]),
        "overdue": found.listed(Found("", 0, 1, (), 1, shown=Shown.OVERDUE), "C0JOURNEY", say),
        "overview": overview.overview(outline, "U0NOBODY", say, kin=kin),
        "card of an overview": card.card(replace(snapshot, kin=kin), say),
        "no list": found.listed(Found("", 0, 1, (), 1), "C0JOURNEY", say),
        "nothing": found.listed(Found(long, 0, 1, (), 1), "C0JOURNEY", say),
        "deleted": manage.deleted(gone, say),
        "restored": manage.restored(outline, say),
        "coming": comparison.coming(outline, say),
        "card": card.card(replace(snapshot, outline=replace(outline, deleted_by=brimful.ANNA)), say),
        "kept": history.taken_back(Outcome.CHANGED, entries[0], entries[1], say),
        "nothing of mine": history.taken_back(Outcome.NOTHING, None, None, say),
    }
    assert {
        name: wrong
        for name, one in messages.items()
        if (wrong := check_message({"text": one.text, "blocks": one.blocks}))
    } == {}


def test_a_map_offers_only_what_the_person_may_do_with_it() -> None:
    outline = brimful.outline()
    mine = Life(outline, leads=False, disposes=False, origin=None, future=None, touchpoints=0, notes=0)
    shown = buttons(manage.view(mine, _))
    assert "future_state" in shown
    assert "delete_map" not in shown
    assert "end_workshop" not in shown
    tomorrow = replace(mine, outline=replace(outline, kind=MapKind.FUTURE), origin=Relative(1, "Today"))
    assert "compare_with_today" in buttons(manage.view(tomorrow, _))
    assert "future_state" not in buttons(manage.view(tomorrow, _))
    ended = replace(mine, leads=True, outline=replace(outline, status=WorkshopStatus.ENDED))
    assert "reopen_workshop" in buttons(manage.view(ended, _))


def test_words_find_the_text_they_stand_in() -> None:
    hit = Hit(brimful.outline(), Place.PAIN, "Chat answers after 11 minutes")
    said = found.listed(Found("chat", 0, 2, (hit,), 0), "C0JOURNEY", _)
    assert "pain point: Chat answers after 11 minutes" in str(said.blocks)
    assert "Older" in str(said.blocks)


def test_two_maps_that_are_the_same_are_not_offered_to_the_team_as_a_picture() -> None:
    snapshot, say = brimful.journey(), say_for("en")
    assert "Show the team" not in str(comparison.view(snapshot, snapshot, say))
    changed = replace(snapshot, stages=snapshot.stages[:1])
    assert "Show the team" in str(comparison.view(snapshot, changed, say))


def test_the_card_of_a_future_state_asks_for_what_should_differ_and_not_for_what_was_copied() -> None:
    outline, say = replace(brimful.journey().outline, step=Step.MAP, kind=MapKind.FUTURE), say_for("en")
    assert "should be different" in card.whats_next(outline, say)
    assert "lay out the stages" in card.whats_next(replace(outline, kind=MapKind.CURRENT), say)
    assert "lay out the stages" in card.whats_next(replace(outline, stages=()), say), "there is nothing to change yet"

"""The forms and messages by which pain points get mended: owners, metrics, rhythm, reviews."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.i18n import Say, say_for
from bot.ids import Action, Field
from bot.simulator.strict import check_message, check_view
from bot.views import cadence, metrics, owner, review, reviewing, sitting
from bot.views.message import Message
from bot.views.texts import Json
from tests.bot import brimful
from tests.bot.test_views_giving import fields
from tests.bot.voices import VOICES
from workflows import asking
from workflows.personal import OwnedPain
from workflows.rhythm import Rule
from workflows.rounds import Answer, ReviewRound
from workflows.snapshots import MapSnapshot
from workflows.words import Answered, Cadence, PainStatus, PutOff, Severity, Truth

_ = say_for("en")
FULL = brimful.full_journey()
TURNS = [None, 0, 1, 2, 3]
# The longest words once; the real languages in every kind of writing.
EACH = [(turn, say.values[0]) for say in VOICES for turn in (TURNS if say in VOICES[:-2] else TURNS[:1])]


def findings(said: Message) -> list[str]:
    """What Slack would refuse in a message."""
    return check_message({"text": said.text, "blocks": said.blocks})


def words(said: Message | Json) -> str:
    """All that is to be read in it."""
    return json.dumps(said.blocks if isinstance(said, Message) else said, ensure_ascii=False)


def mine(snapshot: MapSnapshot, place: int = 0) -> OwnedPain:
    """A pain point as its owner sees it."""
    head = snapshot.outline
    return OwnedPain(head.id, head.title, head.channel_id, snapshot.stages[0].name, snapshot.pains[place])


@pytest.mark.parametrize(("turn", "say"), EACH)
def test_owner_forms_and_messages_fit_into_slack(turn: int | None, say: Say) -> None:
    """Assigning, handing over, being done, being told."""
    snapshot = brimful.full_journey(turn)
    for place in (0, 1):
        owned = mine(snapshot, place)
        for view in (owner.hand_over(owned, say), owner.done(owned, say), owner.settled(owned, say)):
            assert check_view(view) == []
    assert check_view(owner.assign(snapshot, say)) == []
    assert check_view(owner.assign(snapshot, say, pain_id=snapshot.pains[-1].id)) == []
    assert check_view(owner.assign(brimful.journey(stages=()), say)) == []
    for pain in snapshot.pains[:3]:
        assert findings(owner.told(snapshot, pain.id, say)) == []
    assert findings(owner.told(snapshot, 0, say)) == []


def test_critical_pains_without_owner_stand_first() -> None:
    """They are what the gate of the step waits for."""
    select = fields(owner.assign(brimful.journey(), _))[Field.PAIN]["element"]
    assert select["options"][0]["value"] == select["initial_option"]["value"] == "12:0"


def test_an_owner_learns_what_where_until_when_and_can_answer() -> None:
    """And the buttons go once it is done."""
    said = owner.told(brimful.journey(), 11, _)
    assert "Shipping costs appear only at the end" in words(said)
    for part in ("Checkout", "3 votes", "1 piece of evidence", "10 Dec 2026", "Fewer drop-outs", "20 Nov 2026"):
        assert part in words(said)
    for action in (Action.ACCEPT, Action.PAIN_DONE, Action.SNOOZE, Action.NEW_DATE, Action.HAND_OVER, Action.ASK_HELP):
        assert action in words(said)
    assert "Open the thread" in words(said)
    stages = brimful.journey().stages
    done = brimful.pain(11, status=PainStatus.DONE, ownership=brimful.owned(outcome="Nobody asks any more"))
    after = owner.told(brimful.journey(stages=(stages[0], replace(stages[1], pains=(done,)))), 11, _)
    assert Action.PAIN_DONE not in words(after)
    assert "Nobody asks any more" in words(after)


@pytest.mark.parametrize("say", VOICES)
def test_metric_and_rhythm_forms_fit_into_slack(say: Say) -> None:
    """Empty and full."""
    assert check_view(metrics.view(FULL.outline, say)) == []
    assert check_view(metrics.view(FULL.outline, say, known=FULL.metrics)) == []
    for metric in FULL.metrics:
        assert check_view(metrics.view(FULL.outline, say, metric=metric)) == []
    for tz in ("Europe/Berlin", "America/Argentina/ComodRivadavia"):
        for set_already in (None, FULL.review, brimful.journey().review):
            plan = cadence.plan_of(FULL.outline, set_already, tz, brimful.TODAY)
            for one in (plan, replace(plan, nth=-1, weekday=6)):
                view = cadence.view(FULL.outline, one, [brimful.NOW] * 3, tz, say, known=set_already is not None)
                assert check_view(view) == []
    put_off = replace(
        FULL.review,
        put_off=PutOff.MOVED,
        put_off_from=brimful.NOW,
        put_off_by=brimful.ANNA,
        put_off_reason=brimful.long(300),
    )
    moved = replace(FULL, review=put_off, rounds=())
    assert check_view(cadence.put_off_view(moved, say)) == []
    assert check_view(cadence.put_off_view(replace(FULL, review=None), say)) == []
    assert findings(review.put_off(moved, say)) == []
    rule = Rule(Cadence.QUARTERLY, brimful.TODAY, "10:00", "UTC", -1)
    assert findings(cadence.set_by_words(FULL.outline, rule, [brimful.NOW] * 3, say)) == []
    assert findings(cadence.unclear(FULL.outline, brimful.long(3000), say)) == []


def test_a_number_stands_in_a_form_the_way_people_write_it() -> None:
    """With a comma where that is the sign, and never in powers of ten."""
    assert metrics.plain_number(3.5, say_for("ru")) == "3,5"
    assert metrics.plain_number(3.5, _) == "3.5"
    assert metrics.plain_number(-1.0e12, _) == "-1000000000000"
    assert metrics.plain_number(100, _) == "100"


def test_the_first_review_is_proposed_in_a_month_in_my_time_zone() -> None:
    """And what is set stands there when I come back."""
    plan = cadence.plan_of(brimful.outline(), None, "Europe/Kyiv", date(2026, 11, 22))
    inputs = fields(cadence.view(brimful.outline(), plan, [], "Europe/Kyiv", _))
    assert inputs[Field.DAY]["element"]["initial_date"] == "2026-12-22"
    assert inputs[Field.TZ]["element"]["initial_option"]["value"] == "Europe/Kyiv"
    assert inputs[Field.JOURNEY_OWNER]["element"]["initial_user"] == brimful.BORIS.user_id
    plan = cadence.plan_of(brimful.outline(), brimful.journey().review, "UTC", brimful.TODAY)
    again = fields(cadence.view(brimful.outline(), plan, [], "UTC", _))
    assert again[Field.TZ]["element"]["initial_option"]["value"] == "Europe/Berlin"


@pytest.mark.parametrize(("turn", "say"), EACH)
def test_reviews_fit_into_slack(turn: int | None, say: Say) -> None:
    """The reminders, the form, the thanks, the result."""
    full = brimful.full_journey(turn)
    later = replace(full, taken_at=brimful.NOW + timedelta(days=400))
    for snapshot in (full, later, brimful.journey(), brimful.journey(stages=(), metrics=(), review=None, rounds=())):
        this = snapshot.rounds[-1] if snapshot.rounds else None
        now = sitting.sitting(snapshot, replace(this, answers=answers(snapshot)) if this else None, "U0ANNA")
        assert check_view(reviewing.overview(now, say)) == []
        for one in now.parts:
            for number in (0, 9):
                assert check_view(reviewing.page(now, one, number, say)) == []
        assert check_view(reviewing.thanks(snapshot, say)) == []
        assert check_view(reviewing.added(this, say)) == []
        told = replace(snapshot, rounds=(*snapshot.rounds[:-1], now.this)) if now.this else snapshot
        for message in (review.due, review.due_owner, review.late, review.held):
            assert findings(message(told, now.this.id if now.this else None, say)) == []
        assert findings(review.ahead(snapshot, "U0ANNA", say)) == []
        assert findings(review.ahead(snapshot, "U0BORIS", say)) == []


def answers(snapshot: MapSnapshot) -> tuple[Answer, ...]:
    """As much as can be answered in a review, by two people."""
    notes = asking.every_note(snapshot)[:200]
    of = [(Answered.PAIN, pain.id, "open:", "open") for pain in snapshot.pains[:30]]
    of += [(Answered.CLAIM, note.id, list(Truth)[note.id % 3].value, brimful.long(80)) for note in notes]
    of += [(Answered.METRIC, metric.id, "1e15", "-1.5e14") for metric in snapshot.metrics]
    of += [(Answered.DECISION, number, brimful.long(500), "") for number in range(20)]
    of += [(Answered.CONCLUSION, 0, brimful.long(3000), "")]
    return tuple(Answer(*one, who, brimful.NOW) for one in of for who in (brimful.ANNA, brimful.BORIS))


def test_a_review_asks_about_the_most_urgent_pains_and_says_how_many_more() -> None:
    """Nobody holds a review with five hundred questions."""
    now = sitting.sitting(replace(FULL, rounds=()), None, "U0ANNA")
    assert len(now.asked.pains) == asking.ASKED_MAX
    assert "476 more pain points are open" in words(reviewing.overview(now, _))
    page = reviewing.page(now, sitting.Part.PAINS, 0, _)
    assert len([name for name in fields(page) if name.startswith("status:")]) == sitting.ON_A_PAGE


def test_a_review_shows_what_a_metric_was_and_should_be_and_which_way_it_goes() -> None:
    """Right under the field."""
    now = sitting.sitting(brimful.journey(), None, "U0ANNA")
    hint = fields(reviewing.page(now, sitting.Part.METRICS, 0, _))["value:1"]["hint"]["text"]
    assert hint == "baseline 3.4 · target 4.2 · last 3.9 on 1 Nov · ↗ getting better"


def test_the_journey_owner_reads_what_is_overdue_and_by_whom() -> None:
    """By name, and in days."""
    said = review.due_owner(brimful.journey(taken_at=brimful.NOW + timedelta(days=20)), 5, _)
    assert "Shipping costs appear only at the end · Boris · 3 days late" in words(said)
    assert "2 pain points are open" in words(said)
    assert Action.REVIEW in words(said)


def test_the_result_of_a_review_tells_what_was_solved_and_the_numbers() -> None:
    """Against baseline and target, and when the next one is."""
    stages = brimful.journey().stages
    done = brimful.pain(11, status=PainStatus.DONE, severity=Severity.SERIOUS)
    rounds = (ReviewRound(5, 1, brimful.NOW, brimful.NOW, brimful.ANNA, "Returns still hurt", 13),)
    metric = brimful.metric(values=((brimful.TODAY, 4.3),))
    snapshot = brimful.journey(stages=(stages[0], replace(stages[1], pains=(done,))), rounds=rounds, metrics=(metric,))
    said = words(review.held(snapshot, 5, _))
    assert "Shipping costs appear only at the end" in said
    assert "Satisfaction: 4.3/5 · baseline 3.4 · ✅ target 4.2" in said
    assert "Returns still hurt" in said
    assert "Next review: Wednesday, 23 Dec, 10:00" in said


@pytest.mark.parametrize("told", [review.due, review.due_owner, review.held, owner.told])
def test_what_people_wrote_pings_nobody(told: object) -> None:
    """Neither in the blocks' markup nor in the fallback."""
    snapshot = brimful.full_journey(0)
    subject = 5 if told is not owner.told else snapshot.pains[0].id
    said = told(snapshot, subject, _)  # type: ignore[operator]
    assert "<!channel>" not in said.text
    marked = [block["text"]["text"] for block in said.blocks if block.get("text", {}).get("type") == "mrkdwn"]
    assert not any("<!channel>" in text for text in marked)

"""The lists and forms of step five: pain points with their plans, merging, ideas by what they bring and cost."""

import json
from dataclasses import replace

import pytest

from bot.i18n import LANGUAGES, say_for
from bot.ids import Action, Field
from bot.simulator.strict import check_message, check_view
from bot.views import ideas, merging, owner, pain_list, priorities, votes
from bot.views.texts import Json
from tests.bot import brimful
from tests.bot.test_views_giving import fields
from workflows import limits
from workflows.redesigning import Alike, Likenesses
from workflows.snapshots import Idea, MapSnapshot, SaidToo
from workflows.words import Level

_ = say_for("en")
BORIS, ANNA = brimful.BORIS, brimful.ANNA


def words(view: Json) -> str:
    """All that is to be read in it."""
    return json.dumps(view, ensure_ascii=False)


def merged(snapshot: MapSnapshot, turn: int = 0) -> MapSnapshot:
    """Every pain of the first stage holds seven others, as long as can be, and every idea has every detail."""
    too = tuple(SaidToo(9000 + n, 11, brimful.long(limits.NOTE_TEXT_MAX, turn), BORIS) for n in range(7))
    first = snapshot.stages[-1]
    pains = tuple(replace(pain, also=tuple(replace(one, into_id=pain.id) for one in too)) for pain in first.pains)
    wordy = {"question": 300, "timeline": 80, "depends_on": 300}
    details = {name: brimful.long(size, turn) for name, size in wordy.items()}
    full = tuple(replace(idea, value=Level.HIGH, complexity=Level.LOW, **details) for idea in first.ideas)
    return replace(snapshot, stages=(*snapshot.stages[:-1], replace(first, pains=pains, ideas=full)))


def with_idea(**changes: object) -> MapSnapshot:
    """A small map with one idea of Boris's."""
    idea = Idea(5, 2, 11, "Show the costs", Level.MEDIUM, Level.MEDIUM, decided=False, author=BORIS, version=1)
    return brimful.journey(loose_ideas=(replace(idea, **changes),))  # type: ignore[arg-type]


@pytest.mark.parametrize(("turn", "language"), list(enumerate(LANGUAGES)))
def test_the_lists_fit_into_slack_however_much_stands_in_them(turn: int, language: str) -> None:
    """On the first page and the last, in every writing, and empty."""
    say = say_for(language)
    full = merged(brimful.full_journey(turn), turn)
    found = Likenesses(full, tuple(Alike(*full.pains[n : n + 2]) for n in range(40)))
    lead = full.outline.facilitator.user_id
    bare = brimful.journey(stages=(), metrics=())
    shown = [
        *(pain_list.view(full, say, page=page) for page in (0, 999)),
        *(priorities.view(full, lead, say, page=page) for page in (0, 999)),
        *(merging.view(found, user, say) for user in (lead, "U0OTHER")),
        ideas.view(full, say, idea=full.stages[-1].ideas[0]),
        ideas.view(full, say, pain_id=full.pains[-1].id),
        owner.assign(full, say, pain_id=full.pains[1].id, turn=3),
        pain_list.view(bare, say),
        priorities.view(bare, lead, say),
        merging.view(Likenesses(bare, ()), lead, say),
        merging.done(2, 7, say),
    ]
    for view in shown:
        assert check_view(view) == []
    gone = owner.told(full, 9000, say)
    assert check_message({"text": gone.text, "blocks": gone.blocks}) == []


def test_a_pain_shows_what_was_said_too_who_answers_for_it_and_by_which_plan() -> None:
    """And asks for an idea in two clicks."""
    too = SaidToo(12, 11, "Hidden costs", BORIS)
    pain = brimful.pain(11, ownership=brimful.owned(), also=(too,))
    stages = brimful.journey().stages
    said = words(pain_list.view(brimful.journey(stages=(stages[0], replace(stages[1], pains=(pain,)))), _))
    for part in ("Also said: “Hidden costs”", "Owner: Boris, 10 Dec 2026", "It worked when: Fewer drop-outs at payment",
                 "Plan: Show it on the page", "How might we…?", "Change owner and plan"):  # fmt: skip
        assert part in said


def test_an_owned_pain_opens_with_its_plan_and_another_one_gets_fields_of_its_own() -> None:
    """So that nobody empties a plan that they have not seen."""
    form = fields(owner.assign(brimful.journey(), _, pain_id=11))
    assert form[Field.OWNER]["element"]["initial_user"] == BORIS.user_id
    assert form[Field.DUE]["element"]["initial_date"] == "2026-12-10"
    assert form[Field.SUCCESS]["element"]["initial_value"] == "Fewer drop-outs at payment"
    assert form[Field.PLAN]["element"]["initial_value"] == "Show it on the page"
    again = fields(owner.assign(brimful.journey(), _, pain_id=12, turn=1))
    assert "initial_value" not in again[f"{Field.PLAN}~1"]["element"]


def test_a_pain_becomes_a_question_and_the_rarer_fields_stay_folded_until_they_are_wanted() -> None:
    """A rough idea needs three fields."""
    form = fields(ideas.view(brimful.journey(), _, pain_id=11))
    asked = "How might we spare the customer this: “Shipping costs appear only at the end”?"
    assert form[Field.QUESTION]["element"]["initial_value"] == asked
    assert form[Field.PAIN]["element"]["initial_option"]["value"] == "pain:11"
    assert Field.WORTH not in form
    assert Field.QUESTION not in fields(ideas.view(brimful.journey(), _))
    full = fields(ideas.view(with_idea(timeline="May"), _, idea=with_idea(timeline="May").ideas[0]))
    assert {Field.WORTH, Field.COMPLEXITY, Field.TIMELINE, Field.DEPENDS_ON} <= full.keys()


def test_ideas_stand_in_their_class_and_only_those_who_lead_decide() -> None:
    """Business value lifts this one; its author may change it."""
    snapshot = with_idea(value=Level.HIGH, timeline="May", depends_on="The shop")
    led = words(priorities.view(snapshot, ANNA.user_id, _))
    for part in ("Quick wins: 1", "Show the costs", "3 votes", "Value for the business: High", "When: May"):
        assert part in led
    assert Action.DECIDE in led
    theirs = words(priorities.view(snapshot, "U0OTHER", _))
    assert Action.DECIDE not in theirs
    assert Action.EDIT_IDEA not in theirs
    assert Action.MATRIX in theirs
    assert "Not after all" in words(priorities.view(with_idea(decided=True), ANNA.user_id, _))


def test_only_those_who_lead_are_asked_to_merge_and_only_the_last_link_comes_apart() -> None:
    """The others see what seems to be the same, and whom to ask."""
    snapshot = brimful.journey()
    chain = (SaidToo(20, 11, "Costs come late", BORIS), SaidToo(21, 20, "Late costs", ANNA))
    stages = (snapshot.stages[0], replace(snapshot.stages[1], pains=(brimful.pain(11, also=chain), snapshot.pains[1])))
    found = Likenesses(replace(snapshot, stages=stages), (Alike(*snapshot.pains),))
    led = merging.view(found, ANNA.user_id, _)
    assert f"{Field.SAME}:11-12" in fields(led)
    assert words(led).count(Action.TAKE_APART) == 1
    assert "Costs come late" in words(led)
    alone = str(merging.view(replace(found, pairs=()), ANNA.user_id, _))
    assert "Two others that are the same" in str(led)
    assert "others" not in alone, "there is no pair for the others to be others than"
    shown = merging.view(found, "U0OTHER", _)
    assert not fields(shown)
    assert f"<@{ANNA.user_id}> can merge them" in words(shown)


def test_a_ballot_says_how_many_dots_are_left_and_holds_the_pains_of_no_stage() -> None:
    """In the order of the stages; of more than it can hold, the ones with most dots."""
    loose = replace(brimful.pain(30, "It is everywhere"), stage_id=None)
    snapshot = brimful.journey(loose=(loose,))
    view = votes.view(snapshot, {11}, _)
    assert "You have 4 left." in words(view)
    assert [block["label"]["text"] for block in fields(view).values()] == ["Checkout", "In no stage yet"]
    several = tuple(replace(loose, id=number) for number in range(40, 45))
    spent = votes.view(brimful.journey(loose=several), {one.id for one in several}, _)
    assert "You have given all of them" in words(spent)
    crowd = tuple(replace(loose, id=1000 + n, votes=n) for n in range(700))
    many = brimful.full_journey()
    view = votes.view(replace(many, loose=(*many.loose, *crowd)), {1000}, _)
    assert check_view(view) == []
    shown = {option["value"] for block in fields(view).values() for option in block["element"]["options"]}
    assert {"1000", "1699"} <= shown, "one's own, and those that many want"
    assert "leaves out 700" in words(view)


def test_who_answered_for_a_merged_pain_reads_what_became_of_it() -> None:
    """Nobody works on it twice."""
    pain = brimful.pain(11, ownership=brimful.owned(), also=(SaidToo(20, 11, "Costs come late", ANNA),))
    stages = brimful.journey().stages
    said = owner.told(brimful.journey(stages=(stages[0], replace(stages[1], pains=(pain,)))), 20, _)
    assert "merged with another one" in said.text
    assert "Boris answers for it." in json.dumps(said.blocks)

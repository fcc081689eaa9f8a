"""Step 4 in depth, as people read it: private scores, the agenda, the walk, at its fullest and at its plainest."""

from dataclasses import replace

import pytest

from bot.i18n import Say, say_for
from bot.simulator.strict import check_message, check_view
from bot.views import agenda, card, everything, guide, overview, private, scores, walk
from tests.bot import brimful
from tests.bot.voices import VOICES
from workflows import limits
from workflows.agenda import Agenda, Topic
from workflows.feeling import Private
from workflows.snapshots import Emotion, Outline
from workflows.walking import Finding, Findings, Stop, Way
from workflows.words import Attendance, Channel, Step, Usage, Verdict

EN = say_for("en")
FULL = brimful.full_journey()


def hidden(people: int, outline: Outline | None = None) -> Outline:
    """A workshop whose scores are private."""
    return replace(outline or brimful.outline(), private=Private(brimful.NOW, people))


def way(stops: int, turn: int = 0, judged: int = 0) -> Way:
    """A way with texts at their longest, some of it walked."""
    return Way(
        FULL.outline,
        brimful.long(80, turn),
        brimful.long(3000, turn),
        tuple(
            Stop(
                2**30 + n,
                brimful.long(300, turn),
                Channel.SOCIAL,
                Usage.WISHED_FOR,
                5,
                brimful.long(80, turn),
                Verdict.BROKEN if n < judged else None,
                brimful.long(500, turn) if n < judged else "",
            )
            for n in range(stops)
        ),
    )


@pytest.mark.parametrize("say", VOICES)
@pytest.mark.parametrize("turn", range(4))
def test_everything_fits_into_slack_however_much_there_is(say: Say, turn: int) -> None:
    names = tuple(brimful.long(80, turn) for _n in range(limits.STAGES_MAX))
    topics = tuple(
        Topic(n, name, Emotion(-0.5, -2, 2, 200, brimful.long(80, turn)), 5000, -1.5, 1.5)
        for n, name in enumerate(names)
    )
    notes = tuple(brimful.long(500, turn) for _n in range(200))
    found = tuple(
        Finding(n, brimful.long(300, turn), 5, brimful.long(80, turn), 200, 200, 200, notes) for n in range(500)
    )
    summary = Findings(FULL.outline, 200, 500, found)
    boss, nobody = FULL.outline.facilitator.user_id, "U0NOBODY"
    views = [
        agenda.view(Agenda(FULL.outline, topics, names), say, revealed=True),
        agenda.view(Agenda(hidden(2)), say),
        agenda.view(Agenda(brimful.outline(), (), names), say),
        *(
            walk.view(way(500, turn, judged), place, say, gone=True)
            for judged, place in ((0, 0), (500, 499), (9, None))
        ),
        walk.view(way(0), None, say),
        *(walk.findings(summary, say, page=page) for page in (0, 20, 99)),
        walk.findings(Findings(FULL.outline, 0, 0, ()), say),
        walk.findings(Findings(FULL.outline, 1, 5, ()), say),
        walk.pain(FULL.outline, found[0], say),
        *(private.view(one, who, names, say) for one in (FULL.outline, hidden(0), hidden(3)) for who in (boss, nobody)),
        private.begun(hidden(0, FULL.outline), say),
        scores.view(hidden(3, FULL.outline), {}, say, words=True),
    ]
    assert [check_view(view) for view in views] == [[]] * len(views)


@pytest.mark.parametrize("say", VOICES)
def test_card_guide_and_private_answer_fit_while_scores_are_private(say: Say) -> None:
    snapshot = replace(FULL, outline=replace(hidden(9, FULL.outline), step=Step.FEEL))
    told = [
        card.card(snapshot, say),
        guide.guide(snapshot, Step.FEEL, say, first=True),
        overview.overview(snapshot.outline, snapshot.outline.facilitator.user_id, say),
    ]
    for one in told:
        assert check_message({"channel": "C0JOURNEY", "text": one.text, "blocks": one.blocks}) == []


def test_the_card_offers_to_walk_as_the_persona_and_to_reveal_only_what_is_private() -> None:
    marina = replace(FULL.personas[0], name="Marina")
    snapshot = brimful.journey(personas=(marina,))
    said = str(card.card(snapshot, EN).blocks)
    assert "Walk it as Marina" in said
    assert "Reveal" not in said
    said = str(card.card(replace(snapshot, outline=hidden(2)), EN).blocks)
    assert "Reveal the scores" in said
    assert "2 people have scored so far" in said


def test_a_card_leads_to_where_to_talk_only_when_two_have_scored() -> None:
    def scored(count: int) -> str:
        (stage, *_rest), felt = FULL.stages, Emotion(-1, -1, -1, count, "")
        outline = replace(brimful.outline(), step=Step.REDESIGN, private=None)
        snapshot = replace(brimful.journey(), outline=outline, stages=(replace(stage, emotion=felt),))
        return str(card.card(snapshot, EN).blocks)

    assert "Where to talk first" not in scored(1)
    assert "Where to talk first" in scored(2)


def test_the_guide_of_step_4_offers_two_things_and_all_the_others_behind_one_button() -> None:
    snapshot = brimful.journey()
    *_before, offered = guide.guide(snapshot, Step.FEEL, EN).blocks
    labels = [one["text"]["text"] for one in offered["elements"]]
    assert labels == ["Add a pain point", "Score the feelings", "Everything else…", "Next step"]
    view = everything.view(snapshot.outline, brimful.ANNA.user_id, EN)
    pressed = [one["action_id"] for block in view["blocks"] for one in block.get("elements", [])]
    assert len(pressed) == len(set(pressed)), "nothing is offered twice"
    rest = str(view)
    for label in ("Add a joy", "Add a thought", "Add an itch", "Add evidence", "Score privately first"):
        assert label in rest


def test_nobody_but_those_who_lead_is_offered_to_reveal() -> None:
    anna, boris = (one.person.user_id for one in brimful.outline(journey_owner=None).participants)
    outline = hidden(4, brimful.outline(journey_owner=None))
    assert "Reveal" in str(overview.overview(outline, anna, EN).blocks)
    assert "Reveal" not in str(overview.overview(outline, boris, EN).blocks)
    assert "submit" not in private.view(outline, boris, (), EN)
    assert "submit" in private.view(outline, anna, (), EN)


def test_a_facilitator_is_told_where_revealing_gives_somebody_away_and_when_too_few_take_part() -> None:
    anna = brimful.ANNA.user_id
    assert "“Checkout”: there it will be easy to guess" in str(private.view(hidden(3), anna, ("Checkout",), EN))
    assert "Only 2 people take part so far" in str(private.view(brimful.outline(), anna, (), EN))
    three = tuple(replace(brimful.outline().participants[0], attendance=Attendance.ACCEPTED) for _number in range(3))
    assert "take part so far" not in str(private.view(brimful.outline(participants=three), anna, (), EN))


def test_a_median_between_two_scores_is_written_with_its_sign() -> None:
    topic = Topic(1, "Checkout", Emotion(-0.5, -2, 1, 4, ""), 1)
    said = str(agenda.view(Agenda(brimful.outline(), (topic,)), EN))
    assert "From −2 to +1  ·  middle −0.5  ·  4 people scored  ·  1 open pain point" in said

"""Anonymous rounds as people read them: at their fullest, in every language, and without a number too many."""

from dataclasses import replace

import pytest

from bot.i18n import Say, say_for
from bot.simulator.strict import check_message, check_view
from bot.views import (
    anonymous,
    card,
    everything,
    message_to_map,
    mine,
    notes,
    overview,
    owner,
    pacing,
    private,
    scores,
    touchpoints,
    votes,
)
from bot.views import stages as stages_view
from tests.bot import brimful
from tests.bot.voices import VOICES
from workflows.feeling import Anonymous, Private
from workflows.snapshots import MapSnapshot, Outline
from workflows.words import NoteKind, Step

EN = say_for("en")
FULL = brimful.full_journey()


def running(people: int | None, outline: Outline, step: Step = Step.FEEL) -> Outline:
    """A workshop in which an anonymous round runs."""
    return replace(outline, step=step, anonymous=Anonymous(brimful.NOW, people), veiled=True)


def full(people: int | None = 200) -> MapSnapshot:
    """As much of everything as the limits allow, in an anonymous round."""
    outline = replace(running(people, FULL.outline), private=Private(brimful.NOW, 1))
    return replace(FULL, outline=outline)


@pytest.mark.parametrize("say", VOICES)
def test_everything_fits_into_slack_however_much_there_is(say: Say) -> None:
    whole = full()
    outline, lead = whole.outline, whole.outline.facilitator.user_id
    before = replace(outline, anonymous=None)
    faces = {stage_id: (1, "so") for stage_id, _name in outline.stages}
    for view in (
        *(anonymous.view(one, who, say) for one in (outline, before) for who in (lead, "U0NOBODY")),
        anonymous.view(replace(before, step=Step.REVIEW), lead, say),
        anonymous.begun(outline, say),
        anonymous.ended(say),
        scores.view(outline, faces, say, words=True, leads=True),
        votes.view(whole, (), say),
        mine.view(outline, [], say),
        mine.view(before, [], say),
        notes.view(notes.Sheet(outline, NoteKind.EVIDENCE, full=True), say),
        touchpoints.add(outline, say),
        stages_view.stages(outline, say),
        owner.assign(whole, say),
        everything.view(outline, lead, say),
        private.view(outline, lead, (), say),
        message_to_map.view([outline], outline, message_to_map.Quote("…", own=True), None, say),
    ):
        assert check_view(view) == []
    for message in (
        card.card(whole, say),
        overview.overview(outline, lead, say),
        pacing.nudge(whole, say, to=lead),
        pacing.deadline_over(whole, say),
    ):
        assert check_message({"channel": "C0JOURNEY", "text": message.text, "blocks": message.blocks}) == []


def test_the_card_says_it_and_names_nobody_nor_a_number_below_three() -> None:
    said = str(card.card(full(None), EN).blocks)
    assert "nobody, not even the facilitator, can see who says what" in said
    assert "Contributed to this step" not in said
    assert "Not yet" not in said
    assert "gave something" not in said
    assert "Fewer than 3 people have scored" in said  # one has, and that is not said
    assert "3 people gave something so far" in str(card.card(full(3), EN).blocks)


def test_the_reminder_thanks_who_gave_something_and_asks_who_did_not() -> None:
    whole = full(None)
    giver, other = (
        replace(
            one,
            contributed=frozenset(),
        )
        for one in whole.outline.participants[:2]
    )
    giver = replace(giver, contributed=frozenset({Step.FEEL}))
    told = replace(whole, outline=replace(whole.outline, participants=(giver, other)))
    assert "Thank you for what you gave" in str(pacing.nudge(told, EN, to=giver.person.user_id).blocks)
    assert "is waiting for what you know" in str(pacing.nudge(told, EN, to=other.person.user_id).blocks)
    assert "Who gave something, nobody knows" in str(pacing.deadline_over(told, EN).blocks)

"""What people read: where the workshop stands, what comes next for them, and their own words as they wrote them."""

from dataclasses import replace

import pytest

from bot.i18n import say_for
from bot.views import blocks, card, gate, moves, overview, persona, stages, texts, touchpoints
from tests.bot import brimful
from workflows.snapshots import Gate, Thin
from workflows.words import Attendance, Step, WorkshopStatus

EN = say_for("en")


def _step(step: Step, **changes: object) -> object:
    return brimful.outline(step=step, **changes)


def test_a_card_shows_how_many_steps_are_behind() -> None:
    """Dots and a name: step three of six."""
    outline = brimful.outline(step=Step.MAP)
    assert card.progress(outline) == "●●●○○○"
    assert card.where(outline, EN) == "Step 3 of 6: Create the map"


def test_somebody_new_is_asked_to_introduce_themselves_first() -> None:
    """Whoever types the command without taking part gets the shortest way in."""
    assert moves.yours(brimful.outline(), "U0NOBODY") is moves.INTRODUCE


def test_a_facilitator_who_contributed_is_offered_the_next_step() -> None:
    """The one who leads sees the way on; the others see what else they can give."""
    anna, boris = brimful.outline().participants
    gave = {"contributed": frozenset({Step.FEEL})}
    outline = brimful.outline(participants=(replace(anna, **gave), replace(boris, **gave)))
    assert moves.yours(outline, anna.person.user_id) is moves.NEXT
    assert moves.yours(outline, boris.person.user_id) is moves.SCORES


def test_a_map_without_stages_asks_for_stages_before_anything_else() -> None:
    """Nothing can be placed in columns that do not exist."""
    outline = brimful.outline(step=Step.MAP, stages=())
    assert moves.of(outline) == (moves.STAGES,)
    assert touchpoints.add(outline, EN)["callback_id"] == "info"


def test_a_living_map_leads_with_its_review() -> None:
    """After the six steps the card is about keeping the map alive."""
    outline = brimful.outline(status=WorkshopStatus.LIVING)
    assert moves.of(outline)[0] is moves.REVIEW
    assert moves.onward(outline) is None
    said = str(card.card(brimful.journey(outline=outline), EN).blocks)
    assert "Next review" in said
    assert "Open pain points: 2" in said


def test_people_who_declined_are_not_waited_for() -> None:
    """The card does not nag those who said no."""
    anna, boris = brimful.outline().participants
    outline = brimful.outline(participants=(anna, replace(boris, attendance=Attendance.DECLINED)))
    assert "U0BORIS" not in str(card.card(brimful.journey(outline=outline), EN).blocks)


def test_a_gate_says_what_is_thin_and_never_traps() -> None:
    """One line for each thing, and a button to go on."""
    found = Gate(Step.FEEL, (Thin("stages_few_scores", ("Checkout",)), Thin("pains_without_evidence", count=2)))
    view = gate.gate(brimful.journey(), found, EN)
    assert "“Checkout”" in str(view)
    assert "2 serious pains rest on nothing yet" in str(view)
    assert view["submit"]["text"] == "Go on anyway"
    assert "Why go on" not in str(view)


def test_a_gate_offers_what_mends_it_and_says_to_others_who_goes_on() -> None:
    """Whoever may not take the team on is not shown a button that refuses."""
    found = Gate(Step.FEEL, (Thin("stages_few_scores", ("Checkout",)), Thin("pains_without_evidence", count=2)))
    view = gate.gate(brimful.journey(), found, EN, user_id=brimful.ANNA.user_id)
    assert "Score the feelings" in str(view)
    assert "Add evidence" in str(view)
    other = gate.gate(brimful.journey(), found, EN, user_id="U0SOMEBODY")
    assert f"<@{brimful.ANNA.user_id}> takes the team to the next step" in str(other)
    assert "submit" not in other
    assert "Score the feelings" in str(other)


def test_the_last_gate_says_what_it_cannot_do_without() -> None:
    """It does not say «at any time» where there is no button to go on."""
    snapshot = brimful.journey(outline=brimful.outline(step=Step.REVIEW))
    view = gate.gate(snapshot, Gate(Step.REVIEW, (Thin("no_cadence"),)), EN)
    assert "submit" not in view
    assert "at any time" not in str(view)
    assert "Plan the reviews" in str(view)


def test_only_critical_pains_without_owner_ask_for_a_reason() -> None:
    """The one place where going on takes a sentence."""
    snapshot = brimful.journey(outline=brimful.outline(step=Step.REDESIGN))
    found = Gate(Step.REDESIGN, (Thin("critical_without_owner", ("Return form is hard",)),), needs_reason=True)
    assert "Why go on without owners?" in str(gate.gate(snapshot, found, EN))


def test_an_unknown_code_of_a_gate_still_has_words() -> None:
    """A service may learn a new check before the view knows it."""
    assert gate.sentence(Thin("brand_new"), EN)


@pytest.mark.parametrize("code", sorted(gate.codes()))
def test_every_thin_thing_has_a_sentence_in_which_names_are_no_markup(code: str) -> None:
    """Names of stages and pains are people's own words."""
    assert "<!channel>" not in gate.sentence(Thin(code, ("<!channel>",), 3), EN)


def test_unfolding_the_persona_keeps_what_was_typed_even_what_was_emptied() -> None:
    """The rest of the questions appear; nothing that stood there changes."""
    stored = brimful.full_journey(0).personas[0]
    view = persona.persona(7, stored, EN, full=True, typed={"name": "Marina", "goal": "", "detail:likes": "Blue"})
    fields = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert fields["name"]["initial_value"] == "Marina"
    assert "initial_value" not in fields["goal"]
    assert fields["detail:likes"]["initial_value"] == "Blue"
    assert fields["headline"]["initial_value"] == stored.headline


def test_a_stage_added_meanwhile_stands_at_the_end_of_the_typed_list() -> None:
    """Two people arrange the stages: nobody's is dropped unseen."""
    assert stages.merged(["Search", "checkout"], ["Awareness", "Checkout"]) == ["Search", "checkout", "Awareness"]


def test_saving_touchpoints_brings_the_form_back_empty_with_the_same_stage() -> None:
    """A new block id empties the field; the count says that it worked."""
    first = touchpoints.add(brimful.outline(), EN, stage_id=2)
    again = touchpoints.add(brimful.outline(), EN, stage_id=2, saved=3, turn=1)
    assert "Saved 3" in str(again)
    names = [[block.get("block_id") for block in view["blocks"] if block["type"] == "input"] for view in (first, again)]
    assert names[0][:2] == ["lines", "stage"]
    assert names[1][:2] == ["lines~1", "stage"]
    (stage,) = (block for block in again["blocks"] if block.get("block_id") == "stage")
    assert stage["element"]["initial_option"]["value"] == "2"


def test_the_stored_answer_shows_the_text_and_a_way_to_change_it() -> None:
    """What was typed in one line can be mended with one click."""
    message = overview.stored(brimful.outline(), None, 5, "<!here> free returns", "Checkout", EN)
    assert "<!here>" not in message.text
    assert message.blocks[0]["text"] == {"type": "plain_text", "text": message.blocks[0]["text"]["text"], "emoji": True}
    assert "free returns" in message.blocks[0]["text"]["text"]


def test_clipping_cuts_between_graphemes() -> None:
    """Half a family is no family."""
    family = "👨‍👩‍👧‍👦"
    assert texts.clip(family * 3, 14) == family + "…"
    assert texts.clip("short", 14) == "short"
    assert texts.clip("   ", 14) == "–"


def test_clipped_mrkdwn_ends_outside_of_entities_and_mentions() -> None:
    """A cut entity would show its letters, a cut mention would swallow the rest."""
    assert texts.clip_mrkdwn("fish &amp; chips and more", 10) == "fish…"
    assert texts.clip_mrkdwn("ask <@U0BORIS> about it", 10) == "ask…"


def test_a_hebrew_text_that_begins_in_latin_faces_right() -> None:
    """Slack looks at the first letter only; a mark in front says otherwise. Latin text is left alone."""
    assert texts.face("Cairn הוא כלי למפות מסע לקוח").startswith(texts.RIGHT_TO_LEFT_MARK)
    assert texts.face("The word שלום means peace") == "The word שלום means peace"
    assert texts.face("שלום") == "שלום"


def test_a_row_of_buttons_of_one_action_has_distinct_ids() -> None:
    """Slack refuses two elements with the same action id in one block."""
    row = blocks.actions(*(moves.button(move, brimful.outline(), EN) for move in moves.of(brimful.outline())))
    ids = [element["action_id"] for element in row["elements"]]
    assert len(ids) == len(set(ids))

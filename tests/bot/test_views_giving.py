"""The forms by which people give something: notes, scores, votes, ideas, messages of the channel."""

import json
from dataclasses import replace

import pytest

from bot import values
from bot.i18n import Say, say_for
from bot.ids import Field
from bot.simulator.strict import check_view
from bot.views import conflict, ideas, message_to_map, mine, notes, scores, votes
from bot.views.texts import Json
from tests.bot import brimful
from tests.bot.voices import VOICES
from workflows import limits
from workflows.commands import EditNote, SavePersona
from workflows.errors import ConflictError
from workflows.words import NoteKind, PainStatus, Severity, Step

_ = say_for("en")
FULL = brimful.full_journey()


def fields(view: Json) -> dict[str, Json]:
    """The inputs of a view by block id."""
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def full_draft(turn: int) -> notes.Draft:
    """Everything filled in, as long as can be."""
    link = "https://example.com/" + "x" * 2900
    pain = FULL.open_pains[0].id
    stage = FULL.outline.stages[-1][0]
    return notes.Draft(
        brimful.long(3000, turn), stage, Severity.CRITICAL, pain, None, brimful.long(300, turn), link, 2**31 - 1
    )


@pytest.mark.parametrize("say", VOICES)
@pytest.mark.parametrize("kind", NoteKind)
def test_every_note_form_fits_into_slack_however_much_stands_in_it(kind: NoteKind, say: Say) -> None:
    """Empty, full, saved, and being edited."""
    sheets = [
        notes.Sheet(FULL.outline, kind, full_draft(turn), FULL.open_pains, full=True, saved=999, saved_text=text)
        for turn in range(4)
        for text in ("x", brimful.long(3000, turn))
    ]
    note = replace(FULL.pains[0], kind=kind)
    for sheet in [*sheets, notes.Sheet(brimful.outline(stages=()), kind), notes.editing(FULL.outline, note)]:
        assert check_view(notes.view(sheet, say)) == []


def test_after_saving_the_text_is_empty_and_the_stage_stays() -> None:
    """The confirmation names the stage; the empty field is one that Slack has not seen yet."""
    first = notes.view(notes.Sheet(brimful.outline(), NoteKind.PAIN), _)
    draft = notes.Draft(stage_id=2, severity=Severity.CRITICAL)
    again = notes.Sheet(brimful.outline(), NoteKind.PAIN, draft, saved=1, saved_text="It is slow")
    view = notes.view(again, _)
    assert "It is slow" in json.dumps(view["blocks"][0])
    assert fields(view)[Field.STAGE]["element"]["initial_option"]["text"]["text"] == "Checkout"
    (text,) = (block for name, block in fields(view).items() if name.startswith(Field.TEXT))
    assert "initial_value" not in text["element"]
    assert text["block_id"] not in fields(first)


def test_only_pains_ask_how_much_it_hurts_and_only_evidence_asks_at_once_where_it_comes_from() -> None:
    """The rest stands behind a button, so that the form is short on a phone."""
    pain = fields(notes.view(notes.Sheet(brimful.outline(), NoteKind.PAIN), _))
    joy = fields(notes.view(notes.Sheet(brimful.outline(), NoteKind.JOY), _))
    evidence = fields(notes.view(notes.Sheet(brimful.outline(), NoteKind.EVIDENCE, pains=brimful.journey().pains), _))
    assert Field.SEVERITY in pain
    assert Field.SEVERITY not in joy
    assert Field.SOURCE not in pain
    assert {Field.SOURCE, Field.EVIDENCE_KIND, Field.LINK, Field.SAMPLE_SIZE, Field.ABOUT} <= evidence.keys()


def test_a_map_without_stages_offers_to_set_them() -> None:
    """Instead of an empty select, which Slack refuses."""
    assert check_view(notes.no_stages(brimful.outline(stages=()), _)) == []


@pytest.mark.parametrize("say", VOICES)
@pytest.mark.parametrize("words", [False, True])
def test_twenty_stages_are_scored_in_one_form(say: Say, *, words: bool) -> None:
    """With and without words."""
    given = {stage_id: (-2, brimful.long(80, 1)) for stage_id, _name in FULL.outline.stages}
    for mine_now in ({}, given):
        view = scores.view(FULL.outline, mine_now, say, words=words)
        assert check_view(view) == []
        assert len([name for name in fields(view) if name.startswith("score:")]) == limits.STAGES_MAX


def test_my_earlier_scores_stand_in_the_form() -> None:
    """And the stages I did not score are empty."""
    inputs = fields(scores.view(brimful.outline(), {1: (-2, "lost")}, _))
    assert inputs["score:1"]["element"]["initial_option"]["value"] == "-2"
    assert inputs["word:1"]["element"]["initial_value"] == "lost"
    assert "initial_option" not in inputs["score:2"]["element"]
    assert not any(len(option["text"]["text"]) > 20 for option in inputs["score:2"]["element"]["options"])


@pytest.mark.parametrize("turn", [None, 0, 1, 2, 3])
def test_five_hundred_pains_fit_on_one_ballot(turn: int | None) -> None:
    """In every writing, and all of them are there."""
    snapshot = brimful.full_journey(turn)
    chosen = frozenset(pain.id for pain in snapshot.pains[:5])
    view = votes.view(snapshot, chosen, _, leads=True)
    assert check_view(view) == []
    options = [option["value"] for block in fields(view).values() for option in block["element"]["options"]]
    assert len(set(options)) == len(snapshot.open_pains) == 500


def test_a_ballot_shows_the_open_pains_only_and_my_dots() -> None:
    """What is done needs no dots any more."""
    stages = brimful.journey().stages
    done = brimful.pain(13, "Was solved", status=PainStatus.DONE)
    snapshot = brimful.journey(stages=(stages[0], replace(stages[1], pains=(*stages[1].pains, done))))
    (block,) = fields(votes.view(snapshot, {11}, _)).values()
    assert [option["value"] for option in block["element"]["options"]] == ["11", "12"]
    assert [option["value"] for option in block["element"]["initial_options"]] == ["11"]
    assert check_view(votes.view(brimful.journey(stages=stages[:1]), (), _)) == []
    redesign = replace(snapshot, outline=replace(snapshot.outline, step=Step.REDESIGN, private_votes=None))
    offered = ["Vote privately first" in str(votes.view(redesign, (), _, leads=leads)) for leads in (True, False)]
    assert offered == [True, False], "who leads can begin it from the very ballot"


@pytest.mark.parametrize("turn", [None, 0, 1, 2, 3])
def test_an_idea_can_be_for_the_most_voted_pains_or_for_a_stage(turn: int | None) -> None:
    """No more than 100 choices, the one that is set among them."""
    snapshot = brimful.full_journey(turn)
    last = snapshot.pains[-1]
    idea = replace(snapshot.ideas[0], pain_id=last.id)
    for view in (ideas.view(snapshot, _), ideas.view(snapshot, _, idea=idea), ideas.view(snapshot, _, pain_id=last.id)):
        assert check_view(view) == []
    chosen = fields(ideas.view(snapshot, _, idea=idea))[Field.PAIN]["element"]["initial_option"]
    assert chosen["value"] == f"pain:{last.id}"
    assert check_view(ideas.view(brimful.journey(stages=(), outline=brimful.outline(stages=())), _)) == []


def test_the_most_voted_pain_stands_first_in_the_idea_form() -> None:
    """It is what most people want an idea for."""
    stages = brimful.journey().stages
    pains = (brimful.pain(1, votes=0), brimful.pain(2, votes=7))
    snapshot = brimful.journey(stages=(replace(stages[0], pains=pains),))
    assert fields(ideas.view(snapshot, _))[Field.PAIN]["element"]["options"][0]["value"] == "pain:2"


@pytest.mark.parametrize("say", VOICES)
def test_my_contributions_are_listed_page_by_page(say: Say) -> None:
    """However many and however long; each page has its way on and back."""
    things: list[tuple[str, mine.Item]] = [
        *(("note", pain) for pain in FULL.pains[:30]),
        *(("touchpoint", touchpoint) for touchpoint in FULL.touchpoints[:30]),
        *(("idea", idea) for idea in FULL.ideas[:30]),
        ("metric", FULL.metrics[0]),
        ("persona", FULL.personas[0]),
    ]
    for page in (0, 2, 99):
        assert check_view(mine.view(FULL.outline, things, say, page=page)) == []
    assert check_view(mine.view(FULL.outline, [], say)) == []
    for kind, item in things:
        assert check_view(mine.delete(FULL.outline, kind, item, say)) == []


@pytest.mark.parametrize("turn", range(4))
def test_a_message_of_any_length_becomes_a_form(turn: int) -> None:
    """Clipped to what a note takes; the link and the author stay, where they fit."""
    many = [replace(FULL.outline, id=number) for number in range(1, 120)]
    for link in ("https://example.slack.com/archives/C1/p1", "https://example.com/" + "x" * 5000, ""):
        quote = message_to_map.Quote(brimful.long(40_000, turn), brimful.long(300, turn), link)
        view = message_to_map.view(many, many[-1], quote, FULL.outline.stages[3][0], _)
        assert check_view(view) == []
        assert len(values.decode(view["private_metadata"]).more.get("link", "")) <= message_to_map.LINK_MAX
    assert (
        check_view(message_to_map.view([brimful.outline()], brimful.outline(), message_to_map.Quote(""), None, _)) == []
    )
    assert check_view(message_to_map.no_map(_)) == []
    assert check_view(message_to_map.added(FULL.outline, NoteKind.PAIN, _)) == []


def test_a_conflict_shows_both_texts_and_keeps_mine_as_i_typed_it() -> None:
    """The other text can be read, mine can be changed, nothing is lost."""
    command = EditNote(7, 11, 1, "My <text> & more", stage_id=2, severity=Severity.CRITICAL)
    error = ConflictError("note", 11, 4, {"text": "Their text", "stage_id": 1, "severity": Severity.CRITICAL})
    form = values.Value(workshop=7, item=11, version=1)
    view = conflict.view(error, conflict.flat(command), form, _, stages=brimful.outline().stages)
    assert check_view(view) == []
    assert "Their text" in json.dumps(view["blocks"])
    assert fields(view)["mine:text"]["element"]["initial_value"] == "My <text> & more"
    kept = values.decode(view["private_metadata"])
    assert (kept.kind, kept.item, kept.version) == ("note", 11, 4)
    assert kept.more["stage_id"] == "2"
    assert "Stage: Awareness now, Checkout as you chose it" in json.dumps(view["blocks"], ensure_ascii=False)


@pytest.mark.parametrize("say", VOICES)
@pytest.mark.parametrize("turn", range(4))
def test_a_conflict_over_the_longest_texts_fits_into_slack(turn: int, say: Say) -> None:
    """Both versions of a whole persona, the same or different."""
    text = brimful.long(3000, turn)
    details = {name: brimful.long(600, turn) for name in ("age", "goals", "likes", "dislikes", "habits", "evidence")}
    command = SavePersona(7, text[:80], text[:300], text[:300], text, text[:300], details, 3, 1)
    for theirs in ({}, conflict.flat(command), {"goal": brimful.long(3000, turn + 1), "details": details}):
        error = ConflictError("persona", 3, 2, dict(theirs))
        assert check_view(conflict.view(error, conflict.flat(command), values.Value(workshop=7), say)) == []

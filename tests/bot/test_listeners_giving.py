"""What people give, through the wire: a command or a button, a form, and what stands on the map after it."""

from collections.abc import AsyncIterator

import pytest

from bot.ids import Action, Field, Modal, Shortcut
from bot.simulator.reading import words_of
from bot.simulator.rehearsal import Rehearsal
from bot.simulator.things import OpenView
from tests.bot.crew import Crew, crew, text_block, workplace
from workflows import contributions
from workflows.commands import Delete
from workflows.words import NoteKind, Severity


@pytest.fixture(scope="module")
async def there(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Rehearsal]:
    """A workspace for all tests of this module."""
    async with workplace(tmp_path_factory.mktemp("giving")) as made:
        yield made
        await made.settle()


@pytest.fixture
async def team(there: Rehearsal) -> Crew:
    """Anna and Boris, a workshop with two stages."""
    return await crew(there)


async def test_a_pain_is_saved_and_the_form_is_ready_for_the_next_with_the_same_stage(team: Crew) -> None:
    """Two pains in one go."""
    first = await team.opens(team.anna, "pain", Modal.NOTE)
    again = await team.anna.submit({text_block(first): "Too slow", Field.STAGE: "Checkout", Field.SEVERITY: "Minor"})
    assert isinstance(again, OpenView)
    assert "Saved in Checkout: Too slow" in " ".join(words_of(again).split())
    third = await team.anna.submit({text_block(again): "Too dear"})
    assert isinstance(third, OpenView)
    await team.anna.close()
    pains = (await team.map()).pains
    assert [(pain.text, pain.severity) for pain in pains] == [
        ("Too slow", Severity.MINOR),
        ("Too dear", Severity.MINOR),
    ]
    later = await team.opens(team.anna, "joy", Modal.NOTE)
    assert later.values[Field.STAGE][Field.STAGE]["selected_option"]["text"]["text"] == "Checkout"


async def test_more_fields_come_on_a_button_and_what_was_typed_stays(team: Crew) -> None:
    """The evidence behind a pain."""
    view = await team.opens(team.anna, "pain", Modal.NOTE)
    await team.anna.fill({text_block(view): "Too slow", Field.STAGE: "Checkout"})
    await team.anna.click(view, Action.MORE_NOTE)
    full = await team.anna.sees_view(Modal.NOTE)
    await team.anna.submit(
        {
            Field.EVIDENCE_KIND: "Support ticket",
            Field.SOURCE: "Tickets of October",
            Field.LINK: "https://example.com/t",
            Field.SAMPLE_SIZE: "14",
        },
        full,
    )
    (pain,) = (await team.map()).pains
    assert (pain.text, pain.source, pain.sample_size) == ("Too slow", "Tickets of October", 14)


async def test_evidence_backs_up_a_pain(team: Crew) -> None:
    """The pain then counts one piece of evidence."""
    await team.adds_pain(team.anna)
    view = await team.opens(team.boris, "evidence", Modal.NOTE)
    about = next(str(b["block_id"]) for b in view.blocks if str(b.get("block_id", "")).startswith(Field.ABOUT))
    await team.boris.submit({text_block(view): "7 of 10 said so", about: "Too slow", Field.EVIDENCE_KIND: "Survey"})
    assert (await team.map()).pains[0].evidence_count == 1


async def test_a_link_that_is_none_is_said_at_its_field(team: Crew) -> None:
    """And nothing is stored."""
    view = await team.opens(team.anna, "evidence", Modal.NOTE)
    values = {text_block(view): "Seen", Field.EVIDENCE_KIND: "Case", Field.LINK: "ftp://example.com"}
    errors = await team.anna.submit(values)
    assert isinstance(errors, dict)
    assert set(errors) == {Field.LINK}
    assert (await team.map()).evidence == ()


async def test_all_stages_are_scored_in_one_form_and_can_be_scored_anew(team: Crew) -> None:
    """With a word where one likes."""
    view = await team.opens(team.anna, "feel", Modal.SCORES)
    (first, _a), (second, _b) = (await team.map()).outline.stages
    await team.anna.fill({f"score:{second}": "-2"})
    await team.anna.click(view, Action.MORE_SCORES)
    wordy = await team.anna.sees_view(Modal.SCORES)
    assert await team.anna.submit({f"word:{second}": "lost"}, wordy) is None
    emotion = (await team.map()).stages[1].emotion
    assert emotion
    assert (emotion.median, emotion.word, emotion.count) == (-2, "lost", 1)
    again = await team.opens(team.anna, "feel", Modal.SCORES)
    assert again.values[f"score:{second}"][f"score:{second}"]["selected_option"]["value"] == "-2"
    await team.anna.submit({f"score:{first}": "1", f"score:{second}": "0"})
    emotions = [stage.emotion for stage in (await team.map()).stages]
    assert [one.median for one in emotions if one] == [1, 0]


async def test_more_dots_than_one_has_are_refused_at_the_boxes(team: Crew) -> None:
    """And five are counted."""
    for number in range(6):
        await team.adds_pain(team.anna, f"Pain {number}")
    view = await team.opens(team.boris, "vote", Modal.VOTES)
    (block,) = [str(b["block_id"]) for b in view.blocks if b["type"] == "input"]
    options = [pain.id for pain in (await team.map()).pains]
    errors = await team.boris.submit({block: [str(one) for one in options]})
    assert isinstance(errors, dict)
    assert set(errors) == {block}
    assert await team.boris.submit({block: [str(one) for one in options[:5]]}) is None
    assert sum(pain.votes for pain in (await team.map()).pains) == 5


async def test_an_idea_for_a_pain_stands_in_its_stage(team: Crew) -> None:
    """And can be changed afterwards."""
    pain = await team.adds_pain(team.anna)
    await team.opens(team.boris, "idea", Modal.IDEA)
    await team.boris.submit({Field.TEXT: "Two clicks", Field.PAIN: f"pain:{pain}", Field.IMPACT: "High"})
    (idea,) = (await team.map()).stages[1].ideas
    assert (idea.text, idea.pain_id, idea.impact) == ("Two clicks", pain, 3)


async def test_a_refused_change_gives_the_typed_text_back(team: Crew) -> None:
    """The note was deleted meanwhile; the words are there to copy."""
    note = await team.adds_pain(team.anna)
    listed = await team.opens(team.anna, "mine", Modal.MINE)
    item = next(b["accessory"]["options"] for b in listed.blocks if "accessory" in b)
    await team.anna.click(listed, Action.ITEM, item[0]["value"])
    form = await team.anna.sees_view(Modal.NOTE)
    await contributions.delete(team.there.cairn.desk, team.actor, Delete(team.workshop, "note", note))
    refused = await team.anna.submit({text_block(form): "My long thought"})
    assert isinstance(refused, OpenView)
    assert "My long thought" in str(refused.values)


async def test_a_message_becomes_evidence_with_its_link_and_author(team: Crew) -> None:
    """By the menu of the message."""
    said = await team.boris.say(team.channel, "A customer told me the bill is a riddle & more")
    await team.anna.message_shortcut(said, Shortcut.ADD_MESSAGE)
    form = await team.anna.sees_view(Modal.MESSAGE_TO_MAP)
    assert form.values[Field.TEXT][Field.TEXT]["value"] == "A customer told me the bill is a riddle & more"
    done = await team.anna.submit({})
    assert isinstance(done, OpenView)
    (note,) = (await team.map()).evidence
    assert note.kind is NoteKind.EVIDENCE
    assert note.text == "A customer told me the bill is a riddle & more"
    assert "/archives/" in note.link
    assert note.source.casefold() == "boris"  # by the handle until the profile has come


async def test_a_message_becomes_a_pain_only_with_a_stage(team: Crew) -> None:
    """Because a pain stands in a stage of the map."""
    said = await team.boris.say(team.channel, "They wait for hours")
    await team.anna.message_shortcut(said, Shortcut.ADD_MESSAGE)
    form = await team.anna.sees_view(Modal.MESSAGE_TO_MAP)
    stage = next(str(b["block_id"]) for b in form.blocks if str(b.get("block_id", "")).startswith(Field.STAGE))
    errors = await team.anna.submit({Field.NOTE_KIND: "Pain point"})
    assert isinstance(errors, dict)
    assert set(errors) == {stage}
    await team.anna.submit({stage: "Checkout"})
    assert [pain.text for pain in (await team.map()).pains] == ["They wait for hours"]


async def test_the_global_shortcut_shows_my_maps_and_what_to_do_next(team: Crew) -> None:
    """From anywhere in Slack."""
    await team.boris.global_shortcut(Shortcut.OPEN)
    view = await team.boris.sees_view(Modal.INFO)
    assert "Buying a jacket" in words_of(view)

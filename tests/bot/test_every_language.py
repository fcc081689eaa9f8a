"""In every language, and in two that nobody speaks: everything fits into Slack, and nothing is left in English."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.i18n import LANGUAGES, Say, say_for
from bot.simulator.strict import check_message, check_view
from bot.views import messages
from bot.views.message import Message
from tests.bot import brimful, test_views_walk
from tests.bot.voices import ACCENTED, MIRRORED, VOICES, left_in_latin, shown, spoken
from workflows.ports import Order
from workflows.words import PostingKind, Step

CHINESE = 2  # the turn in which what people wrote is Chinese
KINDS = [kind for kind in PostingKind if kind is not PostingKind.LETTER]


def _posted(step: Step, language: str) -> Iterator[tuple[str, Message]]:
    """Every message of the engine at a step."""
    snapshot = test_views_walk._full(CHINESE, step)
    snapshot = replace(snapshot, outline=replace(snapshot.outline, language=language))
    for kind in KINDS:
        order = Order(1, f"{kind}:7:1:invalid_blocks", kind, "T0CAIRN", "C0JOURNEY", None, int(step), None, None)
        yield kind, messages.build(order, snapshot)


@pytest.fixture
def all_chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody wrote anything in Latin letters."""
    monkeypatch.setattr(brimful, "LATIN", brimful.CHINESE)
    brimful.full_journey.cache_clear()
    yield
    brimful.full_journey.cache_clear()


@pytest.mark.parametrize("say", VOICES[-2:])
def test_every_modal_and_answer_fits_into_slack_however_long_the_words_of_a_language_are(say: Say) -> None:
    full = test_views_walk._full(None)
    found = {name: check_view(view) for name, view in test_views_walk._walk(full, say)}
    for name, message in test_views_walk._answers(full, say):
        found[name] = check_message({"text": message.text, "blocks": message.blocks})
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("language", [*LANGUAGES, "accented", "mirrored"])
def test_every_message_of_the_engine_fits_into_slack_in_every_language(language: str) -> None:
    code, catalogue = {"accented": ("en", ACCENTED), "mirrored": ("he", MIRRORED)}.get(language, (language, None))
    with spoken(code, catalogue):
        found = {
            (step, kind): check_message({"text": message.text, "blocks": message.blocks})
            for step in (Step.INVITE, Step.FEEL, Step.REVIEW)
            for kind, message in _posted(step, code)
        }
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.usefixtures("all_chinese")
def test_nothing_that_people_see_is_written_into_the_code() -> None:
    """Every letter of a sentence becomes Hebrew here: what is still Latin never went through a catalogue."""
    with spoken("he", MIRRORED):
        say, full = say_for("he"), test_views_walk._full(CHINESE)
        views = list(test_views_walk._walk(full, say))
        said = [*test_views_walk._answers(full, say), *_posted(Step.FEEL, "he"), *_posted(Step.REVIEW, "he")]
    texts = [(name, text) for name, view in views for text in shown(view)]
    texts += [(name, text) for name, message in said for text in (message.text, *shown(message.blocks))]
    known = frozenset({*LANGUAGES.values(), "Anna", "Boris", "Cairn", "Slack", "PDF", "UTC", "pain", "idea", "journey"})
    found = {(name, *words) for name, text in texts if (words := left_in_latin(text, known))}
    assert found == set()


def test_a_sentence_of_ours_that_is_hard_coded_is_seen() -> None:
    with spoken("he", MIRRORED):
        assert left_in_latin(say_for("he")("Save and add another, {name}", name="חנה")) == []
    assert left_in_latin("Save and add another") == ["Save", "and", "add", "another"]
    assert left_in_latin("`/journey pain`, <@U0ANNA>, https://example.com") == []

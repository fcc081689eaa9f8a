"""Languages, dates and numbers."""

import copy
from datetime import UTC, date, datetime, time
from enum import Enum
from io import BytesIO

import pytest

from bot import catalogues, i18n, labels, sentences
from bot.i18n import LANGUAGES, say_for
from workflows import words

UNSAID = {
    words.PostingKind,
    words.PostingState,
    words.NoticeKind,
    words.Answered,
    words.HookState,
}  # these words are the program's own
MOMENT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_a_sentence_without_translation_is_said_in_english():
    assert say_for("ru")("A sentence nobody translated, by {name}", name="Ann") == (
        "A sentence nobody translated, by Ann"
    )


def test_nothing_is_said_where_there_is_nothing_to_say():
    assert say_for("en")("") == ""
    assert say_for("en").p("context", "") == ""


def test_a_number_chooses_its_form():
    _ = say_for("en")
    assert _.n("{count} idea", "{count} ideas", 1) == "1 idea"
    assert _.n("{count} idea", "{count} ideas", 1200) == "1,200 ideas"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Monday, 23 Nov, 10:00"),
        ("ru", "понедельник, 23 нояб., 10:00"),
        ("zh_Hans", "11月23日 星期一 10:00"),
        ("he", "יום שני, 23 בנוב׳, 10:00"),
    ],
)
def test_a_moment_is_said_in_the_persons_language_and_time_zone(language, said):
    assert say_for(language, "Europe/Berlin").when(MOMENT) == said


def test_days_are_calendar_days_of_the_person():
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    assert say_for("en", "Asia/Tokyo").day(late) == "24 Nov"
    assert say_for("en", "Asia/Tokyo").date(date(2026, 11, 23)) == "23 Nov 2026"
    assert say_for("en", "Asia/Tokyo").time(late) == "08:30"
    assert say_for("en", "Asia/Tokyo").time(time(8, 5)) == "08:05"


@pytest.mark.parametrize("tz", ["", "Nowhere/At all", "Europe", "../../etc/passwd", "\0", "x" * 5000])
def test_a_time_zone_nobody_knows_is_utc(tz):
    assert say_for("en", tz).time(MOMENT) == "09:00"


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("ru-RU", "ru"),
        ("zh-CN", "zh_Hans"),
        ("iw", "he"),
        ("he_IL", "he"),
        ("en-GB", "en"),
        ("zh-TW", "zh_Hans"),
        ("uk-UA", "en"),
        ("xx", "en"),
        ("../x", "en"),
    ],
)
def test_the_nearest_language_is_found_and_nothing_but_a_language(locale, language):
    assert say_for(locale).language == language


def test_hebrew_runs_from_the_right():
    assert say_for("he").right_to_left
    assert not say_for("ru").right_to_left


def test_copying_a_voice_copies_no_catalogue():
    voice = say_for("he")
    assert copy.deepcopy({"say_in": voice})["say_in"] is voice


def test_the_catalogues_are_up_to_date_complete_in_english_and_whole():
    assert list(catalogues.troubles()) == []


@pytest.mark.thorough
def test_a_broken_placeholder_in_a_translation_is_found(tmp_path, monkeypatch):
    for language in LANGUAGES:
        path = tmp_path / language / "LC_MESSAGES" / "cairn.po"
        path.parent.mkdir(parents=True)
        text = sentences.path_of(language).read_text("utf-8")
        path.write_text(
            text.replace(
                'msgid "Step {number} of 6: {name}"\nmsgstr ""', 'msgid "Step {number} of 6: {name}"\nmsgstr "{nomber}"'
            ).replace('msgstr "Awful"', 'msgstr ""'),
            "utf-8",
        )
    path = tmp_path / "zh_Hans" / "LC_MESSAGES" / "cairn.po"
    text = path.read_text("utf-8")
    head, _sep, tail = text.partition('msgid "Step {number} of 6: {name}"\n')
    path.write_text(
        head + 'msgid "Step {number} of 6: {name}"\n' + 'msgstr "{nomber}"\n\n' + tail.partition("\n\n")[2], "utf-8"
    )
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    found = "\n".join(catalogues.troubles())
    assert "zh_Hans: placeholders ['nomber'] instead of ['name', 'number']" in found
    assert "en: other words than in the code: 'Awful'" in found


@pytest.mark.parametrize(
    "kind",
    [kind for kind in vars(words).values() if isinstance(kind, type) and issubclass(kind, Enum) and kind not in UNSAID],
)
def test_every_word_of_the_domain_has_a_name(kind):
    _ = say_for("en")
    assert all(labels.label(_, member) for member in kind)
    assert len(labels.labels(_, kind)) == len(kind)


def test_words_with_the_same_number_have_their_own_names():
    _ = say_for("en")
    assert labels.label(_, words.Severity.MINOR) == "Minor"
    assert labels.label(_, words.Level.LOW) == "Low"
    assert labels.step_title(_, words.Step.INVITE) == "Step 1 of 6: Invite stakeholders"


def test_a_sentence_inside_another_string_is_collected_too():
    code = b"""said = f"*{_('Hello {name}', name=name)}* {_.n('{count} map', '{count} maps', 2)}"\nother(_(variable))"""
    found = {texts for _line, _name, texts, _comments in sentences.sentences(BytesIO(code), ["_", "n"], (), {})}
    assert found == {"Hello {name}", ("{count} map", "{count} maps", None)}


def test_a_command_keeps_its_slash_in_front_in_hebrew():
    said = say_for("he")("Type `/journey` to see it.")
    assert said == "Type `\u200e/journey` to see it."
    assert say_for("he").typed("/journey") == "`\u200e/journey`"
    assert say_for("ru").typed("/journey") == "`/journey`"

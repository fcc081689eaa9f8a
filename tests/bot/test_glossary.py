"""The words of the profession are the same in every sentence of a language."""

import pytest

from bot import glossary
from bot.i18n import LANGUAGES, SOURCE


@pytest.mark.parametrize(
    ("language", "english", "said", "found"),
    [
        ("ru", "Two pain points", "Две болевые точки", []),
        ("ru", "Two pain points", "Две проблемы", ["pain point (болевая точка)"]),
        ("ru", "The journey map and its stages", "Карта пути и её этапы", []),
        ("ru", "Opportunities", "Шансы", ["opportunity (возможность)"]),
        ("zh_Hans", "Add a touchpoint", "添加联系点", ["touchpoint (触点)"]),
        ("he", "All touchpoints", "כל נקודות המגע", []),
        ("ru", "{stage}: {count}", "{stage}: {count}", []),
        ("ru", "Type `/journey review`", "Наберите `/journey review`", []),
        ("ru", "Backstage", "За кулисами", []),
    ],
)
def test_a_term_is_said_in_the_glossarys_word_in_any_inflection(language, english, said, found):
    assert list(glossary.missing(language, english, said)) == found


def test_every_term_has_a_word_in_every_language_and_the_page_shows_it():
    page = glossary.page()
    for term, words in glossary.terms().items():
        for language in set(LANGUAGES) - {SOURCE}:
            assert words[language]["say"] in page, (term, language)
            assert all(stem == stem.lower() for stem in words[language].get("stems", [])), (term, language)

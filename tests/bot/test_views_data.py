"""What is stored of a person, and the forms by which it goes."""

from dataclasses import replace

import pytest

from bot.i18n import LANGUAGES, Say, say_for
from bot.ids import Action
from bot.simulator.strict import check_message, check_view
from bot.views import blocks, card, data
from tests.bot import brimful
from workflows.keeping import DELETED_DAYS, Keeping
from workflows.persons import Person
from workflows.snapshots import MapSnapshot

SPEECH = [say_for(language) for language in LANGUAGES]


@pytest.mark.parametrize("say", SPEECH, ids=lambda say: say.language)
def test_what_is_stored_and_its_forms_fit_into_slack(say: Say) -> None:
    for keeping in (Keeping(), Keeping(DELETED_DAYS[0], 1825, 730)):
        for admin, pending in ((True, False), (False, True)):
            page = data.view(keeping, say, admin=admin, pending=pending)
            assert check_view(page) == []
            assert (str(Action.ERASE_ME) in str(page)) is not pending, "who waits for it need not ask again"
            assert (str(Action.KEEPING) in str(page)) is admin
        assert check_view(data.keeping_form(keeping, say)) == []
    for myself in (True, False):
        assert check_view(data.erase(say, myself=myself)) == []
        assert check_view(data.asked(say, myself=myself)) == []
    assert check_view(data.keeping_saved(say)) == []


@pytest.mark.parametrize("say", SPEECH, ids=lambda say: say.language)
def test_a_card_says_who_deleted_the_map_or_that_its_time_was_over(say: Say) -> None:
    for person, named in (
        (Person("U0ANNA", "Anna"), "<@U0ANNA>"),
        (Person("gone-1", "👤"), "👤"),
        (Person("", ""), ""),
    ):
        said = card.card(_deleted(person), say)
        assert check_message({"text": said.text, "blocks": said.blocks}) == []
        assert named in str(said.blocks)
        assert "gone-" not in str(said.blocks)


def test_a_form_does_not_offer_somebody_whose_name_was_removed() -> None:
    assert "initial_user" not in str(blocks.user_select("person", "Who?", value="gone-1"))
    assert "gone-" not in str(blocks.users_select("people", "Who?", values=["gone-1", "U0ANNA"]))


def _deleted(person: Person) -> MapSnapshot:
    full = brimful.journey()
    return replace(full, outline=replace(full.outline, deleted_by=person))

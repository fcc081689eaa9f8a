"""The list of what the ten checks found: never a wall, never over Slack's limits, never without a way to mend."""

import json
from dataclasses import replace

import pytest

from bot.i18n import Say, say_for
from bot.ids import Action
from bot.listeners.checks import _FORMS, BY_WORD
from bot.simulator.strict import check_view
from bot.views import check_words, checks, gate
from bot.views.texts import Json
from tests.bot import brimful
from tests.bot.voices import VOICES
from tests.workflows.test_checks import FLAWS
from workflows.checks import findings
from workflows.findings import Check, Dismissed, Finding, Item, Report
from workflows.snapshots import Gate, MapSnapshot
from workflows.words import Step

EN = say_for("en")
EVERY = sorted({code for _check, code, _flaw in FLAWS})
LEAD = brimful.ANNA.user_id


def report(snapshot: MapSnapshot, *, dismissed: int = 0) -> Report:
    """What is found on a map, with the first few called false alarms."""
    found = findings(snapshot)
    gone = tuple(
        Dismissed(place, one, brimful.long(300, place), brimful.BORIS, brimful.NOW)
        for place, one in enumerate(found[:dismissed], 1)
    )
    return Report(snapshot, found[dismissed:], gone)


def labels(view: Json) -> list[str]:
    """What the buttons say."""
    said = json.dumps(view, ensure_ascii=False)
    return [one["text"]["text"] for one in _buttons(json.loads(said))]


def _buttons(node: object) -> list[Json]:
    if isinstance(node, dict):
        mine = [node] if node.get("type") == "button" else []
        return mine + [one for part in node.values() for one in _buttons(part)]
    return [one for part in node for one in _buttons(part)] if isinstance(node, list) else []


def brimming() -> Report:
    """A map on which every rule finds something, often, in the longest words of every writing."""
    found = [
        Finding(
            check,
            code,
            Item.NOTE,
            2**31 - 1 - number,
            brimful.long(80, number),
            brimful.long(60, number + 1),
            tuple(brimful.long(300, number + place) for place in range(20)),
            5000,
        )
        for check, code, _flaw in FLAWS
        for number in range(8)
    ]
    gone = tuple(
        Dismissed(2**31 - 1, one, brimful.long(300, place), brimful.BORIS, brimful.NOW)
        for place, one in enumerate(found[:20])
    )
    return Report(MapSnapshot(brimful.full_outline()), tuple(found), gone)


@pytest.mark.parametrize("say", VOICES)
def test_the_fullest_list_fits_into_slack_and_stays_short(say: Say) -> None:
    whole = brimming()
    last = (len(whole.findings) + len(whole.dismissed)) // checks.PAGE
    for page in (*range(0, last, 4), last, 10**9):
        view = checks.view(whole, LEAD, say, page=page)
        assert check_view(view) == []
        assert len(view["blocks"]) <= 50
    assert check_view(checks.dismiss(whole.snapshot.outline, whole.findings[-1], say)) == []
    found = Gate(Step.FEEL, ())
    assert check_view(gate.gate(whole.snapshot, found, say, mistakes=500)) == []
    assert check_view(gate.gate(whole.snapshot, found, say, user_id="U0OTHER", mistakes=1)) == []


@pytest.mark.parametrize("code", EVERY)
def test_every_finding_has_a_sentence_without_markup_a_button_and_the_form_behind_it(code: str) -> None:
    check = next(check for check, known, _flaw in FLAWS if known == code)
    finding = Finding(check, code, name="<!channel>", word="<!here>", names=("<!everyone>",), count=2)
    said = check_words.sentence(finding, EN)
    assert said
    assert "<!" not in said
    assert said != check_words.sentence(replace(finding, code="brand_new"), EN)
    assert check_words.MENDS[code]
    assert code in BY_WORD or code in _FORMS or code == "no_conclusion"


def test_every_mistake_has_a_name_and_says_why_it_matters() -> None:
    assert set(check_words.TITLES) == set(check_words.WHY) == set(Check) == {check for check, _code, _flaw in FLAWS}


def test_only_leads_are_offered_to_call_something_a_false_alarm() -> None:
    whole = report(brimful.journey(), dismissed=1)
    assert "False alarm…" in labels(checks.view(whole, LEAD, EN))
    assert "Take it back" in labels(checks.view(whole, LEAD, EN))
    other = labels(checks.view(whole, "U0OTHER", EN))
    assert not {"False alarm…", "Take it back"} & set(other)
    assert other, "anybody may mend"


def test_a_sound_map_hears_something_warm_and_its_gate_nothing() -> None:
    view = checks.view(Report(brimful.journey()), LEAD, EN)
    assert "in good hands" in json.dumps(view)
    assert not labels(view)
    found = Gate(Step.FEEL, ())
    assert str(Action.CHECKS) not in json.dumps(gate.gate(brimful.journey(), found, EN))
    assert str(Action.CHECKS) in json.dumps(gate.gate(brimful.journey(), found, EN, mistakes=1))

"""The forms of an import, at their fullest, in every language."""

from dataclasses import replace

import pytest

from bot.exports import FORMATS
from bot.i18n import LANGUAGES, Say, say_for
from bot.simulator.strict import check_view
from bot.values import Value
from bot.views import exporting, import_columns, import_preview, import_words, importing
from tests.bot import brimful
from workflows import limits
from workflows.commands import Done
from workflows.exporting import OrderExport, To, What
from workflows.importing.columns import Mapping
from workflows.importing.drafts import Draft
from workflows.importing.plans import Item, Plan
from workflows.importing.problems import Problem
from workflows.importing.sheet import CELL_MAX, COLUMNS_MAX, Row, Sheet
from workflows.importing.vocabulary import ROLES, Kind, Role

SPEECH = [say_for(language) for language in LANGUAGES]
PARAMS = {"limit": 500, "count": 501, "low": 0, "high": 5, "other": 17}


def draft(turn: int, kind: Kind) -> Draft:
    names = tuple(brimful.long(CELL_MAX, turn + place) for place in range(COLUMNS_MAX))
    how = {
        "format": "Excel",
        "sheet": brimful.long(80, turn),
        "others": brimful.long(200, turn),
        "deeper": "5000",
        "rest": "5000",
    }
    rows = tuple(Row(number, names) for number in range(3))
    roles = (*ROLES[kind], *[None] * (COLUMNS_MAX - len(ROLES[kind])))
    return Draft(
        1, 2, "C1", "F1", brimful.long(limits.LINE_MAX, turn), Sheet(names, rows, how), None, Mapping(kind, roles)
    )


def plan(turn: int, kind: Kind, *, wrong: bool) -> Plan:
    def item(number: int) -> Item:
        fields = {"value": 1e15, "measured_on": "2026-03-14", "unit": "%"}
        if kind is Kind.TOUCHPOINTS:
            fields = {"department": brimful.long(80, turn), "details.need": brimful.long(600, turn), "lived": True}
        title = brimful.long(limits.LINE_MAX, turn + number)
        return Item(number, title, brimful.long(80, turn + number % 20), fields, number, dict.fromkeys(fields, 0))

    items = tuple(item(number) for number in range(60))
    texts = {"said": brimful.long(60, turn), "near": brimful.long(80, turn)}
    every = [Problem(code, 5000, brimful.long(CELL_MAX, turn), PARAMS | texts) for code in sorted(import_words.CODES)]
    names = tuple(brimful.long(80, turn + number) + str(number) for number in range(20))
    scores = dict.fromkeys(names, -2)
    return Plan(kind, names, names, names, items, items, 9999, scores, tuple(every) if wrong else (), tuple(every))


@pytest.mark.parametrize("_", SPEECH, ids=LANGUAGES)
def test_slack_takes_every_form_of_an_import_at_its_fullest(_: Say) -> None:
    head = brimful.full_outline()
    for turn, kind in enumerate(Kind, start=SPEECH.index(_)):
        name = brimful.long(limits.LINE_MAX, turn)
        one = draft(turn, kind)
        assert one.mapping
        views = [
            importing.choose([replace(head, id=number) for number in range(100)], "C0123456789", _),
            importing.choose([], "C0123456789", _),
            importing.waiting(1, name, _, external_id="import:V0123456789:1234567890.abcdef"),
            importing.failed(name, brimful.long(3000, turn), Value(workshop=1), _),
            import_columns.columns(one, one.mapping, head, _),
            import_preview.preview(one, plan(turn, kind, wrong=False), head, _, again=True),
            import_preview.preview(one, plan(turn, kind, wrong=True), head, _),
            importing.done(Done(1, 1, 9, {"added": 500, "changed": 500, "left": 5000}), head, _),
            importing.whole(one, importing.Inside(brimful.long(limits.TITLE_MAX, turn), 200, 9999, 9999, 999), _),
            importing.begun(head, [name] * 200, _),
        ]
        for view in views:
            assert not check_view(view), view["title"]


@pytest.mark.parametrize("_", SPEECH, ids=LANGUAGES)
def test_slack_takes_every_form_of_an_export_at_its_fullest(_: Say) -> None:
    head = replace(brimful.full_outline(), title=brimful.long(limits.TITLE_MAX, SPEECH.index(_)))
    views = [
        exporting.view(head, _, comparable=True, admin=True),
        exporting.view(head, _, comparable=False, admin=False),
    ]
    for to in To:
        for what in What:
            command = OrderExport(head.id, tuple(FORMATS), what, to, "U0123456789")
            views.append(exporting.coming(head, command, len(FORMATS), _))
    for view in views:
        assert not check_view(view), view["title"]


def test_every_problem_has_words_in_every_language() -> None:
    texts = {"said": "x", "near": ""}
    for _ in SPEECH:
        for code in import_words.CODES:
            assert "{" not in import_words.said(Problem(code, 3, "Stage", PARAMS | texts), _)
        for role in Role:
            assert import_words.role(role, _)

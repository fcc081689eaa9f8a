"""The ten usual mistakes: what is said of flawed maps, what is not said of sound ones, and false alarms."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml

from storage import tables
from tests.workflows.conftest import Room
from workflows import contributions, dismissals, inside_out, presets, steps, workshops
from workflows.checks import findings
from workflows.commands import AddNote, EditWorkshop, GoToStep
from workflows.errors import InvalidError, NotAllowedError, NotFoundError
from workflows.findings import Check, DismissFinding, Finding
from workflows.rounds import ReviewRound
from workflows.snapshots import MapSnapshot, Touchpoint
from workflows.words import (
    Attendance,
    Channel,
    EvidenceKind,
    MapKind,
    NoteKind,
    Severity,
    Side,
    Step,
    Usage,
    WorkshopStatus,
)

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
BARE = {"Too many options and no place to begin", "The card form loses everything after an error"}
Change = Callable[[MapSnapshot], MapSnapshot]


def example(step: Step = Step.REVIEW) -> MapSnapshot:
    """The e-commerce journey, as far as a step."""
    return at(presets.snapshot(presets.example("ecommerce")), step)


def sound(step: Step = Step.REVIEW) -> MapSnapshot:
    """The e-commerce journey with what it truly lacks: two serious pains become minor ones."""
    return pains(example(step), lambda pain: replace(pain, severity=Severity.MINOR) if pain.text in BARE else pain)


def at(snapshot: MapSnapshot, step: Step) -> MapSnapshot:
    return outline(snapshot, step=step)


def outline(snapshot: MapSnapshot, **changes: object) -> MapSnapshot:
    return replace(snapshot, outline=replace(snapshot.outline, **changes))


def stages(snapshot: MapSnapshot, **changes: object) -> MapSnapshot:
    return replace(snapshot, stages=tuple(replace(stage, **changes) for stage in snapshot.stages))


def first_stage(snapshot: MapSnapshot, **changes: object) -> MapSnapshot:
    first, *rest = snapshot.stages
    return replace(snapshot, stages=(replace(first, **changes), *rest))


def pains(snapshot: MapSnapshot, change: Callable[[Any], Any]) -> MapSnapshot:
    changed = (replace(stage, pains=tuple(map(change, stage.pains))) for stage in snapshot.stages)
    return replace(snapshot, stages=tuple(changed))


def owned(snapshot: MapSnapshot, **changes: object) -> MapSnapshot:
    def change(pain: Any) -> Any:
        return replace(pain, ownership=replace(pain.ownership, **changes)) if pain.ownership else pain

    return pains(snapshot, change)


def evidence(snapshot: MapSnapshot, **changes: object) -> MapSnapshot:
    changed = (
        replace(stage, evidence=tuple(replace(one, **changes) for one in stage.evidence)) for stage in snapshot.stages
    )
    loose = tuple(one for one in snapshot.loose if one.kind is not NoteKind.EVIDENCE)
    return replace(snapshot, stages=tuple(changed), loose=loose)


def persona(snapshot: MapSnapshot, **changes: object) -> MapSnapshot:
    return replace(snapshot, personas=(replace(snapshot.personas[0], **changes),))


def gave(snapshot: MapSnapshot, *roles: int) -> MapSnapshot:
    people = tuple(
        replace(one, contributed=frozenset({Step.FEEL} if place in roles else {Step.INVITE}))
        for place, one in enumerate(snapshot.outline.participants)
    )
    return outline(snapshot, participants=people)


def waiting(snapshot: MapSnapshot, days: int) -> MapSnapshot:
    return replace(snapshot, rounds=(ReviewRound(1, 1, NOW - timedelta(days=days), None, None, "", None),))


def contact(title: str, channel: Channel = Channel.OTHER, department: str = "") -> Change:
    def change(snapshot: MapSnapshot) -> MapSnapshot:
        one = Touchpoint(
            900,
            1,
            title,
            channel,
            Usage.IN_USE,
            None,
            moment_of_truth=False,
            importance=0,
            department=department,
            details={},
            author=snapshot.outline.facilitator,
            version=1,
        )
        return first_stage(snapshot, touchpoints=(one,))

    return change


def codes(snapshot: MapSnapshot) -> set[str]:
    return {finding.code for finding in findings(snapshot)}


FLAWS: list[tuple[Check, str, Change]] = [
    (Check.ASSUMPTIONS, "pain_without_evidence", lambda m: pains(m, lambda pain: replace(pain, evidence_count=0))),
    (Check.ASSUMPTIONS, "evidence_without_source", lambda m: evidence(m, source="", evidence_kind=None)),
    (
        Check.ASSUMPTIONS,
        "persona_without_evidence",
        lambda m: evidence(m, evidence_kind=EvidenceKind.EMPLOYEE_INTERVIEW),
    ),
    (Check.RESEARCH, "few_sources", lambda m: evidence(m, source="Survey in May")),
    (Check.RESEARCH, "only_numbers", lambda m: evidence(m, evidence_kind=EvidenceKind.ANALYTICS)),
    (
        Check.RESEARCH,
        "only_stories",
        lambda m: evidence(m, evidence_kind=EvidenceKind.INTERVIEW, sample_size=8),
    ),
    (Check.EMOTIONS, "no_emotion", lambda m: first_stage(m, emotion=None)),
    (
        Check.EVERYTHING,
        "several_segments",
        lambda m: replace(m, personas=(*m.personas, replace(m.personas[0], id=77, segment="Landlords"))),
    ),
    (Check.EVERYTHING, "many_stages", lambda m: replace(m, stages=m.stages * 2)),
    (Check.INSIDE_OUT, "inside_stage", lambda m: first_stage(m, name="Lead qualification")),
    (
        Check.INSIDE_OUT,
        "inside_action",
        lambda m: first_stage(m, actions=(replace(m.stages[0].actions[0], text="Up-sells a hob"),)),
    ),
    (Check.INSIDE_OUT, "inside_touchpoint", contact("Entry in the CRM", Channel.WEB)),
    (Check.INSIDE_OUT, "backstage_touchpoint", contact("Meeting about prices", department="Product")),
    (Check.GENERIC, "no_persona", lambda m: replace(m, personas=())),
    (Check.GENERIC, "persona_anyone", lambda m: persona(m, name="The customer")),
    (Check.GENERIC, "persona_thin", lambda m: persona(m, details={"likes": "Tea", "evidence": "A call"})),
    (Check.GENERIC, "persona_statistics", lambda m: persona(m, details={"age": "32", "place": "Lyon"})),
    (Check.GENERIC, "persona_no_goal", lambda m: persona(m, goal="")),
    (Check.NO_ACTION, "pain_without_owner", lambda m: pains(m, lambda pain: replace(pain, ownership=None))),
    (Check.NO_ACTION, "pain_without_date", lambda m: owned(m, due_on=None)),
    (Check.NO_ACTION, "pain_overdue", lambda m: owned(m, due_on=NOW.date() - timedelta(days=1))),
    (Check.NO_ACTION, "pain_without_metric", lambda m: owned(m, success_metric="")),
    (Check.SILO, "one_department", lambda m: gave(m, 3, 4)),
    (
        Check.SILO,
        "no_departments",
        lambda m: outline(m, participants=tuple(replace(one, department="") for one in m.outline.participants)),
    ),
    (Check.ONE_OFF, "no_cadence", lambda m: replace(m, review=None)),
    (Check.ONE_OFF, "no_journey_owner", lambda m: outline(m, journey_owner=None)),
    (Check.ONE_OFF, "review_overdue", lambda m: waiting(m, 5)),
    (Check.ONE_OFF, "no_metric", lambda m: replace(m, metrics=())),
    (
        Check.ONE_OFF,
        "metric_without_baseline",
        lambda m: replace(m, metrics=tuple(replace(one, baseline=None) for one in m.metrics)),
    ),
    (Check.POORLY_TOLD, "no_title", lambda m: outline(m, title="")),
    (Check.POORLY_TOLD, "no_goal", lambda m: outline(m, goal="")),
    (Check.POORLY_TOLD, "no_scope", lambda m: outline(m, scope="")),
    (
        Check.POORLY_TOLD,
        "no_conclusion",
        lambda m: replace(
            stages(m, ideas=()), loose=tuple(one for one in m.loose if one.kind is not NoteKind.DECISION)
        ),
    ),
]


@pytest.mark.parametrize("step", list(Step))
def test_a_sound_map_is_told_nothing_at_any_step(step: Step) -> None:
    assert findings(sound(step)) == ()
    assert findings(gave(sound(step), 0, 1)) == ()
    assert findings(waiting(sound(step), 1)) == (), "a review may wait over a weekend"


def test_the_shop_of_the_presets_lacks_evidence_and_owners_for_two_pains_and_nothing_else() -> None:
    found = findings(example())
    assert {(one.code, one.name) for one in found} == {
        (code, text) for code in ("pain_without_evidence", "pain_without_owner") for text in BARE
    }
    reviewed = presets.snapshot(presets.example("ecommerce"), reviewed=True)
    assert {one.name for one in findings(reviewed)} == BARE


@pytest.mark.parametrize(("check", "code", "flaw"), FLAWS, ids=[code for _check, code, _flaw in FLAWS])
def test_a_flaw_is_named_for_what_it_is(check: Check, code: str, flaw: Change) -> None:
    found = [one for one in findings(flaw(sound())) if one.code == code]
    assert found
    assert {one.check for one in found} == {check}
    assert all(one.item_id for one in found if one.item), "the form that mends it is found by its id"
    keys = [one.key for one in found]
    assert len(keys) == len(set(keys)), "each can be dismissed by itself"


def test_nothing_is_asked_for_before_its_step() -> None:
    empty = MapSnapshot(
        outline(example(), stages=(), scope="", journey_owner=None).outline,
        taken_at=NOW,
    )
    expected: dict[Step, set[str]] = {Step.INVITE: set(), Step.CUSTOMER: {"no_persona"}}
    expected[Step.MAP] = expected[Step.CUSTOMER] | {"no_scope"}
    expected[Step.FEEL] = expected[Step.MAP] | {"few_sources"}
    expected[Step.REDESIGN] = expected[Step.FEEL] | {"no_conclusion"}
    expected[Step.REVIEW] = expected[Step.REDESIGN] | {"no_cadence", "no_metric"}
    assert {step: codes(at(empty, step)) for step in Step} == expected


def test_those_who_declined_make_no_second_department() -> None:
    people = tuple(
        one if one.department == "Product" else replace(one, attendance=Attendance.DECLINED)
        for one in sound().outline.participants
    )
    assert "one_department" in codes(outline(sound(), participants=people))


def test_a_contact_of_a_department_that_meets_customers_is_no_backstage_work() -> None:
    assert not codes(contact("Meeting about prices", department="Sales")(sound()))
    assert not codes(contact("Meeting about prices", Channel.PHONE, "Product")(sound())), "it has a medium"
    frontline = [replace(one, side=Side.FRONTLINE) for one in sound().outline.participants]
    seen = contact("Meeting about prices", department="Product")(outline(sound(), participants=tuple(frontline)))
    assert not codes(seen)


def test_a_map_of_tomorrow_is_not_asked_for_evidence() -> None:
    wish = outline(replace(evidence(sound()), loose=sound().decisions), kind=MapKind.FUTURE)
    assert not codes(pains(stages(wish, evidence=()), lambda pain: replace(pain, evidence_count=0)))


@pytest.mark.parametrize(
    ("language", "inside", "outside"),
    [
        ("en", "Waits for the internal approval", "Slams the door, erroneously"),
        ("en", "Back office checks the form", "Comes back to the office"),
        ("ru", "Мы отправляем письмо", "Отправляем письмо друзьям"),
        ("ru", "Учётная система принимает заказ", "Ведёт учёт расходов в тетради"),
        ("ru", "Запись в CRM", "Записывается на примерку"),
        ("zh_Hans", "等待内部审批", "等待朋友的建议"),
        ("zh_Hans", "录入CRM系统", "在网站上比较价格"),
        ("he", "ממתינה לאישור פנימי", "ממתינה לאישור של אמא"),
        ("he", "רישום ב־CRM", "נרשמת לאתר"),
        ("de", "Eintrag im ERP", "Eintrag im Kalender"),
    ],
)
def test_words_of_the_inside_are_heard_in_every_language_and_others_are_not(
    language: str, inside: str, outside: str
) -> None:
    heard = inside_out.word(inside, language)
    assert heard
    assert heard in inside.replace("ё", "е").replace("־", "-"), "it is quoted as it was written"
    assert not inside_out.word(outside, language)


def test_the_lists_of_words_are_complete_and_a_damaged_one_is_refused() -> None:
    lists = {
        language: {part: list(said) for part, said in parts.items()} for language, parts in inside_out.lists().items()
    }
    assert inside_out.check(yaml.safe_load(yaml.safe_dump(lists, allow_unicode=True)))
    for damaged in (
        {},
        {**lists, "fr": lists["en"]},
        {**lists, "he": {"process": ["הסלמה"]}},
        {**lists, "ru": {**lists["ru"], "process": []}},
        {**lists, "en": {**lists["en"], "process": ["CRM"]}},
        {**lists, "en": {**lists["en"], "anyone": ["user", "user"]}},
        {**lists, "en": {**lists["en"], "anyone": [True]}},
    ):
        with pytest.raises(ValueError):
            inside_out.check(damaged)


# False alarms


async def feeling(room: Room) -> Finding:
    """A workshop in step 4 with a serious pain that rests on nothing."""
    for seen in range(Step.INVITE, Step.FEEL):
        await steps.go_to(room.desk, room.lead, GoToStep(room.workshop_id, Step(seen + 1), Step(seen)))
    note = AddNote(room.workshop_id, NoteKind.PAIN, "Queues", await room.stage("Checkout"), Severity.SERIOUS)
    await contributions.add(room.desk, room.ann, note)
    return next(one for one in await found(room) if one.code == "pain_without_evidence")


async def found(room: Room) -> tuple[Finding, ...]:
    return (await dismissals.report(room.desk, room.ann, room.workshop_id)).findings


async def test_a_false_alarm_is_dismissed_with_a_reason_that_everybody_sees_and_taken_back(room: Room) -> None:
    bare = await feeling(room)
    command = DismissFinding(room.workshop_id, bare.code, bare.item_id, "Seen by all of us")
    done = await dismissals.dismiss(room.desk, room.lead, command, "one")
    assert await dismissals.dismiss(room.desk, room.lead, replace(command, reason="Other"), "two") == done
    report = await dismissals.report(room.desk, room.ann, room.workshop_id)
    assert bare not in report.findings
    (kept,) = report.dismissed
    assert (kept.finding, kept.reason, kept.by.name) == (bare, "Seen by all of us", "Lena")
    for _twice in range(2):
        await dismissals.take_back(room.desk, room.lead, room.workshop_id, kept.id)
    assert bare in await found(room)
    trail = [row.action for row in await room.all(tables.Audit) if row.item == "check"]
    assert trail == ["check.dismiss", "check.take_back"]


async def test_only_leads_dismiss_only_what_is_there_and_only_with_a_reason(room: Room) -> None:
    bare = await feeling(room)
    command = DismissFinding(room.workshop_id, bare.code, bare.item_id, "Fine")
    for stranger in (room.ann, room.guest):
        with pytest.raises(NotAllowedError):
            await dismissals.dismiss(room.desk, stranger, command)
    with pytest.raises(NotFoundError):
        await dismissals.dismiss(room.desk, room.stranger, command)
    with pytest.raises(NotFoundError):
        await dismissals.dismiss(room.desk, room.lead, replace(command, code="no_cadence", item_id=0))
    with pytest.raises(InvalidError):
        await dismissals.dismiss(room.desk, room.lead, replace(command, reason=" \n "))
    head = (await room.map()).outline
    owner = EditWorkshop(head.id, head.version, head.title, head.goal, journey_owner_id=room.ann.user_id)
    await workshops.edit(room.desk, room.lead, owner)
    done = await dismissals.dismiss(room.desk, room.ann, command)
    with pytest.raises(NotAllowedError):
        await dismissals.take_back(room.desk, room.bob, room.workshop_id, done.item_id or 0)
    assert (await room.map()).outline.status is WorkshopStatus.OPEN
    assert bare not in await found(room)

"""Every view of the walk through the six steps, at its fullest, stays within what Slack takes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import labels
from bot.i18n import LANGUAGES, Say, say_for
from bot.simulator.strict import check_message, check_view
from bot.values import Value
from bot.views import (
    card,
    everything,
    frame,
    gate,
    guide,
    health,
    home,
    manage,
    messages,
    overview,
    people,
    persona,
    picture,
    planned,
    refusal,
    stage_order,
    stages,
    start,
    templates,
    touchpoint_list,
    touchpoints,
)
from bot.views import help as help_view
from bot.views import pasting as preview
from bot.views.message import Message
from bot.views.texts import Json
from tests.bot import brimful
from workflows import pasting, tending
from workflows.finding import Found, Hit, Place, Shown
from workflows.health import Figures, State, judge
from workflows.home import MAPS, NOTHING_FOUND, REVIEWS, WAITING, Home, Look, NextReview, Urgency, Waiting
from workflows.personal import Letter, LetterItem, OwnedPain
from workflows.ports import Order
from workflows.snapshots import Gate, MapSnapshot, Outline, Thin
from workflows.templates import TEMPLATES_MAX, KeptTemplate
from workflows.tending import Tended
from workflows.touchpoint_fields import DETAILS
from workflows.words import OF_PAINS, Attendance, Fate, NoteKind, NoticeKind, PostingKind, Step, WorkshopStatus

CODES = sorted(gate.codes())
TURNS = (None, 0, 1, 2, 3)


def _full(turn: int | None, step: Step = Step.FEEL, status: WorkshopStatus = WorkshopStatus.OPEN) -> MapSnapshot:
    snapshot = brimful.full_journey(turn)
    head = replace(
        snapshot.outline,
        step=step,
        status=status,
        card_file_id="F0CARD",
        map_file_id="F0MAP",
        card_link="https://example.slack.com/archives/C0JOURNEY/p1700000000000100",
        symptoms=tuple(labels.SYMPTOMS),
    )
    return replace(snapshot, outline=head)


BAD = judge(
    Figures(
        WorkshopStatus.LIVING,
        Step.REVIEW,
        overdue=5000,
        last_held_at=brimful.NOW - timedelta(days=4000),
        waiting_since=brimful.NOW - timedelta(days=400),
        claims=5000,
        proven=1,
        moods=(-1.75, 1.5),
        measured=40,
        unmeasured=40,
    ),
    brimful.NOW,
)


def full_home(outline: Outline, owned: tuple[OwnedPain, ...]) -> Home:
    """A person whom everything waits for, on pages in the middle of everything."""
    busy = replace(outline, step=Step.REDESIGN, deadline_at=brimful.NOW)
    waits = Waiting(busy, to_give=True, to_walk=500, to_vote=True, round_id=2**31 - 1, to_measure=40)
    hit = Hit(outline, Place.PAIN, brimful.long(3000, 1))
    dues = (brimful.NOW.date() - timedelta(days=9), brimful.TODAY, brimful.TODAY + timedelta(days=90), None, None)
    pains = tuple(
        replace(one, pain=replace(one.pain, ownership=brimful.owned(due_on=due)))
        for one, due in zip(owned, dues, strict=False)
    )
    return Home(
        Look(3, 3, 3, 3, Shown.ALL, brimful.long(home.SEARCH_MAX, 1), "U" * 64, "C" * 64),
        brimful.TODAY,
        (waits,) * WAITING,
        200,
        pains,
        Urgency(50, 50, 50, 50),
        (NextReview(outline.id, outline.title, brimful.NOW, 2**31 - 1),) * REVIEWS,
        200,
        Found(brimful.long(home.SEARCH_MAX, 1), 3, 25, (hit,) * MAPS, 0, 200),
        {outline.id: BAD},
        200,
    )


def _walk(snapshot: MapSnapshot, _: Say) -> Iterator[tuple[str, Json]]:
    """Every modal and home view, filled to the brim."""
    outline, me = snapshot.outline, snapshot.outline.participants[0]
    personas = tuple(
        replace(one, details={name: brimful.long(600, n) for n, name in enumerate(persona.labels.PERSONA_FIELDS)})
        for one in snapshot.personas
    )
    stage = replace(snapshot.stages[0], details={name: brimful.long(600, 1) for name in stages.labels.STAGE_FIELDS})
    thin = tuple(Thin(code, tuple(brimful.long(80, n) for n in range(20)), 5000) for code in CODES)
    known = snapshot.touchpoints
    owned = tuple(
        OwnedPain(outline.id, outline.title, outline.channel_id, brimful.long(80, 1), pain) for pain in snapshot.pains
    )
    yield "home", home.home(full_home(outline, owned), me.person.user_id, _)
    yield "empty home", home.home(Home(Look(), brimful.TODAY), me.person.user_id, _)
    yield "home where nothing is found", home.home(replace(full_home(outline, owned), found=NOTHING_FOUND), "U1", _)
    tended = Tended(((outline, BAD),) * tending.PAGE, 1, 200, dict.fromkeys(State, 2000), all_=True)
    yield "health", health.view(tended, _)
    yield "health of nothing", health.view(Tended((), 0, 1, dict.fromkeys(State, 0), all_=False), _)
    yield "what the figures mean", health.meaning(_)
    yield "start", start.start("C0JOURNEY", _)
    yield "start in full", start.start(None, _, full=True)
    yield "order of the stages", stage_order.view(outline, _)
    yield "what the map shows", manage.kind(outline, _)
    yield "everything else", everything.view(outline, me.person.user_id, _)
    kept = tuple(
        KeptTemplate(n, brimful.long(120, n), "en", (brimful.long(80, n),) * 20, 500, me.person, n % 2 == 0)
        for n in range(1, TEMPLATES_MAX + 1)
    )
    yield "start from home", start.start(None, _, templates=kept)
    yield "keep as a template", templates.keep(outline, kept, _)
    yield "kept", templates.kept(brimful.long(120, 1), _)
    yield "not in channel", start.not_in_channel("C0JOURNEY", _)
    yield "not a channel", start.not_a_channel(_)
    yield "started", start.started(outline, _)
    yield "frame", frame.frame(outline, _)
    yield "ended", frame.ended(_)
    yield "gate", gate.gate(snapshot, Gate(outline.step, thin, needs_reason=True), _)
    yield "clear gate", gate.gate(snapshot, Gate(outline.step, ()), _)
    yield "back", gate.back(outline, _)
    yield "moved", gate.moved(outline, _)
    yield "finished", gate.finished(_)
    yield "invite", people.invite(outline, _, user_id=outline.facilitator.user_id)
    yield "who leads", people.lead(outline, _)
    yield "introduce", people.introduce(outline, me, _)
    yield "stranger", people.introduce(outline, None, _)
    yield "added", people.added(outline, 200, _)
    yield "new persona", persona.persona(outline.id, None, _)
    yield "persona", persona.persona(outline.id, personas[0], _, others=personas)
    yield "persona unfolded", persona.persona(outline.id, None, _, full=True, typed={"goal": brimful.long(3000)})
    yield "stages", stages.stages(outline, _)
    yield "stages changed", stages.stages(outline, _, typed=[brimful.long(80, n) for n in range(20)])
    yield "stage", stages.stage(outline, stage, _)
    yield "stages saved", stages.saved(outline, _)
    yield "touchpoints", touchpoints.add(outline, _, stage_id=outline.stages[-1][0], saved=500, turn=60, known=known)
    yield "touchpoints without stages", touchpoints.add(replace(outline, stages=()), _)
    yield "touchpoint", touchpoints.edit(outline, known[0], _)
    told = {name: brimful.long(most) for name, most in DETAILS.items()} | {"performance": "5", "reach": "100"}
    deep = replace(known[0], details=told, planned=True, lived=False, fate=Fate.DROP)
    yield "touchpoint unfolded", touchpoints.edit(outline, deep, _, others=known[:10])
    yield "touchpoints, one page of them", touchpoint_list.view(snapshot, _, page=1)
    yield "planned and lived", planned.view(replace(snapshot, stages=(replace(stage, touchpoints=(deep,) * 90),)), _)
    yield "nothing to decide", planned.view(replace(snapshot, stages=()), _)
    names = [name for _id, name in outline.stages] + [f"{n} {brimful.long(70, n)}" for n in range(40)]
    typed = "\n".join(f"{name}: {brimful.long(200, n)}" for n, name in enumerate(names))
    pasted = pasting.paste(typed, outline.stages, [], outline.stages[0][0], {})
    about = Value(workshop=outline.id, page=9, step=500)
    yield "preview", preview.preview(outline, pasted, typed, about, _, stage_id=outline.stages[0][0])
    yield "map", picture.view(outline, brimful.long(5000, 1), _)
    yield "map not drawn", picture.view(replace(outline, map_file_id=None), "", _)
    yield "refusal", refusal.view(brimful.long(500), brimful.long(9000, 1), _)


def _answers(snapshot: MapSnapshot, _: Say) -> Iterator[tuple[str, Message]]:
    """Every message that answers privately."""
    outline = snapshot.outline
    text = brimful.long(500, 1)
    yield "invitation", overview.invitation("C0JOURNEY", _)
    yield "overview", overview.overview(outline, outline.facilitator.user_id, _)
    yield "overview of a stranger", overview.overview(outline, "U0NOBODY", _)
    yield (
        "choice",
        overview.choose([replace(outline, id=2**31 - n) for n in range(30)], "pain", brimful.long(500, 3), "1.2.3", _),
    )
    yield "stored", overview.stored(outline, NoteKind.PAIN, 2**31 - 1, text, brimful.long(80, 1), _)
    yield "stored idea", overview.stored(outline, None, 5, brimful.long(3000, 2), None, _)
    yield "too early", overview.too_early(outline, text, _)
    yield "invited later", people.invitation(outline, 1, _)
    yield "answered", people.answered(outline, Attendance.ACCEPTED, _)
    yield "help", help_view.help_("C0JOURNEY", _)
    yield "unknown word", help_view.help_("C0JOURNEY", _, unknown=brimful.long(9000, 0), nearest="pain")
    yield "pdf", picture.pdf_coming(outline, _)


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("step", list(Step))
def test_every_modal_fits_into_slack_at_its_fullest(turn: int | None, step: Step) -> None:
    """Whatever people wrote, in four kinds of writing, Slack takes the modal."""
    found = {name: check_view(view) for name, view in _walk(_full(turn, step), say_for("en"))}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_every_modal_fits_into_slack_in_every_language(language: str) -> None:
    """Translations may be longer than the English: titles and buttons are clipped, not refused."""
    found = {name: check_view(view) for name, view in _walk(_full(None), say_for(language))}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("status", list(WorkshopStatus))
def test_every_private_answer_fits_into_slack_at_its_fullest(turn: int | None, status: WorkshopStatus) -> None:
    """The answer to a command is a message like any other."""
    for name, message in _answers(_full(turn, status=status), say_for("he")):
        assert check_message({"text": message.text, "blocks": message.blocks}) == [], name


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("kind", [kind for kind in PostingKind if kind is not PostingKind.LETTER])
@pytest.mark.parametrize("status", list(WorkshopStatus))
def test_every_message_of_the_engine_fits_into_slack_at_its_fullest(
    turn: int | None, kind: PostingKind, status: WorkshopStatus
) -> None:
    """Card, guide, pictures, reminders and direct messages, new and brought up to date."""
    for step in Step:
        snapshot = _full(turn, step, status)
        for ts in (None, "1700000000.000100"):
            order = Order(1, f"{kind}:7:1:invalid_blocks", kind, "T0CAIRN", "C0JOURNEY", None, int(step), None, ts)
            message = messages.build(order, snapshot)
            assert check_message({"text": message.text, "blocks": message.blocks}) == []
            assert message.text


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("turn", TURNS)
def test_a_direct_message_fits_into_slack_whatever_there_is_to_say(turn: int | None, language: str) -> None:
    """One thing of each kind alone, and everything at once, thrice over."""
    snapshot = _full(turn)
    pain, rounds = snapshot.pains[0].id, [one.id for one in snapshot.rounds]
    every = tuple(
        LetterItem(n, kind, pain if kind in OF_PAINS else (rounds or [1])[0], "", n % 3 == 1, snapshot)
        for n, kind in enumerate(list(NoticeKind) * 3, start=1)
    )
    order = Order(1, "day:U0ANNA:2026-11-23", PostingKind.LETTER, "T0CAIRN", "U0ANNA", None, None, None, None)
    for items in (every, *((item,) for item in every[: len(NoticeKind)])):
        letter = Letter("U0ANNA", language, "Europe/Berlin", brimful.NOW, items)
        message = messages.build(order, letter)
        assert check_message({"text": message.text, "blocks": message.blocks}) == [], [item.kind for item in items]
        assert message.text


def test_the_card_stays_small_however_much_the_map_holds() -> None:
    """A card is read in passing: at most twelve blocks."""
    for status in WorkshopStatus:
        assert len(card.card(_full(None, status=status), say_for("en")).blocks) <= 12


def test_the_first_guide_mentions_every_participant_once() -> None:
    """Only a mention makes people follow the thread, and two would be a nuisance."""
    snapshot = _full(None)
    said = str(guide.guide(snapshot, Step.INVITE, say_for("en"), first=True).blocks)
    for one in snapshot.outline.participants:
        assert said.count(f"<@{one.person.user_id}>") == 1
    assert "<@" not in str(guide.guide(snapshot, Step.CUSTOMER, say_for("en")).blocks)


def test_a_new_card_pings_nobody_and_an_updated_one_names_people() -> None:
    """The first guide is what calls people in; an update notifies nobody, so names do no harm there."""
    snapshot = brimful.journey()
    assert "<@" not in str(card.card(snapshot, say_for("en"), naming=False).blocks)
    assert "<@U0BORIS>" in str(card.card(snapshot, say_for("en")).blocks)

"""What people write stays text: it pings nobody, links nowhere and is no markup, wherever it leaves the bot."""

import json

import pytest

from bot.forms import part
from bot.ids import Action, Field, Modal, Shortcut
from bot.simulator.blocks import placed
from bot.simulator.reading import words_of
from tests.abuse.outgoing import outgoing, texts
from tests.journeys.team import BY_SOCKET, LEADER, Team, block, choices
from workflows import workshops
from workflows.words import NoteKind, Step

pytestmark = [pytest.mark.thorough, BY_SOCKET]

NASTY = "<!channel> <@U0000000> <#C0000000> <http://evil.example|bank.example> *bold* =HYPERLINK( &lt;!here&gt;"
NEVER = ("<!channel", "<@U0000000", "<#C0000000", "<http://evil", "<!here")
# Where Slack reads markup; in a notification and in `text` of a message it reads mentions and links, too.
MARKUP = frozenset({"mrkdwn.text", "text", "fallback"})


def told_as_markup(seen: list[tuple[str, object]]) -> list[tuple[str, str, str]]:
    """Texts that Slack would read as markup and in which a person's words stand unescaped."""
    return [
        (where, place, text)
        for where, payload in seen
        for place, text in texts(payload)
        if place in MARKUP and any(never in text for never in NEVER)
    ]


async def test_nothing_that_people_write_is_ever_markup_in_any_payload_that_leaves(team: Team) -> None:
    with outgoing(team.running) as seen:
        await _a_whole_workshop_of_nasty_words(team)
    assert any("HYPERLINK" in text for _where, payload in seen for _place, text in texts(payload)), "it was written"
    assert not told_as_markup(seen)
    methods = {where for where, _payload in seen}
    assert {"chat.postMessage", "chat.update", "views.open", "views.push", "views.update", "response_url"} <= methods
    posted = [payload for where, payload in seen if where == "chat.postMessage"]
    assert all(str(payload.get("unfurl_links")).lower() in {"false", "0"} for payload in posted)
    assert all(str(payload.get("unfurl_media")).lower() in {"false", "0"} for payload in posted)
    assert all(payload.get("link_names") in {None, "false", "0", False} for payload in posted)


async def _a_whole_workshop_of_nasty_words(team: Team) -> None:
    hand = team.hand(LEADER)
    await team.begin(stages=("Checkout <!here>", "<@U0000000> Delivery", "*Return*"), title=f"T {NASTY}"[:120])

    async def gives(word: str, modal: Modal, values: dict) -> None:
        view = await team.opens(LEADER, word, modal)
        filled = {
            key if isinstance(key, str) and ":" in key else block(view, key): value for key, value in values.items()
        }
        await team.submits(LEADER, {k: (v(view) if callable(v) else v) for k, v in filled.items()})
        await team.closes(LEADER)

    await gives("edit", Modal.FRAME, {Field.GOAL: NASTY, Field.SCOPE: NASTY})
    await gives("introduce", Modal.INTRODUCE, {Field.DEPARTMENT: NASTY[:80], Field.SIDE: "frontline"})
    await gives(
        "customer",
        Modal.PERSONA,
        {Field.NAME: NASTY[:80], Field.GOAL: NASTY, Field.HEADLINE: NASTY[:120], Field.QUOTE: NASTY},
    )
    await gives("touchpoints", Modal.TOUCHPOINTS, {Field.LINES: NASTY, Field.STAGE: "*Return*"})
    for kind in (NoteKind.ACTION, NoteKind.THOUGHT, NoteKind.PAIN, NoteKind.JOY, NoteKind.ITCH):
        await gives(str(kind), Modal.NOTE, {Field.TEXT: NASTY, Field.STAGE: "*Return*"})
        await team.types(LEADER, f"{kind} *Return*: {NASTY}")
    await team.types(LEADER, f"idea {NASTY}")
    await gives("evidence", Modal.NOTE, {Field.TEXT: NASTY, Field.SOURCE: NASTY[:120], Field.EVIDENCE_KIND: "survey"})
    await gives("idea", Modal.IDEA, {Field.TEXT: NASTY, Field.PAIN: lambda view: choices(view, Field.PAIN)[0]})
    pain = (await team.map()).pains[0].id
    await team.gives_owner(LEADER, pain, LEADER, **{Field.SUCCESS: NASTY[:120], Field.PLAN: NASTY})
    await gives(
        "metric",
        Modal.METRIC,
        {Field.METRIC_KIND: "own", Field.NAME: NASTY[:80], Field.UNIT: "<b>", Field.BASELINE: "1"},
    )
    await gives("cadence", Modal.CADENCE, {Field.JOURNEY_OWNER: hand.id})
    for _step in Step:
        view = await team.opens(LEADER, "next", Modal.GATE)
        await team.submits(
            LEADER, {Field.REASON: NASTY} if any(one.block_id == Field.REASON for one in placed(view.blocks)) else {}
        )
        await team.closes(LEADER)
    await team.drawn()
    forms = {"mine": Modal.MINE, "map": Modal.INFO, "owner": Modal.OWNER, "vote": Modal.VOTES, "stages": Modal.STAGES}
    for word, modal in {**forms, "feel": Modal.SCORES}.items():
        await team.opens(LEADER, word, modal)
        await team.closes(LEADER)
    for word in ("", "list", "help", NASTY):
        await team.types("sales", word)
    message = await hand.say(team.channel, f"I said: {NASTY}")
    await hand.message_shortcut(message, Shortcut.ADD_MESSAGE)
    await hand.sees_view(Modal.MESSAGE_TO_MAP)
    await team.submits(LEADER, {})
    await team.closes(LEADER)
    await team.at_work(LEADER)
    told = team.letters(LEADER)[-1]
    for action in (Action.PAIN_DONE, Action.HAND_OVER):
        await team.presses(LEADER, told, action)
        await team.closes(LEADER)
    await hand.open_home()
    await hand.sees_home("HYPERLINK")
    listed = await team.opens(LEADER, "mine", Modal.MINE)
    row = next(one.block_id for one in placed(listed.blocks) if one.action_id == Action.ITEM)
    await hand.click(listed, Action.ITEM, "Change", block_id=row)
    form = await hand.sees_view()
    await team.submits(LEADER, {}, form)
    await team.settle()
    await team.closes(LEADER)
    await _clash(team)
    await _second_workshop(team)
    await hand.click(team.card(), Action.REVIEW)
    await hand.sees_view(Modal.REVIEW)
    form = await team.submits(LEADER, {})
    await team.submits(LEADER, {part(Field.STATUS, pain): "done"}, form)
    await team.presses(LEADER, hand.view, Action.REVIEW_PARTS, modal=Modal.REVIEW)
    form = await team.presses(LEADER, hand.view, f"{Action.REVIEW_PART}:close", modal=Modal.REVIEW)
    await team.submits(LEADER, {block(form, Field.DECISIONS): NASTY, Field.CONCLUSION: NASTY}, form)
    await team.drawn()


async def _clash(team: Team) -> None:
    """Two who change the same customer, both with nasty words."""
    hand = team.hand(LEADER)
    one = await team.opens(LEADER, "customer", Modal.PERSONA)
    other = await team.opens("design", "customer", Modal.PERSONA)
    await team.submits(LEADER, {Field.GOAL: f"1 {NASTY}"}, one)
    clash = await team.submits("design", {Field.GOAL: f"2 {NASTY}"}, other)
    assert clash is not None
    assert clash.callback_id == Modal.CONFLICT
    await team.closes("design")
    assert hand.view is None


async def _second_workshop(team: Team) -> None:
    """With two in a channel the bot asks which one is meant, and carries what was typed."""
    other = await team.begin(title=NASTY[:120], stages=())
    answer = await team.types("sales", f"pain {NASTY}")
    await team.hand("sales").click(answer, f"{Action.CHOOSE}:{other}")
    await team.hand("sales").sees(team.channel, "no stages yet")
    await team.types(LEADER, "")
    await workshops.end(team.desk, team.actor(), other)


async def test_metadata_of_messages_holds_no_words_of_people(team: Team) -> None:
    await team.begin(title=f"T {NASTY}"[:120])
    await team.types("sales", f"pain Checkout: {NASTY}")
    await team.drawn()
    for message in team.thread():
        assert "HYPERLINK" not in json.dumps(message.metadata)
    assert "HYPERLINK" in words_of(team.card())

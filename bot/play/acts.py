"""The six steps of a replay: who gives what, through which form."""

from datetime import timedelta
from itertools import cycle
from typing import Any

from bot import labels
from bot.forms import fresh, part
from bot.i18n import Say
from bot.ids import Action, Field, Modal, Shortcut
from bot.play.player import Player, Stage, field_named, option_like, round_of
from bot.simulator.things import OpenView
from bot.views.metrics import plain_number
from workflows.text import touchpoint
from workflows.words import NoteKind

Story = dict[str, Any]


async def invite(stage: Stage, story: Story) -> None:
    """Step 1: begin, and say who is there."""
    leader = stage.facilitator
    greeting = await leader.types("/journey")
    if greeting:
        await leader.clicks(greeting, Action.SPEAK, stage.say.language)
    await leader.types(stage.command("start"))
    await leader.hand.click(await leader.hand.sees_view(), f"{Action.MORE}:start")
    await leader.hand.sees_view()
    others = [player.hand.id for player in stage.everybody if player is not leader]
    await leader.fills(
        {
            Field.TITLE: story["title"],
            Field.GOAL: story["goal"],
            Field.SCOPE: story["scope"],
            Field.PEOPLE: others,
            Field.TEMPLATE: story["template"],
            Field.KIND: story["kind"],
            Field.LANGUAGE: story["language"],
        }
    )
    await leader.closes()
    await stage.listen()
    sides = {one["name"]: one for one in story["cast"]}
    for player in stage.everybody:
        mine = sides[player.hand.user.real_name]
        await player.presses(player.guide(), Action.INTRODUCE)
        await player.fills({Field.DEPARTMENT: mine["department"], Field.SIDE: mine["side"]})
        await player.closes()
    await leader.chooses(stage.card(), Action.MENU, stage.say("Change title and goal"))
    await leader.hand.sees_view(Modal.FRAME)
    await leader.fills({Field.SYMPTOMS: story["symptoms"], Field.JOURNEY_OWNER: leader.hand.id})
    await leader.closes()
    await stage.listen()
    await leader.goes_on()


async def customer(stage: Stage, story: Story) -> None:
    """Step 2: one persona, in two layers."""
    who = stage.everybody[-1]
    persona = story["persona"]
    view = await who.presses(who.guide(), Action.PERSONA)
    await who.hand.click(view, f"{Action.MORE}:persona")
    await who.hand.sees_view()
    details = {part(Field.DETAIL, name): text for name, text in persona["details"].items()}
    head: dict[str, object] = {Field(name): persona[name] for name in ("name", "headline", "goal", "quote", "segment")}
    await who.fills({**head, **details})
    await who.closes()
    await stage.listen()
    await stage.facilitator.goes_on()


async def lay_out(stage: Stage, story: Story) -> None:
    """Step 3: what each stage is about, what the customer does there, and what they touch."""
    takers = cycle(stage.everybody)
    for one, who in zip(story["stages"], takers, strict=False):
        await _describe(who, one)
        await _touchpoints(who, one)
        view = await who.presses(who.guide(), Action.NOTE, NoteKind.ACTION)
        for text in one["actions"]:
            await who.fills({round_of(view, Field.TEXT): text, Field.STAGE: one["name"]})
            view = await who.hand.sees_view()
        await who.closes()
    await stage.listen()
    await stage.facilitator.goes_on()


async def _describe(who: Player, one: Story) -> None:
    view = await who.presses(who.guide(), Action.STAGES)
    await who.chooses(view, Action.STAGE, one["name"])
    await who.hand.sees_view(Modal.STAGE)
    details = {part(Field.DETAIL, name): text for name, text in one["details"].items()}
    await who.fills({Field.TIME_SPENT: one["time"], **details})
    await who.closes()


async def _touchpoints(who: Player, one: Story) -> None:
    """Ordinary ones as lines, moments of truth by themselves with their box ticked."""
    titles = [given if isinstance(given, str) else given["title"] for given in one["touchpoints"]]
    written = [_in_words(title, who.stage.say) for title in titles]
    plain = [line for line in written if not line.endswith("*")]
    moments = [line.rstrip("* ") for line in written if line.endswith("*")]
    view = await who.presses(who.guide(), Action.TOUCHPOINTS)
    for turn, (lines, boxes) in enumerate([(plain, []), (moments, ["moment"])]):
        if lines:
            given = {
                Field.STAGE: one["name"],
                round_of(view, Field.LINES): "\n".join(lines),
                round_of(view, Field.MOMENT): boxes,
            }
            await who.fills(given)
            if turn == 0:
                view = await who.hand.sees_view()
    await who.closes()


def _in_words(title: str, say: Say) -> str:
    """A touchpoint as its team would type it: with the channel in their language."""
    line = touchpoint(title)
    return title.replace(f"@{line.channel}", f"@{labels.label(say, line.channel)}") if line.channel else title


async def feel(stage: Stage, story: Story) -> None:
    """Step 4: what hurts and delights, and how it feels."""
    await tell(stage, story)
    await stage.facilitator.goes_on()


async def tell(stage: Stage, story: Story) -> None:
    """Thoughts, pains, joys, itches and evidence; then everybody's scores."""
    takers = cycle(stage.everybody[1:])
    colon = "：" if stage.say.language.startswith("zh") else ":"
    for one, who in zip(story["stages"], takers, strict=False):
        for kind in (NoteKind.THOUGHT, NoteKind.JOY, NoteKind.ITCH):
            for text in one.get(f"{kind}s" if kind is not NoteKind.ITCH else "itches", []):
                await who.types(f"{stage.command(kind)} {one['name']}{colon} {text}".replace("： ", "："))
        view = await who.presses(who.guide(), Action.NOTE, NoteKind.PAIN)
        for pain in one["pains"]:
            await who.fills(
                {
                    round_of(view, Field.TEXT): pain["text"],
                    Field.STAGE: one["name"],
                    Field.SEVERITY: pain["severity"],
                }
            )
            view = await who.hand.sees_view()
        await who.closes()
    await stage.listen()
    await _overheard(stage, story)
    await _evidence(stage, story)
    for column, who in enumerate(stage.everybody[1:]):  # scores stand in the story in the order of its cast
        view = await who.presses(who.guide(), Action.SCORES)
        await who.hand.click(view, Action.MORE_SCORES)
        view = await who.hand.sees_view()
        scores = {field_named(view, one["name"], "score:"): one["emotion"]["scores"][column] for one in story["stages"]}
        words = {
            name.replace("score:", "word:"): one["emotion"]["word"]
            for name, one in zip(scores, story["stages"], strict=True)
        }
        await who.fills({**scores, **words})
        await who.closes()
    await stage.listen()


async def _overheard(stage: Stage, story: Story) -> None:
    """Somebody quotes a customer in the channel; somebody else takes it onto the map."""
    _, quote = stage.say, story["overheard"]
    message = await stage.player(quote["by"]).hand.say(stage.channel, quote["text"])
    stage.transcript.did(stage.player(quote["by"]).name, _("writes in the channel: {words}", words=quote["text"]))
    taker = stage.player(quote["taken_by"])
    await taker.hand.message_shortcut(message, Shortcut.ADD_MESSAGE)
    stage.transcript.did(taker.name, _("chooses **Add to journey map** in that message's menu"))
    view = await taker.hand.sees_view(Modal.MESSAGE_TO_MAP)
    await taker.fills({Field.NOTE_KIND: quote["kind"], round_of(view, Field.STAGE): quote["stage"]})
    await taker.closes()


async def _evidence(stage: Stage, story: Story) -> None:
    takers = cycle(stage.everybody)
    for one in story["stages"]:
        for pain in one["pains"]:
            found = pain.get("evidence")
            if not found:
                continue
            who = next(takers)
            view = await who.presses(who.guide(), Action.NOTE, NoteKind.EVIDENCE)
            about = fresh(Field.ABOUT, 0)
            await who.fills(
                {
                    Field.TEXT: found["text"],
                    Field.STAGE: one["name"],
                    Field.ABOUT: option_like(view, about, pain["text"]),
                    Field.EVIDENCE_KIND: found["kind"],
                    Field.SOURCE: found["source"],
                    Field.SAMPLE_SIZE: found["sample"],
                }
            )
            await who.closes()


async def redesign(stage: Stage, story: Story) -> None:
    """Step 5: dots, ideas, a decision, and an owner with a date for each chosen pain."""
    pains = [(one, pain) for one in story["stages"] for pain in one["pains"]]
    ballots = _spread([(one["name"], pain["text"], pain.get("votes", 0)) for one, pain in pains], len(stage.everybody))
    for chosen, who in zip(ballots, stage.everybody, strict=True):
        view = await who.presses(who.guide(), Action.VOTES)
        ballot: dict[str, object] = {}
        for name, text in chosen:
            block = field_named(view, name, "votes:")
            ticked = ballot.setdefault(block, [])
            if isinstance(ticked, list):
                ticked.append(option_like(view, block, text))
        await who.fills(ballot)
        await who.closes()
    await stage.listen()
    await _ideas(stage, story)
    leader = stage.facilitator
    for text in story["decisions"]:
        view = await leader.presses(leader.guide(), Action.NOTE, NoteKind.DECISION)
        await leader.fills({round_of(view, Field.TEXT): text})
        await leader.closes()
    today = stage.rehearsal.simulator.clock.now().date()
    for _one, pain in pains:
        promise = pain.get("owner")
        if promise:
            view = await leader.presses(leader.guide(), Action.OWNER)
            await leader.fills(
                {
                    Field.PAIN: option_like(view, Field.PAIN, pain["text"]),
                    Field.OWNER: stage.player(promise["who"]).hand.id,
                    Field.DUE: today + timedelta(days=promise["due_in_days"]),
                    Field.SUCCESS: promise["metric"],
                    Field.PLAN: promise.get("plan"),
                }
            )
            await leader.closes()
    await stage.listen()
    await leader.goes_on()


def _spread(pains: list[tuple[str, str, int]], people: int) -> list[list[tuple[str, str]]]:
    """Give each pain its number of dots, always from those who have the most left."""
    ballots: list[list[tuple[str, str]]] = [[] for _ in range(people)]
    for stage_name, text, votes in sorted(pains, key=lambda pain: -pain[2]):
        for ballot in sorted(ballots, key=len)[:votes]:
            ballot.append((stage_name, text))
    return ballots


async def _ideas(stage: Stage, story: Story) -> None:
    takers = cycle(stage.everybody)
    for one in story["stages"]:
        answers = [(pain["idea"], pain["text"]) for pain in one["pains"] if "idea" in pain]
        for idea, target in [*answers, *((idea, one["name"]) for idea in one.get("ideas", []))]:
            who = next(takers)
            view = await who.presses(who.guide(), Action.IDEA)
            await who.fills(
                {
                    Field.TEXT: idea["text"],
                    Field.PAIN: option_like(view, Field.PAIN, target),
                    Field.IMPACT: idea["impact"],
                    Field.EFFORT: idea["effort"],
                }
            )
            await who.closes()


async def rhythm(stage: Stage, story: Story) -> None:
    """Step 6: what is measured, and when the team looks again."""
    leader = stage.facilitator
    for metric in story["metrics"]:
        await leader.presses(leader.guide(), Action.METRIC)
        await leader.fills(
            {
                Field.METRIC_KIND: metric["kind"],
                Field.NAME: metric["name"],
                Field.UNIT: metric["unit"],
                Field.BASELINE: plain_number(metric["baseline"], stage.say),
                Field.TARGET: plain_number(metric["target"], stage.say),
                Field.DIRECTION: metric["better"],
                Field.STAGE: metric["stage"],
            }
        )
        await leader.closes()
    plan = story["review"]
    await leader.presses(leader.guide(), Action.CADENCE)
    first = stage.rehearsal.simulator.clock.now().date() + timedelta(days=30)
    await leader.fills(
        {Field.CADENCE: plan["cadence"], Field.DAY: first, Field.TIME: plan["time"], Field.TZ: plan["tz"]}
    )
    await leader.closes()
    await stage.listen()
    await leader.goes_on()


async def review(stage: Stage, story: Story) -> None:
    """A month later: the review comes due by itself, and the team holds it."""
    await stage.rehearsal.simulator.clock.shift(timedelta(days=31))
    await stage.listen()
    await hold(stage, story)


async def hold(stage: Stage, story: Story) -> None:
    """Hold the review that is due, from the message that tells of it."""
    leader, plan = stage.facilitator, story["review"]
    due = next(
        message
        for message in reversed(stage.thread())
        if any(
            element.get("action_id") == Action.REVIEW
            for block in message.blocks
            for element in block.get("elements", [])
        )
    )
    await leader.presses(due, Action.REVIEW)
    view = await leader.fills({})
    wanted = [("status:", text, status) for status in ("done", "doing") for text in plan[status]]
    for metric in story["metrics"]:
        label = f"{metric['name']} ({metric['unit']})" if metric["unit"] else metric["name"]
        wanted.append(("value:", label, plain_number(metric["after_review"], stage.say)))
    while view is not None and Field.CONCLUSION not in str(view.blocks):
        view = await leader.fills(_on_page(view, wanted))
    await leader.fills({Field.CONCLUSION: plan["conclusion"]})
    await leader.closes()
    await stage.settle()


def _on_page(view: OpenView, wanted: list[tuple[str, str, str]]) -> dict[str, object]:
    """What the team has to say on one page of the review."""
    given: dict[str, object] = {}
    for beginning, label, answer in wanted:
        for block in view.blocks:
            if str(block.get("block_id", "")).startswith(beginning) and block["label"]["text"] == label:
                given[block["block_id"]] = answer
    return given

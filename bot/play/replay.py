"""Replaying a story from the first command to the review, and keeping what came of it."""

from pathlib import Path
from typing import Any

from bot import labels
from bot.i18n import say_for
from bot.ids import Action
from bot.play import acts
from bot.play.player import Stage
from bot.play.transcript import Transcript
from bot.simulator.cast import Cast, enter
from bot.simulator.rehearsal import rehearsal
from bot.simulator.state import World
from bot.simulator.things import SimFile
from workflows import presets
from workflows.words import Step

ACTS = (acts.invite, acts.customer, acts.lay_out, acts.feel, acts.redesign, acts.rhythm)
# Where the story happens, in the words of its people.
CHANNELS = {"en": "kitchen-squad", "ru": "команда-кухня", "zh_Hans": "厨房小组", "he": "צוות-מטבח"}

PATIENCE = 15.0  # seconds: a replay is no test of how fast this machine is
REFRESH_DELAY = 3.0  # seconds: in a replay a picture is drawn when the story looks at it


async def replay(name: str, out: Path, data_folder: Path, language: str = "en") -> list[Path]:
    """Play one story; the files written: pictures, the PDF and the transcript."""
    story = {"template": name, **presets.example(name, language)}
    world, _ = World(), say_for(language)
    cast = settle_in(world, story["cast"], language)
    async with rehearsal(data_folder=data_folder, world=world, refresh_delay=REFRESH_DELAY) as running:
        core = running.simulator.core
        core.ack_seconds = core.trigger_seconds = PATIENCE
        stage = Stage(running, cast, Transcript(world, _), _, {})
        stage.transcript.lines.append(f"# {story['title']}")
        written = []
        for step, act in zip(Step, ACTS, strict=True):
            stage.transcript.chapter(f"{int(step)}. {labels.label(_, step)}")
            await act(stage, story)
        written += _pictures(world, out, "-before-review")
        stage.transcript.chapter(_("A month later: the review"))
        await acts.review(stage, story)
        await stage.facilitator.chooses(stage.card(), Action.MENU, stage.say("Send the PDF"))
        await stage.settle()
        written += _pictures(world, out, "")
        written += [_save(out / "map.pdf", file) for file in _newest(world, "application/pdf")[-1:]]
        transcript = out / "transcript.md"
        transcript.write_text(stage.transcript.text(), encoding="utf-8")
        return [*written, transcript]


def settle_in(world: World, roles: list[dict[str, Any]], language: str) -> Cast:
    """Let a story's people in, who read Slack and write in its language."""
    cast = enter(world, roles)
    cast.channel.name = CHANNELS[language]
    _ = say_for(language)
    cast.channel.topic = _("Why do people give up between the product page and the second order?")
    for user in world.users.values():
        user.locale = language
    return cast


def _newest(world: World, mimetype: str) -> list[SimFile]:
    return [file for file in world.files.values() if file.mimetype == mimetype and file.completed and not file.deleted]


def _pictures(world: World, out: Path, suffix: str) -> list[Path]:
    """Keep the newest card and map; what compares two states is neither."""
    written = []
    others = ("-reviewed.png", "-compared.png", "-matrix.png")
    pictures = [file for file in _newest(world, "image/png") if not file.name.endswith(others)]
    for kind in ("card", "map"):
        found = [file for file in pictures if file.name.endswith("-card.png") == (kind == "card")]
        written += [_save(out / f"{kind}{suffix}.png", file) for file in found[-1:]]
    return written


def _save(path: Path, file: SimFile) -> Path:
    path.write_bytes(file.content)
    return path

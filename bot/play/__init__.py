"""`python -m bot play`: a whole workshop on a ready-made journey, replayed by people through Slack's wire."""

import argparse
import asyncio
import logging
import sys
import tempfile
from pathlib import Path

from bot.console import voice
from bot.play.replay import replay
from workflows import presets


def main(given: argparse.Namespace) -> int:
    """Replay the story and write what came of it into a folder."""
    if given.story not in presets.names():
        _ = voice()
        known = _.listed(presets.names())
        sys.stderr.write(_("There is no story {name}. These are there: {names}.", name=given.story, names=known) + "\n")
        return 2
    logging.getLogger().setLevel(logging.WARNING)
    given.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cairn-play-") as folder:
        written = asyncio.run(replay(given.story, given.out, Path(folder), given.language))
    sys.stdout.write("".join(f"{path}\n" for path in written))
    return 0

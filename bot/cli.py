"""The command line: `python -m bot …`. What a command needs is imported when it is called."""

import argparse
import asyncio
import gc
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot import cairo, logs, settings
from bot.exports import FORMATS as FILES
from bot.i18n import LANGUAGES
from bot.manifest import ManifestError, manifest
from bot.rendering import FORMATS, KINDS
from bot.settings import Mode, SettingsError

REPLACE = "delete what the database holds first"
AMISS = 1  # the exit code of a doctor who found something to mend
WRONG = 2  # the exit code of everything the person who started us can mend


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a complaint is a sentence on the standard error, never a traceback."""
    given = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = given.command
    sentence = cairo.missing() if given.draws else None
    if sentence:
        sys.stderr.write(f"{sentence}\n")
        return WRONG
    try:
        return command(given)
    except (SettingsError, ManifestError) as error:
        sys.stderr.write(f"{error}\n")
        return WRONG
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """Describe the commands."""
    top = argparse.ArgumentParser(prog="python -m bot", description="Cairn maps customer journeys in Slack.")
    commands = top.add_subparsers(required=True, metavar="command")

    def add(
        name: str, words: str, command: Callable[[argparse.Namespace], int], *, draws: bool = False
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        made.set_defaults(command=command, draws=draws)
        return made

    add("socket", "run in Socket Mode (SLACK_BOT_TOKEN, SLACK_APP_TOKEN)", _socket, draws=True)
    add(
        "serve",
        "run as an HTTP server, for one workspace (SLACK_BOT_TOKEN) or many (SLACK_CLIENT_ID)",
        _serve,
        draws=True,
    )
    _add_database(add("db", "bring the database up to date, or move it", _db))
    kept = add("backup", "write everything into one file; Cairn may be running", _backup)
    kept.add_argument("file", type=Path, nargs="?", metavar="FILE", help="by default one named after the time")
    brought = add("restore", "fill the database from a backup", _restore)
    brought.add_argument("file", type=Path, metavar="FILE")
    brought.add_argument("--replace", action="store_true", help=REPLACE)
    trying = add("try", "open a Slack-like workspace of your own in the browser", _try, draws=True)
    trying.add_argument("--port", type=int, default=0, help="the page's port; by default the first free one from 8800")
    trying.add_argument("--no-browser", action="store_true", help="print the address instead of opening it")
    play = add("play", "replay a whole workshop and write its pictures", _play, draws=True)
    play.add_argument("story", help="which one: agency, ecommerce, healthcare, it_services or jacket")
    play.add_argument("--out", type=Path, required=True, help="the folder to write into")
    _add_export(add("export", "write a map, or every map of a workspace, into files", _export, draws=True))
    _add_render(add("render", "draw a map from a file", _render, draws=True))
    shown = add("manifest", "print the manifest of the Slack app", _manifest)
    shown.add_argument("--url", help="for HTTP: the public address, such as https://cairn.example.com")
    shown.add_argument("--many", action="store_true", help="with --url: for many workspaces, which install it by OAuth")
    add(
        "doctor",
        "look at everything an installation needs, and say how to mend it; exit code 1 if something is amiss",
        _doctor,
    )
    secret = add("secrets", "encrypt all tokens and other secrets anew, with the first of CAIRN_SECRET_KEYS", _secrets)
    secret.add_argument("what", choices=["rotate"])
    return top


def _add_database(db: argparse.ArgumentParser) -> None:
    what = db.add_subparsers(required=True, metavar="what")
    upgrade = what.add_parser("upgrade", help="bring the tables up to date")
    upgrade.set_defaults(command=_db)
    move = what.add_parser("move", help="copy everything into another database, SQLite or PostgreSQL")
    move.add_argument("--to", required=True, metavar="URL", help="postgresql://… or sqlite:///…")
    move.add_argument("--replace", action="store_true", help=REPLACE)
    move.set_defaults(command=_move)


def _add_export(wanted: argparse.ArgumentParser) -> None:
    what = wanted.add_mutually_exclusive_group(required=True)
    what.add_argument("--map", type=int, metavar="NUMBER", help="one map, by its number")
    what.add_argument("--workspace", metavar="TEAM", help="every map of a workspace (T…), as one ZIP file")
    wanted.add_argument(
        "--format", action="append", choices=list(FILES), help="of one map; may be said several times (json)"
    )
    wanted.add_argument("--out", type=Path, default=Path(), metavar="FOLDER", help="where to; by default here")


def _export(given: argparse.Namespace) -> int:
    from bot import exporting

    return exporting.main(given)


def _add_render(draw: argparse.ArgumentParser) -> None:
    draw.add_argument("maps", type=Path, nargs="+", metavar="MAP", help="a kept map (JSON), or an example (YAML)")
    draw.add_argument("--kind", choices=KINDS, default="map", help="what to draw; several maps for those that compare")
    draw.add_argument("--format", choices=FORMATS, help="by default as the name of the file says")
    draw.add_argument("--scale", type=_scale, default=2.0, help="of a PNG: 2 for sharp screens (the default)")
    draw.add_argument("--language", choices=sorted(LANGUAGES), help="of the picture's own words; by default the map's")
    draw.add_argument("--out", type=Path, required=True, help="the file to write")


def _scale(text: str) -> float:
    scale = float(text)
    if not 0.05 <= scale <= 8:
        raise argparse.ArgumentTypeError("a scale lies between 0.05 and 8")
    return scale


def _socket(_given: argparse.Namespace) -> int:
    return _run(Mode.SOCKET)


def _serve(_given: argparse.Namespace) -> int:
    return _run(Mode.SERVE)


def _log(wanted: settings.Settings) -> None:
    logs.setup(wanted.log_level, structured=wanted.log_json, secrets=wanted.secrets)


def _run(mode: Mode) -> int:
    wanted = settings.load(mode)
    _log(wanted)
    gc.disable()  # what is imported stays: looking through it again and again takes a fifth of the start
    from bot.running import run

    gc.freeze()
    gc.enable()
    asyncio.run(run(wanted, mode))
    return 0


def _db(_given: argparse.Namespace) -> int:
    wanted = settings.database_only()
    _log(wanted)
    from bot.databases import upgrade

    sys.stdout.write(upgrade(wanted) + "\n")
    return 0


def _backup(given: argparse.Namespace) -> int:
    from bot.backups import backup

    return backup(given)


def _restore(given: argparse.Namespace) -> int:
    from bot.backups import restore

    return restore(given)


def _move(given: argparse.Namespace) -> int:
    from bot.backups import move

    return move(given)


def _doctor(_given: argparse.Namespace) -> int:
    logs.setup("ERROR")
    from bot import doctor

    found = asyncio.run(doctor.examine())
    sys.stdout.write(doctor.told(found))
    return 0 if all(one.well for one in found) else AMISS


def _secrets(_given: argparse.Namespace) -> int:
    wanted = settings.database_only()
    _log(wanted)
    from bot.databases import rotate

    outcome = asyncio.run(rotate(wanted))
    sys.stdout.write(f"Encrypted anew: {outcome.done}. Older keys can be dropped now.\n" if not outcome.lost else "")
    if outcome.lost:
        sys.stderr.write(
            f"Encrypted anew: {outcome.done}. {outcome.lost} could not be opened with any of the keys: put the key "
            "that they were encrypted with back into CAIRN_SECRET_KEYS, behind the newest one.\n"
        )
    return WRONG if outcome.lost else 0


def _try(given: argparse.Namespace) -> int:
    from bot.trying import main as try_it

    return int(try_it(given))


def _play(given: argparse.Namespace) -> int:
    from bot.play import main as play_it

    return int(play_it(given))


def _render(given: argparse.Namespace) -> int:
    from bot.render import main as render_it

    return render_it(given)


def _manifest(given: argparse.Namespace) -> int:
    sys.stdout.write(json.dumps(manifest(given.url, many=given.many), indent=2, ensure_ascii=False) + "\n")
    return 0

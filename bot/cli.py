"""The command line: `python -m bot …`. What a command needs is imported when it is called."""

import argparse
import asyncio
import gc
import json
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot import cairo, logs, settings
from bot.console import translate, voice
from bot.exports import FORMATS as FILES
from bot.i18n import LANGUAGES, N_, SOURCE, Say
from bot.manifest import ManifestError, manifest
from bot.rendering import FORMATS, KINDS
from bot.settings import Mode, SettingsError

REPLACE = N_("delete what the database holds first")
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
    _ = voice()
    translate(argparse, _)
    top = argparse.ArgumentParser(prog="python -m bot", description=_("Cairn maps customer journeys in Slack."))
    commands = top.add_subparsers(required=True, metavar=_("command"))

    def add(
        name: str, words: str, command: Callable[[argparse.Namespace], int], *, draws: bool = False
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        made.set_defaults(command=command, draws=draws)
        return made

    add("socket", _("run in Socket Mode (SLACK_BOT_TOKEN, SLACK_APP_TOKEN)"), _socket, draws=True)
    add(
        "serve",
        _("run as an HTTP server, for one workspace (SLACK_BOT_TOKEN) or many (SLACK_CLIENT_ID)"),
        _serve,
        draws=True,
    )
    _add_database(add("db", _("bring the database up to date, or move it"), _db), _)
    kept = add("backup", _("write everything into one file; Cairn may be running"), _backup)
    kept.add_argument("file", type=Path, nargs="?", metavar=_("FILE"), help=_("by default one named after the time"))
    brought = add("restore", _("fill the database from a backup"), _restore)
    brought.add_argument("file", type=Path, metavar=_("FILE"))
    brought.add_argument("--replace", action="store_true", help=_(REPLACE))
    trying = add("try", _("open a Slack-like workspace of your own in the browser"), _try, draws=True)
    free = _("the page's port; by default the first free one from {first}", first=8800)
    trying.add_argument("--port", type=_number, default=0, metavar=_("PORT"), help=free)
    trying.add_argument("--no-browser", action="store_true", help=_("print the address instead of opening it"))
    play = add("play", _("replay a whole workshop and write its pictures"), _play, draws=True)
    stories = "agency, ecommerce, healthcare, it_services, jacket"
    play.add_argument("story", metavar=_("story"), help=_("which one: {stories}", stories=stories))
    speech = _("of the story and of its people")
    play.add_argument("--language", choices=sorted(LANGUAGES), default=SOURCE, help=speech)
    play.add_argument("--out", type=Path, required=True, metavar=_("FOLDER"), help=_("the folder to write into"))
    _add_export(add("export", _("write a map, or every map of a workspace, into files"), _export, draws=True), _)
    _add_render(add("render", _("draw a map from a file, or make a page of it"), _render, draws=True), _)
    shown = add("manifest", _("print the manifest of the Slack app"), _manifest)
    address = _("for HTTP: the public address, such as https://cairn.example.com")
    shown.add_argument("--url", metavar="URL", help=address)
    many = _("with --url: for many workspaces, which install it by OAuth")
    shown.add_argument("--many", action="store_true", help=many)
    steps = _("with steps for Slack's Workflow Builder, which paid workspaces have")
    shown.add_argument("--workflow-steps", action="store_true", help=steps)
    add(
        "doctor",
        _("look at everything an installation needs, and say how to mend it; exit code 1 if something is amiss"),
        _doctor,
    )
    gone = add("erase", _("remove a person's name from everything that is stored; Cairn may be running"), _erase)
    gone.add_argument("user", metavar=_("USER"), help=_("the person's id in Slack, such as U012AB3CD"))
    whose = _("where several workspaces are served: T… or E…")
    gone.add_argument("--workspace", metavar="ID", default="", help=whose)
    again = _("encrypt all tokens and other secrets anew, with the first of CAIRN_SECRET_KEYS")
    add("secrets", again, _secrets).add_argument("what", choices=["rotate"])
    return top


def _add_database(db: argparse.ArgumentParser, _: Say) -> None:
    what = db.add_subparsers(required=True, metavar=_("what"))
    upgrade = what.add_parser("upgrade", help=_("bring the tables up to date"))
    upgrade.set_defaults(command=_db)
    move = what.add_parser("move", help=_("copy everything into another database, SQLite or PostgreSQL"))
    move.add_argument("--to", required=True, metavar="URL", help=_("postgresql://… or sqlite:///…"))
    move.add_argument("--replace", action="store_true", help=_(REPLACE))
    move.set_defaults(command=_move)


def _add_render(draw: argparse.ArgumentParser, _: Say) -> None:
    maps = _("a kept map (JSON), or an example (YAML)")
    draw.add_argument("maps", type=Path, nargs="+", metavar=_("MAP"), help=maps)
    kinds = _("what to draw; several maps for those that compare")
    draw.add_argument("--kind", choices=KINDS, default="map", help=kinds)
    draw.add_argument("--format", choices=[*FORMATS, "html"], help=_("by default as the name of the file says"))
    sharp = _("of a PNG: 2 for sharp screens (the default)")
    draw.add_argument("--scale", type=_scale, default=2.0, metavar=_("NUMBER"), help=sharp)
    own = _("of the picture's own words; by default the map's")
    draw.add_argument("--language", choices=sorted(LANGUAGES), help=own)
    draw.add_argument("--out", type=Path, required=True, metavar=_("FILE"), help=_("the file to write"))


def _number(text: str) -> int:
    _ = voice()
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(_("this is no number: {given}", given=text))
    return int(text)


def _add_export(wanted: argparse.ArgumentParser, _: Say) -> None:
    what = wanted.add_mutually_exclusive_group(required=True)
    what.add_argument("--map", type=_number, metavar=_("NUMBER"), help=_("one map, by its number"))
    every = _("every map of a workspace (T…), as one ZIP file")
    what.add_argument("--workspace", metavar="ID", help=every)
    kinds = _("of one map; may be said several times (json)")
    wanted.add_argument("--format", action="append", choices=list(FILES), help=kinds)
    there = _("where to; by default here")
    wanted.add_argument("--out", type=Path, default=Path(), metavar=_("FOLDER"), help=there)


def _export(given: argparse.Namespace) -> int:
    from bot import exporting

    return exporting.main(given)


def _scale(text: str) -> float:
    _ = voice()
    scale = float(text) if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,6})?", text) else 0.0
    if not 0.05 <= scale <= 8:
        least, most = _.number(0.05), _.number(8)
        raise argparse.ArgumentTypeError(_("a scale lies between {least} and {most}", least=least, most=most))
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
    gc.disable()  # what a start makes stays: `run` looks through what comes after it
    from bot.running import run

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


def _erase(given: argparse.Namespace) -> int:
    wanted = settings.database_only()
    logs.setup("ERROR")
    from bot.erasures import erase

    sys.stdout.write(asyncio.run(erase(wanted, given.user, given.workspace)) + "\n")
    return 0


def _secrets(_given: argparse.Namespace) -> int:
    wanted = settings.database_only()
    _log(wanted)
    from bot.databases import rotate

    outcome = asyncio.run(rotate(wanted))
    _ = voice()
    done = _("Encrypted anew: {count}.", count=_.number(outcome.done))
    if not outcome.lost:
        sys.stdout.write(f"{done} {_('Older keys can be dropped now.')}\n")
    if outcome.lost:
        lost = _.n(
            "{count} could not be opened with any of the keys: put the key that it was encrypted with back into "
            "CAIRN_SECRET_KEYS, behind the newest one.",
            "{count} could not be opened with any of the keys: put the key that they were encrypted with back into "
            "CAIRN_SECRET_KEYS, behind the newest one.",
            outcome.lost,
        )
        sys.stderr.write(f"{done} {lost}\n")
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
    sys.stdout.write(
        json.dumps(manifest(given.url, many=given.many, steps=given.workflow_steps), indent=2, ensure_ascii=False)
        + "\n"
    )
    return 0

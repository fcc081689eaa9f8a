"""The command line's own language, and how its sentences are written: they are read in a terminal, not in Slack."""

import os
from collections.abc import Mapping
from types import ModuleType

from bot.i18n import N_, SOURCE, Say, say_for
from storage.sentences import SentenceError

VARIABLES = ("CAIRN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set, as POSIX has it
# Where to find things at Slack, whose own pages are in English.
CREDENTIALS = N_("the page “Basic Information”, under “App Credentials”, of your app at https://api.slack.com/apps")
LEVEL_TOKENS = N_("the page “Basic Information”, under “App-Level Tokens”, of your app at https://api.slack.com/apps")
PERMISSIONS = N_("the page “OAuth & Permissions” of your app at https://api.slack.com/apps")


def voice(environment: Mapping[str, str] | None = None) -> Say:
    """The language of whoever sits before the terminal; English where it is none of ours."""
    given = os.environ if environment is None else environment
    wanted = next((given[name] for name in VARIABLES if given.get(name)), SOURCE)
    return say_for(wanted.partition(".")[0])


def told(error: SentenceError) -> str:
    """Say what went wrong in storage, which knows no languages."""
    params = {name: told(one) if isinstance(one, SentenceError) else one for name, one in error.params.items()}
    return voice()(error.sentence, **params)


# What argparse says: these are its sentences, word for word, so that it finds them here.
ARGPARSE = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("the following arguments are required: %s"),
    N_("unrecognized arguments: %s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("ignored explicit argument %r"),
)


def translate(argparse: ModuleType, _: Say) -> None:
    """Give argparse the voice of the terminal.

    It asks gettext's one domain of a process, which is read from compiled files that we do not keep; the name by which
    it asks is the one place where it can be told otherwise.
    """
    argparse._ = _  # type: ignore[attr-defined]

"""What the page suggests to type, and the words of its scripts."""

from collections.abc import Mapping

from bot.i18n import N_, Say
from bot.simulator.page.doings import BY_SLACK
from bot.simulator.things import JsonObject

# Of Cairn's command; another app's commands are suggested by their bare names.
COMMAND = "/journey"
WORDS = (
    ("", N_("What is next for you")),
    ("start", N_("Begin a workshop in this channel")),
    ("map", N_("Show the map as it is now")),
    ("list", N_("The workshops of this channel")),
    ("people", N_("Who takes part")),
    ("customer", N_("The customer whose journey it is")),
    ("stages", N_("The stages of the journey")),
    ("touchpoints", N_("Where the customer meets you")),
    ("pain", N_("Tell of a pain, for example: pain Checkout: price changes")),
    ("joy", N_("Tell of something customers love")),
    ("idea", N_("Suggest an improvement")),
    ("owner", N_("Say who answers for a pain, and until when")),
    ("metric", N_("A number that shows whether it gets better")),
    ("next", N_("Go on to the next step")),
    ("review", N_("Look at the map again")),
    ("help", N_("Everything you can type")),
)
SCRIPT_WORDS = {
    "offline": N_("The simulator does not answer. Is it still running?"),
    "search": N_("Search"),
    "nothing": N_("Nothing found"),
    "typeToSearch": N_("Type to search"),
    "done": N_("Done"),
    "remove": N_("Remove"),
    "gotIt": N_("Got it"),
    "what": N_("What is this?"),
    "tooManyFiles": N_("No more than {count} files here."),
    "reply": N_("Reply in thread"),
    "copyLink": N_("Copy link to message"),
    "copied": N_("Link copied"),
    "shortcuts": N_("Shortcuts"),
    "commands": N_("Commands"),
    "close": N_("Close"),
    "zoomIn": N_("Enlarge"),
    "zoomOut": N_("Make smaller"),
    "fit": N_("Fit to the window"),
    "download": N_("Download"),
    "stepOf": N_("A step of a workflow"),
    "runStep": N_("Run the step"),
    "stepDone": N_("The step is done. It gives back:"),
    "optional": N_("(optional)"),
    "newMessages": N_("New messages"),
}


def script_words(_: Say) -> dict[str, str]:
    """Translate what the scripts say."""
    return {name: _(text) for name, text in SCRIPT_WORDS.items()}


def steps(functions: Mapping[str, JsonObject]) -> list[JsonObject]:
    """List the steps that the app has for Workflow Builder, with the inputs that a person fills in."""
    return [
        {
            "callback": callback,
            "name": function["title"],
            "about": function["description"],
            "inputs": [
                {
                    "name": name,
                    "title": rule["title"],
                    "about": rule.get("description", ""),
                    "kind": rule["type"].rpartition("/")[2],
                    "required": bool(rule.get("is_required")),
                }
                for name, rule in function["input_parameters"].items()
                if rule["type"] != BY_SLACK
            ],
        }
        for callback, function in functions.items()
    ]


def suggestions(commands: set[str], _: Say) -> list[dict[str, str]]:
    """List what can be typed after a slash."""
    own = [{"text": f"{COMMAND} {word}".strip(), "help": _(text)} for word, text in WORDS if COMMAND in commands]
    others = [{"text": name, "help": ""} for name in sorted(commands - {COMMAND})]
    return [*own, *others, {"text": "/invite @cairn", "help": _("Bring Cairn into this channel")}]

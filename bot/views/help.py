"""What can be typed, and what the thing is about, in as few words as possible."""

from bot import values
from bot.i18n import Say
from bot.ids import COMMAND, Action
from bot.values import Value
from bot.views import blocks
from bot.views.message import Message, message
from bot.views.texts import Json, escape, isolate

CHANNEL = "channel"


def help_(channel_id: str | None, _: Say, *, unknown: str = "", nearest: str = "") -> Message:
    """Build the help. `unknown` is a word nobody knows, `nearest` the one that was probably meant."""
    lead = _("I help your team draw the map of a customer's journey, in six short steps, right here in Slack.")
    return message(
        _sorry(unknown, nearest, _) or lead,
        blocks.said(_sorry(unknown, nearest, _)) if unknown else None,
        blocks.section(lead),
        *(blocks.section(text) for text in _lists(_)),
        blocks.context(_("In threads, commands do not work: use the buttons there.")),
        blocks.actions(_start(channel_id, _)) if channel_id else None,
    )


def _sorry(unknown: str, nearest: str, _: Say) -> str:
    if not unknown:
        return ""
    word = isolate(blocks.clip(unknown, 60))
    if nearest:
        return _(
            "I do not know “{word}”. Did you mean “{command} {nearest}”?", word=word, command=COMMAND, nearest=nearest
        )
    return _("I do not know “{word}”. This is what I understand:", word=word)


def _lists(_: Say) -> list[str]:
    def line(words: str, meaning: str) -> str:
        return f"{_.typed(f'{COMMAND} {words}')}  {meaning}"

    return [
        "\n".join(
            [
                f"*{_('To begin')}*",
                f"{_.typed(COMMAND)}  {_('what you can do next')}",
                line("start", _("start a workshop in this channel")),
                line("map", _("see the map")),
                line("list", _("all your maps; with words behind it, those that say them")),
                line("settings", _("your language, your working hours, and what I remind you of")),
            ]
        ),
        "\n".join(
            [
                f"*{_('To contribute')}*",
                line(
                    escape("pain Checkout: price changes"),
                    _("store a pain point at once; joy, thought, itch, action, idea and evidence work alike"),
                ),
                line("people", _("who takes part")),
                line("customer", _("whom the map is about")),
                line("stages", _("the parts of the journey")),
                line("touchpoints", _("where the customer meets you")),
                line("feel", _("score how each stage feels")),
                line("walk", _("walk the journey as the customer")),
                line("anonymous", _("contribute, score and vote without names for a while")),
                line("agenda", _("where to talk first")),
                line("mine", _("change or delete what you gave")),
                line("undo", _("take back your last change")),
                line("history", _("who changed what, and when")),
            ]
        ),
        "\n".join(
            [
                f"*{_('To decide')}*",
                line("vote", _("what hurts most")),
                line("same", _("merge what was said twice")),
                line("hurts", _("every pain point, with its owner and plan")),
                line("priorities", _("which ideas come first")),
                line("owner", _("who answers for a pain point, until when")),
                line("metric", _("what you measure")),
                line("cadence", _("how often you look at the map again")),
                line(escape("cadence monthly on the first Monday"), _("set it at once, as you would say it")),
                line("postpone", _("skip the next review, or move it")),
                line("review", _("look at it now")),
                line("health", _("how well each of your maps is looked after, worst first")),
                line("check", _("look for the ten usual mistakes")),
                line("manage", _("copy the map, make its future state, end it, delete it")),
                line("next", _("go on to the next step, or “back”")),
                line("time", _("how long this step takes")),
                line("template", _("keep this map for the next team to begin with")),
            ]
        ),
    ]


def _start(channel_id: str | None, _: Say) -> Json:
    value = values.encode(Value(more={CHANNEL: channel_id} if channel_id else {}))
    return blocks.button(_("Start a workshop"), Action.START, value)

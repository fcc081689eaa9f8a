"""What can be typed, and what the thing is about, in as few words as possible."""

from bot import labels, values
from bot.aliases import listed_words, native
from bot.i18n import Say
from bot.ids import COMMAND, Action
from bot.values import Value
from bot.views import blocks
from bot.views.message import Message, message
from bot.views.texts import Json, escape, isolate
from workflows.words import Step

CHANNEL = "channel"


def help_(channel_id: str | None, _: Say, *, unknown: str = "", nearest: str = "") -> Message:
    """Build the help. `unknown` is a word nobody knows, `nearest` the one that was probably meant."""
    lead = _("I help your team draw the map of a customer's journey, in six short steps, right here in Slack.")
    return message(
        _sorry(unknown, nearest, _) or lead,
        blocks.said(_sorry(unknown, nearest, _)) if unknown else None,
        *((blocks.section(f"{lead}\n{_steps(_)}"),) if not unknown else ()),
        blocks.section(_to_begin(_)),
        blocks.context(_("In threads, commands do not work: use the buttons there.")),
        blocks.actions(
            _start(channel_id, _) if channel_id else None, blocks.button(_("All you can type"), Action.ALL_WORDS)
        ),
    )


def words(_: Say) -> Json:
    """Build the modal with everything that can be typed: too much for somebody who is new."""
    return blocks.info(_("All you can type"), _to_begin(_), _to_contribute(_), _to_decide(_), close=_("Close"))


def _steps(_: Say) -> str:
    return "\n".join(f"{int(step)}. {labels.label(_, step)}" for step in Step)


def _sorry(unknown: str, nearest: str, _: Say) -> str:
    if not unknown:
        return ""
    word = isolate(blocks.clip(unknown, 60))
    if nearest:
        return _(
            "I do not know “{word}”. Did you mean “{command} {nearest}”?", word=word, command=COMMAND, nearest=nearest
        )
    return _("I do not know “{word}”. This is what I understand:", word=word)


def _line(word: str, meaning: str, _: Say, *, behind: str = "") -> str:
    said = f"{COMMAND} {native(word, _.language)} {escape(behind)}".rstrip()
    return f"{_.typed(said)}  {meaning}"


def _to_begin(_: Say) -> str:
    return "\n".join(
        [
            f"*{_('To begin')}*",
            f"{_.typed(COMMAND)}  {_('what you can do next')}",
            _line("start", _("start a workshop in this channel"), _),
            _line("map", _("see the map"), _),
            _line(
                "list",
                _(
                    "all your maps; with words behind it, those that say them, or “{filter}”",
                    filter=listed_words(_.language)[2],
                ),
                _,
            ),
            _line("settings", _("your language, your working hours, and what I remind you of"), _),
        ]
    )


def _to_contribute(_: Say) -> str:
    alike = [native(word, _.language) for word in ("joy", "thought", "itch", "action", "idea", "evidence")]
    return "\n".join(
        [
            f"*{_('To contribute')}*",
            _line(
                "pain",
                _("store a pain point at once; {words} work alike", words=_.join(alike)),
                _,
                behind=_("Checkout: price changes"),
            ),
            _line("people", _("who takes part"), _),
            _line("customer", _("whom the map is about"), _),
            _line("stages", _("the parts of the journey"), _),
            _line("touchpoints", _("where the customer meets you"), _),
            _line("feel", _("score how each stage feels"), _),
            _line("walk", _("walk the journey as the customer"), _),
            _line("anonymous", _("contribute, score and vote without names for a while"), _),
            _line("agenda", _("where to talk first"), _),
            _line("import", _("bring in touchpoints, survey answers or numbers from a file"), _),
            _line("mine", _("change or delete what you gave"), _),
            _line("undo", _("take back your last change"), _),
            _line("history", _("who changed what, and when"), _),
        ]
    )


def _to_decide(_: Say) -> str:
    return "\n".join(
        [
            f"*{_('To decide')}*",
            _line("vote", _("what hurts most"), _),
            _line("same", _("merge what was said twice"), _),
            _line("hurts", _("every pain point, with its owner and plan"), _),
            _line("priorities", _("which ideas come first"), _),
            _line("decision", _("what you agreed on"), _),
            _line("owner", _("who answers for a pain point, until when"), _),
            _line("metric", _("what you measure"), _),
            _line("cadence", _("how often you look at the map again"), _),
            _line("cadence", _("set it at once, as you would say it"), _, behind=_("monthly on the first Monday")),
            _line("postpone", _("skip the next review, or move it"), _),
            _line("review", _("look at it now"), _),
            _line("health", _("how well each of your maps is looked after, worst first"), _),
            _line("check", _("look for the ten usual mistakes"), _),
            _line("manage", _("copy the map, put it below a larger one, make its future state, end it, delete it"), _),
            _line("export", _("take the map along: PDF, slides, spreadsheet, and more"), _),
            _line("next", _("go on to the next step, or “{back}”", back=native("back", _.language)), _),
            _line("time", _("how long this step takes"), _),
            _line("template", _("keep this map for the next team to begin with"), _),
        ]
    )


def _start(channel_id: str | None, _: Say) -> Json:
    value = values.encode(Value(more={CHANNEL: channel_id} if channel_id else {}))
    return blocks.button(_("Start a workshop"), Action.START, value)

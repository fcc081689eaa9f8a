"""The App Home: what waits for me, the pain points I answer for, the next reviews, my maps and my settings."""

from dataclasses import asdict

from bot import values
from bot.forms import fresh
from bot.i18n import Say
from bot.ids import COMMAND, Action, Field
from bot.values import Value
from bot.views import below, blocks, found, health, my_pains, paging, settings, waiting
from bot.views.card import progress, where
from bot.views.texts import Json, escape, isolate, plain
from workflows.errors import NotFoundError
from workflows.finding import Hit, Shown
from workflows.home import MAPS, PAINS, REVIEWS, WAITING, Home, Look, NextReview

SEARCH_MAX, TEXT_MAX, ID_MAX = 80, 200, 64
PERSON, CHANNEL = "person", "channel"
WAITING_LIST, PAIN_LIST, REVIEW_LIST, MAP_LIST = "waiting", "pains", "reviews", "maps"


def home(mine: Home, user_id: str, _: Say) -> Json:
    """Build the view that is published to one person's Home tab."""
    newcomer = not (mine.maps_count or mine.urgency.total)
    return {
        "type": "home",
        "private_metadata": written(mine.look),
        "blocks": [
            *(_welcome(_) if newcomer else _everything(mine, user_id, _)),
            *settings.section(mine.preferences, mine.notices, _),
        ],
    }


def written(look: Look) -> str:
    """Write down where a person is on their Home tab: pages, filter and words, nothing that decides anything."""
    pages = {name: str(at) for name, at in asdict(look).items() if isinstance(at, int) and at}
    words = {"words": look.words[:SEARCH_MAX]} if look.words else {}
    words |= {name: said for name, said in ((PERSON, look.person), (CHANNEL, look.channel)) if said}
    return values.encode(Value(kind=look.shown, more=pages | words))


def read(metadata: str) -> Look:
    """Read it back; what cannot be read is the top of the tab."""
    try:
        value = values.decode(metadata or None)
        pages = {name: int(value.more.get(name, "0")) for name in ("waiting", "pains", "reviews", "maps")}
        shown = Shown(value.kind or Shown.OPEN)
    except (NotFoundError, ValueError):
        return Look()
    return Look(
        **{name: min(max(0, at), 10_000) for name, at in pages.items()},
        shown=shown,
        words=value.more.get("words", ""),
        person=value.more.get(PERSON, "")[:ID_MAX],
        channel=value.more.get(CHANNEL, "")[:ID_MAX],
    )


def _welcome(_: Say) -> list[Json]:
    first = _("Cairn helps your team draw the map of a customer's journey, in six short steps, right here in Slack.")
    now = _("Start a workshop now, or type {command} in the channel where your team is.", command=f"`{COMMAND} start`")
    return [
        blocks.header(_("Welcome to Cairn")),
        blocks.section(_.sentences(first, now)),
        _beginning(_),
        settings.languages(_),
    ]


def _beginning(_: Say) -> Json:
    return blocks.actions(
        blocks.button(_("Start a workshop"), Action.START, style="primary"),
        blocks.button(_("How it works"), Action.HELP),
    )


def _everything(mine: Home, user_id: str, _: Say) -> list[Json]:
    return [
        *_waiting(mine, user_id, _),
        *_pains(mine, _),
        *_reviews(mine, _),
        *_maps(mine, _),
        _beginning(_),
    ]


def _waiting(mine: Home, user_id: str, _: Say) -> list[Json]:
    head = blocks.header(_("What waits for you"))
    if not mine.waiting:
        return [head, blocks.section(_("No team waits for something from you. What one needs next stands here."))]
    return [
        head,
        *(block for one in mine.waiting for block in waiting.row(one, user_id, _)),
        *_turning(WAITING_LIST, mine.look.waiting, mine.waiting_count, WAITING, _),
    ]


def _pains(mine: Home, _: Say) -> list[Json]:
    if not mine.urgency.total:
        return []
    return [
        blocks.divider(),
        blocks.header(_("Pain points you answer for")),
        *my_pains.rows(mine, _),
        *_turning(PAIN_LIST, mine.look.pains, mine.urgency.total, PAINS, _),
    ]


def _reviews(mine: Home, _: Say) -> list[Json]:
    if not mine.reviews:
        return []
    return [
        blocks.divider(),
        blocks.header(_("Next reviews")),
        *(_review(one, _) for one in mine.reviews),
        *_turning(REVIEW_LIST, mine.look.reviews, mine.reviews_count, REVIEWS, _),
    ]


def _review(one: NextReview, _: Say) -> Json:
    value = values.encode(Value(workshop=one.workshop_id, item=one.round_id))
    when = _("⏰ waits since {day}", day=_.day(one.due_at)) if one.round_id else _.when(one.due_at)
    return blocks.said(f"{one.title}\n{when}", accessory=blocks.button(_("Review the map"), Action.REVIEW, value))


def _maps(mine: Home, _: Say) -> list[Json]:
    look = mine.look
    return [
        blocks.divider(),
        blocks.header(_("My journey maps")),
        blocks.text_input(
            # Another block where the words are gone: Slack keeps what was typed in a block that stays.
            fresh(Field.SEARCH, len(look.words)),
            _("Find a map"),
            value=look.words[:SEARCH_MAX],
            placeholder=_("Words on it, then Enter"),
            optional=True,
            limit=SEARCH_MAX,
            dispatch=True,
        ),
        blocks.actions(
            _filter(look, _),
            _of_person(look, _),
            _of_channel(look, _),
            blocks.button(_("Clear the search"), Action.HOME_CLEAR) if look.narrowed else None,
            blocks.button(_("Journey health"), Action.HEALTH),
        ),
        *(block for hit in mine.found.hits for block in _map(hit, mine, _)),
        *([] if mine.found.hits else [blocks.section(_none(mine, _))]),
        *_turning(MAP_LIST, mine.found.page, mine.found.count, MAPS, _),
    ]


def _filter(look: Look, _: Say) -> Json:
    options = [
        blocks.option(_.p("maps", label), values.encode(Value(kind=shown))) for shown, label in found.SHOWN.items()
    ]
    return blocks.select_menu(Action.HOME_SHOWN, options, value=values.encode(Value(kind=look.shown)))


def _of_person(look: Look, _: Say) -> Json:
    """Ask whose maps. The id changes with the choice: Slack keeps what was chosen in an element that stays."""
    chosen = {"initial_user": look.person} if look.person else {}
    return {
        "type": "users_select",
        "action_id": f"{Action.HOME_PERSON}:{look.person}",
        "placeholder": plain(_("With whom"), 150),
        **chosen,
    }


def _of_channel(look: Look, _: Say) -> Json:
    chosen = {"initial_conversation": look.channel} if look.channel else {}
    return {
        "type": "conversations_select",
        "action_id": f"{Action.HOME_CHANNEL}:{look.channel}",
        "placeholder": plain(_("In which channel"), 150),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        **chosen,
    }


def _none(mine: Home, _: Say) -> str:
    if mine.look.person or mine.look.channel:
        return _("No map of yours is like that. Clear the search to see all of them.")
    if mine.look.words:
        return _(
            "Nothing here says “{words}”. Look in all maps, or for fewer words.", words=isolate(escape(mine.look.words))
        )
    if mine.look.shown in found.NONE:
        return _(found.NONE[mine.look.shown])
    return _("No open map. Start a workshop, or look at all your maps.")


def _map(hit: Hit, mine: Home, _: Say) -> list[Json]:
    outline = hit.outline
    value = values.encode(Value(workshop=outline.id))
    state = f"{progress(outline)}  {escape(where(outline, _))}  ·  <#{outline.channel_id}>"
    if outline.card_link:
        state += "  ·  " + blocks.link(outline.card_link, _("Open the card"))
    how = (mine.health or {}).get(outline.id)
    larger = below.part_of(hit.parent, _) if hit.parent else ""
    said = "\n".join(part for part in (found.titled(hit), larger, found.place(hit, _)) if part)
    lines = [state, *([health.line(how, _)] if how and how.says_something else [])]
    return [
        blocks.said(said, accessory=blocks.button(_("Map"), Action.MAP, value)),
        blocks.context("\n".join(lines)),
    ]


def _turning(name: str, page: int, count: int, size: int, _: Say) -> list[Json]:
    page, pages = paging.within(page, count, size)
    return paging.by(Action.HOME_PAGE, lambda to: Value(kind=name, page=to), page, pages, _, part=name)

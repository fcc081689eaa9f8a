"""The regions of the page, drawn for one person at one place: bar, rail, side, main, thread, modal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from bot.i18n import LANGUAGES, N_, SOURCE, Say, say_for
from bot.simulator.core import AppProfile
from bot.simulator.page.dates import day_words
from bot.simulator.page.reader import Reader, Source
from bot.simulator.page.reading import OUTSIDE, Reading
from bot.simulator.page.render import digest, wire
from bot.simulator.page.shown import Showcase, ShownMessage, address, find_file, join
from bot.simulator.page.sides import side
from bot.simulator.page.surface import Choice
from bot.simulator.state import World
from bot.simulator.things import SimChannel, SimMessage, SimUser

FEED_MAX = 300  # messages shown of a channel: the newest


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person is: who, at which channel (or `home`, `files`), the thread open beside it, and their language."""

    user: str
    at: str
    thread: str = ""
    language: str = SOURCE


@dataclass(frozen=True, slots=True)
class Region:
    """One part of the page."""

    html: Markup
    hash: str


class Screens:
    """Draws the page."""

    def __init__(self, world: World, profile: AppProfile, templates: Environment, *, can_review: bool) -> None:
        """Take what never changes while the page is served."""
        self.world, self.profile, self.templates = world, profile, templates
        self.can_review = can_review
        for person in world.people():
            world.direct(person.id, world.bot_user_id)  # everybody finds the bot among their direct messages
        self.reading = Reading(world)

    def place(self, user: str, at: str, thread: str, language: str = SOURCE) -> Place:
        """Correct what an address says to something that is there and that the person may see."""
        people = self.world.people()
        me = self.world.users.get(user)
        if me is None or me.is_bot:
            me = people[0]
        mine = {channel.id: channel for channel in self.world.channels_of(me.id)}
        if at not in mine and at not in OUTSIDE:
            at = next((id_ for id_, channel in mine.items() if not channel.is_im), "home")
        head = self.world.message(at, thread) if thread else None
        return Place(me.id, at, thread if head and head.ephemeral_to in {None, me.id} else "", language)

    def regions(self, place: Place) -> dict[str, Region]:
        """Draw every region."""
        me = self.world.users[place.user]
        _ = say_for(place.language, me.tz)
        show = self._showcase(me, _)
        common: dict[str, Any] = {
            "_": _,
            "me": me,
            "at": place.at,
            "thread": place.thread,
            "bot": self.world.users[self.world.bot_user_id],
            "world": self.world,
            "command": min(self.profile.commands, default="/"),
        }
        drawn = {
            "bar": self._draw("bar", common, self._bar(_)),
            "rail": self._draw("rail", common, self._rail(_)),
            "side": self._draw("side", common, self._side(me, show)),
            "main": self._main(place, common, show),
            "thread": self._draw("thread", common, self._thread(place, show)),
            "modal": self._draw("modal", common, self._modal(me, show)),
        }
        # The templates have escaped everything already.
        return {name: Region(Markup(html), digest(html)) for name, html in drawn.items()}  # noqa: S704

    def _draw(self, name: str, common: Mapping[str, Any], own: Mapping[str, Any]) -> str:
        return self.templates.get_template(f"{name}.html").render({**common, **own})

    def _showcase(self, me: SimUser, _: Say) -> Showcase:
        world = self.world

        def source(slack_file: Mapping[str, Any]) -> Source:
            file = find_file(world, slack_file)
            if file is None or not world.can_see_file(me.id, file):
                return Source()
            return Source.fitted(address(file, me.id), *file.measures)

        reader = Reader(
            user=me.id,
            say=_,
            now=world.clock.now(),
            people={user.id: user.real_name for user in world.users.values()},
            channels={channel.id: channel.name for channel in world.channels.values()},
            source=source,
        )
        people: list[Choice] = [
            {"value": user.id, "label": user.real_name, "detail": role(user, _), "kind": "person", "tone": user.color}
            for user in world.people()
        ]
        places: list[Choice] = [
            {
                "value": channel.id,
                "label": self._name(channel, me) if channel.is_im else f"#{channel.name}",
                "detail": "",
                "kind": "im" if channel.is_im else "channel",
            }
            for channel in world.channels_of(me.id)
        ]
        return Showcase(world, reader, people, places)

    def _bar(self, _: Say) -> dict[str, Any]:
        now = self.world.clock.now()
        return {
            "when": _.when(now),
            "iso": now.isoformat(timespec="minutes"),
            "can_review": self.can_review,
            "languages": LANGUAGES,
        }

    def _rail(self, _: Say) -> dict[str, Any]:
        return {
            "people": [
                {"user": user, "role": role(user, _), "unread": self.reading.everything(user.id)}
                for user in self.world.people()
            ]
        }

    def _side(self, me: SimUser, show: Showcase) -> dict[str, Any]:
        rows = [
            {
                "id": channel.id,
                "name": self._name(channel, me),
                "is_im": channel.is_im,
                "is_private": channel.is_private,
                "unread": self.reading.unread(me.id, channel),
                "other": self._other(channel, me),
            }
            for channel in self.world.channels_of(me.id)
        ]
        return {
            "role": role(me, show.reader.say),
            "channels": [row for row in rows if not row["is_im"]],
            "direct": [row for row in rows if row["is_im"]],
            "files": len(self._files(me)),
        }

    def _main(self, place: Place, common: Mapping[str, Any], show: Showcase) -> str:
        me: SimUser = common["me"]
        if place.at == "files":
            files = [show.file(file) for file in self._files(me)]
            return self._draw("files", common, {"files": files})
        if place.at == "home":
            return self._draw("home", common, self._home(me, show))
        return self._draw("channel", common, self._channel(me, self.world.channels[place.at], show))

    def _home(self, me: SimUser, show: Showcase) -> dict[str, Any]:
        view = self.world.homes.get(me.id)
        return {
            "view": view,
            "blocks": wire(view.blocks) if view else [],
            "side": side(view.blocks) if view else "",
            "on": show.surface("home", view.id if view else "", view.values if view else {}),
            "direct": self.world.direct(me.id, self.world.bot_user_id).id,
        }

    def _channel(self, me: SimUser, channel: SimChannel, show: Showcase) -> dict[str, Any]:
        _ = show.reader.say
        messages = self.world.seen_by(me.id, channel.id)[-FEED_MAX:]
        name = self._name(channel, me)
        members = [self.world.users[user] for user in sorted(channel.members) if user in self.world.users]
        command = min(self.profile.commands, default="")
        hint = _("Message {name}", name=name) if channel.is_im else _("Message #{name}", name=name)
        return {
            "name": name,
            "topic": channel.topic,
            "other": self._other(channel, me),
            "members": len(members),
            "faces": [user for user in members if not user.is_bot][:4],
            "member_names": _.join([user.real_name for user in members]),
            "feed": self._feed(me, channel.id, messages, show),
            "hint": _("{hint}, or type {command}", hint=hint, command=_.typed(command).strip("`")) if command else hint,
            "archived": channel.is_archived,
        }

    def _feed(self, me: SimUser, channel: str, messages: list[SimMessage], show: Showcase) -> list[ShownMessage]:
        _ = show.reader.say
        shown, day = [], ""
        first_new = self.reading.first_new(me.id, channel)
        for message in messages:
            item = show.message(message)
            today = day_words(show.reader.moment(float(message.ts)), show.reader.now, _)
            item.day, day = (today if today != day else ""), today
            item.new = message.ts == first_new
            item.fresh = bool(message.reply_count) and self.reading.thread_is_fresh(me.id, message)
            shown.append(item)
        join(shown)
        return shown

    def _thread(self, place: Place, show: Showcase) -> dict[str, Any]:
        if not place.thread:
            return {"head": None}
        head, *replies = [show.message(one, "thread") for one in self.world.thread(place.at, place.thread, place.user)]
        join(replies)
        channel = self.world.channels[place.at]
        return {
            "head": head,
            "replies": replies,
            "place": self._name(channel, self.world.users[place.user]) if channel.is_im else f"#{channel.name}",
            "archived": channel.is_archived,
        }

    def _modal(self, me: SimUser, show: Showcase) -> dict[str, Any]:
        view = self.world.top_view(me.id)
        if view is None:
            return {"view": None}
        return {
            "view": view,
            "depth": len(self.world.stack(me.id)),
            "blocks": wire(view.blocks),
            "side": side({"title": view.title, "submit": view.submit, "close": view.close, "blocks": view.blocks}),
            "on": show.surface("modal", view.id, view.values, view.errors),
        }

    def _other(self, channel: SimChannel, me: SimUser) -> SimUser | None:
        if not channel.is_im:
            return None
        others = [user for user in channel.members if user != me.id] or [me.id]
        return self.world.users.get(others[0])

    def _name(self, channel: SimChannel, me: SimUser) -> str:
        other = self._other(channel, me)
        return other.real_name if other else channel.name

    def _files(self, me: SimUser) -> list[Any]:
        ready = [file for file in self.world.files.values() if file.completed and self.world.can_see_file(me.id, file)]
        return sorted(ready, key=lambda file: file.created, reverse=True)


ROLE = N_("{title}, {department}")


def role(user: SimUser, _: Say) -> str:
    """Say what a person does and where."""
    if user.title and user.department:
        return _(ROLE, title=user.title, department=user.department)
    return user.title or user.department

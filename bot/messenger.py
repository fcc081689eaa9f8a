"""Puts messages, files and pictures into Slack: the workflows' port `Messenger`, over Slack's Web API."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import canvas
from bot.delivery import SOON, answer_to, translated
from bot.errors import slack_code
from bot.views import emotion_chart
from bot.views.message import Message
from bot.views.texts import clip, escape
from workflows.errors import Answer, DeliveryError
from workflows.exported import File
from workflows.ports import Content, Delivered, Order
from workflows.words import PostingKind

log = logging.getLogger(__name__)

TIMEOUT = 8  # seconds; shorter than the lease of a posting, so that a call is over when the lease is
UPLOAD_TIMEOUT = 60  # the same for a file, whose lease is longer
CHANNELS_PAGE = 999  # the most that Slack gives at once
EVENT = "cairn_posting"
ALT_MAX, TITLE_MAX = 1000, 255
WORDS_MAX = 2000  # characters that are left of a message that Slack did not take as it is
LOOKED_BACK, PAGES_BACK = 200, 10  # messages at a time, when one is looked up by its key; pages of a thread
READY_PAUSES = (0.05, 0.1, 0.2, 0.4, *[1.0] * 9)  # seconds: Slack takes a moment to look at a file
HISTORY_SCOPES = frozenset({"channels:history", "groups:history"})

# One of the two scopes reads public channels only, the other private ones only; neither reads direct messages.
_UNREADABLE = frozenset(
    {"missing_scope", "not_in_channel", "channel_not_found", "method_not_supported_for_channel_type"}
)

PEOPLE = ("U", "W")  # begin the ids of people

Json = dict[str, Any]


class SlackMessenger:
    """Speaks for the engine. Its client retries nothing: when to call again is the engine's to say."""

    def __init__(
        self,
        client: AsyncWebClient,
        build: Callable[[Order, Content], Message],
        *,
        uploads: AsyncWebClient | None = None,
        bot_id: str = "",
        scopes: frozenset[str] = frozenset(),
    ) -> None:
        """Speak through `client`, with the words that `build` makes.

        `uploads` may try calls again by itself: it uploads to no channel, where twice does no harm.
        """
        self._client, self._build, self._bot_id, self._scopes = client, build, bot_id, scopes
        self._uploads = uploads or client
        self._takes_charts = True  # until this workspace says otherwise; a new process asks again

    async def deliver(self, order: Order, content: Content) -> Delivered:
        """Post a new message, or update the one the order names."""
        said = self._build(order, content)
        async with translated():
            try:
                return await self._charted(order, said.text, said.blocks)
            except SlackApiError as error:
                if not _picture_refused(error, said.blocks):
                    return await self._in_words(order, said.text, error)
                if order.kind is PostingKind.PICTURE:
                    code = "slack_file_refused"
                    raise DeliveryError(code, Answer.REPLACE) from error
                log.warning("Slack refused a picture in %s; it goes without", order.kind)
            try:
                return await self._charted(order, said.text, [b for b in said.blocks if not _shows_file(b)])
            except SlackApiError as error:
                return await self._in_words(order, said.text, error)

    async def find(self, order: Order) -> Delivered | None:
        """Look a message up by its metadata key, where the workspace granted the history scopes."""
        if not HISTORY_SCOPES & self._scopes:
            return None
        async with translated():
            try:
                async for message in self._looked_back(order):
                    if message.get("bot_id") == self._bot_id and _key_of(message) == order.key:
                        return Delivered(order.channel_id, message["ts"])
            except SlackApiError as error:
                if slack_code(error) not in _UNREADABLE:
                    raise
        return None

    async def remove(self, order: Order) -> None:
        """Delete the message the order names; one that is gone already is as good as deleted."""
        if not order.ts or not order.message_channel_id:
            return
        async with translated():
            try:
                await self._client.chat_delete(channel=order.message_channel_id, ts=order.ts)
            except SlackApiError as error:
                if slack_code(error) not in {"message_not_found", "channel_not_found"}:
                    raise

    async def upload(self, team_id: str, filename: str, content: bytes, alt: str) -> str:
        """Upload a file that is in no channel yet and wait until Slack has it ready; its id."""
        del team_id  # whose client this is was chosen before
        async with translated():
            answer = await self._uploads.files_upload_v2(
                filename=filename, content=content, title=filename, alt_txt=alt[:ALT_MAX]
            )
        file_id = str(answer["files"][0]["id"])
        await self._wait(file_id, lambda file: bool(file.get("mimetype")))
        return file_id

    async def share_file(self, order: Order, filename: str, content: bytes, title: str, story: str = "") -> Delivered:
        """Upload a file as a new message of the order's thread; where the order has an older one, that one goes."""
        async with translated():
            answer = await self._client.files_upload_v2(
                filename=filename,
                content=content,
                title=title[:TITLE_MAX],
                channel=await self._room(order.channel_id),
                thread_ts=order.thread_ts,
                alt_txt=story[:ALT_MAX] or None,
                initial_comment=escape(story) or None,
            )
        file_id = str(answer["files"][0]["id"])
        try:
            file = await self._wait(file_id, lambda file: _share(file) is not None)
        except DeliveryError:
            # It is shared, only Slack does not say where yet: sending it again would show it twice.
            log.warning("Slack did not say where it put a file")
            file = {}
        await self._remove(order)
        return _share(file) or Delivered(order.channel_id, file_id)

    async def canvas(self, order: Order, file: File, language: str) -> Delivered:
        """Make a canvas of the order's channel, and say so in the thread; where Slack refuses, the text is a file."""
        async with translated():
            try:
                address = await canvas.make(self._client, order.channel_id, file)
            except SlackApiError as error:
                if not canvas.refused(error):
                    raise
                why = canvas.instead(error, language)
                return await self.share_file(order, file.name, file.content, file.title, why)
            return await self._send(order, canvas.told(file, address, language), [])

    async def _room(self, channel_id: str) -> str:
        """Where to upload: files, unlike messages, go to nobody by the id of a person."""
        if not channel_id.startswith(PEOPLE):
            return channel_id
        answer = await self._client.conversations_open(users=channel_id)
        return str(answer["channel"]["id"])

    async def profile(self, team_id: str, user_id: str) -> dict[str, object]:
        """What Slack says of a person: name, tz, locale, is_guest, is_admin, is_bot, deactivated."""
        async with translated():
            answer = await self._client.users_info(user=user_id, include_locale=True)
        return person(answer["user"], team_id)

    async def channels(self, team_id: str, user_id: str) -> dict[str, bool]:
        """The channels that a person is in, of those the bot can see: by id, whether each is private."""
        del team_id  # whose client this is was chosen before
        found: dict[str, bool] = {}
        cursor: str | None = None
        while cursor != "":
            async with translated():
                answer = await self._client.users_conversations(
                    user=user_id, types="public_channel,private_channel", limit=CHANNELS_PAGE, cursor=cursor
                )
            found |= {str(one["id"]): bool(one.get("is_private")) for one in answer.get("channels") or ()}
            cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        return found

    async def _charted(self, order: Order, text: str, blocks: list[Json]) -> Delivered:
        """Send with Slack's own charts where the workspace takes them: the block is still being brought to all."""
        plain = emotion_chart.without(blocks)
        if len(plain) == len(blocks) or not self._takes_charts:
            return await self._send(order, text, plain)
        try:
            return await self._send(order, text, blocks)
        except SlackApiError as error:
            if answer_to(slack_code(error)) is not Answer.SHORTEN:
                raise
        delivered = await self._send(order, text, plain)
        self._takes_charts = False  # it was the chart: without it the same message was taken
        log.info("workspace %s takes no charts; the picture shows the curve", order.team_id)
        return delivered

    async def _send(self, order: Order, text: str, blocks: list[Json]) -> Delivered:
        # Text and blocks go together: an update without blocks removes them.
        message: Json = {
            "text": text,
            "blocks": blocks,
            "metadata": {"event_type": EVENT, "event_payload": {"key": order.key}},
        }
        if order.ts and order.message_channel_id:
            answer = await self._client.chat_update(channel=order.message_channel_id, ts=order.ts, **message)
        else:
            # What people write may hold addresses: nobody but them decides whether Slack goes and looks there.
            answer = await self._client.chat_postMessage(
                channel=order.channel_id, thread_ts=order.thread_ts, unfurl_links=False, unfurl_media=False, **message
            )
        return Delivered(str(answer["channel"]), str(answer["ts"]))

    async def _in_words(self, order: Order, text: str, error: SlackApiError) -> Delivered:
        """Say in words alone what Slack does not take as it was made; what stands there already stays as it is."""
        code = slack_code(error)
        if answer_to(code) is not Answer.SHORTEN or order.ts:
            raise error
        log.error("Slack refused a message of kind %s (%s); it goes as words alone", order.kind, code)
        delivered = await self._send(order, clip(text, WORDS_MAX), [])
        return Delivered(delivered.channel_id, delivered.ts, shortened=code)

    async def _looked_back(self, order: Order) -> AsyncIterator[Json]:
        """What stands where the message would: the newest of the channel, or the whole thread, oldest first."""
        wanted: Json = {"channel": order.channel_id, "limit": LOOKED_BACK, "include_all_metadata": True}
        if not order.thread_ts:
            for message in (await self._client.conversations_history(**wanted)).get("messages") or ():
                yield message
            return
        for _page in range(PAGES_BACK):
            answer = await self._client.conversations_replies(ts=order.thread_ts, **wanted)
            for message in answer.get("messages") or ():
                yield message
            wanted["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor")
            if not wanted["cursor"]:
                return

    async def _wait(self, file_id: str, ready: Callable[[Json], bool]) -> Json:
        for pause in READY_PAUSES:
            async with translated():
                file: Json = (await self._uploads.files_info(file=file_id))["file"]
            if ready(file):
                return file
            await asyncio.sleep(pause)
        code = "file_not_ready"
        raise DeliveryError(code, Answer.RETRY, SOON)

    async def _remove(self, order: Order) -> None:
        """Take away what a file took the place of; that it stays is no reason to send the file again."""
        try:
            await self.remove(order)
        except DeliveryError as error:
            log.info("an older message stays: %s", error)


def person(user: Json, team_id: str) -> dict[str, object]:
    """Read a person as Slack describes them. Who is of another workspace is a guest here."""
    profile = user.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    home = user.get("team_id")
    stranger = bool(user.get("is_stranger")) or (home not in {None, team_id} and not user.get("enterprise_user"))
    return {
        "name": next((str(name) for name in names if name), ""),
        "tz": str(user.get("tz") or "UTC"),
        "locale": str(user.get("locale") or ""),
        "is_guest": bool(user.get("is_restricted") or user.get("is_ultra_restricted") or stranger),
        "is_admin": bool(user.get("is_admin") or user.get("is_owner")),
        "is_bot": bool(user.get("is_bot")),
        "deactivated": bool(user.get("deleted")),
    }


def _key_of(message: Json) -> str | None:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return payload.get("key") if metadata.get("event_type") == EVENT else None


def _share(file: Json) -> Delivered | None:
    """Find the message a file was shared by."""
    for kind in (file.get("shares") or {}).values():
        for channel, shares in kind.items():
            if shares:
                return Delivered(channel, str(shares[-1]["ts"]))
    return None


def _shows_file(block: Json) -> bool:
    return block.get("type") == "image" and "slack_file" in block


def _picture_refused(error: SlackApiError, blocks: list[Json]) -> bool:
    """Tell a workspace that does not take our pictures by id from one that takes nothing of this message."""
    code = slack_code(error)
    return code in {"invalid_blocks", "slack_file_not_found", "invalid_slack_file"} and any(map(_shows_file, blocks))

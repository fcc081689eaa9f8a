"""Cleaning and parsing what people type."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from workflows.errors import InvalidError
from workflows.words import Channel

_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_MANY_BREAKS = re.compile(r"\n{3,}")
_BREAK_EDGES = re.compile(r"[^\S\n]*\n[^\S\n]*")
# Overrides, embeddings and isolates of direction, the byte order mark, interlinear marks. Plain
# right-to-left text needs none of them; the marks U+200E and U+200F and the joiners stay.
_TRICKS = r"\u202A-\u202E\u2066-\u2069\uFEFF\uFFF9-\uFFFB"
_CONTROLS, _LONE_SURROGATES = r"\x00-\x08\x0B-\x1F\x7F-\x9F", r"\uD800-\uDFFF"
_NO_CHARACTERS = r"\uFDD0-\uFDEF" + "".join(rf"\U{plane:04x}fffe\U{plane:04x}ffff" for plane in range(17))
_UNWELCOME = re.compile(f"[{_TRICKS}{_CONTROLS}{_LONE_SURROGATES}{_NO_CHARACTERS}]+")
# Over and over, so that a line read twice stays as it is.
_BULLET = re.compile(
    r"^(?:\s*(?:[•·▪◦‣●○*–—+]\s*|-\s*(?=\s|[^\W\d_])|\(?\d{1,3}(?:[.)]\s+|[、．）]\s*)|（\d{1,3}）\s*))+"
)
_AT_WORDS = re.compile(r"(?<![A-Za-z0-9_.])[@＠]([\w'’׳״־-]+(?: [\w'’׳״־-]+){0,2})")
_COMMA = re.compile(r"\s*[,，、;；]\s*")
_STAGE_WORDS = 3  # more words before a colon are a sentence
_COLON = re.compile(r"[:：]")
_STAR = re.compile(r"\s+[*★⭐]$")
_CLOSE_ENOUGH = 0.7

_SPOKEN: Mapping[Channel, str] = {
    Channel.WEB: "web website site internet online page сайт сайте веб интернет онлайн 网站 官网 网页 网络 אתר אינטרנט",
    Channel.APP: "app application mobile приложение апп 应用 手机应用 小程序 אפליקציה יישומון יישום",
    Channel.SEARCH: "search google seo поиск гугл яндекс 搜索 百度 חיפוש גוגל",
    Channel.SOCIAL: "social socialmedia instagram facebook youtube tiktok соцсети соцсеть соцмедиа 社交 社交媒体 微博 "
    "抖音 小红书 公众号 רשתות רשת רשתותחברתיות רשתחברתית חברתי",
    Channel.WORD: "word wordofmouth friends friend сарафан сарафанноерадио друзья знакомые "
    "口碑 朋友 熟人 חברים מפהלאוזן המלצה המלצות",
    Channel.MAIL: "mail email e-mail letter newsletter почта письмо имейл рассылка 邮件 邮箱 电邮 מייל דואר אימייל",
    Channel.CHAT: "chat messenger bot whatsapp чат мессенджер 聊天 微信 客服聊天 在线客服 客服 צאט צ'אט ווטסאפ",
    Channel.PHONE: "phone call telephone hotline sms телефон звонок колцентр коллцентр смс "
    "电话 热线 短信 טלפון שיחה מוקד",
    Channel.SHOP: "shop store branch showroom office магазин салон отделение офис 门店 商店 店铺 展厅 חנות סניף",
    Channel.DELIVERY: "delivery courier shipping post доставка курьер 配送 快递 物流 送货 משלוח שליח",
    Channel.PRINT: "print brochure poster leaflet catalogue печать листовка буклет каталог "
    "印刷 印刷品 传单 宣传册 海报 דפוס עלון פרוספקט",
    Channel.IN_PERSON: "inperson person visit meeting event лично встреча визит "
    "当面 面对面 线下 上门 פגישה אישי פניםאלפנים",
    Channel.OTHER: "other другое прочее 其他 אחר",
}
CHANNEL_WORDS: dict[str, Channel] = {}


def _plain(word: str) -> str:
    return re.sub(r"['’׳״־_ -]", "", word.casefold().replace("ё", "е"))


CHANNEL_WORDS.update({_plain(word): channel for channel, said in _SPOKEN.items() for word in said.split()})


@dataclass(frozen=True, slots=True)
class TouchpointLine:
    """One line of touchpoints: `star` where it ended in one, which marks a moment of truth."""

    title: str
    channel: Channel | None
    star: bool = False


def clean(text: str) -> str:
    """NFC, without control characters, lone surrogates, non-characters and bidi overrides; trimmed."""
    if not text.isprintable():  # a line as people type it is: nothing in it to look for
        text = _UNWELCOME.sub("", _BREAKS.sub("\n", text)).replace("\t", " ")
    return unicodedata.normalize("NFC", text).strip()


def visible(text: str) -> str:
    """The text, or nothing where it holds only marks and joiners that nobody sees."""
    return text if any(unicodedata.category(char) not in {"Cf", "Zs", "Zl", "Zp", "Cc"} for char in text) else ""


def _checked(field: str, text: str, limit: int, *, required: bool) -> str:
    if required and not text:
        raise InvalidError(field, "required")
    if len(text) > limit:
        raise InvalidError(field, "too_long", limit=limit, count=len(text))
    return text


def line(field: str, text: str, limit: int, *, required: bool = False) -> str:
    """One clean line, or InvalidError(field, "required" | "too_long", limit=, count=)."""
    return _checked(field, visible(_SPACES.sub(" ", clean(text))), limit, required=required)


def body(field: str, text: str, limit: int, *, required: bool = False) -> str:
    """Clean text of several lines, or InvalidError(field, "required" | "too_long", limit=, count=)."""
    shaped = _MANY_BREAKS.sub("\n\n", _BREAK_EDGES.sub("\n", clean(text)))
    return _checked(field, visible(shaped), limit, required=required)


def details(texts: Mapping[str, str], known: Mapping[str, int]) -> dict[str, str]:
    """The known fields among `texts`, clean, without the empty ones."""
    cleaned = {name: body(f"details.{name}", texts[name], limit) for name, limit in known.items() if texts.get(name)}
    return {name: text for name, text in cleaned.items() if text}


def listed(lines: str) -> list[str]:
    """The lines of a list, without bullets, numbering and blank ones."""
    stripped = (_BULLET.sub("", raw, count=1) for raw in clean(lines).split("\n"))
    return [text for text in (visible(_SPACES.sub(" ", one).strip()) for one in stripped) if text]


def touchpoint_lines(lines: str) -> list[TouchpointLine]:
    """`Title @channel` per line, with a star behind it for a moment of truth."""
    return [touchpoint(one) for one in listed(lines)]


def touchpoint(item: str) -> TouchpointLine:
    """One line of a list of touchpoints."""
    text = _STAR.sub("", item)
    star = text != item
    for match in reversed(list(_AT_WORDS.finditer(text))):
        channel, said = _channel(match[1])
        if channel is not None:
            title = _SPACES.sub(" ", f"{text[: match.start()]} {text[match.start(1) + len(said) :]}").strip()
            return TouchpointLine(title or text, channel, star)
    return TouchpointLine(text, None, star)


def _channel(said: str) -> tuple[Channel | None, str]:
    """The channel that the first words name, as many of them as name one: “word of mouth”, “Сарафанное радио”."""
    words = said.split(" ")
    for count in range(len(words), 0, -1):
        named = " ".join(words[:count])
        if _plain(named) in CHANNEL_WORDS:
            return CHANNEL_WORDS[_plain(named)], named
    return None, ""


def together(item: str) -> list[str]:
    """The touchpoints of one line, where commas stand between them and each names its channel."""
    parts = [part for part in _COMMA.split(item) if part]
    return parts if len(parts) > 1 and all(touchpoint(part).channel for part in parts) else [item]


def parse_stage_lines(lines: str) -> tuple[str, ...]:
    """Stage names, one a line (or separated by commas in a single line); bullets and numbering go."""
    names = listed(lines)
    if len(names) == 1:
        names = [part.strip() for part in re.split(r"[,，、;；→]", names[0])]
    return tuple(name for name in names if name)


def parse_quick(stage_names: Sequence[str], text: str) -> tuple[str | None, str]:
    """`Checkout: price changes` -> ("Checkout", "price changes"); without a known stage (None, the whole text)."""
    cleaned = clean(text)
    colons = list(_COLON.finditer(cleaned))
    for colon in colons:  # a stage's own name may hold a colon
        name = _exact(stage_names, cleaned[: colon.start()])
        if name is not None:
            return name, cleaned[colon.end() :].strip()
    if colons:
        name = _nearest(stage_names, cleaned[: colons[0].start()])
        if name is not None:
            return name, cleaned[colons[0].end() :].strip()
    return None, cleaned


def missed_stage(stage_names: Sequence[str], text: str) -> str:
    """The name before a colon that was meant as a stage and is none; empty where nothing looks like one."""
    cleaned = clean(text)
    colon = _COLON.search(cleaned)
    if colon is None or parse_quick(stage_names, text)[0] is not None:
        return ""
    name = cleaned[: colon.start()].strip()
    return name if len(name.split()) <= _STAGE_WORDS else ""


def _exact(names: Sequence[str], said: str) -> str | None:
    wanted = said.strip().casefold()
    return next((name for name in names if name.casefold() == wanted), None) if wanted else None


def _nearest(names: Sequence[str], said: str) -> str | None:
    """The stage whose name begins so, or is nearly so."""
    wanted = said.strip().casefold()
    if not wanted:
        return None
    begun = next((name for name in names if name.casefold().startswith(wanted)), None)
    if begun is not None:
        return begun
    folded = {name.casefold(): name for name in names}
    close = get_close_matches(wanted, list(folded), n=1, cutoff=_CLOSE_ENOUGH)
    return folded[close[0]] if close else None

"""The markdown block as HTML: headings, lists, quotes, code, tables, rules, and marks inside a line.

A small reader for what a bot sends, not all of CommonMark. Everything is escaped; only tags written here are markup.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial

from markupsafe import Markup, escape

from bot.simulator.page.emoji import with_emoji
from bot.simulator.page.mrkdwn import link

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_BULLET = re.compile(r"\s*[-*+]\s+(.*)")
_NUMBER = re.compile(r"\s*\d+[.)]\s+(.*)")
_TASK = re.compile(r"\[([ xX])\]\s+(.*)")
_RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,})\s*")
_TABLE_LINE = re.compile(r"\s*\|?[\s:|-]+\|[\s:|-]*")
_CODE = re.compile(r"`([^`]+)`")
_LINK = re.compile(r"!?\[([^\]]*)\]\(([^)\s]+)\)")
_HELD = re.compile("\x00(\\d+)\x00")
_MARKS = [
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*"), "strong"),
    (re.compile(r"__(?=\S)(.+?)(?<=\S)__"), "strong"),
    (re.compile(r"~~(?=\S)(.+?)(?<=\S)~~"), "s"),
    (re.compile(r"(?<![\w*])\*(?=\S)(.+?)(?<=\S)\*(?![\w*])"), "em"),
    (re.compile(r"(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)"), "em"),
]


def markdown(text: str) -> Markup:
    """Show a markdown block."""
    return Markup("").join(_pieces(text.replace("\x00", "").split("\n")))


def _pieces(lines: list[str]) -> Iterator[Markup]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif line.lstrip().startswith("```"):
            end = next((n for n in range(at + 1, len(lines)) if lines[n].strip() == "```"), len(lines))
            yield Markup("<pre>{}</pre>").format("\n".join(lines[at + 1 : end]))
            at = end + 1
        elif heading := _HEADING.fullmatch(line):
            level = min(len(heading[1]) + 2, 6)
            yield Markup('<h{0} class="md" dir="auto">{1}</h{0}>').format(level, _inline(heading[2]))
            at += 1
        elif _RULE.fullmatch(line):
            yield Markup("<hr>")
            at += 1
        elif at + 1 < len(lines) and "|" in line and _TABLE_LINE.fullmatch(lines[at + 1]):
            end = _run(lines, at + 2, lambda text: "|" in text)
            yield _table(lines[at], lines[at + 2 : end])
            at = end
        elif line.startswith(">"):
            end = _run(lines, at, lambda text: text.startswith(">"))
            quoted = _lines([part[1:].strip() for part in lines[at:end]])
            yield Markup('<blockquote dir="auto">{}</blockquote>').format(quoted)
            at = end
        elif _BULLET.fullmatch(line) or _NUMBER.fullmatch(line):
            pattern, tag = (_BULLET, Markup("ul")) if _BULLET.fullmatch(line) else (_NUMBER, Markup("ol"))
            end = _run(lines, at, partial(_fits, pattern))
            items = Markup("").join(_item(_captured(pattern, part)) for part in lines[at:end])
            yield Markup('<{0} dir="auto">{1}</{0}>').format(tag, items)
            at = end
        else:
            end = _run(lines, at + 1, lambda text: bool(text.strip()) and not _starts_something(text))
            yield Markup('<p dir="auto">{}</p>').format(_lines(lines[at:end]))
            at = end


def _run(lines: list[str], start: int, holds: Callable[[str], bool]) -> int:
    return next((n for n in range(start, len(lines)) if not holds(lines[n])), len(lines))


def _starts_something(line: str) -> bool:
    return bool(_HEADING.fullmatch(line) or _BULLET.fullmatch(line) or _NUMBER.fullmatch(line)) or line.startswith(
        (">", "```")
    )


def _fits(pattern: re.Pattern[str], line: str) -> bool:
    return bool(pattern.fullmatch(line))


def _captured(pattern: re.Pattern[str], line: str) -> str:
    found = pattern.fullmatch(line)
    return found[1] if found else line


def _item(text: str) -> Markup:
    task = _TASK.fullmatch(text)
    if task:
        box = "☐ " if task[1] == " " else "☑ "
        return Markup('<li class="task">{}{}</li>').format(box, _inline(task[2]))
    return Markup("<li>{}</li>").format(_inline(text))


def _table(head: str, rows: list[str]) -> Markup:
    def cells(line: str, tag: str) -> Markup:
        parts = [_inline(part.strip()) for part in line.strip().strip("|").split("|")]
        return Markup("").join(Markup('<{0} dir="auto">{1}</{0}>').format(tag, part) for part in parts)

    body = Markup("").join(Markup("<tr>{}</tr>").format(cells(row, "td")) for row in rows)
    return Markup('<div class="table-wrap"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>').format(
        cells(head, "th"), body
    )


def _lines(lines: list[str]) -> Markup:
    return Markup("<br>").join(_inline(line) for line in lines)


def _inline(text: str) -> Markup:
    held: list[Markup] = []

    def hold(piece: Markup) -> str:
        held.append(piece)
        return f"\x00{len(held) - 1}\x00"

    text = _CODE.sub(lambda m: hold(Markup("<code>{}</code>").format(m[1])), text)
    text = _LINK.sub(lambda m: hold(link(m[2], m[1])), text)
    out = str(escape(with_emoji(text)))
    for pattern, tag in _MARKS:
        out = pattern.sub(rf"<{tag}>\1</{tag}>", out)
    return Markup(_HELD.sub(lambda m: str(held[int(m[1])]), out))  # noqa: S704 - escaped above

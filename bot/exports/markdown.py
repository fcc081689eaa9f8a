"""The map as text with headings and lists: Markdown, for wikis and repositories."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from bot import labels
from bot.exports.format import Format, Pictures
from bot.exports.summary import best_ideas, names, summary
from bot.i18n import N_, Say, say_for
from bot.rendering.words import counted, signed
from workflows.document import Content, Document, model
from workflows.words import NoteKind

# Letters that mean something in CommonMark or on GitHub, wherever they stand.
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]<>#|~!@&$])")
_BEGINS: Final = re.compile(r"^(\s*)([-+=]|\d+[.)])", re.MULTILINE)
_WORDS: Final = (NoteKind.ACTION, NoteKind.THOUGHT, NoteKind.JOY, NoteKind.ITCH, NoteKind.EVIDENCE)


def escape(text: str) -> str:
    """A person's text on one line, where nothing is markup."""
    line = " ".join(text.split())
    marked = _MARKUP.sub(r"\\\1", line)
    return _BEGINS.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", marked)


def write(document: Document, pictures: Pictures, language: str) -> bytes:
    """The text, in UTF-8."""
    del pictures
    return ("\n".join(_lines(document, say_for(language))).rstrip() + "\n").encode()


def _lines(document: Document, say: Say) -> Iterator[str]:
    content = document.map
    yield from (f"# {escape(content.workshop.title)}", "")
    for label, value in summary(document, say):
        lines = str(value).split("\n")
        yield f"- **{escape(label)}:** {say.parts(map(escape, lines))}"
    yield ""
    told = _Told(content, say)
    yield from _part(say("Personas"), (line for one in content.personas for line in told.persona(one)))
    for number, stage in enumerate(content.stages, 1):
        yield from _part(f"{number}. {stage.name}", told.stage(stage))
    loose = [one for one in content.contributions if one.stage is None and one.kind is not NoteKind.DECISION]
    yield from _part(say("The whole journey"), (line for one in loose for line in told.note(one)))
    yield from _part(say("Opportunities"), (told.idea(one) for one in best_ideas(content)))
    decisions = [one for one in content.contributions if one.kind is NoteKind.DECISION]
    yield from _part(say("Decisions"), (line for one in decisions for line in told.note(one)))
    yield from _part(say("Metrics"), (told.metric(one) for one in content.metrics))
    yield from _part(say("Reviews"), (told.review(one) for one in content.reviews))
    yield from _part(say("Who takes part"), (told.person(one) for one in content.people if one.takes_part))


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    there = list(lines)
    if there:
        yield from (f"## {escape(title)}", "", *there, "")


class _Told:
    def __init__(self, content: Content, say: Say) -> None:
        self.content, self.say, self.people = content, say, names(content)

    def persona(self, one: model.Persona) -> Iterator[str]:
        yield f"- **{escape(one.name)}** {escape(one.headline)}".rstrip()
        pairs = [
            (self.say("Segment"), one.segment), (self.say("Goal"), one.goal), (self.say("Quote"), one.quote),
            *((self.say(labels.PERSONA_FIELDS.get(name, name)), said) for name, said in one.details.items()),
        ]  # fmt: skip
        yield from (f"  - {self._told(escape(label), escape(said))}" for label, said in pairs if said)

    def _told(self, label: str, said: str) -> str:
        return self.say("{label}: {text}", label=label, text=said)

    def stage(self, stage: model.Stage) -> Iterator[str]:
        here = [one for one in self.content.contributions if one.stage == stage.id]
        if stage.emotion:
            people = self.say.n("{count} person scored", "{count} people scored", stage.emotion.people)
            felt = f"{signed(self.say, stage.emotion.median)} ({escape(people)})"
            yield "- " + self._told(f"**{self.say('Emotion')}**", f"{felt} {escape(stage.emotion.word)}".rstrip())
        if stage.time_spent:
            yield "- " + self._told(f"**{self.say('Time spent')}**", escape(stage.time_spent))
        for name, said in stage.details.items():
            yield "- " + self._told(f"**{escape(self.say(labels.STAGE_FIELDS.get(name, name)))}**", escape(said))
        contacts = [one for one in self.content.touchpoints if one.stage == stage.id]
        yield from self._list(self.say("Touchpoints"), [self.touchpoint(one) for one in contacts])
        pains = [one for one in here if one.kind is NoteKind.PAIN]
        yield from self._list(self.say("Pain points"), [line for one in pains for line in self.pain(one)])
        for kind in _WORDS:
            notes = [line for one in here if one.kind is kind for line in self.note(one)]
            yield from self._list(self.say(labels.NOTE_KINDS_MANY[kind]), notes)

    @staticmethod
    def _list(title: str, lines: list[str]) -> Iterator[str]:
        if lines:
            yield from ("", f"### {escape(title)}", "", *lines)

    def touchpoint(self, one: model.Touchpoint) -> str:
        facts = [
            labels.label(self.say, one.channel),
            labels.label(self.say, one.classed) if one.classed else "",
            self.say("Moment of truth") if one.moment_of_truth else "",
            one.department,
        ]
        return f"- {escape(one.title)} ({self.say.listed(escape(fact) for fact in facts if fact)})"

    def pain(self, one: model.Contribution) -> Iterator[str]:
        facts = [
            labels.label(self.say, one.severity) if one.severity else "",
            labels.label(self.say, one.status) if one.status else "",
            self.say.n("{count} vote", "{count} votes", one.votes) if one.votes else "",
        ]
        yield f"- {escape(one.text)} ({self.say.listed(escape(fact) for fact in facts if fact)}{self._by(one.author)})"
        if one.owner:
            due = [self.say.date(one.owner.due_on)] if one.owner.due_on else []
            who = self.say.listed([escape(self.people.get(one.owner.owner, "")), *due])
            yield f"  - {self._told(self.say('Owner'), who)}"
            yield from [f"  - {self._told(self.say('First steps'), escape(one.owner.plan))}"] if one.owner.plan else []
        yield from self._also(one)

    def note(self, one: model.Contribution) -> Iterator[str]:
        source = self.say.listed(escape(said) for said in (one.source, one.link) if said)
        yield f"- {escape(one.text)}{f' ({source})' if source else ''}{self._by(one.author)}"
        yield from self._also(one)

    def _also(self, one: model.Contribution) -> Iterator[str]:
        yield from (f"  - {escape(too.text)}{self._by(too.author)}" for too in one.also)

    def _by(self, key: str | None) -> str:
        return f" — {escape(self.people[key])}" if key in self.people else ""

    def idea(self, one: model.Idea) -> str:
        facts = (
            self._told(self.say("Impact"), labels.level(self.say, "impact", one.impact)),
            self._told(self.say("Effort"), labels.level(self.say, "effort", one.effort)),
            *([self.say("Decided")] if one.decided else []),
        )
        question = f"{escape(one.question)} → " if one.question else ""
        return f"- {question}{escape(one.text)} ({self.say.listed(map(escape, facts))})"

    def metric(self, one: model.Metric) -> str:
        facts = [
            *([counted(self.say, self.say("Baseline"), one.baseline)] if one.baseline is not None else []),
            *([counted(self.say, self.say("Target"), one.target)] if one.target is not None else []),
            *(counted(self.say, self.say.date(each.on), each.value) for each in one.values),
        ]
        unit = f" [{one.unit}]" if one.unit else ""
        return "- " + self._told(f"**{escape(one.name + unit)}**", escape(self.say.parts(facts)))

    def review(self, one: model.Review) -> str:
        day = self.say.date(one.held_at or one.due_at)
        return (
            "- " + self._told(f"**{self.say.listed([str(one.number), escape(day)])}**", escape(one.conclusion)).rstrip()
        )

    def person(self, one: model.Person) -> str:
        facts = [one.department, labels.label(self.say, one.role)]
        return f"- {escape(one.name)} ({self.say.listed(escape(fact) for fact in facts if fact)})"


MARKDOWN = Format("markdown", N_("Markdown"), N_("Text for wikis and notes"), "md", "text/markdown", write)

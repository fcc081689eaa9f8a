"""The map as an outline: OPML 2.0, for mind maps and outliners."""

from collections.abc import Iterable, Mapping
from email.utils import format_datetime
from typing import Final
from xml.etree import ElementTree as ET

from bot import labels
from bot.exports.format import Format, Pictures
from bot.exports.summary import best_ideas, names
from bot.i18n import N_, Say, say_for
from bot.rendering.words import signed
from workflows.document import Content, Document, model
from workflows.importing.opml import STAGE, TOUCHPOINT
from workflows.words import NoteKind

# XML 1.0 has no place for control characters; the clean texts of a document have none but these two.
_SPACES: Final = str.maketrans({"\n": " ", "\t": " "})


def write(document: Document, pictures: Pictures, language: str) -> bytes:
    """The outline."""
    del pictures
    say, content = say_for(language), document.map
    root = ET.Element("opml", version="2.0")
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = content.workshop.title
    ET.SubElement(head, "dateCreated").text = format_datetime(document.exported_at)
    top = _add(ET.SubElement(root, "body"), content.workshop.title, content.workshop.goal)
    _group(top, say("Personas"), [(one.name, one.goal) for one in content.personas])
    stages = _add(top, say("Stages")) if content.stages else top
    for stage in content.stages:
        _stage(stages, stage, content, say)
    people = names(content)
    loose = [one for one in content.contributions if one.stage is None]
    for kind in NoteKind:
        _notes(top, kind, [one for one in loose if one.kind is kind], say, people)
    _group(top, say("Opportunities"), [(one.text, one.question) for one in best_ideas(content)])
    _group(top, say("Metrics"), [(one.name, one.unit) for one in content.metrics])
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _stage(parent: ET.Element, stage: model.Stage, content: Content, say: Say) -> None:
    felt = (
        say(
            "{label}: {text}", label=say("Emotion"), text=f"{signed(say, stage.emotion.median)} {stage.emotion.word}"
        ).strip()
        if stage.emotion
        else ""
    )
    here = _add(parent, stage.name, felt, STAGE)
    contacts = [one for one in content.touchpoints if one.stage == stage.id]
    _group(here, say("Touchpoints"), [(one.title, labels.label(say, one.channel)) for one in contacts], TOUCHPOINT)
    people = names(content)
    for kind in NoteKind:
        notes = [one for one in content.contributions if one.stage == stage.id and one.kind is kind]
        _notes(here, kind, notes, say, people)


def _notes(
    parent: ET.Element, kind: NoteKind, notes: Iterable[model.Contribution], say: Say, people: Mapping[str, str]
) -> None:
    told = []
    for one in notes:
        facts = [
            labels.label(say, one.severity) if one.severity else "",
            labels.label(say, one.status) if one.status else "",
            say.n("{count} vote", "{count} votes", one.votes) if one.votes else "",
            say("Owner: {name}", name=people.get(one.owner.owner, "")) if one.owner else "",
            people.get(one.author or "", ""),
        ]
        told.append((one.text, say.listed(fact for fact in facts if fact)))
        told += [(too.text, people.get(too.author or "", "")) for too in one.also]
    _group(parent, say(labels.NOTE_KINDS_MANY[kind]), told)


def _group(parent: ET.Element, title: str, several: Iterable[tuple[str, str]], category: str = "") -> None:
    there = list(several)
    if there:
        group = _add(parent, title)
        for text, note in there:
            _add(group, text, note, category)


def _add(parent: ET.Element, text: str, note: str = "", category: str = "") -> ET.Element:
    made = ET.SubElement(parent, "outline", text=text.translate(_SPACES))
    if note:
        made.set("_note", note)
    if category:
        made.set("category", category)
    return made


OPML = Format("opml", N_("OPML outline"), N_("For mind maps and outliners"), "opml", "text/x-opml", write)

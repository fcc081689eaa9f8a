"""The things of a map as cards, each with what a click on it tells."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from bot import labels
from bot.exports.page.content import Card, Customer, Happened, Key, More, Owner, Proof, Subject, Tag
from bot.i18n import Say
from bot.labels import label, level
from bot.rendering import look, touchpoint_marks
from bot.rendering.bidi import protected
from bot.rendering.clean import drawable
from bot.rendering.resources import Resource
from bot.rendering.typeset import initials
from bot.rendering.words import CHANNEL_ICONS, CLOSED, IMPACTS, amount, counted, metric_note, proven, signed
from bot.views import happenings
from workflows.history import Entry
from workflows.persons import Person
from workflows.rounds import Metric
from workflows.snapshots import Idea, Note, Persona, Stage, Touchpoint
from workflows.touchpoint_fields import IMPORTANCE_MAX, links
from workflows.words import NoteKind, PainStatus, Severity, TouchpointClass, Usage

NOTE_ICONS = {
    NoteKind.ACTION: "footprints",
    NoteKind.THOUGHT: "message-circle",
    NoteKind.PAIN: "flag",
    NoteKind.JOY: "smile",
    NoteKind.ITCH: "sparkles",
    NoteKind.EVIDENCE: "paperclip",
    NoteKind.DECISION: "gavel",
}
_TURNING = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\ufff9-\uffff\ud800-\udfff]")
TRAIL_MAX = 12  # of one thing: the newest


class Things:
    """Makes cards of one map, in its language."""

    def __init__(self, subject: Subject, say: Say) -> None:
        """Look up what belongs to what."""
        self.say, self.subject, snapshot = say, subject, subject.now
        self.today: date | None = snapshot.taken_at.date() if snapshot.taken_at else None
        self._titles = {one.id: one.title for one in snapshot.touchpoints}
        self._proofs: dict[int, list[Note]] = defaultdict(list)
        self._answers: dict[int, list[Idea]] = defaultdict(list)
        for one in snapshot.evidence:
            if one.about_id is not None:
                self._proofs[one.about_id].append(one)
        for idea in snapshot.ideas:
            if idea.pain_id is not None:
                self._answers[idea.pain_id].append(idea)

    def clean(self, text: str) -> str:
        """What people wrote, without what cannot be shown or would turn the text around it."""
        said = drawable(text)
        return protected(said) if self.say.right_to_left else said

    def note(self, one: Note) -> Card:
        """An action, a thought, a joy, an itch or a decision."""
        return Card(one.kind.value, self.clean(one.text), NOTE_ICONS[one.kind], more=self._note_more(one))

    def pain(self, one: Note) -> Card:
        """A pain point: how bad, how many votes, where it stands, what it rests on, who answers for it."""
        _, closed = self.say, one.status in CLOSED
        severity, tags, looks = one.severity or Severity.MINOR, [], []
        if one.status and one.status is not PainStatus.OPEN:
            done = one.status is PainStatus.DONE
            tags.append(Tag(label(_, one.status), "check" if done else "", "good" if done else ""))
        if not closed:
            rests = counted(_, _("Evidence"), max(1, one.evidence_count)) if proven(one) else _("Unproven")
            tags.append(Tag(rests, "paperclip" if proven(one) else "circle-question-mark"))
        if closed:
            looks.append("closed")
        elif severity is Severity.CRITICAL:
            looks.append("critical")
        if not closed and not proven(one):
            looks.append("unproven")
        return Card(
            "pain",
            self.clean(one.text),
            "flag",
            tuple(looks),
            tuple(tags),
            spoken=label(_, severity),
            level=int(severity),
            votes=_.number(one.votes) if one.votes else "",
            owner=self._owner(one, closed=closed),
            more=self._note_more(one),
        )

    def touchpoint(self, one: Touchpoint) -> Card:
        """A contact: its channel, how much it matters, whether it is there yet."""
        _, tags, looks, spoken = self.say, [], [], []
        if one.moment_of_truth:
            looks.append("moment")
            spoken.append(_("Moment of truth"))
        if one.usage is Usage.WISHED_FOR:
            looks.append("wished")
            spoken.append(label(_, one.usage))
        if one.classed:
            looks.append(one.classed.value)
            tone = "strong" if one.classed is TouchpointClass.CRITICAL else ""
            tags.append(Tag(touchpoint_marks.class_name(_, one.classed), "", tone))
        tags += [self._mark(mark) for mark in touchpoint_marks.measured(_, one)]
        decided = touchpoint_marks.standing(_, one)
        if decided:
            tags.append(self._mark(decided))
        return Card(
            "touchpoint",
            self.clean(one.title),
            CHANNEL_ICONS[one.channel],
            tuple(looks),
            tuple(tags),
            spoken=_.listed([label(_, one.channel), *spoken]),
            rank=min(one.importance, IMPORTANCE_MAX),
            more=self._touchpoint_more(one),
        )

    def idea(self, one: Idea) -> Card:
        """An opportunity and how much it would change."""
        _ = self.say
        said = _(IMPACTS[one.impact])
        if one.decided:
            said = _("{impact} · decided", impact=said)
        more = More(
            self._key("idea", one.id),
            _("Opportunities"),
            "lightbulb",
            self.clean(one.text),
            self.clean(one.question),
            self._facts(
                (_("Impact"), level(_, "impact", one.impact)),
                (_("Effort"), level(_, "effort", one.effort)),
                (_("Value for the business"), level(_, "value", one.value) if one.value else ""),
                (_("Complexity"), level(_, "complexity", one.complexity) if one.complexity else ""),
                (_("When"), one.timeline),
                (_("What does it depend on?"), one.depends_on),
                (_("Given by"), self._by(one.author)),
            ),
            trail=self._trail("idea", one.id),
        )
        icon, looks = ("check", ("decided",)) if one.decided else ("lightbulb", ())
        return Card("idea", self.clean(one.text), icon, looks, note=said, more=more)

    def metric(self, one: Metric) -> Card:
        """A number, whether it moved and whether that is good, and where it should be."""
        _, tags = self.say, []
        value = one.actual if one.actual is not None else one.baseline
        if one.actual is not None and one.baseline is not None:
            change = one.actual - one.baseline
            tags.append(trend(_, change, (change > 0) == one.higher_is_better))
        measured = [(_.date(day), self.clean(amount(_, number, one.unit))) for day, number in reversed(one.values)]
        more = More(
            self._key("metric", one.id),
            _("Metrics"),
            "chart-no-axes-column",
            self.clean(one.name),
            facts=self._facts(
                (_("Kind"), label(_, one.kind)),
                (_("Baseline"), amount(_, one.baseline, one.unit) if one.baseline is not None else ""),
                (_("Target"), amount(_, one.target, one.unit) if one.target is not None else ""),
                *measured[:TRAIL_MAX],
            ),
            trail=self._trail("metric", one.id),
        )
        said = self.clean(amount(_, value, one.unit)) if value is not None else "–"
        note = self.clean(metric_note(_, one))
        return Card("metric", self.clean(one.name), tags=tuple(tags), value=said, note=note, more=more)

    def resource(self, one: Resource) -> Card:
        """Something a stage needs, which is there or lacking."""
        looks = ("lacking",) if one.lacking else ()
        spoken = self.say(labels.TOUCHPOINT_FIELDS["resources_lacking"]) if one.lacking else ""
        return Card("resource", self.clean(one.text), "package-x" if one.lacking else "package", looks, spoken=spoken)

    def plain(self, kind: str, icon: str, text: str) -> Card:
        """A text with an icon and nothing behind it."""
        return Card(kind, self.clean(text), icon)

    def stage(self, one: Stage) -> More | None:
        """What is known of a stage besides its cards."""
        _ = self.say
        facts = self._facts(
            (_("Time spent"), one.time_spent),
            *((_(name), one.details.get(field, "")) for field, name in labels.STAGE_FIELDS.items()),
        )
        loose = [note for note in one.evidence if note.about_id is None]
        trail = self._trail("stage", one.id)
        if not (facts or loose or trail):
            return None
        proofs = self._proof(loose)
        return More(
            self._key("stage", one.id), _("Stage"), "footprints", self.clean(one.name), "", facts, (), proofs, (), trail
        )

    def customer(self, one: Persona) -> Customer:
        """A persona."""
        _, key = self.say, self._key("persona", one.id)
        about = " · ".join(part for part in (one.headline, one.segment) if part)
        known = ((_(name), one.details.get(field, "")) for field, name in labels.PERSONA_FIELDS.items())
        facts = self._facts((_("Goal"), one.goal), *known)
        quote = _("“{quote}”", quote=self.clean(one.quote)) if one.quote else ""
        more = More(key, _("Persona"), "user", self.clean(one.name), quote, facts, trail=self._trail("persona", one.id))
        name = self.clean(one.name)
        return Customer(key, name, initials(name), self.clean(about), quote, self.clean(one.goal), more)

    def loose_evidence(self) -> tuple[Card, ...]:
        """Evidence of the whole journey."""
        _, found = self.say, []
        for note in self.subject.now.loose:
            if note.kind is NoteKind.EVIDENCE and note.about_id is None:
                kind = label(_, note.evidence_kind) if note.evidence_kind else ""
                more = More(
                    self._key("note", note.id), _("Evidence"), "paperclip", self.clean(note.text), "", (), (),
                    self._proof([note]), (), self._trail("note", note.id),
                )  # fmt: skip
                found.append(Card("evidence", self.clean(note.text), "paperclip", note=kind, more=more))
        return tuple(found)

    def _note_more(self, one: Note) -> More:
        _, owned = self.say, one.ownership
        facts = [
            (_("Severity"), label(_, one.severity) if one.severity else ""),
            (_("Status"), label(_, one.status) if one.status else ""),
            (_("Votes"), _.number(one.votes) if one.votes else ""),
            (_("Owner"), owned.owner.name if owned else ""),
            (_("Due by"), _.date(owned.due_on) if owned and owned.due_on else ""),
            (_("How one knows that it worked"), owned.success_metric if owned else ""),
            (_("First steps"), owned.plan if owned else ""),
            (_("How one knows"), owned.outcome if owned else ""),
            (_("Given by"), self._by(one.author)),
        ]
        return More(
            self._key("note", one.id),
            _(labels.NOTE_KINDS[one.kind]),
            NOTE_ICONS[one.kind],
            self.clean(one.text),
            facts=self._facts(*facts),
            also=tuple(self.clean(said.text) for said in one.also),
            proofs=self._proof(self._proofs[one.id]),
            answers=tuple(self.clean(idea.text) for idea in self._answers[one.id]),
            trail=self._trail("note", one.id),
        )

    def _touchpoint_more(self, one: Touchpoint) -> More:
        _ = self.say
        leads = [self._titles[other] for other in links(one.details) if other in self._titles]
        fields = ((_(name), one.details.get(field, "")) for field, name in labels.TOUCHPOINT_FIELDS.items()
                  if field not in {"links", "performance", "reach"})  # fmt: skip
        return More(
            self._key("touchpoint", one.id),
            _("Touchpoint"),
            CHANNEL_ICONS[one.channel],
            self.clean(one.title),
            facts=self._facts(
                (_("Channel"), label(_, one.channel)),
                (_("In use or wished for"), label(_, one.usage)),
                (_("Class"), label(_, one.classed) if one.classed else ""),
                (_("Moment of truth"), _("yes") if one.moment_of_truth else ""),
                (_("Department"), one.department),
                *fields,
                *((mark_name, mark.said) for mark_name, mark in self._measured(one)),
                (_(labels.TOUCHPOINT_FIELDS["links"]), _.join(leads) if leads else ""),
                (_("Given by"), self._by(one.author)),
            ),
            trail=self._trail("touchpoint", one.id),
        )

    def _measured(self, one: Touchpoint) -> Iterable[tuple[str, touchpoint_marks.Mark]]:
        _ = self.say
        names = {
            touchpoint_marks.RATING: _("How well it works, 5 is best"),
            touchpoint_marks.REACH: _("Customers who meet it"),
        }
        for mark in touchpoint_marks.measured(_, one):
            yield names[mark.icon], mark

    def _owner(self, one: Note, *, closed: bool) -> Owner | None:
        owned = one.ownership
        if owned is None:
            return None if closed else Owner("", "?", -1)
        name = self.clean(owned.owner.name)
        colour = look.AVATARS.index(look.avatar_colour(owned.owner.name))
        if not owned.due_on or closed:
            return Owner(name, initials(name), colour)
        late = self.today is not None and owned.due_on < self.today
        return Owner(name, initials(name), colour, self.say.day(owned.due_on), late=late)

    def _proof(self, notes: Iterable[Note]) -> tuple[Proof, ...]:
        _, found = self.say, []
        for one in notes:
            facts = [self.clean(one.source)]
            if one.sample_size:
                facts.append(counted(_, _("How many were asked"), one.sample_size))
            if one.verified_on:
                facts.append(_("Last checked: {day}", day=_.date(one.verified_on)))
            kind = label(_, one.evidence_kind) if one.evidence_kind else _("Evidence")
            found.append(Proof(kind, self.clean(one.text), tuple(filter(None, facts)), web(one.link)))
        return tuple(found)

    def _trail(self, kind: str, item_id: int) -> tuple[Happened, ...]:
        key: Key = (kind, item_id)
        return tuple(self._happened(one) for one in self.subject.trail.get(key, ())[:TRAIL_MAX])

    def _happened(self, one: Entry) -> Happened:
        _ = self.say
        # Of an anonymous round only the day is known: a moment would tell who it was.
        when = _.date(one.at) if one.who and one.who.anonymous else f"{_.date(one.at)} · {_.time(one.at)}"
        if one.undone:
            when = _("{when} · taken back", when=when)
        return Happened(when, _told(happenings.sentence(one, _)), tuple(map(_told, happenings.lines(one, _))))

    def _facts(self, *given: tuple[str, str]) -> tuple[tuple[str, str], ...]:
        return tuple((name, self.clean(said)) for name, said in given if said.strip())

    def _by(self, author: Person) -> str:
        """Who gave something; nothing where nobody may know."""
        return "" if author.anonymous else author.name

    def _mark(self, mark: touchpoint_marks.Mark) -> Tag:
        tones = {look.PAIN: "bad", look.GOOD: "good"}
        return Tag(mark.said, mark.icon, tones.get(mark.colour, ""))

    def _key(self, kind: str, item_id: int) -> str:
        return f"{kind}-{item_id}"


def trend(_: Say, change: float, good: bool) -> Tag:
    """A change: the arrow says which way, the colour whether that is good."""
    if not change:
        return Tag(signed(_, change), "", "")
    return Tag(signed(_, change), "trending-up" if change > 0 else "trending-down", "good" if good else "bad")


def web(link: str) -> str:
    """An address of the web, or nothing: a page that is mailed around offers no other kind of link."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return ""
    return link.strip() if parts.scheme in {"http", "https"} and parts.netloc and link.strip().isprintable() else ""


def _told(text: str) -> str:
    """A sentence of the trail: the isolates around what people wrote stay, what would turn it does not."""
    return _TURNING.sub("", text)

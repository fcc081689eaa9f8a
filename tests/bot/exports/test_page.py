"""A map as a page: one file that fetches nothing, in which a person's words stay words."""

import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from bot.exports import FORMATS, Pictures
from bot.exports.page import to_html
from bot.exports.page.content import Subject
from bot.exports.page.fonts import faces_for
from bot.exports.page.things import web
from bot.i18n import say_for
from tests.bot.rendering import samples
from workflows import presets
from workflows.document import Document, content_of
from workflows.document.model import Revision
from workflows.history import Entry, Field
from workflows.persons import Person
from workflows.snapshots import Emotion, MapSnapshot
from workflows.words import EvidenceKind, NoteKind, PainStatus

WILD = (
    "</script><script>bad()</script></style><img src=x onerror=bad()>\"' onclick=bad() {{ 7 * 7 }} &lt; "
    "\u2028\u202eabc\ud800\x00\ufffe ]]> <!-- "
)
NOBODY = Person("", "")


class Reader(HTMLParser):
    """What a browser would make of a page: its elements, their attributes, its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def page_of(snapshot: MapSnapshot, before: MapSnapshot | None = None, **more) -> str:
    return to_html(Subject(snapshot, before, **more), say_for(snapshot.outline.language)).decode()


def wild_map() -> MapSnapshot:
    whole = samples.ebike("en")
    owner = Person("U1", WILD)
    proof = samples.note(
        NoteKind.EVIDENCE, WILD, about_id=9001, evidence_kind=EvidenceKind.SURVEY, source=WILD, link="javascript:bad()"
    )
    first = whole.stages[0]
    pain = samples.pain(WILD, 3, "x", id=9001, evidence_count=1, author=owner)
    stage = replace(
        first,
        name=WILD,
        time_spent=WILD,
        details=dict.fromkeys(("trigger", "backstage", "resources_lacking", "decisions"), WILD),
        actions=(samples.note(NoteKind.ACTION, WILD),),
        thoughts=(samples.note(NoteKind.THOUGHT, WILD),),
        touchpoints=(samples.touchpoint(WILD, department=WILD, details={"need": WILD}),),
        pains=(replace(pain, ownership=replace(pain.ownership, owner=owner, plan=WILD)),),
        evidence=(proof,),
        ideas=(samples.idea(WILD, question=WILD),),
        emotion=Emotion(-1, -2, 1, 3, WILD),
    )
    persona = samples.persona(name=WILD, headline=WILD, goal=WILD, quote=WILD, details={"age": WILD})
    metric = samples.metric(WILD, unit=WILD, baseline=1, target=2)
    head = replace(whole.outline, title=WILD, scope=WILD, journey_owner=owner)
    return replace(whole, outline=head, personas=(persona,), stages=(stage, *whole.stages[1:]), metrics=(metric,))


def entry(who: Person | None, action: str = "note.edit", **changes) -> Entry:
    at = datetime(2026, 11, 3, 14, 37, tzinfo=UTC)
    plain = Entry(
        1, who, at, action, "pain", WILD, new=False, count=1, fields=(Field("text", WILD, "new"),), undone=False
    )
    return replace(plain, **changes)


@pytest.mark.parametrize("language", samples.LANGUAGES)
def test_a_page_is_one_file_that_fetches_nothing_and_runs_nothing_but_its_own(language: str) -> None:
    now = samples.ebike(language)
    html = page_of(now, replace(now, stages=tuple(replace(one, pains=()) for one in now.stages)))
    read = Reader(html)
    assert len(html.encode()) < 700_000
    assert read.tags[0] == ("html", {"lang": language.replace("_", "-"), "dir": "rtl" if language == "he" else "ltr"})
    policy = next(one["content"] for one in read.all("meta") if one.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag, rule in (("style", "style-src"), ("script", "script-src")):
        (inside,) = re.findall(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{rule} 'sha256-{digest}'" in policy
    addresses = [attrs.get(name) for _, attrs in read.tags for name in ("src", "href") if attrs.get(name)]
    assert addresses
    assert all(one.startswith("#") for one in addresses)
    assert all(
        one.startswith("data:font/woff;base64,") for one in re.findall(r"url\((.*?)\)", html) if not one.startswith("#")
    )
    assert not any(name.startswith("on") or name == "style" for _, attrs in read.tags for name in attrs)
    said = " ".join(read.texts)
    assert now.outline.title in said
    assert all(stage.name in said for stage in now.stages)


def test_what_people_wrote_stays_text_wherever_it_stands() -> None:
    whole = wild_map()
    trail = {("note", 9001): (entry(Person("U1", WILD)),)}
    html = page_of(whole, replace(whole, stages=whole.stages[1:]), trail=trail)
    read = Reader(html)
    assert len(read.all("script")) == len(read.all("style")) == 1
    assert not read.all("img")
    assert not any(name.startswith("on") for _, attrs in read.tags for name in attrs)
    assert "javascript:" not in html
    assert not {"\u2028", "\u202e", "\x00", "\ufffe", "\ud800"} & set(html)
    said = " ".join(read.texts)
    assert said.count("<script>bad()</script>") > 20
    assert "{{ 7 * 7 }}" in said


def test_a_click_tells_evidence_with_its_source_ideas_and_history() -> None:
    whole = samples.ebike("en")
    stage = whole.stages[0]
    pain = samples.pain("Nobody answers", 3, id=9001, evidence_count=1)
    proof = samples.note(
        NoteKind.EVIDENCE, "Nine of twelve gave up", about_id=9001, evidence_kind=EvidenceKind.INTERVIEW,
        source="Interviews in May", link="https://example.com/may?a=1&b=2", sample_size=12,
    )  # fmt: skip
    idea = samples.idea("Call them back", pain_id=9001)
    whole = replace(whole, stages=(replace(stage, pains=(pain,), evidence=(proof,), ideas=(idea,)), *whole.stages[1:]))
    html = page_of(whole, trail={("note", 9001): (entry(Person("U7", "Ann"), name="Nobody answers"),)})
    more = html.split('<template id="more-note-9001">')[1].split("</template>")[0]
    said = " ".join(" ".join(Reader(more).texts).split())
    for part in ("Nine of twelve gave up", "Interviews in May", "How many were asked: 12", "Call them back"):
        assert part in said
    assert "Ann changed the pain point “Nobody answers”" in said
    assert "3 Nov 2026 · 14:37" in said
    assert {
        "href": "https://example.com/may?a=1&b=2",
        "target": "_blank",
        "rel": "noopener noreferrer",
        "dir": "ltr",
    } in Reader(more).all("a")


def test_of_an_anonymous_round_a_page_knows_neither_who_nor_when_nor_any_id() -> None:
    whole = samples.ebike("en")
    pain = samples.pain("Given without a name", 2, id=9001, author=NOBODY)
    whole = replace(whole, stages=(replace(whole.stages[0], pains=(pain,)), *whole.stages[1:]))
    html = page_of(whole, trail={("note", 9001): (entry(NOBODY, name="Given without a name"),)})
    more = html.split('<template id="more-note-9001">')[1].split("</template>")[0]
    assert "Somebody changed" in more
    assert "3 Nov 2026" in more
    assert "14:37" not in more
    assert "Given by" not in more
    assert samples.ANN.user_id not in html


def test_a_map_without_stages_says_what_comes_next() -> None:
    html = page_of(samples.snapshot())
    assert "First invite" in html or "Next:" in html
    assert "<table" not in html


def test_each_letter_has_a_face_that_travels_with_the_page() -> None:
    text = "Aй 客 א ع 🚲"
    families = [face.family for face in faces_for(text)]
    assert [name for name in families if "emoji" in name] == ["Cairn emoji"]
    assert len(set(families)) == 5
    assert all(base64.b64decode(face.data).startswith(b"wOFF") for face in faces_for(text))
    assert not any("3" in face.family for face in faces_for("plain"))


def test_only_addresses_of_the_web_become_links() -> None:
    assert web(" https://example.com/a ") == "https://example.com/a"
    for bad in (
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "http://[",
        "https://a.b/\u202egpj",
        "file:///etc/passwd",
        "",
    ):
        assert web(bad) == ""


def test_the_page_of_a_document_compares_it_with_the_map_when_the_workshop_was_over() -> None:
    story = presets.example("jacket")
    then, now = presets.snapshot(story), presets.snapshot(story, reviewed=True)
    over = Revision(revision=1, reason="step:6", kept_at=samples.NOW - timedelta(days=90), map=content_of(then))
    early = over.model_copy(update={"reason": "step:3"})
    document = Document(exported_at=samples.NOW, map=content_of(now), revisions=(early, over))
    html = FORMATS["html"].write(document, Pictures(), "he").decode()
    assert '<html lang="he" dir="rtl">' in html
    assert "לפני ואחרי" in html
    closed = html.split('class="group-closed"')[1].split("</div>")[0]
    assert next(pain.text for pain in now.pains if pain.status is PainStatus.DONE) in closed
    unfinished = document.model_copy(update={"revisions": (early,)})
    assert 'id="changes"' not in FORMATS["html"].write(unfinished, Pictures(), "en").decode()

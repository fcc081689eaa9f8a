"""`python -m bot render`: pictures from files, and a sentence for every file that is none."""

import json
import re
from pathlib import Path

import pytest

from bot.cli import main
from bot.rendering import KINDS, Kind
from tests.bot.rendering import samples
from tests.bot.rendering.looking import size_of
from workflows import presets
from workflows.frozen import freeze, thaw

SHOWN = Path(__file__).parents[2] / "docs" / "examples"
EXAMPLE = Path(presets.__file__).parent / "ecommerce.en.yaml"


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_draws_as_every_kind(kind: Kind, tmp_path: Path) -> None:
    out = tmp_path / "picture.png"
    assert main(["render", str(EXAMPLE), "--kind", kind, "--scale", "0.5", "--language", "he", "--out", str(out)]) == 0
    assert size_of(out.read_bytes())[0] > 300


def test_a_kept_map_draws_in_the_format_that_the_file_is_named_for(tmp_path: Path) -> None:
    kept = tmp_path / "map.json"
    kept.write_text(json.dumps(freeze(samples.ebike("ru"))), encoding="utf-8")
    for name, start in (("a.svg", b"<svg"), ("a.pdf", b"%PDF")):
        assert main(["render", str(kept), "--out", str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_bytes().lstrip().startswith(start)


def test_an_example_becomes_a_page_that_tells_of_its_review(tmp_path: Path) -> None:
    out, jacket = tmp_path / "map.html", EXAMPLE.with_name("jacket.en.yaml")
    assert main(["render", str(jacket), "--out", str(out)]) == 0
    html = out.read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>")
    assert 'id="changes"' in html
    shown = (SHOWN / "jacket.html").read_text(encoding="utf-8")
    packed = re.compile(r"base64,[^)]*|sha256-[^']*")  # fonts, which another zlib packs differently
    assert packed.sub("", html) == packed.sub("", shown), "make docs/examples/jacket.html anew"
    assert main(["render", *[str(EXAMPLE)] * 3, "--out", str(out)]) == 2


def test_several_maps_make_a_history_and_two_a_before_and_after(tmp_path: Path) -> None:
    kept = tmp_path / "map.json"
    kept.write_text(json.dumps(freeze(samples.ebike("en"))), encoding="utf-8")
    maps = [str(kept)] * 2
    for kind in ("history", "before_after", "personas"):
        assert main(["render", *maps, "--kind", kind, "--out", str(tmp_path / "a.svg")]) == 0


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.json", "{", "is no JSON: line 1"),
        ("a.json", '{"outline": {}}', "holds no map: at outline.id: Field required"),
        ("a.json", "[]", "holds no map."),
        ("a.yaml", "a: [", "is no YAML in line"),
        ("a.yaml", "title: A", "stages is missing"),
        ("a.yaml", "title: A\nstages: [{name: B, touchpoints: [{title: C, channel: pigeon}]}]", "pigeon"),
        ("a.yaml", "title: A\nstages: 3", "is not written as journeys are"),
        ("a.yaml", b"\xff\xfe\x00", "is no text in UTF-8"),
    ],
)
def test_a_file_that_is_no_map_is_told_in_a_sentence(
    name: str, content: str | bytes, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert main(["render", str(file), "--out", str(tmp_path / "a.png")]) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def test_what_does_not_go_together_is_told_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "map.json"
    kept.write_text(json.dumps(freeze(samples.snapshot(samples.stage("Buy")))), encoding="utf-8")
    for arguments, sentence in (
        ([str(kept), "--kind", "before_after"], "takes two maps"),
        ([str(kept), str(kept)], "takes one map"),
        ([str(kept), "--kind", "persona"], "no persona yet"),
        ([str(tmp_path / "none.yaml")], "is not there"),
        ([str(tmp_path)], "cannot be read"),
    ):
        assert main(["render", *arguments, "--out", str(tmp_path / "a.png")]) == 2
        assert sentence in capsys.readouterr().err
    assert main(["render", str(kept), "--out", str(tmp_path / "picture")]) == 2
    assert "--format" in capsys.readouterr().err
    assert main(["render", str(kept), "--out", str(tmp_path / "no" / "a.png")]) == 2
    assert "cannot be written" in capsys.readouterr().err


@pytest.mark.parametrize("name", presets.names())
def test_every_example_is_a_map_before_and_after_its_review(name: str) -> None:
    story = presets.example(name)
    before, after = presets.snapshot(story), presets.snapshot(story, reviewed=True)
    assert thaw(freeze(after)) == after
    assert [stage.name for stage in before.stages] == [stage["name"] for stage in story["stages"]]
    assert len(before.pains) == sum(len(stage.get("pains", ())) for stage in story["stages"])
    assert before.lowest

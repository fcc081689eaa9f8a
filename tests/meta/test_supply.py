"""Who depends on others says on whom: hashes, licences, and what is known against them."""

import json
import re
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.meta import audit, licences

ROOT = Path(__file__).parents[2]
LOCK = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))


def test_every_file_that_is_installed_is_known_by_its_hash():
    for package in LOCK["package"]:
        if package["source"] == {"virtual": "."}:
            continue
        assert package["source"] == {"registry": "https://pypi.org/simple"}, package["name"]
        files = [*package.get("wheels", ()), *([package["sdist"]] if "sdist" in package else [])]
        assert files
        for file in files:
            assert re.fullmatch(r"sha256:[0-9a-f]{64}", file["hash"])
            assert file["url"].startswith("https://files.pythonhosted.org/")


def test_what_the_image_installs_is_what_the_lock_says_and_nothing_of_development():
    asked = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "uv sync --frozen --no-dev" in asked
    names = set(licences.needed(LOCK))
    assert {"slack-bolt", "prometheus-client", "psycopg-binary", "greenlet"} <= names
    assert not {"pytest", "playwright", "ruff"} & names


def test_the_notice_names_every_library_with_a_licence_that_is_allowed():
    assert licences.main(["check"]) == 0


def test_a_notice_that_is_not_up_to_date_is_complained_about(tmp_path, monkeypatch, capsys):
    stale = tmp_path / "NOTICE"
    stale.write_text(licences.NOTICE.read_text(encoding="utf-8").replace("  aiohttp ", "  aiohttq "), encoding="utf-8")
    monkeypatch.setattr(licences, "NOTICE", stale)
    assert licences.main(["check"]) == 1
    assert "not up to date" in capsys.readouterr().err
    assert licences.main(["write"]) == 0
    assert stale.read_text(encoding="utf-8") == (ROOT / "NOTICE").read_text(encoding="utf-8")


@pytest.mark.parametrize("licence", ["", "GPL-3.0-only", "MIT AND AGPL-3.0-only", "Proprietary", "GPL-2.0 OR SSPL-1.0"])
def test_a_licence_that_nobody_allowed_is_refused(licence):
    with pytest.raises(licences.UnknownLicenceError, match="somewhat: nothing is known"):
        licences.family(licence, "somewhat")


@pytest.mark.parametrize(
    ("licence", "families"),
    [
        ("MIT", "MIT"),
        ("Apache-2.0 OR GPL-3.0", "Apache-2.0"),
        ("(MIT OR GPL-3.0)", "MIT"),
        ("MIT AND PSF-2.0", "MIT and PSF-2.0"),
    ],
)
def test_where_one_may_choose_one_allowed_licence_is_enough(licence, families):
    assert licences.family(licence) == families


class Advisories(BaseHTTPRequestHandler):
    """Speaks as OSV does; `against` is the one package that something is known about."""

    against = ""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))["queries"]
        known = {"vulns": [{"id": "OSV-1", "modified": "2026-01-01T00:00:00Z"}]}
        self.say({"results": [known if one["package"]["name"] == self.against else {} for one in asked]})

    def do_GET(self):
        where = {"package": {"ecosystem": "PyPI", "name": self.against}}
        where["ranges"] = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]
        self.say({"id": "OSV-1", "modified": "2026-01-01T00:00:00Z", "summary": "Bad", "affected": [where]})

    def say(self, answer):
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_said):
        pass


@pytest.fixture
def service() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Advisories)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("against", "code"), [("", 0), ("jinja2", 1)])
def test_what_is_known_against_a_library_fails_the_check(service, monkeypatch, capsys, against, code):
    monkeypatch.setattr(Advisories, "against", against)
    assert audit.main([service]) == code
    said = capsys.readouterr()
    assert ("OSV-1" in said.out) == bool(against)
    assert "not audited" not in said.out


def test_where_nobody_can_be_asked_one_sentence_says_so_and_nothing_fails(capsys):
    assert audit.main(["http://127.0.0.1:9/"]) == 0
    (sentence,) = capsys.readouterr().out.splitlines()
    assert sentence.startswith("Dependencies were not audited: no advisory service can be reached from here")

"""Files that mean harm, and links to where Cairn does not go: refused with a sentence, and nothing is changed."""

import csv
import io
import json
import zipfile
from collections.abc import AsyncIterator
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import aiohttp
import openpyxl
import pytest
from aiohttp import web

from bot import downloads, errors
from bot.exports import FORMATS, Pictures, coming, examples
from bot.exports.archive import Archive
from bot.i18n import say_for
from workflows.document import Document
from workflows.errors import InvalidError
from workflows.exporting import Asked, Export, What
from workflows.importing import reading
from workflows.importing.sheet import COLUMNS_MAX, ROWS_MAX, Sheet

TOKEN = "xoxb-secret"
FORMULA = '=HYPERLINK("http://evil.example","click")'
WILD = "</script><img src=x onerror=bad()>"


def code(name: str, content: bytes) -> str:
    with pytest.raises(InvalidError) as caught:
        reading.read(name, content)
    assert errors.foreseen(caught.value), caught.value.code
    assert errors.sentence(caught.value, say_for("en"))
    return caught.value.code


def packed(**entries: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as book:
        for name, said in entries.items():
            book.writestr(name.replace("__", "/").replace("_xml", ".xml"), said)
    return content.getvalue()


def test_a_workbook_that_is_a_bomb_is_weighed_before_anything_of_it_is_unpacked() -> None:
    assert code("x.xlsx", packed(xl__workbook_xml=b"<a/>", xl__sheet_xml=b"0" * 20_000_000)) == "file_bomb"
    many = {f"xl__{number}_xml": b"<a/>" for number in range(600)}
    assert code("x.xlsx", packed(xl__workbook_xml=b"<a/>", **many)) == "file_bomb"
    nested = packed(xl__workbook_xml=b"<a/>") + b""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as book:
        book.writestr("xl/workbook.xml", "<a/>")
        book.writestr("inner.zip", nested)
    assert code("x.xlsx", inner.getvalue()) == "file_bomb"


def test_a_workbook_that_lies_about_its_size_is_measured() -> None:
    bomb = bytearray(packed(xl__workbook_xml=b"<a/>", xl__sheet_xml=b"0" * 45_000_000))
    # The sizes that the archive's own directory gives: made small, so that it looks harmless.
    for sign, place in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = bomb.find(sign)
        while at >= 0:
            bomb[at + place : at + place + 4] = (1000).to_bytes(4, "little")
            at = bomb.find(sign, at + 4)
    assert code("x.xlsx", bytes(bomb)) in {"file_bomb", "file_broken"}


def test_a_workbook_that_says_it_were_ours_is_weighed_like_every_other_one() -> None:
    said = b'<workbook><sheets><sheet name="cairn"/></sheets></workbook>'
    bomb = packed(xl__workbook_xml=said, xl__sheet_xml=b"0" * 20_000_000)
    with pytest.raises(InvalidError, match="file_bomb"):
        coming.read("map.xlsx", bomb)
    with pytest.raises(InvalidError, match="bad_document") as broken:
        coming.read("map.xlsx", packed(xl__workbook_xml=said))
    assert errors.sentence(broken.value, say_for("en"))


@pytest.mark.thorough
def test_a_single_cell_in_the_last_corner_makes_no_million_rows() -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(wild(), Pictures(), "en")))
    for sheet in book.worksheets:
        sheet["XFD1048576"] = "far away"
    content = io.BytesIO()
    book.save(content)
    coming.read("map.xlsx", content.getvalue())


def test_other_archives_are_not_opened() -> None:
    assert code("x.zip", packed(readme_xml=b"hello")) == "file_archive"
    assert code("x.csv", b"\x1f\x8b" + b"\x00" * 50) == "file_archive"
    assert code("x.xls", b"\xd0\xcf\x11\xe0" + b"\x00" * 50) == "file_old_excel"


def test_aliases_depth_and_entities_are_refused_at_their_line() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{two}: &{two} [*{one}, *{one}]\n" for one, two in zip("abcdef", "bcdefg", strict=True)
    )
    assert code("x.yaml", bomb.encode()) == "file_alias"
    assert code("x.yaml", b"- " * 5000 + b"x") == "file_deep"
    assert code("x.yaml", b"!!python/object/apply:os.system ['true']") in {"file_syntax", "file_format"}
    assert code("x.json", b"[" * 200_000) == "file_deep"
    assert code("x.json", b'{"a":' * 100 + b"1" + b"}" * 100) == "file_deep"
    assert code("x.json", b"[" + b"9" * 5000 + b"]") == "file_broken"
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><opml><body><outline text="&b;"/></body></opml>'
    assert code("x.opml", laughs) == "file_entities"
    xxe = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body><outline text="&a;"/></body></opml>'
    assert code("x.opml", xxe) == "file_entities"


def test_too_much_of_anything_is_refused_with_the_place() -> None:
    assert code("x.csv", b"x" * (reading.FILE_MAX + 1)) == "file_big"
    assert code("x.csv", b"a,b\n" * (ROWS_MAX + 2)) == "file_rows"
    assert code("x.csv", b",".join([b"a"] * (COLUMNS_MAX + 1))) == "file_columns"
    assert code("x.csv", b"a,b\n1," + b"x" * 5000) == "file_cell"
    assert code("x.csv", b'a,b\n1,"' + b"x" * 200_000) == "file_quote"


def test_odd_bytes_are_refused() -> None:
    assert code("x.csv", b"\x00\x01\x02\x03\x04") == "file_not_text"
    assert code("x.csv", bytes(range(128, 256)) * 4) == "file_encoding"
    found = reading.read("x.csv", "Stage,Touchpoint\nA,\u202ecod\u0007e\n".encode())
    assert isinstance(found, Sheet)
    assert found.rows[0].cells == ("A", "code")


# What leaves


def wild() -> Document:
    """A map on which everything somebody can write is markup and the beginning of a formula."""
    made = examples.document()
    notes = tuple(one.model_copy(update={"text": f"{FORMULA}{one.id}"}) for one in made.map.contributions)
    contacts = tuple(one.model_copy(update={"title": WILD}) for one in made.map.touchpoints)
    head = made.map.workshop.model_copy(update={"title": FORMULA, "goal": WILD})
    update = {"workshop": head, "contributions": notes, "touchpoints": contacts}
    return made.model_copy(update={"map": made.map.model_copy(update=update)})


def test_no_cell_of_a_table_or_workbook_is_a_formula() -> None:
    rows = [*csv.reader(io.StringIO(FORMATS["csv"].write(wild(), Pictures(), "en").decode("utf-8-sig")))]
    assert sum(FORMULA in cell for row in rows for cell in row) > 20
    assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for row in rows for cell in row)
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(wild(), Pictures(), "en")))
    assert not any(cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_markup_stays_text_in_the_page_the_outline_and_the_notes() -> None:
    page = FORMATS["html"].write(wild(), Pictures(), "en").decode()
    assert "<img" not in page
    assert page.count("<script>") == 1
    assert "&lt;img src=x onerror=bad()&gt;" in page
    outline = ET.fromstring(FORMATS["opml"].write(wild(), Pictures(), "en"))
    assert WILD in {one.get("text") for one in outline.iter("outline")}
    assert not outline.findall(".//img")
    assert "<img" not in FORMATS["markdown"].write(wild(), Pictures(), "en").decode().replace("\\<img", "")


def test_the_files_of_a_workspace_lead_nowhere_whatever_its_maps_are_called() -> None:
    archive = Archive(Export(Asked("zip", What.WORKSPACE, "en", "U1", 0), workspace="../../root"))
    for title in (
        "../../etc/passwd",
        "..\\..\\windows",
        "/absolute",
        "CON",
        "a\x00b",
        "\u202egpj.exe",
        "../../etc/passwd",
    ):
        made = wild()
        head = made.map.workshop.model_copy(update={"title": title})
        archive.add(made.model_copy(update={"map": made.map.model_copy(update={"workshop": head})}), b"{}", b"png")
    file = archive.finish()
    names_ = zipfile.ZipFile(io.BytesIO(file.content)).namelist()
    assert len(names_) == len(set(names_)) == 16
    for name in (*names_, f"x/{file.name}"):
        folder, _slash, last = name.rpartition("/")
        assert folder in {"", "maps", "pictures", "x"}
        assert not any(char in last for char in "/\\:\x00\u202e")
        assert not last.startswith(".")


# Where files come from


class Host:
    """A server that serves a file in whatever way a test wants, and remembers who asked with what."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append((request.path, request.headers.get("Authorization", "")))
        match request.path:
            case "/moved":
                raise web.HTTPFound(self.url + "/good")
            case "/endless":
                response = web.StreamResponse()
                await response.prepare(request)
                for _ in range(10_000):
                    await response.write(b"x" * 65_536)
                return response
            case "/packed":
                return web.Response(body=b"abc", headers={"Content-Encoding": "gzip"})
            case "/page":
                return web.Response(text="<!DOCTYPE html><title>Sign in</title>", content_type="text/html")
            case "/gone":
                raise web.HTTPNotFound
        return web.Response(body=b"Stage,Touchpoint\n")


@pytest.fixture(scope="module")
async def host() -> AsyncIterator[Host]:
    one, app = Host(), web.Application()
    app.router.add_route("*", "/{any:.*}", one.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    one.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"
    yield one
    await runner.cleanup()


async def fetched(host: Host, url: str) -> bytes | str:
    async with aiohttp.ClientSession() as session:
        client = SimpleNamespace(base_url=f"{host.url}/api/", token=TOKEN, session=session)
        try:
            return await downloads.fetch(client, url, 1_000_000)
        except InvalidError as error:
            return error.code if errors.foreseen(error) else f"unforeseen {error.code}"


async def test_a_file_is_fetched_with_the_token_and_nothing_else_is(host: Host) -> None:
    assert await fetched(host, f"{host.url}/good") == b"Stage,Touchpoint\n"
    assert host.asked.pop() == ("/good", f"Bearer {TOKEN}")
    assert await fetched(host, f"{host.url}/moved") == "file_elsewhere"
    assert [path for path, _ in host.asked] == ["/moved"], "a redirect is not followed"
    assert await fetched(host, f"{host.url}/endless") == "file_big"
    assert await fetched(host, f"{host.url}/packed") == "file_unreachable"
    assert await fetched(host, f"{host.url}/page") == "file_scope"
    assert await fetched(host, f"{host.url}/gone") == "file_unreachable"
    host.asked.clear()
    port = host.url.rpartition(":")[2]
    for elsewhere in (
        f"http://localhost:{port}/good",
        f"http://127.0.0.1:{int(port) % 65535 + 1}/good",
        f"https://127.0.0.1:{port}/good",
        f"http://me@127.0.0.1:{port}/good",
        f"http://127.0.0.1:{port}\\@evil.example/good",
        "http://169.254.169.254/latest",
        "file:///etc/passwd",
        "",
        "http://[",
    ):
        assert await fetched(host, elsewhere) == "file_elsewhere", elsewhere
    assert not host.asked


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/list.csv", True),
        ("http://files.slack.com/files-pri/T1-F1/download/list.csv", False),
        ("https://files.slack.com.evil.example/list.csv", False),
        ("https://evil.example/files.slack.com/list.csv", False),
        ("https://files.slack.com@evil.example/list.csv", False),
        ("https://files.slack.com:8443/list.csv", False),
        ("https://slack.com/list.csv", False),
        ("https://docs.google.com/spreadsheets/d/1", False),
    ],
)
def test_only_slacks_own_file_host_gets_the_token(url: str, fine: bool) -> None:
    assert downloads.allowed(url, "https://slack.com/api/") is fine


def test_what_is_kept_of_a_file_is_plain_rows() -> None:
    found = reading.read("x.json", json.dumps([{"stage": "A", "touchpoint": "<!channel> <b>x</b>"}]).encode())
    assert isinstance(found, Sheet)
    assert found.rows[0].cells == ("A", "<!channel> <b>x</b>")

"""WARC files: a page of a crawl reads as the page saved singly, and what is broken costs itself."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import zlib
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command_line import process, run
from crawls import OFF_TOPIC, Record, member, page, warc
from norfolk_cs.read.formats import Limits, Page, Passed, Reason
from norfolk_cs.read.warc import read_warc
from norfolk_cs.read.where import where

STORY = (
    "Norfolk County Council was rated inadequate by Ofsted. "
    "“We accept the findings,” said its director, Dave Hill."
)
URL = "https://gazette.example/story"


def _records(count: int) -> list[Record]:
    return [Record(f"{URL}/{n}", page(STORY, f"It has {n} staff.").encode()) for n in range(count)]


def _facts(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def _read(
    data: bytes, *terms: str, limit: int = 1_000_000
) -> tuple[list[Page], list[str], dict[Reason, int]]:
    """Pages, failures and what was passed over."""
    pages, failures, passed = [], [], dict[Reason, int]()
    stream = io.BufferedReader(io.BytesIO(data))  # type: ignore[arg-type]
    for found in read_warc(stream, "crawl.warc", Limits(document=limit), where(terms)):
        if isinstance(found, Page):
            pages.append(found)
        elif isinstance(found, Passed):
            for reason, count in found.counts.items():
                passed[reason] = passed.get(reason, 0) + count
        else:
            failures.append(str(found))
    return pages, failures, passed


# -- what is read ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def crawl() -> tuple[list[Record], list[Record]]:
    """A thousand pages, and the fifty of them that are on topic."""
    records, on_topic = [], []
    for number in range(1_000):
        topic = number % 20 == 7
        words = (STORY, f"It has {number} staff.") if topic else (*OFF_TOPIC, f"Page {number}.")
        uri = f"https://n{number % 7}.example/{'council' if topic else 'sport'}/{number}"
        date = f'<meta property="article:published_time" content="2018-01-{number % 28 + 1:02}">'
        made = page(*words, title=f"Story {number}", head=f'<meta charset="utf-8">{date}')
        records.append(Record(uri, made.encode()))
        if topic:
            on_topic.append(records[-1])
    return records, on_topic


@pytest.mark.parametrize("packed", [True, False])
def test_one_command_finds_the_facts_of_the_pages_on_topic(
    packed: bool, crawl: tuple[list[Record], list[Record]], tmp_path: Path
) -> None:
    records, on_topic = crawl
    file = tmp_path / "2024-05-05.warc"  # known by its bytes; and the day is the crawl's
    file.write_bytes(warc(records, packed=packed))
    (tmp_path / "pages").mkdir()
    for number, record in enumerate(on_topic):
        (tmp_path / "pages" / f"{number:03}.html").write_bytes(record.body)
    found = run("extract", file, "--where", "ofsted|children's services")
    singly = run("extract", tmp_path / "pages")
    assert (found.exit_code, singly.exit_code) == (0, 0)
    assert found.stderr == "note: passed over: 950 left out by --where\n"
    facts, expected = _facts(found.stdout), _facts(singly.stdout)
    assert [fact["doc_id"] for fact in facts[:1]] == [on_topic[0].uri]
    assert {fact["doc_id"] for fact in facts} == {record.uri for record in on_topic}
    for fact in (*facts, *expected):
        del fact["doc_id"], fact["source"]
    assert facts == expected


def test_a_page_goes_by_its_uri_and_tells_where_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "crawl.warc.gz"
    records = _records(3)
    file.write_bytes(warc(records))
    facts = _facts(run("extract", file, "-k", "rating").stdout)
    places = [0, len(member(records[0])), len(warc(records[:2]))]
    assert [fact["doc_id"] for fact in facts] == [record.uri for record in records]
    assert [int(fact["source"].removeprefix(f"{file}#")) for fact in facts] == pytest.approx(
        places,
        abs=8,  # each member has an id of its own, which packs to more or less
    )
    with file.open("rb") as stream:
        stream.seek(int(facts[1]["source"].rpartition("#")[2]))
        head = zlib.decompressobj(wbits=31).decompress(stream.read())
    assert f"WARC-Target-URI: {records[1].uri}".encode() in head


def test_what_is_no_page_is_passed_over() -> None:
    html = page(STORY).encode()
    records = [
        Record(URL, b"", type="request"),
        Record(URL, html),
        Record(URL, html, type="revisit"),
        Record(URL, b"some: thing", type="metadata", kind="application/warc-fields"),
        Record(f"{URL}/gone", html, status="404 Not Found"),
        Record(f"{URL}/moved", html, status="301 Moved Permanently"),
        Record(f"{URL}/picture", b"\xff\xd8\xff", kind="image/jpeg"),
        Record("https://gazette.example/robots.txt", html),
        Record(URL, html),
        Record("file:///saved.html", html, type="resource", kind="text/html"),
        Record("file:///photo.png", b"\x89PNG", type="resource", kind="image/png"),
        Record(f"{URL}/untyped", html, kind=""),
    ]
    pages, failures, passed = _read(warc(records))
    assert [found.doc_id for found in pages] == [URL, "file:///saved.html", f"{URL}/untyped"]
    assert failures == []
    assert passed == {Reason.NO_PAGE: 5, Reason.REPEATED: 1}


def test_a_page_without_an_article_is_no_failure_of_a_crawl(tmp_path: Path) -> None:
    file = tmp_path / "crawl.warc"
    empty = Record(f"{URL}/list", b"<!DOCTYPE html><html><body></body></html>")
    file.write_bytes(warc([empty, *_records(1)], packed=False))
    done = run("extract", file)
    assert done.exit_code == 0
    assert done.stderr == "note: passed over: 1 without an article\n"
    assert run("extract", file, "--quiet").stderr == ""


@pytest.mark.parametrize(
    ("encoding", "kind", "head"),
    [
        ("cp1252", "text/html; charset=iso-8859-1", '<meta charset="utf-8">'),
        ("cp1252", 'text/html;charset="Windows-1252"', ""),
        ("cp1252", "text/html", '<meta charset="windows-1252">'),
        ("cp1252", "text/html; charset=nonsense", '<meta charset="latin1">'),
        ("utf-8", "text/html; charset=iso-8859-1", '<meta charset="utf-8">'),
        ("utf-8-sig", "text/html", ""),
        ("utf-16-le", "text/html; charset=utf-16le", ""),
        ("utf-16", "text/html", ""),
        ("iso8859-15", "application/xhtml+xml; charset=iso-8859-15", ""),
    ],
)
def test_the_charset_is_the_servers_then_the_pages(
    encoding: str, kind: str, head: str, tmp_path: Path
) -> None:
    words = "The café's director, Siân Price, said it was rated inadequate by Ofsted."
    if encoding != "iso8859-15":
        words = words.replace("'", "’")
    body = page(words, head=head).encode(encoding)
    (tmp_path / "crawl.warc").write_bytes(warc([Record(URL, body, kind)]))
    done = run("extract", tmp_path / "crawl.warc", "-k", "actor", "--where", "rated inadequate")
    assert "Siân Price" in {fact["name"] for fact in _facts(done.stdout)}


def _chunked(body: bytes) -> bytes:
    parts = [body[at : at + 100] for at in range(0, len(body), 100)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in [*parts, b""])


def test_what_a_server_packed_is_unpacked() -> None:
    html = page(STORY).encode()
    chunked = ("Transfer-Encoding", "chunked")
    packed = {
        "gzip": gzip.compress(html),
        "deflate": zlib.compress(html),
        "x-gzip": gzip.compress(html),
        "identity": html,
        "br": html,  # a crawler that unpacks it and leaves the head as it was
    }
    records = [
        Record(f"{URL}/{name}", body, headers=(("Content-Encoding", name),))
        for name, body in packed.items()
    ]
    records += [
        Record(f"{URL}/chunks", _chunked(html), headers=(chunked,)),
        Record(
            f"{URL}/both", _chunked(packed["gzip"]), headers=(chunked, ("Content-Encoding", "gzip"))
        ),
        Record(f"{URL}/said", html, headers=(chunked,)),
    ]
    pages, failures, _ = _read(warc(records))
    assert failures == []
    assert [found.data for found in pages] == [html] * len(records)


def test_what_nobody_can_unpack_is_reported() -> None:
    odd = Record(URL, b"\x00\x01\x02", headers=(("Content-Encoding", "compress"),))
    pages, failures, _ = _read(warc([odd, *_records(1)]))
    assert len(pages) == 1
    assert failures[0].startswith(f"crawl.warc, record at byte 0 ({URL}): is packed as compress")


# -- size ------------------------------------------------------------------------------------


def test_the_limit_is_a_records_and_not_the_files() -> None:
    large = Record(f"{URL}/large", page("word " * 40_000).encode())
    bomb = Record(f"{URL}/bomb", gzip.compress(b"a" * 10_000_000))
    film = Record(f"{URL}/film", b"\x00" * 500_000, kind="video/mp4")
    records = [large, bomb, film, *_records(50)]
    for packed in (True, False):
        pages, failures, _ = _read(warc(records, packed=packed), limit=100_000)
        assert len(pages) == 50
        assert [
            f"({URL}/{name})" in failure
            for name, failure in zip(("large", "bomb"), failures, strict=True)
        ]
        assert all("--max-size" in failure for failure in failures)


def test_a_crawl_is_never_held_whole() -> None:
    """A stream without end is read as far as somebody asks."""

    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            data = (record * (len(buffer) // len(record) + 1))[self.given % len(record) :]
            data = data[: len(buffer)]
            buffer[: len(data)] = data
            self.given += len(data)
            return len(data)

    record = member(Record(f"{URL}/x", b"%PDF-", kind="application/pdf")) + member(_records(1)[0])
    raw = Endless()
    found = read_warc(io.BufferedReader(raw), "-", Limits(), where(()))
    assert isinstance(next(found), Passed)
    assert isinstance(next(found), Page)
    assert raw.given < 1_000_000


# -- what is broken --------------------------------------------------------------------------


def _flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes(255 - byte for byte in data[at : at + 40]) + data[at + 40 :]


def _broken() -> dict[str, tuple[bytes, list[int], str]]:
    """Files, which of five pages are found all the same, and what is said."""
    packed = [member(record) for record in _records(5)]
    plain = [member(record, packed=False) for record in _records(5)]
    a, b, c, d, e = packed
    rest = [0, 1, 3, 4]
    whole = gzip.compress(b"".join(plain))
    return {
        "the end is gone": (b"".join(packed)[:-300], [0, 1, 2, 3], "the file ends within"),
        "the checksum is gone": (b"".join(packed)[:-4], [0, 1, 2, 3], "the file ends within"),
        "bits are flipped": (a + b + _flip(c, len(c) // 2) + d + e, rest, "gzip member is broken"),
        "a checksum is wrong": (a + b + c[:-6] + b"\1" + c[-5:] + d + e, rest, "member is broken"),
        "a member is cut": (a + b + c[: len(c) // 2] + d + e, rest, "gzip member is broken"),
        "a member's head is cut": (a + b + c[:30] + d + e, rest, "member is broken"),
        "junk between": (a + b + bytes(range(1, 200)) + d + e, rest, "gzip member is broken"),
        "no record": (a + b + gzip.compress(b"hello\r\n") + d + e, rest, "no WARC record begins"),
        "junk at the end": (a + b + d + e + b"x" * 99, rest, "gzip member is broken"),
        "plain, the end is gone": (b"".join(plain)[:-300], [0, 1, 2, 3], "is cut short"),
        "plain, one is cut": (
            b"".join(plain[:2]) + plain[2][:-900] + b"".join(plain[3:]),
            rest,
            "is not as long as it says",
        ),
        "plain, a length is wrong": (
            b"".join(plain[:2])
            + plain[2].replace(b"Content-Length: ", b"Content-Length: x")
            + b"".join(plain[3:]),
            rest,
            "is not as long as it says",
        ),
        "plain, no length": (
            b"".join(plain[:2])
            + plain[2].replace(b"Content-Length: ", b"Length: ")
            + b"".join(plain[3:]),
            rest,
            "does not say how long it is",
        ),
        "plain, junk between": (
            b"".join(plain[:2]) + b"junk\r\n\r\n" + b"".join(plain[3:]),
            rest,
            "no WARC record begins here",
        ),
        "a head without end": (
            a + b + gzip.compress(b"WARC/1.0\r\n" + b"a: b\r\n" * 300_000) + d + e,
            rest,
            "its head does not end",
        ),
        "packed as one, cut": (whole[: len(whole) - 100], [0, 1, 2, 3], "the file ends within"),
    }  # fmt: skip


@pytest.mark.parametrize("name", _broken())
def test_a_broken_record_costs_no_other(name: str, tmp_path: Path) -> None:
    data, expected, words = _broken()[name]
    pages, failures, _ = _read(data)
    assert [int(found.doc_id.rpartition("/")[2]) for found in pages] == expected
    assert len(failures) == 1
    assert failures[0].startswith("crawl.warc, record at byte ")
    assert words in failures[0]
    file = tmp_path / "crawl.warc.gz"
    file.write_bytes(data)
    done = run("extract", file, "-k", "rating")
    assert done.exit_code == 1
    assert done.stderr.startswith(f"error: {file}, record at byte ")
    assert len(_facts(done.stdout)) == len(expected)


def test_odd_but_whole_files_are_read() -> None:
    packed = [member(record) for record in _records(5)]
    plain = [member(record, packed=False) for record in _records(5)]
    text = b"".join(plain)
    blocks = b"".join(gzip.compress(text[at : at + 1000]) for at in range(0, len(text), 1000))
    for data in (
        b"".join(packed) + bytes(512),  # as tapes are filled up
        gzip.compress(text),
        gzip.compress(text[: len(plain[0]) + 9]) + gzip.compress(text[len(plain[0]) + 9 :]),
        blocks,
        b"\r\n".join(plain),
        text.replace(b"</html>\r\n\r\n", b"</html>"),  # without anything between records
        text.replace(b"HTTP/1.1 200", b"HTTP/2 200"),
        text.replace(b"WARC/1.0", b"WARC/1.1"),
    ):
        pages, failures, _ = _read(data)
        assert failures == []
        assert len(pages) == 5
        assert len({found.locator for found in pages}) == 5


@settings(max_examples=60)
@given(at=st.integers(0, 10_000), junk=st.binary(max_size=60), packed=st.booleans())
def test_nothing_in_a_file_is_a_traceback_or_an_endless_search(
    at: int, junk: bytes, packed: bool
) -> None:
    data = warc(_records(4), packed=packed)
    at = 20 + at % (len(data) - 20)  # by its first bytes it is known for what it is
    pages, failures, _ = _read(data[:at] + junk + data[at + len(junk) :])
    assert len(pages) + len(failures) <= 5
    assert len(pages) >= 2


# -- runs ------------------------------------------------------------------------------------


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    file = tmp_path / "crawl.warc.gz"
    records = _records(40)
    records.insert(9, Record(f"{URL}/list", b"<!DOCTYPE html><html><body></body></html>"))
    records.insert(20, Record(f"{URL}/7", page(STORY).encode()))
    file.write_bytes(b"".join(map(member, records[:30])) + b"junk" + warc(records[30:]))
    return file


def test_any_number_of_workers_gives_the_same_bytes(mixed: Path) -> None:
    alone, shared = (run("extract", mixed, "--where", "staff", "-w", str(n)) for n in (0, 2))
    assert shared.stdout == alone.stdout != ""
    assert shared.stderr == alone.stderr
    assert "left out by --where, 1 without" not in alone.stderr
    assert "1 fetched twice, 1 left out by --where" in alone.stderr


def test_a_crawl_may_come_through_a_pipe(mixed: Path) -> None:
    data = mixed.read_bytes()
    with process("extract", "-", "-k", "rating", stdin=subprocess.PIPE) as child:
        out, err = child.communicate(data)
    of_file = run("extract", mixed, "-k", "rating")
    assert out.decode() == of_file.stdout.replace(f"{mixed}#", "-#")
    assert b"-, record at byte " in err
    assert child.returncode == 1


def test_a_run_over_a_crawl_is_resumed_to_the_same_bytes(mixed: Path, tmp_path: Path) -> None:
    from norfolk_cs.batch import Orders
    from norfolk_cs.batch.sharded import filling
    from norfolk_cs.read import Options

    def manifest(folder: Path) -> dict[str, Any]:
        return dict(json.loads((folder / "manifest.json").read_text("utf-8")))

    orders = Orders(Options(where=("staff",)))
    with filling(tmp_path / "cut", [mixed], orders, 0, size=3_000, every=4) as filled:
        for _ in islice(filled.outcomes, 23):
            pass
    for folder, resume in (("cut", True), ("whole", False)):
        with filling(
            tmp_path / folder, [mixed], orders, 0, size=3_000, every=4, resume=resume
        ) as filled:
            list(filled.outcomes)
    cut, whole = manifest(tmp_path / "cut"), manifest(tmp_path / "whole")
    assert cut == whole
    assert cut["passed_over"] == {"fetched twice": 1, "left out by --where": 1}
    for shard in whole["shards"]:
        assert (tmp_path / "cut" / shard["name"]).read_bytes() == (
            tmp_path / "whole" / shard["name"]
        ).read_bytes()


def test_another_filter_is_another_run(mixed: Path, tmp_path: Path) -> None:
    first = run("extract", mixed, "-o", f"{tmp_path}/out/", "--where", "staff")
    assert "left out by --where" in first.stderr
    again = run("extract", mixed, "-o", f"{tmp_path}/out/", "--where", "staff", "--resume")
    assert "is finished already" in again.stderr
    assert "left out by --where" in again.stderr
    other = run("extract", mixed, "-o", f"{tmp_path}/out/", "--where", "ofsted", "--resume")
    assert other.exit_code == 1
    assert "where changed" in other.stderr


def test_without_a_crawl_nothing_of_it_is_imported(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    program = (
        "import sys; from norfolk_cs.cli import app; "
        f"app(['extract', {str(tmp_path)!r}], standalone_mode=False); "
        "sys.exit(any(name in sys.modules for name in ('warcio', 'fsspec', 'aiohttp')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0

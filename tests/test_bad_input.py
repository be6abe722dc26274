"""Whatever is fed to ``norfolk-cs extract``: a message, the other documents, and exit code 1."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from fpdf import FPDF
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from command_line import process, run
from norfolk_cs.models import Document
from norfolk_cs.read.doc_ids import Names
from norfolk_cs.read.sources import Source
from papers import encrypted, ilacs_report, image_only

STORY = (
    "Norfolk County Council was rated inadequate by Ofsted. "
    "'We accept the findings,' said its director, Dave Hill."
)
RECORD = json.dumps({"text": STORY})
PAGE = f"<!DOCTYPE html><html><body><article><p>{STORY}</p></article></body></html>"


def _without_pages() -> bytes:
    out = io.BytesIO()
    pypdfium2.PdfDocument.new().save(out)
    return out.getvalue()


BAD: dict[str, tuple[bytes, str]] = {
    "zero.pdf": (b"", "is empty"),
    "blank.pdf": (b" \n", "is empty, under a .pdf name"),
    "pages.pdf": (_without_pages(), "is a PDF without pages"),
    "scan.pdf": (image_only(), "ocrmypdf"),
    "locked.pdf": (encrypted(), "is encrypted"),
    "cut.pdf": (ilacs_report()[:2000], "truncated"),
    "gone.pdf": (b"<!DOCTYPE html><html><body></body></html>", "without an article, under a .pdf"),
    "note.pdf": (STORY.encode(), "is plain text under a .pdf name, and read as that"),
    "error.pdf": (b'{"error": "gone"}', "error.pdf: has no text"),
    "letter.txt": (b"PK\x03\x04" + b"\x00" * 40, "an Office document"),
    "notes.txt": (rb"{\rtf1\ansi words}", "is Rich Text"),
    "photo.txt": (b"\x89PNG\r\n\x1a\n", "is an image"),
    "wide.jsonl": (RECORD.encode("utf-16"), "is UTF-16"),
    "blank.jsonl": (b"\n\n", "is empty"),
    "deep.json": (b"[" * 100_000, "nested too deeply"),
    "none.json": (b"[]", "a list without records"),
    "null.json": (b'{"text": null}', "has no text"),
    "word.json": (b'"words"', "is no record"),
    "deep.html": (b"<html>" + b"<div>" * 20_000, "without an article"),
    "bomb.txt.gz": (gzip.compress(b"a " * 2_000_000), "larger than 1 MB once unpacked"),
    "bomb.jsonl.gz": (gzip.compress(b"a" * 3_000_000), "--max-size"),
}


def _doc_ids(output: str) -> set[str]:
    return {json.loads(line)["doc_id"] for line in output.splitlines()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "story.txt").write_text(STORY, "utf-8")
    return tmp_path


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_with_its_remedy_and_costs_no_other(name: str, folder: Path) -> None:
    data, words = BAD[name]
    (folder / name).write_bytes(data)
    done = run("extract", folder, "--max-size", "1")
    first = done.stderr.splitlines()[0]
    assert done.exit_code == 1
    assert first.startswith(f"error: {folder / name}")
    assert words in first
    assert ". " in first  # what to do stands after what happened
    assert "story" in _doc_ids(done.stdout)


def test_what_is_wrong_with_a_pdf_is_not_what_was_wrong_with_the_one_before(folder: Path) -> None:
    (folder / "1.pdf").write_bytes(encrypted())
    for name in ("2.pdf", "3.pdf"):
        (folder / name).write_bytes(_without_pages())
    told = run("extract", folder).stderr
    assert "1.pdf: is encrypted" in told
    assert "2.pdf: is a PDF without pages" in told
    assert "3.pdf: is a PDF without pages" in told


# -- the summary -----------------------------------------------------------------------------


def test_a_run_ends_with_what_failed(folder: Path) -> None:
    (folder / "a.pdf").write_bytes(encrypted())
    (folder / "b.txt").write_bytes(b"")
    lines = [RECORD, "{", RECORD, json.dumps({"title": "x"}), "[1]"]
    (folder / "c.jsonl").write_text("\n".join(lines), "utf-8")
    done = run("extract", folder)
    errors = done.stderr.splitlines()
    assert done.exit_code == 1
    assert [line.split(": ")[1] for line in errors[:5]] == [
        f"{folder}/a.pdf",
        f"{folder}/b.txt",
        f"{folder}/c.jsonl, line 2",
        f"{folder}/c.jsonl, line 4",
        f"{folder}/c.jsonl, line 5",
    ]
    assert errors[5] == "5 of 8 documents failed:"
    assert errors[6:8] == [f"  {folder}/a.pdf: is encrypted", f"  {folder}/b.txt: is empty"]
    assert errors[8].startswith(f"  {folder}/c.jsonl: 3 times, first line 2 is not JSON")
    assert len(errors) == 9
    assert _doc_ids(done.stdout) == {"story", "c#1", "c#3"}


def test_one_failure_alone_is_not_said_twice(tmp_path: Path) -> None:
    done = run("extract", tmp_path / "gone.txt")
    assert len(done.stderr.splitlines()) == 1


def test_quiet_leaves_the_errors_and_not_the_summary(folder: Path) -> None:
    (folder / "b.txt").write_bytes(b"")
    done = run("extract", folder, "--quiet")
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1


def test_a_page_read_in_a_pdfs_stead_counts_once(folder: Path) -> None:
    (folder / "page.pdf").write_text(PAGE, "utf-8")
    done = run("extract", folder)
    assert done.exit_code == 1
    assert "1 of 2 documents failed:" in done.stderr
    assert _doc_ids(done.stdout) == {"story", "page"}


def test_a_file_that_fails_without_end_is_said_a_hundred_times(folder: Path) -> None:
    (folder / "c.jsonl").write_text("{\n" * 250, "utf-8")
    done = run("extract", folder, "--format", "jsonl")
    errors = done.stderr.splitlines()
    assert sum("c.jsonl, line" in line for line in errors) == 100
    assert any(line.startswith("note:") and "only counted" in line for line in errors)
    assert "c.jsonl: 250 times" in errors[-2]


# -- records ---------------------------------------------------------------------------------


def test_odd_records_are_read_or_reported(tmp_path: Path) -> None:
    records = [
        {"text": "\ud800 " + STORY, "id": "\udfff", "url": "https://echo.example/\ud800"},
        {"text": STORY, "id": 7},
        {"text": STORY, "id": 7},
        {"text": STORY, "id": ["list"]},
        {"text": STORY, "id": True, "published": "2016-13-45"},
        {"text": STORY, "id": " ", "published": 2016},
        {"text": 5},
    ]
    path = tmp_path / "dump.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), "utf-8")
    done = run("extract", path, "-k", "rating")
    facts = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(fact["doc_id"], fact["published"]) for fact in facts] == [
        ("\ufffd", None),
        ("7", None),
        ("7~2", None),
        ("dump#4", None),
        ("dump#5", None),
        ("dump#6", "2016"),
    ]
    assert facts[0]["source"] == "https://echo.example/\ufffd"
    assert "dump.jsonl, line 7: has no text" in done.stderr


@pytest.mark.parametrize("name", ["list.jsonl", "list.json", "list.txt"])
@pytest.mark.parametrize("indent", [None, 1])
def test_a_list_of_records_is_read_under_any_name(
    name: str, indent: int | None, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(json.dumps([{"text": STORY}] * 2, indent=indent), "utf-8")
    done = run("extract", tmp_path / name)
    assert done.exit_code == 0
    assert _doc_ids(done.stdout) == {"list#1", "list#2"}


def test_names_stay_unique_and_cheap_among_many() -> None:
    names, source = Names(), Source(None, "stdin", "-")
    given = []
    for number in range(15_000):
        given.append(names.free(f"story-{number % 5000}", source))
        names.take(given[-1])
    assert len(set(given)) == 15_000
    assert given[5000] == "story-0~2"


# -- what is no plain file -------------------------------------------------------------------


def test_links_pipes_and_folders_do_not_stop_a_run(folder: Path) -> None:
    (folder / "gone.txt").symlink_to("nowhere")
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "dir.pdf").mkdir()
    os.mkfifo(folder / "pipe.txt")
    done = run("extract", folder, folder / "self.txt", "n" * 5000)
    for words in (
        "gone.txt: is a link that leads nowhere",
        "self.txt: is a link that leads nowhere",
        "pipe.txt: is no regular file",
        "File name too long",
    ):
        assert words in done.stderr
    assert done.exit_code == 1
    assert _doc_ids(done.stdout) == {"story"}


def test_a_file_that_goes_away_during_the_run_is_reported(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = sys.modules["norfolk_cs.batch.work"]
    true = module.read_task
    for name in ("z1.txt", "z2.txt"):
        (folder / name).write_text(STORY, "utf-8")

    def read_task(*given: object) -> object:
        (folder / "z1.txt").unlink(missing_ok=True)
        return true(*given)

    monkeypatch.setattr(module, "read_task", read_task)
    done = run("extract", folder)
    assert "z1.txt: cannot be read: No such file" in done.stderr
    assert _doc_ids(done.stdout) == {"story", "z2"}


def test_a_name_that_is_no_text_is_read(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text(STORY, "utf-8")
    except OSError:
        pytest.skip("this file system takes only names that are text")
    done = run("extract", tmp_path)
    assert done.exit_code == 0
    assert _doc_ids(done.stdout) == {"\ufffd"}


def test_a_fault_of_the_program_costs_one_document(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from norfolk_cs.read import readings

    def broken(*_: object) -> object:
        raise RecursionError("too deep")

    (folder / "a.html").write_text(PAGE, "utf-8")
    monkeypatch.setattr(readings, "_read", broken)
    done = run("extract", folder / "a.html", folder / "story.txt")
    assert done.exit_code == 1
    assert "a.html: could not be read (RecursionError: too deep)" in done.stderr


def test_a_fault_in_the_analysis_costs_one_of_those_done_together(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from norfolk_cs import run as path_of_facts

    true = path_of_facts.segment

    def segment(document: Document) -> object:
        if document.doc_id == "b":
            raise RecursionError("too deep")
        return true(document)

    for name in "abc":
        (folder / f"{name}.txt").write_text(STORY, "utf-8")
    monkeypatch.setattr(path_of_facts, "segment", segment)
    done = run("extract", folder)
    assert done.exit_code == 1
    assert "b.txt: could not be analysed (RecursionError: too deep)" in done.stderr
    assert _doc_ids(done.stdout) == {"a", "c", "story"}


@pytest.mark.parametrize(
    ("redirection", "code", "words"),
    [
        ("- < /dev/null", 1, "-: is empty"),
        ("- <&-", 1, "standard input is closed"),
        ("story.txt >&-", 1, "standard output is closed"),
        ("story.txt gone.txt 2>&-", 1, ""),
        ("story.txt -o facts.jsonl >&- 2>&-", 0, ""),
    ],
)
def test_closed_and_empty_streams_are_no_crash(
    redirection: str, code: int, words: str, folder: Path
) -> None:
    command = f"{sys.executable} -m norfolk_cs extract {redirection}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, check=False, text=True
    )
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr


# -- any bytes at all ------------------------------------------------------------------------

WHOLE = {
    "txt": STORY.encode(),
    "md": f"---\ndate: 2016-02-31\n---\n# Story\n\n{STORY}".encode(),
    "html": PAGE.encode(),
    "pdf": ilacs_report(),
    "json": RECORD.encode(),
    "jsonl": f"{RECORD}\n{RECORD}\n".encode(),
}
SUFFIXES = st.sampled_from([*WHOLE, *(f"{suffix}.gz" for suffix in WHOLE)])


@given(data=st.data())
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_bytes_under_any_name_give_facts_or_a_message(
    data: st.DataObject, tmp_path: Path
) -> None:
    suffix = data.draw(SUFFIXES)
    whole = WHOLE[suffix.removesuffix(".gz")]
    if suffix.endswith(".gz"):
        whole = gzip.compress(whole, mtime=0)
    cut = data.draw(st.integers(0, len(whole)))
    noise = data.draw(st.binary(max_size=40))
    (tmp_path / f"any.{suffix}").write_bytes(whole[:cut] + noise + whole[cut + len(noise) :])
    done = run("extract", tmp_path / f"any.{suffix}")  # an exception is raised here
    assert done.exit_code in (0, 1)
    assert done.exit_code == 0 or done.stderr
    assert all(json.loads(line) for line in done.stdout.splitlines())
    (tmp_path / f"any.{suffix}").unlink()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1"])
def test_texts_of_any_usual_encoding_are_read(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(f"Siân Café: {STORY}".encode(encoding))
    done = run("extract", path)
    assert done.exit_code == 0
    assert _doc_ids(done.stdout) == {"story"}


# -- length ----------------------------------------------------------------------------------

PAGES = 5_000
EVERY = 50  # so many pages, one tells something
TELLING = "Ofsted rated Norfolk County Council good."
MEGABYTES = 600  # what the longest file may take; this sparse one takes less than half


@pytest.fixture(scope="module")
def long_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pdf = FPDF(format="A4")
    pdf.set_font("Helvetica", size=12)
    for number in range(1, PAGES + 1):
        pdf.add_page()
        pdf.set_y(120)  # in a margin it would be a running head
        pdf.cell(text=f"{number}. {TELLING if number % EVERY == 0 else 'Left blank.'}")
    path = tmp_path_factory.mktemp("long") / "long.pdf"
    pdf.output(str(path))
    return path


def test_a_report_of_five_thousand_pages_is_read_page_by_page(
    long_report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, live, most = 0, set[int](), 0
    get, close = pypdfium2.PdfDocument.get_page, pypdfium2.PdfPage.close

    def opening(document: pypdfium2.PdfDocument, index: int) -> pypdfium2.PdfPage:
        nonlocal opened, most
        page = get(document, index)
        opened += 1
        live.add(id(page))
        most = max(most, len(live))
        return page

    def closing(page: pypdfium2.PdfPage, *args: object, **options: object) -> None:
        live.discard(id(page))
        close(page, *args, **options)

    monkeypatch.setattr(pypdfium2.PdfDocument, "get_page", opening)
    monkeypatch.setattr(pypdfium2.PdfDocument, "__getitem__", opening)
    monkeypatch.setattr(pypdfium2.PdfPage, "close", closing)
    done = run("extract", long_report, "-k", "rating", "--workers", 0)
    pages = [json.loads(line)["page"] for line in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert opened == PAGES
    assert most == 1
    assert pages == list(range(EVERY, PAGES + 1, EVERY))


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="peak memory is asked of wait4")
def test_a_report_of_five_thousand_pages_takes_bounded_memory(long_report: Path) -> None:
    with process("extract", long_report, "-o", os.devnull, stdout=None) as child:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    assert child.returncode == 0
    assert usage.ru_maxrss * unit < MEGABYTES * 1_000_000

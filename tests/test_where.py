"""``--where``: only documents that somebody asks for, whatever they are read from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import run
from crawls import OFF_TOPIC, page
from norfolk_cs.errors import NorfolkError
from norfolk_cs.read import html
from norfolk_cs.read.where import where
from papers import ilacs_report

STORY = "Norfolk County Council was rated inadequate by Ofsted."
OTHER = "The town's library was rated outstanding by its readers."


@pytest.mark.parametrize(
    ("term", "text", "fits"),
    [
        ("ofsted", "said OFSTED's inspectors", True),
        ("Ofsted", "an ofsted report", True),
        ("ofsted", "an inspection", False),
        ("ofsted|children's services", "the children’s\nservices", True),
        ("children's services", "<b>Children&rsquo;s</b>&nbsp;Services", True),
        ("children's services", "<b>children</b> in other services", False),
        ("care", "careers", True),
        (r"\bcare\b", "careers", False),
        (r"\bCare\b", "in CARE.", True),
        ("inspect(ion|or)s?", "two inspectors", True),
        ("café", "CAF&Eacute;", True),
        ("[a-f]{3} council", "abc  council", True),
        ("siân", "SIÂN", True),
    ],
)
def test_words_are_found_however_they_are_written(term: str, text: str, fits: bool) -> None:
    assert where((term,)).fits("x", text) is fits


def test_all_terms_have_to_fit() -> None:
    wanted = where(("url:news", "ofsted", "norfolk|essex"))
    assert wanted.fits("https://NEWS.example/", STORY)
    assert not wanted.fits("https://example/", STORY)
    assert not wanted.fits("https://news.example/", STORY.replace("Norfolk", "Kent"))
    assert where(()).fits("x", "")


@pytest.mark.parametrize("term", ["", " ", "url:", "(", "[", "x|", "a*", "*", "(?<=a b+)c"])
def test_a_term_that_means_nothing_is_refused(term: str) -> None:
    with pytest.raises(NorfolkError, match="cannot be looked for"):
        where((term,))
    done = run("extract", "x.txt", "--where", term)
    assert done.exit_code == 1
    assert done.stderr.startswith("error: --where: ")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Each kind of file twice: on topic and not."""
    files: dict[str, bytes | str] = {
        "a-on.txt": STORY,
        "a.txt": OTHER,
        "b-on.md": f"# News\n\n{STORY}",
        "b.md": f"# News\n\n{OTHER}",
        "c-on.html": page(STORY),
        "c.html": page(OTHER),
        "d-on.pdf": ilacs_report(),
        "e.json": json.dumps([{"id": "e-on", "text": STORY}, {"id": "e", "text": OTHER}]),
        "f.jsonl": "\n".join(
            json.dumps({"id": f"f{n}" + "-on" * (n % 3 == 0), "text": OTHER if n % 3 else STORY})
            for n in range(9)
        ),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data.encode() if isinstance(data, str) else data)
    return tmp_path


@pytest.mark.parametrize("workers", ["0", "2"])
def test_every_reader_leaves_out_what_is_not_wanted(folder: Path, workers: str) -> None:
    done = run("extract", folder, "--where", "Ofsted|Saxby Vale", "-w", workers)
    found = {json.loads(line)["doc_id"] for line in done.stdout.splitlines()}
    assert found == {"a-on", "b-on", "c-on", "d-on", "e-on", "f0-on", "f3-on", "f6-on"}
    assert done.stderr == "note: passed over: 10 left out by --where\n"
    assert done.exit_code == 0


def test_the_facts_are_those_of_a_run_without(folder: Path) -> None:
    filtered = run("extract", folder, "--where", "ofsted|saxby vale").stdout.splitlines()
    everything = run("extract", folder).stdout.splitlines()
    assert filtered == [line for line in everything if '-on"' in line]


def test_an_address_is_a_records_url_else_the_path(folder: Path) -> None:
    records = [
        {"id": "1", "url": "https://echo.example/norfolk/1", "text": STORY},
        {"id": "2", "url": "https://echo.example/essex/2", "text": STORY},
    ]
    (folder / "g.jsonl").write_text("\n".join(map(json.dumps, records)), "utf-8")
    done = run("extract", folder, "--where", "url:echo.example/norfolk|/a-on", "-k", "rating")
    assert [json.loads(line)["doc_id"] for line in done.stdout.splitlines()] == ["a-on", "1"]


def test_a_page_that_is_not_wanted_is_never_taken_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        (tmp_path / f"{number}.html").write_text(page(*OFF_TOPIC), "utf-8")
    monkeypatch.setattr(html, "read_html", None)
    done = run("extract", tmp_path, "--where", "ofsted")
    assert done.exit_code == 0
    assert done.stderr == "note: passed over: 5 left out by --where\n"

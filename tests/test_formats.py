"""Readers, one format after the other, through ``read_documents`` as every command uses it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pypdfium2
import pytest

from norfolk_cs.errors import NorfolkError
from norfolk_cs.models import Document
from norfolk_cs.read import Fields, Format, Limits, Options, read_documents
from norfolk_cs.read.formats import sniff
from papers import ILACS_ROWS, Paper, encrypted, ilacs_report, image_only

STORY = "The council was rated good by Ofsted, which had judged it inadequate in 2015."
PAGE = f"""<!DOCTYPE html><html><head><title>Rated good | Echo</title>
<meta property="og:title" content="Council rated good">
<meta property="article:published_time" content="2016-08-15T10:00:00Z"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Council rated good</h1>
<p>{STORY}</p><p>The director said that staff had worked hard for three years.</p></article>
<footer>All rights reserved</footer></body></html>"""


def _read(
    folder: Path, name: str, data: bytes | str, options: Options | None = None
) -> tuple[list[Document], list[str]]:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    failures: list[NorfolkError] = []
    documents = list(read_documents([path], on_failure=failures.append, options=options))
    return documents, [str(failure) for failure in failures]


@pytest.mark.parametrize(
    ("head", "name", "expected"),
    [
        (b"%PDF-1.7\n", "report.txt", Format.PDF),
        (b"\n<!DOCTYPE html>", "report.pdf", Format.HTML),
        (b"\xef\xbb\xbf<?xml version='1.0'?><html>", "page", Format.HTML),
        (b'{"text": "a"}\n{"text": "b"}\n', "dump.txt", Format.JSONL),
        (b'{"text": "a"}\n', "dump.jsonl", Format.JSONL),
        (b'{"text": "a"}\n', "story.json", Format.JSON),
        (b'[\n {"text": "a"}]', "dump", Format.JSON),
        (b"# Heading", "story.md", Format.MARKDOWN),
        (b"[Laughs] She said no.", "story.txt", Format.TEXT),
        (b"<b>Bold</b> words", "story.txt", Format.TEXT),
    ],
)
def test_sniff_trusts_bytes_over_names(head: bytes, name: str, expected: Format) -> None:
    assert sniff(head, name) is expected


# -- web pages -------------------------------------------------------------------------------


def test_html_gives_the_article_its_headline_and_date(tmp_path: Path) -> None:
    (document,), failures = _read(tmp_path, "page.html", PAGE)
    assert document.text.startswith("Council rated good\n\nThe council was rated good")
    assert "Home" not in document.text
    assert "rights" not in document.text
    assert document.published == "2016-08-15"
    assert failures == []


def test_html_reads_the_date_of_schema_org(tmp_path: Path) -> None:
    data = {"@graph": [{"@type": "NewsArticle", "datePublished": "2015-03-02T08:00"}]}
    script = f'<script type="application/ld+json">{json.dumps(data)}</script></head>'
    page = PAGE.replace("article:published_time", "other").replace("</head>", script)
    (document,), _ = _read(tmp_path, "page.html", page)
    assert document.published == "2015-03-02"


def test_html_without_article_says_so(tmp_path: Path) -> None:
    documents, failures = _read(tmp_path, "page.html", "<!DOCTYPE html><html><body></body></html>")
    assert documents == []
    assert "without an article" in failures[0]


def test_html_under_a_pdf_name_is_read_and_reported(tmp_path: Path) -> None:
    documents, failures = _read(tmp_path, "report.pdf", PAGE)
    assert "rated good" in documents[0].text
    assert "report.pdf: is a web page under a .pdf name" in failures[0]


# -- Markdown --------------------------------------------------------------------------------


def test_markdown_reads_front_matter_and_drops_marks(tmp_path: Path) -> None:
    text = (
        "---\ntitle: Rated good\ndate: 2016-08-15\n---\n\n# Verdict\n\nThe *council* was\n"
        "[rated](http://x.example) good.\n\n- first point\n- second\n\n1. one\n\n"
        "| Area | Grade |\n|---|---|\n| Overall | Good |\n"
    )
    (document,), _ = _read(tmp_path, "story.md", text)
    assert document.published == "2016-08-15"
    assert document.text.split("\n\n") == [
        "Rated good",
        "Verdict",
        "The council was\nrated good.",
        "• first point",
        "• second",
        "1. one",
        "Area | Grade",
        "Overall | Good",
    ]


def test_markdown_keeps_front_matter_that_is_no_yaml(tmp_path: Path) -> None:
    (document,), failures = _read(tmp_path, "story.md", "---\n: : [\n---\nThe council agreed.\n")
    assert "The council agreed." in document.text
    assert failures == []


# -- records ---------------------------------------------------------------------------------


def test_jsonl_reads_records_and_reports_the_broken_line(tmp_path: Path) -> None:
    lines = [
        json.dumps({"id": "x7", "text": STORY, "published": "2016-08-15T09:00:00"}),
        "",
        '{"text": ',
        json.dumps({"body": STORY, "url": "https://echo.example/1", "date": "2015"}),
        json.dumps({"title": "no text"}),
        json.dumps(["list"]),
        json.dumps({"content": STORY, "date": "yesterday"}),
    ]
    documents, failures = _read(tmp_path, "dump.jsonl", "\n".join(lines))
    path = (tmp_path / "dump.jsonl").as_posix()
    assert [(d.doc_id, d.source, d.published) for d in documents] == [
        ("x7", f"{path}#1", "2016-08-15"),
        ("dump#4", "https://echo.example/1", "2015"),
        ("dump#7", f"{path}#7", None),
    ]
    assert [document.text for document in documents] == [STORY] * 3
    assert len(failures) == 3
    assert "dump.jsonl, line 3: is not JSON" in failures[0]
    assert "dump.jsonl, line 5: has no text" in failures[1]
    assert "dump.jsonl, line 6: is no record" in failures[2]


def test_json_reads_one_record_or_a_list(tmp_path: Path) -> None:
    (one,), _ = _read(tmp_path, "one.json", json.dumps({"text": STORY}))
    assert one.doc_id == "one"
    documents, failures = _read(tmp_path, "two.json", json.dumps([{"text": STORY}, {"id": 1}]))
    assert [document.doc_id for document in documents] == ["two#1"]
    assert "two.json, record 2: has no text" in failures[0]
    _, failures = _read(tmp_path, "odd.json", '{"text": "a",}')
    assert "is not JSON" in failures[0]


def test_records_of_one_id_are_told_apart(tmp_path: Path) -> None:
    line = json.dumps({"id": "x", "text": STORY})
    documents, _ = _read(tmp_path, "dump.jsonl", f"{line}\n{line}\n")
    assert [document.doc_id for document in documents] == ["x", "x~2"]


def test_fields_can_be_mapped(tmp_path: Path) -> None:
    fields = Fields.mapped({"text": "story", "published": "day"})
    line = json.dumps({"story": STORY, "text": "other", "day": "2016-08"})
    (document,), _ = _read(tmp_path, "dump.jsonl", line, Options(fields=fields))
    assert (document.text, document.published) == (STORY, "2016-08")
    with pytest.raises(NorfolkError, match="no field"):
        Fields.mapped({"words": "story"})


# -- gzip ------------------------------------------------------------------------------------


def test_gzip_is_unpacked_whatever_it_holds(tmp_path: Path) -> None:
    for name, data in (("a.txt.gz", STORY), ("b.html.gz", PAGE)):
        (document,), failures = _read(tmp_path, name, gzip.compress(data.encode()))
        assert document.doc_id == name[0]
        assert STORY in document.text
        assert failures == []


def test_gzip_bomb_stops_at_the_limit(tmp_path: Path) -> None:
    bomb = gzip.compress(b"a" * 3_000_000)
    options = Options(limits=Limits(document=1_000_000))
    for name in ("bomb.txt.gz", "bomb.jsonl.gz"):
        documents, failures = _read(tmp_path, name, bomb, options)
        assert documents == []
        assert "larger than 1 MB" in failures[0]
        assert "--max-size" in failures[0]


def test_gzip_cut_short_is_reported(tmp_path: Path) -> None:
    documents, failures = _read(tmp_path, "cut.txt.gz", gzip.compress(STORY.encode() * 99)[:60])
    assert documents == []
    assert "broken gzip" in failures[0]


# -- PDF -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Document:
    folder = tmp_path_factory.mktemp("pdf")
    (document,), failures = _read(folder, "saxby-2023-01-13.pdf", ilacs_report())
    assert failures == []
    return document


def test_pdf_puts_table_cells_back_on_their_row(report: Document) -> None:
    lines = [" ".join(line.split()) for line in report.text.split("\n")]
    for label, grade in ILACS_ROWS:
        assert f"{label} {grade}" in lines


def test_pdf_joins_lines_and_heals_hyphens(report: Document) -> None:
    paragraphs = report.text.split("\n\n")
    healed = "• The quality of plans, so that they are specific and can be understood by families."
    assert healed in paragraphs
    numbers = [p.split(".")[0] for p in paragraphs if ". When children of team " in p]
    assert numbers == [str(number) for number in range(1, 27)]


def test_pdf_drops_running_heads_and_page_numbers(report: Document) -> None:
    assert report.text.count("Inspection of Saxby Vale local authority") == 1
    assert "\n\n2\n\n" not in report.text


def test_pdf_keeps_the_place_of_every_page(report: Document) -> None:
    pdf = pypdfium2.PdfDocument(ilacs_report())
    assert len(report.pages) == len(pdf) > 1
    ends = [*report.pages[1:], len(report.text)]
    for number, (start, end) in enumerate(zip(report.pages, ends, strict=True)):
        page = " ".join(pdf[number].get_textpage().get_text_range().replace("\ufffe", "-").split())
        for paragraph in report.text[start:end].split("\n\n"):
            words = paragraph.removeprefix("•").split()[:6]
            assert " ".join(words[:3]) in page


def test_pdf_takes_its_date_from_its_name(report: Document) -> None:
    assert report.published == "2023-01-13"


def test_pdf_drops_contents_and_footnotes(tmp_path: Path) -> None:
    paper = Paper()
    paper.put("Contents", bold=True)
    for entry in ("Executive summary 2", "The experiences of children who need help and care 4"):
        paper.put(entry)
    paper.put("Executive summary", 16, bold=True)
    paper.put("The authority has improved its services since the last inspection1.")
    paper.pdf.set_y(250)
    paper.put("1 This report is made under section 136 of an Act of Parliament.", 8)
    (document,), _ = _read(tmp_path, "report.pdf", paper.bytes())
    assert document.text == (
        "Executive summary\n\nThe authority has improved its services since the last inspection1."
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (encrypted(), "is encrypted"),
        (image_only(), "no text layer"),
        (image_only(), "OCR"),
        (ilacs_report()[:2000], "broken or truncated"),
        (b"%PDF-1.7\n", "broken or truncated"),
    ],
)
def test_pdf_that_cannot_be_read_says_why(tmp_path: Path, data: bytes, words: str) -> None:
    documents, failures = _read(tmp_path, "report.pdf", data)
    assert documents == []
    assert "report.pdf: " in failures[0]
    assert words in failures[0]


def test_format_overrides_the_bytes(tmp_path: Path) -> None:
    (document,), _ = _read(tmp_path, "page.html", PAGE, Options(format=Format.TEXT))
    assert document.text == PAGE

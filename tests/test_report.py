"""The report page as a file: what it holds, and what nothing in a document can do to it."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_line import FACTS, records, run, write
from norfolk_cs.models import Document
from norfolk_cs.report import report_page
from norfolk_cs.report.payload import embedded, fact_keys
from norfolk_cs.report.reading import Marked, Piece, paragraphs
from norfolk_cs.report.visible import visible
from norfolk_cs.wording import date_words
from test_cli import HEAVY, loaded

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "tests" / "golden" / "seeds.jsonl"
DAY = date(2018, 6, 1)


class Parts(HTMLParser):
    """A page's elements, and the text of its scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: list[tuple[dict[str, str | None], str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style"):
            self.raw.append((dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] in ("script", "style"):
            attributes, text = self.raw.pop()
            self.raw.append((attributes, text + data))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.tags.append(("/" + tag, {}))


def page_of(facts: list[dict[str, Any]], *documents: Document) -> str:
    return report_page(facts, documents, as_of=DAY).html


def data_of(html: str, id: str) -> Any:
    return next(json.loads(text) for at, text in Parts(html).raw if at.get("id") == id)


# -- the command ----------------------------------------------------------------------------


def test_report_writes_one_page_into_a_folder_it_makes(tmp_path: Path) -> None:
    out = tmp_path / "new" / "report.html"
    result = run("report", FACTS, "-o", out, "--as-of", "2020-08-01", "--title", "Norfolk & others")
    assert (result.exit_code, result.output) == (0, "")
    html = out.read_text("utf-8")
    assert "<h1>Norfolk &amp; others</h1>" in html
    assert "<strong>29 facts in 3 documents</strong>" in html
    assert [path.name for path in out.parent.iterdir()] == ["report.html"]


def test_report_goes_to_standard_output_where_asked() -> None:
    out = run("report", FACTS, "-o", "-").stdout
    assert out.startswith("<!doctype html>")
    assert out.endswith("</html>\n")


def test_report_is_the_same_bytes_for_the_same_day() -> None:
    first, again = (run("report", SEEDS, "-s", ROOT / "seeds", "-o", "-", "--as-of", "2018-06-01")
                    for _ in range(2))  # fmt: skip
    assert first.stdout == again.stdout
    assert first.stdout != run("report", SEEDS, "-o", "-", "--as-of", "2018-06-02").stdout


def test_report_counts_as_show_does() -> None:
    html = run("report", SEEDS, "-o", "-").stdout
    shown = re.search(r"\d+ facts in \d+ documents", " ".join(run("show", SEEDS).stdout.split()))
    assert shown is not None
    assert f"<strong>{shown[0]}</strong>" in html
    index = data_of(html, "index")
    for number, kind in enumerate(index["kinds"]):
        lines = run("show", SEEDS, "-k", kind, "--json").stdout.splitlines()
        assert index["kind"].count(number) == len(lines)


def test_report_reads_the_documents_that_were_extracted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = run("report", SEEDS, "--sources", "seeds/", "-o", "-")
    assert (result.exit_code, result.stderr) == (0, "")
    document = data_of(result.stdout, "doc-0")
    assert document["whole"]
    text = (ROOT / "seeds" / "000_76e7a5e5987381d3.txt").read_text("utf-8")
    shown = "".join(words_of(document))
    assert "".join(text.split()) == "".join(shown.split())


def words_of(document: dict[str, Any]) -> list[str]:
    return [
        words if isinstance(words, str) else words[0]
        for _, marker, _, groups in document["text"]
        for words in (marker, *(run for _, *runs in groups for run in runs))
    ]


def test_document_of_another_text_is_told_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "000_76e7a5e5987381d3.txt").write_text("Another story.\n", "utf-8")
    result = run("report", SEEDS, "-s", tmp_path, "-o", tmp_path / "report.html")
    assert result.exit_code == 1
    assert "000_76e7a5e5987381d3: is not the text that its facts were extracted" in result.stderr
    assert "not among --sources, so shown by sentences only: 001" in result.stderr
    document = data_of((tmp_path / "report.html").read_text("utf-8"), "doc-0")
    assert not document["whole"]


def test_facts_and_page_among_the_documents_are_none(tmp_path: Path) -> None:
    (tmp_path / "story.txt").write_text("The council was rated inadequate by Ofsted.\n", "utf-8")
    facts, out = tmp_path / "facts.jsonl", tmp_path / "report.html"
    run("extract", tmp_path, "-o", facts)
    for _ in range(2):
        result = run("report", facts, "-s", tmp_path, "-o", out)
        assert (result.exit_code, result.stderr) == (0, "")
    assert data_of(out.read_text("utf-8"), "doc-0")["whole"]


def test_unreadable_source_is_told_and_the_page_is_written(tmp_path: Path) -> None:
    result = run("report", SEEDS, "-s", tmp_path / "none", "-o", tmp_path / "report.html")
    assert result.exit_code == 1
    assert "none" in result.stderr
    assert (tmp_path / "report.html").is_file()


def test_missing_facts_are_one_line_and_leave_the_old_page(tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("old", "utf-8")
    result = run("report", tmp_path / "none.jsonl", "-o", tmp_path / "report.html")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("none.jsonl: no such file. norfolk-cs extract writes one\n")
    assert (tmp_path / "report.html").read_text("utf-8") == "old"


def test_broken_lines_are_told_and_the_rest_is_on_the_page() -> None:
    result = run("report", "-", "-o", "-", stdin=FACTS.read_bytes() + b'{"kind": "rat\n')
    assert result.exit_code == 1
    assert "<strong>29 facts in 3 documents</strong>" in result.stdout
    assert "facts:30: not JSON" in result.stderr


def test_page_without_facts_says_so() -> None:
    result = run("report", "-", "-o", "-", stdin=b"")
    assert result.exit_code == 0
    assert result.stderr == "note: there are no facts in the file\n"
    assert "<strong>0 facts in 0 documents</strong>" in result.stdout


def test_page_does_not_replace_what_it_is_made_of(tmp_path: Path) -> None:
    facts = write(tmp_path / "facts.jsonl", records())
    result = run("report", facts, "-o", facts)
    assert result.exit_code == 1
    assert "is one of the files to read" in result.stderr
    assert facts.read_text("utf-8").startswith("{")
    assert run("report", facts, "-o", tmp_path).exit_code == 1


def test_page_does_not_replace_what_is_no_page(tmp_path: Path) -> None:
    story = tmp_path / "stories" / "a.txt"
    story.parent.mkdir()
    story.write_text("A story.", "utf-8")
    result = run("report", FACTS, "--sources", story.parent, "-o", story)
    assert result.exit_code == 1
    assert f"{story}: is no page of facts, and stays as it is" in result.stderr
    assert story.read_text("utf-8") == "A story."


def test_page_takes_the_place_of_a_page_and_of_an_empty_file(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.touch()
    for _ in range(2):
        assert run("report", FACTS, "-o", page).exit_code == 0
        assert "29 facts" in page.read_text("utf-8")


def test_lines_that_are_all_broken_leave_the_old_page(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    assert run("report", FACTS, "-o", page).exit_code == 0
    before = page.read_bytes()
    assert run("report", "-", "-o", page, stdin=b"{broken\n").exit_code == 1
    assert page.read_bytes() == before


def test_actors_have_one_name_on_the_page_as_in_the_terminal(tmp_path: Path) -> None:
    aliases = tmp_path / "aliases.toml"
    aliases.write_text(
        '[[same]]\nname = "Nelson Council"\nalso = ["Norfolk County Council"]\n', "utf-8"
    )
    out = run("report", SEEDS, "--aliases", aliases, "-o", "-").stdout
    assert re.search(r"<figcaption[^>]*>Nelson Council</figcaption>", out)


@pytest.mark.parametrize("area", ["lscb", "help_and_protection"])
def test_areas_are_called_as_in_the_terminal(area: str) -> None:
    facts = [fact for fact in records() if fact["kind"] == "rating"][:1]
    html = page_of([{**facts[0], "area": area, "previous": False}])
    assert {"lscb": "LSCB", "help_and_protection": "Help and protection"}[area] in html
    assert "Lscb" not in html


@pytest.mark.parametrize("day", ["", "2018", "2018-13-01", "20130816", "2013-W01-1", "yesterday"])
def test_day_of_another_form_is_a_usage_error(day: str) -> None:
    result = run("report", FACTS, "--as-of", day)
    assert result.exit_code == 2
    assert "YYYY-MM-DD" in result.stderr


def test_page_loads_neither_spacy_nor_the_models() -> None:
    assert loaded(HEAVY, "report", FACTS, "-o", os.devnull) <= {"rich"}


# -- what is in it --------------------------------------------------------------------------


def test_page_asks_for_nothing_from_outside() -> None:
    html = page_of(records())
    for tag, attributes in Parts(html).tags:
        for name in ("src", "href", "action", "srcset", "data"):
            value = attributes.get(name) or ""
            assert value.startswith("#") or value in ("", "data:,"), (tag, name, value)
    assert "url(" not in html
    assert "@import" not in html
    assert "http" not in re.sub(r'http-equiv="Content', "", html)


def test_policy_allows_the_page_s_own_scripts_and_style_and_nothing_else() -> None:
    parts = Parts(page_of(records()))
    policy = next(at["content"] for tag, at in parts.tags if at.get("http-equiv"))
    assert policy is not None
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert (rules["base-uri"], rules["form-action"]) == ("'none'", "'none'")
    live = [text for at, text in parts.raw if at.get("type") != "application/json"]
    digests = [base64.b64encode(hashlib.sha256(t.encode()).digest()).decode() for t in live]
    allowed = f"{rules['script-src']} {rules['style-src']}"
    assert sorted(re.findall("'sha256-([^']+)'", allowed)) == sorted(digests)
    assert "unsafe" not in policy
    assert not [at for _, at in parts.tags if {"style", "onclick", "onload"} & at.keys()]


def test_keys_are_the_facts_ids_and_differ() -> None:
    facts = records()
    keys = fact_keys([*facts, *facts, {**facts[0], "id": '"><x>'}, {"kind": "date"}])
    assert keys[: len(facts)] == [fact["id"] for fact in facts]
    assert keys[len(facts)] == f"{facts[0]['id']}.2"
    assert len(set(keys)) == len(keys)
    assert keys[-2:] == ["n58", "n59"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2016-08-05", "5 August 2016"),
        ("2016-08", "August 2016"),
        ("2016", "2016"),
        ("2016-SU", "2016-SU"),
        ("2016-13-01", "2016-13-01"),
        ("", ""),
        (None, ""),
    ],
)
def test_dates_are_put_in_words(value: str | None, words: str) -> None:
    assert date_words(value) == words
    assert date_words("2016-08-05", short=True) == "5 Aug 2016"


# -- where facts begin and end --------------------------------------------------------------


def runs_of(text: str, *spans: tuple[int, int]) -> list[Any]:
    marks = sorted(Marked(start, end, number) for number, (start, end) in enumerate(spans))
    [[_, _, _, groups]] = paragraphs([Piece(0, len(text), text, "paragraph")], marks, [])
    return [run for _, *runs in groups for run in runs]


def test_overlapping_facts_are_cut_where_each_begins_and_ends() -> None:
    assert runs_of("abcdefgh", (0, 6), (2, 4), (3, 8)) == [
        ["ab", 0],
        ["c", 1, 0],
        ["d", 1, 2, 0],
        ["ef", 2, 0],
        ["gh", 2],
    ]
    assert runs_of("abcd", (0, 4), (0, 4)) == [["abcd", 0, 1]]
    assert runs_of("abcd") == ["abcd"]


def test_date_stands_behind_what_it_is_part_of() -> None:
    marks = [Marked(0, 4, 7, "date"), Marked(0, 4, 8, "deadline")]
    [[_, _, _, groups]] = paragraphs([Piece(0, 4, "abcd", "paragraph")], marks, [])
    assert groups == [[-1, ["abcd", 8, 7]]]


@given(st.data())
def test_runs_are_the_text_and_each_fact_its_own_words(data: st.DataObject) -> None:
    text = data.draw(st.text("ab é\U0001f600", min_size=1, max_size=40))
    place = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(place, place).map(sorted).map(tuple), max_size=6))
    spans = [(start, end) for start, end in spans if start < end]
    found = [run if isinstance(run, list) else [run] for run in runs_of(text, *spans)]
    assert "".join(words for words, *_ in found) == text
    for number, (start, end) in enumerate(spans):
        assert "".join(words for words, *of in found if number in of) == text[start:end]


def test_evidence_over_several_sentences_is_shown_whole_without_the_document() -> None:
    statement = next(f for f in records() if f["span"]["end"] > f["sentence"]["end"])
    document = data_of(page_of([statement]), "doc-0")
    marked = "".join(
        run[0]
        for _, _, _, groups in document["text"]
        for _, *runs in groups
        for run in runs
        if not isinstance(run, str)
    )
    assert marked == statement["span"]["text"]


# -- what documents cannot do ---------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    '"onload="alert(1)',
    "'><img src=x onerror=alert(1)>",
    "</style>",
    "</script><script>alert(1)</script>",
    "<!-- <script>",
    "]]>",
    "&lt;b&gt; &amp;",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)",
]


def hostile(words: str) -> list[dict[str, Any]]:
    """Facts with some words put into every string that a document or a file name can reach."""

    def poison(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: poison(part) for name, part in value.items()}
        if isinstance(value, list):
            return [poison(part) for part in value]
        return f"{value}{words}" if isinstance(value, str) else value

    kept = ("kind", "schema_version", "due", "judged_on", "published", "value")
    return [{**poison(fact), **{k: fact[k] for k in kept if k in fact}} for fact in records()]


@pytest.mark.parametrize("words", HOSTILE)
def test_documents_add_no_markup(words: str) -> None:
    clean, dirty = Parts(page_of(hostile("plain words"))), Parts(page_of(hostile(words)))
    assert [tag for tag, _ in clean.tags] == [tag for tag, _ in dirty.tags]
    names = [sorted(at) for _, at in clean.tags]
    assert [sorted(at) for _, at in dirty.tags] == names
    index = data_of(page_of(hostile(words)), "index")
    assert index["docs"][0][0].endswith(words)


def test_embedded_data_neither_ends_nor_opens_an_element() -> None:
    out = embedded({"a": "</script><!--&\u2028\u2029"})
    assert not set("<>&\u2028\u2029") & set(out)
    assert json.loads(out) == {"a": "</script><!--&\u2028\u2029"}


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("\x1b[31mred\x07", "⟨U+001B⟩[31mred⟨U+0007⟩"),
        ("a\x7fb\x9b", "a⟨U+007F⟩b⟨U+009B⟩"),
        ("\u202eevil\u2066", "⟨U+202E⟩evil⟨U+2066⟩"),
        ("zero\u200bwidth\ufeff", "zero⟨U+200B⟩width⟨U+FEFF⟩"),
        ("filler\u3164", "filler⟨U+3164⟩"),
        ("\ud800", "⟨U+D800⟩"),
        ("line\nline\r\ttab\u2028", "line\nline  tab "),
        ("‘Siân’ costs £5 🎉", "‘Siân’ costs £5 🎉"),
        ("no\xa0break", "no\xa0break"),
    ],
)
def test_characters_that_act_or_hide_are_shown(text: str, safe: str) -> None:
    assert visible(text) == safe


@given(st.text())
def test_visible_text_is_printable_and_can_be_written(text: str) -> None:
    out = visible(text)
    assert out.encode("utf-8") is not None
    assert visible(out) == out
    assert all(c.isprintable() or c == "\n" or c.isspace() for c in out)


def test_hidden_characters_reach_the_page_from_nowhere() -> None:
    evil = "\u202e\u200b\x1b\u2066\ufeff\x00\u2028"
    html = page_of(hostile(evil))
    assert not set(evil) & set(html)
    html.encode("utf-8")


def test_pieces_of_a_document_follow_each_other() -> None:
    index = data_of(page_of(records()), "index")
    for fact, (start, end) in enumerate(zip(index["from"], index["to"], strict=True)):
        sentence = index["sentences"][index["sentence"][fact]]
        words = sentence[start:end] + index["beyond"][fact]
        assert words == records()[fact]["span"]["text"]
    assert all(a <= b for a, b in pairwise(index["doc"]))


# -- colours --------------------------------------------------------------------------------

STYLE = "".join(
    (ROOT / "src/norfolk_cs/report/static" / name).read_text("utf-8")
    for name in ("page.css", "views.css")
)
COLOURS = dict(re.findall(r"--([\w-]+): light-dark\((#\w{6}, #\w{6})\)", STYLE))
KINDS = ("actor", "date", "rating", "recommendation", "deadline", "statement")
WORDS = [
    *((f"on-{rank}", f"rank-{rank}") for rank in range(1, 6)),
    *((kind, f"{kind}-tint") for kind in KINDS),
    *(("ink", f"{kind}-tint") for kind in KINDS),
    *((ink, paper) for ink in ("ink", "soft", "accent") for paper in ("paper", "sheet", "open")),
    *(("paper", kind) for kind in KINDS if kind != "actor"),
    ("alarm", "paper"),
    ("soft", "hover"),
]


def luminance(colour: str) -> float:
    """As WCAG 2 reckons it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str, scheme: int) -> float:
    light, dark = sorted(
        (luminance(COLOURS[name].split(", ")[scheme]) for name in (one, other)), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_words_stand_out_from_their_ground_in_drawings_too(scheme: int) -> None:
    faint = {(ink, on): contrast(ink, on, scheme) for ink, on in WORDS}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 4.5} == {}
    assert contrast("edge", "sheet", scheme) >= 3

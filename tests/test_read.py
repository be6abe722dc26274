from __future__ import annotations

import io
from pathlib import Path

import pytest

from norfolk_cs.errors import NorfolkError
from norfolk_cs.models import Document
from norfolk_cs.read import Options, read_documents
from norfolk_cs.read.published import dateline, published_date, read_manifest

STORY = "The council was rated good by Ofsted."


def _read(
    *paths: Path | str, published: str | None = None, manifest: Path | None = None
) -> tuple[list[Document], list[NorfolkError]]:
    failures: list[NorfolkError] = []
    documents = list(
        read_documents(
            paths,
            on_failure=failures.append,
            options=Options(published=published, manifest=manifest),
        )
    )
    return documents, failures


def _write(folder: Path, name: str, data: bytes | str = STORY) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_read_walks_a_folder_in_order_and_skips_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden.txt", ".git/d.txt", "notes.toml"):
        _write(tmp_path, name)
    documents, failures = _read(tmp_path)
    assert [document.doc_id for document in documents] == ["a", "b", "sub/c"]
    assert documents[2].source == (tmp_path / "sub/c.txt").as_posix()
    assert failures == []


def test_read_gives_no_two_documents_one_id(tmp_path: Path) -> None:
    paths = [_write(tmp_path, f"{folder}/story.txt") for folder in "abc"]
    documents, _ = _read(*paths)
    assert [d.doc_id for d in documents] == ["story", "story.txt", "story.txt~2"]


def test_read_takes_a_file_once_however_often_it_is_named(tmp_path: Path) -> None:
    story = _write(tmp_path, "story.txt")
    documents, failures = _read(tmp_path, story, story)
    assert [document.doc_id for document in documents] == ["story"]
    assert failures == []


def test_read_dates_a_single_file_by_the_manifest_beside_it(tmp_path: Path) -> None:
    story = _write(tmp_path, "story.txt")
    _write(tmp_path, "manifest.toml", '[story]\npublished = "2016-08"\n[other]\n')
    assert [document.published for document in _read(story)[0]] == ["2016-08"]


def test_read_says_which_file_it_may_not_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = _write(tmp_path, "story.txt")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    documents, failures = _read(story)
    assert documents == []
    assert "story.txt: cannot be read: Permission denied" in str(failures[0])


def test_read_reports_a_missing_path_and_reads_the_rest(tmp_path: Path) -> None:
    story = _write(tmp_path, "story.txt")
    documents, failures = _read(tmp_path / "gone.txt", story)
    assert [d.doc_id for d in documents] == ["story"]
    assert "gone.txt: no such file" in str(failures[0])


def test_read_reports_a_folder_with_nothing_to_read(tmp_path: Path) -> None:
    _write(tmp_path, "picture.png", b"\x89PNG")
    documents, failures = _read(tmp_path)
    assert documents == []
    assert "nothing to read" in str(failures[0])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"story\x00story", "NUL"),
        (b"\xff\xfeodd", "utf-16"),
        (b"caf\xe9 \x81", "neither UTF-8"),
    ],
)
def test_read_says_why_a_file_is_no_text(tmp_path: Path, data: bytes, words: str) -> None:
    documents, failures = _read(_write(tmp_path, "odd.txt", data))
    assert documents == []
    assert words in str(failures[0])
    assert "odd.txt" in str(failures[0])


@pytest.mark.parametrize(
    ("data", "text", "notes"),
    [
        (b"\xef\xbb\xbfA caf\xc3\xa9.", "A café.", 0),
        (b"One.\r\nTwo.\rThree.", "One.\nTwo.\nThree.", 0),
        ("A café.".encode("utf-16"), "A café.", 0),
        ("A café’s.".encode("cp1252"), "A café’s.", 1),
        (b"Odd \xed\xa0\xbd half.", "Odd \ufffd half.", 1),
    ],
)
def test_read_decodes_what_newsrooms_keep(
    tmp_path: Path, data: bytes, text: str, notes: int
) -> None:
    documents, failures = _read(_write(tmp_path, "story.txt", data))
    assert failures == []
    assert documents[0].text == text
    assert len(documents[0].notes) == notes


def test_read_takes_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = io.TextIOWrapper(io.BufferedReader(io.BytesIO(STORY.encode())))
    monkeypatch.setattr("sys.stdin", stdin)
    documents, _ = _read("-")
    assert (documents[0].doc_id, documents[0].text) == ("stdin", STORY)


def test_read_dates_a_document_by_option_then_manifest_then_dateline(tmp_path: Path) -> None:
    text = f"PUBLISHED: 16:13 05 March 2013\n\n{STORY}"
    for name in ("a.txt", "b.txt"):
        _write(tmp_path, name, text)
    _write(tmp_path, "manifest.toml", '[a]\npublished = "2016-08"\n')
    other = _write(tmp_path, "other.toml", "[b]\npublished = 2011-02-03\n")
    assert [d.published for d in _read(tmp_path)[0]] == ["2016-08", "2013-03-05"]
    assert [d.published for d in _read(tmp_path, published="2001")[0]] == ["2001", "2001"]
    dates = [d.published for d in _read(tmp_path, manifest=other)[0]]
    assert dates == ["2013-03-05", "2011-02-03"]


@pytest.mark.parametrize("value", ["2016-13", "2016-02-30", "16-08", "August 2016", ""])
def test_published_date_refuses_what_is_no_date(value: str) -> None:
    with pytest.raises(NorfolkError, match="no publication date"):
        published_date(value)


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("[a\n", "is not TOML"),
        ("a = 1\n", "a is not a table"),
        ('[a]\npublished = "soon"\n', r"\[a\]"),
        ('[a]\npublishd = "2016"\n', "publishd and no published"),
    ],
)
def test_manifest_says_what_is_wrong_with_it(tmp_path: Path, toml: str, words: str) -> None:
    path = _write(tmp_path, "manifest.toml", toml)
    with pytest.raises(NorfolkError, match=words):
        read_manifest(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PUBLISHED: 16:13 05 March 2013\n", "2013-03-05"),
        ("Headline\n\n23 January 2015 | Education\n", "2015-01-23"),
        ("Headline\n  • Published\n2 March 2017\n", "2017-03-02"),
        ("Date: Friday 9 February 2018\n", "2018-02-09"),
        ("Report\nReport published: 19 January 2018\n", "2018-01-19"),
        ("Published: August 2013\n", "2013-08"),
        ("Posted on March 5th, 2013\n", "2013-03-05"),
        ("Published 03/04/2019\n", "2019-04-03"),
        ("Published 31 February 2019\n", None),
        ("UPDATED: 09:12 14 November 2014\n", None),
        ("It was published on the day after.\n\n3 May 2012 was a bad day.\n", None),
        ("14 June 2010 - An inspection finds areas for action\n", None),
    ],
)
def test_dateline_reads_the_head_of_a_page(text: str, expected: str | None) -> None:
    assert dateline(text) == expected


def test_dateline_leaves_dates_of_the_story_alone() -> None:
    text = "Headline\n" + "It went on.\n" * 60 + "Published: 5 March 2013\n"
    assert dateline(text) is None

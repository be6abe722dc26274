"""The web view that goes with a database: the real Datasette is started and asked."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, build_opener

import pytest

from command_line import FACTS, run
from norfolk_cs.errors import NorfolkError
from norfolk_cs.write.datasette import write_metadata
from norfolk_cs.write.sqlite_schema import tables
from norfolk_cs.write.views import VIEWS

pytest.importorskip("datasette")

QUERIES = {
    "search": {"words": "inadequate"},
    "grades_of": {"body": "Norfolk"},
    "said_by": {"speaker": "Hill"},
    "told_to_act": {"name": "Norfolk"},
}


class Site:
    """A running Datasette."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._opener = build_opener(ProxyHandler({}))  # loopback is nobody else's business

    def text(self, path: str, **values: str) -> str:
        url = f"{self._address}{path}?{urlencode(values)}"
        with self._opener.open(url, timeout=60) as answer:
            assert answer.status == 200
            return str(answer.read().decode())

    def rows(self, path: str, **values: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(
            self.text(f"{path}.json", _shape="objects", **values)
        )["rows"]
        return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("datasette")
    assert run("export", FACTS, "--to", folder / "facts.db").exit_code == 0
    command = ["datasette", "facts.db", "-m", "facts.metadata.json", "-h", "127.0.0.1", "-p", "0"]
    server = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stderr is not None
    said = []
    try:
        for line in server.stderr:
            said.append(line)
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                break
        else:
            pytest.fail("".join(said))
        yield Site(found[0])
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(10)
        server.kill()
        server.stderr.close()


def test_front_page_says_what_it_is(site: Site) -> None:
    assert "Facts on council children&#39;s services" in site.text("/")


@pytest.mark.parametrize("name", tables())
def test_table_is_shown_with_what_its_columns_mean(site: Site, name: str) -> None:
    rows = site.rows(f"/facts/{name}", _size="max")
    assert rows
    page = site.text(f"/facts/{name}")
    assert tables()[name].title in page
    assert tables()[name].columns[-1].description in page.replace("&#39;", "'")


@pytest.mark.parametrize("name", VIEWS)
def test_view_is_shown_with_its_facets(site: Site, name: str) -> None:
    rows = site.rows(f"/facts/{name}")
    assert rows
    assert all(row["words"] and row["doc_id"] and row["sentence"] for row in rows)
    page = site.text(f"/facts/{name}")
    assert VIEWS[name].title in page
    assert 'class="facet-info' in page


@pytest.mark.parametrize("name", QUERIES)
def test_question_is_answered_and_waits_for_its_word(site: Site, name: str) -> None:
    assert site.rows(f"/facts/{name}", **QUERIES[name])
    assert site.text(f"/facts/{name}")


def test_search_finds_words_of_sentences_and_takes_any_text(site: Site) -> None:
    found = site.rows("/facts/search", words="inadequate")
    assert all("inadequate" in (row["words"] + row["sentence"]).lower() for row in found)
    assert site.rows("/facts/search", words="") == []
    for words in ('"', "a AND", "six* (", "'", "NEAR("):
        site.rows("/facts/search", words=words)
    assert "inadequate" in site.text("/facts/facts", _search="inadequate")


def test_question_gives_what_was_said_and_told(site: Site) -> None:
    said = site.rows("/facts/said_by", speaker="Dave Hill")
    assert {row["speaker"] for row in said} == {"Dave Hill"}
    told = site.rows("/facts/told_to_act", name="Norfolk County Council")
    assert {row["kind"] for row in told} == {"recommendation", "deadline"}


def test_row_leads_to_its_document_and_actor(site: Site) -> None:
    (row,) = site.rows("/facts/rating", _size="1", _sort="fact")
    page = site.text("/facts/rating", fact=str(row["fact"]))
    assert f'href="/facts/facts/{row["fact"]}"' in page
    assert 'href="/facts/actors/norfolk-county-council"' in page


def test_page_that_is_not_there_is_not_found(site: Site) -> None:
    with pytest.raises(HTTPError, match="404"):
        site.text("/facts/nonsense")


@pytest.mark.parametrize("theirs", ["{}", "not json", '{"title": "Mine"}', "[1]"])
def test_metadata_of_others_is_told_and_stays(tmp_path: Path, theirs: str) -> None:
    path = tmp_path / "facts.metadata.json"
    path.write_text(theirs)
    with pytest.raises(NorfolkError, match="stays as it is"):
        write_metadata(tmp_path / "facts.db")
    result = run("export", FACTS, "--to", tmp_path / "facts.db")
    assert result.exit_code == 1
    assert path.read_text() == theirs
    assert list(tmp_path.iterdir()) == [path]


def test_metadata_names_the_database_as_datasette_does(tmp_path: Path) -> None:
    path = write_metadata(tmp_path / "norfolk.2016.db")
    assert path.name == "norfolk.2016.metadata.json"
    assert list(json.loads(path.read_text())["databases"]) == ["norfolk.2016"]

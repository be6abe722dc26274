"""Facts in databases and tables: nothing is lost, nothing of others' is touched."""

from __future__ import annotations

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet
import pytest
from hypothesis import given, settings

import made_facts
from command_line import FACTS, records, run, write
from norfolk_cs import extract
from norfolk_cs.errors import NorfolkError
from norfolk_cs.read import read_documents
from norfolk_cs.run import facts_of
from norfolk_cs.write import sqlite, sqlite_rows
from norfolk_cs.write.csv import read_csv, write_csv, write_csv_folder
from norfolk_cs.write.csv_cells import BOM
from norfolk_cs.write.duckdb import read_duckdb, write_duckdb
from norfolk_cs.write.exact import parse_fact
from norfolk_cs.write.jsonl import to_line
from norfolk_cs.write.parquet import read_parquet, write_parquet
from norfolk_cs.write.records import NotAFact, parse_record, record_line
from norfolk_cs.write.sqlite import read_sqlite, write_sqlite
from papers import ilacs_report

Record = dict[str, Any]
SEEDS = Path(__file__).parent / "golden" / "seeds.jsonl"
VIEWS = ("rating_history", "open_deadlines", "who_said_what")
FORMATS: dict[str, tuple[Callable[..., None], Callable[[Path], list[Any]]]] = {
    "facts.db": (write_sqlite, read_sqlite),
    "facts.csv": (write_csv, read_csv),
    "tables": (write_csv_folder, read_csv),
    "facts.parquet": (write_parquet, read_parquet),
    "facts.duckdb": (write_duckdb, read_duckdb),
}
formats = pytest.mark.parametrize("name", FORMATS)


def changed(kind: str, number: int = 0, /, **fields: Any) -> Record:
    found = [record for record in records() if record["kind"] == kind]
    return {**found[number], **fields}


def trip(facts: list[Record], name: str, folder: Path) -> list[Record]:
    put, read = FORMATS[name]
    put(facts, folder / name)
    return read(folder / name)


def content(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


def query(path: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql, values).fetchall()


def assert_sound(path: Path) -> None:
    """The database is whole, its references lead somewhere, and the index is of its text."""
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        db.execute("INSERT INTO facts_fts (facts_fts, rank) VALUES ('integrity-check', 1)")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    write_sqlite(records(), tmp_path / "facts.db")
    return tmp_path / "facts.db"


# -- there and back -------------------------------------------------------------------------


@formats
@pytest.mark.parametrize("source", [SEEDS, FACTS])
def test_facts_come_back_as_their_lines(name: str, source: Path, tmp_path: Path) -> None:
    back = trip(records(source), name, tmp_path)
    assert "".join(map(record_line, back)) == source.read_text("utf-8")


@formats
def test_facts_of_a_report_come_back_with_their_pages(name: str, tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(ilacs_report())
    (document,) = read_documents([str(tmp_path / "report.pdf")], on_failure=print)
    lines = [to_line(fact) for fact in facts_of(document)]
    back = trip([json.loads(line) for line in lines], name, tmp_path)
    assert [record_line(fact) for fact in back] == lines
    assert {fact["page"] for fact in back} >= {1, 2}


@formats
def test_facts_of_a_text_given_by_hand_come_back(name: str, tmp_path: Path) -> None:
    text = "Ofsted rated Stourshire inadequate. Mr Hill said it has six months to improve."
    facts = [json.loads(to_line(fact)) for fact in extract(text, published="2016")]
    assert trip(facts, name, tmp_path) == facts


@formats
@pytest.mark.parametrize("text", made_facts.HOSTILE, ids=range(len(made_facts.HOSTILE)))
def test_hostile_text_comes_back(name: str, text: str, tmp_path: Path) -> None:
    facts = []
    for number, fact in enumerate(records()):
        span, sentence = {**fact["span"], "text": text}, {**fact["sentence"], "text": text}
        fact |= {"span": span, "sentence": sentence, "source": text, "doc_id": f"{number}{text}"}
        facts.append(fact | {key: text for key in ("subject", "cue", "action") if key in fact})
    assert trip(facts, name, tmp_path) == facts


@formats
def test_null_and_empty_stay_apart(name: str, tmp_path: Path) -> None:
    nameless = {"actor_id": "", "name": ""}
    facts = [
        changed("rating", id="1", subject=None, area="", body=None, rater=nameless),
        changed("rating", id="2", subject="", area=None, body=nameless, rater=None, published=""),
        changed("actor", id="3", roles=[], aliases=[""], mentions=[], authority_code=""),
        changed("actor", id="4", roles=[{"title": None, "organisation": "", "former": True}]),
        changed("deadline", id="", due="", window=None, obligation=""),
    ]
    assert trip(facts, name, tmp_path) == facts


@formats
def test_what_only_a_newer_version_knows_comes_back(name: str, tmp_path: Path) -> None:
    facts = [
        changed("date", schema_version="1.9", mood="grim", original=[1, 2.5]),
        changed("rating", body={"actor_id": "a", "name": "A", "wikidata": "Q1"}, rank=2**80),
    ]
    assert trip(facts, name, tmp_path) == facts


@formats
def test_no_facts_at_all_come_back_as_none(name: str, tmp_path: Path) -> None:
    assert trip([], name, tmp_path) == []


@formats
@settings(max_examples=15)
@given(facts=made_facts.facts())
def test_any_facts_come_back(name: str, facts: list[Record]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        back = trip(facts, name, Path(folder))
    # a database keeps a document's facts together
    key = (lambda fact: json.dumps(fact, sort_keys=True)) if name == "facts.db" else (lambda _: "")
    assert sorted(back, key=key) == sorted(facts, key=key)


@given(facts=made_facts.facts())
def test_line_read_in_one_go_is_what_it_is_read_step_by_step(facts: list[Record]) -> None:
    for fact in facts:
        for line in (record_line(fact), json.dumps(fact)):
            assert parse_fact(line.encode()) == parse_record(line.encode()) == fact


@pytest.mark.parametrize(
    "change",
    [
        {"page": True}, {"page": 1.0}, {"page": "1"}, {"quoted": 0}, {"certainty": None}, {"id": 7},
        {"id": None}, {"span": []}, {"span": {"start": 0, "end": "1", "text": ""}}, {"kind": "dat"},
        {"schema_version": "1.3"}, {"schema_version": "2.0"}, {"schema_version": None}, {"mood": 1},
        {"attributed_to": {"name": "A"}}, {"mod": 2**70}, {"sentence": None}, {"page": 2**70},
    ],
)  # fmt: skip
def test_line_read_in_one_go_is_refused_in_the_same_words(change: Record) -> None:
    def told(parse: Callable[[bytes], Any]) -> Any:
        try:
            return parse(json.dumps(changed("date", **change)).encode())
        except NotAFact as error:
            return str(error), error.hint

    assert told(parse_fact) == told(parse_record)


@pytest.mark.parametrize("name", ["facts.csv", "tables", "facts.parquet", "facts.duckdb"])
def test_facts_without_an_id_or_with_one_in_common_come_back(name: str, tmp_path: Path) -> None:
    facts = [changed("date"), changed("date"), changed("rating")]
    del facts[2]["id"]
    assert trip(facts, name, tmp_path) == facts


# -- SQLite: what is in it ------------------------------------------------------------------


def test_database_has_a_table_for_everything(database: Path) -> None:
    counts = {
        name: query(database, f'SELECT count(*) FROM "{name}"')[0][0]
        for name in (
            "documents", "facts", "actors", "rating", "date", "actor", "recommendation",
            "deadline", "statement", "mentions", "roles", "aliases",
        )
    }  # fmt: skip
    own = [fact["kind"] for fact in records()]
    assert {kind: counts[kind] for kind in set(own)} == {kind: own.count(kind) for kind in own}
    assert (counts["documents"], counts["facts"]) == (3, 29)
    described = [fact for fact in records() if fact["kind"] == "actor"]
    for name in ("mentions", "roles", "aliases"):
        assert counts[name] == sum(len(fact[name]) for fact in described)
    assert_sound(database)


def test_actors_are_all_whom_facts_name(database: Path) -> None:
    rows = query(database, "SELECT actor_id, name, type, authority_code FROM actors")
    assert ("norfolk-county-council", "Norfolk County Council", "organisation", "E10000020") in rows
    assert ("inspectors", "inspectors", None, None) in rows
    assert len(rows) == len({row[0] for row in rows})


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("inadequate", "inadequate"),
        ("chance", "There is only one chance left to deliver"),
        ("sian", "Siân O'Brien"),
        ("zebra", None),
    ],
)
def test_words_and_sentences_are_searched(database: Path, words: str, found: str | None) -> None:
    rows = query(
        database,
        "SELECT span_text, sentence_text FROM facts"
        " WHERE fact IN (SELECT rowid FROM facts_fts WHERE facts_fts MATCH ?)",
        words,
    )
    assert bool(rows) == (found is not None)
    assert found is None or any(found in text.replace("’", "'") for row in rows for text in row)


def test_index_keeps_step_with_a_row_changed_by_hand(database: Path) -> None:
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("UPDATE facts SET span_text = 'zebra' WHERE fact = 1")
        db.execute("DELETE FROM facts WHERE fact = 2")
    found = query(database, "SELECT rowid FROM facts_fts WHERE facts_fts MATCH 'zebra'")
    assert found == [(1,)]


def test_rating_history_has_each_grade_with_its_date_words_and_place(database: Path) -> None:
    rows = query(
        database,
        "SELECT body, date, grade, previous, negated, rater, words, doc_id, page"
        " FROM rating_history",
    )
    council, replaced = "Norfolk County Council", "Stourshire Council"
    doc = "000_76e7a5e5987381d3"
    assert rows[0] == (council, "2016-08", "inadequate", 0, 0, None, "inadequate", doc, None)
    assert {row[:3] for row in rows[1:3]} == {
        (council, "2017-11", "requires_improvement"),
        (council, "2017-11", "outstanding"),
    }
    assert rows[3][:6] == (replaced, None, "inadequate", 1, 1, "Ofsted")


def test_who_said_what_names_the_speaker_and_the_words(database: Path) -> None:
    rows = query(
        database,
        "SELECT speaker, cue, words, published, doc_id FROM who_said_what"
        " WHERE speaker = 'Dave Hill' AND words LIKE 'The key challenge%'",
    )
    assert [row[0] for row in rows] == ["Dave Hill"]
    assert rows[0][3:] == ("2016-08", "000_76e7a5e5987381d3")


def test_open_deadlines_are_those_not_passed(tmp_path: Path) -> None:
    today = date.today()
    due = {
        "yesterday": str(today - timedelta(1)),
        "today": str(today),
        "next week": str(today + timedelta(7)),
        "month": f"{today:%Y-%m}",
        "year": f"{today:%Y}",
        "last year": f"{today.year - 1}",
        "week": f"{today:%Y}-W53",
        "no day": None,
        "any year": "XXXX-12",
    }
    facts = [changed("deadline", id=name, due=day) for name, day in due.items()]
    facts.append(changed("deadline", id="not set", due=due["next week"], negated=True))
    for name in ("facts.db", "facts.duckdb"):
        FORMATS[name][0](facts, tmp_path / name)
    sql = "SELECT id, days_left FROM open_deadlines"
    rows = query(tmp_path / "facts.db", sql)
    found = dict(rows)
    assert set(found) == set(due) - {"yesterday", "last year"}
    assert {name: found[name] for name in ("today", "next week", "month", "no day")} == {
        "today": 0, "next week": 7, "month": None, "no day": None,
    }  # fmt: skip
    assert rows[-1][0] == "no day"
    with closing(duckdb.connect(tmp_path / "facts.duckdb", read_only=True)) as db:
        assert db.execute(sql).fetchall() == rows


# -- SQLite: brought up to date -------------------------------------------------------------


def test_second_export_changes_nothing(database: Path) -> None:
    before = content(database)
    write_sqlite(records(), database)
    assert content(database) == before
    write_sqlite([], database)
    assert content(database) == before


def test_export_of_documents_one_by_one_is_that_of_all(database: Path, tmp_path: Path) -> None:
    docs = list(dict.fromkeys(fact["doc_id"] for fact in records()))
    for doc in docs:
        write_sqlite([fact for fact in records() if fact["doc_id"] == doc], tmp_path / "one.db")
    assert read_sqlite(tmp_path / "one.db") == records()
    assert query(tmp_path / "one.db", "SELECT * FROM actors ORDER BY 1") == query(
        database, "SELECT * FROM actors ORDER BY 1"
    )


def test_fact_changed_is_updated_in_its_place(database: Path) -> None:
    rating = changed("rating")
    (key,) = query(database, "SELECT fact FROM facts WHERE id = ?", rating["id"])[0]
    span = {**rating["span"], "text": "zebra"}
    facts = [
        {**fact, "span": span, "subject": "zoo"} if fact["id"] == rating["id"] else fact
        for fact in records()
    ]
    write_sqlite(facts, database)
    assert query(database, "SELECT fact FROM facts WHERE id = ?", rating["id"]) == [(key,)]
    assert query(database, "SELECT subject FROM rating WHERE fact = ?", key) == [("zoo",)]
    found = query(database, "SELECT rowid FROM facts_fts WHERE facts_fts MATCH 'zebra'")
    assert found == [(key,)]
    assert read_sqlite(database) == facts
    assert_sound(database)


def test_facts_that_are_gone_are_removed_from_their_documents_only(database: Path) -> None:
    doc = "000_76e7a5e5987381d3"
    left = [fact for fact in records() if fact["doc_id"] == doc and fact["kind"] == "date"]
    others = [fact for fact in records() if fact["doc_id"] != doc]
    write_sqlite(left, database)
    assert read_sqlite(database) == left + others
    assert query(database, "SELECT * FROM actors WHERE actor_id = 'dave-hill'") == []
    assert_sound(database)


def test_facts_that_are_gone_stay_where_lines_were_broken(database: Path) -> None:
    write_sqlite([changed("date")], database, complete=False)
    assert sorted(map(record_line, read_sqlite(database))) == sorted(map(record_line, records()))
    assert_sound(database)


def test_facts_written_a_few_at_a_time_are_those_written_at_once(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = content(database)
    monkeypatch.setattr(sqlite_rows, "_AT_ONCE", 1)
    few = database.with_name("few.db")
    write_sqlite(records(), few)
    assert content(few) == at_once
    facts = [{**fact, "rule": f"half \ud83d {fact['page']}"} for fact in records()[::2]]
    write_sqlite(facts, few)
    write_sqlite([changed("date", doc_id="new")], few)
    assert read_sqlite(few) == [*facts, changed("date", doc_id="new")]
    assert_sound(few)


def test_documents_of_one_text_keep_a_fact_each(tmp_path: Path) -> None:
    facts = [changed("date", doc_id="a"), changed("date", doc_id="b")]
    write_sqlite(facts, tmp_path / "facts.db")
    assert read_sqlite(tmp_path / "facts.db") == facts


def test_last_of_two_facts_with_one_id_counts(tmp_path: Path) -> None:
    facts = [changed("date"), changed("date", mod="END")]
    write_sqlite(facts, tmp_path / "facts.db")
    assert read_sqlite(tmp_path / "facts.db") == facts[1:]


def test_tables_of_a_users_own_stay(database: Path) -> None:
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("CREATE TABLE notes (fact INTEGER REFERENCES facts (fact), note TEXT)")
        db.execute("INSERT INTO notes VALUES (1, 'ring them')")
    write_sqlite(records(), database)
    assert query(database, "SELECT * FROM notes") == [(1, "ring them")]


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError("disk full")])
def test_interrupted_export_leaves_what_was_there(
    database: Path, monkeypatch: pytest.MonkeyPatch, error: Any
) -> None:
    def stop(_: object) -> None:
        raise error

    before = database.read_bytes()
    monkeypatch.setattr(sqlite, "refresh_actors", stop)
    for path in (database, database.with_name("new.db")):
        with pytest.raises((KeyboardInterrupt, OSError)):
            write_sqlite([changed("date")], path)
    assert database.read_bytes() == before
    assert [path.name for path in database.parent.iterdir()] == ["facts.db"]


@pytest.mark.skipif(os.name == "nt", reason="there are no signals of this kind")
def test_killed_export_leaves_what_was_there(tmp_path: Path) -> None:
    facts = [{**fact, "doc_id": f"{n}"} for n in range(120) for fact in records()]
    path, lines = tmp_path / "facts.db", write(tmp_path / "f.jsonl", facts)
    write_sqlite(facts, path)
    program = (
        "import os, sys; from pathlib import Path; from norfolk_cs.write import sqlite, records\n"
        "sqlite._CACHE, sqlite.refresh_actors = 100, lambda _: os.kill(os.getpid(), 9)\n"
        "facts = records.read_records(sys.argv[1])\n"
        "sqlite.write_sqlite([{**f, 'rule': 'zebra'} for f in facts], Path(sys.argv[2]))"
    )
    done = subprocess.run([sys.executable, "-c", program, lines, path], check=False)
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / "facts.db-journal").exists()  # the kill came when much was written
    assert read_sqlite(path) == facts


def test_database_in_use_is_said_so(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path: connect(path, timeout=0))
    with closing(connect(database)) as db:
        db.execute("BEGIN EXCLUSIVE")
        with pytest.raises(NorfolkError, match="database is locked"):
            write_sqlite([changed("date")], database)


def test_database_of_a_newer_version_is_left(database: Path) -> None:
    with closing(sqlite3.connect(database)) as db:
        db.execute("PRAGMA user_version = 9")
    with pytest.raises(NorfolkError, match="newer norfolk-cs"):
        write_sqlite([], database)


# -- the other formats ----------------------------------------------------------------------


def test_csv_is_safe_in_a_spreadsheet_and_rfc_4180(tmp_path: Path) -> None:
    facts = [changed("rating", subject="=HYPERLINK(1)", area="a,b", scale="+x\ny")]
    write_csv(facts, tmp_path / "facts.csv")
    data = (tmp_path / "facts.csv").read_bytes()
    assert data.startswith(BOM.encode() + b"line,schema_version,id,kind,doc_id,")
    assert data.endswith(b"\r\n")
    with (tmp_path / "facts.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["subject"], row["area"], row["scale"]) == ("'=HYPERLINK(1)", "a,b", "'+x\ny")
    assert (row["quoted"], row["rater_name"]) == ("true", "")


def test_csv_of_a_kind_has_that_kinds_columns_only(tmp_path: Path) -> None:
    write_csv_folder(records(), tmp_path / "new" / "tables")
    names = {path.name for path in (tmp_path / "new" / "tables").iterdir()}
    assert names == {f"{fact['kind']}.csv" for fact in records()}
    head = (tmp_path / "new" / "tables" / "date.csv").read_text("utf-8-sig").splitlines()[0]
    assert head.split(",")[-8:] == [
        "rule", "type", "value", "mod", "start", "end", "anchor", "original",
    ]  # fmt: skip


def test_parquet_keeps_structs_lists_and_types(tmp_path: Path) -> None:
    write_parquet(records(), tmp_path / "facts.parquet")
    schema = pyarrow.parquet.read_schema(tmp_path / "facts.parquet")
    types = {name: str(schema.field(name).type) for name in schema.names}
    assert types["page"] == "int64"
    assert types["published"] == "string"
    assert types["quoted"] == "bool"
    assert types["body"] == "struct<actor_id: string, name: string>"
    assert types["aliases"].startswith("list<")
    assert "struct<start: int64, end: int64, text: string>" in types["mentions"]


def test_duckdb_answers_as_sqlite_does(database: Path) -> None:
    path = database.with_suffix(".duckdb")
    write_duckdb(records(), path)
    with closing(duckdb.connect(path, read_only=True)) as db:
        for view in VIEWS:
            found = db.execute(f"SELECT * FROM {view}")
            names = [column[0] for column in found.description]
            with closing(sqlite3.connect(database)) as other:
                asked = other.execute(f"SELECT * FROM {view}")
                assert [column[0] for column in asked.description] == names
                assert asked.fetchall() == found.fetchall()
        assert db.execute("SELECT body_name FROM rating LIMIT 1").fetchone()
        assert db.execute("SELECT body.name FROM facts WHERE body IS NOT NULL LIMIT 1").fetchone()


@pytest.mark.parametrize("suffix", ["parquet", "duckdb"])
def test_missing_library_is_named_with_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    for name in ("pyarrow", "pyarrow.parquet", "duckdb"):
        monkeypatch.setitem(sys.modules, name, None)
    result = run("export", FACTS, "--to", tmp_path / f"facts.{suffix}")
    assert result.exit_code == 1
    assert f"pip install 'norfolk-cs[{suffix}]'" in result.stderr
    assert list(tmp_path.iterdir()) == []


@formats
@pytest.mark.parametrize(
    "theirs", [b"notes\n", b"SQLite format 3\0" + bytes(200), b"PAR1\0\0PAR1", b"a,b\r\n1,2\r\n"]
)
def test_file_of_others_is_told_and_stays(name: str, theirs: bytes, tmp_path: Path) -> None:
    path = tmp_path / name / "date.csv" if name == "tables" else tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(theirs)
    with pytest.raises(NorfolkError, match="stays as it is"):
        FORMATS[name][0](records(), tmp_path / name)
    assert path.read_bytes() == theirs
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["facts.csv", "facts.parquet", "facts.duckdb", "facts.db"])
def test_file_of_others_of_the_same_format_is_told_and_stays(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    if name.endswith(".csv"):
        path.write_text("line,what\r\n1,2\r\n")
    elif name.endswith(".parquet"):
        pyarrow.parquet.write_table(pyarrow.table({"a": [1]}), path)
    else:
        connect = duckdb.connect if name.endswith(".duckdb") else sqlite3.connect
        with closing(connect(path)) as db:
            db.execute("CREATE TABLE facts (a INTEGER)")
            db.commit()
    before = path.read_bytes()
    with pytest.raises(NorfolkError, match="stays as it is"):
        FORMATS[name][0](records(), path)
    assert path.read_bytes() == before


@formats
def test_own_file_is_replaced_or_brought_up_to_date(name: str, tmp_path: Path) -> None:
    trip(records(), name, tmp_path)
    assert trip(records(), name, tmp_path) == records()


@pytest.mark.parametrize("name", ["facts.csv", "tables", "facts.parquet"])
def test_same_facts_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    def written(folder: Path) -> list[bytes]:
        trip(records(), name, folder)
        return [path.read_bytes() for path in sorted(folder.rglob("*.*"))]

    assert written(tmp_path / "a") == written(tmp_path / "b")


# -- on the command line --------------------------------------------------------------------


def test_command_writes_every_format_by_its_suffix(tmp_path: Path) -> None:
    names = ["new/facts.db", "facts.csv", "tables/", "facts.parquet", "facts.duckdb"]
    result = run("export", FACTS, *(f"--to={tmp_path}/{name}" for name in names))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines() == [
        f"note: 29 facts in {tmp_path}/new/facts.db; "
        f"datasette {tmp_path}/new/facts.db -m {tmp_path}/new/facts.metadata.json shows them",
        *(f"note: 29 facts in {tmp_path}/{name}" for name in names[1:]),
    ]
    for name in names[1:]:
        assert FORMATS[name.strip("/")][1](tmp_path / name) == records()
    assert read_sqlite(tmp_path / "new" / "facts.db") == records()


def test_format_overrides_the_suffix(tmp_path: Path) -> None:
    assert run("export", FACTS, "-t", tmp_path / "facts.txt", "-f", "csv").exit_code == 0
    assert read_csv(tmp_path / "facts.txt") == records()


@pytest.mark.parametrize(
    ("options", "message"),
    [([], "say where to"), (["--to", "facts.xlsx"], ".parquet"), (["-t", "x.csv", "-f", "x"], "")],
)
def test_target_that_cannot_be_told_is_a_usage_error(options: list[str], message: str) -> None:
    result = run("export", FACTS, *options)
    assert result.exit_code == 2
    assert message in result.stderr


def test_facts_are_read_from_standard_input(tmp_path: Path) -> None:
    result = run("export", "-", "--to", tmp_path / "f.db", stdin=FACTS.read_bytes())
    assert result.exit_code == 0
    assert read_sqlite(tmp_path / "f.db") == records()


def test_missing_facts_are_told_as_show_tells_them(tmp_path: Path) -> None:
    result = run("export", tmp_path / "none.jsonl", "--to", tmp_path / "f.db")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "none.jsonl: no such file" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_broken_lines_are_told_and_cost_the_database_no_fact(tmp_path: Path) -> None:
    path = tmp_path / "facts.db"
    run("export", FACTS, "--to", path)
    lines = FACTS.read_bytes().splitlines(keepends=True)
    result = run("export", "-", "--to", path, stdin=b"".join([*lines[:9], b"{broken\n"]))
    assert result.exit_code == 1
    assert "facts:10: not JSON" in result.stderr
    assert len(read_sqlite(path)) == 29


def test_file_without_facts_makes_an_empty_database(tmp_path: Path) -> None:
    result = run("export", "-", "--to", tmp_path / "facts.db")
    assert result.exit_code == 0
    assert "there are no facts in the file" in result.stderr
    assert read_sqlite(tmp_path / "facts.db") == []


def test_lines_none_of_which_is_a_fact_make_nothing(tmp_path: Path) -> None:
    result = run("export", "-", "--to", tmp_path / "facts.db", stdin=b"Mr Hill said so.\n")
    assert result.exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_facts_without_an_id_are_told(tmp_path: Path) -> None:
    fact = changed("date")
    del fact["id"]
    result = run("export", write(tmp_path / "f.jsonl", [fact]), "--to", tmp_path / "f.db")
    assert result.exit_code == 1
    assert "has no id. norfolk-cs extract gives every fact one" in result.stderr


@pytest.mark.parametrize("name", ["facts.db", "facts.csv", "facts.parquet", "facts.duckdb"])
def test_folder_that_cannot_be_made_is_told(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = run("export", FACTS, "--to", tmp_path / "file" / name)
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")
    assert "cannot be written" in result.stderr


def test_command_starts_without_what_it_may_not_need() -> None:
    program = (
        "import sys; from norfolk_cs.cli import app\n"
        "try: app(['export', '--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'sqlite_utils', 'pyarrow', 'duckdb'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL)


def test_export_never_loads_spacy(tmp_path: Path) -> None:
    program = (
        "import sys; from norfolk_cs.cli import app\n"
        "try: app(['export', sys.argv[1], '--to', sys.argv[2]])\n"
        "except SystemExit: pass\n"
        "assert not {'spacy', 'duckdb'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program, FACTS, tmp_path / "f.db"], check=True)

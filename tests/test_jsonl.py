"""Facts written as JSON Lines and read back."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command_line import FACTS, records
from norfolk_cs import read_facts
from norfolk_cs.errors import BadFacts
from norfolk_cs.models import FACT_TYPES, KINDS, SCHEMA_VERSION, StatementFact
from norfolk_cs.write.jsonl import to_line, write_facts
from norfolk_cs.write.records import (
    FIELDS,
    MAJOR_VERSION,
    read_partial,
    read_records,
    record_line,
)

LINES = FACTS.read_text("utf-8").splitlines(keepends=True)
OF_EACH_KIND = list({record["kind"]: record for record in records()}.values())

# The contract, sections 1 and 2, in its order.
COMMON = [
    *("schema_version", "id", "kind", "doc_id", "source", "published", "page", "sentence"),
    *("span", "attributed_to", "quoted", "certainty", "negated", "rule"),
]
OWN = {
    "rating": "value scale rank subject area body rater judged_on previous",
    "date": "type value mod start end anchor",
    "actor": "actor_id name type authority_code roles aliases mentions",
    "recommendation": "action recommender addressee strength against total",
    "deadline": "obligation obliged set_by due window from basis consequence",
    "statement": "speaker cue directness",
}


def a_statement(words: str) -> StatementFact:
    record = next(record for record in records() if record["kind"] == "statement")
    record["span"]["text"] = words
    return StatementFact.model_validate(record)


def collect(source: Any) -> tuple[int, list[str]]:
    errors: list[BadFacts] = []
    facts = read_facts(source, on_error=errors.append)
    return len(facts), [str(error) for error in errors]


@pytest.mark.parametrize("kind", KINDS)
def test_line_has_the_contracts_keys_in_order(kind: str) -> None:
    facts = [fact for fact in read_facts(FACTS) if fact.kind == kind]
    assert facts
    for fact in facts:
        assert list(json.loads(to_line(fact))) == COMMON + OWN[kind].split()


def test_facts_survive_reading_and_writing_to_the_byte() -> None:
    out = io.StringIO()
    count = write_facts(read_facts(FACTS), out)
    assert out.getvalue() == "".join(LINES)
    assert count == len(LINES)


def test_records_are_written_as_facts_are() -> None:
    assert [record_line(record) for record in read_records(FACTS)] == LINES


def test_line_keeps_letters_and_escapes_what_does_not_print() -> None:
    words = "Siân – ‘naïve’\xa0\x1b[31m\x9b\u202e\u2028\x7f🎉"
    line = to_line(a_statement(words))
    assert "Siân – ‘naïve’\xa0\\u001b[31m\\u009b\\u202e\\u2028\\u007f🎉" in line
    assert json.loads(line)["span"]["text"] == words
    assert record_line(json.loads(line)) == line


@settings(deadline=None)  # a shared machine is slow now and then
@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_line_is_one_line_whatever_the_words(words: str) -> None:
    line = to_line(a_statement(words))
    assert line.splitlines(keepends=True) == [line]
    assert json.loads(line)["span"]["text"] == words


@pytest.mark.parametrize(
    "source",
    [
        str(FACTS),
        io.BytesIO(FACTS.read_bytes()),
        io.StringIO("".join(LINES)),
        io.BytesIO(b"\xef\xbb\xbf" + FACTS.read_bytes()),
        io.StringIO("\ufeff" + "".join(LINES)),
        io.BytesIO(FACTS.read_bytes().replace(b"\n", b"\r\n\r\n \r\n")),
    ],
    ids=["path", "bytes", "text", "bytes with BOM", "text with BOM", "CRLF and blank lines"],
)
def test_facts_are_read_from(source: Any) -> None:
    assert read_facts(source) == read_facts(FACTS)


def test_empty_file_has_no_facts(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    assert read_facts(tmp_path / "empty.jsonl") == []


def test_newer_minor_version_is_read_and_its_fields_ignored() -> None:
    newer = [{**record, "schema_version": "1.7", "mood": "grim"} for record in records()]
    facts = read_facts(io.StringIO("".join(json.dumps(record) + "\n" for record in newer)))
    assert len(facts) == len(LINES)
    assert not hasattr(facts[0], "mood")


@pytest.mark.parametrize("read", [read_facts, read_records, read_partial])
def test_newer_major_version_is_refused_with_what_to_do(read: Any) -> None:
    newer = json.dumps({"schema_version": "2.0", "kind": "mood"})
    with pytest.raises(BadFacts, match=r"facts:2: .*2\.0 is newer than 1\.x.*Update norfolk-cs"):
        read(Named(LINES[0] + newer))


class Named(io.StringIO):
    name = "facts"


BROKEN = {
    "half a line": (LINES[0][:60], "not JSON"),
    "no JSON": ("Dave Hill said", "not JSON"),
    "a list": ("[1, 2]", "not a JSON object"),
    "no kind": ("{}", "kind: missing"),
    "another kind": ('{"kind": "mood"}', "kind: missing, or none of the six"),
    "a kind that is no string": ('{"kind": []}', "kind: missing"),
    "version": ('{"schema_version": "new", "kind": "date"}', "schema_version 'new' is no version"),
    "deep": ("[" * 100_000, "not JSON"),
}


@pytest.mark.parametrize("read", [read_facts, read_records])
@pytest.mark.parametrize(("line", "problem"), BROKEN.values(), ids=BROKEN)
def test_broken_line_is_told_with_its_number(read: Any, line: str, problem: str) -> None:
    with pytest.raises(BadFacts, match=problem) as caught:
        read(Named(LINES[0] + "\n" + line + "\n" + LINES[1]))
    assert caught.value.where == "facts:3"


def test_broken_lines_leave_the_rest_to_be_read() -> None:
    text = b"{\n" + FACTS.read_bytes() + b'{"kind": "d\xff"}\n'
    count, errors = collect(io.BytesIO(text))
    assert count == len(LINES)
    assert [error.split(": ")[0] for error in errors] == ["facts:1", f"facts:{len(LINES) + 2}"]
    assert "not UTF-8" in errors[1]


@pytest.mark.parametrize("read", [read_facts, read_records])
@pytest.mark.parametrize("record", OF_EACH_KIND, ids=lambda record: record["kind"])
def test_missing_and_mistyped_fields_are_named(read: Any, record: dict[str, Any]) -> None:
    for name in record:
        if name in ("schema_version", "id", "kind"):
            continue
        for change in ({}, {name: {"odd": []}}):
            broken = {key: value for key, value in record.items() if key != name} | change
            with pytest.raises(BadFacts, match=rf"facts:1: {name}\b"):
                read(Named(json.dumps(broken)))


def test_mistyped_members_are_named() -> None:
    record = next(record for record in records() if record["kind"] == "actor")
    record["mentions"][0]["start"] = True
    with pytest.raises(BadFacts, match=r"mentions\.start: not a whole number"):
        read_records(Named(json.dumps(record)))
    with pytest.raises(BadFacts, match=r"aliases: not a string"):
        read_records(Named(json.dumps({**record, "mentions": [], "aliases": [None]})))


def test_checked_fields_are_the_models() -> None:
    assert tuple(FIELDS) == KINDS
    assert SCHEMA_VERSION.startswith(f"{MAJOR_VERSION}.")
    for kind, fields in FIELDS.items():
        model = FACT_TYPES[kind].model_fields
        names = [field.alias or name for name, field in model.items()]
        assert names == COMMON + list(fields)
        nullable = {name for name, type_ in fields.items() if type_.endswith("?")}
        for name, field in model.items():
            if name in fields:
                assert (type(None) in get_args(field.annotation)) == (name in nullable), (
                    kind,
                    name,
                )


@pytest.mark.parametrize(
    ("name", "problem"),
    [("none.jsonl", "no such file.*extract writes one"), (".", "is a folder")],
)
def test_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, problem: str) -> None:
    with pytest.raises(BadFacts, match=problem) as caught:
        read_facts(tmp_path / name, on_error=lambda _: None)
    assert caught.value.where == str(tmp_path / name)


def test_gold_needs_no_more_than_kind_and_place() -> None:
    line = {"doc_id": "a", "kind": "date", "span": {"start": 0, "end": 4, "text": "2015"}}
    assert read_partial(Named(json.dumps(line))) == [line]
    with pytest.raises(BadFacts, match="span: missing"):
        read_partial(Named(json.dumps({"doc_id": "a", "kind": "date"})))


@settings(deadline=None)  # a shared machine is slow now and then
@given(st.binary())
def test_any_bytes_are_read_or_told(data: bytes) -> None:
    count, errors = collect(io.BytesIO(data))
    assert count == 0
    lines = data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    assert len(errors) == sum(bool(line.strip()) for line in lines)

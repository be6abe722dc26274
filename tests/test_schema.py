"""The schemas: what they allow is what ``extract`` writes, and the committed files are current."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from command_line import records, run
from norfolk_cs.models import KINDS
from norfolk_cs.write.schemas import schema_files

COMMITTED = Path(__file__).parents[1] / "schemas"
NAMES = ["fact.json", *(f"{kind}.json" for kind in KINDS)]


def schema(name: str) -> Any:
    return json.loads(schema_files()[name])


def an(kind: str) -> dict[str, Any]:
    return next(record for record in records() if record["kind"] == kind)


def test_there_is_a_schema_of_any_fact_and_of_each_kind() -> None:
    assert list(schema_files()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_schema_is_a_draft_2020_12_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", NAMES)
def test_every_model_and_field_is_described(name: str) -> None:
    whole = schema(name)
    assert whole["title"]
    assert whole["description"]
    for model in [whole, *whole["$defs"].values()]:
        assert model["description"]
        for field, told in model.get("properties", {}).items():
            assert told["description"], field
        assert model.get("required") == (
            list(model["properties"]) if "properties" in model else None
        )


def test_facts_validate_as_facts_and_as_their_kind_alone() -> None:
    union = Draft202012Validator(schema("fact.json"))
    of_kind = {kind: Draft202012Validator(schema(f"{kind}.json")) for kind in KINDS}
    for record in records():
        assert list(union.iter_errors(record)) == []
        valid = [kind for kind, validator in of_kind.items() if validator.is_valid(record)]
        assert valid == [record["kind"]]


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("rating", {"rank": 0}),
        ("rating", {"body": "Norfolk County Council"}),
        ("rating", {"certainty": "sure"}),
        ("date", {"type": "day"}),
        ("date", {"start": "2015-12"}),
        ("date", {"mod": "ROUGHLY"}),
        ("actor", {"authority_code": "Norfolk"}),
        ("actor", {"roles": [{"title": "director"}]}),
        ("recommendation", {"total": "four"}),
        ("deadline", {"basis": None}),
        ("statement", {"directness": "quoted"}),
        ("statement", {"published": "16 August 2013"}),
        ("statement", {"page": 0}),
        ("statement", {"id": "first"}),
        ("statement", {"schema_version": "2.0"}),
        ("statement", {"span": {"start": -1, "end": 4, "text": "said"}}),
    ],
)
def test_wrong_values_are_refused(kind: str, change: dict[str, Any]) -> None:
    validator = Draft202012Validator(schema(f"{kind}.json"))
    assert validator.is_valid(an(kind))
    assert not validator.is_valid(an(kind) | change)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_required_and_new_ones_are_allowed(kind: str) -> None:
    validator = Draft202012Validator(schema("fact.json"))
    fact = an(kind)
    assert validator.is_valid({**deepcopy(fact), "mood": "grim"})
    for field in fact:
        less = {name: value for name, value in fact.items() if name != field}
        assert not validator.is_valid(less), field


# -- on the command line --------------------------------------------------------------------


def test_committed_schemas_are_current() -> None:
    result = run("schema", "--out", COMMITTED, "--check")
    assert (result.exit_code, result.output) == (0, "")


def test_schema_prints_the_union() -> None:
    assert run("schema").stdout == (COMMITTED / "fact.json").read_text("utf-8")


def test_schema_writes_files_that_check_accepts_until_they_change(tmp_path: Path) -> None:
    out = tmp_path / "new" / "schemas"
    assert run("schema", "--out", out).exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == sorted(NAMES)
    assert run("schema", "--out", out, "--check").exit_code == 0
    (out / "date.json").write_bytes(b"{}\xff")
    (out / "actor.json").unlink()
    result = run("schema", "--out", out, "--check")
    assert result.exit_code == 1
    assert "out of date: date.json, actor.json" in result.stderr
    assert (out / "date.json").read_bytes() == b"{}\xff"


def test_check_needs_a_folder() -> None:
    result = run("schema", "--check")
    assert result.exit_code == 2
    assert "--out" in result.stderr


def test_schema_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = run("schema", "--out", tmp_path / "file")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "file" in result.stderr

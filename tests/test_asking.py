"""What history, deadlines, timeline and actors have in common: input, output, safety."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import FACTS, process, records, run, write
from told import advice, deadline, rating, ref, row, statement

COMMANDS = ("history", "deadlines", "timeline", "actors")
SHAPES = ([], ["--json"], ["--csv"])
pytestmark = pytest.mark.parametrize("command", COMMANDS)


def test_facts_are_looked_for_where_extract_puts_them(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(command)
    assert result.exit_code == 1
    assert "there is no facts.jsonl or out/facts.jsonl here" in result.stderr
    write(tmp_path / "facts.jsonl", records())
    assert run(command).stdout == run(command, FACTS).stdout


def test_facts_are_read_from_standard_input(command: str) -> None:
    for shape in SHAPES:
        piped = run(command, "-", *shape, stdin=FACTS.read_bytes()).stdout
        assert piped == run(command, FACTS, *shape).stdout


def test_missing_file_is_one_line(command: str, tmp_path: Path) -> None:
    result = run(command, tmp_path / "none.jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    expected = f"error: {tmp_path}/none.jsonl: no such file. norfolk-cs extract writes one\n"
    assert result.stderr == expected


def test_empty_file_is_said_to_be_empty(command: str, tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").touch()
    result = run(command, tmp_path / "empty.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "note: there are no facts in the file\n"


def test_broken_lines_are_told_and_the_rest_is_shown(command: str) -> None:
    result = run(command, "-", stdin=b"{broken\n" + FACTS.read_bytes())
    assert result.exit_code == 1
    assert result.stdout == run(command, FACTS).stdout
    assert result.stderr.startswith("error: facts:1: not JSON")


def test_same_facts_give_the_same_bytes(command: str) -> None:
    for shape in SHAPES:
        outs = {
            subprocess.run(
                [sys.executable, "-m", "norfolk_cs", command, FACTS, *shape],
                capture_output=True,
                check=True,
                env={"PYTHONHASHSEED": seed, "COLUMNS": "90"},
            ).stdout
            for seed in ("1", "2")
        }
        assert len(outs) == 1


@pytest.mark.parametrize("shape", SHAPES)
def test_escape_codes_never_reach_the_terminal(
    command: str, shape: list[str], tmp_path: Path
) -> None:
    evil = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eevil\r\x7f"
    facts = []
    for record in records():
        fact = json.loads(json.dumps(record).replace("Hill", json.dumps(f"Hill {evil}")[1:-1]))
        for name in ("doc_id", "source", "rule"):
            fact[name] = f"{fact[name]}{evil}"
        fact["span"]["text"] += evil
        fact["sentence"]["text"] += evil
        facts.append(fact)
    body = ref(f"Stourshire {evil}")
    facts += [
        rating(evil, area=evil, scale=evil, body=body, published="2013"),
        row("good", doc=evil, rater=body, judged_on="2013-05", published=f"2013{evil}"),
        rating("good", doc="doubt", certainty=evil, body=body),
        deadline(obligation=evil, consequence=evil, set_by=body, obliged=body, due="2013"),
        deadline(window=evil, certainty=evil, attributed_to=body, **{"from": evil}),
        statement(f"A {evil}", evil, published="2013", attributed_to=body),
        advice(f"A {evil}", evil, evil, published="2013"),
    ]
    result = run(command, write(tmp_path / "f.jsonl", facts), *shape)
    assert result.stdout
    for char in result.output:
        assert char in "\n\r" or char.isprintable(), (command, char)
    if shape == ["--csv"]:
        rows = list(csv.reader(result.stdout.splitlines()))
        assert len({len(row) for row in rows}) == 1
    else:
        assert "\r" not in result.output


def test_csv_into_a_file_begins_as_spreadsheets_need_it(command: str, tmp_path: Path) -> None:
    with (tmp_path / "out.csv").open("wb") as out, process(command, FACTS, "--csv", stdout=out):
        pass
    into_file = (tmp_path / "out.csv").read_bytes()
    assert into_file.startswith(b"\xef\xbb\xbf")
    with process(command, FACTS, "--csv") as child:
        piped, _ = child.communicate()
    assert into_file == b"\xef\xbb\xbf" + piped
    assert piped.endswith(b"\r\n")


def test_reader_that_is_gone_is_no_error(command: str, tmp_path: Path) -> None:
    many = [{**fact, "doc_id": f"doc-{n}"} for n in range(300) for fact in records()]
    path = write(tmp_path / "many.jsonl", many)
    with process(command, path, "--json") as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait() == 0

"""Deadlines as of a day: the arithmetic, how late each is, and how it looks."""

from __future__ import annotations

import csv
import json
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_line import FACTS, records, run, write
from norfolk_cs.ask.deadlines import Deadline, arithmetic, deadlines
from norfolk_cs.cli.deadlines import COLUMNS
from told import Record, deadline, ref

SEEDS = Path(__file__).parent / "golden" / "seeds.jsonl"
MARCH = date(2014, 3, 1)


def one(as_of: date = MARCH, **given: Any) -> Deadline:
    (found,) = deadlines([deadline(**given)], as_of)
    return found


@pytest.mark.parametrize(
    ("due", "last_day", "days_left", "reckoning"),
    [
        ("2014-02-16", "2014-02-16", -13, "overdue by 13 days"),
        ("2014-02-28", "2014-02-28", -1, "overdue by 1 day"),
        ("2014-03-01", "2014-03-01", 0, "due today"),
        ("2014-03-02", "2014-03-02", 1, "1 day left"),
        ("2014-02", "2014-02-28", -1, "overdue by 1 day"),
        ("2014-03", "2014-03-31", 30, "30 days left"),
        ("2014", "2014-12-31", 305, "305 days left"),
        ("2014-W09", "2014-03-02", 1, "1 day left"),
        ("2013/2014", "2014-03-31", 30, "30 days left"),
        ("2010-02-28", "2010-02-28", -1462, "overdue by 1,462 days"),
    ],
)
def test_days_count_to_the_last_day_covered(
    due: str, last_day: str, days_left: int, reckoning: str
) -> None:
    found = one(due=due)
    assert (found.last_day, found.days_left, found.reckoning) == (last_day, days_left, reckoning)
    assert found.status == ("overdue" if days_left < 0 else "open")


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        (("2014-02-16", "P6M", "2013-08-16"), "2013-08-16 + 6 months = 2014-02-16"),
        (
            ("2014-02", "P6M", "2013-08"),
            "2013-08 + 6 months = 2014-02, to its last day 2014-02-28",
        ),
        (("2014-02-16", None, None), None),
        (("2015-11", None, None), "2015-11, to its last day 2015-11-30"),
        (("2014-02-20", "P6M", "2013-08-16"), None),  # it does not come out
        ((None, "P6M", None), "6 months, from when is not known"),
        ((None, "P6W", "2013-08"), "2013-08 + 6 weeks: on which day is not known"),
        ((None, None, None), None),
    ],
)
def test_arithmetic_is_shown_where_it_holds(
    given_: tuple[str | None, ...], words: str | None
) -> None:
    due, window, start = given_
    assert arithmetic(deadline(due=due, window=window, **{"from": start})) == words


def test_what_has_no_date_stands_apart() -> None:
    facts = [
        deadline(basis="ultimatum", doc="last"),
        deadline(window="P6M", doc="window"),
        deadline(due="2014-05-01", negated=True, doc="denied"),
        deadline(due="XXXX-12", doc="no-calendar"),
        deadline(due="2014-05", doc="may"),
        deadline(due="2014-04-30", doc="april"),
        deadline(due="2013", doc="past"),
    ]
    found = deadlines(facts, MARCH)
    assert [(entry.source.doc_id, entry.status) for entry in found] == [
        ("past", "overdue"),
        ("april", "open"),
        ("may", "open"),
        ("window", "undated"),
        ("no-calendar", "undated"),
        ("last", "ultimatum"),
        ("denied", "denied"),
    ]
    assert [entry.days_left for entry in found[3:]] == [None] * 4


def test_dated_ultimatum_has_its_day() -> None:
    assert one(basis="ultimatum", due="2014-03-05").reckoning == "4 days left"


@given(st.dates(date(1990, 1, 1), date(2050, 12, 31)), st.integers(-20_000, 20_000))
def test_days_left_count_back_to_the_day(due: date, days: int) -> None:
    found = one(due - timedelta(days=days), due=due.isoformat())
    assert found.days_left == days
    assert (found.status == "overdue") == (days < 0)


def test_body_restricts_to_what_it_must_do() -> None:
    facts = [deadline(), deadline(obliged=ref("Elsewhere Council")), deadline(obliged=None)]
    assert len(deadlines(facts, MARCH, body_id="elsewhere-council")) == 1


# -- on the command line --------------------------------------------------------------------


def test_six_months_of_2013_are_overdue_by_13_days() -> None:
    out = run("deadlines", SEEDS, "--as-of", "2014-03-01", "--body", "Norfolk").stdout
    for expected in (
        "2014-02-16 · overdue by 13 days ─",
        "\n  2013-08-16 + 6 months = 2014-02-16\n",
        "\n  Norfolk County Council · set by government\n    improve its children's services\n"
        "    news 004_5a3a582e1315bef1 · sentence 4 · “six months”\n",
        "Last chances ─",
        "    “one chance left to deliver”\n",
        "As of 2014-03-01: 4 deadlines, 2 overdue, 0 still open, 2 without a date\n",
    ):
        assert expected in out


def test_what_one_document_asks_is_listed_under_one_head(tmp_path: Path) -> None:
    facts = [
        deadline(doc="report", page=8, due="2013-11", obligation="plan better", at=100),
        deadline(doc="report", page=9, due="2013-11", obligation="see children", at=200,
                 consequence="a trust takes over"),
    ]  # fmt: skip
    path = write(tmp_path / "f.jsonl", facts)
    out = run("deadlines", path, "--as-of", "2013-11-30").stdout
    assert "2013-11 · due today " in out
    assert (
        "  Stourshire Council · set by Ofsted\n    – plan better\n"
        "    – see children or else a trust takes over\n"
        "    document report · pages 8, 9 · “words”\n"
    ) in out


def test_doubt_and_nobody_are_told(tmp_path: Path) -> None:
    facts = [deadline(certainty="hedged", obliged=None, set_by=None, obligation=None)]
    out = run("deadlines", write(tmp_path / "f.jsonl", facts)).stdout
    assert "  Nobody named · hedged\n    “words”\n" in out


def test_today_is_the_day_unless_one_is_given() -> None:
    assert f"As of {date.today()}: " in run("deadlines", SEEDS).stdout


@pytest.mark.parametrize("day", ["2014", "2014-03", "2014-02-30", "20140301", "1 March", ""])
def test_day_of_another_form_is_a_usage_error(day: str) -> None:
    result = run("deadlines", SEEDS, "--as-of", day)
    assert result.exit_code == 2
    assert "YYYY-MM-DD" in result.stderr


def test_json_has_a_deadline_a_line() -> None:
    out = run("deadlines", SEEDS, "--as-of", "2014-03-01", "--json").stdout
    lines = [json.loads(line) for line in out.splitlines()]
    assert len(lines) == sum(fact["kind"] == "deadline" for fact in records(SEEDS))
    for line in lines:
        assert list(line) == [field.name.removesuffix("_") for field in fields(Deadline)]
    assert lines[0]["days_left"] == -13
    assert lines[0]["from"] == "2013-08-16"
    assert lines[0]["arithmetic"] == "2013-08-16 + 6 months = 2014-02-16"


def test_csv_counts_days_in_columns_without_a_sign() -> None:
    out = run("deadlines", SEEDS, "--as-of", "2014-03-01", "--csv").stdout
    rows = list(csv.DictReader(out.splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert (rows[0]["days_left"], rows[0]["days_overdue"]) == ("", "13")
    out = run("deadlines", SEEDS, "--as-of", "2014-02-01", "--csv").stdout
    first = next(csv.DictReader(out.splitlines()))
    assert (first["days_left"], first["days_overdue"]) == ("15", "")


def test_body_that_nothing_was_set_is_told() -> None:
    result = run("deadlines", SEEDS, "--body", "Essex")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no actor is called 'Essex'" in result.stderr
    assert "who was set a deadline. Essex County Council is in the facts" in result.stderr


def test_no_deadlines_are_said_to_be_none(tmp_path: Path) -> None:
    facts: list[Record] = [fact for fact in records() if fact["kind"] == "rating"]
    result = run("deadlines", write(tmp_path / "f.jsonl", facts))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "note: no deadlines match\n"
    (tmp_path / "empty.jsonl").touch()
    result = run("deadlines", tmp_path / "empty.jsonl")
    assert result.stderr == "note: there are no facts in the file\n"


def test_broken_lines_are_told_and_the_rest_is_shown() -> None:
    result = run("deadlines", "-", stdin=b"{broken\n" + FACTS.read_bytes())
    assert result.exit_code == 1
    assert "2020-09-05" in result.stdout
    assert result.stderr.startswith("error: facts:1: not JSON")

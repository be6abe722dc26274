"""``rules``: the rules listed, shown and tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import run
from norfolk_cs.rulebook import Rulebook, parse_rules
from norfolk_cs.trial import failures

MINE = r"""
off = ["rating.found"]
[[ratings.rule]]
id = "rating.carried-off"
why = "a prize won"
pattern = '''\bcarried off(?: an?| the)? {grade}'''
examples = ["Ravensby carried off [[outstanding]]."]
not = ["They carried off furniture."]
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.toml"
    path.write_text(MINE, "utf-8")
    return path


def test_list_shows_id_state_file_and_reason(mine: Path) -> None:
    lines = run("rules", "list", "--rules", mine).stdout.splitlines()
    columns = {line.split()[0]: line.split()[1:3] for line in lines}
    assert columns["rating.carried-off"] == ["on", str(mine)]
    assert columns["rating.found"] == ["off", "rules/ratings.toml"]
    assert "veto.idiom" in columns


def test_list_filters_by_kind_and_text() -> None:
    lines = run("rules", "list", "deadline").stdout.splitlines()
    assert lines
    assert all(line.startswith("deadline.") for line in lines)
    assert "rating.no-longer" in run("rules", "list", "No Longer").stdout
    none = run("rules", "list", "zebra")
    assert (none.exit_code, none.stdout) == (1, "")
    assert "no rule holds 'zebra'" in none.stderr


def test_show_prints_the_whole_rule(mine: Path) -> None:
    out = run("rules", "show", "rating.previously").stdout
    for words in ("rules/ratings.toml", "previous: True", "{rare}", "[[inadequate]]", "january"):
        assert words in out
    assert "rating.found (off)" in run("rules", "show", "rating.found", "--rules", mine).stdout


def test_show_of_a_slip_says_what_is_near() -> None:
    done = run("rules", "show", "rating.previousy")
    assert done.exit_code == 1
    assert "Did you mean rating.previously?" in done.stderr


def test_test_tries_a_users_rules(mine: Path) -> None:
    done = run("rules", "test", mine)
    assert (done.exit_code, done.stdout) == (0, "1 rule tried, 0 failed\n")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Ravensby carried", "Ravensby bore", "no rule reads the words around it"),
        ("[[outstanding]]", "outstanding [[again]]", "“again” is not found"),
        ("carried off furniture", "carried off outstanding again", "finds “outstanding”"),
    ],
)
def test_test_says_why_an_example_fails(mine: Path, old: str, new: str, words: str) -> None:
    mine.write_text(MINE.replace(old, new), "utf-8")
    done = run("rules", "test", mine)
    assert done.exit_code == 1
    assert f"{mine}: rating.carried-off: " in done.stdout
    assert words in done.stdout
    assert done.stdout.endswith("1 rule tried, 1 failed\n")


EDGE = r"""
[[rule]]
id = "edge.test"
pattern = 'ab'
examples = ["ac"]
not = ["abc"]
"""


@pytest.mark.parametrize(
    ("off", "messages"),
    [((), ["its pattern does not match", "matches “ab”"]), (("edge.test",), [])],
)
def test_failures_of_a_rule_that_makes_no_facts(off: tuple[str, ...], messages: list[str]) -> None:
    book = Rulebook("test", parse_rules(EDGE, "test.toml"), {}, frozenset(off))
    assert [failure.message for failure in failures(book, book.rules[0])] == messages

"""Scoring on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from command_line import FACTS, records, run, write
from norfolk_cs import read_facts
from norfolk_cs.models import Document, Fact

Record = dict[str, Any]
STORIES = ("000_76e7a5e5987381d3", "002_c14406c4f802f2bf")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Gold for two documents of three, from facts with a few of them altered.

    Against FACTS it misses one date, has one spurious deadline, and gives one area otherwise.
    """
    folder = tmp_path / "gold"
    folder.mkdir()
    for doc_id in STORIES:
        lines = [fact for fact in records() if fact["doc_id"] == doc_id]
        for line in lines:
            if line["kind"] == "date" and line["value"] == "2015":
                line["value"] = "2014"
            if line["kind"] == "rating" and line["value"] == "outstanding":
                line["area"] = "overall"
        write(folder / f"{doc_id}.jsonl", [line for line in lines if line["kind"] != "deadline"])
    return folder


def row(out: str, name: str) -> list[str]:
    (found,) = [line.split() for line in out.splitlines() if line.strip().startswith(name)]
    return found


def test_eval_gives_figures_by_kind_and_all_together(gold: Path) -> None:
    result = run("eval", gold, "--facts", FACTS)
    assert (result.exit_code, result.stderr) == (0, "")
    assert " ".join(row(result.stdout, "rating ")) == "rating 3 3 3 1.000 1.000 1.000"
    assert " ".join(row(result.stdout, "date ")) == "date 2 2 1 0.500 0.500 0.500"
    assert " ".join(row(result.stdout, "deadline ")) == "deadline 0 1 0 0.000 – 0.000"
    assert " ".join(row(result.stdout, "all ")) == "all (micro) 20 21 19 0.905 0.950 0.927"
    assert "2 documents with gold" in result.stdout


def test_eval_gives_the_share_of_right_slots(gold: Path) -> None:
    out = run("eval", gold, "--facts", FACTS).stdout
    assert row(out, "rating.area") == ["rating.area", "2", "3", "0.667"]
    assert row(out, "statement.cue") == ["statement.cue", "5", "5", "1.000"]
    assert out.index("rating.area") < out.index("date.start") < out.index("statement.cue")


def test_verbose_lists_misses_finds_and_mistakes(gold: Path) -> None:
    quiet = run("eval", gold, "--facts", FACTS).stdout
    assert "missed" not in quiet
    out = " ".join(run("eval", gold, "--facts", FACTS, "-v").stdout.split())
    assert "missed 002_c14406c4f802f2bf:422-426 “2015” value 2014; type DATE" in out
    assert "not in gold 002_c14406c4f802f2bf:422-426 “2015” value 2015" in out
    assert "not in gold 000_76e7a5e5987381d3:223-249 “one chance left to deliver”" in out
    assert "deadline.ultimatum" in out
    assert "mistaken 002_c14406c4f802f2bf:293-304 “outstanding”" in out
    assert "area is overall, found adoption" in out


def test_json_is_one_object(gold: Path) -> None:
    score = json.loads(run("eval", gold, "--facts", FACTS, "--json").stdout)
    assert score["micro"]["f1"] == pytest.approx(38 / 41)
    assert score["kinds"]["deadline"] == {
        "gold": 0, "found": 1, "right": 0, "precision": 0.0, "recall": None, "f1": 0.0,
    }  # fmt: skip
    assert score["slots"]["rating.area"] == {"right": 2, "of": 3, "share": 2 / 3}
    assert set(score) == {"micro", "kinds", "slots"}
    score = json.loads(run("eval", gold, "--facts", FACTS, "--json", "--verbose").stdout)
    assert [line["value"] for line in score["missed"]] == ["2014"]
    assert [line["kind"] for line in score["spurious"]] == ["date", "deadline"]
    assert [(m["slot"], m["fact"]["area"]) for m in score["mistaken"]] == [("area", "adoption")]


@pytest.mark.parametrize(("bar", "code"), [("0.9", 0), ("0.927", 1), ("0.95", 1), ("0", 0)])
def test_fail_under_is_a_floor_for_all_together(gold: Path, bar: str, code: int) -> None:
    assert run("eval", gold, "--facts", FACTS, "--fail-under", bar).exit_code == code


def test_fail_under_says_what_is_below(gold: Path) -> None:
    result = run("eval", gold, "--facts", FACTS, "--fail-under", "0.95")
    expected = "error: F1 0.927 is below 0.950 (below it: date 0.500, deadline 0.000)\n"
    assert result.stderr == expected
    assert "all (micro)" in result.stdout


def test_kind_restricts_what_is_scored(gold: Path) -> None:
    result = run("eval", gold, "--facts", FACTS, "-k", "rating", "-k", "actor", "--fail-under", "1")
    assert result.exit_code == 0
    assert "statement" not in result.stdout
    assert row(result.stdout, "all ")[2:5] == ["10", "10", "10"]


def test_facts_that_are_gold_themselves_score_one(gold: Path) -> None:
    lines = "".join(path.read_text("utf-8") for path in gold.iterdir())
    result = run("eval", gold, "--facts", "-", "--fail-under", "1", stdin=lines.encode())
    assert result.exit_code == 0


def test_documents_without_facts_are_told(gold: Path) -> None:
    facts = FACTS.read_bytes().splitlines(keepends=True)
    one = b"".join(line for line in facts if b"000_76e7" in line)
    result = run("eval", gold, "--facts", "-", stdin=one)
    assert result.stderr == "note: no facts of 1 of 2 documents: 002_c14406c4f802f2bf\n"
    result = run("eval", gold, "--facts", "-", stdin=one.replace(b"000_76e7", b"seeds/000_76e7"))
    assert "Do the doc_ids agree?" in result.stderr


def test_nothing_to_score_reaches_no_bar(gold: Path) -> None:
    for path in gold.iterdir():
        path.write_text("", "utf-8")
    assert run("eval", gold, "--facts", "-").exit_code == 0
    result = run("eval", gold, "--facts", "-", "--fail-under", "0.5")
    assert result.exit_code == 1
    assert "nothing to score" in result.stderr


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--facts", FACTS, "--input", "seeds"],
        ["--facts", FACTS, "--fail-under", "95"],
        ["--facts", FACTS, "--kind", "mood"],
    ],
    ids=["neither", "both", "percent", "kind"],
)
def test_wrong_options_are_usage_errors(gold: Path, options: list[str]) -> None:
    result = run("eval", gold, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error" in result.stderr


def test_missing_gold_is_one_line(tmp_path: Path) -> None:
    result = run("eval", tmp_path / "none", "--facts", FACTS)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"error: {tmp_path}/none: no such file")
    (tmp_path / "empty").mkdir()
    result = run("eval", tmp_path / "empty", "--facts", FACTS)
    assert "no gold here" in result.stderr


@pytest.mark.parametrize("side", ["gold", "facts"])
def test_broken_line_is_an_error_with_its_number(gold: Path, tmp_path: Path, side: str) -> None:
    broken = gold / "x.jsonl" if side == "gold" else tmp_path / "facts.jsonl"
    broken.write_text('\n{"doc_id": 1}\n', "utf-8")
    result = run("eval", gold, "--facts", broken if side == "facts" else FACTS)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{broken}:2: kind: missing" in result.stderr


# -- with extraction ------------------------------------------------------------------------


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Document]:
    """A folder of stories, and facts by hand in place of extraction; gives what was extracted."""
    folder = tmp_path / "stories"
    folder.mkdir()
    for doc_id in (*STORIES, "another"):
        (folder / f"{doc_id}.txt").write_text("Mr Hill said so.\n", "utf-8")
    (folder / "manifest.toml").write_text(f'["{STORIES[0]}"]\npublished = "2016-08"\n', "utf-8")
    asked: list[Document] = []

    def facts_of(document: Document) -> list[Fact]:
        asked.append(document)
        return [fact for fact in read_facts(FACTS) if fact.doc_id == document.doc_id]

    monkeypatch.setattr("norfolk_cs.run.facts_of", facts_of)
    return asked


def test_input_is_extracted_with_its_manifest(
    gold: Path, tmp_path: Path, documents: list[Document]
) -> None:
    result = run("eval", gold, "--input", tmp_path / "stories")
    assert (result.exit_code, result.stderr) == (0, "")
    assert " ".join(row(result.stdout, "all ")) == "all (micro) 20 21 19 0.905 0.950 0.927"
    assert [(document.doc_id, document.published) for document in documents] == [
        (STORIES[0], "2016-08"),
        (STORIES[1], None),
    ]


def test_input_that_cannot_be_read_is_told_and_the_rest_scored(
    gold: Path, tmp_path: Path, documents: list[Document]
) -> None:
    (tmp_path / "stories" / f"{STORIES[1]}.txt").write_bytes(b"\x00\x01\x02\x03")
    result = run("eval", gold, "--input", tmp_path / "stories")
    assert result.exit_code == 1
    assert f"{STORIES[1]}.txt" in result.stderr
    assert len(documents) == 1
    assert row(result.stdout, "all ")[4] == "15"

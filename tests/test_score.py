"""Facts against gold: what matches what, and what it counts (contract, section 3)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from norfolk_cs.errors import BadFacts
from norfolk_cs.models import KINDS
from norfolk_cs.score import COMMON_SLOTS, SLOTS, Score, read_gold, score

Line = dict[str, Any]


def line(kind: str, start: int = 0, end: int = 10, /, **fields: Any) -> Line:
    base = {"doc_id": "doc", "kind": kind, "span": {"start": start, "end": end, "text": ""}}
    return {**base, **fields}


def ref(name: str) -> dict[str, str]:
    return {"actor_id": name.lower().replace(" ", "-"), "name": name}


def counts(gold: list[Line], facts: list[Line]) -> tuple[int, int, int]:
    """Right, missed and spurious, over all kinds."""
    micro = score(gold, facts).micro
    return micro.matched, len(micro.missed), len(micro.spurious)


def slot(result: Score, name: str) -> tuple[int, int]:
    kind, _, slot_name = name.partition(".")
    return result.slots[kind, slot_name]


RATING = {"value": "inadequate", "negated": False}
DATE = {"value": "2015-12", "type": "DATE"}
DIRECT = {"directness": "direct", "speaker": ref("Dave Hill")}
INDIRECT = {"directness": "indirect", "speaker": ref("Dave Hill")}
MATCHES = {
    "rating that overlaps": (line("rating", **RATING), line("rating", 9, 30, **RATING)),
    "rating whose gold leaves negation open": (
        line("rating", value="good"),
        line("rating", value="good", negated=False),
    ),
    "date that overlaps": (line("date", **DATE), line("date", 5, 12, **DATE)),
    "date without a value": (
        line("date", value=None, type="DATE"),
        line("date", value=None, type="DATE"),
    ),
    "actor by name, wherever": (
        line("actor", name="the Siân  O’Brien Trust"),
        line("actor", 500, 520, name="Sian O'Brien trust"),
    ),
    "recommendation that shares half": (
        line("recommendation", 0, 10, against=False),
        line("recommendation", 0, 20, against=False),
    ),
    "deadline by due date, whatever its window": (
        line("deadline", basis="duration", due="2014-02", window="P6M"),
        line("deadline", basis="duration", due="2014-02", window=None),
    ),
    "deadline without due date by window": (
        line("deadline", basis="duration", due=None, window="P6M"),
        line("deadline", basis="duration", due="2014", window="P6M"),
    ),
    "ultimatum": (line("deadline", basis="ultimatum"), line("deadline", basis="ultimatum")),
    "direct statement nearly whole": (
        line("statement", 0, 100, **DIRECT),
        line("statement", 0, 90, **DIRECT),
    ),
    "indirect statement in good part": (
        line("statement", 0, 100, **INDIRECT),
        line("statement", 0, 60, **DIRECT),
    ),
    "statement of nobody known": (
        line("statement", directness="direct", speaker=None),
        line("statement", directness="direct", speaker=None),
    ),
}
MISMATCHES = {
    "rating beside it": (line("rating", **RATING), line("rating", 10, 20, **RATING)),
    "rating of another value": (line("rating", **RATING), line("rating", value="good")),
    "rating negated": (line("rating", **RATING), line("rating", value="inadequate", negated=True)),
    "rating negated, gold open": (
        line("rating", value="good"),
        line("rating", value="good", negated=True),
    ),
    "date of another value": (line("date", **DATE), line("date", value="2016-12", type="DATE")),
    "date of another type": (line("date", **DATE), line("date", value="2015-12", type="SET")),
    "actor of another name": (line("actor", name="Dave Hill"), line("actor", name="Hill")),
    "actor without a name": (line("actor", name="Dave Hill"), line("actor")),
    "recommendation that shares less than half": (
        line("recommendation", 0, 10, against=False),
        line("recommendation", 0, 21, against=False),
    ),
    "recommendation turned round": (
        line("recommendation", against=False),
        line("recommendation", against=True),
    ),
    "deadline of another basis": (
        line("deadline", basis="date", due="2014"),
        line("deadline", basis="duration", due="2014"),
    ),
    "deadline of another due date": (
        line("deadline", basis="date", due="2014-02"),
        line("deadline", basis="date", due="2014-03"),
    ),
    "deadline of another window": (
        line("deadline", basis="duration", window="P6M"),
        line("deadline", basis="duration", window="P6W"),
    ),
    "direct statement cut": (
        line("statement", 0, 100, **DIRECT),
        line("statement", 0, 89, **DIRECT),
    ),
    "indirect statement cut": (
        line("statement", 0, 100, **INDIRECT),
        line("statement", 0, 59, **INDIRECT),
    ),
    "statement of somebody else": (
        line("statement", **DIRECT),
        line("statement", directness="direct", speaker=ref("Norman Lamb")),
    ),
    "statement of nobody": (
        line("statement", **DIRECT),
        line("statement", directness="direct", speaker=None),
    ),
    "another kind": (line("date", **DATE), line("rating", **DATE)),
    "another document": (line("date", **DATE), line("date", **DATE) | {"doc_id": "other"}),
}


@pytest.mark.parametrize(("gold", "fact"), MATCHES.values(), ids=MATCHES)
def test_match_counts_for_both_sides(gold: Line, fact: Line) -> None:
    assert counts([gold], [fact]) == (1, 0, 0)


@pytest.mark.parametrize(("gold", "fact"), MISMATCHES.values(), ids=MISMATCHES)
def test_mismatch_is_missed_and_spurious(gold: Line, fact: Line) -> None:
    keep_document = line("date", 900, 901, value="x", type="DATE") | {"doc_id": "other"}
    result = score([gold, keep_document], [fact])
    assert result.micro.matched == 0
    assert gold in result.micro.missed
    assert result.micro.spurious == [fact]


def test_matching_is_one_to_one_and_greatest_overlap_first() -> None:
    gold = [line("date", 0, 10, **DATE), line("date", 8, 20, **DATE)]
    near, far = line("date", 8, 20, **DATE), line("date", 8, 9, **DATE)
    result = score(gold, [far, near])
    assert result.kinds["date"].matched == 2
    assert counts(gold, [near]) == (1, 1, 0)
    assert score(gold, [near]).micro.missed == [gold[0]]
    assert counts(gold[:1], [near, far]) == (1, 0, 1)


def test_tie_goes_to_the_earlier_gold_line() -> None:
    first, second = line("date", **DATE, mod="END"), line("date", **DATE, mod=None)
    result = score([first, second], [line("date", **DATE, mod="END")])
    assert result.micro.missed == [second]
    assert slot(result, "date.mod") == (1, 1)


def test_optional_gold_costs_nothing_missed_or_found() -> None:
    optional = line("date", **DATE, optional=True)
    assert counts([optional], []) == (0, 0, 0)
    assert counts([optional], [line("date", **DATE)]) == (0, 0, 0)
    alternative = line("date", value="2015", type="DATE", optional=True)
    assert counts([optional, alternative], [line("date", value="2015", type="DATE")]) == (0, 0, 0)


def test_only_slots_that_gold_has_are_scored() -> None:
    gold = line("rating", **RATING, area="overall", body=ref("The Norfolk County Council"))
    fact = line("rating", **RATING, area=None, body=ref("Norfolk County  council"), rater=None)
    result = score([gold], [fact])
    assert result.slots == {("rating", "area"): (0, 1), ("rating", "body"): (1, 1)}
    assert [(error.slot, error.gold, error.fact) for error in result.slot_errors] == [
        ("area", gold, fact)
    ]


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ([{"title": "Director", "organisation": "Essex", "former": False}], True),
        ([{"title": "head"}, {"title": "director", "organisation": "Essex"}], True),
        ([{"title": "director", "organisation": None}], False),
        ([{"title": "head", "organisation": "Essex"}], False),
        ([], False),
        (None, False),
    ],
)
def test_roles_are_right_if_each_of_golds_is_found(found: Any, right: bool) -> None:
    gold = line("actor", name="Dave Hill", roles=[{"title": "director", "organisation": "Essex"}])
    result = score([gold], [line("actor", name="Dave Hill", roles=found)])
    assert slot(result, "actor.roles") == (int(right), 1)


def test_every_kind_has_its_slots() -> None:
    assert tuple(SLOTS) == KINDS
    assert COMMON_SLOTS == ("attributed_to", "certainty", "quoted")


def test_figures_are_the_usual_ones() -> None:
    gold = [line("date", n, n + 1, **DATE) for n in (0, 10, 20, 30)]
    facts = [line("date", n, n + 1, **DATE) for n in (0, 10, 50)]
    dates = score(gold, facts).kinds["date"]
    assert dates.precision == 2 / 3
    assert dates.recall == 2 / 4
    assert dates.f1 == pytest.approx(4 / 7)


def test_figures_are_none_where_there_is_nothing_to_share() -> None:
    nothing = score([], []).micro
    assert (nothing.precision, nothing.recall, nothing.f1) == (None, None, None)
    missed = score([line("date", **DATE)], []).micro
    assert (missed.precision, missed.recall, missed.f1) == (None, 0.0, 0.0)


def test_documents_without_gold_are_not_scored_unless_they_are_said_to_have_none() -> None:
    fact = line("date", **DATE)
    assert counts([], [fact]) == (0, 0, 0)
    assert len(score([], [fact], {"doc"}).micro.spurious) == 1


@settings(deadline=None)  # a shared machine is slow now and then
@given(
    st.lists(
        st.builds(
            lambda kind, start, length, value: line(
                kind,
                start,
                start + length,
                name=value,
                value=value,
                type="DATE",
                basis="date",
                due=value,
                speaker=None,
            ),
            st.sampled_from(KINDS),
            st.integers(0, 30),
            st.integers(1, 10),
            st.sampled_from(["a", "b"]),
        ),
        max_size=12,
    )
)
def test_facts_that_are_the_gold_score_one(lines: list[Line]) -> None:
    result = score(lines, lines)
    assert result.micro.matched == len(lines)
    assert result.micro.f1 in (None, 1.0)


def test_gold_is_read_with_the_documents_it_speaks_for(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"doc_id": "a", "kind": "date", "span": {"start": 0, "end": 4, "text": "2015"}}\n', "utf-8"
    )
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "b.jsonl").touch()
    gold = read_gold(tmp_path)
    assert len(gold.lines) == 1
    assert gold.documents == {"a", "reports/b"}
    assert read_gold(tmp_path / "a.jsonl").documents == {"a"}
    assert read_gold(tmp_path / "reports" / "b.jsonl").documents == {"b"}


def test_folder_without_gold_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadFacts, match="no gold here"):
        read_gold(tmp_path)
    with pytest.raises(BadFacts, match="no such file"):
        read_gold(tmp_path / "none")

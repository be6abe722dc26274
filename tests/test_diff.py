"""What changed between two runs, as logic and on the command line."""

from __future__ import annotations

import json
from copy import deepcopy
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command_line import FACTS, records, run, write
from norfolk_cs.cli.diff_markdown import LIMIT, markdown
from norfolk_cs.diff import Change, compare

Record = dict[str, Any]


def index(facts: list[Record], **wanted: Any) -> int:
    return next(n for n, f in enumerate(facts) if all(f.get(k) == v for k, v in wanted.items()))


def described(changes: list[Change]) -> list[tuple[str, str, str]]:
    return [(c.what, c.fact["kind"], c.fact["span"]["text"]) for c in changes]


def moved(fact: Record, by: int, text: bool = True) -> Record:
    """The fact as it would be if ``by`` characters were put before it in the text."""
    fact = deepcopy(fact)
    for place in (fact["span"], fact["sentence"], *fact.get("mentions", ())):
        place["start"] += by
        place["end"] += by
    fact["id"] = "0" * 16 if text else fact["id"]
    return fact


def test_equal_runs_have_no_changes() -> None:
    assert compare(records(), records()) == []


def test_order_path_id_and_sentence_number_are_no_change() -> None:
    other = list(reversed(records()))
    for fact in other:
        fact["source"] = "elsewhere/" + fact["source"]
        fact["sentence"]["index"] += 3
        fact["schema_version"] = "1.1"
    assert compare(records(), other) == []


def test_facts_of_one_side_are_lost_or_gained() -> None:
    deadline = index(records(), kind="deadline")
    fewer = [fact for n, fact in enumerate(records()) if n != deadline]
    words = records()[deadline]["span"]["text"]
    assert described(compare(records(), fewer)) == [("lost", "deadline", words)]
    assert described(compare(fewer, records())) == [("gained", "deadline", words)]


def test_lost_document_is_told_fact_by_fact() -> None:
    fewer = [fact for fact in records() if not fact["doc_id"].startswith("002")]
    changes = compare(records(), fewer)
    assert {change.what for change in changes} == {"lost"}
    assert len(changes) == len(records()) - len(fewer)


def test_changed_slots_have_both_values() -> None:
    new = records()
    at = index(new, kind="rating", value="outstanding")
    new[at] |= {"area": None, "rule": "rating.other"}
    (change,) = compare(records(), new)
    assert change.what == "changed"
    assert change.slots == {
        "rule": ("rating.verb-object", "rating.other"),
        "area": ("adoption", None),
    }


def test_changed_fact_is_matched_by_overlap_then_by_likeness() -> None:
    old = records()
    at = index(old, kind="rating", value="outstanding")
    twin = {**deepcopy(old[at]), "area": "leadership", "value": "good"}
    new = deepcopy([*old, twin])
    new[at]["span"] = {"start": 293, "end": 300, "text": "outstan"}
    new[-1]["certainty"] = "hedged"
    changes = compare([*old, twin], new)
    assert [sorted(change.slots) for change in changes] == [["span"], ["certainty"]]


def test_actors_are_matched_by_name_wherever_their_first_mention_is() -> None:
    new = records()
    at = index(new, kind="actor", name="Dave Hill")
    new[at]["span"] = {"start": 2127, "end": 2134, "text": "Mr Hill"}
    (change,) = compare(records(), new)
    assert list(change.slots) == ["span"]


def test_renamed_actor_is_one_change_where_it_stands() -> None:
    new = records()
    at = index(new, kind="actor", name="Dave Hill")
    new[at] |= {"actor_id": "hill", "name": "Hill"}
    (change,) = compare(records(), new)
    assert set(change.slots) == {"actor_id", "name"}


def test_facts_that_moved_with_the_text_are_told_apart() -> None:
    new = [moved(fact, 40) for fact in records()]
    del new[index(new, kind="deadline")]
    changes = compare(records(), new)
    assert [change.what for change in changes].count("moved") == len(new)
    assert [change.what for change in changes].count("lost") == 1


def test_same_words_elsewhere_in_the_same_text_are_another_fact() -> None:
    new = records()
    at = index(new, kind="date", value="2015-12")
    new[at] = moved(new[at], 400, text=False)
    assert [change.what for change in compare(records(), new)] == ["lost", "gained"]


def test_fields_of_a_newer_version_are_compared() -> None:
    new = records()
    new[0]["mood"] = "grim"
    (change,) = compare(records(), new)
    assert change.slots == {"mood": (None, "grim")}
    (change,) = compare(new, records())
    assert change.slots == {"mood": ("grim", None)}


@settings(deadline=None)  # a shared machine is slow now and then
@given(st.sets(st.integers(0, 28)), st.sets(st.integers(0, 28)))
def test_any_two_runs_differ_in_what_only_one_has(old: set[int], new: set[int]) -> None:
    facts = records()
    changes = compare([facts[n] for n in old], [facts[n] for n in new])
    lost = [change.old for change in changes if change.old is not None]
    gained = [change.new for change in changes if change.new is not None]
    assert sorted(map(json.dumps, lost)) == sorted(json.dumps(facts[n]) for n in old - new)
    assert sorted(map(json.dumps, gained)) == sorted(json.dumps(facts[n]) for n in new - old)


# -- on the command line --------------------------------------------------------------------


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A run that lost a deadline, gained a statement and has a rating otherwise."""
    facts = records()
    del facts[index(facts, kind="deadline")]
    facts[index(facts, kind="rating", value="outstanding")]["area"] = None
    gained = deepcopy(facts[-1])
    gained["span"] = {"start": 5, "end": 9, "text": "@all *x* | <b> `#1`"}
    facts.append(gained)
    return write(tmp_path / "new.jsonl", facts)


@pytest.mark.parametrize("format", ["text", "markdown", "json"])
def test_equal_runs_print_nothing(format: str) -> None:
    result = run("diff", FACTS, FACTS, "--exit-code", "--format", format)
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--exit-code"], 1), (["-e"], 1)])
def test_exit_code_is_one_only_where_it_is_asked_for(
    changed: Path, options: list[str], code: int
) -> None:
    result = run("diff", FACTS, changed, *options)
    assert result.exit_code == code
    assert result.stderr == ""


def test_text_names_document_facts_and_slots(changed: Path) -> None:
    out = run("diff", FACTS, changed).stdout
    assert "- deadline “one chance left to deliver” Last chance" in out
    assert "~ rating “outstanding”" in out
    assert "      area: adoption → null\n" in out
    assert "+ statement “@all *x* | <b> `#1`”" in out
    assert out.endswith("\n1 lost, 1 gained, 1 changed\n")
    assert "\x1b" not in out
    assert not [line for line in out.splitlines() if line.endswith(" ")]


def test_text_counts_moved_facts_in_one_line(tmp_path: Path) -> None:
    new = write(tmp_path / "new.jsonl", [moved(fact, 7) for fact in records()])
    out = run("diff", FACTS, new).stdout
    assert "  = 16 facts moved with the text\n" in out
    assert out.endswith("\n29 moved\n")


def test_list_slots_show_only_the_members_that_differ(tmp_path: Path) -> None:
    facts = records()
    actor = facts[index(facts, kind="actor", name="Dave Hill")]
    actor["mentions"] = actor["mentions"][:2]
    actor["roles"] = [{"title": "commissioner", "organisation": None, "former": True}]
    out = run("diff", FACTS, write(tmp_path / "new.jsonl", facts)).stdout
    assert "mentions: “Mr Hill” 2127-2134 → none" in out
    assert "roles: none → former commissioner" in out


def test_json_is_a_change_a_line(changed: Path) -> None:
    lines = run("diff", FACTS, changed, "--format", "json").stdout.splitlines()
    changes = [json.loads(line) for line in lines]
    assert [change["change"] for change in changes] == ["lost", "changed", "gained"]
    assert changes[0]["new"] is None
    assert changes[0]["old"]["kind"] == "deadline"
    assert changes[1]["slots"] == {"area": ["adoption", None]}


def test_markdown_has_counts_and_folded_sections(changed: Path) -> None:
    out = run("diff", FACTS, changed, "--format", "markdown").stdout
    assert out.startswith("### Facts: 1 lost, 1 gained, 1 changed\n\n| kind | lost |")
    assert "| deadline | 1 |  |  |" in out
    assert out.count("<details>") == out.count("</details>") == 3
    assert "area: <code>adoption</code> → <code>null</code>" in out


def test_markdown_keeps_words_from_being_markup(changed: Path) -> None:
    out = run("diff", FACTS, changed, "--format", "markdown").stdout
    row = next(line for line in out.splitlines() if "all" in line and line.startswith("|"))
    assert row.count("|") == 6
    assert not set("*`@[]") & set(row)
    assert "<b>" not in row
    for reference in ("@all", "#1"):
        assert reference not in unescape(row)


def test_markdown_fits_a_comment_and_says_what_is_left_out() -> None:
    facts = records()
    many = [{**facts[n % len(facts)], "doc_id": f"doc-{n}"} for n in range(2000)]
    out = markdown(compare([], many))
    assert 0.9 * LIMIT < len(out) <= LIMIT
    shown = out.count("| <code>doc-")
    assert f"… and {2000 - shown:,} more, not shown" in out
    assert out.rstrip().endswith("</details>")


def test_standard_input_is_either_side() -> None:
    result = run("diff", "-", FACTS, "-e", stdin=FACTS.read_bytes())
    assert (result.exit_code, result.output) == (0, "")
    result = run("diff", "-", "-")
    assert result.exit_code == 1
    assert "both" in result.stderr


def test_broken_line_is_an_error_and_no_lost_fact(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text(FACTS.read_text("utf-8") + "{\n", "utf-8")
    result = run("diff", FACTS, broken)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert f"{broken}:30: not JSON" in result.stderr

"""``explain``: what fired in a sentence, what was passed over, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from command_line import run
from norfolk_cs.explain import explain
from norfolk_cs.models import Document
from norfolk_cs.run import facts_of
from test_contract import TEXTS


def _document(text: str, published: str | None = "2014-05-01") -> Document:
    return Document(doc_id="d", source="d", text=text, published=published)


def _drops(text: str) -> list[tuple[str, str, str | None, str]]:
    return [
        (drop.kind, text[drop.start : drop.end], drop.rule, drop.reason)
        for each in explain(_document(text))
        for drop in each.drops
    ]


@pytest.mark.parametrize(
    ("text", "kind", "words", "rule", "reason"),
    [
        ("It does no good.", "rating", "good", "veto.idiom", "everyday uses"),
        ("They hope to be rated good.", "rating", "good", "veto.aim", "aimed at"),
        ("They ate good food.", "rating", "good", None, "no rule reads the words around it"),
        (
            "Grades are outstanding, good, requires improvement and inadequate.",
            "rating", "good", None, "only spells out the scale",
        ),
        ("The Children Act 1989 says so.", "date", "Act 1989", "veto.act", "part of the name"),
        ("We must do better.", "recommendation", "must", "recommendation.must", "first person"),
        ("Must the council act?", "recommendation", "Must", "recommendation.must", "a question"),
        (
            "He did not call for the council to resign.",
            "recommendation", "call", "veto.negated", "nobody recommends it",
        ),
        (
            "The council must publish its plan by 30 June 2012.",
            "deadline", "30 June 2012", "deadline.by", "over before the document was published",
        ),
        (
            "Staff must see every child within 24 hours.",
            "deadline", "24 hours", "deadline.by", "a standing time",
        ),
        ("Staff could not say why.", "statement", "say", None, "nobody says it"),
        ("“Tough love” it was.", "statement", "Tough love", None, "nobody is said to speak"),
        ("Xavi Umbrel was there.", "actor", "Xavi Umbrel", "actor.person-said", "no title"),
        ("It rained in Norfolk.", "actor", "Norfolk", None, "a place"),
    ],
)  # fmt: skip
def test_drop_says_what_was_passed_over_and_why(
    text: str, kind: str, words: str, rule: str | None, reason: str
) -> None:
    drops = _drops(text)
    told = [drop for drop in drops if drop[:2] == (kind, words) and reason in drop[3]]
    assert told, drops
    assert rule in [drop[2] for drop in told]


def test_words_of_another_rules_fact_say_whose_they_are() -> None:
    text = "He urged the council to tell staff to act."
    reasons = [reason for *_, reason in _drops(text)]
    assert any(
        reason.startswith("its words are part of what recommendation.") for reason in reasons
    )


def test_unresolved_slot_names_the_words_that_point_at_nobody() -> None:
    (each,) = explain(_document("It is wrong, she said."))
    assert [(left.slot, left.words.text) for left in each.unresolved] == [("speaker", "she")]


def test_furniture_is_said_to_be_furniture() -> None:
    (each,) = explain(_document("Share this article on Facebook"), grep="share this")
    assert each.is_furniture
    assert each.facts == ()


def test_at_and_grep_choose_sentences() -> None:
    document = _document("It rained. Ofsted rated the council\ninadequate. It rained on.")
    assert [each.text for each in explain(document, at=0)] == ["It rained."]
    (each,) = explain(document, grep="COUNCIL inadequate")
    assert [fact.kind for fact in each.facts] == ["actor", "rating"]
    assert len(explain(document, grep="it rained")) == 2
    assert [each.sentence.index for each in explain(document)] == [1]
    assert explain(document, grep="snow") == []


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_explained_facts_are_the_facts(text: str) -> None:
    document = _document(text)
    explained = [fact for each in explain(document) for fact in each.facts]
    assert {fact.id for fact in explained} == {fact.id for fact in facts_of(document)}
    for each in explain(document):
        assert all(0 <= drop.start <= drop.end <= len(text) for drop in each.drops)


# -- the command ---------------------------------------------------------------------------------


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text("Ofsted rated it inadequate. It does no good, she said.", "utf-8")
    return path


def test_command_prints_facts_drops_and_reasons(story: Path) -> None:
    out = run("explain", story).stdout
    assert "+ rating “inadequate” 16-26 rating.verb-object (rules/ratings.toml)" in out
    assert "speaker: “she” is nobody for certain" in out
    assert "- rating “good” – everyday uses of the words" in out
    assert "\x1b" not in out


def test_command_prints_json_lines(story: Path) -> None:
    out = run("explain", story, "--json", "--grep", "no good").stdout
    (each,) = map(json.loads, out.splitlines())
    assert each["sentence"]["text"] == "It does no good, she said."
    assert [fact["kind"] for fact in each["facts"]] == ["statement"]
    assert each["dropped"][0]["rule"] == "veto.idiom"
    assert each["unresolved"][0]["slot"] == "speaker"


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--at", "5000"), 1, "has no offset 5,000: its text has 54 code points"),
        (("--grep", "snow"), 1, "no sentence holds 'snow'"),
        (("--at", "1", "--grep", "x"), 2, "give one of --at and --grep"),
    ],
)
def test_command_says_where_nothing_can_be_explained(
    story: Path, options: tuple[str, ...], code: int, words: str
) -> None:
    done: Any = run("explain", story, *options)
    assert done.exit_code == code
    assert words in done.stderr


def test_command_reads_every_record_of_a_file_but_not_at_an_offset(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    lines = [{"id": n, "text": "Ofsted rated it inadequate."} for n in ("one", "two")]
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    assert run("explain", path).stdout.count("rating.verb-object") == 2
    done = run("explain", path, "--at", "3")
    assert done.exit_code == 1
    assert "holds several documents" in done.stderr

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import load_cases
from norfolk_cs import extract
from norfolk_cs.analysis import Analysis, RatingMention
from norfolk_cs.annotate import annotate
from norfolk_cs.components.ratings import Ratings
from norfolk_cs.grading.frames import Left, alternatives
from norfolk_cs.models import Document, RatingFact
from norfolk_cs.pipeline import build_nlp
from norfolk_cs.rulebook import load_rules
from norfolk_cs.scales import load_scales
from norfolk_cs.segment import segment


def _annotated(text: str, published: str | None = None) -> Analysis:
    return annotate(segment(Document(doc_id="d", source="d", text=text, published=published)))


def _ratings(text: str, published: str | None = None) -> list[RatingFact]:
    return [fact for fact in extract(text, published) if isinstance(fact, RatingFact)]


def _shown(mention: RatingMention, text: str, keys: list[str]) -> dict[str, Any]:
    values = {
        "subject": mention.subject or "",
        "words": text[mention.start : mention.end],
        "value": mention.value,
        "area": mention.area or "",  # TOML has no word for none
        "scale": mention.scale,
        "rule": mention.rule,
        "previous": mention.previous,
        "negated": mention.negated,
        "judged_on": mention.judged_on or "",
        "body": mention.body and mention.body.text,
        "rater": mention.rater and mention.rater.text,
    }
    return {key: values[key] for key in keys}


@pytest.mark.parametrize("case", load_cases("ratings"))
def test_ratings_are_the_grades_given(case: dict[str, Any]) -> None:
    text = case["text"]
    found = _annotated(text, case.get("published")).found.ratings
    assert [text[m.start : m.end] for m in found] == [r["words"] for r in case["ratings"]]
    for mention, expected in zip(found, case["ratings"], strict=True):
        assert _shown(mention, text, list(expected)) == expected
        if case.get("area_is_none"):
            assert mention.area is None
        if case.get("undated"):
            assert mention.judged_on is None


def test_rating_of_nobody_named_is_the_councils() -> None:
    facts = _ratings("Ostley County Council has been warned. Its services were judged inadequate.")
    assert [fact.body and fact.body.name for fact in facts] == ["Ostley County Council"]


def test_rating_of_a_safeguarding_board_is_not_the_councils() -> None:
    text = "Ostley County Council\n\nThe Local Safeguarding Children Board requires improvement\n"
    (fact,) = _ratings(text)
    assert (fact.area, fact.body) == ("lscb", None)


def test_rating_table_has_its_inspectorate_and_the_inspections_last_day() -> None:
    text = (
        "Ostley County Council\n\nInspection date: 11 May 2015 – 4 June 2015\n\n"
        "Children who need help and protection    Good\nAdoption performance   Outstanding\n"
    )
    facts = _ratings(text)
    assert [fact.rater and fact.rater.name for fact in facts] == ["Ofsted", "Ofsted"]
    assert {fact.judged_on for fact in facts} == {"2015-06-04"}


def test_rating_replaced_by_a_later_one_is_previous() -> None:
    text = (
        "A re-inspection in 2014 moved Ostley Council up to requires improvement. "
        "In March 2016 the council was rated good."
    )
    assert [fact.previous for fact in _ratings(text, "2016-06")] == [True, False]


def test_rating_rank_is_the_scales() -> None:
    text = "HMICFRS graded the force requires improvement. Ofsted rated the council inadequate."
    assert [(fact.scale, fact.rank) for fact in _ratings(text)] == [("hmicfrs", 4), ("ofsted", 4)]


@pytest.mark.parametrize("scale", load_scales().by_id.values(), ids=lambda scale: scale.id)
def test_scale_ranks_run_from_one_without_gaps(scale: Any) -> None:
    ranks = sorted({grade.rank for grade in scale.grades})
    assert ranks == list(range(1, len(ranks) + 1))


def test_scale_reads_a_grade_over_a_line_end() -> None:
    grade = load_scales()["ofsted"].grade("Requires \n improvement")
    assert grade is not None
    assert grade.value == "requires_improvement"


def test_scale_knows_an_inspectorate_by_either_name() -> None:
    scales = load_scales()
    assert scales.named("cqc") is scales.named("Care Quality Commission")


def test_rules_can_name_every_ofsted_grade_in_full() -> None:
    book = load_rules("ratings")
    spoken = book.compile("{grade}")
    for grade in load_scales()["ofsted"].grades:
        for form in grade.forms:
            assert spoken.fullmatch(form), form


def test_rule_alternatives_are_cut_outside_groups_only() -> None:
    assert list(alternatives(r"a(b|c)|[|]\|d|e")) == ["a(b|c)", r"[|]\|d", "e"]


SERVICES = ["the", "council", "adoption", "leadership", "was", "which", "had", "Ofsted", "by"]
GRADES = ["rated", "judged", "good", "inadequate", "requires improvement", "to be", "overall"]
JOINTS = ["and", "from", "for", "no longer", "in 2014", "\n", "\n\n•"]
WORDS = st.sampled_from([*SERVICES, *GRADES, *JOINTS, *",.;:'\"()"])


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_ratings_are_grade_words_in_order_whatever_the_text(text: str) -> None:
    component = build_nlp().get_pipe("norfolk_ratings")
    assert isinstance(component, Ratings)
    found = component.match(segment(Document(doc_id="d", source="d", text=text)))
    grade = load_scales().trigger.pattern
    assert all(grade.fullmatch(text[m.start : m.end].lower()) for m in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


def _told() -> list[str]:
    """The texts that the rules are explained with."""
    texts = [
        text
        for rule in load_rules("ratings").rules
        for text in (*rule.examples, *rule.counter_examples)
    ]
    return [text.replace("[[", "").replace("]]", "") for text in texts]


def test_frames_stand_behind_no_text_without_the_words_they_need() -> None:
    ratings = Ratings()
    decided = (ratings.deciding, ratings.past, ratings.denied, ratings.last)
    frames = [f for every in decided for f in every.all]
    for text in _told():
        for end in [place for place, char in enumerate(text) if char == " "]:
            left = Left(text[:end])
            for frame in frames:
                if not left.holds(frame.needs):
                    assert not frame.before.search(left.text), (frame.rule.id, left.text)


@pytest.mark.parametrize("name", ["clause", "company", "giving", "inspector"])
def test_worded_expression_finds_what_it_finds_without_its_words(name: str) -> None:
    ratings = Ratings()
    worded = getattr(ratings.judging if name == "inspector" else ratings.what, name)
    for text in _told():
        left = Left(text)
        found = worded.finditer(text, left, 0, len(text))
        assert [m.span() for m in found] == [m.span() for m in worded.pattern.finditer(text)]


def test_link_stands_before_a_grade_only_behind_its_endings() -> None:
    what = Ratings().what
    for text in _told():
        for end in [place for place, char in enumerate(text) if char == " "]:
            left = Left(text[:end])
            link = what.link.search(left.text)
            if left.ends and left.ends.isdisjoint(what._link_ends):
                assert not link, left.text
            begins = what._before_link(text, left, 0, len(left.text))
            assert begins == (link.start() if link else len(left.text)), left.text


def test_visits_are_told_of_by_none_but_their_visitors() -> None:
    judging = Ratings().judging
    for text in (*_told(), "They visited it in ", "Ofsted came in ", "Inspectors spent a week in "):
        if judging.visited.search(text):
            assert any(word in text.lower() for word in judging.visitors)


def test_areas_are_named_wherever_their_expression_finds_them() -> None:
    what = Ratings().what
    for text in _told():
        wanted = {match.lastgroup for match in what.areas.finditer(text)}
        named = what.named_areas(text)
        assert named == (
            {"overall"} if wanted == {"overall_adverb"} else wanted - {"overall_adverb"}
        )


@pytest.mark.parametrize("name", ["row", "overall", "board"])
def test_table_lines_are_all_that_their_expression_finds(name: str) -> None:
    lines = getattr(Ratings().tables, name)
    text = "\n".join(_told())
    analysis = segment(Document(doc_id="d", source="d", text=text))
    wanted = [match.span() for match in lines._pattern.finditer(text)]
    assert wanted
    assert [match.span() for match in lines.finditer(analysis)] == wanted

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import load_cases
from norfolk_cs import extract
from norfolk_cs.analysis import Analysis, RecommendationMention
from norfolk_cs.annotate import annotate
from norfolk_cs.components.duties.actions import actions
from norfolk_cs.components.duties.subjects import subjects
from norfolk_cs.components.duties.who import Phrase, Who
from norfolk_cs.models import Document, RecommendationFact
from norfolk_cs.segment import segment

KEYS = ("words", "strength", "by", "to", "against", "total")
CUES = ["must", "should", "urged", "recommended that", "told to", "calls for", "needs to", "\n• "]


def _annotated(text: str) -> Analysis:
    return annotate(segment(Document(doc_id="d", source="d", text=text, published="2016-08-15")))


def _shown(mention: RecommendationMention, text: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        "words": text[mention.start : mention.end],
        "strength": mention.strength,
        "by": mention.recommender and mention.recommender.text,
        "to": mention.addressee and mention.addressee.text,
        "against": mention.against,
        "total": mention.total,
    }
    return {key: values[key] for key in KEYS if values[key]}


def _facts(text: str) -> list[RecommendationFact]:
    return [fact for fact in extract(text, "2016-08-15") if isinstance(fact, RecommendationFact)]


@pytest.mark.parametrize(
    ("before", "run"),
    [
        ("The council has also ", "has also "),
        ("They haven’t\n", "haven’t\n"),
        ("The board is set\nto ", "is set\nto "),
        ("Ministers as a matter of urgency ", "as a matter of urgency "),
        ("The council on Friday ", "on Friday "),
        ("The council's family ", ""),
    ],
)
def test_auxiliaries_are_left_out_of_a_subject(before: str, run: str) -> None:
    assert before[subjects().before_auxiliaries(before, 0, len(before)) :] == run


@pytest.mark.parametrize("case", load_cases("recommendations"))
def test_recommendations_are_the_actions_due(case: dict[str, Any]) -> None:
    found = _annotated(case["text"]).found.recommendations
    assert [_shown(mention, case["text"]) for mention in found] == case["recommendations"]


def test_recommender_is_who_speaks_where_nobody_is_named() -> None:
    text = "Norfolk County Council leader George Nobbs said: 'Ministers must act.'"
    (fact,) = _facts(text)
    assert fact.recommender is not None
    assert fact.recommender.name == "George Nobbs"


def test_recommender_in_the_writers_own_voice_is_nobody() -> None:
    (fact,) = _facts("Ministers must act.")
    assert fact.recommender is None


def test_report_list_is_the_inspectorates_and_for_the_council() -> None:
    text = (
        "Inspection of Ostley County Council children's services by Ofsted\n\n"
        "Inspectors from Ofsted visited Ostley County Council in May.\n\n"
        "What needs to improve\n\n• the timeliness of visits"
    )
    (fact,) = _facts(text)
    assert fact.recommender is not None
    assert fact.addressee is not None
    assert (fact.recommender.name, fact.addressee.name) == ("Ofsted", "Ostley County Council")
    assert fact.rule == "recommendation.list"


def test_recommendation_fact_repeats_its_words_as_action() -> None:
    (fact,) = _facts("The council must\npublish its plan.")
    assert fact.action == fact.span.text == "publish its plan"


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("we", Who.SELF),
        ("Anyone with information", Who.HEARER),
        ("the county council", Who.BODY),
        ("Mr Hill", Who.BODY),
        ("It", Who.IT),
        ("his report", Who.PAPER),
        ("Supervision", Who.THING),
        ("nobody", Who.VAGUE),
    ],
)
def test_subject_kind_is_told_by_its_words(words: str, who: Who) -> None:
    assert subjects().kind(words, Phrase(0, len(words)), opens=True) is who


@pytest.mark.parametrize(
    ("before", "subject"),
    [
        ("He said Norfolk had been slow and ", "Norfolk"),
        ("The leader, Roland Pym, ", "The leader"),
        ("In 2014 ministers ", "ministers"),
        ("They told the county it ", "it"),
        ("the steps the council ", None),
        ("She asked whether the council ", None),
        ("children who ", None),
        ("It has a plan that the council ", None),
    ],
)
def test_subject_is_the_noun_phrase_before_its_verb(before: str, subject: str | None) -> None:
    found = subjects().find(before + "must act", 0, len(before))
    assert (before[found.start : found.end] if found else None) == subject


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("cap caseloads at 18 and publish a scorecard", 2),
        ("get out and meet her social workers", 1),
        ("review and improve its plans", 1),
        ("provide challenge and support to schools", 1),
        ("ensure that there is capacity to lead and manage services", 1),
        ("think again, and fund the service", 2),
        ("listen, to learn and to act", 3),
    ],
)
def test_actions_split_where_a_verb_has_words_of_its_own(text: str, parts: int) -> None:
    assert len(actions().split(text, 0, len(text))) == parts


@given(st.lists(st.sampled_from([*CUES, "the council", "act", ",", "and", "'", ".", "that", "if"])))
def test_recommendations_hold_their_place_on_any_text(words: list[str]) -> None:
    text = " ".join(words)
    found = _annotated(text).found.recommendations
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert [m.start for m in found] == sorted(m.start for m in found)

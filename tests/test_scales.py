"""Every inspectorate's grades come out right in sentences; the scales hold together."""

from __future__ import annotations

from typing import Any

import pytest

from cases import load_cases
from norfolk_cs import extract
from norfolk_cs.models import RatingFact
from norfolk_cs.names import fold
from norfolk_cs.naming.gazetteer import gazetteer
from norfolk_cs.scales import Scale, load_scales, normal_form


@pytest.mark.parametrize("case", load_cases("scales"))
def test_grades_of_every_inspectorate(case: dict[str, Any]) -> None:
    facts = extract(case["text"], published="2020-05-04")
    ratings = [fact for fact in facts if isinstance(fact, RatingFact)]
    assert [[fact.value, fact.scale, fact.rank] for fact in ratings] == [
        wanted[:3] for wanted in case["ratings"]
    ]
    for fact, wanted in zip(ratings, case["ratings"], strict=True):
        if len(wanted) > 3:
            assert fact.rater is not None
            assert fact.rater.name == wanted[3]


@pytest.mark.parametrize("scale", load_scales().by_id.values(), ids=lambda scale: scale.id)
def test_scale_names_an_inspectorate_that_is_known(scale: Scale) -> None:
    assert fold(scale.inspectorate) in gazetteer().kinds


def test_scale_reads_a_grade_on_another_scale_of_its_inspectorate() -> None:
    scales = load_scales()
    found = scales.read(scales.named("Ofsted"), "urgent improvement")
    assert found is not None
    assert (found[0].id, found[1].rank) == ("ofsted_report_card", 5)
    assert scales.read(scales.named("CQC"), "urgent improvement") is None


def test_scales_words_are_the_vocabulary_of_rules() -> None:
    words = load_scales().vocabulary()
    assert {"good", "excellent"} <= set(words["everyday"])
    assert not {"inadequate", "unsatisfactory"} & set(words["everyday"])
    assert not {normal_form("urgent improvement")} & set(words["bare"])


@pytest.mark.parametrize(
    ("words", "scale"),
    [("the council's adoption service", "ofsted"), ("a care home", "cqc"), ("a cake", None)],
)
def test_scale_is_told_by_whose_grade_it_is(words: str, scale: str | None) -> None:
    found = load_scales().about(words)
    assert (found and found.id) == scale

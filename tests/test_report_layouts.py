"""Reports as they are set: tables in any order of cells, feet, columns, lists of each age."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from norfolk_cs.models import DeadlineFact, Document, Fact, RatingFact, RecommendationFact
from norfolk_cs.read import read_documents
from norfolk_cs.run import facts_of
from papers import ILACS_ROWS, Paper

SIF_ROWS = [
    ("1. Children who need help and protection", "Good"),
    ("2. Children looked after and achieving permanence", "Requires improvement"),
    ("2.1 Adoption performance", "Inadequate"),
    ("2.2 Experiences and progress of care leavers", "Outstanding"),
    ("3. Leadership, management and governance", "Good"),
]
SIF_GRADES = {
    "help_and_protection": "good",
    "looked_after": "requires_improvement",
    "adoption": "inadequate",
    "care_leavers": "outstanding",
    "leadership": "good",
}
PROSE = "Managers visit each team, and social workers say that they are heard. Families agree."


def _read(paper: Paper, tmp_path: Path) -> tuple[Document, list[Fact]]:
    path = tmp_path / "report.pdf"
    path.write_bytes(paper.bytes())
    failures: list[Exception] = []
    (document,) = read_documents([path], on_failure=failures.append)
    assert failures == []
    return document, facts_of(document)


def _grades(facts: list[Fact]) -> dict[str | None, str]:
    return {
        fact.area: fact.value
        for fact in facts
        if isinstance(fact, RatingFact) and fact.rule.startswith("rating.table")
    }


def _listed(facts: list[Fact]) -> list[str]:
    return [
        " ".join(fact.span.text.split())
        for fact in facts
        if isinstance(fact, RecommendationFact) and fact.rule.startswith("recommendation.list")
    ]


def _titled(foot: str = "") -> Paper:
    paper = Paper(foot=foot)
    paper.put("Barnsley", 24)
    paper.put("Inspection of services for children in need of help and protection", 14)
    paper.put("Inspection dates: 9 October to 2 November 2017", 12, bold=True)
    return paper


# -- tables --------------------------------------------------------------------------------------


def _grade_first(paper: Paper) -> None:
    for label, grade in SIF_ROWS:
        paper.row(label, grade, grade_first=True)


def _by_column(paper: Paper) -> None:
    paper.columns(SIF_ROWS)


def _centred(paper: Paper) -> None:
    for label, grade in SIF_ROWS:
        paper.row(label, grade, drop=2.6)


def _footnoted(paper: Paper) -> None:
    for label, grade in SIF_ROWS:
        paper.row(label, f"{grade}2" if grade == "Good" else grade)


def _in_narrow_cells(paper: Paper) -> None:
    for label, grade in SIF_ROWS:
        paper.row(label, grade, wide=50)


@pytest.mark.parametrize("draw", [_grade_first, _by_column, _centred, _footnoted, _in_narrow_cells])
def test_table_is_read_in_whatever_order_it_is_set(
    draw: Callable[[Paper], None], tmp_path: Path
) -> None:
    paper = _titled()
    draw(paper)
    paper.put(PROSE)
    assert _grades(_read(paper, tmp_path)[1]) == SIF_GRADES


def test_overall_judgement_of_a_place_of_several_words_is_read(tmp_path: Path) -> None:
    paper = Paper()
    paper.put("Bournemouth, Christchurch and Poole", 24)
    paper.put("Inspection of services for children in need of help and protection", 14)
    paper.put("Children's services in Bournemouth, Christchurch and Poole are inadequate", 14)
    for label, grade in SIF_ROWS:
        paper.row(label, grade)
    assert _grades(_read(paper, tmp_path)[1]) == SIF_GRADES | {"overall": "inadequate"}


def test_table_of_the_protection_framework_has_an_area_for_each_row(tmp_path: Path) -> None:
    paper = Paper()
    paper.put("Inspection of local authority arrangements for the protection of children", 20)
    paper.put("Barnsley Metropolitan Borough Council", 24)
    paper.put("Inspection dates: 4 - 13 July 2012")
    paper.put("Record of main findings", 16, bold=True)
    paper.put("Local authority arrangements for the protection of children", bold=True)
    paper.row("Overall effectiveness", "Adequate")
    paper.row(
        "The effectiveness of the help and protection provided to children, young people, "
        "families and carers",
        "Inadequate",
    )
    paper.row("The quality of practice", "Adequate")
    paper.row("Leadership and governance", "Good")
    assert _grades(_read(paper, tmp_path)[1]) == {
        "overall": "adequate",
        "help_and_protection": "inadequate",
        "quality_of_practice": "adequate",
        "leadership": "good",
    }


# -- lists ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("bullet", ["-", "\u00b7", "n", "o", "\u00a7"])
def test_bullets_of_any_shape_open_items_over_a_running_foot(bullet: str, tmp_path: Path) -> None:
    paper = Paper(foot="Inspection of Saxby Vale local authority children's services", first=1)
    paper.put("Inspection of Norfolk local authority children's services", 24)
    paper.put("Inspection dates: 7 to 18 November 2022", bold=True)
    for label, grade in ILACS_ROWS:
        paper.row(label, grade)
    for _ in range(11):
        paper.put(PROSE)
    paper.put("What needs to improve?", 14, bold=True)
    for subject in ("plans", "visits", "records", "reviews", "homes"):
        paper.put(f"{bullet} The timeliness of {subject}, and how they reach families.", indent=4)
    paper.put("The experiences and progress of care leavers: outstanding", 14, bold=True)
    paper.put(f"1. {PROSE}")
    document, facts = _read(paper, tmp_path)
    assert len(document.pages) > 1
    assert len(_listed(facts)) == 5


def test_areas_for_improvement_end_before_the_strengths_that_are_numbered_on(
    tmp_path: Path,
) -> None:
    paper = _titled()
    for label, grade in SIF_ROWS:
        paper.row(label, grade)
    paper.put("What does the local authority need to improve?", 14, bold=True)
    paper.put("Priority and immediate action", 12, bold=True)
    paper.put("5. Ensure that every child has a plan.")
    paper.put("Areas for improvement", 12, bold=True)
    paper.put("6. Review the quality of supervision.")
    paper.put("7. Implement advice, and act on lessons.")
    paper.put("The local authority's strengths", 14, bold=True)
    paper.put("8. Work with partners is strong.")
    paper.put("9. Support for carers is good.")
    paper.put("The Local Safeguarding Children Board (LSCB)", 18, bold=True)
    paper.put("What does the LSCB need to improve?", 14, bold=True)
    paper.put("10. Ensure that partners attend.")
    paper.put("Key strengths and weaknesses of the LSCB", 14, bold=True)
    paper.put("11. Audit work is thorough.")
    assert _listed(_read(paper, tmp_path)[1]) == [
        "Ensure that every child has a plan",
        "Review the quality of supervision",
        "Implement advice, and act on lessons",
    ]


def test_lead_ins_set_close_are_deadlines_counted_from_publication(tmp_path: Path) -> None:
    paper = Paper()
    paper.put("Inspection of looked after children services", 20)
    paper.put("Barnsley Metropolitan Borough Council", 24)
    paper.put("Published: 16 August 2013")
    paper.put("Areas for improvement", 14, bold=True)
    paper.put(
        "7. In order to improve services for looked after children in Barnsley, the local "
        "authority and its partners should take the following action.\n"
        "Immediately:\n- review all plans\n- make sure that visits are made\n"
        "Within three months:\n- give managers the advice that they need\n"
        "Within six months:\n- work with schools on attendance"
    )
    paper.put("Record of main findings", 16, bold=True)
    paper.put("Services for looked after children", bold=True)
    paper.row("Overall effectiveness", "Adequate")
    facts = _read(paper, tmp_path)[1]
    assert len(_listed(facts)) == 4
    assert {
        f.addressee and f.addressee.name for f in facts if isinstance(f, RecommendationFact)
    } == {"Barnsley Metropolitan Borough Council"}
    due = [f.due for f in facts if isinstance(f, DeadlineFact) and f.window]
    assert due == ["2013-11-16", "2014-02-16"]


def test_bullets_within_bullets_spell_out_their_item(tmp_path: Path) -> None:
    paper = Paper()
    paper.put("Inspection of Norfolk local authority children's services", 24)
    paper.put("What needs to improve?", 14, bold=True)
    for subject in ("plans", "visits"):
        paper.put(f"\u00b7 The quality of {subject}, so that:")
        paper.put("- children understand them", indent=8)
        paper.put("- families are heard", indent=8)
    document, facts = _read(paper, tmp_path)
    assert len(_listed(facts)) == 2
    assert document.text.count("\n– ") == 4


# -- noise ---------------------------------------------------------------------------------------


def test_section_headings_at_page_tops_are_no_running_heads(tmp_path: Path) -> None:
    paper = Paper()
    paper.put("Inspection of looked after children services", 20)
    paper.put("Barnsley Metropolitan Borough Council", 24)
    for gap in (0, 9):
        paper.pdf.add_page()
        paper.pdf.ln(gap)
        paper.put("Overall effectiveness", 12)
        paper.put(f"3. {PROSE}")
    paper.pdf.add_page()
    paper.put("Record of main findings", 16, bold=True)
    paper.row("Overall effectiveness", "Adequate")
    paper.row("Capacity to improve", "Good")
    facts = _read(paper, tmp_path)[1]
    assert _grades(facts) == {"overall": "adequate", "capacity_to_improve": "good"}


def test_two_columns_of_noise_leave_tables_and_lists_alone(tmp_path: Path) -> None:
    paper = _titled()
    for label, grade in SIF_ROWS:
        paper.row(label, grade)
    left = [f"Team {letter} sees families early. Its plans are read." for letter in "ABCDE"]
    right = [f"{number} children live with carers, and {number} at home." for number in range(9)]
    paper.side_by_side(left, right)
    paper.put("Recommendations", 14, bold=True)
    paper.put("1. Review the plans of all children.")
    paper.put("2. Ensure that visits are made.")
    paper.side_by_side(left, right)
    document, facts = _read(paper, tmp_path)
    blocks = [" ".join(block.split()) for block in document.text.split("\n\n")]
    assert all(blocks.count(words) == 2 for words in (*left, *right))
    assert _grades(facts) == SIF_GRADES
    assert _listed(facts) == ["Review the plans of all children", "Ensure that visits are made"]

"""Real inspection reports, where they are at hand: judgements, counts, days, pages."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from norfolk_cs.models import ActorFact, DeadlineFact, Document, Fact, RatingFact
from norfolk_cs.models import RecommendationFact as Recommendation
from norfolk_cs.read import read_documents
from norfolk_cs.run import facts_of

REPORTS = Path(__file__).parent.parent.parent / "shared" / "reports"
EXPECTED: dict[str, dict[str, Any]] = (
    json.loads((REPORTS / "expected.json").read_text("utf-8")) if REPORTS.is_dir() else {}
)
JUDGED = [name for name, want in EXPECTED.items() if "judgements" in want]
pytestmark = pytest.mark.skipif(not EXPECTED, reason="the reports are not at hand")


@cache
def _report(name: str) -> tuple[Document, tuple[Fact, ...]]:
    (document,) = read_documents([REPORTS / f"{name}.pdf"], on_failure=lambda _: None)
    return document, tuple(facts_of(document))


def _table(name: str) -> list[RatingFact]:
    _, facts = _report(name)
    return [f for f in facts if isinstance(f, RatingFact) and f.rule.startswith("rating.table")]


def _with(key: str) -> list[str]:
    return [name for name in JUDGED if key in EXPECTED[name]]


@pytest.mark.parametrize("name", JUDGED)
def test_report_gives_each_judgement_of_its_table(name: str) -> None:
    have = {rating.area: rating.value for rating in _table(name)}
    want = EXPECTED[name]["judgements"]
    assert {area: have.get(area) for area in want} == want
    assert have.keys() - want.keys() <= {"lscb"}


@pytest.mark.parametrize("name", _with("inspected"))
def test_report_dates_its_judgements_by_the_last_inspection_day(name: str) -> None:
    assert {rating.judged_on for rating in _table(name)} == {EXPECTED[name]["inspected"][1]}


@pytest.mark.parametrize("name", _with("published"))
def test_report_tells_when_it_was_published(name: str) -> None:
    assert _report(name)[0].published == EXPECTED[name]["published"]


@pytest.mark.parametrize("name", _with("recommendations"))
def test_report_lists_its_recommendations_one_by_one(name: str) -> None:
    found = [
        fact
        for fact in _report(name)[1]
        if isinstance(fact, Recommendation) and fact.rule.startswith("recommendation.list")
    ]
    assert len(found) == EXPECTED[name]["recommendations"]
    assert all(fact.recommender and fact.recommender.name == "Ofsted" for fact in found)


@pytest.mark.parametrize("name", _with("deadlines"))
def test_report_sets_a_deadline_for_each_item_under_a_lead_in(name: str) -> None:
    found = Counter(
        f"within {fact.span.text}" if fact.window else fact.span.text.lower()
        for fact in _report(name)[1]
        if isinstance(fact, DeadlineFact) and fact.rule.startswith("deadline.list")
    )
    assert {words: found[words] for words in EXPECTED[name]["deadlines"]} == (
        EXPECTED[name]["deadlines"]
    )


@pytest.mark.parametrize("name", [n for n in JUDGED if "overall" in EXPECTED[n]["judgements"]])
def test_report_names_the_authority_it_grades(name: str) -> None:
    place = name.split("-20")[0].replace("-", " ")
    bodies = {rating.body.name.lower() for rating in _table(name) if rating.body}
    assert bodies
    assert all(place in body.replace("-", " ") for body in bodies)


@pytest.mark.parametrize("name", JUDGED)
def test_report_names_its_lead_inspector(name: str) -> None:
    leads = [
        fact.name
        for fact in _report(name)[1]
        if isinstance(fact, ActorFact) and any("inspector" in (r.title or "") for r in fact.roles)
    ]
    assert leads


def _words(text: str) -> str:
    return "".join(re.findall(r"\w+", text.replace("\ufffe", "").replace("\x02", "")))


@pytest.mark.parametrize("name", JUDGED)
def test_report_facts_stand_on_the_page_they_name(name: str) -> None:
    document, facts = _report(name)
    pdf = pypdfium2.PdfDocument(REPORTS / f"{name}.pdf")
    pages = [_words(page.get_textpage().get_text_range()) for page in pdf]
    ends = [*document.pages[1:], len(document.text)]
    wrong = []
    for fact in facts:
        assert fact.page is not None
        on_page = document.text[fact.span.start : min(fact.span.end, ends[fact.page - 1])]
        if _words(on_page) not in pages[fact.page - 1]:
            wrong.append((fact.page, on_page))
    assert wrong == []


def test_web_page_under_a_pdf_name_gives_no_judgement() -> None:
    failures: list[str] = []
    documents = list(
        read_documents(
            [REPORTS / "rotherham-2012-08-10.pdf"], on_failure=lambda e: failures.append(str(e))
        )
    )
    assert len(failures) == 1
    facts = [fact for document in documents for fact in facts_of(document)]
    assert [fact for fact in facts if isinstance(fact, RatingFact)] == []

"""Inspection reports against what a person read from them: judgements, counts, days.

A judgement is right if the table rows and overall sentences give that area that grade; a count
is the number of items in the report's first list of recommendations; ``lscb`` on top is no error.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tables import share, table

from norfolk_cs.models import DeadlineFact, Fact, RatingFact, RecommendationFact
from norfolk_cs.read import read_documents
from norfolk_cs.run import facts_of


def judgements(facts: list[Fact]) -> dict[str, str]:
    """Each area's grade by the rows of the report's table."""
    return {
        fact.area: fact.value
        for fact in facts
        if isinstance(fact, RatingFact) and fact.rule.startswith("rating.table") and fact.area
    }


def sections(shared: Path, *, misses: bool) -> Iterator[str]:
    """The report's part on inspection reports."""
    yield "## Inspection reports"
    folder = shared / "reports"
    if not folder.is_dir():
        yield "Not at hand: nothing measured."
        return
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()

    def check(what: str, name: str, want: object, have: object) -> None:
        total[what] += 1
        right[what] += want == have
        if misses and want != have:
            print(f"{name}: {what}: expected {want}, found {have}")

    for document in read_documents(sorted(folder.glob("*.pdf")), on_failure=lambda _: None):
        want = expected[document.doc_id]
        facts = facts_of(document)
        have = judgements(facts)
        for area, grade in want.get("judgements", {}).items():
            check("judgement", f"{document.doc_id} {area}", grade, have.get(area))
        extra = have.keys() - want.get("judgements", {}).keys() - {"lscb"}
        check("nothing else judged", document.doc_id, set(), extra)
        lists = [f for f in facts if isinstance(f, RecommendationFact) and ".list" in f.rule]
        if "recommendations" in want:
            check("recommendations", document.doc_id, want["recommendations"], len(lists))
        if "published" in want:
            check("published", document.doc_id, want["published"], document.published)
        if "inspected" in want and want.get("judgements"):
            days = {
                f.judged_on
                for f in facts
                if isinstance(f, RatingFact) and f.rule.startswith("rating.table")
            }
            check("inspected", document.doc_id, {want["inspected"][1]}, days)
        if "deadlines" in want:
            found = Counter(
                f"within {f.span.text}" if f.window else f.span.text.lower()
                for f in facts
                if isinstance(f, DeadlineFact) and ".list" in f.rule
            )
            counts = {words: found[words] for words in want["deadlines"]}
            check("deadlines", document.doc_id, want["deadlines"], counts)
    yield f"What a person read from {len(expected)} files, and how much of it is found."
    yield table(["what", "right"], [[what, share(right[what], total[what])] for what in total])

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import load_cases
from norfolk_cs import extract
from norfolk_cs.analysis import Analysis, DeadlineMention
from norfolk_cs.annotate import annotate
from norfolk_cs.models import DeadlineFact, Document
from norfolk_cs.segment import segment

KEYS = ("words", "basis", "due", "window", "from_", "obligation", "consequence")
WORDS = ["must act by", "30 June", "within", "six months", "given", "until", "one chance left", "."]


def _annotated(text: str) -> Analysis:
    return annotate(segment(Document(doc_id="d", source="d", text=text, published="2016-08-15")))


def _shown(mention: DeadlineMention, text: str) -> dict[str, Any]:
    shown: dict[str, Any] = {"words": text[mention.start : mention.end]}
    shown |= {key: getattr(mention, key) for key in KEYS[1:] if getattr(mention, key)}
    if mention.obliged:
        shown["obliged"] = mention.obliged.text
    if mention.set_by:
        shown["set_by"] = mention.set_by.text
    if not mention.start_known:
        shown["start_known"] = False
    return shown


def _facts(text: str, published: str | None = "2016-08-15") -> list[DeadlineFact]:
    return [fact for fact in extract(text, published) if isinstance(fact, DeadlineFact)]


@pytest.mark.parametrize("case", load_cases("deadlines"))
def test_deadlines_are_the_times_to_act_in(case: dict[str, Any]) -> None:
    found = _annotated(case["text"]).found.deadlines
    assert [_shown(mention, case["text"]) for mention in found] == case["deadlines"]


@pytest.mark.parametrize(
    ("published", "due"),
    [("2013-08-16", "2014-02-16"), ("2013-08", "2014-02"), ("2013", None), (None, None)],
)
def test_window_runs_from_publication_at_its_precision(published: str | None, due: str) -> None:
    (fact,) = _facts("The council has been given six months to improve.", published)
    assert (fact.window, fact.from_, fact.due) == ("P6M", published, due)


def test_window_runs_from_the_date_the_text_gives() -> None:
    (fact,) = _facts("In July, the council was given six months to improve.")
    assert (fact.from_, fact.due) == ("2016-07", "2017-01")


def test_window_that_starts_on_an_unknown_day_has_no_due_date() -> None:
    (fact,) = _facts("The council must reply within 28 days of receiving this letter.")
    assert (fact.window, fact.from_, fact.due) == ("P28D", None, None)


def test_due_date_has_the_precision_of_its_words() -> None:
    (fact,) = _facts("The council must reply by the end of November.")
    assert fact.due == "2016-11"


@pytest.mark.parametrize(
    "text",
    [
        "The council was told to act by 31 March 2014.",
        "In 2014 ministers gave it 12 months to raise standards.",
        "The Council was required to improve by 31 December 2013. It did not do so.",
    ],
)
def test_deadline_over_before_publication_is_history(text: str) -> None:
    assert _facts(text) == []


def test_window_told_twice_is_set_by_the_same_body() -> None:
    text = (
        "Minister gives county nine months\n\n"
        "The county's services have been handed nine months to turn themselves round."
    )
    setters = [fact.set_by and fact.set_by.name for fact in _facts(text)]
    assert setters == ["minister", "minister"]


def test_ultimatum_has_neither_window_nor_due_date() -> None:
    (fact,) = _facts("Norfolk County Council has one chance left to deliver.")
    assert (fact.basis, fact.window, fact.due) == ("ultimatum", None, None)
    assert fact.obliged is not None
    assert fact.obliged.name == "Norfolk County Council"


@given(st.lists(st.sampled_from([*WORDS, "the council", "to improve", "if", "or face", "\n• "])))
def test_deadlines_hold_their_place_on_any_text(words: list[str]) -> None:
    text = " ".join(words)
    found = _annotated(text).found.deadlines
    assert all(0 <= m.start < m.end <= len(text) for m in found)
    assert [m.start for m in found] == sorted(m.start for m in found)

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import load_cases
from norfolk_cs.analysis import (
    Analysis,
    DateMention,
    RatingMention,
    RecommendationMention,
    StatementMention,
)
from norfolk_cs.models import Document
from norfolk_cs.resolve.certainty import certainty_of
from norfolk_cs.segment import segment

_MARKED = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


def _analysis(text: str) -> Analysis:
    return segment(Document(doc_id="d", source="d", text=text))


def _statement(text: str) -> str:
    mention = StatementMention(0, len(text), "statement.test", directness="indirect")
    return certainty_of(_analysis(text), mention)


def _governed(marked: str) -> set[str]:
    text = _MARKED.sub(r"\1", marked)
    found: set[str] = set()
    for place, match in enumerate(_MARKED.finditer(marked)):
        start = match.start() - 4 * place  # each mark before took four characters
        mention = RecommendationMention(
            start, start + len(match[1]), "recommendation.test", strength="advised"
        )
        found.add(certainty_of(_analysis(text), mention))
    return found


@pytest.mark.parametrize("case", load_cases("certainty"))
def test_certainty_is_what_the_words_say(case: dict[str, Any]) -> None:
    if "statement" in case:
        assert _statement(case["text"]) == case["statement"]
    else:
        assert _governed(case["text"]) == {case["governed"]}


def test_certainty_of_a_statement_behind_its_condition_is_conditional() -> None:
    text = "If it does not, he says, he will go to the minister."
    start = text.index("he will")
    mention = StatementMention(start, len(text), "statement.test", directness="indirect")
    assert certainty_of(_analysis(text), mention) == "conditional"


def test_certainty_of_several_sentences_is_not_that_of_one() -> None:
    assert _statement("It has one chance left. If it fails, we will step in.") == "stated"


def test_certainty_of_a_grade_taken_for_granted_is_stated() -> None:
    text = "Ministers may take over its 'inadequate' department."
    start = text.index("inadequate")
    rule = "rating.department"
    mention = RatingMention(start, start + len("inadequate"), rule, value="inadequate")
    assert certainty_of(_analysis(text), mention) == "stated"


def test_certainty_of_a_date_is_stated() -> None:
    text = "It could begin in May 2015 if funds allow."
    mention = DateMention(18, 26, "date.test", type="DATE", value="2015-05")
    assert certainty_of(_analysis(text), mention) == "stated"


@given(st.text(alphabet=st.sampled_from("if unless,.maylikey could\n ")), st.integers(0, 40))
def test_certainty_never_raises(text: str, place: int) -> None:
    analysis = _analysis(text)
    start = min(place, len(text))
    mention = StatementMention(start, len(text), "statement.test", directness="direct")
    assert certainty_of(analysis, mention) in ("stated", "hedged", "conditional")

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import load_cases
from norfolk_cs.analysis import Quote
from norfolk_cs.components.quotes import Quotes
from norfolk_cs.models import Document
from norfolk_cs.segment import segment
from work import calls_made

QUOTES = Quotes()
DEBRIS = st.text(alphabet=st.sampled_from("ab s.,:!?\n\t-\"'“”‘’`«»"), max_size=80)


def _quotes(text: str) -> list[Quote]:
    return QUOTES.match(segment(Document(doc_id="d", source="d", text=text)))


@pytest.mark.parametrize("case", load_cases("quotes"))
def test_quotes_finds_the_words_between_marks(case: dict[str, Any]) -> None:
    text = case["text"]
    found = _quotes(text)
    assert [text[quote.start : quote.end] for quote in found] == case["quotes"]
    left_open = [text[quote.start : quote.end] for quote in found if not quote.closed]
    assert left_open == case.get("open", [])
    going_on = [text[quote.start : quote.end] for quote in found if quote.continues]
    assert going_on == case.get("continues", [])


def test_quotes_passes_over_furniture() -> None:
    assert not _quotes("Read more: 'I was moved 14 times in care'")


@given(DEBRIS)
def test_quotes_are_never_empty_and_in_start_order(text: str) -> None:
    found = _quotes(text)
    assert all(0 <= quote.start < quote.end <= len(text) for quote in found)
    assert [quote.start for quote in found] == sorted(quote.start for quote in found)


@given(DEBRIS)
def test_quotes_nest_or_stand_apart(text: str) -> None:
    found = _quotes(text)
    for place, outer in enumerate(found):
        for inner in found[place + 1 :]:
            assert inner.start >= outer.end or inner.end <= outer.end


@pytest.mark.parametrize("unit", ['"a ', 'a" ', '"a \'b "', "s' a ", "“a ‘b "])
def test_quotes_take_linear_time_on_debris(unit: str) -> None:
    short = calls_made(lambda: _quotes(unit * 2_000))
    long = calls_made(lambda: _quotes(unit * 16_000))
    # Eight times the text: a quadratic pass would make up to 64 times the calls.
    assert long < 12 * short

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import load_cases
from norfolk_cs import extract
from norfolk_cs.analysis import Analysis, StatementMention
from norfolk_cs.components.quotes import Quotes
from norfolk_cs.components.statements import Statements
from norfolk_cs.models import Document, StatementFact
from norfolk_cs.segment import segment
from work import calls_made

QUOTES, STATEMENTS = Quotes(), Statements()
WORDS = (
    "said says told Hill Mr council the She that and but who which adding warned report by was "
    "not inspectors found according to in his view read as On Friday ( ) “ ” ' \" , . ? : ; –"
)
DEBRIS = st.lists(st.sampled_from([*WORDS.split(), "\n\n", "“Yes,”"]), max_size=40).map(" ".join)


def _read(text: str) -> Analysis:
    """A text with its quotations and statements, and no actors: names are told by capitals."""
    analysis = segment(Document(doc_id="d", source="d", text=text))
    QUOTES.annotate(analysis)
    STATEMENTS.annotate(analysis)
    return analysis


def _row(analysis: Analysis, found: StatementMention) -> list[str]:
    words = analysis.text[found.start : found.end]
    return [found.speaker.text if found.speaker else "", found.cue or "", found.directness, words]


def _speakers(text: str) -> list[str | None]:
    facts = [fact for fact in extract(text) if isinstance(fact, StatementFact)]
    return [fact.speaker.name if fact.speaker else None for fact in facts]


@pytest.mark.parametrize("case", load_cases("statements"))
def test_statements_tells_who_said_what(case: dict[str, Any]) -> None:
    analysis = _read(case["text"])
    rows = [_row(analysis, found) for found in analysis.found.statements]
    assert rows == case["statements"]


def test_statements_take_their_speakers_from_the_actors() -> None:
    text = (
        "Council leader Barry Tuttle (Con, Saltby East) said he was sorry.\n\n"
        "'I am going nowhere,' Mr Tuttle added. 'Not today.'"
    )
    assert _speakers(text) == ["Barry Tuttle"] * 3


def test_statements_are_of_a_body_whatever_its_name_begins_with() -> None:
    assert _speakers("Action for Children said that help was falling.") == ["Action for Children"]


def test_body_named_behind_when_and_where_speaks() -> None:
    text = "In its report of May 2014 Ofsted, which rated the home good, found that it was late."
    assert _speakers(text) == ["Ofsted"]


def test_statements_of_an_interview_are_the_interviewee_s() -> None:
    text = (
        "Nora Flint was sent to Saltby in May. She met our reporter, Joe Tamblyn.\n\n"
        "What did you find?\n\n"
        "“Decent people. I sat with them for two days.\n\n“One thing I will say.”\n\n"
        "Ofsted said managers were “lost”. Do you agree?\n\n“It's fair.”\n\n"
        "What next?\n\n“Supervision.” She laughs. “And a new lift.”\n\n"
        "Afterwards Alan Trask rang to say that he had been misquoted."
    )
    assert _speakers(text) == [
        *["Nora Flint"] * 2, "Ofsted", *["Nora Flint"] * 3, "Alan Trask"
    ]  # fmt: skip


def test_statements_attribute_the_facts_inside_them() -> None:
    facts = extract("Dave Hill said the service was rated inadequate in May.", published="2016-08")
    inside = [fact for fact in facts if fact.kind in ("rating", "date")]
    assert inside
    assert all(fact.attributed_to and fact.attributed_to.name == "Dave Hill" for fact in inside)


@given(DEBRIS)
def test_statements_repeat_the_text(text: str) -> None:
    analysis = _read(text)
    for found in analysis.found.statements:
        assert 0 <= found.start < found.end <= len(text)
        assert found.speaker is not None
        assert text[found.speaker.start : found.speaker.end] == found.speaker.text


@given(DEBRIS)
def test_statements_give_no_quotation_to_two_speakers(text: str) -> None:
    analysis = _read(text)
    direct = [s for s in analysis.found.statements if s.directness == "direct"]
    assert len({(s.start, s.end) for s in direct}) == len(direct)


@pytest.mark.parametrize(
    "unit", ["Mr Hill said ", "he said that ", "“Yes,” he said ", "said word ", "Mr Hill, said "]
)
def test_statements_take_linear_time_on_debris(unit: str) -> None:
    short = calls_made(lambda: _read(unit * 1_000))
    long = calls_made(lambda: _read(unit * 8_000))
    # Eight times the text: a quadratic pass would make up to 64 times the calls.
    assert long < 12 * short

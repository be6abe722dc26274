"""Who orders where a document speaks in its own voice."""

from __future__ import annotations

import pytest

from norfolk_cs import extract
from norfolk_cs.models import RecommendationFact

LETTER = """\
Department for Education
Sanctuary Buildings
London

Councillor Rosa Wren
Leader
Saxby Council

10 May 2016

Dear Councillor Wren

I am writing about the inspection of your services. The Council must publish a plan by 30 June 2016.

Yours sincerely

Edmund Thorpe MP
Parliamentary Under Secretary of State
"""
INSPECTOR = """\
Ofsted
Piccadilly Gate
Manchester

10 May 2016

Dear Ms Achebe

Monitoring visit to Saxby Council

Managers should see every new case within two weeks.

Yours sincerely

Graham Tillotson
Her Majesty's Inspector
"""
NOTICE = """\
IMPROVEMENT NOTICE

To: Saxby Council

1. This notice is given to the Council by the Secretary of State for Education on 8 May 2016.

2. The Council must appoint an independent chair.
"""


STATEMENT = """\
Written Statement
Children's Homes: Saxby

The Minister of State for Homes (Ida Marsh): Today I am updating the House.

I am issuing a direction. It requires Saxby Council to set up a trust.
"""
HOME = """\
SC123456
Registered provider: Acorn Care

Full inspection
Inspected under the framework

Elm View is a small home. Ofsted came in May.

The registered person must take the following actions:

Requirement | Due date
Keep a log | 14 June 2016
"""
MINUTES = """\
SAXBY COUNCIL

Children's Scrutiny Committee

Minutes of the meeting held on Thursday 4 August 2016

Present: Councillor Rosa Wren

RESOLVED:

(1) That the Director of Children's Services be asked to report on vacancies.
"""
PAPER = """\
SAXBY COUNCIL
REPORT TO CABINET

Meeting: 4 August 2016
Report of: Ida Marsh, Director of People

7. Recommendations

That Cabinet:
(a) approve the plan;
(b) establish an Improvement Board.
"""


def _recommenders(text: str) -> set[str | None]:
    facts = [fact for fact in extract(text, "2016-08-15") if isinstance(fact, RecommendationFact)]
    assert facts
    return {fact.recommender.name if fact.recommender else None for fact in facts}


@pytest.mark.parametrize(
    ("text", "author"),
    [(LETTER, "Edmund Thorpe"), (INSPECTOR, "Ofsted")],
    ids=["signed", "inspector"],
)
def test_letter_orders_for_who_signed_it(text: str, author: str) -> None:
    assert _recommenders(text) == {author}


def test_notice_orders_for_who_gave_it() -> None:
    (name,) = _recommenders(NOTICE)
    assert name is not None
    assert "Secretary of State" in name or "secretary of state" in name


def test_speaker_in_a_letter_orders_for_herself() -> None:
    told = 'The chair, Ida Marsh, said: "Managers must answer the telephone."'
    assert _recommenders(LETTER.replace("The Council must publish a plan by 30 June 2016.", told))


def test_news_story_orders_for_nobody() -> None:
    story = "A notice was pinned to the door.\n\nThe council must publish its plan."
    assert _recommenders(story) == {None}


def test_minutes_resolve_for_the_committee_that_met() -> None:
    (name,) = _recommenders(MINUTES)
    assert name is not None
    assert "scrutiny committee" in name.lower()


def test_paper_to_a_committee_recommends_for_its_officer() -> None:
    assert _recommenders(PAPER) == {"Ida Marsh"}


def test_letters_you_is_whom_it_is_addressed_to() -> None:
    asked = "I would encourage you to visit Thornmere Council."
    text = LETTER.replace("The Council must publish a plan by 30 June 2016.", asked)
    (fact,) = (f for f in extract(text, "2016-08-15") if isinstance(f, RecommendationFact))
    assert fact.addressee is not None
    assert fact.addressee.name == "Rosa Wren"


def test_paper_never_orders_the_body_that_it_speaks_for() -> None:
    story = (
        "Inspectors went back to Norfolk County Council. Their report tells it to cut caseloads."
    )
    (fact,) = (f for f in extract(story, "2016-08-15") if isinstance(f, RecommendationFact))
    assert fact.recommender is None or fact.recommender != fact.addressee


def test_letter_in_the_first_person_asks_for_who_signed_it() -> None:
    told = "I would ask the council to see every new case within two weeks."
    letter = INSPECTOR.replace("Managers should see every new case within two weeks.", told)
    assert _recommenders(letter) == {"Graham Tillotson"}


def test_statement_to_parliament_orders_for_its_minister() -> None:
    assert _recommenders(STATEMENT) == {"Ida Marsh"}


def test_report_on_a_home_requires_for_the_inspectorate() -> None:
    assert _recommenders(HOME) == {"Ofsted"}


def test_officer_in_an_action_table_is_told_by_nobody_of_that_name() -> None:
    table = "\n\nAction | Owner | By\nKeep a log | Ida Marsh | 14 June 2016\n"
    assert None in _recommenders(PAPER + table)

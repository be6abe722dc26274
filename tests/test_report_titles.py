"""Whose report it is, by its title: every authority of the register in each framework's form."""

from __future__ import annotations

import pytest

from norfolk_cs import extract
from norfolk_cs.authorities import Authority, authorities
from norfolk_cs.models import ActorFact, Document, Fact, RatingFact
from norfolk_cs.naming.title import report_title
from norfolk_cs.segment import segment

PROTECTION = "Inspection of local authority arrangements for the protection of children"
HELP = "Inspection of services for children in need of help and protection, children looked after"
FRAMEWORKS = [
    ("2012-08-10", PROTECTION + "\n\n{}"),
    ("2013-08-16", "Inspection of looked after children services\n\n{}"),
    ("2015-03-27", "{}\n\n" + HELP + "\n\nand\n\nReview of the effectiveness of the Local Board1"),
    ("2017-12-21", "{}\n\nRe-inspection of services for children in need of help and protection"),
    ("2019-02-18", "{}\n\nInspection of children’s social care services"),
    ("2023-06-13", "Inspection of {} local authority children’s services"),
    ("2023-06-13", "Inspection of {}’s children’s services"),
    ("2023-06-13", "Inspection of children’s services in {}"),
]
REST = (
    "\n\nInspection dates: 7 to 18 May 2012\n\n"
    "The council works with Pellshire County Council, which runs its hub. "
    "Pellshire County Council, Pellshire Police and the Care Quality Commission agree.\n"
)


def _forms(row: Authority) -> set[str]:
    forms = {*row.forms(), *row.places()}
    if "City" in row.name:
        forms.add(f"{row.place} City")
    return {form for form in forms if not form.isupper()}  # "RBWM" is no title


@pytest.mark.parametrize("row", authorities().rows, ids=lambda row: row.name)
def test_title_names_its_authority_in_every_form(row: Authority) -> None:
    wrong = []
    for day, frame in FRAMEWORKS:
        if not row.held_on(day):
            continue
        for form in sorted(_forms(row)):
            meant = authorities().named(form.removesuffix(" City"), day)
            text = frame.format(form) + REST
            document = Document(doc_id="x", source="x", published=day, text=text)
            title = report_title(segment(document))
            if title is None or title.authority != meant or meant.code != row.code:
                wrong.append((day, form, title and title.authority.name))
    assert wrong == []


def _facts(title: str, rows: str, published: str) -> list[Fact]:
    return extract(title + REST + "\n\n" + rows + "\n", published=published)


@pytest.mark.parametrize(
    ("published", "title", "name", "code"),
    [
        ("2015-03-27", "Isle of Wight\n\n" + HELP, "Isle of Wight Council", "E06000046"),
        ("2015-03-27", "Kingston upon Hull City Council\n\n" + HELP,
         "Hull City Council", "E06000010"),
        ("2023-05-02", "Inspection of Telford & Wrekin local authority children’s services",
         "Telford and Wrekin Council", "E06000020"),
        ("2019-03-01", "Somerset Council\n\nInspection of children’s social care services",
         "Somerset County Council", "E10000027"),
        ("2018-01-29", "Inspection of services provided by Saxby Children’s Trust on behalf of "
         "Sandwell\n\nInspection of children’s services",
         "Sandwell Metropolitan Borough Council", "E08000028"),
    ],
)  # fmt: skip
def test_title_goes_before_a_council_named_more_often(
    published: str, title: str, name: str, code: str
) -> None:
    rows = "Children who need help and protection    Good\n\nAdoption performance    Inadequate"
    facts = _facts(title, rows, published)
    graded = [fact for fact in facts if isinstance(fact, RatingFact)]
    assert [(fact.body and fact.body.name, fact.rater and fact.rater.name) for fact in graded] == [
        (name, "Ofsted"),
        (name, "Ofsted"),
    ]
    assert code in [fact.authority_code for fact in facts if isinstance(fact, ActorFact)]


def test_combined_report_grades_the_board_in_the_titled_councils_name() -> None:
    title = "Barnsley\n\n" + HELP
    rows = "The effectiveness of the Local Safeguarding Children Board (LSCB) is inadequate"
    (fact,) = [f for f in _facts(title, rows, "2015-03-27") if isinstance(f, RatingFact)]
    assert (fact.area, fact.body and fact.body.name) == (
        "lscb",
        "Barnsley Metropolitan Borough Council",
    )


def test_boards_own_review_grades_the_board() -> None:
    title = (
        "Rutland Safeguarding Children Board\n\n"
        "Review of the effectiveness of the Local Safeguarding Children Board"
    )
    rows = "The Local Safeguarding Children Board requires improvement"
    (fact,) = [f for f in _facts(title, rows, "2015-03-27") if isinstance(f, RatingFact)]
    assert fact.body is not None
    assert fact.body.name == "Rutland Safeguarding Children Board"


@pytest.mark.parametrize(
    "text",
    [
        "Norfolk\n\nThe council said on Friday that it would appeal.",
        "Inspection of services\n\nKent\n\nEssex\n\nThe two councils share a report.",
        "Norfolk and Suffolk\n\nInspection of services for children in need of help",
    ],
)
def test_text_with_no_reports_title_or_two_councils_has_none(text: str) -> None:
    assert report_title(segment(Document(doc_id="x", source="x", text=text))) is None

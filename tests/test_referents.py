"""Who words point at: names, pronouns, posts, councils, documents, people without names."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cases import load_cases
from norfolk_cs.analysis import Analysis, Ref, StatementMention
from norfolk_cs.models import Document
from norfolk_cs.pipeline import build_nlp
from norfolk_cs.resolve.referents import Referents
from norfolk_cs.segment import segment

_MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)


def _analysed(text: str, published: str | None = None) -> tuple[Analysis, list[Ref]]:
    """The text without its marks, with quotations and actors found, and the marked words."""
    refs: list[Ref] = []
    plain = ""
    last = 0
    for mark in _MARK.finditer(text):
        plain += text[last : mark.start()]
        refs.append(Ref(len(plain), len(plain) + len(mark[1]), mark[1]))
        plain += mark[1]
        last = mark.end()
    plain += text[last:]
    document = Document(doc_id="case", source="case", text=plain, published=published)
    analysis = segment(document)
    for name in ("norfolk_quotes", "norfolk_actors"):
        build_nlp().get_pipe(name).annotate(analysis)
    return analysis, refs


def _speaking(analysis: Analysis, refs: list[Ref]) -> Referents:
    """Referents of a text in which each of ``refs`` says something."""
    analysis.found.statements = [
        StatementMention(ref.end, ref.end, "test", "indirect", ref) for ref in refs
    ]
    return Referents(analysis)


@pytest.mark.parametrize("case", load_cases("references"))
def test_reference_points_at_whom_it_should(case: dict[str, Any]) -> None:
    analysis, refs = _analysed(case["text"], case.get("published"))
    referents = _speaking(analysis, refs)
    found = [referents.resolve(ref) for ref in refs]
    assert [actor.name if actor else "" for actor in found] == case["who"]


def test_reference_carries_the_slug_of_its_name() -> None:
    analysis, refs = _analysed("[[Siân O'Brien]], director of social work, said so.")
    actor = Referents(analysis).resolve(refs[0])
    assert actor is not None
    assert (actor.actor_id, actor.name) == ("sian-obrien", "Siân O'Brien")


def test_previous_speaker_decides_between_two_men() -> None:
    text = "James Joyce and Dave Hill met on Monday. [[He]] said it went well."
    analysis, refs = _analysed(text)
    joyce = Ref(0, 11, "James Joyce")
    referents = _speaking(analysis, [joyce])
    assert referents.resolve(refs[0]) == referents.resolve(joyce)


@pytest.mark.parametrize(
    ("text", "council"),
    [
        ("Norfolk's children's services are failing.", "Norfolk County Council"),
        ("Children's services in Ostley are failing. Ostley is in Wrenshire.", "Ostley"),
        ("Saxby Vale Council met. Essex County Council helped Saxby Vale.", "Saxby Vale Council"),
        ("The council met. Inspectors came.", None),
    ],
)
def test_council_is_the_one_the_text_is_about(text: str, council: str | None) -> None:
    found = Referents(_analysed(text)[0]).council
    assert (found.name if found else None) == council


def test_inspectorate_is_known_only_where_there_is_one() -> None:
    one = Referents(_analysed("Ofsted came. Ofsted left.")[0]).inspectorate
    two = Referents(_analysed("Ofsted came. The Care Quality Commission left.")[0]).inspectorate
    assert one is not None
    assert one.name == "Ofsted"
    assert two is None

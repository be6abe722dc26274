"""Named people and organisations: who counts, by what name, with which roles."""

from __future__ import annotations

from typing import Any

import pytest

from cases import load_cases
from norfolk_cs import extract
from norfolk_cs.models import ActorFact, Document, Role
from norfolk_cs.naming.ahead import Ahead
from norfolk_cs.naming.post import tokens_of
from norfolk_cs.naming.roles import RoleReader
from norfolk_cs.pipeline import build_nlp
from norfolk_cs.rulebook import Rule, load_rules
from norfolk_cs.segment import segment

BOOK = load_rules("actors")
AHEAD = [rule for rule in BOOK.rules if rule.id.startswith(("before.", "never.", "done."))]


def _actors(text: str, published: str | None = None) -> list[ActorFact]:
    return [fact for fact in extract(text, published) if isinstance(fact, ActorFact)]


def _role(words: str) -> dict[str, Any]:
    """A role as the cases write it: "ex-director @ Norfolk County Council"."""
    title, _, organisation = words.partition("@")
    former = title.startswith("ex-")
    wanted: dict[str, Any] = {"former": former}
    if title.strip():
        wanted["title"] = title.strip().removeprefix("ex-")
    if organisation.strip():
        wanted["organisation"] = organisation.strip()
    return wanted


def _has(roles: tuple[Role, ...], wanted: dict[str, Any]) -> bool:
    return any(wanted.items() <= role.model_dump().items() for role in roles)


@pytest.mark.parametrize("case", load_cases("actors"))
def test_actors_are_those_the_text_names(case: dict[str, Any]) -> None:
    actors = _actors(case["text"])
    by_type = {
        kind: sorted(actor.name for actor in actors if actor.type == kind)
        for kind in ("person", "organisation")
    }
    assert by_type == {
        "person": sorted(case.get("people", [])),
        "organisation": sorted(case.get("bodies", [])),
    }


@pytest.mark.parametrize("case", [c for c in load_cases("actors") if c.values[0].get("roles")])
def test_actor_has_the_roles_the_text_gives(case: dict[str, Any]) -> None:
    actors = {actor.name: actor for actor in _actors(case["text"])}
    for name, roles in case["roles"].items():
        for words in roles:
            assert _has(actors[name].roles, _role(words)), (words, actors[name].roles)


def test_actor_span_is_the_first_full_name_without_honorific() -> None:
    text = "Mr Hill spoke. Sir Dave Hill spoke again. Hill left."
    (actor,) = _actors(text)
    assert actor.span.text == "Dave Hill"
    assert [mention.text for mention in actor.mentions] == ["Mr Hill", "Dave Hill", "Hill"]
    assert actor.aliases == ("Mr Hill", "Hill")


def test_actor_in_capitals_is_named_in_title_case() -> None:
    (actor,) = _actors("ELLERDENE BOROUGH COUNCIL\n\nMinutes of the meeting held in May.")
    assert actor.name == "Ellerdene Borough Council"
    assert actor.span.text == "ELLERDENE BOROUGH COUNCIL"


def test_actor_code_is_the_authoritys_own() -> None:
    codes = {
        a.name: a.authority_code for a in _actors("Kent County Council met Saxby Vale Council.")
    }
    assert codes == {"Kent County Council": "E10000016", "Saxby Vale Council": None}


def test_acronym_in_brackets_is_an_alias() -> None:
    text = "The Foster Families Alliance (FFA) met. The FFA said no."
    (actor,) = _actors(text)
    assert actor.name == "Foster Families Alliance"
    assert actor.aliases == ("FFA",)
    assert len(actor.mentions) == 3


def test_actor_is_given_once_however_often_it_is_named() -> None:
    actors = _actors("Ofsted came. OFSTED left. Ofsted's report said so.")
    assert [actor.name for actor in actors] == ["Ofsted"]
    assert len(actors[0].mentions) == 3


@pytest.mark.parametrize(
    "text", ["", "A", "'s", "Mr", "Mr Mr Mr", "of The And", "D. D. D.", "\x00É’s"]
)
def test_actors_of_scraps_raise_nothing(text: str) -> None:
    assert isinstance(_actors(text), list)


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Thrandor Maguzi said she was tired.", "f"),
        ("Thrandor Maguzi said his team was tired.", "m"),
        ("Thrandor Maguzi said 'she is tired'.", None),
        ("Thrandor Maguzi, who met Ann Coffey, said she was tired.", None),
        ("Baroness Maguzi left.", "f"),
    ],
)
def test_gender_is_told_by_titles_and_pronouns(text: str, gender: str | None) -> None:
    analysis = segment(Document(doc_id="case", source="case", text=text))
    for name in ("norfolk_quotes", "norfolk_actors"):
        build_nlp().get_pipe(name).annotate(analysis)
    assert analysis.found.actors[0].gender == gender


def test_names_in_a_list_are_nobody_elses_roles() -> None:
    text = "Team inspectors: Marzie Oakes HMI, Anjali Wold HMI, Thandrel Bray HMI"
    assert {(actor.name, *(role.title for role in actor.roles)) for actor in _actors(text)} == {
        ("Marzie Oakes", "HMI"),
        ("Anjali Wold", "HMI"),
        ("Thandrel Bray", "HMI"),
    }


@pytest.mark.parametrize("rule", AHEAD, ids=lambda rule: str(rule.id))
def test_what_stands_before_a_name_is_looked_for_where_the_text_ends_so(rule: Rule) -> None:
    ahead = Ahead([(BOOK.source(rule), rule)])
    for example in rule.examples:
        for text in (example, example.upper(), f"{example} ", f"{example.rstrip()}\n"):
            if BOOK.regex(rule).search(text):
                assert ahead(text) == [rule]


def test_what_need_not_stand_right_before_a_name_is_looked_for_everywhere() -> None:
    sources = [r"by\s+$|from", r"by\s+", r"by\$", r"by\s+$", ".$"]
    assert Ahead((source, source) for source in sources)("of ") == [*sources[:3], ".$"]


def test_no_role_goes_on_over_a_barrier() -> None:
    reader = RoleReader(BOOK)
    for text in [case.values[0]["text"] for case in load_cases("actors")]:
        tokens = tokens_of(text, 0, len(text))
        for place in range(len(tokens)):
            read = reader.read(tokens, place, lambda _: None)
            if read is not None:
                within = {token.text for token in tokens[place : read.stop]}
                assert within.isdisjoint(reader.barriers), tokens[place : read.stop]

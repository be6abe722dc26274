"""What holds of every run on any text: offsets, order, ids, bytes (contract, sections 1 and 2)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from norfolk_cs import extract
from norfolk_cs.models import FACT_TYPES, KINDS, Document, Fact
from norfolk_cs.run import facts, facts_of, lines_of_each
from norfolk_cs.write.jsonl import to_line

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
STORIES = [path.read_text("utf-8") for path in SEEDS]

# Pieces that rules fire on, and the noise they meet in scrapes.
PIECES = st.sampled_from(
    [
        "Ofsted", "Norfolk County Council", "the council", "Dave Hill", "Mr Hill", "Cllr O'Brien",
        "said", "warned that", "he added:", "according to", "rated", "judged", "inadequate",
        "requires improvement to be good", "'outstanding'", "“good”", "no longer", "should",
        "must improve", "recommended that", "urged ministers to", "six months", "by 31 March",
        "in December", "last year", "yesterday", "three years ago", "2016/17", "one last chance",
        "'", '"', "“", "”", "‘", "’", ".", ",", ":", "\n", "\n\n", "• ", "1. ", "(", ")", " - ",
        "Recommendations", "İ",
        "\u00a0", "\u200b", "\x1b[31m", "é", "\r\n", "...", "|", "31/02/2016",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=200)
PUBLISHED = st.sampled_from([None, "2016", "2016-08", "2016-08-15"])


def _lines(facts: list[Fact]) -> list[str]:
    return [fact.model_dump_json(by_alias=True) for fact in facts]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, PUBLISHED)
def test_every_fact_stands_on_its_words(text: str, published: str | None) -> None:
    facts = extract(text, published)
    for fact in facts:
        span, sentence = fact.span, fact.sentence
        assert text[span.start : span.end] == span.text != ""
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.start <= span.start < sentence.end
        for mention in getattr(fact, "mentions", ()):
            assert text[mention.start : mention.end] == mention.text
    places = [(fact.span.start, fact.span.end, fact.kind) for fact in facts]
    assert places == sorted(places)
    assert _lines(facts) == _lines(extract(text, published))


@settings(max_examples=100, deadline=None)
@given(TEXTS, PUBLISHED)
def test_every_fact_survives_json(text: str, published: str | None) -> None:
    for fact in extract(text, published):
        line = fact.model_dump_json(by_alias=True)
        assert FACT_TYPES[fact.kind].model_validate_json(line) == fact
        assert list(json.loads(line))[:3] == ["schema_version", "id", "kind"]


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_seed_facts_survive_json(path: Path) -> None:
    facts = extract(path.read_text("utf-8"), "2016-08")
    lines = [fact.model_dump_json(by_alias=True) for fact in facts]
    read = [
        FACT_TYPES[fact.kind].model_validate_json(line)
        for fact, line in zip(facts, lines, strict=True)
    ]
    assert read == facts != []


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_seed_facts_have_ids_of_their_own(path: Path) -> None:
    facts = extract(path.read_text("utf-8"), "2016-08")
    ids = [fact.id for fact in facts]
    assert facts
    assert len(set(ids)) == len(ids)
    assert all(len(identity) == 16 and int(identity, 16) >= 0 for identity in ids)


def test_a_fact_id_does_not_hang_on_the_path() -> None:
    text = "Norfolk County Council was rated inadequate by Ofsted."
    here = extract(text, "2016", doc_id="a", source="a.txt")
    there = extract(text, "2016", doc_id="b", source="far/b.txt")
    assert [fact.id for fact in here] == [fact.id for fact in there] != []


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS | st.sampled_from(STORIES), max_size=12))
def test_documents_done_together_have_the_facts_that_they_have_alone(texts: list[str]) -> None:
    documents = [
        Document(doc_id=str(number), source="made", text=text, published="2016-08-15")
        for number, text in enumerate(texts)
    ]
    alone = [fact for document in documents for fact in facts_of(document)]
    assert _lines(list(facts(documents))) == _lines(alone)
    lines = [line for each in lines_of_each(documents, KINDS) for line in each]
    assert lines == [to_line(fact) for fact in alone]

"""The components as spaCy pipes."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from norfolk_cs.annotate import COMPONENTS, annotate, components
from norfolk_cs.components.base import Component, analysis_of
from norfolk_cs.models import Document
from norfolk_cs.pipeline import build_nlp
from norfolk_cs.segment import segment

STORIES = [
    path.read_text("utf-8")
    for path in sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
]


def _found(text: str) -> object:
    return annotate(segment(Document(doc_id="doc", source="doc", text=text))).found


def test_pipes_find_what_the_components_find() -> None:
    nlp = build_nlp()
    assert nlp.pipe_names == [f"norfolk_{component.kind}" for component in COMPONENTS]
    for text in STORIES:
        doc = nlp(text)
        found = _found(text)
        assert analysis_of(doc).found == found
        for component in COMPONENTS:
            rules = [span.label_ for span in doc.spans[f"norfolk_{component.kind}"]]
            assert rules == [mention.rule for mention in getattr(found, component.kind)]


def test_pipes_can_be_added_under_other_names() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("norfolk_quotes", name="said")
    assert len(nlp('"No," she said.').spans["said"]) == 1


@pytest.mark.parametrize("component", components(), ids=lambda component: component.kind)
def test_components_can_be_sent_to_other_processes(component: Component) -> None:
    sent = pickle.loads(pickle.dumps(component))
    assert (type(sent), sent.name) == (type(component), component.name)
    analysis = annotate(segment(Document(doc_id="doc", source="doc", text=STORIES[0])))
    assert sent.match(analysis) == component.match(analysis)


def test_docs_are_written_with_what_was_found_in_them() -> None:
    nlp = build_nlp()
    doc = nlp(STORIES[0])
    read = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    for name, spans in doc.spans.items():
        assert [(s.text, s.label_) for s in read.spans[name]] == [(s.text, s.label_) for s in spans]


def test_pipes_work_in_several_processes() -> None:
    nlp = build_nlp()
    docs = nlp.pipe(STORIES, n_process=2, batch_size=2)
    assert [doc.text for doc in docs] == STORIES

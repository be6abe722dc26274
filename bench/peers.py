"""What norfolk-cs is measured against: spaCy, bare and as its small English model is shaped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import spacy
from dateparser.search import search_dates
from spacy.language import Language
from spacy.training import Example

from norfolk_cs.models import Document

WIDTH = 96
TAGS = 50  # labels, about as many as the real model has
DEPENDENCIES = 45
ENTITIES = 18

_TOK2VEC = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": WIDTH,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
        "rows": [5000, 1000, 2500, 2500],
        "include_static_vectors": False,
    },
    "encode": {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": WIDTH,
        "depth": 4,
        "window_size": 1,
        "maxout_pieces": 3,
    },
}
_LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "tok2vec"}


def tokeniser() -> Callable[[Document], Any]:
    """spaCy's blank tokeniser and its sentencizer."""
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return lambda document: nlp(document.text)


def small_model() -> Callable[[Document], Any]:
    """A pipeline of the shape of en_core_web_sm with random weights.

    It is never trained and nothing is downloaded; the lemmatizer needs tables that spaCy does not
    bring along, so it is left out. Texts are given to it by paragraphs, which suits it.
    """
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": _TOK2VEC})
    nlp.add_pipe(
        "tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": _LISTENER}}
    )
    nlp.add_pipe("parser", config={"model": _parser("parser", _LISTENER)})
    nlp.add_pipe("attribute_ruler")
    nlp.add_pipe("ner", config={"model": _parser("ner", _TOK2VEC)})
    _label(nlp)
    return lambda document: list(nlp.pipe(document.text.split("\n\n")))


def _parser(state: str, tok2vec: dict[str, Any]) -> dict[str, Any]:
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": state,
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": tok2vec,
    }


def _label(nlp: Language) -> None:
    """Give the pipeline its labels, and weights of chance."""
    tags = [f"T{number}" for number in range(TAGS)]
    for name, labels in {
        "tagger": tags,
        "parser": [f"d{number}" for number in range(DEPENDENCIES)],
        "ner": [f"E{number}" for number in range(ENTITIES)],
    }.items():
        for label in labels:
            nlp.get_pipe(name).add_label(label)  # type: ignore[attr-defined]
    words = ["Councils", "in", "Norfolk", "hired", "staff"]
    told = {
        "words": words,
        "tags": tags[: len(words)],
        "heads": [3, 0, 1, 3, 3],
        "deps": ["d0", "d1", "d2", "ROOT", "d3"],
        "entities": ["O", "O", "U-E0", "O", "O"],
    }
    example = Example.from_dict(spacy.tokens.Doc(nlp.vocab, words=words), told)
    nlp.initialize(lambda: [example])
    ruler: Any = nlp.get_pipe("attribute_ruler")
    for tag in tags:
        ruler.add([[{"TAG": tag}]], {"POS": "NOUN"})


def dates() -> Callable[[Document], Any]:
    """dateparser's search, paragraph by paragraph."""
    return lambda document: [
        search_dates(paragraph, languages=["en"])
        for paragraph in document.text.split("\n\n")
        if paragraph.strip()
    ]

"""A user's trained spaCy pipeline as a source of names; without one, nothing here is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from norfolk_cs.analysis import Analysis, BlockKind
from norfolk_cs.errors import NorfolkError
from norfolk_cs.models import ActorType
from norfolk_cs.naming.suggested import Suggestion

if TYPE_CHECKING:
    from spacy.language import Language

NEEDED = ("transformer", "tok2vec", "ner")  # of a trained pipeline's components

_TYPES: dict[str, ActorType] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organisation",
}


def load_model(name: str) -> Language:
    """A trained pipeline by its package's name or its folder, with only what finds names.

    Raises NorfolkError where there is none, or none that finds names.
    """
    import spacy

    try:
        model = spacy.load(name, enable=NEEDED)
    except OSError as error:
        raise NorfolkError(
            "no such spaCy model is installed, and no such folder holds one",
            where=f"--model {name}",
            hint=f"Try: python -m spacy download {name}",
        ) from error
    except Exception as error:  # a model of another spaCy, or without a library that it needs
        reason = str(error).strip().partition("\n")[0]
        raise NorfolkError(
            f"cannot be loaded ({type(error).__name__}: {reason})",
            where=f"--model {name}",
            hint="python -m spacy validate tells whether it fits the spaCy that is installed",
        ) from error
    if "ner" not in model.pipe_names:
        raise NorfolkError(
            f"finds no names: it has no ner, only {', '.join(model.component_names) or 'nothing'}",
            where=f"--model {name}",
            hint="Choose a pipeline with an ner, such as en_core_web_sm",
        )
    return model


def suggested_by(model: Language, analysis: Analysis) -> list[Suggestion]:
    """The people and organisations that a model sees in a document's prose, in text order."""
    return list(_suggested_by(model, analysis))


def _suggested_by(model: Language, analysis: Analysis) -> Iterator[Suggestion]:
    texts = (
        (analysis.text[block.start : block.end], block.start)
        for block in analysis.blocks
        # what is longer than a model can read at once is no prose
        if block.kind is not BlockKind.FURNITURE and block.end - block.start < model.max_length
    )
    for doc, start in model.pipe(texts, as_tuples=True):
        for entity in doc.ents:
            sort = _TYPES.get(entity.label_)
            if sort is not None:
                yield Suggestion(start + entity.start_char, start + entity.end_char, sort)

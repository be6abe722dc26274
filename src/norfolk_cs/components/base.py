"""What every component shares: a spaCy pipe on the outside, ``match`` on the inside."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import WeakKeyDictionary

from norfolk_cs.analysis import Analysis, Mention
from norfolk_cs.models import Document
from norfolk_cs.rulebook import Rulebook, load_rules
from norfolk_cs.segment import segment

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Beside the Docs and not in their user_data, all of which is written when a Doc is.
_analyses: WeakKeyDictionary[Doc, Analysis] = WeakKeyDictionary()


class Component(ABC):
    """A matcher that can stand in any spaCy pipeline.

    ``match`` finds mentions in an analysis (plain text, blocks, sentences and what earlier
    components found); ``annotate`` keeps them there; ``__call__`` does both for a Doc and shows
    the mentions as the span group ``doc.spans[name]`` (each span's label is its rule).
    """

    kind: ClassVar[str]  # the field of Mentions it fills; also its rule file's name

    def __init__(self, rulebook: Rulebook | None = None) -> None:
        self.name = f"norfolk_{self.kind}"  # spaCy sets it anew where a user renames the pipe
        self.rulebook = rulebook or load_rules(self.kind)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickled by its rules, as spaCy does for its processes; built anew from them."""
        return type(self), (self.rulebook,), {"name": self.name}

    @abstractmethod
    def match(self, analysis: Analysis) -> list[Any]:
        """The mentions of this component's kind, in text order; nothing is written."""

    def annotate(self, analysis: Analysis) -> None:
        """Put what ``match`` finds where later components and the resolver look for it."""
        setattr(analysis.found, self.kind, self.match(analysis))

    def __call__(self, doc: Doc) -> Doc:
        """Find, keep and show the Doc's mentions; spaCy's side of ``annotate``."""
        analysis = analysis_of(doc)
        self.annotate(analysis)
        self.set_annotations(doc, getattr(analysis.found, self.kind))
        return doc

    def set_annotations(self, doc: Doc, mentions: Sequence[Mention]) -> None:
        """Write mentions as a span group; a mention inside a token takes the whole token."""
        spans = (
            doc.char_span(m.start, m.end, label=m.rule, alignment_mode="expand") for m in mentions
        )
        doc.spans[self.name] = [span for span in spans if span is not None]


def analysis_of(doc: Doc) -> Analysis:
    """The Doc's analysis, made when the first component asks for it."""
    analysis = _analyses.get(doc)
    if analysis is None:
        document = Document(doc_id="doc", source="doc", text=doc.text)
        analysis = _analyses[doc] = segment(document)
    return analysis

"""The main path: a document in, its facts out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from norfolk_cs.annotate import annotate
from norfolk_cs.models import Document, Fact
from norfolk_cs.read.plain import without_surrogates
from norfolk_cs.read.published import published_date
from norfolk_cs.resolve import resolve
from norfolk_cs.segment import segment


def facts_of(document: Document) -> list[Fact]:
    """One document's facts, in contract order."""
    return resolve(annotate(segment(document)))


def facts(documents: Iterable[Document]) -> Iterator[Fact]:
    """Every document's facts, document by document."""
    for document in documents:
        yield from facts_of(document)


def extract(
    text: str,
    published: str | None = None,
    *,
    doc_id: str = "text",
    source: str = "text",
) -> list[Fact]:
    """The facts of a text, in contract order.

    ``published`` is YYYY, YYYY-MM or YYYY-MM-DD; relative dates count from it. A lone surrogate
    in the text is read as U+FFFD. Raises NorfolkError for a malformed ``published``.
    """
    if published is not None:
        published_date(published)
    text = without_surrogates(text)
    return facts_of(Document(doc_id=doc_id, source=source, text=text, published=published))

"""The main path: documents in, their facts out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TypeVar

from norfolk_cs.analysis import Analysis
from norfolk_cs.annotate import annotate_all
from norfolk_cs.models import Document, Fact
from norfolk_cs.read.plain import without_surrogates
from norfolk_cs.read.published import published_date
from norfolk_cs.resolve import place, resolve, resolved
from norfolk_cs.segment import segment
from norfolk_cs.write.jsonl import to_line

# Short documents go through a stage together: what the stage needs, its rules above all, is then
# in the processor's cache for all but the first. Stories take a fifth less time, notes a third.
TOGETHER = 128
TOGETHER_SIZE = 128_000  # characters, or bytes; what is longer fills the cache by itself

T = TypeVar("T")


def facts_of(document: Document) -> list[Fact]:
    """One document's facts, in contract order."""
    return facts_of_each([document])[0]


def facts_of_each(documents: Sequence[Document]) -> list[list[Fact]]:
    """The facts of each of a few documents, in contract order."""
    return [resolve(found) for found in annotate_all([segment(one) for one in documents])]


def lines_of_each(documents: Sequence[Document], kinds: Collection[str]) -> list[list[str]]:
    """The facts of each of a few documents as JSON Lines, those of the ``kinds`` asked for.

    A fact is let go of once it is a line, which takes half the room: a long report has a hundred
    thousand of them.
    """
    return [_lines(found, kinds) for found in annotate_all([segment(one) for one in documents])]


def _lines(found: Analysis, kinds: Collection[str]) -> list[str]:
    facts = (fact for fact in resolved(found) if fact.kind in kinds)
    placed = [(*place(fact), number, to_line(fact)) for number, fact in enumerate(facts)]
    placed.sort()
    return [line for *_, line in placed]


def facts(documents: Iterable[Document]) -> Iterator[Fact]:
    """Every document's facts, document by document; a few are taken at a time."""
    for few in handfuls(documents, lambda document: len(document.text)):
        for found in facts_of_each(few):
            yield from found


def handfuls(things: Iterable[T], size: Callable[[T], float]) -> Iterator[list[T]]:
    """Things in their order, as many at a time as are best done together."""
    few: list[T] = []
    held: float = 0
    for thing in things:
        few.append(thing)
        held += size(thing)
        if len(few) == TOGETHER or held >= TOGETHER_SIZE:
            yield few
            few, held = [], 0
    if few:
        yield few


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

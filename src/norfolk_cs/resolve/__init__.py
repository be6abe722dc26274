"""Mentions → facts: who "he" is, which council, which date anchors which duration."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter

from norfolk_cs.analysis import Analysis
from norfolk_cs.models import Fact, with_id
from norfolk_cs.resolve.context import Context
from norfolk_cs.resolve.deadlines import deadlines
from norfolk_cs.resolve.facts import actors, dates, statements
from norfolk_cs.resolve.ratings import ratings
from norfolk_cs.resolve.recommendations import recommendations

_RESOLVERS: tuple[Callable[[Context], Iterator[Fact]], ...] = (
    actors,
    dates,
    statements,
    ratings,
    recommendations,
    deadlines,
)


# Where a fact stands among those of its document; of several in one place, as resolved.
place: Callable[[Fact], tuple[int, int, str]] = attrgetter("span.start", "span.end", "kind")


def resolve(analysis: Analysis) -> list[Fact]:
    """An annotated document's facts, each with its id, in contract order."""
    return sorted(resolved(analysis), key=place)


def resolved(analysis: Analysis) -> Iterator[Fact]:
    """The same facts, kind by kind."""
    context = Context(analysis)
    for read in _RESOLVERS:
        for fact in read(context):
            yield with_id(fact, context.digest)

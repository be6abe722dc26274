"""Mentions of each kind as facts, once the document's context is known."""

from __future__ import annotations

from collections.abc import Iterator

from norfolk_cs.models import ActorFact, DateFact, StatementFact, checked
from norfolk_cs.resolve.context import Context
from norfolk_cs.resolve.register import reference


def dates(context: Context) -> Iterator[DateFact]:
    """A date fact for each date mention; a date is what it is."""
    for mention in context.analysis.found.dates:
        fields = context.base(mention, certainty="stated")
        fields |= {
            "type": mention.type,
            "value": mention.value,
            "mod": mention.mod,
            "start": mention.first,
            "end": mention.last,
            "anchor": mention.anchor,
        }
        yield checked(DateFact, fields)


def actors(context: Context) -> Iterator[ActorFact]:
    """An actor fact for each actor of the document; it is nobody's claim."""
    for mention in context.analysis.found.actors:
        fields = context.base(mention, attributed=False, certainty="stated")
        fields |= {
            "actor_id": reference(mention).actor_id,
            "name": mention.name,
            "type": mention.type,
            "authority_code": mention.authority_code,
            "roles": mention.roles,
            "aliases": mention.aliases,
            "mentions": [context.words(start, end) for start, end in mention.mentions],
        }
        yield checked(ActorFact, fields)


def statements(context: Context) -> Iterator[StatementFact]:
    """A statement fact for each statement; it is its speaker's claim."""
    for mention, speaker in context.speakers:
        fields = context.base(mention, attributed=False)
        fields |= {
            "attributed_to": speaker,
            "speaker": speaker,
            "cue": mention.cue,
            "directness": mention.directness,
        }
        yield checked(StatementFact, fields)

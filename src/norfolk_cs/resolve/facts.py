"""Mentions of each kind as facts, once the document's context is known."""

from __future__ import annotations

from collections.abc import Iterator

from norfolk_cs.models import ActorFact, DateFact, StatementFact
from norfolk_cs.names import slug
from norfolk_cs.resolve.context import Context


def dates(context: Context) -> Iterator[DateFact]:
    """A date fact for each date mention."""
    for mention in context.analysis.found.dates:
        yield DateFact(
            **context.base(mention),
            type=mention.type,
            value=mention.value,
            mod=mention.mod,
            start=mention.first,
            end=mention.last,
            anchor=mention.anchor,
        )


def actors(context: Context) -> Iterator[ActorFact]:
    """An actor fact for each actor of the document; it is nobody's claim."""
    for mention in context.analysis.found.actors:
        yield ActorFact(
            **context.base(mention, attributed=False, certainty="stated"),
            actor_id=slug(mention.name),
            name=mention.name,
            type=mention.type,
            authority_code=mention.authority_code,
            roles=mention.roles,
            aliases=mention.aliases,
            mentions=tuple(context.span(start, end) for start, end in mention.mentions),
        )


def statements(context: Context) -> Iterator[StatementFact]:
    """A statement fact for each statement; it is its speaker's claim."""
    for mention, speaker in context.speakers:
        base = context.base(mention, attributed=False)
        base["attributed_to"] = speaker
        yield StatementFact(**base, speaker=speaker, cue=mention.cue, directness=mention.directness)

"""Why the facts of a document are what they are: what fired, what was passed over, and why.

The document goes the usual way, with a :class:`~norfolk_cs.trace.Trace` that the components tell
what they turn down; what nobody can tell but from the result (words pointing at nobody known, a
quotation that nobody speaks) is read off it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from norfolk_cs.analysis import Analysis, BlockKind, Mention, Ref, Sentence
from norfolk_cs.annotate import annotate
from norfolk_cs.errors import NorfolkError
from norfolk_cs.models import ActorFact, Document, Fact
from norfolk_cs.resolve import resolve
from norfolk_cs.segment import segment
from norfolk_cs.trace import Drop, Trace

FURNITURE = "furniture (a share line, a credit, related links …): no facts are read from it"
UNSPOKEN = "a quotation that nobody is said to speak: a title, scare quotes, or its speaker unclear"

T = TypeVar("T")

# Each kind's field of Mentions, and the slots that are words pointing at somebody.
_POINTING = {
    "statement": ("statements", ("speaker",)),
    "rating": ("ratings", ("body", "rater")),
    "recommendation": ("recommendations", ("recommender", "addressee")),
    "deadline": ("deadlines", ("obliged", "set_by")),
}


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A slot left empty though words point at somebody: nobody certain."""

    fact: Fact
    slot: str
    words: Ref


@dataclass(frozen=True, slots=True)
class Explained:
    """A sentence, the facts told in it, what was passed over, and slots that stayed open."""

    document: Document
    sentence: Sentence
    facts: tuple[Fact, ...]
    drops: tuple[Drop, ...]
    unresolved: tuple[Unresolved, ...]

    @property
    def text(self) -> str:
        """The sentence's words."""
        return self.document.text[self.sentence.start : self.sentence.end]

    @property
    def is_furniture(self) -> bool:
        """Whether it is furniture."""
        return self.sentence.block.kind is BlockKind.FURNITURE


def explain(
    document: Document, *, at: int | None = None, grep: str | None = None
) -> list[Explained]:
    """The sentence at an offset, those that hold some words, or each that has a candidate.

    An offset counts code points of the text as read. Raises NorfolkError where it is outside.
    """
    analysis = segment(document)
    analysis.trace = Trace()
    facts = resolve(annotate(analysis))
    wanted = _wanted(analysis, at, grep)
    told = _by_sentence(analysis, ((fact, start) for fact in facts for start in _starts(fact)))
    drops = _by_sentence(analysis, ((drop, drop.start) for drop in _drops(analysis, facts)))
    left = ((open_, open_.fact.span.start) for open_ in _unresolved(analysis, facts))
    unresolved = _by_sentence(analysis, left)
    found = (
        Explained(
            document,
            sentence,
            told.get(sentence.index, ()),
            drops.get(sentence.index, ()),
            unresolved.get(sentence.index, ()),
        )
        for sentence in (analysis.sentences if wanted is None else wanted)
    )
    return [each for each in found if wanted is not None or each.facts or each.drops]


def _wanted(analysis: Analysis, at: int | None, grep: str | None) -> list[Sentence] | None:
    if at is not None:
        if not 0 <= at < max(1, len(analysis.text)):
            raise NorfolkError(
                f"has no offset {at:,}: its text has {len(analysis.text):,} code points",
                where=analysis.document.source,
                hint="Offsets are those of facts' spans; norfolk-cs text prints the text",
            )
        sentence = analysis.sentence_at(at)
        return [sentence] if sentence else []
    if grep is None:
        return None
    words = re.compile(r"\s+".join(map(re.escape, grep.split())) or "(?!)", re.IGNORECASE)
    found = (analysis.sentence_at(match.start()) for match in words.finditer(analysis.text))
    return list(dict.fromkeys(sentence for sentence in found if sentence is not None))


def _by_sentence(analysis: Analysis, placed: Iterable[tuple[T, int]]) -> dict[int, tuple[T, ...]]:
    """Things by the index of the sentence that holds their offset, each once and in order."""
    found: dict[int, dict[T, None]] = {}
    for thing, offset in sorted(placed, key=lambda pair: pair[1]):
        sentence = analysis.sentence_at(offset)
        if sentence is not None:
            found.setdefault(sentence.index, {})[thing] = None
    return {index: tuple(things) for index, things in found.items()}


def _starts(fact: Fact) -> list[int]:
    """Where a fact is told: an actor, at each of its mentions."""
    if isinstance(fact, ActorFact):
        return [mention.start for mention in fact.mentions]
    return [fact.span.start]


def _drops(analysis: Analysis, facts: list[Fact]) -> Iterator[Drop]:
    """What the components turned down, but for words that made such a fact after all."""
    assert analysis.trace is not None
    spans = {(fact.kind, fact.span.start, fact.span.end) for fact in facts}
    named = [span for actor in analysis.found.actors for span in actor.mentions]
    drops = {(drop.kind, drop.start, drop.end, drop.reason): drop for drop in analysis.trace.drops}
    for drop in drops.values():
        again = drop.kind == "actor" and any(
            start < drop.end and drop.start < end for start, end in named
        )
        if (drop.kind, drop.start, drop.end) not in spans and not again:
            yield drop
    said = [(fact.span.start, fact.span.end) for fact in facts if fact.kind == "statement"]
    for quote in analysis.found.quotes:
        if not any(start <= quote.start and quote.end <= end for start, end in said):
            yield Drop("statement", quote.start, quote.end, UNSPOKEN)


def _unresolved(analysis: Analysis, facts: list[Fact]) -> Iterator[Unresolved]:
    mentions: dict[tuple[str, int, int, str], Mention] = {
        (kind, mention.start, mention.end, mention.rule): mention
        for kind, (field, _) in _POINTING.items()
        for mention in getattr(analysis.found, field)
    }
    for fact in facts:
        mention = mentions.get((fact.kind, fact.span.start, fact.span.end, fact.rule))
        for slot in _POINTING[fact.kind][1] if mention else ():
            words = getattr(mention, slot)
            if words is not None and getattr(fact, slot) is None:
                yield Unresolved(fact, slot, words)

"""What the stages hand each other: blocks and sentences, then mentions, all with absolute offsets.

A mention is what a component saw in the text; who "he" is and which day "in December" hangs on
are still open. :mod:`norfolk_cs.resolve` turns mentions into facts.

Nobody changes a block, a sentence or a mention once it is made. They are not frozen for all that:
a frozen one takes six times as long to make, and there are many of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate
from typing import Any, Generic, TypeVar

from norfolk_cs.models import (
    ActorType,
    Anchor,
    Basis,
    Directness,
    Document,
    Role,
    Strength,
    TimexType,
)
from norfolk_cs.trace import Trace
from norfolk_cs.triggers import Folded, Trigger

T = TypeVar("T")
M = TypeVar("M", bound="Mention")


class BlockKind(StrEnum):
    """What a block of text is on the page."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"  # a bullet or a numbered paragraph, its marker outside the sentence
    CAPTION = "caption"
    FURNITURE = "furniture"  # share lines, credits, related links: no facts are read from it


@dataclass(slots=True, unsafe_hash=True)
class Block:
    """A paragraph, heading or list item; ``start`` is after an item's marker, ``marker`` before."""

    index: int
    start: int
    end: int
    kind: BlockKind
    marker: str = ""


@dataclass(slots=True, unsafe_hash=True)
class Sentence:
    """A sentence; it never crosses a block."""

    index: int
    start: int
    end: int
    block: Block


@dataclass(slots=True, unsafe_hash=True)
class Ref:
    """Words that point at somebody: "Mr Hill", "he", "the council", "Essex's director"."""

    start: int
    end: int
    text: str


@dataclass(slots=True, unsafe_hash=True)
class Mention:
    """A stretch of text and the rule that found it."""

    start: int
    end: int
    rule: str


@dataclass(slots=True, unsafe_hash=True)
class Quote(Mention):
    """One pair of quotation marks; ``start``/``end`` are inside the marks.

    ``closed`` is false for a paragraph that opens a quotation and does not close it; the next
    paragraph's quote then has ``continues`` true. Quotes may nest; they are in start order.
    """

    mark: str = '"'
    closed: bool = True
    continues: bool = False


@dataclass(slots=True, unsafe_hash=True)
class DateMention(Mention):
    """A resolved TIMEX3 expression; ``first``/``last`` are the ISO days its value covers."""

    type: TimexType
    value: str | None
    mod: str | None = None
    first: str | None = None
    last: str | None = None
    anchor: Anchor | None = None


@dataclass(slots=True, unsafe_hash=True)
class ActorMention(Mention):
    """An actor of the document; the span is the first full mention, name only.

    ``mentions`` are (start, end) of every mention; ``gender`` is "m", "f" or None (from titles
    and pronouns, used to resolve pronouns only).
    """

    name: str
    type: ActorType
    authority_code: str | None = None
    roles: tuple[Role, ...] = ()
    aliases: tuple[str, ...] = ()
    mentions: tuple[tuple[int, int], ...] = ()
    gender: str | None = None


@dataclass(slots=True, unsafe_hash=True)
class StatementMention(Mention):
    """Reported or quoted words. ``speaker`` holds the words that name the speaker, wherever
    in the document they stand; a further sentence of the same speaker repeats the same Ref.
    """

    directness: Directness
    speaker: Ref | None = None
    cue: str | None = None


@dataclass(slots=True, unsafe_hash=True)
class RatingMention(Mention):
    """A grade given. Refs are as written; ``judged_on`` is a DateMention's value if one is tied."""

    value: str
    scale: str | None = None
    subject: str | None = None
    area: str | None = None
    body: Ref | None = None
    rater: Ref | None = None
    judged_on: str | None = None
    previous: bool = False
    negated: bool = False


@dataclass(slots=True, unsafe_hash=True)
class RecommendationMention(Mention):
    """An action somebody says is due. ``recommender`` None means: whoever speaks here."""

    strength: Strength
    recommender: Ref | None = None
    addressee: Ref | None = None
    against: bool = False
    total: int | None = None


@dataclass(slots=True, unsafe_hash=True)
class DeadlineMention(Mention):
    """A time within which somebody must act; the arithmetic is done when it is resolved.

    A window runs from ``from_``, else from publication, or from a day nobody knows ("of
    receiving this letter") where ``start_known`` is false.
    """

    basis: Basis
    obligation: str | None = None
    obliged: Ref | None = None
    set_by: Ref | None = None
    window: str | None = None
    due: str | None = None
    from_: str | None = None
    consequence: str | None = None
    start_known: bool = True


@dataclass(slots=True)
class Mentions:
    """What each component found so far; a component reads what earlier ones wrote."""

    quotes: list[Quote] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
    actors: list[ActorMention] = field(default_factory=list)
    statements: list[StatementMention] = field(default_factory=list)
    ratings: list[RatingMention] = field(default_factory=list)
    recommendations: list[RecommendationMention] = field(default_factory=list)
    deadlines: list[DeadlineMention] = field(default_factory=list)


class once(Generic[T]):  # noqa: N801  named as cached_property is
    """What is asked for of a document or a sentence once or never, kept under its name: a
    ``cached_property`` without the lock, which takes longer than most of the answers.
    """

    def __init__(self, answer: Callable[[Any], T]) -> None:
        self._answer = answer
        self._name = answer.__name__

    def __get__(self, asked: Any, owner: type | None = None) -> T:
        found = asked.__dict__[self._name] = self._answer(asked)
        return found


def folded(text: str) -> str:
    """``text`` in lower case and of the same length ("İ" alone would grow, and is kept)."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lower


class Nested:
    """Mentions in the order of their starts, one perhaps inside another, looked up by place."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._starts = [mention.start for mention in mentions]
        self._ends = [mention.end for mention in mentions]
        self._reach = list(accumulate(self._ends, max))  # how far any so far goes

    def holding(self, start: int, end: int) -> int | None:
        """The place in the order of the innermost one that holds a whole stretch."""
        place = bisect_right(self._starts, start) - 1
        while place >= 0 and self._reach[place] >= end:
            if self._ends[place] >= end:
                return place
            place -= 1
        return None


class Analysis:
    """A document cut into blocks and sentences, and the mentions found in it.

    ``blocks`` and ``sentences`` are in order and do not overlap; furniture is among them.
    ``folded`` is the text in lower case, of the same length: triggers are looked for in it, since
    a case-sensitive scan runs several times faster than one that ignores case: the expression can
    skip to its first letters. ``trace``, where somebody has put one, is told what is passed over.
    """

    def __init__(
        self,
        document: Document,
        blocks: tuple[Block, ...],
        sentences: tuple[Sentence, ...],
        folded: Folded,
    ) -> None:
        self.document = document
        self.text = document.text
        self.folded = folded
        self.blocks = blocks
        self.sentences = sentences
        self.found = Mentions()
        self.trace: Trace | None = None
        self._starts = [sentence.start for sentence in sentences]
        self._block_starts = [block.start for block in blocks]
        self._nested: dict[str, tuple[Sequence[Mention], Nested]] = {}

    @once
    def prose(self) -> tuple[Sentence, ...]:
        """The sentences that facts are read from: all but furniture."""
        return tuple([s for s in self.sentences if s.block.kind is not BlockKind.FURNITURE])

    def triggered(self, trigger: Trigger) -> Iterator[Sentence]:
        """The prose sentences in which a rulebook's ``trigger`` occurs, once each, in order."""
        last, place = -1, 0
        matches = trigger.finditer(self.folded)
        while match := next(matches, None):
            if match.start() < place:  # one is enough
                if match.end() > place:  # it hides what begins in the next sentence
                    matches = trigger.finditer(self.folded, place)
                continue
            sentence = self.sentence_at(match.start())
            if sentence is None:
                continue
            place = sentence.end
            if sentence.index != last and sentence.block.kind is not BlockKind.FURNITURE:
                yield sentence
            last = sentence.index

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds ``offset``, or the one before it; None before the first."""
        position = bisect_right(self._starts, offset) - 1
        return self.sentences[position] if position >= 0 else None

    def block_at(self, offset: int) -> Block | None:
        """The block that holds ``offset``, or the one before it; None before the first."""
        position = bisect_right(self._block_starts, offset) - 1
        return self.blocks[position] if position >= 0 else None

    def sentences_in(self, block: Block) -> tuple[Sentence, ...]:
        """The sentences of ``block``."""
        first = bisect_right(self._starts, block.start - 1)
        last = bisect_right(self._starts, block.end - 1)
        return self.sentences[first:last]

    def prose_between(self, start: int, end: int) -> Iterator[Sentence]:
        """The prose sentences that begin between two offsets."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        for sentence in self.sentences[first:last]:
            if sentence.block.kind is not BlockKind.FURNITURE:
                yield sentence

    def ref(self, start: int, end: int) -> Ref:
        """The words between two offsets, as a pointer at somebody."""
        return Ref(start, end, self.text[start:end])

    def quote_at(self, start: int, end: int) -> Quote | None:
        """The innermost quotation that holds the whole stretch."""
        return self._holding("quotes", self.found.quotes, start, end)

    def statement_at(self, start: int, end: int) -> StatementMention | None:
        """The innermost statement that holds the whole stretch."""
        return self._holding("statements", self.found.statements, start, end)

    def _holding(self, kind: str, mentions: list[M], start: int, end: int) -> M | None:
        known = self._nested.get(kind)
        if known is None or known[0] is not mentions:
            known = self._nested[kind] = (mentions, Nested(mentions))
        place = known[1].holding(start, end)
        return None if place is None else mentions[place]

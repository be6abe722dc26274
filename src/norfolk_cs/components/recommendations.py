"""Recommendations in running text: who says that who should do what, or should not.

Surface forms: recommend (that) X do / recommend a NP / a need for X to; X must, should, ought to,
needs to, has (got) to; urge, call on, order, tell, ask, advise, want X to; X was told to; call
for NP; advised against, sees no merit in, is not the right option; resolutions in minutes.
Left out: one's own resolve ("we must"), the past ("should have"), guesses ("must have known"),
questions, indirect questions, relative clauses, and what an *if* or a *could* only considers.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import ClassVar

from norfolk_cs.analysis import Analysis, BlockKind, RecommendationMention, Sentence
from norfolk_cs.components.base import Component
from norfolk_cs.components.duties.answers import Answers
from norfolk_cs.components.duties.cues import Cue, Judge, Named
from norfolk_cs.components.duties.frames import Frames
from norfolk_cs.components.duties.lists import ActionLists
from norfolk_cs.components.duties.tables import ActionTables
from norfolk_cs.rulebook import Rulebook
from norfolk_cs.stems import holds, stems_of
from norfolk_cs.triggers import Openings, matches_at


class Recommendations(Component):
    """Actions somebody says are due, each distinct action once."""

    kind: ClassVar[str] = "recommendations"

    def __init__(self, rulebook: Rulebook | None = None) -> None:
        super().__init__(rulebook)
        book = self.rulebook
        numbers = _numbers(book)
        self._judge = Judge(book)
        self._frames = Frames(book, self._judge, numbers)
        self._lists = ActionLists(book, numbers)
        self._tables = ActionTables(book, self._lists.lead_over)
        self._answers = Answers(book)
        rules = [rule for rule in book.rules if "frame" in rule.set]
        self._rules = [(rule, book.regex(rule)) for rule in rules]
        self._stems = [stems_of(rule) for rule in rules]
        self._begun = lru_cache(maxsize=100)(self._beginning)
        self._modals = {rule.id for rule in rules if rule.set["frame"] == "modal"}

    @cached_property
    def _openings(self) -> Openings:
        return Openings([self.rulebook.source(rule) for rule, _ in self._rules])

    def _beginning(self, letter: str) -> list[int]:
        """The rules without an opening of their own, by their places, that can match in a
        sentence that begins with some letter or mark.
        """
        return [
            number
            for number in self._openings.anywhere
            if any(one[:1] in ("", letter) for one in stems_of(self._rules[number][0], "opens"))
        ]

    def match(self, analysis: Analysis) -> list[RecommendationMention]:
        """The recommendations, in text order; a list's items are read as items only."""
        listed = [*self._tables.find(analysis), *self._lists.find(analysis)]
        named = Named(analysis.found.actors)
        blocks = [analysis.block_at(mention.start) for mention in listed]
        taken = {block.index for block in blocks if block is not None}
        found = listed
        for sentence in analysis.triggered(self.rulebook.trigger):
            if sentence.block.index not in taken:
                found += self._in_sentence(analysis, sentence, named)
        answers = list(self._answers.find(analysis))  # these know who was asked about
        starts = {mention.start for mention in answers}
        found = [mention for mention in found if mention.start not in starts] + answers
        return sorted(found, key=lambda mention: mention.start)

    def _in_sentence(
        self, analysis: Analysis, sentence: Sentence, named: Named
    ) -> list[RecommendationMention]:
        """Every rule's actions, nested ones dropped: the widest stretch that starts first wins,
        and of two cues before one verb the one that names a recommender.
        """
        found: list[RecommendationMention] = []
        text, start, end = analysis.text, sentence.start, sentence.end
        words = " ".join(analysis.folded[start:end].split())
        places = self._openings.places(analysis.folded, start, end)
        stems, tried = self._stems, {*places, *self._begun(analysis.folded[start])}
        numbers = [number for number in tried if holds(words, stems[number])]
        for number in sorted(numbers):
            rule, pattern = self._rules[number]
            if rule.set.get("item") and sentence.block.kind is not BlockKind.ITEM:
                continue
            begins = [start] if "opens" in rule.set else places.get(number)
            for match in matches_at(pattern, text, start, end, begins):
                cue = Cue(analysis, sentence, rule, match, named)
                if self._judge.counts(cue):
                    found += self._frames.read(cue)
        kept: list[RecommendationMention] = []
        for mention in sorted(found, key=self._rank):
            if not kept or mention.start >= kept[-1].end:
                kept.append(mention)
            elif analysis.trace is not None:
                reason = f"its words are part of what {kept[-1].rule} found"
                where = (mention.start, mention.end)
                analysis.trace.drop("recommendation", *where, reason, mention.rule)
        return kept

    def _rank(self, mention: RecommendationMention) -> tuple[int, bool, bool, int]:
        return (mention.start, mention.rule in self._modals, not mention.recommender, -mention.end)


def _numbers(book: Rulebook) -> dict[str, int]:
    """Number words and figures by what they count."""
    words = {word: place for place, word in enumerate(book.vocabulary["number_word"][:20], 1)}
    return words | {str(number): number for number in range(1, 1000)}

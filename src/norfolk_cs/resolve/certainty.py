"""How sure the words are: stated, hedged or conditional.

A statement is judged by its own words: conditional where its one sentence hangs on an if, hedged
where its main verb is softened ("the service could slip back"). Anything else is judged by what
governs it from outside: "may advise X to <act>", "is likely to be rated <good>", "If nothing
changes, X should <act>". A condition inside an action belongs to the action.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from norfolk_cs.analysis import (
    ActorMention,
    Analysis,
    DateMention,
    Mention,
    RatingMention,
    Sentence,
    StatementMention,
)
from norfolk_cs.models import Certainty
from norfolk_cs.rulebook import Rule, Rulebook, load_rules
from norfolk_cs.settings import per_settings
from norfolk_cs.stems import holds, stems_of

_CERTAIN = (DateMention, ActorMention)


class _Rule:
    """A rule that is not tried on words without its stems."""

    def __init__(self, book: Rulebook, rule: Rule) -> None:
        self.pattern = book.regex(rule)
        self.stems = stems_of(rule)

    def search(self, words: str, folded: str) -> re.Match[str] | None:
        """The first match in some words, given in lower case too."""
        return self.pattern.search(words) if holds(folded, self.stems) else None

    def finditer(self, words: str, folded: str) -> Iterator[re.Match[str]]:
        """The matches in some words."""
        return self.pattern.finditer(words) if holds(folded, self.stems) else iter(())

    def sub(self, instead: str, words: str, folded: str) -> str:
        """The words with something instead of each match."""
        return self.pattern.sub(instead, words) if holds(folded, self.stems) else words


class Judge:
    """How sure words are; compiled once from ``rules/certainty.toml``."""

    def __init__(self) -> None:
        book = load_rules("certainty")
        rules = {rule.id: _Rule(book, rule) for rule in book.rules}
        self.trigger = book.trigger
        self.whether = rules["whether.if"]
        self.condition = rules["condition.if"]
        self.fronted = rules["fronted.condition"]
        self.hedges = (rules["hedge.modal"], rules["hedge.expected"])
        self.adverb = rules["adverb.perhaps"]
        self.edge = rules["edge.clause"].pattern
        self.aside = rules["aside.relative"]
        self.finite = book.compile(r"\b(?:{finite})\b")
        self.presupposed = frozenset(book.vocabulary["presupposed"])

    def of(self, analysis: Analysis, mention: Mention, sentence: Sentence) -> Certainty:
        """The certainty of a mention that begins in a sentence."""
        statement = isinstance(mention, StatementMention)
        if statement and sentence.end < mention.end:
            last = analysis.sentence_at(max(mention.start, mention.end - 1))
            if last is not sentence:
                return "stated"  # several sentences: what one of them hangs on is not all of it
        if isinstance(mention, RatingMention) and mention.rule in self.presupposed:
            return "stated"
        begin, end = min(sentence.start, mention.start), max(sentence.end, mention.end)
        if not self.trigger.search(analysis.folded, begin, end):
            return "stated"
        text = analysis.text
        before = text[sentence.start : mention.start]
        if statement:
            return self.of_statement(text[mention.start : mention.end], before)
        return self.of_governed(before, text[mention.end : sentence.end])

    def of_statement(self, words: str, before: str) -> Certainty:
        """The certainty of one sentence's worth of somebody's words, ``before`` in front of it."""
        folded = words.lower()
        words = self.whether.sub(" whether ", words, folded)
        if self.condition.search(words, folded) or self.fronted.search(before, before.lower()):
            return "conditional"
        hedges = [rule.search(words, folded) for rule in (*self.hedges, self.adverb)]
        starts = [found.start() for found in hedges if found]
        if starts and not self.finite.search(words, 0, min(starts)):
            return "hedged"
        return "stated"

    def of_governed(self, before: str, after: str) -> Certainty:
        """The certainty of what stands between two stretches of its sentence."""
        folded = before.lower()
        before = self.aside.sub(",", self.whether.sub(" whether ", before, folded), folded)
        if self._hangs_on(before, folded) or self.condition.pattern.match(after.lstrip(" ,")):
            return "conditional"
        for rule in self.hedges:
            for found in rule.finditer(before, folded):
                if not self.edge.search(before, found.end()):
                    return "hedged"
        for found in self.adverb.finditer(before, folded):
            if not self.finite.search(before, found.end()):
                return "hedged"
        return "stated"

    def _hangs_on(self, before: str, folded: str) -> bool:
        """Whether a condition went before and is over: "If nothing changes, X should"."""
        conditions = list(self.condition.finditer(before, folded))
        if not conditions:
            return False
        comma = before.find(",", conditions[-1].end() - 1)
        return comma >= 0 and not self.edge.search(before, comma + 1)


@per_settings
def judge() -> Judge:
    """The one judge."""
    return Judge()


def certainty_of(analysis: Analysis, mention: Mention) -> Certainty:
    """``hedged`` under could, may, likely, is understood to; ``conditional`` on an if or unless.

    Dates and actors are what they are: ``stated``.
    """
    sentence = analysis.sentence_at(mention.start)
    if sentence is None or isinstance(mention, _CERTAIN):
        return "stated"
    return judge().of(analysis, mention, sentence)

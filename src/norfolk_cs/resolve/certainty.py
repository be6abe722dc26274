"""How sure the words are: stated, hedged or conditional.

A statement is judged by its own words: conditional where its one sentence hangs on an if, hedged
where its main verb is softened ("the service could slip back"). Anything else is judged by what
governs it from outside: "may advise X to <act>", "is likely to be rated <good>", "If nothing
changes, X should <act>". A condition inside an action belongs to the action.
"""

from __future__ import annotations

from norfolk_cs.analysis import (
    ActorMention,
    Analysis,
    DateMention,
    Mention,
    RatingMention,
    StatementMention,
)
from norfolk_cs.models import Certainty
from norfolk_cs.rulebook import load_rules
from norfolk_cs.settings import per_settings

_CERTAIN = (DateMention, ActorMention)


class _Certainty:
    """Compiled once from ``rules/certainty.toml``."""

    def __init__(self) -> None:
        book = load_rules("certainty")
        rules = {rule.id: book.regex(rule) for rule in book.rules}
        self.trigger = book.trigger
        self.whether = rules["whether.if"]
        self.condition = rules["condition.if"]
        self.fronted = rules["fronted.condition"]
        self.hedges = (rules["hedge.modal"], rules["hedge.expected"])
        self.adverb = rules["adverb.perhaps"]
        self.edge = rules["edge.clause"]
        self.aside = rules["aside.relative"]
        self.finite = book.compile(r"\b(?:{finite})\b")
        self.presupposed = frozenset(book.vocabulary["presupposed"])

    def of_statement(self, words: str, before: str) -> Certainty:
        """The certainty of one sentence's worth of somebody's words, ``before`` in front of it."""
        words = self.whether.sub(" whether ", words)
        if self.condition.search(words) or self.fronted.search(before):
            return "conditional"
        hedges = [pattern.search(words) for pattern in (*self.hedges, self.adverb)]
        starts = [found.start() for found in hedges if found]
        if starts and not self.finite.search(words, 0, min(starts)):
            return "hedged"
        return "stated"

    def of_governed(self, before: str, after: str) -> Certainty:
        """The certainty of what stands between two stretches of its sentence."""
        before = self.aside.sub(",", self.whether.sub(" whether ", before))
        if self._hangs_on(before) or self.condition.match(after.lstrip(" ,")):
            return "conditional"
        for pattern in self.hedges:
            for found in pattern.finditer(before):
                if not self.edge.search(before, found.end()):
                    return "hedged"
        for found in self.adverb.finditer(before):
            if not self.finite.search(before, found.end()):
                return "hedged"
        return "stated"

    def _hangs_on(self, before: str) -> bool:
        """Whether a condition went before and is over: "If nothing changes, X should"."""
        conditions = list(self.condition.finditer(before))
        if not conditions:
            return False
        comma = before.find(",", conditions[-1].end() - 1)
        return comma >= 0 and not self.edge.search(before, comma + 1)


@per_settings
def _certainty() -> _Certainty:
    return _Certainty()


def certainty_of(analysis: Analysis, mention: Mention) -> Certainty:
    """``hedged`` under could, may, likely, is understood to; ``conditional`` on an if or unless.

    Dates and actors are what they are: ``stated``.
    """
    if isinstance(mention, _CERTAIN):
        return "stated"
    sentence = analysis.sentence_at(mention.start)
    if sentence is None:
        return "stated"
    judge = _certainty()
    statement = isinstance(mention, StatementMention)
    if statement and sentence.end < mention.end:
        last = analysis.sentence_at(max(mention.start, mention.end - 1))
        if last is not sentence:
            return "stated"  # several sentences: what one of them hangs on is not all of it
    if isinstance(mention, RatingMention) and mention.rule in judge.presupposed:
        return "stated"
    begin, end = min(sentence.start, mention.start), max(sentence.end, mention.end)
    if not judge.trigger.search(analysis.folded, begin, end):
        return "stated"
    text = analysis.text
    before = text[sentence.start : mention.start]
    if statement:
        return judge.of_statement(text[mention.start : mention.end], before)
    return judge.of_governed(before, text[mention.end : sentence.end])

"""The shapes of attributions, and the rules that tell them apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from norfolk_cs.components.speech.frames import Period
from norfolk_cs.components.speech.phrases import Stretch
from norfolk_cs.rulebook import Rule, Rulebook
from norfolk_cs.stems import stems_of

ASIDES = frozenset((",", "–", "—", "-", "("))
ASIDE_WITHIN = 14  # words of an apposition or a relative clause


@dataclass(slots=True)
class Attribution:
    """Who says it and where; indices are into the period's words."""

    rule: str
    shape: (
        str  # where the words are: "quote", "clause", "relative" after, "before", "source", "list"
    )
    cue: Stretch
    begin: int  # where the reporter's own clause begins, with its conjunction
    after: int  # the first word that is not of the attribution
    speaker: Stretch | None  # None where nobody says who: "Members were told that …"
    words: int  # where the words begin; of words before, the quotation's index, or -1
    until: int | None = None  # where they reach to at most, where that is known


class Pattern:
    """A rule of the rule file, to be tried after a verb or in place of one."""

    def __init__(self, book: Rulebook, rule: Rule) -> None:
        self.rule = rule.id
        self.shape = str(rule.set["shape"])
        self.verbs = frozenset(str(rule.set.get("verbs", "")).split())
        self.nouns = tuple(str(rule.set.get("nouns", "")).split())
        self.needs = str(rule.set.get("needs", ""))
        self._stems = stems_of(rule)
        self._source = book, rule

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        """Compiled when first tried: a text without speech needs none of them."""
        book, rule = self._source
        return book.regex(rule)

    def match(self, period: Period, start: int) -> re.Match[str] | None:
        """What the rule matches from an offset of the text on, if any of its stems follows."""
        frame, end = period.frame, period.end
        folded = frame.analysis.folded
        for stem in self._stems:
            if folded.find(stem, start, end) >= 0:
                return self._regex.match(frame.text, start, end)
        return None

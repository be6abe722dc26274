"""The shapes of attributions, and the rules that tell them apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from norfolk_cs.components.speech.phrases import Stretch
from norfolk_cs.rulebook import Rule, Rulebook

ASIDES = frozenset((",", "–", "—", "-", "("))
ASIDE_WITHIN = 14  # words of an apposition or a relative clause


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it and where; indices are into the period's words."""

    rule: str
    shape: str  # where the words are: "quote" and "clause" after, "before", "source", "list"
    cue: Stretch
    begin: int  # where the reporter's own clause begins, with its conjunction
    after: int  # the first word that is not of the attribution
    speaker: Stretch | None  # None where nobody says who: "Members were told that …"
    words: int  # where the words begin; of words before, the quotation's index, or -1


class Pattern:
    """A rule of the rule file, to be tried after a verb or in place of one."""

    def __init__(self, book: Rulebook, rule: Rule) -> None:
        self.rule = rule.id
        self.shape = str(rule.set["shape"])
        self.verbs = frozenset(str(rule.set.get("verbs", "")).split())
        self.needs = str(rule.set.get("needs", ""))
        self._source = book, rule

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when first tried: a text without speech needs none of them."""
        book, rule = self._source
        return book.regex(rule)

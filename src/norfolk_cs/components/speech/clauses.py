"""Whether words make a clause: where a reported one may begin, and the verb that shows it."""

from __future__ import annotations

from collections.abc import Sequence

from norfolk_cs.components.speech.frames import Period
from norfolk_cs.components.speech.lexicon import BREAKS, Lexicon, Word

VERB_WITHIN = 16  # the longest subjects before a verb, "teenagers at risk of … had", have about 12
HALF_WITHIN = 6  # "no child should", "much of the work had": its verb comes soon, words
TRAILING = BREAKS | frozenset(".!?…\"'")
_ARTICLES = frozenset(["the", "a", "an", "its", "their", "his", "her", "our", "my", "your"])
_OBJECT_STARTS = frozenset(["the", "a", "an", "its", "their", "his", "her", "them", "it"])
_SOME = ("all", "every", "everyone", "everything", "one", "enough", "many", "only", "much")
_AMOUNTS = ("more", "much", "nothing", "enough", "less", "little")  # "more needed to be done"
_RELATIVES = ("which", "who", "whose")
_CONTRACTED = ("n't", "'re", "'ve", "'ll", "'m", "it's", "that's", "there's", "he's", "she's")


class Clauses:
    """Finds clauses and their verbs; indices are into ``period.words``."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._before_noun = lexicon["determiner", "preposition"]
        self._joiners = lexicon["conjunction", "concessive"] - {"so", "then", "yet"}
        self._no_thing = lexicon["finite", "clause_subject"]
        self._auxiliary = lexicon["finite", "be", "adverb"]
        self._told_of = lexicon["telling"] | {"report", "reports", "suggestions", "rumours"}
        self._ends_relative = self._joiners | lexicon["relative", "clause_subject"]

    def shows_verb(self, period: Period, begin: int, end: int) -> bool:
        """Whether a stretch, breaks and all, has a verb or a quotation in it."""
        return any(
            word.is_quote or word.low.endswith(_CONTRACTED) or self._is_verb(period, index)
            for index, word in enumerate(period.words[begin:end], begin)
        )

    def has_verb_among(self, spoken: Sequence[str]) -> bool:
        """Whether any of some lower-case words is a verb for certain."""
        verbs = self.lexicon["finite", "main_verb"]
        return any(word in verbs or word.endswith(_CONTRACTED) for word in spoken)

    def _is_verb(self, period: Period, index: int) -> bool:
        """Whether a word is a finite verb, as far as the word before it tells."""
        low = period.words[index].low
        before = period.words[index - 1].low if index else ""
        if period.words[index].is_quote:
            return self._opens_with_verb(period, index)
        if low in self.lexicon["finite"]:
            return before != "to"
        if low in self.lexicon["plural_verb"]:
            return before.endswith("s") or before in self.lexicon["plural"]
        if low not in self.lexicon["main_verb"]:
            return self._has_object(period, index)
        if before in _AMOUNTS and low in ("needed", "needs"):
            return any(word.low == "to" for word in period.words[index + 1 : index + 2])
        if low == "needs" and before in self.lexicon["of_needs"]:
            return False
        return before not in self._before_noun and not before.endswith("'s")

    def _opens_with_verb(self, period: Period, index: int) -> bool:
        """Whether a quotation goes on with the verb of the words before it: "work ‘has begun’"."""
        quote = period.quote(index)
        spoken = period.frame.analysis.text[quote.start : quote.end].lower().split()
        before = period.words[index - 1]
        if not index or not spoken or before.low in _ARTICLES or before.low.endswith("'s"):
            return False  # "the ‘failed model of care’"
        return spoken[0] in self.lexicon["finite", "main_verb", "cues"]

    def _has_object(self, period: Period, index: int) -> bool:
        """Whether a word made like a past tense has an object: "costs outstripped the budget"."""
        words = period.words
        if not words[index].low.endswith("ed") or not 0 < index < len(words) - 2:
            return False
        before, after = words[index - 1], words[index + 1].low
        return (
            after in _OBJECT_STARTS
            and before.text[0].isalnum()
            and not before.low.endswith("ly")
            and before.low not in self.lexicon["determiner", "preposition", "conjunction"]
            and words[index + 2].low not in self.lexicon["time_noun"]
        )

    def opens(self, period: Period, index: int) -> bool:
        """Whether a clause can begin at ``index``: not with a verb, a preposition or "so"."""
        words = period.words
        if index >= len(words) or words[index].is_break:
            return False
        low = words[index].low
        if low == "that":
            return True
        following = words[index + 1].low if index + 1 < len(words) else ""
        if low == "not" and following in _SOME:
            return True
        if low in self.lexicon["half_clause"]:
            return self._half_clause(period, index)
        if self._is_mere_thing(period, index):
            return False
        if low in self.lexicon["half_subordinator", "half_preposition"]:
            return self._half_sentence(period, index)
        return low not in self.lexicon["no_clause"]

    def _half_clause(self, period: Period, index: int) -> bool:
        """Whether a verb follows on "nothing", "more": "said more needed to be done"."""
        words = period.words
        for place in range(index + 1, min(len(words), index + HALF_WITHIN)):
            if words[place].is_break or words[place].low in self.lexicon["relative"]:
                return False
            if self._is_verb(period, place):
                return True
        return False

    def _is_mere_thing(self, period: Period, index: int) -> bool:
        """Whether somebody is only told to have spoken: "said some wise things", "said as much"."""
        words = period.words
        for place in range(index, min(len(words), index + HALF_WITHIN)):
            low = words[place].low
            if low in self.lexicon["mere_thing"]:
                following = words[place + 1] if place + 1 < len(words) else None
                return following is None or (
                    following.text in TRAILING
                    or (
                        following.low in self.lexicon["preposition", "conjunction", "relative"]
                        and not self.has_verb(period, index, len(words))
                    )
                )
            if low in self._no_thing or not words[place].text[0].isalnum():
                return False
        return False

    def _half_sentence(self, period: Period, index: int) -> bool:
        """Whether the main clause follows on an "if" or "although": after a comma, with a verb."""
        words = period.words
        comma = next((i for i in range(index, len(words)) if words[i].text == ","), None)
        if comma is None or comma + 1 >= len(words):
            return False
        whole = words[index].low in self.lexicon["half_preposition"]
        return (
            words[comma + 1].low not in self.lexicon["relative"]
            and (whole or self.has_verb(period, index, comma))
            and self.has_verb(period, comma + 1, len(words))
        )

    def is_parted(self, period: Period, begin: int, end: int) -> bool:
        """Whether another attribution stands between a verb and its "that": "accepted, she said,
        that", so that the verb is of what she says.
        """
        words = period.words
        if end - begin < 3:
            return False
        commas = [index for index in range(begin, end) if words[index].text == ","]
        if len(commas) < 2 or commas[-1] < end - 2 or commas[-1] - commas[-2] < 2:
            return False
        aside = [word.low for word in words[commas[-2] + 1 : commas[-1]]]
        if aside[0] in self.lexicon["preposition", "subordinator", "relative"]:
            return False
        if aside[0].endswith("ing"):
            return False
        return not (self.lexicon.cues - self.lexicon["noun_form"]).isdisjoint(aside)

    def is_hearer(self, period: Period, begin: int, end: int) -> bool:
        """Whether the words between a verb and its "that" are only who is told."""
        words = period.words[begin:end]
        return not any(
            word.text in self.lexicon["finite", "holds"]  # no "May"
            or (word.low in self.lexicon.cues and words[place - 1].low in self._joiners)
            for place, word in enumerate(words)
        )

    def has_verb(self, period: Period, begin: int, limit: int) -> bool:
        """Whether a stretch shows the verb that makes it a clause and not a thing."""
        words = period.words
        limit = min(limit, len(words))
        if begin >= limit:
            return False
        if words[begin].low in self.lexicon["clause_subject"] or (
            words[begin].low == "it" and self._is_past(words, begin + 1)
        ):
            return True
        for index in range(begin + 1, min(limit, begin + VERB_WITHIN)):
            word = words[index]
            joined = words[index - 1].low in self._joiners
            if joined and word.low in self.lexicon["cues", "finite"]:
                return False  # "found the council at fault and said", "adds oversight and is"
            if self._is_verb(period, index):
                return True
            if word.text == "," and index + 1 < limit and words[index + 1].low in _RELATIVES:
                for close in range(index + 2, min(limit - 1, index + VERB_WITHIN)):
                    if words[close].text == ",":  # "the council, which is …, had failed"
                        return self._is_verb(period, close + 1)
            if word.low == "that" and words[index - 1].low in self._told_of:
                return False  # "confirmed reports that it would close"
            if word.low in self.lexicon["relative"]:
                return self._has_verb_past(period, index, limit)
            if word.is_break:
                return False
        return False

    def _has_verb_past(self, period: Period, relative: int, limit: int) -> bool:
        """Whether a subject's verb follows on its relative clause: "the members who voted in the
        ballot had left".
        """
        words = period.words
        begin = relative + 1
        while begin < limit and words[begin].low in self._auxiliary:
            begin += 1
        for index in range(begin + 1, min(limit, relative + VERB_WITHIN)):
            if words[index].is_break or words[index].low in self._ends_relative:
                return False
            if self._is_verb(period, index):
                return True
        return False

    def _is_past(self, words: Sequence[Word], index: int) -> bool:
        """Whether "it" is followed by its verb: "noting it highlighted"."""
        return index < len(words) and (
            words[index].low.endswith("ed") or words[index].low in self.lexicon["main_verb"]
        )

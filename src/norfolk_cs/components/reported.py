"""How far reported words reach: where a reported clause may begin, where it ends and splits.

Without a parser a clause runs to the end of its sentence unless something says that the
reporter speaks again: another attribution, "but rated …", "and called for …".
"""

from __future__ import annotations

from collections.abc import Iterator

from norfolk_cs.components.speech import BREAKS, Lexicon, Period

VERB_WITHIN = 16  # the longest subjects before a verb, "teenagers at risk of … had", have about 12
OWN_SENTENCE = 5  # a quotation this long after ", but" is a sentence of its own, words


class Reported:
    """Finds the limits of reported clauses; indices are into ``period.words``."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._verbs = lexicon["finite"] | lexicon["main_verb"]

    def shows_verb(self, period: Period, begin: int, end: int) -> bool:
        """Whether a stretch, breaks and all, has a verb or a quotation in it."""
        return any(
            word.low in self._verbs or word.text[0] == "“" for word in period.words[begin:end]
        )

    def opens(self, period: Period, index: int) -> bool:
        """Whether a clause can begin at ``index``: not with a verb, a preposition or "so"."""
        words = period.words
        if index >= len(words) or words[index].text in BREAKS:
            return False
        low = words[index].low
        if low == "that":
            return True
        return low not in self.lexicon["no_clause"]

    def has_verb(self, period: Period, begin: int, limit: int) -> bool:
        """Whether a stretch shows the verb that makes it a clause and not a thing."""
        words = period.words
        first = words[begin].low
        if first in self.lexicon["clause_subject"]:
            return True
        for index in range(begin + 1, min(limit, begin + VERB_WITHIN)):
            word = words[index]
            if word.low in self._verbs and words[index - 1].low != "to":
                return True
            if word.text in BREAKS or word.low in self.lexicon["relative"]:
                return False
        return False

    def pieces(
        self, period: Period, begin: int, limit: int, *, relative: bool = False
    ) -> Iterator[tuple[int, int]]:
        """The reported clauses between ``begin`` and ``limit``, cut where the contract cuts.

        ``relative`` says that the reporting verb stands in a relative clause: "Mr Hill, who said
        he was delighted, will leave".
        """
        words, lexicon = period.words, self.lexicon
        listed = words[begin - 1].low == "that" or any(
            words[i].low in ("and", "but") and words[i + 1].low == "that"
            for i in range(begin, limit - 1)
        )
        while begin < limit and words[begin].text in BREAKS:
            begin += 1
        start = index = begin
        while index < limit:
            low = words[index].low
            after_comma = index > begin and words[index - 1].text == ","
            if low == ";" or (relative and after_comma and low in lexicon["finite"]):
                limit = index
                break
            if low in ("and", "but", "then", "although", "though", "while", "–", "-", "—"):
                following = index + 1
                while following < limit and (
                    words[following].low in lexicon["adverb"] or words[following].low.endswith("ly")
                ):
                    following += 1
                target = words[following].low if following < limit else ""
                passive = target in lexicon["be"] and following + 1 < limit
                acts = target in lexicon["act"] | lexicon["bare_act"] or (
                    passive and words[following + 1].low in lexicon["act"]
                )
                if acts and low in ("and", "but", "then") and (
                    after_comma or low == "but" or target in lexicon["bare_act"]
                ):
                    limit = index
                    break
                if after_comma and low in ("and", "but"):
                    if target == "that" and not self._pronoun(period, following, limit):
                        yield start, self.trim(period, start, index)
                        start = following + 1
                        index = start
                        continue
                    if self._own_sentence(period, following, limit):
                        yield start, self.trim(period, start, index)
                        start = following
                        index = start + 1
                        continue
            elif (
                low == "that"
                and after_comma
                and listed
                and not self._pronoun(period, index, limit)
            ):
                yield start, self.trim(period, start, index)
                start = index + 1
            index += 1
        end = self.trim(period, start, limit)
        leads_in = end < len(words) and words[end].text == ":" and words[-1].text == ":"
        if end > start and not (leads_in and words[end - 1].low in lexicon["finite"]):
            yield start, end

    def _pronoun(self, period: Period, index: int, limit: int) -> bool:
        return index + 1 >= limit or period.words[index + 1].low in self.lexicon["finite"]

    def _own_sentence(self, period: Period, index: int, limit: int) -> bool:
        """Whether only a quotation, long enough to be a sentence, is left."""
        words = period.words
        if index >= limit or words[index].text[0] != "“":
            return False
        rest = words[index + 1 : limit]
        length = words[index].end - words[index].start
        return all(word.text in ".!?," for word in rest) and length >= OWN_SENTENCE * 5

    def trim(self, period: Period, begin: int, end: int) -> int:
        """``end`` without the punctuation and conjunctions before it."""
        words = period.words
        while end > begin:
            word = words[end - 1]
            if word.text == ")" and any(w.text == "(" for w in words[begin:end]):
                break
            if word.text in BREAKS or word.text in ".!?…\"'":
                end -= 1
            elif word.low in ("and", "but", "while", "although", "though", "whilst", "whereas"):
                end -= 1
            else:
                break
        return end

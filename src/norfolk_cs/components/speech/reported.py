"""How far reported words reach: where a reported clause may begin, where it ends and splits.

Without a parser a clause runs to the end of its sentence unless something says that the
reporter speaks again: another attribution, "but rated …", "and called for …".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from norfolk_cs.components.speech.frames import Period
from norfolk_cs.components.speech.lexicon import BREAKS, Lexicon, Word
from norfolk_cs.components.speech.phrases import Stretch, is_genitive

VERB_WITHIN = 16  # the longest subjects before a verb, "teenagers at risk of … had", have about 12
HALF_WITHIN = 6  # "no child should", "much of the work had": its verb comes soon, words
PAPER_WITHIN = 4  # "a strongly worded letter", words
OWN_SENTENCE = 5  # a quotation this long after ", but" is a sentence of its own, words
_TRAILING = BREAKS | frozenset(".!?…\"'")
_QUESTIONS = ("for", "whether", "if", "why", "how", "what", "when", "who")
_OBJECTS = ("it", "them", "him")
_OBJECT_STARTS = frozenset(["the", "a", "an", "its", "their", "his", "her", "them", "it"])
_SOME = ("all", "every", "everyone", "everything", "one", "enough", "many", "only", "much")
_RELATIVES = ("which", "who", "whose")
_DASHES = ("–", "—", "-")
_CONTRACTED = ("n't", "'re", "'ve", "'ll", "'m", "it's", "that's", "there's", "he's", "she's")


class Reported:
    """Finds the limits of reported clauses; indices are into ``period.words``."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._before_noun = lexicon["determiner", "preposition"]
        self._joiners = lexicon["conjunction", "concessive"] - {"so", "then", "yet"}
        self._auxiliary = lexicon["finite", "be", "adverb"]
        self._ends_relative = self._joiners | lexicon["relative", "clause_subject"]

    def shows_verb(self, period: Period, begin: int, end: int) -> bool:
        """Whether a stretch, breaks and all, has a verb or a quotation in it."""
        return any(
            word.text[0] == "“" or word.low.endswith(_CONTRACTED) or self._is_verb(period, index)
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
        if low[0] == "“":
            return self._opens_with_verb(period, index)
        if low in self.lexicon["finite"]:
            return before != "to"
        if low in self.lexicon["plural_verb"]:
            return before.endswith("s") or before in self.lexicon["plural"]
        if low not in self.lexicon["main_verb"]:
            return self._has_object(period, index)
        if low == "needs" and before in self.lexicon["of_needs"]:
            return False
        return before not in self._before_noun and not before.endswith("'s")

    def _opens_with_verb(self, period: Period, index: int) -> bool:
        """Whether a quotation goes on with the verb of the words before it: "work ‘has begun’"."""
        quote = period.quote(index)
        first = period.frame.analysis.text[quote.start : quote.end].split(None, 1)[:1]
        verbs = self.lexicon["finite", "main_verb", "cues"]
        return index > 0 and first != [] and first[0].lower() in verbs

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
        if index >= len(words) or words[index].text in BREAKS:
            return False
        low = words[index].low
        if low == "that":
            return True
        following = words[index + 1].low if index + 1 < len(words) else ""
        if low == "not" and following in _SOME:
            return True
        if low in self.lexicon["half_clause"]:
            return self._half_clause(period, index)
        if low in self.lexicon["half_subordinator", "half_preposition"]:
            return self._half_sentence(period, index)
        return low not in self.lexicon["no_clause"]

    def _half_clause(self, period: Period, index: int) -> bool:
        """Whether a verb follows on "nothing", "more": "said more needed to be done"."""
        words = period.words
        for place in range(index + 1, min(len(words), index + HALF_WITHIN)):
            if words[place].text in BREAKS or words[place].low in self.lexicon["relative"]:
                return False
            if self._is_verb(period, place):
                return True
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
            if word.low in self.lexicon["relative"]:
                return self._has_verb_past(period, index, limit)
            if word.text in BREAKS:
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
            if words[index].text in BREAKS or words[index].low in self._ends_relative:
                return False
            if self._is_verb(period, index):
                return True
        return False

    def _is_past(self, words: Sequence[Word], index: int) -> bool:
        """Whether "it" is followed by its verb: "noting it highlighted"."""
        return index < len(words) and (
            words[index].low.endswith("ed") or words[index].low in self.lexicon["main_verb"]
        )

    def pieces(
        self, period: Period, begin: int, limit: int, *, within: str = "", finds: bool = False
    ) -> Iterator[tuple[int, int]]:
        """The reported clauses between ``begin`` and ``limit``, cut where the contract cuts.

        ``within`` is the word that opens the clause of the reporting verb where that clause is a
        part of another: "Mr Hill, who said he was delighted, will leave". ``finds`` says that an
        inspectorate or a report speaks, of which the reporter may go on to tell more.
        """
        words = period.words
        while begin < limit and words[begin].text in BREAKS:
            begin += 1
        listed = words[begin - 1].low == "that" or any(
            words[i].low in ("and", "but") and words[i + 1].low == "that"
            for i in range(begin, limit - 1)
        )
        start = index = begin
        while index < limit:
            resume = self._resumes(period, index, limit, listed=listed)
            if resume is not None:
                if words[index].text != ":" or words[index - 1].low not in self.lexicon.cues:
                    yield start, self.trim(period, start, index)
                start = index = resume
                continue
            if index > begin and (
                self._stops(period, (start, index), limit, within)
                or (finds and self._finder_acts(period, index, limit))
            ):
                limit = index
                break
            index += 1
        end = self.trim(period, start, limit)
        leads_in = end < len(words) and words[end].text == ":" and words[-1].text == ":"
        last = words[end - 1 - (words[end - 1].low == "to")].low  # "has to:"
        if end > start and not (leads_in and last in self.lexicon["finite"]):
            yield start, end

    def _resumes(self, period: Period, index: int, limit: int, *, listed: bool) -> int | None:
        """Where the next clause begins if one ends at ``index``: ", and that …", ", but ‘…’"."""
        words = period.words
        if words[index].text == ":" and index + 1 < limit and period.is_quote(index + 1):
            return index + 1
        if words[index].text not in (",", ";"):
            return None
        following = index + 1
        joined = following < limit and words[following].low in ("and", "but")
        following += joined
        if following >= limit:
            return None
        if words[following].low == "that" and (joined or listed):
            return None if self._pronoun(period, following, limit) else following + 1
        if joined and self._own_sentence(period, following, limit):
            quoted = period.frame.analysis.text[period.quote(following).start]
            if words[following - 1].low == "and" and quoted.islower():
                return None  # one sentence goes on: "…, and ‘weak oversight’ …"
            return following
        return None

    def _stops(self, period: Period, piece: Stretch, limit: int, within: str) -> bool:
        """Whether the reporter speaks again where the clause read so far, ``piece``, ends."""
        words, lexicon = period.words, self.lexicon
        begin, index = piece
        low = words[index].low
        if low == ";":
            return not self._is_listing(period, index, limit)
        after_comma = words[index - 1].text == ","
        if within and words[index - 1].text in _DASHES and within not in lexicon["relative"]:
            return True  # "Although he said it was poor – as it was – ministers …"
        if low == "in" and after_comma and self._is_paper(period, index + 1, limit):
            return True  # "…, in a letter sent this week"
        if after_comma and within:
            if within not in lexicon["relative"]:
                return True  # "Although he said it was poor, ministers …"
            return low in lexicon["finite"] or low in ("and", "but")
        if after_comma and low in lexicon["concessive"] and self._turns(period, index, limit):
            return True
        if low not in ("and", "but", "then"):
            return False
        following = index + 1
        while following < limit and (
            words[following].low in lexicon["adverb"] or words[following].low.endswith("ly")
        ):
            following += 1
        if following >= limit:
            return False
        target = words[following].low
        if after_comma and target in ("one", "another", "others") and following + 1 < limit:
            return words[following + 1].low in lexicon["act"]  # ", and one described it as"
        if target in lexicon["be"] and following + 1 < limit:
            target = words[following + 1].low  # ", and was dismissed"
            return after_comma and target in lexicon["act"]
        if target in lexicon["bare_act"] or self._goes_on(period, begin, following):
            return True
        if target in lexicon["grade_act"] and following + 1 < limit:
            graded = words[following + 1]  # "and rated its services good", not "and rated good"
            determined = graded.low in _OBJECTS or graded.low in lexicon["determiner"]
            if determined or is_genitive(graded):
                return True
        return target in lexicon["act"] and (after_comma or low == "but")

    def _finder_acts(self, period: Period, index: int, limit: int) -> bool:
        """Whether it goes on "and inspectors praised", of those who have spoken so far."""
        words = period.words
        if words[index].low not in ("and", "but", "while", "although"):
            return False
        verb = index + 2 + (words[index + 1].low == "the") if index + 1 < limit else limit
        verb += verb < limit and words[verb].low in self.lexicon["adverb"]
        return (
            verb < limit
            and words[verb].low in self.lexicon["act", "bare_act"]
            and not self.lexicon["finder"].isdisjoint(w.low for w in words[index + 1 : verb])
        )

    def _turns(self, period: Period, index: int, limit: int) -> bool:
        """Whether the reporter tells what else somebody did: ", while it also accused managers"."""
        words = period.words
        if index + 2 >= limit or words[index + 1].low not in ("he", "she", "it", "they"):
            return False
        verb = index + 2 + (words[index + 2].low in self.lexicon["adverb"])
        return verb < limit and words[verb].low in self.lexicon["act"]

    def _is_listing(self, period: Period, index: int, limit: int) -> bool:
        """Whether a list goes on after a semicolon: it ends "; and …"."""
        words = period.words
        return any(
            words[place].text == ";" and words[place + 1].low == "and"
            for place in range(index, limit - 1)
        )

    def _is_paper(self, period: Period, index: int, limit: int) -> bool:
        """Whether "a letter", "his annual report" begins at ``index``."""
        words = period.words[index : min(limit, index + PAPER_WITHIN)]
        return (
            len(words) > 1
            and words[0].low in ("a", "an", "his", "her", "their", "its")
            and any(word.low in self.lexicon["document"] for word in words)
        )

    def _goes_on(self, period: Period, begin: int, index: int) -> bool:
        """Whether the verb at ``index``, with no comma before it, is the reporter's own.

        After a "had" it may be the reported clause's: "said staff had left and described it".
        """
        words, lexicon = period.words, self.lexicon
        target = words[index].low
        following = words[index + 1].low if index + 1 < len(words) else ""
        if target == "asked" and following in _QUESTIONS:
            return True
        if not (
            target in lexicon["bare_act_past"]
            or (target in lexicon["transitive_act"] and following in _OBJECTS)
            or (target in lexicon["promise_act"] and following == "to")
        ):
            return False
        if target != "declined" and words[begin].low in lexicon["clause_subject"]:
            return False  # "said he met the minister and told him"
        return all(word.low not in ("had", "have", "has") for word in words[begin:index])

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
            if word.text not in _TRAILING and word.low not in self._joiners:
                break
            end -= 1
        return end

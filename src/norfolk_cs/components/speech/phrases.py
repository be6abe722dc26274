"""Where noun phrases and the names in them begin and end, without a parser."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from norfolk_cs.components.speech.frames import Name, Period
from norfolk_cs.components.speech.lexicon import Lexicon, Word

POST_WORDS = 9  # "executive director of children's and adult services at …" before a name
IMPERSONAL_WITHIN = 7  # words: "It has also emerged that"

Stretch = tuple[int, int]  # the words [begin, end)


class Phrases:
    """Finds the edges of phrases; all indices are into ``period.words``."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        clause_words = "finite", "relative", "conjunction", "subordinator", "time_noun", "writer"
        self.modifier_ends = lexicon["preposition", *clause_words]
        self._clause_words = self.modifier_ends - lexicon["preposition"] | lexicon.cues
        self._openers = lexicon["opener", "conjunction"]
        self._conjunctions = lexicon["conjunction"]
        self._parting = lexicon["subordinator"] - lexicon["preposition"]
        self._verbs = lexicon["finite", "main_verb", "act", "cues"]

    # -- names ------------------------------------------------------------------------------

    def name_ending(self, period: Period, end: int, floor: int) -> Name | None:
        """The name that ends right before ``end``."""
        for name in period.names:
            if name.end == end and name.begin >= floor:
                return name
        return None

    def is_name(self, period: Period, index: int) -> bool:
        """Whether the word at ``index`` is part of a name."""
        return any(name.begin <= index < name.end for name in period.names)

    def person_in(self, period: Period, begin: int, end: int) -> Stretch | None:
        """The first person's name that is the head of the phrase it stands in."""
        words, lexicon = period.words, self.lexicon
        for name in period.names:
            if name.begin < begin or name.end > end or not name.person:
                continue
            if is_genitive(words[name.end - 1]):
                continue
            if name.end < end and not self._may_follow_head(words[name.end]):
                continue  # "the New Jersey governor", "Concord resident Whit Symms"
            before = words[name.begin - 1].low
            if before in lexicon["preposition", "determiner"] and any(
                word.low in lexicon["preposition"] for word in words[begin : name.begin]
            ):
                continue
            return name.begin, name.end
        return None

    def _may_follow_head(self, word: Word) -> bool:
        return word.low in self.lexicon["preposition"] or word.low in ("and", "&")

    def whole_name(self, period: Period, begin: int, end: int) -> Stretch | None:
        """A person's name, alone or after a post, that fills a segment."""
        words, lexicon = period.words, self.lexicon
        begin = self.past_openers(period, begin, end)
        while end > begin + 1 and words[end - 1].text in lexicon["suffix"]:
            end -= 1  # "Alan Wood CBE"
        for name in period.names:
            if begin <= name.begin and name.person and self._fills(words, name, end):
                break
        else:
            return None
        if name.begin - begin > POST_WORDS:
            return None
        if name.begin > begin:
            before = words[name.begin - 1].low
            if before in ("and", "&") or before in lexicon["preposition", "determiner"]:
                return None
        first = words[begin].low
        if first in lexicon["sent"] and any(word.low == "to" for word in words[begin : name.begin]):
            return None  # "The letter, addressed to the director, Ann Moss,"
        if first in lexicon["preposition", "relative"] or (
            first.endswith("ing") and first != "acting"
        ):
            return None
        if any(word.low in lexicon["finite"] for word in words[begin : name.begin]):
            return None
        return name.begin, name.end

    def _fills(self, words: Sequence[Word], name: Name, end: int) -> bool:
        """Whether a name ends its segment, or only a place follows: "Ian Day of Day & Co"."""
        if name.end >= end:
            return name.begin < end
        return words[name.end].low in self.lexicon["place"] and not is_genitive(words[name.end - 1])

    def past_openers(self, period: Period, begin: int, end: int) -> int:
        """``begin`` without the "But", "Meanwhile" or "while" that a clause opens with."""
        words = period.words
        while begin < end and words[begin].low in self._openers:
            if self.is_name(period, begin):
                break
            begin += 1
        return begin

    # -- stretches --------------------------------------------------------------------------

    def segments(self, words: Sequence[Word], last: int, floor: int) -> list[Stretch]:
        """The stretches between commas, dashes and quotations up to ``last``, brackets left out."""
        found: list[Stretch] = []
        begin = index = floor
        while index <= last:
            text = words[index].text
            if words[index].is_break or words[index].is_quote:
                if index > begin:
                    found.append((begin, index))
                if text == "(":
                    index = _bracket_end(words, index, last)
                begin = index + 1
            index += 1
        if begin <= last:
            found.append((begin, last + 1))
        return found

    def segment_start(self, period: Period, last: int, floor: int) -> int:
        """The first word of the stretch without a break that ends at ``last``."""
        words = period.words
        index = last
        while index > floor and (
            not self._parts(words, index - 1, floor) or index in period.inside_names
        ):
            index -= 1
        return index

    def _parts(self, words: Sequence[Word], index: int, floor: int) -> bool:
        """Whether the word at ``index`` parts two stretches, unless a name goes on after it."""
        word = words[index]
        if word.is_break or word.text[0] in "“\"'.?!" or word.low in self._parting:
            return True
        return word.low in self._conjunctions and not self._joins(words, index, floor)

    def _joins(self, words: Sequence[Word], index: int, floor: int) -> bool:
        """Whether the "and" at ``index`` joins two noun phrases and not two clauses."""
        if words[index].low not in ("and", "&") or words[index - 1].is_break:
            return False
        begin = index
        while begin > floor and not words[begin - 1].is_break:
            begin -= 1
        phrase = words[begin:index]
        if self._awaits_verb(phrase):
            return True
        return len(phrase) <= POST_WORDS and self._clause_words.isdisjoint(w.low for w in phrase)

    def _awaits_verb(self, phrase: Sequence[Word]) -> bool:
        """Whether a subject's relative clause is all there is: "Inspectors who came in March"."""
        who = next((place for place, word in enumerate(phrase) if word.low == "who"), 0)
        if not 0 < who <= POST_WORDS or self.lexicon.speakers.isdisjoint(
            word.low for word in phrase[:who]
        ):
            return False
        rest = [word.text for word in phrase[who + 2 :]]  # "May" is no verb
        while rest and (rest[0] in self.lexicon["be"] or rest[0] in self.lexicon["auxiliary"]):
            rest = rest[1:]
        verbs = self._verbs
        return verbs.isdisjoint(rest) and not any(
            low.endswith("ed") and before not in self.lexicon["determiner"]
            for before, low in pairwise(rest)
        )

    def phrase_start(self, words: Sequence[Word], index: int, floor: int) -> int:
        """The first word of the noun phrase that ends at ``index``, prepositions not crossed."""
        while index > floor:
            if words[index].low in self.lexicon["determiner"]:
                break
            before = words[index - 1]
            if before.low in self.modifier_ends or not before.text[0].isalnum():
                break
            if before.low.endswith("ly"):
                break
            index -= 1
        return index

    def past_impersonal(self, words: Sequence[Word], begin: int, end: int) -> int:
        """``begin`` without an "It has emerged that", whose "it" is nobody."""
        if begin < end and words[begin].low == "it":
            for index in range(begin + 1, min(end - 1, begin + IMPERSONAL_WITHIN)):
                if words[index].low == "that":
                    said = words[index - 1].low
                    return index + 1 if said in self.lexicon["impersonal"] else begin
        return begin

    def before_contact(self, words: Sequence[Word], begin: int, end: int) -> int:
        """``end`` without the writer's own clause: "Staff I have spoken to (say)"."""
        for index in range(begin + 1, end - 1):
            if words[index].low in self.lexicon["writer"] or words[index].low in ("i've", "we've"):
                met = any(word.low in self.lexicon["met"] for word in words[index + 1 : end])
                return index if met else end
        return end


def is_genitive(word: Word) -> bool:
    """Whether a word is somebody's: "Norfolk's"."""
    return word.text.endswith(("'s", "s'"))


def _bracket_end(words: Sequence[Word], index: int, last: int) -> int:
    """The closing bracket before ``last``; ``index`` itself where there is none."""
    for stop in range(index + 1, last + 1):
        if words[stop].text == ")":
            return stop
    return index


def before_bracket(words: Sequence[Word], index: int, floor: int) -> int:
    """The word before the bracket that closes at ``index``."""
    while index >= floor and words[index].text != "(":
        index -= 1
    return index - 1


def quote_before(words: Sequence[Word], index: int, floor: int) -> int | None:
    """The quotation that ends right before ``index``, a comma or dash between or not."""
    before = index - 1
    if before > floor and words[before].text in (",", "–", "-"):
        before -= 1
    return before if before >= floor and words[before].is_quote else None

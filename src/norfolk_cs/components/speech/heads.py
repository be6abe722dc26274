"""The heads of noun phrases: who it is that speaks, of all the words that describe them.

Where a phrase has a person's name for its head, the name alone is the speaker; "the watchdog",
"a spokesman for the charity" and "one mother" are the speakers that they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from norfolk_cs.components.speech.frames import Name, Period
from norfolk_cs.components.speech.lexicon import Lexicon, Word
from norfolk_cs.components.speech.phrases import POST_WORDS, Phrases, Stretch, is_genitive


class Heads(Phrases):
    """Reads the speaker out of a phrase; all indices are into ``period.words``."""

    def __init__(self, lexicon: Lexicon) -> None:
        super().__init__(lexicon)
        self._no_speaker = lexicon["nobody", "writer"] | {"he", "she", "they", "it", "him", "them"}
        self._no_last = lexicon["preposition", "determiner", "opener"]
        self._before_subject = (self.modifier_ends - lexicon["time_noun"]) | lexicon["determiner"]
        self._verbs_before_subject = lexicon["finite"] | (lexicon.cues - lexicon["document"])
        self._ends_phrase = lexicon["relative", "adverb", "subordinator", "finite"]

    def named(self, period: Period, name: Name, begin: int, end: int) -> Stretch:
        """The speaker of a phrase that ends in a name."""
        words, lexicon = period.words, self.lexicon
        start, stop, person = name
        before = words[start - 1].low if start > begin else ""
        if before in lexicon["determiner"] and start - 1 > begin:
            before = words[start - 2].low
        has_aside = words[begin].low in lexicon["preposition"]
        for index in range(begin, start):
            if words[index].low in ("and", "&") and self.person_in(period, begin, index):
                return begin, end  # two people speak as one
        if before in ("and", "&"):
            return (start, stop) if has_aside else (begin, end)
        if before in lexicon["joiner"] and has_aside:
            # "On Friday a spokesman for Essex County Council"
            joiner = next(i for i in range(start - 1, begin - 1, -1) if words[i].low == before)
            if words[joiner - 1].low in lexicon.speakers:
                return self.phrase_start(words, joiner - 1, begin), end
        if before in lexicon["place"] and not has_aside:
            # "a spokesman for Dave Hill", "Sheila Lock of Norfolk County Council"
            return self.person_in(period, begin, start - 1) or (begin, end)
        if person:
            return start, stop
        if has_aside or before in lexicon["preposition"]:
            has_article = start > begin and words[start - 1].low == "the"
            return start - has_article, stop
        return begin, end

    def unnamed(self, period: Period, begin: int, end: int, *, noun: bool) -> Stretch | None:
        """The speaker of a phrase that ends in no name: "the watchdog", "team managers".

        ``noun`` asks for a word that can speak, where the verb may be a noun itself.
        """
        words, lexicon = period.words, self.lexicon
        if words[begin].low not in lexicon["preposition"]:
            head = self.person_in(period, begin, end)
            if head is not None:
                return head
        last = words[end - 1]
        if last.low in self.modifier_ends or not last.text[0].isalnum():
            return None
        counts = end - begin > 2 and words[end - 2].low == "of"  # "A father of two"
        if last.low in lexicon["determiner"] and last.low != "other" and not counts:
            return None
        if words[begin].low in lexicon["preposition"] or not lexicon["time_noun"].isdisjoint(
            word.low for word in words[begin : end - 1]
        ):
            floor, begin = begin, self.phrase_start(words, end - 1, begin)
            while (
                begin - 1 > floor
                and words[begin - 1].low in lexicon["joiner"]
                and words[begin - 2].low in lexicon.speakers
            ):
                begin = self.phrase_start(words, begin - 2, floor)
        if not self._no_speaker.isdisjoint(word.low for word in words[begin:end]):
            return None
        if noun and not self.can_speak(words, begin, end):
            return None
        return begin, end

    def head_noun(self, words: Sequence[Word], begin: int, end: int) -> Word:
        """The noun that the rest of a phrase describes: the one before the first preposition."""
        for index in range(begin + 1, end):
            if words[index].low in self.lexicon["preposition"]:
                close = words[index - 1].low == "close" and index - 1 > begin
                return words[index - 1 - close]  # "a source close to the talks"
        return words[end - 1]

    def can_speak(self, words: Sequence[Word], begin: int, end: int) -> bool:
        """Whether a phrase names people, a body or a document, or ends in a capital."""
        if words[end - 1].is_capital:
            return True
        phrase = (word.low.removesuffix("'s") for word in words[begin:end])
        return not self.lexicon.speakers.isdisjoint(phrase)

    def head(self, period: Period, begin: int, end: int) -> Stretch | None:
        """The subject that a clause opens with, unless it opens with an aside."""
        words, lexicon = period.words, self.lexicon
        begin = self.past_openers(period, begin, end)
        if begin >= end or words[begin].low in lexicon["nobody", "writer"]:
            return None
        first = words[begin]
        if first.text in lexicon["party"] and (
            begin + 1 == end or words[begin + 1].low in lexicon["cues", "act"]
        ):
            return begin, begin + 1
        if first.low in lexicon["preposition"]:
            for index in range(begin + 1, end):  # "In that time he has …", without a comma
                if words[index].low in ("he", "she", "they"):
                    return index, index + 1
            return None
        if self.opens_relative(first) or first.low.endswith("ing"):
            return None
        if first.low in lexicon["pronoun"] and (
            first.low not in lexicon["determiner"] or begin + 1 == end
        ):
            return begin, begin + 1
        return self._opening_name(period, begin, end) or self._opening_noun(words, begin, end)

    def opens_relative(self, word: Word) -> bool:
        """Whether a word can only open a relative clause: "who", but not "that"."""
        return word.low in self.lexicon["relative"] and word.low != "that"

    def past_adjunct(self, period: Period, begin: int, end: int) -> Stretch | None:
        """The subject after "In their report", where no comma sets it off."""
        words, lexicon = period.words, self.lexicon
        if begin >= end or words[begin].low not in lexicon["preposition"]:
            return None
        for index in range(begin + 2, min(end, begin + POST_WORDS)):
            before = words[index - 1]
            if before.low in self._verbs_before_subject:
                return None
            if (
                before.low in self._before_subject
                or not before.text[0].isalnum()
                or is_genitive(before)
            ):
                continue
            if any(name.person and name.begin == index for name in period.names):
                return self._opening_name(period, index, end)
            if words[index].low in ("the", "a", "an", "one"):
                return self._opening_noun(words, index, end)
        return None

    def body_past_adjunct(self, period: Period, begin: int, end: int) -> Stretch | None:
        """The body whose name ends a stretch that says when or where it spoke: "In its report of
        October 2013 Ofsted, which …".
        """
        words = period.words
        if begin >= end or words[begin].low not in self.lexicon["preposition"]:
            return None
        for start, stop, person in period.names:
            if stop != end or person or start < begin + 2:
                continue
            before = words[start - 1]
            small = {word.low for word in words[begin:start] if not word.is_capital}  # no "May"
            spoken = small & self._verbs_before_subject
            if before.low in self._before_subject or not before.text[0].isalnum() or spoken:
                return None
            return None if is_genitive(before) else (start, stop)
        return None

    def _opening_name(self, period: Period, begin: int, end: int) -> Stretch | None:
        """A name: "Rowangate", "The Department for Education", "Council leader Barry Tuttle"."""
        words, lexicon = period.words, self.lexicon
        for start, stop, person in period.names:
            if start < begin or stop > end or start - begin > POST_WORDS:
                continue
            for word in words[begin:start]:
                if word.low in lexicon["preposition"] and word.low not in ("of", "for"):
                    return None
                if word.low in lexicon["finite", "cues"]:
                    return None
            if is_genitive(words[stop - 1]):
                continue
            if stop < end and words[stop].low in lexicon.speakers:
                continue  # "a Clinton campaign official"
            if start > begin and words[start - 1].low in lexicon["preposition"]:
                return None  # "a spokesman for Dave Hill"
            second = self._second(period, stop, end)
            if person or (second > stop == start + 1):
                return start, second
            return (begin, self._joined(words, stop, end)) if start - begin <= 1 else None
        return None

    def _second(self, period: Period, stop: int, end: int) -> int:
        """``stop`` after the second of two people: "Julian and Maria King"."""
        if stop < end and period.words[stop].low in ("and", "&"):
            for name in period.names:
                if name.begin == stop + 1 and name.end <= end and name.person:
                    return name.end
        return stop

    def _opening_noun(self, words: Sequence[Word], begin: int, end: int) -> Stretch | None:
        """A noun that speaks: "The report", "One mother", "A spokesman for the charity"."""
        lexicon = self.lexicon
        stop: int | None = None
        for index in range(begin, min(end, begin + POST_WORDS)):
            low = words[index].low
            if low in lexicon.speakers:
                stop = index + 1
            elif stop is not None and self._is_compound(words, index, end):
                continue  # "Town hall chiefs"
            elif stop is not None or words[index].is_quote:
                break  # what follows the noun is its verb
            elif low in lexicon["preposition"] or low in self._ends_phrase:
                break
        if stop is None:
            return None
        return begin, self._joined(words, stop, end)

    def _is_compound(self, words: Sequence[Word], index: int, end: int) -> bool:
        """Whether a noun stands between two that speak: "Council adoption bosses"."""
        following = words[index + 1].low if index + 1 < end else ""
        return words[index].low in self.lexicon["compound"] and following in self.lexicon["person"]

    def _joined(self, words: Sequence[Word], stop: int, end: int) -> int:
        """``stop`` after what belongs to the noun before it: "for the charity"."""
        lexicon = self.lexicon
        while stop + 1 < end and words[stop].low in lexicon["joiner"]:
            index = stop + 1
            while index < end and (
                words[index].low in lexicon["determiner"]
                or words[index].is_capital
                or words[index].low in lexicon.speakers
            ):
                index += 1
            if words[index - 1].low in lexicon["joiner", "determiner"]:
                break
            stop = index
        return stop

    def starting(self, period: Period, begin: int, limit: int) -> tuple[int, int, int] | None:
        """The speaker of the phrase that begins at ``begin``, and the index after the phrase."""
        words, lexicon = period.words, self.lexicon
        if begin >= limit:
            return None
        inner = period.inside_names
        unnamed = words[begin].low in ("a", "an", "one", "another")
        index = begin
        while index < limit:
            word = words[index]
            if index not in inner:
                if word.is_break or word.text[0] in "“.?!\"'":
                    break
                if word.low in self._ends_phrase and not (
                    word.low == "then" and index == begin + 1
                ):
                    break  # but "the then minister"
                if word.low in lexicon["time_noun"] and index > begin:
                    break
                if word.low in lexicon["preposition"] and not self._belongs(words, index, unnamed):
                    break
            index += 1
        end = index
        while end > begin and words[end - 1].low in self._no_last:
            end -= 1
        if end == begin:
            return None
        joint = next((i for i in range(begin, end) if words[i].low in ("and", "&")), end)
        head = self.person_in(period, begin, end if unnamed else joint)
        if head and not unnamed and self.person_in(period, joint + 1, end):
            head = None  # two people speak as one
        return (*(head or (begin, end)), end)

    def _belongs(self, words: Sequence[Word], index: int, unnamed: bool) -> bool:
        """Whether a preposition's phrase is part of the speaker's noun phrase."""
        low = words[index].low
        if low in ("of", "for"):
            return True
        if low == "to":
            return words[index - 1].low in self.lexicon["answers_to"]
        if not unnamed or low not in ("from", "at", "with", "near"):
            return False
        return index + 1 < len(words) and words[index + 1].low not in self.lexicon["time_noun"]

"""Who speaks: the noun phrase before or after a reporting verb, found without a parser.

Accepts "Mr Hill said", "Council leader Barry Tuttle (Con) said", "Norman Lamb, the MP, who … ,
said", "a spokesman for the charity said", "The report, published today, says", "He accepted the
findings but said", "…, who said", and after the verb "said Cllr Jane O'Brien, the …",
"says the watchdog". Where the noun phrase has a person's name, the name alone is the speaker.
"""

from __future__ import annotations

from typing import NamedTuple

from norfolk_cs.components.speech import BREAKS, Lexicon, Period, Word

POST_WORDS = 9  # "executive director of children's and adult services at …" before a name
LOOK_BACK = 8  # "report, external which said": the antecedent of "which" stands this near


class Subject(NamedTuple):
    """A speaker's words ``[begin, end)`` and where the clause they are the subject of begins."""

    begin: int
    end: int
    clause: int


class Speakers:
    """Finds subjects in periods; all indices are into ``period.words``."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._modifiers = (
            lexicon["preposition"]
            | lexicon["finite"]
            | lexicon["relative"]
            | lexicon["conjunction"]
            | lexicon["subordinator"]
            | lexicon["time_noun"]
            | lexicon["writer"]
        )

        self._no_speaker = (
            lexicon["nobody"] | lexicon["writer"] | {"he", "she", "they", "it", "him", "them"}
        )

        self._opens_no_speaker = (
            lexicon["no_clause"]
            | lexicon["writer"]
            | lexicon["nobody"]
            | lexicon["time_noun"]
            | lexicon["opener"]
        )
        self._ends_phrase = (
            lexicon["relative"] | lexicon["adverb"] | lexicon["subordinator"] | lexicon["finite"]
        )

    # -- before the verb ------------------------------------------------------------------

    def before(self, period: Period, verb: int, floor: int, *, noun: bool) -> Subject | None:
        """The subject of the verb at ``verb`` that ends where ``verb`` begins.

        ``floor`` is the first word of the stretch to look in; ``noun`` says that the verb's form
        is also a noun's ("the claims that"), so that its subject must be sure to speak.
        """
        subject = self._before(period, verb - 1, floor, noun=noun)
        return self._authored(period, subject, verb) if subject else None

    def _authored(self, period: Period, subject: Subject, limit: int) -> Subject:
        """The author where a paper speaks and names one: "a report published by Ofsted"."""
        words = period.words
        paper = False
        for index in range(subject.begin, min(limit, len(words))):
            low = words[index].low
            if words[index].text in BREAKS or words[index].text[0] == "“":
                break
            if low in self.lexicon["document"]:
                paper = True
            elif paper and low in ("by", "from"):
                author = self._phrase_from(period, index + 1, limit)
                if author is not None:
                    return Subject(author[0], author[1], subject.clause)
                break
            elif index >= subject.end and low in self.lexicon["finite"] | self.lexicon["relative"]:
                break
        return subject

    def _before(self, period: Period, last: int, floor: int, *, noun: bool) -> Subject | None:
        """The subject whose clause, asides and all, ends at ``last``."""
        words = period.words
        if last < floor:
            return None
        if words[last].text == ")":
            last = self._before_bracket(words, last, floor)
            if last < floor:
                return None
        word = words[last]
        if word.text in BREAKS:
            return self._past_aside(period, last, floor)
        if word.low in self.lexicon["relative"]:
            return self._antecedent(period, last, floor)
        if word.low in self.lexicon["pronoun"]:
            begin = last
            if begin > floor and words[begin - 1].low in ("no", "the"):
                return None
            return Subject(begin, last + 1, self._clause_start(words, begin, floor))
        if word.text[0] == "“" or word.low in self.lexicon["conjunction"]:
            return None
        return self._noun_phrase(period, last, floor, noun=noun)

    def _before_bracket(self, words: list[Word], index: int, floor: int) -> int:
        while index >= floor and words[index].text != "(":
            index -= 1
        return index - 1

    def _clause_start(self, words: list[Word], index: int, floor: int) -> int:
        """Where the clause begins whose subject begins at ``index``: at the conjunction."""
        while index > floor and words[index - 1].low in self.lexicon["opener"]:
            index -= 1
        return index

    def _noun_phrase(self, period: Period, last: int, floor: int, *, noun: bool) -> Subject | None:
        """A noun phrase that ends at ``last``."""
        words = period.words
        begin = self._segment_start(period, last, floor)
        end = last + 1
        clause = begin
        while begin < end and words[begin].low in self.lexicon["opener"]:
            if self._name_at(period, begin):
                break
            begin += 1
        if begin >= end:
            return None
        for index in range(begin + 1, end):
            if words[index].low in ("who", "which", "that", "whose") and index > begin:
                end = index
                break
        name = self._name_ending(period, end, begin)
        if name is not None:
            subject = self._named(period, name, begin, end)
        else:
            subject = self._unnamed(period, begin, end, noun=noun)
        if subject is None:
            return None
        if clause > floor and words[clause - 1].text == "," and begin == clause:
            bearer = self._bearer(period, clause, subject, floor)
            if bearer is not None:
                return bearer
        return Subject(*subject, self._clause_start(words, clause, floor))

    def _bearer(
        self, period: Period, begin: int, subject: tuple[int, int], floor: int
    ) -> Subject | None:
        """Whose post a phrase is: "Michael Rosen, director of … said", one comma short."""
        words = period.words
        post = words[begin : subject[1]]
        if not any(word.low in self.lexicon["person"] for word in post):
            return None
        if (*subject, True) in period.names or words[begin].low in ("a", "an", "one"):
            return None
        segments = self._segments(words, begin - 1, floor)
        name = self._whole_name(period, *segments[-1]) if segments else None
        return Subject(*name, self._clause_start(words, segments[-1][0], floor)) if name else None

    def _segment_start(self, period: Period, last: int, floor: int) -> int:
        """The first word of the stretch without a break that ends at ``last``."""
        words, lexicon = period.words, self.lexicon
        inside = {i for begin, end, _ in period.names for i in range(begin + 1, end)}
        index = last
        while index > floor:
            word = words[index - 1]
            if index in inside:
                index -= 1
                continue
            if word.text in BREAKS or word.text[0] in "“\"'.?!":
                break
            if word.low in lexicon["subordinator"] and word.low not in lexicon["preposition"]:
                break
            if word.low in lexicon["conjunction"] and not self._joins(period, index - 1, floor):
                break
            index -= 1
        return index

    def _joins(self, period: Period, index: int, floor: int) -> bool:
        """Whether the "and" at ``index`` joins two noun phrases and not two clauses."""
        words = period.words
        if words[index].low not in ("and", "&"):
            return False
        if words[index - 1].text in BREAKS:
            return False
        begin = index
        while begin > floor and words[begin - 1].text not in BREAKS:
            begin -= 1
        phrase = words[begin:index]
        if any(word.low in self._modifiers - self.lexicon["preposition"] for word in phrase):
            return False
        return len(phrase) <= POST_WORDS and not any(word.low in self.lexicon.cues for word in phrase)

    def _name_at(self, period: Period, index: int) -> bool:
        return any(begin <= index < end for begin, end, _ in period.names)

    def _name_ending(self, period: Period, end: int, floor: int) -> tuple[int, int, bool] | None:
        for begin, stop, person in period.names:
            if stop == end and begin >= floor:
                return begin, stop, person
        return None

    def _named(
        self, period: Period, name: tuple[int, int, bool], begin: int, end: int
    ) -> tuple[int, int] | None:
        """The speaker of a phrase that ends in a name."""
        words = period.words
        start, stop, person = name
        if words[stop - 1].text.endswith(("'s", "s'")) and not person:
            person = False
        before = words[start - 1].low if start > begin else ""
        if before in self.lexicon["determiner"] and start - 1 > begin:
            before = words[start - 2].low
        opens_with_aside = words[begin].low in self.lexicon["preposition"]
        for index in range(begin, start):
            if words[index].low in ("and", "&") and self._person_in(period, begin, index):
                return begin, end  # two people speak as one
        if before in ("and", "&"):
            return (begin, end) if not opens_with_aside else (start, stop)
        if before in self.lexicon["joiner"] and opens_with_aside:
            joiner = next(i for i in range(start - 1, begin - 1, -1) if words[i].low == before)
            if words[joiner - 1].low in self.lexicon.speakers:
                return self._phrase_start(words, joiner - 1, begin), end
        if before in self.lexicon["preposition"] and not opens_with_aside:
            # "a spokesman for Dave Hill", "Sheila Lock of Norfolk County Council"
            head = self._person_in(period, begin, start - 1)
            if head is not None:
                return head
            return begin, end
        if person or opens_with_aside:
            with_article = not person and start > begin and words[start - 1].low == "the"
            return (start - 1 if with_article else start), stop
        return begin, end

    def _person_in(self, period: Period, begin: int, end: int) -> tuple[int, int] | None:
        """The first person's name in a stretch that is the head of its phrase."""
        words = period.words
        for start, stop, person in period.names:
            if start < begin or stop > end or not person:
                continue
            if words[stop - 1].text.endswith(("'s", "s'")):
                continue
            if stop < end and words[stop].low not in self.lexicon["preposition"] | {"and", "&"}:
                continue  # "the New Jersey governor", "Concord resident Whit Symms"
            if any(word.low in self.lexicon["preposition"] for word in words[begin:start]) and (
                words[start - 1].low in self.lexicon["preposition"] | self.lexicon["determiner"]
            ):
                continue
            return start, stop
        return None

    def _unnamed(
        self, period: Period, begin: int, end: int, *, noun: bool
    ) -> tuple[int, int] | None:
        """The speaker of a phrase whose last word is no name: "the watchdog", "team managers"."""
        words, lexicon = period.words, self.lexicon
        head = self._person_in(period, begin, end)
        if head is not None and words[begin].low not in lexicon["preposition"]:
            return head
        if words[begin].low in lexicon["preposition"] or any(
            word.low in lexicon["time_noun"] for word in words[begin : end - 1]
        ):
            floor, begin = begin, self._phrase_start(words, end - 1, begin)
            while (
                begin - 1 > floor
                and words[begin - 1].low in lexicon["joiner"]
                and words[begin - 2].low in lexicon.speakers
            ):
                begin = self._phrase_start(words, begin - 2, floor)
        if words[end - 1].low in lexicon["time_noun"] or not words[end - 1].text[0].isalnum():
            return None
        if any(word.low in self._no_speaker for word in words[begin:end]):
            return None
        if words[end - 1].low in self._modifiers | lexicon["determiner"] - {"other", "others"}:
            return None
        if words[end - 1].low in lexicon["finite"] and words[end - 1].low not in lexicon.speakers:
            return None
        if noun and not self._can_speak(words, begin, end):
            return None
        return begin, end

    def _phrase_start(self, words: list[Word], index: int, floor: int) -> int:
        """The first word of the noun phrase that ends at ``index``, prepositions not crossed."""
        while index > floor:
            low = words[index].low
            if low in self.lexicon["determiner"]:
                break
            before = words[index - 1]
            if before.low in self._modifiers or not before.text[0].isalnum():
                break
            if before.low.endswith("ly"):
                break
            index -= 1
        return index

    def _can_speak(self, words: list[Word], begin: int, end: int) -> bool:
        """Whether a phrase names people, a body or a document; or is a name."""
        if words[end - 1].text[0].isupper():
            return True
        return any(word.low.removesuffix("'s") in self.lexicon.speakers for word in words[begin:end])

    # -- past appositions and relative clauses ---------------------------------------------

    def _past_aside(self, period: Period, last: int, floor: int) -> Subject | None:
        """The subject before "…, who has been unhappy," or "…, the MP for X –"."""
        segments = self._segments(period.words, last, floor)
        for begin, end in reversed(segments):
            name = self._whole_name(period, begin, end)
            if name is not None:
                return Subject(*name, self._clause_start(period.words, begin, floor))
        for begin, end in segments[:-1]:
            subject = self._head(period, begin, end)
            if subject is not None:
                return Subject(*subject, self._clause_start(period.words, begin, floor))
        return None

    def _segments(self, words: list[Word], last: int, floor: int) -> list[tuple[int, int]]:
        """The stretches between commas and dashes up to ``last``, brackets left out."""
        segments: list[tuple[int, int]] = []
        begin = index = floor
        while index <= last:
            text = words[index].text
            if text in BREAKS or text[0] == "“":
                if index > begin:
                    segments.append((begin, index))
                if text == "(":
                    index = self._bracket_end(words, index, last)
                begin = index + 1
            index += 1
        if begin <= last:
            segments.append((begin, last + 1))
        return segments

    def _bracket_end(self, words: list[Word], index: int, last: int) -> int:
        """The closing bracket before ``last``; ``index`` itself where there is none."""
        for stop in range(index + 1, last):
            if words[stop].text == ")":
                return stop
        return index

    def _whole_name(self, period: Period, begin: int, end: int) -> tuple[int, int] | None:
        """A person's name, alone or after a post, that fills a whole segment."""
        words, lexicon = period.words, self.lexicon
        while begin < end and words[begin].low in lexicon["opener"] | lexicon["conjunction"]:
            begin += 1
        for start, stop, person in period.names:
            if stop != end or start < begin or not person or start - begin > POST_WORDS:
                continue
            before = words[start - 1].low if start > begin else ""
            if before in lexicon["preposition"] | lexicon["determiner"] | {"and", "&"}:
                return None
            if words[begin].low in lexicon["preposition"]:
                return None
            if words[begin].low.endswith("ing") and words[begin].low != "acting":
                return None
            if any(word.low in lexicon["finite"] for word in words[begin:start]):
                return None
            return start, stop
        return None

    def _head(self, period: Period, begin: int, end: int) -> tuple[int, int] | None:
        """The noun phrase that a clause opens with: its subject, unless it opens with an aside."""
        words, lexicon = period.words, self.lexicon
        while begin < end and words[begin].low in lexicon["opener"] | lexicon["conjunction"]:
            if self._name_at(period, begin):
                break
            begin += 1
        if begin >= end or words[begin].low in lexicon["nobody"] | lexicon["writer"]:
            return None
        first = words[begin]
        if first.low in lexicon["preposition"]:
            for index in range(begin + 1, end):  # "In that time he has …", without a comma
                if words[index].low in ("he", "she", "they"):
                    return index, index + 1
            return None
        if first.low in lexicon["relative"] - {"that"} or first.low.endswith("ing"):
            return None
        if first.low in lexicon["pronoun"] and (
            first.low not in lexicon["determiner"] or begin + 1 == end
        ):
            return begin, begin + 1
        if first.text[0] == "“":
            return None
        for start, stop, person in period.names:
            if start < begin or stop > end or start - begin > POST_WORDS:
                continue
            between = words[begin:start]
            if any(word.low in lexicon["preposition"] - {"of", "for"} for word in between):
                break
            if any(word.low in lexicon["finite"] or word.low in lexicon.cues for word in between):
                break
            if words[stop - 1].text.endswith(("'s", "s'")):
                continue
            if stop < end and words[stop].low in lexicon.speakers:
                continue  # "a Clinton campaign official"
            if person:
                return start, stop
            if start - begin <= 1:  # "Rowangate", "The Department for Education"
                return begin, stop
            break
        return self._speaking_noun(words, begin, end)

    def _speaking_noun(self, words: list[Word], begin: int, end: int) -> tuple[int, int] | None:
        """"The report", "One mother", "A spokesman for the charity" at the head of a clause."""
        lexicon = self.lexicon
        stop: int | None = None
        for index in range(begin, min(end, begin + POST_WORDS)):
            low = words[index].low
            if low in lexicon["preposition"] or low in lexicon["finite"] - lexicon.speakers:
                break
            if low in lexicon["relative"] | lexicon["adverb"] or words[index].text[0] == "“":
                break
            if low in lexicon.speakers:
                stop = index + 1
            elif stop is not None:
                break  # what follows the noun is its verb
        if stop is None:
            return None
        while stop + 1 < end and words[stop].low in lexicon["joiner"]:
            index = stop + 1
            while index < end and (
                words[index].low in lexicon["determiner"]
                or words[index].text[0].isupper()
                or words[index].low in lexicon.speakers
            ):
                index += 1
            if index == stop + 1:
                break
            stop = index
        return begin, stop

    def governing(self, period: Period, index: int, floor: int) -> Subject | None:
        """The subject of the sentence whose later verb stands at ``index``: "He … but said"."""
        for begin, end in self._segments(period.words, index - 1, floor):
            if all(word.text.isupper() for word in period.words[begin:end]):
                continue  # a dateline
            subject = self._head(period, begin, end)
            if subject is not None:
                return Subject(*subject, index)
        return None

    def _antecedent(self, period: Period, relative: int, floor: int) -> Subject | None:
        """Who "who" is, and what report "which" is."""
        words = period.words
        last = relative - 1
        if last < floor:
            return None
        if words[relative].low == "who":
            if words[last].text == ",":
                segments = self._segments(words, last, floor)
                for begin, end in reversed(segments):
                    name = self._whole_name(period, begin, end)
                    if name is not None:
                        return Subject(*name, relative)
                last -= 1
            if last < floor or words[last].text[0] == "“":
                return None
            found = self._noun_phrase(period, last, floor, noun=True)
            return Subject(found.begin, found.end, relative) if found else None
        for index in range(last, max(floor, last - LOOK_BACK) - 1, -1):
            if words[index].low in self.lexicon.speakers:
                return Subject(self._phrase_start(words, index, floor), index + 1, relative)
        return None

    # -- after the verb ---------------------------------------------------------------------

    def after(self, period: Period, begin: int) -> Subject | None:
        """The subject that begins at ``begin``, after its verb; ``clause`` is the word after."""
        words = period.words
        if begin >= len(words):
            return None
        if words[begin].low in ("he", "she", "they", "it"):
            return Subject(begin, begin + 1, begin + 1)
        if words[begin].low in self._opens_no_speaker:
            return None
        phrase = self._phrase_from(period, begin, len(words))
        if phrase is None:
            return None
        head, end = phrase[:2], phrase[2]
        named = (*head, True) in period.names
        if not named and words[begin].low not in self.lexicon["determiner"]:
            if not self._can_speak(words, *head):
                return None
        subject = self._authored(period, Subject(*head, end), len(words))
        return Subject(subject.begin, subject.end, max(end, subject.end))

    def _phrase_from(
        self, period: Period, begin: int, limit: int
    ) -> tuple[int, int, int] | None:
        """The speaker of the noun phrase that begins at ``begin``, and where the phrase ends."""
        words, lexicon = period.words, self.lexicon
        inside = {i for start, stop, _ in period.names for i in range(start + 1, stop)}
        unnamed = words[begin].low in ("a", "an", "one", "another") if begin < limit else False
        index = begin
        while index < limit:
            word = words[index]
            if index not in inside:
                if word.text in BREAKS or word.text[0] in "“.?!\"'":
                    break
                if word.low in self._ends_phrase or (
                    word.low in lexicon["time_noun"] and index > begin
                ):
                    break
                if word.low in lexicon["preposition"] and not self._belongs(words, index, unnamed):
                    break
            index += 1
        end = index
        while end > begin and words[end - 1].low in lexicon["preposition"] | lexicon["determiner"]:
            end -= 1
        if end == begin:
            return None
        joint = next((i for i in range(begin, end) if words[i].low in ("and", "&")), None)
        if joint is None or unnamed:
            head = self._person_in(period, begin, end)
        else:
            head = self._person_in(period, begin, joint)
            if head and self._person_in(period, joint + 1, end):
                head = None  # two people speak as one
        return (*(head or (begin, end)), end)

    def _belongs(self, words: list[Word], index: int, unnamed: bool) -> bool:
        """Whether a preposition's phrase is part of the speaker's noun phrase."""
        low = words[index].low
        if low in ("of", "for"):
            return True
        if low == "to":
            return words[index - 1].low in self.lexicon["answers_to"]
        if not unnamed or low not in ("from", "at", "with", "near"):
            return False
        return index + 1 < len(words) and words[index + 1].low not in self.lexicon["time_noun"]

    # -- without a verb -----------------------------------------------------------------------

    def labelled(self, period: Period, colon: int) -> tuple[int, int] | None:
        """Who the words before a colon name or are about: "Chief executive Samuel Trott: ‘…’"."""
        segments = self._segments(period.words, colon - 1, 0)
        for begin, end in reversed(segments):
            name = self._whole_name(period, begin, end)
            if name is not None:
                return name
        name = self._name_ending(period, colon, 0)
        if name is not None and name[2] and name[0] > 0:
            if period.words[name[0] - 1].low not in ("to", "of", "for", "against", "about"):
                return name[:2]
        for begin, end in segments:
            head = self._head(period, begin, end)
            if head is not None:
                return head
        return None

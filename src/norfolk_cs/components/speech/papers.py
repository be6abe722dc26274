"""Papers that speak: reports, letters and studies, and whose they are.

Accepts "A report that was published in May reveals", "…, and it concludes", "a report published
by Ofsted says", "a review by Nia Cole, the former director, which found".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from norfolk_cs.components.speech.frames import Period
from norfolk_cs.components.speech.heads import Heads
from norfolk_cs.components.speech.lexicon import Lexicon, Word
from norfolk_cs.components.speech.phrases import Stretch, before_bracket, is_genitive

PAPER_WITHIN = 3  # words: "'s second annual report"
LOOK_BACK = 8  # words: "report, external which said": the antecedent of "which" is this near

PASSED_WITHIN = 12  # words between a paper and who is named in what is done to it
_TO_OR_BY = ("to", "by", "from")
_PARTICLES = ("forward", "up", "out", "together")
_DONE = frozenset(
    ("seen", "sent", "read", "given", "shown", "written", "led", "put", "drawn", "made", "brought")
)
# "A letter from the director, which", "a letter they wrote about the service, which"
_WROTE = ("by", "from", "wrote", "sent", "issued", "published")
_OWN_PAPER = ("his", "her", "their", "its", "the", "a")


class Subject(NamedTuple):
    """A speaker's words ``[begin, end)`` and where the clause begins that they are subject of.

    After a verb ``clause`` is the index behind the speaker's noun phrase. ``paper`` says that a
    paper speaks, and the words are its author's.
    """

    begin: int
    end: int
    clause: int
    paper: bool = False


class Papers:
    """Finds papers among subjects; all indices are into ``period.words``."""

    def __init__(self, lexicon: Lexicon, phrases: Heads) -> None:
        self.lexicon = lexicon
        self.phrases = phrases
        self._authoring = lexicon["written", "brought_in"]
        self._clause_words = lexicon["finite", "relative"] | lexicon.cues
        self._joins_clauses = lexicon["conjunction"] | (
            lexicon["subordinator"] - lexicon["preposition"] - {"that"}
        )

    def opening(self, period: Period, verb: int, floor: int) -> Subject | None:
        """The paper a clause opens with, its own clauses between it and the verb: "A report that
        was published in May reveals".
        """
        words = period.words
        begin = verb
        if begin > floor and words[begin - 1].text == ")":
            begin = verb = before_bracket(words, begin - 1, floor) + 1
        while begin > floor and not words[begin - 1].is_break:
            begin -= 1
        head = self.phrases.head(period, begin, verb) if begin < verb else None
        if head is None or words[head[1] - 1].low not in self.lexicon["document"]:
            return None
        for index in range(head[1], verb):
            low = words[index].low
            if low in self._joins_clauses and not _joins_names(words, index):
                return None
            if (
                low in self.lexicon["finite"]
                and words[index - 1].low not in self.lexicon["relative"]
            ):
                return None
        return Subject(*head, begin)

    def before(self, words: Sequence[Word], clause: int, floor: int) -> Stretch | None:
        """The paper that "it" is: "He handed in his report on Monday, and it concludes"."""
        if clause < 1 or words[clause].low not in ("and", "but"):
            return None
        for index in range(clause - 1, max(floor, clause - LOOK_BACK), -1):
            if words[index].low in self.lexicon["document"]:
                begin = self.phrases.phrase_start(words, index, floor)
                return (begin, index + 1) if words[begin].low in _OWN_PAPER else None
        return None

    def owner(self, words: Sequence[Word], begin: int, end: int) -> Stretch | None:
        """Whose paper speaks, where more than a name tells it: "The Commissioner for England's
        annual report on children in care".
        """
        prepositions = self.lexicon["preposition"]
        for index in range(begin + 1, end - 1):
            if is_genitive(words[index]) and words[index].is_capital:
                described = any(w.low in ("of", "for") for w in words[begin:index])
                papers = self.lexicon["document"]
                for noun in words[index + 1 : min(end, index + 1 + PAPER_WITHIN)]:
                    if noun.low in prepositions:
                        break
                    if noun.low in papers:
                        return (begin, index + 1) if described else None
        return None

    def antecedent(self, words: Sequence[Word], last: int, floor: int) -> int | None:
        """The noun that "which" after ``last`` stands for: the nearest, or a paper whose author
        stands between: "a report by the director of children's services, which".
        """
        voices = self.lexicon.speakers
        near = range(last, max(floor, last - LOOK_BACK) - 1, -1)
        found = next((index for index in near if words[index].low in voices), None)
        if found is None or found >= last - 1 or words[found].low in self.lexicon["document"]:
            return found
        for index in range(found - 1, floor - 1, -1):
            if words[index].text in ";:":
                break
            if words[index].low in self.lexicon["document"]:
                by = any(word.low in _WROTE for word in words[index + 1 : index + 3])
                return index if by else found
        return found

    def authored(self, period: Period, subject: Subject, limit: int) -> Subject:
        """The author where a paper speaks and names one: "a report published by Ofsted"."""
        words = period.words
        passed = self._passed(period, subject, limit)
        if passed is not None:
            return passed
        by = subject.begin - 1
        if by > subject.clause and words[by].low in ("by", "from"):
            papers = self.lexicon["document"]
            told = [i for i in range(subject.clause, by) if words[i].low in papers]
            if told and words[by - 1].low in self.lexicon["unwritten"]:
                begin = self.phrases.phrase_start(words, told[0], subject.clause)
                return subject._replace(begin=begin, end=told[0] + 1)
            return subject._replace(paper=bool(told))
        paper = False
        for index in range(subject.begin, min(limit, len(words))):
            low = words[index].low
            if words[index].is_break or words[index].is_quote:
                following = words[index + 1].low if index + 1 < limit else ""
                closed = words[index].text == "," == words[limit - 1].text
                if paper and closed and following in self._authoring:
                    continue  # "The motion, moved by Ann Moss, said"
                break
            if low in self.lexicon["document"]:
                paper = True
            elif paper and low in ("by", "from"):
                done = words[index - 1].low
                if done in self.lexicon["unwritten"] or (
                    done.endswith("ed") and done not in self._authoring
                ):
                    break  # "a report seen by", "a report into support offered by"
                author = self._author(period, index + 1, limit)
                if author is None:
                    return subject
                return Subject(author[0], author[1], subject.clause, paper=True)
            elif index >= subject.end and low in self.lexicon["finite", "relative"]:
                break
        return subject

    def _passed(self, period: Period, subject: Subject, limit: int) -> Subject | None:
        """The author, or else the paper itself, where what is done to the paper names somebody
        between it and its verb: "The motion, opposed by Ann Ash, said", "The letter to Ann Ash".
        """
        words = period.words
        floor = max(0, subject.begin - PASSED_WITHIN)
        papers = self.lexicon["document"]
        at = next((i for i in range(subject.begin - 1, floor, -1) if words[i].low in papers), None)
        if at is None or words[limit - 1].low in self.lexicon["relative"]:
            return None
        aside = words[at + 1].text == ","
        if aside and words[limit - 1].text != ",":
            return None
        done = words[at + 1 + aside : subject.begin]
        if not done or any(
            word.is_break or word.is_quote or word.low in self._clause_words for word in done
        ):
            return None
        begin = self.phrases.phrase_start(words, at, 0)
        if begin > 0 and words[begin - 1].low in self.lexicon["preposition"]:
            return None
        if not (aside and _is_done(done[0].low)) and all(w.low not in _TO_OR_BY for w in done):
            return None
        for index in range(at + 1, subject.end):
            if words[index].low not in ("by", "from"):
                continue
            before = words[index - 1 - (words[index - 1].low in _PARTICLES)].low
            if before in self._authoring or not _is_done(before):
                author = self._author(period, index + 1, limit)
                if author is not None:
                    return Subject(author[0], author[1], begin, paper=True)
        return Subject(begin, at + 1, begin, paper=True)

    def _author(self, period: Period, begin: int, limit: int) -> tuple[int, int, int] | None:
        """Who is named at ``begin``: not "4,000 people", nor the second of "moved by Ann Moss and
        seconded by Kit Marl".
        """
        words = period.words
        joined = (i for i in range(begin, limit - 1) if words[i].low == "and")
        stop = next((i for i in joined if _is_done(words[i + 1].low)), limit)
        author = self.phrases.starting(period, begin, stop)
        return author if author and words[author[0]].text[0].isalpha() else None


def _is_done(word: str) -> bool:
    """Whether a word is a participle: what is done to a paper."""
    return word.endswith("ed") or word in _DONE


def _joins_names(words: Sequence[Word], index: int) -> bool:
    """Whether a conjunction joins two names: "analysis by the Times and the Local Trust"."""
    following = words[index + 1 : index + 3]
    after_the = len(following) > 1 and following[0].low == "the" and following[1].is_capital
    is_name = words[index - 1].is_capital and words[index].low in ("and", "&")
    return is_name and bool(following) and (after_the or following[0].is_capital)

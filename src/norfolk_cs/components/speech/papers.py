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
                break
            if low in self.lexicon["document"]:
                paper = True
            elif paper and low in ("by", "from"):
                done = words[index - 1].low
                if done in self.lexicon["unwritten"] or (
                    done.endswith("ed") and done not in self.lexicon["written"]
                ):
                    break  # "a report seen by", "a report into support offered by"
                author = self.phrases.starting(period, index + 1, limit)
                if author is None:
                    return subject
                return Subject(author[0], author[1], subject.clause, paper=True)
            elif index >= subject.end and low in self.lexicon["finite", "relative"]:
                break
        return subject


def _joins_names(words: Sequence[Word], index: int) -> bool:
    """Whether a conjunction joins two names: "analysis by the Times and the Local Trust"."""
    following = words[index + 1 : index + 3]
    after_the = len(following) > 1 and following[0].low == "the" and following[1].is_capital
    is_name = words[index - 1].is_capital and words[index].low in ("and", "&")
    return is_name and bool(following) and (after_the or following[0].is_capital)

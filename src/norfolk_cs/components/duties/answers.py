"""Advice asked for: "What should ministers do?", and the orders in the answer.

An order in its base form says nothing of itself ("Read files."); after a question what somebody
should do it is what that somebody is advised. "What would I do?" is the writer's own way to ask
for it, "What should I do if …?" over a paragraph that answers is a reader's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from norfolk_cs.analysis import Analysis, BlockKind, RecommendationMention, Ref, Sentence
from norfolk_cs.components.duties.actions import actions
from norfolk_cs.components.duties.dues import dues
from norfolk_cs.components.duties.subjects import QUOTE_MARKS, TRAILING, subjects
from norfolk_cs.components.duties.who import Phrase, Who
from norfolk_cs.models import Strength
from norfolk_cs.rulebook import Rulebook

_RULE = "recommendation.answer"
_OWN = "own"  # the group of "What would I do?"
_FURTHER = re.compile(r"\s*[:;–—]\s+")  # "don't sign it: ring the office"


class Answers:
    """Built from the rules that read questions and an order's negation."""

    def __init__(self, book: Rulebook) -> None:
        rules = {rule.id: rule for rule in book.rules}
        self._actions = actions()
        self._dues = dues()
        self._subjects = subjects()
        self._strength = cast("Strength", rules[_RULE].set["strength"])
        self._question = book.regex(rules[_RULE])
        self._further = book.regex(rules["answer.further"])
        self._if = book.regex(rules["answer.if"])
        self._not = book.regex(rules["item.not"])

    def find(self, analysis: Analysis) -> Iterator[RecommendationMention]:
        """The orders in the paragraph that a question stands in, or in the one after it."""
        asked = False
        for question in self._questions(analysis):
            pattern = self._question.search(analysis.text, question.start, question.end)
            asked = pattern is not None or asked
            if pattern is None and asked:
                pattern = self._further.fullmatch(analysis.text, question.start, question.end)
                asked = pattern is not None
            if pattern is None:
                continue
            whom = self._whom(analysis, pattern)
            if whom is None and pattern.lastgroup and not self._is_own(analysis, question, pattern):
                continue  # "What should we do?"
            for sentence in self._answer(analysis, question):
                yield from self._orders(analysis, sentence, whom)

    def _questions(self, analysis: Analysis) -> Iterator[Sentence]:
        mark = analysis.text.find("?")
        while mark >= 0:
            sentence = analysis.sentence_at(mark)
            if sentence is not None and sentence.block.kind is not BlockKind.FURNITURE:
                yield sentence
            after = sentence.end if sentence is not None else mark
            mark = analysis.text.find("?", max(mark + 1, after))

    def _whom(self, analysis: Analysis, match: re.Match[str]) -> Ref | None:
        """Who is advised: whoever the question names, but not "we" or "you"."""
        name = match.lastgroup
        if name is None or name == _OWN:
            return None
        start = match.start(name)
        phrase = Phrase(start, start + len(match[name].rstrip(TRAILING)))
        known = self._subjects.kind(analysis.text, phrase) in (Who.BODY, Who.PEOPLE)
        return analysis.ref(phrase.start, phrase.end) if known else None

    def _is_own(self, analysis: Analysis, question: Sentence, match: re.Match[str]) -> bool:
        """Whether a question in the first person is one that its writer goes on to answer: what
        they would do, or a reader's as the whole line over the answer.
        """
        if analysis.quote_at(question.start, question.end):
            return False
        if match.lastgroup == _OWN:
            return True
        asker = match[match.lastgroup or 0].strip().lower()
        block = question.block
        alone = (question.start, question.end) == (block.start, block.end)
        return alone and asker in ("i", "you")

    def _answer(self, analysis: Analysis, question: Sentence) -> Iterator[Sentence]:
        block = question.block
        following = analysis.sentences[question.index + 1 : question.index + 2]
        if following and analysis.text[following[0].end - 1] == ":":
            following = analysis.sentences[question.index + 2 : question.index + 3]
            block = analysis.sentences[question.index + 1].block
        for first in following:
            if first.block is not block and first.block.index != block.index + 1:
                return
            for sentence in analysis.sentences_in(first.block):
                if sentence.index < first.index:
                    continue
                if analysis.text[sentence.end - 1] == "?":
                    return
                yield sentence

    def _orders(
        self, analysis: Analysis, sentence: Sentence, whom: Ref | None, start: int | None = None
    ) -> Iterator[RecommendationMention]:
        """The orders that a sentence opens with, or that one goes on with after a colon."""
        text, start = analysis.text, sentence.start if start is None else start
        while start < sentence.end and text[start] in QUOTE_MARKS:
            start += 1
        if condition := self._if.match(text, start, sentence.end):
            start = condition.end()
        denied = self._not.match(text, start, sentence.end)
        verb = denied.end() if denied else start
        if not self._actions.opens_with_verb(text, verb, sentence.end):
            return
        limit = self._actions.limit(analysis, sentence, start, verb)
        end = self._actions.end(text, verb, limit, infinitive=False)
        links = _FURTHER.finditer(text, verb, end)
        further = next(
            (link for link in links if self._actions.opens_with_verb(text, link.end(), limit)), None
        )
        if further is not None:
            end = further.start()
        for part in self._actions.split(text, verb, end):
            action = self._dues.trim(analysis, part)
            if action.end > action.start:
                yield RecommendationMention(
                    start=action.start,
                    end=action.end,
                    rule=_RULE,
                    strength=self._strength,
                    addressee=whom,
                    against=bool(denied) or action.against,
                )
        if further is not None:
            yield from self._orders(analysis, sentence, whom, further.end())

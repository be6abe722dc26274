"""Advice asked for: "What should ministers do?", and the orders in the answer.

An order in its base form says nothing of itself ("Read files."); after a question what somebody
should do it is what that somebody is advised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from norfolk_cs.analysis import Analysis, BlockKind, RecommendationMention, Ref, Sentence
from norfolk_cs.components.duties.actions import actions
from norfolk_cs.components.duties.dues import dues
from norfolk_cs.components.duties.subjects import QUOTE_MARKS, TRAILING, Phrase, Who, subjects
from norfolk_cs.models import Strength
from norfolk_cs.rulebook import Rulebook

_RULE = "recommendation.answer"


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
            if whom is None and pattern.lastgroup:
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
        if name is None:
            return None
        start = match.start(name)
        phrase = Phrase(start, start + len(match[name].rstrip(TRAILING)))
        known = self._subjects.kind(analysis.text, phrase) in (Who.BODY, Who.PEOPLE)
        return analysis.ref(phrase.start, phrase.end) if known else None

    def _answer(self, analysis: Analysis, question: Sentence) -> Iterator[Sentence]:
        block = question.block
        following = analysis.sentences[question.index + 1 : question.index + 2]
        for first in following:
            if first.block is not block and first.block.index != block.index + 1:
                return
            for sentence in analysis.sentences_in(first.block):
                if sentence.index <= question.index:
                    continue
                if analysis.text[sentence.end - 1] == "?":
                    return
                yield sentence

    def _orders(
        self, analysis: Analysis, sentence: Sentence, whom: Ref | None
    ) -> Iterator[RecommendationMention]:
        text, start = analysis.text, sentence.start
        while start < sentence.end and text[start] in QUOTE_MARKS:
            start += 1
        denied = self._not.match(text, start, sentence.end)
        verb = denied.end() if denied else start
        if not self._actions.opens_with_verb(text, verb, sentence.end):
            return
        limit = self._actions.limit(analysis, sentence, start, verb)
        end = self._actions.end(text, verb, limit, infinitive=False)
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

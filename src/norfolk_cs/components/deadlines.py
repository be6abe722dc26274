"""Deadlines: times within which somebody must act, and last chances.

Surface forms: an order or a recommendation with "by", "within" or "no later than" and a date;
given, handed, has N months to act; has until a date; a deadline of a date; if they don't by a
date, we will; a lead-in over a report's list; the date in an action table; "one chance left".
Left out: one's own timetable ("will publish by"), time looked back on, and service standards
("within 24 hours", "so that visits take place within …").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import ClassVar

from spacy.language import Language

from norfolk_cs.analysis import (
    Analysis,
    BlockKind,
    DateMention,
    DeadlineMention,
    RecommendationMention,
    Ref,
    Sentence,
)
from norfolk_cs.components.actions import actions
from norfolk_cs.components.base import Component
from norfolk_cs.components.subjects import TRAILING, Phrase, Who, subjects
from norfolk_cs.components.time_limits import TimeLimits, basis_of, dated, words
from norfolk_cs.rulebook import Rulebook

HEADER_CHARS = 130  # a page's running header between a list's items
CHANCE_REACH = 60  # "for the people in charge" and "gave the county" stand this near a chance

_LIST = "recommendation.list"
_TABLE = "recommendation.table"
_LINE = re.compile(r"[^\n]*")


class Deadlines(Component):
    """Time limits and ultimatums, each date once (each item once under a lead-in)."""

    kind: ClassVar[str] = "deadlines"

    def __init__(self, nlp: Language, rulebook: Rulebook | None = None) -> None:
        super().__init__(nlp, rulebook)
        book = self.rulebook
        rules = {rule.id: rule for rule in book.rules}
        self._actions = actions()
        self._subjects = subjects()
        self._limits = TimeLimits(book)
        self._chance = book.regex(rules["deadline.ultimatum"])
        self._consumer = book.compile(
            r"(?: (?:for|to) (?:[^\s,.]+ ){0,5}?)?(?:to )?(?:{consumer})\b"
        )
        self._denied = book.compile(r"(?:\b(?:not|never|no)|n't)(?: \w+){0,3} $")
        self._backward = book.compile(r"(?:the )?(?:past|last|previous|preceding|recent)\b")
        self._that = book.compile(r"\b(?:so that|that|which|who|are|is|be|have) ")
        self._unknown_start = book.compile(r"\b(?:receipt|receiving|received)\b")
        self._for = book.compile(
            r"[\"”'’]? for (?P<to>[^\s,;:.\"”]+(?: [^\s,;:.\"”]+){0,6}?)"
            r"(?=[\"”'’]? (?:as|after|to|who|in|and|says?|said|before|over|if|when|at)\b|[.,;:\"”]|$)"
        )
        self._gave = book.compile(
            r"(?:gives?|gave|given|handed?|offer(?:s|ed)?) (?P<to>(?:[^\s,;:]+ ){1,8}?)[\"“'‘]?$"
        )
        self._handed = book.compile(
            r"(?:given|handed|issued with|offered|granted|facing|faces|faced|received) [\"“'‘]?$"
        )
        self._owner = book.compile(
            r"(?P<to>(?:(?-i:[A-Z])[\w-]+ ){0,3}(?-i:[A-Z])[\w-]+|the \w+(?: \w+)?)"
            r"(?:'s|s') [\"“'‘]?$"
        )

    def match(self, analysis: Analysis) -> list[DeadlineMention]:
        """The deadlines, in text order; of two readings of one date the first found."""
        found = [*self._of_lists(analysis), *self._of_tables(analysis)]
        found += self._last_chances(analysis)
        taken = {mention.start for mention in found}
        told = analysis.found.recommendations
        starts = [mention.start for mention in told]
        for sentence, dates in self._dated(analysis):
            first = bisect_left(starts, sentence.start)
            last = bisect_left(starts, sentence.end)
            near = list(self._of_actions(analysis, sentence, dates, told[first:last]))
            near += self._limits.find(analysis, sentence, dates)
            for mention in near:
                over = self._limits.is_over(analysis, sentence, mention.end)
                if mention.start not in taken and not over:
                    taken.add(mention.start)
                    found.append(mention)
        return sorted(found, key=lambda mention: mention.start)

    def _dated(self, analysis: Analysis) -> Iterator[tuple[Sentence, list[DateMention]]]:
        """The sentences that hold dates which can limit anything, with those dates."""
        current: Sentence | None = None
        dates: list[DateMention] = []
        for date in analysis.found.dates:
            backward = date.type == "DURATION" and self._backward.match(analysis.text, date.start)
            if date.type == "SET" or backward:
                continue
            sentence = analysis.sentence_at(date.start)
            if sentence is not current:
                if current is not None:
                    yield current, dates
                current, dates = sentence, []
            dates.append(date)
        if current is not None:
            yield current, dates

    # -- with an order or a recommendation ------------------------------------------------

    def _of_actions(
        self,
        analysis: Analysis,
        sentence: Sentence,
        dates: list[DateMention],
        told: list[RecommendationMention],
    ) -> Iterator[DeadlineMention]:
        """Dates that limit an action somebody is told to take."""
        for date in dates if told else ():
            due = self._actions.due_phrase(analysis, date, sentence.start)
            action = due and self._limited(analysis, sentence, due, told)
            if not due or not action or action.against:
                continue
            if self._is_standard(analysis, action, due, date):
                continue
            text = analysis.text
            inside = text[action.start : due.start] + " " + text[due.end : max(due.end, action.end)]
            outside = text[action.start : action.end]
            is_inside = action.start < due.start < action.end
            phrase = text[due.start : due.end]
            yield DeadlineMention(
                start=date.start,
                end=date.end,
                rule="deadline.list" if action.rule.startswith(_LIST) else "deadline.by",
                basis=basis_of(date),
                obligation=words(inside if is_inside else outside),
                obliged=action.addressee,
                set_by=action.recommender,
                window=date.value if date.type == "DURATION" else None,
                due=date.value if date.type != "DURATION" else None,
                consequence=self._limits.consequence(analysis, sentence, max(due.end, action.end)),
                from_=dated(analysis, sentence, dates, date, due.start),
                start_known=not self._unknown_start.search(phrase),
            )

    def _limited(
        self,
        analysis: Analysis,
        sentence: Sentence,
        due: Phrase,
        told: list[RecommendationMention],
    ) -> RecommendationMention | None:
        """The action a deadline phrase belongs to: the one it stands in or follows at once, or,
        where the phrase opens the sentence, the next one.
        """
        text = analysis.text
        for action in reversed(told):
            if action.start < due.start:
                beside = not text[action.end : due.start].strip(TRAILING)
                return action if due.start < action.end or beside else None
        opens = len(text[sentence.start : due.start].split()) <= 2
        return told[0] if opens else None

    def _is_standard(
        self, analysis: Analysis, action: RecommendationMention, due: Phrase, date: DateMention
    ) -> bool:
        """Whether the time is a standing one, allowed anew each time: "within 24 hours"."""
        text = analysis.text
        if self._limits.is_standard(text, date.start, date.end):
            return True
        opening = text[due.start : due.end].lower().lstrip(", ")
        if opening.startswith(("within", "before")):
            return bool(self._that.search(text, action.start, due.start))
        return opening.startswith("until")

    # -- lists and tables -----------------------------------------------------------------

    def _of_lists(self, analysis: Analysis) -> Iterator[DeadlineMention]:
        """The items under "Within three months:" each have that time."""
        listed = [m for m in analysis.found.recommendations if m.rule.startswith(_LIST)]
        by_block = {analysis.block_at(m.start): m for m in reversed(listed)}
        lead: tuple[int, int, DateMention | None] | None = None
        for block in analysis.blocks if listed else ():
            if self._actions.is_time_lead(analysis.text, block):
                date = next(
                    (d for d in analysis.found.dates if block.start <= d.start < block.end), None
                )
                span = (date.start, date.end) if date else (block.start, block.end - 1)
                lead = (*span, date)
            elif block in by_block and lead is not None:
                start, end, date = lead
                item = by_block[block]
                yield DeadlineMention(
                    start=start,
                    end=end,
                    rule="deadline.list",
                    basis=basis_of(date) if date else "date",
                    obligation=words(analysis.text[item.start : item.end]),
                    obliged=item.addressee,
                    set_by=item.recommender,
                    window=date.value if date and date.type == "DURATION" else None,
                    due=date.value if date and date.type != "DURATION" else None,
                )
            elif block.kind is BlockKind.ITEM or block.end - block.start > HEADER_CHARS:
                lead = None

    def _of_tables(self, analysis: Analysis) -> Iterator[DeadlineMention]:
        """The date in an action table's row."""
        for row in analysis.found.recommendations:
            if row.rule != _TABLE:
                continue
            line = _LINE.match(analysis.text, row.end)
            end = line.end() if line else row.end
            for date in analysis.found.dates:
                if row.end <= date.start < end and date.type != "SET":
                    yield DeadlineMention(
                        start=date.start,
                        end=date.end,
                        rule="deadline.table",
                        basis=basis_of(date),
                        obligation=words(analysis.text[row.start : row.end]),
                        obliged=row.addressee,
                        window=date.value if date.type == "DURATION" else None,
                        due=date.value if date.type != "DURATION" else None,
                    )
                    break

    # -- last chances ---------------------------------------------------------------------

    def _last_chances(self, analysis: Analysis) -> Iterator[DeadlineMention]:
        text = analysis.text
        for sentence in analysis.triggered(self.rulebook.trigger):
            for match in self._chance.finditer(text, sentence.start, sentence.end):
                before = max(sentence.start, match.start() - CHANCE_REACH)
                if self._consumer.match(text, match.end(), sentence.end) or self._denied.search(
                    text, before, match.start()
                ):
                    continue
                obliged, setter = self._parties(analysis, sentence, match, before)
                yield DeadlineMention(
                    start=match.start(),
                    end=match.end(),
                    rule="deadline.ultimatum",
                    basis="ultimatum",
                    obliged=obliged,
                    set_by=setter,
                    consequence=self._limits.consequence(analysis, sentence, match.end()),
                )

    def _parties(
        self, analysis: Analysis, sentence: Sentence, match: re.Match[str], before: int
    ) -> tuple[Ref | None, Ref | None]:
        """Whose last chance it is and who says so: "gave the county a …", "Norfolk's …",
        "it has a …", "a … for the leaders".
        """
        text = analysis.text
        gave = self._gave.search(text, before, match.start())
        if gave:
            setter = self._subjects.find(text, sentence.start, gave.start())
            return _group(analysis, gave), _ref(analysis, setter)
        if match["whose"]:
            return analysis.ref(match.start("whose"), match.end("whose")), None
        owner = self._owner.search(text, before, match.start())
        whom = owner or self._for.match(text, match.end(), sentence.end)
        if whom:
            return _group(analysis, whom), None
        handed = self._handed.search(text, before, match.start())
        start = handed.start() if handed else match.start()
        start = self._subjects.before_auxiliaries(text, sentence.start, start)
        subject = self._subjects.find(text, sentence.start, start)
        if subject is None or self._subjects.kind(text, subject) not in (Who.BODY, Who.IT):
            return None, None
        return _ref(analysis, subject), None


def _group(analysis: Analysis, match: re.Match[str]) -> Ref:
    start = match.start("to")
    return analysis.ref(start, start + len(match["to"].rstrip(TRAILING)))


def _ref(analysis: Analysis, phrase: Phrase | None) -> Ref | None:
    return analysis.ref(phrase.start, phrase.end) if phrase else None

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

from norfolk_cs.analysis import (
    Analysis,
    BlockKind,
    DateMention,
    DeadlineMention,
    RecommendationMention,
    Sentence,
)
from norfolk_cs.components.base import Component
from norfolk_cs.components.duties.actions import actions
from norfolk_cs.components.duties.chances import LastChances
from norfolk_cs.components.duties.dues import dues
from norfolk_cs.components.duties.limits import (
    TimeLimits,
    basis_of,
    due_of,
    window_of,
    words,
)
from norfolk_cs.components.duties.starts import dated
from norfolk_cs.components.duties.subjects import TRAILING
from norfolk_cs.components.duties.who import Phrase
from norfolk_cs.rulebook import Rulebook

HEADER_CHARS = 130  # a page's running header between a list's items

_LIST = "recommendation.list"
_TABLE = "recommendation.table"
_AND = re.compile(r"\band\s+(?:to\s+)?")
# The stop behind an item, and the rule it goes by in brackets before or behind that.
_STOP = re.compile(
    r"(?:\s*\((?:[^()\n]|\([^()\n]*\))*\))?[.;](?:\s*\((?:[^()\n]|\([^()\n]*\))*\)[.;]?)?\s*(?=\S)"
    r"|\s*\((?:[^()\n]|\([^()\n]*\))*\)\s*(?=\S)"
)
_LINE = re.compile(r"[^\n]*")


class Deadlines(Component):
    """Time limits and ultimatums, each date once (each item once under a lead-in)."""

    kind: ClassVar[str] = "deadlines"

    def __init__(self, rulebook: Rulebook | None = None) -> None:
        super().__init__(rulebook)
        book = self.rulebook
        self._dues = dues()
        self._limits = TimeLimits(book)
        self._chances = LastChances(book, self._limits)
        self._backward = book.compile(r"(?:the )?(?:past|last|previous|preceding|recent)\b")
        self._that = book.compile(r"\b(?:so that|that|which|who|are|is|be|have) ")
        self._unknown_start = book.compile(
            r"\b(?:receipt|receiving|received"
            r"|(?:first|next|inaugural|final) (?:meeting|inspection|visit|report|review))\b"
        )

    def match(self, analysis: Analysis) -> list[DeadlineMention]:
        """The deadlines, in text order; of two readings of one date the first found."""
        found = [*self._of_lists(analysis), *self._of_tables(analysis)]
        found += self._chances.find(analysis)
        taken = {mention.start for mention in found}
        told = analysis.found.recommendations
        starts = [mention.start for mention in told]
        for sentence, dates in self._dated(analysis):
            first = bisect_left(starts, sentence.start)
            last = bisect_left(starts, sentence.end)
            near = list(self._of_actions(analysis, sentence, dates, told[first:last]))
            near += self._limits.find(analysis, sentence, dates)
            for mention in near:
                if mention.start in taken:
                    continue
                if not self._limits.is_over(analysis, sentence, mention.end):
                    taken.add(mention.start)
                    found.append(mention)
                elif analysis.trace is not None:
                    where = (mention.start, mention.end)
                    reason = "the words after it say that it went by"
                    analysis.trace.drop("deadline", *where, reason, mention.rule)
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
            due = self._dues.phrase(analysis, date, sentence.start)
            action = due and self._limited(analysis, sentence, due, told)
            if not due or not action or action.against:
                if analysis.trace is not None:
                    reason = "no by, within or before ties it to what should be done here"
                    analysis.trace.drop("deadline", date.start, date.end, reason)
                continue
            if self._is_standard(analysis, action, due, date):
                if analysis.trace is not None:
                    reason = "a standing time, or one inside a clause of what should be done"
                    analysis.trace.drop("deadline", date.start, date.end, reason, "deadline.by")
                continue
            text = analysis.text
            rest = text[due.end : max(due.end, action.end)]
            inside = text[action.start : due.start].rstrip(", ") + " " + rest.lstrip(", ")
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
                window=window_of(date),
                due=due_of(date),
                consequence=self._limits.consequence(analysis, sentence, max(due.end, action.end)),
                from_=dated(analysis, sentence, dates, date, due.start),
                start_known=not (
                    self._unknown_start.search(phrase)
                    or self._limits.starts.is_past(analysis, sentence, date)
                ),
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
                beside = not text[_told_until(text, action) : due.start].strip(TRAILING)
                return action if due.start < action.end or beside else None
        following = next((action for action in told if action.start >= due.end), None)
        if following and not text[due.end : following.start].strip(TRAILING):
            return following  # "should, within six months, bring forward"
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
            return self._is_clause(text, action.start, due.start)
        return opening.startswith("until")

    def _is_clause(self, text: str, start: int, end: int) -> bool:
        """Whether ``end`` stands in a clause inside the action, and no further verb follows:
        "so that visits take place |", but not "audit cases in which … and report |".
        """
        inner = next(reversed(list(self._that.finditer(text, start, end))), None)
        if inner is None:
            return False
        links = _AND.finditer(text, inner.end(), end)
        return not any(actions().opens_with_verb(text, link.end(), end) for link in links)

    # -- lists and tables -----------------------------------------------------------------

    def _of_lists(self, analysis: Analysis) -> Iterator[DeadlineMention]:
        """The items under "Within three months:" each have that time."""
        listed = [m for m in analysis.found.recommendations if m.rule.startswith(_LIST)]
        by_block: dict[int, RecommendationMention] = {}
        last: dict[int, RecommendationMention] = {}
        for m in reversed(analysis.found.recommendations):
            block = analysis.block_at(m.start)
            if block is not None and m.rule.startswith(_LIST):
                by_block[block.index] = m
            elif block is not None and block.kind is BlockKind.ITEM:
                last.setdefault(block.index, m)
        lead: tuple[int, int, DateMention | None] | None = None
        for index, item in last.items():
            if index not in by_block and (date := self._behind(analysis, item)):
                yield self._of_item(analysis, item, date, date.start, date.end)
        for block in analysis.blocks if listed else ():
            if self._dues.is_lead(analysis.text, block):
                date = next(
                    (d for d in analysis.found.dates if block.start <= d.start < block.end), None
                )
                span = (date.start, date.end) if date else (block.start, block.end - 1)
                lead = (*span, date)
            elif shared := self._dues.shared(analysis, block):
                lead = (shared.start, shared.end, shared)
            elif (listed_here := by_block.get(block.index)) and (
                date := self._behind(analysis, listed_here)
            ):
                yield self._of_item(analysis, listed_here, date, date.start, date.end)
            elif lead is not None and block.index in by_block:
                start, end, date = lead
                yield self._of_item(analysis, by_block[block.index], date, start, end)
            elif block.kind is BlockKind.ITEM or block.end - block.start > HEADER_CHARS:
                lead = None

    def _of_item(
        self,
        analysis: Analysis,
        item: RecommendationMention,
        date: DateMention | None,
        start: int,
        end: int,
    ) -> DeadlineMention:
        """The deadline of a list's item, told by the words between two offsets."""
        return DeadlineMention(
            start=start,
            end=end,
            rule="deadline.list",
            basis=basis_of(date) if date else "date",
            obligation=words(analysis.text[item.start : item.end]),
            obliged=item.addressee,
            set_by=item.recommender,
            window=window_of(date) if date else None,
            due=due_of(date) if date else None,
        )

    def _behind(self, analysis: Analysis, item: RecommendationMention) -> DateMention | None:
        """The date behind an item's stop: "Keep a log (regulation 12). Due date: 30 July 2016"."""
        block = analysis.block_at(item.start)
        stop = _STOP.match(analysis.text, item.end, block.end if block else item.end)
        if stop is None:
            return None
        dates = analysis.found.dates
        first = bisect_left(dates, stop.end(), key=lambda date: date.start)
        for date in dates[first : first + 1]:
            due = self._dues.phrase(analysis, date, item.end)
            if due and block and due.start <= stop.end() and due.end <= block.end:
                return date
        return None

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
                        window=window_of(date),
                        due=due_of(date),
                    )
                    break


def _told_until(text: str, action: RecommendationMention) -> int:
    """Where an action ends, with who told it: "to improve | by Ofsted"."""
    teller = action.recommender
    if teller and teller.start > action.end and text[action.end : teller.start].strip() == "by":
        return teller.end
    return action.end

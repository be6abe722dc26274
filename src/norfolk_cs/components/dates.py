"""Dates: what the rules find, read in the order of the text, since one date tells another."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from typing import ClassVar

from spacy.language import Language

from norfolk_cs.analysis import Analysis, Block, DateMention, Sentence
from norfolk_cs.components.base import Component
from norfolk_cs.rulebook import Rulebook
from norfolk_cs.timex import precision
from norfolk_cs.timex.anchors import Anchors, Reading, Words
from norfolk_cs.timex.clock import join_times
from norfolk_cs.timex.find import Candidate, Finder
from norfolk_cs.timex.readings import READINGS
from norfolk_cs.timex.tense import Side, Tense

LAST_DATE_BLOCKS = 2  # "eight months earlier" may count from the last paragraph but one

_JOINED = re.compile(r",?\s*(?:\b(?:and|to|until|till|or|through)\b|[-–—&])\s*(?:the\s+)?|,\s*")
_ENTRY_MARK = re.compile(r"\s*(?::|[–—-]\s|\|)")
_DATELINE = re.compile(r"\W*(?:(?:dated?|published|updated|on)\W+)*", re.IGNORECASE)


@dataclass(slots=True)
class _Story:
    """What the dates so far tell of those to come.

    ``published`` is the document's, or its dateline's (``in_text``) where that is unknown;
    ``entry`` the date that opens the current block, a timeline's; ``last`` the last one told.
    """

    published: str | None
    in_text: bool = False
    block: Block | None = None
    entry: str | None = None
    last: str | None = None
    last_block: int = 0
    mentions: list[DateMention] = field(default_factory=list)

    def enter(self, block: Block) -> None:
        """Go on to a sentence of ``block``."""
        if block is not self.block:
            self.block, self.entry = block, None
        if block.index - self.last_block > LAST_DATE_BLOCKS:
            self.last = None


class Dates(Component):
    """Finds dates, times, durations and sets, and gives them their TIMEX3 value.

    Accepts absolute dates in the British and American order, parts of dates ("December",
    "on Friday"), deictic words ("yesterday", "earlier this month"), counted ones ("three years
    ago", "six weeks later"), seasons, quarters, feasts, financial years, decades, clock times
    beside a day, lengths ("at least six months") and sets ("every eight weeks").
    """

    kind: ClassVar[str] = "dates"

    def __init__(self, nlp: Language, rulebook: Rulebook | None = None) -> None:
        super().__init__(nlp, rulebook)
        self.find = Finder(self.rulebook)
        self.tense = Tense(self.rulebook.vocabulary)

    def match(self, analysis: Analysis) -> list[DateMention]:
        """The document's dates, in text order."""
        story = _Story(analysis.document.published)
        for sentence, candidates in self.find(analysis):
            story.enter(sentence.block)
            self._read_rows(analysis, sentence, candidates, story)
            for candidate in candidates:
                if candidate.reading is None:
                    self._read(analysis, sentence, candidate, story)
                _remember(analysis.text, sentence.block, candidate, story)
            story.mentions.extend(
                _mention(candidate, candidate.reading)
                for candidate in join_times(analysis.text, candidates)
                if candidate.reading is not None
            )
        return story.mentions

    def _read(
        self,
        analysis: Analysis,
        sentence: Sentence,
        candidate: Candidate,
        story: _Story,
        neighbour: Reading | None = None,
        neighbour_side: Side = "back",
    ) -> None:
        """Give a candidate its reading; a clock time, or what is no date after all, gets none."""
        if candidate.read not in READINGS:
            return
        anchors = Anchors(
            story.published,
            partial(self._side, analysis, sentence, candidate),
            story.in_text,
            story.entry,
            story.last,
            neighbour,
            neighbour_side,
        )
        words = Words(candidate.groups, candidate.slots, anchors, self.rulebook.table)
        reading = READINGS[candidate.read](words)
        if reading is not None and reading.mod is None and words.mod is not None:
            reading = replace(reading, mod=words.mod)
        candidate.reading = reading

    def _side(self, analysis: Analysis, sentence: Sentence, candidate: Candidate) -> Side | None:
        return self.tense.side(
            analysis.text, sentence.start, sentence.end, candidate.start, candidate.end
        )

    # -- dates in a row: "9 June and 2 July 2014", "in May, June and July" ---------------------

    def _read_rows(
        self, analysis: Analysis, sentence: Sentence, candidates: list[Candidate], story: _Story
    ) -> None:
        """Read joined dates together: what one leaves out, its neighbour tells."""
        row: list[Candidate] = []
        for candidate in candidates:
            if candidate.read != "calendar":
                continue
            if row and not _JOINED.fullmatch(analysis.text, row[-1].end, candidate.start):
                self._read_row(analysis, sentence, row, story)
                row = []
            row.append(candidate)
        self._read_row(analysis, sentence, row, story)

    def _read_row(
        self, analysis: Analysis, sentence: Sentence, row: list[Candidate], story: _Story
    ) -> None:
        if len(row) < 2:
            return
        known = [candidate for candidate in row if candidate.is_dated]
        if not known:  # the verb places the row's near end, its order the others
            ahead = self._side(analysis, sentence, row[0]) == "forward"
            known = [row[0] if ahead else row[-1]]
        for candidate in known:
            self._read(analysis, sentence, candidate, story)
        for candidate, after in reversed(list(pairwise(row))):
            if candidate.reading is None:
                self._read(analysis, sentence, candidate, story, after.reading, "back")
        for before, candidate in pairwise(row):
            if candidate.reading is None:
                self._read(analysis, sentence, candidate, story, before.reading, "forward")


def _remember(text: str, block: Block, candidate: Candidate, story: _Story) -> None:
    """Keep a date as what later words may count from: the last one told, a timeline's entry."""
    reading = candidate.reading
    if reading is None or precision(reading.value) is None:
        return
    story.last, story.last_block = reading.value, block.index
    if _DATELINE.fullmatch(text, block.start, candidate.start) is None:
        return
    if candidate.end == block.end:
        if story.published is None and precision(reading.value) == "day":
            story.published, story.in_text = reading.value, True
    elif candidate.start == block.start and _ENTRY_MARK.match(text, candidate.end, block.end):
        story.entry = reading.value


def _mention(candidate: Candidate, reading: Reading) -> DateMention:
    first, last = reading.days()
    return DateMention(
        candidate.start,
        candidate.end,
        candidate.rule,
        type=reading.type,
        value=reading.value,
        mod=reading.mod,
        first=first,
        last=last,
        anchor=reading.anchor,
    )

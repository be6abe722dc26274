"""The words a grade stands in, and the inspectorates and bodies of its document."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from norfolk_cs.analysis import Analysis, DateMention, Ref, Sentence, once
from norfolk_cs.scales import Scale, Scales


@dataclass(frozen=True, slots=True)
class Candidate:
    """A grade word; places are in its window, ``left`` and ``right`` outside its marks."""

    start: int
    end: int
    left: int
    right: int
    words: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Given:
    """What was read about an accepted grade; the next one in its sentence may share it."""

    candidate: Candidate
    area: str | None = None
    subject: str | None = None
    body: Ref | None = None
    rater: Ref | None = None
    judged_on: str | None = None
    scale: Scale | None = None
    own_date: bool = False  # the date stood behind the grade, so no other grade has it


class Window:
    """A sentence to read, a list item behind the lead-in that its list hangs on."""

    def __init__(
        self, analysis: Analysis, sentence: Sentence, lead: Sentence | None = None
    ) -> None:
        self.analysis = analysis
        self.sentence = sentence
        self.lead = lead
        self.text = analysis.text[sentence.start : sentence.end]
        self.shift = 0  # how far into the window the sentence begins
        if lead is not None:
            self.text = f"{analysis.text[lead.start : lead.end]}\n{self.text}"
            self.shift = lead.end - lead.start + 1

    def offset(self, place: int) -> int:
        """Where in the document a place in the window is."""
        if self.lead is None or place >= self.shift:
            return self.sentence.start + place - self.shift
        return min(self.lead.start + place, self.lead.end)

    def ref(self, start: int, end: int) -> Ref:
        """The words between two places, as a pointer at somebody."""
        return self.analysis.ref(self.offset(start), self.offset(end))


class Surroundings:
    """A document's grade words, inspectorates, graded bodies and dates, by where they are named.

    Most documents grade nothing, so each is looked for when somebody asks.
    """

    def __init__(self, analysis: Analysis, scales: Scales, ungraded: re.Pattern[str]) -> None:
        self._analysis = analysis
        self._scales = scales
        self._ungraded = ungraded

    def grades(self, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """The grade words in a stretch of the document, in lower case."""
        return self._scales.trigger.finditer(self._analysis.folded, start, end)

    @once
    def inspectorates(self) -> list[tuple[int, int, Scale]]:
        """Where inspectorates are named, and their scales."""
        named = self._scales.names.finditer(self._analysis.folded)
        return [(m.start(), m.end(), self._scales.named(m[0])) for m in named]

    @once
    def _named_starts(self) -> list[int]:
        return [start for start, _, _ in self.inspectorates]

    @once
    def bodies(self) -> list[tuple[int, int]]:
        """Where organisations are named that may be graded."""
        return sorted(
            span
            for actor in self._analysis.found.actors
            if actor.type == "organisation"
            and not self._ungraded.search(actor.name)
            and not self._scales.name.search(actor.name.lower())
            for span in actor.mentions
        )

    @once
    def dates(self) -> list[DateMention]:
        """The days, months and years that the document names."""
        found = self._analysis.found.dates
        return [date for date in found if date.type == "DATE" and _is_day(date.value)]

    @once
    def _date_starts(self) -> list[int]:
        return [date.start for date in self.dates]

    def bodies_between(self, start: int, end: int) -> list[tuple[int, int]]:
        """The bodies named in a stretch of the document."""
        return self.bodies[bisect_left(self.bodies, (start,)) : bisect_left(self.bodies, (end,))]

    def dates_between(self, start: int, end: int) -> list[DateMention]:
        """The days, months and years named in a stretch of the document."""
        first = bisect_left(self._date_starts, start)
        return self.dates[first : bisect_left(self._date_starts, end)]

    def named_between(self, start: int, end: int) -> list[tuple[int, int, Scale]]:
        """The inspectorates named in a stretch of the document."""
        first = bisect_left(self._named_starts, start)
        return self.inspectorates[first : bisect_left(self._named_starts, end)]

    def last_scale(self, offset: int) -> Scale | None:
        """The scale of the inspectorate named last before ``offset``, or else first after it."""
        if not self.inspectorates:
            return None
        place = bisect_left(self._named_starts, offset)
        return self.inspectorates[max(0, place - 1)][2]


def _is_day(value: str | None) -> bool:
    """Whether a date's value is on the calendar: "2015-05", "XXXX-12", not PRESENT_REF."""
    return value is not None and value[:1] in "0123456789X"

"""By when: the phrase that a date stands in, and an action without it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from norfolk_cs.analysis import Analysis, Block, DateMention
from norfolk_cs.components.duties.subjects import TRAILING
from norfolk_cs.components.duties.subjects import trim as cut
from norfolk_cs.components.duties.who import Phrase
from norfolk_cs.rulebook import load_rules
from norfolk_cs.settings import per_settings

BEFORE = 40  # code points: "at the latest by a maximum of" is the longest way to a date

_ENDS = re.compile(rf"(?:[{re.escape(TRAILING)}]*$|\s+(?:which|who)\s)")
_AHEAD = re.compile(r"\s+(?:the\s+)?(?:next|coming)\b")
# What goes on all through a time is not due at its end.
_GOES_ON = re.compile(r"\b(?:keep|monitor|continue|maintain|remain|focus|watch|track|work)\b")
_TOO_SOON = re.compile(r"[,\s]*(?:before|until)\b")
_POSSESSIVE = re.compile(r"['’]s?\s")


class Dues:
    """Compiled once from ``rules/clauses.toml``."""

    def __init__(self) -> None:
        book = load_rules("clauses")
        rules = {rule.id: book.regex(rule) for rule in book.rules}
        self._due = rules["due.before"]
        self._due_after = rules["due.after"]
        self._time_lead = rules["lead.time"]
        self._time_shared = rules["lead.time-shared"]

    def phrase(self, analysis: Analysis, date: DateMention, floor: int) -> Phrase | None:
        """The whole phrase of a date that says by when: "by | 31 March | at the latest"."""
        before = self._due.search(analysis.text, max(floor, date.start - BEFORE), date.start)
        if before is None or _POSSESSIVE.match(analysis.text, date.end):
            return None  # "before Saturday's vote" is no time to vote by
        if before["ahead"] and not self._is_ahead(analysis, date, floor, before.end("ahead")):
            return None
        after = self._due_after.match(analysis.text, date.end)
        return Phrase(before.start(), after.end() if after else date.end)

    def _is_ahead(self, analysis: Analysis, date: DateMention, floor: int, at: int) -> bool:
        """Whether an act has until the end of a time to be done: "over | the next six months", but
        not "in | six months", "over the coming weeks" or "keep watch over the next year".
        """
        vague = date.value is None or "X" in date.value
        if vague or not _AHEAD.match(analysis.text, at):
            return False
        return _GOES_ON.search(analysis.text, floor, at) is None

    def after(self, analysis: Analysis, at: int) -> int:
        """Where the deadline phrase ends that follows ``at`` directly, or ``at``."""
        dates = analysis.found.dates
        first = bisect_left(dates, at, key=lambda date: date.start)
        for date in dates[first : first + 1]:
            due = self.phrase(analysis, date, at)
            if due and not analysis.text[at : due.start].strip(TRAILING):
                return due.end
        return at

    def is_lead(self, text: str, block: Block) -> bool:
        """Whether a block only gives the items after it their time: "Within three months:"."""
        ends = text[block.end - 1] == ":"
        return ends and self._time_lead.fullmatch(text, block.start, block.end) is not None

    def _within(
        self, analysis: Analysis, start: int, end: int
    ) -> Iterator[tuple[DateMention, Phrase]]:
        """The dates between two offsets by which somebody must act, and the words that say so."""
        dates = analysis.found.dates
        place = bisect_left(dates, start, key=lambda date: date.start)
        while place < len(dates) and dates[place].end <= end:
            if due := self.phrase(analysis, dates[place], start):
                yield dates[place], due
            place += 1

    def shared(self, analysis: Analysis, block: Block) -> DateMention | None:
        """The time that a lead gives all of its items: "By 31 March the council must:", "The
        council should, within three months:".
        """
        if analysis.text[block.end - 1] != ":":
            return None
        for date, due in self._within(analysis, block.start, block.end):
            alone = due.end == block.end - 1
            if alone or self._time_shared.match(analysis.text, due.end, block.end):
                return date
        return None

    def trim(self, analysis: Analysis, phrase: Phrase, *, against: bool = False) -> Phrase:
        """``phrase`` without a deadline at its end; what should not be done before a day is
        ``against`` just that, and keeps it.
        """
        for _, due in self._within(analysis, phrase.start, phrase.end):
            if _ENDS.match(analysis.text, due.end, phrase.end):
                if against and _TOO_SOON.match(analysis.text, due.start, due.end):
                    break
                end = cut(analysis.text, phrase.start, due.start)
                return Phrase(phrase.start, end, phrase.against)
        return phrase


@per_settings
def dues() -> Dues:
    """The grammar of deadline phrases, compiled once for each settings."""
    return Dues()

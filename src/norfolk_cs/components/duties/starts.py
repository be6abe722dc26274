"""When a time that is given begins: told beside it, at publication, or nobody says when."""

from __future__ import annotations

import re
from bisect import bisect_left

from norfolk_cs.analysis import Analysis, DateMention, Sentence
from norfolk_cs.components.duties.actions import is_reported
from norfolk_cs.rulebook import Rulebook

OPENING_CHARS = 12  # "In the middle of" is the longest way to open with a date

_FROM = re.compile(r"\s+(?:(?:starting|beginning|running|counting)\s+)?from\s+")
# What tells that time is allowed now, or was in a tale.
_TENSE = re.compile(
    r"\b(?:(?P<now>has|have|is|are|must|should|needs?|will|now)"
    r"|was|were|had|did|gave|set|told|said|warned|asked|ordered)\b"
)


class Starts:
    """Built from the rule of time that was given before what a story tells."""

    def __init__(self, book: Rulebook) -> None:
        self._before = book.regex(next(rule for rule in book.rules if rule.id == "start.before"))

    def is_past(self, analysis: Analysis, sentence: Sentence, window: DateMention) -> bool:
        """Whether a window was given before what the story tells, nobody says when: "had been
        warned it had a year"; what somebody says "had been given" is as often news.
        """
        text = analysis.text
        if "had" not in analysis.folded[sentence.start : window.start]:
            return False
        before = self._before.search(text, sentence.start, window.start)
        return before is not None and not is_reported(analysis, before.start())


def dated(
    analysis: Analysis,
    sentence: Sentence,
    dates: list[DateMention],
    window: DateMention,
    verb: int,
) -> str | None:
    """When the time was given, where the words say so: the date that it runs from ("a year from
    July"), that opens the sentence or the list item ("July 2013: …"), or stands in the verb ("was
    last year given"); in a tale ("was given"), the one that the paragraph begins to tell of.
    """
    if window.type != "DURATION":
        return None
    for date in dates:
        if date.start > window.end and _FROM.fullmatch(analysis.text, window.end, date.start):
            return date.value
    block = sentence.block
    every = analysis.found.dates
    first = bisect_left(every, block.start, key=lambda date: date.start)
    for date in [*dates, *every[first : first + 1]]:
        inside = verb <= date.start < window.start
        opens = 0 <= date.start - sentence.start <= OPENING_CHARS and date.end <= verb
        earlier = date.start < sentence.start and _is_tale(analysis.text, sentence, window)
        if date.type == "DATE" and (inside or opens or earlier or date.start == block.start):
            return date.value
    return None


def _is_tale(text: str, sentence: Sentence, window: DateMention) -> bool:
    """Whether a sentence tells in the past how time was given."""
    tense = _TENSE.search(text, sentence.start, window.start)
    return tense is not None and not tense["now"]

"""Quotation marks paired off, block by block, in one pass over the marks.

Accepts straight and curly marks, double and single, newswire `` and '', guillemets; marks of one
kind inside the other; a mark of the wrong kind where the right one never comes ("act' on it);
quotations that go on over paragraphs, each opened anew and only the last one closed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from norfolk_cs.analysis import Analysis, Block, BlockKind, Quote
from norfolk_cs.components.base import Component
from norfolk_cs.rulebook import Rulebook

MAX_DEPTH = 4  # quotations in quotations: deeper than this the marks are debris
_NO_APOSTROPHE = r"(?![^\W_])|(?<![^\W_].)"  # between two letters it is one, and passed over
# Each looked for by itself: a text has few of them, and one letter is found faster than a class.
_MARKS = {
    **{mark: re.compile(mark) for mark in '"“”„«»'},
    **{mark: re.compile(f"{mark}(?:{mark}|{_NO_APOSTROPHE})") for mark in "'`"},
    **{mark: re.compile(f"{mark}(?:{_NO_APOSTROPHE})") for mark in "’‘"},
}
_DOUBLE = frozenset(['"', "“", "”", "„", "«", "»", "``", "''"])
_OPENING = frozenset("“„«‘`")
_CLOSING = frozenset("”»’")
_BEFORE_OPENING = frozenset("([{-–—/:;,\"“‘'")  # besides white space; a scrape drops the space
_INTRODUCES = (":", ";", ",", ".", "!", "?")  # a scrape turns the colon into anything
_SENTENCE_END = re.compile(r"[.!?](?=\s)")
_SAID = re.compile(r"\b(?:said|says?|saying|added|adding|wrote|replied|commented|tweeted)$")
_NEXT_WORD = re.compile(r"\s+\w")
_PLURAL = ("s", "x", "z", "in")  # "the authorities' plans", "goin' well"


@dataclass(slots=True)
class _Mark:
    """A mark and what it may be where it stands."""

    start: int
    end: int
    double: bool
    opens: bool
    closes: bool
    possessive: bool = False  # "the authorities' plans": closes only if nothing better follows


@dataclass(slots=True)
class _Open:
    """A mark that waits for its partner; ``orphan`` is a closing mark of the wrong kind."""

    mark: _Mark
    orphan: _Mark | None = None


class Quotes(Component):
    """Quotations: the words between marks, nested ones too, in start order."""

    kind: ClassVar[str] = "quotes"

    def __init__(self, rulebook: Rulebook | None = None) -> None:
        super().__init__(rulebook)
        self._apostrophes = [self.rulebook.regex(rule) for rule in self.rulebook.rules]

    def match(self, analysis: Analysis) -> list[Quote]:
        """The quotations of every block but furniture, in start order."""
        found: list[Quote] = []
        text = analysis.text
        spans = _spans(text)
        starts = [start for start, _ in spans]
        last = 0
        carried: str | None = None  # the mark of the quotation the last paragraph left open
        for block in analysis.blocks if spans else ():
            if block.kind is BlockKind.FURNITURE:
                continue
            first = bisect_left(starts, block.start, last)
            last = bisect_left(starts, block.end, first)
            if first == last:
                carried = None
                continue
            quotes = self._pair(text, block, spans[first:last], carried)
            carried = next((quote.mark for quote in quotes if not quote.closed), None)
            found += quotes
        return found

    def _pair(
        self, text: str, block: Block, spans: list[tuple[int, int]], carried: str | None
    ) -> list[Quote]:
        marks = list(self._marks(text, block, spans))
        if not marks:
            return []
        if any(mark.possessive for mark in marks):
            _settle_possessives(marks)
        waiting: list[_Open] = []
        pairs: list[tuple[_Mark, _Mark]] = []
        for mark in marks:
            partner = _partner(waiting, mark) if waiting and mark.closes else None
            if partner is not None:
                pairs.append((waiting[partner].mark, mark))
                del waiting[partner:]
            elif mark.opens and len(waiting) < MAX_DEPTH:
                if waiting and waiting[-1].mark.double is mark.double:
                    orphan = waiting[-1].orphan
                    if orphan is not None:
                        pairs.append((waiting.pop().mark, orphan))
                waiting.append(_Open(mark))
            elif waiting and not mark.possessive and waiting[-1].orphan is None:
                waiting[-1].orphan = mark
            elif carried and not pairs and mark.double is (carried in _DOUBLE):
                # The last paragraph's quotation goes on, and nobody opened it again.
                pairs.append((_Mark(block.start, block.start, mark.double, True, False), mark))
        pairs += [(left.mark, left.orphan) for left in waiting if left.orphan]
        found = [_quote(text, block, opening, closing, carried) for opening, closing in pairs]
        # Whatever opened after an unclosed mark stands inside its quotation and is passed over.
        lonely = next((left.mark for left in waiting if not left.orphan), None)
        unclosed = lonely and _unclosed(text, block, lonely, carried, pairs)
        if unclosed:
            found.append(unclosed)
        found = [quote for quote in found if quote.start < quote.end]
        if len(found) < 2:
            return found
        return list(_untangled(sorted(found, key=lambda quote: (quote.start, -quote.end))))

    def _marks(self, text: str, block: Block, spans: list[tuple[int, int]]) -> Iterator[_Mark]:
        """Those of the marks in a block that are not plainly apostrophes."""
        for start, position in spans:
            before = text[start - 1] if start > block.start else " "
            after = text[position] if position < block.end else " "
            char = text[start:position]
            double = char in _DOUBLE
            gap_before, gap_after = before.isspace(), after.isspace()
            if char == "''" and not gap_before and after.isalnum():
                continue
            if not double and before.isalnum() and after.isalnum():
                continue
            opens = not gap_after and (gap_before or before in _BEFORE_OPENING)
            closes = not gap_before
            if double and len(char) == 1:
                apart = gap_before and gap_after
                if apart or (before in ".?!" and after.isupper()):
                    opens = closes = True  # a gap on both sides, or on none: whichever is due
            if char in _OPENING and not gap_after:
                opens, closes = True, False
            elif char in _CLOSING:
                opens, closes = opens and double and gap_before, True
            if opens and not double and self._is_apostrophe(text, start):
                continue
            possessive = (
                closes
                and not double
                and text[max(0, start - 2) : start].endswith(_PLURAL)
                and bool(_NEXT_WORD.match(text, position, block.end))
            )
            yield _Mark(start, position, double, opens, closes, possessive)

    def _is_apostrophe(self, text: str, start: int) -> bool:
        return any(pattern.match(text, start) for pattern in self._apostrophes)


def _spans(text: str) -> list[tuple[int, int]]:
    """Where marks stand that are no apostrophes between two letters."""
    found = [
        match.span()
        for mark, pattern in _MARKS.items()
        if mark in text
        for match in pattern.finditer(text)
    ]
    found.sort()
    return found


def _untangled(quotes: list[Quote]) -> Iterator[Quote]:
    """The quotations, in start order, without those that end after the one they begin in."""
    ends: list[int] = []
    for quote in quotes:
        while ends and ends[-1] <= quote.start:
            ends.pop()
        if not ends or quote.end <= ends[-1]:
            ends.append(quote.end)
            yield quote


def _settle_possessives(marks: list[_Mark]) -> None:
    """Decide about marks after a plural.

    One closes a quotation, unless a surer closing mark comes before the next opening one: then
    it is an apostrophe.
    """
    surer = False
    for mark in reversed(marks):
        if mark.double:
            continue
        if mark.possessive:
            mark.closes = not surer
            mark.possessive = surer
        else:
            surer = mark.closes and not mark.opens


def _partner(waiting: list[_Open], mark: _Mark) -> int | None:
    """Which of the open marks a closing one closes: the innermost of its kind."""
    for place in range(len(waiting) - 1, -1, -1):
        if waiting[place].mark.double is mark.double:
            return place
    return None


def _quote(text: str, block: Block, opening: _Mark, closing: _Mark, carried: str | None) -> Quote:
    start, end = _trim(text, opening.end, closing.start)
    return Quote(
        start=start,
        end=end,
        rule="quote.double" if opening.double else "quote.single",
        mark=text[opening.start : opening.end] or (carried or '"'),
        continues=_continues(block, opening, carried),
    )


def _unclosed(
    text: str, block: Block, mark: _Mark, carried: str | None, pairs: list[tuple[_Mark, _Mark]]
) -> Quote | None:
    """A quotation that nothing closes, if it is one.

    It ends with the paragraph where it speaks in sentences, and with its sentence where a mark
    was lost; a single mark that does not speak is a stray apostrophe.
    """
    before = text[max(block.start, mark.start - 12) : mark.start].rstrip()
    opens_block = mark.start == block.start
    led_in = before.endswith(_INTRODUCES) or _SAID.search(before) is not None
    speaks = opens_block or (led_in and not text[mark.end : mark.end + 1].islower())
    if not speaks and not mark.double:
        return None
    end = block.end
    if not speaks or any(_reopens(text, mark, opening) for opening, _ in pairs):
        speaks = False
        stop = _SENTENCE_END.search(text, mark.end, block.end)
        if stop:
            end = stop.end() if text[stop.start() - 1].isalnum() else stop.start()
    start, end = _trim(text, mark.end, end)
    return Quote(
        start=start,
        end=end,
        rule="quote.unclosed",
        mark=text[mark.start : mark.end],
        closed=not speaks,
        continues=_continues(block, mark, carried),
    )


def _reopens(text: str, mark: _Mark, opening: _Mark) -> bool:
    """Whether a later quotation is led in by words that can't stand inside this one."""
    return (
        opening.start > mark.start
        and opening.double is mark.double
        and text[opening.start - 2 : opening.start].rstrip().endswith((":", ","))
    )


def _continues(block: Block, opening: _Mark, carried: str | None) -> bool:
    """Whether the quotation goes on from the paragraph before."""
    return (
        carried is not None
        and opening.start == block.start
        and opening.double is (carried in _DOUBLE)
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end

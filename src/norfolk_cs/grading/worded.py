"""Expressions asked only where the text before a grade holds words that they need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from norfolk_cs.grading.frames import Left, alternatives, first_stems, needed_stems
from norfolk_cs.rulebook import Rulebook
from norfolk_cs.triggers import matches_at

_NAMED = re.compile(r"\(\?P<\w+>")


class Worded:
    """An expression looked for before a grade, in ``left.text`` or a text that begins with it."""

    def __init__(self, book: Rulebook, pattern: str) -> None:
        self.pattern = book.compile(pattern)
        self._book = book
        self._source = _NAMED.sub("(?:", pattern)

    @cached_property
    def _needs(self) -> list[list[frozenset[str]]]:
        """Stems of the words that each alternative holds."""
        return [needed_stems(self._book, one) for one in alternatives(self._source)]

    @cached_property
    def _stems(self) -> frozenset[str] | None:
        return first_stems(self._book, self._source)

    def search(self, text: str, left: Left, start: int, end: int) -> re.Match[str] | None:
        """The first match between two offsets."""
        return next(self.finditer(text, left, start, end), None)

    def finditer(self, text: str, left: Left, start: int, end: int) -> Iterator[re.Match[str]]:
        """The matches between two offsets, no farther than ``left`` goes."""
        if not any(map(left.holds, self._needs)):
            return iter(())
        if self._stems is None:
            return self.pattern.finditer(text, start, end)
        places = left.places(self._stems)
        return matches_at(self.pattern, text, start, end, (p for p in places if p >= start))

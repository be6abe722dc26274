"""Rules for what stands before a name, tried only where the text ends as their matches do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Generic, TypeVar

from norfolk_cs.beginnings import ENDING, endings, pieces

T = TypeVar("T")

# The end of a text, or a shorter one, that tells what it ends with: plain characters, no two spaces
# together.
_TELLING = re.compile(rf"(?:[!-~]| (?! )){{0,{ENDING}}}")


class Ahead(Generic[T]):
    """What belongs to each of some expressions, looked up by the end of the text before a name."""

    def __init__(self, known: Iterable[tuple[str, T]]) -> None:
        self._known = list(known)
        self._by_end = lru_cache(maxsize=8192)(self._ending_so)  # the words before names are few

    def __call__(self, ahead: str) -> list[T]:
        """What belongs to the expressions that may match in a text, in their order."""
        return self._by_end(ahead[-ENDING:])

    def _ending_so(self, end: str) -> list[T]:
        low = end.lower() if _TELLING.fullmatch(end) else None
        return [
            one
            for source, one in self._known
            if low is None or not (ends := _endings(source)) or low.endswith(ends)
        ]


@lru_cache(maxsize=200)
def _endings(source: str) -> tuple[str, ...]:
    """What a text ends with in which an expression matches; none where that can be anything."""
    parts = list(pieces(source))
    either = parts == [source] and "|" in source  # and not each alternative need end with "$"
    if either or not source.endswith("$") or source.endswith(r"\$"):
        return ()
    return tuple(endings(reversed(parts)))

"""What is read of a role, and the words it is read from."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_TOKEN = re.compile(r"[A-Za-zÀ-ÿ][\w]*(?:['’-]\w+)*['’]?(?=\W|$)|\d[\w.,]*|\S")
PREPOSITIONS = frozenset(("of", "for", "in", "at", "to", "with", "on"))
DASHES = ("-", "–", "—")
TIME_UNITS = frozenset(("day", "days", "week", "weeks", "month", "months", "year", "years"))
THE_COUNCIL = "@council"
ITS = "@its"  # "its chief executive": of whatever was named last
ELSEWHERE = "@elsewhere"  # a body without a name: "chief executive of two London boroughs"
# The organisation whose name begins at an offset, and the offset at which it ends.
FindBody = Callable[[int], tuple[str, int] | None]


@dataclass(frozen=True, slots=True)
class Post:
    """A role as read; ``organisation`` is a name, or with "@" before it what kind of body it is."""

    title: str | None
    organisation: str | None = None
    former: bool = False
    plural: bool = False


class Token(NamedTuple):
    """A word or mark and where it stands; ``key`` is small, with a straight apostrophe."""

    text: str
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A role and the token after it."""

    post: Post
    stop: int


class Heads:
    """The words of a text that roles end in, as "director", looked up by place."""

    def __init__(self, found: Iterable[re.Match[str]]) -> None:
        spans = [match.span() for match in found]
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def between(self, start: int, end: int) -> Sequence[int]:
        """Where those end that begin between two offsets."""
        first = bisect_left(self._starts, start)
        return self._ends[first : bisect_left(self._starts, end, first)]


def key_of(word: str) -> str:
    """A word small, with a straight apostrophe."""
    return word.lower().replace("’", "'")


def first_token(text: str, start: int, end: int) -> Token | None:
    """The first word or mark between two offsets."""
    match = _TOKEN.search(text, start, end)
    return Token(match[0], key_of(match[0]), *match.span()) if match else None


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """The words and marks between two offsets."""
    found = []
    for match in _TOKEN.finditer(text, start, end):
        word = match[0]
        found.append(Token(word, word.lower().replace("’", "'"), *match.span()))
    return found

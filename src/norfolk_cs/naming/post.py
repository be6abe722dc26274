"""What is read of a role, and the words it is read from."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from norfolk_cs.triggers import Trigger

_TOKEN = re.compile(
    r"(?:[Ee]x|[Ff]ormer|[Tt]hen)-(?=\w)"  # "ex-Ofsted chief": a body's name comes after it
    r"|[A-Za-zÀ-ÿ][\w]*(?:['’-]\w+)*['’]?(?=\W|$)|\d[\w.,]*|\S"
)
PREPOSITIONS = frozenset(("of", "for", "in", "at", "to", "with", "on"))
DASHES = ("-", "–", "—")
Spans = list[tuple[int, int]]
TIME_UNITS = frozenset(("day", "days", "week", "weeks", "month", "months", "year", "years"))
_PAGE = 2000  # characters; stories of the usual length have one or two
THE_COUNCIL = "@council"
ITS = "@its"  # "its chief executive": of whatever was named last
ELSEWHERE = "@elsewhere"  # a body without a name: "chief executive of two London boroughs"
# The organisation whose name begins at an offset, and the offset at which it ends.
FindBody = Callable[[int], tuple[str, int] | None]


@dataclass(slots=True, unsafe_hash=True)
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


@dataclass(slots=True, unsafe_hash=True)
class Reading:
    """A role and the token after it."""

    post: Post
    stop: int


class Heads:
    """The words of a text that roles end in, as "director", looked up by place.

    They are looked for where somebody asks, a page at a time: a long report names few people. A
    page ends with a full stop, which no such word holds.
    """

    def __init__(self, ends: Trigger, folded: str) -> None:
        self._find = ends
        self._folded = folded
        self._pages = [0]  # where each begins; the last one's end
        while self._pages[-1] < len(folded):
            stop = folded.find(".", self._pages[-1] + _PAGE) + 1
            self._pages.append(stop or len(folded))
        self._found: dict[int, tuple[list[int], Spans]] = {}

    def between(self, start: int, end: int) -> Spans:
        """Where those stand that begin between two offsets."""
        page = bisect_right(self._pages, start) - 1
        starts, spans = self._found.get(page) or self._on(page)
        first = bisect_left(starts, start)
        found = spans[first : bisect_left(starts, end, first)]
        for further in range(page + 1, bisect_left(self._pages, end)):
            starts, spans = self._found.get(further) or self._on(further)
            found += spans[: bisect_left(starts, end)]
        return found

    def _on(self, page: int) -> tuple[list[int], Spans]:
        """Where those on a page begin, and where they stand."""
        span = self._pages[page : page + 2]
        spans = [match.span() for match in self._find.finditer(self._folded, *span)]
        self._found[page] = [start for start, _ in spans], spans
        return self._found[page]


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
        word, (begin, close) = match[0], match.span()
        found.append(Token(word, word.lower().replace("’", "'"), begin, close))
    return found

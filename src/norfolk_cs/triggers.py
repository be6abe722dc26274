"""Triggers: what a text must hold for a rule to be worth trying, found many times faster.

An alternation of a hundred words is tried word by word at every place of a text. What its matches
can begin with is known beforehand, so one pass looks for those letters, laid out as a trie, and
the expression itself is only tried where they stand.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from norfolk_cs.beginnings import CLASSES, DIGIT, GAP, word_beginnings

KEY = 4  # letters and digits of a beginning to look it up by
KEYS = 20_000  # kept at most: the words of a language are few
MUCH = 200_000  # characters; to lay out the beginnings of all takes as long as to search some more
_A_DIGIT = re.compile(CLASSES[DIGIT])


class Folded(str):
    """A text in lower case, which remembers where triggers may begin in it.

    Those that many texts are searched for are looked for in one pass, at the first question.
    """

    __slots__ = ("_places",)
    _places: Mapping[Trigger, Sequence[int]]

    def places(self, trigger: Trigger, start: int, end: int) -> Iterable[int] | None:
        """Where between two offsets a trigger may begin; None where it goes by itself."""
        try:
            places = self._places.get(trigger)
        except AttributeError:
            self._places = _together.places(self)
            places = self._places.get(trigger)
        if places is None:
            _together.searched(trigger, end - start)
            return None
        first = bisect_left(places, start)
        return places[first : bisect_left(places, end, first)]


class Trigger:
    """An expression to be looked for in lower-case text."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern

    @property
    def groupindex(self) -> Mapping[str, int]:
        """The numbers of the expression's groups, by name."""
        return self.pattern.groupindex

    @cached_property
    def _scan(self) -> _Scan | None:
        """Finds where matches may begin; None where that can be anywhere."""
        beginnings = word_beginnings(self.pattern.pattern)
        return _Scan(beginnings) if beginnings else None

    def finditer(
        self, text: str, start: int = 0, end: int | None = None
    ) -> Iterator[re.Match[str]]:
        """The matches in a stretch of the text, as the expression's own ``finditer`` gives them."""
        end = len(text) if end is None else end
        if self._scan is None:
            return self.pattern.finditer(text, start, end)
        return matches_at(
            self.pattern, text, start, end, self._places(self._scan, text, start, end)
        )

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first match in a stretch of the text."""
        end = len(text) if end is None else end
        if self._scan is None:
            return self.pattern.search(text, start, end)
        match = self.pattern.match
        for place in self._places(self._scan, text, start, end):
            if hit := match(text, place, end):
                return hit
        return None

    def _places(self, scan: _Scan, text: str, start: int, end: int) -> Iterable[int]:
        """Where between two offsets a match may begin."""
        known = text.places(self, start, end) if isinstance(text, Folded) else None
        return scan.places(text, start, end) if known is None else known


class Openings:
    """Where in a text each of many expressions may begin, found in one pass over it.

    What is so found is all that there is, but for the expressions ``anywhere`` (by their places
    among those given), whose matches can begin with anything.
    """

    def __init__(self, sources: Iterable[str]) -> None:
        known = [word_beginnings(source) for source in sources]
        self.anywhere = [number for number, found in enumerate(known) if not found]
        self._scan = _Scan(frozenset[str]().union(*known))
        self._by_key: dict[str, list[int]] = {}
        for number, beginnings in enumerate(known):
            for key in {_key(beginning) for beginning in beginnings}:
                self._by_key.setdefault(key, []).append(number)
        self._at: dict[str, list[int]] = {}

    def places(self, folded: str, start: int, end: int) -> Mapping[int, list[int]]:
        """Where matches may begin between two offsets of a lower-case text, by expression."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        known = self._at
        for place in self._scan.places(folded, start, end):
            letters = folded[place : place + KEY]
            numbers = known.get(letters)
            if numbers is None:
                numbers = self._beginning_so(letters)
            for number in numbers:
                found[number].append(place)
        return found

    def _beginning_so(self, letters: str) -> list[int]:
        """The expressions that may begin where some letters stand."""
        key = _key(letters)
        keys = (key[:length] for length in range(len(key) + 1))
        found = [number for one in keys for number in self._by_key.get(one, ())]
        if len(self._at) == KEYS:
            self._at.clear()
        self._at[letters] = found
        return found


def _key(letters: str) -> str:
    """Letters as they are looked up, as far as the first space: a digit stands for any."""
    return _A_DIGIT.sub(DIGIT, letters[:KEY].split(GAP, maxsplit=1)[0])


class _Together:
    """The triggers that are looked for in one pass: each that much text was searched for."""

    def __init__(self) -> None:
        self._apart: dict[Trigger, int] = {}  # characters searched
        self._joined: list[Trigger] = []
        self._nowhere: dict[Trigger, Sequence[int]] = {}  # of each that has joined
        self._openings: Openings | None = None

    def searched(self, trigger: Trigger, characters: int) -> None:
        """Take note that so many characters were searched for a trigger by itself."""
        self._apart[trigger] = self._apart.get(trigger, 0) + characters
        if self._apart[trigger] > MUCH and trigger not in self._joined:
            self._joined.append(trigger)
            self._openings = None  # made anew for the next text

    def places(self, text: str) -> dict[Trigger, Sequence[int]]:
        """Where in a text each that has joined may begin."""
        if not self._joined:
            return {}
        if self._openings is None:
            self._openings = Openings(trigger.pattern.pattern for trigger in self._joined)
            self._nowhere = dict.fromkeys(self._joined, ())
        found = self._nowhere.copy()
        for number, places in self._openings.places(text, 0, len(text)).items():
            found[self._joined[number]] = array("I", places)
        return found


def matches_at(
    pattern: re.Pattern[str], text: str, start: int, end: int, places: Iterable[int] | None
) -> Iterator[re.Match[str]]:
    """An expression's matches between two offsets, at ``places`` only where these are known."""
    if places is None:
        yield from pattern.finditer(text, start, end)
        return
    after = start
    for place in places:
        if place >= after and (match := pattern.match(text, place, end)):
            yield match
            after = match.end()


class _Scan:
    """Finds the places of a lower-case text where one of some beginnings stands.

    With "[^a-z]" in front the search runs from word to word, not from letter to letter.
    """

    def __init__(self, beginnings: frozenset[str]) -> None:
        words = {one for one in beginnings if one[0].isalnum() or one[0] == DIGIT}
        self._marks = frozenset(beginning[0] for beginning in beginnings - words)
        marks = "".join(map(re.escape, sorted(self._marks)))
        rests = {beginning[1:] for beginning in beginnings - words}
        after_marks = {rest for rest in rests if not rest[:1].isalpha()}
        words |= rests - after_marks  # few words begin as those do that a mark is before
        either = [f"(?<=[{marks}])(?={_trie(after_marks)})"] * bool(after_marks)
        either += [f"(?={_trie(words)})"] * bool(words)
        self._scan = re.compile(f"[^a-z](?:{'|'.join(either)})")

    def places(self, text: str, start: int, end: int) -> Iterator[int]:
        """The places between two offsets, in order; what stands before the first is not asked."""
        yield start
        for found in self._scan.finditer(text, start, end):
            mark, word = found.span()  # a mark may begin a match, and a word behind it another
            if text[mark] in self._marks and mark > start:
                yield mark
            yield word


def _trie(beginnings: Iterable[str]) -> str:
    """An expression for any of some beginnings, each letter tried once; "" where one is empty."""
    longer: dict[str, set[str]] = {}
    for beginning in beginnings:
        if not beginning:
            return ""
        longer.setdefault(beginning[0], set()).add(beginning[1:])
    branches = [
        CLASSES.get(letter, re.escape(letter)) + _trie(rest)
        for letter, rest in sorted(longer.items())
    ]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


_together = _Together()

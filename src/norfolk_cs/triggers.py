"""Triggers: what a text must hold for a rule to be worth trying, found many times faster.

An alternation of a hundred words is tried word by word at every place of a text. What its matches
can begin with is known beforehand, so one pass looks for those letters, laid out as a trie, and
the expression itself is only tried where they stand.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from re import _parser  # type: ignore[attr-defined]
from typing import Any

LETTERS = 8  # characters of a beginning: enough to tell "the answer" from "the council"
ENDING = 3  # characters of an ending
MANY = 400  # beginnings; where one more letter makes more of them, shorter ones must do
FEW = 10  # characters of a range, such as the digits; of more it is not worth telling which
_WHOLE = "\0"  # ends a beginning after which anything may follow
# What stands in a beginning for a class of characters.
_GAP, _DIGIT = " ", "#"
_CLASSES = {_GAP: r"\s+", _DIGIT: r"\d"}
_UNSURE = (_WHOLE, _GAP, _DIGIT)
_UNTOLD = re.compile(f"[{_WHOLE}{_DIGIT}]|{_GAP}{_GAP}")  # where an ending is cut off
KEY = 4  # letters and digits of a beginning to look it up by
KEYS = 20_000  # kept at most: the words of a language are few
MUCH = 200_000  # characters; to lay out the beginnings of all takes as long as to search some more
_CUTS = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|[() |]|\{[a-z_]+\}", re.DOTALL)
_A_DIGIT = re.compile(_CLASSES[_DIGIT])


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
        beginnings = _word_beginnings(self.pattern.pattern)
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
        known = [_word_beginnings(source) for source in sources]
        self.anywhere = [number for number, found in enumerate(known) if not found]
        self._scan = _Scan(frozenset[str]().union(*known))
        self._by_key: dict[str, list[int]] = {}
        for number, beginnings in enumerate(known):
            for key in {_key(beginning) for beginning in beginnings}:
                self._by_key.setdefault(key, []).append(number)
        self._at: dict[str, list[int]] = {}

    def places(self, folded: str, start: int, end: int) -> dict[int, list[int]]:
        """Where matches may begin between two offsets of a lower-case text, by expression."""
        found: dict[int, list[int]] = {}
        known = self._at
        for place in self._scan.places(folded, start, end):
            letters = folded[place : place + KEY]
            numbers = known.get(letters)
            if numbers is None:
                numbers = self._beginning_so(letters)
            for number in numbers:
                found.setdefault(number, []).append(place)
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
    return _A_DIGIT.sub(_DIGIT, letters[:KEY].split(_GAP, maxsplit=1)[0])


class _Together:
    """The triggers that are looked for in one pass: each that much text was searched for."""

    def __init__(self) -> None:
        self._apart: dict[Trigger, int] = {}  # characters searched
        self._joined: list[Trigger] = []
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
        found = self._openings.places(text, 0, len(text))
        return {
            trigger: array("I", found.get(number, ()))
            for number, trigger in enumerate(self._joined)
        }


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
        words = {one for one in beginnings if one[0].isalnum() or one[0] == _DIGIT}
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


def _word_beginnings(source: str) -> frozenset[str]:
    """What an expression's matches can begin with in lower-case text, at the beginning of a word
    or with a mark; none where that can be anything.
    """
    found, at_word = {""}, None
    for piece in pieces(source):
        following, here = _beginnings(piece)
        found = _FIRST.longer(found, following)
        at_word = here if at_word is None else at_word
        if not _FIRST.goes_on(found):
            break
    known = frozenset(one.rstrip(_WHOLE).lower() for one in found)
    if not at_word or any(not one or one[0] == _GAP for one in known):
        return frozenset()
    return known


def endings(parts: Iterable[str]) -> frozenset[str]:
    """What an expression's matches can end with, in lower case and with single spaces; none where
    that can be anything. Its pieces are given from the last one on, and read as far as need be.
    """
    found = {""}
    for piece in parts:
        found = _LAST.longer(found, _endings(piece))
        if not _LAST.goes_on(found):
            break
    known = {_UNTOLD.split(one, maxsplit=1)[0] for one in found}
    return frozenset() if "" in known else frozenset(one[::-1].lower() for one in known)


def pieces(pattern: str) -> Iterator[str]:
    """An expression cut before its groups, names, spaces and escapes: to parse as few as need be.

    One with alternatives outside groups is a single piece.
    """
    depth, cuts = 0, [0]
    for match in _CUTS.finditer(pattern):
        mark = match[0]
        if depth == 0:
            if mark == "|":
                yield pattern
                return
            if mark[0] != "[" and mark != ")":
                cuts.append(match.start())
        depth += (mark == "(") - (mark == ")")
    for start, end in pairwise([*cuts, len(pattern)]):
        yield pattern[start:end]


@lru_cache(maxsize=300)  # rules begin and end in the same words
def _beginnings(piece: str) -> tuple[frozenset[str], bool | None]:
    """What a piece begins with, and whether that is at a word."""
    try:
        parsed = _parser.parse(piece, re.IGNORECASE)
    except re.error:  # it goes back to a group in another piece
        return frozenset({_WHOLE}), False
    return frozenset(_FIRST(parsed)), _is_at_word(parsed)


@lru_cache(maxsize=300)
def _endings(piece: str) -> frozenset[str]:
    try:
        return frozenset(_LAST(_parser.parse(piece, re.IGNORECASE)))
    except re.error:
        return frozenset({_WHOLE})


def _is_at_word(parsed: Any) -> bool | None:
    """Whether a match that begins with a letter begins a word, and is not inside one; None where
    nothing in it takes room.
    """
    for op, argument in parsed:
        match str(op), argument:
            case "AT", place if str(place) == "AT_BOUNDARY":
                return True
            case "ASSERT_NOT", (-1, condition) if _excludes_letters(condition):
                return True
            case (("AT" | "ASSERT" | "ASSERT_NOT"), _):
                continue
            case "SUBPATTERN", (*_, inside):
                return bool(_is_at_word(inside))
            case "BRANCH", (_, alternatives):
                return all(
                    _is_at_word(one) or all(map(_is_mark, _FIRST(one))) for one in alternatives
                )
        return False
    return None


def _is_mark(beginning: str) -> bool:
    """Whether a beginning is known to begin with neither letter nor digit."""
    return beginning != "" and not beginning[0].isalnum() and beginning[0] not in _UNSURE


def _excludes_letters(condition: Any) -> bool:
    """Whether a parsed expression is a class that holds all small letters."""
    match list(condition):
        case [(op, members)] if str(op) == "IN":
            return any(
                str(argument) == "CATEGORY_WORD" or argument == (ord("a"), ord("z"))
                for _, argument in members
            )
    return False


def _trie(beginnings: Iterable[str]) -> str:
    """An expression for any of some beginnings, each letter tried once; "" where one is empty."""
    longer: dict[str, set[str]] = {}
    for beginning in beginnings:
        if not beginning:
            return ""
        longer.setdefault(beginning[0], set()).add(beginning[1:])
    branches = [
        _CLASSES.get(letter, re.escape(letter)) + _trie(rest)
        for letter, rest in sorted(longer.items())
    ]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


class _Reader:
    """Reads what every match of a parsed expression begins with, up to so many characters; what it
    ends with, last character first, where it reads from the ``back``.

    A beginning stops where what follows is not known, or in a repetition, with _WHOLE at its end.
    """

    def __init__(self, letters: int, *, back: bool = False) -> None:
        self._letters = letters
        self._back = back

    def __call__(self, sequence: Any) -> set[str]:
        """The beginnings of a sequence of elements."""
        found = {""}
        for op, argument in reversed(sequence) if self._back else sequence:
            following = self._characters(op.name, argument)
            if following is None:
                continue
            found = self.longer(found, following)
            if not self.goes_on(found):
                break
        return found

    def longer(self, found: set[str], following: Iterable[str]) -> set[str]:
        """Beginnings with what follows each; too many are ended as they are."""
        longer: set[str] = set()
        for one in found:
            if one.endswith(_WHOLE):
                longer.add(one)
            else:
                longer.update([(one + other)[: self._letters] for other in following])
            if len(longer) > MANY:
                return {one + _WHOLE for one in found}
        return longer

    def goes_on(self, found: set[str]) -> bool:
        """Whether any beginning can be told further."""
        return any(len(one) < self._letters and not one.endswith(_WHOLE) for one in found)

    def _characters(self, op: str, argument: Any) -> set[str] | None:
        """What one element can begin with; None where it takes no room."""
        match op:
            case "LITERAL":
                char = chr(argument)
                return {_WHOLE if char in _CLASSES else char}
            case "AT" | "ASSERT" | "ASSERT_NOT":
                return None
            case "IN":
                return _of_class(argument)
            case "SUBPATTERN":
                return self(argument[3])
            case "ATOMIC_GROUP":
                return self(argument)
            case "BRANCH":
                return set().union(*map(self, argument[1]))
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                least, most, inside = argument
                found = self(inside)
                if found == {_GAP} and least:
                    return found  # one gap or more are a gap
                if most != 1:
                    found = {one if one.endswith(_WHOLE) else one + _WHOLE for one in found}
                return found if least else found | {""}
        return {_WHOLE}


def _of_class(members: Any) -> set[str]:
    """The characters of a class, where they are few enough to be told."""
    found: set[str] = set()
    for op, argument in members:
        if str(op) == "LITERAL" and chr(argument) not in _CLASSES:
            found.add(chr(argument))
        elif str(op) == "RANGE" and argument[1] - argument[0] < FEW:
            found.update(map(chr, range(argument[0], argument[1] + 1)))
        elif str(argument) == "CATEGORY_DIGIT":
            found.add(_DIGIT)
        elif str(argument) == "CATEGORY_SPACE":
            found.add(_GAP)
        else:
            return {_WHOLE}
    return found


_FIRST = _Reader(LETTERS)
_LAST = _Reader(ENDING, back=True)
_together = _Together()

"""What the matches of an expression can begin and end with, read from the expression."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from re import _parser  # type: ignore[attr-defined]
from typing import Any

LETTERS = 8  # characters of a beginning: enough to tell "the answer" from "the council"
ENDING = 3  # characters of an ending
MANY = 400  # beginnings; where one more letter makes more of them, shorter ones must do
FEW = 10  # characters of a range, such as the digits; of more it is not worth telling which
_WHOLE = "\0"  # ends a beginning after which anything may follow
# What stands in a beginning for a class of characters.
GAP, DIGIT = " ", "#"
CLASSES = {GAP: r"\s+", DIGIT: r"\d"}
_UNSURE = (_WHOLE, GAP, DIGIT)
_UNTOLD = re.compile(f"[{_WHOLE}{DIGIT}]|{GAP}{GAP}")  # where an ending is cut off
_CUTS = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|[() |]|\{[a-z_]+\}", re.DOTALL)


def word_beginnings(source: str) -> frozenset[str]:
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
    if not at_word or any(not one or one[0] == GAP for one in known):
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
                return {_WHOLE if char in CLASSES else char}
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
                if found == {GAP} and least:
                    return found  # one gap or more are a gap
                if most != 1:
                    found = {one if one.endswith(_WHOLE) else one + _WHOLE for one in found}
                return found if least else found | {""}
        return {_WHOLE}


def _of_class(members: Any) -> set[str]:
    """The characters of a class, where they are few enough to be told."""
    found: set[str] = set()
    for op, argument in members:
        if str(op) == "LITERAL" and chr(argument) not in CLASSES:
            found.add(chr(argument))
        elif str(op) == "RANGE" and argument[1] - argument[0] < FEW:
            found.update(map(chr, range(argument[0], argument[1] + 1)))
        elif str(argument) == "CATEGORY_DIGIT":
            found.add(DIGIT)
        elif str(argument) == "CATEGORY_SPACE":
            found.add(GAP)
        else:
            return {_WHOLE}
    return found


_FIRST = _Reader(LETTERS)
_LAST = _Reader(ENDING, back=True)

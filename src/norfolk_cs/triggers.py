"""Triggers: what a text must hold for a rule to be worth trying, found many times faster.

An alternation of a hundred words is tried word by word at every place of a text. What its matches
can begin with is known beforehand, so one pass looks for those letters, laid out as a trie, and
the expression itself is only tried where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from re import _parser  # type: ignore[attr-defined]
from typing import Any

LETTERS = 6  # of a beginning: more tell hardly more words apart
MANY = 2000  # beginnings; an expression with more begins with anything
_WHOLE = "\0"  # ends a beginning after which anything may follow

_AT_WORDS = ("\\b", "(?<![a-z])")  # what an expression opens with whose letters begin a word


class Trigger:
    """An expression to be looked for in lower-case text; ``groupindex`` are its groups."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern
        self.groupindex = pattern.groupindex
        self._marks: frozenset[str] = frozenset()  # what a match begins with that is no letter

    @cached_property
    def _scan(self) -> re.Pattern[str] | None:
        """Finds where matches may begin; None where that can be anywhere."""
        if not self.pattern.pattern.startswith(_AT_WORDS):
            return None
        known = _beginnings(_parser.parse(self.pattern.pattern))
        found = {beginning.rstrip(_WHOLE) for beginning in known}
        if "" in found:
            return None
        words = {beginning for beginning in found if beginning[0].isalpha()}
        self._marks = frozenset(beginning[0] for beginning in found - words)
        marks = "".join(map(re.escape, sorted(self._marks)))
        either = [f"(?<=[{marks}])"] * bool(marks) + [f"(?={_trie(words)})"] * bool(words)
        # with "[^a-z]" in front the search runs from word to word, not from letter to letter
        return re.compile(f"[^a-z](?:{'|'.join(either)})")

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """The matches, left to right, as the expression's own ``finditer`` gives them."""
        scan = self._scan
        if scan is None:
            yield from self.pattern.finditer(text)
            return
        match, marks = self.pattern.match, self._marks
        after = 0
        if first := match(text):
            yield first
            after = first.end()
        for place in scan.finditer(text):
            start, end = place.span()  # of a mark that begins a match, or of what parts words
            for at in (start, end) if text[start] in marks else (end,):
                if at >= after and (hit := match(text, at)):
                    yield hit
                    after = hit.end()

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first match in a stretch of the text."""
        return self.pattern.search(text, start, len(text) if end is None else end)


def _trie(beginnings: Iterable[str]) -> str:
    """An expression for any of some beginnings, each letter tried once; "" where one is empty."""
    longer: dict[str, set[str]] = {}
    for beginning in beginnings:
        if not beginning:
            return ""
        longer.setdefault(beginning[0], set()).add(beginning[1:])
    branches = [re.escape(letter) + _trie(rest) for letter, rest in sorted(longer.items())]
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"


def _beginnings(sequence: Any) -> set[str]:
    """What every match of a parsed expression begins with, up to LETTERS letters.

    A beginning stops where what follows is not known, at what is no letter, or in a repetition,
    with _WHOLE at its end.
    """
    found = {""}
    for op, argument in sequence:
        following = _characters(str(op), argument)
        if following is None:
            continue
        found = {
            (one + other)[:LETTERS]
            for one in found
            for other in (following if _is_open(one) else ("",))
        }
        if len(found) > MANY:
            return {_WHOLE}
        if not any(map(_is_open, found)):
            break
    return found


def _is_open(beginning: str) -> bool:
    return len(beginning) < LETTERS and not beginning.endswith(_WHOLE)


def _characters(op: str, argument: Any) -> set[str] | None:
    """What one element of a parsed expression can begin with; None where it takes no room."""
    match op:
        case "AT" | "ASSERT" | "ASSERT_NOT":
            return None
        case "LITERAL":
            char = chr(argument)
            return {char if char.isalpha() else char + _WHOLE}
        case "IN":
            return _of_class(argument)
        case "SUBPATTERN":
            return _beginnings(argument[3])
        case "ATOMIC_GROUP":
            return _beginnings(argument)
        case "BRANCH":
            return set().union(*map(_beginnings, argument[1]))
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, inside = argument
            found = _beginnings(inside)
            if most != 1:
                found = {one if one.endswith(_WHOLE) else one + _WHOLE for one in found}
            return found if least else found | {""}
    return {_WHOLE}


def _of_class(members: Any) -> set[str]:
    """The characters of a class; one that is no letter ends the beginning."""
    found: set[str] = set()
    for op, argument in members:
        if str(op) == "LITERAL":
            found.add(chr(argument))
        elif str(op) == "RANGE" and argument[1] - argument[0] < 26:
            found.update(map(chr, range(argument[0], argument[1] + 1)))
        elif str(argument) == "CATEGORY_DIGIT":
            found.update("0123456789")
        else:
            return {_WHOLE}
    return {char if char.isalpha() else char + _WHOLE for char in found}

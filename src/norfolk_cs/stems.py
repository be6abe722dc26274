"""A rule's stems: letters of which a text must hold some for the rule to be tried at all; and
which rules can match where a text goes on with some letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from norfolk_cs.beginnings import CLASSES, DIGIT, GAP, word_beginnings
from norfolk_cs.rulebook import Rule

FOLLOWING = 4  # letters that tell most beginnings apart
KEPT = 20_000  # such letters: the words of a language are few
_DIGIT, _GAP = re.compile(CLASSES[DIGIT]), re.compile(CLASSES[GAP])
_FORMS = frozenset("İıſ")  # what IGNORECASE takes for "i" and "s", and lower-case text keeps


def stems_of(rule: Rule, slot: str = "stems") -> tuple[str, ...]:
    """The rule's stems; where it names none, one that every text holds."""
    return tuple(str(rule.set.get(slot, "")).split("|"))


def holds(words: str, stems: tuple[str, ...]) -> bool:
    """Whether one of the stems is in a lower-case text."""
    for stem in stems:  # noqa: SIM110  asked by every rule of every sentence: any() takes thrice as long
        if stem in words:
            return True
    return False


class Onsets:
    """Which of some expressions can match at a place, told by the letters that stand there."""

    def __init__(self, sources: Iterable[str]) -> None:
        self._by_key: dict[str, set[int]] = {}
        for number, source in enumerate(sources):
            for key in _onsets(source):
                self._by_key.setdefault(key, set()).add(number)
        self._all = frozenset[int]().union(*self._by_key.values())
        self.at = lru_cache(maxsize=KEPT)(self._at)

    def _at(self, letters: str) -> frozenset[int]:
        """The expressions, by their places, that can match where ``FOLLOWING`` letters stand, or
        fewer at the text's end.
        """
        key = _key(letters.lower())
        if len(key) < len(letters) or not _FORMS.isdisjoint(letters):
            return self._all
        known = (self._by_key.get(key[:length], ()) for length in range(len(key) + 1))
        return frozenset[int]().union(*known)


def _onsets(source: str) -> set[str]:
    """What an expression's matches can begin with: "" where that can be anything."""
    known = word_beginnings(rf"\bx(?:{source})")  # behind a letter they may begin with a space
    return {_key(one[1:])[:FOLLOWING] for one in known or ("",)}


def _key(letters: str) -> str:
    """Letters with one space for any white space, and one digit for any."""
    return _DIGIT.sub(DIGIT, _GAP.sub(GAP, letters))

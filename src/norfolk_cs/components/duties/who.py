"""What kind of subject some words are: a body, people, a paper, a thing, or nobody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

WORD = re.compile(r"[\w£][\w'’.,-]*(?<![.,'’])|[\w£]")
_CONTRACTED = re.compile(r"(?<=.)'(?:d|ll|ve|re|m)$")
_CAPITAL = re.compile(r"[A-Z]")
_INITIALS = re.compile(r"[A-Z]{2,5}")  # a body's, where they open the sentence too


class Who(StrEnum):
    """What kind of subject some words are."""

    SELF = "self"  # I, we
    HEARER = "hearer"  # you, readers, everybody
    BODY = "body"  # a council, a post, a named person, he, she, they
    IT = "it"
    PEOPLE = "people"  # parents, carers: told to act, but no body
    PAPER = "paper"  # a report, a letter: it speaks for its author
    THING = "thing"
    VAGUE = "vague"  # there, this, lessons, nobody: nobody is told to act


@dataclass(slots=True, unsafe_hash=True)  # nobody changes one; a frozen one takes longer to make
class Phrase:
    """A stretch of text; ``against`` where it says what not to do."""

    start: int
    end: int
    against: bool = False


class Kinds:
    """Tells kinds by the words of ``rules/clauses.toml``."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._bodies = frozenset(words["body"])
        self._people = frozenset(words["people"])
        self._papers = frozenset(words["paper"])
        self._pointing = frozenset(words["pointing"])
        self._vague = frozenset(words["vague"])
        self._self = frozenset(words["self"])
        self._hearers = frozenset(words["hearer"])
        self._prepositions = frozenset(words["preposition"])

    def __call__(self, text: str, phrase: Phrase, *, opens: bool = False) -> Who:
        """What kind of subject the words are; ``opens`` where they open the sentence, so that
        a capital names nobody.
        """
        words = [match[0] for match in WORD.finditer(text, phrase.start, phrase.end)]
        lower = [word.lower().replace("’", "'") for word in words]
        lower = [_CONTRACTED.sub("", word) if "'" in word else word for word in lower]
        if not lower or lower[0] in self._vague or lower[-1] in self._vague:
            return Who.VAGUE
        if lower[0] in self._pointing and len(lower) == 1:
            return Who.VAGUE
        if lower[-1] in self._self:
            return Who.SELF
        if lower == ["it"]:
            return Who.IT
        stop = next((i for i, w in enumerate(lower) if i and w in self._prepositions), len(lower))
        head = [word.removesuffix("'s") for word in lower[max(0, stop - 3) : stop]]
        if len(head) > 1 and head[0] == "her":
            del head[0]  # "her daughter": whose, and not who
        is_body = not self._bodies.isdisjoint(head)
        is_post = is_body and stop < len(lower)  # "the Director of People"
        if not is_post and not self._hearers.isdisjoint((lower[0], lower[-1])):
            return Who.HEARER
        if head[-1] in self._papers:
            return Who.PAPER
        if is_body:
            return Who.BODY
        if any(map(_CAPITAL.match, words[opens:])) or _INITIALS.fullmatch(words[0]):
            return Who.BODY
        if head[-1] in self._people:
            return Who.PEOPLE
        return Who.THING

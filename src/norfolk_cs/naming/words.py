"""The capitalised words of a text, each as a class letter, and what stands between them.

``code`` holds two letters a word: the word's class (see :mod:`norfolk_cs.naming.lexicon`) and the
gap after it::

    -  only white space      p  a possessive ending     &  an ampersand
    a  "and"                 e  "of", "for" (the)       n  "in", "on", "to", "against"
    v  a particle of a name: "de", "van der"            ,  a comma
    |  anything else, or a sentence's end

"Essex County Council's Dave Hill" reads ``g-c-opf-x|``. Patterns of names are regular expressions
over this code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from norfolk_cs.analysis import Analysis, BlockKind, Sentence
from norfolk_cs.naming.lexicon import lexicon
from norfolk_cs.settings import per_settings

_UPPER = "A-ZÀ-ÖØ-ÞŁŚŠŞŽŻČĆĐİŌŐ"
_WORD = re.compile(
    # what is neither small nor the commonest of marks first, so that the search skips to it, then
    # whether it is a letter or digit, then what stands before it: no "ex-", which parts a name
    rf"[^a-z ,.\n](?<=[\d{_UPPER}])(?:(?<![\w@/.-].)(?!(?:x|ormer|hen)-[{_UPPER}])"
    rf"|(?<=\b[Ee]x-.)|(?<=\b[Ff]ormer-.)|(?<=\b[Tt]hen-.))(?:"
    rf"(?<=[A-Z])\.(?:[A-Z]\.){{1,3}}(?=\s?[A-Z])"
    rf"|(?:(?<=[{_UPPER}])|(?<=\d)[{_UPPER}])[a-z]*[^\W_]*(?:(?=['’-])"
    rf"(?:['’][{_UPPER}][^\W_]*|-[^\W_]+(?:['’][{_UPPER}][^\W_]*)?)*"
    r"(?:['’]s?(?=\W|$))?)?)"
)
_LOWER_WORD = re.compile(r"\b[a-z]{2,}")
_GAPS = {
    "": "-",
    "and": "a",
    "&": "&",
    "of": "e",
    "for": "e",
    ",": ",",
    "of the": "e",
    "for the": "e",
    "in": "n",
    "on": "n",
    "to": "n",
    "against": "n",
    **dict.fromkeys(
        ("de", "du", "da", "di", "del", "della", "dos", "la", "le", "van", "van de", "van der",
         "van den", "von", "von der", "ter", "ten", "bin", "ibn", "al", "el", "ap", "ab", "de la"),
        "v",
    ),
}  # fmt: skip
_OPENINGS = frozenset(words[:2] for words in _GAPS)  # most gaps open otherwise, and are "|"
# Whom a review calls by a letter.
_NAMELESS = frozenset(("child", "baby", "family", "boy", "girl", "adult", "person", "patient"))
_POSSESSIVE = ("'s", "’s", "'S", "’S", "'", "’")  # in a headline in capitals "STANNERBY'S"
_ABBREVIATED = frozenset(("st", "dr", "mr", "mrs", "ms", "prof", "cllr", "rev", "hon", "sgt"))


_MOST_IN_GAP = 2  # words between two that make them one name: "of the"


class _Capital(NamedTuple):
    """What a capitalised word says by itself; ``abbreviated`` is the class that it has where a
    full stop follows and is part of it, or "" where none is: "St.", an initial's.
    """

    key: str
    letter: str
    length: int  # without a possessive ending
    abbreviated: str


@per_settings
def _capitals() -> Callable[[str], _Capital]:
    return lru_cache(maxsize=1 << 14)(_read_capital)  # texts repeat their words


def _read_capital(token: str) -> _Capital:
    possessive = next((len(ending) for ending in _POSSESSIVE if token.endswith(ending)), 0)
    word = token[: len(token) - possessive]
    key = word.lower().replace("’", "'")
    letter = "i" if word.endswith(".") else lexicon().classify(word, key)
    abbreviated = ""
    if len(word) == 1 and word != "I":
        abbreviated = "i"
    elif key in _ABBREVIATED:
        abbreviated = letter
    return _Capital(key, letter, len(word), "" if possessive else abbreviated)


class Words:
    """A text's capitalised words: parallel lists, and ``code`` over them."""

    def __init__(self, analysis: Analysis) -> None:
        self.text = analysis.text
        self.starts: list[int] = []
        self.ends: list[int] = []  # without the possessive ending
        self.stops: list[int] = []  # with it
        self.keys: list[str] = []  # small, with a straight apostrophe, without a full stop
        self.sentence: list[int] = []
        self.headings: set[int] = set()  # sentences that are headings
        self.letters: list[str] = []
        self._code = ""  # the letters joined; "" where they have changed since
        self._read(analysis.prose)

    def _read(self, prose: Sequence[Sentence]) -> None:
        text, letters, keys, sentences = self.text, self.letters, self.keys, self.sentence
        starts, ends, stops = self.starts, self.ends, self.stops
        read, heading = _capitals(), BlockKind.HEADING
        for sentence in prose:
            if sentence.block.kind is heading:
                self.headings.add(sentence.index)
            shouted: bool | None = None
            key, close, stop = "", -1, -1  # of the word before; none so far
            for match in _WORD.finditer(text, sentence.start, sentence.end):
                begin = match.start()
                if stop >= 0:
                    if begin - stop == 1 and text[stop] == " " and len(key) > 1:
                        letters.append("-" if stop == close else "p")
                    elif (
                        text[stop] == " "
                        and (opening := text[stop + 1 : stop + 3]) not in _OPENINGS
                        and opening.isalpha()
                        and opening.islower()
                    ):
                        letters.append("|")
                    else:
                        letters.append(self._gap(stop, begin))
                token = match[0]
                key, letter, length, abbreviated = read(token)
                close, stop = begin + length, begin + len(token)
                if abbreviated and text.startswith(".", stop):
                    close = stop = stop + 1
                    letter = abbreviated
                if letter == "u":
                    if shouted is None:
                        shouted = not _LOWER_WORD.search(text, sentence.start, sentence.end)
                    letter = "x" if shouted else "u"
                letters.append(letter)
                keys.append(key)
                starts.append(begin)
                ends.append(close)
                stops.append(stop)
                sentences.append(sentence.index)
            if stop >= 0:
                letters.append("|")

    def _gap(self, stop: int, begin: int) -> str:
        """What stands between the last word so far, with its ending, and the next."""
        keys = self.keys
        if len(keys[-1]) == 1 and len(keys) > 1 and keys[-2] in _NAMELESS:
            return "|"  # "Child F" is a name of its own, whatever line comes next
        between = self.text[stop:begin].split(None, _MOST_IN_GAP)
        if len(between) > _MOST_IN_GAP:
            return "|"
        letter = _GAPS.get(" ".join(between), "|")
        if stop > self.ends[-1]:
            return "p" if letter == "-" else "|"
        return letter

    @property
    def code(self) -> str:
        """The classes and gaps as they stand now."""
        if not self._code:
            self._code = "".join(self.letters)
        return self._code

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where each key stands."""
        found: dict[str, list[int]] = {}
        for index, key in enumerate(self.keys):
            found.setdefault(key, []).append(index)
        return found

    def __len__(self) -> int:
        return len(self.starts)

    def word(self, index: int) -> str:
        """A word as written, its possessive ending left out."""
        return self.text[self.starts[index] : self.ends[index]]

    def phrase(self, first: int, last: int) -> str:
        """The words ``first`` to ``last`` and what stands between them, on one line."""
        return " ".join(self.text[self.starts[first] : self.ends[last]].split())

    def take(self, first: int, last: int, letter: str) -> None:
        """Give the words ``first`` to ``last`` to one name: no later pattern reads them."""
        self._code = ""
        for index in range(first, last + 1):
            self.letters[2 * index] = letter
            if index < last:
                self.letters[2 * index + 1] = "="

    def occurrences(self, name: str) -> Iterator[tuple[int, int]]:
        """The first and last word of each place where the words of ``name``, an acronym, stand."""
        first, *rest = name.split()
        for index in self.places.get(first.lower(), ()):
            last = index + len(rest)
            if last < len(self) and self.phrase(index, last) == name:
                yield index, last

    def matches(self, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
        """The first and last word of each stretch that ``pattern`` matches, left to right."""
        code, found = self.code, []
        match = pattern.search(code)  # most forms of names are in few texts
        while match:
            start, end = match.span()
            if start % 2:  # a gap's letter is not a word's
                end = start + 1
            else:
                found.append((start // 2, (end - 1) // 2))
            match = pattern.search(code, end)
        return found

"""The words that reported speech turns on: reporting verbs by what they take, and word classes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from norfolk_cs.rulebook import Rulebook

# "The 17-year-old, who cannot be named, said"
_AGED = frozenset(f"{age}-year-old{s}" for age in range(1, 100) for s in ("", "s"))
BREAKS = frozenset(",;:–—-()[]")
KEPT = 20_000  # words; a long report has 4,000


@dataclass(slots=True)
class Word:
    """A word, punctuation mark or covered quotation, wherever it stands.

    ``low`` is what word lists are asked for; a ``cue`` is where an attribution may stand;
    ``step`` is how far it is to the next word: its length, and that of the space after it.
    """

    text: str
    low: str
    is_quote: bool
    is_break: bool
    is_capital: bool
    is_cue: bool
    step: int


class Verb(NamedTuple):
    """A reporting verb: its dictionary form and the table that says what it takes."""

    lemma: str
    takes: str


class Lexicon(dict[str | tuple[str, ...], frozenset[str]]):
    """The word lists and verb tables of ``rules/statements.toml``.

    ``lexicon["finite"]`` is a list, ``lexicon["finite", "cues"]`` two as one, joined when they are
    first asked for; ``cues`` and ``speakers`` are lists like those of the file.
    """

    def __init__(self, book: Rulebook) -> None:
        super().__init__((name, frozenset(listed)) for name, listed in book.vocabulary.items())
        self._verbs: dict[str, Verb] = {}
        self._phrases: dict[str, list[tuple[list[str], Verb]]] = {}
        told = [*self["source_word", "viewed", "telling"], "according"]
        for takes, verbs in book.table.items():
            for lemma, forms in verbs.items():
                for form in forms:
                    first, *rest = form.split()
                    told.append(form)
                    if rest:
                        entry = (rest, Verb(lemma, takes))
                        self._phrases.setdefault(first, []).append(entry)
                    else:
                        self._verbs[form] = Verb(lemma, takes)
        self.speakers = self["document", "person", "body"] | _AGED
        self.cues = frozenset(self._verbs) | frozenset(self._phrases)
        self |= {"speakers": self.speakers, "cues": self.cues}
        self._known: dict[str, Word] = {}
        self.triggers = frozenset(word.encode() for word in self["cues", "source_word"])
        # Of words that stand together the longest will do: "made it clear" is rarer than "made".
        self.telltales = frozenset(map(_longest, told))
        self.viewed = frozenset(map(_longest, self["viewed"]))
        self._read_at = self["cues", "telling"] | {"according", "in"}

    def __missing__(self, names: str | tuple[str, ...]) -> frozenset[str]:
        if isinstance(names, str):
            raise KeyError(names)
        found = self[names] = frozenset[str]().union(*(self[name] for name in names))
        return found

    def word(self, text: str, after: str = "") -> Word:
        """A word by its letters and the space after it, if there is one."""
        word = self._known.get(text + after)
        if word is None:
            low = text.lower()
            word = Word(
                text=text,
                low=low,
                is_quote=text[0] == "“",
                is_break=text in BREAKS,
                is_capital=text[0].isupper(),
                is_cue=low in self._read_at,
                step=len(text) + len(after),
            )
            if len(self._known) >= KEPT:
                self._known.clear()
            self._known[text + after] = word
        return word

    def verb_at(self, words: Sequence[Word], index: int) -> tuple[Verb, int] | None:
        """The reporting verb that begins at ``index``, and the index after it."""
        low = words[index].low
        if low not in self.cues:
            return None
        for rest, verb in self._phrases.get(low, ()):
            end = index + 1 + len(rest)
            if [word.low for word in words[index + 1 : end]] == rest:
                return verb, end
        found = self._verbs.get(low)
        return (found, index + 1) if found else None


def _longest(form: str) -> bytes:
    """The longest run of letters in a word or phrase."""
    return max(re.findall("[a-z]+", form), key=len, default="").encode()

"""The words that reported speech turns on: reporting verbs by what they take, and word classes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from norfolk_cs.rulebook import Rulebook

# "The 17-year-old, who cannot be named, said"
_AGED = frozenset(f"{age}-year-old{s}" for age in range(1, 100) for s in ("", "s"))
BREAKS = frozenset(",;:–—-()[]")


class Word(NamedTuple):
    """A word, punctuation mark or covered quotation; ``low`` is what word lists are asked for."""

    start: int
    end: int
    text: str
    low: str


class Verb(NamedTuple):
    """A reporting verb: its dictionary form and the table that says what it takes."""

    lemma: str
    takes: str


class Lexicon:
    """The word lists and verb tables of ``rules/statements.toml``.

    ``lexicon["finite"]`` is a list, ``lexicon["finite", "cues"]`` two as one, joined when they are
    first asked for; ``cues`` and ``speakers`` are lists like those of the file.
    """

    def __init__(self, book: Rulebook) -> None:
        self._words: dict[str | tuple[str, ...], frozenset[str]] = {
            name: frozenset(listed) for name, listed in book.vocabulary.items()
        }
        self._verbs: dict[str, Verb] = {}
        self._phrases: dict[str, list[tuple[tuple[str, ...], Verb]]] = {}
        for takes, verbs in book.table.items():
            for lemma, forms in verbs.items():
                for form in forms:
                    first, *rest = form.split()
                    if rest:
                        entry = (tuple(rest), Verb(lemma, takes))
                        self._phrases.setdefault(first, []).append(entry)
                    else:
                        self._verbs[form] = Verb(lemma, takes)
        self.speakers = self["document", "person", "body"] | _AGED
        self.cues = frozenset(self._verbs) | frozenset(self._phrases)
        self._words |= {"speakers": self.speakers, "cues": self.cues}
        self.triggers = self["cues", "source_word"]

    def __getitem__(self, names: str | tuple[str, ...]) -> frozenset[str]:
        found = self._words.get(names)
        if found is None:
            if isinstance(names, str):
                raise KeyError(names)
            found = frozenset[str]().union(*(self._words[name] for name in names))
            self._words[names] = found
        return found

    def verb_at(self, words: Sequence[Word], index: int) -> tuple[Verb, int] | None:
        """The reporting verb that begins at ``index``, and the index after it."""
        low = words[index].low
        if low not in self.cues:
            return None
        for rest, verb in self._phrases.get(low, ()):
            end = index + 1 + len(rest)
            if tuple(word.low for word in words[index + 1 : end]) == rest:
                return verb, end
        found = self._verbs.get(low)
        return (found, index + 1) if found else None

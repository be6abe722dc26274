"""The words that reported speech turns on: reporting verbs by what they take, and word classes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from norfolk_cs.rulebook import Rulebook

# "The 17-year-old, who cannot be named, said"
_AGED = frozenset(f"{age}-year-old{s}" for age in range(1, 100) for s in ("", "s"))
_SUBJECTS = ("he", "she", "it", "they", "there")  # "voiced fears they would"
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
        told = ["according to", *(f"in {word}" for word in self["viewed"])]
        self.nouns = self["telling", "feeling", "point", "conclusion"]
        told += self["adamant"]
        told += [f"{word} that" for word in self.nouns | self["clear", "told_as"]]
        told += [f"{word} {it}" for word in self["feeling"] for it in _SUBJECTS]
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
        self.viewed = frozenset(word.encode() for word in self["viewed"])
        triggers = self["cues", "source_word", "adamant", "clear", "told_as"] | self.nouns
        self._triggers = frozenset(word.encode() for word in triggers)
        forms = [re.findall(rb"[a-z]+", form.encode()) for form in told]
        self._alone = frozenset(form[0] for form in forms if len(form) == 1)
        # Several words are looked for by the longest: "made it clear" is rarer than "made".
        self._together: dict[bytes, list[frozenset[bytes]]] = {}
        for form in forms:
            if len(form) > 1:
                self._together.setdefault(max(form, key=len), []).append(frozenset(form))
        self._longest = frozenset(self._together)
        told_of = self.nouns | self["adamant", "clear", "told_as"]
        self._read_at = self["cues"] | told_of | {"according", "in"}

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
            if low == text:
                low = text  # one string, not two
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

    def may_tell(self, words: Sequence[bytes]) -> bool:
        """Whether an attribution may stand among the words of a sentence, by their letters."""
        if self._triggers.isdisjoint(words):
            return False
        if not self._alone.isdisjoint(words):
            return True
        if self._longest.isdisjoint(words):
            return False
        return any(form.issubset(words) for word in words for form in self._together.get(word, ()))

    def verb_at(self, words: Sequence[Word], index: int) -> tuple[Verb, int] | None:
        """The reporting verb that begins at ``index``, and the index after it."""
        low = words[index].low
        for rest, verb in self._phrases.get(low, ()):
            end = index + 1 + len(rest)
            if [word.low for word in words[index + 1 : end]] == rest:
                return verb, end
        found = self._verbs.get(low)
        return (found, index + 1) if found else None

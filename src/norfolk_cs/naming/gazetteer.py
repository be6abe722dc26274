"""Names that stand in a list: councils by any form, and the organisations of the field."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

from norfolk_cs.authorities import authorities, fold_form
from norfolk_cs.names import fold
from norfolk_cs.naming.words import Words
from norfolk_cs.settings import active, per_settings

Sort = Literal["authority", "place", "organisation"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A listed name as spelt in the list; ``name`` is the first of all names of the same body."""

    form: str
    folded: str
    sort: Sort
    name: str
    kind: str
    is_acronym: bool


@dataclass(slots=True, unsafe_hash=True)
class Listed:
    """A listed name in a text, from its first to its last capitalised word."""

    first: int
    last: int
    entry: Entry


_CAPITALISED = re.compile(r"(?<![\w-])[A-Z0-9&][^\s,]*")


class Gazetteer:
    """The listed names by their first word, their length, longest first, and their last word."""

    def __init__(self) -> None:
        self.by_first: dict[str, dict[int, dict[str, list[Entry]]]] = {}
        self._known: set[tuple[str, str]] = set()
        self.kinds: dict[str, str] = {}  # folded name of an organisation → what it is
        for kind, name, others in _own():  # before the shipped ones: of one acronym, the user's
            self._organisation(name, others, kind)
        known = authorities()
        for row in known.rows:
            for form in row.forms():
                self._add(form, "authority", row.name, "council")
            for place in row.places():
                self._add(place, "place", row.name, "council")
        source = (files("norfolk_cs") / "data" / "organisations.toml").read_text("utf-8")
        for kind, names in tomllib.loads(source).items():
            for name, others in names.items():
                self._organisation(name, others, kind)
        for first, lengths in self.by_first.items():
            self.by_first[first] = dict(sorted(lengths.items(), reverse=True))

    def _organisation(self, name: str, others: list[str], kind: str) -> None:
        spelt = (name, *others)
        scraped = (form.replace("'", "") for form in spelt)  # "Barnardos", as some pages have it
        for form in dict.fromkeys((*spelt, *scraped)):
            self._add(form, "organisation", name, kind)
            self.kinds.setdefault(fold(form), kind)

    def _add(self, form: str, sort: Sort, name: str, kind: str) -> None:
        words = _CAPITALISED.findall(form)
        count = sum(1 for word in words if word[0].isalpha())
        entry = Entry(form, fold_form(form), sort, name, kind, form.isupper())
        first = _key(words[0])
        if (first, entry.folded) not in self._known:
            self._known.add((first, entry.folded))
            same = self.by_first.setdefault(first, {}).setdefault(count, {})
            same.setdefault(_key(words[-1]), []).append(entry)

    def find(self, words: Words) -> list[Listed]:
        """Every listed name, the longest at each place, left to right."""
        found: list[Listed] = []
        by_first, last = self.by_first, -1
        for index in [index for index, key in enumerate(words.keys) if key in by_first]:
            if index > last:
                listed = self._longest(words, index)
                if listed is not None:
                    found.append(listed)
                    last = listed.last
        return found

    def _longest(self, words: Words, first: int) -> Listed | None:
        for count, by_last in self.by_first[words.keys[first]].items():
            last = first + count - 1
            if last >= len(words) or words.sentence[last] != words.sentence[first]:
                continue
            for entry in by_last.get(words.keys[last], ()):
                if self._is_spelt(words, first, last, entry):
                    return Listed(first, last, entry)
        return None

    def _is_spelt(self, words: Words, first: int, last: int, entry: Entry) -> bool:
        """Whether the words between and the capitals are a listed name's."""
        if entry.is_acronym and not words.word(first).isupper():
            return False
        if last <= first or fold_form(words.phrase(first, last)) == entry.folded:
            return True
        return fold_form(words.text[words.starts[first] : words.stops[last]]) == entry.folded


def _own() -> Iterator[tuple[str, str, list[str]]]:
    """The organisations of users' rule files, and the inspectorates of their scales: kind, name
    and other names.
    """
    for _, kinds in active().sections("organisation"):
        for kind, names in kinds.items():
            for name, others in names.items():
                yield kind, name, others
    for _, scales in active().sections("scale"):
        for scale in scales:
            name, *others = scale["names"]
            yield "inspectorate", name, others


def _key(word: str) -> str:
    """A listed name's first or last word as :class:`Words` has it among its keys."""
    return word.lower().replace("’", "'").removesuffix("'s").rstrip("'.")


@per_settings
def gazetteer() -> Gazetteer:
    """The one gazetteer, built when first asked for."""
    return Gazetteer()

"""Word classes of the grammar of names, from ``rules/actors.toml`` and ``data/``."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

from norfolk_cs.authorities import authorities
from norfolk_cs.naming.ahead import Ahead
from norfolk_cs.rulebook import Rulebook, load_rules
from norfolk_cs.settings import per_settings

# Class letter → the vocabularies whose words have it. A word in two classes has the first.
_CLASSES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("h", ("honorific_m", "honorific_f", "honorific_any")),
    ("z", ("postnominal",)),
    ("t", ("opener",)),
    ("r", ("role_head", "role_plural")),
    ("o", ("org_tail",)),
    ("l", ("org_lead",)),
    ("w", ("house_tail",)),
    ("q", ("place_tail",)),
    ("n", ("demonym",)),
    ("c", ("common", "role_modifier", "org_firm")),
    ("g", ("place",)),
)

# Words that a page runs together: "CouncilMedway", "WhiteCllr".
_GLUED = re.compile(r"[A-Z][a-z]+")


class Lexicon:
    """What class a capitalised word belongs to, and what a first name says of its bearer."""

    def __init__(self) -> None:
        book = load_rules("actors")
        words = book.vocabulary
        self.words = {name: frozenset(entries) for name, entries in words.items()}
        source = (files("norfolk_cs") / "data" / "first_names.toml").read_text("utf-8")
        lists = tomllib.loads(source)
        self.short: dict[str, str] = lists.pop("short")
        names = {key: frozenset(text.split()) for key, text in lists.items()}
        self.weak_names = names["weak"]
        self.gender = dict.fromkeys(names["m"], "m") | dict.fromkeys(names["f"], "f")
        self.first_names = names["m"] | names["f"] | names["either"]
        self.titles = dict.fromkeys(words["honorific_m"], "m")
        self.titles |= dict.fromkeys(words["honorific_f"], "f")
        self._class: dict[str, str] = {}
        for place in authorities().by_place:
            if " " not in place:
                self._class[place] = "g"
        self._class |= dict.fromkeys(self.first_names, "f") | dict.fromkeys(self.weak_names, "k")
        for letter, vocabularies in reversed(_CLASSES):
            for vocabulary in vocabularies:
                new = [word for word in words[vocabulary] if " " not in word]
                self._class |= dict.fromkeys(new, letter)
        for word in self.first_names - self.weak_names:
            if self._class[word] in "rqwcng":
                self._class[word] = "f"
        self._class |= dict.fromkeys((*words["month"], *words["weekday"]), "d")

    def classify(self, word: str, key: str | None = None) -> str:
        """The class letter of a capitalised word without its possessive ending.

        ``x`` where nothing is known of it, ``u`` for an acronym; ``key`` is the word in small
        letters, with a straight apostrophe.
        """
        if len(word) == 1:
            return "t" if word in ("I", "A") else "i"
        key = key or word.lower().replace("’", "'")
        known = self._class.get(key)
        if known is not None:
            return known
        if "-" in key:
            return self._classify_parts(key)
        if word.isupper():
            return "u"
        parts = () if word[1:].islower() else _GLUED.findall(word)
        return "t" if any(self._class.get(part.lower(), "x") in "oh" for part in parts) else "x"

    def _classify_parts(self, key: str) -> str:
        """The class of a word with a hyphen: "Jean-Luc", "Rahman-Cole", "Vice-Chair"."""
        first, _, last = key.partition("-")
        last = last.rpartition("-")[2]
        if first in self.first_names and last in self.first_names:
            return "f"
        for part in (last, first):
            letter = self._class.get(part, "")
            if letter and letter in "rco" and first not in self.first_names:
                return letter
        return "x"


def patterns(book: Rulebook, prefix: str) -> list[re.Pattern[str]]:
    """The compiled patterns of the rules whose id begins with ``prefix``."""
    return [book.regex(rule) for rule in book.rules if rule.id.startswith(prefix)]


def patterns_before(book: Rulebook, prefix: str, *, small: bool = False) -> Ahead[re.Pattern[str]]:
    """The patterns of such rules, to be looked for in the text before a name; ``small`` in text in
    lower case, whatever their own.
    """
    found = []
    for rule in book.rules:
        if rule.id.startswith(prefix):
            folded = small and rule.case and book.is_on(rule)
            pattern = book.compile(rule.pattern) if folded else book.regex(rule)
            found.append((book.source(rule), pattern))
    return Ahead(found)


@per_settings
def lexicon() -> Lexicon:
    """The one lexicon, built when first asked for."""
    return Lexicon()

"""People and groups without a name, who keep the text's own words: "spokesman for the charity"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from norfolk_cs.analysis import Analysis
from norfolk_cs.models import ActorRef
from norfolk_cs.naming.lexicon import lexicon
from norfolk_cs.resolve.phrases import ENDS, PREPOSITIONS, Phrase, Word
from norfolk_cs.resolve.register import Register, named_ref
from norfolk_cs.resolve.vocabulary import Vocabulary

# Bodies of people that meet: by their last word alone once they have been named.
_BODIES = frozenset(("board", "panel", "committee", "forum", "commission", "inquiry", "group"))
_RUN = re.compile(r"(?<![.!?]\s)(?:\b[A-Z][\w'’-]+ (?:(?:and|for|of|in) )?){1,6}\Z")
_NAME = 80  # characters that the rest of a body's name may take
# Endings of nouns for things, not of names.
_SIDES = frozenset(("opposition", "ruling", "minority"))
_ABSTRACT = ("ion", "ment", "ness", "ity", "ing", "ance", "ence", "ship", "ism", "ure", "age", "s")


class Nameless:
    """Tells whether words stand for somebody, and gives the reference they make."""

    def __init__(self, analysis: Analysis, register: Register) -> None:
        self.analysis = analysis
        self.register = register
        self.words = register.words
        self.nouns = self.words.nouns
        self._longer: dict[str, list[tuple[int, str]]] = {}

    def own_words(self, phrase: Phrase) -> ActorRef | None:
        """Somebody without a name, in the text's own words: "spokesman for the charity"."""
        words = [word.text for word in self._group(phrase)]
        if phrase.article in ("every", "each"):
            words.insert(0, phrase.article)
        if phrase.article in self.nouns["owner"] and words[0] == "own" and words[1:]:
            words = words[1:]  # "its own scrutiny committee"
        for word in phrase.rest:
            if word.key in ENDS:
                break
            words.append(word.text)
        alone = len(phrase.core) == 1 or phrase.keys[0].rstrip(".") in self.words.titles
        if alone and self.register.is_surname(phrase.core[-1].text):
            return None  # of more than one person, or it would have been theirs
        keys = list(phrase.keys)
        if phrase.head.isdecimal() or phrase.head in self.nouns["quantity"]:
            keys += [word.key for word in phrase.rest]  # "nine in ten foster carers"
        human = any(self._is_human(key) for key in keys)
        proper = all(word[0].isupper() for word in words)
        proper = proper and (len(words) > 1 or not self._opens(phrase) or _is_name(words[0]))
        if not proper and not human:
            return None
        name = " ".join(words).replace(" '", "'").replace(" ’", "’").rstrip(" .'’")
        if phrase.article in ("", "the") and phrase.head in _BODIES and name[0].isupper():
            fuller = {run for at, run in self._fuller(name) if at < phrase.core[0].start}
            if len(fuller) == 1:
                return named_ref(fuller.pop())
        name = name if proper and not human else name.lower()
        found = named_ref(name)
        return found if found.actor_id else None

    def _fuller(self, name: str) -> list[tuple[int, str]]:
        """The longer names in the text that end in a body's short one, and where they stand:
        "the Corporate Parenting Board" for "the Board".
        """
        if name not in self._longer:
            self._longer[name] = list(self._runs(name))
        return self._longer[name]

    def _runs(self, name: str) -> Iterator[tuple[int, str]]:
        text = self.analysis.text
        at = text.find(name)
        while at >= 0:
            run = _RUN.search(text, max(0, at - _NAME), at)
            end = at + len(name)
            if run and not text[end : end + 1].isalnum() and not text.startswith(" of ", end):
                longer = text[run.start() : end].removeprefix("The ")
                if longer != name:
                    yield run.start(), longer
            at = text.find(name, end)

    def _group(self, phrase: Phrase) -> tuple[Word, ...]:
        """A party's group or members without the council they sit on: "the council's opposition
        Labour group" is the Labour group.
        """
        for place, word in enumerate(phrase.core[:-2]):
            rest = phrase.core[place + 1 :]
            if word.key.endswith(("'s", "s'")):
                if rest[0].key in _SIDES and len(rest) > 2:
                    rest = rest[1:]
                return rest if rest[0].key in self.words.parties else phrase.core
        return phrase.core

    def _is_human(self, key: str) -> bool:
        """Whether a noun means people: on the list, or made like "supporter", "strategist"."""
        if key in self.nouns["human"] or key.endswith(("-year-old", "-year-olds")):
            return True
        made = key.endswith(self.words.agent_ends) and self.words.agent.fullmatch(key)
        return bool(made) and key not in self.nouns["thing"]

    def _opens(self, phrase: Phrase) -> bool:
        """Whether a phrase without an article opens its sentence: its capital tells nothing."""
        start = phrase.core[0].start
        sentence = self.analysis.sentence_at(start)
        return phrase.article == "" and sentence is not None and sentence.start >= start - 1

    def sort_of(self, words: str) -> tuple[str, str]:
        """Whether somebody without a name is a person or a group, and of which gender."""
        return _sort_of(words, self.words)


@lru_cache(maxsize=4096)  # "inspectors" and "ministers" speak in many documents
def _sort_of(words: str, known: Vocabulary) -> tuple[str, str]:
    nouns = known.nouns
    keys = words.lower().split()
    stop = next((place for place, key in enumerate(keys) if key in PREPOSITIONS), len(keys))
    if not nouns["human"].isdisjoint(keys[:stop]):
        keys = keys[:stop]  # a "worker in the team" is no team
    head = keys[stop - 1] if stop else ""
    if head in known.kinds and head not in nouns["plural_human"]:
        return "organisation", ""  # "the union said. It …"
    for key in keys:
        if key in nouns["plural_human"]:
            return "group", ""
        if key in nouns["woman"]:
            return "person", "f"
        if key in nouns["man"]:
            return "person", "m"
    return ("organisation" if nouns["human"].isdisjoint(keys) else "person"), ""


def _is_name(word: str) -> bool:
    """Whether a capitalised word that opens a sentence looks like a name."""
    return lexicon().classify(word) in "xufk" and not word.endswith(_ABSTRACT)

"""Which words are verbs, and in which form: by a list, since there is no tagger here."""

from __future__ import annotations

import re

from norfolk_cs.components.duties.subjects import QUOTE_MARKS
from norfolk_cs.rulebook import Rulebook

# "be torn up and | staff brought back": the second "be" is left out, and who is to be done to is
# a plural, a mass or has an article ("be trained and better supported" is one).
_GAPPED = re.compile(
    r"be\s+(?:\w+ly\s+)?\w+(?:\s+(?:up|down|out|over|back|off|in|away|apart))?(?P<joint>,?\s+and\s+)"
    r"(?P<next>(?!(?:\w+ly|then|also|not|better|more|well|how|when|where)\s)"
    r"(?:(?:the|its|their|all|every|an?)\s+(?:[\w'’-]+\s+){1,3}?"
    r"|(?:[\w'’-]+\s+){0,2}?"
    r"(?:[\w-]+[^s\W]s|staff|people|children|money|pay|training|funding|work)\s+)"
    r"(?P<done>[\w-]+)(?=\s+(?!(?:by|to|for|with|of)\b)\w|[.,;]|$))"
)
WORD = re.compile(r"[\w£][\w'’.,-]*(?<![.,'’])|[\w£]")


class Verbs:
    """Built from the lists of ``rules/clauses.toml``."""

    def __init__(self, book: Rulebook) -> None:
        words = book.vocabulary
        self._noun_verbs = frozenset(words["noun_verb"])
        self._verbs = frozenset(words["verb"]) | self._noun_verbs
        self._past = frozenset(words["past_verb"])
        self._pronouns = frozenset(word.lower() for word in words["pronoun"])
        self._no_verb_after = frozenset(words["no_verb_after"]) | frozenset(words["preposition"])
        self._adverbs = book.compile(
            r"""(?:["“”'‘,]?\s*(?:{adverb})["“”'‘,]?\s+(?:and\s+(?=\w+ly\s))?)+"""
        )
        self._object = book.compile(r"\s*(?:{object_start})\b")

    def verb(self, text: str, start: int, limit: int) -> int:
        """Where the verb begins after ``start``: adverbs and quotation marks passed over."""
        while start < limit and (text[start].isspace() or text[start] in QUOTE_MARKS + ","):
            start += 1
        adverbs = self._adverbs.match(text, start, limit)
        start = adverbs.end() if adverbs else start
        while start < limit and text[start] in QUOTE_MARKS:  # 'should also "think again"'
            start += 1
        return start

    def word(self, text: str, start: int, limit: int) -> str:
        """The word at ``start``."""
        match = WORD.match(text, start, limit)
        return match[0] if match else ""

    def is_verb(self, word: str) -> bool:
        """Whether ``word`` is the base form of a verb on the list."""
        folded = word.lower()
        return folded in self._verbs or folded.removeprefix("re").strip("-") in self._verbs

    def opens_with_verb(self, text: str, start: int, limit: int) -> bool:
        """Whether the words at ``start`` are an order: a base form first, and not a noun."""
        word = WORD.match(text, start, limit)
        if word is None or word[0].lower() not in self._verbs:
            return False
        if word[0].lower() not in self._noun_verbs:
            return True
        return bool(self._object.match(text, word.end(), limit))

    def may_be_verb(self, word: str) -> bool:
        """Whether an unlisted word may be a verb: in small letters and no noun phrase's first."""
        known = self._object.match(word) or word in self._no_verb_after or word in self._pronouns
        return word.islower() and not known

    def is_gerund(self, word: str) -> bool:
        """Whether ``word`` is the -ing form of a verb on the list."""
        stem = word.lower().removesuffix("ing")
        return stem != word.lower() and bool({stem, stem + "e", stem[:-1]} & self._verbs)

    def is_third(self, word: str) -> bool:
        """Whether ``word`` is the third person of a verb on the list."""
        folded = word.lower()
        return not self.is_verb(folded) and not self._verbs.isdisjoint(bases(folded))

    def is_past(self, word: str) -> bool:
        """Whether ``word`` is the past form of a verb on the list: "stopped", "went"."""
        folded = word.lower()
        stem = folded.removesuffix("ed")
        if stem == folded:
            return folded in self._past
        forms = {stem, stem + "e", stem[:-1], stem.removesuffix("i") + "y"}
        return not self._verbs.isdisjoint(forms)

    def gapped(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """The second of two things to be done where its "be" is left out."""
        found = _GAPPED.match(text, start, end)
        return found if found and self.is_past(found["done"]) else None


def bases(verb: str) -> tuple[str, str, str]:
    """What a verb in the third person may be the form of: "appoints", "publishes", "carries"."""
    stem = verb.removesuffix("s")
    return stem, stem.removesuffix("e"), stem.removesuffix("ie") + "y"

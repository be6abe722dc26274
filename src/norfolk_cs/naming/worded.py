"""Bodies whose names go on in small letters: "the Home Affairs committee", "Saltby Care plc".

The other rules of names read capitalised words alone; these read the text itself, and only where
the one word stands in it without which there is no such name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from norfolk_cs.analysis import Analysis
from norfolk_cs.naming.body import Body
from norfolk_cs.naming.words import Words
from norfolk_cs.rulebook import Rulebook


class WordedFinder:
    """Finds bodies by the "actor.worded-…" rules of ``rules/actors.toml``.

    A group ``of`` in a rule's pattern is what all names of one body have in common.
    """

    def __init__(self, book: Rulebook) -> None:
        self.rules = [
            (rule.id, str(rule.set["word"]), str(rule.set["kind"]), book.regex(rule))
            for rule in book.rules
            if rule.id.startswith("actor.worded-")
        ]

    def find(self, analysis: Analysis, words: Words) -> Iterator[Body]:
        """The bodies of words that no other name has; their words are taken."""
        for rule, word, kind, pattern in self.rules:
            for match in _beside(analysis, word, pattern) if word in words.text else ():
                start, end = match.span()
                first, last = bisect_left(words.starts, start), bisect_left(words.starts, end) - 1
                if first > last or words.starts[first] != start:
                    continue
                if any(letter in "OP" for letter in words.letters[2 * first : 2 * last + 1 : 2]):
                    continue
                words.take(first, last, "O")
                shared = match.groupdict().get("of")
                listed = f"{' '.join(shared.lower().split())} {word}" if shared else ""
                name = " ".join(match[0].split())
                yield Body(first, last, start, end, rule, name, kind, listed=listed)


def _beside(analysis: Analysis, word: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches of a pattern in the sentences in which a word stands."""
    text = analysis.text
    at = text.find(word)
    while at >= 0:
        sentence = analysis.sentence_at(at)
        end = max(at + len(word), sentence.end if sentence else 0)
        if sentence is not None:
            yield from pattern.finditer(text, sentence.start, end)
        at = text.find(word, end)

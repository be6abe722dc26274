"""Text as it looks with its quotations covered up, cut into words, and the words' classes.

What stands between quotation marks must not be read as the reporter's own sentence, so a
*frame* is a copy of the text, of the same length, in which a quotation is one "“~~~”".
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from norfolk_cs.analysis import Analysis, Block, Quote
from norfolk_cs.rulebook import Rulebook

_STRAY = str.maketrans({"“": " ", "”": " ", "~": " ", "’": "'", "\n": " ", "\xa0": " "})
_WORD = re.compile(
    r"“~*”|(?:Mr|Mrs|Ms|Dr|Cllr|Prof|Rev|Revd|St|Hon|Sgt|Insp|Supt|Col|Capt|Lt|Gov|Sen|Rep|Jr)\."
    r"|(?:[A-Z]\.)+(?=[\s,)])|[£$€]?\w+(?:[-'./&]\w+)*(?:'(?=\s))?|[^\w\s]"
)
_CLOSERS = "\"”»’'`"
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
    """The word lists and verb tables of ``rules/statements.toml``."""

    def __init__(self, book: Rulebook) -> None:
        self.words = {name: frozenset(listed) for name, listed in book.vocabulary.items()}
        self.verbs: dict[str, Verb] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], Verb]]] = {}
        for takes, verbs in book.table.items():
            for lemma, forms in verbs.items():
                for form in forms:
                    first, *rest = form.split()
                    if rest:
                        entry = (tuple(rest), Verb(lemma, takes))
                        self.phrases.setdefault(first, []).append(entry)
                    else:
                        self.verbs[form] = Verb(lemma, takes)
        self.speakers = self.words["document"] | self.words["person"] | self.words["body"]
        self.cues = frozenset(self.verbs) | frozenset(self.phrases)
        self.triggers = self.cues | self.words["source_word"]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.words[name]

    def verb_at(self, words: list[Word], index: int) -> tuple[Verb, int] | None:
        """The reporting verb that begins at ``index``, and the index after it."""
        low = words[index].low
        for rest, verb in self.phrases.get(low, ()):
            end = index + 1 + len(rest)
            if tuple(word.low for word in words[index + 1 : end]) == rest:
                return verb, end
        found = self.verbs.get(low)
        return (found, index + 1) if found else None


@dataclass(slots=True)
class Period:
    """A sentence of the frame: a quotation in it counts as one word, however long it is."""

    start: int
    end: int
    words: list[Word]
    names: list[tuple[int, int, bool]]  # word indices [from, to) of each name; whether a person

    def quote_words(self) -> list[int]:
        """The indices of the covered quotations."""
        return [i for i, word in enumerate(self.words) if word.text[0] == "“"]


class Frame:
    """A document with its top-level quotations covered, and the names in it."""

    def __init__(self, analysis: Analysis, lexicon: Lexicon) -> None:
        self.analysis = analysis
        self.lexicon = lexicon
        self.quotes: dict[int, Quote] = {}  # by the offset of the opening mark
        text = analysis.text
        pieces: list[str] = []
        position = 0
        reach = 0  # the end of the last top-level quotation: what starts before is nested
        self._marks: list[tuple[int, int]] = []
        for quote in analysis.found.quotes:
            if quote.start < reach:
                continue
            start, end = _with_marks(text, quote, position)
            if end - start < 2:  # no room for two marks: a letter alone is no one's words
                continue
            self.quotes[start] = quote
            self._marks.append((start, end))
            pieces += (text[position:start].translate(_STRAY), "“", "~" * (end - start - 2), "”")
            position, reach = end, max(end, quote.end)
        pieces.append(text[position:].translate(_STRAY))
        self.text = "".join(pieces)
        self._starts = [start for start, _ in self._marks]
        spans = sorted(
            (start, end, actor.type == "person")
            for actor in analysis.found.actors
            for start, end in actor.mentions
        )
        self._names = spans
        self._name_starts = [start for start, _, _ in spans]

    def quotes_in(self, start: int, end: int) -> Iterable[int]:
        """The opening marks of the quotations that begin in a stretch."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return self._starts[first:last]

    def periods(self, block: Block) -> Iterator[tuple[int, int]]:
        """The block's sentences; one that ends inside a quotation goes on with the next."""
        start: int | None = None
        for sentence in self.analysis.sentences_in(block):
            if start is None:
                start = sentence.start
            place = bisect_right(self._starts, sentence.end - 1) - 1
            if place >= 0 and self._marks[place][1] > sentence.end:
                continue
            yield start, sentence.end
            start = None
        if start is not None:
            yield start, block.end

    def read(self, start: int, end: int) -> Period:
        """A sentence cut into words, its names marked."""
        words = [
            Word(match.start(), match.end(), match[0], match[0].lower())
            for match in _WORD.finditer(self.text, start, end)
        ]
        return Period(start, end, words, self._names_among(words))

    def _names_among(self, words: list[Word]) -> list[tuple[int, int, bool]]:
        """Known actors' mentions, and runs of capitals where no actor is known."""
        if not words:
            return []
        found: list[tuple[int, int, bool]] = []
        starts = [word.start for word in words]
        first = bisect_left(self._name_starts, words[0].start)
        for start, end, person in self._names[first:]:
            if start >= words[-1].end:
                break
            begin = bisect_left(starts, start)
            stop = bisect_left(starts, end)
            if found and begin < found[-1][1]:
                if stop > found[-1][1]:
                    found[-1] = (begin, stop, person)
            elif begin < stop:
                found.append((begin, stop, person))
        taken = {i for begin, stop, _ in found for i in range(begin, stop)}
        found += [run for run in self._capital_runs(words) if taken.isdisjoint(range(*run[:2]))]
        return sorted(found)

    def _capital_runs(self, words: list[Word]) -> Iterator[tuple[int, int, bool]]:
        """Runs of capitals that may be names: for names no component has told us of."""
        lexicon = self.lexicon
        index, count = 0, len(words)
        while index < count:
            begin = index
            while index < count and (
                words[index].text[0].isupper()
                or (index > begin and words[index].low in lexicon["particle"])
            ):
                index += 1
                if words[index - 1].text.endswith("'s"):
                    break
            end = index
            if end == begin:
                index += 1
                continue
            while end > begin and words[end - 1].low in lexicon["particle"]:
                end -= 1
            while begin < end and self._is_post(words[begin], first=begin == 0):
                begin += 1
            if begin < end:
                lone = begin == 0 and end == 1  # "Marsh said", but "Personal advisers said" too
                yield begin, end, not lone and self._is_person(words[begin:end])

    def _is_post(self, word: Word, *, first: bool) -> bool:
        lexicon = self.lexicon
        if word.text in lexicon["post"] or word.text in lexicon["suffix"]:
            return True
        known = (
            *("determiner", "pronoun", "preposition", "opener", "conjunction", "writer"),
            "time_noun",
        )
        if word.text.isupper() and len(word.text) > 2 and not first:
            return False
        return any(word.low in lexicon[name] for name in known) or (
            first and (word.low in lexicon.speakers or word.low in lexicon["relative"])
        )

    def _is_person(self, words: list[Word]) -> bool:
        lexicon = self.lexicon
        if words[0].text.rstrip(".") in lexicon["honorific"]:
            return True
        if any(word.text in lexicon["institution"] for word in words):
            return False
        if words[-1].text in lexicon["suffix"] and words[0].text in lexicon["quarter"]:
            return False
        return not (len(words) == 1 and words[0].text.isupper()) and len(words) <= 4


def _with_marks(text: str, quote: Quote, floor: int) -> tuple[int, int]:
    """A quotation's stretch with its marks and the space inside them."""
    start, end = quote.start, quote.end
    while start > floor and text[start - 1].isspace():
        start -= 1
    size = len(quote.mark)
    if start - size >= floor and text[start - size : start] == quote.mark:
        start -= size
    else:
        start = quote.start  # it goes on from the paragraph before, without a mark of its own
    if quote.closed:
        stop = end
        while stop < len(text) and text[stop].isspace():
            stop += 1
        if text[stop : stop + 2] == "''" and quote.mark in ("``", "''"):
            end = stop + 2
        elif stop < len(text) and text[stop] in _CLOSERS:
            end = stop + 1
    return start, end

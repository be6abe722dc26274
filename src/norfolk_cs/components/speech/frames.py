"""Text as it looks with its quotations covered up, and its sentences cut into words.

What stands between quotation marks must not be read as the reporter's own sentence, so a frame
is a copy of the text, of the same length, in which every quotation is one "“~~~”".
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import attrgetter
from string import ascii_lowercase
from typing import NamedTuple

from norfolk_cs.analysis import Analysis, Block, Quote, once
from norfolk_cs.components.speech.lexicon import Lexicon, Word
from norfolk_cs.components.speech.words import QUOTATION, Words

# "A report, external says": what a screen reader is told of a link stands in no sentence.
_STRAY = (
    (", external ", "           "),
    ("“", " "),
    ("”", " "),
    ("~", " "),
    ("’", "'"),
    ("\n", " "),
    ("\xa0", " "),
)
_CLOSERS = "\"”»’'`"
_ONLY_LETTERS = bytes(byte if chr(byte) in ascii_lowercase else 32 for byte in range(256))
_STEP = attrgetter("step")
NAME_WORDS = 4  # "Sir Alec de Vries": a longer run of capitals is a title or a headline


class Name(NamedTuple):
    """The words ``[begin, end)`` of a name."""

    begin: int
    end: int
    person: bool


class Period:
    """A sentence of the frame as words, punctuation marks and covered quotations.

    A quotation counts as one word, however long it is.
    """

    def __init__(self, frame: Frame, start: int, end: int) -> None:
        self.frame = frame
        self.start = start
        self.end = end

    @once
    def words(self) -> Sequence[Word]:
        """The words, punctuation marks and covered quotations."""
        return self.frame.cut(self.frame.text[self.start : self.end])

    def has_trigger(self) -> bool:
        """Whether a word without which there is no attribution occurs outside the quotations."""
        return self.frame.lexicon.may_tell(self._letters)

    def has_any(self, words: frozenset[bytes]) -> bool:
        """Whether any of some words occurs outside the quotations."""
        return not words.isdisjoint(self._letters)

    @once
    def _letters(self) -> list[bytes]:
        return self.frame.letters[self.start : self.end].split()

    def cues(self) -> Sequence[int]:
        """The words at which attributions may stand."""
        return [index for index, word in enumerate(self.words) if word.is_cue]

    @once
    def _starts(self) -> Sequence[int]:
        ends, marks = self.frame.ends, self.marks()
        if marks and ends[marks[-1]] > self.end:
            return self._starts_one_by_one()
        steps = list(map(_STEP, self.words))
        for index, mark in zip(self.covered, marks, strict=True):
            steps[index] += ends[mark] - mark - len(QUOTATION)
        *found, end = accumulate(steps, initial=self.start)
        # Where it does not come out, more than one space stands between some words.
        return found if end == self.end else self._starts_one_by_one()

    def _starts_one_by_one(self) -> Sequence[int]:
        text, ends, at = self.frame.text, self.frame.ends, self.start
        found: list[int] = []
        for word in self.words:
            letter = word.text[0]
            if text[at] != letter and text[at := at + 1] != letter:  # more than a space between
                at = text.index(letter, at)
            found.append(at)
            at = ends[at] if word.text == QUOTATION else at + len(word.text)
        return found

    def index_of(self, offset: int) -> int:
        """The first word that does not begin before an offset of the text."""
        return bisect_left(self._starts, offset)

    def start_of(self, index: int) -> int:
        """Where the word at ``index`` begins in the text."""
        return self._starts[index]

    def end_of(self, index: int) -> int:
        """Where the word at ``index`` ends in the text."""
        start, word = self._starts[index], self.words[index]
        return self.frame.ends[start] if word.text == QUOTATION else start + len(word.text)

    @once
    def names(self) -> Sequence[Name]:
        """The names among the words, in order."""
        return self.frame.names_among(self)

    @once
    def inside_names(self) -> frozenset[int]:
        """The words of names that are not a name's first."""
        return frozenset([i for name in self.names for i in range(name.begin + 1, name.end)])

    @once
    def covered(self) -> Sequence[int]:
        """The words that are covered quotations."""
        if not self.marks():
            return ()
        return [index for index, word in enumerate(self.words) if word.is_quote]

    def marks(self) -> Sequence[int]:
        """Where the quotations of this sentence open."""
        return self.frame.marks_between(self.start, self.end)

    def is_person(self, begin: int, end: int) -> bool:
        """Whether the words ``[begin, end)`` are a person's name."""
        return (begin, end, True) in self.names

    def is_quote(self, index: int) -> bool:
        """Whether the word at ``index`` is a covered quotation."""
        return self.words[index].is_quote

    def quote(self, index: int) -> Quote:
        """The quotation that the word at ``index`` covers."""
        return self.frame.quotes[self.start_of(index)]


class Frame:
    """A document with its top-level quotations covered."""

    def __init__(self, analysis: Analysis, lexicon: Lexicon, cut: Words) -> None:
        self.analysis = analysis
        self.cut = cut
        self.quotes: dict[int, Quote] = {}  # by the offset of the opening mark
        self.ends: dict[int, int] = {}  # after the closing mark, by the same
        self.lexicon = lexicon
        self.whole_names = lexicon["apostrophe_name"]
        self._naming = _Naming(lexicon)
        text = analysis.text
        plain = _plain(text)
        pieces: list[str] = []
        position = 0
        for quote in analysis.found.quotes:
            start, end = _with_marks(text, quote, position)
            if quote.start < position or end - start < 2:  # nested, or no room for two marks
                continue
            self.quotes[start] = quote
            self.ends[start] = end
            pieces += (plain[position:start], "“", "~" * (end - start - 2), "”")
            position = end
        pieces.append(plain[position:])
        self.text = "".join(pieces)
        # Words by their bytes, which are parted and looked up in no time: a byte a character.
        self.letters = self.text.encode("latin-1", "replace").lower().translate(_ONLY_LETTERS)
        self._marks = list(self.quotes)
        self._actors = sorted(
            (start, end, actor.type == "person")
            for actor in analysis.found.actors
            for start, end in actor.mentions
        )

    def marks_between(self, start: int, end: int) -> Sequence[int]:
        """The opening marks in a stretch."""
        if not self._marks:
            return ()
        return self._marks[bisect_left(self._marks, start) : bisect_left(self._marks, end)]

    def heard_in(self, block: Block) -> tuple[bool, Sequence[int]]:
        """Whether a quotation stands in a block; if none does, the places of its sentences in which
        an attribution may stand.
        """
        place = bisect_left(self._marks, block.end) - 1
        if place >= 0 and self.ends[self._marks[place]] > block.start:
            return True, ()
        letters, may_tell = self.letters, self.lexicon.may_tell
        sentences = enumerate(self.analysis.sentences_in(block))
        return False, [n for n, one in sentences if may_tell(letters[one.start : one.end].split())]

    def periods(self, block: Block) -> Iterator[Period]:
        """The block's sentences; one that ends inside a quotation goes on with the next."""
        start: int | None = None
        for sentence in self.analysis.sentences_in(block):
            if start is None:
                start = sentence.start
            place = bisect_right(self._marks, sentence.end - 1) - 1
            if place >= 0 and self.ends[self._marks[place]] > sentence.end:
                continue
            yield Period(self, start, sentence.end)
            start = None
        if start is not None:
            yield Period(self, start, block.end)

    def names_among(self, period: Period) -> Sequence[Name]:
        """Known actors' mentions, and the runs of capitals that no known actor covers."""
        if not period.words:
            return []
        found: list[Name] = []
        first = bisect_left(self._actors, (period.start,))
        last = bisect_left(self._actors, (period.end,), first)
        for start, end, person in self._actors[first:last]:
            begin, stop = period.index_of(start), period.index_of(end)
            if found and begin < found[-1].end:
                if stop > found[-1].end:
                    found[-1] = Name(begin, stop, person)
            elif begin < stop:
                found.append(Name(begin, stop, person))
        taken = {i for name in found for i in range(name.begin, name.end)}
        runs = self._naming.runs(period.words, taken)
        return sorted([*found, *runs]) if found else list(runs)


class _Naming:
    """Names told by their capitals, where no component has told us of an actor."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        classes = "determiner", "pronoun", "preposition", "opener", "conjunction", "writer"
        self._common = lexicon[*classes, "time_noun"]
        self._post = lexicon["post", "suffix"]

    def runs(self, words: Sequence[Word], taken: set[int]) -> Iterator[Name]:
        """Runs of capitals without the posts and common words they begin with, and none of whose
        words are ``taken``.
        """
        particles = self.lexicon["particle"]
        index, count = 0, len(words)
        for begin in [place for place, word in enumerate(words) if word.is_capital]:
            if begin < index:
                continue
            index = begin
            while index < count and (words[index].is_capital or words[index].low in particles):
                index += 1
                word = words[index - 1]
                if word.text.endswith("'s") and word.low not in self.lexicon["apostrophe_name"]:
                    break  # "Norfolk's | Ann Moss", but "King's Lynn"
            end = index
            while words[end - 1].low in particles:
                end -= 1
            if end - 1 in taken:
                continue
            while begin < end and self._is_post(words[begin], first=begin == 0):
                if end == begin + 2 and words[begin + 1].low == "democrats":
                    break
                begin += 1
            if begin < end and taken.isdisjoint(range(begin, end)):
                lone = begin == 0 and end == 1  # "Marsh said", but "Personal advisers said" too
                yield Name(begin, end, not lone and self._is_person(words[begin:end]))

    def _is_post(self, word: Word, *, first: bool) -> bool:
        if word.text in self._post:
            return True
        if word.text.isupper() and len(word.text) > 2 and not first:
            return False
        return word.low in self._common or (
            first and (word.low in self.lexicon.speakers or word.low in self.lexicon["relative"])
        )

    def _is_person(self, words: Sequence[Word]) -> bool:
        lexicon = self.lexicon
        if words[0].text.rstrip(".") in lexicon["honorific"]:
            return True
        if not lexicon["institution"].isdisjoint([word.text for word in words]):
            return False
        if words[-1].text in lexicon["suffix"] and words[0].text in lexicon["quarter"]:
            return False
        return not (len(words) == 1 and words[0].text.isupper()) and len(words) <= NAME_WORDS


def _plain(text: str) -> str:
    """Text without what would look like a covered quotation, of the same length."""
    for stray, plain in _STRAY:
        text = text.replace(stray, plain)
    return text


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
        if text[stop : stop + 2] == "''" and quote.mark in ("``", "''", '"'):
            end = stop + 2
        elif stop < len(text) and text[stop] in _CLOSERS:
            end = stop + 1
    return start, end

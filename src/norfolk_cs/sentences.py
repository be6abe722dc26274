"""Where a block parts into sentences.

A stop ends a sentence unless it belongs to an abbreviation, an initial, a number or an address,
stands for words left out ("what I mean . . . is"), or the sentence goes on after a quotation
("'Is that so?' Mr Hill asked."). The word lists are data (``rules/segments.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

# A stop first, so that the search runs from one to the next; dots set with spaces are one ellipsis.
# It matches where nothing can begin, too: else each dot of a long row would be tried. Of a row that
# ends in two stops together these stand alone, and what is before them ends nothing.
_BREAK = re.compile(
    r"(?P<stop>[.!?…](?<![.!?…].)(?>[.!?…]*(?:[ \xa0]\.(?![.!?…]))*))"
    r"(?:(?=[ \xa0]\.)|(?P<close>[\"'”’»)\]]*)"
    r"(?:(?P<gap>\s+)(?=[\"'“‘«(\[]*(?P<next>\S))"
    r"|(?P<tight>(?<=[a-z)]{2}\.)(?=[A-Z][a-z]))|))"
)
_ELLIPSIS = re.compile(r"\.(?:[ \xa0]\.){2}")  # words left out, if it stands after a space
_STOPPED = re.compile(r"\.(?:[ \xa0]\.){3}")  # the same after a full stop
_GAP = re.compile(r"\s+(?=\S)")
_LAST_WORD = re.compile(r"[\w.°]*[\w°]$")
_FIRST_WORD = re.compile(r"\w+")
_CHUNK_START = re.compile(r"\S+$")
_CHUNK_END = re.compile(r"\S+")
_NAMED = re.compile(r"[A-Z][\w'’-]+\s+$")
_GOES_ON = frozenset(".,;:–—-&/")  # a stop before one of these is inside its sentence
_QUOTE_ENDS = frozenset("\"'”’»")
_SOURCE_ENDS = re.compile(r"\([A-Z][^()]{0,60}\d[^()]{0,12}\)[.,;]")  # '… stairways" (Smith 55).'
LONGEST = 2000  # what runs on farther is no sentence, and work grows with the square of its length
LONGEST_WORD = 24  # no abbreviation, title or initial is longer than that
LONGEST_ADDRESS = 80  # characters of a mail or web address looked at on either side


class Sentences:
    """Parts blocks into sentences, by the lists of ``rules/segments.toml``.

    ``abbreviation`` (words whose stop ends nothing), ``numbering`` (words whose stop ends nothing
    before a number), ``either`` (words after whose stop only an ``opener`` begins a sentence),
    ``clock`` (a.m. and p.m.) with what may go on ``after_clock``, ``front`` (what leads a time that
    opens its sentence), ``reporter`` and ``title`` (who "asked" or "said" after a quotation).
    """

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        self.never = frozenset(words["abbreviation"])
        self.numbering = frozenset(words["numbering"])
        self.either = frozenset(words["either"])
        self.openers = frozenset(words["opener"])
        self.clock = frozenset(words["clock"])
        self.known = self.never | self.numbering | self.either | self.clock
        self.after_clock = frozenset(words["after_clock"])
        self.fronted = re.compile(
            rf"(?:{'|'.join(words['front'])})\b(?:\s[\w-]+){{0,3}}\s[\d.:]+\s*"
        )
        self.reported = re.compile(
            rf"(?:(?:{'|'.join(words['title'])})\.?\s+)?(?:[A-Z][\w'’-]+\s+){{1,3}}"
            rf"(?:{'|'.join(words['reporter'])})\s*[.,;:]"
        )

    def __call__(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The sentences between two offsets: in order, with nothing but white space between.

        What runs on for longer than any sentence is parted where a word begins.
        """
        told_apart = self._told_apart(text, start, end)
        return told_apart if end - start <= LONGEST else _parted(text, told_apart)

    def _told_apart(self, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The sentences by their stops, however long."""
        for match in _BREAK.finditer(text, start, end):
            stop, follows = match[1], match.lastgroup
            if follows in ("close", "stop"):
                continue  # nothing that could begin a sentence
            if follows == "tight":
                if _in_address(text, match.start()):
                    continue
                cut = resume = match.end()
            elif stop != "." and _STOPPED.fullmatch(stop) and _before(text, match).isalnum():
                cut, resume = match.start() + 1, match.start() + 2
            elif self.ends(text, start, end, match):
                cut, resume = match.span("gap")
            else:
                continue
            if cut > start:
                yield start, cut
                start = resume
        if start < end:
            yield start, end

    def ends(self, text: str, start: int, end: int, match: re.Match[str]) -> bool:
        """Whether the stop that ``match`` found ends the sentence that begins at ``start``."""
        stop, closed, _, following, _ = match.groups()
        if following.islower() or following in _GOES_ON:
            return False
        resume = match.end()
        if closed and self.goes_on(text, resume, end, stop, closed):
            return False
        if stop != ".":
            return not (_ELLIPSIS.fullmatch(stop) and _before(text, match).isspace())
        at = match.start()
        first = max(start, at - LONGEST_WORD)
        word = text[first:at].rpartition(" ")[2]
        if len(word) > 1 and word.isalpha() and word.lower() not in self.known:
            return True  # as most do
        before = _LAST_WORD.search(text, at - len(word), at)
        if before is None:
            return True
        return self.ends_after(text, start, before, resume, following, bool(closed))

    def goes_on(self, text: str, resume: int, end: int, stop: str, closed: str) -> bool:
        """Whether a sentence goes on after a quotation, or after "[...]"."""
        if closed[0] == "]" and stop != ".":
            return True
        if closed[-1] not in _QUOTE_ENDS and closed[-1] != "]":
            return False
        return bool(self.reported.match(text, resume, end) or _SOURCE_ENDS.match(text, resume, end))

    def ends_after(
        self,
        text: str,
        start: int,
        before: re.Match[str],
        resume: int,
        following: str,
        closed: bool,
    ) -> bool:
        """Whether a single full stop ends the sentence, by the word before it and the next."""
        word = before[0]
        folded = word.lower()
        if folded in self.never or (folded in self.numbering and following.isdigit()):
            return False
        opener = _FIRST_WORD.search(text, resume)
        opening = opener[0] if opener else ""
        if folded in self.clock:
            fronted = self.fronted.fullmatch(text, start, before.start())
            return following.isalpha() and not fronted and opening not in self.after_clock
        opens = opening in self.openers
        if folded in self.either:
            return opens
        is_initial = len(word) == 1 and word.isupper()
        if word == "I":  # "you and I." against "Albert I. Jones"
            is_initial = bool(
                _NAMED.search(text, max(start, resume - LONGEST_WORD), before.start())
            )
        is_acronym = len(word) > 1 and "." in word and len(word.split(".")[-1]) == 1
        if (is_initial or is_acronym) and following.isalpha() and not closed:
            return opens
        return True


def _parted(text: str, sentences: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Sentences, of which one that runs on for too long is parted where a word begins."""
    for first, last in sentences:
        while last - first > LONGEST and (gap := _GAP.search(text, first + LONGEST, last)):
            yield first, gap.start()
            first = gap.end()
        yield first, last


def _before(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - 1) : match.start()]


def _in_address(text: str, place: int) -> bool:
    """Whether a stop with no space after it stands in a mail or web address."""
    before = _CHUNK_START.search(text, max(0, place - LONGEST_ADDRESS), place)
    after = _CHUNK_END.match(text, place, place + LONGEST_ADDRESS)
    chunk = (before[0] if before else "") + (after[0] if after else "")
    return "@" in chunk or "//" in chunk or "www." in chunk

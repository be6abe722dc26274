"""Text → blocks (paragraphs, headings, items, furniture) → sentences, all with absolute offsets.

Nothing is rewritten: hard-wrapped lines are joined by giving them one block, and a span may hold
a line end. Every visible character stands in a sentence, or in an item's marker.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from norfolk_cs.analysis import Analysis, Block, BlockKind, Sentence, folded
from norfolk_cs.models import Document
from norfolk_cs.rulebook import Rule, Rulebook, load_rules
from norfolk_cs.sentences import Sentences
from norfolk_cs.settings import per_settings
from norfolk_cs.stems import FOLLOWING, Onsets, holds, stems_of
from norfolk_cs.triggers import Folded

_OTHER_ENDS = "\r\x0b\x0c\u0085\u2028\u2029"  # of lines, besides "\n"
_LINE = re.compile(r"\S(?:.*\S)?")
_BLANK = re.compile(rf"\n\s*\n|[\n{_OTHER_ENDS}][^\S\n{_OTHER_ENDS}]+[\n{_OTHER_ENDS}]")
_ESCAPED = re.compile(r"\\[^xuUN]")
_CLOSERS = "\"'”’»)]"
_TERMINALS = (".", "!", "?", "…")
_ENDS = (*_TERMINALS, ":", ";", ",")
_INNER_END = re.compile(r"[.!?][\"'”’)]*\s+[\"'“‘(]*[A-Z]\w*\s[a-z]")
_BULLETS = frozenset("•●▪◦‣⁃■□►▶✓✔")
_ORDINAL = re.compile(r"(\(?)(\d{1,3}|[a-h])(\.?\)|\.)")
_BEGINS_LIST = re.compile(r"\(?[1a](?:\.?\)|\.)")
_ITEM_END = re.compile(r"[.;:!?,][\"'”’)]*\s+$")
_LAST_WORD = re.compile(r"([A-Za-z][\w'’-]*)\s+$")
_LABEL = re.compile(r"[A-Z][\w'’ ]{1,30}:")

FURNITURE_CHARS = 300  # a share line or credit is short; a long paragraph is never one
APPEAL_CHARS = 700  # but for what a paper asks of its readers, at some length
APPEALS = frozenset(("furniture.any.appeal", "furniture.any.newsletter"))
HEADING_CHARS = 130  # BBC and regional headlines stay below this; running text rarely does
WRAP_WIDTHS = range(45, 121)  # the widths at which people and mail programs wrap lines
WRAP_FILL = 0.75  # a wrapped line fills at least this share of the widest
# Among links or comments, a sentence of so many words is the story going on.
TAIL_WORDS = {"related": 20, "aside": 5, "comments": 20}
CREDIT_CHARS = 160  # a credit stands in the last so many characters of its line


_Line = tuple[int, int]  # its start and its end


@dataclass(slots=True)
class _Page:
    """A text, the same in lower case, and what may be furniture in it.

    ``cues`` are the places where one of the trigger's words stands, ``whole`` the expressions
    for a whole line of which it holds the stems.
    """

    text: str
    folded: Folded
    cues: list[int]
    whole: list[re.Pattern[str]]


class _Segmenter:
    """Compiled once from ``rules/segments.toml``.

    Rules that ignore case are tried on text in lower case.
    """

    def __init__(self) -> None:
        self._book = book = load_rules("segments")
        self._anywhere = self._rules("furniture.any.")
        whole = [rule for rule in self._rules("furniture.") if rule not in self._anywhere]
        held = [rule for rule in whole if "stems" in rule.set and not rule.case]
        opened = [rule for rule in whole if rule not in held]
        self._held = [(stems_of(rule), self._any_of([rule])) for rule in held]
        self._opened = [(self._any_of([rule]), rule.case) for rule in opened]
        self._onsets = Onsets(map(book.source, opened))
        self.markers = self._any_of(self._rules("item."))
        self.credits = [(stems_of(rule), book.regex(rule)) for rule in self._rules("credit.")]
        tails = [
            f"(?P<{rule.id.removeprefix('tail.')}>{_source(book, rule)})"
            for rule in self._rules("tail.")
        ]
        self.tails = book.compile("|".join(tails) or "(?!)", case=True)
        self.counted = frozenset(book.vocabulary["counted"])
        self.sentences = Sentences(book.vocabulary)

    def _rules(self, kind: str) -> list[Rule]:
        book = self._book
        return [rule for rule in book.rules if rule.id.startswith(kind) and book.is_on(rule)]

    def _any_of(self, rules: Iterable[Rule]) -> re.Pattern[str]:
        """One expression for several rules."""
        sources = [_source(self._book, rule) for rule in rules]
        return self._book.compile("|".join(sources) or "(?!)", case=True)

    @cached_property
    def anywhere(self) -> list[tuple[tuple[str, ...], re.Pattern[str], int]]:
        """What stands anywhere in a line of furniture, and how long that may be."""
        return [
            (
                stems_of(rule),
                self._any_of([rule]),
                APPEAL_CHARS if rule.id in APPEALS else FURNITURE_CHARS,
            )
            for rule in self._anywhere
        ]

    def page(self, text: str) -> _Page:
        """A text, and what may be furniture in it."""
        lower = Folded(folded(text))
        cues = [match.start() for match in self._book.trigger.finditer(lower)]
        return _Page(text, lower, cues, [rule for stems, rule in self._held if holds(lower, stems)])

    # -- blocks ---------------------------------------------------------------------------

    def marker(self, text: str, start: int, end: int) -> int:
        """Where an item's words begin, after its bullet or number; ``start`` where none is."""
        match = self.markers.match(text, start, end)
        return match.end() if match else start

    def chunks(self, text: str) -> Iterator[list[_Line]]:
        """Runs of lines with no blank line between them."""
        run: list[_Line] = []
        last = 0
        lines = text
        for mark in _OTHER_ENDS:
            lines = lines.replace(mark, "\n")
        for match in _LINE.finditer(lines):
            start, end = match.span()
            if (
                run
                and start - last > 1
                and (text.startswith("\n\n", last) or _BLANK.search(text, last, start))
            ):
                yield run
                run = []
            last = end
            run.append((start, end))
        if run:
            yield run

    def is_furniture(self, page: _Page, start: int, end: int) -> bool:
        """Whether a whole line is a share line, credit, cookie notice or the like."""
        size = end - start
        if size > APPEAL_CHARS:
            return False
        if size <= FURNITURE_CHARS:
            for place in self._onsets.at(page.folded[start : start + FOLLOWING]):
                pattern, is_cased = self._opened[place]
                if pattern.fullmatch(page.text if is_cased else page.folded, start, end):
                    return True
            for pattern in page.whole:
                if pattern.fullmatch(page.folded, start, end):
                    return True
        if bisect_left(page.cues, start) == bisect_left(page.cues, end):
            return False
        words = page.folded[start:end]
        return any(
            size <= longest and holds(words, stems) and pattern.fullmatch(page.folded, start, end)
            for stems, pattern, longest in self.anywhere
        )

    def blocks(self, page: _Page) -> list[Block]:
        """Lines joined to paragraphs and items, furniture set apart."""
        found: list[Block] = []
        text = page.text
        for run in self.chunks(text):
            widest = max(end - start for start, end in run) if len(run) > 1 else 0
            previous: _Line | None = None
            for line in run:
                start, end = line
                if self.is_furniture(page, start, end):
                    found.append(Block(0, start, end, BlockKind.FURNITURE))
                    previous = None
                    continue
                words = self.marker(text, start, end)
                credit = self.credit(page, words, end)
                if (
                    previous is not None
                    and words == start
                    and self.wrapped(text, previous, line, widest)
                ):
                    found[-1].end = credit or end
                elif words == start:
                    found.append(Block(0, start, credit or end, BlockKind.PARAGRAPH))
                else:
                    marker = text[start:words].strip()
                    found.append(Block(0, words, credit or end, BlockKind.ITEM, marker))
                previous = line
                if credit:
                    start = end - len(text[credit:end].lstrip())
                    found.append(Block(0, start, end, BlockKind.FURNITURE))
                    previous = None
        return [
            part
            for block in found
            for part in (self.listed(text, block) if block.marker else (block,))
        ]

    def credit(self, page: _Page, start: int, end: int) -> int | None:
        """Where the words of a line end that a picture's credit follows, if one does."""
        text, floor = page.text, max(start, end - CREDIT_CHARS)
        if text.find(":", floor, end) < 0 and not text.endswith((")", "]"), floor, end):
            return None
        words = page.folded[floor:end]
        for stems, pattern in self.credits:
            match = holds(words, stems) and pattern.search(text, floor, end)
            if match and match.start() > start:
                return match.start()
        return None

    def listed(self, text: str, block: Block) -> Iterator[Block]:
        """An item as several, where its list goes on in the same line ("1. … 2. …", "• … • …")."""
        wanted = _next_marker(block.marker)
        first = block.marker
        place = block.start
        while wanted and (place := text.find(wanted, place + 1, block.end)) >= 0:
            words = self.marker(text, place, block.end)
            if words == place or not self.is_parted(text, place, wanted, first):
                continue
            end = block.start + len(text[block.start : place].rstrip())
            if end > block.start:
                yield replace(block, end=end)
            block = replace(block, start=words, marker=text[place:words].strip())
            wanted = _next_marker(block.marker)
        yield block

    def is_parted(self, text: str, place: int, marker: str, first: str) -> bool:
        """Whether an item may end at ``place``: before a bullet, after a stop or, in a list that
        begins with the ``first`` marker, after a word that the number does not belong to.
        """
        if not text[place - 1].isspace():
            return False
        if marker in _BULLETS or _ITEM_END.search(text, max(0, place - 8), place):
            return True
        if not _BEGINS_LIST.fullmatch(first):
            return False
        word = _LAST_WORD.search(text, max(0, place - 24), place)
        return word is not None and word[1].lower() not in self.counted

    def wrapped(self, text: str, above: _Line, below: _Line, widest: int) -> bool:
        """Whether ``below`` goes on with the sentence that ``above`` breaks off."""
        start, end = above
        if text[below[0]].islower() and not _ends(text[start:end], _ENDS):
            return True
        if widest not in WRAP_WIDTHS or _LABEL.match(text, *below):
            return False
        return end - start >= WRAP_FILL * widest

    def classify(self, page: _Page, blocks: list[Block]) -> tuple[Block, ...]:
        """The blocks with their numbers, headings, captions and furniture told from paragraphs."""
        words = ""
        tail = 0  # so many words end it; none outside
        for index, block in enumerate(blocks):
            start, end = block.start, block.end
            above, words = words, page.text[start:end]
            if tail and words.count(" ") >= tail and _ends(words, _TERMINALS):
                tail = 0
            if opening := self.tails.fullmatch(page.folded, start, end):
                tail = TAIL_WORDS[opening.lastgroup or ""]
            # lines were looked at one by one; what they are together may be another thing
            joined = bool(block.marker) or "\n" in words
            if tail or (joined and self.is_furniture(page, start, end)):
                block.kind = BlockKind.FURNITURE
            elif block.kind is BlockKind.PARAGRAPH:
                if _is_caption_label(above):
                    block.kind = BlockKind.CAPTION
                elif _is_heading(words):
                    block.kind = BlockKind.HEADING
            block.index = index
        return tuple(blocks)


def _ends(words: str, marks: tuple[str, ...]) -> bool:
    """Whether one of the marks ends some words, quotation marks and brackets after it aside."""
    return words.rstrip(_CLOSERS).endswith(marks)


def _is_heading(words: str) -> bool:
    return len(words) <= HEADING_CHARS and not _ends(words, _ENDS) and not _INNER_END.search(words)


@lru_cache(maxsize=1000)  # the markers of lists are few
def _next_marker(marker: str) -> str:
    """What the next item of a list begins with: the same bullet, or the number that follows."""
    if marker[:1] in _BULLETS:
        return marker[:1]
    ordinal = _ORDINAL.fullmatch(marker)
    if ordinal is None:
        return ""
    before, number, after = ordinal.groups()
    return before + (str(int(number) + 1) if number.isdigit() else chr(ord(number) + 1)) + after


def _is_caption_label(words: str) -> bool:
    return words[:13].lower() in ("image caption", "media caption") and not words[13:].strip(",")


def _source(book: Rulebook, rule: Rule) -> str:
    """A rule's expression: where it ignores case, for text in lower case, with a flag only if it
    has capitals of its own, since it is much slower so.
    """
    rest = _ESCAPED.sub("", book.expand(rule.pattern))
    plain = rule.case or ("\\" not in rest and rest == rest.lower())
    return f"(?:{rule.pattern})" if plain else f"(?i:{rule.pattern})"


@per_settings
def _segmenter() -> _Segmenter:
    return _Segmenter()


def segment(document: Document) -> Analysis:
    """A document as blocks and sentences, ready for the components.

    Sentences are in order, do not overlap and do not cross blocks; an item's marker stands
    outside its sentence.
    """
    text = document.text
    segmenter = _segmenter()
    page = segmenter.page(text)
    blocks = segmenter.classify(page, segmenter.blocks(page))
    sentences: list[Sentence] = []
    for block in blocks:
        for start, end in segmenter.sentences(text, block.start, block.end):
            sentences.append(Sentence(len(sentences), start, end, block))
    return Analysis(document, blocks, tuple(sentences), page.folded)

"""Text → blocks (paragraphs, headings, items, furniture) → sentences, all with absolute offsets.

Nothing is rewritten: hard-wrapped lines are joined by giving them one block, and a span may hold
a line end. Every visible character stands in a sentence, or in an item's marker.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from norfolk_cs.analysis import Analysis, Block, BlockKind, Sentence, folded
from norfolk_cs.models import Document
from norfolk_cs.rulebook import Rule, Rulebook, load_rules
from norfolk_cs.sentences import Sentences
from norfolk_cs.settings import per_settings

_LINE_ENDS = r"\n\r\x0b\x0c\u0085\u2028\u2029"
_LINE = re.compile(rf"\S(?:[^{_LINE_ENDS}]*\S)?")
_BLANK = re.compile(rf"\n\s*\n|[{_LINE_ENDS}][^\S{_LINE_ENDS}]+[{_LINE_ENDS}]")
_ESCAPED = re.compile(r"\\[^xuUN]")
_CLOSERS = "\"'”’»)]"
_ENDS = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_INNER_END = re.compile(r"[.!?][\"'”’)]*\s+[\"'“‘(]*[A-Z]\w*\s[a-z]")
_TERMINAL = re.compile(r"[.!?…][\"'”’»)\]]*$")
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
TAIL_WORDS = {"tail.related": 20, "tail.aside": 5, "tail.comments": 20}
CREDIT_CHARS = 160  # a credit stands in the last so many characters of its line


class _Line(NamedTuple):
    start: int
    end: int


class _Segmenter:
    """Compiled once from ``rules/segments.toml``."""

    def __init__(self) -> None:
        book = load_rules("segments")
        self.markers = [book.regex(r) for r in book.rules if r.id.startswith("item.")]
        self._book = book
        self._anywhere = [r for r in book.rules if r.id.startswith("furniture.any.")]
        whole = [
            r
            for r in book.rules
            if r.id.startswith("furniture.") and r not in self._anywhere and book.is_on(r)
        ]
        lower = "|".join(_for_lower_case(book, rule) for rule in whole if not rule.case)
        cased = "|".join(f"(?:{rule.pattern})" for rule in whole if rule.case)
        self.whole = book.compile(lower or "(?!)", case=True)
        self.cased = book.compile(cased or "(?!)", case=True)
        self.trigger = book.trigger
        self.credits = [book.regex(r) for r in book.rules if r.id.startswith("credit.")]
        self.tails = {
            book.regex(r): TAIL_WORDS[r.id] for r in book.rules if r.id.startswith("tail.")
        }
        self.counted = frozenset(book.vocabulary["counted"])
        self.sentences = Sentences(book.vocabulary)

    @cached_property
    def anywhere(self) -> list[tuple[re.Pattern[str], int]]:
        """What stands anywhere in a line of furniture, in lower case, and how long that may be."""
        return [
            (
                self._book.compile(_for_lower_case(self._book, rule), case=True),
                APPEAL_CHARS if rule.id in APPEALS else FURNITURE_CHARS,
            )
            for rule in self._anywhere
            if self._book.is_on(rule)
        ]

    # -- blocks ---------------------------------------------------------------------------

    def marker(self, text: str, start: int, end: int) -> int:
        """Where an item's words begin, after its bullet or number; ``start`` where none is."""
        for pattern in self.markers:
            match = pattern.match(text, start, end)
            if match:
                return match.end()
        return start

    def chunks(self, text: str) -> Iterator[list[_Line]]:
        """Runs of lines with no blank line between them."""
        run: list[_Line] = []
        last = 0
        for match in _LINE.finditer(text):
            start, end = match.span()
            if start - last > 1 and run and _BLANK.search(text, last, start):
                yield run
                run = []
            last = end
            run.append(_Line(start, end))
        if run:
            yield run

    def is_furniture(
        self, text: str, lower: str, start: int, end: int, cues: Sequence[int]
    ) -> bool:
        """Whether a whole line is a share line, credit, cookie notice or the like.

        ``lower`` is the text in lower case; ``cues`` are the places in it where one of the
        trigger's words stands.
        """
        if end - start > APPEAL_CHARS:
            return False
        if end - start <= FURNITURE_CHARS and (
            self.whole.fullmatch(lower, start, end) or self.cased.fullmatch(text, start, end)
        ):
            return True
        return bisect_left(cues, start) < bisect_left(cues, end) and any(
            end - start <= longest and pattern.fullmatch(lower, start, end)
            for pattern, longest in self.anywhere
        )

    def blocks(self, text: str, lower: str, cues: Sequence[int]) -> list[Block]:
        """Lines joined to paragraphs and items, furniture set apart."""
        found: list[Block] = []
        for run in self.chunks(text):
            widest = max(line.end - line.start for line in run) if len(run) > 1 else 0
            previous: _Line | None = None
            for line in run:
                if self.is_furniture(text, lower, line.start, line.end, cues):
                    kind = BlockKind.FURNITURE
                    found.append(Block(len(found), line.start, line.end, kind))
                    previous = None
                    continue
                words = self.marker(text, line.start, line.end)
                credit = self.credit(text, words, line.end)
                if (
                    previous is not None
                    and words == line.start
                    and self.wrapped(text, previous, line, widest)
                ):
                    found[-1] = replace(found[-1], end=credit or line.end)
                else:
                    kind = BlockKind.ITEM if words > line.start else BlockKind.PARAGRAPH
                    marker = text[line.start : words].strip()
                    found.append(Block(len(found), words, credit or line.end, kind, marker))
                previous = line
                if credit:
                    start = line.end - len(text[credit : line.end].lstrip())
                    found.append(Block(len(found), start, line.end, BlockKind.FURNITURE))
                    previous = None
        parts: list[Block] = []
        for block in found:
            for part in self.listed(text, block) if block.marker else (block,):
                at = len(parts)
                parts.append(part if part.index == at else replace(part, index=at))
        return parts

    def credit(self, text: str, start: int, end: int) -> int | None:
        """Where the words of a line end that a picture's credit follows, if one does."""
        floor = max(start, end - CREDIT_CHARS)
        if text.find(":", floor, end) < 0 and not text.endswith((")", "]"), floor, end):
            return None
        for pattern in self.credits:
            match = pattern.search(text, floor, end)
            if match and match.start() > start:
                return match.start()
        return None

    def listed(self, text: str, block: Block) -> Iterator[Block]:
        """An item as several, where its list goes on in the same line ("1. … 2. …", "• … • …")."""
        wanted = _next_marker(block.marker)
        begins = bool(_BEGINS_LIST.fullmatch(block.marker))
        place = block.start
        while wanted and (place := text.find(wanted, place + 1, block.end)) >= 0:
            words = self.marker(text, place, block.end)
            if words == place or not self.is_parted(text, place, wanted, begins):
                continue
            end = block.start + len(text[block.start : place].rstrip())
            if end > block.start:
                yield replace(block, end=end)
            block = replace(block, start=words, marker=text[place:words].strip())
            wanted = _next_marker(block.marker)
        yield block

    def is_parted(self, text: str, place: int, marker: str, begins: bool) -> bool:
        """Whether an item may end at ``place``: before a bullet, after a stop or, in a list that
        begins here, after a word that the number does not belong to.
        """
        if not text[place - 1].isspace():
            return False
        if marker in _BULLETS or _ITEM_END.search(text, max(0, place - 8), place):
            return True
        word = _LAST_WORD.search(text, max(0, place - 24), place)
        return begins and word is not None and word[1].lower() not in self.counted

    def wrapped(self, text: str, above: _Line, below: _Line, widest: int) -> bool:
        """Whether ``below`` goes on with the sentence that ``above`` breaks off."""
        ends = _ENDS.search(text, above.start, above.end)
        if text[below.start].islower() and not ends:
            return True
        if widest not in WRAP_WIDTHS or _LABEL.match(text, below.start, below.end):
            return False
        return above.end - above.start >= WRAP_FILL * widest

    def classify(
        self, text: str, lower: str, blocks: list[Block], cues: Sequence[int]
    ) -> tuple[Block, ...]:
        """Headings, captions and furniture told from paragraphs."""
        out: list[Block] = []
        words = ""
        tail = 0  # so many words end it; none outside
        for block in blocks:
            above, words = words, text[block.start : block.end]
            if tail and _TERMINAL.search(words) and words.count(" ") >= tail:
                tail = 0
            for pattern, longest in self.tails.items():
                if pattern.fullmatch(words):
                    tail = longest
                    break
            # lines were looked at one by one; what they are together may be another thing
            joined = bool(block.marker) or "\n" in words
            if (
                tail
                or block.kind is BlockKind.FURNITURE
                or (joined and self.is_furniture(text, lower, block.start, block.end, cues))
            ):
                kind = BlockKind.FURNITURE
            elif block.kind is BlockKind.ITEM:
                kind = BlockKind.ITEM
            elif _is_caption_label(above):
                kind = BlockKind.CAPTION
            elif _is_heading(words):
                kind = BlockKind.HEADING
            else:
                kind = BlockKind.PARAGRAPH
            if kind is not block.kind:
                block = Block(block.index, block.start, block.end, kind, block.marker)
            out.append(block)
        return tuple(out)


def _is_heading(words: str) -> bool:
    return len(words) <= HEADING_CHARS and not _ENDS.search(words) and not _INNER_END.search(words)


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


def _for_lower_case(book: Rulebook, rule: Rule) -> str:
    """A rule's expression for text in lower case: as it is, which is fast, or whatever its case
    where it has capitals of its own.
    """
    rest = _ESCAPED.sub("", book.expand(rule.pattern))
    flag = "" if "\\" not in rest and rest == rest.lower() else "i"
    return f"(?{flag}:{rule.pattern})"


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
    lower = folded(text)
    cues = [match.start() for match in segmenter.trigger.finditer(lower)]
    blocks = segmenter.classify(text, lower, segmenter.blocks(text, lower, cues), cues)
    sentences: list[Sentence] = []
    for block in blocks:
        for start, end in segmenter.sentences(text, block.start, block.end):
            sentences.append(Sentence(len(sentences), start, end, block))
    return Analysis(document, blocks, tuple(sentences), lower)

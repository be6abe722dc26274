"""Text → blocks (paragraphs, headings, items, furniture) → sentences, all with absolute offsets.

Nothing is rewritten: hard-wrapped lines are joined by giving them one block, and a span may hold
a line end. Every visible character stands in a sentence, or in an item's marker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from norfolk_cs.analysis import Analysis, Block, BlockKind, Sentence, folded
from norfolk_cs.models import Document
from norfolk_cs.rulebook import load_rules

_LINE = re.compile(r"[^\n\r\x0b\x0c\u0085\u2028\u2029]+")
_VISIBLE = re.compile(r"\S(?:.*\S)?", re.DOTALL)
_CLOSERS = "\"'”’»)]"
_ENDS = re.compile(r"[.!?…:;,][\"'”’»)\]]*$")
_INNER_END = re.compile(r"[.!?][\"'”’)]*\s+[\"'“‘(]*[A-Z]\w*\s[a-z]")
_TERMINAL = re.compile(r"[.!?…][\"'”’»)\]]*$")
_LABEL = re.compile(r"[A-Z][\w'’ ]{1,30}:")
_BREAK = re.compile(
    r"(?P<stop>[.!?…]+)(?P<close>[\"'”’»)\]]*)(?P<gap>\s+)(?=[\"'“‘«(\[]*(?P<next>\S))"
    r"|(?<=[a-z)]{2})(?P<tight>\.)(?=[A-Z][a-z])"
)
_LAST_WORD = re.compile(r"[\w.]*\w$")
_FIRST_WORD = re.compile(r"\w+")

FURNITURE_CHARS = 300  # a share line or credit is short; a long paragraph is never one
HEADING_CHARS = 130  # BBC and regional headlines stay below this; running text rarely does
WRAP_WIDTHS = range(45, 121)  # the widths at which people and mail programs wrap lines
WRAP_FILL = 0.75  # a wrapped line fills at least this share of the widest
TAIL_WORDS = 20  # among related links, a paragraph this long is the story going on


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int


class _Segmenter:
    """Compiled once from ``rules/segments.toml``."""

    def __init__(self) -> None:
        book = load_rules("segments")
        self.markers = [book.regex(r) for r in book.rules if r.id.startswith("item.")]
        self.anywhere = [book.regex(r) for r in book.rules if r.id.startswith("furniture.any.")]
        self.opening = [
            book.regex(r)
            for r in book.rules
            if r.id.startswith("furniture.") and not r.id.startswith("furniture.any.")
        ]
        self.trigger = book.trigger
        self.tail = [book.regex(r) for r in book.rules if r.id.startswith("tail.")]
        words = book.vocabulary
        self.never = frozenset(words["abbreviation"]) | frozenset(words["month_short"])
        self.either = frozenset(words["either"])
        self.openers = frozenset(words["opener"])

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
            visible = _VISIBLE.search(text, match.start(), match.end())
            if run and (visible is None or text.count("\n", last, match.start()) > 1):
                yield run
                run = []
            last = match.end()
            if visible is not None:
                run.append(_Line(visible.start(), visible.end()))
        if run:
            yield run

    def is_furniture(self, words: str) -> bool:
        """Whether a whole line is a share line, credit, cookie notice or the like."""
        if len(words) > FURNITURE_CHARS:
            return False
        if any(pattern.fullmatch(words) for pattern in self.opening):
            return True
        return bool(self.trigger.search(folded(words))) and any(
            pattern.fullmatch(words) for pattern in self.anywhere
        )

    def blocks(self, text: str) -> list[Block]:
        found: list[Block] = []
        for run in self.chunks(text):
            widest = max(line.end - line.start for line in run)
            previous: _Line | None = None
            for line in run:
                if self.is_furniture(text[line.start : line.end]):
                    kind = BlockKind.FURNITURE
                    found.append(Block(len(found), line.start, line.end, kind))
                    previous = None
                    continue
                words = self.marker(text, line.start, line.end)
                if (
                    previous is not None
                    and words == line.start
                    and self.wrapped(text, previous, line, widest)
                ):
                    found[-1] = replace(found[-1], end=line.end)
                else:
                    kind = BlockKind.ITEM if words > line.start else BlockKind.PARAGRAPH
                    marker = text[line.start : words].strip()
                    found.append(Block(len(found), words, line.end, kind, marker))
                previous = line
        return found

    def wrapped(self, text: str, above: _Line, below: _Line, widest: int) -> bool:
        """Whether ``below`` goes on with the sentence that ``above`` breaks off."""
        ends = _ENDS.search(text, above.start, above.end)
        if text[below.start].islower() and not ends:
            return True
        if widest not in WRAP_WIDTHS or _LABEL.match(text, below.start, below.end):
            return False
        return above.end - above.start >= WRAP_FILL * widest

    def classify(self, text: str, blocks: list[Block]) -> tuple[Block, ...]:
        """Headings, captions and furniture told from paragraphs."""
        out: list[Block] = []
        tail = False
        for block in blocks:
            words = text[block.start : block.end]
            is_sentence = bool(_TERMINAL.search(words))
            if tail and is_sentence and words.count(" ") >= TAIL_WORDS:
                tail = False
            if any(p.fullmatch(words) for p in self.tail):
                tail = True
            if tail or block.kind is BlockKind.FURNITURE or self.is_furniture(words):
                kind = BlockKind.FURNITURE
            elif block.kind is BlockKind.ITEM:
                kind = BlockKind.ITEM
            elif out and _is_caption_label(text[out[-1].start : out[-1].end]):
                kind = BlockKind.CAPTION
            elif _is_heading(words):
                kind = BlockKind.HEADING
            else:
                kind = BlockKind.PARAGRAPH
            out.append(replace(block, kind=kind))
        return tuple(out)

    # -- sentences ------------------------------------------------------------------------

    def sentences(self, text: str, block: Block) -> Iterator[tuple[int, int]]:
        if block.kind is BlockKind.FURNITURE:
            yield block.start, block.end
            return
        start = block.start
        for match in _BREAK.finditer(text, block.start, block.end):
            if match["tight"]:
                cut = resume = match.end()
            elif self.ends_sentence(text, block.start, match):
                cut, resume = match.end("close"), match.end("gap")
            else:
                continue
            if cut > start:
                yield start, cut
                start = resume
        if start < block.end:
            yield start, block.end

    def ends_sentence(self, text: str, floor: int, match: re.Match[str]) -> bool:
        stop, following = match["stop"], match["next"]
        if following.islower() or following in ",;:–—-&/":
            return False
        if stop != ".":
            return True
        before = _LAST_WORD.search(text, max(floor, match.start() - 24), match.start())
        if before is None:
            return True
        word = before[0]
        opener = _FIRST_WORD.search(text, match.end("gap"))
        opens = opener is not None and opener[0] in self.openers
        folded = word.lower()
        if folded == "no":
            return not following.isdigit()
        if folded in self.never:
            return False
        if folded in self.either:
            return opens
        is_initial = len(word) == 1 and word.isupper() and word != "I"
        is_acronym = len(word) > 1 and "." in word and len(word.split(".")[-1]) == 1
        if (is_initial or is_acronym) and following.isalpha() and not match["close"]:
            return opens
        return True


def _is_heading(words: str) -> bool:
    return len(words) <= HEADING_CHARS and not _ENDS.search(words) and not _INNER_END.search(words)


def _is_caption_label(words: str) -> bool:
    return words.rstrip(",").lower() in ("image caption", "media caption")


@lru_cache(maxsize=1)
def _segmenter() -> _Segmenter:
    return _Segmenter()


def segment(document: Document) -> Analysis:
    """A document as blocks and sentences, ready for the components.

    Sentences are in order, do not overlap and do not cross blocks; an item's marker stands
    outside its sentence.
    """
    text = document.text
    segmenter = _segmenter()
    blocks = segmenter.classify(text, segmenter.blocks(text))
    sentences: list[Sentence] = []
    for block in blocks:
        for start, end in segmenter.sentences(text, block):
            sentences.append(Sentence(len(sentences), start, end, block))
    return Analysis(document, blocks, tuple(sentences))

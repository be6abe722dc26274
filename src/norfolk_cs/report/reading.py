"""A document as the page shows it: paragraphs, cut where facts begin and end."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from norfolk_cs.report.visible import visible
from norfolk_cs.write.records import Record

if TYPE_CHECKING:
    from norfolk_cs.models import Document

DEEPEST = 8  # facts told of the same words; six kinds seldom make more than four
NEAR = 3  # sentences that stand so close (white space, a quotation mark) follow on each other


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a document that stands by itself, and its place (end exclusive)."""

    start: int
    end: int
    text: str
    kind: str
    marker: str = ""
    page: int | None = None


class Marked(NamedTuple):
    """Words and the number of what they belong to: a fact, or a sentence."""

    start: int
    end: int
    number: int
    kind: str = ""


def _nearness(mark: Marked) -> tuple[int, bool]:
    """The narrowest first; of the same words a date last, since it is part of what others say."""
    return mark.end - mark.start, mark.kind == "date"


def tells(document: Document, facts: Sequence[Record]) -> bool:
    """Whether a document is the one that facts were extracted from, word for word."""
    return all(
        document.text[span["start"] : span["end"]] == span["text"]
        for fact in facts
        for span in (fact["span"], fact["sentence"])
    )


def whole(document: Document) -> list[Piece]:
    """A document's text, block by block."""
    from norfolk_cs.segment import segment  # only where there are documents: it reads its rules

    return [
        Piece(
            block.start,
            block.end,
            document.text[block.start : block.end],
            str(block.kind),
            block.marker,
            bisect_right(document.pages, block.start) or None,
        )
        for block in segment(document).blocks
    ]


def known(facts: Sequence[Record]) -> list[Piece]:
    """What facts alone tell of their document: its sentences that hold one, in order."""
    spans = sorted(
        (
            (part["start"], part["start"] + len(part["text"]), part["text"], fact["page"])
            for fact in facts
            for part in (fact["sentence"], fact["span"])
        ),
        key=lambda span: (span[0], -span[1]),
    )
    pieces: list[Piece] = []
    for start, end, text, page in spans:
        last = pieces[-1] if pieces else None
        if last is None or start >= last.end:
            kind = "paragraph" if last is None or start - last.end <= NEAR else "apart"
            pieces.append(Piece(start, end, text, kind, "", page))
        elif end > last.end:  # evidence that runs on over the end of its sentence
            longer = last.text + text[last.end - start :]
            pieces[-1] = Piece(last.start, end, longer, last.kind, "", last.page)
    return pieces


def evidence(facts: Sequence[Record], numbers: Sequence[int]) -> list[Marked]:
    """The words of each fact, an actor's at every mention."""
    found = []
    for fact, number in zip(facts, numbers, strict=True):
        spans = [fact["span"], *fact["mentions"]] if fact["kind"] == "actor" else [fact["span"]]
        places = {(span["start"], span["end"]) for span in spans}
        found += [Marked(start, end, number, fact["kind"]) for start, end in places if start < end]
    return sorted(found)


def paragraphs(
    pieces: Sequence[Piece], marks: Sequence[Marked], sentences: Sequence[Marked]
) -> Iterator[list[Any]]:
    """Pieces as the page's script reads them: kind, marker, page and groups of runs.

    A group is a sentence's number (-1 for what is in none) and its runs; a run is the words
    alone, or a list of the words and the facts they are evidence for, the narrowest first.
    ``marks`` and ``sentences`` are in order of their start.
    """
    cuts = sorted({edge for mark in (*marks, *sentences) for edge in (mark.start, mark.end)})
    starts = [sentence.start for sentence in sentences]
    upcoming = 0
    open_marks: list[Marked] = []
    for piece in pieces:
        inside = cuts[bisect_right(cuts, piece.start) : bisect_left(cuts, piece.end)]
        groups: list[list[Any]] = []
        for start, end in pairwise([piece.start, *inside, piece.end]):
            while upcoming < len(marks) and marks[upcoming].start <= start:
                open_marks.append(marks[upcoming])
                upcoming += 1
            open_marks = [mark for mark in open_marks if mark.end > start]
            narrowest = nsmallest(DEEPEST, open_marks, key=_nearness)
            words = visible(piece.text[start - piece.start : end - piece.start])
            if not words:
                continue
            at = bisect_right(starts, start) - 1
            sentence = sentences[at].number if at >= 0 and sentences[at].end > start else -1
            if not groups or groups[-1][0] != sentence:
                groups.append([sentence])
            numbers = list(dict.fromkeys(mark.number for mark in narrowest))
            groups[-1].append([words, *numbers] if numbers else words)
        yield [piece.kind, visible(piece.marker), piece.page, groups]

"""The body that an inspection report names in its own title.

"Inspection of Saxby Vale local authority children's services"; a line that holds nothing but
"London Borough of Stannerby" or "Saxby Vale" over "Inspection of services for children in need of
help and protection"; "Saxby Safeguarding Children Board" over "Review of the effectiveness of the
Local Safeguarding Children Board".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from weakref import WeakKeyDictionary

from norfolk_cs.analysis import Analysis, BlockKind
from norfolk_cs.authorities import Authority, authorities
from norfolk_cs.naming.lexicon import patterns
from norfolk_cs.rulebook import load_rules
from norfolk_cs.settings import per_settings

TITLE_BLOCKS = 10  # a title page's lines, the table's labels at the latest come after them
TITLE_CHARS = 200  # a longer block is a paragraph


@dataclass(frozen=True, slots=True)
class Title:
    """The words of a report's title that name the one authority whose report it is.

    ``is_board`` says that they name its safeguarding board, which the report is about alone.
    """

    start: int
    end: int
    authority: Authority
    is_board: bool


class _Titles:
    """Reads titles, by the rules of some settings; many ask for the title of one document."""

    def __init__(self) -> None:
        book = load_rules("actors")
        self.told = patterns(book, "title.inspection")
        self.named = patterns(book, "title.of")
        self.read: WeakKeyDictionary[Analysis, Title | None] = WeakKeyDictionary()


@per_settings
def _titles() -> _Titles:
    return _Titles()


def report_title(analysis: Analysis) -> Title | None:
    """The title of an inspection report; None for other texts, and where two bodies share it."""
    titles = _titles()
    try:
        return titles.read[analysis]
    except KeyError:
        title = titles.read[analysis] = _title(analysis, titles)
        return title


def _title(analysis: Analysis, titles: _Titles) -> Title | None:
    lines = list(_lines(analysis))
    text = analysis.text
    if not any(pattern.match(text, *line) for pattern in titles.told for line in lines):
        return None
    found: list[Title] = []
    for start, end in lines:
        for pattern in titles.named:
            match = pattern.fullmatch(text, start, end)
            if match is None:
                continue
            first, last = match.span("place")
            row = authorities().named(text[first:last], analysis.document.published)
            board = match.groupdict().get("board")
            last = match.end("board") if board else last
            if row is not None:
                found.append(Title(first, last, row, is_board=bool(board)))
                break
    return found[0] if len({title.authority.name for title in found}) == 1 else None


def _lines(analysis: Analysis) -> Iterator[tuple[int, int]]:
    """The blocks at a text's head, and the single lines of those that have several."""
    text = analysis.text
    head = (block for block in analysis.blocks if block.kind is not BlockKind.FURNITURE)
    for block in islice(head, TITLE_BLOCKS):
        if block.end - block.start > TITLE_CHARS:
            continue
        yield block.start, block.end
        start = block.start
        while (end := text.find("\n", start, block.end)) >= 0:
            yield start, end
            start = end + 1
        if start > block.start:
            yield start, block.end

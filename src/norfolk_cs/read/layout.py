"""The lines of printed pages → readable text, with the place of every page kept.

Running heads, page numbers, tables of contents and footnotes are left out; hard-wrapped lines
are joined, hyphens at line ends healed, bullets and numbered paragraphs kept as items, and the
cells of a judgement table put back on their row. Where a line stands and how large it is set
decides; its words only help out over page ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from norfolk_cs.rulebook import load_rules
from norfolk_cs.settings import per_settings

MARGIN = 0.12  # running heads stand in the outer eighth of the page
RUNNING_PAGES = 3  # words in the margin of so many pages are running heads
RUNNING_SHARE = 0.5  # or of half the pages, where there are few
SAME_HEIGHT = 3.0  # points; a running head stands where it does on every page
LEADING = 1.45  # lines of a paragraph stand at most so many type sizes apart; 1.2 is usual
SIZE_STEP = 0.6  # points; a smaller difference is rounding
HEADING_SHARE = 0.6  # a line shorter than this share of its block's longest may be a heading
CELL_STEP = 90  # points to the right of its label; an indent is at most half of that
BULLET, SUB_BULLET = "•", "–"  # what bullets of any glyph become
SUB_INDENT = 6  # points; a list within a list stands further in, with bullets of its own
GRADE_CHARS = 40  # "Requires improvement to be good", with room for notes
CELL_GAP = "    "  # stands between the cells of a row

_LETTERS = re.compile(r"[^\W\d_]+")
_STOP = re.compile(r"[.!?:;][\"'”’)]*$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHEN_END = re.compile(r"([^\W\d_]+)-$")
_BEHIND_GRADE = " \t0123456789*†¹²³"  # a space, the mark of a footnote
# The last words of grades, looked at before the rule.
_GRADE_ENDS = frozenset(
    ("outstanding", "good", "improvement", "requires", "inadequate", "adequate", "satisfactory",
     "judged")
)  # fmt: skip
_DATED = re.compile(r"\d{4}\b")


class Line(NamedTuple):
    """A line of a page: ``x``/``y`` of its origin and ``size`` in points, ``y`` upwards.

    ``height`` is the page's.
    """

    page: int
    text: str
    x: float
    y: float
    size: float
    height: float


@dataclass(slots=True)
class _Block:
    """A paragraph, or a row of a table: the lines of its label, then those of its other cells."""

    marker: str
    lines: list[Line] = field(default_factory=list)
    cells: list[tuple[str, Line]] = field(default_factory=list)  # with what stands before each

    def pieces(self) -> Iterator[tuple[str, Line]]:
        """The lines as they are read, each with what stands before it."""
        yield from ((" ", line) for line in self.lines)
        yield from self.cells


@per_settings
def _rules() -> dict[str, re.Pattern[str]]:
    book = load_rules("layout")
    return {rule.id.removeprefix("layout."): book.regex(rule) for rule in book.rules}


def lay_out(lines: Iterable[Line], pages: range) -> tuple[str, tuple[int, ...]]:
    """The lines of ``pages`` as one text, and the offset at which each page starts in it.

    Blocks are parted by a blank line. A page with nothing left starts where the next one does.
    """
    every = [line for line in lines if line.text.strip()]
    body = _body_size(every)
    kept = _without_contents(_without_notes(_without_margins(every, len(pages)), body))
    whole = "\n".join(line.text for line in kept).lower()
    out: list[str] = []
    starts: dict[int, int] = {}
    length = 0

    def put(piece: str) -> None:
        nonlocal length
        out.append(piece)
        length += len(piece)

    for block in _blocks(kept):
        if out:
            put("\n\n")
        starts.setdefault(block.lines[0].page, length)
        if block.marker:
            put(block.marker + " ")
        previous = ""
        for gap, line in block.pieces():
            if previous.endswith("-") and gap == " ":
                gap = ""
                if _only_broken(previous, line.text, whole):
                    out[-1] = out[-1][:-1]
                    length -= 1
            if previous:
                put(gap)
            starts.setdefault(line.page, length)
            put(line.text)
            previous = line.text
    places: list[int] = []
    following = length
    for page in reversed(pages):
        following = starts.get(page, following)
        places.append(following)
    return "".join(out), tuple(reversed(places))


def grade_at_end(words: str) -> int | None:
    """Where a grade begins that ends a line with other words before it, or None."""
    if words.rstrip(_BEHIND_GRADE).rpartition(" ")[2].lower() not in _GRADE_ENDS:
        return None
    match = _rules()["grade-beside"].fullmatch(words)
    return match.start("cell") if match else None


# -- what is left out ------------------------------------------------------------------------


def _body_size(lines: Sequence[Line]) -> float:
    """The type size in which most of the text is set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size)) if sizes else 0.0


def _without_margins(lines: Sequence[Line], pages: int) -> list[Line]:
    """Page numbers and running heads dropped; from the title page's head only dated ones."""
    number = _rules()["page-number"]
    found: dict[str, dict[int, float]] = {}
    for line in lines:
        if _in_margin(line):
            found.setdefault(_key(line.text), {})[line.page] = line.y
    bar = min(RUNNING_PAGES, max(2, round(pages * RUNNING_SHARE)))
    kept = []
    for line in lines:
        if _in_margin(line):
            if number.fullmatch(line.text.strip()):
                continue
            heights = found[_key(line.text)].values()
            running = sum(abs(y - line.y) < SAME_HEIGHT for y in heights) >= bar
            titled = line.page == 0 and line.y > line.height / 2
            if running and (not titled or _DATED.search(line.text)):
                continue
        kept.append(line)
    return kept


def _in_margin(line: Line) -> bool:
    return not MARGIN * line.height < line.y < (1 - MARGIN) * line.height


def _key(text: str) -> str:
    """A line to recognise it by on other pages: its letters, whatever number stands by."""
    return " ".join(_LETTERS.findall(text)).lower()


def _without_notes(lines: list[Line], body: float) -> list[Line]:
    """Footnotes dropped: small type at a page's foot that opens with the note's number."""
    opens = _rules()["footnote"]
    out: list[Line] = []
    page, in_note = -1, False
    for line in lines:
        if line.page != page:
            page, in_note = line.page, False
        small = line.size < body - SIZE_STEP
        if small and line.y < line.height / 2 and opens.match(line.text.strip()):
            in_note = True
        in_note = in_note and small
        if not in_note:
            out.append(line)
    return out


def _without_contents(lines: list[Line]) -> list[Line]:
    """Tables of contents dropped: their heading and the entries that end with a page number."""
    heading, entry = _rules()["contents"], _rules()["contents-line"]
    out: list[Line] = []
    place = 0
    while place < len(lines):
        if not heading.fullmatch(lines[place].text.strip()):
            out.append(lines[place])
            place += 1
            continue
        place += 1
        while place < len(lines):
            # an entry may wrap over three lines; its last one holds the number
            reach = lines[place : place + 3]
            wrap = next(
                (n for n, line in enumerate(reach) if entry.fullmatch(line.text.strip())), None
            )
            if wrap is None:
                break
            place += wrap + 1
    return out


# -- what belongs together -------------------------------------------------------------------


def _blocks(lines: list[Line]) -> list[_Block]:
    blocks: list[_Block] = []
    block: _Block | None = None
    above: Line | None = None
    bullet: tuple[str, float] = ("", 0.0)  # of the outer list: its glyph and place
    for raw in lines:
        marker, words = _marker(_clean(raw.text.strip()))
        if marker == BULLET:
            glyph, indent = raw.text.lstrip()[0], raw.x - bullet[1]
            if bullet[0] not in ("", glyph) and SUB_INDENT < indent < CELL_STEP:
                marker = SUB_BULLET
            else:
                bullet = (glyph, raw.x)
        line = Line(raw.page, words, raw.x, raw.y, raw.size, raw.height)
        row = _row(blocks, block, line)
        if row is not None:
            block = row
            last = row.cells[-1][1] if row.cells else None
            wrapped = words[:1].islower() or (last is not None and line.y < last.y)
            row.cells.append((" " if wrapped else CELL_GAP, line))
        elif not marker and block and above and _goes_on(block, above, line):
            block.lines.append(line)
        elif block and _is_label_of(block, line):
            gaps = [CELL_GAP] + [" "] * (len(block.lines) - 1)
            block.cells = list(zip(gaps, block.lines, strict=True))
            block.marker, block.lines = marker, [line]
        else:
            block = _Block(marker, [line])
            blocks.append(block)
        above = line
    return blocks


def _clean(words: str) -> str:
    return words.replace("\u00ad", "").replace("\x02", "-")


def _marker(text: str) -> tuple[str, str]:
    """A block's bullet or number, and the words after it."""
    rules = _rules()
    match = rules["bullet"].match(text)
    if match:
        return BULLET, text[match.end() :]
    match = rules["number"].match(text)
    if match:
        return match[0].strip(), text[match.end() :]
    return "", text


def _row(blocks: list[_Block], block: _Block | None, line: Line) -> _Block | None:
    """The row that a line is a further cell of: the last one, or, for a grade, any on its page.

    Tables may be set column by column.
    """
    if block is None or _is_cell(block, line):
        return block
    if len(line.text) < GRADE_CHARS and _rules()["grade-cell"].fullmatch(line.text.strip()):
        for row in reversed(blocks):
            if row.lines[0].page != line.page:
                break
            if not row.cells and _is_cell(row, line):
                return row
    return None


def _is_cell(block: _Block, line: Line) -> bool:
    """Whether a line stands beside its label rather than below it, or goes on with such a cell."""
    first, last = block.lines[0], block.lines[-1]
    if line.page != first.page or line.x < first.x + CELL_STEP or _is_noted(last, line):
        return False
    reach = LEADING * line.size
    if block.cells:
        above = block.cells[-1][1]
        return -reach / 2 < above.y - line.y < reach
    return last.y - reach / 2 < line.y < first.y + reach


def _is_noted(above: Line, line: Line) -> bool:
    """Whether a line is the rest of the one above, after the raised mark of a footnote."""
    raised = line.page == above.page and 0 <= line.y - above.y < above.size
    return raised and line.size < above.size - SIZE_STEP and line.text[:1].isdigit()


def _is_label_of(block: _Block, line: Line) -> bool:
    """Whether a line begins the label of a row whose grade was set before it."""
    first, last = block.lines[0], block.lines[-1]
    if block.cells or block.marker or line.page != first.page or line.x > first.x - CELL_STEP:
        return False
    reach = LEADING * line.size
    words = " ".join(part.text.strip() for part in block.lines)
    beside = last.y - reach / 2 < line.y < first.y + reach
    return beside and bool(_rules()["grade-cell"].fullmatch(words))


def _goes_on(block: _Block, above: Line, line: Line) -> bool:
    """Whether a line goes on with the paragraph, or the label, of the line above."""
    if _rules()["label"].match(line.text):
        return False
    if block.cells:
        # a label that wraps beside its grade
        label = block.lines[-1]
        below = label.y - line.y < LEADING * line.size and line.page == label.page
        return below and line.text[:1].islower() and not _STOP.search(label.text)
    if _is_noted(above, line):
        return True
    if abs(above.size - line.size) > SIZE_STEP:
        # a footnote mark may open a line in small type: its sentence goes on all the same
        return line.text[:1].islower() and not _STOP.search(above.text)
    if line.page == above.page and line.y < above.y:
        return above.y - line.y < LEADING * max(line.size, above.size)
    if not _STOP.search(above.text):
        return not line.text[:1].isupper()
    # over the page's end a full stop parts, unless the line hangs under its item's first
    first = block.lines[0]
    hangs = above is not first and above.x > first.x + SIZE_STEP
    full = len(line.text) > HEADING_SHARE * max(len(part.text) for part in block.lines)
    return bool(block.marker) and hangs and full and abs(line.x - above.x) < SIZE_STEP


def _only_broken(above: str, below: str, text: str) -> bool:
    """Whether a hyphen at the line's end only broke the word: the text, in lower case and with
    its line ends, has the word whole elsewhere and never with the hyphen.
    """
    head = _HYPHEN_END.search(above)
    tail = _WORD.match(below)
    if not head or not tail or not below[:1].islower():
        return False
    left, right = head[1].lower(), tail[0].lower()
    return f"{left}{right}" in text and f"{left}-{right}" not in text

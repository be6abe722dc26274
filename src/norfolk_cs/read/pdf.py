"""PDF → text and pages, by PDFium."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from norfolk_cs.errors import UnreadableDocument
from norfolk_cs.read.formats import Reading
from norfolk_cs.read.layout import Line, grade_at_end, lay_out

WINDOW = 256  # pages; more than any report has, and what bounds the memory of a longer file
CELL_GAP = 0.75  # type sizes between two cells at the least; a word space is a third of one
UNEVEN = 2.0  # times the other spaces of its line; those of a justified line are all wide
_BLANK = "\n\n"
_SPACE = re.compile(r"(?<=\S)\s+(?=\S)")
# A line, up to its end or to the U+FFFE that PDFium writes for the hyphen of a broken word.
_PIECE = re.compile("(?P<words>[^\r\n\ufffe]+)(?P<broken>\ufffe)?")


def read_pdf(data: bytes, where: str) -> Reading:
    """A PDF's text, laid out for reading, and the offset at which each page starts.

    Raises UnreadableDocument for encrypted, broken, empty and image-only files.
    """
    try:
        text, starts = _text(data)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(data, where) from error
    pages = len(starts)
    if pages == 0:
        raise UnreadableDocument("is a PDF without pages", where=where, hint="Fetch it again")
    if not text.strip():
        raise UnreadableDocument(
            f"has no text layer: its {pages} page(s) are images",
            where=where,
            hint="Run OCR on it first, for example: ocrmypdf in.pdf out.pdf",
        )
    return Reading(text=text, pages=starts)


def _unreadable(data: bytes, where: str) -> UnreadableDocument:
    match _code_of(data):
        case pdfium.FPDF_ERR_PASSWORD:
            return UnreadableDocument(
                "is encrypted", where=where, hint="Save a copy without its password"
            )
        case pdfium.FPDF_ERR_FILE:  # it understood all, and there was nothing
            return UnreadableDocument("is a PDF without pages", where=where, hint="Fetch it again")
    return UnreadableDocument(
        "is a broken or truncated PDF", where=where, hint="Fetch it again and compare its size"
    )


def _code_of(data: bytes) -> int:
    """What PDFium says is wrong with a file; FPDF_ERR_FILE where it is read and holds no page.

    It says so only where something is: else its word on an earlier file stands. So it is made to
    say first what it never says of data in memory, by a file that is not there.
    """
    pdfium.FPDF_LoadDocument(b"", None)
    try:
        pypdfium2.PdfDocument(data).close()
    except pypdfium2.PdfiumError as error:
        return int(error.err_code)
    return int(pdfium.FPDF_ERR_PAGE)  # it opens, so a page of it is broken


def _text(data: bytes) -> tuple[str, tuple[int, ...]]:
    """The text and its pages' places, laid out some hundred pages at a time.

    PDFium keeps what it has parsed, so that the file is opened anew for each window.
    """
    texts: list[str] = []
    starts: list[int] = []
    length = first = 0
    count = WINDOW
    while first < count:
        document = pypdfium2.PdfDocument(data)
        try:
            count = len(document)
            pages = range(first, min(first + WINDOW, count))
            text, places = lay_out(_lines(document, pages), pages)
        finally:
            document.close()
        first += WINDOW
        starts.extend(length + place for place in places)
        if text:
            texts.append(text)
            length += len(text) + len(_BLANK)
    return _BLANK.join(texts), tuple(starts)


def _lines(document: pypdfium2.PdfDocument, pages: range) -> Iterator[Line]:
    """Every line of some pages with its place; each page is freed before the next is read."""
    x, y = ctypes.c_double(), ctypes.c_double()
    for number in pages:
        page = document[number]
        height = page.get_height()
        text_page = page.get_textpage()
        raw, text = text_page.raw, text_page.get_text_range()
        for piece in _PIECE.finditer(text):
            broken = "-" if piece["broken"] else ""
            for start, words in _cells(text_page, piece.start(), piece["words"]):
                if words.strip():
                    first = start + len(words) - len(words.lstrip())
                    pdfium.FPDFText_GetCharOrigin(raw, first, x, y)
                    size = pdfium.FPDFText_GetFontSize(raw, first)
                    hyphen = broken if start + len(words) == piece.end("words") else ""
                    yield Line(number, words + hyphen, x.value, y.value, size, height)
        text_page.close()
        page.close()


def _cells(text_page: pypdfium2.PdfTextPage, start: int, words: str) -> list[tuple[int, str]]:
    """A line, cut before the grade at its end if that stands away from the words before it.

    PDFium puts a label's first line and the grade beside it on one line.
    """
    cut = grade_at_end(words)
    if cut is None:
        return [(start, words)]
    gaps = [
        _box(text_page, start + space.end())[0] - _box(text_page, start + space.start() - 1)[1]
        for space in _SPACE.finditer(words, 1, cut + 1)
    ]
    size = float(pdfium.FPDFText_GetFontSize(text_page.raw, start + cut))
    if gaps[-1] < CELL_GAP * size or gaps[-1] < UNEVEN * max(gaps[:-1], default=0.0):
        return [(start, words)]
    return [(start, words[:cut]), (start + cut, words[cut:])]


def _box(text_page: pypdfium2.PdfTextPage, index: int) -> tuple[float, float]:
    """The left and right edge of a character."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text_page.raw, index, left, right, bottom, top)
    return left.value, right.value

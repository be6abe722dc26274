"""Bytes → text: UTF-8 first, then what old newsrooms' files really are."""

from __future__ import annotations

import codecs
import re

from norfolk_cs.errors import UnreadableDocument

_SURROGATE = re.compile("[\ud800-\udfff]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_AGAIN = "Fetch or save it again"
_SAVE_AS = "Save it as PDF, or as text in UTF-8"
_OCR = "Run OCR on it first, for example: ocrmypdf in.png out.pdf"
# What is taken for a text by mistake: how such a file begins, what it is and what to do.
_OTHER_FILES = (
    (b"PK\x03\x04", "a zip archive or an Office document", f"Unpack it. {_SAVE_AS}"),
    (b"\xd0\xcf\x11\xe0", "an old Office document", _SAVE_AS),
    (b"{\\rtf", "Rich Text", _SAVE_AS),
    (b"\x89PNG", "an image", _OCR),
    (b"\xff\xd8\xff", "an image", _OCR),
    (b"GIF8", "an image", _OCR),
)


def decode(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    """A file's text and notes on how it was read.

    Every line end becomes a line feed and a byte order mark is dropped; offsets count in that text.
    Raises UnreadableDocument for empty files, binary files and unknown encodings.
    """
    if not data.strip():
        raise UnreadableDocument("is empty", where=where, hint=_AGAIN)
    for mark, what, hint in _OTHER_FILES:
        if data.startswith(mark):
            raise UnreadableDocument(f"is {what}", where=where, hint=hint)
    text, notes = _text_of(data, where)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise UnreadableDocument("is empty", where=where, hint=_AGAIN)
    return text, notes


def _text_of(data: bytes, where: str) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError as error:
                raise UnreadableDocument(
                    f"begins as {encoding} but is not ({error.reason} at byte {error.start})",
                    where=where,
                    hint="Save it as UTF-8 text",
                ) from error
    if b"\x00" in data:
        raise UnreadableDocument(
            f"is not text: {data.count(0)} NUL bytes in {len(data)}",
            where=where,
            hint="Give the text of the document, saved as UTF-8",
        )
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        place = error.start
    try:
        # half an emoji, as some scrapers write it: the rest of the text is sound UTF-8
        loose = data.decode("utf-8", "surrogatepass")
        return without_surrogates(loose), ("lone surrogates read as U+FFFD",)
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), (f"not UTF-8 (byte {place}), read as Windows-1252",)
    except UnicodeDecodeError as error:
        raise UnreadableDocument(
            f"is neither UTF-8 (byte {place}) nor Windows-1252 (byte {error.start})",
            where=where,
            hint="Save it as UTF-8 text",
        ) from error


def without_surrogates(text: str) -> str:
    """The text with each lone surrogate as U+FFFD; no offset moves."""
    return _SURROGATE.sub("\ufffd", text)

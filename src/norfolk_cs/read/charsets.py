"""A web page's bytes → its characters, as a browser finds out which encoding they are in."""

from __future__ import annotations

import codecs
import re

HEAD = 4096  # bytes in which a page says what it is encoded in; the standard asks for 1,024

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_HEADER = re.compile(r";\s*charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE | re.ASCII)
# What publishers call Latin 1 has always been Windows-1252 (WHATWG Encoding, 4.2).
_CALLED_LATIN = frozenset(("iso8859-1", "ascii", "cp1252"))


def charset_of(content_type: str | None) -> str | None:
    """The charset that a Content-Type header names."""
    match = _HEADER.search(content_type or "")
    return match[1] if match else None


def decode_page(data: bytes, told: str | None = None) -> str | None:
    """A page's characters; None where nothing says, and nothing shows, what its bytes are.

    ``told`` is the charset that came with the page (HTTP's header). A byte order mark goes before
    it, and it before the page's own word. What is sound UTF-8 is that, whatever is said of it: by
    chance it is not. Bytes that are none of their encoding become U+FFFD.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    said = _codec(told)
    if said is None or not said.startswith("utf-16"):
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    if said is None and (own := _META.search(data, 0, HEAD)):
        said = _codec(own[1].decode("ascii", "replace"))
        if said is not None and said.startswith("utf-16"):
            said = "utf-8"  # a declaration that could be read is none of UTF-16
    if said == "utf-8" and not _has_utf8(data):
        said = None
    return data.decode(said, "replace") if said else None


def markup_of(data: bytes, told: str | None = None) -> str:
    """A page's characters, or a guess of which only ASCII is sure to be right."""
    page = decode_page(data, told)
    return data.decode("cp1252", "replace") if page is None else page


def _codec(name: str | None) -> str | None:
    """Python's name of an encoding of text, None for one that it does not know."""
    try:
        found = codecs.lookup(name or "")
    except (LookupError, ValueError):
        return None
    if not found._is_text_encoding:
        return None
    return "cp1252" if found.name in _CALLED_LATIN else found.name


def _has_utf8(data: bytes) -> bool:
    """Whether any of the bytes beyond ASCII are UTF-8, as in a page with a few broken places."""
    return any(ord(char) != 0xFFFD for char in data.decode("utf-8", "replace") if char > "\x7f")

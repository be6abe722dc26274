"""Names as the contract writes them: slugs, and forms to compare by."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NOT_WORD = re.compile(r"[^a-z0-9]+")
_APOSTROPHE = re.compile(r"['’‘`]")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+")


def ascii_fold(text: str) -> str:
    """Lower case without accents: "Siân" → "sian"."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def slug(name: str) -> str:
    """The actor_id of a name: "Siân O'Brien" → "sian-obrien"."""
    return _NOT_WORD.sub("-", _APOSTROPHE.sub("", ascii_fold(name))).strip("-")


@lru_cache(maxsize=4096)  # a document asks for the same few names again and again
def fold(name: str) -> str:
    """A name to compare by: case, space, accents and a leading article folded."""
    spaced = " ".join(ascii_fold(name).replace("’", "'").split())
    return _ARTICLE.sub("", spaced)

"""Which documents a run is about, told from their words or their addresses before they are read.

A term is a regular expression, looked for without regard to case; a space in it stands for any
white space and ``'`` for either apostrophe. "url:" in front of it means the address: a record's
URL, else the path. To try one costs little where it does not fit, which is nearly everywhere: what
it cannot do without is looked for first, as it stands.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

from norfolk_cs.errors import NorfolkError

URL = "url:"
# Between two words of a page there may stand tags.
_GAP = r"(?:\s|<[^<>]*>)+"
_LOOSE = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]| +(?![*+?{])|'", re.DOTALL)


class Where:
    """The terms of a run: a document has to fit them all. Without any, all documents do."""

    def __init__(self, urls: Sequence[_Term], words: Sequence[_Term]) -> None:
        self.asks_words = bool(words)
        self._urls = urls
        self._words = words

    def fits(self, url: str, text: str) -> bool:
        """Whether a document of this address and text is wanted."""
        return self.fits_url(url) and self.fits_words(text)

    def fits_url(self, url: str) -> bool:
        """Whether a document may be wanted, going by its address alone."""
        lower = url.lower()
        return all(term.is_in(lower) for term in self._urls)

    def fits_words(self, text: str) -> bool:
        """Whether a document may be wanted, going by its text, or by a page as it was fetched."""
        if not self._words:
            return True
        lower = text.lower()
        return all(term.is_in(lower) for term in self._words)


@lru_cache(maxsize=8)
def where(terms: tuple[str, ...]) -> Where:
    """What terms as the user writes them mean. Raises NorfolkError for one that means nothing."""
    urls = [_term(term, term[len(URL) :]) for term in terms if term.lower().startswith(URL)]
    words = [_term(term, term) for term in terms if not term.lower().startswith(URL)]
    return Where(urls, words)


@dataclass(frozen=True, slots=True)
class _Term:
    """An expression over lower-case text; where none of its ``anchors`` stands, it cannot match."""

    pattern: re.Pattern[str]
    anchors: frozenset[str]

    def is_in(self, lower: str) -> bool:
        if self.anchors and not any(anchor in lower for anchor in self.anchors):
            return False
        found = self.pattern.search(lower)
        if found is None and "&" in lower:  # "children&rsquo;s&nbsp;services"
            found = self.pattern.search(html.unescape(lower))
        return found is not None


def _term(written: str, text: str) -> _Term:
    if not text.strip():
        raise _meaningless(written, "it is empty")
    source = _LOOSE.sub(_loosened, text.strip())
    # With an escape in it the case may matter (\S is not \s), and then the search is slower.
    folded, flags = (source, re.IGNORECASE) if "\\" in text else (_lower(source), re.NOFLAG)
    try:
        pattern = re.compile(folded, flags)
        anchors = _anchors(_parser.parse(_lower(source) if flags else folded, flags))
    except (re.error, OverflowError, RecursionError) as error:
        raise _meaningless(written, str(error)) from error
    if pattern.match(""):
        raise _meaningless(written, "it fits any text")
    return _Term(pattern, frozenset(anchors or ()))


def _loosened(match: re.Match[str]) -> str:
    found = match[0]
    if found == "'":
        return "['’‘]"
    return _GAP if found.startswith(" ") else found


def _lower(source: str) -> str:
    """The expression in lower case, all but its escapes."""
    return re.sub(r"(\\.)|[^\\]+", lambda part: part[1] or part[0].lower(), source)


def _anchors(sequence: Iterable[Any]) -> set[str] | None:
    """Words of which each match has one; None where that cannot be told.

    ASCII only: other letters may stand in a page as entities.
    """
    best: set[str] | None = None
    run = ""

    def better(found: set[str] | None) -> None:
        nonlocal best
        if found and (best is None or min(map(len, found)) > min(map(len, best))):
            best = found

    for op, argument in sequence:
        if op is _constants.LITERAL and argument < 128 and chr(argument).isalnum():
            run += chr(argument)
            continue
        better({run} if run else None)
        run = ""
        if op is _constants.SUBPATTERN:
            better(_anchors(argument[3]))
        elif op is _constants.BRANCH:
            each = [_anchors(branch) for branch in argument[1]]
            if all(each):
                better(set().union(*(found for found in each if found)))
    better({run} if run else None)
    return best


def _meaningless(written: str, reason: str) -> NorfolkError:
    return NorfolkError(
        f"{written!r} cannot be looked for: {reason}",
        where="--where",
        hint='Write words, or a regular expression, as in "ofsted|children\'s services"; '
        "url: in front of it means the address",
    )

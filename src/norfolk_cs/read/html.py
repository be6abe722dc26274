"""Web pages → the article's text, by trafilatura; its date from the page's own metadata."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from norfolk_cs.read.charsets import decode_page
from norfolk_cs.read.formats import NoArticle, Reading
from norfolk_cs.read.published import leading_date

# Where publishers put the day, the surest first (Open Graph, schema.org, Dublin Core).
_META = (
    "//meta[@property='article:published_time' or @name='article:published_time']/@content",
    "//*[@itemprop='datePublished']/@content | //*[@itemprop='datePublished']/@datetime",
    "//meta[@name='pubdate' or @name='publish-date' or @name='OriginalPublicationDate']/@content",
    "//meta[translate(@name,'DCTERMSIU','dctermsiu')='dc.date.issued' or "
    "translate(@name,'DCTERMSIU','dctermsiu')='dcterms.issued' or "
    "translate(@name,'DCTERMSIU','dctermsiu')='dc.date' or @name='date']/@content",
    "//article//time/@datetime",
)


def read_html(data: bytes, where: str, charset: str | None = None) -> Reading:
    """The article of a page, its headline first; ``charset`` is what its server said.

    Raises NoArticle where there is none.
    """
    import trafilatura  # takes a third of a second to import, and most runs read no HTML

    tree = trafilatura.load_html(decode_page(data, charset) or data)  # else it makes a guess
    published, text, title = None, "", ""
    if tree is not None:
        published = _published(tree)  # before extraction, which takes the tree apart
        page: Any = trafilatura.bare_extraction(tree, include_comments=False, with_metadata=True)
        if page is not None:
            text, title = page.text or "", (page.title or "").strip()
    paragraphs = [line.strip() for line in text.split("\n") if line.strip()]
    if not paragraphs:
        raise NoArticle(
            "is a web page without an article", where=where, hint="Save the story's own page"
        )
    if title and title not in paragraphs[:3]:
        paragraphs.insert(0, title)
    return Reading(text="\n\n".join(paragraphs), published=published)


def _published(tree: Any) -> str | None:
    for path in _META:
        for value in tree.xpath(path):
            day = _day(value.strip())
            if day:
                return day
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            found = next(_days(json.loads(script)), None)
        except (ValueError, RecursionError):
            continue
        if found:
            return found
    return None


def _day(value: str) -> str | None:
    """A date of full precision: what is vaguer in a page's head is often its copyright."""
    day = leading_date(value)
    return day if day and len(day) == len("2016-08-15") else None


def _days(value: Any) -> Iterator[str]:
    """The ``datePublished`` values of schema.org data, however deep."""
    if isinstance(value, dict):
        found = value.get("datePublished")
        if isinstance(found, str) and (day := _day(found)):
            yield day
        for inner in value.values():
            yield from _days(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _days(inner)

"""Where something is told: the document, the page, the words; and what kind of document it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from norfolk_cs.write.records import Record

Medium = Literal["report", "document", "news"]
MEDIA: tuple[Medium, ...] = ("report", "document", "news")  # the nearest to a judgement first

TABLE = "rating.table"  # how the ids of the rules begin that read judgement tables


@dataclass(frozen=True, slots=True)
class Source:
    """A place that tells something.

    ``words`` are the evidence, ``context`` the sentence that holds its first word; ``start`` and
    ``end`` are the evidence's offsets in the document, in code points. ``sentence`` counts from 1.
    ``according_to`` is the name of whoever claims it, None where the writer does. ``names_area``
    is false where it tells a judgement and does not say of which area.
    """

    doc_id: str
    path: str
    medium: Medium
    published: str | None
    page: int | None
    sentence: int
    start: int
    end: int
    words: str
    context: str
    rule: str
    according_to: str | None
    names_area: bool


class Documents:
    """What kind each document is, told from the facts of it alone.

    A *report* is a document with a judgement table in it (a rating whose rule begins
    ``rating.table``). Of the others, those with pages are *documents* of some kind (a letter, a
    plan, a report without a table), and those without are *news*.
    """

    def __init__(self, facts: Iterable[Record]) -> None:
        self.reports = {
            fact["doc_id"]
            for fact in facts
            if fact["kind"] == "rating" and fact["rule"].startswith(TABLE)
        }

    def medium(self, fact: Record) -> Medium:
        """The kind of document that a fact stands in."""
        if fact["doc_id"] in self.reports:
            return "report"
        return "news" if fact["page"] is None else "document"

    def source(self, fact: Record) -> Source:
        """The place that tells a fact."""
        claimant = fact["attributed_to"]
        span = fact["span"]
        return Source(
            doc_id=fact["doc_id"],
            path=fact["source"],
            medium=self.medium(fact),
            published=fact["published"],
            page=fact["page"],
            sentence=fact["sentence"]["index"] + 1,
            start=span["start"],
            end=span["end"],
            words=span["text"],
            context=fact["sentence"]["text"],
            rule=fact["rule"],
            according_to=claimant["name"] if claimant else None,
            names_area=fact["kind"] != "rating" or fact["area"] is not None,
        )

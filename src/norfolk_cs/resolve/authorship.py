"""Who speaks where a document orders in its own voice: who gave the notice, signed the letter.

A news story's own voice is the writer's, and recommends nothing; that of an inspection report,
a letter, an improvement notice or a statutory direction is its author's.
"""

from __future__ import annotations

from norfolk_cs.analysis import Analysis
from norfolk_cs.models import ActorRef
from norfolk_cs.naming.title import report_title
from norfolk_cs.resolve.referents import Referents
from norfolk_cs.rulebook import load_rules


def author(analysis: Analysis, referents: Referents) -> ActorRef | None:
    """The author of a report, letter, notice or direction; None for any other text."""
    if report_title(analysis):
        return referents.inspectorate
    book, text = load_rules("references"), analysis.text
    letter, signed, notice, gives = (
        book.regex(next(rule for rule in book.rules if rule.id == f"author.{name}"))
        for name in ("letter", "signed", "notice", "gives")
    )
    if opened := letter.match(text):
        under = signed.search(text, opened.end())
        if opened["inspectorate"] or (under and under["inspector"]):
            return referents.inspectorate
        return referents.resolve(analysis.ref(*under.span("who"))) if under else None
    if notice.match(text) and (given := gives.search(text)):
        return referents.resolve(analysis.ref(*given.span("who" if given["who"] else "directs")))
    return None

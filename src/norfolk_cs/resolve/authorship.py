"""Who speaks where a document orders in its own voice: who gave the notice, signed the letter.

A news story's own voice is the writer's, and recommends nothing; that of an inspection report,
a letter, an improvement notice or a statutory direction is its author's.
"""

from __future__ import annotations

import re

from norfolk_cs.analysis import Analysis
from norfolk_cs.models import ActorRef
from norfolk_cs.naming.title import report_title
from norfolk_cs.resolve.referents import Referents
from norfolk_cs.rulebook import load_rules
from norfolk_cs.settings import per_settings
from norfolk_cs.triggers import Trigger

# Papers told by how they open, with words of the opening: no text that lacks them is read for it.
_PAPERS = {
    "letter": r"\bdear\b",
    "inspection": r"\binspect(?:ed|ion)\b",
    "statement": r"\bstatement\b",
    "notice": r"\b(?:notice|direction)\b",
    "officer": r"\b(?:report (?:of|by|from|author)|author|officer)(?: the)?\s*[:–-]",
    "minutes": r"\b(?:minutes|present|attendance|apologies)\b",
}


@per_settings
def _openings() -> dict[str, tuple[re.Pattern[str], Trigger]]:
    """What each paper opens with, and what tells that a text can be none."""
    book = load_rules("references")
    rules = {rule.id.removeprefix("author."): rule for rule in book.rules}
    return {
        name: (book.regex(rules[name]), Trigger(book.compile(told, case=True)))
        for name, told in _PAPERS.items()
    }


@per_settings
def _naming() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Who signs a letter, and who gives a notice."""
    book = load_rules("references")
    rules = {rule.id: rule for rule in book.rules}
    return book.regex(rules["author.signed"]), book.regex(rules["author.gives"])


def author(analysis: Analysis, referents: Referents) -> ActorRef | None:
    """The author of a report, letter, notice, direction or minutes; None for any other text."""
    if report_title(analysis):
        return referents.inspectorate
    text = analysis.text
    if letter := _opens(analysis, "letter"):
        under = _naming()[0].search(text, letter.end())
        if letter["inspectorate"] or (under and under["inspector"]):
            return referents.inspectorate
        return _signed(analysis, referents, under)
    if _opens(analysis, "inspection"):
        return referents.inspectorate
    if statement := _opens(analysis, "statement"):
        said = "who" if statement["who"] else "made"
        return referents.resolve(analysis.ref(*statement.span(said)))
    if _opens(analysis, "notice") and (given := _naming()[1].search(text)):
        return referents.resolve(analysis.ref(*given.span("who" if given["who"] else "directs")))
    if reported := _opens(analysis, "officer") or _opens(analysis, "minutes"):
        return referents.resolve(analysis.ref(*reported.span("who")))
    return None


def signatory(analysis: Analysis, referents: Referents) -> ActorRef | None:
    """Whose name stands under a letter, be it the inspectorate's."""
    letter = _opens(analysis, "letter")
    under = _naming()[0].search(analysis.text, letter.end()) if letter else None
    return _signed(analysis, referents, under)


def _signed(
    analysis: Analysis, referents: Referents, under: re.Match[str] | None
) -> ActorRef | None:
    return referents.resolve(analysis.ref(*under.span("who"))) if under else None


def recipient(analysis: Analysis, referents: Referents) -> ActorRef | None:
    """Whom a letter is addressed to: its "you"."""
    letter = _opens(analysis, "letter")
    return referents.resolve(analysis.ref(*letter.span("to"))) if letter else None


def _opens(analysis: Analysis, paper: str) -> re.Match[str] | None:
    opening, told = _openings()[paper]
    return opening.match(analysis.text) if told.search(analysis.folded) else None

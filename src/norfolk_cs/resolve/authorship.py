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

_NAMES = ("letter", "signed", "notice", "gives", "officer", "minutes")


@per_settings
def _patterns() -> list[re.Pattern[str]]:
    book = load_rules("references")
    rules = {rule.id: rule for rule in book.rules}
    return [book.regex(rules[f"author.{name}"]) for name in _NAMES]


def author(analysis: Analysis, referents: Referents) -> ActorRef | None:
    """The author of a report, letter, notice, direction or minutes; None for any other text."""
    if report_title(analysis):
        return referents.inspectorate
    text = analysis.text
    letter, signed, notice, gives, officer, minutes = _patterns()
    if opened := letter.match(text):
        under = signed.search(text, opened.end())
        if opened["inspectorate"] or (under and under["inspector"]):
            return referents.inspectorate
        return referents.resolve(analysis.ref(*under.span("who"))) if under else None
    if notice.match(text) and (given := gives.search(text)):
        return referents.resolve(analysis.ref(*given.span("who" if given["who"] else "directs")))
    if reported := officer.match(text) or minutes.match(text):
        return referents.resolve(analysis.ref(*reported.span("who")))
    return None


def recipient(analysis: Analysis, referents: Referents) -> ActorRef | None:
    """Whom a letter is addressed to: its "you"."""
    opened = _patterns()[0].match(analysis.text)
    return referents.resolve(analysis.ref(*opened.span("to"))) if opened else None

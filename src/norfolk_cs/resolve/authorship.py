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


def correspondents(
    analysis: Analysis, referents: Referents
) -> tuple[ActorRef | None, ActorRef | None]:
    """The author of a report, letter, notice, direction or minutes, None for any other text; and
    whom a letter is addressed to: its "you".
    """
    letter, *others = _patterns()
    opened = letter.match(analysis.text)
    author = _author(analysis, referents, opened, others)
    return author, referents.resolve(analysis.ref(*opened.span("to"))) if opened else None


def _author(
    analysis: Analysis,
    referents: Referents,
    opened: re.Match[str] | None,
    patterns: list[re.Pattern[str]],
) -> ActorRef | None:
    if report_title(analysis):
        return referents.inspectorate
    text = analysis.text
    signed, notice, gives, officer, minutes = patterns
    if opened:
        under = signed.search(text, opened.end())
        if opened["inspectorate"] or (under and under["inspector"]):
            return referents.inspectorate
        return referents.resolve(analysis.ref(*under.span("who"))) if under else None
    if notice.match(text) and (given := gives.search(text)):
        return referents.resolve(analysis.ref(*given.span("who" if given["who"] else "directs")))
    if reported := officer.match(text) or minutes.match(text):
        return referents.resolve(analysis.ref(*reported.span("who")))
    return None

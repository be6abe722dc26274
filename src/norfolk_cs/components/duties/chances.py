"""Last chances: "one chance left to deliver", whose they are and who says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from norfolk_cs.analysis import Analysis, DeadlineMention, Ref, Sentence
from norfolk_cs.components.duties.limits import TimeLimits
from norfolk_cs.components.duties.subjects import TRAILING, subjects
from norfolk_cs.components.duties.who import Who
from norfolk_cs.rulebook import Rulebook
from norfolk_cs.stems import holds, stems_of

REACH = 60  # "gave the county" and "has been issued with" stand this near a chance

_RULE = "deadline.ultimatum"


class LastChances:
    """Built from the deadline rules: the words for a last chance, and its parties' places."""

    def __init__(self, book: Rulebook, limits: TimeLimits) -> None:
        rules = {rule.id: book.regex(rule) for rule in book.rules}
        rule = next(rule for rule in book.rules if rule.id == _RULE)
        self._stems, self._also = stems_of(rule), stems_of(rule, "also")
        self._limits = limits
        self._subjects = subjects()
        self._trigger = book.trigger
        self._chance = rules[_RULE]
        self._offered = rules["chance.offered"]
        self._denied = rules["chance.denied"]
        self._gave = rules["chance.gave"]
        self._handed = rules["chance.handed"]
        self._owner = rules["chance.owner"]
        self._for = rules["chance.for"]

    def find(self, analysis: Analysis) -> Iterator[DeadlineMention]:
        """The ultimatums of a document, but for tickets, comments and chances denied."""
        text = analysis.text
        for sentence in self._near(analysis):
            for match in self._chance.finditer(text, sentence.start, sentence.end):
                before = max(sentence.start, match.start() - REACH)
                if self._offered.match(text, match.end(), sentence.end):
                    continue
                if self._denied.search(text, before, match.start()):
                    continue
                obliged, setter = self._parties(analysis, sentence, match, before)
                yield DeadlineMention(
                    start=match.start(),
                    end=match.end(),
                    rule=_RULE,
                    basis="ultimatum",
                    obliged=obliged,
                    set_by=setter,
                    consequence=self._limits.consequence(analysis, sentence, match.end()),
                )

    def _near(self, analysis: Analysis) -> Iterator[Sentence]:
        """The prose sentences that hold the trigger, and stems."""
        for sentence in analysis.triggered(self._trigger):
            held = analysis.folded[sentence.start : sentence.end]
            if holds(held, self._stems) and holds(held, self._also):
                yield sentence

    def _parties(
        self, analysis: Analysis, sentence: Sentence, match: re.Match[str], before: int
    ) -> tuple[Ref | None, Ref | None]:
        """Whose last chance it is and who says so: "gave the county a …", "Norfolk's …",
        "it has a …", "a … for the leaders".
        """
        text = analysis.text
        gave = self._gave.search(text, before, match.start())
        if gave:
            setter = self._subjects.find(text, sentence.start, gave.start(), anywhere=True)
            by = analysis.ref(setter.start, setter.end) if setter else None
            return _whom(analysis, gave), by
        if match["whose"]:
            return analysis.ref(*match.span("whose")), None
        owner = self._owner.search(text, before, match.start())
        whom = owner or self._for.match(text, match.end(), sentence.end)
        if whom:
            return _whom(analysis, whom), None
        handed = self._handed.search(text, before, match.start())
        start = handed.start() if handed else match.start()
        start = self._subjects.before_auxiliaries(text, sentence.start, start)
        subject = self._subjects.find(text, sentence.start, start)
        if subject is None or self._subjects.kind(text, subject) not in (Who.BODY, Who.IT):
            return None, None
        return analysis.ref(subject.start, subject.end), None


def _whom(analysis: Analysis, match: re.Match[str]) -> Ref:
    group = "to" if match["to"] else "to1"
    start = match.start(group)
    return analysis.ref(start, start + len(match[group].rstrip(TRAILING)))

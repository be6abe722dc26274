"""The judgement tables of inspection reports, read from the lines themselves.

A table's cells are hard-wrapped and its rows run together in whatever blocks the page gives, so
a row is found by its judgement's full name and a grade at the end of a line.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from norfolk_cs.analysis import Analysis, RatingMention
from norfolk_cs.beginnings import CLASSES, word_beginnings
from norfolk_cs.grading.what import OVERALL, What
from norfolk_cs.grading.window import Surroundings
from norfolk_cs.naming.title import report_title
from norfolk_cs.rulebook import Rule, Rulebook
from norfolk_cs.scales import DEFAULT_SCALE, Scales
from norfolk_cs.stems import holds, stems_of
from norfolk_cs.triggers import matches_at

LSCB = "lscb"
_BEHIND = " \t\n|)*†¹²³" + string.digits  # a cell's edge, a footnote's mark
_AFTER = _BEHIND + ".,;\"'”’"  # what may follow a grade at its line's end
MIN_ROWS = 2  # a line on its own is a table's overall judgement only above a table
TABLE_REACH = 1500  # code points: the board's judgement stands under the table, on its page
# What a letter of a beginning stands for in lower-case text, where case is ignored.
_FORMS = CLASSES | {"i": "[iıİ]", "s": "[sſ]"}
_LABEL = re.compile(r"\(\?P<\w+>(\{\w+\})\)")


@dataclass(frozen=True, slots=True)
class _Row:
    rule: str
    label: str
    area: str | None
    grade: re.Match[str]
    is_councils: bool = True  # whether only a council's services are judged by that name
    is_before: bool = False  # whether it is the grade of the inspection before


class _Lines:
    """A rule that reads lines; only those that open as one of its labels does are tried."""

    def __init__(self, book: Rulebook, rule: Rule) -> None:
        self._pattern = book.regex(rule)
        labels = [
            word_beginnings(book.expand(rf"\b{label}")) for label in _LABEL.findall(rule.pattern)
        ]
        openings = sorted(frozenset().union(*labels)) if all(labels) else []
        letters = "|".join("".join(map(_letter, opening)) for opening in openings)
        self._opening = re.compile(rf"\n(?=[ \t•*●–-]*(?:[\d.]+[ \t]+)?(?:{letters}))")

    def finditer(self, analysis: Analysis) -> Iterator[re.Match[str]]:
        """The rule's matches in a text."""
        starts = (found.end() for found in self._opening.finditer(analysis.folded))
        text = analysis.text
        return matches_at(self._pattern, text, 0, len(text), chain((0,), starts))


def _letter(char: str) -> str:
    return _FORMS.get(char) or re.escape(char)


class JudgementTables:
    """Compiled once from the table rules of ``rules/ratings.toml``."""

    def __init__(self, book: Rulebook, scales: Scales, what: What) -> None:
        self.scales = scales
        self.what = what
        rules = {rule.id: rule for rule in book.rules}
        self.row = _Lines(book, rules["rating.table"])
        self.overall = _Lines(book, rules["rating.table-overall"])
        self.board = _Lines(book, rules["rating.table-lscb"])
        self.setting = _Lines(book, rules["rating.table-setting"])
        self.settings = stems_of(rules["rating.table-setting"])
        self.inspected = book.compile(book.table["reading"]["inspected"])
        self.before = book.compile(book.table["reading"]["last_inspected"])

    def mentions(self, analysis: Analysis, around: Surroundings) -> Iterator[RatingMention]:
        """One mention for each row; a judgement told again is a ``rating.heading``."""
        if not self.may_be_in(analysis.folded):
            return
        rows = [*self.rows(analysis, around), *self.of_setting(analysis, around)]
        if not rows:
            return
        judged_on = self.last_day(self.inspected, analysis, around)
        told_before = any(row.is_before for row in rows)
        before = self.last_day(self.before, analysis, around) if told_before else None
        ours = self.scales[DEFAULT_SCALE] if report_title(analysis) else None
        for row in rows:
            last = around.last_scale(row.grade.start())
            if last and row.is_councils and not last.councils:
                last = None  # "Ofsted with the CQC": it is the council that is graded
            scale = ours or last or self.scales[DEFAULT_SCALE]
            grade = scale.grade(row.grade[0])
            if grade is None or analysis.sentence_at(row.grade.start()) is None:
                continue
            yield RatingMention(
                row.grade.start(),
                row.grade.end(),
                row.rule,
                value=grade.value,
                scale=scale.id,
                subject=self.what.words(row.label),
                area=row.area,
                judged_on=before if row.is_before else judged_on,
                previous=row.is_before,
            )

    def may_be_in(self, folded: str) -> bool:
        """Whether a line of a text in lower case ends with a grade: in most news none does."""
        ends = self.scales.last_words
        return any(line.rstrip(_AFTER).endswith(ends) for line in folded.splitlines())

    def rows(self, analysis: Analysis, around: Surroundings) -> Iterator[_Row]:
        """The rows of a text's tables, and the lines over and under them."""
        told: set[str | None] = set()
        end: int | None = None  # of the table
        for match in self.row.finditer(analysis):
            label = match["label"] or match["short"]
            area = self.what.area(label, "", "", None)
            grade = self.grade_in(match, around)
            if grade:
                rule = "rating.heading" if area in told else "rating.table"
                yield _Row(rule, label, area, grade, is_councils=match["label"] is not None)
            if area not in told:
                end = match.end()
            told.add(area)
        if len(told) >= MIN_ROWS:
            for match in self.overall.finditer(analysis):
                if grade := self.grade_in(match, around):
                    yield _Row("rating.table-overall", match["label"], OVERALL, grade)
        for match in self.board.finditer(analysis):
            if grade := self.grade_in(match, around):
                far = end is not None and match.start() - end > TABLE_REACH
                rule = "rating.heading" if far else "rating.table-lscb"
                yield _Row(rule, match["label"], LSCB, grade)

    def of_setting(self, analysis: Analysis, around: Surroundings) -> Iterator[_Row]:
        """The rows of a table in the report on a home or the like."""
        told = holds(analysis.folded, self.settings)
        for match in self.setting.finditer(analysis) if told else ():
            if grade := self.grade_in(match, around):
                before = match["before"] is not None
                area = OVERALL if before else self.what.area(match["label"], "", "", None)
                yield _Row("rating.table-setting", match["label"], area, grade, False, before)

    def grade_in(self, match: re.Match[str], around: Surroundings) -> re.Match[str] | None:
        """The grade's own words: the last ones in the row."""
        end = match.start() + len(match[0].rstrip(_BEHIND))
        grades = list(around.grades(match.start(), end))
        return grades[-1] if grades else None

    def last_day(
        self, told: re.Pattern[str], analysis: Analysis, around: Surroundings
    ) -> str | None:
        """The last day of "Inspection dates: 11 to 22 October 2021"."""
        line = told.search(analysis.text)
        dates = around.dates_between(line.start(), line.end()) if line else []
        return max((date.last for date in dates if date.last), default=None)

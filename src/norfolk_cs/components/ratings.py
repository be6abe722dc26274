"""Ratings: grades on an inspectorate's scale, told of a service or body."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace
from typing import ClassVar

from norfolk_cs.analysis import Analysis, Block, BlockKind, RatingMention, Ref, Sentence
from norfolk_cs.components.base import Component
from norfolk_cs.grading.frames import ACCEPTED, VETOED, Frames, left_of
from norfolk_cs.grading.judging import Judging
from norfolk_cs.grading.tables import JudgementTables
from norfolk_cs.grading.what import What
from norfolk_cs.grading.window import Candidate, Given, Surroundings, Window
from norfolk_cs.rulebook import Rule, Rulebook, RuleFile
from norfolk_cs.scales import load_scales, normal_form

SCALE_STEPS = 3  # so many different grades in a row explain the scale, they give no grade
SENTENCE_GRADES = 30  # what holds more is no sentence; the work would grow with its square
TITLE_REACH = 30  # before "a good rating" only words this near say what was rated
ATTRIBUTIVE = frozenset({"rating.attributive", "rating.department", "rating.rated"})

_OPENING = "\"'“‘"
_CLOSING = re.compile(r"[,.]?[\"'”’](?!\w)")
_LISTED = re.compile(r"[\"'”’]*\s*(?:,|;|/|,?\s*\b(?:and|or|to)\b)\s*(?:\b(?:and|or)\s+)?[\"'“‘]*")
_VERBAL = re.compile(r"requir|need", re.IGNORECASE)


class Ratings(Component):
    """Every grade word is a candidate; the first rule whose before and after fit decides.

    Accepts, with any of the scales' grades for G: "rated, judged, branded, deemed, found to be
    G", active and passive, several in one sentence; "a G verdict", "a rating of G", "its 'G'
    department"; "services are G", "care requires improvement"; "downgraded from G to G"; "no
    longer G"; list items that open with a grade; the rows of a report's judgement table.
    """

    kind: ClassVar[str] = "ratings"

    def __init__(self, rulebook: Rulebook | None = None) -> None:
        super().__init__(rulebook)
        self.scales = load_scales()
        words = RuleFile(vocabulary=self.scales.vocabulary(), table={"area": self.scales.areas()})
        book = self.rulebook = self.rulebook.extended(words, "data/scales.toml")
        self.what = What(book)
        self.judging = Judging(book, self.scales)
        self.tables = JudgementTables(book, self.scales, self.what)
        self.everyday = frozenset(book.vocabulary["everyday"])
        self.ungraded = book.compile(r"\b(?:{ungraded})\b")
        self.deciding = Frames(book, "veto.", "rating.")
        self.together = book.compile(book.table["reading"]["together"])
        self.past = Frames(book, "previous.")
        self.denied = Frames(book, "negated.")
        self.last = Frames(book, "last.")

    def match(self, analysis: Analysis) -> list[RatingMention]:
        """The ratings told in an analysis, in text order."""
        around = Surroundings(analysis, self.scales, self.ungraded)
        if next(around.grades(), None) is None:
            return []
        found = list(self.tables.mentions(analysis, around))
        taken = {mention.start for mention in found}
        told_last: set[int] = set()
        rater: Ref | None = None
        block: Block | None = None
        for sentence in analysis.triggered(self.scales.trigger):
            for mention in self.prose(analysis, sentence, around, taken, told_last):
                if mention.start in taken:
                    continue
                # within a paragraph the same inspectorate goes on grading
                if mention.rater is None and not mention.previous and sentence.block is block:
                    mention = replace(mention, rater=rater)
                rater, block = mention.rater, sentence.block
                found.append(mention)
        # "its last inspection" is a past one only where the text also tells a newer grade
        if any(not mention.previous and mention.start not in told_last for mention in found):
            found = [
                replace(mention, previous=True) if mention.start in told_last else mention
                for mention in found
            ]
        return sorted(self.dated(analysis, around, found), key=lambda mention: mention.start)

    def dated(
        self, analysis: Analysis, around: Surroundings, found: list[RatingMention]
    ) -> list[RatingMention]:
        """The ratings, those without a date of their own dated by the visit told of."""
        opened = [mention for mention in found if _is_open(mention)]
        if not opened:
            return found
        visit, own = self.judging.visit(analysis, around)
        own = own or next((mention.body.text for mention in opened if mention.body), "")
        return [
            replace(mention, judged_on=visit)
            if _is_open(mention)
            and _is_of(mention.body, own)
            and not self.judging.is_forecast(analysis, mention.start)
            else mention
            for mention in found
        ]

    def prose(
        self,
        analysis: Analysis,
        sentence: Sentence,
        around: Surroundings,
        taken: Set[int],
        told_last: set[int],
    ) -> list[RatingMention]:
        """The ratings of one sentence; those of a last inspection are noted in ``told_last``.

        A sentence whose one grade is ``taken``, a table's, is not read again but for a trace.
        """
        window = Window(analysis, sentence, _lead_in(analysis, sentence))
        candidates = self.candidates(window, around)
        if len(candidates) > SENTENCE_GRADES:
            return []
        lone = candidates[0] if len(candidates) == 1 and analysis.trace is None else None
        if (
            lone
            and window.offset(lone.start) in taken
            and not self.is_of_last(window, lone, around)
        ):
            return []
        told: list[RatingMention] = []
        masked = window.text  # accepted grades are masked in it, one by one
        previous: Given | None = None
        for place, candidate in enumerate(candidates):
            rule = self.decide(self.deciding, candidate, masked)
            if rule is None:
                _drop(window, candidate, "no rule reads the words around it as giving a grade")
                continue
            if rule.id.startswith("veto."):
                _drop(window, candidate, rule.why, rule.id)
                masked = _mask(masked, candidate, VETOED)
                continue
            if rule.set.get("place") and not self.what.is_place(window, candidate):
                reason = "the words before it name no place with a council"
                _drop(window, candidate, reason, rule.id)
                continue
            following = candidates[place + 1 :]
            limit = following[0].left if following else len(window.text)
            mention, given = self.read(window, candidate, limit, rule, around, previous)
            if mention is None:
                reason = "no inspectorate that the text names has such a grade"
                _drop(window, candidate, reason, rule.id)
                continue
            if told and previous and given and self.shares_date(window.text, previous, given):
                told[-1] = replace(told[-1], judged_on=given.judged_on)
            previous = given
            occasion = self.judging.occasion(window, around)
            if occasion and mention.judged_on is None:
                mention = replace(mention, judged_on=occasion.value)
            if not mention.negated and self.decide(self.denied, candidate, masked):
                mention = replace(mention, negated=True)
            if self.decide(self.past, candidate, masked):
                mention = replace(mention, previous=True)
            elif occasion or self.decide(self.last, candidate, masked):
                told_last.add(mention.start)
            told.append(mention)
            masked = _mask(masked, candidate, ACCEPTED)
        return told

    def is_of_last(self, window: Window, candidate: Candidate, around: Surroundings) -> bool:
        """Whether a grade may be that of a last inspection, which a newer one makes a past one."""
        if self.judging.occasion(window, around):
            return True
        return self.decide(self.last, candidate, window.text) is not None

    def shares_date(self, text: str, one: Given, other: Given) -> bool:
        """Whether the date behind the second of two grades given together is the first's too."""
        between = text[one.candidate.right : other.candidate.left]
        together = self.together.fullmatch(between) and not self.what.auxiliary.search(between)
        return bool(together) and other.own_date and one.judged_on is None

    def candidates(self, window: Window, around: Surroundings) -> list[Candidate]:
        """The grade words of a window's sentence, without those that only spell out a scale."""
        text, sentence = window.text, window.sentence
        before = sentence.start - window.shift
        found: list[Candidate] = []
        for match in around.grades(sentence.start, sentence.end):
            start, end = match.start() - before, match.end() - before
            opened = _is_opened(text, start)
            closing = _CLOSING.match(text, end) if opened else None
            left = start - opened
            capital = text[start].isupper() and text[:left].strip(" \n\t•-–—(") != ""
            words = normal_form(match[0])
            marked = closing is not None or capital
            if words in self.scales.marked and not marked:
                continue
            found.append(
                Candidate(
                    start=start,
                    end=end,
                    left=left,
                    right=closing.end() if closing else end,
                    words=words,
                    marked=marked,
                )
            )
        kept = _without_scales(text, found)
        for candidate in found if len(kept) < len(found) else ():
            if candidate not in kept:
                _drop(window, candidate, "in a row of grades that only spells out the scale")
        return kept

    def decide(self, frames: Frames, candidate: Candidate, text: str) -> Rule | None:
        """The first rule that fits a candidate in its text."""
        left = left_of(text[: candidate.left].rstrip())
        takes = {"grade", "marked" if candidate.marked else "bare"}
        if candidate.marked or candidate.words not in self.everyday:
            takes.add("rare")
        if _VERBAL.match(candidate.words):
            takes.add("verbal")
        return frames.first(frozenset(takes), text, left, candidate.right)

    def told_from(self, rule: Rule, candidate: Candidate, text: str) -> Candidate:
        """A candidate that begins with the words a user's rule found: they are no subject."""
        left = text[: candidate.left].rstrip()
        for frame in self.deciding.all if rule.id in self.rulebook.own else ():
            found = frame.before.search(left) if frame.rule is rule else None
            if found and found[0]:
                return replace(candidate, left=found.start())
        return candidate

    def read(
        self,
        window: Window,
        candidate: Candidate,
        limit: int,
        rule: Rule,
        around: Surroundings,
        previous: Given | None,
    ) -> tuple[RatingMention | None, Given | None]:
        """What stands around an accepted grade; None where no scale has such a grade."""
        text = window.text
        floor = previous.candidate.right if previous else 0
        subject = self.what.subject(window, self.told_from(rule, candidate, text), floor)
        clause = text[subject.clause : candidate.left]
        attributive = rule.id in ATTRIBUTIVE
        if attributive:
            clause = clause[-TITLE_REACH:]
            subject = self.what.complement(window, candidate, subject)
        if rule.set.get("aside"):
            subject = self.what.beside(text, subject)
        if not subject:
            subject = self.what.awarded(window, candidate, subject)
        words = text[subject.start : subject.end]
        after = self.what.phrase_after(window, candidate, limit)
        if rule.set.get("area_behind"):
            after = text[candidate.right : candidate.right + TITLE_REACH]
        rater = self.judging.rater(window, candidate, limit, around)
        offset = window.offset(candidate.start)
        shared = previous.scale if previous and not subject else None
        found = self.judging.scale(
            candidate.words, f"{clause} {after}", rater, around, offset, shared
        )
        if found is None:
            return None, None
        scale, grade = found
        own = self.judging.scale_of(rater)
        if own and own.inspectorate != scale.inspectorate:
            rater = None  # whose scales have no such grade cannot have given it
        judged_on, own_date = self.judging.when(window, candidate, floor, limit, around, previous)
        if rule.set.get("dated") is False:
            judged_on = None
        given = Given(
            candidate,
            area=(
                self.what.area_of_part(words)
                if rule.set.get("part")
                else self.what.area(words, clause, after, previous)
            ),
            body=self.what.fronted(window, candidate)
            or self.what.body(window, subject, around, previous),
            rater=rater,
            judged_on=judged_on,
            scale=scale,
            own_date=own_date,
        )
        mention = RatingMention(
            offset,
            window.offset(candidate.end),
            rule.id,
            value=grade.value,
            scale=scale.id,
            subject=self.what.words(words),
            area=given.area,
            body=given.body,
            rater=given.rater,
            judged_on=given.judged_on,
            previous=bool(rule.set.get("previous", False)),
            negated=bool(rule.set.get("negated", False)),
        )
        return mention, given


def _is_open(mention: RatingMention) -> bool:
    """Whether a grade of today has no date of its own: the inspection told of gave it."""
    return not (mention.judged_on or mention.previous or mention.negated)


def _is_of(body: Ref | None, own: str) -> bool:
    """Whether a body is the story's own, told by no name or the same, not another one."""
    return body is None or body.text[:1].islower() or body.text.split()[:1] == own.split()[:1]


def _is_opened(text: str, start: int) -> bool:
    """Whether a quotation mark stands before ``start``; now and then a closing one opens."""
    mark, before = text[start - 1 : start], text[max(0, start - 2) : max(0, start - 1)]
    return mark != "" and (mark in _OPENING or (mark in "’”" and before.isspace()))


def _mask(text: str, candidate: Candidate, mark: str) -> str:
    length = candidate.end - candidate.start
    return text[: candidate.start] + mark * length + text[candidate.end :]


def _drop(window: Window, candidate: Candidate, reason: str, rule: str | None = None) -> None:
    """Note why a grade word gives no grade, where somebody wants to know."""
    trace = window.analysis.trace
    if trace is not None:
        start, end = window.offset(candidate.start), window.offset(candidate.end)
        trace.drop("rating", start, end, reason, rule)


def _lead_in(analysis: Analysis, sentence: Sentence) -> Sentence | None:
    """The sentence ending in a colon that a list item hangs on, over the items between."""
    if sentence.block.kind is not BlockKind.ITEM or sentence.start != sentence.block.start:
        return None
    index = sentence.block.index - 1
    while index >= 0 and analysis.blocks[index].kind is BlockKind.ITEM:
        index -= 1
    if index < 0:
        return None
    lead = analysis.sentences_in(analysis.blocks[index])
    if not lead or analysis.text[lead[-1].end - 1] != ":":
        return None
    return lead[-1]


def _without_scales(text: str, candidates: list[Candidate]) -> list[Candidate]:
    """The candidates less every run of three or more different grades: that is a scale."""
    kept: list[Candidate] = []
    run: list[Candidate] = []
    for candidate in candidates:
        if run and not _LISTED.fullmatch(text, run[-1].end, candidate.start):
            kept += run if len({c.words for c in run}) < SCALE_STEPS else []
            run = []
        run.append(candidate)
    return kept + (run if len({c.words for c in run}) < SCALE_STEPS else [])

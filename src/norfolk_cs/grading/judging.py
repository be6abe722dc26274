"""Who gave a grade, when, and on which scale."""

from __future__ import annotations

from collections.abc import Iterator

from norfolk_cs.analysis import Analysis, DateMention, Ref
from norfolk_cs.grading.frames import left_of
from norfolk_cs.grading.window import Candidate, Given, Surroundings, Window
from norfolk_cs.grading.worded import Worded
from norfolk_cs.rulebook import Rulebook
from norfolk_cs.scales import DEFAULT_SCALE, Grade, Scale, Scales
from norfolk_cs.stems import holds

DATE_REACH = 70  # behind a grade, "at its last inspection, in May 2014" still belongs to it
# "less than three years ago" says when it was not
VAGUE = frozenset({"LESS_THAN", "MORE_THAN", "BEFORE", "AFTER", "EQUAL_OR_LESS", "EQUAL_OR_MORE"})


class Judging:
    """Compiled once from the vocabulary of ``rules/ratings.toml``."""

    def __init__(self, book: Rulebook, scales: Scales) -> None:
        reading = book.table["reading"]
        self.scales = scales
        self.agent = book.compile(reading["agent"])
        self.teller = book.compile(reading["teller"])
        self.inspector = Worded(book, r"\b(?P<who>{inspector})\b")
        self.active = book.compile(
            r"\b(?:{grade_verb}|{find_verb}|{award_verb}|{change}|{reported})\b"
        )
        self.passive = book.compile(reading["passive"])
        self.anaphor = book.compile(reading["anaphor"])
        self.report = book.compile(r"\b(?:the|its|their|this) report\b")
        self.held_since = book.compile(reading["held_since"])
        self.holding = book.compile(reading["holding"])
        self.aside = book.compile(reading["aside"])
        self.forecast = book.compile(reading["forecast"])
        self.visitors = tuple(reading["visitors"])
        self.visited = book.compile(reading["visited"])
        self.date_clause = book.compile(reading["date_clause"])
        self.not_when = book.compile(reading["not_when"])
        self.told_when = book.compile(reading["told_when"])
        self.in_apposition = book.compile(reading["in_apposition"])
        self.apposed = book.compile(reading["apposed"])
        self.range = book.compile(reading["range"])
        self.date_label = book.compile(r"\s*(?::|[–—-]\s)")
        self.earlier = book.compile(reading["occasion"])

    def scale(
        self,
        words: str,
        about: str,
        rater: Ref | None,
        around: Surroundings,
        offset: int,
        shared: Scale | None = None,
    ) -> tuple[Scale, Grade] | None:
        """The scale a grade word stands on, and its grade there.

        The rater's, else the body's, else the one ``shared`` with the grade before, else that of
        the inspectorate named last; None where none that the document names has such a grade.
        """
        for scale in self._likely(about, rater, around, offset, shared):
            found = self.scales.read(scale, words) if scale else None
            if found:
                return found
        return None

    def _likely(
        self, about: str, rater: Ref | None, around: Surroundings, offset: int, shared: Scale | None
    ) -> Iterator[Scale | None]:
        yield self.scale_of(rater)
        yield self.scales.about(about)
        yield shared
        yield around.last_scale(offset)
        yield self.scales[DEFAULT_SCALE]
        yield from (scale for _, _, scale in around.inspectorates)

    def scale_of(self, rater: Ref | None) -> Scale | None:
        """The scale of a rater, where that is an inspectorate by name."""
        named = rater and self.scales.name.fullmatch(rater.text.lower())
        return self.scales.named(named[0]) if named else None

    def rater(
        self, window: Window, candidate: Candidate, limit: int, around: Surroundings
    ) -> Ref | None:
        """Who gave the grade: "by Ofsted", "inspectors judged", "Ofsted's verdict".

        Else the inspectorate that the sentence names, or the one before it where this one goes
        on about "the report".
        """
        text = window.text
        agent = self.agent.match(text, candidate.right, limit)
        if agent:
            return window.ref(*agent.span("who"))
        teller = self.teller.match(text, candidate.right)
        if teller:
            return window.ref(*teller.span("who" if teller["who"] else "who_b"))
        left = left_of(text[: candidate.left].rstrip())
        inspectors = list(self.inspector.finditer(text, left, 0, candidate.left))
        if inspectors:
            between = text[inspectors[-1].end() : candidate.left]
            if self.active.search(between) and not self.passive.search(between):
                return window.ref(*inspectors[-1].span("who"))
        sentence = window.sentence
        start = window.offset(0)
        named = around.named_between(start, sentence.end)
        if not named and (self.anaphor.search(text) or window.lead is not None):
            named = around.named_between(self._sentence_before(window, start), start)
        if not named:
            anaphor = self.report.search(text, 0, candidate.left)
            return window.ref(*anaphor.span()) if anaphor else None
        offset = window.offset(candidate.start)
        before = [found for found in named if found[0] < offset]
        start, end, _ = before[-1] if before else named[0]
        return window.analysis.ref(start, end)

    def _sentence_before(self, window: Window, start: int) -> int:
        before = window.analysis.sentence_at(start - 1) if start else None
        return before.start if before else start

    def when(
        self,
        window: Window,
        candidate: Candidate,
        floor: int,
        limit: int,
        around: Surroundings,
        previous: Given | None,
    ) -> tuple[str | None, bool]:
        """The date told with a grade, and whether it stood behind it.

        ``floor`` is where the grade before ends, ``limit`` where the next begins.
        """
        text = window.text
        reach = min(limit, candidate.right + DATE_REACH)
        if text.startswith(",", candidate.right) and self.aside.search(text, 0, candidate.left):
            return None, False  # "Leeds, rated good, last week": the date is the main clause's
        behind = around.dates_between(window.offset(candidate.right), window.offset(reach))
        for number, date in enumerate(behind):
            place = date.start - window.offset(0)
            between = text[candidate.right : place]
            if self.date_clause.search(between):
                break
            if self.held_since.match(between) and self.holding.search(text, 0, candidate.left):
                return date.value, True
            near = "," not in between or self.in_apposition.match(between)
            if self.says_when(text, place, date) and (limit == len(text) or near):
                return self.range_end(window, date, behind[number + 1 :]).value, True
        before = around.dates_between(window.offset(0), window.offset(candidate.left))
        for number, date in reversed(list(enumerate(before, 1))):
            place = date.start - window.offset(0)
            end = date.end - window.offset(0)
            if self.date_clause.search(text, end, candidate.left):
                break
            if place < floor and (previous is None or previous.own_date):
                break
            if place >= floor > 0 and not self.apposed.search(text, floor, place):
                break
            if self.says_when(text, place, date):
                return self.range_end(window, date, before[number:]).value, False
        label = self.label(window, around)
        return (label.value if label else None), False

    def range_end(
        self, window: Window, date: DateMention, following: list[DateMention]
    ) -> DateMention:
        """The last day of "16 and 17 August"."""
        if following and self.range.fullmatch(window.analysis.text, date.end, following[0].start):
            return following[0]
        return date

    def says_when(self, text: str, place: int, date: DateMention) -> bool:
        """Whether a date says when it was, not since when or when it was told."""
        end = place + date.end - date.start
        return not (
            date.mod in VAGUE
            or self.not_when.search(text, 0, place)
            or self.told_when.match(text, end)
        )

    def label(self, window: Window, around: Surroundings) -> DateMention | None:
        """The date that a timeline's entry opens with ("January 2011: ...")."""
        block = window.sentence.block
        for date in around.dates_between(block.start, block.start + 1):
            if self.date_label.match(window.analysis.text, date.end):
                return date
        return None

    def visit(self, analysis: Analysis, around: Surroundings) -> tuple[str | None, str]:
        """When the inspection told of was, its last day, and the body that it is told of.

        No date where several visits are told of, no body where no visit names one.
        """
        found: set[str] = set()
        body = ""
        dates = around.dates
        for place, date in enumerate(dates):
            sentence = analysis.sentence_at(date.start)
            if sentence is None or date.value is None:
                continue
            before = analysis.folded[sentence.start : date.start]
            if not holds(before, self.visitors) or not self.visited.search(
                analysis.text, sentence.start, date.start
            ):
                continue
            last = date
            for following in dates[place + 1 :]:
                if not self.range.fullmatch(analysis.text, last.end, following.start):
                    break
                last = following
            found.add(last.value or "")
            for start, end in around.bodies_between(sentence.start, sentence.end)[:1]:
                body = body or analysis.text[start:end]
        # "in November" and "on 1 November" are the same visit, told twice
        finest = [one for one in found if not any(o != one and o.startswith(one) for o in found)]
        return finest[0] if len(finest) == 1 else None, body

    def is_forecast(self, analysis: Analysis, offset: int) -> bool:
        """Whether the words before a grade make it one still to come."""
        sentence = analysis.sentence_at(offset)
        return bool(sentence and self.forecast.search(analysis.text, sentence.start, offset))

    def occasion(self, window: Window, around: Surroundings) -> DateMention | None:
        """The date of "The previous inspection was in March 2010." in the sentence before."""
        place = window.sentence.index - 1
        if place < 0:
            return None
        before = window.analysis.sentences[place]
        if before.block is not window.sentence.block or not self.earlier.search(
            window.analysis.text, before.start, before.end
        ):
            return None
        dates = around.dates_between(before.start, before.end)
        return dates[-1] if dates else None

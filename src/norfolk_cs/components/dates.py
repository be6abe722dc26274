"""Dates: what the rules find, read in the order of the text, since one date tells another."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from operator import attrgetter
from typing import ClassVar

from norfolk_cs.analysis import Analysis, Block, DateMention, Sentence
from norfolk_cs.components.base import Component
from norfolk_cs.rulebook import Rulebook
from norfolk_cs.stems import holds
from norfolk_cs.timex import covers, precision
from norfolk_cs.timex.anchors import Anchors, Direction, Reading, Words
from norfolk_cs.timex.clock import join_times
from norfolk_cs.timex.find import Candidate, Finder
from norfolk_cs.timex.readings import READINGS
from norfolk_cs.timex.tense import REACH, Side, Tense
from norfolk_cs.trace import Trace

DATELINE_LABEL = (
    40  # the longest label of a dateline, "Date published: " and the like, fits in here
)
LAST_DATE_BLOCKS = 2  # "eight months earlier" may count from the last paragraph but one

YEARS = range(1500, 3000)  # a publication date outside of these is a slip, and counts for nothing

_JOINED = re.compile(r",?\s*(?:\b(?:and|to|until|till|or|through)\b|[-–—&])\s*(?:the\s+)?|,\s*")
_ENTRY_MARK = re.compile(r"\s*(?::|[–—-]\s|\|)")
_PAUSE = re.compile(r"[,;:.–—]")
_RULING = frozenset({"month", "week", "day", "time"})
_REVIEW = re.compile(
    r"(?:(?:executive\s+)?summary\s+of\b.{0,60}\breview|overview\s+report|chronology\b"
    r"|(?:the\s+)?(?:serious\s+case|case|learning|(?:local\s+)?child\s+safeguarding\s+practice)\s+review"
    r"(?:\s+(?:in\s+respect\s+of|concerning|relating\s+to|regarding|report)\b|\s*[:–—(]))",
    re.IGNORECASE,
)
# A story of what befell somebody, by how it opens, and a sentence that tells what was found of it.
_CASE = re.compile(
    r"\b(?:ombudsman|inquest|coroner|court|jury|tribunal|jailed|murder(?:ed)?"
    r"|(?:case|practice) review)\b"
)
_OF_CASE = (
    *("ombuds", "inquest", "coroner", "court", "jury", "tribunal"),
    *("jailed", "murder", "review"),
)
_FOUND = re.compile(
    r"\b(?:ombudsman|watchdog|inquest|court|jur(?:y|ors)|tribunal|coroner|judge|review|inquiry"
    r"|hearing|investigation|report)\b(?:'s|’s)?(?: [\w'’-]+){0,4}? "
    r"(?:said|found|heard|told|ruled|concluded|noted|added|revealed|says|finds|shows|showed)\b",
    re.IGNORECASE,
)
_INSPECTED = re.compile(r"\b(?:Ofsted|inspect(?:ors|ion))\b")
# What joins a clause to the date before it, so that it is told of the same time.
_GOES_ON = re.compile(
    r"(?:,? (?:\w+ ){0,2}(?:days?|weeks?|months?)|,? \w+)?"
    r" (?P<by>and|before|after|following|then|until)\b"
    r"(?: (?!(?:now|since|has|have|is|are|this|last|recently|currently|said|says|told|who|which)\b)"
    r"[\w'’-]+){1,12} "
)
_BACKWARD = ("after", "following")
_POINTS = frozenset(("calendar", "holiday", "season", "weekday", "relative", "ago"))
TOLD_WITHIN = 3  # dates and lengths: a length of time may stand between
CASE_LEAD = 400  # code points: a headline and the first sentence or two
TALE_BLOCKS = 5  # paragraphs over which a tale goes on
TALE_DAYS = 400  # what is told of the last year, publication tells as well
_DATELINE = re.compile(r"\W*(?:(?:dated?|published|updated|on)\W+)*", re.IGNORECASE)


@dataclass(slots=True)
class _Story:
    """What the dates so far tell of those to come.

    ``published`` is the document's, or its dateline's (``in_text``) where that is unknown;
    ``entry`` the date that opens the current block, a timeline's; ``last`` the last one told. In
    a review of a case, which tells of years gone by, ``tale`` is the last day that it has come to;
    in the news of such a case (``is_case``), the last date with a year, told in ``tale_block``.
    """

    published: str | None
    in_text: bool = False
    block: Block | None = None
    entry: str | None = None
    last: str | None = None
    last_block: int = 0
    is_review: bool = False
    is_case: bool = False
    tale: str | None = None
    tale_block: int = 0
    mentions: list[DateMention] = field(default_factory=list)

    def enter(self, block: Block) -> None:
        """Go on to a sentence of ``block``."""
        if block is not self.block:
            self.block, self.entry = block, None
        if block.index - self.last_block > LAST_DATE_BLOCKS:
            self.last = None


@dataclass(slots=True)
class _Scene:
    """A sentence of the story, with its candidates in text order."""

    text: str
    sentence: Sentence
    candidates: list[Candidate]
    story: _Story

    def ruling(self, candidate: Candidate) -> str | None:
        """The date before it that stands under the same verb: no comma parts the two.

        A date that opens the sentence rules it all, comma or no.
        """
        place = bisect_left(self.candidates, candidate.start, key=attrgetter("start"))
        for other in map(self.candidates.__getitem__, range(place - 1, -1, -1)):
            if candidate.start - other.end > REACH:
                break
            if other.reading is None or precision(other.reading.value) not in _RULING:
                continue
            opens = other.start - self.sentence.start <= len("Between ")
            if opens or not _PAUSE.search(self.text, other.end, candidate.start):
                return other.reading.value
        return None

    def told_before(self, candidate: Candidate) -> tuple[str | None, Direction]:
        """The date with its year right before it that a later clause of the sentence goes on from,
        and where that lies: "took over in May 2012 and left in July", "died in May 2012 after a
        visit in April".
        """
        place = bisect_left(self.candidates, candidate.start, key=attrgetter("start"))
        near = self.candidates[max(0, place - TOLD_WITHIN) : place]
        before = next((one for one in reversed(near) if one.read in _POINTS), None)
        if before is None or before.reading is None or "year" not in before.groups:
            return None, "near"
        if candidate.start - before.end > REACH:
            return None, "near"
        goes_on = _GOES_ON.fullmatch(self.text, before.end, candidate.start)
        if goes_on is None or precision(before.reading.value) not in ("day", "month"):
            return None, "near"
        return before.reading.value, "near" if goes_on["by"] in _BACKWARD else "forward"


class Dates(Component):
    """Finds dates, times, durations and sets, and gives them their TIMEX3 value.

    Accepts absolute dates in the British and American order, parts of dates ("December",
    "on Friday"), deictic words ("yesterday", "earlier this month"), counted ones ("three years
    ago", "six weeks later"), seasons, quarters, feasts, financial years, decades, clock times
    beside a day, lengths ("at least six months") and sets ("every eight weeks").
    """

    kind: ClassVar[str] = "dates"

    def __init__(self, rulebook: Rulebook | None = None) -> None:
        super().__init__(rulebook)
        self.find = Finder(self.rulebook)
        self.tense = Tense(self.rulebook.vocabulary)

    def match(self, analysis: Analysis) -> list[DateMention]:
        """The document's dates, in text order."""
        published = analysis.document.published
        days = covers(published)
        known = days is not None and days[0].year in YEARS
        story = _Story(published if known else None, is_review=_is_review(analysis))
        story.is_case = not story.is_review and _is_case(analysis)
        for sentence, candidates in self.find(analysis):
            story.enter(sentence.block)
            scene = _Scene(analysis.text, sentence, candidates, story)
            if len(candidates) > 1:
                self._read_rows(scene)
            for candidate in candidates:
                if candidate.reading is None:
                    self._read(scene, candidate)
                _remember(scene, candidate)
            story.mentions.extend(
                _mention(candidate, candidate.reading)
                for candidate in join_times(analysis.text, candidates)
                if candidate.reading is not None
            )
            if analysis.trace is not None:
                _explain(analysis.trace, candidates, story.mentions)
        return story.mentions

    def _read(
        self,
        scene: _Scene,
        candidate: Candidate,
        neighbour: Reading | None = None,
        neighbour_side: Direction = "back",
    ) -> None:
        """Give a candidate its reading; a clock time, or what is no date after all, gets none."""
        if candidate.read not in READINGS:
            return
        story = scene.story
        anchors = Anchors(
            story.published,
            partial(self._tense, scene, candidate),
            story.in_text,
            story.entry,
            story.last,
            *self._tale(scene, candidate),
            partial(scene.ruling, candidate),
            neighbour,
            neighbour_side,
        )
        words = Words(candidate.groups, candidate.slots, anchors, self.rulebook.table)
        reading = READINGS[candidate.read](words)
        if reading is not None and reading.mod is None:
            reading.mod = words.mod
        candidate.reading = reading

    def _tale(self, scene: _Scene, candidate: Candidate) -> tuple[str | None, Direction]:
        """The date that a tale has come to, and on which side of it the candidate lies: in a
        review; in a sentence that has told one ("moved in May 2012 and left in July"); and in the
        news where a sentence tells of what was found: "The boy was moved in May 2012. … The
        inquest heard that by July he had gone".
        """
        story, sentence = scene.story, scene.sentence
        if story.is_review:
            return story.tale, "near"  # it looks back on one day and another
        if "year" in candidate.groups or candidate.read not in _POINTS:
            return None, "near"
        told, side = scene.told_before(candidate)
        if told is None and story.tale and sentence.block.index - story.tale_block <= TALE_BLOCKS:
            begin = max(sentence.start, candidate.start - REACH)
            found = _FOUND.search(scene.text, begin, candidate.start)
            inspected = _INSPECTED.search(scene.text, sentence.start, sentence.end)
            told, side = story.tale if found and not inspected else None, "forward"
        past, now = covers(told), covers(story.published)
        if past is None or now is None or (now[0] - past[1]).days < TALE_DAYS:
            return None, side
        return told if self._tense(scene, candidate) == "back" else None, side

    def _tense(self, scene: _Scene, candidate: Candidate) -> Side | None:
        if not candidate.has_side:
            start, end = scene.sentence.start, scene.sentence.end
            candidate.side = self.tense.side(scene.text, start, end, candidate.start, candidate.end)
            candidate.has_side = True
        return candidate.side

    # -- dates in a row: "9 June and 2 July 2014", "in May, June and July" ---------------------

    def _read_rows(self, scene: _Scene) -> None:
        """Read joined dates together: what one leaves out, its neighbour tells."""
        for candidate, after in pairwise(scene.candidates):
            both = candidate.read == after.read == "weekday" and "week" in after.groups
            if both and _JOINED.fullmatch(scene.text, candidate.end, after.start):
                candidate.groups.setdefault("week", after.groups["week"])
        row: list[Candidate] = []
        for candidate in scene.candidates:
            if candidate.read != "calendar":
                continue
            if row and not _JOINED.fullmatch(scene.text, row[-1].end, candidate.start):
                self._read_row(scene, row)
                row = []
            row.append(candidate)
        self._read_row(scene, row)

    def _read_row(self, scene: _Scene, row: list[Candidate]) -> None:
        if len(row) < 2:
            return
        known = [candidate for candidate in row if candidate.is_dated]
        if not known:  # the verb places the row's near end, its order the others
            ahead = self._tense(scene, row[0]) in ("forward", "onward")
            known = [row[0] if ahead else row[-1]]
        for candidate in known:
            self._read(scene, candidate)
        for candidate, after in reversed(list(pairwise(row))):
            if candidate.reading is None:
                self._read(scene, candidate, after.reading, "back")
        for before, candidate in pairwise(row):
            if candidate.reading is None:
                self._read(scene, candidate, before.reading, "forward")


def _remember(scene: _Scene, candidate: Candidate) -> None:
    """Keep a date as what later words may count from: the last one told, a timeline's entry."""
    text, block, story, reading = scene.text, scene.sentence.block, scene.story, candidate.reading
    if reading is None or precision(reading.value) is None:
        return
    story.last, story.last_block = reading.value, block.index
    dated = "year" in candidate.groups or reading.anchor == "text"
    if story.is_case and dated and precision(reading.value) in ("day", "month"):
        story.tale, story.tale_block = reading.value, block.index
    if story.is_review and dated and precision(reading.value) == "day":
        story.tale = reading.value
    if candidate.start == block.start and _ENTRY_MARK.match(text, candidate.end, block.end):
        story.entry = reading.value
    elif candidate.end == block.end and story.published is None:
        label = candidate.start - block.start
        is_day = precision(reading.value) == "day" and label <= DATELINE_LABEL
        if is_day and _DATELINE.fullmatch(text, block.start, candidate.start):
            story.published, story.in_text = reading.value, True


def _is_review(analysis: Analysis) -> bool:
    """Whether a document is by its title the review of a case, and so tells a tale gone by."""
    first = next(iter(analysis.blocks), None)
    return first is not None and bool(_REVIEW.match(analysis.text, first.start, first.end))


def _is_case(analysis: Analysis) -> bool:
    """Whether a story opens with what befell somebody, of which an inquest or such has heard."""
    lead = analysis.folded[:CASE_LEAD]
    if not holds(lead, _OF_CASE) or _CASE.search(lead) is None:
        return False
    return _INSPECTED.search(analysis.text, 0, CASE_LEAD) is None


def _explain(trace: Trace, candidates: list[Candidate], mentions: list[DateMention]) -> None:
    """Note the candidates that were given no reading, and joined to no other."""
    told = [(mention.start, mention.end) for mention in mentions[-len(candidates) :]]
    for candidate in candidates:
        if any(start <= candidate.start < end for start, end in told):
            continue
        clock = candidate.read == "clock"
        reason = "a time of day without a day" if clock else "its words do not tell a date"
        trace.drop("date", candidate.start, candidate.end, reason, candidate.rule)


def _mention(candidate: Candidate, reading: Reading) -> DateMention:
    first, last = reading.days()
    return DateMention(
        candidate.start,
        candidate.end,
        candidate.rule,
        type=reading.type,
        value=reading.value,
        mod=reading.mod,
        first=first,
        last=last,
        anchor=reading.anchor,
    )

"""Statements: what was said, by whom.

Accepts words in quotation marks with the attribution before, after or between them, reported
clauses ("said (that) …", "…, he warned", "Authorities, she argues, should not …"), "according
to X", "in his view", "X: ‘…’", and quotations that carry on the last speaker.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import ClassVar

from spacy.language import Language

from norfolk_cs.analysis import Analysis, Block, BlockKind, Quote, Ref, StatementMention
from norfolk_cs.components.attribution import Attribution, Attributions
from norfolk_cs.components.base import Component
from norfolk_cs.components.reported import Reported
from norfolk_cs.components.speakers import Speakers
from norfolk_cs.components.speech import BREAKS, Frame, Lexicon, Period
from norfolk_cs.models import Directness
from norfolk_cs.rulebook import Rulebook

LOOK_BACK = 4  # sentences: how far back a quotation on its own looks for who was spoken of
_LETTERS = re.compile(r"[a-z]+")
_STOPS = ".!?…"


@dataclass(slots=True)
class _Reading:
    """What is known while a document is read, block by block."""

    frame: Frame
    found: list[StatementMention] = field(default_factory=list)
    said: set[int] = field(default_factory=set)  # opening marks of quotations already given
    speaker: Ref | None = None  # who spoke, or was spoken of, last
    pending: str | None = None  # the cue of an "X said:" that ends the block before
    listing: bool = False  # whether the items that follow are X's words


class Statements(Component):
    """Statements: direct, mixed and indirect, each with its speaker's words."""

    kind: ClassVar[str] = "statements"

    def __init__(self, nlp: Language, rulebook: Rulebook | None = None) -> None:
        super().__init__(nlp, rulebook)
        self.lexicon = Lexicon(self.rulebook)
        self.speakers = Speakers(self.lexicon)
        self.reported = Reported(self.lexicon)
        self.attributions = Attributions(
            self.rulebook, self.lexicon, self.speakers, self.reported
        )
        patterns = {rule.id: self.rulebook.regex(rule) for rule in self.rulebook.rules}
        self._label = patterns["statement.label"]
        self._split = patterns["statement.split"]
        self._alone = patterns["statement.carried"]

    def match(self, analysis: Analysis) -> list[StatementMention]:
        """The statements of every block but furniture, in text order."""
        reading = _Reading(Frame(analysis, self.lexicon))
        for block in analysis.blocks:
            if block.kind is not BlockKind.FURNITURE:
                self._read_block(reading, block)
        return sorted(reading.found, key=lambda found: (found.start, -found.end))

    # -- blocks and sentences ---------------------------------------------------------------

    def _read_block(self, reading: _Reading, block: Block) -> None:
        if reading.listing and block.kind is BlockKind.ITEM:
            self._item(reading, block)
            return
        reading.listing = False
        frame = reading.frame
        periods: list[Period] = []
        spoke: list[Ref | None] = []  # who speaks in each sentence
        for start, end in frame.periods(block):
            heard = self.lexicon.triggers.intersection(
                _LETTERS.findall(frame.text[start:end].lower())
            )
            if not heard and not frame.quotes_in(start, end):
                periods.append(Period(start, end, [], []))
                spoke.append(None)
                continue
            period = frame.read(start, end)
            spoke.append(self._read_period(reading, block, period, periods) if heard else None)
            periods.append(period)
        for place, period in enumerate(periods):
            if spoke[place] is None and period.words:
                spoke[place] = self._unattributed(reading, block, period, periods[:place], spoke)
        if not reading.listing:
            reading.pending = None
        if block.kind in (BlockKind.HEADING, BlockKind.CAPTION):
            return
        speaker = next((ref for ref in reversed(spoke) if ref is not None), None)
        reading.speaker = speaker or self._spoken_of(reading, periods, spoke)

    def _read_period(
        self, reading: _Reading, block: Block, period: Period, earlier: list[Period]
    ) -> Ref | None:
        """A sentence's statements; who speaks in it last."""
        frame = reading.frame
        attributions = self.attributions.read(frame, period)
        if block.kind in (BlockKind.HEADING, BlockKind.CAPTION):
            # A headline's "says" is a statement at most; a lost full stop makes no headline.
            attributions = [a for a in attributions if self._is_past(period, a)]
        last: Ref | None = None
        floor = 0
        for place, attribution in enumerate(attributions):
            if attribution.begin < floor:
                continue  # inside what somebody else is said to have said
            speaker = self._ref(reading, period, attribution.speaker)
            limit = self._limit(period, attribution, attributions[place + 1 :])
            if attribution.shape == "before":
                floor = self._words_before(reading, period, attribution, speaker, floor, earlier)
            elif attribution.shape == "source":
                floor = self._sourced(reading, period, attribution, speaker, floor, limit)
            elif attribution.shape == "list":
                reading.listing = period.end == block.end
                reading.pending = self._cue(reading, period, attribution)
                floor = limit
            else:
                floor = self._words_after(reading, period, attribution, speaker, limit)
            last = speaker or last
            self._go_on(reading, period, attribution, speaker, limit)
        return last

    def _is_past(self, period: Period, attribution: Attribution) -> bool:
        return period.words[attribution.cue[0]].low.endswith(("d", "t", "ed"))

    def _limit(
        self, period: Period, attribution: Attribution, following: list[Attribution]
    ) -> int:
        """Where the reporter speaks again: at the next attribution that is not part of this."""
        words = period.words
        for other in following:
            if other.begin <= attribution.words:
                continue
            first = words[other.begin]
            before = words[other.begin - 1]
            relative = first.low in self.lexicon["relative"]
            joined = (
                first.low in self.lexicon["conjunction"]
                or first.low in self.lexicon["opener"]
                or first.text in BREAKS
                or before.text in BREAKS
            )
            if other.shape == "before" or (joined and not relative):
                return other.begin
        return len(words)

    # -- the words --------------------------------------------------------------------------

    def _words_after(
        self,
        reading: _Reading,
        period: Period,
        attribution: Attribution,
        speaker: Ref | None,
        limit: int,
    ) -> int:
        """The clause or quotation that follows a verb; the index after it."""
        cue = self._cue(reading, period, attribution)
        end = attribution.words
        words = period.words
        if attribution.shape == "quote" and words[attribution.words - 1].text == ":":
            end = attribution.words
            while end < limit and (words[end].text[0] == "“" or words[end].low in (",", "and")):
                if words[end].text[0] == "“":
                    self._give(reading, period, end, end + 1, speaker, cue, attribution.rule)
                end += 1
            return end
        first = words[attribution.begin].low
        subordinate = attribution.begin == 0 and first in self.lexicon["subordinator"]
        within = first if subordinate or first in self.lexicon["relative"] else ""
        for begin, end in self.reported.pieces(period, attribution.words, limit, within=within):
            self._give(reading, period, begin, end, speaker, cue, attribution.rule)
        return max(end, attribution.after)

    def _words_before(
        self,
        reading: _Reading,
        period: Period,
        attribution: Attribution,
        speaker: Ref | None,
        floor: int,
        earlier: list[Period],
    ) -> int:
        """The quotation or clause that stands before an attribution; the index after both."""
        words = period.words
        cue = self._cue(reading, period, attribution)
        begin = floor
        while begin < attribution.begin and (
            words[begin].low in self.lexicon["opener"] or words[begin].text in BREAKS
        ):
            begin += 1
        quote = attribution.words
        if quote >= 0:
            end = quote + 1
            if self._stands_alone(reading, period, quote, begin):
                begin = quote
            else:
                rest = self._rest(period, attribution.after)
                if rest is not None:
                    end = next(self.reported.pieces(period, *rest), (0, end))[1]
            self._give(reading, period, begin, end, speaker, cue, attribution.rule)
            return max(end, attribution.after)
        if attribution.begin == 0:
            self._said_before(reading, earlier, speaker, cue)
            return attribution.after
        end = self.reported.trim(period, begin, attribution.begin)
        rest = self._rest(period, attribution.after)
        clause = self.reported.shows_verb(period, begin, end)
        if rest is not None and (clause or self.reported.shows_verb(period, *rest)):
            start = begin if end > begin else rest[0]
            pieces = list(self.reported.pieces(period, rest[0], rest[1]))
            stop = pieces[0][1] if pieces else rest[1]
            self._give(reading, period, start, stop, speaker, cue, attribution.rule)
            return stop
        opens_aside = (
            words[begin].low in self.lexicon["subordinator"] | self.lexicon["preposition"]
        )
        if clause and not opens_aside:
            self._give(reading, period, begin, end, speaker, cue, attribution.rule)
        return attribution.after

    def _rest(self, period: Period, index: int) -> tuple[int, int] | None:
        """What goes on with the clause that an attribution interrupts."""
        words = period.words
        if index >= len(words) or words[index].text not in (",", "–", "—"):
            return None
        begin = index + 1
        if begin >= len(words) or words[begin].low in self.lexicon["relative"]:
            return None
        low = words[begin].low
        if low.endswith("ing") or low in self.lexicon["subordinator"] or words[begin].text in BREAKS:
            return None
        if words[begin].text[0] == "“":
            return None
        return begin, len(words)

    def _stands_alone(self, reading: _Reading, period: Period, quote: int, begin: int) -> bool:
        """Whether the words before a quotation are not of the same sentence as its own."""
        if quote <= begin:
            return True
        words = period.words
        previous = words[quote - 1].text
        if previous in (":", ";") or previous[0] == "“":
            return True
        opening = self._quote(reading, period, quote)
        first = reading.frame.analysis.text[opening.start]
        return previous in BREAKS and first.isupper()

    def _said_before(
        self, reading: _Reading, earlier: list[Period], speaker: Ref | None, cue: str | None
    ) -> None:
        """"‘Who knows?’ Mr Lewis asked.": the quotation was cut off as a sentence of its own."""
        if not earlier or not earlier[-1].words:
            return
        period = earlier[-1]
        words = period.words
        if words[-1].text[0] == "“" and words[-1].start not in reading.said:
            self._give(
                reading, period, len(words) - 1, len(words), speaker, cue, "statement.quote-verb"
            )

    def _sourced(
        self,
        reading: _Reading,
        period: Period,
        attribution: Attribution,
        speaker: Ref | None,
        floor: int,
        limit: int,
    ) -> int:
        """The clause that "according to X" or "in his view" belongs to."""
        words = period.words
        cue = self._cue(reading, period, attribution)
        begin = floor
        while begin < attribution.begin and words[begin].low in self.lexicon["opener"]:
            begin += 1
        end = self.reported.trim(period, begin, attribution.begin)
        if words[attribution.begin - 1].text == ";":
            end = begin
        rest = self._rest(period, attribution.after)
        if begin < end and self.reported.shows_verb(period, begin, end):
            if rest is not None and words[attribution.begin - 1].text == ",":
                end = next(self.reported.pieces(period, *rest), rest)[1]
            self._give(reading, period, begin, end, speaker, cue, attribution.rule)
            return max(end, attribution.after)
        if rest is not None or attribution.after < limit:
            start = rest[0] if rest else attribution.after
            for piece in self.reported.pieces(period, start, limit):
                if self.reported.shows_verb(period, *piece):
                    start = begin if begin < end else piece[0]
                    self._give(reading, period, start, piece[1], speaker, cue, attribution.rule)
                    return piece[1]
                break
        return attribution.after

    def _go_on(
        self,
        reading: _Reading,
        period: Period,
        attribution: Attribution,
        speaker: Ref | None,
        limit: int,
    ) -> None:
        """The second half of a quotation that the attribution interrupts."""
        if attribution.shape != "before" or attribution.words < 0:
            return
        words = period.words
        for index in range(attribution.after, limit):
            if words[index].text[0] != "“" or words[index].start in reading.said:
                continue
            before = words[index - 1]
            if self._split.match(reading.frame.text, before.start, words[index].end):
                cue = self._cue(reading, period, attribution)
                self._give(reading, period, index, index + 1, speaker, cue, "statement.split")
            return

    # -- quotations without a verb ------------------------------------------------------------

    def _unattributed(
        self,
        reading: _Reading,
        block: Block,
        period: Period,
        earlier: list[Period],
        spoke: list[Ref | None],
    ) -> Ref | None:
        """The statements among a sentence's quotations where nobody is said to speak."""
        words = period.words
        frame = reading.frame
        quotes = [index for index in period.quote_words() if words[index].start not in reading.said]
        if not quotes:
            return None
        if self._alone.fullmatch(frame.text, period.start, period.end):
            if block.kind in (BlockKind.HEADING, BlockKind.CAPTION) and not self._continues(
                reading, period, quotes[0]
            ):
                return None
            if not self._is_speech(reading, period, quotes[-1]):
                return None
            speaker = self._spoken_of(reading, earlier, spoke) if earlier else reading.speaker
            if speaker is None:
                return None
            for index in quotes:
                self._give(
                    reading, period, index, index + 1, speaker, reading.pending, "statement.carried"
                )
            return speaker
        index = quotes[0]
        if block.kind is BlockKind.HEADING or index == 0 or words[index - 1].text != ":":
            return None
        if not self._is_speech(reading, period, index):
            return None
        subject = self.speakers.labelled(period, index - 1)
        if subject is None:
            return None
        speaker = self._ref(reading, period, subject)
        self._give(reading, period, index, index + 1, speaker, None, "statement.label")
        return speaker

    def _continues(self, reading: _Reading, period: Period, index: int) -> bool:
        return self._quote(reading, period, index).continues

    def _is_speech(self, reading: _Reading, period: Period, index: int) -> bool:
        """Whether a quotation is a sentence and no title or scare word."""
        quote = self._quote(reading, period, index)
        text = reading.frame.analysis.text
        if not quote.closed or quote.continues:
            return True
        return text[quote.end - 1] in _STOPS + ",—–-" and " " in text[quote.start : quote.end]

    def _spoken_of(
        self, reading: _Reading, earlier: list[Period], spoke: list[Ref | None]
    ) -> Ref | None:
        """Who speaks in the sentences before, or whom they are about; nearest first."""
        for place in range(len(earlier) - 1, max(-1, len(earlier) - 1 - LOOK_BACK), -1):
            if spoke[place] is not None:
                return spoke[place]
            period = earlier[place]
            read = period if period.words else reading.frame.read(period.start, period.end)
            subject = self.speakers.governing(read, len(read.words), 0)
            if subject is not None and self._may_go_on(read, subject.begin, subject.end):
                return self._ref(reading, read, (subject.begin, subject.end))
        return None

    def _may_go_on(self, period: Period, begin: int, end: int) -> bool:
        """Whether a quotation may be given to who was only spoken of: to people, not papers."""
        if (begin, end, True) in period.names:
            return True
        phrase = {word.low for word in period.words[begin:end]}
        return not phrase.isdisjoint(self.lexicon["person"] | {"he", "she"})

    def _item(self, reading: _Reading, block: Block) -> None:
        """An item of a list under "X said:"."""
        text = reading.frame.analysis.text
        end = block.end
        while end > block.start and text[end - 1] in " .;,":
            end -= 1
        if end > block.start and reading.speaker is not None:
            reading.found.append(
                StatementMention(
                    block.start,
                    end,
                    "statement.listed",
                    "indirect",
                    reading.speaker,
                    reading.pending,
                )
            )

    # -- mentions -----------------------------------------------------------------------------

    def _give(
        self,
        reading: _Reading,
        period: Period,
        begin: int,
        end: int,
        speaker: Ref | None,
        cue: str | None,
        rule: str,
    ) -> None:
        """A statement of the words ``[begin, end)``; one quotation alone is direct."""
        words = period.words
        if speaker is None or begin >= end:
            return
        quotes = [i for i in range(begin, end) if words[i].text[0] == "“"]
        directness: Directness = "mixed" if quotes else "indirect"
        start, stop = words[begin].start, words[end - 1].end
        if quotes == [begin] and end == begin + 1:
            quote = self._quote(reading, period, begin)
            directness, start, stop = "direct", quote.start, quote.end
        for index in quotes:
            reading.said.add(words[index].start)
        reading.found.append(StatementMention(start, stop, rule, directness, speaker, cue))

    def _quote(self, reading: _Reading, period: Period, index: int) -> Quote:
        return reading.frame.quotes[period.words[index].start]

    def _cue(self, reading: _Reading, period: Period, attribution: Attribution) -> str:
        begin, end = attribution.cue
        start, stop = period.words[begin].start, period.words[end - 1].end
        return " ".join(reading.frame.analysis.text[start:stop].lower().split())

    def _ref(
        self, reading: _Reading, period: Period, speaker: tuple[int, int] | None
    ) -> Ref | None:
        """The speaker's words, without a genitive's ending."""
        if speaker is None:
            return None
        words = period.words
        start, end = words[speaker[0]].start, words[speaker[1] - 1].end
        last = words[speaker[1] - 1].text
        if last.endswith("'s"):
            end -= 2
        elif last.endswith("'"):
            end -= 1
        return reading.frame.analysis.ref(start, end)

"""Statements: what was said, by whom.

Accepts words in quotation marks with the attribution before, after or between them, reported
clauses ("said (that) …", "…, he warned", "Authorities, she argues, should not …"), "according
to X", "in his view", "X: ‘…’", and quotations that carry on the last speaker.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from norfolk_cs.analysis import Analysis, Block, BlockKind, Ref, StatementMention
from norfolk_cs.components.base import Component
from norfolk_cs.components.speech.attribution import Attributions
from norfolk_cs.components.speech.frames import Frame, Period
from norfolk_cs.components.speech.interviews import Interview
from norfolk_cs.components.speech.labels import Labels
from norfolk_cs.components.speech.lexicon import Lexicon
from norfolk_cs.components.speech.patterns import Attribution
from norfolk_cs.components.speech.sayings import Found, Sayings, cue_of, ref_of
from norfolk_cs.components.speech.speakers import Speakers
from norfolk_cs.components.speech.words import Words
from norfolk_cs.models import Directness
from norfolk_cs.rulebook import Rulebook

MAX_WORDS = 400  # a longer "sentence" is a table or a scrape's debris, and says nothing
LOOK_BACK = 4  # sentences: how far back a quotation on its own looks for who was spoken of
_HEADINGS = (BlockKind.HEADING, BlockKind.CAPTION)
_ITEM_ENDS = {"statement.listed": " .;,", "statement.block": " ”\"'’"}
_PRONOUNS = ("He", "She", "he", "she")
_SPEECH_ENDS = (".", "!", "?", "…", ",", "—", "–", "-")
_MARKS = "\"'”’"  # of a quotation at the quotation's end
_Spoken = tuple[list[Period], list[Ref | None]]  # sentences, and who speaks in each


@dataclass(slots=True)
class _Reading:
    """What is known while a document is read, block by block."""

    frame: Frame
    interview: Interview
    found: Found = field(default_factory=Found)
    before: _Spoken | Block = ([], [])  # the paragraph before; its block if nobody speaks in it
    headed: bool = False  # whether a heading stands between it and this one
    pending: str | None = None  # the verb of an "X said:" that ends the paragraph before

    def spoken(self) -> _Spoken:
        """The sentences of the paragraph before, and who speaks in each."""
        if isinstance(self.before, Block):
            periods = list(self.frame.periods(self.before))
            self.before = periods, [None] * len(periods)
        return self.before

    def leave(self, block: Block, spoken: _Spoken | None, pending: str | None) -> None:
        """Go on to the next block; ``spoken`` is None where nobody speaks in this one."""
        self.pending = pending
        leads_in = self.frame.text.endswith(":", block.start, block.end)
        self.headed = block.kind in _HEADINGS and not leads_in
        if not self.headed:
            self.before = spoken or block


class Statements(Component):
    """Statements: direct, mixed and indirect, each with its speaker's words."""

    kind: ClassVar[str] = "statements"

    def __init__(self, rulebook: Rulebook | None = None) -> None:
        super().__init__(rulebook)
        rules = {rule.id: rule for rule in self.rulebook.rules}
        self._alone = self.rulebook.regex(rules["statement.carried"])
        self._label = self.rulebook.regex(rules["statement.label"])
        self.lexicon = Lexicon(self.rulebook)
        self._cut = Words(self.lexicon)
        self.speakers = Speakers(self.lexicon)
        self.labels = Labels(self.lexicon, self.speakers.phrases)
        self.attributions = Attributions(self.rulebook, self.lexicon, self.speakers)
        split = self.rulebook.regex(rules["statement.split"])
        self.sayings = Sayings(self.lexicon, split)

    def match(self, analysis: Analysis) -> list[StatementMention]:
        """The statements of every block but furniture, in text order."""
        frame = Frame(analysis, self.lexicon, self._cut)
        reading = _Reading(frame, Interview(frame))
        for block in analysis.blocks:
            if block.kind is not BlockKind.FURNITURE:
                self._read_block(reading, block)
        return sorted(reading.found.statements, key=lambda found: (found.start, -found.end))

    # -- blocks and sentences ---------------------------------------------------------------

    def _read_block(self, reading: _Reading, block: Block) -> None:
        """A block's attributions first; then its other quotations, which may follow from them."""
        if reading.pending is not None and block.kind is BlockKind.ITEM:
            self._read_item(reading, block, "statement.listed")
            return
        is_quoted, telling = reading.frame.heard_in(block)
        is_answer = block.index in reading.interview.plain
        if not (is_quoted or telling or is_answer or reading.pending is not None):
            reading.leave(block, None, None)
            return
        periods = list(reading.frame.periods(block))
        if reading.pending is not None and self._is_block(reading, block, periods):
            self._read_item(reading, block, "statement.block")
            reading.pending = None
            return
        spoke: list[Ref | None] = [None] * len(periods)  # who speaks in each sentence
        pending: str | None = None
        if is_answer:
            span, who = (block.start, block.end, "statement.answer"), reading.interview.answerer
            answer = StatementMention(*span, "direct", who)
            reading.found.statements.append(answer)
        if is_quoted:
            telling = [place for place, period in enumerate(periods) if period.has_trigger()]
        for place in telling:
            previous = periods[place - 1] if place else None
            spoke[place], pending = self._read_period(reading, block, periods[place], previous)
        for place, period in enumerate(periods if is_quoted else ()):
            if spoke[place] is None and period.marks() and len(period.words) <= MAX_WORDS:
                spoke[place] = self._read_quotes(reading, block, periods, place, spoke)
        reading.leave(block, (periods, spoke), pending)

    def _read_period(
        self,
        reading: _Reading,
        block: Block,
        period: Period,
        previous: Period | None,
    ) -> tuple[Ref | None, str | None]:
        """A sentence's statements; who speaks in it last, and the verb where a list follows."""
        if len(period.words) > MAX_WORDS:
            return None, None
        attributions = self.attributions.read(period)
        if block.kind in _HEADINGS:
            # A headline's "says" is a statement at most; a lost full stop makes no headline.
            attributions = [a for a in attributions if _is_past(period, a)]
        last: Ref | None = None
        floor = 0
        for place, attribution in enumerate(attributions):
            if attribution.begin < floor:
                continue  # inside what somebody else is said to have said
            following = attributions[place + 1 :]
            if attribution.shape == "source" and any(
                other.begin <= attribution.after + 1
                and period.words[other.begin].low not in self.lexicon["relative"]
                for other in following
            ):
                continue  # "In his view, Mr Hill said, …"
            if attribution.shape == "clause" and any(
                other.shape == "quote"
                and other.begin == attribution.words
                and period.words[other.words - 1].text == ":"
                for other in following
            ):
                continue  # "The agency said the report states: ‘…’"
            last = ref_of(period, attribution.speaker) if attribution.speaker else None
            if last and last.text in _PRONOUNS and block.index in reading.interview.answers:
                last = reading.interview.answerer
            if attribution.shape == "list":
                return last, cue_of(period, attribution) if period.end == block.end else None
            limit = self._limit(period, attribution, following)
            bounds = (floor, limit if attribution.until is None else min(limit, attribution.until))
            end = self.sayings.give(reading.found, period, attribution, last, bounds, previous)
            if attribution.shape != "relative":  # its sentence's own verb is yet to come
                floor = end
        return last, None

    def _limit(self, period: Period, attribution: Attribution, following: list[Attribution]) -> int:
        """Where the reporter speaks again: at the next attribution that is not part of this."""
        words = period.words
        for other in following:
            if other.begin <= attribution.words:
                continue
            first, before = words[other.begin], words[other.begin - 1]
            joined = (
                first.low in self.lexicon["conjunction"]
                or first.low == "with"  # "…, with one mother saying"
                or first.low in self.lexicon["opener"]
                or first.is_break
                or before.is_break
            )
            relative = first.low in self.lexicon["relative"]
            opened = words[attribution.words].low in self.lexicon["half_subordinator"]
            if opened and before.text == "," and first.low in self.lexicon["half_main"]:
                continue  # "said that although it was late, it showed that …"
            if attribution.words < other.words < other.begin:
                return other.words  # its own quotation comes first
            if other.shape == "before" or (joined and not relative):
                return other.begin
        return len(words)

    def _is_block(self, reading: _Reading, block: Block, periods: list[Period]) -> bool:
        """Whether a paragraph under "X said:" is X's words, their quotation marks lost."""
        if block.kind is not BlockKind.PARAGRAPH or any(period.marks() for period in periods):
            return False
        spoken = reading.frame.text[block.start : block.end].lower().split()
        return not self.lexicon["first_person"].isdisjoint(spoken)

    def _read_item(self, reading: _Reading, block: Block, rule: str) -> None:
        """An item of a list under "X said:", or a paragraph, is X's statement."""
        text = reading.frame.analysis.text
        end = block.end
        while end > block.start and text[end - 1] in _ITEM_ENDS[rule]:
            end -= 1
        speaker = self._spoken_of(*reading.spoken())
        if end > block.start and speaker is not None:
            span = (block.start, end, rule)
            marks = reading.frame.marks_between(block.start, end)
            directness: Directness = "mixed" if marks else "indirect"
            item = StatementMention(*span, directness, speaker, reading.pending)
            reading.found.statements.append(item)

    # -- quotations without a verb ------------------------------------------------------------

    def _read_quotes(
        self,
        reading: _Reading,
        block: Block,
        periods: list[Period],
        place: int,
        spoke: list[Ref | None],
    ) -> Ref | None:
        """The statements among a sentence's quotations where nobody is said to speak."""
        period = periods[place]
        marks = [mark for mark in period.marks() if mark not in reading.found.said]
        if not marks:
            return None
        last = reading.frame.quotes[marks[-1]]
        if self._alone.fullmatch(reading.frame.text, period.start, period.end):
            if block.kind in _HEADINGS and not last.continues:
                return None
            return self._carry(reading, block, periods, place, spoke)
        if block.kind is BlockKind.HEADING or not self._label.search(
            reading.frame.text, period.start, marks[0] + 1
        ):
            return None
        return self._read_label(reading, period, marks[0])

    def _carry(
        self,
        reading: _Reading,
        block: Block,
        periods: list[Period],
        place: int,
        spoke: list[Ref | None],
    ) -> Ref | None:
        """A sentence of quotations alone goes on with whoever spoke, or was spoken of, last."""
        period = periods[place]
        quotes = [i for i in period.covered if period.start_of(i) not in reading.found.said]
        goes_on = place > 0 and spoke[place - 1] is not None
        if not self._is_speech(period, quotes[-1], goes_on=goes_on):
            return None
        if not place and block.index in reading.interview.answers:
            speaker = reading.interview.answerer
        elif not place and reading.headed and not period.quote(quotes[0]).continues:
            return None
        elif place:
            speaker = self._spoken_of(periods[:place], spoke)
        else:
            speaker = self._led_in(*reading.spoken()) or self._spoken_of(*reading.spoken())
        if speaker is not None:
            cue = None if place else reading.pending
            for index in quotes:
                reading.found.add(period, (index, index + 1), speaker, cue, "statement.carried")
        return speaker

    def _read_label(self, reading: _Reading, period: Period, mark: int) -> Ref | None:
        """The quotation of "Chief executive Samuel Trott: ‘…’"."""
        index = period.index_of(mark)
        if not index or not self._is_speech(period, index):
            return None
        named = self.labels.labelled(period, index - 1)
        if named is None:
            return None
        speaker = ref_of(period, named)
        reading.found.add(period, (index, index + 1), speaker, None, "statement.label")
        return speaker

    def _is_speech(self, period: Period, index: int, *, goes_on: bool = False) -> bool:
        """Whether a quotation is a sentence and no title or scare word.

        One word is a sentence only where it ``goes_on`` from what somebody has just said.
        """
        quote = period.quote(index)
        text = period.frame.analysis.text
        if not quote.closed or quote.continues:
            return True
        quoted = text[quote.start : quote.end]
        return (goes_on or " " in quoted) and quoted.rstrip(_MARKS).endswith(_SPEECH_ENDS)

    def _led_in(self, periods: list[Period], spoke: list[Ref | None]) -> Ref | None:
        """Whose words a paragraph leads in: "Mr Hill's statement in full:"."""
        if not periods or spoke[-1] is not None or len(periods[-1].words) > MAX_WORDS:
            return None
        words = periods[-1].words
        if len(words) < 2 or words[-1].text != ":":
            return None
        named = self.labels.labelled(periods[-1], len(words) - 1)
        return ref_of(periods[-1], named) if named else None

    def _spoken_of(self, periods: list[Period], spoke: list[Ref | None]) -> Ref | None:
        """Who speaks in the last sentences, or whom they are about; nearest first."""
        for place in range(len(periods) - 1, max(-1, len(periods) - 1 - LOOK_BACK), -1):
            if spoke[place] is not None:
                return spoke[place]
            period = periods[place]
            if len(period.words) > MAX_WORDS:
                continue
            subject = self.speakers.governing(period, len(period.words), 0)
            if subject is not None and self._may_go_on(period, subject.begin, subject.end):
                return ref_of(period, (subject.begin, subject.end))
        return None

    def _may_go_on(self, period: Period, begin: int, end: int) -> bool:
        """Whether a quotation may be given to who was only spoken of: to people, not papers."""
        if period.is_person(begin, end):
            return True
        phrase = [word.low for word in period.words[begin:end]]
        return "he" in phrase or "she" in phrase or not self.lexicon["person"].isdisjoint(phrase)


def _is_past(period: Period, attribution: Attribution) -> bool:
    return period.words[attribution.cue[0]].low.endswith(("d", "t"))

"""The words of an attribution as statements: their stretch, their directness, their speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from norfolk_cs.analysis import Ref, StatementMention
from norfolk_cs.components.speech.frames import Period
from norfolk_cs.components.speech.lexicon import BREAKS, Lexicon, Word
from norfolk_cs.components.speech.patterns import Attribution
from norfolk_cs.components.speech.phrases import Stretch
from norfolk_cs.components.speech.reported import Reported
from norfolk_cs.models import Directness

_ASIDES = ("where", "when")
_CLAUSE_WORDS = 4  # "In Kent, Ofsted said." is no clause, "Demand outstripped supply" might be


@dataclass(slots=True)
class Found:
    """The statements so far, and the opening marks of the quotations that are in them."""

    statements: list[StatementMention] = field(default_factory=list)
    said: set[int] = field(default_factory=set)

    def add(
        self, period: Period, stretch: Stretch, speaker: Ref | None, cue: str | None, rule: str
    ) -> None:
        """A statement of some words; one quotation alone is direct."""
        begin, end = stretch
        if begin >= end:
            return
        quotes = [index for index in period.covered if begin <= index < end]
        directness: Directness = "mixed" if quotes else "indirect"
        start, stop = period.start_of(begin), period.end_of(end - 1)
        if quotes == [begin] and end == begin + 1:
            if period.start_of(begin) in self.said:
                return
            quote = period.quote(begin)
            directness, start, stop = "direct", quote.start, quote.end
        self.said.update([period.start_of(index) for index in quotes])
        self.statements.append(StatementMention(start, stop, rule, directness, speaker, cue))


class Sayings:
    """Finds the words that belong to an attribution; indices are into ``period.words``."""

    def __init__(self, lexicon: Lexicon, split: re.Pattern[str]) -> None:
        self.lexicon = lexicon
        self.reported = Reported(lexicon)
        self._split = split  # what stands before the second half of a quotation
        self._openers = lexicon["opener"] - lexicon["subordinator"] - lexicon["of_a_noun"]
        self._aside = lexicon["subordinator", "preposition"]
        self._finders = lexicon["finder", "document"]

    def give(
        self,
        found: Found,
        period: Period,
        attribution: Attribution,
        speaker: Ref | None,
        bounds: Stretch,
        previous: Period | None,
    ) -> int:
        """Add what an attribution says to ``found``; the index after its words.

        ``bounds`` are the first word that it may take and the one where the next attribution
        begins; ``previous`` is the sentence before, if the quotation may stand there.
        """
        cue = cue_of(period, attribution)
        floor, limit = bounds

        def add(begin: int, end: int) -> None:
            found.add(period, (begin, end), speaker, cue, attribution.rule)

        if attribution.shape in ("quote", "clause", "relative"):
            last = attribution.after
            for begin, last in self._after(period, attribution, limit):
                add(begin, last)
            return max(last, attribution.after)
        if attribution.shape == "source":
            begin, end = self._of_source(period, attribution, floor, limit)
            add(begin, end)
            return max(end, attribution.after)
        if attribution.begin == 0 and attribution.words < 0:
            if previous is not None:
                _add_earlier(found, previous, speaker, cue)
            return attribution.after
        begin, end = self._before(period, attribution, floor)
        add(begin, end)
        if attribution.words >= 0:
            second = self._second_half(found, period, attribution, limit)
            if second is not None:
                found.add(period, (second, second + 1), speaker, cue, "statement.split")
        return max(end, attribution.after)

    # -- after the verb ---------------------------------------------------------------------

    def _after(self, period: Period, attribution: Attribution, limit: int) -> list[Stretch]:
        """The quotation or the clauses that follow a verb."""
        words, at = period.words, attribution.words
        if attribution.shape == "quote" and words[at - 1].text == ":":
            quotes = []
            while at < limit and (period.is_quote(at) or words[at].low in (",", "and")):
                if period.is_quote(at):
                    quotes.append((at, at + 1))
                at += 1
            return quotes
        if attribution.shape == "quote" and self._only_quotes(period, attribution):
            return [(at, at + 1)]
        joined = words[attribution.begin].low in ("and", "but")
        first = words[attribution.begin + joined].low
        subordinate = attribution.begin == 0 and first in self.lexicon["subordinator"]
        aside = first in _ASIDES and words[attribution.begin - 1].text == ","
        within = first if subordinate or first in self.lexicon["relative"] else ""
        if aside or attribution.shape == "relative":
            within = "which"  # "The home, where inspectors said children were afraid, has closed"
        if attribution.speaker and attribution.speaker[0] > attribution.cue[0]:
            within = "while"  # "Admitting that …, he added": his clause ends before him
        who = attribution.speaker or attribution.cue
        spoken = {word.low.removesuffix("'s") for word in words[who[0] : who[1]]}
        finds = not spoken.isdisjoint(self._finders)
        return list(self.reported.pieces(period, at, limit, within=within, finds=finds))

    def _only_quotes(self, period: Period, attribution: Attribution) -> bool:
        """Whether a verb takes no clause: what follows "shouted ‘shame’" is the reporter's."""
        verb = self.lexicon.verb_at(period.words, attribution.cue[0])
        return verb is not None and verb[0].takes == "speaks"

    # -- before the verb --------------------------------------------------------------------

    def _before(self, period: Period, attribution: Attribution, floor: int) -> Stretch:
        """The quotation or clause that stands before an attribution, or on both sides of it."""
        words = period.words
        semicolons = (i for i in range(attribution.begin - 1, floor, -1) if words[i].text == ";")
        begin = next(semicolons, floor)
        while begin < attribution.begin and (
            words[begin].low in self._openers or words[begin].is_break
        ):
            begin += 1
        quote = attribution.words
        rest = self._rest(period, attribution.after)
        if quote >= 0:
            if rest and words[rest[0]].low in self.lexicon["finite"]:
                return begin, rest[1]  # "‘Steady’, she said, had become ‘a word for tired’"
            if self._stands_alone(period, quote, begin):
                return quote, quote + 1
            return begin, rest[1] if rest else quote + 1
        end = self.reported.trim(period, begin, attribution.begin)
        closes = self._closes(period, attribution) and end - begin >= _CLAUSE_WORDS
        clause = closes or self.reported.shows_verb(period, begin, end)
        if rest and (clause or self.reported.shows_verb(period, *rest)):
            return (begin if end > begin else rest[0]), rest[1]
        if clause and (
            words[begin].low not in self._aside
            or (closes and self._is_adjunct(words, begin))
            or self._is_fronted(period, begin, end)
        ):
            return begin, end
        return 0, 0

    def _is_adjunct(self, words: Sequence[Word], begin: int) -> bool:
        """Whether a phrase begins, which needs no comma: "In Kent children …", "As a result …"."""
        following = words[begin + 1].low
        as_a = words[begin].low == "as" and following in ("a", "part")
        return as_a or words[begin].low in self.lexicon["preposition"]

    def _closes(self, period: Period, attribution: Attribution) -> bool:
        """Whether a sentence ends in "…, council leaders have warned.": what stands before it is
        all that it tells, whether or not its verb is known.
        """
        return all(word.text in ".!?" for word in period.words[attribution.cue[1] :])

    def _is_fronted(self, period: Period, begin: int, end: int) -> bool:
        """Whether a phrase stands before its clause: "In Kent, | children were at risk"."""
        commas = (i for i in range(begin + 1, end - 1) if period.words[i].text == ",")
        return any(self.reported.shows_verb(period, comma + 1, end) for comma in commas)

    def _rest(self, period: Period, index: int) -> Stretch | None:
        """What goes on with the clause that an attribution interrupts."""
        words = period.words
        begin = index + 1
        if begin >= len(words) or words[index].text not in (",", "–", "—"):
            return None
        low = words[begin].low
        if low in self.lexicon["relative"] and not self._is_that(words, begin):
            return None
        if (
            low in self.lexicon["subordinator"]
            and low not in self.lexicon["condition"]
            and low != "that"
        ):
            return None
        if low.endswith("ing") or low in BREAKS or low in self.lexicon["written"]:
            return None
        if period.is_quote(begin) and not self._is_small(period, begin):
            return None
        return next(self.reported.pieces(period, begin, len(words)), None)

    def _is_that(self, words: Sequence[Word], index: int) -> bool:
        """Whether a "that" opens a clause: "It was true, she said, that …", but not "that was"."""
        following = words[index + 1].low if index + 1 < len(words) else ""
        return words[index].low == "that" and following not in self.lexicon["finite"]

    def _is_small(self, period: Period, index: int) -> bool:
        """Whether a quotation has no capital, and goes on with a sentence."""
        return period.frame.analysis.text[period.quote(index).start].islower()

    def _stands_alone(self, period: Period, quote: int, begin: int) -> bool:
        """Whether the words before a quotation are not of the same sentence as its own."""
        if quote <= begin:
            return True
        previous = period.words[quote - 1].text
        if previous in (":", ";") or previous[0] == "“":
            return True
        first = period.frame.analysis.text[period.quote(quote).start]
        return previous in BREAKS and first.isupper()

    def _second_half(
        self, found: Found, period: Period, attribution: Attribution, limit: int
    ) -> int | None:
        """The rest of a quotation that is interrupted: "‘If it fails,’ he said, ‘…’"."""
        words = period.words
        for index in period.covered:
            if not attribution.after <= index < limit or period.start_of(index) in found.said:
                continue
            joined = words[index - 1].low in ("and", "but", "then")
            start = period.start_of(index - 1 - joined)
            matched = self._split.match(period.frame.text, start, period.end_of(index))
            return index if matched else None
        return None

    # -- sources ----------------------------------------------------------------------------

    def _of_source(
        self, period: Period, attribution: Attribution, floor: int, limit: int
    ) -> Stretch:
        """The clause that "according to X" or "in his view" belongs to."""
        words = period.words
        begin = floor
        while begin < attribution.begin and words[begin].low in self.lexicon["opener"]:
            begin += 1
        before = words[attribution.begin - 1].text if attribution.begin else ""
        end = begin if before == ";" else self.reported.trim(period, begin, attribution.begin)
        rest = self._rest(period, attribution.after)
        if rest and words[rest[0]].low in self.lexicon["conjunction"]:
            rest = None  # "Costs rose, according to the council, and income did not"
        if begin < end and self.reported.shows_verb(period, begin, end):
            return begin, rest[1] if rest and before == "," else end
        if rest is None:
            rest = next(self.reported.pieces(period, attribution.after, limit), None)
        if rest is None or not self.reported.shows_verb(period, *rest):
            return 0, 0
        return (begin if begin < end else rest[0]), rest[1]


def ref_of(period: Period, speaker: Stretch) -> Ref:
    """The speaker's words, without the ending of a genitive or of "the council's said"."""
    words = period.words
    start, end = period.start_of(speaker[0]), period.end_of(speaker[1] - 1)
    last = words[speaker[1] - 1]
    if last.low not in period.frame.whole_names:
        end -= 2 * last.text.endswith("'s") + last.text.endswith("'")
    return period.frame.analysis.ref(start, end)


def cue_of(period: Period, attribution: Attribution) -> str:
    """The verb or phrase of an attribution, as written, in lower case."""
    begin, end = attribution.cue
    start, stop = period.start_of(begin), period.end_of(end - 1)
    return " ".join(period.frame.analysis.text[start:stop].lower().split())


def _add_earlier(found: Found, period: Period, speaker: Ref | None, cue: str) -> None:
    """The quotation of "‘Who knows?’ Mr Lewis asked.", cut off as a sentence of its own."""
    last = len(period.words) - 1
    if last >= 0 and period.is_quote(last) and period.start_of(last) not in found.said:
        found.add(period, (last, last + 1), speaker, cue, "statement.quote-verb")

"""Attributions: a reporting verb (or "according to") with its speaker and the side its words are on.

A verb is passed over where nobody is told to have said anything: passives ("it was said"),
negations ("did not say"), infinitives ("declined to say"), questions, nouns ("the claims").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from norfolk_cs.components.reported import Reported
from norfolk_cs.components.speakers import Speakers, Subject
from norfolk_cs.components.speech import BREAKS, Frame, Lexicon, Period, Verb, Word
from norfolk_cs.rulebook import Rulebook

_INTERRUPTED = ",?!…—–-"  # a quotation that ends so is waiting for its attribution
_BEFORE_PARTICIPLE = frozenset([",", "–", "-", "—", "by", "before", "after", "as", "while"])


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it and where; indices are into the period's words."""

    rule: str
    shape: str  # quote, clause: words follow at ``words``; before: they stand before ``begin``
    cue: tuple[int, int]
    begin: int  # where the reporter's own clause begins, with its conjunction
    after: int  # the first word that is not of the attribution
    speaker: tuple[int, int] | None
    words: int
    fresh: bool = True  # has a subject of its own, and so can't be part of reported speech


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A rule of the rule file, ready to be tried after a verb."""

    rule: str
    regex: re.Pattern[str]
    shape: str
    verbs: frozenset[str]
    needs: str


class Attributions:
    """Reads a period's attributions, in order; see :meth:`read`."""

    def __init__(
        self, book: Rulebook, lexicon: Lexicon, speakers: Speakers, reported: Reported
    ) -> None:
        self.lexicon = lexicon
        self.speakers = speakers
        self.reported = reported
        patterns = [
            _Pattern(
                rule.id,
                book.regex(rule),
                str(rule.set["shape"]),
                frozenset(str(rule.set.get("verbs", "")).split()),
                str(rule.set.get("needs", "")),
            )
            for rule in book.rules
        ]
        self._forward = [p for p in patterns if p.shape in ("quote", "clause", "list")]
        self._backward = {p.rule: p for p in patterns if p.shape == "before"}
        self._sources = [p for p in patterns if p.shape == "source"]

    def read(self, frame: Frame, period: Period) -> list[Attribution]:
        """The attributions of a period of ``frame``."""
        found: list[Attribution] = []
        words = period.words
        index = 0
        while index < len(words):
            attribution = None
            stop = index + 1
            verb = self.lexicon.verb_at(words, index)
            if verb is not None:
                stop = verb[1]
                attribution = self._at_verb(frame, period, (index, stop), verb[0], found)
            elif words[index].low in ("according", "in"):
                attribution = self._at_source(frame, period, index)
            if attribution is not None:
                found.append(attribution)
                stop = max(stop, attribution.after)
            index = stop
        return found

    # -- verbs ------------------------------------------------------------------------------

    def _at_verb(
        self,
        frame: Frame,
        period: Period,
        cue: tuple[int, int],
        verb: Verb,
        earlier: list[Attribution],
    ) -> Attribution | None:
        words = period.words
        index, stop = cue
        if words[index].text[0].isupper() and any(b <= index < e for b, e, _ in period.names):
            return None
        edge = self._verb_group(words, index)
        if edge is None or (stop < len(words) and words[stop].low == "to"):
            return None
        floor = earlier[-1].after if earlier and earlier[-1].shape == "before" else 0
        inverted = self._inverted(frame, period, cue, edge, verb)
        if inverted is not None:
            return inverted
        subject, fresh = self._subject(period, index, edge, floor, earlier)
        if subject is None or not self._may_say(words, subject, verb, index):
            return None
        if words[subject.end - 1].text.endswith(("'s", "'")):
            return None
        forward = self._words_after(frame, period, stop, verb)
        if self._is_compared(words, subject) and (forward is None or forward[0].shape != "quote"):
            return None
        quote = None
        if words[subject.clause].low not in self.lexicon["conjunction"]:
            quote = self._quote_before(words, subject.clause, floor)
        if quote is not None and fresh and self._is_said(frame, words[quote], forward):
            return self._before("statement.quote-verb", frame, period, cue, verb, subject, quote)
        if forward is not None:
            pattern, at = forward
            return Attribution(
                pattern.rule,
                pattern.shape,
                cue,
                subject.clause,
                at,
                (subject.begin, subject.end),
                at,
                fresh,
            )
        if not fresh or subject.clause != subject.begin:
            return None
        if subject.begin > 0 and words[subject.begin - 1].text not in (",", "–", "—", "-"):
            return None
        if words[index].low in self.lexicon["noun_form"] and not self._is_somebody(period, subject):
            return None
        rule = "statement.clause-verb" if subject.begin else "statement.quote-verb"
        return self._before(rule, frame, period, cue, verb, subject, -1)

    def _verb_group(self, words: list[Word], index: int) -> int | None:
        """Where the verb group begins that ends at ``index``; None where nobody says anything."""
        lexicon = self.lexicon
        participle = words[index].low.endswith("ing")
        edge = index
        while edge > 0:
            low = words[edge - 1].low
            if low == "to":
                if words[edge - 2].low == "on":
                    edge -= 3
                elif words[edge - 2].low in ("continued", "continues"):
                    edge -= 2
                else:
                    return None
                continue
            if words[edge - 1].text[0].isupper() and edge > 1:
                break  # "Mrs May said"
            if low in lexicon["negative"] or low in lexicon["possibility"] or low.endswith("n't"):
                return None
            if low in lexicon["be"]:
                if not participle:
                    return None
            elif low not in lexicon["auxiliary"] and low not in lexicon["adverb"]:
                if not low.endswith("ly"):
                    break
            edge -= 1
        return max(edge, 0)

    def _subject(
        self, period: Period, index: int, edge: int, floor: int, earlier: list[Attribution]
    ) -> tuple[Subject | None, bool]:
        """The verb's subject, and whether it stands before this very verb."""
        words = period.words
        previous = words[edge - 1] if edge > floor else None
        participle = words[index].low.endswith("ing") and edge == index
        joined = previous is not None and (
            previous.low in self.lexicon["conjunction"]
            or (participle and previous.low in _BEFORE_PARTICIPLE | self.lexicon["document"])
        )
        if joined:
            begin = edge - 1
            speaker = next((a.speaker for a in reversed(earlier) if a.speaker), None)
            if speaker is not None:
                return Subject(*speaker, begin), False
            return self.speakers.governing(period, begin, floor), False
        if participle or previous is None:
            return None, True
        noun = words[index].low in self.lexicon["noun_form"]
        subject = self.speakers.before(period, edge, floor, noun=noun)
        if noun and subject is None:
            subject = self.speakers.before(period, edge, floor, noun=False)
            if subject and self._quote_before(words, subject.clause, floor) is None:
                subject = None
        return subject, True

    def _is_compared(self, words: list[Word], subject: Subject) -> bool:
        """"As Mr Hill said, …", "if Ofsted says …": nothing is reported, unless in quotation."""
        low = words[subject.clause].low
        before = words[subject.clause - 1].low if subject.clause else ""
        return bool({low, before} & {"as", "than", "if", "unless", "whether"})

    def _may_say(self, words: list[Word], subject: Subject, verb: Verb, index: int) -> bool:
        """Whether this subject can do what the verb says: only some find, only papers read."""
        if words[index].low == verb.lemma and verb.lemma in self.lexicon["noun_form"]:
            last = words[subject.end - 1].low
            if not last.endswith("s") and last not in self.lexicon["plural"]:
                return False  # "the Ofsted report", "a Facebook post"
        phrase = {word.low.removesuffix("'s") for word in words[subject.begin : subject.end]}
        if verb.takes == "reads":
            return not phrase.isdisjoint(self.lexicon["document"] | {"it"})
        if verb.takes != "finds":
            return True
        return not phrase.isdisjoint(self.lexicon["document"] | self.lexicon["finder"])

    def _is_somebody(self, period: Period, subject: Subject) -> bool:
        """Whether a subject is a person's name or a pronoun: "the Ofsted report, …" is no verb."""
        if subject.end - subject.begin == 1 and (
            period.words[subject.begin].low in self.lexicon["pronoun"]
        ):
            return True
        return (subject.begin, subject.end, True) in period.names

    def _words_after(
        self, frame: Frame, period: Period, stop: int, verb: Verb
    ) -> tuple[_Pattern, int] | None:
        """The first rule that finds the verb's words after it, and where they begin."""
        words = period.words
        for pattern in self._forward:
            if verb.takes not in pattern.verbs:
                continue
            match = pattern.regex.match(frame.text, words[stop - 1].end, period.end)
            if match is None:
                continue
            if pattern.shape == "list":
                return pattern, len(words)
            target = match.end() - (pattern.shape == "quote")
            at = stop
            while at < len(words) and words[at].start < target:
                at += 1
            if at >= len(words):
                continue
            if pattern.needs == "hearer" and self.reported.has_verb(period, stop, at):
                continue
            if pattern.shape == "clause":
                if words[at - 1].low != "that" and not self.reported.opens(period, at):
                    continue
                if pattern.needs == "verb" and not self.reported.has_verb(period, at, len(words)):
                    continue
            return pattern, at
        return None

    def _quote_before(self, words: list[Word], index: int, floor: int) -> int | None:
        """The quotation that ends right before ``index``, a comma between or not."""
        before = index - 1
        if before > floor and words[before].text in (",", "–", "-"):
            before -= 1
        if before >= floor and words[before].text[0] == "“":
            return before
        return None

    def _is_said(
        self, frame: Frame, word: Word, forward: tuple[_Pattern, int] | None
    ) -> bool:
        """Whether the quotation before a subject is what is said, and not the clause after."""
        if forward is None or forward[0].shape == "quote":
            return True
        quote = frame.quotes[word.start]
        return frame.analysis.text[quote.end - 1] in _INTERRUPTED

    def _before(
        self,
        rule: str,
        frame: Frame,
        period: Period,
        cue: tuple[int, int],
        verb: Verb,
        subject: Subject,
        quote: int,
        after: int | None = None,
    ) -> Attribution | None:
        """An attribution whose words stand before it."""
        words = period.words
        pattern = self._backward[rule]
        end = cue[1] if after is None else after
        if verb.takes not in pattern.verbs:
            return None
        if after is None:
            match = pattern.regex.match(frame.text, words[cue[1] - 1].end, period.end)
            if match is None and quote < 0:
                return None
            if match is not None:
                while end < len(words) and words[end].end <= match.end() and (
                    words[end].text not in BREAKS
                ):
                    end += 1
        begin = min(cue[0], subject.clause) if after is not None else subject.clause
        return Attribution(
            rule, "before", cue, begin, end, (subject.begin, subject.end), quote
        )

    def _inverted(
        self, frame: Frame, period: Period, cue: tuple[int, int], edge: int, verb: Verb
    ) -> Attribution | None:
        """"‘…,’ said X", "…, say MPs who …": the speaker after the verb."""
        words = period.words
        if edge == 0 or verb.takes in ("tells", "finds"):
            return None
        if words[cue[0]].low.endswith("ing"):
            return None
        previous = words[edge - 1]
        quote = self._quote_before(words, edge, 0)
        if quote is None and previous.text not in (",", "–"):
            return None
        subject = self.speakers.after(period, cue[1])
        if subject is None or not self._may_say(words, subject, verb, cue[0]):
            return None
        following = words[subject.clause] if subject.clause < len(words) else None
        if quote is None:
            if verb.takes == "speaks" or not self._is_clause(period, edge - 1):
                return None
            ended = following is None or following.text in BREAKS or following.text in ".!?"
            if not ended and following.low not in self.lexicon["relative"]:
                return None
            rule = "statement.clause-verb"
        else:
            if following is not None and following.low in self.lexicon["finite"]:
                return None
            rule = "statement.quote-verb"
        return self._before(
            rule,
            frame,
            period,
            cue,
            verb,
            Subject(subject.begin, subject.end, edge),
            -1 if quote is None else quote,
            after=subject.clause,
        )

    def _is_clause(self, period: Period, end: int) -> bool:
        """Whether what ends before the comma at ``end`` is a main clause, not an apposition."""
        words = period.words
        begin = end
        while begin > 0 and words[begin - 1].text not in BREAKS:
            begin -= 1
        if begin >= end:
            return False
        first = words[begin].low
        if first in self.lexicon["relative"] or first in self.lexicon["preposition"]:
            return begin == 0 and self.reported.has_verb(period, begin, end)
        return self.reported.shows_verb(period, begin, end)

    # -- sources ----------------------------------------------------------------------------

    def _at_source(self, frame: Frame, period: Period, index: int) -> Attribution | None:
        """"According to X, …", "…, according to X", "in his view …"."""
        words = period.words
        for pattern in self._sources:
            match = pattern.regex.match(frame.text, words[index].start, period.end)
            if match is None:
                continue
            stop = index
            while stop < len(words) and words[stop].start < match.end():
                stop += 1
            if pattern.rule == "statement.view":
                speaker = self._viewer(period, index, stop)
                cue = (index, stop)
                end = stop
            else:
                subject = self.speakers.after(period, stop)
                if subject is None:
                    return None
                speaker = (subject.begin, subject.end)
                cue = (index, stop)
                end = subject.clause
            return Attribution(pattern.rule, "source", cue, index, end, speaker, end)
        return None

    def _viewer(self, period: Period, index: int, stop: int) -> tuple[int, int]:
        words = period.words
        begin = index + 1
        end = begin + 1
        if words[begin].low not in ("his", "her", "their"):
            end = stop - 1
        return begin, end

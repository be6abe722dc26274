"""Phrases in place of a reporting verb: "according to the review", "in his view"."""

from __future__ import annotations

from norfolk_cs.components.speech.frames import Period
from norfolk_cs.components.speech.lexicon import Lexicon
from norfolk_cs.components.speech.papers import Subject
from norfolk_cs.components.speech.patterns import ASIDE_WITHIN, ASIDES, Attribution, Pattern
from norfolk_cs.components.speech.phrases import Stretch
from norfolk_cs.components.speech.reported import Reported
from norfolk_cs.components.speech.speakers import Speakers


class Sources:
    """Reads sources; all indices are into ``period.words``."""

    def __init__(
        self, patterns: list[Pattern], lexicon: Lexicon, speakers: Speakers, reported: Reported
    ) -> None:
        self._sources = [pattern for pattern in patterns if pattern.shape == "source"]
        self.lexicon = lexicon
        self.speakers = speakers
        self.reported = reported

    def at(self, period: Period, index: int) -> Attribution | None:
        """The source that is named at ``index``: "according to X", "in his view"."""
        words = period.words
        for pattern in self._sources:
            match = pattern.match(period, period.start_of(index))
            if match is None:
                continue
            stop = period.index_of(match.end())
            cue = (index, stop)
            if pattern.rule == "statement.view":
                has_pronoun = words[index + 1].low in ("his", "her", "their")
                viewer = (index + 1, index + 2 if has_pronoun else stop - 1)
                return Attribution(pattern.rule, "source", cue, index, stop, viewer, stop)
            subject = self.speakers.owner(period, stop) or self.speakers.after(period, stop)
            if subject is None or not self.speakers.has_name_or_voice(period, subject):
                return None
            speaker = (subject.begin, subject.end)
            if index <= 1:
                subject = subject._replace(clause=self._past_phrase(period, subject.clause))
            end = self._past_apposition(period, subject)
            return Attribution(pattern.rule, "source", cue, index, end, speaker, end)
        return None

    def _past_phrase(self, period: Period, end: int) -> int:
        """``end`` after a phrase that belongs to a source: "a memo from its chief | to staff,"."""
        words = period.words
        if end >= len(words) or words[end].low not in self.lexicon["preposition"]:
            return end
        stop = min(end + ASIDE_WITHIN, len(words) - 1)
        comma = next((i for i in range(end + 1, stop) if words[i].is_break), stop)
        phrase = {word.text for word in words[end:comma]}  # no "May"
        if words[comma].text != "," or not phrase.isdisjoint(self.lexicon["finite", "cues"]):
            return end
        return comma if self.reported.shows_verb(period, comma, len(words)) else end

    def _past_apposition(self, period: Period, subject: Subject) -> int:
        """The end of a source after what is said of it in passing: "the review, published in
        May,"; a post is said of people only: "Ofsted, the appointment of a director (DCS) …".
        """
        words, end = period.words, subject.clause
        if end + 1 >= len(words) or words[end].text not in ASIDES:
            return end
        stop = min(end + ASIDE_WITHIN, len(words) - 1)
        mark = ")" if words[end].text == "(" else ","
        close = next((i for i in range(end + 1, stop) if words[i].text == mark), None)
        if close is None or close == end + 1:
            return end
        aside = [word.low for word in words[end + 1 : close]]
        describes = (
            aside[0] in self.lexicon["relative"]
            or aside[0].endswith(("ed", "en"))
            or self._is_bearer(period, subject, (end + 1, close))
        )
        has_verb = self.lexicon["finite"] & set(aside) and aside[0] not in self.lexicon["relative"]
        if not describes or has_verb or not self.reported.shows_verb(period, close, len(words)):
            return end
        return close

    def _is_bearer(self, period: Period, subject: Subject, aside: Stretch) -> bool:
        """Whether a source is a person and the words after it name them or their post."""
        words, phrases = period.words, self.speakers.phrases
        head = phrases.head_noun(words, subject.begin, subject.end)
        is_person = period.is_person(subject.begin, subject.end)
        if not is_person and head.low not in self.lexicon["person"]:
            return False
        post = phrases.head_noun(words, *aside)
        return post.low in self.lexicon["person"] or post.is_capital

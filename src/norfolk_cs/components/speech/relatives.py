"""Who says something in a relative clause: "her death, which a judge said was ‘preventable’,",
"a plan (that) the union said would cost jobs", "staff who he said had worked hard".
"""

from __future__ import annotations

from norfolk_cs.components.speech.frames import Period
from norfolk_cs.components.speech.lexicon import Lexicon, Verb
from norfolk_cs.components.speech.papers import Subject
from norfolk_cs.components.speech.patterns import Attribution
from norfolk_cs.components.speech.phrases import Stretch
from norfolk_cs.components.speech.reported import Reported
from norfolk_cs.components.speech.speakers import Speakers

RULE = "statement.relative"
SPEAKER_WITHIN = 9  # words between "which" and the verb: "the leader of the county council"
_TAKES = frozenset(["says", "states", "asserts", "warns"])
_RELATIVES = frozenset(["which", "who", "that", "whom"])
_PRONOUNS = frozenset(["he", "she", "they", "it"])


class Relatives:
    """Reads them; all indices are into ``period.words``."""

    def __init__(self, lexicon: Lexicon, speakers: Speakers, reported: Reported) -> None:
        self.lexicon = lexicon
        self.speakers = speakers
        self.reported = reported
        classes = "preposition", "conjunction", "subordinator", "relative", "finite", "determiner"
        self._said_itself = lexicon["said_itself"]
        self._acts = lexicon["act"] | lexicon.cues
        self._no_antecedent = lexicon[(*classes, "adverb", "be", "opener")] | lexicon.cues

    def read(self, period: Period, cue: Stretch, edge: int, verb: Verb) -> Attribution | None:
        """The attribution of a verb with a verb behind it, whose subject the relative is."""
        words, at = period.words, cue[1]
        if verb.takes not in _TAKES or at + 1 >= len(words):
            return None
        if words[at].low not in self.lexicon["finite"] or words[cue[0]].low.endswith("ing"):
            return None
        noun = words[cue[0]].low in self.lexicon["noun_form"]
        if noun and words[edge - 1].low not in _PRONOUNS:
            return None  # "which member states have approved"
        found = self._relative(period, edge) or self._bare(period, edge)
        if found is None:
            return None
        begin, speaker = found
        until = self._until(period, begin, at)
        if until is None:
            return None
        return Attribution(RULE, "relative", cue, begin, at, speaker, at, until)

    def _relative(self, period: Period, edge: int) -> tuple[int, Stretch] | None:
        """Where "which a judge said" begins, and who says it."""
        words = period.words
        for index in range(edge - 2, max(0, edge - 2 - SPEAKER_WITHIN), -1):
            if words[index].is_break or words[index].is_quote:
                return None
            if words[index].low in _RELATIVES:
                before = words[index - 1]
                if before.text == "," and index > 1:
                    before = words[index - 2]
                if words[index].low == "that" and not self._is_antecedent(period, index - 1):
                    return None
                speaker = self._speaker(period, index + 1, edge)
                fits = speaker and before.low not in self._said_itself and before.text[0].isalnum()
                return (index, speaker) if speaker and fits else None
        return None

    def _bare(self, period: Period, edge: int) -> tuple[int, Stretch] | None:
        """The same without its "which": "a plan the union said would fail"."""
        words, phrases = period.words, self.speakers.phrases
        name = phrases.name_ending(period, edge, 1)
        if name is not None:
            begin = name.begin
        elif words[edge - 1].low in _PRONOUNS or words[edge - 1].low in self.lexicon["person"]:
            begin = edge - 1
        else:
            begin = phrases.phrase_start(words, edge - 1, 0)
        while begin > 0 and words[begin - 1].low in ("the", "one"):
            begin -= 1
        if begin < 1 or not self._is_antecedent(period, begin - 1):
            return None
        speaker = self._speaker(period, begin, edge)
        return (begin, speaker) if speaker else None

    def _is_antecedent(self, period: Period, index: int) -> bool:
        """Whether the word at ``index`` is a noun that a relative clause may be about."""
        word = period.words[index]
        low = word.low
        return (
            word.text[0].isalpha()
            and low not in self._no_antecedent
            and low not in self._said_itself
            and not low.endswith("ly")
        )

    def _speaker(self, period: Period, begin: int, edge: int) -> Stretch | None:
        """Who speaks, where the words up to the verb are somebody and nothing else."""
        words = period.words
        if begin + 1 == edge and words[begin].low in _PRONOUNS:
            return begin, edge
        phrase = self.speakers.phrases.starting(period, begin, edge)
        if phrase is None or phrase[2] != edge:
            return None
        if any(word.low in self.lexicon["writer", "nobody"] for word in words[begin:edge]):
            return None
        subject = Subject(*phrase)
        return phrase[:2] if self.speakers.has_name_or_voice(period, subject) else None

    def _until(self, period: Period, begin: int, at: int) -> int | None:
        """Where the clause may reach to; None where the sentence's own verb cannot be told from it:
        "the plan the union said would cost jobs was approved".
        """
        words = period.words
        if self._has_verb(period, begin - 1):
            return len(words)
        if words[begin - 1].text != ",":
            return None
        closes = (i for i in range(at + 1, len(words) - 1) if words[i].text == ",")
        return next(closes, None)

    def _has_verb(self, period: Period, end: int) -> bool:
        """Whether the sentence's own verb stands before ``end``: "He praised staff"."""
        words = period.words
        return self.reported.shows_verb(period, 0, end) or any(
            words[i].low in self._acts
            or (words[i].low.endswith("ed") and words[i - 1].low not in self.lexicon["determiner"])
            for i in range(1, end)
        )

"""What is told, its teller no subject: "was told (by Y) that …", "the inquest heard that …",
"a warning from X that …".
"""

from __future__ import annotations

from collections.abc import Sequence

from norfolk_cs.components.speech.frames import Period
from norfolk_cs.components.speech.lexicon import Verb, Word
from norfolk_cs.components.speech.papers import Subject
from norfolk_cs.components.speech.patterns import Attribution
from norfolk_cs.components.speech.phrases import Stretch
from norfolk_cs.components.speech.reader import Grammar, Reader

_NONE = ("no", "without", "any", "never")  # "There was no warning from the council that"


class Told(Reader):
    """Reads them; all indices are into ``period.words``."""

    def __init__(self, grammar: Grammar) -> None:
        super().__init__(grammar)
        by_shape = {pattern.shape: pattern for pattern in grammar.patterns}
        self._passives, self._heard = by_shape["passive"], by_shape["heard"]
        self._nouns = by_shape["noun"]
        self._rooms = self.lexicon["hearing"] - {"council"}
        self._be = self.lexicon["be"]
        self._verbs = self.lexicon["finite", "main_verb"]
        self._before_noun = self._verbs | self.lexicon["cues", "act", "pronoun"]

    def passive(self, period: Period, cue: Stretch, verb: Verb) -> Attribution | None:
        """The attribution of "was told (by Y) that …"; its speaker is Y, if anybody."""
        words = period.words
        pattern = self._passives
        if verb.takes not in pattern.verbs or not self.verbs.is_passive(period, cue[0]):
            return None
        stop = cue[1]
        speaker: Stretch | None = None
        if stop < len(words) and words[stop].low == "by":
            agent = self.speakers.phrases.starting(period, stop + 1, len(words))
            if agent is None:
                return None
            speaker, stop = agent[:2], agent[2]
        match = pattern.match(period, period.end_of(stop - 1))
        if match is None:
            return None
        at = max(stop, period.index_of(match.end()))
        if at >= len(words) or self.reported.is_parted(period, stop, at):
            return None
        bare = words[at - 1].low != "that"
        if bare and not self.reported.has_verb(period, at, len(words)):
            return None  # "was told the truth"
        if speaker is None:
            if not self._is_in_a_room(period, cue[0]):
                return None  # "the council was told that it must improve": by letter, or by whom?
            cue = cue[0] - 1, cue[1]  # "was told"
        return Attribution(pattern.rule, "clause", cue, cue[0], at, speaker, at)

    def _is_in_a_room(self, period: Period, verb: int) -> bool:
        """Whether those who "were told" sat and heard it: "Members", "the inquest"."""
        words = period.words
        edge = verb
        skipped = self.lexicon["be", "auxiliary", "adverb"]
        while edge > 0 and words[edge - 1].low in skipped:
            edge -= 1
        subject = self.speakers.before(period, edge, 0, noun=False)
        if edge == verb or subject is None:
            return False
        hearers = words[subject.begin : subject.end]
        return any(word.low in self._rooms for word in hearers)

    def heard(self, period: Period, cue: Stretch, edge: int) -> Attribution | None:
        """The attribution of "the inquest heard that …"; nobody is its speaker."""
        words, pattern = period.words, self._heard
        found = self.verbs.subject(period, cue, edge, 0, None)
        match = pattern.match(period, period.end_of(cue[1] - 1))
        if found is None or match is None:
            return None
        subject, _ = found
        if self.lexicon["hearing"].isdisjoint(w.low for w in words[subject.begin : subject.end]):
            return None
        at = max(cue[1], period.index_of(match.end()))
        if at >= len(words):
            return None
        if words[at - 1].low != "that" and not (
            self.reported.opens(period, at) and self.reported.has_verb(period, at, len(words))
        ):
            return None
        return Attribution(pattern.rule, "clause", cue, subject.clause, at, None, at)

    def noun(self, period: Period, index: int) -> Attribution | None:
        """The attribution of "a warning from X that …", whose noun stands at ``index``."""
        words, pattern = period.words, self._nouns
        match = pattern.match(period, period.end_of(index)) if index + 2 < len(words) else None
        if match is None:
            return None
        begin = self.speakers.phrases.phrase_start(words, index, 0)
        if any(word.low in _NONE for word in words[max(0, begin - 1) : index]):
            return None
        at = period.index_of(match.end())
        if self._is_subject(words, begin, index) and self._be.isdisjoint(
            word.low for word in words[index + 1 : at]
        ):
            return None  # "Warnings from Unison that posts would go came to nothing"
        source = self.speakers.phrases.starting(period, at, len(words))
        if source is None or any(w.low in ("and", "&") for w in words[slice(*source[:2])]):
            return None  # two who claim it are no one's speaker
        if source[2] + 1 >= len(words) or words[source[2]].low != "that":
            return None
        speaker, at = source[:2], source[2] + 1
        is_voice = self.speakers.has_name_or_voice(period, Subject(*speaker, at))
        if not is_voice or words[at].low in self._verbs:
            return None  # "warnings from the board that sat in Hull"
        if not self.reported.has_verb(period, at, len(words)):
            return None
        return Attribution(pattern.rule, "clause", (index, index + 1), begin, at, speaker, at)

    def _is_subject(self, words: Sequence[Word], begin: int, noun: int) -> bool:
        """Whether a clause opens with the phrase of a noun, and no verb: "They recall claims"."""
        if begin and not words[begin - 1].is_break:
            return False
        return self._before_noun.isdisjoint(word.low for word in words[begin:noun])

"""What is said by a verb and its noun: "X expressed concern that …", "gave parents a warning
that …", "made the point that …", "told of her fear that …".
"""

from __future__ import annotations

from norfolk_cs.components.speech.frames import Period
from norfolk_cs.components.speech.lexicon import Verb
from norfolk_cs.components.speech.papers import Subject
from norfolk_cs.components.speech.patterns import Attribution
from norfolk_cs.components.speech.phrases import Stretch, is_genitive
from norfolk_cs.components.speech.reader import Grammar, Reader

VERB_WITHIN = 7  # words: "gave members of the board a stark warning"
BE_WITHIN = 8  # words: "a call that cuts to homes for children be halted"
_VOICE = Verb("voice", "states")
_NONE = frozenset(["no", "any", "little", "few", "neither"])  # "expressed no concern that"
_EVENTS = frozenset(["it", "this", "that", "which", "they"])  # what raises fears may be no one
_COMPARED = frozenset(["if", "unless", "whether", "than"])
# "a promise that nobody believed": what is told of the noun, and not by it
_OF_THE_NOUN = frozenset(["nobody", "none", "no-one", "few"])


class Voiced(Reader):
    """Reads them; all indices are into ``period.words``."""

    def __init__(self, grammar: Grammar) -> None:
        super().__init__(grammar)
        self._kinds = [
            (pattern, self.lexicon[*sorted(pattern.verbs)], self.lexicon[*pattern.nouns])
            for pattern in grammar.patterns
            if pattern.shape == "voiced"
        ]
        self._nouns = frozenset[str]().union(*(nouns for _, _, nouns in self._kinds))
        self._ends = self.lexicon["preposition", "relative", "subordinator", "finite", "be"]

    def at(
        self, period: Period, index: int, floor: int, spoken: Stretch | None
    ) -> Attribution | None:
        """The attribution of which the noun at ``index`` is part; ``spoken`` spoke before it."""
        noun = period.words[index].low
        for pattern, verbs, nouns in self._kinds:
            if noun not in nouns:
                continue
            match = pattern.match(period, period.end_of(index))
            begin = self._verb_of(period, index, verbs) if match else None
            if match is None or begin is None:
                continue
            at = period.index_of(match.end())
            subject = self._subject(period, (begin, index + 1), floor, spoken)
            if (
                subject is not None
                and (pattern.needs != "somebody" or self._is_somebody(period, subject, begin))
                and self._tells(period, index, at)
            ):
                cue, speaker = (begin, index + 1), (subject.begin, subject.end)
                return Attribution(pattern.rule, "clause", cue, subject.clause, at, speaker, at)
        return None

    def _verb_of(self, period: Period, index: int, verbs: frozenset[str]) -> int | None:
        """Where the verb begins whose object the noun at ``index`` is."""
        words = period.words
        for place in range(index - 1, max(-1, index - 1 - VERB_WITHIN), -1):
            low = words[place].low
            if low in verbs:
                return place
            if place and f"{words[place - 1].low} {low}" in verbs:
                return place - 1
            if low == "of" and place and words[place - 1].low in self.lexicon["measure"]:
                continue  # "a sense of disbelief"
            if low == "and" and words[place - 1].low in self._nouns:
                continue  # "anger and dismay"
            if low == "of" and place and words[place - 1].low in self.lexicon["person"]:
                continue  # "gave members of the board a warning"
            if (
                low in _NONE
                or low in self._ends
                or low in self.lexicon["conjunction"]
                or is_genitive(words[place])
                or words[place].is_break
                or words[place].is_quote
            ):
                return None
        return None

    def _subject(
        self, period: Period, cue: Stretch, floor: int, spoken: Stretch | None
    ) -> Subject | None:
        """Who does so: somebody who can speak."""
        words = period.words
        edge = self.verbs.group_start(period, cue, _VOICE)
        if edge is None:
            return None
        perfect = words[cue[0]].low in self.lexicon["perfect"]
        if perfect and self.lexicon["auxiliary"].isdisjoint(w.low for w in words[edge : cue[0]]):
            return None
        found = self.verbs.subject(period, cue, edge, floor, spoken)
        if found is None:
            return None
        subject, own = found
        if own and not self._can_speak(period, subject):
            return None
        before = words[subject.clause - 1].low if subject.clause else ""
        if not _COMPARED.isdisjoint((before, words[subject.clause].low)):
            return None
        return subject

    def _can_speak(self, period: Period, subject: Subject) -> bool:
        words = period.words
        lone = subject.end - subject.begin == 1
        if lone and words[subject.begin].low in self.lexicon["pronoun"]:
            return True
        return self.speakers.has_name_or_voice(period, subject)

    def _is_somebody(self, period: Period, subject: Subject, verb: int) -> bool:
        """Whether a subject is people or a body, and no event: "It raised fears that"."""
        words = period.words
        lone = subject.end - subject.begin == 1
        event = lone and words[subject.begin].low in _EVENTS
        return not event and words[verb - 1].low not in _EVENTS

    def _tells(self, period: Period, index: int, at: int) -> bool:
        """Whether a clause begins at ``at`` that the noun tells, and no relative one."""
        words = period.words
        if at >= len(words) or self.reported.is_parted(period, index + 1, at):
            return False
        between = (i for i in range(index + 1, at) if words[i].low not in self.lexicon["noun_form"])
        if any(self.lexicon.verb_at(words, i) for i in between):
            return False  # "spoke of their fury after inspectors found that"
        if words[at].low in _OF_THE_NOUN and words[index].low not in self.lexicon["feeling"]:
            return False
        if self.reported.has_verb(period, at, len(words)):
            return True
        asks = words[index].low in self.lexicon["asking"]
        return asks and any(word.low == "be" for word in words[at + 1 : at + BE_WITHIN])

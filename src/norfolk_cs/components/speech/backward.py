"""Attributions whose words stand before them: "‘…,’ said X", "…, he warned", "Mr Lewis asked."."""

from __future__ import annotations

from collections.abc import Sequence

from norfolk_cs.components.speech.frames import Period
from norfolk_cs.components.speech.lexicon import Verb, Word
from norfolk_cs.components.speech.papers import Subject
from norfolk_cs.components.speech.patterns import ASIDE_WITHIN, ASIDES, Attribution
from norfolk_cs.components.speech.phrases import Stretch, before_bracket, quote_before
from norfolk_cs.components.speech.reader import Grammar, Reader

_DASHES = (",", "–", "—", "-")


class Backward(Reader):
    """Looks for a verb's words before it; all indices are into ``period.words``."""

    def __init__(self, grammar: Grammar) -> None:
        super().__init__(grammar)
        self._backward = {p.rule: p for p in grammar.patterns if p.shape == "before"}

    def clause(
        self, period: Period, cue: Stretch, verb: Verb, subject: Subject, opens: int
    ) -> Attribution | None:
        """The words of "…, he warned", where the speaker's phrase begins at ``opens``; a sentence's
        first words speak for the one before.
        """
        words = period.words
        after = self.past_aside(period, cue, verb)
        if after is None:
            return None
        if opens == 0:  # all there is to "Mr Lewis asked.": its words are the sentence before
            speaker = (subject.begin, subject.end)
            return Attribution("statement.quote-verb", "before", cue, 0, after, speaker, -1)
        if words[opens - 1].text not in _DASHES:
            return None
        if words[cue[0]].low in self.lexicon["noun_form"] and not self._is_somebody(
            period, subject, cue, opens
        ):
            return None
        return self.quoted("statement.clause-verb", period, cue, verb, subject, -1) or (
            self.quoted("statement.clause-told", period, cue, verb, subject, -1)
        )

    def past_aside(self, period: Period, cue: Stretch, verb: Verb) -> int | None:
        """The index after a verb, whom it tells and the aside behind it; None where more follows,
        so that no clause before it can be what it says.
        """
        words = period.words
        if verb.takes != "says" and cue[1] < len(words) and words[cue[1]].low == "to":
            return None  # "…, he promised to act"
        after = self._after(period, cue, "statement.clause-verb")
        if after is None and (verb.takes in ("tells", "warns") or verb.lemma == "ask"):
            after = self._after(period, cue, "statement.clause-told")
        return after

    def _is_somebody(self, period: Period, subject: Subject, cue: Stretch, opens: int) -> bool:
        """Whether a subject is a name or a pronoun, or what speaks: "…, the letter states.", but
        "the Ofsted report, …" has no verb.
        """
        words = period.words
        lone = subject.end - subject.begin == 1
        if lone and words[subject.begin].low in self.lexicon["pronoun"]:
            return True
        if period.is_person(subject.begin, subject.end):
            return True
        verb, after = cue
        last = words[verb - 1].low
        if last not in self.lexicon.speakers or last[-1] == "s" or words[verb].low[-1] != "s":
            return False
        if after + 1 < len(words) and words[after].text == ",":
            return words[after + 1].low in self.lexicon["finite"]  # "It, the note states, must"
        closes = all(word.text in ".!?" for word in words[after:])
        return closes and self._is_clause(period, opens - 1)

    def quoted(
        self, rule: str, period: Period, cue: Stretch, verb: Verb, subject: Subject, quote: int
    ) -> Attribution | None:
        """An attribution whose words stand before it, if the rule lets this verb have them."""
        if verb.takes not in self._backward[rule].verbs:
            return None
        after = self._after(period, cue, rule)
        if after is None and quote < 0:
            return None
        speaker = (subject.begin, subject.end)
        return Attribution(rule, "before", cue, subject.clause, after or cue[1], speaker, quote)

    def _after(self, period: Period, cue: Stretch, rule: str) -> int | None:
        """The index after a verb and the aside behind it; None where more follows."""
        words = period.words
        match = self._backward[rule].match(period, period.end_of(cue[1] - 1))
        if match is None:
            return None
        after = cue[1]
        while (
            after < len(words) and period.end_of(after) <= match.end() and not words[after].is_break
        ):
            after += 1
        return after

    def inverted(self, period: Period, cue: Stretch, edge: int, verb: Verb) -> Attribution | None:
        """The speaker after the verb: "‘…,’ said X", "…, say MPs who …"."""
        words = period.words
        if edge == 0 or verb.takes in ("tells", "finds") or words[cue[0]].low.endswith("ing"):
            return None
        quote = quote_before(words, edge, 0)
        if quote is None and words[edge - 1].text not in (",", "–"):
            return None
        subject = self.speakers.after(period, cue[1])
        if subject is None or not self.verbs.may_say(words, subject, verb, cue):
            return None
        following = words[subject.clause] if subject.clause < len(words) else None
        rule = "statement.quote-verb"
        if quote is None:
            rule = "statement.clause-verb"
            goes_on = self._parts_clause(period, edge - 1, subject.clause)
            if not (goes_on or self._is_clause(period, edge - 1)) or not self._ends(following):
                return None
            if self._goes_on(words, subject.clause):
                return None
        elif following is not None and following.low in self.lexicon["finite"]:
            return None
        if verb.takes not in self._backward[rule].verbs:
            return None
        speaker = (subject.begin, subject.end)
        words_at = -1 if quote is None else quote
        return Attribution(rule, "before", cue, edge, subject.clause, speaker, words_at)

    def _parts_clause(self, period: Period, end: int, after: int) -> bool:
        """Whether a subject's quoted verb follows: "Managers, said one nurse, ‘hide from us’"."""
        words = period.words
        if end == 0 or after + 1 >= len(words) or words[after].text != ",":
            return False
        if any(word.is_break for word in words[:end]) or not period.is_quote(after + 1):
            return False
        small = period.frame.analysis.text[period.quote(after + 1).start].islower()
        return small and words[0].low not in self.lexicon["relative", "preposition", "opener"]

    def _goes_on(self, words: Sequence[Word], index: int) -> bool:
        """Whether a verb follows on an aside: "said its director, Ann Lee, had lost control"."""
        if index >= len(words) or words[index].text not in ASIDES:
            return False
        for close in range(index + 1, min(index + ASIDE_WITHIN, len(words) - 1)):
            if words[close].text in ASIDES or words[close].text == ")":
                return words[close + 1].low in self.lexicon["finite"]
        return False

    def _ends(self, following: Word | None) -> bool:
        if following is None or following.is_break or following.text in ".!?":
            return True
        return following.low in self.lexicon["relative"]

    def _is_clause(self, period: Period, end: int) -> bool:
        """Whether what ends before the comma at ``end`` is a main clause, not an apposition."""
        words = period.words
        begin = end
        while begin > 0:
            if words[begin - 1].text == ")" and before_bracket(words, begin - 1, 0) >= 0:
                begin = before_bracket(words, begin - 1, 0) + 1  # "needs (SEND) in Hull must"
            elif words[begin - 1].is_break:
                break
            else:
                begin -= 1
        if begin >= end:
            return False
        if words[begin].low in self.lexicon["relative", "preposition"]:
            return begin == 0 and self.reported.has_verb(period, begin, end)
        return self.reported.shows_verb(period, begin, end)

"""Attributions: a reporting verb or an "according to", its speaker, and where the words are.

The rules of ``rules/statements.toml`` are tried on the frame from the end of the verb on.
"""

from __future__ import annotations

from collections.abc import Sequence

from norfolk_cs.components.speech.backward import Backward
from norfolk_cs.components.speech.frames import Period
from norfolk_cs.components.speech.lexicon import Lexicon, Verb, Word
from norfolk_cs.components.speech.papers import Subject
from norfolk_cs.components.speech.patterns import Attribution, Pattern
from norfolk_cs.components.speech.phrases import Stretch, quote_before
from norfolk_cs.components.speech.reader import Grammar
from norfolk_cs.components.speech.relatives import Relatives
from norfolk_cs.components.speech.reported import Reported
from norfolk_cs.components.speech.sources import Sources
from norfolk_cs.components.speech.speakers import Speakers
from norfolk_cs.components.speech.stances import Stances
from norfolk_cs.components.speech.told import Told
from norfolk_cs.components.speech.verbs import Verbs
from norfolk_cs.components.speech.voiced import Voiced
from norfolk_cs.rulebook import Rulebook
from norfolk_cs.trace import Trace

_INTERRUPTED = ",?!…—–-"  # a quotation that ends so is waiting for its attribution
_OWN_BODIES = frozenset(["council", "authority", "department", "borough", "county"])
BARE_WORDS = 3  # spaces: "'Good' councils say" begins with no one's words
CLAUSE_WORDS = 3  # "The roof leaks, he said, ‘when it rains’": fewer are no clause
QUOTED_WITHIN = 6  # words: "admitted ‘a small number’ of them were lost"


class Attributions:
    """Reads a period's attributions, in order."""

    def __init__(self, book: Rulebook, lexicon: Lexicon, speakers: Speakers) -> None:
        self.lexicon = lexicon
        self.speakers = speakers
        self.reported = Reported(lexicon)
        self.verbs = Verbs(lexicon, speakers)
        self._no_subject = lexicon["preposition", "opener", "relative", "time_noun"]
        self._joins_clauses = lexicon["conjunction", "concessive"]
        self._goes_on = lexicon["subordinator", "condition", "conjunction"] - {"what", "that"}
        patterns = [Pattern(book, rule) for rule in book.rules]
        forward = [p for p in patterns if p.shape in ("quote", "clause", "list")]
        self._forward = {
            takes: [pattern for pattern in forward if takes in pattern.verbs]
            for takes in book.table
        }
        self._as = next(p for p in patterns if p.shape == "as")
        grammar = Grammar(patterns, lexicon, speakers, self.reported, self.verbs)
        self.backward = Backward(grammar)
        self.relatives = Relatives(lexicon, speakers, self.reported)
        self.told = Told(grammar)
        self._voiced = Voiced(grammar)
        self.stances = Stances(grammar)
        self._holds_stance = lexicon["adamant", "clear"]
        self._sources = Sources(patterns, lexicon, speakers, self.reported)

    def read(self, period: Period) -> list[Attribution]:
        """The attributions of a period, in order."""
        found: list[Attribution] = []
        words = period.words
        stop = 0
        viewed = period.has_any(self.lexicon.viewed)
        for index in period.cues():
            low = words[index].low
            if index < stop or (low == "in" and not viewed):
                continue
            attribution = self._of_noun(period, index, found)
            if attribution is not None:
                found.append(attribution)
                stop = max(index + 1, attribution.after)
                continue
            stop = index + 1
            verb = self.lexicon.verb_at(words, index)
            if verb is not None:
                stop = verb[1]
                attribution = self._at_verb(period, (index, stop), verb[0], found)
                trace = period.frame.analysis.trace
                if attribution is None and trace is not None:
                    self._explain(trace, period, (index, stop), verb[0])
            elif low in ("according", "in"):
                attribution = self._sources.at(period, index)
            if attribution is None and low in self._holds_stance:
                attribution = self.stances.adjective(period, index, found)
            if attribution is None and low in self.lexicon["told_as"]:
                attribution = self.stances.noun(period, index)
            if attribution is not None:
                attribution.speaker = self._past_whose(words, attribution.speaker)
                found.append(attribution)
                stop = max(stop, attribution.after)
        return found

    def _past_whose(self, words: Sequence[Word], speaker: Stretch | None) -> Stretch | None:
        """A speaker without the "whose" of "the council, whose leader said"; None where it is
        another's leader, whom the words alone do not name.
        """
        if speaker is None or words[speaker[0]].low != "whose":
            return speaker
        begin, end = speaker[0] + 1, speaker[1]
        owner = [word.low for word in words[max(0, begin - 4) : begin - 1]]
        near = len(owner) == 3 and owner[0] == "the" and owner[1] in _OWN_BODIES  # the, body, ","
        if begin < end and (near or words[end - 1].low.startswith("spokes")):
            return begin, end
        return None

    def _of_noun(
        self, period: Period, index: int, earlier: list[Attribution]
    ) -> Attribution | None:
        """The attribution whose noun stands at ``index``: "gave a warning that"."""
        if period.words[index].low not in self.lexicon.nouns:
            return None
        return self._voiced.at(period, index, *_told_before(earlier)) or self.told.noun(
            period, index
        )

    def _explain(self, trace: Trace, period: Period, cue: Stretch, verb: Verb) -> None:
        """Note why a verb of saying says nothing, unless it may as well be a noun ("report")."""
        words = period.words
        if words[cue[0]].low in self.lexicon["noun_form"]:
            return
        edge = self.verbs.group_start(period, cue, verb)
        if edge is None:
            reason = "nobody says it: negated, passive, an infinitive or a noun"
        elif self.verbs.subject(period, cue, edge, 0, None) is None:
            reason = "no speaker is found for it"
        else:
            reason = "its subject does not speak, or nothing that is said stands before or after it"
        trace.drop("statement", period.start_of(cue[0]), period.end_of(cue[1] - 1), reason)

    # -- verbs ------------------------------------------------------------------------------

    def _at_verb(
        self, period: Period, cue: Stretch, verb: Verb, earlier: list[Attribution]
    ) -> Attribution | None:
        words = period.words
        if verb.takes == "tells" and cue[1] < len(words) and words[cue[1]].low == "of":
            return None  # "told of her fear that"
        edge = self.verbs.group_start(period, cue, verb)
        if edge is None:
            return self.told.passive(period, cue, verb)
        if verb.takes == "hears":
            return self.told.heard(period, cue, edge)
        inverted = self.backward.inverted(period, cue, edge, verb)
        if inverted is not None:
            return inverted
        forward = self._words_after(period, cue[1], verb)
        if forward is None and (relative := self.relatives.read(period, cue, edge, verb)):
            return relative
        if (
            forward is None
            and not period.covered
            and self.backward.past_aside(period, cue, verb) is None
        ):
            return None  # nothing that it could say stands after or before it
        floor, spoken = _told_before(earlier)
        found = self.verbs.subject(period, cue, edge, floor, spoken)
        if found is None:
            return None
        subject, own = found
        if not self.verbs.may_say(words, subject, verb, cue):
            return None
        if subject.begin > cue[0] and (forward is None or forward[0].shape != "clause"):
            return None  # "Writing in the Post, she said: ‘…’"
        if self.verbs.is_compared(words, subject) and not self._is_told(words, subject, forward):
            as_at = subject.clause - (words[subject.clause].low != "as")
            if words[as_at].low != "as":
                return None
            quote = quote_before(words, as_at, floor)
            if quote is None:
                return self._as_put(period, cue, verb, subject)
            if quote > floor and not self._is_simple(period, floor, quote):
                return None
            # "‘It is a sham,’ as one of them put it"
            return self.backward.quoted("statement.quote-verb", period, cue, verb, subject, quote)
        if forward is not None and own and self._interrupts(period, subject, floor, forward):
            parted = self.backward.quoted("statement.clause-verb", period, cue, verb, subject, -1)
            if parted is not None:
                return parted
        if own and words[subject.clause].low not in self._joins_clauses:
            start = self._past_how(words, subject.clause)
            quote = quote_before(words, start, floor)
            if quote is not None and _is_said(period, (quote, start), floor, forward):
                return self.backward.quoted(
                    "statement.quote-verb", period, cue, verb, subject, quote
                )
        if forward is not None:
            pattern, at = forward
            speaker = (subject.begin, subject.end)
            return Attribution(pattern.rule, pattern.shape, cue, subject.clause, at, speaker, at)
        opens = self.speakers.opens(period, subject) if own else None
        return None if opens is None else self.backward.clause(period, cue, verb, subject, opens)

    def _as_put(
        self, period: Period, cue: Stretch, verb: Verb, subject: Subject
    ) -> Attribution | None:
        """The attribution of "As he put it, the files were ‘a work of fiction’"."""
        words, at = period.words, cue[1] + 1
        match = self._as.match(period, period.end_of(cue[1] - 1))
        if verb.lemma != "put-it" or match is None or at >= len(words):
            return None
        quoted = any(period.is_quote(index) for index in range(at, len(words)))
        if not quoted or not self.reported.has_verb(period, at, len(words)):
            return None
        speaker = (subject.begin, subject.end)
        return Attribution(self._as.rule, "clause", cue, cue[0], at, speaker, at)

    def _is_simple(self, period: Period, floor: int, quote: int) -> bool:
        """Whether one clause leads up to a quotation: "the files were ‘a mess’"."""
        words = period.words[floor:quote]
        if any(word.is_break or word.low in self.lexicon["subordinator"] for word in words):
            return False
        return self.reported.has_verb(period, floor, quote)

    def _is_told(
        self, words: Sequence[Word], subject: Subject, forward: tuple[Pattern, int] | None
    ) -> bool:
        """Whether words follow on a comparison: "as he said: ‘…’", "as its report shows that"."""
        if forward is None or forward[0].shape == "quote":
            return forward is not None
        as_at = words[subject.clause - (words[subject.clause].low != "as")].low == "as"
        return as_at and words[forward[1] - 1].low == "that"

    def _past_how(self, words: Sequence[Word], index: int) -> int:
        """``index`` without the "is how" before it: "‘We wait,’ is how Mr Hill puts it"."""
        if index > 1 and words[index - 1].low in ("how", "what"):
            return index - 2 * (words[index - 2].low in self.lexicon["be"])
        return index

    def _interrupts(
        self, period: Period, subject: Subject, floor: int, forward: tuple[Pattern, int]
    ) -> bool:
        """Whether an attribution parts a subject from its quoted verb: "Councillors, she writes,
        ‘need to stop …’".
        """
        pattern, at = forward
        words = period.words
        begin = subject.begin
        if subject.clause != begin or begin - 1 <= floor or words[begin - 1].text != ",":
            return False
        first = words[floor].low
        if pattern.shape == "clause":
            # "The panel had been told, she said, that …"
            return (
                words[at - 1].low == "that"
                and words[at - 2].text == ","
                and first not in self.lexicon["subordinator", "relative", "preposition"]
                and not first.endswith("ing")
                and self.reported.shows_verb(period, floor, begin - 1)
            )
        if pattern.shape != "quote" or words[at - 1].text != ",":
            return False
        if not period.frame.analysis.text[period.quote(at).start].islower():
            return False
        if words[begin - 2].low in self.lexicon["finite"]:
            return True  # "It was, he said, ‘the proudest day’ of his life"
        if first in self._no_subject or first.endswith(("ing", "ed")):
            return False
        is_whole = all(not word.is_break for word in words[floor : begin - 1])
        quoted = period.frame.analysis.text[period.quote(at).start : period.quote(at).end]
        if quoted.split(None, 1)[0].lower() in self._goes_on:
            return is_whole and begin - 1 - floor >= CLAUSE_WORDS
        return is_whole and not self.reported.shows_verb(period, floor, begin - 1)

    def _words_after(self, period: Period, stop: int, verb: Verb) -> tuple[Pattern, int] | None:
        """The first rule that finds the verb's words after it, and where they begin."""
        words, end = period.words, period.end_of(stop - 1)
        is_quoted = bool(period.covered) and period.covered[-1] >= stop
        for pattern in self._forward[verb.takes]:
            if pattern.shape == "quote" and not is_quoted:
                continue
            match = pattern.match(period, end)
            if match is None:
                continue
            if pattern.shape == "list":
                return pattern, len(words)
            target = match.end() - (pattern.shape == "quote")
            at = max(stop, period.index_of(target))
            if at < len(words) and self._holds(period, pattern, stop, at):
                return pattern, at
        return None

    def _holds(self, period: Period, pattern: Pattern, stop: int, at: int) -> bool:
        """Whether what a pattern takes for reported words can be such."""
        words = period.words
        if self.reported.is_parted(period, stop, at):
            return False
        if pattern.needs == "hearer" and not self.reported.is_hearer(period, stop, at):
            return False
        if period.is_quote(at) and self._is_word_to(period, at):
            return False
        if pattern.shape == "quote":
            return self._is_utterance(period, stop, at)
        if words[at - 1].low != "that" and not self.reported.opens(period, at):
            return False
        if pattern.needs != "verb":
            return True
        if words[at].low.endswith("ing") and not self.reported.has_verb(period, at, at + 3):
            return False  # "report feeling well supported"
        return self.reported.has_verb(period, at, len(words))

    def _is_word_to(self, period: Period, at: int) -> bool:
        """Whether it reads "said ‘yes’ to the plan"."""
        quote = period.quote(at)
        word = period.frame.analysis.text[quote.start : quote.end].lower()
        return word in ("yes", "no") and [w.low for w in period.words[at + 1 : at + 2]] == ["to"]

    def _is_utterance(self, period: Period, stop: int, at: int) -> bool:
        """Whether a quotation is what is said: not the one word of "apologised ‘profusely’"."""
        verb = self.lexicon.verb_at(period.words, stop - 1)
        if at > stop or verb is None:
            return True
        quote = period.quote(at)
        text = period.frame.analysis.text[quote.start : quote.end]
        if verb[0].takes == "speaks":
            return " " in text
        return verb[0].takes == "says" or self._is_sentence(period, at, text)

    def _is_sentence(self, period: Period, at: int, text: str) -> bool:
        """Whether a quotation is no mere thing: not that of "noted ‘grave concerns’ about it"."""
        words = period.words
        if at + 1 >= len(words) or not words[at + 1].text[0].isalnum() or text[0].isupper():
            return True
        spoken = text.lower().replace("’", "'").split()
        return self.reported.has_verb_among(spoken) or self.reported.has_verb(
            period, at, at + QUOTED_WITHIN
        )


def _told_before(earlier: list[Attribution]) -> tuple[int, Stretch | None]:
    """Where the words after an earlier attribution begin, and who speaks by it."""
    if not earlier:
        return 0, None
    last = earlier[-1]
    return last.after if last.shape == "before" else 0, last.speaker


def _is_said(period: Period, gap: Stretch, floor: int, forward: tuple[Pattern, int] | None) -> bool:
    """Whether the quotation before a subject is what is said, and not the clause after.

    ``gap`` is the quotation's index and the subject clause's.
    """
    index, clause = gap
    quote = period.quote(index)
    words = period.frame.analysis.text[quote.start : quote.end]
    if forward is not None and period.words[forward[1] - 1].text == ":":
        return index == floor  # "Describing it as ‘a mess’, he said: ‘…’"
    if words[-1] in _INTERRUPTED:
        return True
    if forward is not None and forward[0].shape != "quote":
        return False
    if words[-1] == "." or clause > index + 1:
        return True
    return index == floor and words.count(" ") >= BARE_WORDS  # no comma at all

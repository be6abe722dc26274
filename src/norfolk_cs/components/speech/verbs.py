"""Whether somebody is told to have said something: the verb's group, its subject, their fit.

A verb is passed over where nobody has spoken: passives ("it was said"), negations ("did not
say"), infinitives ("declined to say"), and nouns ("the claims").
"""

from __future__ import annotations

from collections.abc import Sequence

from norfolk_cs.components.speech.frames import Period
from norfolk_cs.components.speech.lexicon import Lexicon, Verb, Word
from norfolk_cs.components.speech.papers import Subject
from norfolk_cs.components.speech.phrases import Stretch, quote_before
from norfolk_cs.components.speech.speakers import Speakers

REACHED_WITHIN = 12  # words: "wrote to every parent on its books this week to say"
QUICK_WITHIN = 3  # words: "was also very quick to say"
_BEFORE_PARTICIPLE = frozenset([",", "–", "-", "—", "by", "before", "after", "as", "while"])
_BEFORE_TIME = frozenset(["on", "in", "last", "this", "earlier"])
_SPOKEN = frozenset(["spoken", "spoke", "talked", "listened"])
_ARTICLES = frozenset(["the", "a", "an", "its", "their", "his", "her", "our", "my"])
_FUTURE = frozenset(["will", "would", "shall"])
_REMINDED = frozenset(["recall", "remember", "note"])
_COMPARISONS = frozenset(["as", "than", "if", "unless", "whether"])
_INVERTED = frozenset(["should", "had", "did", "does", "do", "would", "could", "can", "has"])


class Verbs:
    """Judges reporting verbs; all indices are into ``period.words``."""

    def __init__(self, lexicon: Lexicon, speakers: Speakers) -> None:
        self.lexicon = lexicon
        self.speakers = speakers
        self._unsaid = lexicon["negative", "possibility"]
        self._skipped = lexicon["auxiliary", "adverb"]
        self._before_noun = lexicon["cues", "act", "bare_act"] - lexicon.speakers
        self._not_told = lexicon["relative", "writer"]
        self._finders = lexicon["document", "finder"]

    def group_start(self, period: Period, cue: Stretch, verb: Verb) -> int | None:
        """Where the verb's group begins ("has also said"); None where nobody says anything."""
        words = period.words
        index, stop = cue
        opens = index == 0 and words[0].low.endswith("ing")  # "Admitting that …, he said"
        if words[index].is_capital and not opens and self.speakers.phrases.is_name(period, index):
            return None
        if verb.lemma == "go-on" and stop < len(words) and words[stop].low == "to":
            return None  # "went on to say" is what it says
        participle = words[stop - 1].low.endswith("ing")  # "was quoted as saying" too
        edge = index
        while edge > 0:
            word = words[edge - 1]
            low = word.low
            if low == "to":
                if edge > 1 and words[edge - 2].low in _SPOKEN:
                    break  # "staff I have spoken to say"
                if edge > 1 and words[edge - 2].low == "on":
                    edge -= 3
                elif edge > 1 and words[edge - 2].low in ("continued", "continues"):
                    edge -= 2
                elif self._prompted(words, edge - 1):
                    return edge - 1  # "prompted the MP to say"
                else:
                    reached = self._reaches_out(words, edge - 1)
                    if reached is None:
                        return None
                    edge = reached
                continue
            if participle and low == "as":
                cited = self._cited(words, edge - 1)
                if cited is None:
                    break
                edge = cited  # "was reported by two papers as saying"
                continue
            if participle and low in self.lexicon["keeps"]:
                edge -= 1  # "ministers keep saying"
                continue
            if edge > 2 and low in self.lexicon["time_noun"] and low not in self._skipped:
                if words[edge - 2].low not in _BEFORE_TIME:
                    break
                edge -= 2  # "the council on Tuesday said"
                continue
            if edge > 3 and low.isdecimal() and words[edge - 2].low in self.lexicon["time_noun"]:
                edge -= 1  # "the council in May 2014 said"
                continue
            if word.is_capital and edge > 1:
                break  # "Mrs May said"
            if low in self._unsaid or low.endswith("n't"):
                return None
            if low in self.lexicon["be"] or low.endswith(("'m", "'re")):
                if not participle:
                    return None
            elif low not in self._skipped and not low.endswith("ly"):
                break
            edge -= 1
        edge = max(edge, 0)
        if words[index].low in self.lexicon["participle"] and self.lexicon["auxiliary"].isdisjoint(
            [word.low for word in words[edge:index]]
        ):
            return None  # "a report written by"
        if verb.lemma in _REMINDED and not _FUTURE.isdisjoint([w.low for w in words[edge:index]]):
            return None  # "Members will recall that"
        if verb.takes in ("speaks", "continues") and self._is_foretold(words, edge, cue):
            return None
        return edge

    def _is_foretold(self, words: Sequence[Word], edge: int, cue: Stretch) -> bool:
        """Whether quoted words only say how somebody will act: "would respond ‘in due course’"."""
        follows = words[cue[1]].text[0] if cue[1] < len(words) else ""
        return follows == "“" and any(word.low in _FUTURE for word in words[edge : cue[0]])

    def _cited(self, words: Sequence[Word], end: int) -> int | None:
        """Where "reported by the local paper" begins, whose "as" stands at ``end``."""
        for index in range(end - 1, max(-1, end - REACHED_WITHIN), -1):
            if words[index].low in self.lexicon["cited"]:
                return index
            if words[index].is_break:
                return None
        return None

    def _reaches_out(self, words: Sequence[Word], to: int) -> int | None:
        """Where the verb stands by which somebody says what follows on the "to" at ``to``:
        "wrote to parents to say", "was quick to point out".
        """
        if words[to - 1].low in self.lexicon["quick"]:
            for index in range(to - 2, max(-1, to - 2 - QUICK_WITHIN), -1):
                if words[index].low in self.lexicon["be"]:
                    return index
            return None
        for index in range(to - 1, max(-1, to - 1 - REACHED_WITHIN), -1):
            if words[index].low in self.lexicon["contact"]:
                return index
            if words[index].is_break or words[index].low in self.lexicon.cues:
                return None
        return None

    def _prompted(self, words: Sequence[Word], to: int) -> int:
        """Where those begin who something "prompted" to say what follows on the "to"; else 0."""
        for index in range(to - 2, max(-1, to - 1 - REACHED_WITHIN), -1):
            low = words[index].low
            if low in self.lexicon["prompts"]:
                return index + 1
            if words[index].is_break or low in self.lexicon["cues", "finite"]:
                return 0
        return 0

    def is_passive(self, period: Period, index: int) -> bool:
        """Whether the participle at ``index`` says that somebody "was told" a thing.

        "He asked why members had been told" and "parents who are told" do not, but "I am told
        by one of them" does: it names who tells.
        """
        words = period.words
        edge = index
        was = False
        named = index + 1 < len(words) and words[index + 1].low == "by"
        if named and edge > 0 and words[edge - 1].low in ("i'm", "we're"):
            return True
        while edge > 0:
            low = words[edge - 1].low
            if low in self._unsaid or low.endswith("n't"):
                return False
            if low in ("was", "were", "been") or (named and low in ("am", "are", "is")):
                was = True
            elif low not in self._skipped and not low.endswith("ly"):
                break
            edge -= 1
        not_told = self.lexicon["relative"] if named else self._not_told
        if not was or edge == 0 or words[edge - 1].low in not_told:
            return False
        start = self.speakers.phrases.segment_start(period, edge, 0)
        return start == 0 or words[start - 1].low not in self.lexicon["subordinator"]

    def subject(
        self, period: Period, cue: Stretch, edge: int, floor: int, spoken: Stretch | None
    ) -> tuple[Subject, bool] | None:
        """The verb's subject, and whether it is the verb's own.

        "…, and warned" and "…, adding" share theirs with the verb before, whose is ``spoken``.
        """
        words = period.words
        if edge == 0 and words[cue[0]].low.endswith("ing"):
            later = self.speakers.following(period, cue[1])
            return (later, False) if later else None
        if edge <= floor:
            return None
        low = words[edge - 1].low
        if words[edge].low == "to":
            floor = max(floor, self._prompted(words, edge))
        form = words[cue[0]].low
        participle = form.endswith("ing") and edge == cue[0]
        if participle:
            subject = self._absolute(period, edge, floor)
            if subject is not None:
                return subject, True
        if (low in self.lexicon["conjunction"] and not (participle and spoken is None)) or (
            participle
            and (
                low in _BEFORE_PARTICIPLE
                or low in self.lexicon["document"]
                or (spoken is not None and period.is_quote(edge - 1))
                or self._reaches_out(words, edge) is not None  # "wrote to parents warning"
            )
        ):
            if spoken is not None:
                return Subject(*spoken, edge - (not period.is_quote(edge - 1))), False
            shared = self.speakers.governing(period, edge - 1, floor)
            if shared is None and participle and edge == 1:
                shared = self.speakers.following(period, cue[1])
            return (shared, False) if shared else None
        if participle:
            return None
        noun = form in self.lexicon["noun_form"]
        own = self.speakers.before(period, edge, floor, noun=noun)
        if own is None and noun and any(floor <= index < edge for index in period.covered):
            own = self.speakers.before(period, edge, floor, noun=False)
            if own is not None and quote_before(words, own.clause, floor) is None:
                return None
        return (own, True) if own else None

    def _absolute(self, period: Period, edge: int, floor: int) -> Subject | None:
        """The speaker of "…, with inspectors warning that", "…, with Ann Lee, the MP, saying"."""
        words, phrases = period.words, self.speakers.phrases
        if words[edge - 1].is_break:
            # not so in "He met the MP with Mr Cole, adding"
            comma = next((i for i in range(edge - 2, floor, -1) if words[i].is_break), floor)
            apposed = words[comma].text == "," and comma > floor and edge - 2 > comma
            held = self._absolute(period, comma, floor) if apposed else None
            return held if held and words[held.clause - 1].text == "," else None
        name = phrases.name_ending(period, edge, floor + 1)
        begin = name.begin if name else phrases.phrase_start(words, edge - 1, floor)
        opens = phrases.phrase_start(words, begin, floor) if name else begin  # "with Cllr Cole"
        if opens <= floor or words[opens - 1].low != "with":
            return None
        if not phrases.can_speak(words, begin, edge):
            return None
        return Subject(begin, edge, opens - 1)

    def may_say(self, words: Sequence[Word], subject: Subject, verb: Verb, cue: Stretch) -> bool:
        """Whether this subject can do what the verb says: only some find, only papers read."""
        last = words[subject.end - 1]
        form = words[cue[0]].low
        if form in self.lexicon["noun_form"] and (
            last.text.endswith(("'s", "'"))  # "the council's claims that"
            or last.low in self._before_noun  # "denied claims that"
            or self._holds_verb(words, subject)  # "the mayor made the same claims"
        ):
            return False
        bare = form == verb.lemma and words[cue[0] - 1].low != "to"
        if bare and verb.lemma in self.lexicon["noun_form"] and not self._is_plural(words, subject):
            return False  # "the Ofsted report", "a Facebook post"
        if verb.takes not in ("finds", "reads") or subject.paper:
            return True
        lone = subject.end - subject.begin == 1
        if lone and last.low in ("he", "she"):
            # "She found that records were missing", but not "she found that she was alone"
            following = [word.low for word in words[cue[1] : cue[1] + 2]]
            return following[:1] == ["that"] and following[-1] not in self.lexicon["clause_subject"]
        phrase = {word.low.removesuffix("'s") for word in words[subject.begin : subject.end]}
        if verb.takes == "reads":
            return "it" in phrase or not phrase.isdisjoint(self.lexicon["document"])
        return not phrase.isdisjoint(self._finders)

    def _is_plural(self, words: Sequence[Word], subject: Subject) -> bool:
        """Whether the head of a subject's words, or the last of them, is a plural."""
        head = self.speakers.phrases.head_noun(words, subject.begin, subject.end)
        return any(
            word.low.endswith("s") or word.low in self.lexicon["plural"]
            for word in (head, words[subject.end - 1])
        )

    def _holds_verb(self, words: Sequence[Word], subject: Subject) -> bool:
        """Whether an article inside the phrase shows that a verb stands before it."""
        joins = self.lexicon["preposition", "conjunction"]
        return any(
            words[index].low in _ARTICLES
            and words[index - 1].low not in joins
            and not words[index - 1].is_break
            for index in range(subject.begin + 1, subject.end)
        )

    def is_compared(self, words: Sequence[Word], subject: Subject) -> bool:
        """Whether it reads "as Mr Hill said", "if Ofsted says": reported only in quotation."""
        at = subject.clause - 1
        before = words[at].low if at >= 0 else ""
        if before in _INVERTED and (at == 0 or words[at - 1].is_break):
            return True  # "Should he tell me that", "Did she say that"
        if words[subject.begin].low in _INVERTED:
            return True
        return not _COMPARISONS.isdisjoint((words[subject.clause].low, before))

"""Where somebody stands, told without a reporting verb: "was adamant that …", "is clear that …",
"her verdict was that …", "the view of the union is that …", "it is the council's position that …".
"""

from __future__ import annotations

from norfolk_cs.components.speech.frames import Period
from norfolk_cs.components.speech.papers import Subject
from norfolk_cs.components.speech.patterns import Attribution
from norfolk_cs.components.speech.phrases import Stretch, is_genitive
from norfolk_cs.components.speech.reader import Grammar, Reader

_OWNERS = ("his", "her", "their", "its")
_PEOPLE = ("he", "she", "they")


class Stances(Reader):
    """Reads them; all indices are into ``period.words``."""

    def __init__(self, grammar: Grammar) -> None:
        super().__init__(grammar)
        by_shape = {pattern.shape: pattern for pattern in grammar.patterns}
        self._stance, self._verdict = by_shape["stance"], by_shape["verdict"]
        self._between = self.lexicon["adverb", "very"]
        self._before_been = self.lexicon["adverb"] | {"has", "have", "had"}
        self._shares = self.lexicon["share"]

    def adjective(
        self, period: Period, index: int, earlier: list[Attribution]
    ) -> Attribution | None:
        """The attribution of "was adamant that …", whose adjective stands at ``index``."""
        words = period.words
        be = self._skip_back(period, index)
        if be == 0 or words[be - 1].low not in self.lexicon["stands"]:
            return None
        cue = be - 1, index + 1
        edge = be - 1
        if words[edge].low == "been":
            while edge > 0 and words[edge - 1].low in self._before_been:
                edge -= 1
            if edge == be - 1:
                return None
        match = self._stance.match(period, period.end_of(index))
        if match is None:
            return None
        at = max(index + 1, period.index_of(match.end()))
        if not self._opens(period, index, at):
            return None
        floor = earlier[-1].after if earlier and earlier[-1].shape == "before" else 0
        spoken = earlier[-1].speaker if earlier else None
        found = self.verbs.subject(period, cue, edge, floor, spoken)
        if found is None or self.verbs.is_compared(words, found[0]):
            return None
        subject = found[0]
        if not self._is_voice(period, subject, index):
            return None
        speaker = subject.begin, subject.end
        return Attribution(self._stance.rule, "clause", cue, subject.clause, at, speaker, at)

    def _skip_back(self, period: Period, index: int) -> int:
        """``index`` without the adverbs before it: "was absolutely | adamant"."""
        words = period.words
        while index > 0 and (
            words[index - 1].low in self._between or words[index - 1].low.endswith("ly")
        ):
            index -= 1
        return index

    def _opens(self, period: Period, index: int, at: int) -> bool:
        """Whether a clause stands at ``at``: after "that", or with its verb ("adamant it did")."""
        words = period.words
        if at >= len(words) or self.reported.is_parted(period, index + 1, at):
            return False
        if words[at - 1].low == "that":
            return True
        return (
            words[index].low in self.lexicon["adamant"]
            and self.reported.opens(period, at)
            and self.reported.has_verb(period, at, len(words))
        )

    def _is_voice(self, period: Period, subject: Subject, adjective: int) -> bool:
        """Whether a subject speaks: "it is clear that" says nobody."""
        words = period.words
        if subject.end - subject.begin == 1:
            low = words[subject.begin].low
            if low in _PEOPLE:
                return True
            if low == "it":
                return words[adjective].low in self.lexicon["adamant"]
        return subject.paper or self.speakers.has_name_or_voice(period, subject)

    # -- nouns ------------------------------------------------------------------------------

    def noun(self, period: Period, index: int) -> Attribution | None:
        """The attribution of "her verdict was that …", whose noun stands at ``index``."""
        words, phrases = period.words, self.speakers.phrases
        begin = phrases.phrase_start(words, index, 0)
        owner, end = self._owner(period, begin, index), index + 1
        if owner is None and end < len(words) and words[end].low in ("of", "from"):
            source = phrases.starting(period, end + 1, len(words))
            if source is None or not self._speaks(period, source[:2]):
                return None
            owner, end = source[:2], source[2]
        if owner is None:
            return None
        cleft = (
            begin > 1
            and words[begin - 2].low == "it"
            and (words[begin - 1].low in self.lexicon["stands"])
        )
        if not cleft and not self._is_subject(period, begin):
            return None
        start = period.end_of(end - 1)
        at = end + 1
        if not cleft or at >= len(words) or words[end].low != "that":
            match = self._verdict.match(period, start)
            if match is None:
                return None
            at = period.index_of(match.end())
        if at >= len(words) or not (
            period.is_quote(at) or self.reported.has_verb(period, at, len(words))
        ):
            return None  # "Her message was that of a leader"
        rule = self._verdict.rule
        return Attribution(rule, "clause", (index, index + 1), begin, at, owner, at)

    def _owner(self, period: Period, begin: int, index: int) -> Stretch | None:
        """Whose view it is: "her", "the inspectors'"."""
        words = period.words
        if words[begin].low in _OWNERS:
            return begin, begin + 1
        for place in range(index - 1, begin - 1, -1):
            if is_genitive(words[place]):
                owner = begin, place + 1
                return owner if self._speaks(period, owner) else None
        return None

    def _speaks(self, period: Period, owner: Stretch) -> bool:
        """Whether an owner's words are for people, a body or a paper."""
        words = period.words
        if any(word.low in ("and", "&") for word in words[owner[0] : owner[1]]):
            return False
        if words[owner[1] - 1].low in ("him", "them"):
            return False
        return any(
            word.is_capital
            or word.low.removesuffix("'s").removesuffix("'") in self.lexicon.speakers
            for word in words[owner[0] : owner[1]]
        )

    def _is_subject(self, period: Period, begin: int) -> bool:
        """Whether a phrase is its sentence's subject: not "the problem with her argument"."""
        words = period.words
        if begin == 0:
            return True
        before = words[begin - 1].low
        if before == "of" and begin > 1:
            return words[begin - 2].low in self._shares
        if before == "among":
            return True
        return before not in self.lexicon["preposition"] or before in self.lexicon["subordinator"]

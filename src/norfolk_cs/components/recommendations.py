"""Recommendations in running text: who says that who should do what, or should not.

Surface forms: recommend (that) X do / recommend a NP / a need for X to; X must, should, ought to,
needs to, has (got) to; urge, call on, order, tell, ask, advise, want X to; X was told to; call
for NP; advised against, sees no merit in, is not the right option; resolutions in minutes.
Left out: one's own resolve ("we must"), the past ("should have"), guesses ("must have known"),
questions, indirect questions, relative clauses, and what an *if* or a *could* only considers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar, cast

from spacy.language import Language

from norfolk_cs.analysis import Analysis, BlockKind, RecommendationMention, Ref, Sentence
from norfolk_cs.components.action_lists import ActionLists
from norfolk_cs.components.actions import Complement, actions, is_reported
from norfolk_cs.components.base import Component
from norfolk_cs.components.subjects import Phrase, Who, subjects
from norfolk_cs.models import Strength
from norfolk_cs.rulebook import Rule, Rulebook

LOOK_BACK = 80  # code points before a cue in which "not", "could" or "if" still govern it

_AND_THAT = re.compile(r"(?:,?\s+(?:and|but)(?:\s+also)?|,)\s+(that)\b")
_TOLD = re.compile(r"\b(?:has|have|had|was|were)\s+(?:been\s+)?(?:told|advised)\s+(?:that\s+)?$")
_LETTER = re.compile(r"^\s*Dear\s", re.MULTILINE)
_RELATIVE = re.compile(r",?\s+(?:who|which|that)\s*$")

_NOBODY = frozenset({Who.SELF, Who.HEARER, Who.VAGUE})
_SPEAKERS = frozenset({Who.BODY, Who.IT, Who.PAPER})
Found = Iterator[RecommendationMention]


@dataclass(frozen=True, slots=True)
class _Cue:
    """A rule's match in a sentence."""

    analysis: Analysis
    sentence: Sentence
    rule: Rule
    match: re.Match[str]

    @property
    def text(self) -> str:
        return self.analysis.text

    @property
    def floor(self) -> int:
        return self.sentence.start

    def wants(self, name: str) -> bool:
        return bool(self.rule.set.get(name))

    def group(self, name: str) -> Phrase | None:
        """The named group's span without its apposition, where the rule has one."""
        if not self.match.groupdict().get(name):
            return None
        start, words = self.match.start(name), self.match[name].split(",")[0]
        return Phrase(start, start + len(words.rstrip()))


class Recommendations(Component):
    """Actions somebody says are due, each distinct action once."""

    kind: ClassVar[str] = "recommendations"

    def __init__(self, nlp: Language, rulebook: Rulebook | None = None) -> None:
        super().__init__(nlp, rulebook)
        book = self.rulebook
        frames: dict[str, Callable[[_Cue], Found]] = {
            "modal": self._modal,
            "infinitive": self._infinitive,
            "passive": self._passive,
            "complement": self._complement,
            "left": self._left,
            "here": self._here,
            "front": self._front,
        }
        self._subjects = subjects()
        self._actions = actions()
        self._numbers = _numbers(book)
        self._lists = ActionLists(book, self._numbers)
        self._rules = [
            (rule, str(rule.set["stems"]).split("|"), book.regex(rule), frames[str(frame)])
            for rule in book.rules
            if (frame := rule.set.get("frame"))
        ]
        self._modals = {rule.id for rule, *_ in self._rules if rule.set["frame"] == "modal"}
        rules = {rule.id: book.regex(rule) for rule in book.rules}
        self._adjective = rules.pop("veto.adjective")
        self._vetoes = [found for name, found in rules.items() if name.startswith("veto.")]
        self._made = rules["lead.made"]
        self._be = frozenset([*book.vocabulary["be"], "be"])
        self._formal = book.compile(r"(?:{formal})(?![\w-])")
        self._idle = book.compile(r"(?:{idle})\b")
        self._borne = book.compile(r"(?:{borne})\b")
        self._impersonal = book.compile(r"(?:{impersonal})\b")
        self._expected = book.compile(r"(?:{expected})\b")
        self._polite = book.compile(r"(?:{polite})\b")
        self._directive_be = book.compile(
            r"be (?:\w+ly |also |more )?(?!(?:{descriptive})\b)(?:\w+ed|\w+en|{participle})\b"
        )
        self._virtue = book.compile(r"be (?:{virtue})\b")

    def match(self, analysis: Analysis) -> list[RecommendationMention]:
        """The recommendations, in text order; a list's items are read as items only."""
        listed = list(self._lists.find(analysis))
        blocks = {analysis.block_at(mention.start) for mention in listed}
        found = listed
        for sentence in analysis.triggered(self.rulebook.trigger):
            if sentence.block not in blocks:
                found += self._in_sentence(analysis, sentence)
        return sorted(found, key=lambda mention: mention.start)

    def _in_sentence(self, analysis: Analysis, sentence: Sentence) -> list[RecommendationMention]:
        """Every rule's actions, nested ones dropped: the widest stretch that starts first wins,
        and of two cues before one verb the one that names a recommender.
        """
        found: list[RecommendationMention] = []
        words = " ".join(analysis.folded[sentence.start : sentence.end].split())
        for rule, stems, pattern, frame in self._rules:
            if not any(stem in words for stem in stems):
                continue
            if rule.set.get("item") and sentence.block.kind is not BlockKind.ITEM:
                continue
            if rule.set.get("opens"):
                opening = pattern.match(analysis.text, sentence.start, sentence.end)
                matches: Iterator[re.Match[str]] = iter([opening] if opening else [])
            else:
                matches = pattern.finditer(analysis.text, sentence.start, sentence.end)
            for match in matches:
                cue = _Cue(analysis, sentence, rule, match)
                if not self._vetoed(cue):
                    found += frame(cue)
        kept: list[RecommendationMention] = []
        for mention in sorted(found, key=self._rank):
            if not kept or mention.start >= kept[-1].end:
                kept.append(mention)
        return kept

    def _rank(self, mention: RecommendationMention) -> tuple[int, bool, bool, int]:
        return (mention.start, mention.rule in self._modals, not mention.recommender, -mention.end)

    def _vetoed(self, cue: _Cue) -> bool:
        if cue.wants("adjective") and self._adjective.search(
            cue.text, max(cue.floor, cue.match.start() - LOOK_BACK), cue.match.start()
        ):
            return True
        if cue.wants("letter") and not _LETTER.search(cue.text):
            return True
        if cue.text[cue.sentence.end - 1] == "?" and cue.rule.set["frame"] != "infinitive":
            return True
        start = max(cue.floor, cue.match.start() - LOOK_BACK)
        return any(veto.search(cue.text, start, cue.match.start()) for veto in self._vetoes)

    # -- frames ---------------------------------------------------------------------------

    def _modal(self, cue: _Cue) -> Found:
        """X must do: the subject is told to act."""
        if cue.wants("reported") and not is_reported(cue.analysis, cue.match.start()):
            return
        start = self._subjects.before_auxiliaries(cue.text, cue.floor, cue.match.start())
        subject = self._subjects.find(cue.text, cue.floor, start)
        if subject is None:
            return
        who = self._who(cue, subject)
        if who is Who.HEARER and cue.text[subject.end - 3 : subject.end].lower() == "you":
            who = Who.BODY if _LETTER.search(cue.text) else Who.HEARER
        if who in _NOBODY:
            return
        if cue.wants("body") and who not in (Who.BODY, Who.IT):
            return
        verb = self._actions.verb(cue.text, cue.match.end(), cue.sentence.end)
        if self._is_due(cue, verb, who):
            yield from self._emit(cue, Complement(verb), None, subject)

    def _is_due(self, cue: _Cue, verb: int, who: Who) -> bool:
        """Whether what follows a modal is something to be done."""
        text, limit = cue.text, cue.sentence.end
        word = self._actions.word(text, verb, limit)
        if (not word.isalpha() and "-" not in word) or self._idle.match(text, verb, limit):
            return False
        if word == "be":
            virtue = self._virtue.match(text, verb, limit)
            return bool(virtue or self._directive_be.match(text, verb, limit))
        if cue.wants("borne") and self._borne.match(text, verb, limit):
            return False
        if who is Who.IT and cue.wants("body") and self._impersonal.match(text, verb, limit):
            return False
        advised = cue.rule.set["strength"] == "advised"
        if advised and who is Who.THING and self._expected.match(text, verb, limit):
            return False
        if self._actions.is_verb(word):
            return True
        return who is Who.BODY and self._actions.may_be_verb(word)

    def _infinitive(self, cue: _Cue) -> Found:
        """Somebody urges X to do."""
        whom = cue.group("to")
        if whom is None:
            return
        named = Phrase(cue.match.start("to"), cue.match.end("to"))
        if not self._subjects.is_noun_phrase(cue.text, named) or not self._is_act(cue):
            return
        who = self._who(cue, whom)
        us = who is Who.SELF and cue.rule.set.get("us")
        if who is Who.VAGUE or (cue.wants("to_body") and who not in (Who.BODY, Who.IT) and not us):
            return
        if cue.wants("polite") and self._polite.match(cue.text, cue.match.end()):
            return
        yield from self._emit(cue, Complement(cue.match.end()), self._recommender(cue), whom)

    def _passive(self, cue: _Cue) -> Found:
        """X was told to do."""
        start = self._subjects.before_auxiliaries(cue.text, cue.floor, cue.match.start())
        subject = self._subjects.find(cue.text, cue.floor, start)
        who = self._who(cue, subject) if subject else Who.THING
        if who in _NOBODY or not self._is_act(cue):
            return
        if cue.wants("body") and who is not Who.BODY:
            return
        if cue.wants("polite") and self._polite.match(cue.text, cue.match.end()):
            return
        yield from self._emit(cue, Complement(cue.match.end()), cue.group("by"), subject)

    def _complement(self, cue: _Cue) -> Found:
        """Somebody recommends that X do, calls for a NP, advises against doing."""
        agent, total = self._recommender(cue), cue.match.groupdict().get("total")
        if cue.wants("follows"):
            before = cue.analysis.sentences[max(0, cue.sentence.index - 1)]
            made = self._made.search(cue.text, before.start, before.end)
            if made is None:
                return
            agent = self._subjects.find(cue.text, before.start, made.start())
            total = made["total"]
        limit = self._actions.limit(cue.analysis, cue.sentence, cue.match.start(), cue.match.end())
        found = self._actions.complement(cue.text, cue.match.end(), limit)
        while found is not None and not (found.noun and cue.wants("act")):
            whom = cue.group("to") or found.whom
            if self._is_passive(cue):
                agent, whom = None, agent  # "the Cabinet was advised against"
            end = cue.match.end()
            for mention in self._emit(cue, found, agent, whom, total):
                end = mention.end
                yield mention
            more = _AND_THAT.match(cue.text, end, limit)
            found = more and self._actions.complement(cue.text, more.start(1), limit)

    def _left(self, cue: _Cue) -> Found:
        """What stands before the cue is recommended, or not."""
        subject = self._subjects.find(cue.text, cue.floor, cue.match.start())
        if subject is None or self._who(cue, subject) not in (Who.THING, Who.BODY):
            return
        told = _TOLD.search(cue.text, cue.floor, subject.start)
        whom = self._subjects.find(cue.text, cue.floor, told.start()) if told else None
        yield self._mention(cue, subject, None, whom)

    def _here(self, cue: _Cue) -> Found:
        """The pattern itself names everybody."""
        start = cue.match.end()
        if cue.wants("bare") and not self._actions.opens_with_verb(
            cue.text, start, cue.sentence.end
        ):
            return
        agent = cue.group("author") or cue.group("by")
        yield from self._emit(cue, Complement(start), agent, cue.group("to"))

    def _front(self, cue: _Cue) -> Found:
        """The action opens the sentence, in its base form; then who is told."""
        act = cue.group("act")
        if act and self._actions.opens_with_verb(cue.text, act.start, act.end):
            act = self._actions.trim_due(cue.analysis, act)
            whom = cue.group("to") or cue.group("to1")
            yield self._mention(cue, act, cue.group("by"), whom)

    # -- parts ----------------------------------------------------------------------------

    def _who(self, cue: _Cue, phrase: Phrase) -> Who:
        return self._subjects.kind(cue.text, phrase, opens=phrase.start == cue.floor)

    def _recommender(self, cue: _Cue) -> Phrase | None:
        """Who recommends; None is whoever speaks."""
        start = self._subjects.before_auxiliaries(cue.text, cue.floor, cue.match.start())
        relative = _RELATIVE.search(cue.text, cue.floor, start)
        end = relative.start() if relative else start
        found = self._subjects.find(cue.text, cue.floor, end, _SPEAKERS, anywhere=True)
        if found is None or self._who(cue, found) in _NOBODY:
            return None
        return found

    def _opening_mark(self, cue: _Cue, start: int, end: int) -> int:
        """``start``, or the quotation mark before it where the quotation is only the first
        words of the action: "'knee-jerk' closures"."""
        quote = cue.analysis.quote_at(start, start + 1)
        partial = quote is not None and quote.start == start and quote.end < end
        return start - 1 if partial else start

    def _is_act(self, cue: _Cue) -> bool:
        """Whether the word after "to" can be a verb ("directed to a private account" is none)."""
        verb = self._actions.verb(cue.text, cue.match.end(), cue.sentence.end)
        word = self._actions.word(cue.text, verb, cue.sentence.end)
        return self._actions.is_verb(word) or self._actions.may_be_verb(word)

    def _is_passive(self, cue: _Cue) -> bool:
        """Whether the cue is a participle after a form of "be"."""
        start = self._subjects.before_auxiliaries(cue.text, cue.floor, cue.match.start())
        words = cue.text[start : cue.match.start()].lower().split()
        return bool(self._be.intersection(words)) and "ed " in cue.match[0].lower()

    def _emit(
        self,
        cue: _Cue,
        what: Complement,
        agent: Phrase | None,
        whom: Phrase | None,
        total: str | None = None,
    ) -> Found:
        """A mention for each distinct action that ``what`` opens."""
        verb = what.start
        if not what.noun:
            verb = self._actions.verb(cue.text, verb, cue.sentence.end)
        limit = self._actions.limit(cue.analysis, cue.sentence, cue.match.start(), verb)
        infinitive = cue.rule.set["frame"] != "modal" or cue.match[0].rstrip().endswith("to")
        end = self._actions.end(cue.text, verb, limit, infinitive=infinitive)
        groups = cue.match.groupdict()
        against = what.against ^ bool(groups.get("no") or groups.get("never"))
        if what.noun and not self._actions.is_gerund(self._actions.word(cue.text, verb, end)):
            parts = self._actions.split_nouns(cue.text, self._opening_mark(cue, verb, end), end)
        else:
            parts = self._actions.split(cue.text, verb, end)
        for action in parts:
            action = self._actions.trim_due(cue.analysis, action)
            if action.end > action.start and not self._formal.match(cue.text, action.start, action.end):
                yield self._mention(cue, action, agent, whom, against, total)

    def _mention(
        self,
        cue: _Cue,
        action: Phrase,
        agent: Phrase | None,
        whom: Phrase | None,
        against: bool = False,
        total: str | None = None,
    ) -> RecommendationMention:
        return RecommendationMention(
            start=action.start,
            end=action.end,
            rule=cue.rule.id,
            strength=cast("Strength", cue.rule.set["strength"]),
            recommender=_ref(cue, agent),
            addressee=_ref(cue, whom),
            against=bool(against or action.against or cue.rule.set.get("against")),
            total=self._numbers.get(total.lower()) if total else None,
        )


def _ref(cue: _Cue, phrase: Phrase | None) -> Ref | None:
    """The phrase as a pointer at somebody; "us" points at nobody in particular."""
    if phrase is None or cue.text[phrase.start : phrase.end].lower() in ("us", "me"):
        return None
    return cue.analysis.ref(phrase.start, phrase.end)


def _numbers(book: Rulebook) -> dict[str, int]:
    """Number words and figures by what they count."""
    words = {word: place for place, word in enumerate(book.vocabulary["number_word"][:20], 1)}
    return words | {str(number): number for number in range(1, 1000)}

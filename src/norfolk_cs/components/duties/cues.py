"""A rule's match in its sentence, and whether what follows it is something to be done."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from norfolk_cs.analysis import ActorMention, Analysis, Ref, Sentence, once
from norfolk_cs.authorities import authorities
from norfolk_cs.components.duties.actions import actions, is_reported, is_told
from norfolk_cs.components.duties.subjects import QUOTE_MARKS, subjects
from norfolk_cs.components.duties.who import Phrase, Who
from norfolk_cs.rulebook import Rule, Rulebook
from norfolk_cs.stems import holds, stems_of

LOOK_BACK = 80  # code points before a cue in which "not", "could" or "if" still govern it

_AND = re.compile(r",?\s+and\s+")
# Whom a quotation is said to, before it: one with a title or a post.
_ADDRESSED = re.compile(
    r"\b(?:[Tt]old|[Tt]ells|[Aa]ddressing|[Ss]aid\s+to|[Tt]urning\s+to|[Ww]arned)\s+"
    r"(?P<to>(?:[\w'’-]+\s+){0,4}?(?:(?:Mr|Mrs|Ms|Dr|Sir|Cllr|Coun|Councillor)\.?(?:\s+[A-Z][\w'’-]+){1,2}"
    r"|ministers?|director|leader|commissioner|chief\s+executive))"
    r"(?:,?\s+(?:he|she|they|[A-Z][\w'’-]+)\s+\w+)?\s*[:,]\s*[\"“‘']?$"
)
_LETTER = re.compile(r"^\s*Dear\s", re.MULTILINE)
_PAST = re.compile(r"\b(?:had|needed)\b", re.IGNORECASE)


class Named:
    """Where a document names actors, looked up when a cue first asks."""

    def __init__(self, actors: Sequence[ActorMention]) -> None:
        self._actors = actors

    @once
    def spots(self) -> Mapping[int, int]:
        """Starts and ends."""
        return dict(chain.from_iterable(actor.mentions for actor in self._actors))

    @once
    def people(self) -> frozenset[int]:
        """Where those that are people start."""
        return frozenset(
            start for actor in self._actors if actor.type == "person" for start, _ in actor.mentions
        )


@dataclass(slots=True, eq=False)
class Cue:
    """Words that tell somebody to act: a rule's match in a sentence, and where that starts."""

    analysis: Analysis
    sentence: Sentence
    rule: Rule
    match: re.Match[str]
    named: Named
    text: str = field(init=False)
    floor: int = field(init=False)
    start: int = field(init=False)
    end: int = field(init=False)

    def __post_init__(self) -> None:
        self.text = self.analysis.text
        self.floor = self.sentence.start
        self.start, self.end = self.match.span()

    @property
    def names(self) -> Mapping[int, int]:
        """Where the document names actors: starts and ends."""
        return self.named.spots

    @property
    def people(self) -> frozenset[int]:
        """Where those that are people start."""
        return self.named.people

    @property
    def frame(self) -> str:
        """Where the action and its actors stand (see the rule file)."""
        return str(self.rule.set["frame"])

    def wants(self, name: str) -> bool:
        """Whether the rule sets ``name``."""
        return bool(self.rule.set.get(name))

    def words(self, name: str) -> str | None:
        """What the named group matched, where the rule has one and it took part."""
        return self.match.groupdict().get(name) or None

    def group(self, name: str) -> Phrase | None:
        """The named group's span without its apposition, where the rule has one."""
        words = self.words(name)
        if words is None:
            return None
        start = self.match.start(name)
        return Phrase(start, start + len(words.split(",")[0].rstrip()))

    def whole(self, phrase: Phrase) -> Phrase:
        """The phrase, or the name that it is the last part of: "Housing and Local Government"."""
        before = self.text[max(0, phrase.start - 6) : phrase.start].rstrip()
        if not before.endswith((",", "and", "&")):
            return phrase
        return next(
            (
                Phrase(start, end)
                for start, end in self.names.items()
                if start < phrase.start < end and phrase.end <= end
            ),
            phrase,
        )

    def addressed(self, phrase: Phrase) -> Phrase | None:
        """Whom a quotation's "you" is said to: "Addressing Cllr Pym he said: 'You …'"."""
        if self.text[phrase.start : phrase.end].lower() != "you":
            return None
        quote = self.analysis.quote_at(phrase.start, phrase.end)
        if quote is None:
            return None
        block = self.analysis.block_at(quote.start)
        floor = max(block.start if block else 0, quote.start - LOOK_BACK)
        found = _ADDRESSED.search(self.text, floor, quote.start)
        return Phrase(*found.span("to")) if found else None

    def drop(self, reason: str, rule: str | None = None) -> None:
        """Note why nothing is recommended here, where somebody wants to know."""
        trace = self.analysis.trace
        if trace is not None:
            trace.drop("recommendation", self.start, self.end, reason, rule or self.rule.id)

    def ref(self, phrase: Phrase | None) -> Ref | None:
        """The phrase as a pointer at somebody."""
        return self.analysis.ref(phrase.start, phrase.end) if phrase else None


class Judge:
    """Tells what is to be done from what only sounds like it; from the rules' word lists."""

    def __init__(self, book: Rulebook) -> None:
        rules = {rule.id: rule for rule in book.rules if rule.id.startswith("veto.")}
        self._actions = actions()
        self._subjects = subjects()
        self._adjective = book.regex(rules.pop("veto.adjective"))
        self._vetoes = [(rule, book.regex(rule), stems_of(rule)) for rule in rules.values()]
        self._be = frozenset([*book.vocabulary["be"], "be"])
        self._formal = book.compile(r"(?:{formal})(?![\w-])")
        self._idle = book.compile(r"(?:{idle})\b")
        self._borne = book.compile(r"(?:{borne})\b")
        self._impersonal = book.compile(r"(?:{impersonal})\b")
        self._expected = book.compile(r"(?:{expected})\b")
        self._polite = book.compile(r"(?:{polite})\b")
        self._directive_be = book.compile(
            r"be (?:\w+ly |also |more |better |well )?(?!(?:{descriptive})\b)"
            r"(?:\w+ed|\w+en|{participle})\b"
        )
        self._capable = book.compile(r"be (?:now |also )?(?:{capable})\b")
        self._sent_in = book.compile(r"be (?:{sent_in})\b")
        self._virtue = book.compile(r"be (?:{virtue})\b")

    def counts(self, cue: Cue) -> bool:
        """Whether the cue tells anybody anything: not negated, only thought of, or asked."""
        text, start = cue.text, max(cue.floor, cue.start - LOOK_BACK)
        if cue.wants("adjective") and self._adjective.search(text, start, cue.start):
            cue.drop("a participle that only describes a noun", "veto.adjective")
            return False
        if cue.wants("letter") and not _is_letter(text):
            cue.drop("a recommendation in a letter only, and this is none")
            return False
        if text[cue.sentence.end - 1] == "?":
            cue.drop("a question")
            return False
        if cue.wants("possessed"):
            return True  # "cannot meet the union's demand for": it is made all the same
        held = cue.analysis.folded[start : cue.start]
        for rule, veto, stems in self._vetoes:
            if holds(held, stems) and veto.search(text, start, cue.start):
                cue.drop(rule.why, rule.id)
                return False
        return True

    def who(self, cue: Cue, phrase: Phrase) -> Who:
        """What kind of actor the words are; in a letter "you" are a body."""
        opens = _opens(cue.text, cue.floor, phrase.start)
        kind = self._subjects.kind(cue.text, phrase, opens=opens)
        if kind is Who.THING and (phrase.start in cue.names or _is_authority(cue.text, phrase)):
            return Who.BODY
        if kind is Who.HEARER and cue.text[phrase.end - 3 : phrase.end].lower() == "you":
            return Who.BODY if _is_letter(cue.text) or cue.addressed(phrase) else kind
        return kind

    def first_of(self, cue: Cue, whom: Phrase) -> Phrase:
        """The first of several bodies, where it has a name; of two people neither is meant."""
        for link in _AND.finditer(cue.text, whom.start, whom.end):
            first = Phrase(whom.start, link.start())
            before = [start for start in range(cue.floor, first.end) if start in cue.names]
            if any(cue.names[start] > first.end for start in before):
                continue  # "Housing and Local Government"
            named = [start for start in before if start >= whom.start]
            if named and not cue.people.intersection(named):
                return first
        return whom

    def is_due(self, cue: Cue, verb: int, who: Who, *, told: bool = False) -> bool:
        """Whether what follows a modal is something that its subject can be told to do; ``told``
        where somebody has told the subject so, rather than of it.
        """
        text, limit = cue.text, cue.sentence.end
        word = self._actions.word(text, verb, limit)
        if (not word.isalpha() and "-" not in word) or self._idle.match(text, verb, limit):
            return False
        if word == "be":
            virtue = self._virtue.match(text, verb, limit)
            doing = self._actions.word(text, verb + len("be "), limit)
            is_doing = who is Who.BODY and self._actions.is_gerund(doing)
            if self._sent_in.match(text, verb, limit) and not (
                _is_letter(text) or is_told(cue.analysis, cue.start)
            ):
                return False
            if cue.rule.set["strength"] == "required" and self._capable.match(text, verb, limit):
                return True
            return bool(is_doing or virtue or self._directive_be.match(text, verb, limit))
        if cue.wants("borne") and not told and self._borne.match(text, verb, limit):
            return False
        if who is Who.IT and cue.wants("body") and self._impersonal.match(text, verb, limit):
            return False
        advised = cue.rule.set["strength"] == "advised"
        if advised and who is Who.THING and self._expected.match(text, verb, limit):
            return False
        if self._actions.is_verb(word):
            return True
        return who is Who.BODY and self._actions.may_be_verb(word)

    def is_said(self, cue: Cue, subject: Phrase) -> bool:
        """Whether what a rule wants to be somebody's words is: reported, quoted, or a letter's."""
        if not cue.wants("told"):
            return not cue.wants("reported") or is_reported(cue.analysis, cue.start)
        if _is_letter(cue.text) and not _PAST.search(cue.match[0]):
            return True
        nobody = cue.text[subject.start : subject.end].lower() == "it"
        return not nobody and is_told(cue.analysis, cue.start)

    def is_act(self, cue: Cue) -> bool:
        """Whether the words after "to" are an act: not "directed to a private account", nor,
        where the rule says so, what one is asked for politely ("asked to comment").
        """
        if cue.wants("polite") and self._polite.match(cue.text, cue.end):
            return False
        verb = self._actions.verb(cue.text, cue.end, cue.sentence.end)
        word = self._actions.word(cue.text, verb, cue.sentence.end)
        return self._actions.is_verb(word) or self._actions.may_be_verb(word)

    def is_done(self, cue: Cue, verb: int) -> bool:
        """Whether the words at ``verb`` are something done to somebody: "be stepped up"."""
        verb = self._actions.verb(cue.text, verb, cue.sentence.end)
        return bool(self._directive_be.match(cue.text, verb, cue.sentence.end))

    def can_act(self, cue: Cue, whom: Phrase, action: Phrase) -> bool:
        """Whether it is ``whom`` that should act: "funding" can't, and whoever should "be told"
        is not the one to tell.
        """
        passive = self._directive_be.match(cue.text, action.start, action.end)
        return not passive and self.who(cue, whom) not in (Who.THING, Who.PAPER, Who.VAGUE)

    def is_formal(self, cue: Cue, action: Phrase) -> bool:
        """Whether the action is for form only: "note the report"."""
        return bool(self._formal.match(cue.text, action.start, action.end))

    def is_passive(self, cue: Cue) -> bool:
        """Whether the cue is a participle after a form of "be"."""
        start = self._subjects.before_auxiliaries(cue.text, cue.floor, cue.start)
        words = cue.text[start : cue.start].lower().split()
        return bool(self._be.intersection(words)) and "ed " in cue.match[0].lower()


def _is_authority(text: str, phrase: Phrase) -> bool:
    """Whether the words are an authority's name, though their capital opens a sentence."""
    return authorities().named(text[phrase.start : phrase.end]) is not None


@lru_cache(maxsize=1)  # asked again and again of one document
def _is_letter(text: str) -> bool:
    """Whether a text addresses somebody as letters do."""
    return "Dear" in text and _LETTER.search(text) is not None


def _opens(text: str, floor: int, start: int) -> bool:
    """Whether ``start`` opens the sentence, or the one quoted in it."""
    return start == floor or text[start - 1] in QUOTE_MARKS

"""What a cue goes on with: "recommended | that the council appoint …", "a call | for action"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from norfolk_cs.components.duties.subjects import QUOTE_MARKS, subjects
from norfolk_cs.components.duties.verbs import WORD, Verbs, bases
from norfolk_cs.components.duties.who import Phrase, Who
from norfolk_cs.rulebook import Rulebook

CLAUSE_SUBJECT_WORDS = 12  # "the government's commissioner for children's services in Norfolk"

_ONE = re.compile(r"an?\s+(?!minister|commissioner|director|chair|leader)", re.IGNORECASE)
_FOR = re.compile(r"for\s+", re.IGNORECASE)
_HERS = re.compile(r"her\s+(?!to\b|and\b|or\b|as\b|in\b|at\b|for\b|by\b|on\b)\w+", re.IGNORECASE)
_NO = re.compile(r"no(?:ne|thing)?(?:\s|$)", re.IGNORECASE)
_THAT = re.compile(r"that\s+", re.IGNORECASE)
_NO_CLAUSE = re.compile(r"[;:]|\((?!\w{2,10}\))")  # "the Department for Education (DfE)" is whole
_HAVE = re.compile(r"have\s+(?!(?:been|had|done|made|taken|got|\w+ed|\w+en)\b)")
_TOLD_OF = re.compile(r",\s+(?:who|whom|whose|which|a|an|the)\s", re.IGNORECASE)
_BROKEN_OFF = re.compile(r"\sto\s*:\s*$")
_BE_DONE = re.compile(r"be\s+(?:\w+ly\s+)?(?:\w+ed|\w+en|cut|set|held|made|put|kept|given|met)\b")
_AFTERWARDS = frozenset(("following", "after", "amid", "despite"))
# "that Ofsted report on …", "that the director report monthly".
_GOES_ON = re.compile(
    r"\s+(?:(?:on|to|back|with|at|into|up)\s|(?:monthly|weekly|quarterly|annually|regularly)\b)"
)
# "that the director be asked to | report back"
_BE_TOLD = re.compile(
    r"be\s+(?:\w+ly\s+)?(?:asked|requested|invited|urged|(?P<firm>told|instructed|directed|required"
    r"|ordered))\s+to\s+(?=[a-z])"
)


@dataclass(slots=True)
class Complement:
    """What a cue goes on with: where the action starts and the words that say who is to act."""

    start: int
    whom: Phrase | None = None
    against: bool = False
    noun: bool = False  # the action is a noun phrase: "a freeze on agency contracts"
    firm: bool = False  # it is moved that somebody "be instructed"


class Complements(Verbs):
    """Compiled from ``rules/clauses.toml``; offsets are into the text given."""

    def __init__(self, book: Rulebook) -> None:
        super().__init__(book)
        rules = {rule.id: book.regex(rule) for rule in book.rules}
        self._no_noun = frozenset(book.vocabulary["no_noun"])
        self._need = rules["need.for"]
        self._to = rules["need.to"]
        self._modal = rules["modal.in-clause"]
        self._done = rules["done.in-clause"]
        self._asked_of = rules["thing.asked-of"]

    def complement(
        self, text: str, start: int, limit: int, *, done: bool = False
    ) -> Complement | None:
        """What "recommended …" or "a call for …" goes on with: a need or an infinitive, a clause
        with a bare verb ("that the council appoint"), a gerund or a noun phrase. With ``done``
        what is to be done may be told as if it were: "that a trust is set up".
        """
        while start < limit and (text[start].isspace() or text[start] in QUOTE_MARKS):
            start += 1
        for pattern in (self._need, self._to):
            if match := pattern.match(text, start, limit):
                whom = before_relative(text, *match.span("to")) if match["to"] else None
                if whom and _ONE.match(text, whom.start) and pattern is self._to:
                    break  # "calls for a national agency to run them": the thing itself
                if (
                    self._is_body(text, whom) or self._is_undergone(text, whom, match, limit)
                    if whom
                    else self.is_verb(self.word(text, self.verb(text, match.end(), limit), limit))
                ):
                    return Complement(match.end(), whom, bool(match["no"]))
        if lead := _FOR.match(text, start, limit):
            start = lead.end()
        that = _THAT.match(text, start, limit)
        clause = self._clause(text, that.end() if that else start, limit, bool(that), done)
        if clause is not None or that is not None:
            return clause
        first = self.word(text, start, limit).lower()
        hers = first == "her" and _HERS.match(text, start, limit)
        if not first or (first in self._no_noun and not hers):
            return None
        if _BROKEN_OFF.search(text, start, limit):
            return None  # "calling for all governments to:", and a list
        asked = self._asked_of.match(text, start, limit)
        whom = Phrase(*asked.span("to")) if asked else None
        return Complement(start, whom if whom and self._is_body(text, whom) else None, noun=True)

    def _clause(
        self, text: str, start: int, limit: int, that: bool, done: bool
    ) -> Complement | None:
        """A subject and the bare verb, or "should" and the verb, after it; or what is ``done``."""
        before = ""
        for count, word in enumerate(WORD.finditer(text, start, limit)):
            if count > CLAUSE_SUBJECT_WORDS or _NO_CLAUSE.search(
                text, start, min(word.end() + 1, limit)
            ):
                return None
            if not that and word[0].lower() in _AFTERWARDS:
                return None  # "the resignation of managers following a damning report"
            modal = self._modal.match(text, word.start(), limit)
            bare = before not in self._no_verb_after and self._is_bare(text, word, limit)
            before = word[0].lower()
            passive = self._done.match(text, word.start(), limit) if done else None
            if passive and not that and not self._is_wanted(text, start, before):
                passive = None
            if not (count and (modal or bare or passive)):
                continue
            whole = text[start : word.start()].rstrip(' \n\t"“”')
            if "," in whole[:-1]:  # "the leader, Mavis Oldroyd, have": the commas come in pairs
                whom = Phrase(start, start + len(whole))
            else:
                whom = Phrase(start, start + len(whole.rstrip(",")))
            if not subjects().is_noun_phrase(text, whom):
                continue
            if modal:
                return Complement(self.verb(text, modal.end(), limit), whom, bool(modal["no"]))
            if passive:
                no = _NO.match(whole)
                verb = passive.end("no") if passive["no"] else word.start()
                return Complement(verb, against=bool(passive["no"] or no))
            if whole.endswith(","):
                whom = Phrase(start, start + whole.index(","))
            is_clause = that or self._is_body(text, whom)
            told = _BE_TOLD.match(text, word.start(), limit)
            if told and is_clause:
                return Complement(told.end(), whom, firm=told["firm"] is not None)
            return Complement(word.start(), whom) if is_clause else None
        return None

    def _is_wanted(self, text: str, start: int, verb: str) -> bool:
        """Whether a clause without "that" says what should be: not "it recommended ensuring visits
        are logged", nor "measures it recommended last year were dropped".
        """
        return verb in ("is", "are") and not self.is_gerund(self.word(text, start, len(text)))

    def _is_undergone(self, text: str, whom: Phrase, match: re.Match[str], limit: int) -> bool:
        """Whether it is a thing to which something is to be done: "for caseloads to be cut"."""
        noun = subjects().is_noun_phrase(text, whom)
        return noun and bool(_BE_DONE.match(text, match.end(), limit))

    def _is_body(self, text: str, whom: Phrase) -> bool:
        noun = subjects().is_noun_phrase(text, whom)
        return noun and subjects().kind(text, whom) in (Who.BODY, Who.IT)

    def _is_bare(self, text: str, word: re.Match[str], limit: int) -> bool:
        """Whether a word can be the clause's verb: bare ("appoint") or, as it is often written,
        in the third person ("recommends the council appoints").
        """
        folded = word[0].lower()
        if word[0][0].isupper():
            return False
        if folded == "have":
            return bool(_HAVE.match(text, word.start(), limit))
        forms = (folded, *bases(folded))
        stem = next((form for form in forms if form in self._verbs), folded)
        if stem in self._noun_verbs:
            if self._object.match(text, word.end(), limit):
                return True
            return folded == stem and bool(_GOES_ON.match(text, word.end(), limit))
        return stem in self._verbs

    def is_done(self, text: str, start: int, limit: int) -> bool:
        """Whether what is recommended is told as if it were so: "is set up"."""
        return self._done.match(text, start, limit) is not None


def before_relative(text: str, start: int, end: int) -> Phrase:
    """Who is to act, without what is told of them after a comma: "Ms Pole, who has led it"."""
    relative = _TOLD_OF.search(text, start, end)
    return Phrase(start, relative.start() if relative else end - 1)

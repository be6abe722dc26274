"""Where an action and its actors stand around a cue, one method a frame."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

from norfolk_cs.analysis import RecommendationMention
from norfolk_cs.components.duties.actions import actions
from norfolk_cs.components.duties.complements import Complement, before_relative
from norfolk_cs.components.duties.cues import Cue, Judge
from norfolk_cs.components.duties.dues import dues
from norfolk_cs.components.duties.joined import another, called_on, goes_on
from norfolk_cs.components.duties.letters import written_to
from norfolk_cs.components.duties.own import is_own
from norfolk_cs.components.duties.subjects import subjects, trim
from norfolk_cs.components.duties.who import Phrase, Who
from norfolk_cs.models import Strength
from norfolk_cs.rulebook import Rulebook

_FACED = re.compile(r"fac(?:es?|ed|ing)\b")
_WAS_TOLD = re.compile(
    r"\b(?:told|ordered|warned|urged|instructed|directed|advised)\b", re.IGNORECASE
)
# Verbs that tell no words: those of telling ("has said") make a statement, whose speaker it is.
_ORDERED = re.compile(
    r",\s[^,;:“”]{2,60}?\s(?P<verb>(?:ha(?:s|ve)\s)?(?:order|demand|urge|recommend)(?:s|e?d)?)[.”\"]*$"
)
_TOLD = re.compile(r"\b(?:has|have|had|was|were)\s+(?:been\s+)?(?:told|advised)\s+(?:that\s+)?$")
_NAMED = re.compile(r",\s+([A-Z][^\s,;:]*(?:\s+[^\s,;:]+){0,4}),\s+to\s")
_SOMEBODY = re.compile(r"some(?:body|one)", re.IGNORECASE)
_HE = re.compile(r"s?he", re.IGNORECASE)
_FIRST = re.compile(r"\b(?:I|[Ww]e)\b")
_I_ASK = re.compile(r"\b(?:I|[Ww]e)(?:['’](?:m|re|d)|\s+(?:am|are|would))?\s+ask(?:ing)?\s+$")
# "has told us", "wants me to": what holds now, rather than a tale of what one was once told.
_PRESENT = re.compile(r"(?:has|have|is|are)\b|\w+s\b")
_PARTICIPLE = re.compile(r"\w+ing\b")  # "has written to the minister asking her to"
_COUNCIL = re.compile(r"\b(?:[Cc]ouncil|[Aa]uthority|[Cc]ounty|[Tt]rust|[Ii]t|[Tt]hey)$")
# "The cabinet should be asked to act" is an order to the cabinet, read by the rule of "asked to".
_TO_BE_TOLD = re.compile(r"be\s+(?:asked|told|urged|instructed|ordered|directed)\s+to\s")
_WROTE_FOR = re.compile(r"\w+ed\s+to\s+\w+")  # "resolved to write to": a clause, nobody's name
_RELATIVES = ("who", "which", "that")
_RELATIVE = re.compile(r",?\s+(?:who|which|that)\s*$")
_ASIDE = re.compile(r",\s+which\s*$")  # of a body; "who was told to wait" is a person's story

# Who is told nothing, and why not.
_NOBODY = {
    Who.SELF: "a speaker's own resolve, in the first person",
    Who.HEARER: "said to the reader, or to nobody in particular",
    Who.VAGUE: "its subject is nobody in particular",
}
_BODIES = frozenset({Who.BODY, Who.IT})
_IN_BRACKETS = re.compile(r"\s*\([^()\n]{1,60}\)(?=\s*$)")
_CALLERS = frozenset({Who.BODY, Who.PEOPLE, Who.HEARER})
_SPEAKERS = frozenset({Who.BODY, Who.IT, Who.PAPER})
_TELLERS = frozenset({*_SPEAKERS, Who.PEOPLE})
Found = Iterator[RecommendationMention]


class Frames:
    """Reads a cue by its rule's frame."""

    def __init__(self, book: Rulebook, judge: Judge, numbers: dict[str, int]) -> None:
        self._subjects = subjects()
        self._actions = actions()
        self._dues = dues()
        self._judge = judge
        self._numbers = numbers
        self._made = book.regex(next(rule for rule in book.rules if rule.id == "lead.made"))
        self._frames: dict[str, Callable[[Cue], Found]] = {
            "modal": self._modal,
            "infinitive": self._infinitive,
            "passive": self._passive,
            "complement": self._complement,
            "left": self._left,
            "here": self._here,
            "front": self._front,
        }

    def read(self, cue: Cue) -> Found:
        """The actions that a cue tells somebody to take."""
        return self._frames[cue.frame](cue)

    def _modal(self, cue: Cue) -> Found:
        """X must do: the subject is told to act."""
        start = self._subjects.before_auxiliaries(cue.text, cue.floor, cue.start)
        subject = self._subjects.find(cue.text, cue.floor, start)
        if subject is None:
            cue.drop("no subject before it that somebody could be")
            return
        told = self._subjects.told(cue.text, cue.floor, subject)
        if told == subject and not self._judge.is_said(cue, subject):
            cue.drop("told as history: nobody is reported to say so")
            return
        who = self._judge.who(cue, subject)
        if who in _NOBODY:
            cue.drop(_NOBODY[who])
            return
        if is_own(cue.text, cue.floor, subject):
            cue.drop(_NOBODY[Who.SELF])
            return
        somebody = _SOMEBODY.fullmatch(cue.text, subject.start, subject.end)
        if cue.wants("told") and who is Who.PEOPLE:
            cue.drop("what people need is no advice")
            return
        if cue.wants("body") and who not in _BODIES and not somebody:
            cue.drop("its subject is no body that can be told to act")
            return
        verb = self._actions.verb(cue.text, cue.end, cue.sentence.end)
        if not self._judge.is_due(cue, verb, who, told=told != subject):
            cue.drop("what follows is nothing that its subject can be told to do")
            return
        if who is Who.BODY and _TO_BE_TOLD.match(cue.text, verb):
            cue.drop("what follows is an order of its own")
            return
        if told and told != subject and self._judge.who(cue, told) not in (*_BODIES, Who.THING):
            cue.drop("told to somebody as her or his own story")
            return
        if told == subject and who is Who.BODY:
            told = self._first(cue, subject)
        agent = self._subjects.teller(cue.text, cue.floor, subject) or self._ordering(cue)
        yield from self._emit(cue, Complement(verb), agent, cue.addressed(subject) or told)

    def _ordering(self, cue: Cue) -> Phrase | None:
        """Who orders it, told at the sentence's end: "must improve, | Ofsted | has ordered"."""
        ordered = _ORDERED.search(cue.text, cue.end, cue.sentence.end)
        return ordered and self._subjects.find(cue.text, ordered.start() + 1, ordered.start("verb"))

    def _infinitive(self, cue: Cue) -> Found:
        """Somebody urges X to do."""
        whom = cue.group("to")
        if whom is None:
            return
        named = before_relative(cue.text, *cue.match.span("to"))
        if cue.text[named.start : named.end].rstrip().endswith(","):
            named = whom  # "Ann Pole, director since 2013, to go": the name alone is who
        if written := written_to(cue.text, cue.floor, whom):
            named = whom = written
        if not self._subjects.is_noun_phrase(cue.text, named) or not self._judge.is_act(cue):
            cue.drop("what follows is nobody who is told to do something")
            return
        if self._judge.who(cue, whom) is Who.THING and (name := _NAMED.match(cue.text, whom.end)):
            whom = Phrase(*name.span(1))  # "the supplier, Careworks plc, to"
        whom = self._judge.first_of(cue, whom)
        agent = None if cue.wants("impersonal") else self._recommender(cue)
        if not self._may_be_told(cue, whom, agent):
            cue.drop("whoever is told is no body that can act")
            return
        if cue.wants("speaker") and not self._speaks(cue, agent):
            cue.drop("nobody says so: a thing that encourages does not speak")
            return
        yield from self._emit(cue, Complement(cue.end), agent, whom)
        limit = self._actions.limit(cue.analysis, cue.sentence, cue.start, cue.end)
        if also := called_on(cue.text, cue.match, cue.end, limit):
            whom = Phrase(also.start("to"), also.end("to") - 1)
            if self._judge.who(cue, whom) not in _NOBODY:
                yield from self._emit(cue, Complement(also.end()), agent, whom)

    def _speaks(self, cue: Cue, agent: Phrase | None) -> bool:
        """Whether a body or a paper is the cue's subject, or the speaker: "I would encourage"."""
        if agent is not None:
            return self._judge.who(cue, agent) in _SPEAKERS
        return bool(_FIRST.search(cue.text, cue.floor, cue.start))

    def _may_be_told(self, cue: Cue, whom: Phrase, agent: Phrase | None) -> bool:
        """Whether those after the cue are somebody who is told to act; "us" are where a body has
        told us, "people" where I ask them, things where the act is done to them.
        """
        who = self._judge.who(cue, whom)
        if who is Who.VAGUE:
            return False
        if not cue.wants("to_body") or who in (Who.BODY, Who.IT):
            return True
        start = self._subjects.before_auxiliaries(cue.text, cue.floor, cue.start)
        if who is Who.SELF and cue.wants("us"):
            return agent is not None and bool(_PRESENT.match(cue.text, start, whom.start))
        if who is Who.HEARER and cue.wants("people"):
            return agent is None and bool(_I_ASK.search(cue.text, cue.floor, whom.start))
        if not cue.wants("things") or not self._judge.is_done(cue, cue.end):
            return False
        return not cue.wants("us") or bool(agent and not self._is_council(cue, agent))

    def _is_council(self, cue: Cue, agent: Phrase) -> bool:
        """Whether it is a council that wants a thing done: then it says what it plans."""
        return bool(_COUNCIL.search(cue.text, agent.start, agent.end))

    def _passive(self, cue: Cue) -> Found:
        """X was told to do."""
        start = self._subjects.before_auxiliaries(cue.text, cue.floor, cue.start)
        subject = self._subjects.opening(cue.text, cue.floor, start)
        subject = subject or self._subjects.find(cue.text, cue.floor, start)
        if subject is None and (aside := _ASIDE.search(cue.text, cue.floor, start)):
            subject = self._subjects.find(cue.text, cue.floor, aside.start())
        if subject is None and start > cue.floor:
            cue.drop("no subject before it that somebody could be")
            return
        who = self._judge.who(cue, subject) if subject else Who.THING
        if who in _NOBODY or not self._judge.is_act(cue):
            cue.drop(_NOBODY.get(who, "what follows is no act"))
            return
        if cue.wants("body") and who not in _BODIES:
            cue.drop("its subject is no body that can be told to act")
            return
        if cue.wants("named") and subject and _HE.fullmatch(cue.text, subject.start, subject.end):
            cue.drop("told to somebody as her or his own story")
            return  # "she was told to be patient" is her story
        if subject and who is Who.BODY:
            subject = self._first(cue, subject)
        yield from self._emit(cue, Complement(cue.end), cue.group("by"), subject)

    def _complement(self, cue: Cue) -> Found:
        """Somebody recommends that X do, calls for a NP, advises against doing."""
        agent, total = self._recommender(cue), cue.words("total")
        if cue.wants("possessed"):
            agent = cue.group("by")  # "the union's demand for"
        if cue.wants("impersonal") and (
            cue.match[0].lower().startswith("it")
            or (agent and self._judge.who(cue, agent) is Who.IT)
        ):
            agent = None  # "it is vital that": whoever speaks says so
        if cue.wants("follows"):
            before = cue.analysis.sentences[max(0, cue.sentence.index - 1)]
            made = self._made.search(cue.text, before.start, before.end)
            if made is None:
                cue.drop("the sentence before does not say that recommendations were made")
                return
            agent = self._subjects.find(cue.text, before.start, made.start())
            total = made["total"]
        if cue.wants("speaker") and (not agent or self._judge.who(cue, agent) not in _SPEAKERS):
            cue.drop("no body orders it of another")
            return
        limit = self._actions.limit(cue.analysis, cue.sentence, cue.start, cue.end)
        if cue.wants("call") and (fate := self._actions.fate(cue.text, cue.end, limit)):
            if cue.match[0].lower() == "call":
                cue.drop("a call of which something is told; nobody is said to make it")
                return
            limit, agent = fate.start(), agent or _made_by(fate)
        done = cue.wants("done") and not cue.words("claim")
        found = self._actions.complement(cue.text, cue.end, limit, done=done)
        while found is not None and not (found.noun and cue.wants("act")):
            whom = cue.group("to") or found.whom
            whom = whom and self._judge.first_of(cue, whom)
            if cue.wants("to_body") and not (whom and self._judge.who(cue, whom) in _BODIES):
                cue.drop("whoever is to act is no body that can")
                return
            faced = cue.wants("faced") and _FACED.match(cue.match[0])
            if faced or self._judge.is_passive(cue):
                if faced or found.noun or not agent or self._judge.who(cue, agent) is not Who.IT:
                    whom = agent  # "the Cabinet was advised against", but "it is recommended that"
                agent = cue.group("by")
            mentions = list(self._emit(cue, found, agent, whom, total))
            yield from mentions
            after = self._dues.after(cue.analysis, mentions[-1].end if mentions else cue.end)
            more = goes_on(cue.text, cue.match, after, limit)
            done = self._actions.is_done(cue.text, found.start, limit)  # and so is the next
            found = more and self._actions.complement(cue.text, more.start(1), limit, done=done)

    def _left(self, cue: Cue) -> Found:
        """What stands before the cue is recommended, or not."""
        subject = self._subjects.find(cue.text, cue.floor, cue.start)
        if subject is None or self._judge.who(cue, subject) not in (Who.THING, Who.BODY):
            return
        if named := _IN_BRACKETS.match(cue.text, subject.end, cue.start):
            subject = Phrase(subject.start, named.end())  # "Option 1 (do nothing) is not"
        told = _TOLD.search(cue.text, cue.floor, subject.start)
        whom = self._subjects.find(cue.text, cue.floor, told.start()) if told else None
        yield self._mention(cue, subject, None, whom)

    def _here(self, cue: Cue) -> Found:
        """The pattern itself names everybody."""
        start = cue.end
        if cue.wants("bare") and not self._actions.opens_with_verb(
            cue.text, start, cue.sentence.end
        ):
            return
        agent = cue.group("author") or cue.group("by")
        yield from self._emit(cue, Complement(start), agent, cue.group("to"))

    def _front(self, cue: Cue) -> Found:
        """The action opens the sentence, in its base form; then who is told."""
        act = cue.group("act")
        if act and self._actions.opens_with_verb(cue.text, act.start, act.end):
            act = self._dues.trim(cue.analysis, act)
            whom = cue.group("to") or cue.group("to1")
            by = cue.group("by") or (cue.group("by1") if cue.words("by1") else None)
            yield self._mention(cue, act, by, whom, bool(cue.words("no")))

    # -- parts ----------------------------------------------------------------------------

    def _recommender(self, cue: Cue) -> Phrase | None:
        """Who recommends; None is whoever speaks."""
        start = self._subjects.before_auxiliaries(cue.text, cue.floor, cue.start)
        end = start
        if cue.text[cue.floor : start].rstrip().endswith(_RELATIVES):
            relative = _RELATIVE.search(cue.text, cue.floor, start)
            end = relative.start() if relative else start
        found = self._subjects.find(cue.text, cue.floor, end, _TELLERS, anywhere=True)
        participle = start == cue.start and _PARTICIPLE.match(cue.match[0])
        if participle and found and _WROTE_FOR.search(cue.text, found.start, found.end):
            found = None
        if participle and found is None:
            found = self._subjects.main(cue.text, cue.floor, start)
        if found is None or self._judge.who(cue, found) in _NOBODY:
            return None
        found = cue.whole(found)
        joined = self._subjects.first(cue.text, cue.floor, found, _CALLERS) != found
        return None if joined else found  # "MPs and charities called for": no one body

    def _first(self, cue: Cue, subject: Phrase) -> Phrase:
        """The first of several who are told; of two people both, so that neither is meant."""
        subject = cue.whole(subject)
        first = self._subjects.first(cue.text, cue.floor, subject)
        if first == subject:
            return first
        both = [not cue.people.isdisjoint(range(p.start, p.end)) for p in (first, subject)]
        return Phrase(first.start, subject.end) if all(both) else first

    def _opening_mark(self, cue: Cue, start: int, end: int) -> int:
        """``start``, or the quotation mark before it where the quotation is only the first
        words of the action: "'knee-jerk' closures".
        """
        quote = cue.analysis.quote_at(start, start + 1)
        partial = quote is not None and quote.start == start and quote.end < end
        return start - 1 if partial else start

    def _emit(
        self,
        cue: Cue,
        what: Complement,
        agent: Phrase | None,
        whom: Phrase | None,
        total: str | None = None,
    ) -> Found:
        """A mention for each distinct action that ``what`` opens."""
        verb = what.start
        if not what.noun:
            verb = self._actions.verb(cue.text, verb, cue.sentence.end)
        limit = self._actions.limit(cue.analysis, cue.sentence, cue.start, verb)
        infinitive = cue.frame != "modal" or cue.match[0].rstrip().endswith("to")
        end = self._actions.end(cue.text, verb, limit, infinitive=infinitive)
        if further := another(cue.text, cue.match, verb, end):
            end = further.start()
        if what.noun:
            end = self._actions.before_time(cue.text, verb, end)
        if self._is_told_by(cue, verb):  # "told to improve by Ofsted within a year"
            act = self._dues.trim(cue.analysis, Phrase(verb, end))
            if by := self._actions.teller(cue.text, verb, act.end):
                agent, end = agent or by, trim(cue.text, verb, by.start - len(" by "))
        told_not = cue.words("no") or cue.words("never") or cue.wants("against")
        against = what.against ^ bool(told_not)
        if what.noun and not self._actions.is_gerund(self._actions.word(cue.text, verb, end)):
            parts = self._actions.split_nouns(cue.text, self._opening_mark(cue, verb, end), end)
        else:
            parts = self._actions.split(cue.text, verb, end)
            if self._actions.gapped(cue.text, verb, end):
                whom = None  # what is done to "staff", the contract does not
        for action in parts:
            action = self._dues.trim(cue.analysis, action, against=against)
            if self._judge.is_formal(cue, action):
                cue.drop("done for form only")
            elif action.end > action.start:
                mention = self._mention(cue, action, agent, whom, against, total)
                yield replace(mention, strength="required") if what.firm else mention

    def _is_told_by(self, cue: Cue, verb: int) -> bool:
        """Whether it is told by whom the last words name, rather than to be done by them."""
        word = self._actions.word(cue.text, verb, cue.sentence.end)
        return word != "be" and bool(_WAS_TOLD.search(cue.text, cue.floor, verb))

    def _mention(
        self,
        cue: Cue,
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
            recommender=cue.ref(agent),
            addressee=cue.ref(whom) if whom and self._judge.can_act(cue, whom, action) else None,
            against=against or action.against or cue.wants("against"),
            total=self._numbers.get(total.lower()) if total else None,
        )


def _made_by(fate: re.Match[str]) -> Phrase | None:
    """Who is said to make calls: "calls for an inquiry have been made by the union"."""
    return Phrase(*fate.span("by")) if fate["by"] else None

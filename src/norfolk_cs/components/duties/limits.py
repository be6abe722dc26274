"""Constructions that give somebody a time: "has six months to", "was given until June to".

A sentence is read with every duration in it written as U+E000 and every date as U+E001, letter
for letter, so that one pattern sees the words and the times between them and offsets hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property

from norfolk_cs.analysis import (
    Analysis,
    DateMention,
    DeadlineMention,
    Ref,
    Sentence,
    folded,
)
from norfolk_cs.components.duties.actions import actions, is_reported
from norfolk_cs.components.duties.starts import Starts, dated
from norfolk_cs.components.duties.subjects import TRAILING, subjects
from norfolk_cs.components.duties.who import Phrase, Who
from norfolk_cs.models import Basis
from norfolk_cs.rulebook import Rule, Rulebook
from norfolk_cs.stems import stems_of
from norfolk_cs.triggers import Openings, matches_at

WINDOW, DAY = "\ue000", "\ue001"
SETTING_WORDS = 3  # "have now set" a deadline
CONSEQUENCE_CHARS = 200  # a threat follows its deadline at once; further off it is another matter

_NEAR = ("near", "near_day")
_HOURS = re.compile(r"\b(?:hours?|minutes?)\b", re.IGNORECASE)
# "was set a deadline": its subject sets none.
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being"))
_PARTICIPLE = re.compile(r"asking\b", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_GIVING = re.compile(r"(?:giving|handing|granting|allowing|setting)\b", re.IGNORECASE)
_WROTE = re.compile(r"(?:,|\b(?:wrote|(?:has|have|had)\s+written)\b[^,;:]{1,60})\s*$")
_UNDERGONE = re.compile(r"\b(?:was|were|been)\b")
_SETTERS = frozenset({Who.BODY, Who.IT, Who.PAPER})


class TimeLimits:
    """Built from the deadline rules whose ``who`` is set."""

    def __init__(self, book: Rulebook) -> None:
        self._actions = actions()
        self._subjects = subjects()
        self.starts = Starts(book)
        rules = [
            rule
            for rule in book.rules
            if "who" in rule.set and rule.set.get("basis") != "ultimatum"
        ]
        self._rules = [(rule, book.regex(rule)) for rule in rules]
        leads = {lead for rule in rules for slot in _NEAR for lead in stems_of(rule, slot)}
        self._leads = tuple(leads - {""})
        self._by_stem = cache(self._fitting)  # words before a time are few, and so are their sets
        self._book = book
        self._setting = frozenset(book.vocabulary["setting"])
        self._public = book.compile(r"\b(?:{public})\b")
        self._recurring = book.compile(r"{recurring}")
        self._or_else = book.compile(r",? or (?:else )?(?=(?:{threat_verb})\b)(?P<what>.+)")
        self._if_not = book.compile(
            r"(?:if (?:it|they|he|she|the \w+|this)\b[^,]{0,60}(?:n't|not|fail)[^,]{0,40}|if not"
            r"|otherwise|failing that|failure to (?:do so|comply)),?"
            r" (?:(?:he|she|it|they|the \w+) (?:{reporting}),? )?(?P<what>.+)"
        )
        self._option = book.compile(r"(?:{option})\b")
        self._missed = book.compile(r"{over}")
        self._threat = book.compile(r"\b(?:{threat})\b(?: (?:not )?hesitate to)? (?P<what>.+)")

    @cached_property
    def _sources(self) -> list[str]:
        return [self._book.source(rule) for rule, *_ in self._rules]

    @cached_property
    def _openings(self) -> Openings:
        return Openings(self._sources)

    @cached_property
    def _windows_only(self) -> frozenset[int]:
        """The rules, by their places, that have a duration for their time, and never a date."""
        return frozenset(n for n, one in enumerate(self._sources) if "(?P<day>" not in one)

    def find(
        self, analysis: Analysis, sentence: Sentence, dates: list[DateMention]
    ) -> Iterator[DeadlineMention]:
        """The deadlines of one sentence; of two rules on one date the earlier counts."""
        held = analysis.folded[sentence.start : sentence.end]
        windows = any(date.type == "DURATION" for date in dates)
        by_stem = self._by_stem(windows, self._leads_to(analysis, sentence, dates))
        numbers = {number for stem, some in by_stem.items() if stem in held for number in some}
        if not numbers:
            return
        masked = _mask(analysis.text, sentence, dates)
        taken: set[int] = set()
        places = self._openings.places(folded(masked), 0, len(masked))
        for number in sorted(numbers):
            if number not in places and number not in self._openings.anywhere:
                continue
            rule, pattern = self._rules[number]
            for match in matches_at(pattern, masked, 0, len(masked), places.get(number)):
                mention = self._read(analysis, sentence, dates, rule, match)
                if mention is not None and mention.start not in taken:
                    taken.add(mention.start)
                    yield mention
                elif mention is None and analysis.trace is not None:
                    start, end = match.start() + sentence.start, match.end() + sentence.start
                    reason = "told as history, or of nobody who could be bound by it"
                    analysis.trace.drop("deadline", start, end, reason, rule.id)

    def _leads_to(
        self, analysis: Analysis, sentence: Sentence, dates: list[DateMention]
    ) -> frozenset[str]:
        """What stands before any of the times, but for "the"."""
        folded, floor = analysis.folded, sentence.start
        found: set[str] = set()
        for date in dates:
            end = _before_space(folded, floor, date.start)
            if folded.endswith("the", floor, end):
                end = _before_space(folded, floor, end - len("the"))
            if folded.endswith(self._leads, floor, end):
                found.update(lead for lead in self._leads if folded.endswith(lead, floor, end))
        return frozenset(found)

    def _fitting(self, windows: bool, leads: frozenset[str]) -> dict[str, list[int]]:
        """The rules that times with such words before them can fit, by their places and stems;
        ``windows`` where there is a duration among them.
        """
        found: dict[str, list[int]] = {}
        for number, (rule, _) in enumerate(self._rules):
            near = stems_of(rule, "near" if windows or "near_day" not in rule.set else "near_day")
            fits = near == ("",) or not leads.isdisjoint(near)
            if fits and (windows or number not in self._windows_only):
                for stem in stems_of(rule):
                    found.setdefault(stem, []).append(number)
        return found

    def _read(
        self,
        analysis: Analysis,
        sentence: Sentence,
        dates: list[DateMention],
        rule: Rule,
        match: re.Match[str],
    ) -> DeadlineMention | None:
        base, text = sentence.start, analysis.text
        groups = {name: value for name, value in match.groupdict().items() if value}
        place = match.start("window" if "window" in groups else "day") + base
        date = next(date for date in dates if date.start == place)
        cue = match.start("cue" if "cue" in groups else "cue1") + base
        opening = set(match[0].lower().split()[:SETTING_WORDS])
        active = not self._setting.isdisjoint(opening) and _BE.isdisjoint(opening)
        sets = bool(rule.set.get("setter")) or active
        told = next((d for d in dates if d.end < cue and not text[d.end : cue].strip()), None)
        verb = told.start if told else cue  # "was | last year | given"
        verb = self._subjects.before_auxiliaries(text, base, verb)
        subject = self._subjects.find(text, base, verb, anywhere=sets)
        if sets and (_PARTICIPLE.match(text, cue) or _is_added(text, base, cue)):
            subject = self._subjects.main(text, base, cue)  # "wrote to it asking for a plan by"
        who = self._subjects.kind(text, subject) if subject else None
        named = [name for name in ("to", "to1", "to2") if name in groups]
        if "had been" in match[0].lower() and not is_reported(analysis, cue):
            return None  # told as history
        obliged = _phrase(match, named[0], base) if named else None
        setter = next((_phrase(match, n, base) for n in ("by", "by1") if n in groups), None)
        if rule.set.get("official") and who not in (*_SETTERS, Who.SELF):
            return None
        if sets:
            setter = setter or (subject if who in _SETTERS else None)
        elif rule.set["who"] == "subject":
            if not self._may_be_obliged(analysis, subject, who, rule, bound=setter is not None):
                return None
            if subject and (who is not Who.SELF or setter):
                obliged = obliged or self._subjects.told(text, base, subject)
        if obliged is not None and not self._subjects.is_noun_phrase(text, obliged):
            return None
        if rule.set.get("other") and self.is_standard(text, place, date.end):
            return None
        if who is Who.HEARER and self.is_standard(text, place, date.end):
            return None
        if rule.set.get("other") and subject and self._public.search(text, *_span(subject)):
            return None  # "applications must be in by Friday"
        if groups.get("act") and self._option.match(text, match.end("act") + base):
            return None
        obligation, after = self._obligation(analysis, sentence, match, date)
        return DeadlineMention(
            start=date.start,
            end=date.end,
            rule=rule.id,
            basis=basis_of(date),
            obligation=obligation,
            obliged=self._who(analysis, sentence, obliged),
            set_by=_ref(analysis, setter),
            window=window_of(date),
            due=due_of(date),
            from_=dated(analysis, sentence, dates, date, verb),
            start_known=not self.starts.is_past(analysis, sentence, date),
            consequence=self.consequence(analysis, sentence, after, bool(rule.set.get("threat"))),
        )

    def _may_be_obliged(
        self,
        analysis: Analysis,
        subject: Phrase | None,
        who: Who | None,
        rule: Rule,
        *,
        bound: bool = False,
    ) -> bool:
        """Whether a time binds its subject; ``bound`` where somebody is named who set it."""
        text = analysis.text
        if subject is None:
            return not (rule.set.get("named") or rule.set.get("other"))
        if who is Who.SELF:
            if text[subject.start : subject.end].lower() == "i" and not bound:
                return False  # "I had two weeks to prepare"
            return not rule.set.get("other")
        if who is Who.HEARER and text[subject.start : subject.end].lower() == "you":
            return analysis.quote_at(subject.start, subject.end) is not None
        if rule.set.get("named"):
            return who in (Who.BODY, Who.IT)
        return who not in (Who.VAGUE, Who.HEARER)

    def _who(self, analysis: Analysis, sentence: Sentence, obliged: Phrase | None) -> Ref | None:
        """The obliged as a pointer. Where "we" would only see it done ("if we don't see them"),
        they are the ones that the sentence before told to act.
        """
        if obliged is None:
            return None
        who = self._subjects.kind(analysis.text, obliged)
        if who in (Who.VAGUE, Who.HEARER):
            return None
        if who is not Who.SELF:
            return analysis.ref(obliged.start, obliged.end)
        for told in reversed(analysis.found.recommendations):
            if told.end <= sentence.start:
                before = analysis.sentence_at(told.start)
                if before is not None and before.index == sentence.index - 1 and told.addressee:
                    return told.addressee
                break
        return analysis.ref(obliged.start, obliged.end)

    def _obligation(
        self,
        analysis: Analysis,
        sentence: Sentence,
        match: re.Match[str],
        date: DateMention,
    ) -> tuple[str | None, int]:
        """What is to be done in the time, and where those words (or the time's) end."""
        text, base = analysis.text, sentence.start
        groups = match.groupdict()
        if groups.get("act") or groups.get("act1"):
            start = match.end("act" if groups.get("act") else "act1") + base
            limit = self._actions.limit(analysis, sentence, match.start() + base, start)
            end = self._actions.end(text, start, limit)
            return words(text[start:end]), end
        if groups.get("verb"):
            return words(match["verb"]), date.end
        return None, date.end

    def is_over(self, analysis: Analysis, sentence: Sentence, after: int) -> bool:
        """Whether the words ``after`` a time say that it went by: "It missed that deadline"."""
        end = sentence.end
        if sentence.index + 1 < len(analysis.sentences):
            following = analysis.sentences[sentence.index + 1]
            end = following.end if following.block is sentence.block else end
        return bool(self._missed.search(analysis.text, after, end))

    def is_standard(self, text: str, start: int, end: int) -> bool:
        """Whether a time is a standing one, allowed anew each time: "within 24 hours"."""
        return bool(_HOURS.search(text, start, end) or self._recurring.match(text, end))

    def consequence(
        self, analysis: Analysis, sentence: Sentence, after: int, threat: bool = False
    ) -> str | None:
        """What follows if the time runs out: "or face …", or a next sentence "If it does not"."""
        text = analysis.text
        limit = min(sentence.end, after + CONSEQUENCE_CHARS)
        found = self._or_else.search(text, after, limit)
        if found is None and threat:
            found = self._threat.search(text, after, limit)
        if found is None and sentence.index + 1 < len(analysis.sentences):
            following = analysis.sentences[sentence.index + 1]
            if following.block is sentence.block:
                found = self._if_not.match(text, following.start, following.end)
        if found is None:
            return None
        end = self._actions.end(text, found.start("what"), found.end("what"))
        return words(text[found.start("what") : end])


def _is_added(text: str, floor: int, cue: int) -> bool:
    """Whether a participle goes on with its sentence: "wrote to the county, | giving it"."""
    if not _GIVING.match(text, cue) or _UNDERGONE.search(text, floor, cue):
        return False
    return _WROTE.search(text, floor, cue) is not None


def basis_of(date: DateMention) -> Basis:
    """Whether a date mention is a length of time or a date."""
    return "duration" if date.type == "DURATION" else "date"


def window_of(date: DateMention) -> str | None:
    """The length of time, where a date mention is one."""
    return date.value if date.type == "DURATION" else None


def due_of(date: DateMention) -> str | None:
    """The day or other date, without its hour, where a date mention is one."""
    if date.type == "DURATION" or date.value is None:
        return None
    return date.value.partition("T")[0]


def words(text: str) -> str | None:
    """``text`` on one line, without the punctuation around it."""
    return _SPACE.sub(" ", text).strip(TRAILING + "“‘") or None


def _before_space(text: str, floor: int, end: int) -> int:
    while end > floor and text[end - 1].isspace():
        end -= 1
    return end


def _mask(text: str, sentence: Sentence, dates: list[DateMention]) -> str:
    parts, position = [], sentence.start
    for date in dates:
        if date.start < position:
            continue  # one date inside another
        sign = WINDOW if date.type == "DURATION" else DAY
        parts += [text[position : date.start], sign * (date.end - date.start)]
        position = date.end
    return "".join([*parts, text[position : sentence.end]])


def _span(phrase: Phrase) -> tuple[int, int]:
    return phrase.start, phrase.end


def _phrase(match: re.Match[str], name: str, base: int) -> Phrase:
    start = match.start(name)
    words = match[name].split(",")[0]  # without an apposition
    return Phrase(start + base, start + base + len(words.rstrip()))


def _ref(analysis: Analysis, phrase: Phrase | None) -> Ref | None:
    return analysis.ref(phrase.start, phrase.end) if phrase else None

"""What a grade is given to: the words, the judgement area and the body."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from norfolk_cs.analysis import Ref, folded
from norfolk_cs.authorities import authorities
from norfolk_cs.beginnings import endings, pieces
from norfolk_cs.grading.frames import Left, first_stems, left_of
from norfolk_cs.grading.window import Candidate, Given, Surroundings, Window
from norfolk_cs.grading.worded import Worded
from norfolk_cs.rulebook import Rulebook
from norfolk_cs.stems import holds
from norfolk_cs.triggers import Openings, matches_at

SUBJECT_CHARS = 110  # a longer stretch is a clause, not the name of a service
AWARD_CHARS = 130  # "handed Leeds City Council's children's services its second 'good' verdict"
OVERALL, ADVERB, OTHER = "overall", "overall_adverb", "other"


@dataclass(frozen=True, slots=True)
class Subject:
    """The words for what is graded; places are in the window, empty where there are none."""

    start: int
    end: int
    clause: int  # where the clause begins
    owner: tuple[int, int] = (0, 0)  # what a relative clause goes on about

    def __bool__(self) -> bool:
        return self.end > self.start


# What is left of "its top rating of", "the overall rating" before the grade.
_RANK = re.compile(
    r"(?:\A|\s)(?:its|their|the|an?)(?:\s(?:top|highest|best|lowest|worst|bottom|first|second|overall|new|latest))*\s*\Z",
    re.IGNORECASE,
)
_MARKS = ("'", '"', "‘", "“")
_OPENS = {"”": "“", "’": "‘"}
# A grade that is somebody's stands right behind one of these, or one word on.
_POSSESSIVES = ("its", "their", "overall", "hard-won", "coveted", "long-held")

# "Parents of children at the school, rated 'inadequate'": it is the school that is.
_PEOPLE_AT = re.compile(
    r"(?:(?:the\s+)?(?:staff|parents|families|children|pupils|residents|patients|carers|workers|managers"
    r"|bosses|governors)\s+(?:at|of|from)\s+)+(?:the\s+)?",
    re.IGNORECASE,
)
# "The council was rated 'good' for its fire service": not the whole of what it does.
_PART = re.compile(
    r"\b(?:for|in)\s+(?:its|their|the)\s+(?:[\w'’-]+\s+){1,4}?"
    r"(?:services?|provision|work|support|care|team|response|handling|performance)\b"
)
_OBJECT = re.compile(r"\s+(?:the|its|their|our|his|her|that|children['’]s|[A-Z][\w'’-]+)\s")
# "Acorn House, run by Hull Council, which": of what belongs to a body, not of the body.
_BELONGS = re.compile(r"\b(?:by|of|in|at|for|under)\s(?:the\s)?$", re.IGNORECASE)


class What:
    """Compiled once from the vocabulary of ``rules/ratings.toml``."""

    def __init__(self, book: Rulebook) -> None:
        self._book = book
        reading = book.table["reading"]
        self.areas = re.compile(
            "|".join(
                rf"(?P<{area}>\b(?:{'|'.join(book.expand(word) for word in words)})\b)"
                for area, words in book.table["area"].items()
            ),
            re.IGNORECASE,
        )
        self.common = book.compile(reading["common"])
        self.clause = Worded(book, reading["clause"])
        self.further = book.compile(r", (?:and|so|then) ")
        self.link = book.compile(rf"{reading['link']} *\Z")
        self.passive = book.compile(
            r"(?:\b(?:has|have|had)(?: {adverb}| not| never| ever| yet)* )?"
            r"\b{be}(?:,? {adverb}| not| never| ever| yet)*,? *\Z"
        )
        verbs = "{grade_verb}|{find_verb}|{regrade_verb}|gave|gives?|given|awarded|handed"
        self.giving = Worded(book, rf"\b(?:{verbs})\b")
        self.opening = book.compile(reading["opening"])
        self.place = book.compile(reading["place"])
        self.holder = book.compile(reading["holder"])
        self.participle = book.compile(reading["participle"])
        self.aside = book.compile(reading["aside"])
        self.own = book.compile(r"\b(?:its|their|his|her)\b")
        self.kept = book.compile(reading["kept"])
        self.bereft = book.compile(reading["bereft"])
        self.told_aside = book.compile(reading["told_aside"])
        self.resumed = book.compile(reading["resumed"])
        self.company = Worded(book, reading["company"])
        self.got = book.compile(reading["got"])
        self.got_auxiliary = book.compile(reading["got_auxiliary"])
        self.gave = book.compile(reading["gave"])
        self.nobody = book.compile(reading["nobody"])
        self.whole = book.compile(reading["whole"])
        self.several = book.compile(reading["several"])
        self.exceptions = tuple(book.table["reading"]["exceptions"])
        self.excepted = book.compile(reading["excepted"])
        self.one = book.compile(r"(?:only |just )?one\b")
        self.pronoun = book.compile(r"\W*(?:it|they|its|their)\b")
        self.noun = book.compile(reading["noun"])
        self.intro = book.compile(reading["intro"])
        self.phrase_end = book.compile(reading["phrase_end"])
        self.finite = book.compile(r"\b(?:is|are|was|were|has|have|had|{grade_verb})\b")
        self.auxiliary = book.compile(r"(?<!who\s)\b(?:is|are|was|were|has|have|had)\b")
        self.connector = book.compile(r",| and | but ")
        self.premises = book.compile(r"\b(?:the|this) (?:\w+ )?(?:{premises})\b")
        self.neighbour = book.compile(reading["neighbour"])
        self.front = book.compile(reading["front"])
        self.main = book.compile(reading["main"])
        self.relative = book.compile(r"\b(?:which|whose|who)\b")
        self.department = book.compile(r" (?P<what>{modifier}(?:{body_noun})\b)")

    @cached_property
    def _area_openings(self) -> Openings:
        return Openings([self.areas.pattern])

    @cached_property
    def _link_stems(self) -> frozenset[str] | None:
        return first_stems(self._book, r"\b{link}")

    @cached_property
    def _link_ends(self) -> frozenset[str]:
        """What the text before a grade ends with where a link stands before it."""
        link = self._book.table["reading"]["link"]
        return endings(map(self._book.expand, reversed(list(pieces(link)))))

    def subject(self, window: Window, candidate: Candidate, floor: int) -> Subject:
        """The subject or object before a grade, not reaching back beyond ``floor``."""
        text = window.text
        left = left_of(text[: candidate.left].rstrip())
        commas = text.count(",", 0, candidate.left)
        resumed = self.resumed.fullmatch(text, 0, candidate.left) if commas > 1 else None
        if resumed and not self.nobody.search(resumed["np"]):
            return Subject(*resumed.span("np"), text.rindex(",", 0, candidate.left) + 1)
        aside = self.aside.search(text, floor, candidate.left) if commas else None
        if aside and authorities().named(aside["np"], window.analysis.document.published):
            return Subject(*aside.span("np"), aside.start("np"))
        if left.text.endswith(_POSSESSIVES) and (
            bereft := self.bereft.search(text, floor, candidate.left)
        ):
            return Subject(*bereft.span("np"), bereft.start("np"), bereft.span("np"))
        company = self.company.search(text, left, floor, candidate.left)
        reach = company.start() if company else candidate.left
        clause, opener = floor, ""
        for match in self.clause.finditer(text, left, floor, reach):
            clause, opener = match.end(), match[0]
        for match in self.further.finditer(text, clause, reach) if commas else ():
            if self.auxiliary.search(text, clause, match.start()):
                clause = match.end()
        start, end = clause, reach
        if company or not left.ends or not left.ends.isdisjoint(self._link_ends):
            end = self._before_link(text, left, clause, end)
        for match in self.giving.finditer(text, left, start, end):
            passive = self.passive.search(text, clause, match.start())
            active = _OBJECT.match(text, match.end(), candidate.left)  # ", judged | the home to be"
            if passive is None and not active and match[0].lower().endswith("ed"):
                passive = self.participle.search(text, clause, match.start())
            start, end = (clause, passive.start()) if passive else (match.end(), end)
        owner = self._antecedent(text, left, clause) if self.relative.search(opener) else (0, 0)
        if start >= end:
            start, end = owner  # "the council, which was rated"
        opening = self.opening.match(text, start, end)
        if opening:
            start = opening.end()
        people = _PEOPLE_AT.match(text, start, end)
        start = people.end() if people else start
        start += text[start:end].startswith(_MARKS)
        told = self.told_aside.search(text, start + 1, end)
        end = told.start() if told else end
        words = _RANK.sub("", text[start:end]).rstrip(" ,(-–—\n\t\"'‘’“”")
        words += _closing_mark(words, text[start + len(words) : end])
        end = start + len(words)
        if not words or len(words) > SUBJECT_CHARS or self.nobody.search(words):
            end = start
        return Subject(start, end, clause, owner)

    def _before_link(self, text: str, left: Left, start: int, end: int) -> int:
        """Where the words between two offsets end that a link to the grade at ``end`` is behind."""
        if self._link_stems is None:
            link = self.link.search(text, start, end)
            return link.start() if link else end
        negated = [place - 1 for place in left.starts.get("t", ()) if text[place] in "'’"]
        for place in sorted([*left.places(self._link_stems), *negated]):
            if start <= place and self.link.match(text, place, end):
                return start + len(text[start:place].rstrip().removesuffix(","))
        return end

    def _antecedent(self, text: str, left: Left, clause: int) -> tuple[int, int]:
        """The words that ", which" goes on about: the last clause's before it."""
        end = max(text.rfind(",", 0, clause), 0)
        start = 0
        for match in self.clause.finditer(text, left, start, end):
            start = match.end()
        for match in self.further.finditer(text, start, end):
            start = match.end()
        return start, end

    def beside(self, text: str, subject: Subject) -> Subject:
        """A subject less what is told of it before a grade aside: "the council, itself"."""
        comma = text.rfind(",", subject.start, subject.end)
        return replace(subject, end=comma) if comma > subject.start else subject

    def is_place(self, window: Window, candidate: Candidate) -> bool:
        """Whether a grade's subject is a place that may stand for its council."""
        subject = self.beside(window.text, self.subject(window, candidate, 0))
        return self._place(window, subject.start, subject.end) is not None

    def words(self, text: str) -> str | None:
        """Words as they would stand within a sentence, without "The" or its capital."""
        flat = " ".join(text.split()).removeprefix("The ")
        if self.common.match(flat) and not flat.isupper():
            flat = flat[:1].lower() + flat[1:]
        return flat or None

    def complement(self, window: Window, candidate: Candidate, before: Subject) -> Subject:
        """The service that an attributive grade stands before ("its 'good' adoption service"), or
        whoever has kept its grade.
        """
        text = window.text
        match = self.department.match(text, candidate.right)
        if match is None:
            if self.kept.fullmatch(text, before.end, candidate.left) and not self.own.search(
                text, before.start, before.end
            ):
                return before
            return Subject(before.clause, before.clause, before.clause, before.owner)
        return Subject(match.start("what"), match.end(), before.clause, before.owner)

    def awarded(self, window: Window, candidate: Candidate, before: Subject) -> Subject:
        """Who got the grade, or was given it ("Hull was handed a 'good' rating"), where nothing
        else that is graded is told; ``before`` is where its clause begins.
        """
        text, clause = window.text, before.clause
        near = max(clause, candidate.left - AWARD_CHARS)
        start, end = clause, clause
        if got := self.got.search(text, near, candidate.left):
            end = got.start()
            if got["passive"]:
                passive = self.passive.search(text, clause, end)
                passive = passive or self.participle.search(text, clause, end)
                end = passive.start() if passive else clause
            elif auxiliary := self.got_auxiliary.search(text, clause, end):
                end = auxiliary.start()
            if end == clause and before.owner[1]:
                return Subject(*before.owner, clause, before.owner)
        if start == end and (gave := self.gave.search(text, near, candidate.left)):
            start, end = gave.span("np")
        opening = self.opening.match(text, start, end)
        start = opening.end() if opening else start
        words = text[start:end].rstrip(" ,")
        if not words or len(words) > SUBJECT_CHARS or self.nobody.search(words):
            return before
        return Subject(start, start + len(words), clause, before.owner)

    def phrase_after(self, window: Window, candidate: Candidate, limit: int) -> str:
        """The area told behind a grade ("overall", "for adoption"), up to ``limit``."""
        text = window.text
        noun = self.noun.match(text, candidate.right, limit)
        intro = self.intro.match(text, noun.end() if noun else candidate.right, limit)
        if intro is None:
            return ""
        stop = self.phrase_end.search(text, intro.end(), limit)
        end = stop.start() if stop else limit
        verb = self.finite.search(text, intro.end(), end)
        if verb:  # a further clause began on the way
            for match in self.connector.finditer(text, intro.end(), verb.start()):
                end = match.start()
        return text[intro.start() : end]

    def named_areas(self, words: str) -> set[str]:
        """The areas that some words name; the adverb "overall" only where nothing else is."""
        places = None
        if not self._area_openings.anywhere:
            places = self._area_openings.places(folded(words), 0, len(words)).get(0, [])
        found = matches_at(self.areas, words, 0, len(words), places)
        named = {match.lastgroup for match in found if match.lastgroup}
        return {OVERALL} if named == {ADVERB} else named - {ADVERB}

    def area(self, subject: str, clause: str, after: str, previous: Given | None) -> str | None:
        """The one area that is graded; None for two, and where nothing tells.

        A grade without a subject of its own shares the ``previous`` one's area.
        """
        if holds(f"{subject}\n{clause}\n{after}".lower(), self.exceptions):
            told = (subject, clause, after)
            subject, clause, after = (self.excepted.sub("", words) for words in told)
        named = self.named_areas(after) or self.named_areas(subject) or self.named_areas(clause)
        if named:
            only = next(iter(named)) if len(named) == 1 else OTHER
            return None if only == OTHER else only
        if self.several.search(after) or self.several.search(subject):
            return None
        if self.whole.search(after) or (self.whole.search(subject) and not _PART.search(after)):
            return OVERALL
        return previous.area if previous and not subject else None

    def area_of_part(self, subject: str) -> str | None:
        """The area that "one of four areas, adoption" names; which "two of them" are is open."""
        named = self.named_areas(subject) - {OVERALL, OTHER}
        return next(iter(named)) if len(named) == 1 and self.one.match(subject) else None

    def body(
        self, window: Window, subject: Subject, around: Surroundings, previous: Given | None
    ) -> Ref | None:
        """The words for the body graded; None where it is the one that the text is about."""
        start, end = window.offset(subject.start), window.offset(subject.end)
        named = around.bodies_between(start, end) if subject else []
        if not named and subject.owner[1]:
            named = self._followed(window, subject, around)
        if not named:
            for first, last in ((subject.start, subject.end), subject.owner):
                place = self._place(window, first, last)
                if place:
                    return place
        if not named and self.pronoun.match(window.text, subject.clause):
            # "Croydon's services, after it was rated": the body named last before "it"
            named = around.bodies_between(window.offset(0), window.offset(subject.clause))[-1:]
            place = None if named else self._place(window, 0, subject.clause)
            if place:
                return place
        if not named and subject.owner[1]:
            beside = self.neighbour.search(window.text, *subject.owner)
            if beside:
                return window.ref(*beside.span("place"))
        if not named and not subject:
            holder = self.holder.match(window.text, subject.clause)
            if holder and authorities().named(holder["place"]):
                return window.ref(*holder.span("place"))
            # "Acorn House was visited in May and was rated G": whom the clause begins with
            opening = self.opening.match(window.text, subject.clause)
            about = holder.start("place") if holder else opening.end() if opening else 0
            named = around.bodies_between(window.offset(about), window.offset(about) + 1)
        if named:
            return window.analysis.ref(*self._head(window, named))
        before = max(0, subject.start - len("the "))
        premises = self.premises.search(window.text, before, subject.end)
        if premises:
            return window.ref(premises.start(), premises.end())
        if window.lead is not None and not subject:
            return self._body_of_list(window, around)
        return previous.body if previous and not subject else None

    def fronted(self, window: Window, candidate: Candidate) -> Ref | None:
        """The subject of the main clause that a grade opens: "Rated inadequate in May, it has"."""
        if not self.front.fullmatch(window.text, 0, candidate.left):
            return None
        main = self.main.match(window.text, candidate.right)
        return window.ref(*main.span("who")) if main else None

    def _followed(
        self, window: Window, subject: Subject, around: Surroundings
    ) -> list[tuple[int, int]]:
        """The bodies that a relative clause may go on about: the one right before it alone, unless
        it only says whose another is ("Leeds is to help Hull Council, whose services").
        """
        start, end = (window.offset(place) for place in subject.owner)
        named = around.bodies_between(start, end)
        text = window.analysis.text
        last = named[-1] if named else (0, 0)
        adjacent = not text[last[1] : end].strip(" \n") and not _BELONGS.search(
            text, start, last[0]
        )
        return [last] if named and adjacent else named

    def _place(self, window: Window, start: int, end: int) -> Ref | None:
        """A place that stands for its council, where the words are it or begin with it."""
        match = self.place.match(window.text, start, end)
        published = window.analysis.document.published
        if match is None or authorities().named(match[0], published) is None:
            return None
        return window.ref(*match.span())

    def _body_of_list(self, window: Window, around: Surroundings) -> Ref | None:
        named = around.bodies_between(window.offset(0), window.offset(window.shift - 1))
        if named:
            return window.analysis.ref(*self._head(window, named))
        premises = self.premises.search(window.text, 0, window.shift)
        return window.ref(*premises.span()) if premises else None

    def _head(self, window: Window, named: list[tuple[int, int]]) -> tuple[int, int]:
        """Of several bodies the first that is no possessor: "Norfolk's Acorn House, run by"."""
        text = window.analysis.text
        return next((n for n in named if text[n[1] : n[1] + 2] not in ("'s", "’s")), named[-1])


def _closing_mark(words: str, behind: str) -> str:
    """The mark right behind some words that closes a quotation in them."""
    mark = behind[:1]
    if mark == '"':
        return mark if words.count(mark) % 2 else ""
    opening = _OPENS.get(mark)
    return mark if opening and words.rfind(opening) > words.rfind(mark) else ""

"""The subject of a verb, found in plain text and without a parser.

Recommendations and deadlines ask for the noun phrase before "must", "has been given" or "urged".
It errs towards finding nothing: a subject it can't bound, or one in a relative clause or an
indirect question, is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from norfolk_cs.beginnings import ENDING, endings
from norfolk_cs.components.duties.who import WORD, Kinds, Phrase, Who
from norfolk_cs.rulebook import load_rules
from norfolk_cs.settings import per_settings

SUBJECT_WORDS = 14  # "senior managers at … children's services" has 9; longer is no noun phrase
REACH = 260  # a subject stands this near before its verb; a longer look back is another clause
TRAILING = " \t\r\n\xa0.,;:!?…–—-\"“”'’‘|"
_POINTING_AT = frozenset(("that", "this", "last", "earlier"))
QUOTE_MARKS = "\"“”'’‘"

_PLAIN = re.compile(r"[\w-]+")
_LINK = re.compile(r"(?<![\w-])[\w-]+")
_VERBAL = re.compile(r"(?<![\w'’-])[\w-]+")  # "isn" of "isn't", and nothing of "'s"
_ASIDE = re.compile(r",[^,;:]{1,120},$")
_SHORT_FORM = re.compile(r"\s*\([^()]{1,40}\)\s*$")  # "children boards (LSCBs) should"
_TOLD = ("told", "warned", "informed", "reminded", "advised")  # of which it needs one
_WAS_TOLD = re.compile(
    r"\b(?:(?:has|have|had)\s+(?:\w+\s+)?been|is|are|was|were|being)\s+(?:\w+ly\s+|also\s+|now\s+)?"
    r"(?:told|warned|informed|reminded|advised)(?:\s+by\s+(?P<by>[^,;:\"“”]{2,60}?))?(?:\s+that)?\s+"
    r"[\"“‘']?$"
)
_TOLD_WHOM = re.compile(
    r"\b(?:told|tells|warn(?:s|ed)|remind(?:s|ed)|inform(?:s|ed)|advis(?:es|ed)"
    r"|(?:clear|plain|said|explained|stressed)\s+to)\s+"
    r"(?P<to>(?:[^\s,;:\"“”]+\s+){0,10}?[^\s,;:\"“”]+)(?:\s+that)?\s+[\"“‘']?$"
)
_CLEAR_TO = re.compile(r"\b(?:clear|plain|said|explained|stressed)\s+to\s+[^,;:.]{2,90}\sthat$")
# A relative clause that tells what somebody must do: "with whom the council must work".
_WITH_WHOM = re.compile(r"\bwith\s+whom\s+$", re.IGNORECASE)
# "The case shows why ministers must act": that they must.
_SHOWS_WHY = re.compile(
    r"\b(?:show|illustrat|demonstrat|underlin|highlight|prov|reveal)\w*\s+(?:exactly\s+|just\s+)?why\s+$"
)
_JOINED = re.compile(r"(?:\s+and|,\s+along\s+with|,?\s+as\s+well\s+as)\s+$")
_JOINING = ("and", "with", "as")
# "A council where services were rated inadequate has been told that it must".
_COUNCIL_WHERE = re.compile(
    r"(?:an?|the)\s+(?:[\w'’-]+\s+){0,2}?(?:council|authority|borough|trust)(?=\s+(?:where|which|whose)\b)",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[,;:]")
_ONE_OF = re.compile(r"\s+and\s+(?:the|its|their|his|her|a)\s")


class Subjects:
    """Compiled once from ``rules/clauses.toml``; offsets are into the text given."""

    def __init__(self) -> None:
        book = load_rules("clauses")
        words = book.vocabulary
        self.kind = Kinds(words)
        self._that_opens = frozenset(words["that_opens"] + words["reporting"])
        self._reporting = frozenset(words["reporting"])
        self._prepositions = frozenset(words["preposition"])
        self._no_clause = frozenset(words["no_clause"])
        self._told = frozenset(words["told"])
        self.dependent = frozenset(words["dependent"])
        # Words of a vocabulary are many and each is tried at every place; the plain ones among
        # them are looked up instead.
        links, others = _plain(words["coordinating"] + words["dependent"] + words["reporting"])
        self._links = links
        self._boundary = book.compile(
            # the mark first, then what may not stand before it: a mark is told at a glance
            r"""["“‘'](?<!\w["“‘'])|["”]|[,;:\[\]–—]| - """
            # an acronym in brackets belongs to its name: "special needs (SEND) in Kent must"
            r"|\((?!(?-i:[A-Z]{2,5})\))"
            r"|\)(?<!\((?-i:[A-Z]){2}\))(?<!\((?-i:[A-Z]){3}\))(?<!\((?-i:[A-Z]){4}\))"
            r"(?<!\((?-i:[A-Z]){5}\))"
            + "".join(rf"|(?<![\w-])(?:{one})(?![\w-])" for one in others)
        )
        self._determiner = book.compile(r"(?<![\w-])(?:{determiner})(?![\w-])")
        self._auxiliary = book.compile(r"(?<![\w'-])(?:{auxiliary}|{reporting})(?![\w-])")
        self._verbal, others = _plain(words["auxiliary"] + words["reporting"])
        self._other_verbal = book.compile(rf"(?<![\w'-])(?:{'|'.join(others)})(?![\w-])")
        self._finite = book.compile(
            r"(?<![\w'-])(?:{auxiliary}|{reporting}|\w{3,}ed|{finite})(?![\w-])"
        )
        self._lead = book.compile(r"(?:(?:{opener}),? |\w{2,12}ly, )+")
        run = "(?:{auxiliary}|{adverb}|{outlook})"
        self._aux_run = book.compile(rf"(?:(?<![\w-]){run} )+$")
        self._run_ends = frozenset(end.split()[-1] for end in endings([book.expand(run)]))

    def before_auxiliaries(self, text: str, floor: int, cue: int) -> int:
        """``cue``, or where the auxiliaries and adverbs before it begin ("has also been |")."""
        while cue > floor and text[cue - 1] in QUOTE_MARKS:
            cue -= 1
        before = max(floor, cue - 60)
        words = text[before:cue].rsplit(maxsplit=1)
        if not words or not self._may_end_run(words[-1].lower()):
            return cue
        run = self._aux_run.search(text, before, cue)
        return run.start() if run else cue

    def _may_end_run(self, word: str) -> bool:
        """Whether a word's last letters are those of an auxiliary or adverb."""
        ends = (word[-ENDING:], word[-2:], word[-1:])
        return not self._run_ends or not self._run_ends.isdisjoint(ends)

    def find(
        self,
        text: str,
        floor: int,
        end: int,
        accept: frozenset[Who] = frozenset(Who),
        *,
        anywhere: bool = False,
    ) -> Phrase | None:
        """The noun phrase before ``end`` that is the subject of the verb there.

        ``floor`` is where the sentence starts. An elided subject ("… had been slow and should")
        is that of the nearest clause before whose subject is of a kind to ``accept``. None in a
        relative clause, and in any dependent one ("as ministers …", "whether it …") unless it
        may stand ``anywhere``.
        """
        floor = max(floor, end - REACH)
        end = _before_aside(text, floor, end)
        link, start = self._boundary_before(text, floor, end)
        if link in self.dependent and self._auxiliary.search(text, start, end):
            # "the home where they were living | must": the clause is whole, the subject before it
            end = trim(text, floor, self._place_of(text, floor, end))
            link, start = self._boundary_before(text, floor, end)
        whom = link == "whom" and _WITH_WHOM.search(text, floor, start)
        shown = link == "why" and _SHOWS_WHY.search(text, floor, start)
        dependent = link in self.dependent and not whom and not shown
        if dependent and not (anywhere and start < end):
            return None
        if start >= end:
            return self._elided(text, floor, end, link, accept, anywhere)
        return self._noun_phrase(text, floor, start, end)

    def main(self, text: str, floor: int, end: int) -> Phrase | None:
        """The subject of the first clause between two offsets: whose participle stands later."""
        verb = self._finite.search(text, max(floor, end - REACH), end)
        if verb is None:
            return None
        return self.find(text, floor, self.before_auxiliaries(text, floor, verb.start()))

    def first(
        self, text: str, floor: int, last: Phrase, sorts: frozenset[Who] = frozenset({Who.BODY})
    ) -> Phrase:
        """The first of these sorts joined to ``last``: "the director and other officers were"."""
        found = start = last
        for _ in range(4):  # a long enumeration names no one body
            before = max(floor, start.start - REACH)
            if not text[before : start.start].rstrip().endswith(_JOINING):
                break
            joined = _JOINED.search(text, before, start.start)
            if joined is None:
                break
            _, begin = self._boundary_before(text, floor, joined.start())
            phrase = Phrase(begin, joined.start())
            if begin >= phrase.end or self._finite.search(text, begin, phrase.end):
                break
            if not self.is_noun_phrase(text, phrase):
                break
            if self.kind(text, phrase) in sorts:
                thing = self.kind(text, start) is Who.THING  # "the director of homes and schools"
                found = Phrase(begin, start.end if thing else phrase.end)
            start = phrase
        return found

    def told(self, text: str, floor: int, subject: Phrase) -> Phrase | None:
        """``subject``, or whom a pronoun stands for that opens what somebody has been told:
        "the council has been told by ministers that it must", "told the council that it must".
        None where it can't be said who has been told.
        """
        if text[subject.start : subject.end].lower() not in ("it", "they", "he", "she"):
            return subject
        if passive := _was_told(text, floor, subject.start):
            opening = self.opening(text, floor, passive.start())
            found = opening or self.find(text, floor, passive.start())
        elif active := _TOLD_WHOM.search(text, floor, subject.start):
            whom = _ONE_OF.search(text, *active.span("to"))
            found = Phrase(active.start("to"), whom.start() if whom else active.end("to"))
        else:
            return subject
        return found

    def opening(self, text: str, floor: int, end: int) -> Phrase | None:
        """The subject that opens a sentence and has a clause of its own: "A council where …"."""
        found = _COUNCIL_WHERE.match(text, floor, end)
        alone = found and not _BREAK.search(text, found.end(), end)
        return Phrase(*found.span()) if found and alone else None

    def teller(self, text: str, floor: int, subject: Phrase) -> Phrase | None:
        """Who is named as telling a pronoun's body: "was told by ministers that it must"."""
        passive = _was_told(text, floor, subject.start)
        return Phrase(*passive.span("by")) if passive and passive["by"] else None

    def _boundary_before(self, text: str, floor: int, end: int) -> tuple[str, int]:
        """The word or mark that opens the clause before ``end``, and where its words begin."""
        link, start = "", floor
        for match in self._boundaries(text, floor, end):
            link, start = match[0].lower(), match.end()
        if link == "that" and not self._is_content(text, floor, start):
            link = "which"
        while start < end and (text[start].isspace() or text[start] in QUOTE_MARKS):
            start += 1
        lead = self._lead.match(text, start, end)
        if lead and lead.end() < end:
            start = lead.end()
        return link, start

    def _place_of(self, text: str, floor: int, end: int) -> int:
        """Where the word that opens the clause before ``end`` stands."""
        return [match.start() for match in self._boundaries(text, floor, end)][-1]

    def _boundaries(self, text: str, floor: int, end: int) -> Iterator[re.Match[str]]:
        """The marks between two offsets, and the links after the last of them."""
        for mark in self._boundary.finditer(text, floor, end):
            floor = mark.end()
            yield mark
        for word in _LINK.finditer(text, floor, end):
            if word[0].lower() in self._links:
                yield word

    def _is_content(self, text: str, floor: int, after_that: int) -> bool:
        """Whether a "that" opens what is said or wanted, rather than a relative clause."""
        if _CLEAR_TO.search(text, floor, after_that):
            return True  # "made it clear to the director that"
        words = [match[0].lower() for match in WORD.finditer(text, floor, after_that)][:-1]
        if not words or words[-1] in self._that_opens:
            return True
        if any(word in self._told for word in words[-8:]):
            return True
        if words[-2:-1] == ["so"]:
            return True  # "so bad that the leader should"
        last = words[-6:]
        return any(  # "said in February that", "reported that November that"
            one in self._that_opens and (two in self._prepositions or two in _POINTING_AT)
            for one, two in pairwise(last)
        )

    def _elided(
        self, text: str, floor: int, end: int, link: str, accept: frozenset[Who], anywhere: bool
    ) -> Phrase | None:
        """The subject of a clause before. Of a verb of telling it is whoever tells in that clause
        too: "she said councils were slow and called on them to act".
        """
        if link not in ("and", "but", "or", ",", "then"):
            return None
        inner: Phrase | None = None
        for match in reversed(list(self._finite.finditer(text, floor, end))):
            stop = self.before_auxiliaries(text, floor, match.start())  # "She also | says"
            stop = _before_aside(text, floor, stop)
            link, start = self._boundary_before(text, floor, stop)
            if start < stop and self._is_verbal(text, Phrase(start, stop)):
                auxiliary = self._auxiliary.search(text, start, stop)
                stop = trim(text, floor, auxiliary.start()) if auxiliary else stop
            if start < stop and link not in self.dependent:
                found = self._noun_phrase(text, floor, start, stop)
                if found is not None and self.kind(text, found) in accept:
                    if not (anywhere and (link == "that" or link in self._reporting)):
                        return found
                    inner = inner or found
        return inner

    def _noun_phrase(self, text: str, floor: int, start: int, end: int) -> Phrase | None:
        words = text[start:end].lower().split()
        if words[-1] in ("it", "he", "she", "they", "we", "you", "i") and len(words) > 1:
            if not self._is_told_of(text, floor, end):
                return None  # "the steps they should take"
            start = end - len(words[-1])
        else:
            inner = [
                match.start()
                for match in self._determiner.finditer(text, start + 1, end)
                if self._word_before(text, start, match.start()) not in self._prepositions
            ]
            opening = words[0] in self._prepositions
            clear = inner and self._word_before(text, start, inner[-1]) in self._that_opens
            free = not inner or opening or clear or self._is_told_of(text, floor, end)
            if not free:  # but "it's clear the council needs to"
                return None  # "the steps the council must take"
            if opening and not inner:
                return None
            if inner:
                start = inner[-1]
        phrase = Phrase(start, end)
        is_short = len(text[start:end].split()) <= SUBJECT_WORDS
        return phrase if is_short and self.is_noun_phrase(text, phrase) else None

    def _is_told_of(self, text: str, floor: int, end: int) -> bool:
        """Whether a word between two offsets is one of telling, so that a clause may follow."""
        words = " ".join(WORD.findall(text, floor, end)).lower().split()
        return not self._told.isdisjoint(words)

    def _word_before(self, text: str, floor: int, at: int) -> str:
        words = text[floor:at].split()
        return words[-1].lower().strip(",\"'“") if words else ""

    def is_noun_phrase(self, text: str, phrase: Phrase) -> bool:
        """Whether the words can name somebody: they begin and end as a noun phrase does and
        hold no auxiliary or reporting verb.
        """
        words = text[phrase.start : phrase.end].lower().split()
        if not words or words[0] in self._prepositions or words[0] in self.dependent:
            return False
        if words[-1] in self._prepositions or (
            words != ["her"] and self._determiner.fullmatch(words[-1])
        ):
            return False
        inner = [word.partition("'")[0].partition("’")[0] for word in words]
        if len(words) > 1 and (not self._no_clause.isdisjoint(inner) or "that" in words[1:]):
            return False
        whole = text[phrase.start : phrase.end].rstrip()
        if "," in whole[:-1] and not whole.endswith(",") and "and" not in words:
            return False  # a comma opens an apposition that closes, or a list
        return not self._is_verbal(text, phrase)

    def _is_verbal(self, text: str, phrase: Phrase) -> bool:
        """Whether the words hold an auxiliary or reporting verb."""
        runs = _VERBAL.findall(text, phrase.start, phrase.end)
        if not self._verbal.isdisjoint(map(str.lower, runs)):
            return True
        return self._other_verbal.search(text, phrase.start, phrase.end) is not None


def _was_told(text: str, floor: int, end: int) -> re.Match[str] | None:
    before = text[floor:end]
    told = any(word in before for word in _TOLD)
    return _WAS_TOLD.search(text, floor, end) if told else None


def _plain(words: list[str]) -> tuple[frozenset[str], list[str]]:
    """The plain words among a vocabulary's, in small letters, and its expressions."""
    plain = frozenset(word.lower() for word in words if _PLAIN.fullmatch(word))
    return plain, [word for word in words if not _PLAIN.fullmatch(word)]


def trim(text: str, floor: int, end: int) -> int:
    """``end`` before trailing space, punctuation and quotation marks."""
    return floor + len(text[floor:end].rstrip(TRAILING))


def _before_aside(text: str, floor: int, end: int) -> int:
    """``end`` before what stands between two commas or in brackets after a subject: "X, whose …,
    | must", "X (pictured) | said".
    """
    before = text[floor:end].rstrip()
    if before.endswith(")") and (short := _SHORT_FORM.search(text, floor, end)):
        end = short.start()
        before = text[floor:end].rstrip()
    comma = before.endswith(",")
    end = trim(text, floor, end)
    aside = _ASIDE.search(text[floor:end] + ",") if comma else None
    return trim(text, floor, floor + aside.start()) if aside else end


@per_settings
def subjects() -> Subjects:
    """The grammar of subjects, compiled once for each settings."""
    return Subjects()

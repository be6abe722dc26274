"""Which way from the anchor a bare "in March" or "on Friday" lies: the verb of its clause tells.

No parser stands behind this. The words left of the date are read towards the sentence's start
until one of them tells the tense; a date that opens its clause, or ends its clause's subject, is
told by the words right of it. The word lists are data (``rules/dates.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Literal

from norfolk_cs.timex.cells import is_due, opens_cell

# "onward" is the future as seen from a past: "was told in January to improve by July".
Side = Literal["back", "forward", "onward"]
Told = Literal["back", "forward", "onward", "unsure"]

# Letters as IGNORECASE takes them, which itself takes twice as long.
_WORD = re.compile(r"[A-Za-zİıſ\u212a]+(?:['’][A-Za-zİıſ\u212a]+)?|[;:—–(),.|]")
_HARD_STOPS = frozenset(";:—|")  # a bar parts the cells of a table
_UNTIL = frozenset({"until", "till"})
_UP_TO = _UNTIL | {"to"}
# "until they have met" is still to come; seen from "would not decide", so is "until they had met".
_AWAITED = frozenset({"until", "till", "once", "unless", "before", "after", "when"})
# "The news follows Friday's vote", "comes after it": what it follows has been.
_COMES_AFTER = frozenset({("follows", ""), ("follow", ""), ("comes", "after"), ("come", "after")})
# "Called for a full report by September".
_ASKED_FOR = frozenset({("called", "for"), ("asked", "for"), ("calling", "for"), ("asking", "for")})
# "Asked if it was done by May": whether, and not on condition that.
_WONDERING = frozenset({"ask", "asks", "asked", "asking", "wonder", "wondered", "know", "see"})
# "Referrals that date back to August".
_REACHES = frozenset(("date", "dates", "dated", "dating", "go", "goes", "going", "stretching"))
_OF_A_THING = ("for", "of")  # "Circulate the figures for August": theirs, not the order's
# A participle that a modal governs has one of these before it.
_GOVERNED = frozenset({"be", "have", "get", "been"})
# After "have" these open a thing that somebody has; after these a word in -ed describes a thing.
_ARTICLES = frozenset({"a", "an", "the", "its", "their", "his", "her", "our", "my", "your"})
_NO_PARTICIPLE = _ARTICLES | {"no", "any", "some", "more", "fewer", "every", "each", "enough"}
_DESCRIBED = _ARTICLES | {"every", "each", "no", "any"}
# "As late as December": so late that it has been, unless a modal stands before it.
_AS_IT_WAS = (["as", "late", "as"], ["as", "recently", "as"])
# How near before a date: no clause has begun with these.
_CLOSE = frozenset({"just", "shortly", "soon", "right", "days", "weeks", "hours", "immediately"})
# Somebody "appointed to report by May": the act has been, the report is to come.
_ENGAGED = frozenset({"appointed", "commissioned", "drafted", "hired", "recruited"})
# "The council sent its plan in April": nouns behind one of the others, the first also at a word's
# remove ("its improvement plan", but not "the ministers plan").
_PURPOSE = frozenset({"plan", "hope", "aim"})
_PURPOSES = _PURPOSE | {"plans", "hopes", "aims"}
_WHOSE = frozenset({"a", "an", "the", "its", "their", "his", "her", "our", "this", "that"})
_POSSESSIVE = ("'s", "’s")
# What an object begins with: a word before one, after "to", is a verb.
_OBJECT_STARTS = frozenset(
    ("the", "a", "an", "its", "their", "his", "her", "our", "any", "him", "them", "it", "us", "all")
)
_CONTRACTED = {"ll": "will", "d": "would"}
REACH = 160  # characters read on either side; a clause is seldom longer
HAD_REACH = 3  # words after "she'd" in which its participle stands: "she'd only just seen"
AUXILIARY_REACH = 4  # words between a participle and its auxiliary: "will not now be published"
GOVERNOR_REACH = 8  # words between a verb and its infinitive: "sent in by ministers to assess"


class Tense:
    """Reads tense by the word lists given (each a list of lower-case words).

    ``modal`` (will, would, must …), ``will`` (those of them that are the future), ``would`` (those
    that a past tense asks for), ``verb`` (base forms that follow "to"), ``past`` (irregular pasts
    and participles, was, had …), ``was`` (past auxiliaries), ``present`` (is, being …),
    ``not_past`` (words in -ed that are no verbs), ``ahead`` (due, expected, leaves …), ``behind``
    (since, following …), ``achieved`` (verbs whose infinitive happened: failed to, was sent to),
    ``opener`` (what a clause begins after), ``lead`` (prepositions of dates), ``lead_ahead`` (by,
    until …), ``hold`` ("has until July"), ``give`` ("gave it until July"),
    ``demand`` ("recommended that it close by July"), ``sought`` ("could not be reached"),
    ``limit`` ("a deadline of 30 November"), ``gone`` (missed, passed …: no longer ahead),
    ``booked`` ("was booked for January"), ``wish`` ("wants it published before Easter"),
    ``plural`` ("councillors vote on Friday"), ``gathering`` (meeting, debate …), ``convened``
    (what people meet to do), ``order`` (verbs with which an item of a list orders).
    """

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        self.modal = frozenset(words["modal"])
        self.will = frozenset(words["will"])
        self.would = frozenset(words["would"])
        self.verb = frozenset(words["verb"])
        self.past = frozenset(words["past"])
        self.was = frozenset(words["was"])
        self.present = frozenset(words["present"])
        self.not_past = frozenset(words["not_past"])
        self.ahead = frozenset(words["ahead"])
        self.behind = frozenset(words["behind"])
        self.achieved = frozenset(words["achieved"])
        self.opener = frozenset(words["opener"])
        self.lead = frozenset(words["lead"])
        self.lead_ahead = frozenset(words["lead_ahead"])
        self.hold = frozenset(words["hold"])
        self.give = frozenset(words["give"])
        self.demand = frozenset(words["demand"])
        self.sought = frozenset(words["sought"])
        self.limit = frozenset(words["limit"])
        self.gone = frozenset(words["gone"])
        self.booked = frozenset(words["booked"])
        self.wish = frozenset(words["wish"])
        self.plural = frozenset(words["plural"])
        self.gathering = frozenset(words["gathering"])
        self.convened = frozenset(words["convened"])
        self.order = frozenset(words["order"])

    def side(self, text: str, floor: int, ceiling: int, start: int, end: int) -> Side | None:
        """The side on which a date at ``start``..``end`` lies; None where no verb tells.

        ``floor`` and ``ceiling`` are the sentence's offsets.
        """
        before = self._words(text, max(floor, start - REACH), start)
        if (before and before[-1] == "|") or opens_cell(text, floor, start):
            return "forward" if is_due(text, start) else None  # a cell of its own
        lead = before.pop() if before and before[-1] in self.lead else ""
        while before and lead == "the" and before[-1] in self.lead:
            lead = before.pop()  # "until the summer"
        if lead == "since" or (before and (before[-1], lead) in _COMES_AFTER):
            return "back"
        if before[-1:] == ["back"] and lead in ("to", "") and _REACHES.intersection(before[-2:]):
            return "back"  # "some of which date back to August"
        if lead == "of" and before[-1:] == ["ahead"]:
            return "forward"  # "speaking ahead of Thursday's meeting"
        if before[-3:] in _AS_IT_WAS and self.modal.isdisjoint(before):
            return "back"  # "was pressed to yield as late as December"
        if lead == "for" and (booked := self._booked(before)):
            return None if booked == "unsure" else booked
        after = self._words(text, end, min(ceiling, end + REACH))
        limit = before[-1:] if lead == "of" else after[:1]
        if not self.limit.isdisjoint(limit) and self.gone.isdisjoint((*before, *after)):
            return "onward"
        if lead in _UP_TO and before and (held := self._held(before, lead)):
            return None if held == "unsure" else held
        while lead == "before" and before and before[-1] in _CLOSE:
            before.pop()  # "just before Christmas, ministers served notice"
        fronted = not before or before[-1] in self.opener
        subject = bool(after) and (after[0] in self.modal or after[0] in self.past)
        if fronted or subject:
            told = self._onward(after) or self._backward(before)
        else:
            told = self._backward(before)
            if lead not in self.lead_ahead:  # "by May" is no longer of what follows it
                told = told or self._onward(after)
        if told == "back" and lead in self.lead_ahead and _ASKED_FOR & set(pairwise(before)):
            return "onward"
        if told == "onward" and self._was_there(before):
            return "back"
        if told == "back" and lead in self.lead_ahead and _is_condition(before):
            return "onward"
        if told == "back" and lead in self.lead_ahead and self._is_engaged(before):
            return "onward"
        if told is None and lead in self.lead_ahead and not text.startswith(_POSSESSIVE, end):
            return "forward"
        due = lead not in _OF_A_THING and start - floor < REACH
        if told is None and before and due and before[0] in self.order:
            return "forward"  # "Request a report at its September meeting"
        return None if told == "unsure" else told

    def _was_there(self, words: Sequence[str]) -> bool:
        """Whether what somebody was told to do was told at a meeting: "urged her to resign at a
        meeting on Wednesday", but not "told to explain it at a meeting on Wednesday".
        """
        if not words or words[-1] not in self.gathering or "at" not in words[-GOVERNOR_REACH:]:
            return False
        at = len(words) - 1 - words[::-1].index("at")
        told = words[max(0, at - GOVERNOR_REACH) : at]
        if "to" not in told or not self.modal.isdisjoint(told):
            return False
        return self.convened.isdisjoint(told[told.index("to") :])

    def _booked(self, words: Sequence[str]) -> Told | None:
        """What "has been booked for January" says; whether what "was" lies ahead, nobody knows."""
        particle = words[-1:] and words[-1] in ("in", "up", "down")
        place = len(words) - 1 - bool(particle)
        if place < 0 or words[place] not in self.booked:
            return None
        near = words[max(0, place - AUXILIARY_REACH) : place]
        told = any(word in self.present or word in ("has", "have", *self.modal) for word in near)
        return "forward" if told else "unsure"

    def _is_engaged(self, words: Sequence[str]) -> bool:
        """Whether the last verb is what somebody was appointed to do, and not what was done."""
        for place in range(len(words) - 1, 0, -1):
            if words[place] in _ENGAGED:
                return "to" in words[place + 1 : place + 1 + AUXILIARY_REACH]
            if words[place] in _HARD_STOPS or self._is_past(words[place]):
                return False
        return False

    def _held(self, words: Sequence[str], lead: str) -> Told | None:
        """What the verb before "until" says: "has until July to", "has given it until July"."""
        if words[-1] == "had":
            return "unsure"  # "had until July": over or not
        for word in reversed(words if lead in _UNTIL else words[-1:]):
            if word in _HARD_STOPS or word in self.modal:
                return None
            if word in self.give or (word is words[-1] and word in self.hold):
                return "onward" if self._is_past(word) else "forward"
            if word in self.present:
                return "forward"  # "is away until July"
            if self._is_past(word):
                return None
        return None

    def _backward(self, words: Sequence[str]) -> Told | None:
        """The tense told by the nearest verb to the left."""
        for place in range(len(words) - 1, -1, -1):
            if words[place] in _HARD_STOPS:
                return None
            told = self._told(words, place)
            if told is not None:
                return told
        return None

    def _onward(self, words: Sequence[str]) -> Told | None:
        """The tense told by the first verb to the right."""
        for place, word in enumerate(words):
            if word in _HARD_STOPS:
                return None
            told = None if word in self.behind else self._told(words, place)
            if told is not None:
                return told
        return None

    def _told(self, words: Sequence[str], place: int) -> Told | None:
        """What one word tells of the tense, its neighbours considered."""
        word = words[place]
        following = words[place + 1] if place + 1 < len(words) else ""
        if word in self.modal:
            if word not in self.will and self._is_perfect(words, place):
                return "back"  # "should (not) have been done"
            return "onward" if word in self.would else "forward"
        if word == "to" and (
            following in self.verb or not _OBJECT_STARTS.isdisjoint(words[place + 2 : place + 3])
        ):
            return self._by_governor(words, place)
        if word == "that" and place and words[place - 1] in self.demand:
            return "onward"  # "recommended that the cabinet publish"
        if word in self.demand and following.endswith("ing"):
            return "onward"  # "recommended shutting every centre"
        if word in self.behind:
            return "back"
        if place and words[place - 1] in self.plural and word in self.verb - self.past:
            return "forward"  # "councillors vote on Friday"
        if word in self.ahead:
            return None if _is_purpose(words, place) else self._planned(words, place)
        if place and words[place - 1] == "to" and word in self.past and not word.endswith("ed"):
            return self._by_governor(words, place - 1)  # "to set up", "to put right"
        if self._is_past(word):
            return None if _is_attributive(words, place) else self._by_auxiliary(words, place)
        if word in self.present and following.endswith("ing"):
            return "forward"  # "is meeting on Friday"
        return None

    def _is_perfect(self, words: Sequence[str], place: int) -> bool:
        """Whether a modal's "have" has a participle: "would have gone", but not "would have a
        named worker".
        """
        for index in range(place + 1, min(place + 3, len(words))):
            if words[index] == "have":
                rest = words[index + 1 : index + 3]
                return any(self._is_past(word) for word in rest) and rest[0] not in _NO_PARTICIPLE
        return False

    def _is_past(self, word: str) -> bool:
        if word in self.past:
            return True
        return word.endswith("ed") and len(word) > 3 and word not in self.not_past

    def _planned(self, words: Sequence[str], place: int) -> Told:
        """What "is due" lies ahead; whether what "was due" does, nobody knows."""
        near = words[max(0, place - AUXILIARY_REACH) : place]
        return "unsure" if any(w in self.was or w in self.behind for w in near) else "forward"

    def _by_governor(self, words: Sequence[str], place: int) -> Told:
        """An infinitive looks ahead, unless the verb before it says that it happened."""
        if place and words[place - 1] in ("is", "are"):
            return "forward"  # "is to be removed"
        if place and words[place - 1] in self.was:
            return "back" if words[place - 1] == "had" else "unsure"  # "had to", "was to be done"
        for back in range(place - 1, max(-1, place - 1 - GOVERNOR_REACH), -1):
            word = words[back]
            if word in self.achieved:
                return self._by_modal(words, back) or "back"
            if word in self.ahead:
                return self._planned(words, back)
            if self._is_past(word):
                return "onward"
            if word in self.modal:
                break
        return "forward"

    def _by_modal(self, words: Sequence[str], place: int) -> Told | None:
        """What "would not be able" tells, whose "able" stands at ``place``."""
        near = words[max(0, place - AUXILIARY_REACH) : place]
        modal = next((word for word in near if word in self.modal), None)
        if modal is None or "be" not in near or "have" in near:
            return None
        return "onward" if modal in self.would else "forward"

    def _by_auxiliary(self, words: Sequence[str], place: int) -> Told | None:
        """A past form alone looks back; under "will be", "to be" it looks forward."""
        for back in range(place - 1, max(-1, place - 1 - AUXILIARY_REACH), -1):
            word = words[back]
            if word in ("have", "been", "had", "has", "having"):
                early = words[max(0, back - 2) : back]
                if early and early[-1] == "to" and not self.ahead.isdisjoint(early):
                    return "forward"  # "expect to have recruited them by May"
                return (
                    "forward" if any(w in self.will for w in early) else self._awaited(words, back)
                )
            if word in ("could", "couldn't") and words[place] in self.sought:
                return "back"  # "could not be reached on Friday"
            if word in self.modal:
                between = words[back + 1 : place]
                if "," in between and _GOVERNED.isdisjoint(between):
                    break  # "whom I'll call Bev, texted me"
                return "onward" if word in self.would else "forward"
            if word == "to" and words[back + 1] == "be":
                return self._by_governor(words, back)
            if word in ("if", "unless"):
                return None  # "if it lasted till Christmas" tells no past
            if word in self.wish:
                return "onward" if self._is_past(word) else "forward"
            if word in self.present and word != "be":
                return None  # "is passed over": the historic present points nowhere
        if "be" in words[max(0, place - AUXILIARY_REACH) : place]:
            return None  # "that it be closed": what asks for it tells
        return "back"

    def _awaited(self, words: Sequence[str], place: int) -> Told:
        """A perfect looks back, unless it is waited for: "will not act until they have met"."""
        for back in range(place - 1, max(-1, place - 1 - AUXILIARY_REACH), -1):
            if words[back] in _AWAITED and any(w in self.modal for w in words[:back]):
                return "onward"
        return "back"

    def _words(self, text: str, start: int, end: int) -> list[str]:
        """The stretch's words and stops, lower case; "we'll" and "I'd" give their verb apart."""
        found = _WORD.findall(text, start, end)
        if "May" in found:  # the month, or the minister
            found = [word for word in found if word != "May"]
        told = " ".join(found).lower().replace("’", "'")
        if "'ll" not in told and "'d" not in told:
            return told.split()
        words: list[str] = []
        open_at = -1  # of a "'d" that the next words may yet show to be "had"
        for word in told.split():
            base, _, verb = word.partition("'")
            if verb in _CONTRACTED:
                words += (base, _CONTRACTED[verb])
                open_at = len(words) - 1 if verb == "d" else -1
                continue
            words.append(word)
            if open_at >= 0 and (word in self.verb or len(words) - 1 - open_at > HAD_REACH):
                open_at = -1
            elif open_at >= 0 and self._is_past(word):  # "she'd only seen"
                words[open_at], open_at = "had", -1
        return words


def _is_attributive(words: Sequence[str], place: int) -> bool:
    """Whether a participle describes the noun behind it: "every child a named worker"."""
    return (
        0 < place < len(words) - 1
        and (words[place - 1] in _DESCRIBED or words[place - 1].endswith("'s"))
        and words[place].endswith("ed")
        and words[place + 1].isalpha()
    )


def _is_purpose(words: Sequence[str], place: int) -> bool:
    """Whether "plan", "hope" or "aim" is a noun: "sent its improvement plan"."""
    if not place or words[place] not in _PURPOSES:
        return False
    if words[place - 1] in _WHOSE:
        return True
    plural = words[place - 1].endswith("s") and "'" not in words[place - 1]
    near = words[max(0, place - 3) : place]
    return words[place] in _PURPOSE and not plural and not _WHOSE.isdisjoint(near)


def _is_condition(words: Sequence[str]) -> bool:
    """Whether a past tense is that of a condition still open: "unless there was progress by"."""
    for place in range(len(words) - 1, -1, -1):
        word = words[place]
        if word == "had" or word in _HARD_STOPS:
            return False
        if word in ("if", "unless"):
            return not place or words[place - 1] not in _WONDERING
    return False

"""Which way from the anchor a bare "in March" or "on Friday" lies: the verb of its clause tells.

No parser stands behind this. The words left of the date are read towards the sentence's start
until one of them tells the tense; a date that opens its clause, or ends its clause's subject, is
told by the words right of it. The word lists are data (``rules/dates.toml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

Side = Literal["back", "forward"]

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?|[;:—–(),.]", re.IGNORECASE)
_HARD_STOPS = frozenset(";:—")
_CLAUSE_OPENERS = frozenset(",()–") | {"and", "but", "or", "that", "while", "when", "because", "so"}
REACH = 160  # characters read on either side; a clause is seldom longer
AUXILIARY_REACH = 4  # words between a participle and its auxiliary: "will not now be published"


class Tense:
    """Reads tense by the word lists given (each a list of lower-case words).

    ``modal`` (will, would, must …), ``verb`` (base forms that follow "to"), ``past`` (irregular
    pasts and participles, was, had …), ``present`` (is, has …), ``not_past`` (words in -ed that
    are no verbs), ``ahead`` (due, expected, leaves …), ``behind`` (since, following …) and
    ``achieved`` (verbs whose "to" happened: failed to, had to).
    """

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        self.modal = frozenset(words["modal"])
        self.verb = frozenset(words["verb"])
        self.past = frozenset(words["past"])
        self.present = frozenset(words["present"])
        self.not_past = frozenset(words["not_past"])
        self.ahead = frozenset(words["ahead"])
        self.behind = frozenset(words["behind"])
        self.achieved = frozenset(words["achieved"])

    def side(self, text: str, floor: int, ceiling: int, start: int, end: int) -> Side | None:
        """The side on which a date at ``start``..``end`` lies, in a sentence ``floor``..``ceiling``.

        None where no verb tells.
        """
        before = _words(text, max(floor, start - REACH), start)
        after = _words(text, end, min(ceiling, end + REACH))
        lead = before.pop() if before and before[-1] in _LEADS else ""
        fronted = not before or before[-1] in _CLAUSE_OPENERS
        subject = bool(after) and (after[0] in self.modal or after[0] in self.past)
        if fronted or subject:
            told = self._onward(after) or self._backward(before)
        else:
            told = self._backward(before) or self._onward(after)
        if told is None and lead in _LEADS_AHEAD:
            return "forward"
        if lead in ("until", "till") and before and before[-1] in _HOLDS:
            return "forward"  # "has until July to", "was given until July"
        return "back" if lead == "since" else told

    def _backward(self, words: Sequence[str]) -> Side | None:
        """The tense told by the nearest verb to the left."""
        for place in range(len(words) - 1, -1, -1):
            if words[place] in _HARD_STOPS:
                return None
            told = self._told(words, place)
            if told is not None:
                return told
        return None

    def _onward(self, words: Sequence[str]) -> Side | None:
        """The tense told by the first verb to the right."""
        for place, word in enumerate(words):
            if word in _HARD_STOPS:
                return None
            if word in self.behind or word in _NEVER_ONWARD:
                continue
            told = self._told(words, place)
            if told is not None:
                return told
        return None

    def _told(self, words: Sequence[str], place: int) -> Side | None:
        """What one word tells of the tense, its neighbours considered."""
        word = words[place]
        following = words[place + 1] if place + 1 < len(words) else ""
        if word in self.modal:
            perfect = following in ("have", "not") and "have" in words[place + 1 : place + 3]
            return "back" if perfect and word not in _WILL else "forward"
        if word == "to" and following in self.verb:
            return "back" if place and words[place - 1] in self.achieved else "forward"
        if word in self.behind:
            return "back"
        if word in self.ahead:
            return self._planned(words, place)
        if self._is_past(word):
            return self._by_auxiliary(words, place)
        if word in self.present and following.endswith("ing"):
            return "forward"  # "is meeting on Friday"
        return None

    def _is_past(self, word: str) -> bool:
        if word in self.past:
            return True
        return word.endswith("ed") and len(word) > 3 and word not in self.not_past

    def _planned(self, words: Sequence[str], place: int) -> Side | None:
        """ "is due" lies ahead; whether "was due" does, nobody knows."""
        near = words[max(0, place - AUXILIARY_REACH) : place]
        return None if any(w in _WAS for w in near) else "forward"

    def _by_auxiliary(self, words: Sequence[str], place: int) -> Side | None:
        """A past form alone looks back; under "will be", "to be" it looks forward."""
        for back in range(place - 1, max(-1, place - 1 - AUXILIARY_REACH), -1):
            word = words[back]
            if word in ("have", "been", "had", "has", "having"):
                early = words[max(0, back - 2) : back]
                return "forward" if any(w in _WILL for w in early) else "back"
            if word in self.modal or (word == "to" and words[back + 1] == "be"):
                return "forward"
            if word in ("if", "unless"):
                return None  # "if it lasted till Christmas" tells no past
            if word in self.present:
                return None  # "is passed over": the historic present points nowhere
        return "back"


_LEADS = frozenset(
    {"in", "on", "by", "until", "till", "before", "from", "at", "since", "during", "of", "for"}
    | {"to", "the", "after", "around", "between", "this"}
)
_LEADS_AHEAD = frozenset({"by", "until", "till", "before"})
_HOLDS = frozenset({"has", "have", "had", "given", "giving", "gave", "allowed"})
_WILL = frozenset({"will", "'ll", "’ll", "won't", "won’t", "shall", "we'll", "it'll", "they'll"})
_WAS = frozenset({"was", "were", "been", "had"})
_NEVER_ONWARD = frozenset({"based", "led", "called", "named"})  # "the London-based charity will"


def _words(text: str, start: int, end: int) -> list[str]:
    return [m[0].lower().replace("’", "'") for m in _WORD.finditer(text, start, end)]

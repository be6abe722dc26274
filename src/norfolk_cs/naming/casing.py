"""Capitals put right: names printed in capitals, and posts printed as titles."""

from __future__ import annotations

import re
from functools import lru_cache

from norfolk_cs.naming.lexicon import lexicon

# "North Norfolk" is not Norfolk, and keeps its capitals.
COMPASS = frozenset(
    ("north", "south", "east", "west", "mid", "central", "greater", "upper", "lower", "inner")
)
_SHORT = 3  # letters: "of", "for" and "the" are small in a title, too


@lru_cache(maxsize=4096)  # the same few names, again and again
def title_case(name: str) -> str:
    """A name in capitals as it would be printed: "CRANNOCK COUNTY COUNCIL" → "Crannock …".

    In a name with small letters only a word of capitals that can be spoken is changed: "SAXBY
    Vale", but not "NSCB Board".
    """
    words = name.split(" ")
    shouted = name.isupper()
    out = []
    for place, word in enumerate(words):
        spoken = shouted or (len(word) > _SHORT and _VOWEL.search(word))
        if not word.isupper() or not spoken or word in _STAYS_UPPER:
            out.append(word)
        elif place and word.lower() in ("and", "of", "for", "the", "in", "on", "de", "van", "von"):
            out.append(word.lower())
        else:
            out.append(_INITIALS.sub(lambda m: m[0].upper(), word.lower()))
    return " ".join(out)


_STAYS_UPPER = frozenset(
    ("NHS", "HMI", "NSPCC", "LSCB", "UK", "GMB", "HM", "RSPCA", "YMCA", "TACT")
)
_CROWN = re.compile(r"^HM |\b(?:His|Her) Majesty")
_VOWEL = re.compile(r"[AEIOUY]")
_INITIALS = re.compile(r"(?<!\w)\w|(?<=\w['’])\w(?=\w{2})|(?<=\bmc)\w")


def small_title(title: str | None) -> str | None:
    """A post in small letters but for its proper names: "Cabinet Member" → "cabinet member"."""
    if title is None:
        return None
    if _CROWN.search(title):
        return title
    words = title.split(" ")
    set_as_title = len(words) > 1 and all(w[0].isupper() for w in words if len(w) > _SHORT)
    seat = words[-1] in ("MP", "MEP", "MSP")  # "Colne Valley MP": the rest is a place
    classes = "xgfkuniq" if seat else "gun" if set_as_title else "xgfkuni"
    proper = [_is_proper(word, classes) for word in words]
    for place, word in enumerate(words):
        beside = any(proper[max(0, place - 1) : place + 2])
        if place and (words[place - 1] == "in" or words[0] == "MP"):
            continue  # "commissioner for children's services in Crannock", "MP for Norwich North"
        if not proper[place] and not (beside and word.lower() in COMPASS):
            words[place] = word.lower()
    return " ".join(words)


def _is_proper(word: str, classes: str) -> bool:
    if not word[0].isupper():
        return False
    letter = lexicon().classify(word.rstrip(",)").removesuffix("'s").removesuffix("’s"))
    return letter in classes or (word.isupper() and len(word) > 1)

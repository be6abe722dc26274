"""An organisation's name in a text, and what a council's name says of its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from norfolk_cs.authorities import authorities, fold_form
from norfolk_cs.names import fold
from norfolk_cs.naming.lexicon import lexicon

_COUNCIL = re.compile(
    r"(?P<place>.+?)\s+(?:(?:metropolitan\s+|london\s+|royal\s+)?(?:borough|district)|county|city|"
    r"metropolitan|town|parish|unitary)?\s*council",
    re.IGNORECASE,
)
_BOROUGH = re.compile(
    r"(?:(?:london|royal|metropolitan)\s+)?(?:borough|city|council)\s+of\s+(?:the\s+)?(?P<place>.+)",
    re.IGNORECASE,
)
# What a company leaves out on second mention.
_LEGAL = re.compile(r" (?:ltd|limited|plc|llp|cic|inc)\.?$", re.IGNORECASE)
# Councils that govern no place.
_NO_PLACES = frozenset(
    ("arts", "british", "privy", "press", "bar", "muslim", "medical", "general medical", "trades",
     "student", "school", "youth", "research", "general teaching", "general social care")
)  # fmt: skip


@dataclass(slots=True, unsafe_hash=True)
class Body:
    """An organisation's name in the text, from its first to its last capitalised word.

    ``name`` is how facts name it, ``kind`` what it is ("council", "inspectorate", "police" …);
    ``place`` is, of a council, the folded place that may stand for it.
    """

    first: int
    last: int
    start: int
    end: int
    rule: str
    name: str
    kind: str
    place: str = ""
    code: str | None = None
    acronym: str = ""
    listed: str = ""

    @property
    def group(self) -> str:
        """The same for all names of one body."""
        if self.kind == "council" and self.place:
            return f"council {self.name if self.code else self.place}"
        return self.listed or fold(_LEGAL.sub("", self.name))


# "Norfolk Children's Services" is Norfolk's council at work.
_SERVICES = re.compile(
    r"(?P<place>.+?)(?:['’]s)?\s+(?:children['’]?s?|social|children\s+and\s+famil(?:y|ies))\s+"
    r"(?:social\s+)?(?:services?|care)",
    re.IGNORECASE,
)


def served_place(name: str) -> str:
    """The folded place whose children's services a name means, "" for any other name."""
    match = _SERVICES.fullmatch(name)
    return fold_form(match["place"]) if match else ""


def council_place(name: str) -> str:
    """The folded place in a council's name by form: "Saxby Vale Council" → "saxby vale"."""
    for pattern in (_BOROUGH, _COUNCIL):
        match = pattern.fullmatch(name)
        if match and match["place"].lower() not in _NO_PLACES:
            return fold_form(match["place"])
    return ""


def as_council(body: Body, published: str | None) -> Body:
    """A body with a council's name by form, with its official name where it is on the list."""
    row = authorities().named(body.name, published)
    if row is not None:
        return replace(body, name=row.name, place=fold_form(row.place), code=row.code)
    place = council_place(body.name)
    return replace(body, place=place, kind="council" if place else "organisation")


def is_general(name: str) -> bool:
    """Whether a name is no more than what every place has: "Local Safeguarding Board"."""
    said, words = name.lower().split(), lexicon().words
    if words["org_general"].issuperset(said):
        return True
    return said[-1] == "group" and said[-2] in words["demonym"]


def kind_of(tail: str) -> str:
    """What a body is whose name ends in a word: a constabulary is police."""
    if tail in ("council", "councils"):
        return "council"
    return {"constabulary": "police", "ltd": "company", "limited": "company", "plc": "company",
            "llp": "company", "academy": "school", "college": "school"}.get(tail, tail)  # fmt: skip

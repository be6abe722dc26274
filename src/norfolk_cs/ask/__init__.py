"""Questions asked of facts: who is meant by a name, which facts answer, and what they add up to.

Facts are plain mappings as read from JSON Lines; nothing here extracts or prints. What several
documents say together is in modules of their own, each a pure function over facts: ``history``
(judgements), ``deadlines``, ``timeline``, ``people``, and ``identity``, which first brings each
actor under one name.
"""

from norfolk_cs.ask.cast import RELATIONS, Actor, AmbiguousName, Cast, UnknownName, refs
from norfolk_cs.ask.select import IN_THEIR_WORDS, about, by_relation, select

__all__ = [
    "IN_THEIR_WORDS",
    "RELATIONS",
    "Actor",
    "AmbiguousName",
    "Cast",
    "UnknownName",
    "about",
    "by_relation",
    "refs",
    "select",
]

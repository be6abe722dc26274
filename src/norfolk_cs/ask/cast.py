"""Who the facts know, over all documents, and who is meant by a name."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from norfolk_cs.errors import NorfolkError
from norfolk_cs.names import fold
from norfolk_cs.write.records import FIELDS, Record


class Relation(NamedTuple):
    """What facts of a kind are to the actor whom a field of theirs names.

    ``heading`` is said of their list, ``tally`` of their number.
    """

    heading: str
    tally: str
    kind: str
    field: str


RELATIONS = (
    Relation("Said", "said", "statement", "speaker"),
    Relation("Recommended", "recommended", "recommendation", "recommender"),
    Relation("Was told to act", "told_to_act", "recommendation", "addressee"),
    Relation("Set deadlines", "deadlines_set", "deadline", "set_by"),
    Relation("Was set deadlines", "deadlines_given", "deadline", "obliged"),
    Relation("Gave ratings", "ratings_given", "rating", "rater"),
    Relation("Was rated", "rated", "rating", "body"),
)
# The fields of a fact of each kind that name an actor.
REFERRING = {
    kind: ("attributed_to", *(relation.field for relation in RELATIONS if relation.kind == kind))
    for kind in FIELDS
}
NEAREST = 5  # suggestions for a name that is not there: enough to find a slip, few enough to read

# "Norfolk" names Norfolk County Council, "Bristol" Bristol City Council.
_COUNCIL = re.compile(
    r" (?:(?:county|city|borough|district|metropolitan|unitary|london) )*(?:council|authority)$"
)
_HONORIFIC = re.compile(
    r"^(?:mr|mrs|ms|miss|dr|prof|professor|sir|dame|lord|lady|cllr|councillor)\.? "
)


class UnknownName(NorfolkError):
    """A name, document or grade that no fact has."""


class AmbiguousName(NorfolkError):
    """A name that several actors share; ``actors`` are they."""

    def __init__(self, message: str, actors: Sequence[Actor], *, hint: str) -> None:
        super().__init__(message, hint=hint)
        self.actors = tuple(actors)


class Among(NamedTuple):
    """The actor_ids that can be meant by a name, and what they all ``was``: "rated"."""

    ids: Container[str]
    was: str

    @classmethod
    def those(cls, facts: Iterable[Record], kind: str, field: str, was: str) -> Among:
        """Those whom a field of a kind of fact names."""
        named = (fact[field] for fact in facts if fact["kind"] == kind)
        return cls({ref["actor_id"] for ref in named if ref is not None}, was)


class Actor:
    """Somebody the facts know, over all documents. ``type`` is None where no actor fact tells it.

    ``documents`` maps each document that names them to its publication date.
    """

    def __init__(self, actor_id: str, name: str) -> None:
        self.actor_id = actor_id
        self.name = name
        self.type: str | None = None
        self.authority_code: str | None = None
        self.roles: list[Record] = []
        self.aliases: list[str] = []
        self.mentions = 0
        self.documents: dict[str, str | None] = {}

    def learn(self, fact: Record) -> None:
        """Take in what an actor fact tells of them."""
        self.type = self.type or fact["type"]
        self.authority_code = self.authority_code or fact["authority_code"]
        self.mentions += len(fact["mentions"])
        self.roles += [role for role in fact["roles"] if role not in self.roles]
        self.aliases += [alias for alias in fact["aliases"] if alias not in self.aliases]

    def answers_to(self, name: str) -> bool:
        """Whether a folded name is a surname, an alias or a council's short name of theirs."""
        own = bare_name(fold(self.name))
        if any(name == fold(alias) for alias in self.aliases):
            return True
        if self.type == "organisation":
            return name == _COUNCIL.sub("", own)
        return own.endswith(f" {name}")


class Cast:
    """Everybody in some facts, to be found by name."""

    def __init__(self, facts: Iterable[Record]) -> None:
        self._actors: dict[str, Actor] = {}
        for fact in facts:
            for ref in refs(fact):
                actor_id = ref["actor_id"]
                actor = self._actors.setdefault(actor_id, Actor(actor_id, ref["name"]))
                actor.documents[fact["doc_id"]] = fact["published"]
            if fact["kind"] == "actor":
                self._actors[fact["actor_id"]].learn(fact)

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._actors.values())

    def find(self, name: str, *, among: Among | None = None) -> Actor:
        """The one actor a name means: by full name or slug, else by surname or alias.

        Raises UnknownName with the nearest names, AmbiguousName where several share the name.
        """
        actors = [actor for actor in self if among is None or actor.actor_id in among.ids]
        found = _called(name, actors)
        if not found and among is not None and (others := _called(name, self)):
            known = " and ".join(other.name for other in others)
            raise UnknownName(
                f"no actor is called {name!r} who was {among.was}",
                hint=f"{known} {'are' if len(others) > 1 else 'is'} in the facts, but was not",
            )
        if not found:
            names = [actor.name for actor in actors]
            raise UnknownName(f"no actor is called {name!r}", hint=nearest(name, names))
        if len(found) > 1:
            raise AmbiguousName(
                f"{len(found)} actors are called {name!r}",
                found,
                hint="Ask for one by full name",
            )
        return found[0]

    def namesakes(self, actor: Actor, name: str) -> list[Actor]:
        """Others whom ``name`` could have meant, had it not been somebody's full name."""
        return [other for other in self if other is not actor and other.answers_to(plain(name))]


def _called(name: str, actors: Iterable[Actor]) -> list[Actor]:
    """Who is called so in full; else who answers to it."""
    actors, folded = list(actors), plain(name)
    found = [actor for actor in actors if folded in (fold(actor.name), actor.actor_id)]
    return found or [actor for actor in actors if actor.answers_to(folded)]


def refs(fact: Record) -> list[Record]:
    """Everybody a fact refers to; an actor fact refers to whom it describes."""
    found = [fact[name] for name in REFERRING[fact["kind"]] if fact[name] is not None]
    return [*found, fact] if fact["kind"] == "actor" else found


def is_of(ref: Any, actor_id: str) -> bool:
    """Whether a reference, which may be None, is to this actor."""
    return ref is not None and ref["actor_id"] == actor_id


def bare_name(name: str) -> str:
    """A name without the brackets that tell namesakes apart."""
    return name.partition(" (")[0]


def plain(name: str) -> str:
    """A name folded and without an honorific, as names stand in facts."""
    return _HONORIFIC.sub("", fold(name))


def nearest(name: str, known: Iterable[str]) -> str:
    """What to try instead: names spelled alike, then names that share a word."""
    from difflib import get_close_matches  # only a slip needs it

    wanted = plain(name)
    by_form: dict[str, list[str]] = {}
    for candidate in known:
        words = fold(candidate).split()
        for form in dict.fromkeys([" ".join(words), *words]):
            by_form.setdefault(form, []).append(candidate)
    forms = [*get_close_matches(wanted, by_form, NEAREST), *wanted.split()]
    names = list(dict.fromkeys(name for form in forms for name in by_form.get(form, ())))
    if not names:
        return "Nothing comes near it"
    more = ", …" if len(names) > NEAREST else ""
    return f"Nearest: {', '.join(names[:NEAREST])}{more}"

"""Who is the same over several documents, on evidence only.

A document's own actors are what the extraction made of them. Across documents a full name is not
yet a person: there are two John Smiths. And one council may bear two names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from norfolk_cs.ask.aliases import Aliases
from norfolk_cs.ask.cast import RELATIONS, plain
from norfolk_cs.names import fold, slug
from norfolk_cs.write.records import Record

# Posts that one person holds for the whole country, or before all of it: by such a word a person
# is known in documents about different councils. Every council has its director and its leader.
NATIONAL = frozenset(
    ("baroness", "commissioner", "hmi", "inspector", "lord", "minister", "mp", "ombudsman", "peer",
     "secretary")
)  # fmt: skip

_Ref = tuple[str, str]  # a document, and an actor_id in it


@dataclass(frozen=True, slots=True)
class _Node:
    """An actor of one document, and what it tells of them."""

    ref: _Ref
    name: str
    published: str
    names: frozenset[str]
    bodies: frozenset[str]
    titles: tuple[str, ...]
    councils: frozenset[str]

    @property
    def offices(self) -> set[str]:
        """The words of their posts by which a person is known anywhere."""
        return {word for title in self.titles for word in fold(title).split()} & NATIONAL


class _Person:
    """Nodes that are one person's, and what they tell of them together."""

    def __init__(self, node: _Node) -> None:
        self.nodes = [node]
        self.docs = {node.ref[0]}
        self.bodies = set(node.bodies)
        self.offices = node.offices
        self.councils = set(node.councils)

    def take_in(self, other: _Person) -> None:
        """Make somebody else's nodes this person's, before its own."""
        self.nodes = other.nodes + self.nodes
        self.docs |= other.docs
        self.bodies |= other.bodies
        self.offices |= other.offices
        self.councils |= other.councils

    def is_same(self, other: _Person) -> bool:
        """Whether two who share a full name are one person, by evidence.

        With bodies known of both: that they share one. Else that both hold an office of the whole
        country, or that their documents are about the same council. A document that names both
        tells them apart.
        """
        if self.docs & other.docs:
            return False
        if self.bodies and other.bodies:
            return bool(self.bodies & other.bodies)
        return bool(self.offices & other.offices or self.councils & other.councils)

    @property
    def name(self) -> str:
        """The fullest of their names."""
        return max(
            (node.name for node in self.nodes), key=lambda name: (name.count(" "), len(name))
        )

    @property
    def label(self) -> str:
        """What tells them from their namesakes: a body, a post, or where they are named."""
        bodies = Counter(body for node in self.nodes for body in sorted(node.bodies))
        titles = Counter(title for node in self.nodes for title in node.titles)
        known = bodies or titles
        return known.most_common(1)[0][0] if known else self.nodes[0].ref[0]


def identify(facts: Iterable[Record], aliases: Aliases | None = None) -> list[Record]:
    """The facts with every actor under one name and ``actor_id`` in all documents.

    - What the alias file says holds, and is not gone into further.
    - A council whose documents name it differently (one GSS code) bears its latest name.
    - People of one full name, or of whom one document gives the other's full name as an alias,
      are one person if they share a body, hold an office of the whole country (an MP, a minister,
      an inspector) or are in documents about the same council. A surname never counts.
    - Other people of one name stay apart, each with what tells them apart in brackets:
      "John Smith (Kent County Council)".

    Facts that do not change are the same objects.
    """
    facts = list(facts)
    settled: set[_Ref] = set()
    renamed: dict[_Ref, str] = {}
    if aliases is not None:
        for ref, name in _names(facts).items():
            own = aliases.name_in(ref[0], name)
            if fold(own) != fold(name):
                renamed[ref] = own
            if aliases.knows(own):
                settled.add(ref)
        facts = _rewrite(facts, renamed)
        settled |= {(doc_id, slug(renamed[doc_id, old])) for doc_id, old in renamed}
    latest = _councils(facts)
    found = {ref: latest[fold(name)] for ref, name in _names(facts).items() if fold(name) in latest}
    nodes = [node for node in _nodes(facts, latest) if node.ref not in settled]
    found |= _people(nodes)
    return _rewrite(facts, {ref: name for ref, name in found.items() if ref not in settled})


def _names(facts: Iterable[Record]) -> dict[_Ref, str]:
    return {(fact["doc_id"], ref["actor_id"]): ref["name"] for fact in facts for ref in _refs(fact)}


def _councils(facts: Iterable[Record]) -> dict[str, str]:
    """Folded name → the latest of the names that the authority's code stands with."""
    named: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for fact in facts:
        if fact["kind"] == "actor" and fact["authority_code"]:
            named[fact["authority_code"]].add((fact["published"] or "", fact["name"]))
    found = {}
    for names in named.values():
        latest = max(names)[1]
        found.update({fold(name): latest for _, name in names if name != latest})
    return found


# -- people ---------------------------------------------------------------------------------


def _people(nodes: Sequence[_Node]) -> dict[_Ref, str]:
    """What people are to be called where that is not what the document calls them."""
    found: dict[_Ref, str] = {}
    for family in _families(nodes):
        people = _told_apart(family)
        labels = Counter(person.label for person in people)
        for person in people:
            name, label = person.name, person.label
            if len(people) > 1:
                where = person.nodes[0].ref[0]
                name += f" ({label})" if labels[label] == 1 else f" ({label}, {where})"
            found.update({node.ref: name for node in person.nodes if node.name != name})
    return found


def _nodes(facts: Iterable[Record], latest: Mapping[str, str]) -> list[_Node]:
    councils: dict[str, set[str]] = defaultdict(set)
    people = []
    for fact in facts:
        if fact["kind"] == "actor":
            if fact["authority_code"]:
                councils[fact["doc_id"]].add(fact["authority_code"])
            if fact["type"] == "person":
                people.append(fact)
    nodes = []
    for fact in people:
        bodies = [role["organisation"] for role in fact["roles"] if role["organisation"]]
        nodes.append(
            _Node(
                ref=(fact["doc_id"], fact["actor_id"]),
                name=fact["name"],
                published=fact["published"] or "",
                names=frozenset(_full_names(fact)),
                bodies=frozenset(latest.get(fold(body), body) for body in bodies),
                titles=tuple(role["title"] for role in fact["roles"] if role["title"]),
                councils=frozenset(councils[fact["doc_id"]]),
            )
        )
    return nodes


def _full_names(fact: Record) -> Iterator[str]:
    yield fold(fact["name"])
    for alias in map(plain, fact["aliases"]):
        if " " in alias:  # a surname or a first name alone is anybody's
            yield alias


def _families(nodes: Sequence[_Node]) -> list[list[_Node]]:
    """Nodes that share a full name, directly or through others; those alone left out."""
    first: dict[str, int] = {}
    parents = list(range(len(nodes)))

    def root(index: int) -> int:
        while parents[index] != index:
            parents[index] = parents[parents[index]]
            index = parents[index]
        return index

    for index, node in enumerate(nodes):
        for name in node.names:
            parents[root(index)] = root(first.setdefault(name, index))
    families: dict[int, list[_Node]] = defaultdict(list)
    for index, node in enumerate(nodes):
        families[root(index)].append(node)
    return [family for family in families.values() if len(family) > 1]


def _told_apart(family: Iterable[_Node]) -> list[_Person]:
    """The people behind one name: first those whose bodies are known, then the others.

    Who could be either of two people is neither.
    """
    people: list[_Person] = []
    for node in sorted(family, key=lambda node: (not node.bodies, node.published, node.ref)):
        new = _Person(node)
        same = [person for person in people if person.is_same(new)]
        apart = any(one.docs & two.docs for one, two in combinations(same, 2))
        if len(same) == 1 or (same and node.bodies and not apart):
            # who was at one body and is at another makes those who are known there one
            for person in same:
                people.remove(person)
                new.take_in(person)
        people.append(new)
    return people


# -- rewriting ------------------------------------------------------------------------------


def _refs(fact: Record) -> Iterator[Record]:
    """The references of a fact, and itself where it describes an actor."""
    for field in _FIELDS[fact["kind"]]:
        if fact[field] is not None:
            yield fact[field]
    if fact["kind"] == "actor":
        yield fact


_FIELDS = {
    kind: ("attributed_to", *(role for _, own, role in RELATIONS if own == kind))
    for kind in ("rating", "date", "actor", "recommendation", "deadline", "statement")
}


def _rewrite(facts: Sequence[Record], names: Mapping[_Ref, str]) -> list[Record]:
    """The facts with actors under new names; an actor's own fact keeps the old one as alias."""
    return [_renamed(fact, names) for fact in facts] if names else list(facts)


def _renamed(fact: Record, names: Mapping[_Ref, str]) -> Record:
    doc_id = fact["doc_id"]
    changed: dict[str, Any] = {}
    for field in _FIELDS[fact["kind"]]:
        ref = fact[field]
        name = names.get((doc_id, ref["actor_id"])) if ref is not None else None
        if name is not None:
            changed[field] = {"actor_id": slug(name), "name": name}
    if fact["kind"] == "actor":
        name = names.get((doc_id, fact["actor_id"]))
        if name is not None:
            aliases = dict.fromkeys([*fact["aliases"], fact["name"]])
            aliases.pop(name, None)
            changed |= {"actor_id": slug(name), "name": name, "aliases": list(aliases)}
    return {**fact, **changed} if changed else fact

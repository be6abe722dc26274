"""People of one name: which of them are one, by the posts and bodies that documents give them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from norfolk_cs.ask.cast import plain
from norfolk_cs.names import fold
from norfolk_cs.write.records import Record

# Posts that one person holds for the whole country, or before all of it: by such a post a person
# is known in documents about different councils. Every council has its director and its leader.
NATIONAL = frozenset(
    ("baroness", "commissioner", "hmi", "inspector", "lord", "minister", "mp", "ombudsman", "peer",
     "secretary")
)  # fmt: skip
_WHAT_FOR = re.compile(r" (?:of|for|to|at|with|in|on)\b|,")

Ref = tuple[str, str]  # a document, and an actor_id in it


@dataclass(frozen=True, slots=True)
class Node:
    """A person of one document, and what it tells of them.

    ``names`` are the full names it gives, folded; ``bodies`` where they are or were; ``councils``
    are those that the document names.
    """

    ref: Ref
    name: str
    published: str
    names: frozenset[str]
    bodies: frozenset[str]
    titles: tuple[str, ...]
    councils: frozenset[str]


def post_noun(title: str) -> str:
    """What a post is, without its rank and field: "director" of "interim children's director"."""
    return (_WHAT_FOR.split(fold(title), maxsplit=1)[0].split() or [""])[-1]


class _Person:
    """Nodes that are one person's, and what they tell of them together."""

    def __init__(self, node: Node) -> None:
        self.nodes = [node]
        self.docs = {node.ref[0]}
        self.bodies = set(node.bodies)
        self.posts = set(map(post_noun, node.titles))
        self.councils = set(node.councils)

    def take_in(self, other: _Person) -> None:
        """Make somebody else's nodes this person's, before its own."""
        self.nodes = other.nodes + self.nodes
        self.docs |= other.docs
        self.bodies |= other.bodies
        self.posts |= other.posts
        self.councils |= other.councils

    def is_same(self, other: _Person) -> bool:
        """Whether two who share a full name are one person, by evidence.

        A document that names both tells them apart. With bodies known of both, they are one if
        they share one. Else a post for the whole country makes them one; and, unless their posts
        are different ones, a body of the one that is a council of the other's documents, or,
        where no body is known of either, documents that name the same council.
        """
        if self.docs & other.docs:
            return False
        if self.bodies and other.bodies:
            return bool(self.bodies & other.bodies)
        if self.posts & other.posts & NATIONAL:
            return True
        if self.posts and other.posts and not self.posts & other.posts:
            return False
        if self.bodies or other.bodies:
            return bool(self.bodies & other.councils or other.bodies & self.councils)
        return bool(self.councils & other.councils)

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


def nodes_of(facts: Iterable[Record], latest: Mapping[str, str]) -> list[Node]:
    """The people of each document; ``latest`` maps a folded name of a council to its latest."""
    councils: dict[str, set[str]] = defaultdict(set)
    people = []
    for fact in facts:
        if fact["kind"] == "actor":
            if fact["authority_code"]:
                councils[fact["doc_id"]].add(latest.get(fold(fact["name"]), fact["name"]))
            if fact["type"] == "person":
                people.append(fact)
    nodes = []
    for fact in people:
        bodies = [role["organisation"] for role in fact["roles"] if role["organisation"]]
        nodes.append(
            Node(
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


def own_names(nodes: Sequence[Node]) -> dict[Ref, str]:
    """What people are to be called where that is not what the document calls them."""
    found: dict[Ref, str] = {}
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


def _full_names(fact: Record) -> Iterator[str]:
    yield fold(fact["name"])
    for alias in map(plain, fact["aliases"]):
        if " " in alias:  # a surname or a first name alone is anybody's
            yield alias


def _families(nodes: Sequence[Node]) -> list[list[Node]]:
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
    families: dict[int, list[Node]] = defaultdict(list)
    for index, node in enumerate(nodes):
        families[root(index)].append(node)
    return [family for family in families.values() if len(family) > 1]


def _told_apart(family: Iterable[Node]) -> list[_Person]:
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

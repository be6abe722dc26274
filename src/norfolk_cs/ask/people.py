"""Who appears over all documents: their posts through time, where they are named, what they did."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from norfolk_cs.ask.cast import RELATIONS, Actor, Cast, bare_name
from norfolk_cs.wording import role_words
from norfolk_cs.write.records import Record


@dataclass(frozen=True, slots=True)
class Post:
    """A post, and the documents that tell of it.

    ``first`` and ``last`` are when the earliest and the latest of them were published (EDTF;
    None where none of them has a date).
    """

    title: str | None
    organisation: str | None
    former: bool
    first: str | None
    last: str | None
    docs: tuple[str, ...]

    @property
    def words(self) -> str:
        """The post as one would say it: "former director, Norfolk County Council"."""
        return role_words(
            {"title": self.title, "organisation": self.organisation, "former": self.former}
        )


@dataclass(frozen=True, slots=True)
class Named:
    """A document that names somebody."""

    doc_id: str
    published: str | None
    mentions: int


@dataclass(frozen=True, slots=True)
class Person:
    """A person or an organisation over all documents.

    ``posts`` and ``documents`` are in the order of publication, what is undated last. ``counts``
    are of facts, by what RELATIONS calls them. ``namesakes`` are the names of others who share
    theirs.
    """

    actor_id: str
    name: str
    type: str
    authority_code: str | None
    aliases: tuple[str, ...]
    posts: tuple[Post, ...]
    documents: tuple[Named, ...]
    mentions: int
    counts: dict[str, int]
    namesakes: tuple[str, ...]


def people(facts: Iterable[Record]) -> tuple[Person, ...]:
    """Everybody whom the facts describe: people, then organisations, the most told of first.

    Give what :func:`identity.identify` makes of facts, so that each stands under one name. Who is
    only referred to ("inspectors", "mother") has no actor fact and is left out.
    """
    facts = list(facts)
    described: dict[str, list[Record]] = defaultdict(list)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for fact in facts:
        if fact["kind"] == "actor":
            described[fact["actor_id"]].append(fact)
        for relation in RELATIONS:
            if fact["kind"] == relation.kind and fact[relation.field] is not None:
                counts[fact[relation.field]["actor_id"]][relation.tally] += 1
    actors = {actor.actor_id: actor for actor in Cast(facts)}
    sharing: dict[str, list[str]] = defaultdict(list)
    for actor_id in described:
        sharing[bare_name(actors[actor_id].name)].append(actors[actor_id].name)
    found = [
        _person(actors[actor_id], own, counts[actor_id], sharing[bare_name(actors[actor_id].name)])
        for actor_id, own in described.items()
    ]
    return tuple(sorted(found, key=_order))


def _order(person: Person) -> tuple[bool, int, int, str]:
    weight = person.mentions + sum(person.counts.values())
    return person.type != "person", -weight, -len(person.documents), person.name


def _person(
    actor: Actor, described: Iterable[Record], counts: Counter[str], sharing: Iterable[str]
) -> Person:
    in_order = sorted(described, key=lambda fact: (fact["published"] is None, fact["published"]))
    mentions: Counter[tuple[str, str | None]] = Counter()
    posts: dict[tuple[str | None, str | None, bool], list[Record]] = defaultdict(list)
    for fact in in_order:
        mentions[fact["doc_id"], fact["published"]] += len(fact["mentions"])
        for role in fact["roles"]:
            posts[role["title"], role["organisation"], role["former"]].append(fact)
    return Person(
        actor_id=actor.actor_id,
        name=actor.name,
        type=actor.type or "",
        authority_code=actor.authority_code,
        aliases=tuple(actor.aliases),
        posts=tuple(_post(*post, told) for post, told in posts.items()),
        documents=tuple(Named(doc, date, count) for (doc, date), count in mentions.items()),
        mentions=actor.mentions,
        counts={relation.tally: counts[relation.tally] for relation in RELATIONS},
        namesakes=tuple(name for name in sharing if name != actor.name),
    )


def _post(
    title: str | None, organisation: str | None, former: bool, told: Iterable[Record]
) -> Post:
    dates = [fact["published"] for fact in told if fact["published"]]
    return Post(
        title=title,
        organisation=organisation,
        former=former,
        first=min(dates, default=None),
        last=max(dates, default=None),
        docs=tuple(dict.fromkeys(fact["doc_id"] for fact in told)),
    )

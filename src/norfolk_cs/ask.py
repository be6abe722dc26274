"""Questions asked of facts: who is meant by a name, and which facts answer.

Facts are plain mappings as read from JSON Lines; nothing here extracts or prints.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from typing import Any

from norfolk_cs.errors import NorfolkError
from norfolk_cs.names import fold, slug
from norfolk_cs.write.records import Record

# What an actor's facts are to them: a heading, the kind, and the field that names them.
RELATIONS: tuple[tuple[str, str, str], ...] = (
    ("Said", "statement", "speaker"),
    ("Recommended", "recommendation", "recommender"),
    ("Was told to act", "recommendation", "addressee"),
    ("Set deadlines", "deadline", "set_by"),
    ("Was set deadlines", "deadline", "obliged"),
    ("Gave ratings", "rating", "rater"),
    ("Was rated", "rating", "body"),
)
# Facts inside somebody's words that are not about them: a grade they mention, a date they give.
IN_THEIR_WORDS = "Also in their words"

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
        own = fold(self.name)
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

    def find(self, name: str, *, among: Container[str] | None = None) -> Actor:
        """The one actor a name means: by full name or slug, else by surname or alias.

        ``among`` are the actor_ids that can be meant; None is all. Raises UnknownName with the
        nearest names, AmbiguousName where several share the name.
        """
        actors = [actor for actor in self if among is None or actor.actor_id in among]
        folded = _plain(name)
        found = [actor for actor in actors if folded in (fold(actor.name), actor.actor_id)]
        found = found or [actor for actor in actors if actor.answers_to(folded)]
        if not found:
            names = [actor.name for actor in actors]
            raise UnknownName(f"no actor is called {name!r}", hint=_nearest(name, names))
        if len(found) > 1:
            raise AmbiguousName(
                f"{len(found)} actors are called {name!r}",
                found,
                hint="Ask for one by full name",
            )
        return found[0]

    def namesakes(self, actor: Actor, name: str) -> list[Actor]:
        """Others whom ``name`` could have meant, had it not been somebody's full name."""
        return [other for other in self if other is not actor and other.answers_to(_plain(name))]


def select(
    facts: Sequence[Record],
    *,
    kinds: Container[str] | None = None,
    docs: Collection[str] = (),
    rating: str | None = None,
    body: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> list[Record]:
    """The facts that are asked for, in their order; what is left out does not restrict.

    ``docs`` are document ids or how they begin. ``rating`` (a grade) and ``body`` (a name) leave
    only ratings. ``since`` and ``until`` (YYYY, YYYY-MM or YYYY-MM-DD, both inclusive) go by
    publication; a document known only by its month or year is in if part of it is, one without
    a date is not. Raises UnknownName where a document, grade or body is in none of the facts.
    """
    documents = {doc for wanted in docs for doc in _documents(facts, wanted)}
    grade = _grade(facts, rating) if rating is not None else None
    body_id = _body(facts, body) if body is not None else None
    return [
        fact
        for fact in facts
        if (kinds is None or fact["kind"] in kinds)
        and (not docs or fact["doc_id"] in documents)
        and (grade is None or (fact["kind"] == "rating" and fact["value"] == grade))
        and (body_id is None or (fact["kind"] == "rating" and _is(fact["body"], body_id)))
        and _published_within(fact["published"], since, until)
    ]


def about(facts: Iterable[Record], actor: Actor) -> list[Record]:
    """The facts that describe an actor or refer to them, in their order."""
    return [fact for fact in facts if any(_is(ref, actor.actor_id) for ref in refs(fact))]


def by_relation(facts: Iterable[Record], actor: Actor) -> dict[str, list[Record]]:
    """An actor's facts by what they are to them: the headings of RELATIONS, empty ones left out.

    A fact may stand under two ("the council urged itself"). Within a heading the earliest
    publication comes first, undated ones last, then the facts' own order.
    """
    found: dict[str, list[Record]] = {heading: [] for heading, _, _ in RELATIONS}
    found[IN_THEIR_WORDS] = []
    for fact in facts:
        headings = [
            heading
            for heading, kind, role in RELATIONS
            if fact["kind"] == kind and _is(fact[role], actor.actor_id)
        ]
        if not headings and _is(fact["attributed_to"], actor.actor_id):
            headings = [IN_THEIR_WORDS]
        for heading in headings:
            found[heading].append(fact)
    return {
        heading: sorted(theirs, key=lambda fact: (fact["published"] is None, fact["published"]))
        for heading, theirs in found.items()
        if theirs
    }


def refs(fact: Record) -> list[Record]:
    """Everybody a fact refers to; an actor fact refers to whom it describes."""
    fields = ["attributed_to", *(role for _, kind, role in RELATIONS if kind == fact["kind"])]
    found = [fact[name] for name in fields if fact[name] is not None]
    return [*found, fact] if fact["kind"] == "actor" else found


def _is(ref: Any, actor_id: str) -> bool:
    return ref is not None and ref["actor_id"] == actor_id


def _documents(facts: Iterable[Record], wanted: str) -> set[str]:
    known = {fact["doc_id"] for fact in facts}
    if wanted in known:
        return {wanted}
    found = {doc for doc in known if doc.startswith(wanted)} if wanted else set()
    if not found:
        raise UnknownName(f"no document is called {wanted!r}", hint=_nearest(wanted, sorted(known)))
    return found


def _grade(facts: Iterable[Record], wanted: str) -> str:
    grade = slug(wanted).replace("-", "_")
    known = {fact["value"] for fact in facts if fact["kind"] == "rating"}
    if grade not in known:
        hint = f"There are: {', '.join(sorted(known))}" if known else "There are no ratings"
        raise UnknownName(f"no rating is {wanted!r}", hint=hint)
    return grade


def _body(facts: Sequence[Record], wanted: str) -> str:
    rated = {
        fact["body"]["actor_id"] for fact in facts if fact["kind"] == "rating" and fact["body"]
    }
    return Cast(facts).find(wanted, among=rated).actor_id


def _published_within(published: str | None, since: str | None, until: str | None) -> bool:
    if since is None and until is None:
        return True
    if published is None:
        return False
    # ISO dates compare as strings; "~" comes after "-" and digits, so "2016-08~" is the end of
    # that month, and a month known to be 2016-08 may be any of its days
    return (since is None or published + "~" >= since) and (
        until is None or published <= until + "~"
    )


def _plain(name: str) -> str:
    """A name asked for, folded and without an honorific, as names stand in facts."""
    return _HONORIFIC.sub("", fold(name))


def _nearest(name: str, known: Iterable[str]) -> str:
    """What to try instead: names spelled alike, then names that share a word."""
    from difflib import get_close_matches  # only a slip needs it

    wanted = _plain(name)
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

"""Which facts answer: by kind, document, grade, body, time of publication, or about an actor."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Sequence

from norfolk_cs.ask.cast import RELATIONS, Actor, Among, Cast, UnknownName, is_of, nearest, refs
from norfolk_cs.names import slug
from norfolk_cs.write.records import Record

# Facts inside somebody's words that are not about them: a grade they mention, a date they give.
IN_THEIR_WORDS = "Also in their words"


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
        and (body_id is None or (fact["kind"] == "rating" and is_of(fact["body"], body_id)))
        and _published_within(fact["published"], since, until)
    ]


def about(facts: Iterable[Record], actor: Actor) -> list[Record]:
    """The facts that describe an actor or refer to them, in their order."""
    return [fact for fact in facts if any(is_of(ref, actor.actor_id) for ref in refs(fact))]


def by_relation(facts: Iterable[Record], actor: Actor) -> dict[str, list[Record]]:
    """An actor's facts by what they are to them: the headings of RELATIONS, empty ones left out.

    A fact may stand under two ("the council urged itself"). Within a heading the earliest
    publication comes first, undated ones last, then the facts' own order.
    """
    found: dict[str, list[Record]] = {heading: [] for heading, *_ in RELATIONS}
    found[IN_THEIR_WORDS] = []
    for fact in facts:
        headings = [
            heading
            for heading, _, kind, role in RELATIONS
            if fact["kind"] == kind and is_of(fact[role], actor.actor_id)
        ]
        if not headings and is_of(fact["attributed_to"], actor.actor_id):
            headings = [IN_THEIR_WORDS]
        for heading in headings:
            found[heading].append(fact)
    return {
        heading: sorted(theirs, key=lambda fact: (fact["published"] is None, fact["published"]))
        for heading, theirs in found.items()
        if theirs
    }


def _documents(facts: Iterable[Record], wanted: str) -> set[str]:
    known = {fact["doc_id"] for fact in facts}
    if wanted in known:
        return {wanted}
    found = {doc for doc in known if doc.startswith(wanted)} if wanted else set()
    if not found:
        raise UnknownName(f"no document is called {wanted!r}", hint=nearest(wanted, sorted(known)))
    return found


def _grade(facts: Iterable[Record], wanted: str) -> str:
    grade = slug(wanted).replace("-", "_")
    known = {fact["value"] for fact in facts if fact["kind"] == "rating"}
    if grade not in known:
        hint = f"There are: {', '.join(sorted(known))}" if known else "There are no ratings"
        raise UnknownName(f"no rating is {wanted!r}", hint=hint)
    return grade


def _body(facts: Sequence[Record], wanted: str) -> str:
    rated = Among.those(facts, "rating", "body", "rated")
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

"""Who is the same over several documents, on evidence only.

A document's own actors are what the extraction made of them. Across documents a full name is not
yet a person: there are two John Smiths. And one council may bear two names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from norfolk_cs.ask.aliases import Aliases
from norfolk_cs.ask.cast import REFERRING, refs
from norfolk_cs.ask.namesakes import Ref, nodes_of, own_names
from norfolk_cs.names import fold, slug
from norfolk_cs.write.records import Record


def identify(facts: Iterable[Record], aliases: Aliases | None = None) -> list[Record]:
    """The facts with every actor under one name and ``actor_id`` in all documents.

    - What the alias file says holds, and is not gone into further.
    - A council whose documents name it differently (one GSS code) bears its latest name.
    - People of one full name, or of whom one document gives the other's full name as an alias,
      are one person on evidence: a body they share; where one's is not known, a post for the
      whole country (an MP, a minister, an inspector) or a council. A surname never counts.
    - Other people of one name stay apart, each with what tells them apart in brackets:
      "John Smith (Kent County Council)".

    Facts that do not change are the same objects.
    """
    facts = list(facts)
    settled: set[Ref] = set()
    renamed: dict[Ref, str] = {}
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
    nodes = [node for node in nodes_of(facts, latest) if node.ref not in settled]
    found |= own_names(nodes)
    return _rewrite(facts, {ref: name for ref, name in found.items() if ref not in settled})


def _names(facts: Iterable[Record]) -> dict[Ref, str]:
    return {(fact["doc_id"], ref["actor_id"]): ref["name"] for fact in facts for ref in refs(fact)}


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


# -- rewriting ------------------------------------------------------------------------------


def _rewrite(facts: Sequence[Record], names: Mapping[Ref, str]) -> list[Record]:
    """The facts with actors under new names; an actor's own fact keeps the old one as alias."""
    return [_renamed(fact, names) for fact in facts] if names else list(facts)


def _renamed(fact: Record, names: Mapping[Ref, str]) -> Record:
    doc_id = fact["doc_id"]
    changed: dict[str, Any] = {}
    for field in REFERRING[fact["kind"]]:
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

"""The council that a document is about."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from norfolk_cs.analysis import Analysis
from norfolk_cs.authorities import authorities
from norfolk_cs.naming.body import Body
from norfolk_cs.naming.places import Place
from norfolk_cs.naming.title import Title
from norfolk_cs.stems import holds

_EARLY = 600  # characters: a headline and its first paragraphs, where the subject is named
_EARLY_WEIGHT = 3.0  # being named first outweighs two further mentions elsewhere

# What every match of the next holds: much faster to look for.
_SPOKEN = ("ty council", "borough council", "ounty Hall")
_SPOKEN_OF = re.compile(
    # a letter first, so that the search skips to it
    r"[TtC](?<!\w.)(?:(?<=[Tt])he (?P<sort>county|city|borough) council\b|(?<=C)ounty Hall\b)"
)


def with_subject(analysis: Analysis, places: list[Place], bodies: list[Body]) -> list[Place]:
    """The places, the one a text begins with for its council where none is named early.

    Only where the text speaks of "the county council" and just one early place has one.
    """
    text = analysis.text
    said = places and holds(text, _SPOKEN)
    spoken = _SPOKEN_OF.search(text) if said else None
    if spoken is None:
        return places
    sort = f"{spoken['sort'] or 'county'} council"
    early = [body for body in bodies if body.kind == "council" and body.start < _EARLY]
    if any(body.name.lower().endswith(sort) for body in early):
        return places
    published = analysis.document.published
    own = {
        place.key
        for place in places
        if place.start < _EARLY
        and (row := authorities().named(place.key, published)) is not None
        and row.name.lower().endswith(sort)
    }
    if len(own) != 1:
        return places
    return [replace(place, as_body=True) if place.key in own else place for place in places]


def with_titled(title: Title | None, places: list[Place]) -> list[Place]:
    """The places, the one that a report's title names for its council."""
    if title is None or title.is_board:
        return places
    return [
        replace(place, as_body=True) if title.start <= place.start < title.end else place
        for place in places
    ]


def main_council(bodies: list[Body], places: list[Place], names: dict[str, str]) -> str | None:
    """The official or fullest name of the council that is named first and most.

    ``names`` gives the council's name for each place that may stand for one. None where two
    weigh the same, or none is named.
    """
    weights: dict[str, float] = defaultdict(float)
    firsts: dict[str, int] = {}
    for body in bodies:
        if body.kind == "council":
            weights[body.name] += 2
            firsts[body.name] = min(firsts.get(body.name, body.start), body.start)
    for place in places:
        name = names.get(place.key)
        if name and (place.as_body or name in weights):
            weights[name] += 2 if place.as_body else 1
            firsts[name] = min(firsts.get(name, place.start), place.start)
    for name, first in firsts.items():
        if first < _EARLY:
            weights[name] += _EARLY_WEIGHT * (2 - first / _EARLY)
    ranked = sorted(weights, key=lambda name: -weights[name])
    if not ranked or (len(ranked) > 1 and weights[ranked[0]] == weights[ranked[1]]):
        return None
    return ranked[0]

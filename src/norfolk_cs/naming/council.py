"""The council that a document is about."""

from __future__ import annotations

from collections import defaultdict

from norfolk_cs.naming.body import Body
from norfolk_cs.naming.places import Place

_EARLY = 600  # characters: a headline and its first paragraphs, where the subject is named
_EARLY_WEIGHT = 3.0  # being named first outweighs two further mentions elsewhere


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

"""What changed between two runs: facts lost, gained and changed, matched by place and meaning."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from norfolk_cs.write.records import Record

# Not compared: ids and sentence numbers follow from other things in the text, the path from where
# the run was started, and the version from the program.
NOT_COMPARED = frozenset({"schema_version", "id", "kind", "doc_id", "source"})
# Where a fact stands, and not what it says.
PLACE = frozenset({"span", "sentence", "page", "mentions"})

What = Literal["lost", "gained", "changed", "moved"]
WHAT: tuple[What, ...] = ("lost", "gained", "changed", "moved")
Slots = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that one run has and the other has not, or has otherwise.

    ``slots`` maps each slot that differs to its old and new value. A fact has ``moved`` where the
    text around it has changed and it says the same in another place.
    """

    what: What
    old: Record | None
    new: Record | None
    slots: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    @property
    def fact(self) -> Record:
        """The fact as it is now, or was last."""
        fact = self.new or self.old
        assert fact is not None, "a change is of a fact"
        return fact


@dataclass(frozen=True, slots=True)
class _Side:
    """A fact of one run with what is compared of it."""

    fact: Record
    slots: Slots
    key: str
    meaning: str


def compare(old: Iterable[Record], new: Iterable[Record]) -> list[Change]:
    """What is lost, gained and changed from ``old`` to ``new``, in document order.

    Facts are paired within document and kind: those that are the same first, then those whose
    spans overlap, the greatest overlap first and of equal ones the most alike. Where a
    document's text has changed, facts with the same words and meaning are paired wherever they
    have moved to.
    """
    olds, news = _by_document(old), _by_document(new)
    changes: list[Change] = []
    for doc_id in dict.fromkeys([*olds, *news]):
        before, after = olds.get(doc_id, []), news.get(doc_id, [])
        of_document: list[Change] = []
        same_text = not _ids(before).isdisjoint(_ids(after))
        for kind in {fact["kind"] for fact in [*before, *after]}:
            of_document += _compare_kind(
                [_side(fact) for fact in before if fact["kind"] == kind],
                [_side(fact) for fact in after if fact["kind"] == kind],
                same_text=same_text,
            )
        of_document.sort(key=_reading_order)
        changes += of_document
    return changes


def _by_document(facts: Iterable[Record]) -> dict[str, list[Record]]:
    by_document: dict[str, list[Record]] = defaultdict(list)
    for fact in facts:
        by_document[fact["doc_id"]].append(fact)
    return by_document


def _ids(facts: Iterable[Record]) -> set[str]:
    """The facts' ids, which hold a hash of the text: one in common, and the text is the same."""
    return {fact["id"] for fact in facts if fact.get("id")}


def _reading_order(change: Change) -> tuple[int, int, str, str]:
    fact = change.fact
    return fact["span"]["start"], fact["span"]["end"], fact["kind"], change.what


def _side(fact: Record) -> _Side:
    slots = {name: value for name, value in fact.items() if name not in NOT_COMPARED}
    slots["sentence"] = {**fact["sentence"], "index": None}
    meaning = {name: value for name, value in slots.items() if name not in PLACE}
    words = " ".join(fact["span"]["text"].split())
    return _Side(fact, slots, json.dumps(slots), json.dumps([words, meaning]))


def _compare_kind(old: list[_Side], new: list[_Side], *, same_text: bool) -> Iterator[Change]:
    _, old, new = _pair_equal(old, new, "key")
    pairs: list[tuple[_Side, _Side]] = []
    if not same_text:
        pairs, old, new = _pair_equal(old, new, "meaning")
    overlapping, old, new = _pair_overlapping(old, new)
    for before, after in [*pairs, *overlapping]:
        slots = {
            name: (before.slots.get(name), after.slots.get(name))
            for name in dict.fromkeys([*before.slots, *after.slots])
            if before.slots.get(name) != after.slots.get(name)
        }
        moved = before.meaning == after.meaning and not same_text
        yield Change("moved" if moved else "changed", before.fact, after.fact, slots)
    for side in old:
        yield Change("lost", side.fact, None)
    for side in new:
        yield Change("gained", None, side.fact)


Paired = tuple[list[tuple[_Side, _Side]], list[_Side], list[_Side]]


def _pair_equal(
    old: Sequence[_Side], new: Sequence[_Side], by: Literal["key", "meaning"]
) -> Paired:
    """Pairs that agree in ``by``, in text order, and what is left of either run."""
    waiting: dict[str, list[_Side]] = defaultdict(list)
    for side in reversed(new):
        waiting[getattr(side, by)].append(side)
    pairs = []
    left = []
    for side in old:
        partners = waiting[getattr(side, by)]
        if partners:
            pairs.append((side, partners.pop()))
        else:
            left.append(side)
    unpaired = {id(side) for sides in waiting.values() for side in sides}
    return pairs, left, [side for side in new if id(side) in unpaired]


def _pair_overlapping(old: Sequence[_Side], new: Sequence[_Side]) -> Paired:
    """Pairs one to one, the best first, and what is left of either run."""
    ranked = sorted(
        (-_overlap(old[o], new[n]), -_alike(old[o], new[n]), o, n) for o, n in _touching(old, new)
    )
    pairs = []
    old_left, new_left = dict(enumerate(old)), dict(enumerate(new))
    for _, _, o, n in ranked:
        if o in old_left and n in new_left:
            pairs.append((old_left.pop(o), new_left.pop(n)))
    return pairs, list(old_left.values()), list(new_left.values())


def _touching(old: Sequence[_Side], new: Sequence[_Side]) -> Iterator[tuple[int, int]]:
    """Positions of facts that can be the same: spans overlap, or actors have one name."""
    by_actor: dict[str, list[int]] = defaultdict(list)
    for n, side in enumerate(new):
        if side.fact["kind"] == "actor":
            by_actor[side.fact["actor_id"]].append(n)
    order = sorted(range(len(new)), key=lambda n: new[n].fact["span"]["start"])
    open_: list[int] = []  # those of ``new`` that may still overlap, as ``old`` moves on
    ahead = 0
    for o in sorted(range(len(old)), key=lambda o: old[o].fact["span"]["start"]):
        fact = old[o].fact
        namesakes = by_actor[fact["actor_id"]] if fact["kind"] == "actor" else []
        yield from ((o, n) for n in namesakes)
        while ahead < len(order) and new[order[ahead]].fact["span"]["start"] < fact["span"]["end"]:
            open_.append(order[ahead])
            ahead += 1
        open_ = [n for n in open_ if new[n].fact["span"]["end"] > fact["span"]["start"]]
        yield from ((o, n) for n in open_ if n not in namesakes and _overlap(old[o], new[n]) > 0)


def _overlap(old: _Side, new: _Side) -> float:
    """Intersection over union of two spans; an actor of the same name overlaps wholly."""
    one, other = old.fact, new.fact
    if one["kind"] == "actor" and one["actor_id"] == other["actor_id"]:
        return 1.0
    shared = min(one["span"]["end"], other["span"]["end"]) - max(
        one["span"]["start"], other["span"]["start"]
    )
    union = max(one["span"]["end"], other["span"]["end"]) - min(
        one["span"]["start"], other["span"]["start"]
    )
    return max(0.0, shared / union) if union else 0.0


def _alike(old: _Side, new: _Side) -> int:
    return sum(value == new.slots.get(name) for name, value in old.slots.items())

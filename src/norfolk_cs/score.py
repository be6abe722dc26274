"""Facts against gold: precision, recall, F1 by kind, and the share of right slots (contract §3).

Facts and gold lines are plain mappings as read from JSON Lines, so anybody's facts can be scored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from norfolk_cs.errors import BadFacts
from norfolk_cs.names import fold
from norfolk_cs.write.records import FIELDS, Record, read_partial

Line = Record

SLOTS: dict[str, tuple[str, ...]] = {
    "rating": ("body", "area", "previous", "rater", "judged_on"),
    "date": ("start", "end", "mod"),
    "actor": ("type", "roles"),
    "recommendation": ("recommender", "addressee", "strength"),
    "deadline": ("obliged", "set_by"),
    "statement": ("cue", "directness"),
}
COMMON_SLOTS = ("attributed_to", "certainty", "quoted")
RECOMMENDATION_IOU = 0.5
DIRECT_IOU = 0.9
INDIRECT_IOU = 0.6


@dataclass(frozen=True, slots=True)
class SlotError:
    """A matched fact whose slot differs from gold's."""

    gold: Line
    fact: Line
    slot: str


@dataclass(slots=True)
class KindScore:
    """Counts for one kind. Optional gold that was found counts on neither side."""

    matched: int = 0
    missed: list[Line] = field(default_factory=list)
    spurious: list[Line] = field(default_factory=list)

    @property
    def precision(self) -> float | None:
        """Matched of found; None where nothing was found."""
        return _share(self.matched, self.matched + len(self.spurious))

    @property
    def recall(self) -> float | None:
        """Matched of gold; None where gold has none."""
        return _share(self.matched, self.matched + len(self.missed))

    @property
    def f1(self) -> float | None:
        """2m / (2m + missed + spurious); None where there is nothing to find and nothing found."""
        return _share(2 * self.matched, 2 * self.matched + len(self.missed) + len(self.spurious))


@dataclass(slots=True)
class Score:
    """The score of a set of documents."""

    kinds: dict[str, KindScore] = field(
        default_factory=lambda: {kind: KindScore() for kind in FIELDS}
    )
    slots: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    slot_errors: list[SlotError] = field(default_factory=list)

    @property
    def micro(self) -> KindScore:
        """All kinds together."""
        total = KindScore()
        for score in self.kinds.values():
            total.matched += score.matched
            total.missed += score.missed
            total.spurious += score.spurious
        return total


@dataclass(frozen=True, slots=True)
class Gold:
    """Gold lines, and the documents they speak for: one may rightly have no facts at all."""

    lines: tuple[Line, ...]
    documents: frozenset[str]


def read_gold(folder: Path) -> Gold:
    """The gold of a folder: a JSON Lines file a document, named by the document's id.

    Raises BadFacts where there is none, or where a line is no gold.
    """
    paths = sorted(folder.rglob("*.jsonl")) if folder.is_dir() else [folder]
    if not paths:
        raise BadFacts("no gold here", where=str(folder), hint="Gold is one ID.jsonl a document")
    root = folder if folder.is_dir() else folder.parent
    lines: list[Line] = []
    documents = set()
    for path in paths:
        of_document = read_partial(path)
        lines += of_document
        documents |= {line["doc_id"] for line in of_document}
        if not of_document:
            documents.add(path.relative_to(root).with_suffix("").as_posix())
    return Gold(tuple(lines), frozenset(documents))


def score(
    gold: Iterable[Line], facts: Iterable[Line], documents: Collection[str] | None = None
) -> Score:
    """Match facts with gold, one to one, by document and kind, greatest overlap first.

    Only facts of ``documents`` are scored; None means those that have a gold line.
    """
    by_place: dict[tuple[str, str], tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    gold = list(gold)
    if documents is None:
        documents = {line["doc_id"] for line in gold}
    for line in gold:
        by_place[line["doc_id"], line["kind"]][0].append(line)
    for line in facts:
        if line["doc_id"] in documents:
            by_place[line["doc_id"], line["kind"]][1].append(line)
    result = Score()
    for (_, kind), (wanted, found) in sorted(by_place.items()):
        _score_place(result, kind, wanted, found)
    return result


def _score_place(result: Score, kind: str, wanted: list[Line], found: list[Line]) -> None:
    pairs = []
    for g, gold in enumerate(wanted):
        for f, fact in enumerate(found):
            overlap = match_overlap(gold, fact)
            if overlap > 0:
                pairs.append((-overlap, g, f))
    pairs.sort()
    gold_taken: set[int] = set()
    fact_taken: set[int] = set()
    tally = result.kinds[kind]
    for _, g, f in pairs:
        if g in gold_taken or f in fact_taken:
            continue
        gold_taken.add(g)
        fact_taken.add(f)
        if not wanted[g].get("optional"):
            tally.matched += 1
        _score_slots(result, kind, wanted[g], found[f])
    tally.missed += [
        line for g, line in enumerate(wanted) if g not in gold_taken and not line.get("optional")
    ]
    tally.spurious += [line for f, line in enumerate(found) if f not in fact_taken]


def _score_slots(result: Score, kind: str, gold: Line, fact: Line) -> None:
    for slot in SLOTS[kind] + COMMON_SLOTS:
        if slot not in gold:
            continue
        right = same_slot(slot, gold[slot], fact.get(slot))
        good, total = result.slots.get((kind, slot), (0, 0))
        result.slots[kind, slot] = (good + right, total + 1)
        if not right:
            result.slot_errors.append(SlotError(gold, fact, slot))


def match_overlap(gold: Line, fact: Line) -> float:
    """How well a fact fits a gold line of its kind: 0 where the contract's conditions fail."""
    kind = gold["kind"]
    if kind == "actor":
        return 1.0 if same_slot("name", gold.get("name"), fact.get("name")) else 0.0
    shared = _shared(gold["span"], fact["span"])
    if shared <= 0:
        return 0.0
    if kind == "rating":
        fits = _equal(gold, fact, "value") and _equal(gold, fact, "negated")
    elif kind == "date":
        fits = _equal(gold, fact, "value") and _equal(gold, fact, "type")
    elif kind == "recommendation":
        fits = _iou(gold, fact) >= RECOMMENDATION_IOU and _equal(gold, fact, "against")
    elif kind == "deadline":
        measure = "due" if gold.get("due") else "window"
        fits = _equal(gold, fact, "basis") and _equal(gold, fact, measure)
    else:
        bar = DIRECT_IOU if gold.get("directness") == "direct" else INDIRECT_IOU
        speaker = gold.get("speaker")
        fits = _iou(gold, fact) >= bar and same_slot("speaker", speaker, fact.get("speaker"))
    return _iou(gold, fact) if fits else 0.0


def same_slot(slot: str, gold: Any, found: Any) -> bool:
    """Whether a slot's value is right. Actors compare by folded name; of roles, each that gold
    names must be among those found, by the keys gold gives.
    """
    if slot == "roles":
        return all(any(_same_role(want, have) for have in found or ()) for want in gold)
    return bool(_name(gold) == _name(found))


def _same_role(want: Line, have: Line) -> bool:
    return all(_name(value) == _name(have.get(key)) for key, value in want.items())


def _name(value: Any) -> Any:
    if isinstance(value, Mapping):
        return fold(str(value.get("name")))
    return fold(value) if isinstance(value, str) else value


def _equal(gold: Line, fact: Line, field_name: str) -> bool:
    if field_name not in gold:
        return field_name != "negated" or not fact.get("negated")
    return bool(gold[field_name] == fact.get(field_name))


def _shared(one: Line, other: Line) -> int:
    return int(min(one["end"], other["end"]) - max(one["start"], other["start"]))


def _iou(gold: Line, fact: Line) -> float:
    one, other = gold["span"], fact["span"]
    shared = _shared(one, other)
    union = max(one["end"], other["end"]) - min(one["start"], other["start"])
    return shared / union if shared > 0 else 0.0


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None

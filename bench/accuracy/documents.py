"""The annotated documents of this repository: facts against gold, by kind, slot and text type."""

from __future__ import annotations

import json
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tables import share, table

from norfolk_cs.models import KINDS
from norfolk_cs.read import read_documents
from norfolk_cs.run import facts_of
from norfolk_cs.score import KindScore, Score, read_gold, same_slot, score

ROOT = Path(__file__).parent.parent.parent
TESTS = ROOT / "tests"
CORPORA = {
    "seeds": (ROOT / "seeds", TESTS / "gold"),
    "dev": (TESTS / "corpora/dev/docs", TESTS / "corpora/dev/gold"),
    "invented": (TESTS / "corpora/invented/docs", TESTS / "corpora/invented/gold"),
}
CAUSES_SHOWN = 12
EXAMPLE_CHARS = 70  # of an error's words; a cause is known by less than a sentence
Line = dict[str, Any]


@dataclass(frozen=True)
class Corpus:
    """One folder's documents, their gold and the facts found in them."""

    name: str
    documents: frozenset[str]
    gold: list[Line]
    facts: list[Line]

    def score(self, documents: Collection[str] | None = None) -> Score:
        """The score over some of the documents, or all."""
        chosen = self.documents if documents is None else frozenset(documents)
        gold = [line for line in self.gold if line["doc_id"] in chosen]
        return score(gold, self.facts, chosen)


def read_corpora() -> list[Corpus]:
    """Every corpus, read and extracted."""
    corpora = []
    for name, (folder, gold_folder) in CORPORA.items():
        documents = list(read_documents([folder], on_failure=lambda error: print(error)))
        facts = [
            json.loads(fact.model_dump_json(by_alias=True))
            for document in documents
            for fact in facts_of(document)
        ]
        gold = [dict(line) for line in read_gold(gold_folder).lines]
        ids = frozenset(document.doc_id for document in documents)
        corpora.append(Corpus(name, ids, gold, facts))
    return corpora


def sections(*, misses: bool) -> Iterator[str]:
    """The report's part on annotated documents."""
    corpora = read_corpora()
    yield "## Annotated documents"
    yield (
        "F1, and in brackets how many facts were found, missed and found wrongly. All of them have "
        "been worked with: the invented ones were annotated without knowing the rules, but what "
        "failed on them was mended since. Documents nobody has worked with score lower."
    )
    yield table(["documents", *KINDS, "all"], list(_kind_rows(corpora)))
    yield "## Slots"
    yield "Right values of those that gold gives, over the facts found."
    yield table(["kind", "slot", *CORPORA], list(_slot_rows(corpora)))
    yield "## Commonest errors in these documents"
    yield table(["kind", "what is wrong", "times", "for example"], list(_cause_rows(corpora)))
    if misses:
        yield from (f"{kind}: {cause}: {words}" for kind, cause, words in _errors(corpora))


def _kind_rows(corpora: list[Corpus]) -> Iterator[list[str]]:
    types = tomllib.loads((TESTS / "corpora/types.toml").read_text("utf-8"))
    typed = {document for documents in types.values() for document in documents}
    for corpus in corpora:
        yield _kind_row(f"**{corpus.name}** ({len(corpus.documents)})", corpus.score())
        groups = {name: corpus.documents & set(ids) for name, ids in types.items()}
        groups["other"] = corpus.documents - typed
        shown = {name: ids for name, ids in groups.items() if ids}
        if len(shown) > 1:
            for name, ids in shown.items():
                yield _kind_row(f"{corpus.name}: {name} ({len(ids)})", corpus.score(ids))


def _kind_row(name: str, result: Score) -> list[str]:
    return [name, *(_cell(result.kinds[kind]) for kind in KINDS), _cell(result.micro)]


def _cell(found: KindScore) -> str:
    if found.f1 is None:
        return "–" if not found.missed and not found.spurious else "0"
    return f"{found.f1:.3f} ({found.matched} {len(found.missed)} {len(found.spurious)})"


def _slot_rows(corpora: list[Corpus]) -> Iterator[list[str]]:
    scores = [corpus.score() for corpus in corpora]
    for kind, slot in sorted({place for result in scores for place in result.slots}):
        yield [kind, slot, *(share(*result.slots.get((kind, slot), (0, 0))) for result in scores)]


# -- what goes wrong -----------------------------------------------------------------------


def _cause_rows(corpora: list[Corpus]) -> Iterator[list[str]]:
    times: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], str] = {}
    for kind, cause, words in _errors(corpora):
        times[kind, cause] += 1
        examples.setdefault((kind, cause), words)
    for (kind, cause), count in times.most_common(CAUSES_SHOWN):
        yield [kind, cause, str(count), examples[kind, cause]]


def _errors(corpora: list[Corpus]) -> Iterator[tuple[str, str, str]]:
    """Every error's kind, mechanical cause, and place with its words."""
    for corpus in corpora:
        result = corpus.score()
        for kind, found in result.kinds.items():
            wrong = defaultdict(list)
            for fact in found.spurious:
                wrong[fact["doc_id"]].append(fact)
            for gold in found.missed:
                beside = next((f for f in wrong[gold["doc_id"]] if _touch(gold, f)), None)
                if beside is None:
                    yield kind, "not found", _words(gold)
                else:
                    wrong[gold["doc_id"]].remove(beside)
                    yield kind, _difference(kind, gold, beside), _words(gold)
            for facts in wrong.values():
                yield from ((kind, "found where there is none", _words(fact)) for fact in facts)
        for error in result.slot_errors:
            yield error.gold["kind"], f"slot `{error.slot}`", _words(error.gold)


def _touch(gold: Line, fact: Line) -> bool:
    one, other = gold["span"], fact["span"]
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


# What must be equal for a match; where it is, the spans differ.
_CONDITIONS = {
    "rating": ("value", "negated"),
    "date": ("value", "type"),
    "actor": ("name",),
    "recommendation": ("against",),
    "deadline": ("basis", "due", "window"),
    "statement": ("speaker",),
}


def _difference(kind: str, gold: Line, fact: Line) -> str:
    for field in _CONDITIONS[kind]:
        if field in gold and not same_slot(field, gold[field], fact.get(field)):
            return f"other `{field}`"
    return "span too long" if _length(fact) > _length(gold) else "span too short"


def _length(line: Line) -> int:
    return int(line["span"]["end"] - line["span"]["start"])


def _words(line: Line) -> str:
    words = " ".join(line["span"]["text"].split())
    if len(words) > EXAMPLE_CHARS:
        words = words[:EXAMPLE_CHARS].rsplit(" ", 1)[0] + " …"
    return f"{line['doc_id']}: “{words}”".replace("|", "/")

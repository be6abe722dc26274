"""Words per second of the whole path and of each stage, beside what else reads the same text."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import peers
import texts
from norfolk_cs.annotate import components
from norfolk_cs.models import Document
from norfolk_cs.resolve import resolve
from norfolk_cs.run import facts, handfuls
from norfolk_cs.segment import segment
from norfolk_cs.write.jsonl import to_line
from rows import Bar, Row, table

LIMIT = 40_000  # words of each kind of text that are read
BARS = {
    "tokeniser": Bar("≥", 0.30),
    "small model": Bar("≥", 15, "{:.1f} ×"),
    "date search": None,
}
WORDS_A_SECOND = Bar("≥", 100_000, "{:,.0f}")


def sections(shared: Path, *, quick: bool) -> Iterator[str]:
    """Each kind of text: the path as a whole, then its stages.

    Seconds are of CPU, the least of some rounds, so that other work on the machine weighs little.
    Contestants take turns; the slow ones read less of the text.
    """
    rounds, limit = (1, LIMIT // 8) if quick else (4, LIMIT)
    others: dict[str, tuple[Callable[[Document], Any], int]] = {
        "tokeniser": (peers.tokeniser(), limit),
        "small model": (peers.small_model(), limit // 16),
        "date search": (peers.dates(), limit // 16),
    }
    yield (
        "The whole path (from text to facts), in words per second of CPU, and as a ratio to what "
        "others take for a word of the same text: spaCy's blank tokeniser and sentencizer; a "
        "pipeline of the shape of `en_core_web_sm` with random weights; `dateparser.search`. Then "
        "each stage, as a ratio to the tokeniser. The best of the rounds counts."
    )
    for kind, documents in texts.every(shared):
        documents = texts.at_most(documents, limit)
        spent: dict[str, float] = {}
        for number in range(rounds + 1):
            found = stages(documents)
            for name, (read, most) in others.items():
                found[name] = per_word(read, texts.at_most(documents, most))
            if number:  # the first round compiles the rules
                spent = {name: min(spent.get(name, one), one) for name, one in found.items()}
        ours = spent.pop("whole")
        rows = [Row("the whole path, words/s", 1 / ours, WORDS_A_SECOND)]
        theirs = {name: spent.pop(name) for name in others}
        for name, seconds in theirs.items():
            more = f"{1 / seconds:,.0f} words/s"
            rows.append(Row(f"to the {name}", seconds / ours, BARS[name], (more,)))
        for stage, seconds in spent.items():
            more = f"{1e6 * seconds:.2f} µs a word"
            rows.append(Row(f"{stage} alone", theirs["tokeniser"] / seconds, None, (more,)))
        yield f"### {kind.capitalize()}"
        yield f"{len(documents)} documents, {texts.words(documents):,} words."
        yield table(rows, "", figure="")


def per_word(read: Callable[[Document], Any], documents: list[Document]) -> float:
    """Seconds for each word."""
    return cpu_seconds(lambda: [read(document) for document in documents]) / texts.words(documents)


def cpu_seconds(work: Callable[[], object]) -> float:
    """Seconds of CPU."""
    start = time.process_time()
    work()
    return time.process_time() - start


def stages(documents: list[Document]) -> dict[str, float]:
    """Seconds for each word of the whole path and of its stages."""
    spent: dict[str, float] = defaultdict(float)
    clock = time.process_time
    whole = cpu_seconds(lambda: deque(facts(documents), maxlen=0))
    for few in handfuls(documents, lambda document: len(document.text)):
        now = clock()
        analyses = [segment(document) for document in few]
        then, now = now, clock()
        spent["segment"] += now - then
        for component in components():
            for analysis in analyses:
                component.annotate(analysis)
            then, now = now, clock()
            spent[component.kind] += now - then
        found = [resolve(analysis) for analysis in analyses]
        then, now = now, clock()
        spent["resolve"] += now - then
        for fact in chain.from_iterable(found):
            to_line(fact)
        spent["write"] += clock() - now
    spent["whole"] = whole
    count = texts.words(documents)
    return {stage: taken / count for stage, taken in spent.items()}

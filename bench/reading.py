"""Words per second of inspection reports in one process, the reading of their PDFs included."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import texts
from norfolk_cs.run import facts_of
from rows import Bar, Row, table

RATE = Bar("≥", 60_000, "{:,.0f}")


def sections(shared: Path, *, quick: bool) -> Iterator[str]:
    """The median of some rounds by the clock on the wall, after one that loads the rules."""
    paths = sorted((shared / "reports").glob("*.pdf"))
    if not paths:
        yield "No reports are at hand."
        return
    rates, shares, words = [], [], 0
    for number in range(3 if quick else 8):
        start = time.perf_counter()
        documents = texts.read(paths)
        read = time.perf_counter()
        for document in documents:
            facts_of(document)
        done = time.perf_counter()
        words = texts.words(documents)
        if number:
            rates.append(words / (done - start))
            shares.append((read - start) / (done - start))
    yield f"{len(paths)} PDFs, {words:,} words, from file to facts in one process."
    yield table(
        [
            Row("words/s, the median", statistics.median(rates), RATE),
            Row("words/s, the best", max(rates), form="{:,.0f}"),
            Row("reading the PDFs, of the time", statistics.median(shares), form="{:.0%}"),
        ],
        figure="",
    )

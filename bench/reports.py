"""Words per second over a folder of inspection reports, reading included, in one process.

Usage: python bench/reports.py FOLDER [ROUNDS]

The first round loads libraries and compiles rules and is not counted.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from norfolk_cs.read import read_documents
from norfolk_cs.run import facts_of


def main() -> None:
    paths = sorted(Path(sys.argv[1]).glob("*.pdf"))
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    rates, shares = [], []
    for number in range(rounds + 1):
        start = time.perf_counter()
        documents = list(read_documents(paths, on_failure=lambda _: None))
        read = time.perf_counter()
        facts = sum(len(facts_of(document)) for document in documents)
        done = time.perf_counter()
        words = sum(len(document.text.split()) for document in documents)
        if number:
            rates.append(words / (done - start))
            shares.append((read - start) / (done - start))
    print(f"{len(documents)} reports, {words:,} words, {facts:,} facts")
    print(f"whole path   {statistics.median(rates):10,.0f} words/s (median of {rounds})")
    print(f"PDF reading  {statistics.median(shares):10.0%} of the time")


if __name__ == "__main__":
    main()

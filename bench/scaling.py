"""How much faster several workers are than one, taken in turn in one run.

Usage: python bench/scaling.py   (from which size on workers pay for their start)

Made-up articles (bench/articles.py) lie in a folder, a file each; every number of workers has to
give the same bytes. What the machine itself gives at the time is shown beside it: as many processes
that know nothing of each other, each with a part of the folder.
"""

from __future__ import annotations

import hashlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from articles import write_folder
from norfolk_cs.batch import cores
from rows import Bar, Row, table

NORFOLK = (sys.executable, "-m", "norfolk_cs", "extract", "--quiet")
SMALL = (1, 30, 60, 120, 250, 500)  # articles
WORDS = 450  # an article


def sections(*, quick: bool) -> Iterator[str]:
    """Two workers beside one, and beside two processes that know nothing of each other."""
    count, rounds = (1_000, 1) if quick else (5_000, 2)
    yield (
        f"Whole commands over {count:,} articles, a file each, by the clock: how many times faster "
        "than with one worker. Where other programs keep the cores busy, two processes that know "
        "nothing of each other, each with half of the folder, show what could be had."
    )
    taken = compare(count, [1, 2], rounds)
    one = taken.pop("1 workers")
    yield table(
        [
            Row(
                name,
                statistics.median(a / b for a, b in zip(one, seconds, strict=True)),
                Bar("≥", 1.7) if name == "2 workers" and cores() > 1 else None,
                (f"{statistics.median(seconds):.1f}",),
            )
            for name, seconds in taken.items()
        ],
        f"seconds (one worker: {statistics.median(one):.1f})",
    )


def compare(count: int, workers: list[int], rounds: int) -> dict[str, list[float]]:
    """Seconds of each round, by the number of workers, and of as many processes apart."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "articles"
        write_folder(folder, count, WORDS)
        taken: dict[str, list[float]] = {}
        hashes = set()
        for _ in range(rounds):
            for number in workers:  # in turn, so that a slow moment hits all
                out = Path(place) / "facts.jsonl"
                start = time.perf_counter()
                command = [*NORFOLK, str(folder), "-w", str(number), "-o", str(out)]
                subprocess.run(command, check=True)
                taken.setdefault(f"{number} workers", []).append(time.perf_counter() - start)
                hashes.add(hashlib.sha256(out.read_bytes()).hexdigest())
            apart = f"{workers[-1]} processes apart"
            taken.setdefault(apart, []).append(strangers(folder, workers[-1]))
    if len(hashes) != 1:
        sys.exit("the number of workers has changed the facts")
    return taken


def strangers(folder: Path, number: int) -> float:
    """Seconds that so many processes take, each with a part of a folder's folders."""
    parts = sorted(map(str, folder.iterdir()))
    start = time.perf_counter()
    running = [
        subprocess.Popen([*NORFOLK, *parts[place::number], "-w", "0", "-o", "/dev/null"])
        for place in range(min(number, len(parts)))
    ]
    for process in running:
        process.wait()
    return time.perf_counter() - start


def main() -> None:
    for count in SMALL:
        taken = compare(count, [0, 1, cores()], 1)
        print(f"{count:4} articles", *(f"{name} {s[0]:.2f} s" for name, s in taken.items()))


if __name__ == "__main__":
    main()

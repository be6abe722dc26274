"""How much faster several workers are than one, taken in turn in one run.

Usage: python bench/scaling.py [COUNT] [--words N] [--workers N ...] [--rounds N] [--small]

Made-up articles (bench/articles.py) lie in a folder, a file each; every number of workers has to
give the same bytes. What the machine itself gives at the time is shown beside it: as many processes
that know nothing of each other, each with a part of the folder. ``--small`` shows instead from
which size on workers pay for their start.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from articles import write_folder

NORFOLK = (sys.executable, "-m", "norfolk_cs", "extract", "--quiet")
SMALL = (1, 30, 60, 120, 250, 500)  # articles


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("count", type=int, nargs="?", default=5_000)
    options.add_argument("--words", type=int, default=450)
    options.add_argument("--workers", type=int, nargs="*", default=[1, 2])
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--small", action="store_true")
    given = options.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    for count in SMALL if given.small else (given.count,):
        compare(count, given.words, [0, *given.workers] if given.small else given.workers,
                given.rounds)  # fmt: skip


def compare(count: int, words: int, workers: list[int], rounds: int) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "articles"
        write_folder(folder, count, words)
        size = sum(path.stat().st_size for path in folder.rglob("*.txt"))
        print(f"{count:,} articles, {size / 1e6:,.1f} MB")
        taken: dict[int, list[float]] = {number: [] for number in workers}
        hashes = set()
        apart: list[float] = []
        for _ in range(rounds):
            for number in workers:  # in turn, so that a slow moment hits all
                out = Path(place) / "facts.jsonl"
                start = time.perf_counter()
                command = [*NORFOLK, str(folder), "-w", str(number), "-o", str(out)]
                subprocess.run(command, check=True)
                taken[number].append(time.perf_counter() - start)
                hashes.add(hashlib.sha256(out.read_bytes()).hexdigest())
            apart.append(strangers(folder, workers[-1]))
        for number in workers:
            pairs = zip(taken[workers[0]], taken[number], strict=True)
            ratio = statistics.median(first / this for first, this in pairs)
            seconds = statistics.median(taken[number])
            print(f"  {number} workers {seconds:8.1f} s   {ratio:5.2f} × {workers[0]} workers")
        ratio = statistics.median(a / b for a, b in zip(taken[workers[0]], apart, strict=True))
        seconds = statistics.median(apart)
        print(f"  {workers[-1]} apart   {seconds:8.1f} s   {ratio:5.2f} × {workers[0]} workers")
        print(f"  the same bytes: {'yes' if len(hashes) == 1 else 'NO'}", flush=True)


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


if __name__ == "__main__":
    main()

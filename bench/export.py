"""How long the export of 100,000 facts takes, format by format, and how long to read them back.

The facts are those of the seeds, over and over, each time as further documents. Times are of
whole commands, start-up and the reading of the facts included; on a machine that does other things
as well, the seconds of CPU are what counts.

Usage: python bench/export.py [NUMBER]
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from norfolk_cs.write.csv import read_csv
from norfolk_cs.write.duckdb import read_duckdb
from norfolk_cs.write.parquet import read_parquet
from norfolk_cs.write.sqlite import read_sqlite

SEEDS = Path(__file__).parent.parent / "tests" / "golden" / "seeds.jsonl"
NUMBER = 100_000
FORMATS: dict[str, Callable[[Path], list[Any]]] = {
    "facts.db": read_sqlite,
    "facts.csv": read_csv,
    "tables/": read_csv,
    "facts.parquet": read_parquet,
    "facts.duckdb": read_duckdb,
}


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = folder / "facts.jsonl"
        facts = _made(number)
        lines.write_text("".join(json.dumps(fact) + "\n" for fact in facts), "utf-8")
        print(f"{number:,} facts, {lines.stat().st_size / 1e6:,.0f} MB of JSON Lines")
        for target, read in FORMATS.items():
            first, again = _timed(lines, folder, target), _timed(lines, folder, target)
            start = time.perf_counter()
            back = read(folder / target)
            read_in = time.perf_counter() - start
            size = sum(p.stat().st_size for p in [folder / target, *(folder / target).glob("*")])
            assert back == facts, target
            print(
                f"{target:14} {first}, once more {again}, read back {read_in:5.1f} s,"
                f" {size / 1e6:4.0f} MB"
            )


def _made(number: int) -> list[dict[str, Any]]:
    seeds = [json.loads(line) for line in SEEDS.read_text("utf-8").splitlines()]
    facts: list[dict[str, Any]] = []
    for copy in count():
        for fact in seeds:
            if len(facts) == number:
                return facts
            facts.append({**fact, "doc_id": f"{copy:04}/{fact['doc_id']}"})
    raise AssertionError


def _timed(lines: Path, folder: Path, target: str) -> str:
    command = [sys.executable, "-m", "norfolk_cs", "export", lines, "--to", f"{folder}/{target}"]
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    took, after = time.perf_counter() - start, os.times()
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    return f"{took:5.1f} s ({cpu:4.1f} s of CPU)"


if __name__ == "__main__":
    main()

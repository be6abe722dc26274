"""Start-up of the commands, as ratios to what they cannot do without, all taken in one run.

Usage: python bench/startup.py [ROUNDS]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
NORFOLK = [sys.executable, "-m", "norfolk_cs"]


def seconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        facts = str(Path(folder) / "facts.jsonl")
        subprocess.run([*NORFOLK, "extract", "seeds/", "-o", facts], cwd=ROOT, check=True)
        pairs = [
            (
                "extract seeds/",
                [*NORFOLK, "extract", "seeds/"],
                "import spacy; spacy.blank('en')",
            ),
            (
                'show --actor "Dave Hill"',
                [*NORFOLK, "show", facts, "--actor", "Dave Hill"],
                "import pydantic, typer, rich",
            ),
            ("--help", [*NORFOLK, "--help"], "import typer, rich"),
        ]
        for name, command, floor in pairs:
            ours, theirs = [], []
            for _ in range(rounds):  # in turn, so that a slow moment hits both
                ours.append(seconds(command))
                theirs.append(seconds([sys.executable, "-c", floor]))
            ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
            print(
                f"{name:28} {statistics.median(ours):6.3f} s   "
                f"{ratio:5.2f} × python -c {floor!r} ({statistics.median(theirs):.3f} s)"
            )


if __name__ == "__main__":
    main()

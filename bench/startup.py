"""Start-up of the commands, as ratios to what they cannot do without."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rows import Bar, Row, table
from texts import ROOT

NORFOLK = (sys.executable, "-m", "norfolk_cs")
STORY = min((ROOT / "seeds").glob("*.txt"))
LEAST = 5  # rounds, however quick


def sections(*, quick: bool) -> Iterator[str]:
    """Each command beside its floor, in turn, so that a slow moment hits both."""
    rounds = LEAST if quick else 2 * LEAST
    yield (
        "A command and what it is held against, as whole processes in turn: the ratio of the "
        f"least CPU seconds of {rounds} runs each."
    )
    with tempfile.TemporaryDirectory() as folder:
        facts = str(Path(folder) / "facts.jsonl")
        subprocess.run([*NORFOLK, "extract", "-q", "seeds/", "-o", facts], cwd=ROOT, check=True)
        rows = [
            measured(["--help"], "import typer, rich", Bar("≤", 2), rounds),
            measured(
                ["extract", str(STORY)], "import spacy; spacy.blank('en')", Bar("≤", 1.5), rounds
            ),
            measured(["extract", str(STORY)], "import typer, rich, pydantic", None, rounds),
            measured(["show", facts, "-a", "Dave Hill"], "import typer, rich", None, rounds),
        ]
    yield table(rows, "seconds", "floor", "its seconds")


def measured(command: list[str], floor: str, bar: Bar | None, rounds: int) -> Row:
    ours, theirs = [], []
    for _ in range(rounds + 1):
        ours.append(seconds([*NORFOLK, *command]))
        theirs.append(seconds([sys.executable, "-c", floor]))
    least, other = min(ours[1:]), min(theirs[1:])
    name = Path(command[1]).name if command[0] == "extract" else command[-1]
    what = "norfolk-cs " + " ".join(dict.fromkeys((command[0], name)))
    return Row(what, least / other, bar, (f"{least:.3f}", f"`{floor}`", f"{other:.3f}"))


def seconds(command: list[str]) -> float:
    """CPU seconds of a whole process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

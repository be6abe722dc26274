"""How fast this version is: ``python bench [PART ...] [--quick]``.

Everything is told as ratios to other things measured in the same run, beside the bars, and written
to ``docs/performance.md``, each PART between its own marks. All of it takes some 15 minutes on two
idle cores; with ``--quick`` less is read, in some 2 minutes, and it is only printed.
"""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import growth
import machine
import memory
import reading
import scaling
import speed
import startup
from norfolk_cs.cli import GARBAGE
from texts import ROOT

PAGE = ROOT / "docs/performance.md"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="*", help="startup, speed, reading, growth, scaling, memory")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    quick = given.quick
    gc.set_threshold(GARBAGE)  # as the command line does, for all alike
    parts: dict[str, Callable[[], Iterator[str]]] = {
        "startup": lambda: startup.sections(quick=quick),
        "speed": lambda: speed.sections(given.shared, quick=quick),
        "reading": lambda: reading.sections(given.shared, quick=quick),
        "growth": lambda: growth.sections(quick=quick),
        "scaling": lambda: scaling.sections(quick=quick),
        "memory": lambda: memory.sections(quick=quick),
    }
    if unknown := set(given.part) - set(parts):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    for name in given.part or parts:
        written = [f"{machine.described()}\n"]
        print(f"# {name}\n\n{written[0]}", flush=True)
        for section in parts[name]():
            print(f"{section}\n", flush=True)
            written.append(f"{section}\n")
        if not quick:
            write(name, "\n".join(written))


def write(name: str, text: str) -> None:
    """Put a part in its place on the page."""
    begin, end = f"<!-- make bench: {name} -->\n", "<!-- end -->"
    before, found, rest = PAGE.read_text("utf-8").partition(begin)
    if not found:
        raise SystemExit(f"{PAGE} has no place for {name}")
    PAGE.write_text(f"{before}{begin}\n{text}\n{end}{rest.partition(end)[2]}", "utf-8")


if __name__ == "__main__":
    main()

"""Whether a run that is killed at random moments goes on to the same bytes.

Usage: python bench/resume.py [MOMENTS] [--count N] [--workers N] [--seed N]

Each time a run over made-up articles is killed with SIGKILL at a random moment, resumed, killed
once more, resumed to its end, and its folder compared with that of a run left alone.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from articles import write_folder


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("moments", type=int, nargs="?", default=20)
    options.add_argument("--count", type=int, default=600)
    options.add_argument("--words", type=int, default=120)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    given = options.parse_args()
    print(f"seed {given.seed}")
    rng = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as place:
        folder, whole, out = (Path(place) / name for name in ("articles", "whole", "out"))
        write_folder(folder, given.count, given.words)
        command = [sys.executable, "-m", "norfolk_cs", "extract", "--quiet", str(folder),
                   "--shard-size", "0.2", "-w", str(given.workers), "--resume", "-o"]  # fmt: skip
        start = time.perf_counter()
        subprocess.run([*command, f"{whole}/"], check=True)
        seconds = time.perf_counter() - start
        same = 0
        for number in range(given.moments):
            shutil.rmtree(out, ignore_errors=True)
            found = []
            for _ in range(2):
                with subprocess.Popen([*command, f"{out}/"]) as process:
                    time.sleep(rng.uniform(0, seconds))
                    process.kill()
                shards = len(list(out.glob("facts-*"))) if out.exists() else 0
                found.append(f"{shards} shards{', done' if process.returncode == 0 else ''}")
            subprocess.run([*command, f"{out}/"], check=True)
            equal = contents(out) == contents(whole)
            same += equal
            print(f"{number + 1:3}  {found[0]:16} {found[1]:16} {'same' if equal else 'DIFFERS'}",
                  flush=True)  # fmt: skip
        print(f"{same} of {given.moments} the same, {len(contents(whole))} files each")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


if __name__ == "__main__":
    main()

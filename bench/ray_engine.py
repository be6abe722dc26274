"""Whether a Ray cluster on this machine gives what its processes give, and at which cost.

Usage: python bench/ray_engine.py [COUNT] [--words N] [--workers N] [--kill N] [--limit SECONDS]

Made-up articles (bench/articles.py) go, half of them as files and half as one file of records, to
a folder of shards: once by each engine. While Ray works, ``--kill`` of its workers are killed with
SIGKILL, one after the other. Both folders have to be the same to the byte.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from articles import articles, record, write_folder

NORFOLK = (sys.executable, "-m", "norfolk_cs", "extract", "--quiet", "--shard-size", "4")
WORKER = "ray::MapWorker"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("count", type=int, nargs="?", default=5_000)
    options.add_argument("--words", type=int, default=450)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--kill", type=int, default=1)
    options.add_argument("--limit", type=int, default=3_600)
    given = options.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "articles"
        half = given.count // 2
        write_folder(folder, half, given.words)
        with (folder / "records.jsonl").open("wb") as stream:
            for _, article in zip(range(half), articles(given.words, seed=2), strict=False):
                stream.write(record(article))
        outs = []
        for engine, kill in (("local", 0), ("ray", given.kill)):
            out = Path(place) / engine
            command = [*NORFOLK, str(folder), "-o", f"{out}/", "--engine", engine]
            start = time.perf_counter()
            with subprocess.Popen([*command, "-w", str(given.workers)]) as process:
                killed = kill_some(process, out, kill)
                process.wait(given.limit)
            seconds = time.perf_counter() - start
            print(f"  {engine:6}{seconds:8.1f} s, exit code {process.returncode}, {killed} killed")
            outs.append(out)
        equal = contents(outs[0]) == contents(outs[1])
        print(f"  the same bytes: {'yes' if equal else 'NO'}, {len(contents(outs[1]))} files")


def kill_some(process: subprocess.Popen[bytes], out: Path, number: int) -> int:
    """Kill workers that are at work, once the first facts are written."""
    killed = 0
    rng = random.Random(number)
    while killed < number and process.poll() is None:
        time.sleep(1)
        found = [pid for pid in below(process.pid) if WORKER in name_of(pid)]
        if found and any(path.stat().st_size for path in out.glob(".facts*")):
            os.kill(rng.choice(found), signal.SIGKILL)
            killed += 1
    return killed


def below(parent: int) -> list[int]:
    """All processes that a process, or one of these, has started."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    found = {parent}
    while more := {pid for pid, ppid in pairs if ppid in found} - found:
        found |= more
    return sorted(found - {parent})


def name_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


if __name__ == "__main__":
    main()

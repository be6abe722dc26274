"""Peak memory of ``norfolk-cs extract`` as its input grows: news records and one long report.

Usage: python bench/memory.py [--jsonl MB ...] [--bulk MB ...] [--pdf PAGES ...] [--limit SECONDS]
                              [--articles COUNT ...] [--workers N] [--words N]

Each input is made on the spot and given to a process of its own. Records are a stream on standard
input, so that peak memory is known for every tenth of it, however long the whole would take:
``--limit`` stops a run there. The records of ``--bulk`` hold mostly a field that is not read, so
that a gigabyte passes through the reader in minutes. Needs /proc (Linux).
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from fpdf import FPDF

from articles import articles, record, write_folder
from rows import Bar, Row, table

SEEDS = Path(__file__).parent.parent / "seeds"
COMMAND = (sys.executable, "-m", "norfolk_cs", "extract", "-q", "--workers=0", "-o", "/dev/null")
MB = 1_000_000
SYLLABLES = ("bar", "dell", "ford", "gal", "hew", "kin", "lor", "mar", "nor", "pen", "stan", "wick")
PAGE_LINES = 42  # of a report set in 12 points
LINE_CHARS = 84
SHORT = 40  # words of an article where only their number matters
BULK = 99  # parts in a hundred that no reader maps


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    for name, sizes in (("jsonl", [1, 10]), ("bulk", [100]), ("pdf", [50, 500])):
        options.add_argument(f"--{name}", type=int, nargs="*", default=sizes)
    options.add_argument("--limit", type=float, default=float("inf"))
    options.add_argument("--articles", type=int, nargs="*", default=[])
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--words", type=int, default=450)
    given = options.parse_args()
    for name, share in (("jsonl", 0), ("bulk", BULK)):
        peaks: list[float] = []
        for size in given.__dict__[name]:
            sent, peak = stream(size, share, given.limit)
            peaks.append(peak)
            print(f"{name:6} {sent:6,.0f} MB     peak {peak:6.0f} MB", flush=True)
        show_growth(peaks)
    peaks = []
    for pages in given.pdf:
        peaks.append(report(pages))
        print(f"pdf    {pages:6,} pages  peak {peaks[-1]:6.0f} MB", flush=True)
    show_growth(peaks)
    peaks = []
    for count in given.articles:
        parent, together = many(count, given.words, given.workers)
        peaks.append(together)
        print(f"articles {count:7,}  peak {parent:4.0f} MB, all {together:4.0f} MB", flush=True)
    show_growth(peaks)


def sections(*, quick: bool) -> Iterator[str]:
    """Peaks as an input grows, each beside its smallest."""
    yield "Whole processes, libraries included. Ratios are to the first of each series."
    few, large = (300, 3_000) if quick else (10_000, 100_000)
    least, most = articles_peak(few), articles_peak(large)
    rows = [
        Row(f"{few:,} articles", 1, None, (f"{least:.0f} MB",)),
        Row(f"{large:,} articles", most / least, Bar("≤", 1.1), (f"{most:.0f} MB",)),
    ]
    pages = (50,) if quick else (50, 500)
    reports = {number: report(number) for number in pages}
    rows += [
        Row(f"a PDF of {number} full pages", peak / reports[50], None, (f"{peak:.0f} MB",))
        for number, peak in reports.items()
    ]
    yield table(rows, "peak", what="input")


def articles_peak(count: int) -> float:
    """The peak in MB of a process that reads so many short articles made up, as JSON Lines."""
    with subprocess.Popen([*COMMAND, "-", "-f", "jsonl"], stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for article in islice(articles(SHORT), count):
            process.stdin.write(record(article))
        process.stdin.flush()
        peak = peak_of(process)
        process.stdin.close()
    return peak


def many(count: int, words: int, workers: int) -> tuple[float, float]:
    """The peak in MB of a process that shares files out among workers, and of them together.

    Pages that several of them share are counted once (PSS).
    """
    with tempfile.TemporaryDirectory() as folder:
        write_folder(Path(folder) / "articles", count, words)
        command = [*COMMAND, str(Path(folder) / "articles"), "-w", str(workers)]
        parent = together = 0.0
        with subprocess.Popen(command) as process:
            while process.poll() is None:
                parent = max(parent, peak_of(process))
                children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
                try:
                    pids = [process.pid, *map(int, children.read_text("ascii").split())]
                except OSError:
                    continue
                together = max(together, sum(map(share_of, pids)))
                time.sleep(0.2)
    return parent, together


def share_of(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii")
    except OSError:
        return 0.0
    return next(
        (int(line.split()[1]) * 1024 / MB for line in text.splitlines() if line.startswith("Pss:")),
        0.0,
    )


def show_growth(peaks: list[float]) -> None:
    if len(peaks) > 1:
        print(f"       largest to smallest {peaks[-1] / peaks[0]:.2f}", flush=True)


def stream(size: int, bulk: int, limit: float) -> tuple[float, float]:
    """How many MB of records a process was fed, ``size`` at most, and its peak memory in MB."""
    command = [*COMMAND, "-", "--format", "jsonl"]
    start, sent, tenths = time.monotonic(), 0, 0
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for line in records(bulk):
            process.stdin.write(line)
            sent += len(line)
            if sent * 10 > (tenths + 1) * size * MB:
                tenths += 1
                peak = peak_of(process)
                print(f"         {sent / MB:6,.0f} MB read, peak {peak:4.0f} MB", flush=True)
            if sent > size * MB or time.monotonic() - start > limit:
                break
        process.stdin.flush()
        peak = peak_of(process)
        process.stdin.close()
        seconds = time.monotonic() - start
        print(f"         {sent / MB:,.0f} MB in {seconds:,.0f} s", flush=True)
    return sent / MB, peak


def report(pages: int) -> float:
    """Peak memory in MB of a process that reads a report of that many full pages."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        write_report(path, pages)
        with subprocess.Popen([*COMMAND, str(path)]) as process:
            peak = 0.0
            while process.poll() is None:
                peak = max(peak, peak_of(process))
                time.sleep(0.05)
    return peak


def peak_of(process: subprocess.Popen[bytes]) -> float:
    try:
        status = Path(f"/proc/{process.pid}/status").read_text("ascii")
    except OSError:
        return 0.0
    fields = dict(line.split(":", 1) for line in status.splitlines())
    return int(fields.get("VmHWM", "0 kB").split()[0]) * 1024 / MB


def stories() -> Iterator[str]:
    """News stories without end: the seeds' paragraphs, in new orders and with new names."""
    rng = random.Random(7)
    paragraphs = [
        words
        for path in sorted(SEEDS.glob("*.txt"))
        for words in path.read_text("utf-8").split("\n\n")
    ]
    while True:
        name = "".join(rng.choices(SYLLABLES, k=3)).capitalize()
        place = "".join(rng.choices(SYLLABLES, k=3)).capitalize()
        text = "\n\n".join(rng.sample(paragraphs, 12))
        yield text.replace("Hill", name).replace("Norfolk", place)


def records(bulk: int) -> Iterator[bytes]:
    for number, text in enumerate(stories()):
        record = {"id": f"story-{number}", "published": "2016-08-15", "text": text}
        if bulk:
            record["page"] = text * (bulk * 100 // (100 - bulk) // 100)
        yield json.dumps(record, ensure_ascii=False).encode() + b"\n"


def write_report(path: Path, pages: int) -> None:
    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(auto=False)
    pdf.set_font("Helvetica", size=11)
    words = (word for text in stories() for word in text.encode("ascii", "ignore").split())
    for _ in range(pages):
        pdf.add_page()
        for _ in range(PAGE_LINES):
            line = next(words)
            while len(line) < LINE_CHARS:
                line += b" " + next(words)
            pdf.cell(0, 5.5, line.decode(), new_x="LMARGIN", new_y="NEXT")
    pdf.output(str(path))


if __name__ == "__main__":
    main()

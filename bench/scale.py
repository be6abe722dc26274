"""What a million articles cost, step by step, and from that what a thousand million would.

Usage: python bench/scale.py [COUNT] [--price DOLLARS] [--no-ray] [--write]

Made-up articles (bench/articles.py) are put into web pages, and these into a WARC file as a crawler
writes it. Each step is measured by itself in one process, by the processor's time, so that what
else the machine does counts little. ``--write`` puts the tables into docs/scale.md.
"""

from __future__ import annotations

import argparse
import io
import os
import platform
import random
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from articles import Article, articles
from norfolk_cs import __version__
from norfolk_cs.batch import Orders, Outcome
from norfolk_cs.batch.sharded import filling
from norfolk_cs.batch.warm import warm
from norfolk_cs.models import Document, Fact
from norfolk_cs.read import Options
from norfolk_cs.read.tasks import Found, Task, find_documents, read_task
from norfolk_cs.run import facts_of_each, handfuls
from norfolk_cs.write.jsonl import to_line

T = TypeVar("T")
PAGE = Path(__file__).resolve().parent.parent / "docs" / "scale.md"
BEGIN, END = "<!-- begin: python bench/scale.py --write -->", "<!-- end -->"
WORDS = 450
PER_HOUR = 3600
MANY = 10**9
NOT_THERE = ("a phrase that stands in none of them",)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("count", type=int, nargs="?", default=1_000)
    options.add_argument("--price", type=float, default=0.04, help="dollars for a core and hour")
    options.add_argument("--no-ray", dest="ray", action="store_false")
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as place:
        text = "\n".join(tables(Path(place), given.count, given.price, ray=given.ray))
    print(text)
    if given.write:
        before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", "utf-8")


def tables(place: Path, count: int, price: float, *, ray: bool) -> Iterator[str]:
    warm(Orders().settings)
    file = place / "crawl.warc.gz"
    bare = write_warc(file, count)
    steps: dict[str, float] = {}
    found = measured(steps, "open the records of a WARC file", lambda: list(pages(file, ())))
    measured(steps, "try words on them (`--where`)", lambda: list(pages(file, NOT_THERE)))
    tasks = [one.task(one.own, Options()) for one in found]
    list(read_task(tasks[0], Options()))  # what it imports is no page's cost
    documents = measured(steps, "page → article", lambda: [read(task) for task in tasks])
    facts = measured(steps, "article → facts", lambda: each_together(documents))
    lines = measured(
        steps, "facts → lines", lambda: ["".join(map(to_line, some)) for some in facts]
    )
    outcomes = [
        Outcome(task.where, (), task.doc_id, True, (), text, len(some))
        for task, text, some in zip(tasks, lines, facts, strict=True)
    ]
    fill = partial(filled, place, outcomes)
    plain = measured(steps, "lines → shards, by one process", partial(fill, "jsonl"))
    packed = measured(steps, "the same as Parquet", partial(fill, "parquet"))
    words = sum(len(document.text.split()) for document in documents)
    yield (
        f"norfolk-cs {__version__}, {date.today():%-d %B %Y}, {processor()}, Python "
        f"{platform.python_version()}. {count:,} articles of {words / count:,.0f} words, in pages "
        f"of {bare / count / 1000:,.0f} KB. The machine has {os.cpu_count()} cores and a load of "
        f"{os.getloadavg()[0]:.1f}; a core hour is taken to cost ${price:.2f}."
    )
    yield "\n| step | articles a second | core hours for 10⁶ | for 10⁹ | dollars for 10⁹ |"
    yield "|---|---:|---:|---:|---:|"
    for name, seconds in steps.items():
        yield row(name, seconds / count, price)
    filtered, parsed = steps["try words on them (`--where`)"], steps["page → article"]
    opened, rest = steps["open the records of a WARC file"], parsed
    rest += steps["article → facts"] + steps["facts → lines"]
    yield row("**every page, from WARC to lines**", (opened + rest) / count, price)
    yield row("**one page in 100 fits `--where`**", (filtered + rest / 100) / count, price)
    speed = words / steps["article → facts"]
    yield f"\nArticle → facts is {speed:,.0f} words a second on one core."
    yield "\n| what | bytes an article | 10⁹ articles |"
    yield "|---|---:|---:|"
    sizes = {
        "pages, as they were fetched": bare,
        "WARC, gzipped": file.stat().st_size,
        "facts, JSON Lines": plain,
        "facts, Parquet": packed,
    }
    for name, size in sizes.items():
        yield f"| {name} | {size / count:,.0f} | {size / count * MANY / 1e12:,.2f} TB |"
    if ray:
        yield from of_ray(place, 20 * count)


def row(name: str, seconds: float, price: float) -> str:
    hours = seconds * MANY / PER_HOUR
    cells = (
        f"{1 / seconds:,.0f}",
        f"{hours / 1000:,.2f}",
        f"{hours:,.0f}",
        f"{hours * price:,.0f}",
    )
    return f"| {name} | {' | '.join(cells)} |"


def measured(steps: dict[str, float], name: str, do: Callable[[], T]) -> T:
    start = time.process_time()
    result = do()
    steps[name] = time.process_time() - start
    return result


def pages(file: Path, where: tuple[str, ...]) -> Iterator[Found]:
    for found in find_documents([file], Options(where=where)):
        if isinstance(found, Found):
            yield found


def read(task: Task) -> Document:
    (document,) = read_task(task, Options())
    assert isinstance(document, Document)
    return document


def filled(place: Path, outcomes: list[Outcome], form: str) -> int:
    """Bytes of the facts in a folder that is filled with them."""

    def engine(*_: object, **__: object) -> Generator[Outcome, None, None]:
        yield from outcomes

    out = place / form
    with filling(
        out, [place / "crawl.warc.gz"], Orders(), size=1 << 26, form=form, engine=engine
    ) as run:
        for _ in run.outcomes:
            pass
    return sum(path.stat().st_size for path in out.glob("facts-*"))


def each_together(documents: Sequence[Document]) -> list[list[Fact]]:
    """The facts of each, the documents taken a few at a time."""
    few = handfuls(documents, lambda document: len(document.text))
    return list(chain.from_iterable(map(facts_of_each, few)))


def of_ray(place: Path, count: int) -> Iterator[str]:
    """What Ray itself takes: its start, and documents that are no work."""
    from norfolk_cs.batch.ray import extract_all

    empty = place / "empty"
    for number in range(count):
        if number % 1000 == 0:
            (empty / f"{number:07}").mkdir(parents=True)
        (empty / f"{number // 1000 * 1000:07}" / f"{number:07}.txt").write_text("x")

    def nothing(tasks: Sequence[Task], _: Orders) -> list[Outcome]:
        return [Outcome(task.where, (), task.doc_id, extracted=True) for task in tasks]

    start = time.perf_counter()
    with closing(extract_all([empty], Orders(), work=nothing)) as outcomes:
        next(outcomes)
        first = time.perf_counter()
        number = sum(1 for _ in outcomes)
        last = time.perf_counter()
    yield (
        f"\nRay on this machine: {first - start:.0f} s until the first document is back; then "
        f"{number / (last - first):,.0f} documents a second, were they no work at all."
    )


def write_warc(file: Path, count: int) -> int:
    """A crawl of so many pages; gives how many bytes they have."""
    size = 0
    with file.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for _, article in zip(range(count), articles(WORDS), strict=False):
            page = page_of(article)
            size += len(page)
            heads = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
            )
            writer.write_record(
                writer.create_warc_record(
                    f"https://news.example/{article.published}/{article.name}.html",
                    "response",
                    payload=io.BytesIO(page),
                    http_headers=heads,
                )
            )
    return size


def page_of(article: Article) -> bytes:
    """The article as a news site would send it: a third of a page is what anybody reads."""
    rng = random.Random(article.name)
    title, *paragraphs = article.text.strip().split("\n\n")
    body = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
    links = "".join(
        f'<li class="nav-item c{rng.randrange(99)}"><a href="/{rng.randrange(10**9)}">'
        f"{' '.join(rng.choices(article.text.split(), k=6))}</a></li>\n"
        for _ in range(60)
    )
    script = f"window.d={[rng.randrange(10**9) for _ in range(3_000)]};"
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="article:published_time" content="{article.published}">'
        f"<script>{script}</script></head><body><nav><ul>{links}</ul></nav><main><article>"
        f"<h1>{title}</h1>{body}</article></main><aside><ul>{links}</ul></aside></body></html>"
    ).encode()


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "")


if __name__ == "__main__":
    main()

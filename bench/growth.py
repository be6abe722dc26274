"""Time for a word as documents grow, and as their number grows."""

from __future__ import annotations

import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import texts
from articles import articles, record
from norfolk_cs.batch import Orders, extract_all
from norfolk_cs.models import Document
from norfolk_cs.run import facts
from rows import Bar, Row, table

KB = 1_000
SIZES = (1 * KB, 10 * KB, 100 * KB, 1000 * KB)
COUNTS = (10, 100, 1_000, 10_000)
TOTAL = 300 * KB  # of small documents together, so that their seconds can be told
WORD = 6.2  # bytes of the generator's words, with the space
LINE = 10_000 * KB
EVEN = (Bar("≥", 0.85), Bar("≤", 1.15))
LONG_LINE = Bar("≤", 2)


def sections(*, quick: bool) -> Iterator[str]:
    """Seconds of CPU for a word, as ratios to the first of each series."""
    rounds, total = (1, TOTAL // 6) if quick else (3, TOTAL)
    sizes = SIZES[:3] if quick else SIZES
    yield (
        "CPU time for a word as documents grow: a story of one cast that goes on, many stories of "
        "different people in one text, and such a text cut into documents, where the words are "
        "the same at each size: a short story has more facts a word. Ratios are to documents of "
        "10 KB."
    )
    for what, make in (
        ("one story", some(one_story)),
        ("many stories in one", some(many_stories)),
        ("the same text, cut", pieces),
    ):
        taken = in_turn({size: make(size, total) for size in sizes}, rounds)
        yield table(
            [row(f"{what}, {size // KB:,} KB", taken[size], taken[10 * KB]) for size in sizes],
            "µs a word",
            what="a document of",
        )
    if not quick:
        document = one_line(LINE)
        seconds, normal = per_word([document]), per_word([one_story(1000 * KB)])
        more = f"{1e6 * seconds:.1f}"
        yield table(
            [Row("10 MB in a single line, to 1 MB in lines", seconds / normal, LONG_LINE, (more,))],
            "µs a word",
        )
    yield "The same as the number of documents grows, records of one file. Ratios are to 100."
    counts = COUNTS[:2] if quick else COUNTS
    often = {count: rounds if count < COUNTS[-1] else 1 for count in counts}
    taken = {count: min(corpus(count) for _ in range(times)) for count, times in often.items()}
    yield table(
        [row(f"{count:,}", taken[count], taken[100]) for count in counts],
        "µs a word",
        what="documents",
    )


def row(what: str, seconds: float, base: float) -> Row:
    ratio = seconds / base
    return Row(what, ratio, EVEN[ratio > 1], (f"{1e6 * seconds:.1f}",))


def in_turn(sets: dict[int, list[Document]], rounds: int) -> dict[int, float]:
    """The least seconds a word of each, round by round: a machine that slows does so for all.

    The first round counts for none, since rules are compiled and laid out in it.
    """
    taken: dict[int, list[float]] = {size: [] for size in sets}
    for _ in range(rounds + 1):
        for size, documents in sets.items():
            taken[size].append(per_word(documents))
    return {size: min(seconds[1:]) for size, seconds in taken.items()}


def per_word(documents: list[Document]) -> float:
    start = time.process_time()
    deque(facts(documents), maxlen=0)
    return (time.process_time() - start) / texts.words(documents)


def one_story(size: int, seed: int = 1) -> Document:
    """A story of one cast, of about so many bytes."""
    article = next(articles(round(size / WORD), seed))
    return Document(doc_id="d", source="d", text=article.text, published=article.published)


def many_stories(size: int, seed: int = 1) -> Document:
    """Stories one after the other in one text."""
    parts: list[str] = []
    made = articles(450, seed)
    while sum(map(len, parts)) < size:
        parts.append(next(made).text)
    return Document(doc_id="d", source="d", text="\n".join(parts)[:size], published="2016-08-15")


def some(make: Callable[[int, int], Document]) -> Callable[[int, int], list[Document]]:
    """So many documents of a size that they have ``total`` bytes together, but one at least."""
    return lambda size, total: [make(size, seed) for seed in range(1, 1 + max(1, total // size))]


def pieces(size: int, total: int) -> list[Document]:
    """Many stories in one text, cut between lines into documents of about so many bytes."""
    whole = many_stories(max(total, size))
    texts = [""]
    for line in whole.text.splitlines(keepends=True):
        if len(texts[-1]) >= size:
            texts.append("")
        texts[-1] += line
    return [whole.model_copy(update={"text": text}) for text in texts]


def one_line(size: int) -> Document:
    document = one_story(size)
    return document.model_copy(update={"text": " ".join(document.text.split())})


def corpus(count: int, words: int = 150) -> float:
    """Seconds for a word of so many articles, records of one file, read by this process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        made = list(islice(articles(words), count))
        path.write_bytes(b"".join(map(record, made)))
        total = sum(len(article.text.split()) for article in made)
        del made
        start = time.process_time()
        with closing(extract_all([path], Orders(), workers=0)) as outcomes:
            for outcome in outcomes:
                assert outcome.extracted
        return (time.process_time() - start) / total

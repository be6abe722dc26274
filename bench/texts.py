"""What is read by the benchmarks: the seeds, what lies beside the checkout, articles made up."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from articles import articles
from norfolk_cs.models import Document
from norfolk_cs.read import read_documents

ROOT = Path(__file__).parent.parent


def every(shared: Path) -> Iterator[tuple[str, list[Document]]]:
    """Each kind of text that is at hand, with what to call it."""
    yield "the five stories", read(sorted((ROOT / "seeds").glob("*.txt")))
    if reports := sorted((shared / "reports").glob("*.pdf")):
        yield "inspection reports", read(reports)
    if (path := shared / "external/quotes.jsonl").is_file():
        lines = path.read_text("utf-8").splitlines()
        yield "news of others", [_news(json.loads(line)) for line in lines[::5]]
    yield "articles made up", made_up(100)


def read(paths: list[Path]) -> list[Document]:
    return list(read_documents(paths, on_failure=lambda _: None))


def made_up(count: int, words: int = 450) -> list[Document]:
    """So many articles of about so many words."""
    return [
        Document(doc_id=name, source=name, text=text, published=published)
        for name, published, text in islice(articles(words), count)
    ]


def words(documents: list[Document]) -> int:
    return sum(len(document.text.split()) for document in documents)


def at_most(documents: list[Document], limit: int) -> list[Document]:
    """The first documents of so many words together, the last of them cut where a line ends."""
    taken: list[Document] = []
    for document in documents:
        here = len(document.text.split())
        if here > limit:
            lines, left = [], limit
            for line in document.text.splitlines(keepends=True):
                left -= len(line.split())
                lines.append(line)
                if left <= 0:
                    break
            cut = document.model_copy(update={"text": "".join(lines), "pages": ()})
            return [*taken, cut]
        taken.append(document)
        limit -= here
        if limit <= 0:
            break
    return taken


def _news(line: dict[str, str]) -> Document:
    return Document(doc_id=line["id"], source=line["id"], text=line["text"], published=line["date"])

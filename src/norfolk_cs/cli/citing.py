"""Where something is told, in a line for each document; grades and numbers as views show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from norfolk_cs.ask.sources import Source
from norfolk_cs.cli.console import indented
from norfolk_cs.wording import clipped, plural, shown

QUIET = "dim"
DOCUMENTS = 4  # that are named with an entry; --json has them all
QUOTED = 3  # different wordings shown of one document
WORDS = 90  # code points of one: a grade's words are few, a clause's need not all stand here


def grade_style(rank: int) -> str:
    """The colour of a grade, 1 the best; the word always stands with it."""
    return {1: "bold bright_green", 2: "bold green", 3: "bold yellow"}.get(rank, "bold red")


def cited(
    sources: Sequence[Source],
    *,
    quote: bool = False,
    note: str = "",
    by: str | None = None,
    area: bool = False,
) -> list[str]:
    """A line for each document: what it is, its id, the pages, and with ``quote`` the words.

    ``by`` is the name of whoever it goes without saying that it is according to. With ``area``
    a document that names no area is marked.
    """
    by_document: dict[str, list[Source]] = {}
    for source in sources:
        by_document.setdefault(source.doc_id, []).append(source)
    lines = [
        " · ".join(filter(None, _place(same, by) + _said(same, quote=quote, area=area) + [note]))
        for same in by_document.values()
    ]
    if len(lines) > DOCUMENTS:
        lines[DOCUMENTS:] = [f"… and {plural(len(lines) - DOCUMENTS, 'more document')}"]
    return lines


def set_in(console: Console, lines: Iterable[str], indent: int, style: str = "") -> Iterable[Text]:
    """Lines wrapped and set in, each by itself."""
    return (indented(console, Text(line, style), indent) for line in lines)


def bullets(console: Console, lines: Iterable[str | Text], indent: int) -> Iterable[Text]:
    """Lines wrapped under a dash each."""
    for line in lines:
        wrapped = indented(console, Text(line) if isinstance(line, str) else line, indent + 2)
        yield Text(" " * indent + "– ").append_text(wrapped[indent + 2 :])


def _place(sources: Sequence[Source], by: str | None) -> list[str]:
    first = sources[0]
    pages = sorted({source.page for source in sources if source.page is not None})
    sentences = sorted({source.sentence for source in sources})
    where = _numbers("page", pages) if pages else _numbers("sentence", sentences)
    claims = dict.fromkeys(source.according_to for source in sources)
    claimed = [name for name in claims if name and name != by] if None not in claims else []
    return [
        f"{first.medium} {shown(first.doc_id)}",
        where,
        f"according to {shown(' and '.join(claimed))}" if claimed else "",
    ]


def _said(sources: Sequence[Source], *, quote: bool, area: bool) -> list[str]:
    named = any(source.names_area for source in sources)
    return [_quoted(sources) if quote else "", "names no area" if area and not named else ""]


def _numbers(noun: str, numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"{noun} {numbers[0]}"
    return f"{noun}s {', '.join(map(str, numbers[:6]))}" + (", …" if len(numbers) > 6 else "")


def _quoted(sources: Iterable[Source]) -> str:
    words: dict[str, str] = {}
    for source in sources:
        said = clipped(source.words, WORDS)
        words.setdefault(said.lower(), said)
    quoted = [f"“{said}”" for said in words.values()]
    return ", ".join(quoted[:QUOTED]) + (", …" if len(quoted) > QUOTED else "")

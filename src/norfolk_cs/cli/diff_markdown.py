"""How ``diff`` looks in a pull request's comment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from norfolk_cs.cli.diff_view import total
from norfolk_cs.diff import WHAT, Change
from norfolk_cs.wording import change_words, clipped, headline, shown
from norfolk_cs.write.records import FIELDS

# GitHub takes 65,536 characters in a comment; the rest is for what a workflow writes around it.
LIMIT = 60_000

_NOT_PLAIN = re.compile(r"[^\w\s.,;:'’‘“”()/%£–…→·-]|_")


def markdown(changes: Sequence[Change], limit: int = LIMIT) -> str:
    """The changes as GitHub Markdown: a table of counts, then each change in folded sections.

    What does not fit into ``limit`` characters is left out, and its number given.
    """
    out = [f"### Facts: {total(changes)}\n", _counts(changes)]
    # every section's frame and remainder is kept free before its rows are filled in
    room = limit - sum(map(len, out)) - 250 * len(WHAT)
    for what in WHAT:
        these = [change for change in changes if change.what == what]
        if not these:
            continue
        rows = []
        for change in these:
            row = _row(change)
            if len(row) > room:
                break
            room -= len(row)
            rows.append(row)
        out.append(_section(what, rows, len(these)))
    return "\n".join(out)


def _counts(changes: Sequence[Change]) -> str:
    counted = Counter((change.fact["kind"], change.what) for change in changes)
    columns = [what for what in WHAT if any(change.what == what for change in changes)]
    lines = [_cells(["kind", *columns]), _cells(["---", *("--:" for _ in columns)])]
    for kind in FIELDS:
        numbers = [counted[kind, what] for what in columns]
        if any(numbers):
            lines.append(_cells([kind, *(str(number or "") for number in numbers)]))
    return "".join(lines)


def _section(what: str, rows: list[str], count: int) -> str:
    lines = [f"<details><summary>{what.capitalize()}: {count:,}</summary>\n\n"]
    lines += [_cells(["document", "kind", "words", "what", "rule"]), _cells(["---"] * 5), *rows]
    if len(rows) < count:
        lines.append(f"\n… and {count - len(rows):,} more, not shown\n")
    lines.append("\n</details>\n")
    return "".join(lines)


def _row(change: Change) -> str:
    fact = change.fact
    if change.old is not None and change.new is not None:
        what = "<br>".join(
            f"{_plain(name)}: " + " → ".join(map(_code, change_words(old, new)))
            for name, (old, new) in change.slots.items()
        )
    else:
        what = _plain(" · ".join(headline(fact)))
    return _cells(
        [
            f"{_code(fact['doc_id'])} {fact['span']['start']}–{fact['span']['end']}",
            fact["kind"],
            _code(clipped(fact["span"]["text"])),
            what,
            _code(fact["rule"]),
        ]
    )


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _code(words: str) -> str:
    """Words as code: evidence and ids, apart from what is said of them."""
    return f"<code>{_plain(words)}</code>"


def _plain(words: str) -> str:
    """Words that mean nothing in Markdown or HTML: what may is written as its number.

    A word joiner keeps "@name" and "#1" from being read as a mention or an issue.
    """
    escaped = _NOT_PLAIN.sub(lambda match: f"&#{ord(match[0])};", shown(words))
    return escaped.replace("&#64;", "&#64;&#8288;").replace("&#35;", "&#35;&#8288;")

"""How ``deadlines`` looks: a heading for each day, and under it who must do what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from norfolk_cs.ask.deadlines import Deadline
from norfolk_cs.cli.citing import QUIET, bullets, cited, set_in
from norfolk_cs.cli.console import indented
from norfolk_cs.wording import plural, shown

SOON = 28  # days; four weeks is about when a council's next meetings are called
APART = {
    "undated": "No date can be reckoned",
    "ultimatum": "Last chances",
    "denied": "Not set, the text says",
}


def show_deadlines(console: Console, found: Sequence[Deadline], as_of: date) -> None:
    """Dated deadlines day by day, then those apart, and how many of each."""
    for _, of_day in groupby(found, key=_group):
        same = list(of_day)
        first = same[0]
        if first.status in APART:
            title = Text(APART[first.status], "bold")
        else:
            title = Text(shown(first.due or ""), "bold").append(" · ", QUIET)
            title.append(first.reckoning, _style(first))
        console.print(Rule(title, align="left", style=QUIET))
        for sum_, alike in groupby(same, key=lambda entry: entry.arithmetic):
            if sum_:
                console.print(indented(console, Text(shown(sum_), "cyan")))
            for _, together in groupby(alike, key=_party):
                _show(console, list(together))
        console.print()
    console.print(indented(console, Text(_total(found, as_of), QUIET), 0))


def _show(console: Console, entries: Sequence[Deadline]) -> None:
    """What one body must do by one day, as one document tells it."""
    first = entries[0]
    head = Text("  ").append(shown(first.obliged or "Nobody named"), "bold")
    for words in _said(first):
        head.append(" · ", QUIET).append(words)
    console.print()
    console.print(indented(console, head, 0))
    acts = list(map(_act, entries))
    if len(acts) == 1:
        console.print(indented(console, acts[0], 4))
    else:
        for line in bullets(console, acts, 4):
            console.print(line)
    sources = [entry.source for entry in entries]
    for cite in set_in(console, cited(sources, quote=True), 4, QUIET):
        console.print(cite)


def _act(entry: Deadline) -> Text:
    """What must be done, or else what follows; without either the deadline's own words."""
    line = Text(shown(entry.obligation or f"“{entry.source.words}”"))
    if entry.consequence:
        line.append(" or else ", QUIET).append(shown(entry.consequence), "red")
    return line


def _said(entry: Deadline) -> Iterator[str]:
    if entry.set_by:
        yield f"set by {shown(entry.set_by)}"
    if entry.certainty != "stated":
        yield shown(entry.certainty)


def _group(entry: Deadline) -> tuple[str, str | None]:
    return (entry.status, None) if entry.status in APART else ("", entry.due)


def _party(entry: Deadline) -> tuple[str | None, ...]:
    return entry.obliged, entry.set_by, entry.source.doc_id, entry.certainty


def _style(entry: Deadline) -> str:
    if entry.days_left is not None and 0 <= entry.days_left <= SOON:
        return "bold yellow"
    return "bold red" if entry.status == "overdue" else "bold green"


def _total(found: Sequence[Deadline], as_of: date) -> str:
    late = sum(entry.status == "overdue" for entry in found)
    dated = sum(entry.days_left is not None for entry in found)
    return (
        f"As of {as_of}: {plural(len(found), 'deadline')}, {late:,} overdue, "
        f"{dated - late:,} still open, {len(found) - dated:,} without a date"
    )

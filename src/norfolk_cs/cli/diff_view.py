"""How ``diff`` looks on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from norfolk_cs.cli.console import indented
from norfolk_cs.diff import WHAT, Change
from norfolk_cs.wording import change_words, clipped, headline, plural, shown

SIGNS = {"lost": ("-", "red"), "gained": ("+", "green"), "changed": ("~", "yellow")}
QUIET = "dim"


def show_changes(console: Console, changes: Sequence[Change]) -> None:
    """The changes document by document, and their number."""
    for doc_id, of_document in groupby(changes, key=lambda change: change.fact["doc_id"]):
        console.print(Text(shown(doc_id), "bold", overflow="fold"))
        moved = 0
        for change in of_document:
            if change.what == "moved":
                moved += 1
                continue
            console.print(indented(console, _change(change)))
            if change.what == "changed":
                console.print(indented(console, _slots(change), 6))
        if moved:
            console.print(Text(f"  = {plural(moved, 'fact')} moved with the text", QUIET))
        console.print()
    console.print(Text(total(changes), "bold"))


def total(changes: Sequence[Change]) -> str:
    """How many of each: "2 lost, 1 changed"."""
    counts = Counter(change.what for change in changes)
    return ", ".join(f"{counts[what]:,} {what}" for what in WHAT if counts[what])


def _change(change: Change) -> Text:
    sign, style = SIGNS[change.what]
    fact = change.fact
    text = Text().append(f"{sign} {fact['kind']} ", style)
    text.append(f"“{clipped(fact['span']['text'])}” ")
    if fact["kind"] != "actor" or fact["span"]["text"] != fact["name"]:
        text.append(" · ".join(headline(fact)) + " ")
    return text.append(
        f"{fact['span']['start']}-{fact['span']['end']} {shown(fact['rule'])}", QUIET
    )


def _slots(change: Change) -> Text:
    lines = []
    for name, (old, new) in change.slots.items():
        before, after = change_words(old, new)
        lines.append(Text.assemble((f"{shown(name)}: ", QUIET), before, (" → ", QUIET), after))
    return Text("\n").join(lines)

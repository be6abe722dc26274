"""How ``eval`` looks: shares by kind and by slot, and what went wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from norfolk_cs.score import KindScore, Line, Score
from norfolk_cs.wording import clipped, plural, shown, value_words
from norfolk_cs.write.records import record_line

QUIET = "dim"
# A key that tells facts of the kind apart, shown beside the words.
TELLING = ("name", "value", "type", "speaker", "due", "window", "basis", "against", "negated")


def show_score(
    console: Console, result: Score, kinds: Sequence[str], *, documents: int, verbose: bool
) -> None:
    """The table by kind, the table by slot and, if asked for, every error."""
    console.print(_by_kind(result, kinds))
    slots = _by_slot(result, kinds)
    if slots.row_count:
        console.print(slots)
    console.print(Text(f"{plural(documents, 'document')} with gold", QUIET))
    if verbose:
        for line in _errors(result, kinds):
            console.print(line)


def as_json_line(result: Score, kinds: Sequence[str], *, verbose: bool) -> str:
    r"""The score as one JSON object and ``\n``; shares are null where there is nothing to share."""
    record: dict[str, Any] = {
        "micro": _counts(result.micro),
        "kinds": {kind: _counts(result.kinds[kind]) for kind in kinds},
        "slots": {
            f"{kind}.{slot}": {"right": right, "of": total, "share": right / total}
            for (kind, slot), (right, total) in _slots(result, kinds)
        },
    }
    if verbose:
        record["missed"] = result.micro.missed
        record["spurious"] = result.micro.spurious
        record["mistaken"] = [
            {"slot": error.slot, "gold": error.gold, "fact": error.fact}
            for error in result.slot_errors
        ]
    return record_line(record)


def _by_kind(result: Score, kinds: Sequence[str]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Kind")
    for column in ("Gold", "Found", "Right", "Precision", "Recall", "F1"):
        table.add_column(column, justify="right")
    for kind in kinds:
        table.add_row(kind, *_figures(result.kinds[kind]))
    table.add_section()
    table.add_row("all (micro)", *_figures(result.micro), style="bold")
    return table


def _by_slot(result: Score, kinds: Sequence[str]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Slot")
    for column in ("Right", "Of", "Share"):
        table.add_column(column, justify="right")
    for (kind, slot), (right, total) in _slots(result, kinds):
        table.add_row(f"{kind}.{slot}", str(right), str(total), f"{right / total:.3f}")
    return table


def _errors(result: Score, kinds: Sequence[str]) -> Iterator[Text]:
    for kind in kinds:
        tally = result.kinds[kind]
        mistaken = [error for error in result.slot_errors if error.gold["kind"] == kind]
        if tally.missed or tally.spurious or mistaken:
            yield Text(f"\n{kind}", "bold")
        for line in tally.missed:
            yield _error("missed", "red", line)
        for line in tally.spurious:
            yield _error("not in gold", "yellow", line, line.get("rule"))
        for error in mistaken:
            wanted, found = error.gold[error.slot], error.fact.get(error.slot)
            note = f"{error.slot} is {value_words(wanted)}, found {value_words(found)}"
            yield _error("mistaken", "magenta", error.gold, note)


def _error(label: str, style: str, line: Line, note: str | None = None) -> Text:
    span = line["span"]
    words = clipped(str(span.get("text", "")))
    telling = [f"{key} {value_words(line[key])}" for key in TELLING if line.get(key)]
    text = Text("  ").append(f"{label:<11}", style)
    text.append(f" {shown(line['doc_id'])}:{span['start']}-{span['end']} ", QUIET)
    text.append(f"“{words}” ")
    text.append(shown("; ".join([*telling, *([note] if note else [])])), QUIET)
    return text


def _slots(
    result: Score, kinds: Sequence[str]
) -> Iterator[tuple[tuple[str, str], tuple[int, int]]]:
    """The slots' counts, in the contract's order of kinds and slots."""
    order = {kind: place for place, kind in enumerate(kinds)}
    yield from sorted(result.slots.items(), key=lambda item: order[item[0][0]])


def _figures(tally: KindScore) -> list[str]:
    counts = _counts(tally)
    return [
        *(f"{counts[name]:,}" for name in ("gold", "found", "right")),
        *(
            "–" if counts[name] is None else f"{counts[name]:.3f}"
            for name in ("precision", "recall", "f1")
        ),
    ]


def _counts(tally: KindScore) -> dict[str, Any]:
    return {
        "gold": tally.matched + len(tally.missed),
        "found": tally.matched + len(tally.spurious),
        "right": tally.matched,
        "precision": tally.precision,
        "recall": tally.recall,
        "f1": tally.f1,
    }

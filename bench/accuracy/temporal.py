"""Dates on newswire that others annotated with TIMEX3.

A line holds ``doc_id``, ``dct`` (publication date), ``text`` and ``timexes`` (``start`` ``end``
``type`` ``value`` ``range`` ``cls`` ``fair``). Counted are those that are fair and have a surface
class; dates that touch an unfair one count on neither side.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tables import share, table

from norfolk_cs.analysis import DateMention
from norfolk_cs.components.dates import Dates
from norfolk_cs.models import Document
from norfolk_cs.segment import segment
from norfolk_cs.timex import parse_duration


def same(mention: DateMention, timex: dict[str, Any]) -> bool:
    """Whether a date says what the annotation says."""
    if timex["range"]:
        return [mention.first, mention.last] == timex["range"]
    if mention.value == timex["value"]:
        return True
    ours, theirs = parse_duration(mention.value), parse_duration(timex["value"])
    return ours is not None and ours == theirs  # P10Y and P120M


def overlaps(mention: DateMention, timex: dict[str, Any]) -> bool:
    return mention.start < timex["end"] and timex["start"] < mention.end


def measure(
    mentions: list[DateMention],
    record: dict[str, Any],
    total: Counter[str],
    by_class: dict[str, Counter[str]],
    show: bool,
) -> None:
    text = record["text"]
    for timex in record["timexes"]:
        if not timex["fair"] or timex["cls"] is None:
            continue
        hits = [m for m in mentions if overlaps(m, timex)]
        right = any(same(m, timex) for m in hits)
        for counter in (total, by_class.setdefault(timex["cls"], Counter())):
            counter.update(gold=1, found=int(bool(hits)), right=int(right))
        if show and not right:
            told = [(text[m.start : m.end], m.value, m.rule) for m in hits]
            around = " ".join(text[max(0, timex["start"] - 90) : timex["end"] + 50].split())
            words = text[timex["start"] : timex["end"]]
            print(
                f"{record['dct']} {timex['cls']} {words!r} {timex['value']} got {told} | {around}"
            )
    for mention in mentions:
        touched = [t for t in record["timexes"] if overlaps(mention, t)]
        if any(not t["fair"] for t in touched):
            continue
        total.update(ours=1, true=int(bool(touched)))
        if show and not touched:
            around = " ".join(text[max(0, mention.start - 60) : mention.end + 50].split())
            words = text[mention.start : mention.end]
            print(f"EXTRA {words!r} {mention.value} {mention.rule} | {around}")


def sections(shared: Path, *, misses: bool) -> Iterator[str]:
    """The report's part on dates."""
    yield "## Dates in annotated newswire"
    files = sorted((shared / "external").glob("temporal_*.jsonl"))
    if not files:
        yield "Not at hand: nothing measured."
        return
    yield (
        "TIMEX3 annotations that are fair to a reader without world knowledge. Right: covers the "
        "same days or, of a duration, has the same value. Precision: the share of dates found "
        "that are annotated."
    )
    dates = Dates()
    rows = []
    total: Counter[str] = Counter()
    by_class: dict[str, Counter[str]] = {}
    for path in files:
        count: Counter[str] = Counter()
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            document = Document(
                doc_id=record["doc_id"],
                source=path.name,
                text=record["text"],
                published=record["dct"],
            )
            measure(dates.match(segment(document)), record, count, by_class, misses)
        rows.append([path.stem, *_cells(count)])
        total += count
    yield table(["texts", "found", "right", "precision"], [*rows, ["all", *_cells(total)]])
    yield "By what the words look like:"
    classes = sorted(by_class.items(), key=lambda item: -item[1]["gold"])
    yield table(
        ["words", "found", "right"],
        [
            [name, share(count["found"], count["gold"]), share(count["right"], count["gold"])]
            for name, count in classes
        ],
    )


def _cells(count: Counter[str]) -> list[str]:
    gold, ours = count["gold"], count["ours"]
    return [share(count["found"], gold), share(count["right"], gold), share(count["true"], ours)]

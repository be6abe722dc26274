"""Dates measured on newswire that others annotated with TIMEX3.

usage: python bench/accuracy/temporal.py FILE.jsonl ... [--misses]

A line holds ``doc_id``, ``dct`` (publication date), ``text`` and ``timexes`` (``start`` ``end``
``type`` ``value`` ``range`` ``cls`` ``fair``). Counted are the timexes that are fair and have a
surface class: found if a date overlaps them, right if it covers the same days (or, for durations,
has the same value). Dates that touch an unfair timex count on neither side.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

import spacy

from norfolk_cs.analysis import DateMention
from norfolk_cs.components.dates import Dates
from norfolk_cs.models import Document
from norfolk_cs.segment import segment
from norfolk_cs.timex import parse_duration

RIGHT_BAR = 0.85  # share of fair timexes found with the right value
PRECISION_BAR = 0.90  # share of found dates that are annotated


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--misses", action="store_true", help="list what was missed or misread")
    args = parser.parse_args()
    dates = Dates(spacy.blank("en"))
    total: Counter[str] = Counter()
    by_class: dict[str, Counter[str]] = {}
    for path in args.files:
        for line in path.read_text("utf-8").splitlines():
            record = json.loads(line)
            document = Document(
                doc_id=record["doc_id"],
                source=path.name,
                text=record["text"],
                published=record["dct"],
            )
            measure(dates.match(segment(document)), record, total, by_class, args.misses)
    for name, count in sorted(by_class.items(), key=lambda item: -item[1]["gold"]):
        print(f"{name:18} {count['gold']:5} found {count['found']:5} right {count['right']:5}")
    right, precision = total["right"] / total["gold"], total["true"] / total["ours"]
    print(f"fair timexes {total['gold']}  found {total['found'] / total['gold']:.3f}")
    print(f"right value  {right:.3f}  (bar {RIGHT_BAR})")
    print(f"precision    {precision:.3f}  (bar {PRECISION_BAR}), of {total['ours']} dates found")


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
            counter.update(gold=1, found=bool(hits), right=right)
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
        total.update(ours=1, true=bool(touched))
        if show and not touched:
            around = " ".join(text[max(0, mention.start - 60) : mention.end + 50].split())
            words = text[mention.start : mention.end]
            print(f"EXTRA {words!r} {mention.value} {mention.rule} | {around}")


if __name__ == "__main__":
    main()

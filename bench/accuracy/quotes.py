"""Quotations and their speakers on annotated news.

A line holds ``text``, ``quotes`` (offsets inside the marks, ``kind``, ``words``, ``speaker``,
``speaker_kind``) and ``unattributed_quotes``, to which a speaker is an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tables import share, table

from norfolk_cs.components.actors import Actors
from norfolk_cs.components.quotes import Quotes
from norfolk_cs.components.statements import Statements
from norfolk_cs.models import Document
from norfolk_cs.names import ascii_fold
from norfolk_cs.resolve.context import Context
from norfolk_cs.segment import segment

COMPONENTS = (Quotes(), Actors(), Statements())
MIN_WORDS = 5
IOU = 0.9
# Where the name ends in an annotated speaker: "Jon Ralston, who runs …", "Aris of Jerusalem".
_TAIL = re.compile(r"\s*(?:[,(—–]|\b(?:who|of|from|in|at|with|for)\b).*", re.DOTALL)
_SUFFIX = re.compile(r",? (?:jr|sr|ii|iii)\.?$")
# Opening and closing marks, one character each so that offsets stay.
_SINGLE = str.maketrans({"“": "‘", "”": "’", '"': "'"})


@dataclass
class Tally:
    """Counts over all texts."""

    gold: int = 0
    found: int = 0
    spurious: int = 0
    proper: int = 0
    right: int = 0
    speechless: int = 0

    def cells(self) -> list[str]:
        """The figures with their counts, in the report's order."""
        precision = self.found / max(1, self.found + self.spurious)
        recall = self.found / max(1, self.gold)
        return [
            f"{2 * precision * recall / max(1e-9, precision + recall):.3f}",
            share(self.found, self.found + self.spurious),
            share(self.found, self.gold),
            share(self.right, self.proper),
            share(self.speechless, self.gold),
        ]


def last_name(name: str) -> str:
    """The folded last word of a name, what follows the name and genitives off."""
    folded = ascii_fold(_TAIL.sub("", name.strip()) or name).replace("’", "'")
    folded = _SUFFIX.sub("", folded).removesuffix("'s").strip(" .,'\"")
    return folded.split()[-1] if folded else ""


def predictions(text: str) -> Iterator[tuple[int, int, str | None]]:
    """Every top-level quotation that is said: its span and its speaker's name."""
    analysis = segment(Document(doc_id="d", source="d", text=text))
    for component in COMPONENTS:
        component.annotate(analysis)
    context = Context(analysis)
    reach = -1
    for quote in analysis.found.quotes:
        if quote.start < reach:
            continue
        reach = quote.end
        for statement, speaker in context.speakers:
            if statement.directness == "indirect":
                continue
            if statement.start <= quote.start and quote.end <= statement.end:
                words = statement.speaker.text if statement.speaker else None
                yield quote.start, quote.end, speaker.name if speaker else words
                break


def score(line: dict[str, Any], text: str, tally: Tally, *, verbose: bool) -> None:
    """Count one text's quotations."""
    found = list(predictions(text))
    taken: set[int] = set()
    for quote in line["quotes"]:
        if quote["kind"] != "direct" or quote["words"] < MIN_WORDS:
            continue
        tally.gold += 1
        place = (quote["quote_start"], quote["quote_end"])
        best = max(range(len(found)), key=lambda i: iou(found[i], place), default=None)
        if best is None or iou(found[best], place) < IOU or best in taken:
            tally.speechless += 1
            if verbose:
                show("MISS", line, text, place, quote["speaker"], None)
            continue
        taken.add(best)
        tally.found += 1
        name = found[best][2]
        if quote["speaker_kind"] != "proper":
            continue
        tally.proper += 1
        if name and last_name(name) == last_name(quote["speaker"]):
            tally.right += 1
        elif verbose:
            show("NAME", line, text, place, quote["speaker"], name)
    nobodys = [(q["quote_start"], q["quote_end"]) for q in line["unattributed_quotes"]]
    for index, (start, end, name) in enumerate(found):
        if index in taken or len(text[start:end].split()) < MIN_WORDS:
            continue
        if not any(iou((start, end), place) > 0 for place in nobodys):
            continue  # said by somebody, or not annotated: the newswire marks never are
        tally.spurious += 1
        if verbose:
            show("SPUR", line, text, (start, end), None, name)


def iou(one: tuple[Any, ...], other: tuple[int, int]) -> float:
    """Intersection over union of two spans."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, shared) / (max(one[1], other[1]) - min(one[0], other[0]))


def show(
    kind: str,
    line: dict[str, Any],
    text: str,
    place: tuple[int, int],
    wanted: str | None,
    got: str | None,
) -> None:
    """One error, with the words around it."""
    start, end = place
    before, after = text[max(0, start - 120) : start], text[end : end + 120]
    quoted = text[start : start + 40] + " ~~ " + text[end - 20 : end]
    print(f"{kind} {line['id']} want {wanted!r} got {got!r}: {before!r} >>{quoted!r}<< {after!r}")


def single_marks(line: dict[str, Any]) -> str:
    """The text with its pairs of double marks turned into single ones, all offsets kept."""
    text: str = line["text"]
    chars = list(text)
    for quote in [*line["quotes"], *line["unattributed_quotes"]]:
        for place in (quote["quote_start"] - 1, quote["quote_end"]):
            if place < len(chars) and chars[place] in '“”"':
                chars[place] = chars[place].translate(_SINGLE)
    return "".join(chars)


def sections(shared: Path, *, misses: bool) -> Iterator[str]:
    """The report's part on quotations."""
    yield "## Quotations in annotated news"
    path = shared / "external/quotes.jsonl"
    if not path.exists():
        yield "Not at hand: nothing measured."
        return
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    yield (
        f"{len(lines)} US news articles. Direct quotations of {MIN_WORDS} words and more: found "
        f"where the spans' intersection is {IOU} of their union; of speakers with a proper name, "
        "the last name right; the share of all left without a speaker. Then the same articles "
        "with each pair of double marks turned into single ones."
    )
    rows = []
    for marks in ("double", "single"):
        tally = Tally()
        for line in lines:
            text = line["text"] if marks == "double" else single_marks(line)
            score(line, text, tally, verbose=misses and marks == "double")
        rows.append([marks, *tally.cells()])
    yield table(["marks", "span F1", "precision", "recall", "speaker right", "no speaker"], rows)

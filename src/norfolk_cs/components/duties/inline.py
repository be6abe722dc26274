"""Lists that run on within a paragraph: "recommended that: (a) …; (b) …; and (c) …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from norfolk_cs.analysis import Analysis, Block, BlockKind

_OPENS = re.compile(r":\s+(?=\(?[ai1]\)\s)")
_MARKER = re.compile(
    r"(?:(?<=[:;,])|(?<=[;,]\sand)|(?<=[;,]\sor))\s+(?P<marker>\(?(?:[a-h]|[ivx]{1,4}|\d{1,2})\))\s+"
)


def with_inline_lists(analysis: Analysis) -> Iterator[Block]:
    """A document's blocks, a paragraph that holds a list as its lead-in and its items."""
    opened = [match.start() for match in _OPENS.finditer(analysis.text)]
    for block in analysis.blocks:
        colon = next((at for at in opened if block.start <= at < block.end), None)
        if colon is None or block.kind is not BlockKind.PARAGRAPH:
            yield block
            continue
        marks = list(_MARKER.finditer(analysis.text, colon + 1, block.end))
        if len(marks) < 2:
            yield block
            continue
        yield replace(block, end=colon + 1)
        ends = [*(mark.start() for mark in marks[1:]), block.end]
        for mark, end in zip(marks, ends, strict=True):
            marker = mark["marker"]
            yield replace(block, start=mark.end(), end=end, kind=BlockKind.ITEM, marker=marker)

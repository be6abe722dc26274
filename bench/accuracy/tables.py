"""Markdown tables and shares."""

from __future__ import annotations


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def share(right: int, total: int) -> str:
    """As in ``0.976 (41 of 42)``; a dash where there is nothing to count."""
    return f"{right / total:.3f} ({right} of {total})" if total else "–"

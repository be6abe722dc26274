"""Markdown → its words, by markdown-it; title and date from the front matter."""

from __future__ import annotations

import datetime
import re
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from norfolk_cs.read.formats import Reading
from norfolk_cs.read.published import leading_date

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<yaml>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_DATE_KEYS = ("published", "date", "publish_date")


def read_markdown(text: str, notes: tuple[str, ...] = ()) -> Reading:
    """A Markdown text without its marks: paragraphs and headings apart, list items bulleted.

    Front matter that is not YAML is read as text.
    """
    meta: dict[str, Any] = {}
    front = _FRONT_MATTER.match(text)
    if front:
        try:
            loaded = yaml.safe_load(front["yaml"])
        except (yaml.YAMLError, ValueError, RecursionError):
            loaded = None
        if isinstance(loaded, dict):
            meta = loaded
            text = text[front.end() :]
    blocks = list(_blocks(MarkdownIt("commonmark").enable("table").parse(text)))
    title = meta.get("title")
    if isinstance(title, str) and title.strip() and title.strip() not in blocks[:2]:
        blocks.insert(0, title.strip())
    return Reading(text="\n\n".join(blocks), published=_published(meta), notes=notes)


def _published(meta: dict[str, Any]) -> str | None:
    for key in _DATE_KEYS:
        value = meta.get(key)
        day = leading_date(value.isoformat() if isinstance(value, datetime.date) else value)
        if day:
            return day
    return None


def _blocks(tokens: list[Token]) -> list[str]:
    """The text of each leaf block; the cells of a table's row on one line."""
    out: list[str] = []
    bullet, cells = "", False
    for token in tokens:
        if token.type == "list_item_open":
            bullet = f"{token.info}. " if token.info else "• "
        elif token.type == "tr_open":
            out.append("")
            cells = True
        elif token.type == "tr_close":
            cells = False
        elif token.type == "inline":
            words = _words(token)
            if cells:
                out[-1] = f"{out[-1]} | {words}" if out[-1] else words
            else:
                out.append(bullet + words)
                bullet = ""
        elif token.type in ("fence", "code_block"):
            out.append(token.content.rstrip())
    return [block for block in out if block.strip()]


def _words(token: Token) -> str:
    pieces = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif child.type in ("text", "code_inline", "text_special"):
            pieces.append(child.content)
    return "".join(pieces)

"""How ``history`` looks: by body and area, a line for each judgement and its sources under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from norfolk_cs.ask.history import History, Judgement
from norfolk_cs.cli.citing import QUIET, cited, grade_style, set_in
from norfolk_cs.cli.console import indented
from norfolk_cs.wording import DOUBTS, in_words, shown, titled

CHANGES = {
    "better": ("▲ better", "than", "green"),
    "worse": ("▼ worse", "than", "red"),
    "same": ("= same", "as", QUIET),
}
MARKS = {"told later": "told only later", **DOUBTS}
FOOT = (
    "A report's judgements stand by the day it was published, others by when they were judged, or "
    "“by” when they were first told."
)
DEFAULT_SCALE = "ofsted"  # goes without saying: the documents are about English councils


def show_history(console: Console, found: History) -> None:
    """Judgements by body and area, then what only looks like judgements."""
    for body, of_body in groupby(found.judgements, key=lambda entry: (entry.body_id, entry.body)):
        console.print(Rule(Text(_named(body[1]), "bold"), align="left", style=QUIET))
        for (scale, area), entries in groupby(of_body, key=lambda e: (e.scale, e.area)):
            console.print()
            console.print(_heading(scale, area))
            _show(console, list(entries))
        console.print()
    if found.doubtful:
        console.print(Rule(Text("Not given", "bold"), align="left", style=QUIET))
        for doubtful in found.doubtful:
            console.print()
            head = Text(titled(doubtful.value), grade_style(doubtful.rank))
            for part in (doubtful.area and in_words(doubtful.area), _named(doubtful.body)):
                if part:
                    head.append(" · ", QUIET).append(part, "not bold")
            head.append(" · ", QUIET).append(MARKS[doubtful.status], "not bold magenta")
            console.print(indented(console, head))
            _print_sources(console, doubtful, 4)
        console.print()
    if found.judgements:
        console.print(indented(console, Text(FOOT, QUIET), 0))


def _show(console: Console, entries: Sequence[Judgement]) -> None:
    when = [_when(entry) for entry in entries]
    change_width = max(len(_change(entry)[0]) for entry in entries)
    date_width = max(map(len, when))
    grade_width = max(len(titled(entry.value)) for entry in entries)
    for date, entry in zip(when, entries, strict=True):
        line = Text(f"{date:<{date_width}}  ")
        line.append(f"{titled(entry.value):<{grade_width}}", grade_style(entry.rank))
        words, style = _change(entry)
        if change_width:
            line.append("  ").append(f"{words:<{change_width}}", style)
        for words, style in _remarks(entry):
            line.append("  ").append(words, style)
        console.print(indented(console, line))
        _print_sources(console, entry, 4)


def _change(entry: Judgement) -> tuple[str, str]:
    """Which way it went, and since when: by the year, or within one year by the day."""
    if entry.change is None:
        return "", ""
    words, joint, style = CHANGES[entry.change]
    if entry.date and entry.before_date:
        year = entry.before_date[:4]
        before = year if year != entry.date[:4] else entry.before_date
        words += f" {joint} {shown(before)}"
    return words, style


def _remarks(entry: Judgement) -> Iterator[tuple[str, str]]:
    if entry.judged_on and entry.judged_on != entry.date:
        yield f"judged {shown(entry.judged_on)}", ""
    if entry.instead:
        yield f"another source says {in_words(entry.instead)}", "magenta"
    elif entry.status in MARKS:
        yield MARKS[entry.status], "magenta"


def _print_sources(console: Console, entry: Judgement, indent: int) -> None:
    area = entry.area is not None
    lines = [
        *cited(entry.sources, quote=True, area=area),
        *cited(entry.looking_back, quote=True, area=area, note="looks back"),
    ]
    for line in set_in(console, lines, indent, QUIET):
        console.print(line)


def _when(entry: Judgement) -> str:
    if entry.date is None:
        return "undated"
    lead = {"told": "by ", "told later": "before "}.get(entry.date_is or "", "")
    return lead + shown(entry.date)


def _heading(scale: str, area: str | None) -> Text:
    head = Text(titled(area) if area else "Area not named", "bold")
    return head if scale == DEFAULT_SCALE else head.append(f" · {shown(scale)}", QUIET)


def _named(body: str | None) -> str:
    return shown(body) if body else "A body that is not named"

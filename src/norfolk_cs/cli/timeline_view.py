"""How ``timeline`` looks: year by year, a date and what it is of, and the words under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from norfolk_cs.ask.timeline import ORDER, Event
from norfolk_cs.cli.citing import QUIET, bullets, cited, grade_style, set_in
from norfolk_cs.cli.console import indented
from norfolk_cs.wording import clipped, in_words, plural, shown, titled

ITEMS = 3  # of an event that are shown; --json has them all
CLIP = 240  # code points of one, which is a long sentence
INDENT = 4


def show_timeline(console: Console, found: Sequence[Event]) -> None:
    """Events by the year they begin in, and how many of each kind."""
    for year, events in groupby(found, key=lambda event: event.first[:4]):
        console.print(Rule(Text(year, "bold"), align="left", style=QUIET))
        for _, together in groupby(events, key=_occasion):
            console.print()
            for line in _shown(console, list(together)):
                console.print(line)
        console.print()
    if found:
        kinds = Counter(event.kind for event in found)
        counts = (plural(kinds[kind], kind) for kind in ORDER if kinds[kind])
        console.print(indented(console, Text(", ".join(counts), QUIET), 0))


def _occasion(event: Event) -> tuple[object, ...]:
    """What judgements of one inspection share; every other event stands alone."""
    if event.kind == "judgement":
        return event.date, event.whom, event.note
    return (id(event),)


def _shown(console: Console, together: Sequence[Event]) -> Iterator[Text]:
    event = together[0]
    head = Text(shown(event.date), "bold cyan")
    for words, style in _headline(event):
        head.append(" · ", QUIET).append(words, style)
    yield indented(console, head)
    if event.kind == "judgement":
        sources = [source for each in together for source in each.sources]
        yield from bullets(console, map(_grade, together), INDENT)
        lines = cited(sources, quote=True, area=any(each.area for each in together))
    else:
        yield from _items(console, event)
        lines = cited(event.sources, by=event.who)
    yield from set_in(console, lines, INDENT, QUIET)


def _headline(event: Event) -> Iterator[tuple[str, str]]:
    who, whom = shown(event.who or ""), shown(event.whom or "")
    match event.kind:
        case "judgement":
            yield f"{whom or 'somebody'} judged", "bold"
            if event.note:
                yield shown(event.note), ""
        case "deadline":
            yield f"deadline for {whom or 'nobody named'}", "bold magenta"
            if who:
                yield f"set by {who}", ""
            if event.note:
                yield shown(event.note), "cyan"
        case "recommendation":
            yield "advised against" if event.note else "recommended", "bold"
            if who:
                yield f"by {who}", "bold"
            if whom:
                yield f"to {whom}", ""
        case "statement":
            yield f"{who or 'somebody'} said", "bold"
        case "date":
            if event.note:
                yield shown(event.note), QUIET


def _grade(event: Event) -> Text:
    grade = Text(titled(event.grade or ""), grade_style(event.rank or 0))
    return grade.append(f" · {in_words(event.area)}", "not bold default") if event.area else grade


def _items(console: Console, event: Event) -> Iterator[Text]:
    """The event's words, with a dash before each of several."""
    items = [clipped(item, CLIP) for item in event.items[:ITEMS]]
    if event.kind == "statement":
        items = [f"“{item}”" for item in items]
    more = len(event.items) - ITEMS
    if more > 0:
        items.append(f"… and {more:,} more")
    if len(items) == 1:
        yield indented(console, Text(items[0]), INDENT)
    else:
        yield from bullets(console, items, INDENT)

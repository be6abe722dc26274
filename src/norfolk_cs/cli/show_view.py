"""How ``show`` looks: an actor, or documents; each fact with its words in context."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from norfolk_cs.ask import Actor, by_relation
from norfolk_cs.cli.console import indented
from norfolk_cs.wording import citation, context, headline, plural, role_words, shown
from norfolk_cs.write.records import FIELDS, Record

EVIDENCE = "bold cyan"
QUIET = "dim"
DOCUMENTS = 12  # of an actor that are named with them; their facts name each again
HEADINGS = {
    "rating": "Ratings",
    "date": "Dates",
    "actor": "Actors",
    "recommendation": "Recommendations",
    "deadline": "Deadlines",
    "statement": "Statements",
}
# What a reader looks for first; KINDS has the contract's order.
READING_ORDER = ("actor", "rating", "recommendation", "deadline", "statement", "date")


def show_actor(
    console: Console, actor: Actor, facts: Sequence[Record], namesakes: Sequence[Actor]
) -> None:
    """Who an actor is, then their facts by what they are to them."""
    console.print(_card(actor))
    for heading, theirs in by_relation(facts, actor).items():
        console.print(_heading(heading, len(theirs)))
        for fact in theirs:
            console.print(_entry(console, fact, about=actor))
    if namesakes:
        others = ", ".join(shown(other.name) for other in namesakes)
        console.print(Text(f"\nAlso of that name: {others}", QUIET))


def show_documents(console: Console, facts: Sequence[Record]) -> None:
    """Facts by document and kind, in reading order."""
    documents: dict[str, list[Record]] = {}
    for fact in facts:
        documents.setdefault(fact["doc_id"], []).append(fact)
    for doc_facts in documents.values():
        console.print(_title(doc_facts[0]))
        for kind in READING_ORDER:
            these = [fact for fact in doc_facts if fact["kind"] == kind]
            if these:
                console.print(_heading(HEADINGS[kind], len(these)))
            for fact in these:
                console.print(_entry(console, fact))
        console.print()
    if documents:
        console.print(_total(facts, len(documents)))


def namesakes(actors: Iterable[Actor]) -> RenderableType:
    """Actors who share a name, to be told apart by what they do and where they stand."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("Name", "Who", "Documents"):
        table.add_column(column, overflow="fold")
    for actor in actors:
        roles = "; ".join(map(role_words, actor.roles)) or actor.type or ""
        table.add_row(
            Text(shown(actor.name), "bold"),
            Text(shown(roles)),
            Text("\n".join(_documents(actor))),
        )
    return table


def _card(actor: Actor) -> Panel:
    """Who somebody is."""
    rows = Table.grid(padding=(0, 2), expand=False)
    rows.add_column(style=QUIET, no_wrap=True)
    rows.add_column(overflow="fold")
    for label, lines in (
        ("is", [" ".join(filter(None, (actor.type, actor.authority_code)))]),
        ("roles", map(role_words, actor.roles)),
        ("also", [", ".join(actor.aliases)]),
        ("in", _documents(actor)),
        ("named", [plural(actor.mentions, "time")] if actor.mentions else []),
    ):
        words = "\n".join(shown(line) for line in lines if line)
        if words:
            rows.add_row(label, Text(words))
    title = Text(shown(actor.name), "bold")
    return Panel(rows, title=title, title_align="left", border_style=QUIET, padding=(0, 1))


def _documents(actor: Actor) -> list[str]:
    lines = [shown(f"{doc} ({date or 'undated'})") for doc, date in actor.documents.items()]
    if len(lines) > DOCUMENTS:
        lines[DOCUMENTS:] = [f"… and {len(lines) - DOCUMENTS:,} more"]
    return lines


def _title(first: Record) -> RenderableType:
    name = Text.assemble(
        (shown(first["doc_id"]), "bold"), (f" · {shown(first['published'] or 'undated')}", QUIET)
    )
    source = Text(shown(first["source"]), QUIET, overflow="fold")
    return Group(Rule(name, align="left", style=QUIET), source)


def _heading(words: str, count: int) -> Text:
    return Text.assemble("\n", (words, "bold"), (f" · {count:,}", QUIET))


def _entry(console: Console, fact: Record, about: Actor | None = None) -> Text:
    actor_id = about.actor_id if about else None
    gist, *rest = headline(fact, about=actor_id)
    head = Text(gist, "bold")
    for part in rest:
        head.append(" · ", QUIET).append(part, "not bold")
    if fact["kind"] == "actor":
        return indented(console, head)
    cited = Text(" · ".join(citation(fact, about=actor_id)), QUIET)
    return indented(console, Text("\n").join([Text(), head, _in_context(console, fact), cited]))


def _in_context(console: Console, fact: Record) -> Text:
    """The sentence with its evidence marked: by colour, or by «» where there is none."""
    before, evidence, after = context(fact)
    if console.color_system is None:
        evidence = f"«{evidence}»"
    return Text(before).append(evidence, EVIDENCE).append(after)


def _total(facts: Sequence[Record], documents: int) -> Text:
    counts = (
        plural(count, kind)
        for kind in FIELDS
        if (count := sum(fact["kind"] == kind for fact in facts))
    )
    return Text(
        f"{plural(len(facts), 'fact')} in {plural(documents, 'document')}: " + ", ".join(counts),
        QUIET,
    )

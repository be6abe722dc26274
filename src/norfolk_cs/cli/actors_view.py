"""How ``actors`` looks: a name, the posts through time, and where and how often it is told of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from norfolk_cs.ask.cast import bare_name
from norfolk_cs.ask.people import Person, Post
from norfolk_cs.cli.citing import QUIET
from norfolk_cs.cli.console import indented
from norfolk_cs.wording import plural, shown

HEADINGS = {"person": "People", "organisation": "Organisations"}
DOCUMENTS = 4  # named with an actor; show --actor and --json have them all
NAMESAKES = 4
DID = {
    "said": ("said", "thing"),
    "recommended": ("recommended", "thing"),
    "told_to_act": ("told to act", "time"),
    "deadlines_set": ("set", "deadline"),
    "deadlines_given": ("given", "deadline"),
    "ratings_given": ("gave", "rating"),
    "rated": ("rated", "time"),
}


def show_people(console: Console, found: Sequence[Person]) -> None:
    """People, then organisations, each with its card."""
    for type_, people in groupby(found, key=lambda person: person.type):
        same = list(people)
        title = Text(HEADINGS.get(type_, "Others"), "bold").append(f" · {len(same):,}", QUIET)
        console.print(Rule(title, align="left", style=QUIET))
        for person in same:
            console.print()
            head, *rest = _card(person)
            console.print(indented(console, head))
            for line in rest:
                console.print(indented(console, line, 4))
        console.print()


def _card(person: Person) -> Iterator[Text]:
    head = Text(shown(person.name), "bold")
    also = [alias for alias in person.aliases if alias not in (person.name, bare_name(person.name))]
    if also:
        head.append(f" · also {shown(', '.join(also))}", QUIET)
    if person.authority_code:
        head.append(f" · {shown(person.authority_code)}", QUIET)
    yield head
    for post in person.posts:
        yield Text(shown(post.words)).append(f" · {_when(post)}", QUIET)
    did = [
        f"{DID[word][0]} {plural(count, DID[word][1])}"
        for word, count in person.counts.items()
        if count
    ]
    yield Text(" · ".join([f"named {plural(person.mentions, 'time')}", *did]))
    names = [
        f"{shown(named.doc_id)} ({shown(named.published or 'undated')})"
        for named in person.documents
    ]
    if len(names) > DOCUMENTS:
        names[DOCUMENTS:] = [f"and {plural(len(names) - DOCUMENTS, 'more document')}"]
    yield Text("in " + ", ".join(names), QUIET)
    if person.namesakes:
        others = shown(", ".join(person.namesakes[:NAMESAKES]))
        if len(person.namesakes) > NAMESAKES:
            others += f" and {len(person.namesakes) - NAMESAKES:,} others"
        yield Text(f"nothing shows that it is the same person as {others}", "magenta")


def _when(post: Post) -> str:
    if post.first is None:
        return "undated"
    return shown(post.first if post.first == post.last else f"{post.first} to {post.last}")

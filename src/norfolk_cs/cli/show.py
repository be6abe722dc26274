"""``norfolk-cs show``: look at facts."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from norfolk_cs.cli.console import make_console, print_lines, say_note
from norfolk_cs.cli.options import KIND_HELP, Facts, KindName, calendar_date, load_facts

EPILOG = """[bold]Examples[/bold]

[dim]Who somebody is, and what they said, recommended and were set[/dim]
  norfolk-cs show --actor "Dave Hill"

[dim]Every "inadequate" a council was given since 2013[/dim]
  norfolk-cs show --rating inadequate --body Norfolk --since 2013

[dim]The deadlines of one document, as JSON Lines[/dim]
  norfolk-cs show -d 000_76e7a5e5987381d3 -k deadline --json

[dim]Straight from a text[/dim]
  norfolk-cs extract story.txt | norfolk-cs show -
"""


def show(
    facts: Facts = None,
    actor: Annotated[
        str | None,
        typer.Option(
            "--actor",
            "-a",
            metavar="NAME",
            help="All about one person or body: full name, surname, alias or slug.",
        ),
    ] = None,
    kind: Annotated[
        list[KindName] | None,
        typer.Option("--kind", "-k", metavar="KIND", help=f"Only this kind: {KIND_HELP}."),
    ] = None,
    doc: Annotated[
        list[str] | None,
        typer.Option(
            "--doc", "-d", metavar="ID", help="Only this document; the start of its id will do."
        ),
    ] = None,
    rating: Annotated[
        str | None,
        typer.Option("--rating", "-r", metavar="GRADE", help="Only ratings of this grade."),
    ] = None,
    body: Annotated[
        str | None,
        typer.Option("--body", "-b", metavar="NAME", help="Only ratings of this body."),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            callback=calendar_date,
            help="Published on or after: YYYY, YYYY-MM or YYYY-MM-DD.",
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(metavar="DATE", callback=calendar_date, help="Published on or before."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="The facts as JSON Lines, and nothing else.")
    ] = False,
) -> None:
    """Look at facts: by document, or all about one person or body.

    Each fact stands with its words in context, the evidence marked, and with the document,
    sentence (and page) it comes from.

    A name that several people share is answered with a list of them and exit code 1; so is a
    name that nobody has, with the nearest ones. Lines that are no facts are told by number, the
    rest is shown, and the exit code is 1.
    """
    from norfolk_cs.ask import AmbiguousName, Cast, about, select
    from norfolk_cs.cli import show_view
    from norfolk_cs.wording import plural
    from norfolk_cs.write.records import record_line

    everything, broken = load_facts(facts)
    try:
        chosen = select(
            everything,
            kinds=kind or None,
            docs=doc or (),
            rating=rating,
            body=body,
            since=since,
            until=until,
        )
        cast = Cast(everything)
        who = cast.find(actor) if actor is not None else None
        others = cast.namesakes(who, actor) if who is not None and actor is not None else []
    except AmbiguousName as error:
        # an answer of sorts, but standard output is for facts where facts were asked for
        make_console(sys.stderr if as_json else sys.stdout).print(show_view.namesakes(error.actors))
        raise
    if who is not None:
        chosen = about(chosen, who)
    if as_json:
        print_lines(map(record_line, chosen))
    elif who is not None:
        show_view.show_actor(make_console(), who, chosen, others)
    else:
        show_view.show_documents(make_console(), chosen)
    if not chosen and not broken:
        say_note("no facts match" if everything else "there are no facts in the file")
    undated = sum(fact["published"] is None for fact in everything) if since or until else 0
    if undated:
        say_note(f"left out {plural(undated, 'fact')} of documents without a publication date")
    if broken:
        raise typer.Exit(1)

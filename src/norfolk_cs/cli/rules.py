"""``norfolk-cs rules``: the rules listed, shown and tried, the shipped ones and a user's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from norfolk_cs.cli import SETTINGS
from norfolk_cs.cli.console import make_console, print_lines
from norfolk_cs.cli.own import Rules, go_by
from norfolk_cs.errors import NorfolkError
from norfolk_cs.wording import shown

if TYPE_CHECKING:
    from norfolk_cs.rulebook import Rule, Rulebook

EPILOG = """[bold]Examples[/bold]

[dim]Every rule about grades that has to do with "no longer"[/dim]
  norfolk-cs rules list rating "no longer"

[dim]A rule, with the words it uses and its examples[/dim]
  norfolk-cs rules show rating.no-longer

[dim]Whether the rules in a file of your own do what their examples say[/dim]
  norfolk-cs rules test mine.toml
"""

app = typer.Typer(
    name="rules",
    add_completion=False,
    rich_markup_mode="rich",
    no_args_is_help=True,
    context_settings=SETTINGS,
    help="List, show and try the rules, the shipped ones and your own.",
    epilog=EPILOG,
)


@app.command("list", epilog=EPILOG)
def list_rules(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]...", help="Only rules that hold all of these words."),
    ] = None,
    rules: Rules = None,
) -> None:
    """List the rules: id, on or off, file, and what each is for.

    A TEXT is looked for in the id, the reason and the examples; a kind (rating, date, veto …)
    finds the rules of that kind.
    """
    go_by(rules)
    from norfolk_cs.models import KINDS

    found = False
    for book, rule in _rules():
        text = " ".join([rule.id, rule.why, *rule.examples]).lower()
        kind = rule.id.split(".")[0]
        wanted = (word.lower() for word in words or ())
        if all(word == kind if word in KINDS else word in text for word in wanted):
            found = True
            state = "on " if book.is_on(rule) else "off"
            what = shown(_unmarked(rule.why or rule.examples[0]))
            print_lines([f"{rule.id:<32} {state} {shown(book.files[rule.id]):<26} {what}\n"])
    if not found:
        raise NorfolkError(
            f"no rule holds {' and '.join(map(repr, words or ()))}",
            hint="norfolk-cs rules list shows them all",
        )


@app.command("show", epilog=EPILOG)
def show_rule(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="The rule's id.")],
    rules: Rules = None,
) -> None:
    """Show a rule: its pattern, the words it uses, its examples and counter-examples."""
    go_by(rules)
    from norfolk_cs.cli.rules_view import show_rule as show

    for book, rule in _rules():
        if rule.id == rule_id:
            show(make_console(), book, rule)
            return
    raise NorfolkError(f"there is no rule {rule_id!r}", hint=_hint(rule_id))


@app.command("test", epilog=EPILOG)
def try_rules(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Rule files of your own to try as well."),
    ] = None,
    rules: Rules = None,
    all_: Annotated[
        bool,
        typer.Option("--all", metavar="", help="With a FILE: the shipped rules beside it as well."),
    ] = False,
) -> None:
    """Try rules on their examples and counter-examples; exit 1 where one fails.

    Without a file the shipped rules are tried; with one, the rules in it, and with --all every
    rule there is, since a rule of your own may take a shipped one's words.
    """
    own = [*(files or ()), *(rules or ())]
    go_by(own)
    from norfolk_cs.trial import failures

    tried = failed = 0
    for book, rule in _rules():
        if (own and not all_ and rule.id not in book.own) or not book.is_on(rule):
            continue
        tried += 1
        found = list(failures(book, rule))
        failed += bool(found)
        for failure in found:
            where = f"{shown(failure.file)}: {rule.id}: {shown(failure.message)}"
            print_lines([f"{where}\n    {shown(failure.example)}\n"])
    noun = "rule" if tried == 1 else "rules"
    print_lines([f"{tried} {noun} tried, {failed} failed\n"])
    if failed:
        raise typer.Exit(1)


def _rules() -> Iterator[tuple[Rulebook, Rule]]:
    """Every rule with its book, a user's before the shipped ones of the same book."""
    from norfolk_cs.rulebook import load_rules, rule_files

    for book in map(load_rules, rule_files()):
        for rule in book.rules:
            yield book, rule


def _unmarked(example: str) -> str:
    return example.replace("[[", "").replace("]]", "")


def _hint(rule_id: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(rule_id, [rule.id for _, rule in _rules()], 1)
    return f"Did you mean {close[0]}?" if close else "norfolk-cs rules list shows them all"

"""``norfolk-cs explain``: why a sentence gives the facts it gives, and no others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from norfolk_cs.cli.console import make_console, print_lines, say_note
from norfolk_cs.cli.failures import Failures
from norfolk_cs.cli.own import Model, Rules, go_by
from norfolk_cs.cli.reading import (
    DEFAULT_MAX_SIZE,
    FieldMap,
    Format,
    Manifest,
    MaxSize,
    Published,
    reading_options,
)
from norfolk_cs.errors import NorfolkError

if TYPE_CHECKING:
    from norfolk_cs.explain import Explained

EPILOG = """[bold]Examples[/bold]

[dim]The sentence that holds some words: what was found in it, and what was not, and why[/dim]
  norfolk-cs explain story.txt --grep "six months"

[dim]The sentence at an offset, as a fact's span gives it[/dim]
  norfolk-cs explain story.txt --at 1204

[dim]Whether a rule of your own does what it should[/dim]
  norfolk-cs explain story.txt --rules mine.toml --grep "gold"
"""


def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A document, or - for stdin.")],
    at: Annotated[
        int | None,
        typer.Option("--at", metavar="OFFSET", help="The sentence that holds this code point."),
    ] = None,
    grep: Annotated[
        str | None,
        typer.Option("--grep", "-g", metavar="TEXT", help="The sentences that hold these words."),
    ] = None,
    published: Published = None,
    manifest: Manifest = None,
    format: Format = None,
    field: FieldMap = None,
    max_size: MaxSize = DEFAULT_MAX_SIZE,
    rules: Rules = None,
    model: Model = None,
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="One JSON object a sentence.")
    ] = False,
) -> None:
    """Say why a sentence gives the facts it gives, and no others.

    For each sentence asked for (else for every one that held a candidate): the facts, with the
    rule that fired and what it captured; and what was passed over, with the reason. norfolk-cs
    rules show ID prints a rule.
    """
    if at is not None and grep is not None:
        raise typer.BadParameter("give one of --at and --grep", param_hint="--at / --grep")
    go_by(rules, model)
    from norfolk_cs.explain import explain as explained
    from norfolk_cs.read import read_documents

    failures = Failures()
    options = reading_options(published, manifest, format, field, max_size)
    found: list[Explained] = []
    documents = read_documents([file], on_failure=failures, options=options)
    for place, document in enumerate(documents):
        if at is not None and place:
            raise NorfolkError(
                "holds several documents", where=file, hint="--grep TEXT looks in all of them"
            )
        found += explained(document, at=at, grep=grep)
    if as_json:
        print_lines(json.dumps(_record(each), ensure_ascii=False) + "\n" for each in found)
    else:
        from norfolk_cs.cli.explain_view import show_explained

        show_explained(make_console(), found)
    if not found and not failures.count:
        say_note(f"no sentence holds {grep!r}" if grep else "nothing in it looks like a fact")
    if failures.count or (grep and not found):
        raise typer.Exit(1)


def _record(each: Explained) -> dict[str, Any]:
    sentence, document = each.sentence, each.document
    return {
        "doc_id": document.doc_id,
        "sentence": {
            "index": sentence.index,
            "start": sentence.start,
            "end": sentence.end,
            "text": each.text,
            "block": sentence.block.kind.value,
        },
        "facts": [fact.model_dump(mode="json", by_alias=True) for fact in each.facts],
        "dropped": [
            {
                "kind": drop.kind,
                "start": drop.start,
                "end": drop.end,
                "text": document.text[drop.start : drop.end],
                "rule": drop.rule,
                "reason": drop.reason,
            }
            for drop in each.drops
        ],
        "unresolved": [
            {"fact": left.fact.id, "slot": left.slot, "text": left.words.text}
            for left in each.unresolved
        ],
    }

"""``norfolk-cs eval``: facts against gold."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from norfolk_cs.cli.console import make_console, print_lines, say_error, say_note
from norfolk_cs.cli.options import KIND_HELP, KindName, facts_source
from norfolk_cs.cli.own import Model, Rules, go_by
from norfolk_cs.errors import NorfolkError

if TYPE_CHECKING:
    from norfolk_cs.score import Score

EPILOG = """[bold]Examples[/bold]

[dim]Extract and score; every miss and every wrong slot is listed[/dim]
  norfolk-cs eval tests/gold --input seeds/ --verbose

[dim]Score facts already extracted, and fail where all kinds together are below 0.95[/dim]
  norfolk-cs eval tests/gold --facts facts.jsonl --fail-under 0.95

[dim]The deadlines alone, for a program[/dim]
  norfolk-cs eval tests/gold --facts facts.jsonl -k deadline --json
"""


def evaluate(
    gold_dir: Annotated[
        Path,
        typer.Argument(metavar="GOLD_DIR", help="Gold: one ID.jsonl for each document."),
    ],
    facts: Annotated[
        str | None,
        typer.Option("--facts", "-f", metavar="FACTS", help="Score these facts; - is stdin."),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option(
            "--input",
            "-i",
            metavar="PATH",
            help="Extract from these documents (with the manifest.toml beside them) and score.",
        ),
    ] = None,
    fail_under: Annotated[
        float | None,
        typer.Option(
            metavar="F1", min=0, max=1, help="Exit 1 where F1 of all together (micro) is below."
        ),
    ] = None,
    kind: Annotated[
        list[KindName] | None,
        typer.Option("--kind", "-k", metavar="KIND", help=f"Score only this kind: {KIND_HELP}."),
    ] = None,
    rules: Rules = None,
    model: Model = None,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose", "-v", metavar="", help="List what was missed, wrongly found and mistaken."
        ),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", metavar="", help="The score as one JSON object.")
    ] = False,
) -> None:
    """Score facts against gold, by kind and by slot.

    Precision, recall and F1 for each kind and all together (micro), and the share of right
    values for each slot. What matches is laid down in the contract, section 3. Documents without
    gold are not scored, and optional gold costs nothing.
    """
    if (facts is None) == (source is None):
        raise typer.BadParameter("give one of --facts and --input", param_hint="--facts / --input")
    go_by(rules, model)
    from norfolk_cs.cli.eval_view import as_json_line, show_score
    from norfolk_cs.score import read_gold, score
    from norfolk_cs.write.records import read_partial

    gold = read_gold(gold_dir)
    complete = True
    if source is None:
        found = read_partial(facts_source(facts))
    else:
        found, complete = _extract(source, gold.documents)
    _tell_missing(gold.documents - {fact["doc_id"] for fact in found}, len(gold.documents))
    kinds = [name.value for name in KindName if not kind or name in kind]
    result = score(
        (line for line in gold.lines if line["kind"] in kinds),
        (fact for fact in found if fact["kind"] in kinds),
        gold.documents,
    )
    if as_json:
        print_lines([as_json_line(result, kinds, verbose=verbose)])
    else:
        show_score(make_console(), result, kinds, documents=len(gold.documents), verbose=verbose)
    reached = fail_under is None or _reaches(result, kinds, fail_under)
    if not (reached and complete):
        raise typer.Exit(1)


def _extract(path: Path, documents: Collection[str]) -> tuple[list[Mapping[str, Any]], bool]:
    """The facts of the documents that have gold, and whether every file could be read."""
    from norfolk_cs.read import read_documents
    from norfolk_cs.run import facts_of

    failures: list[NorfolkError] = []
    found: list[Mapping[str, Any]] = [
        fact.model_dump(mode="json", by_alias=True)
        for document in read_documents([path], on_failure=failures.append)
        if document.doc_id in documents
        for fact in facts_of(document)
    ]
    for failure in failures:
        say_error(failure)
    return found, not failures


def _tell_missing(missing: Collection[str], documents: int) -> None:
    if missing and len(missing) == documents:
        say_note("no fact is of a document that has gold. Do the doc_ids agree?")
    elif missing:
        say_note(
            f"no facts of {len(missing)} of {documents} documents: " + ", ".join(sorted(missing)),
        )


def _reaches(result: Score, kinds: list[str], bar: float) -> bool:
    """Whether micro F1 is at the bar; says so where it is not, and which kinds are below."""
    f1 = result.micro.f1
    if f1 is None:
        raise NorfolkError("nothing to score: neither gold nor facts of these kinds")
    if f1 >= bar:
        return True
    low = [
        f"{kind} {score:.3f}"
        for kind in kinds
        if (score := result.kinds[kind].f1) is not None and score < bar
    ]
    say_error(f"F1 {f1:.3f} is below {bar:.3f} (below it: {', '.join(low)})")
    return False

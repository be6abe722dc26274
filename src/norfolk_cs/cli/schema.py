"""``norfolk-cs schema``: JSON Schema of what ``extract`` writes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from norfolk_cs.cli.console import print_lines
from norfolk_cs.errors import NorfolkError

EPILOG = """[bold]Examples[/bold]

[dim]The schema of any fact, on standard output[/dim]
  norfolk-cs schema

[dim]One file for any fact and one for each kind[/dim]
  norfolk-cs schema --out schemas/

[dim]Fail where the files are not what this version would write[/dim]
  norfolk-cs schema --out schemas/ --check
"""


def schema(
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="DIR", help="Write fact.json and a file for each kind."
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check", metavar="", help="Write nothing; exit 1 where files in --out differ."
        ),
    ] = False,
) -> None:
    """Print or write the JSON Schema (draft 2020-12) of facts."""
    from norfolk_cs.write.schemas import schema_files

    if check and out is None:
        raise typer.BadParameter("--check needs --out DIR", param_hint="--check")
    files = schema_files()
    if out is None:
        print_lines([files["fact.json"]])
    elif check:
        stale = [name for name, text in files.items() if not _holds(out / name, text)]
        if stale:
            raise NorfolkError(
                f"out of date: {', '.join(stale)}",
                where=str(out),
                hint=f"norfolk-cs schema --out {out} writes them",
            )
    else:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (out / name).write_text(text, encoding="utf-8", newline="\n")


def _holds(path: Path, text: str) -> bool:
    return path.is_file() and path.read_bytes() == text.encode()

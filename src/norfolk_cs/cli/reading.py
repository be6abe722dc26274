"""The options of every command that reads documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from norfolk_cs.errors import NorfolkError

if TYPE_CHECKING:
    from norfolk_cs.read import Options

DEFAULT_MAX_SIZE = 200  # MB; the largest real report, scans and all, has 60
FORMATS = ("text", "markdown", "html", "pdf", "json", "jsonl", "warc")

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATH...",
        help="Files (text, Markdown, HTML, PDF, JSON, JSON Lines, WARC; .gz of these), folders, "
        "globs, or - for standard input.",
    ),
]
Published = Annotated[
    str | None,
    typer.Option(
        "--published",
        "-p",
        metavar="DATE",
        help="When the documents were published: YYYY, YYYY-MM or YYYY-MM-DD.",
    ),
]
Manifest = Annotated[
    Path | None,
    typer.Option(
        "--manifest",
        "-m",
        help="Publication dates by document (else manifest.toml beside the documents).",
    ),
]
Format = Annotated[
    str | None,
    typer.Option("--format", "-f", help=f"Read as {', '.join(FORMATS)}, whatever the bytes say."),
]
FieldMap = Annotated[
    list[str] | None,
    typer.Option(
        "--field", metavar="ROLE=NAME", help="A record's own field name, as in text=story."
    ),
]
Where = Annotated[
    list[str] | None,
    typer.Option(
        "--where",
        metavar="TEXT",
        help="Only documents that have this in their words, or, after url:, in their address: "
        "a regular expression, whatever the case; with several all have to fit.",
    ),
]
MaxSize = Annotated[
    int,
    typer.Option(
        "--max-size", metavar="MB", min=1, help="The most that one document may unpack to."
    ),
]


def reading_options(
    published: str | None,
    manifest: Path | None,
    format: str | None,
    field: list[str] | None,
    max_size: int,
    where: list[str] | None = None,
) -> Options:
    """The reader's options as given on the command line.

    Raises NorfolkError for a field map or a filter that cannot be read.
    """
    from norfolk_cs.read import Fields, Limits, Options
    from norfolk_cs.read import Format as Kind
    from norfolk_cs.read.where import where as meaning

    if format is not None and format not in FORMATS:
        raise typer.BadParameter(
            f"{format!r} is none of {', '.join(FORMATS)}.", param_hint="--format"
        )
    pairs: dict[str, str] = {}
    for entry in field or ():
        role, sign, name = entry.partition("=")
        if not sign or not name:
            raise NorfolkError(
                f"{entry!r} maps nothing", where="--field", hint="Write it as text=story"
            )
        pairs[role] = name
    terms = tuple(where or ())
    meaning(terms)
    return Options(
        published=published,
        manifest=manifest,
        format=Kind(format) if format else None,
        fields=Fields.mapped(pairs),
        limits=Limits(document=max_size * 1024 * 1024),
        where=terms,
    )

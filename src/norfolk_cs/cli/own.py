"""The options by which users add rules of their own, and a model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Rules = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules",
        metavar="FILE",
        help="Your own rules, scales and words (TOML; see docs/rules.md); may be given again.",
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="A trained spaCy pipeline, by name or folder, that names more people and bodies.",
    ),
]


def go_by(rules: list[Path] | None, model: str | None = None) -> None:
    """Let the command that is running go by rule files and a model, until it is done.

    Raises NorfolkError where a file, or the model, will not do.
    """
    if not rules and model is None:
        return
    from norfolk_cs.custom import read_settings
    from norfolk_cs.settings import adopt

    adopt(read_settings(rules or (), model))
    if model is not None:
        from norfolk_cs.annotate import components

        components()  # here, where it is the user's mistake and not each document's

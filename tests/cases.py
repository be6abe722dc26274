"""Labelled cases as data: ``tests/cases/NAME.toml``, known failures marked strict xfail."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "cases"


def load_cases(name: str) -> list[Any]:
    """The cases of one file as pytest parameters; a known failure must go on failing."""
    cases = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["case"]
    return [
        pytest.param(
            case,
            id=case.get("why", case["text"])[:60],
            marks=[pytest.mark.xfail(reason=case.get("why", ""), strict=True)]
            if case["kind"] == "known_failure"
            else [],
        )
        for case in cases
    ]

"""The labelled cases of tests/cases, golden rules among them: how many pass, fail, are known to."""

from __future__ import annotations

import contextlib
import io
import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tables import share, table

TESTS = Path(__file__).parent.parent.parent / "tests"
FOLDER = TESTS / "cases"
GOLDEN = "golden_rules"
KINDS = ("in_the_wild", "synthetic", "negative")
KNOWN = "known_failure"


class _Cases:
    """A pytest plugin: runs the tests that take a labelled case, and keeps how each went."""

    def __init__(self) -> None:
        self.went: dict[str, bool] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if _case(item) is not None]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            case = dict(report.user_properties)["case"]
            self.went[case] = self.went.get(case, True) and report.passed

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        item.user_properties.append(("case", _case(item)))


def _case(item: pytest.Item) -> str | None:
    """An item's labelled case, as a key."""
    call = getattr(item, "callspec", None)
    case = call.params.get("case") if call else None
    return json.dumps(case, sort_keys=True) if case else None


def run_cases() -> dict[str, Counter[tuple[str, bool]]]:
    """By case file: how many cases of each kind pass and do not."""
    plugin = _Cases()
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(["-p", "no:cacheprovider", str(TESTS)], plugins=[plugin])
    counts: dict[str, Counter[tuple[str, bool]]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        count = counts.setdefault(path.stem, Counter())
        for case in _read(path.stem):
            count[case["kind"], plugin.went.get(json.dumps(case, sort_keys=True), False)] += 1
    return counts


def _read(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))[
        "case"
    ]
    return cases


def _known(name: str) -> list[str]:
    return [case["why"] for case in _read(name) if case["kind"] == KNOWN]


def _passing(count: Counter[tuple[str, bool]], kind: str) -> str:
    passing, total = count[kind, True], count[kind, True] + count[kind, False]
    return f"{passing} of {total}" if total else "–"


def sections() -> Iterator[str]:
    """The report's part on labelled cases."""
    counts = run_cases()
    golden = counts.pop(GOLDEN, Counter())
    yield "## Labelled cases"
    yield (
        "Passing of all, by what the case is; a known failure is one that the tests hold to fail, "
        "so that mending it shows."
    )
    rows = [
        [name, *(_passing(count, kind) for kind in KINDS), str(count[KNOWN, False])]
        for name, count in counts.items()
    ]
    yield table(["cases", "in the wild", "synthetic", "negative", "known failures"], rows)
    yield "Known failures:"
    yield "\n".join(f"- {name}: {why}" for name in counts for why in _known(name))
    yield "## Sentences"
    right, total = sum(n for (_, went), n in golden.items() if went), golden.total()
    yield f"pySBD's English golden rules kept: {share(right, total)}."

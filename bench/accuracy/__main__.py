"""How accurate this version is: ``python bench/accuracy [PART ...] [--misses]``.

Without a PART all are measured and written to ``docs/accuracy.md``; with some, they are printed.
What others annotated is looked for beside the checkout (``--shared``), never copied; where it is
absent the report says so.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path

import documents
import labelled
import quotes
import temporal

import reports

ROOT = Path(__file__).parent.parent.parent
REPORT = ROOT / "docs/accuracy.md"
HEAD = """# Accuracy

<!-- Written by `make accuracy`; not to be edited. -->

What is found is compared as the contract says (`norfolk-cs eval`). Shares come with their counts.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("part", nargs="*", help="documents, cases, quotes, dates, reports")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--misses", action="store_true", help="print each error as well")
    arguments = parser.parse_args()
    shared, misses = arguments.shared, arguments.misses
    parts: dict[str, Callable[[], Iterator[str]]] = {
        "documents": lambda: documents.sections(misses=misses),
        "cases": labelled.sections,
        "quotes": lambda: quotes.sections(shared, misses=misses),
        "dates": lambda: temporal.sections(shared, misses=misses),
        "reports": lambda: reports.sections(shared, misses=misses),
    }
    if unknown := set(arguments.part) - set(parts):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    text = "\n\n".join(section for name in arguments.part or parts for section in parts[name]())
    if arguments.part:
        print(text)
    else:
        REPORT.write_text(f"{HEAD}\n{text}\n", "utf-8")
        print(f"wrote {REPORT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

r"""Facts as JSON Lines, as the contract lays them down, and facts read back.

One fact a line, UTF-8, ``\n`` ends, keys in the contract's order.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import IO, Any

from pydantic import TypeAdapter, ValidationError

from norfolk_cs.models import Fact, fact_adapter
from norfolk_cs.write.records import (
    NotAFact,
    OnError,
    Source,
    parse_json,
    parse_lines,
    printable,
)


def to_line(fact: Fact) -> str:
    r"""A fact as one line of JSON, its ``\n`` included.

    Characters that don't print (controls, bidirectional overrides, U+2028) are JSON escapes, so
    that a facts file can be looked at in any terminal and split by any program.
    """
    return printable(fact.model_dump_json(by_alias=True)) + "\n"


def write_facts(facts: Iterable[Fact], out: IO[str]) -> int:
    r"""Write facts to a text stream, one ``write`` a line; gives how many were written.

    The stream should be UTF-8 and leave ``\n`` alone: ``open(path, "w", encoding="utf-8",
    newline="\n")``.
    """
    count = 0
    for fact in facts:
        out.write(to_line(fact))
        count += 1
    return count


def read_facts(source: Source, *, on_error: OnError | None = None) -> list[Fact]:
    """The facts of a JSON Lines file or stream, in its order; blank lines are passed over.

    Fields that this version does not know are ignored, since schema 1.x may gain some.
    ``on_error`` is told of each line that is no fact, and the rest is still read; without it
    the first such line raises BadFacts, which names the line. A file that can't be read raises
    BadFacts in any case.
    """
    return list(parse_lines(source, _parse_fact, on_error))


def _parse_fact(line: bytes) -> Fact:
    try:
        fact: Fact = _adapter().validate_python(parse_json(line))
    except ValidationError as error:
        raise NotAFact(_first_problem(error)) from error
    return fact


def _first_problem(error: ValidationError) -> str:
    problem = error.errors(include_url=False, include_input=False)[0]
    if problem["type"].startswith("union_tag"):
        return "kind: missing, or none of the six kinds"
    place = ".".join(str(part) for part in problem["loc"][1:])  # the first part is the kind
    return f"{place}: {problem['msg'][:1].lower()}{problem['msg'][1:]}"


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Any]:
    return fact_adapter()

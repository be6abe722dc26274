"""Facts a reporter can stand behind, from news and inspection reports on children's services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from norfolk_cs.run import extract
    from norfolk_cs.write.jsonl import read_facts

__all__ = ["__version__", "extract", "read_facts"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # the components take a while to import, and reading facts back needs none of them
    if name == "extract":
        from norfolk_cs.run import extract

        return extract
    if name == "read_facts":
        from norfolk_cs.write.jsonl import read_facts

        return read_facts
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

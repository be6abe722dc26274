"""Facts that no extraction would give, and any facts file may hold."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from norfolk_cs.write.records import COMMON, FIELDS, MEMBERS

HOSTILE = (
    "",
    "'",
    "=1+1",
    "'=1",
    "\t@SUM(A1)",
    "-7",
    'He said "no", and; left',
    "two\r\nlines\n",
    "\x00nothing",
    "\x1b[31mred",
    "half \ud83d character",
    "Siân 🎉 \u202eevil\u2028",
    "NULL",
    "null",
    "'); DROP TABLE facts; --",
    "{json: 1}",
    "\ufeffmark",
    "true",
    " 1 ",
    "x" * 200_000,
)
_TEXT = (
    st.text(max_size=8) | st.sampled_from(HOSTILE[:-1]) | st.text("'=\ud800\x00,\"\n", max_size=4)
)
_ATOMS: dict[str, st.SearchStrategy[Any]] = {
    "str": _TEXT,
    "int": st.integers(0, 9) | st.integers(-(2**70), 2**70),
    "bool": st.booleans(),
}


def facts() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Facts of any kind, with any text, of which no two share document and id."""
    some = st.lists(st.one_of(*map(_fact, FIELDS)), max_size=4)
    return some.map(lambda found: list({(f["doc_id"], f["id"]): f for f in found}.values()))


def _fact(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    head = {
        "schema_version": st.just("1.0"),
        "id": st.text("0123456789abcdef", min_size=16, max_size=16),
        "kind": st.just(kind),
    }
    fields = {name: _value(type_) for name, type_ in {**COMMON, **FIELDS[kind]}.items()}
    newer = {"mood": st.none() | st.floats(allow_nan=False) | _TEXT}
    return st.fixed_dictionaries({**head, **fields}, optional=newer)


def _value(type_: str) -> st.SearchStrategy[Any]:
    if type_.endswith("?"):
        return st.none() | _value(type_.removesuffix("?"))
    if type_ in _ATOMS:
        return _ATOMS[type_]
    if type_ in MEMBERS:
        return st.fixed_dictionaries({k: _value(t) for k, t in MEMBERS[type_].items()})
    return st.lists(_value(type_.removesuffix("s")), max_size=2)

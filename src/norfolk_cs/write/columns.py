"""A fact as a row: the columns of each kind, and facts to rows and back without a loss.

The columns are what the JSON Schema says, so models and descriptions are written once. A nested
object's members are columns of their own (``span.text`` is ``span_text``, ``body.name`` is
``body_name``); lists (roles, aliases, mentions) stay lists, for each format to put as it can.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from norfolk_cs.models import KINDS
from norfolk_cs.write.records import Record, record_line
from norfolk_cs.write.schemas import schema_files

ORIGINAL = "original"
ORIGINAL_MEANS = (
    "The fact's own line of JSON, where the columns cannot hold all of it: fields of a newer "
    "version, numbers beyond 64 bits, half characters. Else null."
)

_Row = tuple[Any, ...]
_Part = Callable[[Mapping[str, Any]], Iterable[Any]]

_LONG = 2**63  # what all of the formats can hold, as SQLite's integers are


@dataclass(frozen=True)
class Field:
    """A field of a fact: an atom (``str``, ``int`` or ``bool``), or an object with members."""

    name: str
    type: type
    description: str
    members: tuple[Field, ...] = ()
    is_list: bool = False


@dataclass(frozen=True)
class Column:
    """A column: its name, where its value stands in a fact, and what type that is."""

    name: str
    path: tuple[str, ...]
    type: type  # str, int, bool or list
    description: str


@lru_cache
def fields(kind: str) -> tuple[Field, ...]:
    """The fields of a kind, in the contract's order."""
    schema = json.loads(schema_files()[f"{kind}.json"])
    return _fields(schema["properties"], schema["$defs"])


@lru_cache
def all_fields() -> tuple[Field, ...]:
    """The fields of any kind, those of every fact first; one name means one type in all kinds."""
    return tuple({field.name: field for kind in KINDS for field in fields(kind)}.values())


@lru_cache
def common_fields() -> tuple[Field, ...]:
    """The fields of every fact."""
    shared = set.intersection(*({field.name for field in fields(kind)} for kind in KINDS))
    return tuple(field for field in fields(KINDS[0]) if field.name in shared)


@lru_cache
def own_fields(kind: str) -> tuple[Field, ...]:
    """The fields that a kind has beside those of every fact."""
    common = {field.name for field in common_fields()}
    return tuple(field for field in fields(kind) if field.name not in common)


@lru_cache
def columns(some: tuple[Field, ...]) -> tuple[Column, ...]:
    """The columns that some fields take."""
    found = []
    for field in some:
        if field.is_list or not field.members:
            type_ = list if field.is_list else field.type
            found.append(Column(field.name, (field.name,), type_, field.description))
            continue
        for member in field.members:
            words = f"{field.description} {member.description}"
            path = (field.name, member.name)
            found.append(Column("_".join(path), path, member.type, words))
    return tuple(found)


def stored(fact: Record) -> dict[str, Any]:
    """A fact as every format can hold it: this version's fields, then ``original``.

    That is the fact's own line where something had to be left out or put otherwise.
    """
    if _can_be_held(fact):  # as almost all can: the rest takes three times as long
        return {**fact, ORIGINAL: None}
    held: dict[str, Any] = {}
    for field in fields(fact["kind"]):
        value = fact.get(field.name)
        if value is None:
            held[field.name] = None
        elif field.is_list:
            held[field.name] = [_held(item, field) for item in value]
        else:
            held[field.name] = _held(value, field)
    held[ORIGINAL] = None if held == fact else record_line(fact)
    return held


def has_these_fields(fact: Record) -> bool:
    """Whether a checked fact has the fields of this version, and nothing else."""
    number, nested = _shape(fact["kind"])
    # those two nobody has checked
    if len(fact) != number or {type(fact.get("id")), type(fact.get("schema_version"))} != {str}:
        return False
    for name, members, is_list in nested:
        value = fact[name]
        if value is None:
            continue
        if not is_list:
            if len(value) != members:
                return False
        elif members and any(len(item) != members for item in value):
            return False
    return True


def _can_be_held(fact: Record) -> bool:
    """Whether a checked fact has this version's fields, of text and numbers that every format can
    hold.
    """
    if not has_these_fields(fact):
        return False
    atoms = list(fact.values())
    for name, members, is_list in _shape(fact["kind"])[1]:
        value = fact[name]
        if is_list and not members:
            atoms += value
            continue
        for item in value if is_list else (value,) if value is not None else ():
            atoms += item.values()
    text = "".join([atom for atom in atoms if type(atom) is str])
    numbers = [atom for atom in atoms if type(atom) is int]  # never none: a span has two
    if max(numbers) >= _LONG or min(numbers) < -_LONG:
        return False
    return text.isascii() or text == text.encode("utf-8", "replace").decode()


@lru_cache
def _shape(kind: str) -> tuple[int, tuple[tuple[str, int, bool], ...]]:
    """How many fields a kind has, and members those that have some or are lists."""
    some = fields(kind)
    nested = [
        (field.name, len(field.members), field.is_list)
        for field in some
        if field.members or field.is_list
    ]
    return len(some), tuple(nested)


def atom(value: Any, type_: type) -> Any:
    """What every format can hold of a value that should be of a type; None is nothing of it."""
    fits = type(value) is type_  # ids and versions may be of another: those nobody has checked
    if not fits:
        return None
    if type_ is str:
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
    return value if type_ is bool or -_LONG <= value < _LONG else None


def restored(held: Mapping[str, Any]) -> Record:
    """The fact that :func:`stored` was given."""
    if held[ORIGINAL] is not None:
        fact: Record = json.loads(held[ORIGINAL])
        return fact
    return {field.name: held[field.name] for field in fields(held["kind"])}


@lru_cache
def flattener(some: tuple[Field, ...], kind: str) -> Callable[[Mapping[str, Any]], _Row]:
    """What lays a fact of a kind flat: the values of the columns that some fields take.

    It is given facts that :func:`can_be_held`; fields that the kind does not have are None.
    """
    own = frozenset(field.name for field in fields(kind))
    parts = []
    for how, group in groupby(some, lambda field: _how(field) if field.name in own else "none"):
        parts += _parts(how, tuple(group))

    def flat(held: Mapping[str, Any]) -> _Row:
        return tuple(chain.from_iterable([part(held) for part in parts]))

    return flat


def _how(field: Field) -> str:
    return "object" if field.members and not field.is_list else "plain"


def _parts(how: str, some: tuple[Field, ...]) -> list[_Part]:
    """What takes the values of fields that stand beside each other and are of one sort."""
    if how == "object":
        return [_object(field) for field in some]
    nothing = (None,) * len(columns(some))
    if how == "none":
        return [lambda _: nothing]
    if len(some) == 1:  # of one name, itemgetter gives no tuple
        name = some[0].name
        return [lambda held: (held[name],)]
    return [itemgetter(*(field.name for field in some))]


def _object(field: Field) -> _Part:
    name, members = field.name, itemgetter(*(member.name for member in field.members))
    nothing = (None,) * len(field.members)

    def values(held: Mapping[str, Any]) -> Iterable[Any]:
        value = held[name]
        return nothing if value is None else members(value)

    return values


def unflat(row: Mapping[str, Any]) -> Record:
    """The fact whose columns (those of its kind, and ``original``) these are."""
    held: dict[str, Any] = {ORIGINAL: row[ORIGINAL]}
    for field in fields(row["kind"]):
        if field.members and not field.is_list:
            values = {member.name: row[f"{field.name}_{member.name}"] for member in field.members}
            held[field.name] = None if set(values.values()) == {None} else values
        else:
            held[field.name] = row[field.name]
    return restored({"kind": row["kind"], **held})


def _fields(properties: Mapping[str, Any], shapes: Mapping[str, Any]) -> tuple[Field, ...]:
    """Fields from the properties of a JSON Schema as schemas.py makes it."""
    return tuple(_field(name, given, shapes) for name, given in properties.items())


def _field(name: str, given: Mapping[str, Any], shapes: Mapping[str, Any]) -> Field:
    value = given["anyOf"][0] if "anyOf" in given else given
    is_list = value.get("type") == "array"
    if is_list:
        value = value["items"]
    description = given["description"]
    if "$ref" in value:
        shape = shapes[value["$ref"].rpartition("/")[2]]
        return Field(name, dict, description, _fields(shape["properties"], shapes), is_list)
    return Field(name, _ATOMS[value["type"]], description, (), is_list)


_ATOMS = {"string": str, "integer": int, "boolean": bool}


def _held(value: Any, field: Field) -> Any:
    """What can be held of a value; one equal to it where that is all."""
    if not field.members:
        return atom(value, field.type)
    return {member.name: atom(value[member.name], member.type) for member in field.members}

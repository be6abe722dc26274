"""Lines of JSON that are facts of just this version, read and checked in one go.

That takes half the time, but needs pydantic; who reads a few facts goes to records.py at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from pydantic_core import CoreSchema, SchemaValidator, ValidationError, core_schema

from norfolk_cs.models import SCHEMA_VERSION
from norfolk_cs.write.records import COMMON, FIELDS, MEMBERS, Record, parse_record

_ATOMS: dict[str, CoreSchema] = {
    "str": core_schema.str_schema(strict=True),
    "int": core_schema.int_schema(strict=True),
    "bool": core_schema.bool_schema(strict=True),
}


def parse_fact(line: bytes) -> Record:
    """A line of JSON as a checked fact, as :func:`records.parse_record` gives it.

    Raises NotAFact.
    """
    try:
        fact: Record = _validator().validate_json(line)
    except ValidationError:  # of another version, with half a character in it, or no fact at all
        return parse_record(line)
    return fact


@lru_cache(maxsize=1)
def _validator() -> SchemaValidator:
    head = {"schema_version": core_schema.literal_schema([SCHEMA_VERSION]), "id": _ATOMS["str"]}
    kinds = {
        kind: _object(
            {**head, "kind": core_schema.literal_schema([kind]), **_values({**COMMON, **own})}
        )
        for kind, own in FIELDS.items()
    }
    return SchemaValidator(core_schema.tagged_union_schema(kinds, discriminator="kind"))


def _object(members: Mapping[str, CoreSchema]) -> CoreSchema:
    fields = {name: core_schema.typed_dict_field(value) for name, value in members.items()}
    return core_schema.typed_dict_schema(fields, extra_behavior="forbid")


def _values(types: Mapping[str, str]) -> dict[str, CoreSchema]:
    return {name: _value(type_) for name, type_ in types.items()}


def _value(type_: str) -> CoreSchema:
    if type_.endswith("?"):
        return core_schema.nullable_schema(_value(type_.removesuffix("?")))
    if type_ in _ATOMS:
        return _ATOMS[type_]
    if type_ in MEMBERS:
        return _object(_values(MEMBERS[type_]))
    return core_schema.list_schema(_value(type_.removesuffix("s")), strict=True)

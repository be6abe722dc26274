"""JSON and JSON Lines → one document a record."""

from __future__ import annotations

import codecs
import dataclasses
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from norfolk_cs.errors import NorfolkError, UnreadableDocument
from norfolk_cs.read.formats import Limits, Reading, read_lines, read_whole
from norfolk_cs.read.plain import without_surrogates
from norfolk_cs.read.published import leading_date

# Of UTF-16 and UTF-32, whose line feeds are no bytes of their own.
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"\0\0\xfe\xff")


@dataclass(frozen=True, slots=True)
class Fields:
    """Which of a record's fields hold what; the first that is there counts."""

    text: tuple[str, ...] = ("text", "body", "content", "article", "maintext")
    id: tuple[str, ...] = ("id", "doc_id", "uuid")
    url: tuple[str, ...] = ("url", "link", "source_url")
    published: tuple[str, ...] = ("published", "date", "published_at", "date_publish", "pubdate")

    @classmethod
    def mapped(cls, pairs: Mapping[str, str]) -> Fields:
        """The usual fields, with the user's own first: ``{"text": "story"}``.

        Raises NorfolkError for a role that does not exist.
        """
        roles: dict[str, Any] = {role.name: role.default for role in dataclasses.fields(cls)}
        for role, name in pairs.items():
            if role not in roles:
                raise NorfolkError(
                    f"{role!r} is no field that documents have",
                    where="--field",
                    hint=f"Map one of {', '.join(roles)}, as in text=story",
                )
            roles[role] = (name, *roles[role])
        return cls(**roles)


def read_jsonl(
    stream: io.BufferedReader, where: str, fields: Fields, limits: Limits
) -> Iterator[Reading | UnreadableDocument]:
    """The records of a JSON Lines stream; in a broken line's place, what is wrong with it.

    Raises UnreadableDocument where there is no line with anything on it.
    """
    empty = True
    for number, line in enumerate(read_lines(stream, limits.document, where), start=1):
        if number == 1 and line.startswith(_WIDE_MARKS):
            raise UnreadableDocument(
                "is UTF-16 or UTF-32, and JSON Lines are UTF-8",
                where=where,
                hint="Convert it, for example: iconv -f utf-16 -t utf-8",
            )
        if not line.strip():
            continue
        empty = False
        part = f"line {number}"
        try:
            yield _reading(_parse(line, where, part), fields, where, part, f"#{number}")
        except UnreadableDocument as failure:
            yield failure
    if empty:
        raise UnreadableDocument("is empty", where=where, hint="Fetch or save it again")


def read_json(
    stream: io.BufferedReader, where: str, fields: Fields, limits: Limits
) -> Iterator[Reading | UnreadableDocument]:
    """The record, or the list of records, of a JSON file; errors as in ``read_jsonl``."""
    data = _parse(read_whole(stream, limits.document, where), where)
    records = data if isinstance(data, list) else [data]
    if not records:
        raise UnreadableDocument(
            "is a list without records", where=where, hint="Fetch or save it again"
        )
    several = len(records) > 1
    for number, record in enumerate(records, start=1):
        part, mark = (f"record {number}", f"#{number}") if several else (None, "")
        try:
            yield _reading(record, fields, where, part, mark)
        except UnreadableDocument as failure:
            yield failure


def _parse(data: bytes, where: str, part: str | None = None) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else error
        raise UnreadableDocument(
            f"is not JSON ({reason})",
            where=where,
            part=part,
            hint="Mend the line or leave it out" if part else "Save it again, as UTF-8 JSON",
        ) from error


def _reading(record: Any, fields: Fields, where: str, part: str | None, number: str) -> Reading:
    if not isinstance(record, dict):
        raise UnreadableDocument(
            "is no record", where=where, part=part, hint="Each record is an object with a text"
        )
    text = _first(record, fields.text)
    if "schema_version" in record and "span" in record:
        raise UnreadableDocument(
            "is a fact that norfolk-cs wrote, no document",
            where=where,
            part=part,
            hint="norfolk-cs show reads facts; extract reads the documents they came from",
        )
    if not isinstance(text, str) or not text.strip():
        raise UnreadableDocument(
            "has no text",
            where=where,
            part=part,
            hint=f"Looked for in {', '.join(fields.text)}; name another with --field text=NAME",
        )
    identity, url = _first(record, fields.id), _first(record, fields.url)
    published = _first(record, fields.published)
    named = isinstance(identity, str | int) and not isinstance(identity, bool)
    return Reading(
        text=without_surrogates(text),  # otherwise as it stands: offsets count in the field
        published=leading_date(published),
        doc_id=str(identity).strip() or None if named else None,
        locator=url if isinstance(url, str) else where + number,
        number=number,
    )


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    for name in names:
        if record.get(name) not in (None, ""):
            return record[name]
    return None

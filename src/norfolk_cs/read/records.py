"""JSON and JSON Lines → one document a record."""

from __future__ import annotations

import dataclasses
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from norfolk_cs.errors import NorfolkError, UnreadableDocument
from norfolk_cs.read.formats import Limits, Reading, read_lines, read_whole
from norfolk_cs.read.plain import without_surrogates
from norfolk_cs.read.sources import OnFailure

_EDTF_HEAD = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?![\d-])")


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
    stream: io.BufferedReader, where: str, fields: Fields, limits: Limits, on_failure: OnFailure
) -> Iterator[Reading]:
    """The records of a JSON Lines stream; a broken line is reported and the rest is read."""
    for number, line in enumerate(read_lines(stream, limits.document, where), start=1):
        if not line.strip():
            continue
        try:
            record = _parse(line, f"{where}, line {number}")
            yield _reading(record, fields, where, f"#{number}")
        except UnreadableDocument as failure:
            on_failure(failure)


def read_json(
    stream: io.BufferedReader, where: str, fields: Fields, limits: Limits, on_failure: OnFailure
) -> Iterator[Reading]:
    """The record, or the list of records, of a JSON file."""
    data = _parse(read_whole(stream, limits.document, where), where)
    records = data if isinstance(data, list) else [data]
    for number, record in enumerate(records, start=1):
        try:
            yield _reading(record, fields, where, f"#{number}" if len(records) > 1 else "")
        except UnreadableDocument as failure:
            on_failure(failure)


def _parse(data: bytes, where: str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise UnreadableDocument(
            f"is not JSON ({error})", where=where, hint="Mend the line or leave it out"
        ) from error


def _reading(record: Any, fields: Fields, where: str, number: str) -> Reading:
    if not isinstance(record, dict):
        raise UnreadableDocument(
            "is no record", where=where + number, hint="Each record is an object with a text"
        )
    text = _first(record, fields.text)
    if not isinstance(text, str) or not text.strip():
        raise UnreadableDocument(
            "has no text",
            where=where + number,
            hint=f"Looked for in {', '.join(fields.text)}; name another with --field text=NAME",
        )
    identity, url = _first(record, fields.id), _first(record, fields.url)
    published = _first(record, fields.published)
    day = _EDTF_HEAD.match(published) if isinstance(published, str) else None
    return Reading(
        text=without_surrogates(text),  # otherwise as it stands: offsets count in the field
        published=day[0] if day else None,
        doc_id=str(identity) if identity is not None else None,
        locator=url if isinstance(url, str) else where + number,
        number=number,
    )


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    for name in names:
        if record.get(name) not in (None, ""):
            return record[name]
    return None

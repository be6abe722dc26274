"""Facts as plain mappings, read from JSON Lines and checked without building models.

What only looks at facts (show, diff, eval) reads them so: it starts in a fraction of the time
that the models take to load, and fields of a newer 1.x go through untouched.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

from norfolk_cs.errors import BadFacts
from norfolk_cs.write.manifest import shard_files

Record = Mapping[str, Any]
Source = str | Path | IO[str] | IO[bytes]
OnError = Callable[[BadFacts], None]
T = TypeVar("T")

MAJOR_VERSION = 1  # of the contract that this program reads

# The types of each field, by the names below; "?" allows null. A test holds this to the models.
COMMON = {
    "doc_id": "str", "source": "str", "published": "str?", "page": "int?", "sentence": "sentence",
    "span": "span", "attributed_to": "ref?", "quoted": "bool", "certainty": "str",
    "negated": "bool", "rule": "str",
}  # fmt: skip
FIELDS: dict[str, dict[str, str]] = {
    "rating": {
        "value": "str", "scale": "str", "rank": "int", "subject": "str?", "area": "str?",
        "body": "ref?", "rater": "ref?", "judged_on": "str?", "previous": "bool",
    },
    "date": {
        "type": "str", "value": "str?", "mod": "str?", "start": "str?", "end": "str?",
        "anchor": "str?",
    },
    "actor": {
        "actor_id": "str", "name": "str", "type": "str", "authority_code": "str?",
        "roles": "roles", "aliases": "strs", "mentions": "spans",
    },
    "recommendation": {
        "action": "str", "recommender": "ref?", "addressee": "ref?", "strength": "str",
        "against": "bool", "total": "int?",
    },
    "deadline": {
        "obligation": "str?", "obliged": "ref?", "set_by": "ref?", "due": "str?",
        "window": "str?", "from": "str?", "basis": "str", "consequence": "str?",
    },
    "statement": {"speaker": "ref?", "cue": "str?", "directness": "str"},
}  # fmt: skip
MEMBERS = {
    "span": {"start": "int", "end": "int", "text": "str"},
    "sentence": {"index": "int", "start": "int", "end": "int", "text": "str"},
    "ref": {"actor_id": "str", "name": "str"},
    "role": {"title": "str?", "organisation": "str?", "former": "bool"},
}
_ATOMS = {"str": str, "int": int, "bool": bool}
_PLAIN = _ATOMS | {f"{name}?": type_ for name, type_ in _ATOMS.items()}
_NOT_ASCII = re.compile(r"[^\x20-\x7e]+")
_VERSION = re.compile(r"(\d{1,4})(?:\.\d{1,4})*", re.ASCII)


class NotAFact(ValueError):
    """A line is no fact; the message says why, ``hint`` what to do."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def read_partial(source: Source) -> list[Record]:
    """Lines of which only document, kind and span are sure: gold, or facts of other programs.

    Raises BadFacts, naming the line.
    """
    return list(parse_lines(source, _parse_partial, None))


def record_line(record: Record) -> str:
    r"""A record as one line of JSON as ``extract`` writes it, its ``\n`` included."""
    return printable(json.dumps(record, ensure_ascii=False, separators=(",", ":"))) + "\n"


def printable(line: str) -> str:
    """JSON whose unprintable characters are escapes, so that any terminal can show it."""
    if (line.isascii() and "\x7f" not in line) or line.isprintable():
        return line
    return _NOT_ASCII.sub(_escape, line)


def _escape(match: re.Match[str]) -> str:
    return "".join(
        char if char.isprintable() or char == "\xa0" else json.dumps(char)[1:-1]
        for char in match[0]
    )


def parse_lines(
    source: Source, parse: Callable[[bytes], T], on_error: OnError | None
) -> Iterator[T]:
    """What ``parse`` makes of each line that is not blank.

    A folder that ``extract`` wrote is the facts of all its shards. ``on_error`` is told of each
    line that ``parse`` refuses with NotAFact; without it the first raises BadFacts.
    """
    if isinstance(source, (str, Path)) and Path(source).is_dir():
        for shard in shard_files(Path(source)):
            yield from parse_lines(shard, parse, on_error)
        return
    name = _name_of(source)
    with _opened(source, name) as lines:
        for number, line in _numbered(lines, name):
            try:
                yield parse(line)
            except NotAFact as error:
                bad = BadFacts(str(error), where=f"{name}:{number}", hint=error.hint)
                if on_error is None:
                    raise bad from error
                on_error(bad)


def parse_record(line: bytes) -> Record:
    """A line of JSON as a checked fact.

    Raises NotAFact.
    """
    record = parse_json(line)
    fields = FIELDS[_kind_of(record)]
    _check(record, COMMON, "")
    _check(record, fields, "")
    return record


def read_records(
    source: Source,
    *,
    on_error: OnError | None = None,
    parse: Callable[[bytes], Record] = parse_record,
) -> list[Record]:
    """The facts of a JSON Lines file or stream; errors as in :func:`jsonl.read_facts`.

    ``parse`` makes a checked fact of a line; exact.py has a quicker one.
    """
    return list(parse_lines(source, parse, on_error))


def _parse_partial(line: bytes) -> Record:
    record = parse_json(line)
    _kind_of(record)
    _check(record, {"doc_id": "str", "span": "span"}, "")
    return record


def parse_json(line: bytes) -> Record:
    """A line as a JSON object of a version that this program reads.

    Raises NotAFact.
    """
    try:
        value = json.loads(line.decode())
    except UnicodeDecodeError as error:
        raise NotAFact("not UTF-8") from error
    except (ValueError, RecursionError) as error:
        column = f" at column {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise NotAFact(f"not JSON{column}") from error
    if not isinstance(value, dict):
        raise NotAFact("not a JSON object")
    _refuse_newer(value.get("schema_version"))
    return value


def _refuse_newer(version: object) -> None:
    if version is None:  # gold has none
        return
    found = _VERSION.fullmatch(str(version))
    if found is None:
        raise NotAFact(f"schema_version {version!r} is no version")
    if int(found[1]) > MAJOR_VERSION:  # 1.7 may only have gained fields, so it can be read
        raise NotAFact(
            f"schema_version {version} is newer than {MAJOR_VERSION}.x, which this program reads",
            "Update norfolk-cs",
        )


def _kind_of(record: Record) -> str:
    kind = record.get("kind")
    if not isinstance(kind, str) or kind not in FIELDS:
        raise NotAFact("kind: missing, or none of the six kinds")
    return kind


def _check(value: Any, fields: Mapping[str, str], place: str) -> None:
    for name, type_ in fields.items():
        if name not in value:
            raise NotAFact(f"{place}{name}: missing")
        # most values are plain ones, and a file may have millions
        if type(value[name]) is not _PLAIN.get(type_):
            _check_value(value[name], type_, place + name)


def _check_value(value: Any, type_: str, place: str) -> None:
    if value is None and type_.endswith("?"):
        return
    type_ = type_.removesuffix("?")
    atom = _ATOMS.get(type_)
    if atom is not None:
        if type(value) is not atom:  # exactly: true is no number
            raise NotAFact(f"{place}: not {_NAMES[type_]}")
    elif type_ in MEMBERS:
        if not isinstance(value, dict):
            raise NotAFact(f"{place}: not an object")
        _check(value, MEMBERS[type_], f"{place}.")
    else:
        if not isinstance(value, list):
            raise NotAFact(f"{place}: not a list")
        for item in value:
            _check_value(item, type_.removesuffix("s"), place)


_NAMES = {"str": "a string", "int": "a whole number", "bool": "true or false"}


def _name_of(source: Source) -> str:
    if isinstance(source, (str, Path)):
        return str(source)
    name = getattr(source, "name", None)
    if name == "<stdin>":
        return "standard input"
    return name if isinstance(name, str) else "facts"


@contextmanager
def _opened(source: Source, name: str) -> Iterator[Iterable[str | bytes]]:
    if not isinstance(source, (str, Path)):
        yield source
        return
    if Path(source).suffix == ".parquet":
        from norfolk_cs.write.parquet import parquet_lines

        yield parquet_lines(Path(source))
        return
    try:
        # bytes, so that one line that is not UTF-8 does not spoil the rest
        stream = open(source, "rb")  # noqa: SIM115 - closed below, after errors are told apart
    except OSError as error:
        raise _unreadable(error, name) from error
    with stream:
        yield stream


def _numbered(lines: Iterable[str | bytes], name: str) -> Iterator[tuple[int, bytes]]:
    try:
        for number, line in enumerate(lines, 1):
            data = line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line
            if number == 1:  # some editors leave a byte order mark
                data = data.removeprefix(codecs.BOM_UTF8)
            if data.strip():
                yield number, data
    except OSError as error:
        raise _unreadable(error, name) from error


def _unreadable(error: OSError, name: str) -> BadFacts:
    if isinstance(error, FileNotFoundError):
        return BadFacts("no such file", where=name, hint="norfolk-cs extract writes one")
    return BadFacts(f"cannot be read: {error.strerror}", where=name)

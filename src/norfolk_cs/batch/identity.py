"""What makes a run this one: were any of it different, its output might be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from norfolk_cs import __version__
from norfolk_cs.batch.work import Orders
from norfolk_cs.errors import NorfolkError
from norfolk_cs.models import KINDS, SCHEMA_VERSION
from norfolk_cs.read.remote import Place, state_of
from norfolk_cs.read.sources import find_sources
from norfolk_cs.read.tasks import MANIFEST


def identity(
    paths: Sequence[str | Path], orders: Orders, shard_size: int, shard_format: str
) -> dict[str, Any]:
    """A run's version, options and inputs, as a manifest has them.

    Inputs are known by their names, sizes and times of change; a manifest of dates and rule
    files, which are small, by what they say. How many workers there are changes nothing.
    """
    options, settings = orders.options, orders.settings
    return {
        "schema_version": SCHEMA_VERSION,
        "version": __version__,
        "program": program(),
        "options": {
            "published": options.published,
            "manifest": _contents(options.manifest) if options.manifest else None,
            "format": options.format and options.format.value,
            "field": {
                role: list(getattr(options.fields, role))
                for role in ("text", "id", "url", "published")
            },
            "max_size": options.limits.document,
            "where": list(options.where),
            "kind": [kind for kind in KINDS if kind in orders.kinds],
            "rules": [_digest([rules.text.encode()]) for rules in settings.rules],
            "model": settings.model,
            "shard_size": shard_size,
            "shard_format": shard_format,
        },
        "inputs": _inputs(paths, orders),
    }


def _inputs(paths: Sequence[str | Path], orders: Orders) -> dict[str, Any]:
    count = 0
    found = hashlib.sha256()
    folders: set[Path | Place] = set()

    def note(*words: object) -> None:
        found.update(repr(words).encode("utf-8", "surrogatepass"))

    def failed(error: Exception) -> None:
        note("failed", str(error))

    for source in find_sources(paths, failed, leave_out=orders.options.leave_out):
        count += 1
        note(source.source, source.doc_id)
        if source.folder is not None and source.folder not in folders:
            folders.add(source.folder)
            note("manifest", _contents(source.folder / MANIFEST))
        if source.url is not None:
            try:
                note(state_of(source.url))
            except NorfolkError as error:
                failed(error)
        try:
            status = source.path.stat() if source.path is not None else None
        except OSError:
            continue
        if status is not None:
            note(status.st_size, status.st_mtime_ns)
    return {"files": count, "sha256": found.hexdigest()}


def _contents(path: Path | Place) -> str | None:
    try:
        return _digest([path.read_bytes()])
    except OSError:
        return None


@lru_cache(maxsize=1)
def program() -> str:
    """A hash of the package: its rules may be changed in place, and its version not."""
    return _digest(_files(resources.files("norfolk_cs")))[:16]


def _files(folder: Traversable) -> Iterable[bytes]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry)
        elif entry.name.endswith((".py", ".toml", ".csv")):
            yield entry.name.encode()
            yield entry.read_bytes()


def _digest(parts: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(b"%d\0" % len(part) + part)
    return found.hexdigest()

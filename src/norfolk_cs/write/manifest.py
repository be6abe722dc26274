"""A folder of shards as others find it: the manifest, and the facts files that it names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from norfolk_cs.errors import BadFacts, NorfolkError

MANIFEST = "manifest.json"
CHECKPOINT = "checkpoint.json"  # in the manifest's place until a run is finished
ERRORS = "errors.jsonl"
FORMAT = "norfolk-cs shards 1"


def read_state(path: Path) -> dict[str, Any] | None:
    """A manifest or a checkpoint, or None where there is none that we wrote."""
    try:
        state = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return state if isinstance(state, dict) and state.get("format") == FORMAT else None


def shard_files(folder: Path) -> list[Path]:
    """The facts files of a folder that ``extract`` wrote, in order.

    Raises BadFacts for any other folder, and for one whose run is not finished.
    """
    state = read_state(folder / MANIFEST)
    if state is not None:
        return [folder / shard["name"] for shard in state["shards"]]
    if read_state(folder / CHECKPOINT) is not None:
        raise BadFacts(
            "is a folder whose run is not finished",
            where=str(folder),
            hint="norfolk-cs extract --resume, as it was begun, goes on with it",
        )
    raise BadFacts(
        "is a folder, not a facts file",
        where=str(folder),
        hint="norfolk-cs extract PATH -o DIR/ writes folders of facts",
    )


def differences(head: Mapping[str, Any], state: Mapping[str, Any]) -> list[str]:
    """In which of its entries a run is another one: "version", "options.kinds"."""
    return list(_paths(head, {name: state.get(name) for name in head}))


def _paths(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterable[str]:
    for name in {**ours, **theirs}:
        one, other = ours.get(name), theirs.get(name)
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            yield from (f"{name}.{path}" for path in _paths(one, other))
        elif one != other:
            yield name


def refuse_changes(folder: Path, changes: list[str]) -> None:
    """Raise NorfolkError, naming what changed, if anything did."""
    if changes:
        raise NorfolkError(
            f"cannot be resumed: since it was begun, {_words(changes)} changed",
            where=str(folder),
            hint="Resume it with what it was begun with, or begin again without --resume",
        )


def _words(changes: list[str]) -> str:
    names = [name.removeprefix("options.").replace("_", "-") for name in changes]
    names = list(dict.fromkeys("the input" if n.startswith("inputs") else n for n in names))
    return ", ".join(names)

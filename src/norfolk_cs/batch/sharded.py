"""A run that fills a folder of shards, and can be gone on with when it was interrupted."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from norfolk_cs.batch import Engine, Orders, Outcome, extract_all, work
from norfolk_cs.batch.identity import identity
from norfolk_cs.batch.progress import Progress
from norfolk_cs.batch.work import Work
from norfolk_cs.errors import NorfolkError
from norfolk_cs.read.sources import STDIN
from norfolk_cs.write.extras import load
from norfolk_cs.write.shards import JSONL, PARQUET, Shards, open_shards

EVERY = 500  # documents between two checkpoints: some seconds of work, for some milliseconds


@dataclass(frozen=True, slots=True)
class Filling:
    """A folder being filled: the documents still to do, given as their facts are written."""

    shards: Shards
    outcomes: Iterator[Outcome]


@contextmanager
def filling(
    folder: Path,
    paths: Sequence[str | Path],
    orders: Orders,
    workers: int | None = None,
    *,
    size: int,
    form: str = JSONL,
    resume: bool = False,
    every: int = EVERY,
    work: Work = work,
    engine: Engine = extract_all,
) -> Iterator[Filling]:
    """Fill a folder with shards of at most ``size`` bytes of lines, unless one document has more.

    With ``resume`` a run that was interrupted goes on from its last checkpoint; one that is
    finished is left as it is, and has no outcomes. Raises NorfolkError for a folder that holds
    other things or is being read, where anything changed since the run was begun, and as
    ``extract_all`` does.
    """
    place = os.path.realpath(folder)
    if any(os.path.realpath(path) == place for path in paths):
        raise NorfolkError(
            "is one of the folders to read", where=str(folder), hint="Choose another for the facts"
        )
    if resume and STDIN in map(str, paths):
        raise NorfolkError(
            "cannot be read a second time, so there is nothing to resume",
            where="standard input",
            hint="Save it as a file, and extract that",
        )
    if form == PARQUET:
        load("pyarrow.parquet", extra="parquet")  # now, and not when the first shard is full
    options = replace(orders.options, leave_out=orders.options.leave_out | {place})
    orders = replace(orders, options=options)
    head = identity(paths, orders, size, form)
    with open_shards(folder, size=size, head=head, resume=resume, form=form) as shards:
        if shards.finished:
            yield Filling(shards, iter(()))
            return
        with closing(_fill(shards, paths, orders, workers, every, work, engine)) as outcomes:
            yield Filling(shards, outcomes)


def _fill(
    shards: Shards,
    paths: Sequence[str | Path],
    orders: Orders,
    workers: int | None,
    every: int,
    work: Work,
    engine: Engine,
) -> Generator[Outcome, None, None]:
    done = Progress.of(shards.progress) if shards.progress else Progress()
    with closing(engine(paths, orders, workers, after=done, work=work)) as outcomes:
        for outcome in outcomes:
            lines = outcome.lines.encode()
            full = outcome.extracted and not shards.fits(lines)
            if full:
                shards.close_shard()
            if full or (done.count and done.count % every == 0):
                shards.checkpoint(done.state())
            if outcome.extracted:
                shards.add(lines, outcome.facts)
            for failure in outcome.failures:
                shards.fail(_entry(failure))
            shards.pass_over(outcome.passed)
            done.step(outcome.doc_id, outcome.source)
            yield outcome
    shards.finish()


def failure_of(entry: dict[str, str | None]) -> NorfolkError:
    """A failure as a manifest has it, to be told again."""
    return NorfolkError(
        entry["message"] or "", where=entry["source"], part=entry["part"], hint=entry["hint"]
    )


def _entry(failure: NorfolkError) -> dict[str, str | None]:
    return {
        "source": failure.where,
        "part": failure.part,
        "message": failure.message,
        "hint": failure.hint,
    }

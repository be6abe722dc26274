"""The pipeline as Ray Data runs it: loads in, parcels that are done out, in their order.

Two stages, each with processes of its own. To look into loads needs little of a CPU and is held
back by Ray Data's streaming executor while much waits to be worked on; the work is done by a pool
of actors, each of which builds its rules once.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import ray
from ray.data import ActorPoolStrategy, DataContext, from_arrow

from norfolk_cs.batch.ray.ledger import Key, Ledger, Watch
from norfolk_cs.batch.ray.parcels import Load
from norfolk_cs.batch.ray.stages import Returned, look_into, work_on
from norfolk_cs.batch.warm import warm
from norfolk_cs.batch.work import Orders, Work
from norfolk_cs.errors import NorfolkError

if TYPE_CHECKING:
    import pyarrow as pa

# Of a CPU. Were actors given whole ones, as many as there are, none were left to look into loads,
# and the actors would wait for ever.
ACTOR = 0.9
LOOK = 0.1


def run_flow(
    loads: Iterable[Load], orders: Orders, size: int, work: Work
) -> Generator[Returned, None, None]:
    """What becomes of all loads, in order, by ``size`` actors."""
    tables = [_table(load) for load in loads]
    if not tables:
        return
    _configure(DataContext.get_current())
    ledger = ray.remote(Ledger).options(num_cpus=0, max_restarts=-1, max_task_retries=-1).remote()
    place = {"ledger": ledger, "folder": os.getcwd(), "orders": orders}
    each = {"batch_size": 1, "batch_format": "pyarrow", "zero_copy_batch": True}
    data = (
        from_arrow(tables)
        .map_batches(_look, fn_kwargs=place, num_cpus=LOOK, **each)
        .map_batches(
            _Worker,
            fn_constructor_kwargs={**place, "work": work},
            compute=ActorPoolStrategy(size=size),
            num_cpus=ACTOR,
            **each,
        )
    )
    try:
        for table in data.iter_batches(batch_size=None, batch_format="pyarrow"):
            yield from _things(table)
    except ray.exceptions.RayError as error:
        raise _failure(error) from error


def _failure(error: Exception) -> NorfolkError:
    """What ended the run, in our own words if there are some."""
    cause: Any = error
    while cause is not None:
        if isinstance(cause, NorfolkError):
            return cause
        cause = getattr(cause, "cause", None) or cause.__cause__
    last = str(error).strip().splitlines()[-1:] or [type(error).__name__]
    return NorfolkError(
        f"the cluster failed: {last[0]}",
        hint="Look at its machines with ray status; --resume goes on with a folder",
    )


def _configure(context: Any) -> None:
    context.execution_options.preserve_order = True
    context.target_max_block_size = 1  # so that each parcel is one, for whoever is free
    context.enable_progress_bars = False
    context.execution_no_progress_timeout_s = -1  # a single report may take minutes


def _look(batch: pa.Table, ledger: Any, folder: str, orders: Orders) -> Iterator[pa.Table]:
    _go_to(folder)
    for load in _things(batch):
        for parcel in look_into(load, orders.options, _watches(ledger)):
            yield _table(parcel)


class _Worker:
    """An actor: what all documents need is built once."""

    def __init__(self, ledger: Any, folder: str, orders: Orders, work: Work) -> None:
        _go_to(folder)
        warm(orders.settings)
        self._watches = _watches(ledger)
        self._orders = orders
        self._work = work

    def __call__(self, batch: pa.Table) -> Iterator[pa.Table]:
        for parcel in _things(batch):
            yield _table(work_on(parcel, self._orders, self._watches, self._work))


def _watches(ledger: Any) -> Callable[[Key], Watch]:
    def call(method: str, *arguments: object) -> Any:
        return ray.get(getattr(ledger, method).remote(*arguments))

    return lambda key: Watch(call, key)


def _go_to(folder: str) -> None:
    """Where relative paths count from, if this machine has it."""
    with suppress(OSError):
        os.chdir(folder)


def _table(thing: object) -> pa.Table:
    import pyarrow as pa

    return pa.table({"thing": pa.array([pickle.dumps(thing)], pa.large_binary())})


def _things(table: pa.Table) -> Iterator[Any]:
    for value in table["thing"]:
        yield pickle.loads(value.as_py())

"""Worker processes, each with a few documents at a time: the death of one costs one document.

What is handed over together is done again one by one where its worker died.

A worker is only ever handed something when it waits for it, so that neither end of a pipe waits to
write while the other does, and whose fault a death is stands beyond doubt.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.util import register_after_fork
from types import TracebackType
from typing import Any, Generic, TypeVar

from norfolk_cs.batch.work import Orders, Outcome, Work
from norfolk_cs.errors import NorfolkError
from norfolk_cs.read.tasks import Task

T = TypeVar("T")
_ENDS = (signal.SIGINT, signal.SIGTERM)  # what ends a run is the parent's business


@dataclass(slots=True)
class _Worker(Generic[T]):
    process: Any
    pipe: Connection
    tasks: Sequence[tuple[Task, T]] = ()  # it works on them; none while it waits


class Crew(Generic[T]):
    """At most ``size`` processes, started when there is something to do for them.

    Used as a context: they are gone when the block is, however it ends.
    """

    def __init__(self, size: int, orders: Orders, work: Work) -> None:
        self._size = size
        self._orders = orders
        self._work = work
        self._context: Any = multiprocessing.get_context(start_method())
        self._workers: list[_Worker[T]] = []

    def __enter__(self) -> Crew[T]:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.pipe.close()

    @property
    def has_room(self) -> bool:
        """Whether somebody waits for a task, or could be hired."""
        return len(self._workers) < self._size or not all(w.tasks for w in self._workers)

    def hand(self, tasks: Sequence[tuple[Task, T]]) -> None:
        """Give tasks to somebody who waits; each one's tag comes back with its outcome.

        Raises NorfolkError where no process can be started.
        """
        while True:
            worker = next((w for w in self._workers if not w.tasks), None) or self._hire()
            try:
                worker.pipe.send([task for task, _ in tasks])
            except (BrokenPipeError, ConnectionResetError):  # it died while it waited
                self._dismiss(worker)
                continue
            worker.tasks = tasks
            return

    def collect(
        self, *, block: bool, unless: int | None = None
    ) -> Iterator[tuple[T, Outcome | None]]:
        """What is done by now; to ``block`` is to wait until something is, or until there is
        something to read from the file descriptor ``unless``.

        None for an outcome: the worker died over several tasks, and this one is to be done alone.
        """
        busy = {worker.pipe: worker for worker in self._workers if worker.tasks}
        waited_for: list[Connection | int] = [*busy]
        if unless is not None:
            waited_for.append(unless)
        for pipe in wait(waited_for, None if block else 0):
            if not isinstance(pipe, Connection):
                continue
            worker = busy[pipe]
            tasks, worker.tasks = worker.tasks, ()
            outcomes: Sequence[Outcome | None]
            try:
                outcomes = worker.pipe.recv()
            except (EOFError, OSError):
                self._dismiss(worker)
                outcomes = [None] * len(tasks)
                if len(tasks) == 1:
                    task, _ = tasks[0]
                    outcomes = [Outcome(task.where, (_death(task, worker.process.exitcode),))]
            for (_, tag), outcome in zip(tasks, outcomes, strict=True):
                yield tag, outcome

    def _hire(self) -> _Worker[T]:
        ours, theirs = self._context.Pipe()
        # A fork has copies of our ends of all pipes; while one is open, its worker would not
        # notice that we are gone.
        register_after_fork(ours, Connection.close)
        process = self._context.Process(
            target=_serve, args=(theirs, self._orders, self._work), daemon=True
        )
        try:
            with _blocked():
                process.start()
        except OSError as error:
            raise NorfolkError(
                f"no worker process can be started: {error.strerror}", hint="Try --workers 0"
            ) from error
        theirs.close()
        worker = _Worker[T](process, ours)
        self._workers.append(worker)
        return worker

    def _dismiss(self, worker: _Worker[T]) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        self._workers.remove(worker)


def would_wait(stream: int) -> bool:
    """Whether to read from a file descriptor may take a while."""
    return not wait([stream], 0)


def start_method() -> str:
    """How processes are started.

    A fork has all that is imported and compiled for nothing, in memory that it shares; but other
    systems than Linux have libraries that do not survive it, and so has torch. Nor does the thread
    by which fsspec talks to servers.
    """
    bars = "torch" in sys.modules or "fsspec.asyn" in sys.modules
    return "fork" if sys.platform == "linux" and not bars else "spawn"


def _serve(pipe: Connection, orders: Orders, work: Work) -> None:
    """What a worker does until its parent has no more, or is no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _ENDS)
    gc.freeze()  # what is inherited stays shared: the collector would write into all of it
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            pipe.send(work(pipe.recv(), orders))
    os._exit(0)  # the streams, and what may wait in them, are the parent's


@contextmanager
def _blocked() -> Iterator[None]:
    """Put off what ends a run: in a process that is just being started it would leave a trace."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _death(task: Task, code: int | None) -> NorfolkError:
    if code is not None and code < 0:
        how = f"signal {-code}, {_signal_name(-code)}"
    else:
        how = f"exit code {code}"
    if code == -signal.SIGKILL:
        hint = "If memory ran out, try fewer --workers"
    else:
        hint = "This is a fault in norfolk-cs or a library; please report it"
    return NorfolkError(f"the worker reading it died ({how})", where=task.where, hint=hint)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"

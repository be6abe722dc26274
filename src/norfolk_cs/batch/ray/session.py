"""Ray, started for one run or found where it runs already, and kept quiet."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from norfolk_cs import __version__
from norfolk_cs.batch.identity import program
from norfolk_cs.errors import NorfolkError

HERE, AUTO = "local", "auto"
STORE = 512 * 1024 * 1024  # bytes of parcels in memory, on one machine; what is beyond goes to disk
KNOCK = 10  # seconds for its head to answer at all
PATIENCE = 120  # seconds for a machine of a cluster to answer
_CHECK = "Check --ray-address, or RAY_ADDRESS"
_TOKENS = {"RAY_AUTH_MODE", "RAY_AUTH_TOKEN", "RAY_AUTH_TOKEN_PATH"}
# Ray reads these when it is imported. Nothing is sent anywhere, and nothing is said but faults.
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_DATA_DISABLE_PROGRESS_BARS": "1",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}


@contextmanager
def connected(address: str | None, workers: int | None, cores: int) -> Iterator[int]:
    """A cluster to run on; gives how many workers to have there.

    ``address``, else RAY_ADDRESS, is that of a cluster that is running. Without either this machine
    is made one for as long as the block lasts. Where the program is connected already, that is it.
    Raises NorfolkError where there is no Ray, no such cluster, or one whose machines have not this
    same norfolk-cs.
    """
    ray = _load()
    _say_nothing()
    if ray.is_initialized():
        yield _size(ray, workers)
        return
    address = address or os.environ.get("RAY_ADDRESS") or HERE
    try:
        with _own_signals(), _hushed():
            _connect(ray, address, workers or cores)
        if address != HERE:
            _compare(ray, address)
        yield _size(ray, workers)
    finally:
        ray.shutdown()


def _load() -> Any:
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise NorfolkError(
            "--engine ray needs Ray, which is not installed",
            hint="pip install 'norfolk-cs[ray]'",
        ) from error
    warnings.filterwarnings("ignore", module=r"ray\b")  # advice on how to write a pipeline
    for handler in logging.getLogger("ray.data").handlers:
        if type(handler).__name__ == "PlainRayHandler":  # the console's; the file keeps all
            handler.setLevel(logging.CRITICAL)
    return ray


def _say_nothing() -> None:
    """Keep Ray from telling of each dead worker on standard output, in the midst of the facts.

    It has no option for that, but a switch that its debugger uses.
    """
    from ray._private import worker

    worker._worker_logs_enabled = False


def _connect(ray: Any, address: str, cpus: int) -> None:
    silent = {"logging_level": logging.CRITICAL, "log_to_driver": False}
    if address not in (HERE, AUTO):
        _knock(address)
    try:
        if address == HERE:
            _have_token()
            ray.init(
                address=HERE,
                num_cpus=cpus,
                object_store_memory=STORE,
                include_dashboard=False,
                _node_ip_address="127.0.0.1",  # nobody else is let in, and no network is needed
                **silent,
            )
        else:
            ray.init(address=address, **silent)
    except (ConnectionError, RuntimeError, ValueError) as error:
        if address == HERE:
            what, hint = "Ray cannot be started", "Without --engine ray no Ray is needed"
        else:
            what = f"no way into the Ray cluster at {address}"
            hint = (
                "Its Ray and Python must be those of this machine; if it wants a token, "
                "RAY_AUTH_MODE=token and the token must be set here too"
            )
        raise NorfolkError(f"{what}: {_first_line(error)}", hint=hint) from error


def _have_token() -> None:
    """Let nobody else on this machine in; Ray would put a token into the user's home for that."""
    if not _TOKENS & os.environ.keys():
        os.environ["RAY_AUTH_TOKEN"] = secrets.token_hex(32)


def _knock(address: str) -> None:
    """Raise NorfolkError where nobody answers: Ray would go on trying for minutes."""
    host, _, port = address.rpartition(":")
    try:
        if not host or "/" in host or not port.isdecimal():
            raise ValueError("an address is HOST:PORT, as ray start prints it")
        socket.create_connection((host.strip("[]"), int(port)), KNOCK).close()
    except (OSError, ValueError, OverflowError) as error:
        raise NorfolkError(f"no Ray cluster at {address}: {error}", hint=_CHECK) from error


@contextmanager
def _own_signals() -> Iterator[None]:
    """Leave SIGTERM to whoever had it: Ray takes it when it is started."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _hushed() -> Iterator[None]:
    """Let nothing be said on standard error, by libraries in C++ either."""
    told = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(told, 2)
        os.close(told)


def _size(ray: Any, workers: int | None) -> int:
    """No more workers than CPUs: with more, none would be left to look for documents."""
    cpus = max(int(ray.cluster_resources().get("CPU", 1)), 1)
    return min(workers or cpus, cpus)


def _compare(ray: Any, address: str) -> None:
    """Raise NorfolkError unless all machines have the program that is running here."""
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    def installed() -> tuple[str, str] | None:  # sent as it stands: it may be all they have
        try:
            from norfolk_cs import __version__
            from norfolk_cs.batch.identity import program
        except ImportError:
            return None
        return __version__, program()

    here = (__version__, program())
    nodes = [node for node in ray.nodes() if node["Alive"] and node["Resources"].get("CPU")]
    there = (NodeAffinitySchedulingStrategy(node["NodeID"], soft=False) for node in nodes)
    ask = ray.remote(installed)
    asked = [ask.options(num_cpus=0, scheduling_strategy=place).remote() for place in there]
    try:
        found = ray.get(asked, timeout=PATIENCE)
    except ray.exceptions.RayError as error:
        raise NorfolkError(
            f"the machines of the Ray cluster at {address} do not answer: {_first_line(error)}",
            hint="Look at them with ray status",
        ) from error
    for node, version in zip(nodes, found, strict=True):
        if version != here:
            has = f"norfolk-cs {version[0]}, another one" if version else "no norfolk-cs"
            raise NorfolkError(
                f"a machine of the Ray cluster has {has}",
                where=node["NodeManagerAddress"],
                hint=f"Install norfolk-cs {__version__} on all of them, from the same source",
            )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]

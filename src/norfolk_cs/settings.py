"""What a run goes by beside the shipped data: users' own rule files, and a trained model.

Settings are plain data, to be compared, pickled and sent to other processes. Whatever is built
from rules is built once for each of them: its function is marked :func:`per_settings`, and
``with using(settings):`` says which settings hold. A new thread begins with the default ones.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar, cast

SETTINGS_KEPT = 8  # sets of rules a process keeps ready at a time; each costs some megabytes

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class RuleText:
    """A user's rule file: what to call it, and what it says."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Users' rule files, later ones on top, and the spaCy model that names more actors."""

    rules: tuple[RuleText, ...] = ()
    model: str | None = None

    def sections(self, key: str) -> Iterator[tuple[str, Any]]:
        """What each rule file that has it says under a key, with the file's name."""
        for source in self.rules:
            tables = _tables(source.text)
            if key in tables:
                yield source.name, tables[key]


@lru_cache(maxsize=64)
def _tables(text: str) -> dict[str, Any]:
    return tomllib.loads(text)


class _Workshop:
    """Settings, and what was built by them."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.built: dict[tuple[object, ...], object] = {}


_shipped = _Workshop(Settings())
_made = lru_cache(maxsize=SETTINGS_KEPT)(_Workshop)
_current: ContextVar[_Workshop] = ContextVar("norfolk_cs", default=_shipped)


def _workshop(settings: Settings) -> _Workshop:
    return _shipped if settings == _shipped.settings else _made(settings)


def active() -> Settings:
    """The settings that hold."""
    return _current.get().settings


def adopt(settings: Settings) -> None:
    """Go by ``settings`` from here on: in a process that serves but one purpose."""
    _current.set(_workshop(settings))


@contextmanager
def using(settings: Settings) -> Iterator[None]:
    """Go by ``settings`` inside the block."""
    if settings == active():
        yield
        return
    token = _current.set(_workshop(settings))
    try:
        yield
    finally:
        _current.reset(token)


def per_settings(build: Callable[P, T]) -> Callable[P, T]:
    """A function whose result is kept, for each settings and each arguments."""

    @wraps(build)
    def get(*args: P.args, **kwargs: P.kwargs) -> T:
        built = _current.get().built
        key = (build, args, *sorted(kwargs.items())) if kwargs else (build, args)
        try:
            return cast("T", built[key])
        except KeyError:
            return cast("T", built.setdefault(key, build(*args, **kwargs)))

    return get

"""Libraries that not everybody needs, loaded when they are asked for."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from norfolk_cs.errors import NorfolkError


def load(module: str, *, extra: str) -> Any:
    """A module of a library that comes with an extra of this package.

    Raises NorfolkError that names the extra where the library is not there.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise NorfolkError(
            f"{extra} output needs {module.partition('.')[0]}, which is not installed",
            hint=f"pip install 'norfolk-cs[{extra}]'",
        ) from error

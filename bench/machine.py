"""What the figures were taken on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

from norfolk_cs.batch import cores


def described() -> str:
    """One sentence: processor, cores, memory, system, Python, spaCy, and how busy it is."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"Taken on {_processor()}, {cores()} cores, {memory:.0f} GiB, {_system()}, Python "
        f"{platform.python_version()}, spaCy {version('spacy')}, norfolk-cs "
        f"{version('norfolk-cs')}; other programs kept {os.getloadavg()[1]:.1f} of the cores "
        "busy when it began."
    )


def _processor() -> str:
    return _field("/proc/cpuinfo", "model name", ":") or platform.processor() or platform.machine()


def _system() -> str:
    name = _field("/etc/os-release", "PRETTY_NAME", "=").strip('"')
    return f"{name or platform.system()} ({platform.system()} {platform.release()})"


def _field(path: str, name: str, sign: str) -> str:
    try:
        lines = Path(path).read_text("utf-8").splitlines()
    except OSError:
        return ""
    values = (line.partition(sign)[2].strip() for line in lines if line.startswith(name))
    return next(values, "")

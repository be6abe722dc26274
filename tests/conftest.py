"""Property tests draw the same examples on every run in CI, and fresh ones on a desk."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)  # a shared machine's pauses are no failures
settings.load_profile("ci" if os.environ.get("CI") else "desk")

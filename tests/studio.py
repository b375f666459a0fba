"""A folder that all workers of one run of the tests share: nothing is trained or typeset twice."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

VARIABLE = "DETANGLE_TEST_STUDIO"
"""Names the folder to the workers, which inherit it from the process that starts them."""


def open_studio() -> Callable[[], None]:
    """Make the folder, unless another process has; return what removes it again."""
    if VARIABLE in os.environ:
        return lambda: None
    folder = tempfile.TemporaryDirectory(prefix="detangle-tests-", ignore_cleanup_errors=True)
    os.environ[VARIABLE] = folder.name
    return folder.cleanup


def studio() -> Path:
    """Return the folder; what is written into it is renamed into place when it is complete."""
    return Path(os.environ[VARIABLE])


def trained_runs() -> Path:
    """Return the folder in which a scene finds trained runs when it is drawn in the studio."""
    return studio() / "media" / "runs"

"""One process at a time writes a film into a folder."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_log = logging.getLogger(__name__)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other process is in a folder, and keep others out.

    Manim takes the pieces of a film that it finds for its own, also those that another process has
    half written, and deletes pieces at its end that another may still need. The lock is the
    system's: it ends with the process, and leaves no file behind. Without it, as on Windows,
    nobody waits.
    """
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    handle = _opened(folder)
    try:
        if handle is not None:
            _lock(handle, folder)
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _opened(folder: Path) -> int | None:
    if sys.platform == "win32":
        return None
    with suppress(OSError):
        return os.open(folder, os.O_RDONLY)
    return None


def _lock(handle: int, folder: Path) -> None:
    import fcntl  # there is none on Windows

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _log.warning("waiting for another process that renders into %s", folder)
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:  # a file system without locks
        return

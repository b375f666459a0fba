"""Files that appear under their name only when they are complete."""

from __future__ import annotations

import os
import shutil
import stat
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX, SUFFIX = ".detangle-", ".part"
"""A temporary folder is called `.detangle-PID-RANDOM.part`, by the process that writes in it."""

ABANDONED = 3600.0
"""Seconds after its last change from which the folder of a process that has ended is deleted."""


@contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Give a file beside the target to write to; it takes the target's place at the end.

    If anything is raised, the file is deleted, and what lay under the target's name stays as it
    was. A symbolic link is followed. A new file gets the mode that the umask leaves; one that is
    replaced keeps its own.

    Parameters
    ----------
    target
        Where the file shall be; missing folders are made.

    Raises
    ------
    OSError
        If it cannot be written there.
    """
    place = _place(target)
    delete_abandoned(place.parent)
    with _folder_in(place.parent) as folder:
        file = folder / "whole"
        file.touch()
        mode = (place if place.exists() else file).stat().st_mode
        yield file
        with suppress(OSError):  # some file systems have no modes: the file matters more
            file.chmod(stat.S_IMODE(mode))
        file.replace(place)


def check_place(target: Path) -> None:
    """Try whether a file can be written, and change nothing but the folders that are missing.

    Raises
    ------
    OSError
        If it cannot.
    """
    with _folder_in(_place(target).parent) as folder:
        (folder / "whole").touch()


def delete_abandoned(folder: Path) -> None:
    """Delete the temporary folders of processes that were killed while they wrote here."""
    for found in folder.glob(f"{PREFIX}*{SUFFIX}"):
        with suppress(OSError, ValueError):
            pid = int(found.name.removeprefix(PREFIX).partition("-")[0])
            if time.time() - found.lstat().st_mtime > ABANDONED and not _runs(pid):
                shutil.rmtree(found)


@contextmanager
def _folder_in(parent: Path) -> Iterator[Path]:
    """Give an empty folder, and delete it at the end with all that is in it.

    A file alone would not do: safetensors writes to a temporary file of its own beside it.
    """
    folder = parent / f"{PREFIX}{os.getpid()}-{uuid.uuid4().hex[:12]}{SUFFIX}"
    try:
        folder.mkdir(0o700)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _place(target: Path) -> Path:
    """Follow links to where a file may be written, in a folder that is there."""
    place = Path(os.path.realpath(target))
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        found = place.lstat().st_mode
    except FileNotFoundError:
        return place
    if stat.S_ISDIR(found):
        raise IsADirectoryError("it is a folder")
    if not stat.S_ISREG(found):
        raise OSError("it is a device, a pipe or a link that leads nowhere, not a file")
    if not os.access(place, os.W_OK):
        raise PermissionError("the file there is write-protected")
    return place


def _runs(pid: int) -> bool:
    """Return whether a process runs; False on Windows, where asking would end it."""
    if os.name != "posix":
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True

"""What a command owes the system: streams that are open, signals that end it, children that end."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import FrameType
from typing import NoReturn

BROKEN_PIPE = 141
GRACE = 5.0
"""Seconds in which a child may tidy up before it is killed."""

_OF_STREAMS = {errno.EPIPE, errno.ENOSPC, errno.EIO, errno.EBADF, errno.EFBIG, errno.EDQUOT}


class Ended(BaseException):
    """A signal asked the process to end; all that is open is closed on the way out."""

    def __init__(self, number: int) -> None:
        super().__init__(f"ended by {signal.Signals(number).name}")
        self.status = 128 + number


@contextmanager
def ends_by_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP unwind the process, which by themselves would end it on the spot.

    A signal that is ignored, as SIGHUP is under `nohup`, stays ignored.
    """
    names = ("SIGTERM", "SIGHUP")
    known = [getattr(signal, name) for name in names if hasattr(signal, name)]
    changed = [one for one in known if signal.getsignal(one) is signal.SIG_DFL]
    try:
        with suppress(ValueError):  # only the main thread of a program may do this
            for one in changed:
                signal.signal(one, _end)
        yield
    finally:
        with suppress(ValueError):
            for one in changed:
                signal.signal(one, signal.SIG_DFL)


def _end(number: int, _frame: FrameType | None) -> NoReturn:
    raise Ended(number)


def open_streams() -> bool:
    """Open the null device in place of standard streams that are closed.

    Otherwise the next file that is opened would take the place of one, and get what is printed.

    Returns
    -------
    True if the standard output is closed.
    """
    closed = sys.stdout is None
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: PTH123, SIM115
            with suppress(OSError):
                os.set_inheritable(stream.fileno(), True)
            setattr(sys, name, stream)
    return closed


def output_failed(error: OSError) -> bool:
    """Return whether an error is one of the standard output; if so, nothing more is written to it.

    Python flushes the standard output once more at its end, and must not fail again there.
    """
    if error.errno not in _OF_STREAMS:
        return False
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return True


def run_child(words: Sequence[str], environment: Mapping[str, str]) -> int:
    """Run a program and return its exit status; it ends when this process is asked to end."""
    with subprocess.Popen(words, env=environment) as child:
        try:
            status = child.wait()
        except BaseException:
            _stop(child)
            raise
    return status if status >= 0 else 128 - status


def _stop(child: subprocess.Popen[bytes]) -> None:
    """End a child as Ctrl-C would, so that it takes its temporary files away; or else kill it."""
    with suppress(ProcessLookupError):
        child.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
    try:
        child.wait(GRACE)
    except (subprocess.TimeoutExpired, KeyboardInterrupt, Ended):
        child.kill()

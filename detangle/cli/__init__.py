"""The `detangle` command: finds the subcommand, prints its answer, keeps errors to one line."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, cast

from detangle import __version__
from detangle.errors import DetangleError, nearest

if TYPE_CHECKING:
    from detangle.cli.result import Result

HELP = """\
usage: detangle COMMAND ...

Videos of how a neural network pulls tangled classes apart.

  presets    list the named recipes                detangle presets
  datasets   list the generators of points         detangle datasets
  train      train a preset, record every step     detangle train moons --seed 4
  search     train many seeds, keep the best       detangle search moons --seeds 256
  info       show what a recorded run holds        detangle info runs/moons.safetensors
  compare    runs side by side in a table          detangle compare moons spirals
  render     show a run in a scene, as a video     detangle render LayerMorph --run spirals

  -h, --help     this text; `detangle COMMAND --help` tells more
  --version      the version

Two commands to a video of your own:
  detangle train moons --output runs/moons.safetensors
  detangle render LayerMorph --run runs/moons.safetensors

Your own points, a row each in a .csv, .tsv, .parquet or .npz file:
  detangle render LayerMorph --data points.csv --label species"""

# Modules are named, not imported: each command loads only what it needs.
COMMANDS = {
    "presets": ("listing", "run_presets"),
    "datasets": ("listing", "run_datasets"),
    "train": ("train", "run"),
    "search": ("search", "run"),
    "info": ("info", "run"),
    "compare": ("compare", "run"),
    "render": ("render", "run"),
}

FAILED, INTERRUPTED, BROKEN_PIPE = 2, 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status.

    Parameters
    ----------
    argv
        The words after `detangle`; None takes those of the process.
    """
    words = sys.argv[1:] if argv is None else argv
    try:
        with _warnings_on_stderr():
            status = _dispatch(words)
            sys.stdout.flush()
            return status
    except DetangleError as error:
        return _complain(f"error: {error}", FAILED)
    except KeyboardInterrupt:
        return _complain("interrupted", INTERRUPTED)
    except OSError as error:
        return _system_error(error)


def _dispatch(words: Sequence[str]) -> int:
    if not words or words[0] in ("-h", "--help"):
        print(HELP)
        return 0
    if words[0] == "--version":
        print(f"detangle {__version__}")
        return 0
    return _run(_command(words[0]), words[1:])


def _command(name: str) -> Callable[[Sequence[str]], Result]:
    if name not in COMMANDS:
        if name.startswith("-"):
            raise DetangleError(f"unknown flag {name}; see: detangle --help")
        raise DetangleError(f"unknown command {name!r}: {nearest(name, COMMANDS)}")
    module, function = COMMANDS[name]
    run = getattr(import_module(f"detangle.cli.{module}"), function)
    return cast("Callable[[Sequence[str]], Result]", run)


def _run(command: Callable[[Sequence[str]], Result], words: Sequence[str]) -> int:
    try:
        result = command(words)
    except SystemExit as stop:  # the help was asked for and is printed
        return int(stop.code or 0)
    if result.text:
        # A file's name may hold what the terminal cannot show.
        encoding = sys.stdout.encoding or "utf-8"
        print(result.text.encode(encoding, "backslashreplace").decode(encoding))
    return result.status


@contextmanager
def _warnings_on_stderr() -> Iterator[None]:
    """Show what the core logs, one line each."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("detangle: warning: %(message)s"))
    logger = logging.getLogger("detangle")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def _complain(message: str, status: int) -> int:
    print("detangle:", " ".join(message.split()), file=sys.stderr)
    return status


def _system_error(error: OSError) -> int:
    """Report what the system refused; a reader that has gone, as after `| head -1`, is no error."""
    if error.filename is not None:
        return _complain(f"error: {error.filename}: {error.strerror}", FAILED)
    # Python flushes standard output once more at its end, and must not fail again there.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return BROKEN_PIPE
    return _complain(f"error: the output cannot be written ({error.strerror})", FAILED)

"""The `detangle` command: runs a subcommand, and says in one line what went wrong."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import cast

import click
from click.exceptions import Exit

from detangle import __version__
from detangle.cli.process import BROKEN_PIPE, Ended, ends_by_signals, open_streams, output_failed
from detangle.errors import DetangleError, nearest, printable

COMMANDS = {
    "presets": "List the named recipes.",
    "datasets": "List the generators of points and their parameters.",
    "scenes": "List the scenes that come with detangle.",
    "train": "Train a preset's network, or one on your own points; save the run.",
    "search": "Train many seeds and save the best one's run.",
    "info": "Show what a run's file holds.",
    "compare": "Compare runs in a table.",
    "render": "Render a scene as a video.",
    "check": "Look for faults in the scenes of a talk.",
}
"""The subcommands: `detangle.cli.NAME` defines each as `command`, and is imported when needed."""

FAILED, INTERRUPTED = 2, 130


class _Subcommands(click.Group):
    def get_command(self, _ctx: click.Context, name: str) -> click.Command:
        if name not in COMMANDS:
            raise DetangleError(f"unknown command {name!r}: {nearest(name, COMMANDS)}")
        return cast("click.Command", import_module(f"detangle.cli.{name}").command)

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=_Subcommands,
    invoke_without_command=True,
    subcommand_metavar="COMMAND ...",
    options_metavar="",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`detangle COMMAND --help` explains a command.",
)
@click.version_option(__version__, message="detangle %(version)s")
@click.pass_context
def detangle(ctx: click.Context) -> str | None:
    """Make videos of how a neural network pulls tangled classes apart.

    \b
    Two commands to a video:
      detangle train moons --output runs/moons.safetensors
      detangle render LayerMorph --run runs/moons.safetensors

    \b
    Your own points, one row each in a .csv, .tsv, .parquet or .npz file:
      detangle render LayerMorph --data points.csv --label species
    """
    return ctx.get_help() if ctx.invoked_subcommand is None else None


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status.

    Parameters
    ----------
    argv
        The words after `detangle`; None takes those of the process.
    """
    words = sys.argv[1:] if argv is None else argv
    closed = open_streams()
    try:
        with ends_by_signals(), _warnings_on_stderr():
            status = _run(list(words))
    except click.UsageError as error:
        return _complain(f"error: {_misuse(error)}", FAILED)
    except DetangleError as error:
        return _complain(f"error: {error}", FAILED)
    except KeyboardInterrupt:
        return _complain("interrupted", INTERRUPTED)
    except Ended as ended:
        return _complain(str(ended), ended.status)
    except OSError as error:
        return _system_error(error)
    if closed and not status:
        return _complain("error: the output cannot be written (it is closed)", FAILED)
    return status


def _run(words: list[str]) -> int:
    """Run a subcommand: it returns the text to print, or an exit status."""
    try:
        with detangle.make_context("detangle", words) as ctx:
            answer = detangle.invoke(ctx)
    except Exit as stop:  # the help or the version was asked for and is printed
        answer = stop.exit_code
    if isinstance(answer, str):
        say(answer)
    sys.stdout.flush()
    return answer if isinstance(answer, int) else 0


class _OneLine(logging.Formatter):
    """Writes what is logged in one line, in which control characters are escapes."""

    def format(self, record: logging.LogRecord) -> str:
        return printable(super().format(record))


def say(text: str) -> None:
    """Print text at once.

    Characters that the terminal's encoding lacks, or that move its cursor, become escapes.
    """
    encoding = sys.stdout.encoding or "utf-8"
    lines = "\n".join(map(printable, text.split("\n")))
    print(lines.encode(encoding, "backslashreplace").decode(encoding), flush=True)


@contextmanager
def _warnings_on_stderr() -> Iterator[None]:
    """Show what the package logs, one line each, and once: Manim has all logs printed, too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OneLine("detangle: warning: %(message)s"))
    logger = logging.getLogger("detangle")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield
    finally:
        logger.propagate = True
        logger.removeHandler(handler)


def _complain(message: str, status: int) -> int:
    with suppress(OSError):  # where nothing can be said, the status still tells it
        print("detangle:", printable(" ".join(message.split())), file=sys.stderr)
    return status


def _misuse(error: click.UsageError) -> str:
    """Write what click says in the style of the package's own errors."""
    message = error.format_message().rstrip(".")
    see = f"; see: {error.ctx.command_path} --help" if error.ctx else ""
    return message[0].lower() + message[1:] + see


def _system_error(error: OSError) -> int:
    """Report what the system refused; a reader that has gone, as after `| head -1`, is no error."""
    if error.filename is not None:
        return _complain(f"error: {error.filename}: {error.strerror}", FAILED)
    if not output_failed(error):
        return _complain(f"error: {error.strerror or error}", FAILED)
    if isinstance(error, BrokenPipeError):
        return BROKEN_PIPE
    return _complain(f"error: the output cannot be written ({error.strerror})", FAILED)

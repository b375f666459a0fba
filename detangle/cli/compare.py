"""`detangle compare`: runs side by side in a table."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Annotated, Literal

from tyro.conf import Positional, arg

from detangle.cli.parsing import parse
from detangle.cli.result import Result, table
from detangle.errors import DetangleError
from detangle.presets import PRESETS, is_preset
from detangle.run.file import existing, load
from detangle.run.metrics import Summary, summarise
from detangle.run.trajectory import Trajectory
from detangle.train.record import obtain

HEAD = (
    "RUN",
    "DATA",
    "WIDTHS",
    "ACTIVATION",
    "SEED",
    "STEPS",
    "LOSS",
    "ACCURACY",
    "TO 90%",
    "TO 99%",
    "DEAD",
)
NEVER = "-"
"""What stands where an accuracy is never reached."""


@dataclass(frozen=True)
class Compare:
    """Compare runs: loss, accuracy, steps to 90 and 99 %, dead units.

    The steps are the first recorded ones with that accuracy; dead units are the same for every
    point at the last step.

    Example: detangle compare runs/a.safetensors runs/b.safetensors --format markdown
    """

    runs: Annotated[Positional[tuple[str, ...]], arg(metavar="RUN [RUN ...]")]
    """Files of `detangle train`, or presets, which are trained once."""
    format: Literal["text", "csv", "markdown"] = "text"
    """How to write the table."""


def run(words: Sequence[str]) -> Result:
    """Compare the runs that are named."""
    options = parse(Compare, words, prog="detangle compare")
    if not options.runs:
        raise DetangleError("name the runs to compare, such as: detangle compare moons spirals")
    rows = [_row(name, _found(name)) for name in options.runs]
    return Result(_WRITERS[options.format]([HEAD, *rows]))


def _found(name: str) -> Trajectory:
    path = existing(name)
    if not path.is_file() and is_preset(name):
        return obtain(PRESETS[name].recipe)
    return load(path)


def _row(name: str, trajectory: Trajectory) -> tuple[str, ...]:
    recipe, found = trajectory.recipe, summarise(trajectory)
    return (
        name,
        recipe.dataset,
        "-".join(map(str, recipe.widths)),
        recipe.activation,
        NEVER if recipe.made_by else str(recipe.seed),
        str(int(trajectory.steps[-1])),
        *_figures(found),
    )


def _figures(found: Summary) -> tuple[str, ...]:
    steps = (NEVER if step is None else str(step) for step in (found.to_90, found.to_99))
    return f"{found.loss:.4g}", f"{found.accuracy:.4f}", *steps, str(found.dead)


def _csv(rows: Sequence[Sequence[str]]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [[cell.lower().replace(" ", "_") for cell in rows[0]], *rows[1:]]
    )
    return text.getvalue().rstrip("\n")


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    lines = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    ruled = [lines[0], ["---"] * len(lines[0]), *lines[1:]]
    return "\n".join(f"| {' | '.join(row)} |" for row in ruled)


_WRITERS = {"text": table, "csv": _csv, "markdown": _markdown}

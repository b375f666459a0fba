"""`detangle compare`: runs side by side in a table."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

import click

from detangle.cli.tables import table
from detangle.presets import PRESETS, is_preset
from detangle.run.file import existing, load
from detangle.run.metrics import summarise
from detangle.run.trajectory import Trajectory
from detangle.train.progress import obtain_with_bar

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
NONE = "-"
"""Stands where a run has no seed, or never reaches an accuracy."""


def _csv(rows: Sequence[Sequence[str]]) -> str:
    head = [title.lower().replace(" ", "_") for title in rows[0]]
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([head, *rows[1:]])
    return text.getvalue().rstrip("\n")


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    lines = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    ruled = [lines[0], ["---"] * len(lines[0]), *lines[1:]]
    return "\n".join(f"| {' | '.join(row)} |" for row in ruled)


WRITERS = {"text": table, "csv": _csv, "markdown": _markdown}


@click.command
@click.argument("runs", nargs=-1, required=True)
@click.option(
    "--format", "form", type=click.Choice(list(WRITERS)), default="text", help="Form of the table."
)
def command(runs: tuple[str, ...], form: str) -> str:
    """Compare runs: loss, accuracy, steps to 90 and 99 %, dead units.

    Each of RUNS is a file of `detangle train`, or a preset, which is trained once. The steps are
    the first recorded ones with that accuracy; dead units are the same for every point at the last
    step.

    \b
    Examples:
      detangle compare moons spirals
      detangle compare runs/a.safetensors runs/b.safetensors --format markdown
    """
    return WRITERS[form]([HEAD, *(_row(name, _found(name)) for name in runs)])


def _found(name: str) -> Trajectory:
    if not existing(name).is_file() and is_preset(name):
        return obtain_with_bar(PRESETS[name].recipe)
    return load(name)


def _row(name: str, trajectory: Trajectory) -> tuple[str, ...]:
    network, summary = trajectory.architecture, summarise(trajectory)
    return (
        name,
        trajectory.setup.dataset,
        "-".join(map(str, network.widths)),
        network.activation,
        NONE if trajectory.made_by else str(trajectory.recipe.training.seed),
        str(int(trajectory.steps[-1])),
        f"{summary.loss:.4g}",
        f"{summary.accuracy:.4f}",
        *(NONE if step is None else str(step) for step in (summary.to_90, summary.to_99)),
        str(summary.dead),
    )

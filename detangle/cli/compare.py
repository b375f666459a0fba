"""`detangle compare`: runs side by side in a table."""

from __future__ import annotations

from collections.abc import Sequence

import click

from detangle.cli.scenes import runs_folder
from detangle.cli.tables import table
from detangle.errors import printable, shortened
from detangle.run.metrics import summarise
from detangle.run.trajectory import Trajectory
from detangle.train.record import find_run

NONE = "-"
"""Stands where a run has no seed, or never reaches an accuracy."""

HELD_OUT = "HELD OUT"
"""Column of the accuracy on points that were held out, where a run has any."""

LONGEST = 60
"""Characters of a dataset's name that are shown at most."""

Rows = Sequence[Sequence[str]]


def _csv(rows: Rows) -> str:
    from pandas import DataFrame

    head = [title.lower().replace(" ", "_") for title in rows[0]]
    return DataFrame(rows[1:], columns=head).to_csv(index=False).rstrip("\n")


def _markdown(rows: Rows) -> str:
    lines = [[cell.replace("|", "\\|") for cell in row] for row in rows]
    ruled = [lines[0], ["---"] * len(lines[0]), *lines[1:]]
    return "\n".join(f"| {' | '.join(row)} |" for row in ruled)


WRITERS = {"text": table, "csv": _csv, "markdown": _markdown}
FORMATS = click.Choice(list(WRITERS))


@click.command
@click.argument("runs", nargs=-1, required=True)
@click.option("--format", "form", type=FORMATS, default="text", help="Form of the table.")
def command(runs: tuple[str, ...], form: str) -> str:
    """Compare runs: loss, accuracy, also on points held out, steps to 90 and 99 %, dead units.

    Each of RUNS is a file of `detangle train`, or a preset, which is trained once. The steps are
    the first recorded ones with that accuracy; dead units are the same for every point at the last
    step.

    \b
    Examples:
      detangle compare moons spirals
      detangle compare runs/a.safetensors runs/b.safetensors --format markdown
    """
    kept = runs_folder()
    rows = [_row(name, find_run(name, cache=kept)[1]) for name in runs]
    if all(row[HELD_OUT] == NONE for row in rows):
        rows = [{key: cell for key, cell in row.items() if key != HELD_OUT} for row in rows]
    return WRITERS[form]([[*rows[0]], *([*row.values()] for row in rows)])


def _row(name: str, trajectory: Trajectory) -> dict[str, str]:
    network, summary = trajectory.architecture, summarise(trajectory)
    return {
        "RUN": printable(name),
        "DATA": shortened(printable(trajectory.setup.dataset), LONGEST),
        "WIDTHS": "-".join(map(str, network.widths)),
        "ACTIVATION": network.activation,
        "SEED": NONE if trajectory.made_by else str(trajectory.recipe.training.seed),
        "STEPS": str(int(trajectory.steps[-1])),
        "LOSS": f"{summary.loss:.4g}",
        "ACCURACY": f"{summary.accuracy:.4f}",
        HELD_OUT: NONE if summary.test_accuracy is None else f"{summary.test_accuracy:.4f}",
        "TO 90%": NONE if summary.to_90 is None else str(summary.to_90),
        "TO 99%": NONE if summary.to_99 is None else str(summary.to_99),
        "DEAD": str(summary.dead),
    }

"""`detangle train`: a preset or your own points, changed by options, into a file."""

from __future__ import annotations

import logging
from pathlib import Path

import click
import numpy as np

from detangle.cli.options import RecipeCommand, announce, output_name, points_and_recipe
from detangle.errors import DetangleError, printable
from detangle.run.file import check_writable, load, save_somewhere
from detangle.run.trajectory import Trajectory
from detangle.train.limits import check_fits
from detangle.train.record import TrainingDivergedError, file_size, record

HARDLY = 0.02
"""Fraction of the other points that a network must get right to be better than a single answer."""

_log = logging.getLogger(__name__)


@click.command(cls=RecipeCommand)
@click.option("--output", type=click.Path(path_type=Path), help="File to write [runs/NAME].")
@click.option(
    "--save-finite-part", is_flag=True, help="If the loss diverges, keep the steps before."
)
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
@click.pass_context
def command(
    ctx: click.Context, /, output: Path | None, save_finite_part: bool, force: bool, **_: object
) -> str:
    """Train a network and write what happens at every step to a file.

    The network is a preset's, and so are the points unless you give a table.

    \b
    Examples:
      detangle train moons --widths 3 3 --seed 4 --output runs/wide.safetensors
      detangle train moons --help               the options with that preset's values
      detangle train --data points.csv --label species --standardize --test 0.2
      detangle train moons_tanh --data points.csv --label species

    An activation of your own is made known by detangle.activations.register in a file that the
    environment variable DETANGLE_ACTIVATIONS names, here and for `detangle render`.
    """
    dataset, recipe = points_and_recipe(ctx)
    output = output or Path("runs") / f"{output_name(ctx)}.safetensors"
    # Rather now than after an hour of training.
    check_writable(output, size=file_size(dataset, recipe), force=force)
    check_fits(dataset, recipe)
    announce(ctx, dataset, recipe)
    try:
        run = record(dataset, recipe, progress=True)
        if ctx.params["data"] is not None:
            warn_of_chance(run, standardized=ctx.params["standardize"])
        return summary(save_somewhere(run, output))
    except TrainingDivergedError as error:
        raise DetangleError(f"{error}; {_rescue(error, output, save_finite_part)}") from None


def warn_of_chance(run: Trajectory, *, standardized: bool) -> None:
    """Say if the network has not learned to do better than one answer for all points."""
    for labels, accuracy, of in (
        (run.labels, float(run.accuracy[-1]), ""),
        (run.test_labels, run.test_accuracy(), " of the points held out"),
    ):
        if labels is None or accuracy is None:
            continue
        chance = float(np.bincount(labels).max() / len(labels))
        if accuracy <= chance + HARDLY * (1 - chance):
            _log.warning(
                "an accuracy of %.1f%%%s is no better than always naming the largest class "
                "(%.1f%%); try %smore --epochs, another --seed, larger --widths, or other columns",
                100 * accuracy,
                of,
                100 * chance,
                "" if standardized else "--standardize, ",
            )
            return


def summary(path: Path) -> str:
    """Tell in one line what a run's file holds."""
    run = load(path)
    held_out = run.test_accuracy()
    return (
        f"{printable(str(path))}: {len(run.steps)} steps, {path.stat().st_size / 1e6:.1f} MB; "
        f"loss {run.loss[-1]:.4g}, accuracy {run.accuracy[-1]:.1%}"
        + ("" if held_out is None else f", {held_out:.1%} of the points held out")
    )


def _rescue(error: TrainingDivergedError, output: Path, save_finite_part: bool) -> str:
    """Save the finite part if that was asked for, and say what became of it."""
    if error.trajectory is None:
        return "no step before it could be kept"
    if not save_finite_part:
        return "to keep the steps before it, add --save-finite-part"
    path = save_somewhere(error.trajectory, output)
    return f"the {len(error.trajectory.steps)} recorded steps before it are in {path}"

"""`detangle search`: many seeds at once; the best one is trained alone and saved."""

from __future__ import annotations

import sys
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detangle.cli.options import RecipeCommand, announce, output_name, points_and_recipe
from detangle.cli.train import summary
from detangle.run.file import check_writable, save_somewhere
from detangle.train.limits import check_fits
from detangle.train.record import file_size, record

if TYPE_CHECKING:
    from detangle.datasets import Dataset
    from detangle.recipe import Recipe
    from detangle.train.seeds import SeedResults

LISTED = 20
"""Successful seeds listed at most."""


@click.command(cls=RecipeCommand, without=("seed",))
@click.option("--seeds", type=click.IntRange(1), default=256, help="How many seeds to train.")
@click.option("--first", type=click.IntRange(0), default=0, help="The first of them.")
@click.option("--batch", type=click.IntRange(1), default=64, help="How many to train at once.")
@click.option(
    "--success",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.99,
    help="A run succeeds if its accuracy is above this.",
)
@click.option(
    "--output", type=click.Path(path_type=Path), help="The best seed's run [runs/NAME-seedK]."
)
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    seeds: int,
    first: int,
    batch: int,
    success: float,
    output: Path | None,
    force: bool,
    **_: object,
) -> str:
    """Train from many seeds, say how many succeed, and save the best one's run.

    \b
    Examples:
      detangle search moons --seeds 512 --activation tanh
      detangle search moons --help              the options with that preset's values
      detangle search --data points.csv --label species --widths 3 3
    """
    dataset, recipe = points_and_recipe(ctx)
    name = output_name(ctx)
    size = file_size(dataset, recipe)
    check_writable(output or _default_output(name, first), size=size, force=force or not output)
    check_fits(dataset, recipe, min(batch, seeds))
    announce(ctx, dataset, recipe)
    found = _search(dataset, recipe, range(first, first + seeds), batch)
    run = record(dataset, recipe.replace(seed=found.best), progress=True)
    path = save_somewhere(run, output or _free(_default_output(name, found.best), force=force))
    return f"{name}: {_rate(found, success)}\n{summary(path)}"


def _default_output(name: str, seed: int) -> Path:
    return Path("runs") / f"{name}-seed{seed}.safetensors"


def _free(path: Path, *, force: bool) -> Path:
    """Add a number to a file's name, unless it is free; which seed is best is known late."""
    names = (path.with_stem(f"{path.stem}-{i}") for i in count(2))
    return path if force else next(file for file in chain([path], names) if not file.exists())


def _search(dataset: Dataset, recipe: Recipe, seeds: range, batch: int) -> SeedResults:
    from tqdm import tqdm

    from detangle.train.seeds import search  # loads torch

    with tqdm(total=len(seeds), desc="seeds", unit="seed", file=sys.stderr, disable=None) as bar:
        return search(
            dataset, recipe, seeds, batch=batch, on_batch=lambda done: bar.update(done - bar.n)
        )


def _rate(found: SeedResults, success: float) -> str:
    """Say which seeds succeed, and how often that is to be expected."""
    good = found.successes(success).tolist()
    listed = " ".join(map(str, good[:LISTED])) + (" …" if len(good) > LISTED else "")
    return (
        f"{len(good)} of {len(found.seeds)} (seeds {found.seeds[0]} to {found.seeds[-1]}) get more "
        f"than {success:.0%} right: {found.rate(success)}\n"
        f"successful seeds: {listed or 'none'}\n"
        f"best: seed {found.best}, trained once more, alone:"
    )

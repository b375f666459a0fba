"""`detangle search`: many seeds at once; the best one is trained alone and saved."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from tyro.conf import Suppress, arg

from detangle import datasets
from detangle.cli.alone import summary, train_alone
from detangle.cli.flags import (
    DataFlags,
    PreparationFlags,
    RecipeFlags,
    has_data,
    list_presets,
    prepared,
    with_dataset,
)
from detangle.cli.own import OwnRecipeFlags, default_output, own_options
from detangle.cli.parsing import parse
from detangle.cli.result import Result
from detangle.errors import DetangleError
from detangle.presets import PRESETS, preset
from detangle.recipe import Recipe
from detangle.run.file import check_writable, save

if TYPE_CHECKING:
    from detangle.datasets import Dataset
    from detangle.train.seeds import SeedResults

LISTED = 20
"""Seeds that succeed are listed up to so many."""

_USAGE = """\
usage: detangle search PRESET [flags]
       detangle search [PRESET] --data FILE --label COLUMN [flags]

Train from many seeds at once, say how many succeed, and save the best one's run.

{presets}

Example: detangle search moons --seeds 512 --activation tanh
A preset's flags and their values: detangle search moons --help
Your own points, a row each:       detangle search --data points.csv --label species"""

_ABOUT_DATA = """\
Search the seeds of a network for your own points; with a preset's name before the flags, those of
that preset's network.

Example: detangle search --data points.csv --label species --widths 3 3"""


@dataclass(frozen=True)
class SearchFlags(RecipeFlags):
    """A recipe's flags without the seed, which is what is searched."""

    seed: Suppress[int] = 0


@dataclass(frozen=True)
class OwnSearchFlags(OwnRecipeFlags):
    """The same for data of the user's own."""

    seed: Suppress[int] = 0


@dataclass(frozen=True)
class Seeds:
    """Which seeds to search, and what to make of them."""

    seeds: int = 256
    """How many seeds to train."""
    first: int = 0
    """The first of them."""
    batch: int = 64
    """How many are trained side by side."""
    success: float = 0.99
    """A run succeeds if it gets more than this share of the points right."""
    output: Path | None = None
    """Where the best seed's run goes; by default runs/NAME-seedK.safetensors."""

    def __post_init__(self) -> None:
        for name, least in (("seeds", 1), ("first", 0), ("batch", 1)):
            if getattr(self, name) < least:
                raise DetangleError(f"{name} is {getattr(self, name)}: it must be {least} or more")
        if not 0 < self.success < 1:
            raise DetangleError(f"success is {self.success}: it must be between 0 and 1")


@dataclass(frozen=True)
class Search:
    """What `detangle search PRESET` can be told."""

    recipe: Annotated[SearchFlags, arg(name="")]
    preparation: Annotated[PreparationFlags, arg(name="")]
    seeds: Annotated[Seeds, arg(name="")]


@dataclass(frozen=True)
class SearchOwn:
    """What `detangle search --data FILE` can be told."""

    data: Annotated[DataFlags, arg(name="")]
    recipe: Annotated[OwnSearchFlags, arg(name="")]
    seeds: Annotated[Seeds, arg(name="")]


def run(words: Sequence[str]) -> Result:
    """Search the seeds, and save the best one's run, trained alone."""
    if words and words[0] in ("-h", "--help"):
        return Result(_USAGE.format(presets=list_presets()))
    if has_data(words):
        own, dataset = own_options(SearchOwn, words, "detangle search", _ABOUT_DATA, _own_defaults)
        return _found(default_output(own.data).stem, dataset, own.recipe.recipe(), own.seeds)
    if not words or words[0].startswith("-"):
        raise DetangleError(
            "name a preset first, such as: detangle search moons --seeds 64; "
            f"known: {', '.join(PRESETS)}; or give a table: --data points.csv --label species"
        )
    options = _options(words[0], words[1:])
    recipe = prepared(options.recipe.recipe(), options.preparation)
    dataset = datasets.make(recipe.dataset, recipe.dataset_parameters)
    return _found(words[0], dataset, recipe, options.seeds)


def _found(name: str, dataset: Dataset, recipe: Recipe, options: Seeds) -> Result:
    check_writable(options.output or _default_output(name, options.first))
    found = _search(dataset, recipe, options)
    best = replace(recipe, seed=found.best)
    path = save(train_alone(dataset, best), options.output or _default_output(name, found.best))
    return Result("\n".join([*_told(name, found, options), summary(path)]))


def _options(name: str, words: Sequence[str]) -> Search:
    recipe = with_dataset(preset(name).recipe, words)
    return parse(
        Search,
        words,
        prog=f"detangle search {name}",
        default=Search(SearchFlags.of(recipe), PreparationFlags(), Seeds()),
        description=f"Search the seeds of a recipe: {preset(name).about}.\n\n"
        f"Example: detangle search {name} --seeds 128 --widths 3 3",
    )


def _own_defaults(recipe: Recipe, data: DataFlags) -> SearchOwn:
    return SearchOwn(data, OwnSearchFlags.of(recipe), Seeds())


def _default_output(name: str, seed: int) -> Path:
    return Path("runs") / f"{name}-seed{seed}.safetensors"


def _search(dataset: Dataset, recipe: Recipe, options: Seeds) -> SeedResults:
    from tqdm import tqdm

    from detangle.train.seeds import search  # loads torch

    seeds = range(options.first, options.first + options.seeds)
    with tqdm(total=len(seeds), desc="seeds", unit="seed", file=sys.stderr, disable=None) as bar:
        return search(
            dataset,
            recipe,
            seeds,
            batch=options.batch,
            on_batch=lambda done: bar.update(done - bar.n),
        )


def _told(name: str, found: SeedResults, options: Seeds) -> list[str]:
    good = found.successes(options.success).tolist()
    seeds = f"seeds {options.first} to {options.first + options.seeds - 1}"
    listed = " ".join(map(str, good[:LISTED])) + (" …" if len(good) > LISTED else "")
    rate = found.rate(options.success)
    return [
        f"{name}: {len(good)} of {len(found.seeds)} ({seeds}) get more than "
        f"{options.success:.0%} right: {rate}",
        f"successful seeds: {listed or 'none'}",
        f"best: seed {found.best}, trained once more, alone:",
    ]

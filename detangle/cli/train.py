"""`detangle train`: a preset or your own points, changed by flags, into a trajectory file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from tyro.conf import FlagCreatePairsOff, arg

from detangle import datasets
from detangle.cli.alone import summary, train_and_save
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
from detangle.datasets.tables.opening import KINDS
from detangle.errors import DetangleError
from detangle.presets import PRESETS, preset
from detangle.recipe import Recipe
from detangle.run.file import check_writable

_USAGE = """\
usage: detangle train PRESET [flags]
       detangle train [PRESET] --data FILE --label COLUMN [flags]

Train a network and write what happens at every step to a file: a preset's network on a preset's
points, or on your own.

{presets}

Example: detangle train moons --widths 3 3 --seed 4 --output runs/wide.safetensors
A preset's flags and their values: detangle train moons --help
Your own points, a row each:       detangle train --data points.csv --label species
Their flags and values:            detangle train --data points.csv --label species --help"""

_ABOUT_DATA = """\
Train a network on your own points; with a preset's name before the flags, that preset's network.

Example: detangle train --data points.csv --label species --standardize --test 0.2"""


@dataclass(frozen=True)
class Train:
    """What `detangle train PRESET` can be told."""

    recipe: Annotated[RecipeFlags, arg(name="")]
    preparation: Annotated[PreparationFlags, arg(name="")]
    output: Path
    """The file to write; `.safetensors` is added to a name without it."""
    save_finite_part: FlagCreatePairsOff[bool] = False
    """If the loss stops being finite, keep the steps before that."""


@dataclass(frozen=True)
class TrainOwn:
    """What `detangle train --data FILE` can be told."""

    data: Annotated[DataFlags, arg(name="")]
    recipe: Annotated[OwnRecipeFlags, arg(name="")]
    output: Path
    """The file to write; `.safetensors` is added to a name without it."""
    save_finite_part: FlagCreatePairsOff[bool] = False
    """If the loss stops being finite, keep the steps before that."""


def run(words: Sequence[str]) -> Result:
    """Train with the changes that the flags ask for, and save the run."""
    if words and words[0] in ("-h", "--help"):
        return Result(_USAGE.format(presets=list_presets()))
    return _run_own(words) if has_data(words) else _run_preset(words)


def _run_preset(words: Sequence[str]) -> Result:
    if not words or words[0].startswith("-"):
        raise DetangleError(
            "name a preset first, such as: detangle train moons --epochs 50; "
            f"known: {', '.join(PRESETS)}; or give a table: --data points.csv --label species"
        )
    if Path(words[0]).suffix.lower() in KINDS:
        raise DetangleError(
            f"{words[0]!r} is no preset; points of your own are given by --data {words[0]} "
            "--label COLUMN"
        )
    options = _options(words[0], words[1:])
    recipe = prepared(options.recipe.recipe(), options.preparation)
    dataset = datasets.make(recipe.dataset, recipe.dataset_parameters)
    return _trained(dataset, recipe, options)


def _run_own(words: Sequence[str]) -> Result:
    options, dataset = own_options(TrainOwn, words, "detangle train", _ABOUT_DATA, _own_defaults)
    return _trained(dataset, options.recipe.recipe(), options)


def _trained(dataset: datasets.Dataset, recipe: Recipe, options: Train | TrainOwn) -> Result:
    check_writable(options.output)  # rather now than after an hour of training
    keep = options.save_finite_part
    return Result(summary(train_and_save(dataset, recipe, options.output, save_finite_part=keep)))


def _options(name: str, words: Sequence[str]) -> Train:
    chosen = preset(name)
    recipe = with_dataset(chosen.recipe, words)
    about = chosen.about[0].upper() + chosen.about[1:]
    output = Path("runs") / f"{name}.safetensors"
    return parse(
        Train,
        words,
        prog=f"detangle train {name}",
        default=Train(RecipeFlags.of(recipe), PreparationFlags(), output),
        description=f"{about}.\n\nExample: detangle train {name} --epochs 50 --seed 4 "
        f"--dataset.seed 1 --output runs/mine.safetensors\n\n"
        f"What the --dataset.… mean: detangle datasets {recipe.dataset}",
    )


def _own_defaults(recipe: Recipe, data: DataFlags) -> TrainOwn:
    return TrainOwn(data, OwnRecipeFlags.of(recipe), default_output(data))

"""`detangle train`: a preset, changed by flags, into a trajectory file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Any, Self

from tyro.conf import FlagCreatePairsOff, Suppress, arg

from detangle import datasets
from detangle.commands.parsing import parse
from detangle.commands.result import Result, table
from detangle.datasets import Dataset
from detangle.errors import DetangleError
from detangle.presets import PRESETS, preset
from detangle.progress import TrainingBar
from detangle.recipe import Activation, Parameter, Readout, Recipe
from detangle.recording import TrainingDivergedError, record
from detangle.storage import check_writable, load, save
from detangle.trajectory import Trajectory

_USAGE = """\
usage: detangle train PRESET [flags]

Train a preset's network and write what happens at every step to a file.

{presets}

Example: detangle train moons --widths 3 3 --seed 4 --output runs/wide.safetensors
A preset's flags and their values: detangle train moons --help"""


@dataclass(frozen=True)
class RecipeFlags(Recipe):
    """A recipe whose dataset parameters are flags too: `--dataset.noise 0.2`."""

    dataset_parameters: Annotated[dict[str, Parameter], arg(name="dataset")] = field(
        default_factory=dict
    )
    data_hash: Suppress[str] = ""
    activation: Activation = "relu"
    readout: Readout = "linear"
    made_by: Suppress[str] = ""

    @classmethod
    def of(cls, recipe: Recipe) -> Self:
        """Make flags whose defaults are a recipe's values."""
        return cls(**_values(recipe))

    def recipe(self) -> Recipe:
        """Return the recipe that the flags describe."""
        return Recipe(**_values(self))


@dataclass(frozen=True)
class Train:
    """What `detangle train PRESET` can be told."""

    recipe: Annotated[RecipeFlags, arg(name="")]
    output: Path
    """The file to write; `.safetensors` is added to a name without it."""
    save_finite_part: FlagCreatePairsOff[bool] = False
    """If the loss stops being finite, keep the steps before that."""


def run(words: Sequence[str]) -> Result:
    """Train a preset with the changes that the flags ask for, and save the run."""
    if words and words[0] in ("-h", "--help"):
        return Result(_USAGE.format(presets=list_presets()))
    if not words or words[0].startswith("-"):
        raise DetangleError(
            "name a preset first, such as: detangle train moons --epochs 50; "
            f"known: {', '.join(PRESETS)}"
        )
    options = _options(words[0], words[1:])
    recipe = options.recipe.recipe()
    dataset = datasets.make(recipe.dataset, recipe.dataset_parameters)
    check_writable(options.output)  # rather now than after an hour of training
    return Result(summary(_train(dataset, recipe, options)))


def _options(name: str, words: Sequence[str]) -> Train:
    chosen = preset(name)
    recipe = with_dataset(chosen.recipe, words)
    about = chosen.about[0].upper() + chosen.about[1:]
    return parse(
        Train,
        words,
        prog=f"detangle train {name}",
        default=Train(RecipeFlags.of(recipe), Path("runs") / f"{name}.safetensors"),
        description=f"{about}.\n\nExample: detangle train {name} --epochs 50 --seed 4 "
        f"--dataset.seed 1 --output runs/mine.safetensors\n\n"
        f"What the --dataset.… mean: detangle datasets {recipe.dataset}",
    )


def with_dataset(recipe: Recipe, words: Sequence[str]) -> Recipe:
    """Give another dataset its own default parameters, as the preset's would not fit it."""
    name = _dataset_name(words)
    if name in (None, recipe.dataset):
        return recipe
    return replace(recipe, dataset=name, dataset_parameters=datasets.defaults(name))


def _dataset_name(words: Sequence[str]) -> str | None:
    """Find the dataset that is asked for; the flags to offer depend on it."""
    name = None
    for word, following in zip_longest(words, words[1:]):
        flag, equals, value = word.partition("=")
        if flag == "--dataset":
            name = value if equals else following
    return name


def _train(dataset: Dataset, recipe: Recipe, options: Train) -> Path:
    try:
        return save(train_alone(dataset, recipe), options.output)
    except TrainingDivergedError as error:
        raise DetangleError(f"{error}; {_rescue(error, options)}") from None


def train_alone(dataset: Dataset, recipe: Recipe) -> Trajectory:
    """Train a recipe behind a progress bar; say so in one line where memory does not suffice."""
    try:
        with TrainingBar(dataset, recipe.updates(len(dataset))) as bar:
            return record(dataset, recipe, on_step=bar.update)
    except (MemoryError, RuntimeError) as error:
        if not _lacks_memory(error):
            raise
        raise DetangleError("the run does not fit in memory: fewer points or widths") from None


def _rescue(error: TrainingDivergedError, options: Train) -> str:
    """Save the finite part if that was asked for, and say what became of it."""
    if error.trajectory is None:
        return "no step before it could be kept"
    if not options.save_finite_part:
        return "to keep the steps before it, add --save-finite-part"
    path = save(error.trajectory, options.output)
    return f"the {len(error.trajectory.steps)} recorded steps before it are in {path}"


def _lacks_memory(error: Exception) -> bool:
    words = ("allocate", "overflow", "too large")
    return isinstance(error, MemoryError) or any(word in str(error) for word in words)


def summary(path: Path) -> str:
    """Tell in one line what a run's file holds."""
    trajectory = load(path)
    return (
        f"{path}: {len(trajectory.steps)} steps, {path.stat().st_size / 1e6:.1f} MB; "
        f"loss {trajectory.loss[-1]:.4g}, accuracy {trajectory.accuracy[-1]:.1%}"
    )


def list_presets() -> str:
    """List the presets, one a line."""
    return table([(f"  {name}", entry.about) for name, entry in PRESETS.items()])


def _values(recipe: Recipe) -> dict[str, Any]:
    return {f.name: getattr(recipe, f.name) for f in fields(Recipe)}

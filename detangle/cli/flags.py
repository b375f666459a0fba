"""Flags that several commands have: a recipe's, and those of data of the user's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Any, Self

from tyro.conf import FlagCreatePairsOff, Suppress, arg

from detangle import datasets
from detangle.cli.result import table
from detangle.datasets import Dataset, Preparation
from detangle.errors import DetangleError
from detangle.presets import PRESETS
from detangle.recipe import Parameter, Readout, Recipe


@dataclass(frozen=True)
class RecipeFlags(Recipe):
    """A recipe whose dataset parameters are flags too: `--dataset.noise 0.2`."""

    dataset_parameters: Annotated[dict[str, Parameter], arg(name="dataset")] = field(
        default_factory=dict
    )
    data_hash: Suppress[str] = ""
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
class PreparationFlags:
    """What is done to the points before they are trained on."""

    standardize: FlagCreatePairsOff[bool] = False
    """Give each coordinate mean 0 and standard deviation 1."""
    test: float = 0.0
    """Share of each class to hold out and judge the network by, such as 0.2."""
    test_seed: int = 0
    """Seed of the choice of these points."""

    @property
    def parameters(self) -> dict[str, Parameter]:
        """What a recipe says of it."""
        return Preparation(self.standardize, (), (), self.test, self.test_seed).parameters()


@dataclass(frozen=True)
class DataFlags:
    """Which table to read, and how."""

    data: Path | None = None
    """A table of your own points: a .csv, .tsv, .parquet or .npz file."""
    label: str = ""
    """Its column of classes."""
    columns: tuple[str, ...] = ()
    """Its columns of coordinates; by default all others."""
    sample: int = 0
    """Draw so many rows at random; 0 takes all."""
    sample_seed: int = 0
    """Seed of that draw."""
    preparation: Annotated[PreparationFlags, arg(name="")] = PreparationFlags()

    def __post_init__(self) -> None:
        given = any(getattr(self, flag.name) != flag.default for flag in fields(self))
        if self.data is None and given:
            raise DetangleError("flags for a table are given, but no table: add --data points.csv")

    def dataset(self) -> Dataset:
        """Read the table."""
        return datasets.from_file(
            self.data or "",
            label=self.label,
            columns=self.columns,
            sample=self.sample,
            sample_seed=self.sample_seed,
            standardize=self.preparation.standardize,
            test=self.preparation.test,
            test_seed=self.preparation.test_seed,
        )


def prepared(recipe: Recipe, preparation: PreparationFlags) -> Recipe:
    """Write into a recipe what is done to its points."""
    parameters = recipe.dataset_parameters | preparation.parameters
    return replace(recipe, dataset_parameters=parameters)


def with_dataset(recipe: Recipe, words: Sequence[str]) -> Recipe:
    """Give another dataset its own default parameters, as the preset's would not fit it."""
    name = _dataset_name(words)
    if name in (None, recipe.dataset):
        return recipe
    return replace(recipe, dataset=name, dataset_parameters=datasets.defaults(name))


def has_data(words: Sequence[str]) -> bool:
    """Tell whether a table is given."""
    return any(word.partition("=")[0] == "--data" for word in words)


def list_presets() -> str:
    """List the presets, one a line."""
    return table([(f"  {name}", entry.about) for name, entry in PRESETS.items()])


def _dataset_name(words: Sequence[str]) -> str | None:
    """Find the dataset that is asked for; the flags to offer depend on it."""
    name = None
    for word, following in zip_longest(words, words[1:]):
        flag, equals, value = word.partition("=")
        if flag == "--dataset":
            name = value if equals else following
    return name


def _values(recipe: Recipe) -> dict[str, Any]:
    return {f.name: getattr(recipe, f.name) for f in fields(Recipe)}

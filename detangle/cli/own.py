"""Commands on data of the user's own: the table is read first, as the flags depend on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from tyro.conf import Fixed, Suppress

from detangle.cli.flags import DataFlags, RecipeFlags
from detangle.cli.parsing import parse
from detangle.datasets import Dataset
from detangle.presets import PRESETS, preset, recipe_for
from detangle.recipe import Parameter, Recipe


@dataclass(frozen=True)
class OwnRecipeFlags(RecipeFlags):
    """A recipe's flags without the dataset, which is the table."""

    dataset: Suppress[Fixed[str]] = ""
    dataset_parameters: Suppress[Fixed[dict[str, Parameter]]] = field(default_factory=dict)


class Options(Protocol):
    """What a command can be told that works on a table."""

    @property
    def data(self) -> DataFlags:
        """Which table, and how to read it."""


T = TypeVar("T", bound=Options)


def own_options(
    kind: type[T],
    words: Sequence[str],
    prog: str,
    about: str,
    default: Callable[[Recipe, DataFlags], T],
) -> tuple[T, Dataset]:
    """Read the flags of a command, and the table that they name.

    Parameters
    ----------
    kind
        A dataclass of flags.
    words
        The words after the command, a preset's name perhaps the first.
    prog
        The command.
    about
        Text above the flags in the help.
    default
        Makes the values of the flags that are not given, out of a recipe that suits the table.

    Raises
    ------
    DetangleError
        If a flag or the table is of no use.
    """
    name = words[0] if words and not words[0].startswith("-") else None
    chosen = preset(name).recipe if name is not None else None
    rest = words[1:] if name is not None else words
    asked = [word for word in rest if word not in ("-h", "--help")]
    data = parse(kind, asked, prog=prog, default=default(Recipe(), DataFlags())).data
    dataset = data.dataset()
    recipe = recipe_for(dataset) if chosen is None else chosen
    values = default(recipe, DataFlags(data.data))
    options = parse(kind, rest, prog=prog, default=values, description=about)
    return options, dataset


def default_output(data: DataFlags) -> Path:
    """Name the file in which a table's run goes; it never is that of a preset's run."""
    stem = data.data.stem if data.data is not None else "data"
    return Path("runs") / f"{f'my-{stem}' if stem in PRESETS else stem}.safetensors"

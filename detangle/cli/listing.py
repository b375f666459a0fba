"""`detangle presets` and `detangle datasets`: what there is to choose from."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from tyro.conf import Positional, arg

from detangle import datasets
from detangle.cli.parsing import parse
from detangle.cli.result import Result, table
from detangle.presets import PRESETS
from detangle.recipe import Parameter

_OWN = """\
Points of your own, from a .csv, .tsv, .parquet or .npz file:
  detangle train --data points.csv --label species"""


@dataclass(frozen=True)
class Presets:
    """List the named recipes, ready to be trained.

    Example: detangle presets
    """


@dataclass(frozen=True)
class Datasets:
    """List the generators of points and their parameters.

    Examples: detangle datasets, or for what each parameter means: detangle datasets spirals
    """

    name: Annotated[Positional[str | None], arg(metavar="[NAME]")] = None
    """Explain this one's parameters."""


def run_presets(words: Sequence[str]) -> Result:
    """List the presets, one a line."""
    parse(Presets, words, prog="detangle presets")
    rows = [("NAME", "WIDTHS", "ACTIVATION", "DATASET", "ABOUT")]
    for preset in PRESETS.values():
        recipe = preset.recipe
        widths = "-".join(map(str, recipe.widths))
        rows.append((preset.name, widths, recipe.activation, recipe.dataset, preset.about))
    return Result(table(rows))


def run_datasets(words: Sequence[str]) -> Result:
    """List the generators, or explain one."""
    name = parse(Datasets, words, prog="detangle datasets").name
    return Result(_overview() if name is None else _explain(name))


def _overview() -> str:
    rows = [("NAME", "ABOUT")]
    for name in datasets.GENERATORS:
        rows.append((name, _doc(name).splitlines()[0]))
        rows.append(("", "  " + settings(datasets.defaults(name))))
    return f"{table(rows)}\n\n{_OWN}"


def _explain(name: str) -> str:
    return f"{name}: {settings(datasets.defaults(name))}\n\n{_doc(name)}"


def settings(parameters: dict[str, Parameter]) -> str:
    """Write parameters as name=value, one space between them."""
    return " ".join(f"{key}={value}" for key, value in parameters.items())


def _doc(name: str) -> str:
    return inspect.getdoc(datasets.MAKERS[name]) or ""

"""Datasets whose classes are tangled: made from a seed, small real ones, and your own."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from detangle.datasets.bundled import breast_cancer, iris, wine
from detangle.datasets.curves import circles, moons, spirals
from detangle.datasets.dataset import Dataset
from detangle.datasets.digits import digits
from detangle.datasets.disks import holes
from detangle.datasets.prepare import DEFAULTS, Preparation, prepare
from detangle.datasets.segments import line_segments
from detangle.datasets.solids import linked_rings, nested_spheres
from detangle.datasets.table import NAME, from_file, from_frame, table
from detangle.errors import DetangleError, nearest
from detangle.recipe import Parameter

__all__ = [
    "DEFAULTS",
    "GENERATORS",
    "MAKERS",
    "Dataset",
    "Preparation",
    "breast_cancer",
    "circles",
    "complete",
    "defaults",
    "digits",
    "from_file",
    "from_frame",
    "holes",
    "iris",
    "line_segments",
    "linked_rings",
    "make",
    "moons",
    "nested_spheres",
    "prepare",
    "spirals",
    "table",
    "wine",
]

GENERATORS: Mapping[str, Callable[..., Dataset]] = {
    "breast_cancer": breast_cancer,
    "circles": circles,
    "digits": digits,
    "holes": holes,
    "iris": iris,
    "line_segments": line_segments,
    "linked_rings": linked_rings,
    "moons": moons,
    "nested_spheres": nested_spheres,
    "spirals": spirals,
    "wine": wine,
}
"""Every generator by its name."""

MAKERS: Mapping[str, Callable[..., Dataset]] = {**GENERATORS, NAME: table}
"""Everything that `make` knows: the generators, and `table`, which reads a file."""


def defaults(name: str) -> dict[str, Parameter]:
    """List a generator's parameters with their defaults.

    Raises
    ------
    DetangleError
        If there is no such generator.
    """
    if name not in MAKERS:
        raise DetangleError(
            f"unknown dataset {name!r}: {nearest(name, MAKERS)}; points of your own are given "
            "along with the recipe"
        )
    parameters = inspect.signature(MAKERS[name]).parameters.values()
    return {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}


def complete(name: str, parameters: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Fill in the defaults of the parameters that are not given.

    Those of `Preparation`, which every dataset has, are there only if they make a difference.

    Raises
    ------
    DetangleError
        If there is no such generator, or it has no such parameter, or of another type.
    """
    own, preparing = defaults(name), dict(DEFAULTS)
    for key, value in parameters.items():
        known = preparing if key in preparing else own
        if key not in known:
            raise DetangleError(f"{name} has no parameter {key!r}: {nearest(key, known)}")
        given = tuple(value) if isinstance(value, list) else value
        _check_type(name, key, given, known[key])
        if isinstance(given, int) and isinstance(known[key], float):
            given = float(given)  # 1 and 1.0 are one recipe
        known[key] = given
    return own | _preparation(preparing).parameters()


def make(name: str, parameters: Mapping[str, Parameter] | None = None) -> Dataset:
    """Make a dataset by its generator's name.

    Raises
    ------
    DetangleError
        If there is no such generator, or it refuses the parameters.
    """
    values: dict[str, Any] = complete(name, parameters or {})
    how = _preparation({key: values.pop(key) for key in DEFAULTS if key in values})
    return table(how, **values) if name == NAME else prepare(GENERATORS[name](**values), how)


def _preparation(values: Mapping[str, Any]) -> Preparation:
    return Preparation(**values)


def _check_type(name: str, key: str, value: object, default: Parameter) -> None:
    kinds = (int, float) if isinstance(default, float) else (type(default),)
    if type(value) not in kinds:
        wanted = " or ".join("a list" if kind is tuple else kind.__name__ for kind in kinds)
        raise DetangleError(f"{name}: {key} is {value!r}; it must be {wanted}")
    if key == "seed" and isinstance(value, int) and value < 0:
        raise DetangleError(f"{name}: seed is {value}; it must be 0 or more")

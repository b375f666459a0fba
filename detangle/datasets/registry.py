"""Every generator by its name, and the one way to make a dataset from plain values."""

from __future__ import annotations

import inspect
from collections import ChainMap
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec

from detangle.datasets.dataset import Dataset
from detangle.datasets.prepare import DEFAULTS, Preparation, prepare
from detangle.datasets.tables import NAME, table
from detangle.errors import DetangleError, nearest
from detangle.recipe import Parameter

P = ParamSpec("P")

GENERATORS: dict[str, Callable[..., Dataset]] = {}
"""Every generator by its name."""

MAKERS: Mapping[str, Callable[..., Dataset]] = ChainMap(GENERATORS, {NAME: table})
"""Everything that `make` knows: the generators, and `table`, which reads a file."""


def generator(function: Callable[P, Dataset]) -> Callable[P, Dataset]:
    """Register a function that makes a dataset; decorate it with this, and `make` knows its name.

    The function takes keywords alone, each with a default, so that a recipe can hold them. Around
    it, values of another type are refused, complaints begin with its name, and the dataset carries
    all its parameters.

    Examples
    --------
    >>> from detangle.datasets import moons
    >>> moons(n_points=20).parameters
    {'seed': 0, 'n_points': 20, 'noise': 0.08}
    """
    name = function.__name__

    @wraps(function)
    def generated(*args: P.args, **given: P.kwargs) -> Dataset:
        parameters = _filled_in(name, given, defaults(name))
        try:
            made = function(*args, **parameters)  # type: ignore[arg-type]
        except DetangleError as error:
            reason = str(error).removeprefix(f"{name}: ")
            raise DetangleError(f"{name}: {reason}") from None
        return made.generated_from(parameters)

    GENERATORS[name] = generated
    return generated


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
    own, preparing = _divided(name, parameters)
    return own | preparing.parameters()


def make(name: str, parameters: Mapping[str, Parameter] | None = None) -> Dataset:
    """Make a dataset by its generator's name.

    Examples
    --------
    >>> from detangle import datasets
    >>> data = datasets.make("moons", {"n_points": 100, "test": 0.2})
    >>> len(data), len(data.test)
    (80, 20)

    Raises
    ------
    DetangleError
        If there is no such generator, or it refuses the parameters.
    """
    values, how = _divided(name, parameters or {})
    arguments: dict[str, Any] = values
    if name == NAME:  # its numbers are standardised before they are rounded to 32 bits
        return table(how, **arguments)
    return prepare(GENERATORS[name](**arguments), how)


def _divided(
    name: str, parameters: Mapping[str, Parameter]
) -> tuple[dict[str, Parameter], Preparation]:
    """Divide parameters into the generator's, with its defaults filled in, and the preparation."""
    own = {key: value for key, value in parameters.items() if key not in DEFAULTS}
    common = {key: value for key, value in parameters.items() if key in DEFAULTS}
    filled: dict[str, Any] = _filled_in(name, common, DEFAULTS)
    return _filled_in(name, own, defaults(name)), Preparation(**filled)


def _filled_in(
    name: str, given: Mapping[str, Any], known: Mapping[str, Parameter]
) -> dict[str, Parameter]:
    """Put the given values in place of the defaults, each of the default's type."""
    values = dict(known)
    for key, value in given.items():
        if key not in known:
            raise DetangleError(f"{name} has no parameter {key!r}: {nearest(key, known)}")
        values[key] = _of_its_type(name, key, value, known[key])
    return values


def _of_its_type(name: str, key: str, value: Any, default: Parameter) -> Parameter:
    """Return a value as its default's type; an int for a float and a list for a tuple will do."""
    if type(value) is int and isinstance(default, float):
        return float(value)  # 1 and 1.0 are one recipe
    if type(value) is list and isinstance(default, tuple):
        return tuple(value)
    if type(value) is not type(default):
        kinds = {float: "int or float", tuple: "a list"}
        wanted = kinds.get(type(default), type(default).__name__)
        raise DetangleError(f"{name}: {key} is {value!r}; it must be {wanted}")
    if key == "seed" and isinstance(value, int) and value < 0:
        raise DetangleError(f"{name}: seed is {value}; it must be 0 or more")
    return value

"""The arrays of a run: their names, shapes, types and units, and when one is absent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from detangle.errors import DetangleError
from detangle.recipe import OTHER, ExternalSetup, Setup
from detangle.run.arrays import Arrays

Shape = tuple[int, ...]


@dataclass(frozen=True)
class ArraySpec:
    """One array of a run, or one of each hidden layer, whose name and axes then say `k`.

    Axes are S recorded steps, T all updates, N points, M points held out, D_k units of layer k
    (D_0 coordinates of the input, D_K units of the last layer), C classes.
    """

    key: str
    axes: str
    dtype: str
    unit: str
    about: str
    absent: str = ""
    """When a run lacks it; empty if every run has it."""

    def of_layer(self, k: int) -> ArraySpec:
        """Return the array of hidden layer k."""
        axes = self.axes.replace("D_k-1", f"D_{k - 1}").replace("D_k", f"D_{k}")
        return ArraySpec(f"{self.key[:-1]}{k}", axes, self.dtype, self.unit, self.about)


_NO_MAP = "layer k is not activation(W h + b) of the layer before"
_NO_READOUT = "the readout is not linear"
_NO_TABLE = "the points are not rows of a table"
_NO_TEST = "no points are held out"

SCHEMA = (
    ArraySpec("points", "N D_0", "float32", "", "points, layer 0"),
    ArraySpec("labels", "N", "int64", "", "class index of each point"),
    ArraySpec("rows", "N", "int64", "", "row of each point in its table, from 1", _NO_TABLE),
    ArraySpec("steps", "S", "int64", "updates", "updates before each recorded step, increasing"),
    ArraySpec("batch_loss", "T", "float32", "nats", "loss of each update's batch, before it"),
    ArraySpec("loss", "S", "float32", "nats", "mean loss over all points"),
    ArraySpec("accuracy", "S", "float64", "", "fraction of all points classified correctly"),
    ArraySpec("layer.k", "S N D_k", "float32", "", "points in hidden layer k"),
    ArraySpec("weight.k", "S D_k D_k-1", "float32", "", "weights of layer k", _NO_MAP),
    ArraySpec("bias.k", "S D_k", "float32", "", "biases of layer k", _NO_MAP),
    ArraySpec("readout.weight", "S C D_K", "float32", "", "weights of the scores", _NO_READOUT),
    ArraySpec("readout.bias", "S C", "float32", "", "biases of the scores", _NO_READOUT),
    ArraySpec(
        "scores",
        "S N C",
        "float32",
        "",
        "class scores",
        "the readout gives them, or they are not known",
    ),
    ArraySpec("test.points", "M D_0", "float32", "", "points held out", _NO_TEST),
    ArraySpec("test.labels", "M", "int64", "", "class index of each of them", _NO_TEST),
)
"""All arrays, in the order of the documentation."""

_MEASURED = ("points", "steps", "batch_loss", "test.points")
"""The arrays whose shapes define the sizes of axes."""


def specs(depth: int) -> dict[str, ArraySpec]:
    """Return the arrays that a run with this number of hidden layers may have, by their names."""
    found: list[ArraySpec] = []
    for of_layers, group in groupby(SCHEMA, lambda spec: spec.key.endswith(".k")):
        kinds = list(group)
        layers = range(1, depth + 1)
        found += [one.of_layer(k) for k in layers for one in kinds] if of_layers else kinds
    return {spec.key: spec for spec in found}


def present_keys(setup: Setup, shapes: Mapping[str, Shape]) -> tuple[str, ...]:
    """Return the names of a run's arrays: those that it must have, and the optional ones it has."""
    external = isinstance(setup, ExternalSetup)
    readout = setup.architecture.readout
    has_test = any(key.startswith("test.") for key in shapes)

    def belongs(key: str) -> bool:
        kind = key.partition(".")[0]
        if kind in ("weight", "bias"):
            return key in shapes or not external
        if kind == "rows":
            return key in shapes
        if kind == "scores":
            return key in shapes and readout == OTHER
        return {"readout": readout == "linear", "test": has_test}.get(kind, True)

    return tuple(filter(belongs, specs(setup.architecture.depth)))


def check_arrays(setup: Setup, n_classes: int, arrays: Arrays) -> None:
    """Refuse a run whose arrays are missing, disagree, or have no place in it.

    Raises
    ------
    DetangleError
        If an array is missing or not known, or has another type, or another shape than the rest and
        the architecture ask for.
    """
    shapes, dtypes = arrays.shapes, arrays.dtypes
    _check_names(setup, shapes)
    _check_maps(setup, shapes)
    sizes = _sizes(setup, n_classes, shapes)
    for key, spec in specs(setup.architecture.depth).items():
        if key not in shapes:
            continue
        expected, shape = tuple(sizes[axis] for axis in spec.axes.split()), tuple(shapes[key])
        if shape != expected:
            turned = len(shape) == 3 and (shape[0], shape[2], shape[1]) == expected
            raise DetangleError(
                f"the array {key!r} has shape {shape}, but the other arrays and the recipe ask for "
                f"{expected}" + turned * "; transpose it: weights are (out, in)"
            )
        if dtypes[key] != spec.dtype:
            raise DetangleError(f"the array {key!r} is {dtypes[key]}; it must be {spec.dtype}")


def _check_names(setup: Setup, shapes: Mapping[str, Shape]) -> None:
    """Refuse missing arrays, and those that have no place in this run."""
    layers = (f"layer.{k}" for k in range(1, setup.architecture.depth + 1))
    missing = next((key for key in layers if key not in shapes), "")  # before all keys are listed:
    keys = () if missing else present_keys(setup, shapes)  # a damaged recipe may have any depth
    missing = missing or next((key for key in keys if key not in shapes), "")
    if missing:
        raise DetangleError(f"the array {missing!r} is missing")
    if unknown := sorted(set(shapes) - set(keys)):
        raise DetangleError(f"the array {unknown[0]!r} has no place in this run; leave it out")


def _check_maps(setup: Setup, shapes: Mapping[str, Shape]) -> None:
    """Refuse weights without biases, biases without weights, and both without an activation."""
    for k in range(1, setup.architecture.depth + 1):
        pair = {key: key in shapes for key in (f"weight.{k}", f"bias.{k}")}
        if len(set(pair.values())) > 1:
            missing = min(pair, key=lambda key: pair[key])
            raise DetangleError(f"the array {missing!r} is missing: a map has weight and bias")
        if all(pair.values()) and setup.architecture.activation == OTHER:
            raise DetangleError(
                f"the array 'weight.{k}' is there, but the activation is other: name the function "
                "that comes after the map, or leave weights and biases out"
            )


def _sizes(setup: Setup, n_classes: int, shapes: Mapping[str, Shape]) -> dict[str, int]:
    """Return the size of each axis."""
    widths, readout = setup.architecture.widths, setup.architecture.readout
    if readout == "identity" and widths[-1] != n_classes:
        raise DetangleError(
            f"the last layer has {widths[-1]} units, but there are {n_classes} classes: with the "
            "readout identity these are the same"
        )
    sizes = {"C": n_classes, "D_K": widths[-1]}
    sizes |= {f"D_{k}": width for k, width in enumerate(widths, start=1)}
    axes_of = {spec.key: spec.axes.split() for spec in SCHEMA}
    for key in filter(shapes.__contains__, _MEASURED):
        shape, axes = shapes[key], axes_of[key]
        if len(shape) != len(axes) or 0 in shape:
            raise DetangleError(
                f"the array {key!r} has shape {tuple(shape)}; it must have {len(axes)} axes and "
                "not be empty"
            )
        sizes = dict(zip(axes, shape, strict=True)) | sizes
    return sizes

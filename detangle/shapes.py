"""Which arrays a run has, and whether their shapes agree."""

from __future__ import annotations

from collections.abc import Mapping

from detangle.errors import DetangleError
from detangle.recipe import Recipe

Shape = tuple[int, ...]


def expected_keys(recipe: Recipe) -> tuple[str, ...]:
    """Name the arrays that a run of this recipe has."""
    keys = ["points", "labels", "steps", "batch_loss", "loss", "accuracy"]
    keys += [f"{kind}.{k + 1}" for k in range(recipe.depth) for kind in ("layer", "weight", "bias")]
    if recipe.readout == "linear":
        keys += ["readout.weight", "readout.bias"]
    return tuple(keys)


def check_shapes(recipe: Recipe, n_classes: int, shapes: Mapping[str, Shape]) -> None:
    """Refuse a run whose arrays are missing or disagree.

    Raises
    ------
    DetangleError
        If an array is missing, or has another shape than the rest and the recipe ask for.
    """
    for key in expected_keys(recipe):
        if key not in shapes:
            raise DetangleError(f"the array {key!r} is missing")
    _check_rank("points", shapes["points"], 2)
    for key in ("steps", "batch_loss"):
        _check_rank(key, shapes[key], 1)
    for key, shape in _expected(recipe, n_classes, shapes).items():
        if tuple(shapes[key]) != shape:
            raise DetangleError(
                f"the array {key!r} has shape {tuple(shapes[key])}, but the other arrays and the "
                f"recipe ask for {shape}"
            )


def _check_rank(key: str, shape: Shape, rank: int) -> None:
    if len(shape) != rank or 0 in shape:
        raise DetangleError(
            f"the array {key!r} has shape {tuple(shape)}; it must have {rank} axes and not be empty"
        )


def _expected(recipe: Recipe, n_classes: int, shapes: Mapping[str, Shape]) -> dict[str, Shape]:
    n, dimension = shapes["points"]
    (s,) = shapes["steps"]
    expected: dict[str, Shape] = {"labels": (n,), "loss": (s,), "accuracy": (s,)}
    sizes = (dimension, *recipe.widths)
    for k in range(1, len(sizes)):
        expected[f"layer.{k}"] = (s, n, sizes[k])
        expected[f"weight.{k}"] = (s, sizes[k], sizes[k - 1])
        expected[f"bias.{k}"] = (s, sizes[k])
    if recipe.readout == "linear":
        expected |= {"readout.weight": (s, n_classes, sizes[-1]), "readout.bias": (s, n_classes)}
    return expected

"""Which arrays a run has, and whether their shapes agree."""

from __future__ import annotations

from collections.abc import Mapping

from detangle.errors import DetangleError
from detangle.recipe import OTHER, Recipe

Shape = tuple[int, ...]

TEST_KEYS = ("test.points", "test.labels")
"""Points that are held out, which any run may have."""


def expected_keys(recipe: Recipe) -> tuple[str, ...]:
    """Name the arrays that a run of this recipe has."""
    keys = ["points", "labels", "steps", "batch_loss", "loss", "accuracy"]
    keys += [f"{kind}.{k + 1}" for k in range(recipe.depth) for kind in ("layer", "weight", "bias")]
    if recipe.readout == "linear":
        keys += ["readout.weight", "readout.bias"]
    return tuple(keys)


def optional_keys(recipe: Recipe) -> tuple[str, ...]:
    """Name those of them that it may lack, and those that it may have besides.

    A network that somebody else made may have layers that are no affine map, and scores that are
    none of the last layer.
    """
    if not recipe.made_by:
        return ()
    maps = [f"{kind}.{k + 1}" for k in range(recipe.depth) for kind in ("weight", "bias")]
    return (*maps, *(["scores"] if recipe.readout == OTHER else []))


def present_keys(recipe: Recipe, shapes: Mapping[str, Shape]) -> tuple[str, ...]:
    """Name the arrays that a run really has, in the order of the documentation."""
    optional = optional_keys(recipe)
    known = (*expected_keys(recipe), *(["scores"] if "scores" in optional else []))
    if any(key in shapes for key in TEST_KEYS):
        known += TEST_KEYS
    return tuple(key for key in known if key in shapes or key not in optional)


def check_shapes(recipe: Recipe, n_classes: int, shapes: Mapping[str, Shape]) -> None:
    """Refuse a run whose arrays are missing or disagree.

    Raises
    ------
    DetangleError
        If an array is missing, or has another shape than the rest and the recipe ask for.
    """
    for key in present_keys(recipe, shapes):
        if key not in shapes:
            raise DetangleError(f"the array {key!r} is missing")
    _check_maps(recipe, shapes)
    _check_rank("points", shapes["points"], 2)
    for key in ("steps", "batch_loss"):
        _check_rank(key, shapes[key], 1)
    if TEST_KEYS[0] in shapes:
        _check_rank(TEST_KEYS[0], shapes[TEST_KEYS[0]], 2)
    for key, shape in _expected(recipe, n_classes, shapes).items():
        if key in shapes and tuple(shapes[key]) != shape:
            raise DetangleError(
                f"the array {key!r} has shape {tuple(shapes[key])}, but the other arrays and the "
                f"recipe ask for {shape}"
            )


def _check_maps(recipe: Recipe, shapes: Mapping[str, Shape]) -> None:
    """Refuse weights without biases, biases without weights, and both without an activation."""
    for k in range(1, recipe.depth + 1):
        pair = {key: key in shapes for key in (f"weight.{k}", f"bias.{k}")}
        if len(set(pair.values())) > 1:
            missing = min(pair, key=lambda key: pair[key])
            raise DetangleError(f"the array {missing!r} is missing: a map has weight and bias")
        if all(pair.values()) and recipe.activation == OTHER:
            raise DetangleError(
                f"the array 'weight.{k}' is there, but the activation is other: name the function "
                "that comes after the map, or leave weights and biases out"
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
    if recipe.readout == OTHER:
        expected["scores"] = (s, n, n_classes)
    if TEST_KEYS[0] in shapes:
        m = shapes[TEST_KEYS[0]][0]
        expected |= {"test.points": (m, dimension), "test.labels": (m,)}
    return expected

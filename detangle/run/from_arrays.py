"""Runs that another program made, from their arrays alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detangle._typing import Float32Array, FloatArray, IntArray
from detangle.datasets import Dataset
from detangle.errors import DetangleError, shortened
from detangle.geometry.affine import affine_maps
from detangle.recipe import OTHER, Architecture, ExternalSetup, Other, Readout, Recipe
from detangle.run.arrays import MemoryArrays
from detangle.run.schema import specs
from detangle.run.told_maps import check_maps, check_readout
from detangle.run.trajectory import Trajectory
from detangle.run.values import check_range

Pair = tuple[ArrayLike, ArrayLike]
Named = dict[str, Any]

MOST_UPDATES = 10**8
"""Updates of a run at most, for each of which a loss is made up."""
SCORE_TOLERANCE = 1e-6
"""Relative difference below which scores and the units of the last layer are the same."""


def from_arrays(
    recipe: Recipe | None = None,
    *,
    points: ArrayLike,
    labels: ArrayLike,
    layers: Sequence[ArrayLike],
    steps: ArrayLike | None = None,
    batch_loss: ArrayLike | None = None,
    loss: ArrayLike | None = None,
    accuracy: ArrayLike | None = None,
    weights: Sequence[ArrayLike | None] = (),
    biases: Sequence[ArrayLike | None] = (),
    activation: str = OTHER,
    readout: Pair | None = None,
    scores: ArrayLike | None = None,
    test: Pair | None = None,
    class_names: Sequence[str] = ("class 0", "class 1"),
    rows: ArrayLike | None = None,
    point_names: Sequence[str] = (),
    name: str = "data",
    made_by: str = "another program",
) -> Trajectory:
    """Build a run made by any framework from its arrays.

    Parameters
    ----------
    recipe
        What was trained, if detangle can train it again; its architecture must be that of the
        arrays. None describes the run by its arrays.
    points, labels
        (N, D_0), or (N, …) of any shape, and (N,).
    layers
        For each hidden layer (S, N, D_k), or (S, N, …), the first one first.
    steps
        (S,) number of updates at each recorded step, increasing; 0, 1, 2, … if None.
    batch_loss
        (T,) loss of each update's batch, at the weights before the update; None interpolates `loss`
        linearly between the recorded steps.
    loss, accuracy
        (S,) over all points, at the recorded weights; None computes them from the scores.
    weights, biases
        For each hidden layer (S, D_k, D_{k-1}) and (S, D_k), or None where the layer is not
        `activation(W h + b)` of the one before.
    activation
        The function that comes after these maps.
    readout
        (S, C, D_K) and (S, C), if the class scores are an affine map of the last layer.
    scores
        (S, N, C) class scores. If they are an affine map of the last layer, it is found by
        least squares and kept as the readout; else the scores are kept themselves.
    test
        (M, D_0) points that were held out, and their (M,) labels.
    class_names
        C names.
    rows
        (N,) row of each point in the table that it comes from, counted from 1.
    point_names
        N names, for scenes that follow some of the points; empty if they have none.
    name
        What to call the points.
    made_by
        The network and its training, in words.

    Raises
    ------
    DetangleError
        If arrays disagree or hold what no run can; if loss or accuracy are missing and there are no
        scores; if weights do not make their layer, or a readout the scores. Then the message says
        whether they would transposed, or with another activation.

    Examples
    --------
    >>> import numpy as np
    >>> points, labels = np.eye(4), [0, 1, 0, 1]
    >>> scores = np.random.default_rng(0).normal(size=(3, 4, 2))
    >>> run = from_arrays(points=points, labels=labels, layers=[np.tanh(scores)], scores=scores)
    >>> run.steps.tolist(), run.architecture.widths
    ([0, 1, 2], (2,))
    """
    hidden = _hidden(layers)
    true_labels = _numbers("labels", labels, "int64")
    steps_taken = _numbers("steps", range(len(hidden[-1])) if steps is None else steps, "int64")
    known = None if scores is None else _scores(scores, hidden[-1], len(class_names))
    kind, ending = _readout_arrays(hidden[-1], readout, known)
    losses, right = _loss_and_accuracy(loss, accuracy, true_labels, hidden[-1], readout, known)
    arrays = {
        "points": points,
        "labels": true_labels,
        "steps": steps_taken,
        "batch_loss": _batch_loss_from(steps_taken, losses) if batch_loss is None else batch_loss,
        "loss": losses,
        "accuracy": right,
        **{f"layer.{k}": layer for k, layer in enumerate(hidden, start=1)},
        **_of_layers("weight", weights, len(hidden)),
        **_of_layers("bias", biases, len(hidden)),
        **ending,
    }
    if rows is not None:
        arrays["rows"] = rows
    if test is not None:
        arrays |= {"test.points": test[0], "test.labels": test[1]}
    names = tuple(map(str, class_names))
    setup = recipe or ExternalSetup(
        dataset=name,
        architecture=Architecture(tuple(h.shape[2] for h in hidden), activation, kind),
        made_by=made_by,
    )
    stored = MemoryArrays(_as_stored(arrays, len(hidden)))
    run = Trajectory(setup, names, stored, tuple(map(str, point_names)))
    check_maps(run)
    if known is not None and readout is not None:
        check_readout(run, known)
    return run if recipe else _with_data_hash(run)


def _with_data_hash(run: Trajectory) -> Trajectory:
    """Return a run whose setup knows its points by their content."""
    digest = Dataset(run.setup.dataset, run.points, run.labels, run.class_names).digest
    return replace(run, setup=replace(run.setup, data_hash=digest))


def _hidden(layers: Sequence[ArrayLike]) -> list[Float32Array]:
    """Return each layer as (S, N, D_k), whatever shape its units have."""
    arrays = [_numbers(f"layer.{k}", layer) for k, layer in enumerate(layers, start=1)]
    if not arrays:
        raise DetangleError("layers is empty: give the points of at least one layer, (S, N, D)")
    for k, array in enumerate(arrays, start=1):
        if array.ndim < 3 or 0 in array.shape:
            raise DetangleError(
                f"the array 'layer.{k}' has shape {array.shape}; it must be (S, N, D) and not empty"
            )
    return [array.reshape(*array.shape[:2], -1) for array in arrays]


def _scores(scores: ArrayLike, last: Float32Array, n_classes: int) -> Float32Array:
    """Return the class scores (S, N, C)."""
    given: Float32Array = _numbers("scores", scores)
    if given.ndim != 3 or given.shape[:2] != last.shape[:2]:
        raise DetangleError(
            f"the array 'scores' has shape {given.shape}; it must be "
            f"({last.shape[0]}, {last.shape[1]}, C), a score a class"
        )
    if given.shape[2] != n_classes:
        raise DetangleError(
            f"the array 'scores' has {given.shape[2]} scores a point, but there are {n_classes} "
            "class names"
        )
    return given


def _readout_arrays(
    last: Float32Array, readout: Pair | None, scores: Float32Array | None
) -> tuple[Readout | Other, Named]:
    """Return how the class scores come out of the last layer, and the arrays that say so."""
    if readout is None and scores is not None:
        if scores.shape == last.shape and np.allclose(scores, last, rtol=SCORE_TOLERANCE, atol=0.0):
            return "identity", {}
        readout = affine_maps(list(last), list(scores))
        if readout is None:
            return OTHER, {"scores": scores}
    if readout is None:
        return OTHER, {}
    return "linear", {"readout.weight": readout[0], "readout.bias": readout[1]}


def _loss_and_accuracy(
    loss: ArrayLike | None,
    accuracy: ArrayLike | None,
    labels: IntArray,
    last: Float32Array,
    readout: Pair | None,
    scores: Float32Array | None,
) -> tuple[ArrayLike, ArrayLike]:
    """Return loss and accuracy (S,); what is not given is computed from the scores."""
    if loss is not None and accuracy is not None:
        return loss, accuracy
    if scores is None and readout is None:
        missing = "loss" if loss is None else "accuracy"
        raise DetangleError(
            f"the array {missing!r} is missing; give it, or `scores` (S, N, C) to work it out"
        )
    made = scores if readout is None or scores is not None else _read_out(last, *readout)
    values = np.asarray(made, np.float64)
    n, c = values.shape[1:]
    if labels.shape != (n,):
        raise DetangleError(
            f"the array 'labels' has shape {labels.shape}; it must be ({n},), a label a point"
        )
    check_range(MemoryArrays({"labels": labels}), "labels", 0, c - 1)
    if loss is None:
        loss = _cross_entropy(values, labels)
    return loss, (values.argmax(axis=2) == labels).mean(axis=1) if accuracy is None else accuracy


def _read_out(last: Float32Array, weight: ArrayLike, bias: ArrayLike) -> FloatArray:
    """Return the class scores (S, N, C) that a linear readout makes of the last layer."""
    weights, biases = _numbers("readout.weight", weight), _numbers("readout.bias", bias)
    s, _, d = last.shape
    if weights.ndim != 3 or weights.shape != (s, *biases.shape[1:], d):
        raise DetangleError(
            f"the arrays 'readout.weight' and 'readout.bias' have shapes {weights.shape} and "
            f"{biases.shape}; they must be ({s}, C, {d}) and ({s}, C)"
        )
    return np.asarray(last.astype(np.float64) @ weights.transpose(0, 2, 1) + biases[:, None])


def _cross_entropy(scores: FloatArray, labels: IntArray) -> FloatArray:
    """Return the mean cross entropy (S,), nats, of (S, N, C) class scores."""
    from scipy.special import log_softmax

    own = np.take_along_axis(log_softmax(scores, axis=2), labels[None, :, None], axis=2)
    return np.asarray(-own[..., 0].mean(axis=1))


def _of_layers(kind: str, arrays: Sequence[ArrayLike | None], depth: int) -> Named:
    """Name the weights or biases of the layers that have any: `weight.2` for the second."""
    if len(arrays) > depth:
        raise DetangleError(
            f"the array 'layer.{depth + 1}' is missing: there are {len(arrays)} of {kind}"
        )
    named = enumerate(arrays, start=1)
    return {f"{kind}.{k}": array for k, array in named if array is not None}


def _batch_loss_from(steps: IntArray, loss: ArrayLike) -> FloatArray:
    """Interpolate the loss over all points linearly, at each update."""
    values = _numbers("loss", loss)
    if steps.shape != values.shape or not len(steps):
        raise DetangleError(
            f"the array 'loss' has shape {values.shape}, but 'steps' has {steps.shape}"
        )
    if steps[-1] > MOST_UPDATES:
        raise DetangleError(
            f"the array 'steps' ends at {steps[-1]}; without batch_loss it may go to {MOST_UPDATES}"
        )
    return np.asarray(np.interp(np.arange(max(int(steps[-1]), 1)), steps, values))


def _as_stored(arrays: Named, depth: int) -> dict[str, NDArray[Any]]:
    """Return the arrays in the types of the schema, each point as one row of numbers."""
    types = specs(depth)
    stored = {key: _numbers(key, array, types[key].dtype) for key, array in arrays.items()}
    for key in {"points", "test.points"} & set(stored):
        if stored[key].ndim > 2:
            stored[key] = stored[key].reshape(len(stored[key]), -1)
    return stored


def _numbers(key: str, values: ArrayLike, dtype: str = "float32") -> NDArray[Any]:
    """Return numbers as an array of a type, after a look at what they are."""
    try:
        given = np.asarray(values)
        if given.dtype.kind not in "biuf":
            raise TypeError(f"it holds {given.dtype}")
        with np.errstate(over="ignore", invalid="ignore"):  # what comes of it is refused
            array = given.astype(dtype, copy=False)
    except (TypeError, ValueError, RuntimeError) as error:
        reason = shortened(str(error), 100)
        raise DetangleError(f"the array {key!r} is not one of numbers ({reason})") from None
    if dtype == "int64" and (array != given).any():
        raise DetangleError(f"the array {key!r} has {given[array != given][0]}, not a whole number")
    if dtype == "float32" and array.size:
        check_range(MemoryArrays({key: np.atleast_1d(array)}), key)
    return array

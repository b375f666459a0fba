"""What a model gives at each recorded step, until it becomes a run."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import ArrayLike, NDArray
from torch import Tensor, nn

from detangle._typing import AnyFloatArray, IntArray
from detangle.datasets import Dataset
from detangle.errors import DetangleError
from detangle.run.from_arrays import Pair, from_arrays
from detangle.run.trajectory import Trajectory
from detangle.train.modules.hooks import Forward, Outputs, find_layers, inner
from detangle.train.modules.identify import LayerMaps, Map
from detangle.train.modules.losses import Loss, are_probabilities, as_scores, fitting

BUDGET = 256 * 2**20
"""Bytes that the recorded layers may take before steps are left out."""


_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Record:
    """What is kept of one state of the model.

    Parameters
    ----------
    index
        Which state it is, counted from 0.
    outputs
        What the model gives for all points.
    maps
        The affine maps that hold between its layers.
    """

    index: int
    outputs: Outputs
    maps: list[dict[int, Map]]

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        found = [one for gap in self.maps for one in gap.values()]
        maps = sum(weight.nbytes + bias.nbytes for weight, bias in found)
        return maps + self.outputs.scores.nbytes + sum(h.nbytes for h in self.outputs.layers)


class Records:
    """Records a model in one state after the other.

    Its parameters are those of `detangle.Recorder`.

    Raises
    ------
    DetangleError
        If a layer is missing, or points or labels cannot be used.
    """

    def __init__(
        self,
        model: nn.Module,
        points: ArrayLike | Tensor,
        labels: ArrayLike | Tensor,
        *,
        layers: Sequence[str | nn.Module],
        name: str,
        loss: Loss | None,
        made_by: str,
        every: int,
        evaluate: bool,
        budget: int,
        test: Pair | None,
        rows: ArrayLike | None = None,
        point_names: Sequence[str] = (),
    ) -> None:
        model = inner(model)
        found = find_layers(model, layers)
        inputs, self._labels = _inputs(points), _whole(labels)
        targets = torch.from_numpy(self._labels)
        judged = None if loss is None else fitting(loss)
        self._forward = Forward(model, inputs, targets, found, judged, evaluate)
        self._points = inputs.detach().float().cpu().numpy().reshape(len(inputs), -1)
        self._maps = LayerMaps(model, [layer.module for layer in found])
        self._records: list[Record] = []
        self._latest: Record | None = None
        self._every = self._asked = every
        self._budget = budget
        self.of_scores = False
        """Whether the outputs are known to be class scores, or log odds."""
        self._class_names: tuple[str, ...] = ()
        self._about: dict[str, Any] = {
            "name": name,
            "made_by": made_by,
            "test": test,
            "rows": rows,
            "point_names": point_names,
        }

    @property
    def last(self) -> int:
        """Index of the last state that was recorded."""
        return self._kept[-1].index

    @property
    def probabilities(self) -> bool:
        """Whether the model's output is that of a sigmoid or a softmax module."""
        return self._records[0].outputs.probabilities

    @property
    def _kept(self) -> list[Record]:
        return [*self._records, *([self._latest] if self._latest else [])]

    def add(self, index: int, *, keep: bool = False) -> None:
        """Record the model's state, if it is one to keep, after making room for it.

        Parameters
        ----------
        index
            Which state it is, counted from 0.
        keep
            Record it even where `every` would leave it out.

        Raises
        ------
        DetangleError
            If a layer is not called, or gives no finite tensor.
        """
        if not keep and index % self._asked:
            return
        outputs = self._forward()
        scores = as_scores(outputs.scores, probabilities=outputs.probabilities)
        seen = self._maps.observe([self._points, *outputs.layers, scores])
        record, self._latest = Record(index, outputs, seen), None
        # The first record and the last one are kept, whatever they take.
        if len(self._records) > 1 and (len(self._records) + 1) * record.size > self._budget:
            self._records = self._records[::2]
            self._every *= 2
        if keep or index % self._every == 0 or len(self._records) < 1:
            self._records.append(record)
        else:
            self._latest = record

    def name_classes(self, names: Sequence[str] | None) -> None:
        """Name the C classes, once a state is recorded; `class 0`, `class 1`, … if None.

        Raises
        ------
        DetangleError
            If labels or names do not fit the class scores.
        """
        outputs = self._records[0].outputs
        scores = as_scores(outputs.scores, probabilities=outputs.probabilities)
        self._class_names = _class_names(names, scores, self._labels)

    def trajectory(
        self, steps: Sequence[int] | None = None, batch_loss: Sequence[float] | None = None
    ) -> Trajectory:
        """Return the run of the states that were recorded.

        Parameters
        ----------
        steps
            Number of updates before each state; None if it is the state's index.
        batch_loss
            (T,) loss of each update's batch, before the update; None if it is not known.
        """
        kept = self._kept
        self._warn(kept)
        indices = [record.index for record in kept]
        outputs = [record.outputs for record in kept]
        *maps, readout = self._maps.stacked([record.maps for record in kept])
        loss = [output.loss for output in outputs]
        raw = np.stack([output.scores for output in outputs])
        probabilities = self.probabilities or (not self.of_scores and are_probabilities(raw))
        return from_arrays(
            points=self._points,
            labels=self._labels,
            steps=indices if steps is None else [steps[index] for index in indices],
            batch_loss=batch_loss,
            loss=None if loss[0] is None else np.array(loss),
            layers=[np.stack(points) for points in zip(*(o.layers for o in outputs), strict=True)],
            weights=[None if found is None else found[0] for found in maps],
            biases=[None if found is None else found[1] for found in maps],
            activation=self._maps.activation,
            readout=None if probabilities else readout,
            scores=as_scores(raw, probabilities=probabilities),
            class_names=self._class_names,
            **self._about,
        )

    def _warn(self, kept: Sequence[Record]) -> None:
        """Say that records were left out for the budget, or are larger than it."""
        size, mb = kept[-1].size, 1e6
        if self._every > self._asked:
            _log.warning(
                "keeping one record in %d: each takes %.3g MB, and the budget is %.3g MB",
                self._every // self._asked,
                size / mb,
                self._budget / mb,
            )


def shaped(dataset: Dataset, shape: Sequence[int] | None) -> Tensor:
    """Return a dataset's points as the model wants them: (N, D_0), or (N, *shape)."""
    points = torch.from_numpy(dataset.points.copy())  # a model may write to its input
    if shape is None:
        return points
    if math.prod(shape) != dataset.dimension or min(shape, default=0) < 1:
        raise DetangleError(
            f"shape is {tuple(shape)}, which is of {math.prod(shape)} numbers; the points of "
            f"{dataset.name} have {dataset.dimension}"
        )
    return points.reshape(len(points), *shape)


def held_out(dataset: Dataset) -> Pair | None:
    """Return the points (M, D_0) that a dataset holds out and their labels (M,), or None."""
    return None if dataset.test is None else (dataset.test.points, dataset.test.labels)


def _inputs(points: ArrayLike | Tensor) -> Tensor:
    """Return the points as a tensor (N, …)."""
    if not isinstance(points, Tensor):
        array: NDArray[Any] = np.asarray(points)
        if array.dtype.kind not in "fiub":
            raise DetangleError(f"points are {array.dtype}, not numbers")
        points = torch.from_numpy(np.ascontiguousarray(array))
    if points.ndim < 2 or 0 in points.shape:
        raise DetangleError(
            f"points have shape {tuple(points.shape)}; it must be (N, …) and not empty"
        )
    return points.detach().clone()


def _whole(labels: ArrayLike | Tensor) -> IntArray:
    """Return the labels as whole numbers (N,)."""
    given = labels.detach().cpu().numpy() if isinstance(labels, Tensor) else np.asarray(labels)
    if given.dtype.kind not in "iub":
        raise DetangleError(f"labels are {given.dtype}: they must be whole numbers, from 0")
    return given.astype(np.int64)


def _class_names(
    names: Sequence[str] | None, scores: AnyFloatArray, labels: IntArray
) -> tuple[str, ...]:
    """Check labels and names against the class scores (N, C) of the untrained model."""
    n, c = scores.shape
    if labels.shape != (n,):
        raise DetangleError(f"there are {n} points, but labels have shape {labels.shape}")
    for label in (int(labels.min()), int(labels.max())):
        if not 0 <= label < c:
            raise DetangleError(
                f"label {label} is out of range: the model gives {c} scores, for classes 0 to "
                f"{c - 1}"
            )
    if names is not None and len(names) != c:
        raise DetangleError(f"there are {len(names)} class names, but the model gives {c} scores")
    return tuple(names) if names is not None else tuple(f"class {i}" for i in range(c))
